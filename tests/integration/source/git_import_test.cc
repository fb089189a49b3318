// Tarballs and directories in a bare repository; git is the judge.
#include "source/git_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/source/kernel_fixture.h"
#include "source/git_source.h"

namespace ferrotype {
namespace {

using namespace testing_support;  // NOLINT: fixtures of tests
using testing::HasSubstr;

Result<ImportedRelease> Import(const TempDir& dir, const std::string& repository, const std::string& path,
                               const std::string& date = "2026-10-01", const std::vector<std::string>& names = {}) {
  const auto source = Open(dir.path(path));
  const StopFlag stop;
  TRY_ASSIGN(std::vector<SourceRelease> releases, source->Releases(names));
  releases.front().date = date;
  return ImportRelease(dir.path(repository), *source, releases.front(), stop);
}

TEST(GitImport, MakesARepositoryThatGitFindsWhole) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run("tar -cJf linux.tar.xz linux");
  const auto imported = Import(dir, "bare.git", "linux.tar.xz");
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->name, "v7.2.13");
  EXPECT_TRUE(imported->fresh);
  EXPECT_EQ(CommitKernel(dir), imported->tree.Hex());
  EXPECT_EQ(dir.Run("git -C bare.git rev-parse 'v7.2.13^{tree}'"), imported->tree.Hex());
  EXPECT_EQ(dir.Run("git -C bare.git rev-parse v7.2.13"), imported->commit.Hex());
  EXPECT_EQ(dir.Run("git -C bare.git log -1 --format=%cI v7.2.13"), "2026-10-01T00:00:00+00:00");
  // Links' blobs too: who fetches wants them, though nobody analyzes them.
  dir.Run("git -C bare.git fsck --full --strict");
  dir.Run("git clone -q --bare file://$PWD/bare.git fetched.git");
  EXPECT_EQ(dir.Run("git -C fetched.git show v7.2.13:scripts/Makefile.link"), "../Makefile");
}

TEST(GitImport, IsTheSameByEitherDoorAndTwice) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run("tar -cf linux.tar linux");
  const auto tarball = Import(dir, "a.git", "linux.tar");
  const auto directory = Import(dir, "b.git", "linux");
  ASSERT_TRUE(tarball && directory);
  EXPECT_EQ(tarball->commit, directory->commit);
  const auto again = Import(dir, "a.git", "linux", "2026-11-11");  // the first word stands, with its date
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->fresh);
  EXPECT_EQ(again->commit, tarball->commit);
}

TEST(GitImport, TheNextReleaseBringsWhatIsNew) {
  const TempDir dir;
  WriteKernel(dir);
  const auto first = Import(dir, "bare.git", "linux");
  dir.Write("linux/drivers/net/a.c", "int a, b;\n");
  const auto refused = Import(dir, "bare.git", "linux");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(refused.error().message, HasSubstr("tag v7.2.13 is there with another tree"));
  const auto second = Import(dir, "bare.git", "linux", "2026-10-02", {"v7.2.14"});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(second->name, "v7.2.14");
  EXPECT_EQ(second->objects, 5U);  // a blob, three trees above it, the commit
  const auto opened = GitSource::Open(dir.path("bare.git"));
  ASSERT_TRUE(opened && *opened);
  EXPECT_THAT(NamesOf((*opened)->Releases({}).value()), testing::ElementsAre("v7.2.13", "v7.2.14"));
  dir.Run("git -C bare.git fsck --full --strict");
}

}  // namespace
}  // namespace ferrotype
