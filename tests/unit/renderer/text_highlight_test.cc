#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Inner(std::string_view code, std::string_view language) {
  const std::string html = HighlightCode(code, language, 1);
  const std::size_t begin = html.find("<code>") + 6;
  return html.substr(begin, html.find("</code>") - begin);
}

TEST(Highlight, NamesWhatRustIsMadeOf) {
  EXPECT_EQ(Inner("fn f<'a>(x: &'a str) -> u8 { 1 } // c\n", "rust"),
            "<span class=\"line\" data-n=\"1\"><span class=\"kw\">fn</span> <span class=\"fn\">f</span>&lt;<span "
            "class=\"li\">'a</span>&gt;(x: &amp;<span class=\"li\">'a</span> "
            "<span class=\"ty\">str</span>) -&gt; <span class=\"ty\">u8</span> { <span class=\"nu\">1</span> } <span "
            "class=\"co\">// c</span>\n</span>");
  EXPECT_THAT(Inner("m! { let x = \"s\"; unsafe { y } }", "rust"), HasSubstr("<span class=\"kw\">unsafe</span>"))
      << "macros' insides too";
  EXPECT_THAT(Inner("#[vtable]\nimpl A for B {}", "rust"), HasSubstr("<span class=\"ma\">#[vtable]</span>"));
}

TEST(Highlight, NamesWhatCIsMadeOf) {
  const std::string html =
      Inner("#include <a.h>\n#define X 1\nstatic int f(void)\n{\n\treturn g(\"s\"); /* c */\n}\n", "c");
  for (const std::string_view part :
       {"<span class=\"ma\">#include</span> <span class=\"st\">&lt;a.h&gt;</span>", "<span class=\"ma\">X</span>",
        "<span class=\"kw\">static</span> <span class=\"ty\">int</span> <span class=\"fn\">f</span>",
        "<span class=\"kw\">return</span> <span class=\"fn\">g</span>", "<span class=\"co\">/* c */</span>"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
}

TEST(Highlight, NamesWhatKconfigIsMadeOf) {
  const std::string html = Inner(
      "config DRM_NOVA\n\ttristate \"Nova DRM driver\"\n\tdepends on RUST && PCI\n\tdefault n\n\thelp\n\t  Select "
      "this.\n\nif X # y\n",
      "Kconfig");
  for (const std::string_view part :
       {"<span class=\"kw\">config</span> <span class=\"ty\">DRM_NOVA</span>",
        "<span class=\"kw\">tristate</span> <span class=\"st\">\"Nova DRM driver\"</span>",
        "<span class=\"kw\">depends</span> <span class=\"kw\">on</span> <span class=\"ty\">RUST</span> &amp;&amp; "
        "<span class=\"ty\">PCI</span>",
        "<span class=\"kw\">default</span> <span class=\"nu\">n</span>", "<span class=\"co\">Select this.</span>",
        "<span class=\"kw\">if</span> <span class=\"ty\">X</span> <span class=\"co\"># y</span>"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
}

TEST(Highlight, NamesWhatAMakefileIsMadeOf) {
  const std::string html = Inner("obj-$(CONFIG_DRM_NOVA) += nova.o # built\nifdef CONFIG_RUST\nall: x\n", "make");
  for (const std::string_view part :
       {"<span class=\"ty\">obj-</span><span class=\"ma\">$(CONFIG_DRM_NOVA)</span> += nova.o <span class=\"co\"># "
        "built</span>",
        "<span class=\"kw\">ifdef</span> CONFIG_RUST", "<span class=\"fn\">all</span>: x"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
}

TEST(Highlight, NamesWhatAShellIsMadeOf) {
  const std::string html = Inner("if test \"$A\"; then # c\nB=1 make LLVM=1 $C | grep 'x'\n", "bash");
  for (const std::string_view part :
       {"<span class=\"kw\">if</span> <span class=\"fn\">test</span> <span class=\"st\">\"$A\"</span>; <span "
        "class=\"kw\">then</span> <span class=\"co\"># c</span>",
        "<span class=\"ty\">B</span>=1 ",
        "<span class=\"ma\">$C</span> | <span class=\"fn\">grep</span> <span class=\"st\">'x'</span>"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
}

TEST(Highlight, TellsWhatIsTypedAfterAPromptFromWhatTheMachineSays) {
  EXPECT_EQ(Inner("$ make\ndone if\n", "console"),
            "<span class=\"line\" data-n=\"1\"><span class=\"pr\">$</span> <span class=\"fn\">make</span>\n</span>"
            "<span class=\"line\" data-n=\"2\">done if\n</span>");
}

TEST(Highlight, ClosesSpansAtTheEndOfALine) {
  EXPECT_EQ(Inner("/* a\n\nb */", "c"),
            "<span class=\"line\" data-n=\"1\"><span class=\"co\">/* a</span>\n</span>"
            "<span class=\"line\" data-n=\"2\">\n</span>"
            "<span class=\"line\" data-n=\"3\"><span class=\"co\">b */</span>\n</span>");
}

TEST(Highlight, CountsLinesFromWhereItIsTold) {
  EXPECT_THAT(HighlightCode("a\nb\n", "", 41), HasSubstr("data-n=\"42\">b\n</span></code></pre>"));
}

TEST(Highlight, KeepsEveryByteInOrder) {
  for (const std::string_view language : {"rust", "c", "sh", "console", "kconfig", "make", "diff", "nothing"}) {
    for (const std::string_view code : {kRustSource, kCSource, std::string_view("fn ( { \" unfinished 'x /* \n}}}"),
                                        std::string_view("+a\n-b\n@@ c")}) {
      std::string text;
      bool tag = false;
      for (const char c : Inner(code, language)) {
        if (c == '<') tag = true;
        if (!tag) text += c;
        if (c == '>') tag = false;
      }
      for (const auto& [entity, plain] :
           {std::pair<std::string, std::string>{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}}) {
        for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; ++at)
          text.replace(at, entity.size(), plain);
      }
      std::string expected(code);
      if (!expected.ends_with('\n')) expected += '\n';
      EXPECT_EQ(text, expected) << language;
    }
  }
}

TEST(Highlight, DiffsByLine) {
  EXPECT_EQ(Inner("-a\n+b", "diff"),
            "<span class=\"line\" data-n=\"1\"><span class=\"del\">-a</span>\n</span><span class=\"line\" "
            "data-n=\"2\"><span class=\"ins\">+b</span>\n</span>");
}

TEST(Highlight, EscapesWhatALanguageIsCalled) {
  EXPECT_THAT(HighlightCode("x", "\"><script>", 1), Not(HasSubstr("<script")));
}

TEST(Highlight, TakesHostileCodeWithinASecond) {
  for (const char c : {'{', '(', '[', '<', '"', '#', '!', '*', '&', '/', '|', '\'', ';', 'r', '\\'}) {
    for (const std::string_view language : {"rust", "c"}) {
      const auto start = std::chrono::steady_clock::now();
      const std::string html = HighlightCode(std::string(65'536, c), language, 1);
      const auto took =
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
      EXPECT_LT(took, 5'000) << c << " " << language;
      if (took > 500)
        std::printf("  65,536 %c as %s: %lld ms\n", c, std::string(language).c_str(), static_cast<long long>(took));
      EXPECT_GE(html.size(), 65'536U);
    }
  }
}

}  // namespace
}  // namespace ferrotype
