#include "source/held_bytes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "source/blob_hash.h"
#include "support/recording_sink.h"

namespace ferrotype {
namespace {

using testing_support::RecordingSink;

constexpr std::uint64_t kOverhead = 256;

TEST(HeldBytes, GivesABlobOnceForEachTimeItWasHeld) {
  HeldBytes pool(1 << 20);
  RecordingSink sink;
  const StopFlag stop;
  const BlobOid oid = BlobOidOf("bytes");
  ASSERT_TRUE(pool.Hold(oid, "bytes", sink, stop));
  ASSERT_TRUE(pool.Hold(oid, "bytes", sink, stop));
  EXPECT_TRUE(pool.HoldAgain(oid));
  EXPECT_EQ(pool.used(), 5 + kOverhead);  // kept once
  for (int i = 0; i < 3; ++i) {
    const auto taken = pool.Take(oid);
    ASSERT_TRUE(taken) << i;
    EXPECT_EQ(taken->bytes, "bytes");
  }
  EXPECT_FALSE(pool.Take(oid));
  EXPECT_FALSE(pool.HoldAgain(oid));
  EXPECT_EQ(pool.used(), 0U);
}

TEST(HeldBytes, CountsBytesUntilTheLastHolderLetsGo) {
  HeldBytes pool(1 << 20);
  const BlobOid oid = BlobOidOf("x");
  pool.HoldRegardless(oid, "x");
  auto taken = pool.Take(oid);
  ASSERT_TRUE(taken);
  EXPECT_EQ(pool.used(), 1 + kOverhead);
  {
    const BlobBytes copy = *taken;
    taken.reset();
    EXPECT_EQ(pool.used(), 1 + kOverhead);
  }
  EXPECT_EQ(pool.used(), 0U);
}

TEST(HeldBytes, BytesOutliveThePool) {
  std::optional<BlobBytes> taken;
  {
    HeldBytes pool(1 << 20);
    pool.HoldRegardless(BlobOidOf("long lived"), "long lived");
    taken = pool.Take(BlobOidOf("long lived"));
  }
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->bytes, "long lived");
}

TEST(HeldBytes, FlushesTheSinkAndWaitsForRoom) {
  HeldBytes pool(1000);
  RecordingSink sink;
  const StopFlag stop;
  const std::string first(600, 'a');
  const std::string second(600, 'b');
  std::thread reader;
  // What was told goes out with the flush: only then somebody reads it.
  sink.on_flush = [&] { reader = std::thread([&] { EXPECT_TRUE(pool.Take(BlobOidOf(first))); }); };
  ASSERT_TRUE(pool.Hold(BlobOidOf(first), first, sink, stop));
  EXPECT_EQ(sink.flushes, 0);
  ASSERT_TRUE(pool.Hold(BlobOidOf(second), second, sink, stop));
  reader.join();
  EXPECT_EQ(sink.flushes, 1);
  EXPECT_FALSE(pool.Take(BlobOidOf(first)));
  EXPECT_TRUE(pool.Take(BlobOidOf(second)));
}

TEST(HeldBytes, LetsABlobAboveTheCapacityInWhenItIsAlone) {
  HeldBytes pool(1000);
  RecordingSink sink;
  const StopFlag stop;
  const std::string huge(5000, 'h');
  ASSERT_TRUE(pool.Hold(BlobOidOf(huge), huge, sink, stop));
  EXPECT_EQ(sink.flushes, 0);
  const auto taken = pool.Take(BlobOidOf(huge));
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->bytes.size(), 5000U);
}

TEST(HeldBytes, StopsWaitingWhenAsked) {
  HeldBytes pool(100);
  RecordingSink sink;
  StopFlag stop;
  ASSERT_TRUE(pool.Hold(BlobOidOf("a"), "a", sink, stop));
  sink.on_flush = [&] { stop.Request(); };
  const auto held = pool.Hold(BlobOidOf("b"), "b", sink, stop);
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().kind, ErrorKind::kCancelled);
}

TEST(HeldBytes, NeverHoldsMoreThanItsCapacityWhileThreadsRead) {
  constexpr std::uint64_t kCapacity = 64 * 1024;
  HeldBytes pool(kCapacity);
  RecordingSink sink;
  const StopFlag stop;
  constexpr int kBlobs = 2000;
  std::atomic<int> told = 0;
  std::atomic<int> next = 0;
  std::atomic<bool> too_much = false;
  const auto content = [](int i) { return std::to_string(i) + std::string(static_cast<std::size_t>(i % 4000), 'x'); };
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t) {
    readers.emplace_back([&] {
      for (int i = next++; i < kBlobs; i = next++) {
        while (told <= i) std::this_thread::yield();
        const auto taken = pool.Take(BlobOidOf(content(i)));
        EXPECT_TRUE(taken && taken->bytes == content(i)) << i;
        too_much = too_much || pool.used() > kCapacity;
      }
    });
  }
  for (int i = 0; i < kBlobs; ++i) {
    ASSERT_TRUE(pool.Hold(BlobOidOf(content(i)), content(i), sink, stop));
    ++told;
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_FALSE(too_much);
  EXPECT_EQ(pool.used(), 0U);
}

}  // namespace
}  // namespace ferrotype
