#include "aggregator/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "aggregator/tree_walk.h"
#include "model/language.h"
#include "model/owner.h"

namespace ferrotype {

Result<Digest> DigestOf(StoreReader& store, TreeOid root) {
  std::vector<FindingKey> keys;
  TRY(ForEachTreeOnce(store, root, [&](TreeOid, const std::vector<TreeEntry>& entries) -> Result<void> {
    for (const TreeEntry& entry : entries) {
      if (IsFile(entry.mode)) keys.push_back({LanguageOfName(entry.name), entry.AsBlob()});
    }
    return {};
  }));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());

  const auto big_endian = [](std::uint16_t value) {
    return std::string{static_cast<char>(value >> 8U), static_cast<char>(value & 0xFFU)};
  };
  Sha256Hasher hasher;
  hasher.Update("ferrotype release 1\n");
  hasher.Update(root.View());
  hasher.Update(big_endian(kAnalyzerVersion) + big_endian(kRulesVersion));
  std::vector<std::optional<Sha256Digest>> hashes(keys.size());
  TRY(store.ForEachFindingHash(keys, [&](std::size_t i, const Sha256Digest& hash) { hashes[i] = hash; }));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!hashes[i])
      return Fail(ErrorKind::kNotFound,
                  fmt::format("the store lacks the finding of blob {}; analyze the release again", keys[i].blob.Hex()));
    hasher.Update(big_endian(static_cast<std::uint16_t>(keys[i].language)));
    hasher.Update(keys[i].blob.View());
    hasher.Update(AsView(*hashes[i]));
  }
  return Digest{ToHex(hasher.Finish()), keys.size()};
}

}  // namespace ferrotype
