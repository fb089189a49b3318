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

/// METRIC[, METRIC...] [by DIMENSION] [@RELEASE] [; as=FORM] [; since=RELEASE] [; top=N] [; title=...]
/// Several metrics are series side by side. Without DIMENSION the categories are all releases; with one, its keys in
/// RELEASE, or with a form that runs over releases, a series a key. docs/charts.md tells editors which form fits what.
struct FigureSpec {
  std::vector<const MetricInfo*> metrics;  ///< of one unit
  std::string dimension;
  const Report* release = nullptr;  ///< null: all releases; of a slope its end
  const Report* since = nullptr;    ///< of a slope its beginning
  Form form = Form::kColumns;
  bool stacked = false;
  std::size_t top = 12;  ///< keys shown by name; the others are added up in one row
  std::string title;     ///< the finding, as text; empty: found in the data
  Html title_html;       ///< the same with values and links; empty: `title` as it is

  /// Whether keys are series over releases.
  [[nodiscard]] bool KeysAreSeries() const { return !dimension.empty() && (release == nullptr || since != nullptr); }
  /// "rust.lines.code.by-owner.v7.2.13-debian": of files and anchors.
  [[nodiscard]] std::string Id() const;
};

/// kInvalidArgument tells what is unknown and what is nearest. `release` is meant where the text names none; null: the
/// newest.
[[nodiscard]] Result<FigureSpec> ParseFigureSpec(const Site& site, const Report* release, std::string_view text);

/// What a text asks for; with its own title.
[[nodiscard]] Result<FigureSpec> ParseFigureSpec(const Site& site, const ChartCall& call);

/// All that a figure shows. Pages that draw what no metric holds fill it themselves.
struct FigureParts {
  std::string id;  ///< of files and anchors, the same in both languages
  ChartData data;
  Form form = Form::kColumns;
  std::vector<const MetricInfo*> metrics;  ///< whose rules made the values
  std::string dimension;
  std::string release;      ///< empty: several
  std::string key_header;   ///< what the series are, where they are keys: "Owner"
  std::string title;        ///< the finding where the page tells one
  Html title_html;          ///< the same with values and links; empty: `title` as it is
  std::string plain_title;  ///< the finding of the files, which are the same from whichever page
  std::string unit;
  std::string source;
  std::string description;
};
[[nodiscard]] FigureParts BuildFigure(const Page& page, const FigureSpec& spec);

/// The whole figure; its files (CSV, JSON, SVG) are brought by `page`.
[[nodiscard]] Html ShowFigure(Page& page, const FigureParts& parts);
[[nodiscard]] Html MakeFigure(Page& page, const FigureSpec& spec);
/// Only the drawings, for the plate.
[[nodiscard]] Html MakePicture(Page& page, const FigureSpec& spec);
/// The same of parts that a page has filled.
[[nodiscard]] Html PictureOf(Page& page, const FigureParts& parts);
/// For feeds: an image by absolute URL with the description as text. The page that shows the figure brings the file.
[[nodiscard]] Html MakeImage(const Page& page, const FigureSpec& spec, const std::string& root);

/// Rust is rust, C is steel, vendored an outline.
[[nodiscard]] Paint PaintOfMetric(std::string_view id);
/// What may be linked over releases: trees of one kind.
[[nodiscard]] std::string KindOfTree(const Report& release);

/// The words of "In lines, 7.2.13" and "Source: ...", for one release and for all of the site.
[[nodiscard]] std::string UnitLine(const Page& page, Unit unit, const Report& release);
[[nodiscard]] std::string UnitLine(const Page& page, Unit unit, const ChartData& releases);
[[nodiscard]] std::string SourceLine(const Page& page, const Report& release);
[[nodiscard]] std::string SourceLine(const Page& page, const std::vector<const Report*>& releases);

/// Where a figure's files lie: "data/charts/<id>.csv", ".json", ".en.svg".
[[nodiscard]] std::string FigureFile(std::string_view id, std::string_view ending);

}  // namespace ferrotype
