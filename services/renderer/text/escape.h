// The only ways that text gets into HTML: one function a context.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype::text {

/// Text between tags. Characters that HTML can't hold (C0 controls but tab and newline, NUL, noncharacters) become
/// U+FFFD, as does invalid UTF-8.
[[nodiscard]] std::string EscapeText(std::string_view text);

/// A value between double quotes.
[[nodiscard]] std::string EscapeAttribute(std::string_view value);

/// A URL that CheckLink let through, as the value of href or src between double quotes: what isn't a URL's character is
/// percent-encoded.
[[nodiscard]] std::string EscapeUrl(std::string_view url);

/// A path of files ("path") or of Rust ("name") as code that may break after its slashes and double colons.
[[nodiscard]] std::string PathCode(std::string_view path, std::string_view css_class = "path");

}  // namespace ferrotype::text
