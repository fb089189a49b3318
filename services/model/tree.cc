#include "model/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/hash.h"
#include "base/text.h"

namespace ferrotype {
namespace {

struct ModeText {
  std::string_view text;
  TreeMode mode;
};
// A table, not a parser of octal: "040000" or "100600" is not what git writes, and would give one directory two ids.
constexpr std::array<ModeText, 6> kModes = {{{"100644", TreeMode::kFile},
                                             {"40000", TreeMode::kTree},
                                             {"100755", TreeMode::kExecutable},
                                             {"120000", TreeMode::kSymlink},
                                             {"160000", TreeMode::kSubmodule},
                                             {"100664", TreeMode::kGroupWritableFile}}};

std::optional<TreeMode> ModeOf(std::string_view text) {
  for (const ModeText& known : kModes) {
    if (known.text == text) return known.mode;
  }
  return std::nullopt;
}

std::string_view TextOf(TreeMode mode) {
  for (const ModeText& known : kModes) {
    if (known.mode == mode) return known.text;
  }
  return {};
}

bool IsDotGit(std::string_view name) {
  return name.size() == 4 && name[0] == '.' && (name[1] | 0x20) == 'g' && (name[2] | 0x20) == 'i' &&
         (name[3] | 0x20) == 't';
}

Unexpected Broken(std::size_t index, std::string_view name, std::string_view what) {
  constexpr std::size_t kShown = 64;
  return Fail(ErrorKind::kCorrupt,
              fmt::format("entry {} of the tree (\"{}\") {}", index + 1, Printable(name.substr(0, kShown)), what));
}

// Finds a name that occurs twice in git's order, where a tree sorts as "name/": the file "a" and the tree "a" need not
// be neighbours
// ("a", "a.b", "a/"), but all that is between them starts with "a".
class Twins {
 public:
  bool Seen(const TreeEntry& entry) {
    while (!open_.empty() && !entry.name.starts_with(open_.back())) open_.pop_back();
    if (!open_.empty() && open_.back() == entry.name) return true;
    if (entry.mode != TreeMode::kTree) open_.push_back(entry.name);
    return false;
  }

 private:
  std::vector<std::string_view> open_;  // each a prefix of the next
};

}  // namespace

std::string_view TroubleWithName(std::string_view name) {
  if (name.empty()) return "has no name";
  if (name.size() > kMaxNameBytes) return "has a name of more than 255 bytes";
  if (name == ".") return "is named \".\"";
  if (name == "..") return "is named \"..\"";
  if (IsDotGit(name)) return "is named like a repository's own directory";
  if (name.find('/') != std::string_view::npos) return "has a slash in its name";
  if (name.find('\0') != std::string_view::npos) return "has a NUL in its name";
  return {};
}

bool TreeEntryLess(const TreeEntry& a, const TreeEntry& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  const int order = a.name.substr(0, common).compare(b.name.substr(0, common));
  if (order != 0) return order < 0;
  const auto next = [common](const TreeEntry& entry) -> unsigned char {
    if (entry.name.size() > common) return static_cast<unsigned char>(entry.name[common]);
    return entry.mode == TreeMode::kTree ? '/' : '\0';
  };
  return next(a) < next(b);
}

Result<std::vector<TreeEntry>> ParseTree(std::string_view object) {
  constexpr std::size_t kOidBytes = 20;
  constexpr std::size_t kLongestMode = 6;
  std::vector<TreeEntry> entries;
  Twins twins;
  std::string_view rest = object;
  while (!rest.empty()) {
    const std::size_t index = entries.size();
    const std::size_t space = rest.substr(0, kLongestMode + 1).find(' ');
    if (space == std::string_view::npos) return Broken(index, {}, "has no mode");
    const std::optional<TreeMode> mode = ModeOf(rest.substr(0, space));
    const std::size_t end = rest.find('\0', space + 1);
    if (end == std::string_view::npos) return Broken(index, rest.substr(space + 1), "is cut off");
    const std::string_view name = rest.substr(space + 1, end - space - 1);
    if (!mode) return Broken(index, name, "has a mode that git doesn't write");
    if (rest.size() - end - 1 < kOidBytes) return Broken(index, name, "is cut off");
    if (const std::string_view trouble = TroubleWithName(name); !trouble.empty()) return Broken(index, name, trouble);
    TreeEntry entry{*mode, name, {}};
    std::memcpy(entry.oid.data(), rest.data() + end + 1, kOidBytes);
    const bool twin = index > 0 && entries.back().name == name;  // two trees; Twins sees the rest
    if (twins.Seen(entry) || twin) return Broken(index, name, "is there twice");
    if (index > 0 && !TreeEntryLess(entries.back(), entry)) return Broken(index, name, "is out of order");
    entries.push_back(entry);
    rest.remove_prefix(end + 1 + kOidBytes);
  }
  return entries;
}

Bytes SerializeTree(std::span<const TreeEntry> entries) {
  Bytes object;
  for (const TreeEntry& entry : entries) {
    object += TextOf(entry.mode);
    object += ' ';
    object += entry.name;
    object += '\0';
    object += AsView(entry.oid);
  }
  return object;
}

TreeOid TreeOidOf(std::string_view object) { return TreeOid{GitObjectId("tree", object)}; }

}  // namespace ferrotype
