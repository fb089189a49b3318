// The services of a cluster over the bus in memory: what a real broker only makes slower. Real brokers: tests/e2e and
// tests/robustness.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "aggregator/service.h"
#include "analyzer/analyze.h"
#include "analyzer/service.h"
#include "bus/memory_bus.h"
#include "model/dead_letter.h"
#include "model/language.h"
#include "model/read_to_end.h"
#include "model/status_board.h"
#include "planner/service.h"
#include "store/sqlite_store.h"
#include "support/in_memory_tree.h"

namespace ferrotype {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::InMemoryTree;

const std::map<std::string, std::string> kKernel = {
    {"Makefile", "VERSION = 7\n"},
    {"rust/kernel/lib.rs", "//! docs\npub mod net;\n"},
    {"rust/kernel/net.rs", "// SAFETY: none\nunsafe fn f() {}\n"},
    {"drivers/net/phy/ax.c", "int probe(void) { return 0; }\n"},
    {"drivers/gpu/a.c", "int x;\n"},
    {"drivers/gpu/b.c", "int x;\n"},
};

/// A release made of a map.
class InMemorySource : public Source {
 public:
  explicit InMemorySource(const InMemoryTree& tree) : tree_(tree) {}

  Result<std::vector<SourceRelease>> Releases(std::span<const std::string>) override {
    return std::vector<SourceRelease>{{"v7.2", tree_.root(), std::nullopt, "2026-11-20"}};
  }
  Result<SourceRelease> Walk(const SourceRelease& release, TreeSink& sink, const StopFlag&) override {
    for (const auto& [oid, object] : tree_.trees()) {
      if (!sink.KnowsTree(oid)) TRY(sink.Tree(oid, object));
    }
    for (const auto& [name, blob] : tree_.files()) {
      const Language language = LanguageOfName(name.substr(name.rfind('/') + 1));
      if (!sink.KnowsBlob(language, blob)) TRY(sink.Blob(language, blob, tree_.blobs().at(blob).size()));
    }
    return release;
  }
  Result<void> Recall(std::span<const BlobOid>, const StopFlag&) override { return {}; }
  Result<std::unique_ptr<BlobReader>> OpenReader() override { return Fail(ErrorKind::kInternal, "unused"); }

 private:
  const InMemoryTree& tree_;
};

/// A clone that may lack blobs.
class InMemoryClone : public WorkReader {
 public:
  explicit InMemoryClone(const InMemoryTree& tree) : tree_(tree) {}
  Result<std::optional<BlobBytes>> Read(const WorkBatch&, BlobOid blob, std::uint64_t) override {
    if (missing.contains(blob)) return Fail(ErrorKind::kNotFound, "object " + blob.Hex() + " is missing");
    return BlobBytes{tree_.blobs().at(blob), nullptr};
  }
  std::set<BlobOid> missing;

 private:
  const InMemoryTree& tree_;
};

std::map<std::string, MemoryTopic, std::less<>> AllTopicsInMemory() {
  constexpr std::size_t kMiB = 1U << 20U;
  std::map<std::string, MemoryTopic, std::less<>> all;
  for (const std::string_view topic : {topics::kWork, topics::kTrees, topics::kFindings, topics::kSources})
    all[std::string(topic)] = {3, 16 * kMiB};
  for (const std::string_view topic : {topics::kReleases, topics::kStatus, topics::kDeadLetters})
    all[std::string(topic)] = {1, 16 * kMiB};
  return all;
}

class ServicesTest : public testing::Test {
 protected:
  ServicesTest() {
    // A reader that never commits keeps the bus from letting go of what was applied: as compacted topics keep it.
    std::vector<std::string> all;
    for (const auto& [name, topic] : AllTopicsInMemory()) all.push_back(name);
    keeper_ = bus_.Subscribe("keeper", all).value();
  }
  ~ServicesTest() override { StopAll(); }

  void StartAggregator(Store& store) {
    AggregatorSettings settings;
    settings.bus_id = "memory";
    settings.service = "aggregator@test";
    const std::size_t number = instances_++;
    settings.instance = std::to_string(number);
    settings.watch = [this, number](const AggregatorState& state) { complete_[number] = state.complete == 1; };
    threads_.emplace_back([this, &store, settings] {
      const auto ran = RunAggregatorService(bus_, store, settings, stop_);
      EXPECT_TRUE(ran) << ran.error().message;
    });
  }

  void StartAnalyzer(WorkReader& clone) {
    threads_.emplace_back([this, &clone] {
      const auto work = bus_.Subscribe(groups::kAnalyzers, {std::string(topics::kWork)}).value();
      AnalyzerSettings settings;
      settings.carry_on = true;
      settings.pause_before_retry = milliseconds(20);
      settings.batches_per_commit = 4;
      settings.service = "analyzer@test";
      const auto ran = RunAnalyzer(bus_, *work, clone, settings, counts_, stop_);
      EXPECT_TRUE(ran) << ran.error().message;
    });
  }

  // Until all is complete or has failed.
  Result<void> Plan(const InMemoryTree& tree) {
    InMemorySource source(tree);
    PlannerServiceSettings settings;
    settings.work.repository = "linux";
    settings.work.announced = true;
    settings.work.analyzer = kAnalyzerVersion;
    settings.work.batch_blobs = 2;
    settings.once = true;
    settings.failed_for = milliseconds(1'000);
    return RunPlanner(bus_, source, [&] { return source.Releases({}); }, settings, stop_);
  }

  void StopAll() {
    stop_.Request();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  ReleaseStatus StatusNow() {
    Progress progress;
    StatusBoard board;
    const StopFlag stop;
    EXPECT_TRUE(ReadToEnd(bus_, groups::kVisitor, {topics::kStatus}, progress, stop,
                          [&](const Record& record) { return board.Take(record); }));
    const auto found = board.releases().find("v7.2");
    return found == board.releases().end() ? ReleaseStatus() : found->second;
  }

  ReleaseStatus WaitFor(ReleaseState state) {
    ReleaseStatus status = StatusNow();
    for (int patience = 0; status.state != state && patience < 400; ++patience) {
      std::this_thread::sleep_for(milliseconds(25));
      status = StatusNow();
    }
    EXPECT_EQ(status.state, state) << status.error;
    return status;
  }

  std::vector<DeadLetter> Letters() {
    Progress progress;
    std::vector<DeadLetter> letters;
    const StopFlag stop;
    EXPECT_TRUE(ReadToEnd(bus_, groups::kVisitor, {topics::kDeadLetters}, progress, stop, [&](const Record& record) {
      letters.push_back(Decode<DeadLetter>(record.message.value).value());
      return Result<void>();
    }));
    return letters;
  }

  void Put(std::string_view topic, Message message) { ASSERT_TRUE(bus_.Put(topic, std::move(message))); }

  static std::string DigestIn(Store& store) {
    const auto releases = store.Releases().value();
    return releases.empty() ? "" : releases.front().digest;
  }

  const InMemoryTree kernel_{kKernel};
  MemoryBus bus_{AllTopicsInMemory()};
  std::unique_ptr<Consumer> keeper_;
  InMemoryClone clone_{kernel_};
  std::unique_ptr<Store> store_ = OpenMemoryStore().value();
  AnalyzerCounts counts_;
  StopFlag stop_;
  std::size_t instances_ = 0;
  std::array<std::atomic<bool>, 4> complete_{};
  std::vector<std::thread> threads_;
};

TEST_F(ServicesTest, AReleaseBecomesCompleteWithManyAnalyzersAndAStandby) {
  const auto standby = OpenMemoryStore().value();
  StartAggregator(*store_);
  StartAggregator(*standby);
  for (int i = 0; i < 3; ++i) StartAnalyzer(clone_);
  const auto planned = Plan(kernel_);
  EXPECT_TRUE(planned) << planned.error().message;
  const ReleaseStatus status = StatusNow();
  EXPECT_EQ(status.state, ReleaseState::kComplete);
  // The standby comes to the same by itself.
  for (int patience = 0; !complete_[1] && patience < 400; ++patience) std::this_thread::sleep_for(milliseconds(25));
  StopAll();
  EXPECT_EQ(DigestIn(*store_), status.digest);
  EXPECT_EQ(DigestIn(*standby), status.digest);
  EXPECT_EQ(status.digest.size(), 64U);
}

TEST_F(ServicesTest, ABlobThatNobodyCanReadIsAHoleThatNamesItsPaths) {
  const BlobOid shared{GitObjectId("blob", "int x;\n")};
  clone_.missing = {shared};
  StartAggregator(*store_);
  StartAnalyzer(clone_);
  const auto planned = Plan(kernel_);
  ASSERT_FALSE(planned);
  EXPECT_THAT(planned.error().message, HasSubstr("v7.2"));
  const ReleaseStatus status = WaitFor(ReleaseState::kFailed);
  EXPECT_THAT(status.error, HasSubstr("blob " + shared.Hex() + " (drivers/gpu/a.c, drivers/gpu/b.c)"));
  EXPECT_THAT(status.error, HasSubstr("is missing"));
  const auto letters = Letters();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].topic, topics::kWork);
  EXPECT_EQ(letters[0].tries, kMostAttempts);
  EXPECT_THAT(letters[0].items, ElementsAre(FindingKey{Language::kC, shared}));
  EXPECT_EQ(Decode<WorkBatch>(letters[0].value)->items, letters[0].items);  // the original bytes
}

TEST_F(ServicesTest, WhatIsRetriedAfterItWasMendedCompletesTheRelease) {
  clone_.missing = {BlobOid{GitObjectId("blob", "int x;\n")}};
  StartAggregator(*store_);
  StartAnalyzer(clone_);
  ASSERT_FALSE(Plan(kernel_));
  DeadLetter letter = Letters().at(0);
  clone_.missing.clear();
  Put(letter.topic, MakeMessage(letter.key, letter.value));
  letter.state = LetterState::kRetried;
  Put(topics::kDeadLetters, MessageOf(letter));
  // The planner that sees the findings come asks for what pages quote.
  ASSERT_TRUE(Plan(kernel_));
  EXPECT_EQ(WaitFor(ReleaseState::kComplete).digest.size(), 64U);
}

TEST_F(ServicesTest, ASecondValueForAKeyStopsTheReleaseAndNamesBothUntilItIsDropped) {
  // An analyzer that is wrong was first.
  const BlobOid blob{GitObjectId("blob", "VERSION = 7\n")};
  Analyzer analyzer;
  BlobFinding wrong = analyzer.Analyze(Language::kMakefile, blob, "VERSION = 7\n");
  const Bytes right = Encode(wrong);
  wrong.lines.code += 1;
  Message first = MakeMessage(KeyOf(wrong), right);
  first.writer = "analyzer@right:1";
  Message second = MakeMessage(KeyOf(wrong), Encode(wrong));
  second.writer = "analyzer@wrong:1";
  const std::string hashes[] = {ToHex(first.hash), ToHex(second.hash)};
  Put(topics::kFindings, std::move(first));
  Put(topics::kFindings, std::move(second));
  StartAggregator(*store_);
  StartAnalyzer(clone_);
  ASSERT_FALSE(Plan(kernel_));
  const ReleaseStatus status = WaitFor(ReleaseState::kFailed);
  EXPECT_THAT(status.error, HasSubstr(hashes[0]));
  EXPECT_THAT(status.error, HasSubstr(hashes[1]));
  EXPECT_THAT(status.error, HasSubstr("the first was written by analyzer@right:1 (ferrotype.findings["));
  EXPECT_THAT(status.error, HasSubstr("] offset 0), the second by analyzer@wrong:1 (offset 1)"));
  EXPECT_THAT(status.error, HasSubstr("(Makefile)"));
  DeadLetter letter = Letters().at(0);
  EXPECT_TRUE(letter.conflict);
  EXPECT_EQ(letter.other_writer, "analyzer@right:1");
  EXPECT_EQ(letter.other_offset, 0);
  EXPECT_EQ(letter.message_writer, "analyzer@wrong:1");
  letter.state = LetterState::kDropped;
  Put(topics::kDeadLetters, MessageOf(letter));
  ASSERT_TRUE(Plan(kernel_));
  EXPECT_EQ(WaitFor(ReleaseState::kComplete).state, ReleaseState::kComplete);
}

TEST_F(ServicesTest, AMessageThatIsNotWhatItsHashSaysHoldsUpNobody) {
  Message broken = MakeMessage("anything", "else");
  broken.value += "!";
  Put(topics::kTrees, broken);
  Put(topics::kWork, broken);
  StartAggregator(*store_);
  StartAnalyzer(clone_);
  const auto planned = Plan(kernel_);
  EXPECT_TRUE(planned) << planned.error().message;
  std::set<std::string> from;
  for (const DeadLetter& letter : Letters()) {
    from.insert(letter.topic);
    EXPECT_EQ(letter.value, "else!");
  }
  EXPECT_THAT(from, ElementsAre("ferrotype.trees", "ferrotype.work"));
}

TEST_F(ServicesTest, AStoreIsMadeAgainFromTheTopicsAlone) {
  StartAggregator(*store_);
  StartAnalyzer(clone_);
  ASSERT_TRUE(Plan(kernel_));
  const std::string digest = StatusNow().digest;
  StopAll();
  const auto again = OpenMemoryStore().value();
  StopFlag stop;
  std::atomic<bool> complete = false;
  AggregatorSettings settings;
  settings.bus_id = "memory";
  settings.instance = "again";
  settings.watch = [&](const AggregatorState& state) { complete = state.complete == 1; };
  std::thread thread([&] { EXPECT_TRUE(RunAggregatorService(bus_, *again, settings, stop)); });
  for (int patience = 0; !complete && patience < 400; ++patience) std::this_thread::sleep_for(milliseconds(25));
  stop.Request();
  thread.join();
  EXPECT_EQ(DigestIn(*again), digest);
}

TEST_F(ServicesTest, AWorkOfANewerVersionIsLeftToOthers) {
  WorkBatch batch;
  batch.repository = "linux";
  batch.analyzer = kAnalyzerVersion + 1;
  Put(topics::kWork, MakeMessage("k", Encode(batch)));
  const auto work = bus_.Subscribe(groups::kAnalyzers, {std::string(topics::kWork)}).value();
  AnalyzerSettings settings;
  settings.carry_on = true;
  const auto ran = RunAnalyzer(bus_, *work, clone_, settings, counts_, stop_);
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(ran.error().message, HasSubstr("upgrade this analyzer"));
  EXPECT_TRUE(bus_.Committed(groups::kAnalyzers, topics::kWork)->empty());
}

TEST_F(ServicesTest, AMessageOfANewerProgramStopsWhoeverReadsIt) {
  Message message = MakeMessage("k", "v");
  message.version = kMessageVersion + 1;
  Put(topics::kFindings, message);
  AggregatorSettings settings;
  settings.instance = "a";
  const auto ran = RunAggregatorService(bus_, *store_, settings, stop_);
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(ran.error().message, HasSubstr("ferrotype.findings"));
  EXPECT_THAT(ran.error().message, HasSubstr("upgrade"));
}

}  // namespace
}  // namespace ferrotype
