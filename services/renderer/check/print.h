// Diagnostics for people, programs and forges.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "renderer/render.h"
#include "renderer/text/text.h"

namespace ferrotype {

/// Each with the line it is about and a caret under its column: wide characters are two columns, marks that combine
/// none, a tab reaches to the next multiple of four. Long lines are cut around the place. `content` holds the lines.
/// `root` ("content/") is what paths begin with when printed.
[[nodiscard]] std::string PrintText(const std::vector<Diagnostic>& diagnostics, const FileSet& content,
                                    const std::string& root = "content/");

/// SARIF 2.1.0. Columns count characters. `base_url` ("https://example.org/x/"), if there is one, leads to the pages of
/// the codes.
[[nodiscard]] std::string PrintSarif(const std::vector<Diagnostic>& diagnostics, std::string_view version,
                                     std::string_view base_url);

/// The width of `text` on a terminal.
[[nodiscard]] std::size_t WidthOf(std::string_view text);

}  // namespace ferrotype
