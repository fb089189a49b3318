// Which tags a watcher takes, and when it tries again.
#include <gtest/gtest.h>

#include "planner/backoff.h"
#include "planner/selection.h"

namespace ferrotype {
namespace {

bool Takes(std::string_view words, std::string_view tag) {
  const Result<TagSelection> selection = TagSelection::Parse(words);
  EXPECT_TRUE(selection) << words;
  return selection && selection->Takes(tag);
}

TEST(TagSelection, KnowsTheLinesOfKernels) {
  EXPECT_TRUE(Takes("mainline", "v7.2"));
  EXPECT_FALSE(Takes("mainline", "v7.2-rc1"));
  EXPECT_FALSE(Takes("mainline", "v7.2.1"));
  EXPECT_FALSE(Takes("mainline", "v7.2.1-debian"));
  EXPECT_TRUE(Takes("rc", "v7.2-rc1"));
  EXPECT_TRUE(Takes("stable", "v7.2.1"));
  EXPECT_FALSE(Takes("stable", "v7.2"));
  EXPECT_TRUE(Takes("mainline  stable", "v7.2.1"));
}

TEST(TagSelection, TakesGlobsAndLeavesOut) {
  EXPECT_TRUE(Takes("v7.*-debian", "v7.2.1-debian"));
  EXPECT_FALSE(Takes("v7.*-debian", "v6.2.1-debian"));
  EXPECT_FALSE(Takes("stable !v6.1.*", "v6.1.9"));
  EXPECT_TRUE(Takes("stable !v6.1.*", "v6.6.9"));
  EXPECT_FALSE(Takes("!rc", "v7.2-rc1"));
  EXPECT_TRUE(Takes("!rc", "v7.2"));
}

TEST(TagSelection, TakesAllWhenNothingIsSaid) {
  EXPECT_TRUE(Takes("", "anything"));
  EXPECT_TRUE(Takes("  ", "v7.2"));
}

TEST(TagSelection, TakesNothingOlderThanSince) {
  EXPECT_FALSE(Takes("mainline since:v6.1", "v6.0"));
  EXPECT_TRUE(Takes("mainline since:v6.1", "v6.1"));
  EXPECT_TRUE(Takes("mainline since:v6.1", "v7.0"));
  EXPECT_FALSE(Takes("since:v6.1", "next-20261120"));
  EXPECT_FALSE(TagSelection::Parse("since:yesterday"));
  EXPECT_FALSE(TagSelection::Parse("since:"));
}

TEST(Backoff, DoublesFromAMinuteUpToTheInterval) {
  EXPECT_EQ(BackoffSeconds(1, 3600, 0.999999), 59);
  EXPECT_EQ(BackoffSeconds(2, 3600, 0.999999), 119);
  EXPECT_EQ(BackoffSeconds(7, 3600, 0.999999), 3599);
  EXPECT_EQ(BackoffSeconds(1000, 3600, 0.999999), 3599);
  EXPECT_EQ(BackoffSeconds(1, 10, 0.0), 5);
}

TEST(Backoff, StaysBetweenAHalfAndTheWholeForAnyChance) {
  for (int failures = 0; failures < 70; ++failures) {
    for (int i = 0; i < 100; ++i) {
      const std::int64_t whole = BackoffSeconds(failures, 3600, 0.9999999);
      const std::int64_t wait = BackoffSeconds(failures, 3600, i / 100.0);
      EXPECT_LE(wait, whole);
      EXPECT_GE(wait, whole / 2);
    }
  }
  EXPECT_EQ(BackoffSeconds(1, 1, 0.0), 1) << "never not at all";
}

TEST(Duration, IsANumberWithAUnit) {
  EXPECT_EQ(ParseDuration("90s"), 90);
  EXPECT_EQ(ParseDuration("30m"), 1800);
  EXPECT_EQ(ParseDuration("1h"), 3600);
  EXPECT_EQ(ParseDuration("2d"), 172800);
  for (const std::string_view wrong : {"", "h", "1", "0s", "-1h", "1w", "1.5h", "99999999999d", "1h "})
    EXPECT_FALSE(ParseDuration(wrong)) << wrong;
}

}  // namespace
}  // namespace ferrotype
