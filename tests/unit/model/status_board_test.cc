#include "model/status_board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ferrotype {
namespace {

// The status topic, one line after the other.
class Topic {
 public:
  std::uint64_t Claim(const std::string& instance) {
    Put(Bytes(kClaimKey), Encode(ferrotype::Claim{instance, "aggregator@" + instance}));
    return static_cast<std::uint64_t>(records_.back().offset) + 1;
  }
  void Say(std::uint64_t epoch, std::uint64_t revision, ReleaseState state) {
    ReleaseStatus status;
    status.name = "v7.2";
    status.state = state;
    status.epoch = epoch;
    status.revision = revision;
    Put(KeyOf(status), Encode(status));
  }
  void Snapshot(std::uint64_t epoch, const std::string& id) {
    Put(Bytes(kSnapshotKey), Encode(SnapshotWord{id, {"v7.2"}, epoch, 1}));
  }
  [[nodiscard]] StatusBoard Read() const {
    StatusBoard board;
    for (const Record& record : records_) EXPECT_TRUE(board.Take(record));
    return board;
  }
  // As a compacted topic: the last record of each key.
  [[nodiscard]] StatusBoard ReadCompacted() const {
    std::map<Bytes, std::int64_t> last;
    for (const Record& record : records_) last[record.message.key] = record.offset;
    StatusBoard board;
    for (const Record& record : records_) {
      if (last[record.message.key] != record.offset) continue;
      EXPECT_TRUE(board.Take(record));
    }
    return board;
  }

 private:
  void Put(Bytes key, Bytes value) {
    const auto offset = static_cast<std::int64_t>(records_.size());
    records_.push_back({{"s", 0}, offset, offset + 1, MakeMessage(std::move(key), std::move(value))});
  }
  std::vector<Record> records_;
};

TEST(StatusBoard, TheLastWordCounts) {
  Topic topic;
  const auto epoch = topic.Claim("a");
  topic.Say(epoch, 1, ReleaseState::kWaiting);
  topic.Say(epoch, 2, ReleaseState::kComplete);
  EXPECT_EQ(topic.Read().releases().at("v7.2").state, ReleaseState::kComplete);
}

TEST(StatusBoard, AWordOfOneThatWasReplacedIsNotBelieved) {
  Topic topic;
  const auto first = topic.Claim("a");
  topic.Say(first, 1, ReleaseState::kWaiting);
  topic.Snapshot(first, "old");
  const auto second = topic.Claim("b");
  topic.Say(second, 1, ReleaseState::kComplete);
  topic.Snapshot(second, "new");
  topic.Say(first, 2, ReleaseState::kFailed);  // it was paused, and wakes
  topic.Snapshot(first, "older");
  const StatusBoard board = topic.Read();
  EXPECT_EQ(board.releases().at("v7.2").state, ReleaseState::kComplete);
  EXPECT_EQ(board.snapshot()->id, "new");
  EXPECT_EQ(board.claim()->instance, "b");
  EXPECT_TRUE(board.spoiled());  // compaction would keep the late one: it is to be said again
}

TEST(StatusBoard, WordsFromBeforeAClaimHoldUntilAnotherIsSaid) {
  Topic topic;
  topic.Say(topic.Claim("a"), 1, ReleaseState::kComplete);
  topic.Claim("b");
  EXPECT_EQ(topic.Read().releases().at("v7.2").state, ReleaseState::kComplete);
  EXPECT_EQ(topic.ReadCompacted().releases().at("v7.2").state, ReleaseState::kComplete);
}

TEST(StatusBoard, OfTwoThatWereSentAgainInAnotherOrderTheLaterOneCounts) {
  Topic topic;
  const auto epoch = topic.Claim("a");
  topic.Say(epoch, 2, ReleaseState::kComplete);
  topic.Say(epoch, 1, ReleaseState::kWaiting);
  EXPECT_EQ(topic.Read().releases().at("v7.2").state, ReleaseState::kComplete);
}

TEST(StatusBoard, SayingItAgainMendsWhatALateWordCovered) {
  Topic topic;
  const auto first = topic.Claim("a");
  const auto second = topic.Claim("b");
  topic.Say(second, 1, ReleaseState::kComplete);
  topic.Say(first, 7, ReleaseState::kWaiting);
  topic.Say(second, 2, ReleaseState::kComplete);
  EXPECT_FALSE(topic.Read().spoiled());
  EXPECT_EQ(topic.ReadCompacted().releases().at("v7.2").state, ReleaseState::kComplete);
}

}  // namespace
}  // namespace ferrotype
