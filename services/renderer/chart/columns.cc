#include <fmt/format.h>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {

Drawing DrawColumns(const ChartData& data, Extent extent, Lang lang) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const std::size_t count = data.categories.size();
  const double plot = wide ? 220 : 170;

  SvgWriter svg;
  const double key = WriteKey(svg, data, width, false);
  double most = 0;
  double label_room = 30;
  bool notes = false;
  for (std::size_t i = 0; i < count; ++i) {
    most = std::max(most, ToDouble(data.Total(i)));
    label_room = std::max({label_room, TextWidth(data.categories[i].label, kTextSize),
                           TextWidth(LabelOf(data.Total(i), data, lang), kTextSize)});
    notes = notes || !data.categories[i].note.empty();
  }
  const double band = width / static_cast<double>(std::max<std::size_t>(count, 1));
  const double thick = std::min(wide ? 88.0 : 64.0, band * 0.62);
  // Where names don't fit side by side, every n-th is written, the newest always.
  std::size_t every = 1;
  while (band * static_cast<double>(every) < label_room + 8 && every < count) ++every;

  const double top = key + 22;
  const double base = top + plot;
  for (std::size_t i = 0; i < count; ++i) {
    const double middle = band * (static_cast<double>(i) + 0.5);
    double y = base;
    for (std::size_t s = 0; s < data.series.size(); ++s) {
      if (!data.values[s][i]) continue;
      const double size = most > 0 ? ToDouble(*data.values[s][i]) / most * plot : 0;
      const Paint paint = data.series.size() == 1 ? data.categories[i].paint : data.series[s].paint;
      if (size > 0) {
        svg.Rect(middle - thick / 2, y - std::max(size, 0.5), thick, std::max(size, 0.5),
                 fmt::format("bar {}", ClassOf(paint)));
      }
      // A part of a column names itself where it has room.
      const std::string part = LabelOf(data.values[s][i], data, lang);
      if (data.series.size() > 1 && size > 26 && TextWidth(part, kTextSize) + 6 < thick) {
        svg.Text(middle, y - size / 2 + 4.5, paint == Paint::kVendored ? "nt m" : "in m", part);
      }
      y -= size;
    }
    if ((count - 1 - i) % every != 0) continue;
    const auto place = [&](const std::string& text) {  // centred, but never beyond the edge
      const double half = TextWidth(text, kTextSize) / 2;
      return std::clamp(middle, std::min(half, width / 2), std::max(width - half, width / 2));
    };
    const bool measured =
        std::any_of(data.values.begin(), data.values.end(), [&](const auto& row) { return row[i].has_value(); });
    const std::string value = measured ? LabelOf(data.Total(i), data, lang) : "–";
    svg.Text(place(value), y - 7, "vl m", value);
    const std::string label =
        FitText(data.categories[i].label, kTextSize, std::max(band * static_cast<double>(every) - 4, 60.0));
    svg.Text(place(label), base + 19, "lb m", label);
    const std::string note = NoteFor(data.categories[i], band * static_cast<double>(every) - 6);
    if (!note.empty()) svg.Text(place(note), base + 37, "nt m", note);
  }
  svg.Line(0, base, width, base, "ax");
  return {width, base + (notes ? 44 : 26), std::move(svg).Take()};
}

}  // namespace ferrotype
