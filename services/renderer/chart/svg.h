// Elements of SVG with class names and coordinates of one decimal, and nothing else.
#pragma once

#include <cstdint>
#include <map>
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

/// How marks that say nothing by themselves are written.
enum class Marks : std::uint8_t {
  kEach,    ///< an element each
  kShared,  ///< one path for all of a class: hundreds of marks stay light
};

class SvgWriter {
 public:
  explicit SvgWriter(Marks marks = Marks::kEach) : marks_(marks) {}

  /// What the next mark says where a pointer rests on it: what it stands for, and its exact value.
  SvgWriter& Tip(std::string_view words);

  void Rect(double x, double y, double width, double height, std::string_view css_class);
  void Line(double x1, double y1, double x2, double y2, std::string_view css_class);
  void Text(double x, double y, std::string_view css_class, std::string_view text);
  void Circle(double x, double y, double radius, std::string_view css_class);
  /// A line through `points`; closed: a shape.
  void Path(const std::vector<Point>& points, std::string_view css_class, bool closed = false);
  [[nodiscard]] std::string Take() &&;

 private:
  void End(std::string_view element);
  [[nodiscard]] std::string Place(double value) const;
  [[nodiscard]] bool Shares() const { return marks_ == Marks::kShared && tip_.empty(); }
  // The outline of all marks of that class. What lies below letters comes where its first stood, markers above all.
  [[nodiscard]] std::string& Shared(std::string_view css_class);

  Marks marks_;
  std::vector<std::string> parts_;                            // whole elements, then an outline, and so on by turns
  std::map<std::string, std::size_t, std::less<>> outlines_;  // class -> its outline among the parts
  std::map<std::string, std::string, std::less<>> markers_;
  std::string out_;
  std::string tip_;
};

}  // namespace ferrotype
