// The clones that an analyzer reads: found by the name that work gives, filled tag by tag as work asks for them.

#include "source/clones.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "support/temp_dir.h"

namespace ferrotype {
namespace {

using testing::HasSubstr;
using testing_support::TempDir;

constexpr std::uint64_t kMost = 1000;

class ClonesTest : public testing::Test {
 protected:
  ClonesTest() {
    work_.Run("git init -q work && cd work && echo one > a && git add a && git commit -qm 1 && git tag v7.1");
  }

  Result<std::optional<BlobBytes>> Read(Clones& clones, const char* repository, const char* release, BlobOid blob) {
    return clones.OpenReader()->Read(repository, release, blob, kMost);
  }

  const TempDir work_;
  StopFlag stop_;
  const BlobOid one_{GitObjectId("blob", "one\n")};
};

TEST_F(ClonesTest, AnAddressMayHaveAName) {
  EXPECT_EQ(ParseCloneAddress("linux=/srv/a.git").name, "linux");
  EXPECT_EQ(ParseCloneAddress("linux=/srv/a.git").address, "/srv/a.git");
  EXPECT_EQ(ParseCloneAddress("/srv/linux.git").name, "linux");
  EXPECT_EQ(ParseCloneAddress("/srv/linux.git/").name, "linux");
  EXPECT_EQ(ParseCloneAddress("https://example.org/a/linux.git").name, "linux");
  EXPECT_EQ(ParseCloneAddress("https://example.org/linux.git?x=1").address, "https://example.org/linux.git?x=1");
}

TEST_F(ClonesTest, APathIsReadWhereItLies) {
  const auto clones = Clones::Open({{"linux", work_.path("work")}}, work_.path("clones"), stop_);
  ASSERT_TRUE(clones) << clones.error().message;
  EXPECT_EQ(Read(**clones, "linux", "v7.1", one_).value()->bytes, "one\n");
  const auto missing = Read(**clones, "linux", "v7.3", BlobOid{GitObjectId("blob", "three\n")});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(missing.error().message, HasSubstr("needed for v7.3"));
  EXPECT_THAT(missing.error().message, HasSubstr("fetch --tags"));
}

TEST_F(ClonesTest, OfAnAddressTheTagThatWorkNamesIsFetched) {
  const auto clones = Clones::Open({{"linux", "file://" + work_.path("work")}}, work_.path("clones"), stop_);
  ASSERT_TRUE(clones) << clones.error().message;
  EXPECT_EQ(Read(**clones, "linux", "v7.1", one_).value()->bytes, "one\n");
  EXPECT_EQ(work_.Run("git -C clones/linux.git tag"), "v7.1");
  const auto reader = (*clones)->OpenReader();
  EXPECT_EQ(reader->Read("linux", "v7.1", one_, kMost).value()->bytes, "one\n");
  // A release that appears while the analyzer runs.
  work_.Run("cd work && echo three > a && git commit -qam 3 && git tag v7.3");
  const BlobOid three{GitObjectId("blob", "three\n")};
  EXPECT_EQ(reader->Read("linux", "v7.3", three, kMost).value()->bytes, "three\n");
  EXPECT_EQ(reader->Read("linux", "v7.1", one_, kMost).value()->bytes, "one\n");
  EXPECT_EQ(work_.Run("git -C clones/linux.git tag"), "v7.1\nv7.3");
}

TEST_F(ClonesTest, WorkOfARepositoryThatIsNotHereSaysWhichAre) {
  work_.Run("git clone -q --bare work other.git");
  const auto clones =
      Clones::Open({{"linux", work_.path("work")}, {"next", work_.path("other.git")}}, work_.path("clones"), stop_);
  ASSERT_TRUE(clones) << clones.error().message;
  EXPECT_EQ(Read(**clones, "next", "v7.1", one_).value()->bytes, "one\n");
  const auto unknown = Read(**clones, "debian", "v7.1", one_);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("work is of repository debian"));
  EXPECT_THAT(unknown.error().message, HasSubstr("linux, next"));
}

TEST_F(ClonesTest, WhatIsNoRepositoryIsRefusedAtTheStart) {
  EXPECT_EQ(Clones::Open({{"linux", work_.path()}}, work_.path("clones"), stop_).error().kind,
            ErrorKind::kInvalidArgument);
  EXPECT_THAT(Clones::Open({}, work_.path("clones"), stop_).error().message, HasSubstr("name the repository"));
  EXPECT_THAT(
      Clones::Open({{"a", work_.path("work")}, {"a", work_.path("work")}}, work_.path("clones"), stop_).error().message,
      HasSubstr("two repositories are called a"));
}

}  // namespace
}  // namespace ferrotype
