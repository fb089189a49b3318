// Names: of releases from a Makefile, of members of a tarball, of dates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "source/file.h"
#include "source/git_headers.h"
#include "source/makefile_version.h"
#include "source/member_path.h"
#include "source/release_name.h"

namespace ferrotype {
namespace {

using testing::HasSubstr;

TEST(ReleaseNameFromMakefile, IsWhatTheKernelCallsItself) {
  EXPECT_EQ(ReleaseNameFromMakefile(
                "# SPDX-License-Identifier: GPL-2.0\nVERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 13\nEXTRAVERSION =\n"
                "NAME = Baby Opossum Posse\n"),
            "v7.2.13");
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 0\nEXTRAVERSION =\n"), "v7.2");
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION = -rc2\n"), "v7.3-rc2");
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION=7\r\nPATCHLEVEL=2\r\nSUBLEVEL=1\r\n"), "v7.2.1");
}

TEST(ReleaseNameFromMakefile, GivesNothingForAnotherMakefile) {
  EXPECT_EQ(ReleaseNameFromMakefile(""), std::nullopt);
  EXPECT_EQ(ReleaseNameFromMakefile("all:\n\tcc main.c\n"), std::nullopt);
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION = 7\nPATCHLEVEL = 2\n"), std::nullopt);
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION = seven\nPATCHLEVEL = 2\nSUBLEVEL = 0\n"), std::nullopt);
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION = -7\nPATCHLEVEL = 2\nSUBLEVEL = 0\n"), std::nullopt);
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION = 7777777\nPATCHLEVEL = 2\nSUBLEVEL = 0\n"), std::nullopt);
  EXPECT_EQ(ReleaseNameFromMakefile("VERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 0\nEXTRAVERSION = ../../etc\n"),
            std::nullopt);
}

TEST(MemberPath, MakesAPathOfATree) {
  EXPECT_EQ(*MemberPath("linux-7.2/kernel/fork.c"), "linux-7.2/kernel/fork.c");
  EXPECT_EQ(*MemberPath("./linux-7.2//kernel/"), "linux-7.2/kernel");
  EXPECT_EQ(*MemberPath("."), "");
  EXPECT_EQ(*MemberPath("./"), "");
  EXPECT_EQ(*MemberPath("a/...b/..c"), "a/...b/..c");
}

TEST(MemberPath, RefusesWhatLeadsOut) {
  const auto trouble = [](const std::string& name) {
    const auto path = MemberPath(name);
    return path ? "accepted as " + *path : path.error().message;
  };
  EXPECT_THAT(trouble("/etc/passwd"), HasSubstr("absolute"));
  EXPECT_THAT(trouble("../x"), HasSubstr(".."));
  EXPECT_THAT(trouble("a/../../x"), HasSubstr(".."));
  EXPECT_THAT(trouble("a/.."), HasSubstr(".."));
  EXPECT_THAT(trouble("a/.git/config"), HasSubstr("repository"));
  EXPECT_THAT(trouble("a/.GIT/config"), HasSubstr("repository"));
  EXPECT_THAT(trouble(std::string(256, 'x')), HasSubstr("255 bytes"));
  EXPECT_THAT(trouble(std::string(5000, 'x')), HasSubstr("4096 bytes"));
  std::string deep;
  for (int i = 0; i < 600; ++i) deep += "d/";
  EXPECT_THAT(trouble(deep), HasSubstr("512"));
}

TEST(OnlyName, IsTheOnlyPatternOrNone) {
  const std::vector<std::string> none;
  const std::vector<std::string> one = {"v7.2.13-debian"};
  const std::vector<std::string> two = {"v7.2", "v7.3"};
  const std::vector<std::string> glob = {"v7.*"};
  EXPECT_EQ(*OnlyName("linux", none), std::nullopt);
  EXPECT_EQ(*OnlyName("linux", one), "v7.2.13-debian");
  EXPECT_EQ(OnlyName("linux", two).error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(OnlyName("linux", glob).error().kind, ErrorKind::kInvalidArgument);
}

TEST(UtcDate, CountsDaysFrom1970) {
  EXPECT_EQ(UtcDate(0), "1970-01-01");
  EXPECT_EQ(UtcDate(1709251199), "2024-02-29");
  EXPECT_EQ(UtcDate(1709251200), "2024-03-01");
  EXPECT_EQ(UtcDate(253402300799), "9999-12-31");
  EXPECT_EQ(UtcDate(253402300800), "");
  EXPECT_EQ(UtcDate(-1), "");
}

constexpr std::string_view kHex = "0123456789abcdef0123456789abcdef01234567";

TEST(GitHeads, ReadACommit) {
  const std::string commit = "tree " + std::string(kHex) +
                             "\nparent 1111111111111111111111111111111111111111\nauthor A <a@example.org> 1 +0000\n"
                             "committer C > D <c@example.org> 1759406400 +0200\ngpgsig x\n tree 22\n\ntree of lies\n";
  const auto head = ParseCommitHead(commit);
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(head->committed, 1759406400);
  EXPECT_EQ(head->tree.id[0], 0x01);
}

TEST(GitHeads, RefuseACommitWithoutTreeOrCommitter) {
  EXPECT_FALSE(ParseCommitHead(""));
  EXPECT_FALSE(ParseCommitHead("\n\ntree " + std::string(kHex)));
  EXPECT_FALSE(ParseCommitHead("tree " + std::string(kHex) + "\n\ncommitter C <c> 1 +0000\n"));
  EXPECT_FALSE(ParseCommitHead("tree 0123\ncommitter C <c> 1 +0000\n"));
  EXPECT_FALSE(ParseCommitHead("tree " + std::string(kHex) + "\ncommitter C <c> when\n"));
}

TEST(GitHeads, ReadATagWithAndWithoutTagger) {
  const auto tagged =
      ParseTagHead("object " + std::string(kHex) + "\ntype commit\ntag v7.2\ntagger T <t> 1759406400 -0700\n\nLinux\n");
  ASSERT_TRUE(tagged);
  EXPECT_EQ(tagged->tagged, 1759406400);
  const auto old =
      ParseTagHead("object " + std::string(kHex) + "\ntype tree\ntag v2.6.11-tree\n\nno tagger <t> 5 +0000\n");
  ASSERT_TRUE(old);
  EXPECT_EQ(old->tagged, std::nullopt);
  EXPECT_FALSE(ParseTagHead("type commit\n"));
}

}  // namespace
}  // namespace ferrotype
