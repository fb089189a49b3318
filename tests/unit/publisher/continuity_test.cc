// What an edition owes to those before it, and what is told of the difference.
#include "publisher/continuity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "publisher/build_record.h"
#include "publisher/changes.h"
#include "support/temp_dir.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using testing_support::TempDir;

constexpr const char* kHead = "release,date,metric,dimension,value,unit\n";

class Following : public ::testing::Test {
 protected:
  Following() : editions_(*Editions::Open(folder_.path("site"))) {}

  // Publishes `files`, as cli/publish.cc does.
  std::string Put(FileMap files, BuildRecord record, const std::vector<FeedEntry>& entries = {}) {
    record.files = HashOf(files);
    record.inputs = InputsOf(record);
    files["build.json"] = WriteBuildRecord(record);
    Manifest256 manifest;
    std::string text;
    for (const auto& [path, bytes] : files) {
      manifest[path] = ToHex(Sha256(bytes));
      text += manifest[path] + "  " + path + "\n";
    }
    files["manifest.sha256"] = text;
    const std::string id = EditionIdOf(files["build.json"]);
    EXPECT_TRUE(editions_.Add(id, files, StopFlag()));
    AddToLedger(ledger_, manifest, entries, "2026-11-20");
    ledger_.Publish(id, record.inputs, "2026-11-20T00:00:00Z");
    return id;
  }

  Result<Continuity> Follow(const FileMap& files, const std::vector<std::string>& retired = {}) {
    return KeepPromises({ledger_, editions_, before_, files, {"build.json", "manifest.sha256"}, retired});
  }

  static BuildRecord Of(const std::string& content) {
    BuildRecord record;
    record.content = content;
    return record;
  }

  TempDir folder_;
  Editions editions_;
  Ledger ledger_;
  Predecessors before_;
};

TEST_F(Following, APageThatWentLeadsToTheNearestPageAboveIt) {
  Put({{"en/releases/v1/index.html", "1"}, {"en/releases/v1/more/index.html", "2"}, {"en/a/b.html", "3"}}, Of("one"));
  const Result<Continuity> kept = Follow({{"index.html", ""}, {"en/index.html", ""}, {"en/releases/index.html", ""}});
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_THAT(kept->redirects, ElementsAre(Pair("en/a/b.html", "en/index.html"),
                                           Pair("en/releases/v1/index.html", "en/releases/index.html"),
                                           Pair("en/releases/v1/more/index.html", "en/releases/index.html")));
}

TEST_F(Following, ALanguageThatWasPublishedIsRefusedOnceAndNotPageByPage) {
  Put({{"en/index.html", "1"},
       {"zh/index.html", "2"},
       {"zh/a/index.html", "3"},
       {"feeds/all.zh.atom", "4"},
       {"feeds/all.both.atom", "5"},
       {"zh/articles/x/index.html", "6"}},
      Of("one"), {{"tag:x", "articles", "zh/articles/x/index.html", "2026-11-20"}});
  const Result<Continuity> kept = Follow({{"index.html", ""}, {"en/index.html", ""}});
  ASSERT_FALSE(kept);
  EXPECT_THAT(kept.error().message, HasSubstr("Put \"zh\" into `languages` of ferrotype.toml again"));
  EXPECT_EQ(std::count(kept.error().message.begin(), kept.error().message.end(), '\n'), 1) << kept.error().message;
}

TEST_F(Following, APictureOfATextStaysWhenAnotherTakesItsPlace) {
  Put({{"assets/cover.111111111111.png", "old"}, {"assets/site.222222222222.css", "old"}}, Of("one"));
  const Result<Continuity> kept = Follow({{"index.html", ""}, {"assets/cover.333333333333.png", "new"}});
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_THAT(kept->archived, ElementsAre(Pair("assets/cover.111111111111.png", "old")));
  EXPECT_THAT(kept->redirects, IsEmpty());
}

TEST_F(Following, OtherFilesStayAsTheLastEditionHadThem) {
  Put({{"data/x.csv", "old"}}, Of("one"));
  Put({{"data/x.csv", "newer"}}, Of("two"));
  const Result<Continuity> kept = Follow({{"index.html", ""}});
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_THAT(kept->archived, ElementsAre(Pair("data/x.csv", "newer")));
}

TEST_F(Following, AFileThatNoEditionHoldsAnyMoreIsNamed) {
  ledger_.urls["data/lost.csv"] = "2020-01-01";
  const Result<Continuity> kept = Follow({{"index.html", ""}});
  ASSERT_FALSE(kept);
  EXPECT_THAT(kept.error().message, HasSubstr("data/lost.csv"));
}

TEST_F(Following, AFeedNeverGoes) {
  Put({{"feeds/all.en.rss", "x"}}, Of("one"));
  const Result<Continuity> kept = Follow({{"index.html", ""}});
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(kept.error().message, HasSubstr("feeds/all.en.rss"));
}

TEST_F(Following, ATextGoesWhenItIsRetiredAlone) {
  const FileMap now = {{"index.html", ""}, {"en/articles/index.html", ""}};
  Put({{"en/articles/x/index.html", "x"}, {"en/articles/x/cover.png", "p"}}, Of("one"),
      {{"tag:x", "articles", "en/articles/x/index.html", "2026-01-01", false}});
  const Result<Continuity> refused = Follow(now);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("formerly"));
  EXPECT_FALSE(Follow(now, {"articles/y"}));
  const Result<Continuity> kept = Follow(now, {"articles/x"});
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->redirects.at("en/articles/x/index.html"), "en/articles/index.html");
  EXPECT_EQ(kept->archived.at("en/articles/x/cover.png"), "p");
}

TEST_F(Following, AThousandDeadAddressesAreToldInAPage) {
  for (int i = 0; i < 1000; ++i) ledger_.urls["data/" + std::to_string(i)] = "";
  const Result<Continuity> kept = Follow({});
  ASSERT_FALSE(kept);
  EXPECT_LT(std::count(kept.error().message.begin(), kept.error().message.end(), '\n'), 20);
  EXPECT_THAT(kept.error().message, HasSubstr("and 990 more"));
}

TEST_F(Following, CarriesAssetsOfEditionsOnDiskButNotThoseThatTheyCarried) {
  BuildRecord second = Of("two");
  second.archived = {"assets/0.css"};
  before_.kept = {Put({{"assets/1.css", "one"}}, Of("one")),
                  Put({{"assets/0.css", "of an edition that is gone"}, {"assets/2.css", "two"}}, second)};
  const Result<Continuity> kept = Follow({{"assets/3.css", "three"}});
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_THAT(kept->assets, ElementsAre(Pair("assets/1.css", "one"), Pair("assets/2.css", "two")));
}

TEST_F(Following, PredecessorsAreEditionsOfOtherInputsThatStay) {
  const std::string one = Put({{"x", "1"}}, Of("one"));
  const std::string two = Put({{"x", "2"}}, Of("two"));
  const std::string three = Put({{"x", "3"}}, Of("three"));
  const std::string inputs = ledger_.Find(three)->inputs;
  const Predecessors before = PredecessorsOf(ledger_, editions_, inputs, 2);
  EXPECT_EQ(before.base, two) << "not the edition itself, so that publishing it again changes nothing";
  EXPECT_THAT(before.kept, ElementsAre(two));
  EXPECT_THAT(PredecessorsOf(ledger_, editions_, "others", 5).kept, ElementsAre(one, two, three));
}

TEST_F(Following, TheReportTellsNumbersSentencesAndPages) {
  BuildRecord old = Of("one");
  old.warnings = {"content/a/en.md:3:1: warning[A001]: no longer true: x < 2 (3 against 2); ...",
                  "content/b/en.md:9:1: warning[A001]: no longer true: y > 1 (0 against 1); ..."};
  const std::string html = "<header>1</header><main>same</main>";
  const std::string base =
      Put({{"data/metrics.csv", std::string(kHead) + "v1,,rust.share,,1.5,percent\nv1,,rust.share,owner=x,7,percent\n"},
           {"en/same/index.html", html},
           {"en/other/index.html", "<main>a</main>"},
           {"en/gone/index.html", "<main>a</main>"},
           {"feeds/entries.json", R"({"entries":[{"id":"tag:1","kind":"releases","path":"en/1","published":""}]})"}},
          old);
  const FileMap now = {
      {"data/metrics.csv", std::string(kHead) + "v1,,rust.share,,1.6,percent\n\"v2\",,rust.share,,2,percent\n"},
      {"en/same/index.html", "<header>2</header><main>same</main>"},
      {"en/other/index.html", "<main>b</main>"},
      {"en/fresh/index.html", "<main>c</main>"}};
  const Continuity kept{{{"en/gone/index.html", "en/index.html"}}, {}, {}};
  const std::vector<FeedEntry> entries = {{"tag:1", "releases", "en/1", "", false},
                                          {"tag:2", "releases", "en/2", "", false},
                                          {"tag:0", "releases", "en/0", "", true}};
  const Result<Changes> changes =
      CompareEditions(editions_, base,
                      {now,
                       kept,
                       entries,
                       {"content/a/en.md:4:1: warning[A001]: no longer true: x < 2 (5 against 2); ...",
                        "content/c/en.md:1:1: warning[A001]: no longer true: z == 0 (1 against 0); ..."}});
  ASSERT_TRUE(changes) << changes.error().message;
  ASSERT_EQ(changes->new_releases.size(), 1U);
  EXPECT_EQ(changes->new_releases[0].name, "v2");
  EXPECT_THAT(changes->revised, ElementsAre(Changes::Number{"v1", "rust.share", "1.5", "1.6"}));
  EXPECT_THAT(changes->fallen, ElementsAre(HasSubstr("z == 0"))) << "x < 2 had fallen before, with other numbers";
  EXPECT_THAT(changes->restored, ElementsAre(HasSubstr("y > 1")));
  ASSERT_EQ(changes->announced.size(), 1U);
  EXPECT_EQ(changes->announced[0].id, "tag:2");
  EXPECT_THAT(changes->new_pages, ElementsAre("en/fresh/index.html"));
  EXPECT_THAT(changes->changed_pages, ElementsAre("en/other/index.html")) << "header and footer are no news";
  EXPECT_THAT(changes->redirected, ElementsAre(Pair("en/gone/index.html", "en/index.html")));
  const std::string text = ChangesText(*changes, "https://example.org/");
  EXPECT_THAT(text, HasSubstr("v1 rust.share: 1.6 (was 1.5)"));
  EXPECT_THAT(text, HasSubstr("https://example.org/en/gone/index.html -> https://example.org/en/index.html"));
}

TEST_F(Following, AReportOfThousandsOfChangesStaysShort) {
  Changes changes;
  changes.from = "x";
  for (int i = 0; i < 10'000; ++i) changes.changed_pages.push_back("en/" + std::to_string(i));
  const std::string text = ChangesText(changes, "");
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 50);
  changes.changed_pages.clear();
  EXPECT_THAT(ChangesText(changes, ""), HasSubstr("Nothing that readers would notice"));
}

TEST_F(Following, EqualFilesTakeNoRoomAgain) {
  const std::string one = Put({{"big", "the same"}, {"small", "a"}}, Of("one"));
  const FileMap files = {{"big", "the same"}, {"small", "b"}, {"manifest.sha256", "x"}};
  ASSERT_TRUE(editions_.Add("00000000000000aa", files, StopFlag(), one));
  const std::filesystem::path edition = folder_.path("site/editions/00000000000000aa");
  EXPECT_EQ(std::filesystem::hard_link_count(edition / "big"), 2U);
  EXPECT_EQ(std::filesystem::hard_link_count(edition / "small"), 1U);
  EXPECT_EQ(*editions_.Read("00000000000000aa", "small"), "b");
}

TEST(BuildRecord, ReadsWhatItWroteAndNothingElse) {
  BuildRecord record;
  record.program = "1";
  record.versions = {{"rules", 2}};
  record.releases = {{"v7.2", "aa", "bb"}};
  record.redirects = {{"a", "b"}};
  record.warnings = {"w"};
  const std::string json = WriteBuildRecord(record);
  const Result<BuildRecord> read = ParseBuildRecord(json);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, record);
  for (std::size_t n = 0; n + 2 < json.size(); ++n) EXPECT_FALSE(ParseBuildRecord(json.substr(0, n))) << n;
  EXPECT_FALSE(ParseBuildRecord(std::string(100'000, '[')));
  EXPECT_FALSE(ParseFeedEntries(std::string(100'000, '{')));
  EXPECT_FALSE(ParseFeedEntries(R"({"entries":[{"id":1}]})"));
}

}  // namespace
}  // namespace ferrotype
