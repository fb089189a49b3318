// The picture of one call's way from Rust to C.
#pragma once

#include <string>
#include <vector>

#include "renderer/chart/chart.h"

namespace ferrotype {

struct ChainLink {
  std::string layer;   ///< "binding"
  std::string symbol;  ///< a name of the source
  std::string place;   ///< "drivers/net/phy/qt2025.rs:42"; may be empty
  Paint paint = Paint::kRust;
};

/// From the top down. `open`: why the way was not followed further; empty when it was. Every letter lies within the
/// view box, names are broken where there is no room; the same data gives the same bytes.
[[nodiscard]] Drawing DrawChain(const std::vector<ChainLink>& links, const std::string& open, Extent extent);

}  // namespace ferrotype
