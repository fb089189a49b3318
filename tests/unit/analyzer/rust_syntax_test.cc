// fixtures/items.rs says behind each line which items, imports and macro calls begin there.
#include "analyzer/rust_syntax.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace ferrotype {
namespace {

std::string Fixture() {
  std::ifstream in(FERROTYPE_SOURCE_DIR "/tests/unit/analyzer/fixtures/items.rs");
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

std::string Text(const RustItem& item) {
  static constexpr const char* kKinds[] = {"mod",  "fn",    "struct", "enum", "union", "variant", "field", "trait",
                                           "impl", "const", "static", "type", "macro", "extern",  "crate"};
  std::string text = std::string(kKinds[static_cast<std::size_t>(item.kind)]) + " " + item.name;
  if (item.has_body) text += " {}";
  if (!item.type.empty()) text += " " + item.type;
  return text;
}

/// What is true of any text.
void ExpectLaws(std::string_view text) {
  const RustSyntax syntax = ReadRustSyntax(text, nullptr);
  for (std::size_t i = 0; i < syntax.items.size(); ++i) {
    const RustItem& item = syntax.items[i];
    ASSERT_TRUE(item.parent == kNoItem || item.parent < i);
    ASSERT_GE(item.line, 1U);
    ASSERT_LE(item.line, item.end_line);
    if (item.parent != kNoItem) {
      ASSERT_LE(syntax.items[item.parent].line, item.line);
      ASSERT_GE(syntax.items[item.parent].end_line, item.end_line);
    }
  }
  for (const RustBody& body : syntax.bodies) {
    ASSERT_LT(body.item, syntax.items.size());
    for (std::size_t i = 0; i < body.exprs.size(); ++i) {
      const RustExpr& expr = body.exprs[i];
      ASSERT_TRUE(expr.a == kNoExpr || expr.a < i);
      ASSERT_TRUE(expr.b == kNoExpr || expr.b < i);
      for (std::uint32_t k = 0; k < expr.count; ++k) ASSERT_LT(body.operands[expr.operands + k], i);
    }
  }
  const Result<RustSyntax> back = DecodeRustSyntax(Encode(syntax));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  ASSERT_EQ(*back, syntax);
}

TEST(RustSyntax, ItemsImportsAndMacroCallsAreReadAsTheyAreMarked) {
  const std::string text = Fixture();
  std::map<std::uint32_t, std::multiset<std::string>> expected;
  std::istringstream in(text);
  std::string line;
  for (std::uint32_t number = 1; std::getline(in, line); ++number) {
    const std::size_t mark = line.find("//~ ");
    if (mark == std::string::npos) continue;
    std::string rest = line.substr(mark + 4) + " ; ";
    for (std::size_t end = rest.find(" ; "); end != std::string::npos; end = rest.find(" ; ")) {
      expected[number].insert(rest.substr(0, end));
      rest = rest.substr(end + 3);
    }
  }
  const RustSyntax syntax = ReadRustSyntax(text, nullptr);
  std::map<std::uint32_t, std::multiset<std::string>> read;
  for (const RustItem& item : syntax.items) read[item.line].insert(Text(item));
  for (const RustUse& use : syntax.uses) {
    read[use.line].insert("use " + use.path + "=" + (use.glob ? "*" : use.alias));
  }
  for (const RustMacroCall& call : syntax.macro_calls) {
    std::string what = "call " + call.path;
    for (auto [key, value] : call.fields) {
      for (char& c : value) c = c == '\n' ? '|' : c;
      what += " " + key + "=" + value;
    }
    read[call.line].insert(what);
  }
  EXPECT_EQ(read, expected);
  EXPECT_EQ(syntax.c_headers, (std::vector<std::string>{"include/linux/a.h", "include/linux/other.h"}));
  ExpectLaws(text);
}

TEST(RustSyntax, AFunctionHasItsParts) {
  const RustSyntax syntax = ReadRustSyntax(Fixture(), nullptr);
  for (const RustItem& item : syntax.items) {
    if (item.name != "f" || item.kind != RustItemKind::kFunction) continue;
    EXPECT_TRUE(item.is_unsafe);
    EXPECT_TRUE(item.documented);
    EXPECT_EQ(item.abi, "C");
    EXPECT_EQ(item.visibility, Visibility::kRestricted);
    EXPECT_EQ(item.generics, "<'a, T: A + 'a>");
    EXPECT_EQ(item.where, "T: B");
    EXPECT_EQ(item.parameters,
              (std::vector<RustParameter>{{"self", "Pin<&mut Self>"}, {"x", "&'a T"}, {"(a, b)", "(u8, u8)"}}));
    EXPECT_EQ(syntax.items[item.parent].path_attribute, "sub/other.rs");
    return;
  }
  FAIL() << "f is not there";
}

TEST(RustSyntax, AMacroTellsWhatItInvokes) {
  const RustSyntax syntax = ReadRustSyntax(Fixture(), nullptr);
  ASSERT_EQ(syntax.macro_bodies.size(), 1U);
  EXPECT_EQ(syntax.macro_bodies[0].invokes, (std::vector<std::string>{"$crate::other", "inner"}));
}

TEST(RustSyntax, AMacroTellsWhichStructsOfBindingsItWrites) {
  const std::string text =
      "macro_rules! ops {\n"
      "  ($ops:ident, $ty:ty) => { pub static $ops: $crate::bindings::a_ops = $crate::bindings::a_ops {\n"
      "    flags: 0, set: Some(set_param::<$ty>), get: None, free: crate::free, odd: a + b, }; };\n"
      "  ($($field:ident: $val:expr),*) => { bindings::b_ops { $( $field: $val ),* } };\n"
      "  ($f:path) => { impl T for bindings::c_ops { } fn x() -> bindings::d_ops { bindings::e_ops { f: Some($f) } } "
      "};\n"
      "}\n"
      "ops!(OPS, u8); ops!(a: b); ops![];";
  const RustSyntax syntax = ReadRustSyntax(text, nullptr);
  ASSERT_EQ(syntax.macro_bodies.size(), 1U);
  EXPECT_EQ(syntax.macro_bodies[0].tables,
            (std::vector<RustMacroTable>{{"$crate::bindings::a_ops", {"set_param", "crate::free"}, false},
                                         {"bindings::b_ops", {}, true},
                                         {"bindings::e_ops", {}, true}}));
  std::vector<std::string> firsts;
  for (const RustMacroCall& call : syntax.macro_calls) firsts.push_back(call.first);
  EXPECT_EQ(firsts, (std::vector<std::string>{"OPS", "", ""}));
  EXPECT_EQ(DecodeRustSyntax(Encode(syntax))->macro_bodies, syntax.macro_bodies);
  EXPECT_EQ(DecodeRustSyntax(Encode(syntax))->macro_calls, syntax.macro_calls);
  ExpectLaws(text);
}

TEST(RustSyntax, CodeIsAFlatListWithOperandsBeforeWhatUsesThem) {
  const RustSyntax syntax = ReadRustSyntax("fn f() { pr_info!(\"{}\", self.dev.get(a::b(1)?)); }", nullptr);
  ASSERT_EQ(syntax.bodies.size(), 1U);
  std::string text;
  for (const RustExpr& expr : syntax.bodies[0].exprs) {
    text += std::to_string(static_cast<int>(expr.kind)) + ":" + syntax.names[expr.text] + " ";
  }
  EXPECT_EQ(text, "25: 17:str 1:self 4:dev 1:a::b 17:int 2: 5: 3:get 26: 18:pr_info ");
}

TEST(RustSyntax, LawsHoldForEveryBeginningOfAText) {
  const std::string text = Fixture();
  for (std::size_t size = 0; size < text.size(); ++size) ExpectLaws(std::string_view(text).substr(0, size));
}

TEST(RustSyntax, LawsHoldForTextsOutOfPieces) {
  static constexpr std::string_view kPieces[] = {"fn ",
                                                 "f",
                                                 "(",
                                                 ")",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 "<",
                                                 ">",
                                                 "::",
                                                 "impl ",
                                                 "for ",
                                                 "where ",
                                                 ";",
                                                 ",",
                                                 ":",
                                                 "=",
                                                 "=>",
                                                 "->",
                                                 "|",
                                                 "||",
                                                 "&",
                                                 "mut ",
                                                 "let ",
                                                 "if ",
                                                 "else ",
                                                 "match ",
                                                 "macro_rules! m ",
                                                 "m!",
                                                 "$x",
                                                 "#",
                                                 "[path = \"x\"]",
                                                 "use ",
                                                 "*",
                                                 "as ",
                                                 "struct ",
                                                 "enum ",
                                                 "mod ",
                                                 "pub ",
                                                 "const ",
                                                 "unsafe ",
                                                 "extern ",
                                                 "\"s\"",
                                                 "'a",
                                                 "'c'",
                                                 "1.5",
                                                 ".",
                                                 "..",
                                                 "?",
                                                 "@",
                                                 "///d\n",
                                                 "//!d\n",
                                                 "move ",
                                                 "return ",
                                                 "while ",
                                                 "loop ",
                                                 "static ",
                                                 "type ",
                                                 "trait "};
  std::mt19937_64 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const std::size_t count = random() % 60;
    for (std::size_t i = 0; i < count; ++i) text += kPieces[random() % std::size(kPieces)];
    ExpectLaws(text);
    if (HasFatalFailure()) FAIL() << text;
  }
}

TEST(RustSyntax, DeepAndLongTextsEnd) {
  for (const std::string_view piece : {"{",
                                       "(",
                                       "[",
                                       "<",
                                       "mod a {",
                                       "fn f() {",
                                       "impl A {",
                                       "a!{",
                                       "a!{pub ",
                                       "use a::{",
                                       "a::",
                                       "&",
                                       "!",
                                       "*",
                                       "-",
                                       "|x| ",
                                       "|| ",
                                       "let x = ",
                                       "if a {",
                                       "if let A(",
                                       "match a { b => ",
                                       "f(",
                                       "a.b(",
                                       "a.b::<",
                                       "A { b: ",
                                       "#[",
                                       "#![",
                                       "'a: ",
                                       "x @ ",
                                       "fn f<",
                                       "const A: ",
                                       "const ",
                                       "unsafe ",
                                       "pub ",
                                       "async ",
                                       "extern \"C\" ",
                                       "macro_rules! m {() => {",
                                       "a as ",
                                       "<a as ",
                                       "return ",
                                       "..",
                                       "?",
                                       "::",
                                       "::<",
                                       "trait T {use a;",
                                       "enum E {A(",
                                       "struct S {a: ",
                                       "///d\n",
                                       "\"",
                                       "r#\"",
                                       "bindings::",
                                       "bindings::$f() ",
                                       "m!(x) ",
                                       "} } macro_rules! m { ($f:ident) => { bindings::$f() m!(y) ",
                                       "'",
                                       "b'",
                                       "$",
                                       "=> {"}) {
    for (const std::string_view before : {"", "fn f() { ", "static S: u8 = ", "macro_rules! m { ($f:ident) => { "}) {
      std::string text(before);
      while (text.size() < 120000) text += piece;
      ExpectLaws(text);
      if (HasFatalFailure()) FAIL() << before << piece;
    }
  }
}

TEST(RustSyntax, BrokenMessagesAreCorrupt) {
  const Bytes good = Encode(ReadRustSyntax(Fixture(), nullptr));
  std::mt19937_64 random(11);
  for (int round = 0; round < 3000; ++round) {
    Bytes bad = good;
    for (int i = 0; i < 3; ++i) bad[random() % bad.size()] = static_cast<char>(random());
    const Result<RustSyntax> value = DecodeRustSyntax(bad);
    if (!value) {
      EXPECT_EQ(value.error().kind, ErrorKind::kCorrupt);
    }
  }
}

}  // namespace
}  // namespace ferrotype
