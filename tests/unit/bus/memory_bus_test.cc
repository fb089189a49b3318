#include "bus/memory_bus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "support/bus_conformance.h"

namespace ferrotype {
namespace testing_support {
namespace {

class MemoryBusMaker : public BusMaker {
 public:
  std::string FreshTopic(std::int32_t partitions) override {
    const std::string name = "t" + std::to_string(topics_.size());
    topics_[name] = {partitions, 8U << 20U};
    return name;
  }
  Bus& bus() override {
    if (!bus_) bus_.emplace(topics_);
    return *bus_;
  }

 private:
  std::map<std::string, MemoryTopic, std::less<>> topics_;
  std::optional<MemoryBus> bus_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(InMemory, BusConformance, MemoryBusMaker);

}  // namespace
}  // namespace testing_support

namespace {

using std::chrono::milliseconds;

// What only this bus promises: its bounds.

TEST(MemoryBus, WhatIsHandedOverIsGivenOnceAndMakesRoom) {
  MemoryBus bus({{"t", {1, 10, true}}});
  auto reader = bus.Subscribe("g", {"t"}).value();
  ASSERT_TRUE(bus.Put("t", MakeMessage("k", "12345678")));
  std::atomic<bool> put = false;
  std::thread producer([&] {
    EXPECT_TRUE(bus.Put("t", MakeMessage("k", "second")));
    put = true;
  });
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_FALSE(put);
  const auto records = reader->Poll(1, milliseconds(1000)).value();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].message.value, "12345678");
  producer.join();
  // Nobody else can have the first, and that is said and not passed over.
  reader.reset();
  reader = bus.Subscribe("g", {"t"}).value();
  EXPECT_EQ(reader->Poll(1, milliseconds(1000)).error().kind, ErrorKind::kInternal);
  ASSERT_TRUE(reader->Commit({"t", 0}, 2));
  EXPECT_EQ(bus.Ranges("t").value()[0].begin, 2);
}

TEST(MemoryBus, PutWaitsWhileItsPartitionIsFull) {
  MemoryBus bus({{"t", {1, 10}}});
  const auto reader = bus.Subscribe("g", {"t"}).value();
  ASSERT_TRUE(bus.Put("t", MakeMessage("k", "12345678")));
  std::atomic<bool> put = false;
  std::thread producer([&] {
    EXPECT_TRUE(bus.Put("t", MakeMessage("k", "second")));
    put = true;
  });
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_FALSE(put);
  ASSERT_EQ(reader->Poll(1, milliseconds(1000))->size(), 1U);
  EXPECT_FALSE(put);  // read is not done with: it may have to be delivered again
  ASSERT_TRUE(reader->Commit({"t", 0}, 1));
  producer.join();
  EXPECT_TRUE(put);
}

TEST(MemoryBus, AMessageAboveTheBoundStandsAlone) {
  MemoryBus bus({{"t", {1, 4}}});
  const auto reader = bus.Subscribe("g", {"t"}).value();
  ASSERT_TRUE(bus.Put("t", MakeMessage("k", "far more than four bytes")));
  EXPECT_EQ(reader->Poll(1, milliseconds(0))->size(), 1U);
}

TEST(MemoryBus, CommitsNothingThatIsNotThere) {
  MemoryBus bus({{"t", {1, 4}}});
  const auto reader = bus.Subscribe("g", {"t"}).value();
  EXPECT_EQ(reader->Commit({"t", 0}, 7).error().kind, ErrorKind::kInvalidArgument);
}

}  // namespace
}  // namespace ferrotype
