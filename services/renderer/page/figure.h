// Figures: a chart with its finding as title, unit, source, table and files. Asked for by a line of text, by pages and
// by editors alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "renderer/chart/chart.h"
#include "renderer/page/site.h"

namespace ferrotype {

/// METRIC[, METRIC...] [by DIMENSION] [@RELEASE] [; form=bars|columns|stacked|lines] [; top=N] [; title=...]
/// Several metrics are series side by side. Without DIMENSION the categories are all releases; with one, its keys in
/// RELEASE, or with form=lines or stacked and no RELEASE, a series a key over all releases.
struct FigureSpec {
  std::vector<const MetricInfo*> metrics;  ///< of one unit
  std::string dimension;
  const Report* release = nullptr;  ///< null: all releases
  Form form = Form::kColumns;
  bool stacked = false;
  std::size_t top = 12;  ///< keys shown by name; the others are added up in one row
  std::string title;     ///< the finding, as text; empty: made from the metric's name

  /// "rust.lines.code.by-owner.v7.2.13-debian": of files and anchors.
  [[nodiscard]] std::string Id() const;
};

/// kInvalidArgument tells what is unknown and what is nearest. `release` is meant where the text names none; null: the
/// newest.
[[nodiscard]] Result<FigureSpec> ParseFigureSpec(const Site& site, const Report* release, std::string_view text);

struct FigureParts {
  ChartData data;
  std::string title;        ///< the finding where the page tells one
  std::string plain_title;  ///< of the files, which are the same from whichever page
  std::string unit;
  std::string source;
  std::string description;
};
[[nodiscard]] FigureParts BuildFigure(const Page& page, const FigureSpec& spec);

/// The whole figure; its files (CSV, JSON, SVG) are brought by `page`.
[[nodiscard]] Html MakeFigure(Page& page, const FigureSpec& spec);
/// Only the two drawings, for the plate.
[[nodiscard]] Html MakePicture(Page& page, const FigureSpec& spec);
/// For feeds: an image by absolute URL with the description as text. The page that shows the figure brings the file.
[[nodiscard]] Html MakeImage(const Page& page, const FigureSpec& spec, const std::string& root);

/// Rust is rust, C is steel, vendored an outline.
[[nodiscard]] Paint PaintOfMetric(std::string_view id);

/// Where a figure's files lie: "data/charts/<id>.csv", ".json", ".en.svg".
[[nodiscard]] std::string FigureFile(const FigureSpec& spec, std::string_view ending);

}  // namespace ferrotype
