// Parts of the page of one driver.
#pragma once

#include <string>
#include <string_view>

#include "model/history.h"
#include "renderer/page/site.h"

namespace ferrotype {

[[nodiscard]] Since SinceOfDriver(const Page& page, const Report& release, const DriverRow& driver);

/// The three proofs that it is a driver, each with its place.
[[nodiscard]] Html ProofsTable(const Page& page, const DriverRow& driver);
/// Its Rust files and, where there are some, the C files of the same kernel module.
[[nodiscard]] Html DriverFiles(const Page& page, const Report& release, const DriverRow& driver);
/// The C counterpart beside it, and what speaks for it being one; empty when there is none.
[[nodiscard]] Html TwinPart(const Page& page, const Report& release, const DriverRow& driver);
[[nodiscard]] Html ApisTable(const Page& page, const DriverRow& driver);
[[nodiscard]] Html DriverHistory(const Page& page, const std::string& key, const DriverRow& driver);

}  // namespace ferrotype
