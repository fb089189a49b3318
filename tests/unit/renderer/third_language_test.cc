// A third language is catalogues and content alone: Esperanto, made from the English catalogue.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "model/metric.h"
#include "model/module_category.h"
#include "model/owner.h"
#include "renderer/i18n/numbers.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

FileSet Templates() {
  FileSet templates = ReadSourceFiles("site-templates");
  nlohmann::json words = nlohmann::json::parse(templates.at("i18n/en.json"));
  words["language_self"] = "Esperanto";
  words["nav_releases"] = "Eldonoj";
  templates["i18n/eo.json"] = words.dump();
  return templates;
}

const FileSet kContent = {
    {"articles/x/en.md",
     "---\ntitle: Words\nsummary: A summary.\ndate: 2026-11-12\nauthor: A. Writer\nkeywords: [x]\n---\n\nText.\n"},
    {"articles/x/zh.md",
     "---\ntitle: 文\nsummary: 摘要。\ndate: 2026-11-12\nauthor: 作者\nkeywords: [x]\ntranslates: en\n---\n\n正文。\n"},
    {"articles/x/eo.md",
     "---\ntitle: Vortoj\nsummary: Resumo.\ndate: 2026-11-12\nauthor: A. Writer\nkeywords: [x]\n---\n\nTeksto.\n"}};

Result<FileSet> Render(const FileSet& templates, const FileSet& content = kContent) {
  FakeLibrary library;
  FillPlausible(library);
  return RenderSite({library, content, templates, {}}, 2);
}

TEST(ThirdLanguage, RendersFromACatalogueAndTextsAlone) {
  const Result<FileSet> site = Render(Templates());
  ASSERT_TRUE(site) << site.error().message;
  ASSERT_TRUE(site->contains("eo/index.html"));
  EXPECT_THAT(site->at("eo/index.html"), AllOf(HasSubstr("<html lang=\"eo\">"), HasSubstr("Eldonoj"),
                                               HasSubstr("hreflang=\"zh-Hans\""), HasSubstr(">简体中文</a>")));
  EXPECT_THAT(site->at("en/index.html"), AllOf(HasSubstr(">Esperanto</a>"), Not(HasSubstr("Eldonoj"))));
  EXPECT_THAT(site->at("index.html"), AllOf(HasSubstr("eo/index.html"), HasSubstr("Esperanto")));
  EXPECT_THAT(site->at("eo/articles/x/index.html"), AllOf(HasSubstr("Teksto."), HasSubstr("<article lang=\"eo\">")));
  std::size_t english = 0;
  std::size_t esperanto = 0;
  for (const auto& [path, bytes] : *site) {
    english += path.starts_with("en/") ? 1U : 0U;
    esperanto += path.starts_with("eo/") ? 1U : 0U;
  }
  EXPECT_EQ(english, esperanto);
}

// Every message of the English catalogue in marks: what stands without them did not come from the catalogue.
TEST(ThirdLanguage, ShowsNoWordsOfAnotherCatalogue) {
  FileSet templates = ReadSourceFiles("site-templates");
  const nlohmann::json english = nlohmann::json::parse(templates.at("i18n/en.json"));
  nlohmann::json marked = english;
  for (auto& [key, message] : marked.items()) message = "⟦" + message.get<std::string>() + "⟧";
  templates["i18n/eo.json"] = marked.dump();
  const Result<FileSet> site = Render(templates);
  ASSERT_TRUE(site) << site.error().message;
  // The program itself names metrics, owner classes and categories, in English where a third language is asked for.
  std::set<std::string_view> names;
  for (const MetricInfo& metric : Metrics()) names.insert(metric.name.en);
  for (const ModuleCategory& category : ModuleCategories()) names.insert(category.name.en);
  for (std::size_t i = 0; i < kOwners; ++i) names.insert(NameOf(static_cast<Owner>(i)).en);
  std::vector<std::string> bare;  // what an element says, for messages that are words alone
  for (const auto& [key, message] : english.items()) {
    const std::string words = message.get<std::string>();
    // Every page names the other languages in their own words.
    if (key.starts_with("language_") || words.size() < 5 || names.contains(words) ||
        words.find_first_of("{}<>&'") != std::string::npos)
      continue;
    bare.push_back(">" + words + "<");
  }
  ASSERT_GT(bare.size(), 200U);
  std::size_t pages = 0;
  std::vector<std::string> left;
  for (const auto& [path, bytes] : *site) {
    if (!path.starts_with("eo/") || !path.ends_with(".html") ||
        bytes.find("http-equiv=\"refresh\"") != std::string::npos)
      continue;
    ++pages;
    EXPECT_NE(bytes.find("⟦"), std::string::npos) << path;
    for (const std::string& words : bare) {
      for (std::size_t at = bytes.find(words); at != std::string::npos; at = bytes.find(words, at + 1)) {
        // Names of the source and ids of metrics are the same in every language: "files", "kernel::driver".
        if (bytes.compare(at + words.size(), 6, "/code>") != 0) left.push_back(path + ": " + words);
      }
    }
  }
  EXPECT_GT(pages, 30U);
  EXPECT_THAT(left, ::testing::IsEmpty());
}

TEST(ThirdLanguage, ATextThatItLacksStandsInEnglishWithANotice) {
  FileSet content = kContent;
  content.erase("articles/x/eo.md");
  const Result<FileSet> site = Render(Templates(), content);
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_THAT(site->at("eo/articles/x/index.html"),
              AllOf(HasSubstr("<article lang=\"en\">"), HasSubstr("noindex"), HasSubstr("class=\"note foreign\"")));
}

TEST(ThirdLanguage, AStringThatItLacksFailsTheBuild) {
  FileSet templates = Templates();
  nlohmann::json words = nlohmann::json::parse(templates.at("i18n/eo.json"));
  words.erase("nav_releases");
  templates["i18n/eo.json"] = words.dump();
  const Result<FileSet> site = Render(templates);
  ASSERT_FALSE(site);
  EXPECT_THAT(site.error().message, HasSubstr("site-templates/i18n/eo.json: lacks \"nav_releases\""));
}

TEST(ThirdLanguage, ACatalogueOfNoLanguageIsToldByItsName) {
  FileSet templates = Templates();
  templates["i18n/x-klingon.json"] = "{}";
  const Result<FileSet> site = Render(templates);
  ASSERT_FALSE(site);
  EXPECT_THAT(site.error().message, HasSubstr("site-templates/i18n/x-klingon.json"));
}

TEST(ThirdLanguage, DatesAreWrittenAsIcuKnows) {
  EXPECT_EQ(FormatDate("2026-11-12", *LangOf("de")), "12. November 2026");
}

}  // namespace
}  // namespace ferrotype
