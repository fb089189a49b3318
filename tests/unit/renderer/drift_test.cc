// Translations: what ages them and what doesn't, and what `ferrotype translated` writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "renderer/check/translations.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kHead = "---\ntitle: A *title*\nsummary: In one sentence.\n---\n";

std::map<std::string, std::string> HashesOf(const std::string& body, std::string_view head = kHead) {
  std::vector<Diagnostic> diagnostics;
  const std::vector<Document> documents = LoadDocuments({{"pages/x/en.md", std::string(head) + body}}, diagnostics);
  std::map<std::string, std::string> hashes;
  if (documents.empty()) return hashes;
  for (const Section& section : SectionsOf(documents[0])) hashes[section.id] = section.hash;
  return hashes;
}

const std::string kBody =
    "Before *any* heading, with `code` and {metric}`rust.files`.\n\n## One {#one}\n\nWords of the first section,\nover "
    "two lines.\n\n- a\n- b\n\n## Two {#two}\n\n这里是第二节，\n也有两行。 \n\n```sh\nmake site\n```\n";

TEST(Sections, AreHeadTopAndWhatAnchorsBegin) {
  const auto hashes = HashesOf(kBody);
  std::vector<std::string> ids;
  for (const auto& [id, hash] : hashes) {
    ids.push_back(id);
    EXPECT_EQ(hash.size(), 12U);
  }
  EXPECT_THAT(ids, ElementsAre("_head", "_top", "one", "two"));
}

TEST(Sections, DontAgeByFormatting) {
  const auto before = HashesOf(kBody);
  // Lines broken elsewhere, other marks of emphasis and lists, more space, headings underlined.
  EXPECT_EQ(
      HashesOf(
          "Before _any_\nheading, with `code` and {metric}`rust.files`.\n\n\n## One   {#one}\n\nWords of the **first** "
          "section, over two lines.\n\n* a\n\n* b\n\nTwo {#two}\n---------\n\n这里是第二节，也有两行。\n\n~~~sh\nmake "
          "site  \n~~~\n"),
      before);
  EXPECT_EQ(HashesOf("<!-- for editors -->\n" + kBody), before);
  EXPECT_EQ(HashesOf(kBody, "---\nsummary: >-\n  In one\n  sentence.\ntitle: A title\n---\n"), before);
}

TEST(Sections, AgeByWordsRolesLinksAndCode) {
  const auto before = HashesOf(kBody);
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string body = kBody;
    body.replace(body.find(from), from.size(), to);
    std::vector<std::string> ids;
    for (const auto& [id, hash] : HashesOf(body)) {
      if (!before.contains(id) || before.at(id) != hash) ids.push_back(id);
    }
    return ids;
  };
  EXPECT_THAT(changed("rust.files", "c.files"), ElementsAre("_top"));
  EXPECT_THAT(changed("`code`", "[`code`](https://example.org/)"), ElementsAre("_top"));
  EXPECT_THAT(changed("first", "only"), ElementsAre("one"));
  EXPECT_THAT(changed("第二节", "第三节"), ElementsAre("two"));
  EXPECT_THAT(changed("make site", "make all"), ElementsAre("two"));
  EXPECT_THAT(changed("## One", "## The one"), ElementsAre("one"));
}

struct Pair {
  std::vector<Translation> translations;
  std::vector<std::string> told;
};

Pair Compared(const std::string& en, const std::string& zh) {
  Pair pair;
  std::vector<Diagnostic> diagnostics;
  FileSet content = {{"pages/x/en.md", en}};
  if (!zh.empty()) content["pages/x/zh.md"] = zh;
  const std::vector<Document> documents = LoadDocuments(content, diagnostics);
  pair.translations = TranslationsOf(documents, diagnostics);
  for (const Diagnostic& d : diagnostics)
    pair.told.push_back(std::to_string(d.line) + ":" + std::to_string(d.column) + " " + d.code);
  return pair;
}

std::string Recorded(const std::string& original, const std::string& translation) {
  std::vector<Diagnostic> diagnostics;
  const std::vector<Document> documents = LoadDocuments({{"pages/x/en.md", original}}, diagnostics);
  std::vector<std::pair<std::string, std::string>> seen;
  for (const Section& section : SectionsOf(documents.at(0))) seen.emplace_back(section.id, section.hash);
  return *WithSeen(translation, Lang::kEn, seen);
}

const std::string kEnglish =
    "---\ntitle: T\nsummary: S\n---\nTop.\n\n## One {#one}\n\nWords.\n\n## Two {#two}\n\nMore.\n";
const std::string kChinese = "---\ntitle: 题\nsummary: 要\n---\n头。\n\n## 一 {#one}\n\n话。\n\n## 二 {#two}\n\n多。\n";

TEST(Translations, AreCurrentOnceRecorded) {
  const Pair pair = Compared(kEnglish, Recorded(kEnglish, kChinese));
  EXPECT_THAT(pair.told, IsEmpty());
  ASSERT_EQ(pair.translations.size(), 1U);
  EXPECT_EQ(pair.translations[0].state, TranslationState::kCurrent);
  EXPECT_EQ(pair.translations[0].original, Lang::kEn);
}

TEST(Translations, AgeBySectionAtItsPlace) {
  const std::string recorded = Recorded(kEnglish, kChinese);
  std::string newer = kEnglish;
  newer.replace(newer.find("More."), 5, "Less.");
  const Pair pair = Compared(newer, recorded);
  ASSERT_EQ(pair.translations.size(), 1U);
  EXPECT_EQ(pair.translations[0].state, TranslationState::kAged);
  EXPECT_THAT(pair.translations[0].aged, ElementsAre("two"));
  EXPECT_THAT(pair.told, ElementsAre("17:1 T001")) << recorded;
}

TEST(Translations, TellWhatIsMissingUnrecordedOrOdd) {
  EXPECT_THAT(Compared(kEnglish, "").told, ElementsAre("1:1 T002"));
  EXPECT_EQ(Compared(kEnglish, "").translations[0].state, TranslationState::kMissing);
  EXPECT_THAT(Compared(kEnglish, kChinese).told, ElementsAre("1:1 T004"));
  std::string less = kChinese;
  less.resize(less.find("\n## 二"));
  EXPECT_THAT(Compared(kEnglish, Recorded(kEnglish, less)).told, ElementsAre("11:1 T005"));
  EXPECT_THAT(Compared(Recorded(kEnglish, kEnglish), Recorded(kEnglish, kChinese)).told,
              ElementsAre("4:13 T006", "4:13 T006"))
      << "English says that it follows English, and both that they follow";
}

TEST(Recording, ChangesNothingElse) {
  const std::string source =
      "---\r\ntitle: T\r\nseen:\r\n  old: 000000000000\r\n  # a note\r\ntranslates: en\r\nsummary: S\r\n---\r\nBody.";
  EXPECT_EQ(*WithSeen(source, Lang::kEn, {{"a", "111111111111"}}),
            "---\r\ntitle: T\r\nsummary: S\r\ntranslates: en\r\nseen:\r\n  a: 111111111111\r\n---\r\nBody.");
  EXPECT_FALSE(WithSeen("no front matter", Lang::kEn, {}));
  EXPECT_FALSE(WithSeen("---\ntitle: never closed\n", Lang::kEn, {}));
  EXPECT_FALSE(WithSeen("", Lang::kEn, {}));
}

}  // namespace
}  // namespace ferrotype
