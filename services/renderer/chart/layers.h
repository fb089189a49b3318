// The picture of the layers: Rust that drives devices, the kernel crate, C, and what passes between them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "renderer/chart/chart.h"

namespace ferrotype {

struct LayerPart {
  std::string label;
  std::string value_text;   ///< the value as people read it
  std::uint64_t value = 0;  ///< the width of its piece of the bar
  Paint paint = Paint::kRust;
  std::string id = {};  ///< for data: a driver's name, "direct"
};

struct Layer {
  std::string name;
  std::string total;             ///< "9 drivers"
  std::vector<LayerPart> parts;  ///< the bar; pieces are as wide as their values
  std::string down;              ///< what passes from this layer into the next
  std::string up;                ///< and what passes back; may be empty
  std::string id = {};           ///< for data: "drivers"
};

/// From the top down. Every letter lies within the view box, lines are broken where there is no room; the same data
/// gives the same bytes.
[[nodiscard]] Drawing DrawLayers(const std::vector<Layer>& layers, Extent extent);

}  // namespace ferrotype
