#include "renderer/chart/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "renderer/html/html.h"

namespace ferrotype {

std::string Coordinate(double value) {
  const long long tenths = std::llround(value * 10);
  const long long size = tenths < 0 ? -tenths : tenths;
  const std::string_view sign = tenths < 0 ? "-" : "";
  return size % 10 == 0 ? fmt::format("{}{}", sign, size / 10) : fmt::format("{}{}.{}", sign, size / 10, size % 10);
}

SvgWriter& SvgWriter::Tip(std::string_view words) {
  tip_ = words;
  return *this;
}

void SvgWriter::End(std::string_view element) {
  if (tip_.empty()) {
    out_ += "/>";
    return;
  }
  out_ += fmt::format("><title>{}</title></{}>", EscapeXml(tip_), element);
  tip_.clear();
}

// Where marks are too many to tell themselves, no reader sees a part of a pixel.
std::string SvgWriter::Place(double value) const {
  return Coordinate(marks_ == Marks::kShared ? std::round(value) : value);
}

std::string& SvgWriter::Shared(std::string_view css_class) {
  if (css_class.starts_with("mk ")) return markers_[std::string(css_class)];
  const auto known = outlines_.find(css_class);
  if (known != outlines_.end()) return parts_[known->second];
  parts_.push_back(std::move(out_));
  out_.clear();
  outlines_.emplace(css_class, parts_.size());
  return parts_.emplace_back();
}

std::string SvgWriter::Take() && {
  std::map<std::size_t, std::string_view> classes;
  for (const auto& [css_class, part] : outlines_) classes[part] = css_class;
  std::string whole;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const auto outline = classes.find(i);
    whole +=
        outline == classes.end() ? parts_[i] : fmt::format("<path class=\"{}\" d=\"{}\"/>", outline->second, parts_[i]);
  }
  whole += out_;
  for (const auto& [css_class, outline] : markers_)
    whole += fmt::format("<path class=\"{}\" d=\"{}\"/>", css_class, outline);
  return whole;
}

void SvgWriter::Rect(double x, double y, double width, double height, std::string_view css_class) {
  if (Shares()) {
    // Places are whole pixels here; what is no nothing takes one of them.
    const auto seen = [](double size) { return size > 0 ? std::max(size, 1.0) : 0; };
    const std::string across = Place(seen(width));
    const std::string down = Place(seen(height));
    Shared(css_class) += fmt::format("M{} {}h{}v{}h-{}z", Place(x), Place(y), across, down, across);
    return;
  }
  out_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", css_class, Place(x), Place(y),
                      Place(width), Place(height));
  End("rect");
}

void SvgWriter::Line(double x1, double y1, double x2, double y2, std::string_view css_class) {
  if (Shares()) {
    Shared(css_class) += fmt::format("M{} {}L{} {}", Place(x1), Place(y1), Place(x2), Place(y2));
    return;
  }
  out_ += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"", css_class, Place(x1), Place(y1),
                      Place(x2), Place(y2));
  End("line");
}

void SvgWriter::Text(double x, double y, std::string_view css_class, std::string_view text) {
  out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", css_class, Place(x), Place(y), EscapeXml(text));
}

void SvgWriter::Circle(double x, double y, double radius, std::string_view css_class) {
  if (Shares()) {
    const std::string r = Place(radius);
    const std::string across = Place(2 * radius);
    Shared(css_class) += fmt::format("M{} {}a{} {} 0 1 0 {} 0a{} {} 0 1 0-{} 0", Place(x - radius), Place(y), r, r,
                                     across, r, r, across);
    return;
  }
  out_ +=
      fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"", css_class, Place(x), Place(y), Place(radius));
  End("circle");
}

void SvgWriter::Path(const std::vector<Point>& points, std::string_view css_class, bool closed) {
  if (points.empty()) return;
  if (closed && Shares()) {
    std::string& outline = Shared(css_class);
    for (std::size_t i = 0; i < points.size(); ++i)
      outline += fmt::format("{}{} {}", i == 0 ? "M" : "L", Place(points[i].x), Place(points[i].y));
    outline += 'z';
    return;
  }
  out_ += fmt::format("<path class=\"{}\" d=\"", css_class);
  for (std::size_t i = 0; i < points.size(); ++i)
    out_ += fmt::format("{}{} {}", i == 0 ? "M" : "L", Place(points[i].x), Place(points[i].y));
  out_ += closed ? "Z\"" : "\"";
  End("path");
}

}  // namespace ferrotype
