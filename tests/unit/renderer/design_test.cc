// The style sheet's tokens: contrast of every pair that meets on a page, in both themes, computed and not assumed
// (WCAG 2.2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <sstream>
#include <string>

#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;

using Tokens = std::map<std::string, std::string>;  // "--ink" -> "#1f1c19"

const std::string& Style() {
  static const std::string style = ReadSourceFiles("site-templates").at("site.css");
  return style;
}

// The tokens of a theme: plain ones hold in both, light-dark() decides where it stands.
Tokens TokensOf(bool dark) {
  Tokens tokens;
  const std::string& style = Style();
  const std::regex plain(R"((--[a-z-]+): (#[0-9a-f]{6});)");
  const std::string first = style.substr(0, style.find("@supports"));
  for (std::sregex_iterator at(first.begin(), first.end(), plain), end; at != end; ++at) tokens[(*at)[1]] = (*at)[2];
  const std::regex both(R"((--[a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);)");
  for (std::sregex_iterator at(style.begin(), style.end(), both), end; at != end; ++at)
    tokens[(*at)[1]] = (*at)[dark ? 3 : 2];
  return tokens;
}

double Luminance(const std::string& colour) {
  const auto channel = [&](std::size_t at) {
    const double value = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double Contrast(const std::string& a, const std::string& b) {
  const double x = Luminance(a);
  const double y = Luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

struct Pair {
  std::string front;
  std::string back;
};

void ExpectContrast(const std::vector<Pair>& pairs, double least) {
  for (const bool dark : {false, true}) {
    const Tokens tokens = TokensOf(dark);
    for (const auto& [front, back] : pairs) {
      const auto colour = [&](const std::string& name) { return name.starts_with('#') ? name : tokens.at(name); };
      EXPECT_GE(Contrast(colour(front), colour(back)), least)
          << front << " on " << back << (dark ? " in the dark" : " in the light");
    }
  }
}

TEST(Design, ContrastIsComputedAsWcagDoes) {
  EXPECT_DOUBLE_EQ(Contrast("#000000", "#ffffff"), 21.0);
  EXPECT_NEAR(Contrast("#777777", "#ffffff"), 4.48, 0.005);
}

TEST(Design, LettersCanBeReadOnWhateverLiesBehindThem) {
  std::vector<Pair> pairs;
  for (const std::string front : {"--ink", "--soft", "--rust", "--steel", "--brass"}) {
    for (const std::string back : {"--paper", "--wash"}) pairs.push_back({front, back});
  }
  for (const std::string front : {"--on-plate", "--on-plate-soft", "--on-plate-rust"})
    pairs.push_back({front, "--plate"});
  pairs.push_back({"--paper", "--ink"});  // the link that skips to the content
  ExpectContrast(pairs, 4.5);
}

TEST(Design, LettersInsideBarsCanBeReadToo) {
  ExpectContrast({{"--paper", "--rust"}, {"--paper", "--steel"}, {"--paper", "--soft"}}, 4.5);
  // On the plate the letters inside bars are as dark as the plate in the light.
  ASSERT_THAT(Style(), HasSubstr(".plate .chart .in { fill: #1b1e21; }"));
  ExpectContrast({{"#1b1e21", "--on-plate-rust"}, {"#1b1e21", "--on-plate-soft"}}, 4.5);
}

TEST(Design, BarsAndLinesCanBeToldFromThePaper) {
  ExpectContrast({{"--rust", "--paper"}, {"--steel", "--paper"}, {"--soft", "--paper"}, {"--on-plate-rust", "--plate"}},
                 3.0);
}

TEST(Design, BrowsersWithoutLightDarkGetTheLightTheme) {
  const Tokens light = TokensOf(false);
  const std::string first = Style().substr(0, Style().find("@supports"));
  for (const auto& [name, colour] : light) EXPECT_THAT(first, HasSubstr(name + ": " + colour));
  EXPECT_THAT(TokensOf(true), Contains(Key("--rust")));
}

TEST(Design, CommentsOfCodeAreNotWrittenInColoursOfTheirOwn) {
  // Every colour of code is a token, so the pairs above are all there are.
  std::string rule;
  for (std::istringstream lines(Style()); std::getline(lines, rule);) {
    if (!rule.starts_with("pre .")) continue;
    EXPECT_THAT(rule, Not(HasSubstr("#"))) << rule;
  }
}

}  // namespace
}  // namespace ferrotype
