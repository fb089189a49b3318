#include "renderer/chart/timeline.h"

#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"

namespace ferrotype {
namespace {

constexpr double kMark = 12;  // of a mark and the air beside it
constexpr double kDot = 11;   // from one mark to the next where they have no labels

void WriteMark(SvgWriter& svg, double x, double y, bool derived) {
  if (derived) {
    svg.Path({{x, y - 5}, {x + 5, y}, {x, y + 5}, {x - 5, y}}, "mk hollow rust", true);
  } else {
    svg.Circle(x, y, 4, "mk other");
  }
}

// What is taken of each row of a band.
class Rows {
 public:
  // The first of `lines` rows, one below the other, in which [from, to] is free; takes it.
  std::size_t Take(double from, double to, std::size_t lines) {
    std::size_t row = 0;
    while (!Free(row, from, to, lines)) ++row;
    if (taken_.size() < row + lines) taken_.resize(row + lines);
    for (std::size_t i = row; i < row + lines; ++i) taken_[i].emplace_back(from, to);
    return row;
  }
  [[nodiscard]] std::size_t size() const { return taken_.size(); }

 private:
  [[nodiscard]] bool Free(std::size_t row, double from, double to, std::size_t lines) const {
    for (std::size_t i = row; i < std::min(row + lines, taken_.size()); ++i) {
      for (const auto& [begin, end] : taken_[i]) {
        if (from < end && begin < to) return false;
      }
    }
    return true;
  }
  std::vector<std::vector<std::pair<double, double>>> taken_;
};

class Canvas {
 public:
  Canvas(const TimelineData& data, Extent extent) : data_(data), extent_(extent), width_(WidthOf(extent)) {
    for (const TimelineBand& band : data.bands) {
      if (band.dated) gutter_ = std::max(gutter_, TextWidth(band.name, kTextSize) + 14);
      if (band.dated) tail_ = std::max(tail_, TextWidth(band.count, kTextSize) + 10);
    }
    if (extent != Extent::kNarrow) tail_ = 8;
  }

  void Key() {
    bool events = false;
    bool milestones = false;
    for (const TimelineBand& band : data_.bands) {
      for (const TimelineMark& mark : band.marks) (mark.derived ? milestones : events) = true;
    }
    double x = 6;
    double y = 14;
    for (const bool derived : {false, true}) {
      if (!(derived ? milestones : events)) continue;
      const std::string word =
          FitText(derived ? data_.milestone_word : data_.event_word, kTextSize, width_ - kMark - 12);
      const double needed = kMark + TextWidth(word, kTextSize);
      if (x > 6 && x + needed > width_) {
        x = 6;
        y += 22;
      }
      WriteMark(svg_, x, y - 4.5, derived);
      svg_.Text(x + kMark, y, "nt", word);
      x += needed + 26;
    }
    y_ = y + 12;
  }

  void Ticks() {
    if (std::none_of(data_.bands.begin(), data_.bands.end(), [](const TimelineBand& band) { return band.dated; }))
      return;
    std::vector<double> places;
    std::vector<double> widths;
    for (const auto& [at, label] : data_.ticks) {
      places.push_back(At(at));
      widths.push_back(TextWidth(label, kTextSize));
    }
    const std::vector<bool> chosen = Choose(places, widths, width_);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (chosen[i]) svg_.Text(Inside(places[i], widths[i], width_), y_ + 14, "nt m", data_.ticks[i].second);
    }
    y_ += 22;
  }

  void Band(const TimelineBand& band) {
    svg_.Line(0, y_, width_, y_, "gr");
    if (!band.dated) {
      Undated(band);
    } else if (extent_ == Extent::kNarrow) {
      Swarm(band);
    } else {
      Labelled(band);
    }
  }

  Drawing Take() && { return {width_, y_ + 4, std::move(svg_).Take()}; }

 private:
  [[nodiscard]] double At(double place) const { return gutter_ + 6 + place * (width_ - tail_ - 6 - gutter_ - 6); }

  // A row a label, rows shared where labels leave each other room; height tells nothing.
  void Labelled(const TimelineBand& band) {
    Rows rows;
    svg_.Text(0, y_ + 17, "vl", band.name);
    for (const TimelineMark& mark : band.marks) {
      const double x = At(mark.place);
      const double right = width_ - x - kMark;
      const double left = x - kMark - gutter_;
      const double whole = TextWidth(mark.label, kTextSize);
      const bool after = whole <= right || (whole > left && right >= left);
      const std::vector<std::string> lines = WrapText(mark.label, kTextSize, after ? right : left);
      double most = 0;
      for (const std::string& line : lines) most = std::max(most, TextWidth(line, kTextSize));
      const double end = mark.until > mark.place ? At(std::min(mark.until, 1.0)) : x;
      const std::size_t row = after ? rows.Take(x - 8, std::max(x + kMark + most, end) + 10, lines.size())
                                    : rows.Take(x - kMark - most - 10, std::max(x, end) + 8, lines.size());
      double y = y_ + 4 + kLine * static_cast<double>(row) + 13;
      if (end > x) svg_.Line(x, y + 4.5, end, y + 4.5, "ld");
      WriteMark(svg_, x, y - 4.5, mark.derived);
      for (const std::string& line : lines) {
        svg_.Text(after ? x + kMark : x - kMark, y, after ? "lb" : "lb e", line);
        y += kLine;
      }
    }
    y_ += 10 + kLine * static_cast<double>(std::max<std::size_t>(rows.size(), 1));
  }

  void Swarm(const TimelineBand& band) {
    Rows rows;
    svg_.Text(0, y_ + 17, "vl", band.name);
    svg_.Text(width_, y_ + 17, "nt e", band.count);
    for (const TimelineMark& mark : band.marks) {
      const double x = At(mark.place);
      const std::size_t row = rows.Take(x - kDot / 2, x + kDot / 2, 1);
      WriteMark(svg_, x, y_ + 12.5 + kDot * static_cast<double>(row), mark.derived);
    }
    y_ += std::max(26.0, 14 + kDot * static_cast<double>(rows.size()));
  }

  void Undated(const TimelineBand& band) {
    svg_.Text(0, y_ + 18, "vl", FitText(band.name, kTextSize, width_));
    y_ += 24;
    Rows rows;
    double x = 6;
    for (const TimelineMark& mark : band.marks) {
      const std::vector<std::string> lines = WrapText(mark.label, kTextSize, width_ - kMark - 6);
      double most = 0;
      for (const std::string& line : lines) most = std::max(most, TextWidth(line, kTextSize));
      if (x > 6 && x + kMark + most > width_) {
        x = 6;
        y_ += kLine + 4;
      }
      WriteMark(svg_, x, y_ + 8.5, mark.derived);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) y_ += kLine;
        svg_.Text(x + kMark, y_ + 13, "lb", lines[i]);
      }
      x += kMark + most + 22;
    }
    y_ += band.marks.empty() ? 4 : kLine + 8;
  }

  const TimelineData& data_;
  Extent extent_;
  double width_;
  double gutter_ = 0;
  double tail_ = 0;
  double y_ = 0;
  SvgWriter svg_ = SvgWriter(Marks::kShared);
};

}  // namespace

Drawing DrawTimeline(const TimelineData& data, Extent extent) {
  Canvas canvas(data, extent);
  canvas.Key();
  canvas.Ticks();
  for (const TimelineBand& band : data.bands) canvas.Band(band);
  return std::move(canvas).Take();
}

}  // namespace ferrotype
