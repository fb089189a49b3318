// Formulas: what TeX becomes, where a mistake is told to be, and what never gets through.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "renderer/check/site_check.h"
#include "renderer/maths/mathml.h"
#include "renderer/maths/tex.h"
#include "support/files.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Line(std::string_view tex) {
  const auto made = MathMlOf(tex, FormulaPlace::kLine);
  return made ? *made : "refused: " + made.error().message;
}

TEST(Formulas, BecomeMathMlWithTheirTexAsAnnotation) {
  EXPECT_EQ(Line(R"(\frac{a}{b})"),
            R"(<math><semantics><mfrac><mi>a</mi><mi>b</mi></mfrac><annotation encoding="application/x-tex">)"
            R"(\frac{a}{b}</annotation></semantics></math>)");
  EXPECT_THAT(*MathMlOf("x", FormulaPlace::kBlock), HasSubstr(R"(display="block")"));
  EXPECT_THAT(Line(R"(\text{收益} = \frac{\text{可修复的错误}}{\text{代码行}})"),
              HasSubstr("<mtext>可修复的错误</mtext>"));
}

TEST(Formulas, OfAPaperAllComeThroughWithoutStyles) {
  for (const std::string_view tex :
       {R"(\sum_{i=1}^{n} x_i^2)", R"(\begin{pmatrix} a & b \\ c & d\end{pmatrix})",
        R"(f(x) = \begin{cases} a & x > 0 \\ b & \text{otherwise}\end{cases})",
        R"(\begin{aligned} a &= b \\ c &= d\end{aligned})",
        R"(\begin{array}{l|c|r} a & b&c \\\hline c & d&e\end{array})",
        R"(\sqrt[3]{x}\hat x \vec{v} \widehat{abc}\bar x)", R"(\mathbb R \mathcal L \mathbf{x} \boldsymbol{\alpha})",
        R"(\left(\frac12\right)^{n'}\binom{n}{k})", R"(\overbrace{a+b}^{n}\underbrace{c}_{m})",
        R"(\lim_{x\to\infty} f(x) = \int_0^1 g\,\mathrm{d}x)", R"(\operatorname{argmax}_x)", R"(\cancel{x}\boxed{y})",
        R"(\overline{x}\underline{y}\substack{a\\b}\!\;c\%)", R"(\xrightarrow{abc} \leftarrow\leftarrow)"}) {
    const std::string made = Line(tex);
    EXPECT_THAT(made, StartsWith("<math")) << tex;
    EXPECT_THAT(made, Not(HasSubstr(" style="))) << tex;
    EXPECT_THAT(made, Not(HasSubstr("<span"))) << tex;
  }
}

TEST(Formulas, TellWhatIsWrongAndWhere) {
  const auto trouble = [](std::string_view tex) {
    const auto made = MathMlOf(tex, FormulaPlace::kLine);
    return made ? std::string("none") : std::to_string(made.error().offset) + " " + made.error().message;
  };
  EXPECT_EQ(trouble(R"(a + \fract{1}{2})"), R"(4 unknown command \fract)");
  EXPECT_EQ(trouble(R"(\text{一}x^2^3)"), "13 Double superscript");
  EXPECT_THAT(trouble(R"(\frac{1}{)"), StartsWith("9 "));
  EXPECT_THAT(trouble(" "), HasSubstr("no formula"));
}

TEST(Formulas, ReachNothingBeyondThemselves) {
  for (const std::string_view tex :
       {R"(\href{javascript:alert(1)}{x})", R"(\url{https://example.org})", R"(\includegraphics{x.png})",
        R"(\class{a}{b})", R"(\id{a}{b})", R"(\style{color:red}{b})", R"(\data{a=b}{c})", R"(\color{red} x)",
        R"(\colorbox{red}{x})", R"(\label{x} y)", R"(\ref{x})", R"(x \tag{1})", R"(\rule{1em}{1em})"}) {
    EXPECT_THAT(Line(tex), StartsWith("refused: ")) << tex;
  }
  EXPECT_THAT(Line(R"(\text{<script>alert(1)</script>})"), Not(HasSubstr("<script")));
  EXPECT_THAT(Line("x < \"y\" & ' > z"), Not(HasSubstr("<script")));
}

TEST(CleanMathMl, TakesOnlyWhatItKnows) {
  EXPECT_EQ(*CleanMathMl(R"(<math class="tml-display x" style="display:block math;"><mi>x</mi></math>)"),
            R"(<math class="tml-display"><mi>x</mi></math>)");
  for (const std::string_view hostile :
       {"<math><mi onclick=\"x\">x</mi></math>", "<math><a href='https://x'>x</a></math>", "<math><mi>x</mi>",
        "<math><mi>x</mn></math>", "<math><mi style=\"background:url(x)\">x</mi></math>", "<p>x</p>", "x", "",
        "<math><mi width=\"1&quot;x\">x</mi></math>", "<math><mi>x</mi></math", "<math><maction>x</maction></math>",
        "<math><mi id=\"x\">x</mi></math>", "<math><mi>x > y</mi></math>"}) {
    EXPECT_FALSE(CleanMathMl(hostile)) << hostile;
  }
}

std::string Times(int times, std::string_view piece) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(HostileFormulas, AreRefusedWithinTheirBudgetAndTheNextOneIsSound) {
  for (const std::string& tex :
       {Times(5'000, "{"), Times(1'500, "\\sqrt "), Times(1'000, "\\frac "), Times(200, "\\left("),
        std::string(R"(\def\a{\a\a}\a)"), std::string(R"(\def\a#1{\a{#1#1}}\a{xxxxxxxxxxxxxxxx})"),
        std::string(R"(\gdef\a{x}\gdef\b{\a\a\a\a\a\a\a\a}\gdef\c{\b\b\b\b\b\b\b\b}\gdef\d{\c\c\c\c\c\c\c\c}\d\d\d\d)"),
        Times(9'000, "x"), std::string("\\begin{matrix}") + Times(900, "& ") + "\\end{matrix" + Times(80, "\\\\"),
        std::string(R"(\hspace{99999999em}\rule{9em}{9em})"), Times(900, "x^{y"), Times(400, "\\text{")}) {
    EXPECT_THAT(Line(tex), StartsWith("refused: ")) << tex.substr(0, 40);
    EXPECT_THAT(Line("x"), StartsWith("<math>")) << "after " << tex.substr(0, 40);
  }
  // What one formula defines, the next does not know.
  EXPECT_THAT(Line(R"(\gdef\mine{x}\mine)"), StartsWith("<math>"));
  EXPECT_THAT(Line(R"(\mine)"), StartsWith("refused: "));
}

TEST(Formulas, AreTheSameFromEveryThread) {
  const std::string here = Line(R"(\sqrt{a_1 + \dots + a_n})");
  std::string there;
  std::thread([&] { there = Line(R"(\sqrt{a_1 + \dots + a_n}  )"); }).join();
  EXPECT_EQ(there.substr(0, 40), here.substr(0, 40));
}

TEST(MathRole, StandsInALineATitleAndACell) {
  EXPECT_THAT(Html("Let {math}`x_1; y=2` be."), HasSubstr("<p>Let <math>"));
  EXPECT_THAT(Html("表示{math}`x`的值", Lang::kZh), HasSubstr("表示<math>"));
  EXPECT_THAT(Html("Table: T\n\n| a |\n|---|\n| {math}`\\frac12` |\n"), HasSubstr("<td><math>"));
  EXPECT_THAT(Html("## About {math}`n` {#n}\n"), HasSubstr("About <math>"));
}

TEST(MathRole, TellsTheCharacterThatIsWrong) {
  EXPECT_THAT(RenderBody("一二 {math}`a + \\fract{1}{2}`").Places(), ElementsAre("1:15 F050"));
  EXPECT_THAT(RenderBody("{math}`\\color{red} x`").Places(), ElementsAre("1:8 F051"));
  EXPECT_THAT(RenderBody("{math}`" + Times(100, "{") + Times(100, "}") + "`").Places(), ElementsAre("1:68 F052"));
}

TEST(MathDirective, IsABlockThatCanBeScrolled) {
  const std::string html = Html("```{math}\na = b\n```\n\n```{math}\nc\n```\n");
  EXPECT_THAT(html, HasSubstr(R"(<div class="formula scroll" role="region" tabindex="0" aria-label="Formula 1">)"));
  EXPECT_THAT(html, HasSubstr(R"(aria-label="Formula 2")"));
  EXPECT_THAT(html, HasSubstr(R"(display="block")"));
  EXPECT_THAT(RenderBody("```{math}\na\n  b \\nope\n```\n").Places(), ElementsAre("3:5 F050"));
  EXPECT_THAT(RenderBody("- > ```{math}\n  > b \\nope\n  > ```\n").Places(), ElementsAre("2:7 F050"));
  EXPECT_THAT(RenderBody("```{math} a\nb\n```\n").Places(), ElementsAre("1:1 F021"));
}

// A page without a formula names neither style nor font of formulas, and a site without one has neither file.
TEST(SiteWithFormulas, BringsStyleAndFontWhereThereIsOne) {
  const auto check = [](const std::string& body) {
    static const FileSet templates = ReadSourceFiles("site-templates");
    const std::string head = "---\ntitle: T\nsummary: S\ndate: 2026-11-20\nauthor: N.\nkeywords: [a]\n---\n";
    Result<CheckedSite> checked = CheckSite(
        {TextLibrary(), FileSet{{"articles/x/en.md", head + body}, {"articles/x/zh.md", head + body}}, templates, {}},
        2);
    EXPECT_TRUE(checked);
    for (const std::string& problem : checked->problems) ADD_FAILURE() << problem;
    return checked->files;
  };
  const auto formula_files = [](const FileSet& files) {
    std::string names;
    for (const auto& [path, bytes] : files) names += path.find("maths") != std::string::npos ? path + " " : "";
    return names;
  };
  const FileSet without = check("Words.\n");
  EXPECT_EQ(formula_files(without), "");
  EXPECT_THAT(without.at("en/articles/x/index.html"), Not(HasSubstr("font-src")));
  const FileSet with = check("Words, {math}`x`.\n");
  EXPECT_THAT(formula_files(with), ::testing::MatchesRegex("assets/maths.[0-9a-f]+.woff2 assets/maths.[0-9a-f]+.css "));
  EXPECT_THAT(with.at("zh/articles/x/index.html"), HasSubstr("font-src 'self'"));
  EXPECT_THAT(with.at("zh/articles/x/index.html"), HasSubstr("/assets/maths."));
  EXPECT_THAT(with.at("en/index.html"), Not(HasSubstr("/assets/maths.")));
}

}  // namespace
}  // namespace ferrotype
