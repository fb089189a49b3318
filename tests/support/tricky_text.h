// Random texts out of the fragments that lexers trip over. A seed gives the same text on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace ferrotype {

class TrickyText {
 public:
  explicit TrickyText(std::uint64_t seed) : random_(seed) {}

  // Up to `fragments` fragments of comments, strings, splices, line ends and fillers that move them over block borders.
  std::string Fragments(std::size_t fragments) {
    static constexpr std::array<std::string_view, 54> kFragments = {
        "/",         "*",        "//",       "/*",
        "*/",        "/**",      "///",      "//!",
        "/*!",       "\\",       "\\\n",     "\\\\\n",
        "\n",        "\n",       "\n",       "\n\n",
        " ",         "\t",       " \n",      "\v\n",
        "\f",        "\r\n",     "\r",       "\"",
        "'",         "\\\"",     "\\'",      "'a'",
        "'\\''",     "b'",       "r#\"",     "\"#",
        "r\"",       "'a ",      "#",        "# define A \\\n",
        "x",         "x = 1;",   "{",        "}",
        "unsafe ",   "r#unsafe", "$unsafe",  "include!(\"a.rs\")",
        "R\"x(",     ")x\"",     "<<EOF\n",  "EOF\n",
        "=pod\n",    "=cut\n",   "  help\n", "key: |\n",
        ".. note\n", "::\n"};
    std::string text;
    const std::size_t count = Below(fragments + 1);
    for (std::size_t i = 0; i < count; ++i) {
      if (Below(8) == 0) {
        text.append(Below(70), Below(2) == 0 ? 'x' : ' ');
      } else {
        text += kFragments[Below(kFragments.size())];
      }
    }
    return text;
  }
  // Only what matters to comments in C, so that rare neighbours meet often.
  std::string Dense(std::size_t bytes) {
    static constexpr std::string_view kBytes = "//**\\\\\n\n\"' x";
    std::string text;
    const std::size_t count = Below(bytes + 1);
    for (std::size_t i = 0; i < count; ++i) text += kBytes[Below(kBytes.size())];
    return text;
  }
  std::string AnyBytes(std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>(Below(256));
    return text;
  }
  std::size_t Below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

 private:
  std::mt19937_64 random_;
};

}  // namespace ferrotype
