// Which languages a site speaks, which is the first, and what it is called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "renderer/check/links.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::StartsWith;

std::string Text(const std::string& title) {
  return "---\ntitle: " + title + "\nsummary: " + title +
         "\ndate: 2026-11-20\nauthor: A. Writer\nkeywords: [rust]\n---\n\n{metric}`rust.authored.lines.code`\n\n" +
         "```{chart} rust.lines.code by owner\n```\n";
}

const FileSet kContent = {
    {"articles/x/en.md", Text("Words")},
    {"articles/x/zh.md", Text("文字")},
    {"articles/only-english/en.md", Text("English")},
    {"articles/only-chinese/zh.md", Text("中文")},
    {"events/e/zh.md", "---\ntitle: 事\nsummary: 事。\ndate: 2022-12-11\nplace: x\nkeywords: [rust]\n---\n事。\n"},
    {"glossary.yaml", "blob:\n  zh: 数据对象\n  means: Bytes.\n  means-zh: 字节。\n"}};

Result<FileSet> Render(std::vector<std::string> languages, std::map<std::string, std::string> names = {}) {
  FakeLibrary library;
  FillPlausible(library);
  static const FileSet templates = ReadSourceFiles("site-templates");
  SiteSettings settings;
  settings.base_url = "https://example.org/x/";
  settings.languages = std::move(languages);
  settings.names = std::move(names);
  return RenderSite({library, kContent, templates, settings}, 2);
}

TEST(Languages, OneAloneIsAWholeSite) {
  for (const std::string lang : {"en", "zh"}) {
    const std::string other = lang == "en" ? "zh" : "en";
    const Result<FileSet> site = Render({lang});  // refuses what CheckPages and CheckFeeds find
    ASSERT_TRUE(site) << site.error().message;
    EXPECT_THAT(*site, Each(Key(Not(StartsWith(other + "/"))))) << lang;
    EXPECT_THAT(site->at("index.html"),
                AllOf(HasSubstr("content=\"0; url=" + lang + "/index.html\""), Not(HasSubstr(other + "/index.html"))));
    EXPECT_FALSE(site->contains(lang + "/translations/index.html")) << "there is nothing to translate to";
    EXPECT_TRUE(site->contains("feeds/all." + lang + ".atom"));
    EXPECT_FALSE(site->contains("feeds/all." + other + ".atom"));
    EXPECT_FALSE(site->contains("feeds/all.both.atom")) << "there are no two";
    EXPECT_TRUE(site->contains(lang + "/articles/x/index.html"));
    EXPECT_EQ(site->contains(lang + "/articles/only-english/index.html"), lang == "en");
    EXPECT_EQ(site->contains(lang + "/articles/only-chinese/index.html"), lang == "zh");
    EXPECT_TRUE(site->contains(lang + "/search/index.html"));
    for (const auto& [path, bytes] : *site) {
      if (path.ends_with(".atom") || path == "sitemap.xml") {
        EXPECT_EQ(bytes.find("hreflang=\"" + std::string(other == "zh" ? "zh-Hans" : "en")), std::string::npos) << path;
      }
      if (!path.ends_with(".html") || path.find('/') == std::string::npos) continue;
      EXPECT_EQ(bytes.find("hreflang"), std::string::npos) << path;
      EXPECT_EQ(bytes.find("class=\"switch\""), std::string::npos) << path;
    }
    EXPECT_THAT(site->at("sitemap.xml"),
                AllOf(Not(HasSubstr("x-default")), Not(HasSubstr("<loc>https://example.org/x/index.html"))));
    EXPECT_THAT(site->at("404.html"), lang == "en" ? AllOf(HasSubstr("There is no such page"), Not(HasSubstr("没有")))
                                                   : AllOf(HasSubstr("没有这个页面"), Not(HasSubstr("There is"))));
  }
}

TEST(Languages, TheFirstIsForReadersOfAnyOther) {
  const Result<FileSet> site = Render({"zh", "en"});
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_THAT(site->at("index.html"), HasSubstr("<html lang=\"zh-Hans\">"));
  EXPECT_LT(site->at("index.html").find("zh/index.html"), site->at("index.html").find("en/index.html"));
  EXPECT_THAT(site->at("sitemap.xml"),
              AllOf(HasSubstr("hreflang=\"x-default\" href=\"https://example.org/x/zh/releases/index.html\""),
                    HasSubstr("hreflang=\"x-default\" href=\"https://example.org/x/index.html\"")));
  EXPECT_THAT(Render({"en", "zh"})->at("sitemap.xml"),
              HasSubstr("hreflang=\"x-default\" href=\"https://example.org/x/en/releases/index.html\""));
}

TEST(Languages, OneWithoutACatalogueIsRefusedWithWhatIsThere) {
  const Result<FileSet> site = Render({"en", "fr"});
  ASSERT_FALSE(site);
  EXPECT_THAT(site.error().message,
              HasSubstr("languages: \"fr\" has no catalogue, site-templates/i18n/fr.json; there are en, zh"));
  EXPECT_THAT(Render({"en", "en"}).error().message, HasSubstr("\"en\" stands there twice"));
}

TEST(SiteName, StandsInTitlesFeedsAndCitations) {
  const Result<FileSet> site = Render({}, {{"en", "Rust & <Kernel>"}, {"zh", "内核里的 Rust"}});
  ASSERT_TRUE(site) << site.error().message;
  const std::string english = "Rust &amp; &lt;Kernel&gt;";
  EXPECT_THAT(site->at("en/index.html"),
              AllOf(HasSubstr(" · " + english + "</title>"), HasSubstr("\">" + english + "</a>")));
  EXPECT_THAT(site->at("zh/index.html"), HasSubstr("内核里的"));
  EXPECT_THAT(site->at("index.html"), HasSubstr("<title>" + english + " · 内核里的 Rust</title>"));
  EXPECT_THAT(site->at("index.html"), HasSubstr("<span lang=\"zh-Hans\">内核里的 Rust</span>"))
      << "no page is in one language alone";
  for (const auto& [path, words] :
       std::map<std::string, std::string>{{"feeds/all.en.rss", english + ": everything"},
                                          {"feeds/all.zh.atom", "内核里的 Rust：全部更新"},
                                          {"feeds/all.en.json", "\"Rust & <Kernel>: everything\""},
                                          {"feeds/all.both.atom", " · 内核里的 Rust：全部更新"},
                                          {"en/metrics/rust.share/index.html", english + ", metric"},
                                          {"404.html", english}}) {
    EXPECT_THAT(site->at(path), HasSubstr(words)) << path;
  }
  for (const auto& [path, bytes] : *site) {
    if (!path.ends_with(".html") && !path.starts_with("feeds/")) continue;
    EXPECT_EQ(bytes.find("Ferrotype 铁版"), std::string::npos) << path;
    EXPECT_EQ(bytes.find("<Kernel>"), path.ends_with(".json") ? bytes.find("<Kernel>") : std::string::npos) << path;
  }
}

TEST(SiteName, IsOneForAllLanguagesOrEachItsOwn) {
  const Result<FileSet> one = Render({}, {{"", "Linux Rust"}, {"zh", "铁"}});
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_THAT(one->at("en/index.html"), HasSubstr(" · Linux Rust</title>"));
  EXPECT_THAT(one->at("zh/index.html"), HasSubstr(" · 铁</title>"));
  EXPECT_THAT(
      Render({})->at("en/index.html"),
      HasSubstr("<a class=\"brand\" href=\"../en/index.html\">Ferrotype <span lang=\"zh-Hans\">铁版</span></a>"));
}

}  // namespace
}  // namespace ferrotype
