// Elements of SVG with class names and coordinates of one decimal, and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

/// "12", "12.5": rounded to one decimal.
[[nodiscard]] std::string Coordinate(double value);

struct Point {
  double x = 0;
  double y = 0;
};

class SvgWriter {
 public:
  /// What the next mark says where a pointer rests on it: what it stands for, and its exact value.
  SvgWriter& Tip(std::string_view words);

  void Rect(double x, double y, double width, double height, std::string_view css_class);
  void Line(double x1, double y1, double x2, double y2, std::string_view css_class);
  void Text(double x, double y, std::string_view css_class, std::string_view text);
  void Circle(double x, double y, double radius, std::string_view css_class);
  /// A line through `points`; closed: a shape.
  void Path(const std::vector<Point>& points, std::string_view css_class, bool closed = false);
  [[nodiscard]] std::string Take() && { return std::move(out_); }

 private:
  void End(std::string_view element);

  std::string out_;
  std::string tip_;
};

}  // namespace ferrotype
