// What dead letters keep from releases, in words: which blobs, under which paths, and why.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "aggregator/aggregator.h"
#include "aggregator/tree_walk.h"
#include "base/text.h"
#include "model/dead_letter.h"
#include "model/language.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostNamed = 5;

// "blob 1234 (drivers/a.rs, samples/a.rs)", with the paths that can be told.
Result<std::string> Named(StoreReader& store, TreeOid root, const std::set<BlobOid>& blobs) {
  std::map<BlobOid, std::vector<std::string>> paths;
  const Result<void> walked = WalkTree(
      store, root, [](std::string_view, TreeOid) -> Result<bool> { return true; },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (IsFile(entry.mode) && blobs.contains(entry.AsBlob())) paths[entry.AsBlob()].push_back(path);
        return {};
      });
  // Trees may be missing as well; then it is told without paths.
  if (!walked && walked.error().kind != ErrorKind::kNotFound) return Unexpected(walked.error());
  std::string text;
  std::size_t named = 0;
  for (const BlobOid& blob : blobs) {
    if (named++ == kMostNamed) {
      text += fmt::format(" and {} more", blobs.size() - kMostNamed);
      break;
    }
    std::vector<std::string>& of_blob = paths[blob];
    for (std::string& path : of_blob) path = Printable(path);
    text += fmt::format("{}blob {}{}", text.empty() ? "" : ", ", blob.Hex(),
                        of_blob.empty() ? "" : fmt::format(" ({})", fmt::join(of_blob, ", ")));
  }
  return text;
}

}  // namespace

void Aggregator::Note(const DeadLetter& letter) {
  const std::string id = LetterId(letter);
  letters_.erase(id);
  if (letter.state == LetterState::kOpen || (letter.state == LetterState::kDropped && !letter.conflict)) {
    DeadLetter kept = letter;
    kept.value.clear();
    letters_.emplace(id, std::move(kept));
  }
  for (auto& [name, waiting] : waiting_) waiting.disputed = false;  // looked at anew
}

bool Aggregator::HasConflicts() const {
  return std::any_of(letters_.begin(), letters_.end(), [](const auto& each) { return each.second.conflict; });
}

// The open conflict about something that the release of `root`, which is all there, holds.
Result<const DeadLetter*> Aggregator::Dispute(TreeOid root) {
  std::map<FindingKey, const DeadLetter*> disputed;
  for (const auto& [id, letter] : letters_) {
    if (!letter.conflict) continue;
    for (const FindingKey& item : letter.items) disputed.emplace(item, &letter);
  }
  if (disputed.empty()) return nullptr;
  const DeadLetter* found = nullptr;
  TRY(ForEachTreeOnce(store_, root, [&](TreeOid, const std::vector<TreeEntry>& entries) -> Result<void> {
    for (const TreeEntry& entry : entries) {
      if (!IsFile(entry.mode)) continue;
      const auto dispute = disputed.find({LanguageOfName(entry.name), entry.AsBlob()});
      if (dispute != disputed.end()) found = dispute->second;
    }
    return {};
  }));
  return found;
}

// Why the release can't become complete by itself; empty when it can.
Result<std::string> Aggregator::Hole(const Waiting& waiting) {
  std::set<BlobOid> blobs;
  std::string reason;
  std::string ids;
  for (const auto& [id, letter] : letters_) {
    if (letter.conflict) continue;
    bool concerned = false;
    for (const FindingKey& item : letter.items) {
      const bool missing = letter.purpose == Purpose::kQuote ? waiting.demands.contains(item.blob)
                                                             : waiting.missing.findings.contains(item);
      if (!missing) continue;
      blobs.insert(item.blob);
      concerned = true;
    }
    if (!concerned) continue;
    ids += (ids.empty() ? "" : ", ") + id;
    if (reason.empty()) reason = letter.reason;
  }
  if (!blobs.empty()) {
    TRY_ASSIGN(const std::string named, Named(store_, waiting.record.root_tree, blobs));
    return fmt::format("{} missing: {}; dead letter {}: {}; mend the cause, then `ferrotype dead-letters retry`",
                       blobs.size() == 1 ? "a blob is" : fmt::format("{} blobs are", blobs.size()), named, ids, reason);
  }
  if (!waiting.disputed) return std::string();
  TRY_ASSIGN(const DeadLetter* dispute, Dispute(waiting.record.root_tree));
  if (dispute == nullptr) return std::string();
  std::set<BlobOid> about;
  for (const FindingKey& item : dispute->items) about.insert(item.blob);
  TRY_ASSIGN(const std::string named, Named(store_, waiting.record.root_tree, about));
  return fmt::format(
      "two values for {}: {}; dead letter {}. The first one stands: once it is known which analyzer was "
      "wrong, `ferrotype dead-letters drop` keeps it, or a new store and new topics replace it",
      named, dispute->reason, LetterId(*dispute));
}

Result<ReleaseStatus> Aggregator::WordOn(const Waiting& waiting) {
  ReleaseStatus status;
  status.name = waiting.record.name;
  status.missing_findings = waiting.missing.findings.size();
  status.missing_trees = waiting.missing.trees.size();
  status.blobs = waiting.most;
  status.demands.assign(waiting.demands.begin(), waiting.demands.end());
  if (!letters_.empty()) {
    TRY_ASSIGN(status.error, Hole(waiting));
  }
  if (!status.error.empty()) status.state = ReleaseState::kFailed;
  return status;
}

Result<std::vector<ReleaseStatus>> Aggregator::WaitingWords() {
  std::vector<ReleaseStatus> words;
  for (const auto& [name, waiting] : waiting_) {
    TRY_ASSIGN(ReleaseStatus word, WordOn(waiting));
    words.push_back(std::move(word));
  }
  return words;
}

Result<std::vector<ReleaseStatus>> Aggregator::Words() {
  TRY_ASSIGN(std::vector<ReleaseStatus> words, WaitingWords());
  TRY_ASSIGN(const std::vector<StoredRelease> releases, store_.Releases());
  for (const StoredRelease& release : releases) {
    if (release.state != ReleaseState::kComplete || waiting_.contains(release.record.name)) continue;
    ReleaseStatus word;
    word.name = release.record.name;
    word.state = ReleaseState::kComplete;
    word.digest = release.digest;
    word.blobs = release.blobs;
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace ferrotype
