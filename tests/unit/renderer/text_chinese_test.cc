// Emphasis beside CJK (the situations of commonmark-spec issue 650), line breaks and spaces. Fixtures are Markdown and
// HTML side by side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "renderer/text/chinese.h"
#include "renderer/text/runes.h"
#include "text_support.h"

namespace ferrotype {
namespace {

struct Pair {
  std::string markdown;
  std::string html;
};

std::string Paragraph(const std::string& html) { return "<p>" + html + "</p>\n"; }

TEST(ChineseEmphasis, OpensAndClosesBesidePunctuation) {
  const std::vector<Pair> pairs = {
      {"**重要。**后接文字", "<strong>重要。</strong>后接文字"},
      {"**重要**。后接文字", "<strong>重要</strong>。后接文字"},
      {"**重要、**后接", "<strong>重要、</strong>后接"},
      {"**真的\uff1f**后接", "<strong>真的\uff1f</strong>后接"},
      {"这是**我想做的事。**所以继续。", "这是<strong>我想做的事。</strong>所以继续。"},
      {"前文**「引用」**后文", "前文<strong>「引用」</strong>后文"},
      {"前文*「引用」*后文", "前文<em>「引用」</em>后文"},
      {"前文***「引用」***后文", "前文<em><strong>「引用」</strong></em>后文"},
      {"例子**\"加粗\"**例子", "例子<strong>&quot;加粗&quot;</strong>例子"},
      {"使用**Markdown(标记)**书写", "使用<strong>Markdown(标记)</strong>书写"},
      {"见**[链接](https://example.org/)**后",
       "见<strong><a href=\"https://example.org/\" rel=\"noopener\">链接</a></strong>后"},
      {"见**`代码`**后", "见<strong><code>代码</code></strong>后"},
      {"前~~「旧」~~后", "前<del>「旧」</del>后"},
      {"これは**私のやりたかったこと。**だからするの。", "これは<strong>私のやりたかったこと。</strong>だからするの。"},
      {"문서를 **마크다운(Markdown)**을 사용", "문서를 <strong>마크다운(Markdown)</strong>을 사용"},
      {"**甲。**乙**丙。**丁", "<strong>甲。</strong>乙<strong>丙。</strong>丁"},
      {"\u300a**书。**\u300b**完。**", "\u300a<strong>书。</strong>\u300b<strong>完。</strong>"},
      {"𠮷**「字」**𠮷", "𠮷<strong>「字」</strong>𠮷"},
  };
  for (const Pair& pair : pairs) {
    std::string expected = pair.html;
    // In text, quotes stay as they are typed.
    for (std::size_t at; (at = expected.find("&quot;加粗&quot;")) != std::string::npos;)
      expected.replace(at, 18, "\"加粗\"");
    EXPECT_EQ(Html(pair.markdown, Lang::kZh), Paragraph(expected)) << pair.markdown;
  }
}

TEST(ChineseEmphasis, LeavesAsterisksThatAreNone) {
  EXPECT_EQ(Html("三 * 四 * 五", Lang::kZh), Paragraph("三 * 四 * 五"));
  EXPECT_EQ(Html("\\*重要。\\*后接", Lang::kZh), Paragraph("*重要。*后接"));
  EXPECT_EQ(Html("`**重要。**后`接", Lang::kZh), Paragraph("<code>**重要。**后</code>接"));
  EXPECT_EQ(Html("**重要。后接", Lang::kZh), Paragraph("**重要。后接"));
}

TEST(ChineseEmphasis, GivesEnglishBackByteForByte) {
  const std::string english =
      "This is **what I wanted to do.** So. *a*b **\"x\"**y foo**(bar)**baz ~~(z)~~q\n\n* item\n***\n`**a.**b`\n\n    "
      "*code*\n\\*x\\* caf\u00e9**!**caf\u00e9 \u2014**a**\u2014";
  EXPECT_EQ(text::RepairEmphasis(english), english);
}

TEST(ChineseEmphasis, PutsInOnlySeamsThatComeOutAgain) {
  const std::string chinese = "**重要。**后接~~「旧」~~后,前**「引」**。`**甲。**乙` *a* **b**";
  const std::string repaired = text::RepairEmphasis(chinese);
  EXPECT_NE(repaired, chinese);
  EXPECT_EQ(text::WithoutSeams(repaired), chinese);
  EXPECT_EQ(text::RepairEmphasis(repaired), repaired) << "repairing twice is repairing once";
}

TEST(ChineseEmphasis, LeavesNoSeamAnywhereInAPage) {
  const std::string body =
      "## 标题**「一」**后 {#a}\n\n**甲。**乙[**「丙」**丁](https://example.org/**「x」**y "
      "\"**「t」**u\")\n\n```\n前**「引」**后\n```\n\n"
      "前**「引」**后\n\n![图**「引」**后](a.png)\n\n| 前**「引」**后 |\n|---|\n| **甲。**乙 "
      "|\n\n```{note}\n前**「引」**后\n```\n\n"
      "前`**「引」**后`[^1] {metric}`x**「y」**z`\n\n[^1]: **甲。**乙\n";
  const TextCase made = RenderBody(body, Lang::kZh);
  EXPECT_EQ(made.text.body_html.find(text::kSeam), std::string::npos);
  EXPECT_EQ(made.Messages().find(text::kSeam), std::string::npos);
  ASSERT_EQ(made.text.headings.size(), 1U);
  EXPECT_EQ(made.text.headings[0].html, "标题<strong>「一」</strong>后");
}

TEST(ChineseLines, JoinWithoutASpace) {
  EXPECT_EQ(Html("第一行\n第二行", Lang::kZh), Paragraph("第一行第二行"));
  EXPECT_EQ(Html("第一行。\n第二行", Lang::kZh), Paragraph("第一行。第二行"));
  EXPECT_EQ(Html("第一行**强**\n**调**第二行", Lang::kZh),
            Paragraph("第一行<strong>强</strong><strong>调</strong>第二行"));
  EXPECT_EQ(Html("中文\nLinux", Lang::kZh), Paragraph("中文Linux"));
  EXPECT_EQ(Html("Linux\nkernel", Lang::kZh), Paragraph("Linux\nkernel"));
  EXPECT_EQ(Html("Linux\nkernel", Lang::kEn), Paragraph("Linux\nkernel"));
  EXPECT_EQ(Html("> 第一行\n> 第二行", Lang::kZh), "<blockquote>\n" + Paragraph("第一行第二行") + "</blockquote>\n");
}

TEST(ChineseSpaces, BetweenHanAndLatinLeaveHtmlAndStayInPlainText) {
  EXPECT_EQ(Html("在 Linux 内核中", Lang::kZh), Paragraph("在Linux内核中"));
  EXPECT_EQ(Html("有 **12** 行", Lang::kZh), Paragraph("有<strong>12</strong>行"));
  EXPECT_EQ(Html("用 `cargo build` 构建", Lang::kZh), Paragraph("用<code>cargo build</code>构建"));
  EXPECT_EQ(Html("第一句。 第二句", Lang::kZh), Paragraph("第一句。第二句"));
  EXPECT_EQ(Html("有 {metric}`rust.lines.code; unit=wan` 行", Lang::kZh).substr(0, 8), "<p>有<a")
      << "a space that sets a role off";
  EXPECT_NE(Html("拿 {reported}`约千行; source=talk` 与", Lang::kZh).find("<p>拿<span"), std::string::npos);
  EXPECT_EQ(Html("`a 与 b`", Lang::kZh), Paragraph("<code>a 与 b</code>")) << "code stays as it is";
  EXPECT_EQ(Html("In 中文 text", Lang::kEn), Paragraph("In <span lang=\"zh-Hans\">中文</span> text"));
  EXPECT_EQ(text::TidyPlain("在Linux内核中\n有 12  行。", Lang::kZh), "在 Linux 内核中有 12 行。");
  EXPECT_EQ(text::TidyPlain(" The  Linux\nkernel ", Lang::kEn), "The Linux kernel");
}

TEST(ChineseBlocks, MarkForeignLanguages) {
  EXPECT_EQ(Html("This sentence is in English.", Lang::kZh), "<p lang=\"en\">This sentence is in English.</p>\n");
  EXPECT_EQ(Html("这一段是用中文写的。", Lang::kEn), "<p lang=\"zh-Hans\">这一段是用中文写的。</p>\n");
  EXPECT_EQ(Html("Rust", Lang::kZh), "<p>Rust</p>\n") << "a name is no language";
}

}  // namespace
}  // namespace ferrotype
