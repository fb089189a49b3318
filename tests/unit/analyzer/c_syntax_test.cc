// fixtures/{definitions,helpers,tables}.c say behind each line what the index names there.
#include "analyzer/c_syntax.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "analyzer/analyze.h"
#include "model/c_syntax.h"
#include "support/tricky_text.h"

namespace ferrotype {
namespace {

constexpr BlockIsa kIsas[] = {BlockIsa::kPlain, BlockIsa::kSse2, BlockIsa::kAvx2};

using Facts = std::multiset<std::tuple<std::uint32_t, std::string, std::string>>;  // line, kind, name

std::vector<LineStart> StartsOf(std::string_view text, BlockIsa isa = BestBlockIsa()) {
  std::vector<LineStart> starts;
  static_cast<void>(ScanC(text, true, isa, &starts));
  return starts;
}

/// `message` is kept where the views of the result need it.
CSyntax Read(const std::string& text, Bytes& message, bool with_static = true) {
  message = ReadCSyntax(text, StartsOf(text), with_static);
  Result<CSyntax> syntax = DecodeCSyntax(message);
  EXPECT_TRUE(syntax.has_value());
  return syntax ? *std::move(syntax) : CSyntax();
}

Facts FactsOf(const std::string& text) {
  constexpr const char* kKinds[] = {"function", "static", "inline", "macro", "export"};
  constexpr const char* kStrings[] = {"compatible", "name", "id"};
  Bytes message;
  const CSyntax syntax = Read(text, message);
  Facts facts;
  for (const CDefinition& found : syntax.definitions)
    facts.emplace(found.line, kKinds[static_cast<std::size_t>(found.kind)], found.name);
  for (const CString& found : syntax.strings) {
    std::string words;
    for (const char c : found.text) words += c == ' ' ? "" : std::string(1, c);
    facts.emplace(found.line, kStrings[static_cast<std::size_t>(found.kind)], words);
  }
  for (const CHelperCall& found : syntax.helper_calls)
    facts.emplace(found.line, "call", std::string(found.helper) + ">" + std::string(found.callee));
  return facts;
}

/// Calls say(line, kind, name) for each pair that a fixture's `//~ KIND NAME...` says of its line, or of the line as
/// many above as stand behind the mark.
template <typename Say>
void ForEachSaid(const std::string& text, Say say) {
  std::istringstream lines(text);
  std::string line;
  for (std::uint32_t number = 1; std::getline(lines, line); ++number) {
    const std::size_t mark = line.find("//~");
    if (mark == std::string::npos) continue;
    std::istringstream words(line.substr(mark + 3));
    std::uint32_t above = 0;
    if (words.peek() != ' ') words >> above;
    for (std::string kind, name; words >> kind >> name;) say(number - above, kind, name);
  }
}

class CFixture : public testing::TestWithParam<const char*> {
 protected:
  CFixture() {
    std::ifstream file(std::string(FERROTYPE_SOURCE_DIR "/tests/unit/analyzer/fixtures/") + GetParam());
    text_.assign(std::istreambuf_iterator<char>(file), {});
  }
  std::string text_;
};

TEST_P(CFixture, IsIndexedAsItsLinesSay) {
  Facts expected;
  ForEachSaid(text_, [&](std::uint32_t line, const std::string& kind, const std::string& name) {
    expected.emplace(line, kind, name);
  });
  ASSERT_FALSE(expected.empty());
  const Facts found = FactsOf(text_);
  Facts missing;
  Facts wrong;
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                      std::inserter(missing, missing.end()));
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(), std::inserter(wrong, wrong.end()));
  EXPECT_EQ(missing, Facts());
  EXPECT_EQ(wrong, Facts());
}

TEST_P(CFixture, EveryPrefixCanBeRead) {
  for (std::size_t size = 0; size <= text_.size(); ++size) {
    const std::string prefix(text_, 0, size);  // a copy, so that a sanitizer sees a read past the end
    Bytes message;
    const CSyntax syntax = Read(prefix, message);
    for (const CDefinition& found : syntax.definitions) {
      ASSERT_NE(found.line, 0U);
      ASSERT_NE(text_.find(found.name.substr(0, 4)), std::string::npos);
    }
  }
}

TEST_P(CFixture, IsReadAlikeByEveryInstructionSet) {
  for (const BlockIsa isa : kIsas) {
    if (!CanRun(isa)) continue;
    EXPECT_EQ(StartsOf(text_, isa), StartsOf(text_, BlockIsa::kPlain));
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, CFixture, testing::Values("definitions.c", "helpers.c", "tables.c"));

// Names are kept as hashes, so what a line doesn't say shows as one.
using Names = std::multiset<std::tuple<std::uint32_t, std::string, std::string>>;

class CNamesFixture : public testing::TestWithParam<const char*> {};

TEST_P(CNamesFixture, AreReadAsTheLinesSay) {
  constexpr const char* kKinds[] = {"macro", "enumerator", "struct", "union", "enum", "typedef", "variable"};
  const std::string file = GetParam();
  std::ifstream in(FERROTYPE_SOURCE_DIR "/tests/unit/analyzer/fixtures/" + file);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  Names expected;
  std::map<std::uint64_t, std::string> known;
  ForEachSaid(text, [&](std::uint32_t line, const std::string& kind, const std::string& name) {
    expected.emplace(line, kind, name);
    known[CNameHash(name)] = name;
  });
  ASSERT_FALSE(expected.empty());
  Bytes message;
  Names found;
  for (const CHashedName& each : Read(text, message, file.ends_with(".h")).names) {
    const auto name = known.find(each.hash);
    found.emplace(each.line, kKinds[static_cast<std::size_t>(each.kind)],
                  name == known.end() ? "one that no line says" : name->second);
  }
  EXPECT_EQ(found, expected);
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string prefix(text, 0, size);
    static_cast<void>(Read(prefix, message, file.ends_with(".h")));
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, CNamesFixture, testing::Values("names.h", "names.c"));

TEST(CSyntax, AHashIsWhatTheSchemaSays) {
  // FNV-1a of 64 bits of "foobar" is 85944171f73967e8.
  EXPECT_EQ(CNameHash("foobar"), 0x4171F73967E8U ^ 0x8594U);
}

TEST(CSyntax, OfAHeaderWithTooManyMacrosNoneIsNamed) {
  std::string text = "struct here { int a; };\n";
  for (std::size_t i = 0; i < kMostCMacros; ++i) text += "#define REG_" + std::to_string(i) + " 1\n";
  Bytes message;
  EXPECT_EQ(Read(text, message).names.size(), kMostCMacros + 1);
  text += "#define REG_MORE 1\n";
  EXPECT_EQ(Read(text, message).names, (std::vector<CHashedName>{{CNameHash("here"), 1, CNameKind::kStruct}}));
}

TEST(CSyntax, WhatAConstantMadeForBindgenStandsForIsKept) {
  const std::string text =
      "const gfp_t RUST_CONST_HELPER_GFP_KERNEL = GFP_KERNEL;\n"
      "const unsigned long RUST_CONST_HELPER_LONG =\n\tLONG_NAME;\n"
      "const gfp_t BINDINGS___GFP_ZERO = __GFP_ZERO;\nconst int OTHER = GFP_KERNEL;\n";
  Bytes message;
  EXPECT_EQ(Read(text, message).helper_calls,
            (std::vector<CHelperCall>{{"RUST_CONST_HELPER_GFP_KERNEL", "GFP_KERNEL", 1},
                                      {"RUST_CONST_HELPER_LONG", "LONG_NAME", 2},
                                      {"BINDINGS___GFP_ZERO", "__GFP_ZERO", 4}}));
}

TEST(CSyntax, StaticFunctionsOfASourceFileAreCountedNotNamed) {
  const std::string text = "static int a(void)\n{\n}\nint b(void)\n{\n}\nstatic inline int c(void) { return 0; }\n";
  Bytes message;
  const CSyntax source = Read(text, message, false);
  EXPECT_EQ(source.functions, 3U);
  ASSERT_EQ(source.definitions.size(), 2U);
  EXPECT_EQ(source.definitions[0].name, "b");
  EXPECT_EQ(source.definitions[1].name, "c");
  EXPECT_EQ(Analyzer().Analyze(Language::kC, {}, text).syntax, message);
  EXPECT_EQ(Read(text, message, true).definitions.size(), 3U);
  EXPECT_EQ(Analyzer().Analyze(Language::kCHeader, {}, text).syntax, message);
}

TEST(CSyntax, ATextThatDefinesNothingHasNoMessage) {
  for (const char* text : {"", "\n", "int a;\n", "#include <a.h>\n", "/* int a(void) { } */\n"})
    EXPECT_TRUE(ReadCSyntax(text, StartsOf(text), true).empty()) << text;
}

TEST(LineStarts, AreTheFirstBytesOfLinesThatAreNeitherBlankNorCommentNorContinued) {
  const std::string text =
      "a\n b\n\n/* c\nd */ e\n// f\ng \\\nh\n\"i\\\nj\"\nk /* l\nm */\n/**/n\n'\"'\n{\n}\n#o\n/ p\n";
  std::string firsts;
  for (const LineStart& start : StartsOf(text)) {
    firsts += text[start.position];
    EXPECT_EQ(start.line, 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + start.position, '\n')));
  }
  EXPECT_EQ(firsts, "ag\"k'{}#/");
}

TEST(LineStarts, AreTheSameInEveryInstructionSet) {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    TrickyText random(seed);
    const std::string text = seed % 3 == 0   ? random.Fragments(80)
                             : seed % 3 == 1 ? random.AnyBytes(random.Below(300))
                                             : random.Dense(1 + random.Below(400));
    const std::vector<LineStart> plain = StartsOf(text, BlockIsa::kPlain);
    for (const BlockIsa isa : kIsas) {
      if (!CanRun(isa)) continue;
      ASSERT_EQ(StartsOf(text, isa), plain) << "seed " << seed << ", isa " << static_cast<int>(isa);
    }
  }
}

TEST(CSyntaxLaws, AnyBytesGiveAMessageThatCanBeReadWithLinesInOrderWithinTheText) {
  constexpr std::string_view kPieces[] = {"int f(int a)",
                                          "\n{\n",
                                          "\n}\n",
                                          "#define M(a) a\n",
                                          "#define X 1\n",
                                          "(",
                                          ")",
                                          "{",
                                          "}",
                                          ",",
                                          ";",
                                          "*",
                                          "\n",
                                          " ",
                                          "\\\n",
                                          "\"",
                                          "/*",
                                          "*/",
                                          "//",
                                          "\n#else\n",
                                          "\n#if A\n",
                                          "EXPORT_SYMBOL(f);\n",
                                          "static ",
                                          "struct x_driver d = {",
                                          ".name = \"n\"",
                                          "rust_helper_f(int a)",
                                          "M(rust_helper_##a() { b(); })\n",
                                          "#define M(a, b) M(a##b, rust_helper_x(a) { b(); })\n",
                                          "="};
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    TrickyText random(seed);
    std::string text;
    const std::size_t count = random.Below(60);
    for (std::size_t i = 0; i < count; ++i) text += kPieces[random.Below(std::size(kPieces))];
    if (seed % 4 == 0) text = random.AnyBytes(random.Below(500));
    Bytes message;
    const CSyntax syntax = Read(text, message);
    std::uint32_t line = 1;
    const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
    for (const CDefinition& found : syntax.definitions) {
      ASSERT_GE(found.line, line) << "seed " << seed;
      ASSERT_LE(found.line, lines) << "seed " << seed;
      ASSERT_FALSE(found.name.empty());
      line = found.line;
    }
    ASSERT_EQ(Encode(syntax), message) << "seed " << seed;
  }
}

std::string Times(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

// What were quadratic would not end before the test run's own limit.
TEST(CSyntaxLaws, TextsMadeToHurtEndInTime) {
  constexpr std::size_t kMany = 100'000;
  for (const std::string& text :
       {Times("(", kMany),
        Times("int f(", kMany),
        Times("{\n", kMany),
        Times("}\n", kMany),
        Times("a(b)", kMany),
        Times("int a(int b)\n", kMany),
        Times("#if\n", kMany),
        "int a(int b)\n" + Times("#else\n", kMany) + "{",
        Times("EXPORT_SYMBOL(\n", kMany),
        Times("EXPORT_SYMBOL( ", kMany),
        Times("/*\n", kMany),
        Times("int \\\n", kMany),
        Times("\"\\\n", kMany),
        Times("int f(int a)\n{\n", kMany),
        Times("struct a_driver b = {\n", kMany),
        "struct a_driver b = {\n" + Times("{ .name = X(", kMany),
        Times("#define A B\n", kMany) + "struct a_driver b = {\n" + Times("{ .name = A },\n", kMany),
        "struct a_device_id b[] = {" + Times("{ M(a, ", kMany),
        "int rust_helper_a(int a)\n{\n" + Times("f(", kMany),
        "#define A(x) rust_helper_##x(int a) { b(); } A(x) A(x)\n" + Times("A(y)\n", kMany),
        "#define A(x) B(x x) B(x x)\n#define B(x) A(x x) rust_helper_##x(int a) { b(); }\n" + Times("A(y)\n", kMany),
        "#define A(" + Times("x,", kMany) + "y) rust_helper_ " + Times("x ", kMany) + "\nA(1)\n",
        "#define A(x) rust_helper_a " + Times("x ", 1000) + "\n" + "A(" + Times("A(", kMany) + "\n",
        Times("int (", kMany) + "*f(int a))(int b)\n{\n}\n",
        "int f" + Times("(a)", kMany) + "\n{",
        "int " + std::string(kMany, 'f') + "(int a)\n{\n}\n"}) {
    Bytes message;
    static_cast<void>(Read(text, message));
  }
}

TEST(CSyntaxLaws, ANameLongerThanAnyIsLeftOut) {
  const std::string name(300, 'f');
  Bytes message;
  EXPECT_TRUE(Read("int " + name + "(int a)\n{\n}\n#define " + name + "(x) x\nEXPORT_SYMBOL(" + name + ");\n", message)
                  .definitions.empty());
}

}  // namespace
}  // namespace ferrotype
