// Names that texts had, redirects, ids of feed entries, and the check of feeds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "renderer/check/feeds.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kRoot = "https://example.org/x/";

std::string Article(const std::string& extra) {
  return "---\ntitle: T\nsummary: S\ndate: 2026-11-20\nauthor: A\nkeywords: [k]\n" + extra + "---\n\nText.\n";
}

const FileSet& Shipped() {
  static const FileSet templates = ReadSourceFiles("site-templates");
  return templates;
}

Result<FileSet> Render(const FileSet& content, const std::vector<FeedEntry>* announced = nullptr) {
  FakeLibrary library;
  FillPlausible(library);
  return RenderSite({library, content, Shipped(), {kRoot}, nullptr, announced}, 2);
}

FileSet Good(const FileSet& content, const std::vector<FeedEntry>* announced = nullptr) {
  Result<FileSet> site = Render(content, announced);
  EXPECT_TRUE(site) << site.error().message;
  return site ? *std::move(site) : FileSet();
}

TEST(Formerly, LeadsFromTheOldNameToTheNewInBothLanguages) {
  const FileSet site = Good({{"articles/new/en.md", Article("formerly: [first, second]\n")}});
  for (const std::string lang : {"en", "zh"}) {
    for (const std::string old : {"first", "second"}) {
      const auto page = site.find(lang + "/articles/" + old + "/index.html");
      ASSERT_NE(page, site.end()) << lang << old;
      EXPECT_THAT(page->second, HasSubstr("url=../../../" + lang + "/articles/new/index.html"));
    }
  }
  EXPECT_THAT(site.at("sitemap.xml"), Not(HasSubstr("articles/first")));
}

TEST(Formerly, KeepsTheFirstNameAsTheEntrysId) {
  const FileSet before = Good({{"articles/first/en.md", Article("")}});
  const FileSet after = Good({{"articles/new/en.md", Article("formerly: [first]\n")}});
  const std::string id = "<id>tag:ferrotype,2026:en/articles/first</id>";
  EXPECT_THAT(before.at("feeds/all.en.atom"), HasSubstr(id));
  EXPECT_THAT(after.at("feeds/all.en.atom"), HasSubstr(id));
  EXPECT_THAT(after.at("feeds/all.en.atom"), HasSubstr(std::string(kRoot) + "en/articles/new/index.html"));
}

TEST(Formerly, RefusesNamesOfOthersAndWhatIsNoName) {
  for (const std::string wrong : {"other", "UPPER", "../x", "a b"}) {
    const Result<FileSet> site = Render(
        {{"articles/new/en.md", Article("formerly: [\"" + wrong + "\"]\n")}, {"articles/other/en.md", Article("")}});
    ASSERT_FALSE(site) << wrong;
    EXPECT_THAT(site.error().message, HasSubstr("F023")) << wrong;
  }
  EXPECT_FALSE(
      Render({{"articles/a/en.md", Article("formerly: [x]\n")}, {"articles/b/en.md", Article("formerly: [x]\n")}}));
}

TEST(Feeds, KeepIdsAndFirstDatesOfTheLedger) {
  const std::vector<FeedEntry> announced = {
      {"tag:old,2020:1", "articles", "en/articles/x/index.html", "2026-01-02", false},
      {"tag:old,2020:2", "articles", "en/articles/gone/index.html", "2026-01-03", false}};
  const FileSet site = Good({{"articles/x/en.md", Article("updated: 2026-11-21\n")}}, &announced);
  const std::string& atom = site.at("feeds/articles.en.atom");
  EXPECT_THAT(atom, HasSubstr("<id>tag:old,2020:1</id>\n<published>2026-01-02T00:00:00Z</published>\n"
                              "<updated>2026-11-21T00:00:00Z</updated>"));
  EXPECT_THAT(atom, Not(HasSubstr("tag:old,2020:2")));
  EXPECT_THAT(site.at("feeds/entries.json"), HasSubstr("tag:old,2020:2")) << "all that was ever announced";
}

TEST(CheckFeeds, FindsWhatIsWrong) {
  const FileSet files = {{"en/x.html", ""}};
  const auto check = [&](const std::string& xml) {
    FileSet all = files;
    all["feeds/a.atom"] = xml;
    return CheckFeeds(all, kRoot);
  };
  const std::string entry = "<entry><id>1</id><link href=\"https://example.org/x/en/x.html\"/></entry>";
  EXPECT_THAT(check("<feed><id>f</id>" + entry + "</feed>"), IsEmpty());
  EXPECT_THAT(check("<feed>" + entry + entry + "</feed>"), ElementsAre(HasSubstr("stands twice")));
  EXPECT_THAT(check("<feed><entry></entry></feed>"), ElementsAre(HasSubstr("without id")));
  EXPECT_THAT(check("<feed><link href=\"https://example.org/x/no\"/></feed>"), ElementsAre(HasSubstr("isn't there")));
  EXPECT_THAT(check("<feed><link href=\"https://other.example/\"/></feed>"), ElementsAre(HasSubstr("not below")));
  EXPECT_THAT(check("<feed><a></feed>"), SizeIs(1));
  EXPECT_THAT(check("<feed>"), ElementsAre(HasSubstr("never ended")));
  EXPECT_THAT(check("<feed"), ElementsAre(HasSubstr("doesn't end")));
  EXPECT_THAT(check(""), IsEmpty());
}

TEST(CheckFeeds, EndsOnAnyBytes) {
  std::string noise;
  std::uint32_t seed = 7;
  for (int i = 0; i < 200'000; ++i) noise += "<>/\"a= \n"[(seed = seed * 1664525U + 1013904223U) >> 29U];
  FileSet files = {{"feeds/a.rss", noise}};
  (void)CheckFeeds(files, kRoot);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  files["feeds/a.rss"] = deep;
  EXPECT_THAT(CheckFeeds(files, kRoot), SizeIs(1));
}

}  // namespace
}  // namespace ferrotype
