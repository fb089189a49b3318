// Colours of what no grammar is kept for here: Kconfig, Makefiles, shell and diffs, each by a lexer of lines.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace ferrotype::text {

/// Bytes [begin, end) have class `name`. Spans are in order, don't overlap and, from the lexers here, lie within a
/// line.
struct Colour {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view name;
};

/// The name by which HighlightCode knows a language that people write in many ways: "bash" -> "sh", "patch" -> "diff",
/// "Makefile" -> "make", "rs" -> "rust". Others as they are.
[[nodiscard]] std::string_view CanonicalLanguage(std::string_view language);

[[nodiscard]] std::vector<Colour> KconfigColours(std::string_view code);
[[nodiscard]] std::vector<Colour> MakefileColours(std::string_view code);
/// `prompts`: lines that begin with "$ " or "# " are typed after a prompt, others are what the machine says.
[[nodiscard]] std::vector<Colour> ShellColours(std::string_view code, bool prompts);
[[nodiscard]] std::vector<Colour> DiffColours(std::string_view code);

}  // namespace ferrotype::text
