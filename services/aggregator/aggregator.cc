#include "aggregator/aggregator.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "aggregator/digest.h"
#include "aggregator/finding_table.h"
#include "aggregator/rust_files.h"
#include "aggregator/survey.h"
#include "base/bytes.h"
#include "base/text.h"
#include "model/dead_letter.h"
#include "model/owner.h"
#include "model/survey_json.h"
#include "model/tree.h"
#include "model/wire.h"

namespace ferrotype {

/// Trees and findings of the releases at work, kept as they come by, and those of the last one that was completed: a
/// point release has nearly all of them, while what another kernel needs lets go of them. Bounded: beyond kMost it
/// starts anew, and reads go to the store.
class Aggregator::Overlay : public StoreReader {
 public:
  explicit Overlay(Store& store) : store_(store) {}

  void Keep(const TreeObject& tree) {
    if (trees_.size() >= kMost) trees_.clear();
    trees_.emplace(tree.tree, tree.object);
  }
  void Keep(const FindingKey& key, StoredFinding finding) {
    if (findings_.size() >= kMost) findings_.Clear();
    if (findings_.size() == kFew) before_.Clear();
    findings_.Add(key, std::make_shared<const StoredFinding>(std::move(finding)));
  }
  /// All releases are complete.
  void Rest() {
    if (before_.size() == 0) {
      before_ = std::move(findings_);
    } else {
      findings_.ForEach([&](const FindingKey& key, const FindingPtr& finding) { before_.Add(key, finding); });
    }
    findings_.Clear();
    if (before_.size() > kMostBefore) before_.Clear();
    if (trees_.size() > kMostBefore) trees_.clear();
  }

  Result<std::optional<Bytes>> Tree(TreeOid tree) override {
    if (const auto found = trees_.find(tree); found != trees_.end()) return found->second;
    TRY_ASSIGN(std::optional<Bytes> object, store_.Tree(tree));
    // A completion walks the same trees several times.
    if (object && trees_.size() < kMost) trees_.emplace(tree, *object);
    return object;
  }
  Result<FindingPtr> Finding(const FindingKey& key) override {
    if (const FindingPtr* found = At(key)) return *found;
    return store_.Finding(key);
  }
  Result<std::optional<Sha256Digest>> FindingHash(const FindingKey& key) override {
    if (const FindingPtr* found = At(key)) return (*found)->hash;
    return store_.FindingHash(key);
  }
  Result<void> ForEachFinding(std::span<const FindingKey> keys, const VisitFinding& visit) override {
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (const FindingPtr* found = At(keys[i])) {
        TRY(visit(i, **found));
      } else {
        others.push_back(i);
      }
    }
    return store_.ForEachFinding(
        KeysAt(keys, others), [&](std::size_t i, const StoredFinding& finding) { return visit(others[i], finding); });
  }
  Result<void> ForEachFindingHash(std::span<const FindingKey> keys, const VisitHash& visit) override {
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (const FindingPtr* found = At(keys[i])) {
        visit(i, (*found)->hash);
      } else {
        others.push_back(i);
      }
    }
    return store_.ForEachFindingHash(KeysAt(keys, others),
                                     [&](std::size_t i, const Sha256Digest& hash) { visit(others[i], hash); });
  }
  Result<std::optional<TreeFold>> Fold(TreeOid tree) override { return store_.Fold(tree); }
  Result<bool> HasFold(TreeOid tree) override { return store_.HasFold(tree); }
  Result<bool> HasFinding(const FindingKey& key) override { return store_.HasFinding(key); }
  Result<std::optional<Bytes>> Survey(TreeOid tree, std::uint16_t rules) override { return store_.Survey(tree, rules); }
  Result<std::optional<Bytes>> Quote(BlobOid blob) override { return store_.Quote(blob); }
  Result<bool> HasQuote(BlobOid blob) override { return store_.HasQuote(blob); }
  Result<std::vector<StoredRelease>> Releases() override { return store_.Releases(); }

 private:
  [[nodiscard]] const FindingPtr* At(const FindingKey& key) const {
    const FindingPtr* found = findings_.At(key);
    return found != nullptr ? found : before_.At(key);
  }
  static std::vector<FindingKey> KeysAt(std::span<const FindingKey> keys, const std::vector<std::size_t>& at) {
    std::vector<FindingKey> some;
    some.reserve(at.size());
    for (const std::size_t i : at) some.push_back(keys[i]);
    return some;
  }

  static constexpr std::size_t kMost = 400'000;
  static constexpr std::size_t kMostBefore = 130'000;  // a kernel's and those of a dozen point releases
  static constexpr std::size_t kFew = 30'000;          // more than a point release brings
  Store& store_;
  std::unordered_map<TreeOid, Bytes> trees_;
  FindingTable findings_;
  FindingTable before_;  // of releases that are complete
};

Aggregator::Aggregator(Store& store) : store_(store), overlay_(std::make_unique<Overlay>(store)), folder_(*overlay_) {}
Aggregator::~Aggregator() = default;

namespace {

constexpr std::size_t kMostSurveyors = 2;

Judgement Refused(std::string reason) { return {Judgement::Kind::kRefused, std::move(reason), std::nullopt, {}}; }

Judgement Conflict(std::string_view what, const std::string& key, const Message& message, Bytes other) {
  const std::string first = other.empty() ? std::string() : fmt::format(" (SHA-256 {})", ToHex(AsSpan(other)));
  return {Judgement::Kind::kConflict,
          fmt::format("{} {}: a second, different value (SHA-256 {}) for a key that the store has{}; one of the two "
                      "analyzers is wrong",
                      what, Printable(key), ToHex(message.hash), first),
          std::nullopt, std::move(other)};
}

}  // namespace

Result<void> Aggregator::Apply(const Record& record) {
  TRY_ASSIGN(const Judgement verdict, Judge(record));
  if (verdict.kind == Judgement::Kind::kApplied) return {};
  const bool release = record.from.topic == topics::kReleases && verdict.kind == Judgement::Kind::kConflict;
  return Fail(release ? ErrorKind::kInvalidArgument : ErrorKind::kCorrupt, verdict.reason);
}

Result<Judgement> Aggregator::Judge(const Record& record) {
  const Message& message = record.message;
  const auto judge = [&]() -> Result<Judgement> {
    if (const Result<void> sound = CheckHash(record); !sound) return Refused(sound.error().message);
    if (record.from.topic == topics::kFindings) return JudgeFinding(message);
    if (record.from.topic == topics::kTrees) return JudgeTree(message);
    if (record.from.topic == topics::kSources) return JudgeChunk(message);
    if (record.from.topic == topics::kReleases) return JudgeRelease(message);
    return Fail(ErrorKind::kInvalidArgument, fmt::format("the aggregator does not read {}", record.from.topic));
  };
  TRY_ASSIGN(Judgement verdict, judge());
  if (verdict.kind != Judgement::Kind::kApplied && record.from.topic == topics::kFindings)
    verdict.finding = FindingOfKey(message.key);
  return verdict;
}

Result<Judgement> Aggregator::JudgeTree(const Message& message) {
  const Result<TreeObject> tree = Decode<TreeObject>(message.value);
  if (!tree) return Refused(tree.error().message);
  if (TreeOidOf(tree->object) != tree->tree)
    return Refused(fmt::format("tree {}: its bytes are another tree's", tree->tree.Hex()));
  if (const auto entries = ParseTree(tree->object); !entries) return Refused(entries.error().message);
  TRY_ASSIGN(const PutOutcome outcome, store_.PutTree(*tree));
  ++(outcome == PutOutcome::kNew ? counts_.trees : counts_.duplicates);
  overlay_->Keep(*tree);
  for (auto& [name, waiting] : waiting_) waiting.missing.trees.erase(tree->tree);
  return Judgement{};
}

Result<Judgement> Aggregator::JudgeFinding(const Message& message) {
  const std::uint16_t analyzer = AnalyzerOfKey(message.key);
  if (analyzer > kAnalyzerVersion) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("a finding was made by an analyzer of version {}, and this aggregator reads version {}; "
                            "upgrade it: it goes on from there with a new store",
                            analyzer, kAnalyzerVersion));
  }
  if (analyzer != 0 && analyzer < kAnalyzerVersion) return Judgement{};  // of older rules: another key, nobody's here
  Result<BlobFinding> finding = Decode<BlobFinding>(message.value);
  if (!finding) return Refused(finding.error().message);
  const FindingKey key{finding->language, finding->blob};
  if (KeyOf(*finding) != message.key) return Refused("a finding under the key of another one");
  TRY_ASSIGN(const PutOutcome outcome, store_.PutFinding(key, message.value, message.hash));
  if (outcome == PutOutcome::kConflict) {
    TRY_ASSIGN(const FindingPtr first, store_.Finding(key));
    return Conflict("finding of blob", key.blob.Hex(), message, first ? Bytes(AsView(first->hash)) : Bytes());
  }
  ++(outcome == PutOutcome::kNew ? counts_.findings : counts_.duplicates);
  overlay_->Keep(key, {std::move(*finding), message.hash});
  for (auto& [name, waiting] : waiting_) waiting.missing.findings.erase(key);
  return Judgement{};
}

Result<Judgement> Aggregator::JudgeChunk(const Message& message) {
  const Result<SourceChunk> chunk = Decode<SourceChunk>(message.value);
  if (!chunk) return Refused(chunk.error().message);
  TRY_ASSIGN(const PutOutcome outcome, store_.PutChunk(*chunk));
  if (outcome == PutOutcome::kConflict) {
    // zstd of another version packs the same bytes otherwise. What the store has is the blob when it unpacks to its
    // oid.
    const Result<std::optional<Bytes>> sound = store_.Quote(chunk->blob);
    if (!sound || !*sound) return Conflict("source of blob", chunk->blob.Hex(), message, {});
  }
  ++(outcome == PutOutcome::kNew ? counts_.quotes : counts_.duplicates);
  for (auto& [name, waiting] : waiting_) {
    if (!waiting.demands.contains(chunk->blob)) continue;
    TRY_ASSIGN(const bool whole, store_.HasQuote(chunk->blob));
    if (whole) waiting.demands.erase(chunk->blob);
  }
  return Judgement{};
}

Result<Judgement> Aggregator::JudgeRelease(const Message& message) {
  const Result<ReleaseRecord> record = Decode<ReleaseRecord>(message.value);
  if (!record) return Refused(record.error().message);
  TRY_ASSIGN(const PutOutcome outcome, store_.PutRelease(*record));
  if (outcome == PutOutcome::kConflict) {
    // A tarball knows no commit and perhaps another date: the tree makes the release, and the first word on it stays.
    TRY_ASSIGN(const std::vector<StoredRelease> releases, store_.Releases());
    for (const StoredRelease& stored : releases) {
      if (stored.record.name != record->name || stored.record.root_tree != record->root_tree) continue;
      waiting_[record->name].record = stored.record;
      return Judgement{};
    }
    Judgement verdict;
    verdict.kind = Judgement::Kind::kConflict;
    verdict.reason = fmt::format(
        "release {} is in the store with another tree; a release never changes: give this one "
        "another name (SOURCE@NAME)",
        Printable(record->name));
    return verdict;
  }
  waiting_[record->name].record = *record;
  return Judgement{};
}

Result<void> Aggregator::Resume() {
  TRY_ASSIGN(const std::vector<StoredRelease> releases, store_.Releases());
  for (const StoredRelease& release : releases) {
    if (release.state != ReleaseState::kComplete) waiting_[release.record.name].record = release.record;
  }
  return {};
}

Result<ReleaseStatus> Aggregator::TryComplete(Waiting& waiting) {
  ReleaseStatus status;
  status.name = waiting.record.name;
  waiting.tried = true;
  const TreeOid root = waiting.record.root_tree;
  waiting.missing = {};
  TRY_ASSIGN(const std::optional<TreeFold> fold, folder_.Fold(root, waiting.missing));
  waiting.most = std::max<std::uint64_t>(waiting.most, waiting.missing.findings.size());
  for (const auto& [tree, sum] : folder_.TakeNew()) {
    TRY(store_.PutFold(tree, sum));
    ++counts_.folded;
  }
  status.missing_findings = waiting.missing.findings.size();
  status.missing_trees = waiting.missing.trees.size();
  status.blobs = waiting.most;
  if (!fold) return status;
  TRY_ASSIGN(const DeadLetter* dispute, Dispute(root));
  waiting.disputed = dispute != nullptr;
  if (waiting.disputed) return WordOn(waiting);

  // What is demanded follows from trees and findings, which are all there: asked once, it stays what it is.
  if (waiting.surveyor == nullptr) {
    TRY_ASSIGN(std::vector<FileRow> rust_files, RustFiles(*overlay_, root));
    TRY_ASSIGN(waiting.surveyor, ReleaseSurveyor::Open(*overlay_, root, std::move(rust_files), memory_));
    // While the surveyor's threads have the other processors.
    TRY_ASSIGN(waiting.digest, DigestOf(*overlay_, root));
    TRY_ASSIGN(const std::vector<BlobOid> demands, waiting.surveyor->Demands());
    for (const BlobOid blob : demands) {
      TRY_ASSIGN(const bool there, store_.HasQuote(blob));
      if (there) continue;
      waiting.demands.insert(blob);
      status.demands.push_back(blob);
    }
    if (!status.demands.empty()) {
      // It holds a whole release: of many that wait, only few may.
      if (waiting_.size() > kMostSurveyors) waiting.surveyor.reset();
      return status;
    }
  }

  TRY_ASSIGN(const Survey survey, waiting.surveyor->Finish());
  TRY(store_.PutSurvey(root, kRulesVersion, PackSurvey(survey)));
  TRY(store_.SetReleaseState(status.name, ReleaseState::kComplete, waiting.digest->hex, waiting.digest->blobs));
  status.state = ReleaseState::kComplete;
  status.digest = waiting.digest->hex;
  status.blobs = waiting.digest->blobs;
  return status;
}

bool Aggregator::HasUntried() const {
  return std::any_of(waiting_.begin(), waiting_.end(), [](const auto& each) { return !each.second.tried; });
}

bool Aggregator::CanSettle() const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [](const auto& each) { return each.second.tried && each.second.Ready(); });
}

Result<void> Aggregator::WorkAhead() {
  for (auto& [name, waiting] : waiting_) {
    if (waiting.surveyor != nullptr && !waiting.demands.empty()) TRY(waiting.surveyor->Prepare());
  }
  if (waiting_.empty() && !done_.empty()) {
    overlay_->Rest();
    folder_.Rest();
  }
  done_.clear();
  return {};
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
    if (complete) done_.push_back(std::move(it->second.surveyor));
    it = complete ? waiting_.erase(it) : std::next(it);
  }
  return statuses;
}

}  // namespace ferrotype
