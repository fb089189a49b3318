// What every bus promises (model/bus.h), as one suite that runs on each implementation: Kafka's in
// tests/integration/kafka, the one in memory in tests/unit/bus.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "model/bus.h"

namespace ferrotype::testing_support {

/// A bus for one test, with fresh topics.
class BusMaker {
 public:
  virtual ~BusMaker() = default;
  /// Name of a topic with so many partitions, of which nobody has heard.
  virtual std::string FreshTopic(std::int32_t partitions) = 0;
  /// The same bus for all of a test's topics, made after them.
  virtual Bus& bus() = 0;
};

using std::chrono::milliseconds;

/// A subclass provides `maker_`.
template <typename Maker>
class BusConformance : public testing::Test {
 protected:
  // Polls until `count` records have come or nothing does for a long time.
  static std::vector<Record> Read(Consumer& consumer, std::size_t count) {
    std::vector<Record> all;
    for (int patience = 0; all.size() < count && patience < 200; ++patience) {
      const auto records = consumer.Poll(count - all.size(), milliseconds(100));
      if (!records) ADD_FAILURE() << records.error().message;
      if (!records) break;
      all.insert(all.end(), records->begin(), records->end());
    }
    return all;
  }
  static std::vector<std::string> Values(const std::vector<Record>& records) {
    std::vector<std::string> values;
    for (const Record& record : records) values.push_back(record.message.value);
    return values;
  }
  void Put(const std::string& topic, const std::string& key, const std::string& value) {
    const auto put = bus().Put(topic, MakeMessage(key, value));
    ASSERT_TRUE(put) << put.error().message;
  }
  void Flush() {
    const auto flushed = bus().Flush(std::chrono::seconds(30));
    ASSERT_TRUE(flushed) << flushed.error().message;
  }
  std::unique_ptr<Consumer> Subscribe(const std::string& group, const std::string& topic) {
    auto consumer = bus().Subscribe(group, {topic});
    EXPECT_TRUE(consumer) << consumer.error().message;
    return std::move(*consumer);
  }
  Bus& bus() { return maker_.bus(); }
  Maker maker_;
};

TYPED_TEST_SUITE_P(BusConformance);

TYPED_TEST_P(BusConformance, DeliversAKeysMessagesInOrderWithGrowingOffsets) {
  const std::string topic = this->maker_.FreshTopic(1);
  for (const char* value : {"a", "b", "c"}) this->Put(topic, "k", value);
  this->Flush();
  const auto reader = this->Subscribe(topic + "-g", topic);
  const auto records = this->Read(*reader, 3);
  EXPECT_THAT(this->Values(records), testing::ElementsAre("a", "b", "c"));
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].offset, 0);
  EXPECT_EQ(records[2].offset, 2);
  EXPECT_EQ(records[2].next_offset, 3);
  EXPECT_EQ(records[0].message.key, "k");
}

TYPED_TEST_P(BusConformance, AMessageArrivesWithItsHashAndVersion) {
  const std::string topic = this->maker_.FreshTopic(1);
  this->Put(topic, std::string("\0k\xFF", 3), std::string("\0\n\xFF", 3));
  this->Flush();
  const auto reader = this->Subscribe(topic + "-g", topic);
  const auto records = this->Read(*reader, 1);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].message.key, std::string("\0k\xFF", 3));
  EXPECT_EQ(records[0].message.value, std::string("\0\n\xFF", 3));
  EXPECT_EQ(records[0].message.hash, Sha256(records[0].message.value));
  EXPECT_EQ(records[0].message.version, kMessageVersion);
}

TYPED_TEST_P(BusConformance, AMessageOfManyMegabytesArrivesWhole) {
  const std::string topic = this->maker_.FreshTopic(1);
  std::string large;
  for (int i = 0; large.size() < (3U << 20U); ++i) large += std::to_string(i * 7919);
  this->Put(topic, "small", "before");
  this->Put(topic, "large", large);
  this->Put(topic, "small", "after");
  this->Flush();
  const auto reader = this->Subscribe(topic + "-g", topic);
  const auto records = this->Read(*reader, 3);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1].message.key, "large");
  EXPECT_TRUE(records[1].message.value == large);
  EXPECT_EQ(records[1].message.hash, Sha256(large));
  EXPECT_EQ(records[2].message.value, "after");
}

TYPED_TEST_P(BusConformance, AMessageOfNoBytesIsAMessage) {
  const std::string topic = this->maker_.FreshTopic(1);
  this->Put(topic, "k", "");
  this->Flush();
  const auto reader = this->Subscribe(topic + "-g", topic);
  EXPECT_THAT(this->Values(this->Read(*reader, 1)), testing::ElementsAre(""));
}

TYPED_TEST_P(BusConformance, PollsNoMoreThanAskedAndGoesOnWhereItStopped) {
  const std::string topic = this->maker_.FreshTopic(1);
  for (const char* value : {"a", "b", "c"}) this->Put(topic, "k", value);
  this->Flush();
  const auto reader = this->Subscribe(topic + "-g", topic);
  EXPECT_THAT(this->Values(this->Read(*reader, 2)), testing::ElementsAre("a", "b"));
  EXPECT_THAT(this->Values(this->Read(*reader, 1)), testing::ElementsAre("c"));
  const auto none = reader->Poll(10, milliseconds(0));
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
  EXPECT_THAT(reader->Lag(), testing::ElementsAre(testing::Pair(TopicPartition{topic, 0}, 0)));
}

TYPED_TEST_P(BusConformance, ALaterMemberGetsAgainWhatWasNotCommitted) {
  const std::string topic = this->maker_.FreshTopic(1);
  for (const char* value : {"a", "b", "c"}) this->Put(topic, "k", value);
  this->Flush();
  {
    const auto first = this->Subscribe(topic + "-g", topic);
    ASSERT_EQ(this->Read(*first, 3).size(), 3U);
    ASSERT_TRUE(first->Commit({topic, 0}, 1));
  }
  const auto second = this->Subscribe(topic + "-g", topic);
  EXPECT_THAT(this->Values(this->Read(*second, 2)), testing::ElementsAre("b", "c"));
  const auto committed = this->bus().Committed(topic + "-g", topic);
  ASSERT_TRUE(committed);
  EXPECT_THAT(*committed, testing::ElementsAre(testing::Pair(TopicPartition{topic, 0}, 1)));
}

TYPED_TEST_P(BusConformance, EachGroupReadsAll) {
  const std::string topic = this->maker_.FreshTopic(2);
  const auto one = this->Subscribe(topic + "-one", topic);
  const auto two = this->Subscribe(topic + "-two", topic);
  for (int i = 0; i < 10; ++i) this->Put(topic, std::to_string(i), "v");
  this->Flush();
  EXPECT_EQ(this->Read(*one, 10).size(), 10U);
  EXPECT_EQ(this->Read(*two, 10).size(), 10U);
}

TYPED_TEST_P(BusConformance, MembersShareThePartitionsAndTheOneThatLeavesIsReplaced) {
  const std::string topic = this->maker_.FreshTopic(4);
  const std::string group = topic + "-g";
  auto first = this->Subscribe(group, topic);
  const auto second = this->Subscribe(group, topic);
  // Both poll until each has a share.
  for (int i = 0; i < 300 && (first->Assigned().size() != 2 || second->Assigned().size() != 2); ++i) {
    ASSERT_TRUE(first->Poll(1, milliseconds(20)));
    ASSERT_TRUE(second->Poll(1, milliseconds(20)));
  }
  ASSERT_EQ(first->Assigned().size(), 2U);
  ASSERT_EQ(second->Assigned().size(), 2U);
  for (int i = 0; i < 40; ++i) this->Put(topic, std::to_string(i), std::to_string(i));
  this->Flush();
  // The first one dies with what it had read and not committed.
  std::set<std::string> seen;
  ASSERT_TRUE(first->Poll(100, milliseconds(1000)));
  first.reset();
  for (int patience = 0; seen.size() < 40 && patience < 300; ++patience) {
    const auto records = second->Poll(100, milliseconds(50));
    ASSERT_TRUE(records) << records.error().message;
    for (const Record& record : *records) seen.insert(record.message.value);
  }
  EXPECT_EQ(seen.size(), 40U);
  EXPECT_EQ(second->Assigned().size(), 4U);
}

TYPED_TEST_P(BusConformance, AFixedReaderBeginsWhereItIsTold) {
  const std::string topic = this->maker_.FreshTopic(1);
  for (const char* value : {"a", "b", "c", "d"}) this->Put(topic, "k", value);
  this->Flush();
  const auto reader = this->bus().Assign(topic + "-g", {{{topic, 0}, 2}});
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_THAT(this->Values(this->Read(**reader, 2)), testing::ElementsAre("c", "d"));
  EXPECT_THAT((*reader)->Assigned(), testing::ElementsAre(Position{{topic, 0}, 4}));
}

TYPED_TEST_P(BusConformance, APositionThatIsNoOffsetIsAnErrorNotAJump) {
  const std::string topic = this->maker_.FreshTopic(1);
  this->Put(topic, "k", "a");
  this->Flush();
  const auto reader = this->bus().Assign(topic + "-g", {{{topic, 0}, 50}});
  ASSERT_TRUE(reader) << reader.error().message;
  for (int patience = 0; patience < 100; ++patience) {
    const auto records = (*reader)->Poll(1, milliseconds(100));
    if (records) {
      ASSERT_TRUE(records->empty());
      continue;
    }
    EXPECT_EQ(records.error().kind, ErrorKind::kCorrupt);
    EXPECT_THAT(records.error().message, testing::HasSubstr(topic + "[0]"));
    return;
  }
  ADD_FAILURE() << "no error came";
}

TYPED_TEST_P(BusConformance, RangesSayWhatPartitionsHold) {
  const std::string topic = this->maker_.FreshTopic(3);
  std::vector<std::int64_t> put(3, 0);
  for (int i = 0; i < 20; ++i) {
    const std::string key = std::to_string(i);
    this->Put(topic, key, "v");
    ++put[static_cast<std::size_t>(PartitionOf(key, 3))];
  }
  this->Flush();
  const auto ranges = this->bus().Ranges(topic);
  ASSERT_TRUE(ranges) << ranges.error().message;
  ASSERT_EQ(ranges->size(), 3U);
  for (std::size_t p = 0; p < 3; ++p) {
    EXPECT_EQ((*ranges)[p].begin, 0);
    EXPECT_EQ((*ranges)[p].end, put[p]);
  }
}

TYPED_TEST_P(BusConformance, TurnsAreDealtOutEvenly) {
  const std::string topic = this->maker_.FreshTopic(3);
  for (std::uint32_t turn = 65'534; turn < 65'534 + 7; ++turn) {
    Message message = MakeMessage("the same key", "v");
    message.turn = turn;
    ASSERT_TRUE(this->bus().Put(topic, std::move(message)));
  }
  this->Flush();
  const auto ranges = this->bus().Ranges(topic);
  ASSERT_TRUE(ranges) << ranges.error().message;
  for (const PartitionRange& range : *ranges) EXPECT_EQ(range.end, range.at.partition == 65'534 % 3 ? 3 : 2);
}

TYPED_TEST_P(BusConformance, AKeysMessagesStayInOnePartition) {
  const std::string topic = this->maker_.FreshTopic(3);
  for (int i = 0; i < 30; ++i) this->Put(topic, std::to_string(i % 5), std::to_string(i));
  this->Flush();
  const auto reader = this->Subscribe(topic + "-g", topic);
  std::map<std::string, std::set<std::int32_t>> partitions;
  std::map<std::string, std::vector<int>> order;
  for (const Record& record : this->Read(*reader, 30)) {
    partitions[record.message.key].insert(record.from.partition);
    order[record.message.key].push_back(std::stoi(record.message.value));
  }
  EXPECT_EQ(partitions.size(), 5U);
  for (const auto& [key, places] : partitions) EXPECT_EQ(places.size(), 1U) << key;
  for (const auto& [key, values] : order) EXPECT_TRUE(std::is_sorted(values.begin(), values.end())) << key;
}

TYPED_TEST_P(BusConformance, RefusesWhatIsNotThere) {
  const std::string topic = this->maker_.FreshTopic(1);
  Bus& bus = this->bus();
  EXPECT_EQ(bus.Put("no-such-topic", MakeMessage("k", "v")).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(bus.Subscribe(topic + "-g", {"no-such-topic"}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(bus.Assign(topic + "-g", {{{topic, 7}, 0}}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(bus.Ranges("no-such-topic").error().kind, ErrorKind::kNotFound);
  const auto reader = this->Subscribe(topic + "-g", topic);
  EXPECT_EQ(reader->Commit({topic, 5}, 0).error().kind, ErrorKind::kInvalidArgument);
}

TYPED_TEST_P(BusConformance, CloseWakesWhoWaits) {
  const std::string topic = this->maker_.FreshTopic(1);
  const auto reader = this->Subscribe(topic + "-g", topic);
  std::thread consumer([&] {
    const auto records = reader->Poll(1, std::chrono::minutes(1));
    ASSERT_FALSE(records);
    EXPECT_EQ(records.error().kind, ErrorKind::kCancelled);
  });
  this->bus().Close();
  consumer.join();
  EXPECT_EQ(this->bus().Put(topic, MakeMessage("k", "v")).error().kind, ErrorKind::kCancelled);
}

TYPED_TEST_P(BusConformance, ManyProducersAndConsumersLoseNothing) {
  const std::string topic = this->maker_.FreshTopic(3);
  constexpr int kEach = 500;
  std::vector<std::unique_ptr<Consumer>> readers;
  for (int m = 0; m < 3; ++m) readers.push_back(this->Subscribe(topic + "-g", topic));
  std::vector<std::thread> threads;
  for (int p = 0; p < 2; ++p) {
    threads.emplace_back([this, &topic, p] {
      for (int i = 0; i < kEach; ++i) this->Put(topic, std::to_string(i), std::to_string(p * kEach + i));
      this->Flush();
    });
  }
  std::mutex mutex;
  std::set<std::string> seen;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const auto all = [&] {
    const std::scoped_lock lock(mutex);
    return seen.size() == 2U * kEach || std::chrono::steady_clock::now() > until;
  };
  for (const auto& reader : readers) {
    threads.emplace_back([&, raw = reader.get()] {
      while (!all()) {
        const auto records = raw->Poll(7, milliseconds(20));
        ASSERT_TRUE(records) << records.error().message;
        for (const Record& record : *records) {
          const std::scoped_lock lock(mutex);
          seen.insert(record.message.value);
        }
        std::map<TopicPartition, std::int64_t> done;
        for (const Record& record : *records) done[record.from] = record.next_offset;
        for (const auto& [at, next_offset] : done) EXPECT_TRUE(raw->Commit(at, next_offset));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(seen.size(), 2U * kEach);
}

REGISTER_TYPED_TEST_SUITE_P(BusConformance, DeliversAKeysMessagesInOrderWithGrowingOffsets,
                            AMessageArrivesWithItsHashAndVersion, AMessageOfManyMegabytesArrivesWhole,
                            AMessageOfNoBytesIsAMessage, PollsNoMoreThanAskedAndGoesOnWhereItStopped,
                            ALaterMemberGetsAgainWhatWasNotCommitted, EachGroupReadsAll,
                            MembersShareThePartitionsAndTheOneThatLeavesIsReplaced, AFixedReaderBeginsWhereItIsTold,
                            APositionThatIsNoOffsetIsAnErrorNotAJump, RangesSayWhatPartitionsHold,
                            TurnsAreDealtOutEvenly, AKeysMessagesStayInOnePartition, RefusesWhatIsNotThere,
                            CloseWakesWhoWaits, ManyProducersAndConsumersLoseNothing);

}  // namespace ferrotype::testing_support
