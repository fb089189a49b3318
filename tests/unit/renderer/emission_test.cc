// What others read of the site: the index of search, feeds and their archives, what robots are told.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "renderer/check/feeds.h"
#include "renderer/check/links.h"
#include "renderer/feed/content.h"
#include "renderer/feed/feed.h"
#include "renderer/feed/sitemap.h"
#include "renderer/page/site.h"
#include "renderer/render.h"
#include "renderer/search/index.h"
#include "renderer/search/page_text.h"
#include "renderer/search/tokens.h"
#include "support/fake_library.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kRoot = "https://example.org/x/";

FileSet Rendered(const FileSet& content, const std::string& base_url = kRoot) {
  static const FileSet templates = ReadSourceFiles("site-templates");
  FakeLibrary library;
  FillPlausible(library);
  Result<FileSet> site = RenderSite({library, content, templates, {base_url}}, 2);
  EXPECT_TRUE(site) << (site ? "" : site.error().message);
  return site ? *std::move(site) : FileSet();
}

std::string Text(const std::string& title, const std::string& date, const std::string& body) {
  return fmt::format("---\ntitle: \"{}\"\nsummary: \"{}\"\ndate: {}\nauthor: A. Writer\nkeywords: [rust]\n---\n\n{}\n",
                     title, title, date, body);
}

FileSet Articles(int count) {
  FileSet content;
  for (int i = 0; i < count; ++i) {
    const std::string date = fmt::format("2025-{:02}-{:02}", i / 28 + 1, i % 28 + 1);
    for (const std::string lang : {"en", "zh"})
      content[fmt::format("articles/text-{}/{}.md", i, lang)] = Text(fmt::format("Text {}", i), date, "Words.");
  }
  return content;
}

std::vector<std::string> IdsOf(const std::string& json) {
  std::vector<std::string> ids;
  const nlohmann::json feed = nlohmann::json::parse(json);
  for (const auto& item : feed.at("items")) ids.push_back(item.at("id"));
  return ids;
}

std::map<Lang, std::vector<std::string>> Labels() {
  return {{Lang::kEn, std::vector<std::string>(kFoundKinds, "kind")},
          {Lang::kZh, std::vector<std::string>(kFoundKinds, "种类")}};
}

std::vector<std::string> Tokens(std::string_view text) {
  std::vector<std::string> out;
  for (const SearchToken& token : SearchTokens(text))
    out.push_back(fmt::format("{}:{}", LetterOf(token.kind), token.text));
  return out;
}

TEST(SearchTokens, ReadNamesWholeAndInParts) {
  EXPECT_THAT(Tokens("genphy_soft_reset()"), ElementsAre("n:genphy_soft_reset", "p:genphy", "p:soft", "p:reset"));
  EXPECT_THAT(Tokens("sync::SpinLock"), ElementsAre("w:sync::spinlock", "p:sync", "n:spinlock", "p:spin", "p:lock"));
  EXPECT_THAT(Tokens("PCIDevice"), ElementsAre("n:pcidevice", "p:pci", "p:device"));
  EXPECT_THAT(Tokens("v7.2.13"), ElementsAre("n:v7.2.13", "p:7.2.13"));
  EXPECT_THAT(Tokens("the drivers of a class"), ElementsAre("p:driver", "p:class"));
}

TEST(SearchTokens, ReadHanInPairsAndWidthAndMarksAsNothing) {
  EXPECT_THAT(Tokens("自旋锁"), ElementsAre("h:自旋", "h:旋锁"));
  EXPECT_THAT(Tokens("锁"), ElementsAre("h:锁"));
  EXPECT_THAT(Tokens("ＰＨＹ Özkan"), ElementsAre("p:phy", "p:ozkan"));
  EXPECT_THAT(Tokens("\xFF\xFE a\xFF"), IsEmpty());
}

TEST(SearchIndex, HoldsHostileTitlesAsTextOfAScript) {
  const std::string hostile = "</script><script>alert(1)</script>\u2028\u2029\"\\\u202E<!--";
  EXPECT_EQ(QuoteJavaScript("a\"b\\c\nd"), "\"a\\\"b\\\\c\\nd\"");
  std::vector<FoundThing> things = {{FoundKind::kArticle,
                                     "articles/x/index.html",
                                     {{Lang::kEn, {hostile, hostile}}, {Lang::kZh, {hostile, hostile}}},
                                     {}}};
  Weigher(std::vector<Alike>()).Weigh(things[0]);
  const SearchIndex index = BuildSearchIndex(things, Labels());
  EXPECT_GE(index.files.size(), 3U);
  for (const auto& [path, script] : index.files) {
    EXPECT_EQ(script.find('<'), std::string::npos) << path;
    EXPECT_EQ(script.find("\u2028"), std::string::npos) << path;
    EXPECT_EQ(script.find("\u202E"), std::string::npos) << path;
  }
}

TEST(SearchIndex, GivesWordsOfOneMeaningTheSamePlaces) {
  std::vector<FoundThing> things = {{FoundKind::kModule,
                                     "modules/a/index.html",
                                     {{Lang::kEn, {"kernel::spinlock", ""}}, {Lang::kZh, {"kernel::spinlock", ""}}},
                                     {}},
                                    {FoundKind::kModule,
                                     "modules/b/index.html",
                                     {{Lang::kEn, {"kernel::other", ""}}, {Lang::kZh, {"kernel::other", ""}}},
                                     {}}};
  const Weigher weigher(std::vector<Alike>{{"spinlock", "自旋锁"}});
  for (FoundThing& thing : things) weigher.Weigh(thing);
  const SearchIndex index = BuildSearchIndex(things, Labels());
  std::string all;
  for (const auto& [path, script] : index.files) all += script;
  EXPECT_THAT(all, HasSubstr("旋锁 0"));
  EXPECT_THAT(all, Not(HasSubstr("旋锁 01")));
}

TEST(ReadPage, TakesWhatAPageIsAboutAndLeavesItsFrame) {
  const PageText page = ReadPage(
      "<html><head><title>A &amp; B · Ferrotype</title><meta name=\"description\" content=\"It "
      "&lt;is&gt;\"></head><body><nav>No</nav>"
      "<main><h1>Head</h1><p>Some <code>na<wbr>me</code> "
      "text</p><svg><text>Drawn</text></svg><nav>No</nav></main><p>No</p></body>",
      1000);
  EXPECT_EQ(page.title, "A & B");
  EXPECT_EQ(page.description, "It <is>");
  EXPECT_THAT(page.headings, HasSubstr("Head"));
  EXPECT_THAT(page.names, HasSubstr("name"));
  EXPECT_THAT(page.body, HasSubstr("Some name text"));
  EXPECT_THAT(page.body, Not(HasSubstr("No")));
  EXPECT_THAT(page.body, Not(HasSubstr("Drawn")));
}

TEST(RenderSite, MakesTheSameSiteWhenPagesOfTextsAreTakenFromIt) {
  FileSet content = Articles(3);
  content["articles/text-1/en.md"] += "[There](../text-2/en.md#far) and [here](#near).\n\n## Near {#near}\n\nWords.\n";
  content["articles/text-1/zh.md"] += "[那里](../text-2/zh.md#far)和[这里](#near)。\n\n## 近 {#near}\n\n字。\n";
  for (const std::string lang : {"en", "zh"}) content["articles/text-2/" + lang + ".md"] += "## Far {#far}\n\nWords.\n";
  content["articles/only/en.md"] = Text("Only", "2025-03-01", "Written in one language.");
  static const FileSet templates = ReadSourceFiles("site-templates");
  FakeLibrary library;
  FillPlausible(library);
  const Result<FileSet> whole = RenderSite({library, content, templates, {kRoot}}, 1);
  ASSERT_TRUE(whole) << whole.error().message;

  FileSet taken;
  std::mutex mutex;
  RenderInputs inputs{library, content, templates, {kRoot}};
  inputs.take = [&](const std::string& path, std::string bytes) -> Result<void> {
    const std::scoped_lock lock(mutex);
    taken[path] = std::move(bytes);
    return {};
  };
  Result<FileSet> rest = RenderSite(inputs, 2);
  ASSERT_TRUE(rest) << rest.error().message;
  EXPECT_EQ(taken.size(), 8U) << "four articles, one of them written in one language";
  EXPECT_FALSE(rest->contains("en/articles/text-1/index.html"));
  rest->merge(taken);
  (*rest)["manifest.sha256"] = whole->at("manifest.sha256");
  EXPECT_EQ(*rest, *whole);

  // Links to pages that are gone from memory are looked after as any other.
  content["articles/text-0/en.md"] += "[There](../text-2/en.md#fra)\n";
  const Result<FileSet> broken = RenderSite(inputs, 2);
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, HasSubstr("has no anchor \"fra\"; did you mean \"far\"?"));

  inputs.take = [](const std::string& path, const std::string&) -> Result<void> {
    return Fail(ErrorKind::kUnavailable, path + ": no space left");
  };
  const Result<FileSet> full = RenderSite(inputs, 2);
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().message, HasSubstr("no space left"));
}

TEST(Feeds, KeepWhatIsOlderThanTheFiftyNewestInArchivesThatStay) {
  const FileSet few = Rendered(Articles(120));
  const FileSet more = Rendered(Articles(130));
  EXPECT_EQ(IdsOf(few.at("feeds/articles.en.json")).size(), 50U);
  for (const std::string ending : {"rss", "atom", "json"}) {
    ASSERT_TRUE(few.contains("feeds/articles.en.archive-2." + ending));
    EXPECT_FALSE(few.contains("feeds/articles.en.archive-3." + ending));
    EXPECT_EQ(few.at("feeds/articles.en.archive-1." + ending), more.at("feeds/articles.en.archive-1." + ending))
        << "an archive that is full stays";
  }
  std::set<std::string> all;
  for (const std::string part : {"", ".archive-1", ".archive-2"}) {
    for (const std::string& id : IdsOf(few.at("feeds/articles.en" + part + ".json"))) all.insert(id);
  }
  EXPECT_EQ(all.size(), 120U) << "nothing is in no document";
  EXPECT_THAT(few.at("feeds/articles.en.atom"),
              HasSubstr("rel=\"prev-archive\" type=\"application/atom+xml\" "
                        "href=\"https://example.org/x/feeds/articles.en.archive-2.atom\""));
  EXPECT_THAT(few.at("feeds/articles.en.archive-1.atom"), HasSubstr("<fh:archive"));
}

TEST(Feeds, CarryWholeTextsInAllArchivesWhileThereAreFew) {
  const auto feeds = [](int count) {
    static const FileSet templates = ReadSourceFiles("site-templates");
    static const Result<Catalogue> catalogue = Catalogue::Load(templates, {"en"});
    static const auto pages = Templates::Load(templates, *catalogue);
    static const SiteSettings settings{kRoot};
    FakeLibrary library;
    Problems problems;
    std::vector<Diagnostic> diagnostics;
    FileSet content;
    for (int i = 0; i < count; ++i)
      content[fmt::format("articles/text-{}/en.md", i)] =
          Text("Text", fmt::format("{}-01-01", 1900 + i / 12), "Words.");
    return FeedFiles(Site{library, *catalogue, **pages, settings, problems, AssetsOf(templates),
                          LoadDocuments(content, diagnostics, catalogue->Langs()), SurveyIndex(library.Reports())});
  };
  const FileSet few = feeds(1'049);
  const FileSet many = feeds(1'050);
  ASSERT_FALSE(few.contains("feeds/all.en.archive-21.rss"));
  ASSERT_TRUE(many.contains("feeds/all.en.archive-21.rss"));
  const std::map<std::string, std::string> whole = {
      {"rss", "<content:encoded>"}, {"atom", "<content type=\"html\">"}, {"json", "\"content_html\""}};
  for (const auto& [ending, mark] : whole) {
    EXPECT_THAT(few.at("feeds/all.en.archive-1." + ending), HasSubstr(mark));
    EXPECT_THAT(many.at("feeds/all.en.archive-1." + ending), Not(HasSubstr(mark)));
    EXPECT_THAT(many.at("feeds/all.en." + ending), HasSubstr(mark)) << "what is new is whole";
  }
  EXPECT_THAT(many.at("feeds/all.en.archive-1.json"), HasSubstr("\"content_text\"")) << "an item has to have one";
}

TEST(Feeds, CarryHostileTextsAsText) {
  const std::string title = "`</title><script>alert(1)</script>` ]]> &amp;";
  const FileSet site =
      Rendered({{"articles/x/en.md",
                 Text(title, "2026-01-02", "A [link](#numbers).\n\n## Numbers {#numbers}\n\n`]]> <b>no</b>`\n")},
                {"articles/x/zh.md", Text(title, "2026-01-02", "[链接](#numbers)。\n\n## 数字 {#numbers}\n\n文字\n")}});
  ASSERT_TRUE(site.contains("feeds/articles.en.json"));
  for (const std::string path : {"feeds/all.both.rss", "feeds/all.both.atom"}) {
    EXPECT_EQ(site.at(path).find("<script>"), std::string::npos) << path;
    EXPECT_EQ(site.at(path).find("]]>"), std::string::npos) << path;
  }
  const nlohmann::json feed = nlohmann::json::parse(site.at("feeds/articles.en.json"));
  const std::string content = feed.at("items").at(0).at("content_html");
  EXPECT_THAT(content, HasSubstr("&lt;b&gt;no&lt;/b&gt;"));
  EXPECT_THAT(content, HasSubstr("href=\"https://example.org/x/en/articles/x/index.html#"))
      << "an anchor leads to the page";
  EXPECT_THAT(CheckFeeds(site, kRoot), IsEmpty());
}

TEST(FeedContent, IsAbsoluteAndHoldsNothingThatRuns) {
  EXPECT_EQ(
      FeedContent(
          "<p class=\"a\" id=\"b\">x<a href=\"../c/index.html#d\">y</a><svg><g><svg/></g><svg></svg></svg><br>z</p>",
          "https://e.org/x/en/a/index.html"),
      "<p>x<a href=\"https://e.org/x/en/c/index.html#d\">y</a><br>z</p>");
  EXPECT_EQ(FeedContent("<script>alert(1)</script><style>p{}</style><a href=\"#n\">1</a>", "https://e.org/p"),
            "<a href=\"https://e.org/p#n\">1</a>");
  EXPECT_EQ(AbsoluteUrl("https://e.org/a/b", "../../../../c"), "https://e.org/c");
  EXPECT_EQ(AbsoluteUrl("https://e.org/a/b", "mailto:x@e.org"), "mailto:x@e.org");
  EXPECT_EQ(FeedContent("<", "https://e.org/"), "");
  EXPECT_EQ(FeedContent("a<svg>", "https://e.org/"), "a");
}

TEST(CheckFeeds, LooksIntoTheTextOfEntries) {
  const auto check = [](const std::string& content) {
    return CheckFeeds(
        {{"feeds/a.atom",
          fmt::format("<feed><entry><id>1</id><content type=\"html\">{}</content></entry></feed>", content)}},
        kRoot);
  };
  EXPECT_THAT(check("&lt;p&gt;x&lt;/p&gt;"), IsEmpty());
  EXPECT_THAT(check("&lt;a href=&quot;x.html&quot;&gt;"), ElementsAre(HasSubstr("is relative")));
  EXPECT_THAT(check("&lt;img src=&quot;https://example.org/x/no.svg&quot; alt=&quot;a&quot;&gt;"),
              ElementsAre(HasSubstr("isn't there")));
  EXPECT_THAT(check("&lt;svg&gt;"), ElementsAre(HasSubstr("<svg>")));
  EXPECT_THAT(CheckFeeds({{"sitemap.xml", "<url><loc>https://example.org/x/no.html</loc></url>"}}, kRoot),
              ElementsAre(HasSubstr("isn't there")));
}

TEST(Sitemap, IsSplitWhereTheProtocolWantsIt) {
  FileSet pages;
  for (int i = 0; i < 40'001; ++i) pages[fmt::format("en/p{}/index.html", i)] = "<head></head>";
  pages["en/hidden/index.html"] = "<head><meta name=\"robots\" content=\"noindex\"></head>";
  const FileSet maps = Sitemap(kRoot, pages);
  EXPECT_EQ(maps.size(), 3U);
  EXPECT_THAT(maps.at("sitemap.xml"), HasSubstr("<loc>https://example.org/x/sitemap-2.xml</loc>"));
  for (const auto& [path, bytes] : maps) EXPECT_EQ(bytes.find("hidden"), std::string::npos) << path;
}

TEST(Robots, AreTold) {
  EXPECT_EQ(Robots(""), "User-agent: *\nAllow: /\n");
  EXPECT_THAT(Rendered({}, "").at("robots.txt"), Not(HasSubstr("Sitemap")));
  EXPECT_THAT(Rendered({}).at("robots.txt"), HasSubstr("Sitemap: https://example.org/x/sitemap.xml"));
}

}  // namespace
}  // namespace ferrotype
