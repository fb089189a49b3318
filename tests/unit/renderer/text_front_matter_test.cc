#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "renderer/text/front_matter.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Article(const std::string& extra, const std::string& body = "Text.\n") {
  return "---\ntitle: A title\nsummary: A summary\ndate: 2026-11-20\nauthor: N. N.\nkeywords: [rust, kernel]\n" +
         extra + "---\n" + body;
}

std::vector<std::string> Load(const FileSet& content, std::vector<Document>* documents = nullptr) {
  std::vector<Diagnostic> diagnostics;
  std::vector<Document> loaded = LoadDocuments(content, diagnostics);
  if (documents != nullptr) *documents = std::move(loaded);
  std::vector<std::string> lines;
  for (const Diagnostic& d : diagnostics) lines.push_back(Describe(d));
  return lines;
}

std::string LoadOne(const std::string& source) {
  const std::vector<std::string> lines = Load({{"articles/x/en.md", source}});
  return lines.empty() ? "" : lines[0];
}

TEST(FrontMatter, BecomesFlatValues) {
  std::vector<Document> documents;
  EXPECT_THAT(Load({{"articles/b/zh.md", Article("", "\n正文\n")},
                    {"articles/b/en.md", Article("updated: 2026-11-21\n")},
                    {"pages/about/en.md", "---\ntitle: 'About: this'\nsummary: >-\n  Two\n  lines\n---\n"},
                    {"articles/b/picture.png", "\x89PNG"},
                    {"README.md", "for editors"}},
                   &documents),
              IsEmpty());
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_EQ(documents[0].kind + "/" + documents[0].slug + "/" + std::string(PathOf(documents[0].lang)),
            "articles/b/en");
  EXPECT_EQ(documents[1].lang, Lang::kZh);
  EXPECT_EQ(documents[1].body, "\n正文\n");
  EXPECT_EQ(documents[1].body_line, 8);
  EXPECT_EQ(documents[0].front_matter.at("keywords"), "rust, kernel");
  EXPECT_EQ(documents[0].front_matter.at("date"), "2026-11-20") << "a date is text, not a number";
  EXPECT_EQ(documents[2].front_matter.at("title"), "About: this");
  EXPECT_EQ(documents[2].front_matter.at("summary"), "Two lines");
  EXPECT_EQ(documents[2].path, "content/pages/about/en.md");
}

TEST(FrontMatter, NamesUnknownKeysWithTheNearest) {
  EXPECT_EQ(LoadOne(Article("sumary: x\n")),
            "content/articles/x/en.md:7:1: error[F004]: unknown key \"sumary\"; did you mean \"summary\"?");
}

TEST(FrontMatter, NamesEveryMissingKey) {
  EXPECT_THAT(
      Load({{"articles/x/en.md", "---\ntitle: x\nsummary: y\nauthor: z\n---\n"}}),
      ElementsAre(HasSubstr("error[F005]: \"date\" is missing"), HasSubstr("error[F005]: \"keywords\" is missing")));
}

TEST(FrontMatter, RefusesOtherForms) {
  EXPECT_THAT(LoadOne(Article("updated: 2026-02-30\n")),
              HasSubstr(":7:10: error[F006]: updated: \"2026-02-30\" is no date"));
  EXPECT_THAT(LoadOne(Article("updated: [2026-02-01]\n")), HasSubstr("one value is wanted"));
  EXPECT_THAT(LoadOne(Article("translation-of: javascript:alert(1)\n")), HasSubstr("is no URL"));
  EXPECT_THAT(LoadOne(Article("translator:\n")), HasSubstr("the value is empty"));
  EXPECT_THAT(LoadOne(Article("translator: {a: b}\n")), HasSubstr("not a mapping"));
  EXPECT_THAT(LoadOne("no front matter"), HasSubstr("1:1: error[F003]"));
  EXPECT_THAT(LoadOne("---\ntitle: x\n"), HasSubstr("error[F003]"));
  EXPECT_THAT(LoadOne("---\n- a\n---\n"), HasSubstr("expected lines of `key: value`"));
  EXPECT_THAT(LoadOne("---\n---\n"), HasSubstr("error[F005]"));
}

TEST(FrontMatter, TakesOfAnEventsDateWhatIsKnown) {
  const auto event = [](const std::string& date) {
    const std::vector<std::string> lines =
        Load({{"events/x/en.md", "---\ntitle: x\nsummary: y\nplace: z\ndate: " + date + "\n---\n"}});
    return lines.empty() ? std::string() : lines[0];
  };
  EXPECT_EQ(event("2013"), "");
  EXPECT_EQ(event("2021-03"), "");
  EXPECT_EQ(event("2021-04-14"), "");
  EXPECT_THAT(event("2021-13"), HasSubstr("5:7: error[F006]: date: \"2021-13\" is no date"));
  EXPECT_THAT(LoadOne(Article("updated: 2026-11\n")), HasSubstr("is no date")) << "an article was written on a day";
}

TEST(FrontMatter, RefusesWhatYamlCanDoBesides) {
  EXPECT_THAT(LoadOne(Article("translator: &a x\n")), HasSubstr("anchors (&name) are not taken"));
  EXPECT_THAT(LoadOne(Article("translator: *a\n")), HasSubstr("aliases (*name) are not taken"));
  EXPECT_THAT(LoadOne(Article("translator: !!int 3\n")), HasSubstr("tags (!name) are not taken"));
  EXPECT_THAT(LoadOne(Article("title: again\n")), HasSubstr("\"title\" stands twice"));
  EXPECT_THAT(LoadOne(Article("translator: [[a]]\n")), HasSubstr("a list holds plain values only"));
  EXPECT_THAT(LoadOne(Article("? [a]\n: b\n")), HasSubstr("a key is plain text"));
  EXPECT_THAT(LoadOne("---\ntitle: \"open\n---\n"), HasSubstr("not YAML"));
  EXPECT_THAT(LoadOne("---\n\ttitle: x\n---\n"), HasSubstr("not YAML"));
}

TEST(FrontMatter, SurvivesDeepAndLongYaml) {
  EXPECT_THAT(LoadOne("---\nkeywords: " + std::string(100'000, '[') + "\n---\n"), HasSubstr("error[F003]"));
  std::string many = "---\n";
  for (int i = 0; i < 5'000; ++i) many += "k" + std::to_string(i) + ": v\n";
  EXPECT_THAT(LoadOne(many + "---\n"), HasSubstr("unknown key"));
}

TEST(Layout, IsOneFolderATextAndOneFileALanguage) {
  EXPECT_THAT(
      Load({{"artcles/x/en.md", ""}}),
      ElementsAre(
          "content/artcles/x/en.md:1:1: error[F001]: unknown kind of text \"artcles\"; did you mean \"articles\"?"));
  EXPECT_THAT(Load({{"articles/x/fr.md", ""}}), ElementsAre(HasSubstr("is no language of this site")));
  EXPECT_THAT(Load({{"articles/X y/en.md", ""}}), ElementsAre(HasSubstr("a slug is of a-z, 0-9 and -")));
  EXPECT_THAT(Load({{"articles/x.md", ""}}), ElementsAre(HasSubstr("a text lies at")));
}

TEST(Layout, RefusesWhatIsNoText) {
  EXPECT_THAT(LoadOne(Article("", "a\nb\xff")), HasSubstr("9:2: error[F002]: not UTF-8"));
  EXPECT_THAT(LoadOne(Article("", "\uFDD0")), HasSubstr("U+FDD0"));
  EXPECT_THAT(LoadOne(Article("", std::string("a\0b", 3))), HasSubstr("U+0000"));
  EXPECT_THAT(LoadOne(Article("", std::string(1 << 20, 'a'))), HasSubstr("a text has at most 1048576"));
}

TEST(Layout, TakesWindowsLinesAndAByteOrderMark) {
  std::vector<Document> documents;
  std::string source = "\uFEFF" + Article("", "One\n\nTwo\n");
  for (std::size_t at = 0; (at = source.find('\n', at)) != std::string::npos; at += 2) source.replace(at, 1, "\r\n");
  EXPECT_THAT(Load({{"articles/x/en.md", source}}, &documents), IsEmpty());
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].body, "One\n\nTwo\n");
}

TEST(References, ComeFromTheFileBeside) {
  std::vector<Document> documents;
  EXPECT_THAT(
      Load({{"articles/x/en.md", Article("")},
            {"articles/x/refs.yaml",
             "lwn:\n  title: Over\n  url: https://lwn.net/Articles/1/\nlore: {title: A mail, date: 2025-02-08}\n"}},
           &documents),
      IsEmpty());
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].references.at("lwn").url, "https://lwn.net/Articles/1/");
  EXPECT_EQ(documents[0].references.at("lore").date, "2025-02-08");
}

TEST(References, AreChecked) {
  EXPECT_THAT(Load({{"articles/x/refs.yaml", "a:\n  titel: x\nb:\n  title: y\n  url: javascript:alert(1)\nc: d\n"}}),
              ElementsAre(HasSubstr(":1:1: error[F004]: unknown key \"titel\" in \"a\"; did you mean \"title\"?"),
                          HasSubstr(":1:1: error[F005]"), HasSubstr(":3:1: error[F006]: the url of \"b\""),
                          HasSubstr(":6:1: error[F006]")));
}

TEST(Glossaries, ComeFromOneFile) {
  std::vector<Document> documents;
  EXPECT_THAT(Load({{"articles/x/en.md", Article("")}, {"glossary.yaml", "unsafe block: unsafe 块\n"}}, &documents),
              IsEmpty());
  ASSERT_TRUE(documents.at(0).glossary);
  EXPECT_EQ(documents[0].glossary->at("unsafe block").zh, "unsafe 块");
}

TEST(Glossaries, MaySayWhatAWordMeansInBothLanguages) {
  std::vector<Document> documents;
  EXPECT_THAT(Load({{"articles/x/en.md", Article("")},
                    {"glossary.yaml",
                     "mutex:\n  zh: 互斥锁\n  means: Waiters sleep.\n  means-zh: 等待者睡眠。\n"
                     "half:\n  zh: 半\n  means: One only.\nnone:\n  meens: x\n"}},
                   &documents),
              ElementsAre(HasSubstr(":5:1: error[F005]: \"half\" says what it means in one language only"),
                          HasSubstr(":8:1: error[F004]: unknown key \"meens\" in \"none\"; did you mean \"means\"?"),
                          HasSubstr(":8:1: error[F006]: \"none\" needs the Chinese word")));
  ASSERT_TRUE(documents.at(0).glossary);
  EXPECT_EQ(documents[0].glossary->at("mutex").zh, "互斥锁");
  EXPECT_EQ(documents[0].glossary->at("mutex").means_zh, "等待者睡眠。");
}

TEST(Dates, AreDaysOfTheCalendar) {
  EXPECT_TRUE(text::IsDate("2024-02-29"));
  for (const std::string_view wrong :
       {"2023-02-29", "2023-13-01", "2023-1-01", "23-01-01", "2023-01-00", "2023/01/01", "-023-01-01", "2023-01-1 "}) {
    EXPECT_FALSE(text::IsDate(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace ferrotype
