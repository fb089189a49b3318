// Which symbols can't be set without RUST, and which refuse others.
#include "aggregator/kconfig_closure.h"

#include <gtest/gtest.h>

#include "aggregator/kconfig_expression.h"

namespace ferrotype {
namespace {

// Files of one line a symbol: "NAME: expression"; "if X" and "endif" enclose, "source PATH" reads.
KconfigSyntax File(const std::vector<std::string>& lines) {
  KconfigSyntax file;
  std::uint32_t current = kNoCondition;
  for (const std::string& line : lines) {
    if (line.starts_with("if ")) {
      file.conditions.push_back({line.substr(3), current});
      current = static_cast<std::uint32_t>(file.conditions.size() - 1);
    } else if (line == "endif") {
      current = file.conditions[current].parent;
    } else if (line.starts_with("source ")) {
      file.sources.push_back({line.substr(7), false, current, 1});
    } else {
      KconfigSymbol symbol;
      const std::size_t colon = line.find(':');
      symbol.name = line.substr(0, colon);
      if (colon + 2 < line.size()) symbol.depends.push_back(line.substr(colon + 2));
      symbol.condition = current;
      file.symbols.push_back(symbol);
    }
  }
  return file;
}

TEST(KconfigClosure, UnderstandsExpressions) {
  const std::vector<std::pair<std::string, bool>> needs = {
      {"RUST", true},
      {"RUST && NET", true},
      {"NET && (MMU && RUST)", true},
      {"!RUST", false},
      {"!!RUST", true},
      {"!(!RUST)", true},
      {"!(!RUST || NET)", true},
      {"!(!RUST && NET)", false},
      {"!RUST || RUSTC_VERSION >= 108800", false},
      {"RUST || NET", false},
      {"RUST || RUST && NET", true},
      {"(RUST || NET) && MMU", false},
      {"RUST=y", true},
      {"RUST = m && NET", true},
      {"RUST != n", true},
      {"RUST = n", false},
      {"!(RUST = n)", true},
      {"n || RUST", false},
      {"RUST_IS_AVAILABLE", false},
      {"$(rustc-option,-x RUST) && NET", false},
      {"\"RUST\"", false},
      {"", false},
  };
  for (const auto& [expression, expected] : needs) {
    const KconfigClosure::Files files = {{"Kconfig", File({"A: " + expression})}};
    EXPECT_EQ(KconfigClosure(files, "RUST").Needs("A"), expected) << expression;
  }
}

TEST(KconfigClosure, FollowsSymbolsBlocksAndSources) {
  const KconfigClosure::Files files = {
      {"Kconfig", File({"RUST:", "source drivers/Kconfig", "if RUST", "source samples/Kconfig", "endif", "if NET",
                        "IN_NET:", "endif", "source arch/$(SRCARCH)/Kconfig"})},
      {"drivers/Kconfig", File({"PHYLIB: RUST", "PHY: PHYLIB && X", "C_PHY:", "EITHER: PHY || C_PHY",
                                "BOTH: PHY || PHYLIB", "source both/Kconfig", "if PHY", "if NET", "DEEP:", "endif",
                                "AFTER:", "endif", "TWICE: RUST", "CYCLE_A: CYCLE_B", "CYCLE_B: CYCLE_A"})},
      {"samples/Kconfig", File({"SAMPLE:", "source both/Kconfig"})},
      {"both/Kconfig", File({"READ_TWICE:"})},
      {"arch/a/Kconfig", File({"OF_ARCH: RUST", "TWICE:"})},
      {"arch/b/Kconfig", File({"OF_ARCH: RUST && B"})},
      {"nowhere/Kconfig", File({"UNREAD: RUST"})},
  };
  const KconfigClosure closure(files, "RUST");
  const std::vector<std::string> all = {"AFTER", "BOTH", "DEEP", "OF_ARCH", "PHY", "PHYLIB", "SAMPLE"};
  EXPECT_EQ(closure.All(), all);
  EXPECT_EQ(closure.Chain("DEEP"), (std::vector<std::string>{"DEEP", "PHY", "PHYLIB", "RUST"}));
  EXPECT_EQ(closure.Chain("SAMPLE"), (std::vector<std::string>{"SAMPLE", "RUST"}));
  EXPECT_TRUE(closure.Chain("EITHER").empty());
  ASSERT_NE(closure.Entries("OF_ARCH"), nullptr);
  EXPECT_EQ(closure.Entries("OF_ARCH")->size(), 2U);
  EXPECT_EQ(closure.Entries("UNREAD"), nullptr);
}

TEST(KconfigClosure, EndsSoonOnDeepLongAndCircularInput) {
  constexpr std::size_t kMany = 100'000;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < kMany; ++i) lines.push_back("S" + std::to_string(i) + ": S" + std::to_string(i + 1));
  lines.push_back("S" + std::to_string(kMany) + ": RUST");
  std::string either = "RUST";
  for (std::size_t i = 0; i < kMany; ++i) either += " || S" + std::to_string(i);
  lines.push_back("EITHER: " + either);
  lines.push_back("DEEP: " + std::string(kMany, '(') + "RUST" + std::string(kMany, ')'));
  lines.push_back("NOT: " + std::string(kMany, '!') + "RUST");
  for (std::size_t i = 0; i < kMany; ++i) lines.push_back("if S" + std::to_string(i));
  lines.push_back("INSIDE:");
  const KconfigClosure::Files files = {{"Kconfig", File(lines)}};
  const KconfigClosure closure(files, "RUST");
  for (const std::string_view name : {"S0", "EITHER", "DEEP", "NOT", "INSIDE"})
    EXPECT_TRUE(closure.Needs(name)) << name;
  EXPECT_EQ(closure.Chain("S0").size(), kMany + 2);
}

TEST(RefusedSymbols, AreThoseThatMustBeOff) {
  const std::vector<std::pair<std::string, std::vector<std::string_view>>> cases = {
      {"RUST && MMU && !IPC", {"IPC"}},
      {"!A && !B", {"A", "B"}},
      {"!A || B", {}},
      {"B && (!A || C)", {}},
      {"!(A && B)", {}},
      {"!A = y", {}},
      {"A && B", {}},
      {"", {}},
      {"!", {}},
      {"A && !", {}},
      {"!!A && B", {}},
  };
  for (const auto& [expression, expected] : cases) EXPECT_EQ(RefusedSymbols(expression), expected) << expression;
}

}  // namespace
}  // namespace ferrotype
