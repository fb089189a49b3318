#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace ferrotype {
namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

TEST(ParseInt, TakesAWholeDecimalNumberAndNothingElse) {
  EXPECT_EQ(ParseInt("0"), 0);
  EXPECT_EQ(ParseInt("-17"), -17);
  EXPECT_EQ(ParseInt("9223372036854775807"), kMax);
  EXPECT_EQ(ParseInt("-9223372036854775808"), kMin);
  for (const char* no : {"", "-", "+1", " 1", "1 ", "1.0", "0x10", "9223372036854775808", "1e3"}) {
    EXPECT_EQ(ParseInt(no), std::nullopt) << no;
  }
}

TEST(FormatRatio, RoundsHalfAwayFromZero) {
  EXPECT_EQ(FormatRatio(1, 6, 2), "0.17");
  EXPECT_EQ(FormatRatio(5, 2, 0), "3");
  EXPECT_EQ(FormatRatio(-5, 2, 0), "-3");
  EXPECT_EQ(FormatRatio(5, -2, 0), "-3");
  EXPECT_EQ(FormatRatio(-5, -2, 0), "3");
  EXPECT_EQ(FormatRatio(1, 8, 2), "0.13");
  EXPECT_EQ(FormatRatio(100, 1, 1), "100.0");
  EXPECT_EQ(FormatRatio(1, 3, 9), "0.333333333");
}

TEST(FormatRatio, NeverPrintsAMinusBeforeZero) {
  EXPECT_EQ(FormatRatio(-1, 1000, 2), "0.00");
  EXPECT_EQ(FormatRatio(0, -5, 1), "0.0");
}

TEST(FormatRatio, IsExactAtTheEnds) {
  EXPECT_EQ(FormatRatio(kMax, 1, 0), "9223372036854775807");
  EXPECT_EQ(FormatRatio(kMin, 1, 9), "-9223372036854775808.000000000");
  EXPECT_EQ(FormatRatio(kMin, kMin, 3), "1.000");
  EXPECT_EQ(FormatRatio(7, 0, 2), "–");
}

TEST(GroupThousands, PutsCommas) {
  EXPECT_EQ(GroupThousands(0), "0");
  EXPECT_EQ(GroupThousands(999), "999");
  EXPECT_EQ(GroupThousands(1000), "1,000");
  EXPECT_EQ(GroupThousands(1234567), "1,234,567");
  EXPECT_EQ(GroupThousands(-123456), "-123,456");
  EXPECT_EQ(GroupThousands(-1234), "-1,234");
  EXPECT_EQ(GroupThousands(kMin), "-9,223,372,036,854,775,808");
}

TEST(Nearest, FindsTheNameThatWasMeant) {
  const std::vector<std::string> tags = {"v6.1", "v7.2", "v7.2.13", "v7.2.6"};
  EXPECT_EQ(Nearest("v7.2.12", tags), "v7.2.13");
  EXPECT_EQ(Nearest("7.2", tags), "v7.2");
  EXPECT_EQ(Nearest("v7.2.13", tags), "v7.2.13");
}

TEST(Nearest, SaysNothingWhenNothingIsNear) {
  const std::vector<std::string> verbs = {"analyze", "render"};
  EXPECT_EQ(Nearest("publish", verbs), std::nullopt);
  EXPECT_EQ(Nearest("", verbs), std::nullopt);
  EXPECT_EQ(Nearest("x", {}), std::nullopt);
  EXPECT_EQ(Nearest(std::string(100'000, 'a'), std::vector<std::string>{std::string(100'000, 'b')}), std::nullopt);
}

TEST(Split, KeepsEmptyParts) {
  using testing::ElementsAre;
  EXPECT_THAT(Split("a,b,,c", ','), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(Split("", ','), ElementsAre(""));
  EXPECT_THAT(Split(",", ','), ElementsAre("", ""));
}

TEST(GlobMatches, KnowsStarAndQuestionMarkOnly) {
  EXPECT_TRUE(GlobMatches("v7.*", "v7.2"));
  EXPECT_TRUE(GlobMatches("v7.*", "v7."));
  EXPECT_FALSE(GlobMatches("v7.*", "v17.2"));
  EXPECT_TRUE(GlobMatches("*", ""));
  EXPECT_TRUE(GlobMatches("*-rc?", "v7.2-rc3"));
  EXPECT_FALSE(GlobMatches("*-rc?", "v7.2-rc"));
  EXPECT_TRUE(GlobMatches("*debian", "next/v7-debian"));
  EXPECT_TRUE(GlobMatches("[a]", "[a]"));
  EXPECT_FALSE(GlobMatches("[a]", "a"));
  EXPECT_FALSE(GlobMatches("", "a"));
  EXPECT_TRUE(GlobMatches("", ""));
  EXPECT_TRUE(GlobMatches("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(GlobMatches("a*b*c", "a-b-b"));
}

TEST(GlobMatches, IsNotExponential) {
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "a*";
  EXPECT_FALSE(GlobMatches(pattern + "b", std::string(2000, 'a')));
}

TEST(Printable, LeavesWhatPeopleReadAndMarksWhatDeceives) {
  EXPECT_EQ(Printable("drivers/net/é/源码.rs"), "drivers/net/é/源码.rs");
  EXPECT_EQ(Printable("a\nb\x1b[31m"), "a\\u{000a}b\\u{001b}[31m");
  EXPECT_EQ(Printable("gpl\u202Etxt"), "gpl\\u{202e}txt");
  EXPECT_EQ(Printable("a\u200Bb\uFEFF"), "a\\u{200b}b\\u{feff}");
  EXPECT_EQ(Printable("x\xff\xc3"), "x\\xff\\xc3");
}

}  // namespace
}  // namespace ferrotype
