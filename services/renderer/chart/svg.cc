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

void SvgWriter::Rect(double x, double y, double width, double height, std::string_view css_class) {
  out_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", css_class, Coordinate(x),
                      Coordinate(y), Coordinate(width), Coordinate(height));
}

void SvgWriter::Line(double x1, double y1, double x2, double y2, std::string_view css_class) {
  out_ += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>", css_class, Coordinate(x1),
                      Coordinate(y1), Coordinate(x2), Coordinate(y2));
}

void SvgWriter::Text(double x, double y, std::string_view css_class, std::string_view text) {
  out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", css_class, Coordinate(x), Coordinate(y),
                      EscapeXml(text));
}

void SvgWriter::Circle(double x, double y, double radius, std::string_view css_class) {
  out_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", css_class, Coordinate(x), Coordinate(y),
                      Coordinate(radius));
}

}  // namespace ferrotype
