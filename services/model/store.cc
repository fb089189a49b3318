#include "model/store.h"

namespace ferrotype {

Result<void> StoreReader::ForEachFinding(std::span<const FindingKey> keys, const VisitFinding& visit) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    TRY_ASSIGN(const FindingPtr finding, Finding(keys[i]));
    if (finding) TRY(visit(i, *finding));
  }
  return {};
}

Result<void> StoreReader::ForEachFindingHash(std::span<const FindingKey> keys, const VisitHash& visit) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    TRY_ASSIGN(const std::optional<Sha256Digest> hash, FindingHash(keys[i]));
    if (hash) visit(i, *hash);
  }
  return {};
}

}  // namespace ferrotype
