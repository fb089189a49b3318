// Finds an item of a source file by its name.
#pragma once

#include <string_view>

#include "renderer/text/syntax.h"
#include "renderer/text/values.h"

namespace ferrotype::text {

/// Lines of a file, from 1, both included.
struct LineRange {
  int first = 1;
  int last = 1;
};

/// Where `item` stands, with the comments and attributes directly above it. An item is a kind and a name: `fn
/// soft_reset`, `struct Device`, `impl Driver for PhyAX88772A`, `trait`, `enum`, `const`, `static`, `type`, `mod`,
/// `macro name` (its definition, else its one invocation), `define NAME` in C. `fn x in impl Y` says which of several.
/// F022 when there is none or more than one.
[[nodiscard]] Or<LineRange> FindItem(std::string_view code, Grammar grammar, std::string_view item);

}  // namespace ferrotype::text
