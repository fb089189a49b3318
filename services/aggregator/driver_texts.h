// Fields of drivers out of texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

/// "Jane Doe" of "Jane Doe <jane@example.org>"; words with an '@' are left out. "" when nothing else is there.
[[nodiscard]] std::string WithoutAddress(std::string_view author);

/// Lines `first` to `last` (1-based) of `text` by '\n', the indentation of the first taken off each, trailing blanks
/// too.
[[nodiscard]] std::string Dedented(std::string_view text, std::uint32_t first, std::uint32_t last);

/// Documents that may speak of the driver: index.rst in a folder, or an .rst file, that is called as the driver or as
/// the first word of its name ("Documentation/gpu/nova/index.rst" of nova-core). Of `documents`, sorted.
[[nodiscard]] std::vector<std::string> DocumentsOf(std::string_view driver, const std::vector<std::string>& documents);

/// What a document says that a driver comes after.
struct Succession {
  std::string of;  ///< "nouveau"; "" when it says no such thing
  std::uint32_t line = 0;
};
/// From a sentence that names `driver` and says that it supersedes, replaces or succeeds something else, by the word
/// that follows.
[[nodiscard]] Succession SuccessionIn(std::string_view document, std::string_view driver);

}  // namespace ferrotype
