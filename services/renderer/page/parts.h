// Small pieces that the pages of modules, drivers, unsafe and layers share: places, names, shares, since when.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/history.h"
#include "renderer/page/figure.h"
#include "renderer/page/site.h"

namespace ferrotype {

/// "1,234"
[[nodiscard]] Html Count(std::uint64_t value);
/// A path that may be broken after each slash.
[[nodiscard]] Html PathCell(std::string_view path);
/// "drivers/net/phy/qt2025.rs:42", the line left out where the place is the file as a whole; empty for no place.
[[nodiscard]] Html PlaceCell(const Place& place);
/// A name of the source as code, which may be broken after "::" and "_".
[[nodiscard]] Html NameCode(std::string_view name);
/// Text of the tree, which is English whatever the page's language.
[[nodiscard]] Html English(const Page& page, std::string_view text);
/// "a, b, c"; the empty ones left out.
[[nodiscard]] Html Listed(const Page& page, const std::vector<Html>& items);
/// <ul class="points"> or another class; empty for no items.
[[nodiscard]] Html BulletList(const std::vector<Html>& items, std::string_view css_class = "points");
/// <p>, empty for no content.
[[nodiscard]] Html Paragraph(const Html& content, std::string_view css_class = {});
/// `content` behind a line to open it.
[[nodiscard]] Html Folded(const Html& summary, const Html& content);

/// "linked-into-c" -> "linked_into_c": an id of data as part of a message's key.
[[nodiscard]] std::string MessageKey(std::string_view id);

/// "94.6%"; "–" of nothing.
[[nodiscard]] std::string ShareOf(std::uint64_t part, std::uint64_t whole, int decimals = 1);
/// "123 of 130 (94.6%)"; "–" of nothing.
[[nodiscard]] Html PartOf(const Page& page, std::uint64_t part, std::uint64_t whole);

/// "first seen in 7.2.13, not in 6.12.117; none between was measured": in words.
[[nodiscard]] Html SinceWords(const Page& page, const Since& since);
/// The same for a table's cell: "after 6.12.117, by 7.2.13".
[[nodiscard]] Html SinceCell(const Page& page, const Since& since);
/// The short name of a measured release, leading to its page; other names as they are.
[[nodiscard]] Html ReleaseLink(const Page& page, std::string_view name);

/// Leads to the page of the module that `path` lies in, if there is one.
[[nodiscard]] Html ModuleLink(const Page& page, std::string_view path);
[[nodiscard]] Html DriverLink(const Page& page, const Report& release, const DriverRow& driver);
/// A driver by its name in that release, the name as it is if it has no page.
[[nodiscard]] Html DriverLink(const Page& page, const Report& release, std::string_view name);

/// Index of a release among those of the site.
[[nodiscard]] std::size_t PlaceOf(const Site& site, const Report& release);

/// A figure that the page itself asks for: its spec is ours, so a mistake in it is a mistake in the program. Empty when
/// the release has no value to draw.
[[nodiscard]] Html OwnFigure(Page& page, const Report& release, std::string_view metric, std::string_view dimension,
                             std::string_view options = {});

/// "1 2 3": links to the pages of a list, `current` without; empty for a single page.
[[nodiscard]] Html PageNumbers(const Page& page, std::string_view base, std::size_t count,
                               std::size_t current = std::string::npos);

}  // namespace ferrotype
