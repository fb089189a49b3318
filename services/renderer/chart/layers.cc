#include "renderer/chart/layers.h"

#include <fmt/format.h>

#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"

namespace ferrotype {
namespace {

constexpr double kLine = 19;   // from one line of text to the next
constexpr double kBar = 24;    // of a layer's bar
constexpr double kGap = 2;     // between two pieces
constexpr double kInset = 26;  // of the words beside an arrow

class Canvas {
 public:
  explicit Canvas(Extent extent) : width_(WidthOf(extent)) {}

  void Head(const Layer& layer) {
    const double total = TextWidth(layer.total, kTextSize);
    y_ += kLine;
    if (TextWidth(layer.name, kTextSize) + total + 16 <= width_) {
      svg_.Text(0, y_ - 5, "lb vl", layer.name);
      svg_.Text(width_, y_ - 5, "lb e", layer.total);
    } else {
      Words(0, width_, "lb vl", layer.name, true);
      Words(0, width_, "lb", layer.total, false);
    }
  }

  void Bar(const Layer& layer) {
    std::uint64_t sum = 0;
    std::size_t shown = 0;
    for (const LayerPart& part : layer.parts) {
      sum += part.value;
      shown += part.value > 0 ? 1 : 0;
    }
    if (sum == 0) {
      svg_.Line(0, y_ + kBar / 2, width_, y_ + kBar / 2, "gr");
      y_ += kBar;
      return;
    }
    const double room = width_ - kGap * static_cast<double>(shown - 1);
    double x = 0;
    for (const LayerPart& part : layer.parts) {
      if (part.value == 0) continue;
      const double width = static_cast<double>(part.value) / static_cast<double>(sum) * room;
      const double inset = part.paint == Paint::kVendored ? 0.5 : 0;  // an outline lies within its place
      svg_.Rect(x + inset, y_ + inset, std::max(width - 2 * inset, 0.5), kBar - 2 * inset,
                fmt::format("bar {}", ClassOf(part.paint)));
      x += width + kGap;
    }
    y_ += kBar;
  }

  // The pieces in words, from left to right.
  void Legend(const Layer& layer) {
    std::string text;
    for (const LayerPart& part : layer.parts) {
      if (part.value == 0) continue;
      text += (text.empty() ? "" : " · ") + part.label + " " + part.value_text;
    }
    if (text.empty()) return;
    y_ += kLine;
    Words(0, width_, "nt", text, true);
  }

  // An arrow to the next layer with the words of what passes.
  void Passage(const std::string& text, bool up) {
    const double from = y_ + 9;
    const std::vector<std::string> lines = WrapText(text, kTextSize, width_ - kInset);
    const double to = from + std::max(kLine * static_cast<double>(lines.size()), kLine) + 8;
    svg_.Line(8, from, 8, to, "ax");
    const double head = up ? from : to;
    const double back = up ? from + 6 : to - 6;
    svg_.Line(4, back, 8, head, "ax");
    svg_.Line(12, back, 8, head, "ax");
    double y = from + (to - from - kLine * static_cast<double>(lines.size())) / 2;
    for (const std::string& line : lines) {
      y += kLine;
      svg_.Text(kInset, y - 5, "nt", line);
    }
    y_ = to + 6;
  }

  Drawing Take() && { return {width_, y_ + 6, std::move(svg_).Take()}; }

 private:
  // `first`: the line that y_ is at is free.
  void Words(double x, double width, std::string_view css_class, std::string_view text, bool first) {
    for (const std::string& line : WrapText(text, kTextSize, width)) {
      if (!first) y_ += kLine;
      first = false;
      svg_.Text(x, y_ - 5, css_class, line);
    }
  }

  double width_;
  double y_ = 0;
  SvgWriter svg_;
};

}  // namespace

Drawing DrawLayers(const std::vector<Layer>& layers, Extent extent) {
  Canvas canvas(extent);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    canvas.Head(layers[i]);
    canvas.Bar(layers[i]);
    canvas.Legend(layers[i]);
    if (i + 1 == layers.size()) break;
    if (!layers[i].down.empty()) canvas.Passage(layers[i].down, false);
    if (!layers[i].up.empty()) canvas.Passage(layers[i].up, true);
  }
  return std::move(canvas).Take();
}

}  // namespace ferrotype
