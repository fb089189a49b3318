#include "renderer/chart/svg.h"

#include <fmt/format.h>

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

void SvgWriter::Rect(double x, double y, double width, double height, std::string_view css_class) {
  out_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", css_class, Coordinate(x),
                      Coordinate(y), Coordinate(width), Coordinate(height));
  End("rect");
}

void SvgWriter::Line(double x1, double y1, double x2, double y2, std::string_view css_class) {
  out_ += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"", css_class, Coordinate(x1),
                      Coordinate(y1), Coordinate(x2), Coordinate(y2));
  End("line");
}

void SvgWriter::Text(double x, double y, std::string_view css_class, std::string_view text) {
  out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", css_class, Coordinate(x), Coordinate(y),
                      EscapeXml(text));
}

void SvgWriter::Circle(double x, double y, double radius, std::string_view css_class) {
  out_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"", css_class, Coordinate(x), Coordinate(y),
                      Coordinate(radius));
  End("circle");
}

void SvgWriter::Path(const std::vector<Point>& points, std::string_view css_class, bool closed) {
  if (points.empty()) return;
  out_ += fmt::format("<path class=\"{}\" d=\"", css_class);
  for (std::size_t i = 0; i < points.size(); ++i)
    out_ += fmt::format("{}{} {}", i == 0 ? "M" : "L", Coordinate(points[i].x), Coordinate(points[i].y));
  out_ += closed ? "Z\"" : "\"";
  End("path");
}

}  // namespace ferrotype
