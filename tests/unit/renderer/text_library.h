// A library made up in memory, for tests of texts.
#pragma once

#include <string_view>
#include <vector>

#include "support/fake_library.h"

namespace ferrotype {

inline constexpr std::string_view kRustSource =
    "// SPDX-License-Identifier: GPL-2.0\n"
    "// Copyright (C) A. Writer <writer@example.org>\n"
    "\n"
    "//! A driver that exists in tests only.\n"
    "use kernel::prelude::*;\n"
    "\n"
    "kernel::module_phy_driver! {\n"
    "    drivers: [First],\n"
    "    authors: [\"A. Writer <writer@example.org>\"],\n"
    "}\n"
    "\n"
    "/// Resets the device.\n"
    "#[inline]\n"
    "fn reset(dev: &mut Device) -> Result {\n"
    "    // SAFETY: `dev` is valid.\n"
    "    unsafe { bindings::reset(dev.as_ptr()) }\n"
    "}\n"
    "\n"
    "struct First;\n"
    "\n"
    "impl Driver for First {\n"
    "    fn probe(dev: &mut Device) -> Result {\n"
    "        reset(dev)\n"
    "    }\n"
    "}\n"
    "\n"
    "struct Second;\n"
    "\n"
    "impl Driver for Second {\n"
    "    fn probe(_: &mut Device) -> Result {\n"
    "        Ok(())\n"
    "    }\n"
    "}\n";

inline constexpr std::string_view kCSource =
    "// SPDX-License-Identifier: GPL-2.0+\n"
    "#include <linux/phy.h>\n"
    "#define PHY_ID 0x1\n"
    "\n"
    "/* Resets the device. */\n"
    "static int reset(struct phy_device *phydev)\n"
    "{\n"
    "\treturn genphy_soft_reset(phydev);\n"
    "}\n"
    "\n"
    "static struct phy_driver drivers[] = {\n"
    "\t{ .soft_reset = reset },\n"
    "};\n";

/// Two old releases of one line, two of a series, and kernel.org's x.y of that series.
inline const FakeLibrary& TextLibrary() {
  static const FakeLibrary library = [] {
    FakeLibrary made;
    const std::vector<FakeFile> c = {{"drivers/net/phy/one.c", 500'000, 1, 1}, {"fs/ext4/inode.c", 300'000, 1, 1}};
    const auto with = [&](std::vector<FakeFile> files) {
      files.insert(files.end(), c.begin(), c.end());
      return files;
    };
    made.Add("v6.12.117-debian", "2026-11-05",
             with({{"rust/kernel/lib.rs", 9'000, 10, 5, 2}, {"drivers/net/phy/one_rust.rs", 93, 22, 18, 1}}));
    made.Add("v7.2", "2026-08-30", with({{"rust/kernel/lib.rs", 40'000, 10, 5, 2}}));
    made.Add("v7.2.6-debian", "2026-10-01", with({{"rust/kernel/lib.rs", 49'000, 10, 5, 2}}));
    made.Add("v7.2.13-debian", "2026-11-12",
             with({{"rust/kernel/lib.rs", 50'000, 10, 5, 2},
                   {"rust/syn/lib.rs", 63'000, 9, 9, 9},
                   {"drivers/net/phy/one_rust.rs", 94, 22, 17, 1},
                   {"drivers/net/phy/unquoted.rs", 3, 0, 0, 0}}));
    made.AddQuote("drivers/net/phy/one_rust.rs", Bytes(kRustSource));
    made.AddQuote("drivers/net/phy/one.c", Bytes(kCSource));
    return made;
  }();
  return library;
}

}  // namespace ferrotype
