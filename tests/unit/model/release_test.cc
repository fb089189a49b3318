#include "model/release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace ferrotype {
namespace {

using testing::ElementsAreArray;
using Names = std::vector<std::string>;

// "NAME" or "NAME (other series)"; "nothing".
std::string Compared(const std::string& name, const Names& measured) {
  const std::optional<Comparison> with = ComparedWith(name, measured);
  if (!with) return "nothing";
  return with->name + (with->other_series ? " (other series)" : "");
}

TEST(ParseKernelVersion, ReadsTheFormsOfKernelNames) {
  const auto v = ParseKernelVersion("v7.2.13-debian");
  ASSERT_TRUE(v);
  EXPECT_EQ(*v, (KernelVersion{7, 2, 13, 0, "debian"}));
  EXPECT_EQ(v->Series(), "7.2");
  EXPECT_EQ(ParseKernelVersion("v7.2"), (KernelVersion{7, 2, 0, 0, ""}));
  EXPECT_EQ(ParseKernelVersion("v7.2-rc3"), (KernelVersion{7, 2, 0, 3, ""}));
  EXPECT_EQ(ParseKernelVersion("v7.2-rc3-debian"), (KernelVersion{7, 2, 0, 3, "debian"}));
}

TEST(ParseKernelVersion, RefusesOtherForms) {
  for (const char* name : {"", "v", "7.2", "v7", "v7.", "v7.x", "v7.2.", "v7.2-", "v7.2-rc", "v7.2-rc0", "v7.2-rcx",
                           "v7.2x", "next-20261120", "v9999999.1", "v2.6.12.5", "V7.2", "v7.2.13 "}) {
    EXPECT_EQ(ParseKernelVersion(name), std::nullopt) << name;
  }
}

TEST(LineOf, TellsLinesApart) {
  EXPECT_EQ(LineOf("v7.2"), "mainline");
  EXPECT_EQ(LineOf("v7.2-rc3"), "rc");
  EXPECT_EQ(LineOf("v7.2.13"), "stable-7.2");
  EXPECT_EQ(LineOf("v7.2.13-debian"), "debian");
  EXPECT_EQ(LineOf("next-20261120"), "other");
  EXPECT_EQ(LineOf(""), "other");
}

TEST(ReleaseLess, OrdersByVersionNotByLetter) {
  const Names ordered = {"v6.1.192-debian", "v6.12",   "v7.2-rc9",       "v7.2-rc10", "v7.2", "v7.2.6",
                         "v7.2.6-debian",   "v7.2.13", "v7.2.13-debian", "v7.10",     "HEAD", "next-20261120"};
  Names shuffled(ordered.rbegin(), ordered.rend());
  std::sort(shuffled.begin(), shuffled.end(), ReleaseLess);
  EXPECT_THAT(shuffled, ElementsAreArray(ordered));
  for (const std::string& name : ordered) EXPECT_FALSE(ReleaseLess(name, name)) << name;
}

TEST(ComparedWith, TakesTheOneBeforeInItsSeries) {
  EXPECT_EQ(Compared("v7.2.13-debian", {"v6.1.192-debian", "v6.12.117-debian", "v7.2.13-debian", "v7.2.6-debian"}),
            "v7.2.6-debian");
  EXPECT_EQ(Compared("v7.2.2", {"v7.2", "v7.2.1", "v7.2.2", "v7.2.3"}), "v7.2.1");
  EXPECT_EQ(Compared("v7.2.1", {"v7.1", "v7.1.9", "v7.2"}), "v7.2");
  EXPECT_EQ(Compared("v7.2-rc2", {"v7.1", "v7.2-rc1", "v7.2"}), "v7.2-rc1");
}

TEST(ComparedWith, ElseTheNewestOfTheSeriesBefore) {
  EXPECT_EQ(Compared("v6.12.117-debian", {"v6.1.150-debian", "v6.1.192-debian", "v7.2.6-debian"}),
            "v6.1.192-debian (other series)");
  EXPECT_EQ(Compared("v7.2.1", {"v7.1", "v7.1.9", "v7.1.3"}), "v7.1.9 (other series)");
  EXPECT_EQ(Compared("v7.2-rc1", {"v7.1", "v7.1-rc5", "v7.1.9"}), "v7.1 (other series)");
}

TEST(ComparedWith, KeepsTheMainlineToTheMainline) {
  EXPECT_EQ(Compared("v7.2", {"v7.0", "v7.1", "v7.1.9", "v7.2-rc7"}), "v7.1 (other series)");
}

TEST(ComparedWith, KeepsOtherTreesToTheirOwn) {
  EXPECT_EQ(Compared("v7.2.13-debian", {"v7.2.12", "v7.2"}), "nothing");
  EXPECT_EQ(Compared("v7.2.13", {"v7.2.6-debian"}), "nothing");
}

TEST(ComparedWith, HasNothingForTheFirstAndForOtherNames) {
  EXPECT_EQ(Compared("v6.1", {"v6.1", "v6.2"}), "nothing");
  EXPECT_EQ(Compared("v6.1", {}), "nothing");
  EXPECT_EQ(Compared("next-20261120", {"next-20261119", "v7.2"}), "nothing");
}

TEST(ComparedWith, DoesNotDependOnTheOrderOfWhatWasMeasured) {
  Names measured = {"v7.1", "v7.1.9", "v7.2", "v7.2.1", "v7.2.10", "v7.2.9"};
  std::sort(measured.begin(), measured.end());
  do {
    ASSERT_EQ(Compared("v7.2.13", measured), "v7.2.10");
  } while (std::next_permutation(measured.begin(), measured.end()));
}

}  // namespace
}  // namespace ferrotype
