// Markdown that somebody wrote to break something: nothing live comes through, and nothing takes long.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "renderer/text/escape.h"
#include "renderer/text/links.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Every tag of `html` must be one that the writer makes, with attributes that it makes, all of them quoted and closed.
// This is a scanner of its own, not the writer's.
std::string FirstForeignMarkup(const std::string& html) {
  static const std::set<std::string> kTags = {
      "p",  "h2", "h3",  "h4",   "h5",      "h6",         "a",     "em",     "strong",     "del",   "code",  "pre",
      "ul", "ol", "li",  "span", "div",     "table",      "tr",    "td",     "th",         "thead", "tbody", "caption",
      "br", "hr", "img", "sup",  "section", "blockquote", "aside", "figure", "figcaption", "cite",  "time"};
  static const std::set<std::string> kAttributes = {"id",
                                                    "class",
                                                    "href",
                                                    "src",
                                                    "alt",
                                                    "title",
                                                    "lang",
                                                    "rel",
                                                    "role",
                                                    "tabindex",
                                                    "data-n",
                                                    "data-language",
                                                    "translate",
                                                    "loading",
                                                    "aria-labelledby",
                                                    "aria-label",
                                                    "scope",
                                                    "start",
                                                    "data-metric",
                                                    "data-release",
                                                    "data-state",
                                                    "datetime",
                                                    "data-dimension",
                                                    "data-key",
                                                    "data-file",
                                                    "data-fact"};
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
    std::size_t i = at + 1;
    const bool closing = html[i] == '/';
    if (closing) ++i;
    std::size_t end = i;
    while (end < html.size() && ((html[end] >= 'a' && html[end] <= 'z') || (html[end] >= '0' && html[end] <= '9')))
      ++end;
    if (!kTags.contains(html.substr(i, end - i))) return html.substr(at, 60);
    i = end;
    while (i < html.size() && html[i] == ' ' && !closing) {
      const std::size_t equals = html.find("=\"", i);
      if (equals == std::string::npos || !kAttributes.contains(html.substr(i + 1, equals - i - 1)))
        return html.substr(at, 90);
      const std::size_t quote = html.find('"', equals + 2);
      if (quote == std::string::npos) return html.substr(at, 90);
      const std::string name = html.substr(i + 1, equals - i - 1);
      const std::string value = html.substr(equals + 2, quote - equals - 2);
      if (value.find_first_of("<>'") != std::string::npos) return html.substr(at, 90);
      const bool safe = value.starts_with("https://") || value.starts_with("http://") || value.starts_with("mailto:") ||
                        value.find(':') == std::string::npos;
      if ((name == "href" || name == "src") &&
          (!safe || value.starts_with("//") || value.find_first_of("\\\n\t ") != std::string::npos)) {
        return html.substr(at, 90);
      }
      i = quote + 1;
    }
    if (i >= html.size() || html[i] != '>') return html.substr(at, 90);
    at = i;
  }
  return "";
}

TEST(Hostile, MarkupNeverComesThrough) {
  const std::vector<std::string> vectors = {
      "<script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "<svg/onload=alert(1)>",
      "a <b onmouseover=alert(1)>b</b>",
      "<a href=\"javascript:alert(1)\">x</a>",
      "<iframe src=\"data:text/html,<script>alert(1)</script>\"></iframe>",
      "<!-- --><script>alert(1)</script>",
      "<!--><script>alert(1)</script>-->",
      "<?php echo 1 ?>",
      "<![CDATA[<script>alert(1)</script>]]>",
      "<style>@import '//evil'</style>",
      "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
      "[x](javascript:alert(1))",
      "[x](JaVaScRiPt:alert(1))",
      "[x](java&#10;script:alert(1))",
      "[x](&#x6A;avascript:alert(1))",
      "[x](javascript&colon;alert(1))",
      "[x](\x01javascript:alert(1))",
      "[x](<java\tscript:alert(1)>)",
      "[x]( javascript:alert(1))",
      "[x](vbscript:msgbox(1))",
      "[x](data:text/html;base64,PHNjcmlwdD4=)",
      "[x](blob:https://example.org/1)",
      "[x](file:///etc/passwd)",
      "[x](//evil.example)",
      "[x](/\\evil.example)",
      "[x](\\\\evil.example)",
      "[x](https:evil.example)",
      "[x](https://user:pass@evil.example/)",
      "[x](https://example.org/\"onmouseover=\"alert(1))",
      "[x](https://example.org/ \"t\\\" onmouseover=\\\"alert(1)\")",
      "[x](https://example.org/ '\"><script>alert(1)</script>')",
      "![x](javascript:alert(1))",
      "![x\"onerror=\"alert(1)](a.png)",
      "![x](https://evil.example/track.png)",
      "![x](../../secret.png)",
      "![x](data:image/svg+xml,<svg>)",
      "<javascript:alert(1)>",
      "<https://example.org/\"onclick=\"alert(1)>",
      "https://example.org/\"><script>alert(1)</script>",
      "www.example.org/<script>",
      "[x]: javascript:alert(1)\n\n[x]",
      "[a]: <javascript:alert(1)> \"x\"\n\n[y][a]",
      "```\"><script>alert(1)</script>\nx\n```",
      "```rust\n</code></pre><script>alert(1)</script>\n```",
      "```{source} path=\"><script>alert(1)</script>\n```",
      "```{chart} bad\n```",
      "```{chart} x\n<script>alert(1)</script> [x](javascript:alert(1))\n```",
      "```{<script>} x\n```",
      "```{note}\n<script>alert(1)</script>\n```",
      "```{figure} \"onerror=alert(1).png; alt=\"><script>\n<script>\n```",
      "```{assert} <script> > 1\n<script>\n```",
      "{metric}`\"><script>alert(1)</script>`",
      "{reported}`<script>alert(1)</script>; source=report`",
      "{claim}`\"><img src=x onerror=alert(1)>; value=1; files`",
      "{file}`<script>`",
      "{term}`<script>`",
      "## <script>alert(1)</script> {#a\"onclick=\"b}",
      "| <script> | a |\n|---|---|\n| </td><script>alert(1)</script> | `<b>` |",
      "Table: <script>alert(1)</script>\n\n| a |\n|---|\n| b |",
      "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
      "x[^\"onclick=\"]\n\n[^\"onclick=\"]: y",
      "- [x] <script>alert(1)</script>",
      "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
      "`<script>alert(1)</script>`",
      "a\\<script>alert(1)\\</script>",
  };
  ASSERT_GE(vectors.size(), 50U);
  for (const std::string& vector : vectors) {
    for (const Lang lang : kLangs) {
      const RenderedText text = RenderBody(vector, lang).text;
      EXPECT_EQ(FirstForeignMarkup(text.body_html), "") << vector;
      for (const Heading& heading : text.headings) EXPECT_EQ(FirstForeignMarkup(heading.html), "") << vector;
    }
  }
}

TEST(Hostile, TheScannerAboveSeesWhatItMust) {
  EXPECT_NE(FirstForeignMarkup("<script>"), "");
  EXPECT_NE(FirstForeignMarkup("<p onclick=\"x\">"), "");
  EXPECT_NE(FirstForeignMarkup("<p class=x>"), "");
  EXPECT_NE(FirstForeignMarkup("<a href=\"javascript:x\">"), "");
  EXPECT_NE(FirstForeignMarkup("<a href=\"//x\">"), "");
  EXPECT_NE(FirstForeignMarkup("<p"), "");
  EXPECT_EQ(FirstForeignMarkup("<p class=\"x\">a &lt; b</p>"), "");
}

TEST(Hostile, RawHtmlIsAMistakeAndCommentsAreNotes) {
  EXPECT_THAT(RenderBody("a <b>b</b>").Messages(), HasSubstr("error[F031]"));
  const TextCase comment = RenderBody("a <!-- note --> b\n\n<!-- a\nnote -->\n");
  EXPECT_EQ(comment.Messages(), "");
  EXPECT_THAT(comment.text.body_html, Not(HasSubstr("note")));
}

std::string Times(const std::string& piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(Hostile, NothingTakesLong) {
  const std::vector<std::pair<std::string, std::string>> bombs = {
      {"quotes", Times(">", 60'000)},
      {"quotes with text", Times(">", 60'000) + "a"},
      {"brackets", Times("[", 60'000)},
      {"links", Times("[a](", 60'000)},
      {"closed links", Times("[", 20'000) + "a" + Times("](b)", 20'000)},
      {"images", Times("![", 60'000)},
      {"emphasis", Times("*a ", 60'000)},
      {"strong", Times("**a **", 40'000)},
      {"nested emphasis", Times("*a **a ", 20'000) + Times("** *", 20'000)},
      {"mixed emphasis", Times("a**b", 30'000) + Times("c* ", 30'000)},
      {"underscores", Times("_a_", 60'000)},
      {"strikes", Times("~~a~", 60'000)},
      {"Chinese emphasis", Times("**甲。**乙", 30'000)},
      {"backticks", Times("`a``", 40'000)},
      {"rising backticks",
       [] {
         std::string s;
         for (int i = 1; i < 700; ++i) s += "a" + std::string(static_cast<std::size_t>(i), '`');
         return s;
       }()},
      {"lists", Times("- ", 30'000) + "a"},
      {"numbered lists", Times("1. ", 30'000) + "a"},
      {"indented lists",
       [] {
         std::string s;
         for (int i = 0; i < 700; ++i) s += std::string(static_cast<std::size_t>(2 * i), ' ') + "- a\n";
         return s;
       }()},
      {"table columns", Times("|a", 20'000) + "|\n" + Times("|-", 20'000) + "|\n|b|\n|c|\n"},
      {"table rows", "|a|b|c|d|\n|-|-|-|-|\n" + Times("|x\n", 50'000)},
      {"half tables", Times("|a|\n", 50'000)},
      {"footnotes", Times("[^a]", 50'000) + "\n\n[^a]: x\n"},
      {"footnote definitions",
       [] {
         std::string s;
         for (int i = 0; i < 8'000; ++i) s += "[^" + std::to_string(i) + "] ";
         s += "\n\n";
         for (int i = 0; i < 8'000; ++i) s += "[^" + std::to_string(i) + "]: x\n\n";
         return s;
       }()},
      {"references", Times("[a]: b\n", 40'000) + Times("[a]", 40'000)},
      {"entities", Times("&#x41;", 60'000)},
      {"autolinks", Times("www.a.b ", 50'000)},
      {"mails", Times("a@", 80'000)},
      {"colons", Times("http://", 60'000)},
      {"angles", Times("<", 80'000)},
      {"comments", Times("<!--", 50'000)},
      {"declarations", Times("<!A ", 50'000)},
      {"instructions", Times("<?", 80'000)},
      {"unknown roles", Times("{x}`y` ", 40'000)},
      {"unknown roles, a line each", Times("{x}`y`\n", 40'000)},
      {"roles", Times("{metric}`rust.lines.code` ", 20'000)},
      {"braces", Times("{a", 100'000) + "`b`"},
      {"headings", Times("## a\n", 40'000)},
      {"same anchors", Times("## a {#a}\n", 30'000)},
      {"directives", Times("```{x}\n```\n", 30'000)},
      {"options", "```{source} " + Times("a=b; ", 50'000) + "\n```"},
      {"asserts", "```{assert} 1 < " + Times("2 + ", 50'000) + "1\n```"},
      {"hard breaks", Times("a\\\n", 80'000)},
      {"newlines", Times("\n", 1'000'000)},
      {"one long line", Times("中a ", 200'000)},
  };
  for (const auto& [name, body] : bombs) {
    const auto start = std::chrono::steady_clock::now();
    const TextCase made = RenderBody(body, Lang::kZh);
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
    // A second on a machine of ours; sanitizers and busy machines get room, quadratic work doesn't fit in it.
    EXPECT_LT(took, 5'000) << name;
    if (took > 500) std::printf("  %s: %lld ms\n", name.c_str(), static_cast<long long>(took));
    EXPECT_EQ(FirstForeignMarkup(made.text.body_html), "") << name;
    EXPECT_LE(made.diagnostics.size(), 2'100U) << name;
  }
}

TEST(Hostile, DeepNestsAreRefusedInWords) {
  for (const std::string& body :
       {Times(">", 100) + "a", Times("- ", 100) + "a", Times("*a **b ", 100) + "c" + Times("** d*", 100)}) {
    EXPECT_THAT(RenderBody(body).Messages(), HasSubstr("nested more than 64 deep")) << body.substr(0, 20);
  }
  EXPECT_EQ(RenderBody(Times(">", 20) + "a").Messages(), "");
}

TEST(Hostile, MistakesAreToldUpToANumber) {
  const TextCase made = RenderBody(Times("{x}`y`\n", 2'000));
  EXPECT_EQ(made.diagnostics.size(), 501U);
  EXPECT_EQ(made.diagnostics.back().code, "F000");
}

TEST(Escapes, FitTheirContext) {
  EXPECT_EQ(text::EscapeText("a<b>&\"'"), "a&lt;b&gt;&amp;\"'");
  EXPECT_EQ(text::EscapeAttribute("a<b>&\"'\n"), "a&lt;b&gt;&amp;&quot;&#39;&#10;");
  EXPECT_EQ(text::EscapeUrl("/a b?x=1&y=中\"'<"), "/a%20b?x=1&amp;y=%E4%B8%AD%22%27%3C");
  EXPECT_EQ(text::EscapeText(std::string("a\0b\x1b\x7f\xff", 6)), "a\uFFFDb\uFFFD\uFFFD\uFFFD");
}

TEST(Links, LeadWhereTheyMay) {
  const auto href = [](const std::string& url) {
    const std::string html = Html("[x](" + url + ")");
    const std::size_t at = html.find("href=\"");
    return at == std::string::npos ? "none" : html.substr(at + 6, html.find('"', at + 6) - at - 6);
  };
  EXPECT_EQ(href("https://example.org/a?b=c&d"), "https://example.org/a?b=c&amp;d");
  EXPECT_EQ(href("#numbers"), "#s-numbers");
  EXPECT_EQ(href("../../case-studies/phy/zh.md#code"), "../../../zh/case-studies/phy/index.html#s-code");
  EXPECT_EQ(href("../../pages/methodology/en.md"), "../../../en/methodology/index.html");
  EXPECT_EQ(href("/en/metrics/"), "../../../en/metrics/index.html");
  EXPECT_EQ(href("/en/methodology/index.html#owner-rules"), "../../../en/methodology/index.html#owner-rules");
  EXPECT_EQ(href("/data/metrics.csv"), "../../../data/metrics.csv");
  EXPECT_EQ(href("mailto:a@example.org"), "mailto:a@example.org");
  EXPECT_EQ(href("../../../../etc/en.md"), "none");
  // Whether a site has the language is asked when its links are checked.
  EXPECT_EQ(href("../../articles/x/fr.md"), "../../../fr/articles/x/index.html");
  EXPECT_EQ(href("../../articles/x/french.md"), "none");
  EXPECT_THAT(RenderBody("[x](ftp://example.org/)").Messages(), HasSubstr("1:1: error[F030]"));
}

}  // namespace
}  // namespace ferrotype
