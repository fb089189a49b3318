#include "aggregator/c_said.h"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <utility>

#include "aggregator/tree_walk.h"
#include "base/text.h"
#include "model/language.h"

namespace ferrotype {
namespace {

// Files of some fifteen releases that have nothing in common: beyond it, what was read is forgotten.
constexpr std::size_t kMostRead = 1'000'000;

/// Whose hash is looked for; almost nobody's is, so almost all are sent away by one bit.
class Wanted {
 public:
  explicit Wanted(const std::unordered_set<std::uint64_t>& hashes) : hashes_(hashes) {
    for (const std::uint64_t hash : hashes) maybe_[hash % kBits] = true;
  }
  [[nodiscard]] bool Has(std::uint64_t hash) const { return maybe_[hash % kBits] && hashes_.contains(hash); }

 private:
  static constexpr std::size_t kBits = 1 << 16;
  const std::unordered_set<std::uint64_t>& hashes_;
  std::bitset<kBits> maybe_;
};

}  // namespace

bool CSayings::Covers(const CAsked& asked) const {
  return std::includes(asked_.called.begin(), asked_.called.end(), asked.called.begin(), asked.called.end()) &&
         std::all_of(asked.hashes.begin(), asked.hashes.end(),
                     [&](std::uint64_t hash) { return asked_.hashes.contains(hash); });
}

// `files`: in order of key. False when the store lacks one of them.
Result<bool> CSayings::Read(StoreReader& store, const std::vector<File>& files) {
  std::vector<FindingKey> keys;
  std::vector<const File*> file_of;
  for (const File& file : files) {
    if (!keys.empty() && keys.back() == file.key) continue;
    if (std::binary_search(read_.begin(), read_.end(), file.key)) continue;
    keys.push_back(file.key);
    file_of.push_back(&file);
  }
  std::unordered_map<std::string_view, std::string_view> called;  // views into asked_, which stays
  for (const std::string& name : asked_.called) called.emplace(name, name);
  const Wanted wanted(asked_.hashes);
  std::vector<CDefinition> definitions;
  std::vector<CHashedName> names;
  std::size_t found_keys = 0;
  TRY(store.ForEachFinding(keys, [&](std::size_t i, const StoredFinding& stored) -> Result<void> {
    ++found_keys;
    if (stored.finding.syntax.empty()) return {};
    if (const Result<void> decoded = DecodeCDefinitions(stored.finding.syntax, definitions, names); !decoded)
      return Within(decoded.error(), Printable(file_of[i]->path));
    CSaid said;
    for (const CDefinition& definition : definitions) {
      const auto found = called.find(definition.name);
      if (found != called.end()) said.definitions.push_back({found->second, definition.line, definition.kind});
    }
    std::copy_if(names.begin(), names.end(), std::back_inserter(said.names),
                 [&](const CHashedName& name) { return wanted.Has(name.hash); });
    if (!said.definitions.empty() || !said.names.empty()) said_.emplace(keys[i], std::move(said));
    return {};
  }));
  std::vector<FindingKey> all;
  all.reserve(read_.size() + keys.size());
  std::merge(read_.begin(), read_.end(), keys.begin(), keys.end(), std::back_inserter(all));
  read_ = std::move(all);
  return found_keys == keys.size();
}

Result<void> CSayings::ForEachFile(StoreReader& store, TreeOid root, const CAsked& asked, const Visit& visit) {
  if (!Covers(asked) || read_.size() > kMostRead) {
    *this = CSayings();
    asked_ = asked;
  }
  std::vector<File> files;
  std::vector<std::pair<TreeOid, std::string>> entered;
  TRY(WalkTree(
      store, root,
      [&](std::string_view path, TreeOid tree) -> Result<bool> {
        if (quiet_.contains(tree)) return false;
        entered.emplace_back(tree, path);
        return true;
      },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (!IsFile(entry.mode)) return {};
        const Language language = LanguageOfName(entry.name);
        if (language == Language::kC || language == Language::kCHeader)
          files.push_back({{language, entry.AsBlob()}, path});
        return {};
      }));
  // Stores read neighbours faster.
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.key < b.key; });
  TRY_ASSIGN(const bool whole, Read(store, files));
  std::unordered_set<std::string_view> loud;
  for (const File& file : files) {
    const auto said = said_.find(file.key);
    if (said == said_.end()) continue;
    std::string_view path = file.path;
    for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos; slash = path.rfind('/')) {
      path = path.substr(0, slash);
      if (!loud.insert(path).second) break;
    }
    visit(file.path, said->second);
  }
  if (!whole) {  // nobody knows yet what they say
    *this = CSayings();
    return {};
  }
  for (const auto& [tree, path] : entered) {
    if (!loud.contains(path)) quiet_.insert(tree);
  }
  return {};
}

}  // namespace ferrotype
