#include "aggregator/study.h"

#include <algorithm>
#include <optional>

#include "model/owner.h"

namespace ferrotype {

void StudyNames::Read(std::string_view text) {
  constexpr std::string_view kMark = "bindings::";
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  std::size_t free = 0;  // matches of the second pattern don't overlap
  for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + 1)) {
    const std::size_t begin = at + kMark.size();
    std::size_t end = begin;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string_view name = text.substr(begin, end - begin);
    if (end < text.size() && text[end] == '(') functions.emplace(name);
    if (at < free) continue;
    names.emplace(name);
    free = end;
  }
}

Result<std::optional<StudyCounts>> CountAsStudied(StoreReader& store, const std::vector<FileRow>& rust_files) {
  StudyNames found;
  for (const FileRow& file : rust_files) {
    // What was copied from the standard library into rust/kernel names no bindings, and the store keeps none of it.
    if (!file.path.starts_with("rust/kernel/") || file.owner == Owner::kVendored || file.finding.bytes == 0) continue;
    TRY_ASSIGN(const std::optional<Bytes> bytes, store.Quote(file.oid));
    if (!bytes) return std::optional<StudyCounts>();
    found.Read(*bytes);
  }
  // Left over when functions, macros (they begin with a capital) and the empty name of `bindings::{` are taken away.
  const auto structures = std::count_if(found.names.begin(), found.names.end(), [&](const std::string& name) {
    return !name.empty() && !(name[0] >= 'A' && name[0] <= 'Z') && !found.functions.contains(name);
  });
  return std::optional(StudyCounts{found.functions.size(), static_cast<std::uint64_t>(structures)});
}

}  // namespace ferrotype
