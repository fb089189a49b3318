#include "bus/memory_bus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace ferrotype {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds kNow(0);

std::vector<std::string> Values(const Result<std::vector<Record>>& records) {
  std::vector<std::string> values;
  for (const Record& record : records.value()) values.push_back(record.message.value);
  return values;
}

MemoryBus OneTopic(std::int32_t partitions = 1, std::size_t bytes = 1000) {
  return MemoryBus({{"t", {partitions, bytes}}});
}

TEST(MemoryBus, DeliversAKeysMessagesInOrderWithGrowingOffsets) {
  MemoryBus bus = OneTopic();
  bus.Join("g", {"t"}, 1);
  for (const char* value : {"a", "b", "c"}) ASSERT_TRUE(bus.Put("t", MakeMessage("k", value)));
  const auto records = bus.Poll("g", 0, 10, kNow);
  EXPECT_THAT(Values(records), ElementsAre("a", "b", "c"));
  EXPECT_EQ(records->front().offset, 0);
  EXPECT_EQ(records->back().offset, 2);
}

TEST(MemoryBus, PollsNoMoreRecordsThanAskedAndGoesOnWhereItStopped) {
  MemoryBus bus = OneTopic();
  bus.Join("g", {"t"}, 1);
  for (const char* value : {"a", "b", "c"}) ASSERT_TRUE(bus.Put("t", MakeMessage("k", value)));
  EXPECT_THAT(Values(bus.Poll("g", 0, 2, kNow)), ElementsAre("a", "b"));
  EXPECT_THAT(Values(bus.Poll("g", 0, 2, kNow)), ElementsAre("c"));
  EXPECT_THAT(Values(bus.Poll("g", 0, 2, kNow)), IsEmpty());
}

TEST(MemoryBus, DeliversAgainWhatWasNotCommitted) {
  MemoryBus bus = OneTopic();
  bus.Join("g", {"t"}, 1);
  for (const char* value : {"a", "b", "c"}) ASSERT_TRUE(bus.Put("t", MakeMessage("k", value)));
  ASSERT_EQ(Values(bus.Poll("g", 0, 3, kNow)).size(), 3U);
  ASSERT_TRUE(bus.Commit("g", {"t", 0}, 1));
  bus.Rejoin("g", 0);
  EXPECT_THAT(Values(bus.Poll("g", 0, 3, kNow)), ElementsAre("b", "c"));
}

TEST(MemoryBus, EachGroupReadsAllMembersShare) {
  MemoryBus bus = OneTopic(4);
  bus.Join("all", {"t"}, 1);
  bus.Join("shared", {"t"}, 2);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(bus.Put("t", MakeMessage(std::to_string(i), std::to_string(i))));
  EXPECT_EQ(Values(bus.Poll("all", 0, 100, kNow)).size(), 20U);
  const auto first = Values(bus.Poll("shared", 0, 100, kNow));
  const auto second = Values(bus.Poll("shared", 1, 100, kNow));
  std::set<std::string> both(first.begin(), first.end());
  both.insert(second.begin(), second.end());
  EXPECT_EQ(both.size(), 20U);
  EXPECT_EQ(first.size() + second.size(), 20U);
}

TEST(MemoryBus, PutWaitsWhileItsPartitionIsFull) {
  MemoryBus bus = OneTopic(1, 10);
  bus.Join("g", {"t"}, 1);
  ASSERT_TRUE(bus.Put("t", MakeMessage("k", "12345678")));
  std::atomic<bool> put = false;
  std::thread producer([&] {
    EXPECT_TRUE(bus.Put("t", MakeMessage("k", "second")));
    put = true;
  });
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_FALSE(put);
  ASSERT_EQ(Values(bus.Poll("g", 0, 1, milliseconds(1000))).size(), 1U);
  EXPECT_FALSE(put);  // read is not done with: it may have to be delivered again
  ASSERT_TRUE(bus.Commit("g", {"t", 0}, 1));
  producer.join();
  EXPECT_TRUE(put);
}

TEST(MemoryBus, AMessageAboveTheBoundStandsAlone) {
  MemoryBus bus = OneTopic(1, 4);
  bus.Join("g", {"t"}, 1);
  ASSERT_TRUE(bus.Put("t", MakeMessage("k", "far more than four bytes")));
  EXPECT_EQ(Values(bus.Poll("g", 0, 1, kNow)).size(), 1U);
}

TEST(MemoryBus, CloseWakesWhoWaits) {
  MemoryBus bus = OneTopic();
  bus.Join("g", {"t"}, 1);
  std::thread consumer([&] {
    const auto records = bus.Poll("g", 0, 1, std::chrono::minutes(1));
    ASSERT_FALSE(records);
    EXPECT_EQ(records.error().kind, ErrorKind::kCancelled);
  });
  bus.Close();
  consumer.join();
  EXPECT_EQ(bus.Put("t", MakeMessage("k", "v")).error().kind, ErrorKind::kCancelled);
}

TEST(MemoryBus, RefusesWhatIsNotThere) {
  MemoryBus bus = OneTopic();
  bus.Join("g", {"t"}, 1);
  EXPECT_EQ(bus.Put("other", MakeMessage("k", "v")).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(bus.Poll("other", 0, 1, kNow).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(bus.Commit("g", {"t", 0}, 7).error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(bus.Commit("g", {"t", 5}, 0).error().kind, ErrorKind::kInvalidArgument);
}

TEST(MemoryBus, ManyProducersAndConsumersLoseNothing) {
  MemoryBus bus = OneTopic(3, 200);
  bus.Join("g", {"t"}, 3);
  constexpr int kEach = 500;
  std::vector<std::thread> threads;
  for (int p = 0; p < 2; ++p) {
    threads.emplace_back([&bus, p] {
      for (int i = 0; i < kEach; ++i)
        EXPECT_TRUE(bus.Put("t", MakeMessage(std::to_string(i), std::to_string(p * kEach + i))));
    });
  }
  std::mutex mutex;
  std::set<std::string> seen;
  std::atomic<int> count = 0;
  for (std::size_t m = 0; m < 3; ++m) {
    threads.emplace_back([&, m] {
      while (count < 2 * kEach) {
        const auto records = bus.Poll("g", m, 7, milliseconds(20));
        for (const Record& record : *records) {
          const std::scoped_lock lock(mutex);
          EXPECT_TRUE(seen.insert(record.message.value).second);
          ++count;
        }
        for (const Record& record : *records) EXPECT_TRUE(bus.Commit("g", record.from, record.offset + 1));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(seen.size(), 2U * kEach);
}

}  // namespace
}  // namespace ferrotype
