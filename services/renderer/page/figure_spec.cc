#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/page/figure.h"

namespace ferrotype {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Unexpected Unknown(std::string_view what, std::string_view name, const std::vector<std::string>& known) {
  const auto nearest = Nearest(name, known);
  return Fail(ErrorKind::kInvalidArgument,
              fmt::format("unknown {} \"{}\"{}", what, Printable(name),
                          nearest ? fmt::format("; did you mean \"{}\"?", Printable(*nearest)) : ""));
}

Result<void> ApplyOption(FigureSpec& spec, std::string_view option) {
  const std::size_t equals = option.find('=');
  const std::string_view key = Trim(option.substr(0, equals));
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : Trim(option.substr(equals + 1));
  if (key == "top") {
    const auto number = ParseInt(value);
    if (!number || *number < 1 || *number > 100)
      return Fail(ErrorKind::kInvalidArgument, "top= wants a number from 1 to 100");
    spec.top = static_cast<std::size_t>(*number);
  } else if (key == "title") {
    spec.title = value;
  } else if (key == "form") {
    if (value == "bars") {
      spec.form = Form::kBars;
    } else if (value == "columns") {
      spec.form = Form::kColumns;
    } else if (value == "stacked") {
      spec.form = Form::kColumns;
      spec.stacked = true;
    } else if (value == "lines") {
      spec.form = Form::kLines;
    } else {
      return Unknown("form of chart", value, {"bars", "columns", "stacked", "lines"});
    }
  } else {
    return Unknown("option", key, {"top", "title", "form"});
  }
  return {};
}

}  // namespace

std::string FigureSpec::Id() const {
  std::string id;
  for (const MetricInfo* metric : metrics) id += (id.empty() ? "" : "..") + std::string(metric->id);
  if (!dimension.empty()) id += ".by-" + dimension;
  if (form == Form::kLines) id += ".lines";
  if (stacked) id += ".stacked";
  if (top != 12) id += fmt::format(".top{}", top);
  if (release != nullptr) id += "." + Slug(release->name);
  return id;
}

Result<FigureSpec> ParseFigureSpec(const Site& site, const Report* release, std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, ';');
  std::string_view head = Trim(parts[0]);
  FigureSpec spec;

  std::string_view release_name;
  if (const std::size_t at = head.find('@'); at != std::string_view::npos) {
    release_name = Trim(head.substr(at + 1));
    head = Trim(head.substr(0, at));
  }
  if (const std::size_t by = head.find(" by "); by != std::string_view::npos) {
    spec.dimension = Trim(head.substr(by + 4));
    head = Trim(head.substr(0, by));
  }
  if (head.empty())
    return Fail(ErrorKind::kInvalidArgument, "a chart wants a metric, such as: rust.lines.code by owner");

  for (const std::string_view part : Split(head, ',')) {
    const MetricInfo* metric = FindMetric(Trim(part));
    if (metric == nullptr) {
      std::vector<std::string> known;
      for (const MetricInfo& info : Metrics()) known.emplace_back(info.id);
      return Unknown("metric", Trim(part), known);
    }
    if (!spec.metrics.empty() && metric->unit != spec.metrics.front()->unit) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("\"{}\" and \"{}\" have different units: one chart has one axis",
                              spec.metrics.front()->id, metric->id));
    }
    if (metric->unit == Unit::kVersion) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("\"{}\" is a version, no amount: it has no chart; a table shows it", metric->id));
    }
    spec.metrics.push_back(metric);
    if (spec.dimension.empty()) continue;
    std::vector<std::string> dimensions;
    for (const std::string_view name : Split(metric->dimensions, ',')) {
      if (!name.empty()) dimensions.emplace_back(name);
    }
    if (std::find(dimensions.begin(), dimensions.end(), spec.dimension) == dimensions.end()) {
      return Fail(ErrorKind::kInvalidArgument,
                  dimensions.empty() ? fmt::format("\"{}\" has no dimensions", metric->id)
                                     : fmt::format("\"{}\" can't be asked by \"{}\"; it can by {}", metric->id,
                                                   Printable(spec.dimension), metric->dimensions));
    }
  }

  const bool by_keys = !spec.dimension.empty();
  spec.form = by_keys ? Form::kBars : spec.metrics.size() > 1 ? Form::kLines : Form::kColumns;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (!Trim(parts[i]).empty()) TRY(ApplyOption(spec, Trim(parts[i])));
  }
  const bool over_time = spec.form == Form::kLines || spec.form == Form::kColumns;
  if (over_time && by_keys && spec.metrics.size() > 1) {
    return Fail(ErrorKind::kInvalidArgument, "lines or columns by a dimension take one metric");
  }
  if (!release_name.empty()) {
    spec.release = site.Find(release_name);
    if (spec.release == nullptr) {
      std::vector<std::string> known;
      for (const Report& other : site.Releases()) known.push_back(other.name);
      return Unknown("release", release_name, known);
    }
    if (over_time || !by_keys)
      return Fail(ErrorKind::kInvalidArgument, "a chart of one release wants bars by a dimension");
  } else if (!over_time && by_keys) {
    spec.release = release != nullptr ? release : site.Newest();
  }
  if (site.Releases().empty())
    return Fail(ErrorKind::kInvalidArgument, "nothing has been measured yet, so there is nothing to draw");
  return spec;
}

std::string FigureFile(const FigureSpec& spec, std::string_view ending) {
  return fmt::format("data/charts/{}.{}", spec.Id(), ending);
}

}  // namespace ferrotype
