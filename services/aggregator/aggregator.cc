#include "aggregator/aggregator.h"

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

#include "aggregator/digest.h"
#include "aggregator/rust_files.h"
#include "aggregator/survey.h"
#include "base/text.h"
#include "model/owner.h"
#include "model/survey_json.h"
#include "model/tree.h"
#include "model/wire.h"

namespace ferrotype {

/// Trees and findings of the releases at work, kept as they come by. Bounded: beyond kMost it starts anew, and reads go
/// to the store.
class Aggregator::Overlay : public StoreReader {
 public:
  explicit Overlay(Store& store) : store_(store) {}

  void Keep(const TreeObject& tree) {
    if (trees_.size() >= kMost) trees_.clear();
    trees_.emplace(tree.tree, tree.object);
  }
  void Keep(const FindingKey& key, StoredFinding finding) {
    if (findings_.size() >= kMost) findings_.clear();
    findings_.emplace(key, std::make_shared<const StoredFinding>(std::move(finding)));
  }
  void Forget() {
    trees_.clear();
    findings_.clear();
  }

  Result<std::optional<Bytes>> Tree(TreeOid tree) override {
    if (const auto found = trees_.find(tree); found != trees_.end()) return found->second;
    return store_.Tree(tree);
  }
  Result<FindingPtr> Finding(const FindingKey& key) override {
    if (const auto found = findings_.find(key); found != findings_.end()) return found->second;
    return store_.Finding(key);
  }
  Result<std::optional<Sha256Digest>> FindingHash(const FindingKey& key) override {
    if (const auto found = findings_.find(key); found != findings_.end()) return found->second->hash;
    return store_.FindingHash(key);
  }
  Result<std::optional<TreeFold>> Fold(TreeOid tree) override { return store_.Fold(tree); }
  Result<bool> HasFold(TreeOid tree) override { return store_.HasFold(tree); }
  Result<bool> HasFinding(const FindingKey& key) override { return store_.HasFinding(key); }
  Result<std::optional<Bytes>> Survey(TreeOid tree, std::uint16_t rules) override { return store_.Survey(tree, rules); }
  Result<std::optional<Bytes>> Quote(BlobOid blob) override { return store_.Quote(blob); }
  Result<bool> HasQuote(BlobOid blob) override { return store_.HasQuote(blob); }
  Result<std::vector<StoredRelease>> Releases() override { return store_.Releases(); }

 private:
  static constexpr std::size_t kMost = 400'000;
  Store& store_;
  std::unordered_map<TreeOid, Bytes> trees_;
  std::unordered_map<FindingKey, FindingPtr> findings_;
};

Aggregator::Aggregator(Store& store) : store_(store), overlay_(std::make_unique<Overlay>(store)), folder_(*overlay_) {}
Aggregator::~Aggregator() = default;

namespace {

Unexpected Conflict(std::string_view what, const std::string& key, const Message& message) {
  return Fail(ErrorKind::kCorrupt, fmt::format("{} {}: a second, different value (SHA-256 {}) for a key that the store "
                                               "has; one of the two analyzers is wrong",
                                               what, Printable(key), ToHex(message.hash)));
}

}  // namespace

Result<void> Aggregator::Apply(const Record& record) {
  const Message& message = record.message;
  if (Sha256(message.value) != message.hash) {
    return Fail(ErrorKind::kCorrupt, fmt::format("{}[{}] offset {}: the message is not what its hash says",
                                                 record.from.topic, record.from.partition, record.offset));
  }
  if (record.from.topic == topics::kFindings) return ApplyFinding(message);
  if (record.from.topic == topics::kTrees) return ApplyTree(message);
  if (record.from.topic == topics::kSources) return ApplyChunk(message);
  if (record.from.topic == topics::kReleases) return ApplyRelease(message);
  return Fail(ErrorKind::kInvalidArgument, fmt::format("the aggregator does not read {}", record.from.topic));
}

Result<void> Aggregator::ApplyTree(const Message& message) {
  TRY_ASSIGN(const TreeObject tree, Decode<TreeObject>(message.value));
  if (TreeOidOf(tree.object) != tree.tree)
    return Fail(ErrorKind::kCorrupt, fmt::format("tree {}: its bytes are another tree's", tree.tree.Hex()));
  TRY(ParseTree(tree.object));
  TRY_ASSIGN(const PutOutcome outcome, store_.PutTree(tree));
  ++(outcome == PutOutcome::kNew ? counts_.trees : counts_.duplicates);
  overlay_->Keep(tree);
  for (auto& [name, waiting] : waiting_) waiting.missing.trees.erase(tree.tree);
  return {};
}

Result<void> Aggregator::ApplyFinding(const Message& message) {
  TRY_ASSIGN(BlobFinding finding, Decode<BlobFinding>(message.value));
  const FindingKey key{finding.language, finding.blob};
  TRY_ASSIGN(const PutOutcome outcome, store_.PutFinding(key, message.value, message.hash));
  if (outcome == PutOutcome::kConflict) return Conflict("finding of blob", key.blob.Hex(), message);
  ++(outcome == PutOutcome::kNew ? counts_.findings : counts_.duplicates);
  overlay_->Keep(key, {std::move(finding), message.hash});
  for (auto& [name, waiting] : waiting_) waiting.missing.findings.erase(key);
  return {};
}

Result<void> Aggregator::ApplyChunk(const Message& message) {
  TRY_ASSIGN(const SourceChunk chunk, Decode<SourceChunk>(message.value));
  TRY_ASSIGN(const PutOutcome outcome, store_.PutChunk(chunk));
  if (outcome == PutOutcome::kConflict) return Conflict("source of blob", chunk.blob.Hex(), message);
  ++(outcome == PutOutcome::kNew ? counts_.quotes : counts_.duplicates);
  for (auto& [name, waiting] : waiting_) {
    if (!waiting.demands.contains(chunk.blob)) continue;
    TRY_ASSIGN(const bool whole, store_.HasQuote(chunk.blob));
    if (whole) waiting.demands.erase(chunk.blob);
  }
  return {};
}

Result<void> Aggregator::ApplyRelease(const Message& message) {
  TRY_ASSIGN(const ReleaseRecord record, Decode<ReleaseRecord>(message.value));
  TRY_ASSIGN(const PutOutcome outcome, store_.PutRelease(record));
  if (outcome == PutOutcome::kConflict) {
    // A tarball knows no commit and perhaps another date: the tree makes the release, and the first word on it stays.
    TRY_ASSIGN(const std::vector<StoredRelease> releases, store_.Releases());
    for (const StoredRelease& stored : releases) {
      if (stored.record.name != record.name || stored.record.root_tree != record.root_tree) continue;
      waiting_[record.name].record = stored.record;
      return {};
    }
    return Fail(ErrorKind::kInvalidArgument, fmt::format("release {} is in the store with another tree; a release "
                                                         "never changes: give this one another name (SOURCE@NAME)",
                                                         Printable(record.name)));
  }
  waiting_[record.name].record = record;
  return {};
}

Result<ReleaseStatus> Aggregator::TryComplete(Waiting& waiting) {
  ReleaseStatus status;
  status.name = waiting.record.name;
  const TreeOid root = waiting.record.root_tree;
  waiting.missing = {};
  TRY_ASSIGN(const std::optional<TreeFold> fold, folder_.Fold(root, waiting.missing));
  for (const auto& [tree, sum] : folder_.TakeNew()) {
    TRY(store_.PutFold(tree, sum));
    ++counts_.folded;
  }
  status.missing_findings = waiting.missing.findings.size();
  status.missing_trees = waiting.missing.trees.size();
  if (!fold) return status;

  // What is demanded follows from trees and findings, which are all there: asked once, it stays what it is.
  if (waiting.surveyor == nullptr) {
    TRY_ASSIGN(std::vector<FileRow> rust_files, RustFiles(*overlay_, root));
    TRY_ASSIGN(waiting.surveyor, ReleaseSurveyor::Open(*overlay_, root, std::move(rust_files)));
    TRY_ASSIGN(const std::vector<BlobOid> demands, waiting.surveyor->Demands());
    for (const BlobOid blob : demands) {
      TRY_ASSIGN(const bool there, store_.HasQuote(blob));
      if (there) continue;
      waiting.demands.insert(blob);
      status.demands.push_back(blob);
    }
    if (!status.demands.empty()) return status;
  }

  TRY_ASSIGN(const Survey survey, waiting.surveyor->Finish());
  TRY(store_.PutSurvey(root, kRulesVersion, PackSurvey(survey)));
  TRY_ASSIGN(const Digest digest, DigestOf(*overlay_, root));
  TRY(store_.SetReleaseState(status.name, ReleaseState::kComplete, digest.hex, digest.blobs));
  status.state = ReleaseState::kComplete;
  return status;
}

Result<std::vector<ReleaseStatus>> Aggregator::Settle() {
  std::vector<ReleaseStatus> statuses;
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    if (!it->second.Ready()) {
      ++it;
      continue;
    }
    TRY_ASSIGN(ReleaseStatus status, TryComplete(it->second));
    const bool complete = status.state == ReleaseState::kComplete;
    statuses.push_back(std::move(status));
    it = complete ? waiting_.erase(it) : std::next(it);
  }
  if (waiting_.empty() && !statuses.empty()) {
    overlay_->Forget();
    folder_.Forget();
  }
  return statuses;
}

}  // namespace ferrotype
