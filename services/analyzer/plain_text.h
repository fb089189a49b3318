// From a blob's bytes to a text that lexers can read: is it text at all, and where its lines end.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// Git's rule: a NUL byte among the first 8,000 makes it binary. So does a UTF-16 byte-order mark.
[[nodiscard]] bool LooksBinary(std::string_view bytes);

/// `bytes` without a UTF-8 byte-order mark and without the carriage return that stands right before a newline or at the
/// end (a last line of nothing but a return becomes an empty line). A view into `bytes`, or into `scratch` if
/// something had to go in the middle.
[[nodiscard]] std::string_view PlainText(std::string_view bytes, std::string& scratch);

}  // namespace ferrotype
