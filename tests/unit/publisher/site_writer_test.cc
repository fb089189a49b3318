// A site that is taken file by file and shown as a whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "publisher/write_site.h"
#include "support/temp_dir.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using testing_support::TempDir;
namespace fs = std::filesystem;

const std::string kWords(2'000, 'w');

Result<WriteOutcome> Write(const std::string& out, const FileMap& files, bool twins = true) {
  static const StopFlag stop;
  TRY_ASSIGN(const std::unique_ptr<SiteWriter> writer, SiteWriter::Open(out, stop, twins));
  for (const auto& [path, bytes] : files) TRY(writer->Add(path, bytes));
  return writer->Finish();
}

std::size_t NamesIn(const std::string& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(SiteWriter, WritesFilesTheirTwinsAndAManifest) {
  const TempDir dir;
  const std::string out = dir.path("site");
  const auto outcome = Write(out, {{"en/a.html", kWords}, {"short.html", "words"}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_TRUE(outcome->changed);
  EXPECT_EQ(outcome->files, 5U);
  EXPECT_EQ(*ReadWhole(out + "/en/a.html"), kWords);
  const std::string manifest = *ReadWhole(out + "/manifest.sha256");
  for (const std::string name : {"  en/a.html\n", "  en/a.html.br\n", "  en/a.html.gz\n", "  short.html\n"})
    EXPECT_THAT(manifest, HasSubstr(name));
  EXPECT_EQ(NamesIn(dir.path(".")), 1U) << "nothing is left beside the site";
}

TEST(SiteWriter, LeavesTwinsOutWhereTheyAreNotWanted) {
  const TempDir dir;
  ASSERT_TRUE(Write(dir.path("site"), {{"a.html", kWords}}));
  const auto outcome = Write(dir.path("site"), {{"a.html", kWords}}, false);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->files, 2U);
  EXPECT_FALSE(fs::exists(dir.path("site/a.html.gz")));
}

TEST(SiteWriter, TouchesNothingThatIsTheSame) {
  const TempDir dir;
  const std::string out = dir.path("site");
  ASSERT_TRUE(Write(out, {{"a.html", kWords}, {"b.html", kWords}}));
  const auto time = fs::last_write_time(out + "/a.html");
  const auto same = Write(out, {{"a.html", kWords}, {"b.html", kWords}});
  ASSERT_TRUE(same) << same.error().message;
  EXPECT_FALSE(same->changed);
  const auto other = Write(out, {{"a.html", kWords}, {"b.html", kWords + "!"}});
  ASSERT_TRUE(other) << other.error().message;
  EXPECT_TRUE(other->changed);
  EXPECT_EQ(fs::last_write_time(out + "/a.html"), time);
  EXPECT_EQ(*ReadWhole(out + "/b.html"), kWords + "!");
}

TEST(SiteWriter, LeavesWhatWasThereUnlessItIsFinished) {
  const TempDir dir;
  const std::string out = dir.path("site");
  ASSERT_TRUE(Write(out, {{"a.html", kWords}}));
  {
    StopFlag stop;
    const auto writer = SiteWriter::Open(out, stop);
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->Add("b.html", "other"));
    stop.Request();
    const auto stopped = (*writer)->Add("c.html", "other");
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::kCancelled);
  }
  EXPECT_EQ(*ReadWhole(out + "/a.html"), kWords);
  EXPECT_FALSE(fs::exists(out + "/b.html"));
  EXPECT_EQ(NamesIn(dir.path(".")), 1U);
  fs::create_directories(dir.path("mine"));
  ASSERT_TRUE(WriteNew(dir.path("mine/letter.txt"), "mine"));
  const auto refused = Write(dir.path("mine"), {{"a.html", kWords}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("is no site of ferrotype's"));
  EXPECT_EQ(NamesIn(dir.path("mine")), 1U);
}

}  // namespace
}  // namespace ferrotype
