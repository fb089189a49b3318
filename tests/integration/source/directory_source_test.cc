#include "source/directory_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "integration/source/kernel_fixture.h"
#include "source/blob_hash.h"

namespace ferrotype {
namespace {

using namespace testing_support;  // NOLINT: fixtures of tests
using testing::HasSubstr;

TEST(OpenSource, SaysWhatIsWrongWithAPath) {
  const TempDir dir;
  dir.Run(
      "mkdir empty other && : >nothing && mkfifo pipe && echo 'int main;' >other/main.c && mkdir othermake && echo "
      "'all:' >othermake/Makefile");
  struct Case {
    std::string path;
    ErrorKind kind;
    std::string says;
  };
  const Case cases[] = {
      {"", ErrorKind::kInvalidArgument, "the source has an empty name"},
      {dir.path("missing"), ErrorKind::kNotFound, "there is no such file or directory"},
      {dir.path("nothing/below"), ErrorKind::kNotFound, "there is no such file or directory"},
      {dir.path("empty"), ErrorKind::kInvalidArgument, "is an empty directory"},
      {dir.path("nothing"), ErrorKind::kInvalidArgument, "is an empty file"},
      {dir.path("pipe"), ErrorKind::kInvalidArgument, "is neither file nor directory"},
      {dir.path("other"), ErrorKind::kInvalidArgument, "is no kernel tree: it has no top-level Makefile with VERSION"},
      {dir.path("othermake"), ErrorKind::kInvalidArgument, "is no kernel tree"},
      {dir.path("othermake/Makefile"), ErrorKind::kInvalidArgument, "is not a tarball"},
  };
  for (const Case& c : cases) {
    const auto source = OpenSource(c.path);
    ASSERT_FALSE(source) << c.path;
    EXPECT_EQ(source.error().kind, c.kind) << source.error().message;
    EXPECT_THAT(source.error().message, HasSubstr(c.says));
    ExpectGoodMessage(source.error(), c.path);
  }
}

TEST(Directory, HasOneReleaseNamedByItsMakefileOrByTheUser) {
  const TempDir dir;
  WriteKernel(dir);
  const auto source = Open(dir.path("linux"));
  const std::vector<std::string> mine = {"v7.2.13-mine"};
  const std::vector<std::string> two = {"a", "b"};
  EXPECT_EQ(NamesOf(*source->Releases({})), std::vector<std::string>{"v7.2.13"});
  EXPECT_EQ(NamesOf(*source->Releases(mine)), mine);
  EXPECT_EQ(source->Releases(two).error().kind, ErrorKind::kInvalidArgument);
}

TEST(Directory, RefusesWhatIsNoFile) {
  const TempDir dir;
  WriteKernel(dir);
  ASSERT_EQ(::mkfifo(dir.path("linux/drivers/pipe").c_str(), 0600), 0);
  const Error fifo = TroubleWith(dir.path("linux"));
  EXPECT_THAT(fifo.message, HasSubstr("linux/drivers/pipe is neither file, directory nor link"));
  std::filesystem::remove(dir.path("linux/drivers/pipe"));

  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  dir.path("linux/s").copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::close(fd);
  EXPECT_THAT(TroubleWith(dir.path("linux")).message, HasSubstr("linux/s is neither file"));
}

TEST(Directory, LeavesOutOnlyTheRepositoryAtItsTop) {
  const TempDir dir;
  WriteKernel(dir);
  RecordingSink before;
  const auto clean = WalkOnly(*Open(dir.path("linux")), before);
  dir.Write("linux/.git/not-a-repository", "x");  // too little to be one: the files count
  RecordingSink after;
  const auto with_git = WalkOnly(*Open(dir.path("linux")), after);
  ASSERT_TRUE(clean && with_git) << (with_git ? "" : with_git.error().message);
  EXPECT_EQ(*clean->tree, *with_git->tree);
  dir.Write("linux/drivers/.git/config", "x");
  EXPECT_THAT(TroubleWith(dir.path("linux")).message, HasSubstr("drivers/.git is named like a repository"));
}

TEST(Directory, RefusesDirectoriesNestedTooDeepWithoutRecursing) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run(
      "cd linux && python3 -c '\nimport os\nfor i in range(600):\n  os.mkdir(\"d\"); "
      "os.chdir(\"d\")\nopen(\"f\",\"w\").close()\n'");
  const Error error = TroubleWith(dir.path("linux"));
  EXPECT_EQ(error.kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(error.message, HasSubstr("over 512 deep"));
  dir.Run("rm -rf linux");  // std::filesystem::remove_all may recurse
}

class ChangingDirectory : public testing::Test {
 protected:
  ChangingDirectory() {
    WriteKernel(dir_);
    dir_.Write("linux/z.c", "int z;\n");
    // Nothing fits into the pool twice, so what was taken must be read again.
    auto source = DirectorySource::Open(dir_.path("linux"));
    EXPECT_TRUE(source);
    source_ = *std::move(source);
    EXPECT_TRUE(WalkOnly(*source_, sink_));
    reader_ = *source_->OpenReader();
    EXPECT_TRUE(reader_->Read(oid_, 100));  // the one that was held
  }
  Result<std::optional<BlobBytes>> ReadAgain() { return reader_->Read(oid_, 100); }

  const TempDir dir_;
  const BlobOid oid_ = BlobOidOf("int z;\n");
  std::unique_ptr<DirectorySource> source_;
  std::unique_ptr<BlobReader> reader_;
  RecordingSink sink_;
};

TEST_F(ChangingDirectory, ReadsAFileAgain) {
  const auto bytes = ReadAgain();
  ASSERT_TRUE(bytes && *bytes);
  EXPECT_EQ((*bytes)->bytes, "int z;\n");
}

TEST_F(ChangingDirectory, SeesThatAFileChangedOrWentOrBecameALink) {
  dir_.Write("linux/z.c", "int y;\n");
  const auto changed = ReadAgain();
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().kind, ErrorKind::kCorrupt);
  EXPECT_THAT(changed.error().message, HasSubstr("linux/z.c: changed while it was read"));
  std::filesystem::remove(dir_.path("linux/z.c"));
  EXPECT_EQ(ReadAgain().error().kind, ErrorKind::kCorrupt);
  std::filesystem::create_symlink("Makefile", dir_.path("linux/z.c"));
  EXPECT_EQ(ReadAgain().error().kind, ErrorKind::kCorrupt);
  std::filesystem::remove(dir_.path("linux/z.c"));
  ASSERT_EQ(::mkfifo(dir_.path("linux/z.c").c_str(), 0600), 0);
  EXPECT_EQ(ReadAgain().error().kind, ErrorKind::kCorrupt);  // and does not wait for a writer
}

TEST(Directory, DoesNotHoldAFileAboveItsPool) {
  const TempDir dir;
  WriteKernel(dir);
  const std::string huge(500'000, 'h');
  dir.Write("linux/huge.c", huge);
  auto source = DirectorySource::Open(dir.path("linux"), {.pool_bytes = 400'000, .max_blob_bytes = 600'000});
  ASSERT_TRUE(source);
  RecordingSink sink;
  ASSERT_TRUE(WalkOnly(**source, sink));
  const auto bytes = (*(*source)->OpenReader())->Read(BlobOidOf(huge), 600'000);
  ASSERT_TRUE(bytes && *bytes);
  EXPECT_EQ((*bytes)->bytes, huge);
}

}  // namespace
}  // namespace ferrotype
