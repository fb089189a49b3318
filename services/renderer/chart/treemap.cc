#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

// Rows along the shorter side, each as square as can be (Bruls, Huizing, van Wijk: "Squarified treemaps"). `sizes` from
// large to small; they fill `whole`.
std::vector<Box> Squarify(const std::vector<double>& sizes, Box whole) {
  std::vector<Box> boxes;
  double left = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  for (std::size_t from = 0; from < sizes.size() && left > 0;) {
    const double side = std::min(whole.width, whole.height);
    const double scale = whole.width * whole.height / left;  // of area
    const auto worst = [&](double sum, double largest, double smallest) {
      const double area = sum * scale;
      return std::max(side * side * largest * scale / (area * area), area * area / (side * side * smallest * scale));
    };
    double sum = sizes[from];
    std::size_t to = from + 1;
    while (to < sizes.size() && sizes[to] > 0 &&
           worst(sum + sizes[to], sizes[from], sizes[to]) <= worst(sum, sizes[from], sizes[to - 1])) {
      sum += sizes[to++];
    }
    const bool upright = whole.width >= whole.height;  // the row stands at the left edge
    const double thick = side > 0 ? sum * scale / side : 0;
    double at = 0;
    for (; from < to; ++from) {
      const double length = side * sizes[from] / sum;
      boxes.push_back(upright ? Box{whole.x, whole.y + at, thick, length} : Box{whole.x + at, whole.y, length, thick});
      at += length;
    }
    if (upright) {
      whole.x += thick;
      whole.width -= thick;
    } else {
      whole.y += thick;
      whole.height -= thick;
    }
    left -= sum;
  }
  boxes.resize(sizes.size());
  return boxes;
}

struct Group {
  std::string name;
  double size = 0;
  std::vector<std::size_t> members;
};

std::string LastPart(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos || slash + 1 == path.size() ? path : "…" + path.substr(slash);
}

}  // namespace

Drawing DrawTreemap(const ChartData& data, Extent extent) {
  const double width = WidthOf(extent);
  const double height = extent == Extent::kNarrow ? 400 : 340;
  const auto size_of = [&](std::size_t i) {
    return data.values.empty() ? 0.0 : std::max(0.0, ToDouble(data.values[0][i].value_or(MetricValue{})));
  };
  std::vector<Group> groups;
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    if (size_of(i) <= 0) continue;
    auto at = std::find_if(groups.begin(), groups.end(),
                           [&](const Group& group) { return group.name == data.categories[i].group; });
    if (at == groups.end()) at = groups.insert(groups.end(), Group{data.categories[i].group, 0, {}});
    at->size += size_of(i);
    at->members.push_back(i);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.size > b.size; });
  std::vector<double> sizes;
  for (const Group& group : groups) sizes.push_back(group.size);

  SvgWriter svg(MarksOf(data));
  std::vector<std::string> unnamed;  // what has no room for its name and value
  const std::vector<Box> outer = Squarify(sizes, {0, 0, width, height});
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::vector<std::size_t>& members = groups[g].members;
    std::stable_sort(members.begin(), members.end(),
                     [&](std::size_t a, std::size_t b) { return size_of(a) > size_of(b); });
    std::vector<double> inside;
    for (const std::size_t i : members) inside.push_back(size_of(i));
    const std::vector<Box> boxes = Squarify(inside, outer[g]);
    for (std::size_t m = 0; m < members.size(); ++m) {
      const ChartCategory& category = data.categories[members[m]];
      const Box& box = boxes[m];
      constexpr double kInset = 1;  // of paper around each
      svg.Tip(TipOf(data, 0, members[m]))
          .Rect(box.x + kInset, box.y + kInset, std::max(box.width - 2 * kInset, 0.5),
                std::max(box.height - 2 * kInset, 0.5), fmt::format("bar {}", ClassOf(category.paint)));
      const std::string value = FormatValue(*data.values[0][members[m]], *data.metric);
      const double room = box.width - 16;
      const std::string& full = category.label;
      const std::string last = LastPart(full);
      const std::string name = TextWidth(full, kTextSize) <= room   ? full
                               : TextWidth(last, kTextSize) <= room ? last
                                                                    : std::string();
      const std::string both = fmt::format("{} {}", name, value);
      const bool dark = category.paint != Paint::kVendored;
      if (!name.empty() && box.height >= 44 && TextWidth(value, kTextSize) <= room) {
        svg.Text(box.x + 8, box.y + 19, dark ? "in" : "lb", name);
        svg.Text(box.x + 8, box.y + 37, dark ? "in vl" : "vl", value);
      } else if (!name.empty() && box.height >= 26 && TextWidth(both, kTextSize) <= room) {
        svg.Text(box.x + 8, box.y + box.height / 2 + 4.5, dark ? "in" : "lb", both);
      } else {
        unnamed.push_back(fmt::format("{} {}", full, value));
      }
    }
  }
  double y = height + 2;
  std::string rest;
  for (const std::string& entry : unnamed) rest += (rest.empty() ? "" : " · ") + entry;
  if (!rest.empty()) {
    for (const std::string& line : WrapText(rest, kTextSize, width)) {
      y += kLine;
      svg.Text(0, y, "nt", line);
    }
    y += 6;
  }
  return {width, y, std::move(svg).Take()};
}

}  // namespace ferrotype
