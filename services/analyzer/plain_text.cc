#include "analyzer/plain_text.h"

#include <algorithm>
#include <cstring>

namespace ferrotype {

bool LooksBinary(std::string_view bytes) {
  constexpr std::size_t kLookedAt = 8000;  // xdiff's FIRST_FEW_BYTES
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return true;
  return !bytes.empty() && std::memchr(bytes.data(), 0, std::min(bytes.size(), kLookedAt)) != nullptr;
}

std::string_view PlainText(std::string_view bytes, std::string& scratch) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const bool return_at_end = bytes.ends_with('\r');
  // Without it, a last line of nothing but a return would be none: then it becomes a newline.
  const bool return_is_last_line = return_at_end && (bytes.size() == 1 || bytes[bytes.size() - 2] == '\n');
  if (return_at_end) bytes.remove_suffix(1);
  std::size_t from = bytes.find("\r\n");
  if (from == std::string_view::npos && !return_is_last_line) return bytes;
  scratch.clear();
  std::size_t copied = 0;
  for (; from != std::string_view::npos; from = bytes.find("\r\n", from + 1)) {
    scratch.append(bytes, copied, from - copied);
    copied = from + 1;
  }
  scratch.append(bytes, copied, bytes.size() - copied);
  if (return_is_last_line) scratch += '\n';
  return scratch;
}

}  // namespace ferrotype
