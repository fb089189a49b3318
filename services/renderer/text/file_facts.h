// Facts about single files of a release.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "renderer/text/values.h"

namespace ferrotype::text {

/// Trouble (F017) when the release holds no file of that path.
[[nodiscard]] std::optional<Trouble> CheckFileExists(const Library& library, const Report& report,
                                                     std::string_view path);

/// A number of a Rust file: `fact` is lines, code, comment, doc, blank, unsafe, cloc-code, cloc-comment, cloc-blank or
/// bytes; of a C file that is the counterpart of a Rust driver, code or functions. F017 for a file that is neither
/// (others are counted but not kept singly), F011 for another fact.
[[nodiscard]] Or<std::int64_t> FileFact(const Report& report, std::string_view path, std::string_view fact);

}  // namespace ferrotype::text
