#include "source/git_headers.h"

#include <cstring>

#include "base/bytes.h"
#include "base/text.h"

namespace ferrotype {
namespace {

// The value of header `key` ("tree") among the lines before the first empty one; nullopt when there is none.
std::optional<std::string_view> HeaderLine(std::string_view object, std::string_view key) {
  while (!object.empty() && object.front() != '\n') {
    const std::string_view line = object.substr(0, object.find('\n'));
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
      return line.substr(key.size() + 1);
    object.remove_prefix(std::min(object.size(), line.size() + 1));
  }
  return std::nullopt;
}

std::optional<git_oid> HeaderOid(std::string_view object, std::string_view key) {
  const std::optional<std::string_view> hex = HeaderLine(object, key);
  const std::optional<Bytes> raw = hex ? FromHex(*hex) : std::nullopt;
  if (!raw || raw->size() != GIT_OID_RAWSZ) return std::nullopt;
  git_oid id{};
  std::memcpy(id.id, raw->data(), raw->size());
  return id;
}

// "A U Thor <mail> 1763683200 +0100": the second word from the end.
std::optional<std::int64_t> TimeOf(std::optional<std::string_view> person) {
  if (!person) return std::nullopt;
  const std::size_t mail = person->rfind('>');
  if (mail == std::string_view::npos) return std::nullopt;
  for (const std::string_view word : Split(person->substr(mail + 1), ' ')) {
    if (!word.empty()) return ParseInt(word);
  }
  return std::nullopt;
}

}  // namespace

Result<GitCommitHead> ParseCommitHead(std::string_view object) {
  const std::optional<git_oid> tree = HeaderOid(object, "tree");
  const std::optional<std::int64_t> committed = TimeOf(HeaderLine(object, "committer"));
  if (!tree || !committed) return Fail(ErrorKind::kCorrupt, "the commit names no tree or no committer");
  return GitCommitHead{*tree, *committed};
}

Result<GitTagHead> ParseTagHead(std::string_view object) {
  const std::optional<git_oid> target = HeaderOid(object, "object");
  if (!target) return Fail(ErrorKind::kCorrupt, "the tag names no object");
  return GitTagHead{*target, TimeOf(HeaderLine(object, "tagger"))};
}

}  // namespace ferrotype
