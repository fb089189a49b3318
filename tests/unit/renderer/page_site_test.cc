// Laws of the whole site, over made-up releases, with the templates that are shipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "renderer/check/links.h"
#include "renderer/html/html.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const FileSet& Shipped() {
  static const FileSet templates = ReadSourceFiles("site-templates");
  return templates;
}

std::string FrontMatter(const std::string& title, const std::string& date, const std::string& keyword) {
  return "---\ntitle: " + title + "\nsummary: " + title + "\ndate: " + date + "\nauthor: A. Writer\nkeywords: [" +
         keyword + "]\n---\n\n";
}

FileSet SmallContent() {
  const std::string chart = "\n\n```{chart} rust.lines.code by owner\n```\n";
  return {{"articles/first/en.md", FrontMatter("First words", "2026-11-20", "rust") +
                                       "Rust has {metric}`rust.authored.lines.code` lines." + chart},
          {"articles/first/zh.md",
           FrontMatter("第一篇", "2026-11-20", "rust") + "Rust 有 {metric}`rust.authored.lines.code` 行。" + chart},
          {"case-studies/only-english/en.md", FrontMatter("Not yet in Chinese", "2026-11-01", "rust") + "Text.\n"},
          {"pages/methodology/en.md", "---\ntitle: Methodology\nsummary: How it is measured.\n---\n\nRules.\n"},
          {"pages/methodology/zh.md", "---\ntitle: 测量方法\nsummary: 如何测量。\n---\n\n规则。\n"}};
}

FileSet Rendered(const Library& library, const FileSet& content = {}, int threads = 2,
                 const std::string& base_url = {}) {
  Result<FileSet> site = RenderSite({library, content, Shipped(), {base_url}}, threads);
  EXPECT_TRUE(site) << (site ? "" : site.error().message);
  return site ? *std::move(site) : FileSet();
}

FakeLibrary Plausible() {
  FakeLibrary library;
  FillPlausible(library);
  return library;
}

TEST(Site, HoldsItsLawsForPlausibleReleasesAndTexts) {
  const FileSet site = Rendered(Plausible(), SmallContent());
  EXPECT_THAT(CheckPages(site), IsEmpty());
  for (const std::string path :
       {"index.html", "404.html", "en/index.html", "zh/index.html", "en/releases/index.html",
        "en/releases/v7.2.13-debian/index.html", "zh/metrics/rust.share/index.html", "en/articles/first/index.html",
        "zh/case-studies/only-english/index.html", "en/methodology/index.html", "data/releases.json",
        "data/metrics.csv", "manifest.sha256"}) {
    EXPECT_TRUE(site.contains(path)) << path;
  }
}

TEST(Site, IsTheSameBytesFromOneThreadAndFromEight) {
  const FakeLibrary library = Plausible();
  EXPECT_EQ(Rendered(library, SmallContent(), 1, "https://example.org/x"),
            Rendered(library, SmallContent(), 8, "https://example.org/x"));
}

TEST(Site, StandsWhenNothingHasBeenMeasured) {
  const FileSet site = Rendered(FakeLibrary());
  EXPECT_THAT(site.at("en/index.html"), HasSubstr("Nothing has been measured yet"));
  EXPECT_THAT(site.at("zh/index.html"), HasSubstr("尚无实测数据"));
}

TEST(Site, ShowsHostileNamesAsTextAndKeepsThemOutOfPaths) {
  FakeLibrary library;
  FillHostile(library);
  const FileSet site = Rendered(library);
  EXPECT_THAT(CheckPages(site), IsEmpty());
  for (const auto& [path, bytes] : site) {
    EXPECT_EQ(path.find(".."), std::string::npos) << path;
    EXPECT_EQ(path.find_first_of("<>'\" \\"), std::string::npos) << path;
    if (!path.ends_with(".html") && !path.ends_with(".svg")) continue;
    EXPECT_EQ(bytes.find("<script>"), std::string::npos) << path;
    EXPECT_EQ(bytes.find("<img"), std::string::npos) << path;
    EXPECT_EQ(bytes.find("\xE2\x80\xAE"), std::string::npos)
        << path << ": a character that turns text around stands bare";
    EXPECT_EQ(bytes.find('\xFF'), std::string::npos) << path << ": bytes that are not UTF-8";
  }
}

TEST(Site, SaysWhichTreeItMeasuredAndNeverCallsDebiansMainline) {
  const FileSet site = Rendered(Plausible());
  for (const auto& [path, bytes] : site) {
    if (!path.ends_with(".html")) continue;
    EXPECT_EQ(bytes.find("<td>the mainline tag</td>"), std::string::npos)
        << path << ": there is no mainline tag among these releases";
  }
  EXPECT_THAT(site.at("en/index.html"), HasSubstr("measured from Debian’s patched tree"));
  EXPECT_THAT(site.at("zh/index.html"), HasSubstr("实测自Debian打过补丁的源码树"));
}

TEST(Site, ComparesAPointReleaseWithItsOwnSeriesAndHomeWithTheSeriesBefore) {
  const FileSet site = Rendered(Plausible());
  EXPECT_THAT(site.at("en/releases/v7.2.13-debian/index.html"),
              HasSubstr("53 more lines of Rust of its own than 7.2.6"));
  EXPECT_THAT(site.at("en/releases/v6.12.117-debian/index.html"),
              HasSubstr("the newest measured release of an earlier series"));
  EXPECT_THAT(site.at("en/index.html"), HasSubstr("five times as much Rust in the kernel as in 6.12.117"));
}

TEST(Site, PrintsNoSentenceThatReadsWronglyInChinese) {
  for (const auto& [path, bytes] : Rendered(Plausible(), SmallContent())) {
    if (!path.starts_with("zh/")) continue;
    EXPECT_EQ(bytes.find("行为"), std::string::npos) << path;
  }
}

TEST(Site, LeavesSpacesBetweenHanAndLatinToTheStyleSheet) {
  const FileSet site = Rendered(Plausible());
  EXPECT_THAT(site.at("zh/index.html"), HasSubstr("Rust在哪里</h2>"));
  EXPECT_THAT(site.at("zh/index.html"), HasSubstr("<title>Linux 内核中的 Rust")) << "titles keep theirs";
}

TEST(Site, ShowsATextWithoutTranslationInItsOwnLanguageAndSaysSo) {
  const FileSet site = Rendered(Plausible(), SmallContent());
  const std::string& page = site.at("zh/case-studies/only-english/index.html");
  EXPECT_THAT(page, HasSubstr("<article lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("noindex"));
  EXPECT_THAT(page, HasSubstr("尚无中文译本"));
}

TEST(Site, ShowsTheTableOfOwnersWithTheMethodology) {
  const FileSet site = Rendered(Plausible(), SmallContent());
  for (const OwnerRule& rule : OwnerRules()) {
    EXPECT_THAT(site.at("en/methodology/index.html"), HasSubstr(Html::Text(rule.why.en).str()));
  }
}

TEST(Site, TellsEveryMistakeOfContentAtOnceAndWritesNothing) {
  FileSet content = SmallContent();
  content["articles/second/en.md"] =
      FrontMatter("Two", "2026-01-01", "k") + "```{chart} rust.locs by owner\n```\n\n```{chart} files by moon\n```\n";
  const FakeLibrary library = Plausible();
  const Result<FileSet> site = RenderSite({library, content, Shipped(), {}}, 2);
  ASSERT_FALSE(site);
  EXPECT_EQ(site.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(site.error().message, HasSubstr("articles/second/en.md:9"));
  EXPECT_THAT(site.error().message, HasSubstr("rust.locs"));
  EXPECT_THAT(site.error().message, HasSubstr("moon"));
}

TEST(Site, ManifestNamesEveryFileButItself) {
  const FileSet site = Rendered(Plausible());
  const std::string& manifest = site.at("manifest.sha256");
  EXPECT_EQ(static_cast<std::size_t>(std::count(manifest.begin(), manifest.end(), '\n')), site.size() - 1);
  EXPECT_THAT(manifest, HasSubstr("  en/index.html\n"));
  EXPECT_THAT(manifest, Not(HasSubstr("  manifest.sha256")));
}

TEST(CheckPages, TellsDeadLinksAnchorsAndWhatThePolicyForbids) {
  const std::string head = "<html lang=\"en\"><title>t</title><meta name=\"description\" content=\"d\"><h1>h</h1>";
  const FileSet site = {
      {"a.html", head + "<a href=\"b.html#x\">1</a><a href=\"gone.html\">2</a><a href=\"/root\">3</a><img "
                        "src=\"https://e.org/i.png\">"
                        "<a href=\"javascript:alert(1)\">4</a><p style=\"x\" id=\"p\"></p><p id=\"p\"></p>"
                        "<img srcset=\"small.png 1x, large.png 2x\"><button aria-controls=\"nobody\"></button>"},
      {"assets/a.css", "p { background: url(\"no.png\") }"},
      {"en/d.html",
       head + "<link rel=\"alternate\" hreflang=\"zh-Hans\" href=\"c.html\"><link rel=\"canonical\" href=\"c.html\">"},
      {"zh/d.html", head},
      {"b.html", "<html><h1>a</h1><h1>b</h1>"},
      {"en/c.html", head}};
  const std::vector<std::string> breaches = CheckPages(site);
  for (const std::string part :
       {"b.html#x", "gone.html", "/root", "i.png", "javascript:", "attribute style", "stands twice", "has 2 h1",
        "has no lang", "has no title", "has no description", "has no twin zh/c.html", "small.png", "large.png",
        "nobody", "loads \"no.png\"", "its alternate in zh-Hans is en/c.html", "does not name its alternate en/d.html",
        "canonical leads to en/c.html"}) {
    EXPECT_TRUE(std::any_of(breaches.begin(), breaches.end(), [&](const std::string& b) {
      return b.find(part) != std::string::npos;
    })) << part;
  }
}

TEST(CheckPages, LetsThePageThatAnyAddressShowsLinkFromTheRootAndBringItsStyleAndScript) {
  const std::string head = "<html lang=\"en\"><title>t</title><meta name=\"description\" content=\"d\"><h1>h</h1>";
  const FileSet site = {
      {"404.html",
       head + "<style>p {}</style><script>f()</script><a href=\"/f/b.html\">1</a><a href=\"/f/gone.html\">2</a>"
              "<img src=\"/f/b.html\">"},
      {"b.html", head}};
  EXPECT_THAT(CheckPages(site), UnorderedElementsAre(AllOf(HasSubstr("/f/gone.html"), HasSubstr("isn't there")),
                                                     AllOf(HasSubstr("/f/b.html"), HasSubstr("starts at"))));
}

}  // namespace
}  // namespace ferrotype
