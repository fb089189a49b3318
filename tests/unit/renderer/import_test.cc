// Texts from elsewhere: the five kinds of documents that the site must carry, each imported into a bundle that check
// takes.
#include "renderer/import/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "renderer/check/site_check.h"
#include "renderer/import/metadata.h"
#include "support/files.h"
#include "text_library.h"

namespace ferrotype {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Fixture(const std::string& name) {
  std::ifstream in(std::string(FERROTYPE_SOURCE_DIR) + "/tests/unit/renderer/fixtures/import/" + name);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

ImportRequest Ask(std::string_view bytes, const std::string& name) {
  return {bytes,
          name,
          "",
          "",
          std::nullopt,
          false,
          "2026-11-20",
          [](const std::string& picture) -> std::optional<std::string> {
            if (picture == "pictures/Penguin One.png") return "PNG";
            return std::nullopt;
          }};
}

std::string All(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

// What check says of the bundle: nothing that publishing would refuse.
void ExpectAccepted(const Imported& imported) {
  static const FileSet templates = ReadSourceFiles("site-templates");
  const Result<CheckedSite> checked = CheckSite({TextLibrary(), imported.files, templates, {}}, 2);
  ASSERT_TRUE(checked) << checked.error().message;
  for (const Diagnostic& d : checked->diagnostics) {
    EXPECT_NE(d.severity, Diagnostic::Severity::kError) << Describe(d) << "\n" << imported.files.begin()->second;
  }
  for (const std::string& problem : checked->problems) ADD_FAILURE() << problem;
}

TEST(Import, TranslatedNewsWithItsMetadataInAComment) {
  const std::string bytes = Fixture("news.md");
  const Result<Imported> made = ImportText(Ask(bytes, "label.md"));
  ASSERT_TRUE(made) << made.error().message;
  ExpectAccepted(*made);
  EXPECT_EQ(made->kind, "articles");
  EXPECT_EQ(made->slug, "label");
  const std::string& zh = made->files.at("articles/label/zh.md");
  EXPECT_THAT(zh, HasSubstr("title: \"内核社区为 Rust 松开了“实验”二字\"\n"));
  EXPECT_THAT(zh, HasSubstr("date: 2025-12-15\n"));
  EXPECT_THAT(
      zh,
      HasSubstr(
          "translation-of: \"https://news.example.org/kernel/label?id=7\"\noriginal-title: \"A label comes off\"\n"));
  EXPECT_THAT(zh, HasSubstr("original-author: \"A. Reporter\"\n"));
  EXPECT_THAT(zh, HasSubstr("translator: \"某某\"\n"));
  EXPECT_THAT(zh, HasSubstr("summary: \"东京的维护者峰会之后，文档里的一个词被删去了。\"\n"));
  EXPECT_THAT(zh, HasSubstr("draft: yes\n"));
  EXPECT_THAT(zh, HasSubstr("<!-- editor: the cover https://cdn.example.net/covers/label.jpg was left out"));
  EXPECT_THAT(zh, HasSubstr("<!-- editor: metadata that has no place here: 栏目: 要闻 -->"));
  EXPECT_THAT(zh, HasSubstr("[会场](https://cdn.example.net/hall.jpg)")) << "a link, until there is a local copy";
  EXPECT_THAT(zh, HasSubstr("(https://example.org/summit?page=2#notes)与 https://example.org/list 。"));
  EXPECT_THAT(zh, HasSubstr("`Result<T>`以外的事：**审阅者**不够。Result\\<T> 本身没有人反对。\\\n会议"));
  EXPECT_THAT(zh, HasSubstr("is \"谁来审阅\" a heading that lost its mark? -->\n\n谁来审阅\n"));
  EXPECT_THAT(zh, HasSubstr("另见旧文。"));
  EXPECT_THAT(zh, HasSubstr("## 会上说了什么 {#section-1}\n"));
  EXPECT_THAT(zh, HasSubstr("表：接下来\n\n| 年份 | 事 |"));
  EXPECT_THAT(zh, HasSubstr("文档的改动很小[^1]，意义却不小\\[9]。"));
  EXPECT_THAT(All(made->report), HasSubstr("permission: may this be published here?"));
}

TEST(Import, NumberedEssayWithBareLinesAndLineNumbersInItsCode) {
  const std::string bytes = Fixture("essay.md");
  const Result<Imported> made = ImportText(Ask(bytes, "Seven Questions.md"));
  ASSERT_TRUE(made) << made.error().message;
  ExpectAccepted(*made);
  EXPECT_EQ(made->slug, "seven-questions");
  const std::string& zh = made->files.at("articles/seven-questions/zh.md");
  EXPECT_THAT(zh, HasSubstr("title: \"用 Rust 写操作系统内核：七个问题\"\n"));
  EXPECT_THAT(zh, HasSubstr("author: \"某某\"\n"));
  EXPECT_THAT(zh, HasSubstr("date: 2026-03-08\n"));
  EXPECT_THAT(zh, HasSubstr("```rust\nuse kernel::prelude::*;\n\nmodule! {\n    type: Hello,\n    name: "
                            "\"hello\",\n}\n\nstruct Hello;\n```"));
  EXPECT_THAT(zh, HasSubstr("## 1. 为什么又谈内核 {#section-1}"));
  EXPECT_THAT(zh, HasSubstr("is \"2. 没有标准库的日子\" a heading that lost its mark?"));
  EXPECT_THAT(zh, HasSubstr("code without a fence; it has one now, say which language -->\n\n```\n$ make LLVM=1 "
                            "rustavailable\n$ make LLVM=1 -j2\n```"));
  EXPECT_THAT(zh, HasSubstr("```\nfn probe(dev: &Device) -> Result {\n    dev.enable()?;\n    Ok(())\n}\n```")) << zh;
  EXPECT_THAT(All(made->report), HasSubstr("line numbers were taken out of the code"));
}

TEST(Import, ReportInTwoLanguagesIsTakenApartAndItsHalvesCompared) {
  const std::string bytes = Fixture("report.md");
  ImportRequest request = Ask(bytes, "report.md");
  const Result<Imported> whole = ImportText(request);
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_THAT(All(whole->report), HasSubstr("--split takes them apart"));
  request.split = true;
  const Result<Imported> made = ImportText(request);
  ASSERT_TRUE(made) << made.error().message;
  ExpectAccepted(*made);
  EXPECT_EQ(made->slug, "rust-in-the-kernel-counted");
  const std::string& en = made->files.at("articles/rust-in-the-kernel-counted/en.md");
  const std::string& zh = made->files.at("articles/rust-in-the-kernel-counted/zh.md");
  EXPECT_THAT(en, HasSubstr("title: \"Rust in the kernel, counted\"\n"));
  EXPECT_THAT(zh, HasSubstr("title: \"数一数内核中的 Rust\"\n"));
  EXPECT_THAT(en, HasSubstr("date: 2026-03-03\n"));
  EXPECT_THAT(en, HasSubstr("keywords: [\"Rust\", \"Linux\", \"measurement\"]\n"));
  EXPECT_THAT(en, HasSubstr("<!-- editor: metadata that has no place here: version: 2 -->"));
  EXPECT_THAT(en, HasSubstr("## 1. Numbers {#numbers}\n"));
  EXPECT_THAT(zh, HasSubstr("## 1. 数字 {#numbers}\n"));
  EXPECT_THAT(zh, HasSubstr("## 2. Binder {#binder}\n"));
  EXPECT_THAT(en, HasSubstr("### 2.1 Unsafe {#unsafe}\n"));
  EXPECT_THAT(en, Not(HasSubstr("数")));
  EXPECT_THAT(zh, HasSubstr("translates: en\n"));
  EXPECT_THAT(All(made->report), HasSubstr("the Chinese half lacks the section of line"));
  EXPECT_THAT(All(made->report), HasSubstr("\"3. Outlook\""));
  EXPECT_THAT(All(made->report), HasSubstr("the Chinese half has 1 blocks of code, the other one 2"));
}

TEST(Import, NoteOnAPaperWithAListOfKeysAndAFormula) {
  const std::string bytes = Fixture("note.md");
  const Result<Imported> made = ImportText(Ask(bytes, "note.md"));
  ASSERT_TRUE(made) << made.error().message;
  ExpectAccepted(*made);
  EXPECT_EQ(made->kind, "papers");
  const std::string& en = made->files.begin()->second;
  EXPECT_THAT(en, HasSubstr("authors: [\"First Author\", \"Second Author\", \"Third Author\"]\n"));
  EXPECT_THAT(en, HasSubstr("Authors: First Author (University of Somewhere), Second Author"));
  EXPECT_THAT(en, HasSubstr("venue: \"Example Conference 2024\"\ndoi: \"10.0000/example.2024\"\n"));
  EXPECT_THAT(en, HasSubstr("date: 2024-11-02\n"));
  EXPECT_THAT(en, HasSubstr("<!-- editor: metadata that has no place here: Mood: curious -->"));
  EXPECT_THAT(en, HasSubstr("It reads {math}`n` patches"));
  EXPECT_THAT(
      en,
      HasSubstr(
          "```{math}\n\\text{benefit} = \\frac{\\text{bugs that Rust can fix}}{\\text{lines of the subsystem}}\n```"));
  EXPECT_THAT(en, HasSubstr("It costs $5 and $6 to try."));
  EXPECT_THAT(en, HasSubstr("summary: \"The study asks what became of the promise."));
}

TEST(Import, MagazineArticleWithATableOfMetadataAndALocalCover) {
  const std::string bytes = Fixture("magazine.md");
  const Result<Imported> made = ImportText(Ask(bytes, "magazine.md"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->slug, "twenty-years-of-no");
  const std::string& en = made->files.at("articles/twenty-years-of-no/en.md");
  EXPECT_THAT(en, HasSubstr("title: \"Twenty years of no\"\nsummary: \"Why the kernel refused one language and took "
                            "another.\"\ndate: 2025-11-05\nauthor: \"A. Writer\"\n"));
  EXPECT_THAT(en, HasSubstr("```{figure} penguin-one.png; alt=Cover\nDrawing by A. Writer, CC BY 4.0\n```"));
  EXPECT_EQ(made->files.at("articles/twenty-years-of-no/penguin-one.png"), "PNG");
  EXPECT_THAT(en, HasSubstr("is \"How it began\" a heading that lost its mark?"));
  EXPECT_THAT(en, HasSubstr("## A different answer {#a-different-answer}\n")) << "its level was the fourth";
  EXPECT_THAT(en, HasSubstr("The cost is paid by reviewers."));
  EXPECT_THAT(en, Not(HasSubstr("<div")));
  EXPECT_THAT(en, HasSubstr("the picture pictures/missing.png was not found beside the file"));
  ExpectAccepted(*made);
}

TEST(Import, TakesTomlAndParagraphsThatAlternate) {
  const std::string bytes =
      "+++\ntitle = \"Two voices\"\ndate = 2026-01-02T10:00:00Z\nauthors = [\"A\", \"B\"]\n+++\n\nOne voice says this "
      "in English.\n\n"
      "一个声音用中文这样说。\n\nThe other voice agrees with it.\n\n另一个声音表示同意。\n\n```c\nint x;\n```\n\nAnd "
      "so it ends here.\n\n就此结束。\n";
  ImportRequest request = Ask(bytes, "x.md");
  request.split = true;
  const Result<Imported> made = ImportText(request);
  ASSERT_TRUE(made) << made.error().message;
  ExpectAccepted(*made);
  const std::string& en = made->files.at("articles/two-voices/en.md");
  const std::string& zh = made->files.at("articles/two-voices/zh.md");
  EXPECT_THAT(en, HasSubstr("author: \"A, B\"\n"));
  EXPECT_THAT(en, HasSubstr("```c\nint x;\n```"));
  EXPECT_THAT(zh, HasSubstr("```c\nint x;\n```"));
  EXPECT_THAT(zh, HasSubstr("另一个声音表示同意。"));
  EXPECT_THAT(zh, Not(HasSubstr("agrees")));
}

// The heads that people write elsewhere, and what must come of each.
TEST(Import, KnowsOddShapesOfMetadata) {
  const std::string body = "\nA first paragraph that is long enough to be one.\n";
  struct Shape {
    std::string name;
    std::string head;
    std::vector<std::string> lines;  // of the front matter
  };
  const std::vector<Shape> shapes = {
      {"an address beside a name",
       "<!--\ntitle: T\nauthor: Wang Er <wang@example.org>\ndate: 2026-03-05\n-->\n",
       {"author: \"Wang Er\""}},
      {"tags with signs",
       "# T\n\n- **Authors**: A. B. (X, Y), C. D.\n- **Publication**: ATC 2024\n- **Tags**: #Rust #Linux kernel\n",
       {"keywords: [\"Rust\", \"Linux kernel\"]", "authors: [\"A. B.\", \"C. D.\"]", "venue: \"ATC 2024\""}},
      {"TOML of several lines and tables",
       "+++\ntitle = 'T'\ndraft = false\ndescription = \"\"\"\nTwo lines\nof it\"\"\"\ndate = "
       "2026-02-03T10:11:12+08:00\n"
       "[author]\nname = \"N. N.\"\n[taxonomies]\ntags = [\"a\", \"b\"]\n+++\n",
       {"summary: \"Two lines of it\"", "author: \"N. N.\"", "keywords: [\"a\", \"b\"]", "date: 2026-02-03"}},
      {"YAML with mappings",
       "---\nlayout: post\ntitle: \"T: a colon\"\ndate: 2015-11-17 16:16:01 -0600\nauthor:\n  name: Foo Bar\n  email: "
       "f@example.org\n---\n",
       {"title: \"T: a colon\"", "author: \"Foo Bar\"", "date: 2015-11-17"}},
      {"an underlined title and a byline",
       "The State\n=========\n\n*By Ada Lovelace, 12 Jan 2026*\n",
       {"title: \"The State\"", "author: \"Ada Lovelace\"", "date: 2026-01-12"}},
      {"front matter that nobody closed", "---\ntitle: T\nauthor: A. B.\n", {"title: \"T\"", "author: \"A. B.\""}},
      {"a table of keys and values",
       "# T\n\n| Key | Value |\n|---|---|\n| Author | A. B. |\n| Date | 2 Jan 2026 |\n| Keywords | x, y |\n",
       {"author: \"A. B.\"", "date: 2026-01-02", "keywords: [\"x\", \"y\"]"}},
      {"percent signs", "% A title\n% A. B.; C. D.\n% May 5, 2025\n", {"title: \"A title\"", "date: 2025-05-05"}},
      {"full-width colons",
       "# 标题\n\n作者：王五\n日期：2024年12月1日\n摘要：这是摘要。\n",
       {"title: \"标题\"", "author: \"王五\"", "date: 2024-12-01", "summary: \"这是摘要。\""}}};
  Imported all;
  for (const Shape& shape : shapes) {
    const std::string bytes = shape.head + body;
    ImportRequest request = Ask(bytes, "odd.md");
    request.slug = fmt::format("odd-{}", all.files.size());
    const Result<Imported> made = ImportText(request);
    ASSERT_TRUE(made) << shape.name << ": " << made.error().message;
    all.files.insert(made->files.begin(), made->files.end());
    const std::string& text = made->files.begin()->second;
    for (const std::string& line : shape.lines) EXPECT_THAT(text, HasSubstr("\n" + line + "\n")) << shape.name;
    EXPECT_EQ(text.substr(0, text.find("\n---\n", 4)).find('@'), std::string::npos) << shape.name;
    EXPECT_THAT(text, HasSubstr("A first paragraph")) << shape.name;
  }
  ExpectAccepted(all);
}

TEST(Import, LeavesTablesOfTheTextInTheText) {
  const Result<Imported> made = ImportText(
      Ask("# T\n\n| Author | Lines |\n|---|---|\n| A | 1 |\n| B | 2 |\n\nWords enough for one paragraph.\n", "x.md"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_THAT(made->files.begin()->second, HasSubstr("| B | 2 |"));
}

TEST(Import, SaysWhatItCantTake) {
  EXPECT_FALSE(ImportText(Ask("\xFF\xFE", "x.md")));
  EXPECT_FALSE(ImportText(Ask("words", "字.md"))) << "no slug";
  ImportRequest request = Ask("Only English words in here.\n", "x.md");
  request.split = true;
  EXPECT_FALSE(ImportText(request));
  request.split = false;
  request.slug = "../x";
  EXPECT_FALSE(ImportText(request));
}

TEST(Import, BringsEvenHostileTextsIntoAFormThatCheckTakes) {
  for (const std::string bytes :
       {"# T\n\n<script>alert(1)</script>\n[x](javascript:alert(1)) ![](//host/x.png) <img src=x onerror=y>\n",
        "```{metric} x\nnever closed\n\nwords {metrik}`x` {metric}`files` and more\n", "\n\n\n", "- a\n  - b\n```\n",
        "x\n===\n\ny\n---\n\n###### z\n", "| a |\n|---|\n| [^1] |\n\n[^2]: lonely\n",
        "Title\n\n$$\n\\nope{\n$$\n\n$\\href{javascript:x}{y}$\n", "<!-- a -- b\nc -->\nwords <!-- d --> more\n",
        "---\ntitle: [unclosed\n---\nwords\n", "# A\n# B\n# A\n## A {#A b}\n"}) {
    const Result<Imported> made = ImportText(Ask(bytes, "hostile.md"));
    ASSERT_TRUE(made) << made.error().message << bytes;
    EXPECT_THAT(made->report, Not(Contains(HasSubstr(": error[")))) << bytes << made->files.begin()->second;
  }
}

TEST(Import, StaysQuickWhateverItIsGiven) {
  const auto times = [](int count, std::string_view piece) {
    std::string out;
    for (int i = 0; i < count; ++i) out += piece;
    return out;
  };
  for (const std::string& bytes :
       {times(40'000, "["), times(40'000, "`x"), times(40'000, "<a "), times(20'000, "{a}"), times(20'000, "$x"),
        times(10'000, "# a\n"), times(10'000, "```\n"), times(10'000, "1 x;\n"), times(6'000, "a\n\n字字\n\n"),
        times(20'000, "| a"), times(20'000, "[x]("), times(8'000, "- k: v\n")}) {
    ImportRequest request = Ask(bytes, "x.md");
    EXPECT_TRUE(ImportText(request)) << bytes.substr(0, 20);
    request.split = true;
    static_cast<void>(ImportText(request));
  }
}

TEST(ImportedDates, AreReadAsPeopleWriteThem) {
  for (const auto& [written, day] :
       std::vector<std::pair<std::string, std::string>>{{"2025-04-01", "2025-04-01"},
                                                        {"2025/4/1", "2025-04-01"},
                                                        {"2025年4月1日", "2025-04-01"},
                                                        {"April 1, 2025", "2025-04-01"},
                                                        {"1 Apr 2025", "2025-04-01"},
                                                        {"Tue, 1st April 2025", "2025-04-01"},
                                                        {"2025-04-01T10:20:30Z", "2025-04-01"},
                                                        {"2025-02-30", ""},
                                                        {"last spring", ""},
                                                        {"chapter 1 of 2025", ""},
                                                        {"10.20.30", ""}}) {
    EXPECT_EQ(imports::DayOf(written).value_or(""), day) << written;
  }
  EXPECT_THAT(imports::NamesOf("A. B. (X, Y), C and D（Z）"), ElementsAre("A. B.", "C", "D"));
}

}  // namespace
}  // namespace ferrotype
