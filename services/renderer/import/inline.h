// One line of prose as this site takes it: links, pictures, tags, formulas, names of roles that mean nothing of ours.
#pragma once

#include <string>
#include <string_view>

#include "renderer/import/body.h"

namespace ferrotype::imports {

/// Words of a line without Markdown's marks and links.
[[nodiscard]] std::string PlainWords(std::string_view line);

/// One line of prose as this site takes it: no raw HTML, no tracking, no picture from elsewhere. Doubts are added.
[[nodiscard]] std::string CleanInline(std::string_view line, int number, const BodyRequest& request, Body& body);

}  // namespace ferrotype::imports
