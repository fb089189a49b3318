// Links from one page of the survey into another: where a file's unsafe sites, a driver's chains and a C symbol stand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

/// "releases/v7.2.13-debian/unsafe" and ".../layers": without "/index.html".
[[nodiscard]] std::string UnsafeBase(const Report& release);
[[nodiscard]] std::string LayersBase(const Report& release);

/// URL of the first of `files` that has unsafe sites, on the page of the file's owner; empty when none has any.
[[nodiscard]] std::string UnsafeUrl(const Page& page, const Report& release, const std::vector<std::string>& files);
/// "75, all justified" or "75, 2 of them without justification", leading to the sites of `files`.
[[nodiscard]] Html UnsafeWords(const Page& page, const Report& release, const std::vector<std::string>& files,
                               std::uint64_t tokens, std::uint64_t undocumented);
/// Id of the place where a file's sites begin.
[[nodiscard]] std::string UnsafeAnchor(std::string_view path);

/// "releases/v7.2.13-debian/layers/symbols/g"
[[nodiscard]] std::string SymbolsBase(const Report& release, std::string_view letter);
[[nodiscard]] std::string SymbolAnchor(std::string_view name);
/// The name of a C symbol, leading to its definitions and callers if Rust reaches it in that release.
[[nodiscard]] Html SymbolLink(const Page& page, const Report& release, std::string_view name);

}  // namespace ferrotype
