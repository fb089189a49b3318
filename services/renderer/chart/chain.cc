#include "renderer/chart/chain.h"

#include <fmt/format.h>

#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"

namespace ferrotype {

Drawing DrawChain(const std::vector<ChainLink>& links, const std::string& open, Extent extent) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  double layers = 0;
  for (const ChainLink& link : links) layers = std::max(layers, TextWidth(link.layer, kTextSize));
  // Narrow: the layer's name stands above the symbol.
  const double post = wide ? std::min(layers, 160.0) + 14 : 2;
  const double left = post + 16;
  const double room = width - left;
  constexpr double kArrow = 20;

  SvgWriter svg;
  double y = 0;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const ChainLink& link = links[i];
    const double top = y;
    if (wide) {
      svg.Text(post - 12, y + 16, "nt e", FitText(link.layer, kTextSize, 160));
    } else {
      y += kLine;
      svg.Text(left, y - 4, "nt", FitText(link.layer, kTextSize, room));
    }
    double end = left;
    for (const std::string& line : WrapCode(link.symbol, kCodeSize, room)) {
      y += kLine;
      svg.Text(left, y - 2, "cd", line);
      end = left + CodeWidth(line, kCodeSize);
    }
    if (!link.place.empty() && end + 18 + CodeWidth(link.place, kCodeSize) <= width) {
      svg.Text(end + 18, y - 2, "cd nt", link.place);
    } else if (!link.place.empty()) {
      for (const std::string& line : WrapCode(link.place, kCodeSize, room)) {
        y += kLine;
        svg.Text(left, y - 2, "cd nt", line);
      }
    }
    y += 5;
    const double inset = link.paint == Paint::kVendored ? 0.5 : 0;
    svg.Rect(post + inset, top + inset, 5 - 2 * inset, y - top - 2 * inset, fmt::format("bar {}", ClassOf(link.paint)));
    if (i + 1 == links.size()) break;
    const double x = post + 2.5;
    svg.Line(x, y + 2, x, y + kArrow - 3, "ax");
    svg.Path({{x - 4, y + kArrow - 8}, {x, y + kArrow - 3}, {x + 4, y + kArrow - 8}}, "ax no");
    y += kArrow;
  }
  if (!open.empty()) {
    y += 4;
    for (const std::string& line : WrapText(open, kTextSize, room)) {
      y += kLine;
      svg.Text(left, y - 4, "brass", line);
    }
  }
  return {width, y + 4, std::move(svg).Take()};
}

}  // namespace ferrotype
