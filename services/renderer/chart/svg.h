// Elements of SVG with class names and coordinates of one decimal, and nothing else.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// "12", "12.5": rounded to one decimal.
[[nodiscard]] std::string Coordinate(double value);

class SvgWriter {
 public:
  void Rect(double x, double y, double width, double height, std::string_view css_class);
  void Line(double x1, double y1, double x2, double y2, std::string_view css_class);
  void Text(double x, double y, std::string_view css_class, std::string_view text);
  void Circle(double x, double y, double radius, std::string_view css_class);
  [[nodiscard]] std::string Take() && { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace ferrotype
