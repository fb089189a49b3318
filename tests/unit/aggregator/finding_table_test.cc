#include "aggregator/finding_table.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace ferrotype {
namespace {

FindingKey Key(int i) {
  return {i % 2 == 0 ? Language::kC : Language::kRust, BlobOid{GitObjectId("blob", std::to_string(i / 2))}};
}

TEST(FindingTable, HoldsEachKeyOnceAndFindsNoOther) {
  FindingTable table;
  EXPECT_EQ(table.At(Key(0)), nullptr);
  constexpr int kMany = 5000;
  for (int i = 0; i < kMany; ++i) {
    auto finding = std::make_shared<StoredFinding>();
    finding->finding.bytes = static_cast<std::uint64_t>(i);
    table.Add(Key(i), finding);
    table.Add(Key(i), std::make_shared<StoredFinding>());  // the first stays
  }
  EXPECT_EQ(table.size(), static_cast<std::size_t>(kMany));
  for (int i = 0; i < kMany; ++i) {
    const FindingPtr* found = table.At(Key(i));
    ASSERT_NE(found, nullptr) << i;
    EXPECT_EQ((*found)->finding.bytes, static_cast<std::uint64_t>(i));
  }
  EXPECT_EQ(table.At(Key(kMany)), nullptr);
  table.Clear();
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.At(Key(0)), nullptr);
}

}  // namespace
}  // namespace ferrotype
