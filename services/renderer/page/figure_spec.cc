#include <fmt/format.h>

#include <algorithm>
#include <array>

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

struct FormName {
  std::string_view name;
  Form form;
  bool stacked = false;
};
// What editors write behind as=, and what they wrote behind form= before.
constexpr std::array kForms = {
    FormName{"line", Form::kLines},      FormName{"step", Form::kStep},      FormName{"area", Form::kArea, true},
    FormName{"bar", Form::kBars},        FormName{"column", Form::kColumns}, FormName{"stacked", Form::kColumns, true},
    FormName{"dot", Form::kDots},        FormName{"slope", Form::kSlope},    FormName{"heat", Form::kHeat},
    FormName{"treemap", Form::kTreemap}, FormName{"lines", Form::kLines},    FormName{"bars", Form::kBars},
    FormName{"columns", Form::kColumns}};

struct Options {
  const FormName* form = nullptr;
  std::optional<std::size_t> top;
  std::string_view since;
};

Result<void> ApplyOption(FigureSpec& spec, Options& options, std::string_view option) {
  const std::size_t equals = option.find('=');
  const std::string_view key = Trim(option.substr(0, equals));
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : Trim(option.substr(equals + 1));
  if (key == "top") {
    const auto number = ParseInt(value);
    if (!number || *number < 1 || *number > 100)
      return Fail(ErrorKind::kInvalidArgument, "top= wants a number from 1 to 100");
    options.top = static_cast<std::size_t>(*number);
  } else if (key == "title") {
    spec.title = value;
  } else if (key == "since") {
    options.since = value;
  } else if (key == "form" || key == "as") {
    const auto known =
        std::find_if(kForms.begin(), kForms.end(), [&](const FormName& form) { return form.name == value; });
    if (known == kForms.end()) {
      std::vector<std::string> names;
      for (const FormName& form : kForms) names.emplace_back(form.name);
      return Unknown("form of chart", value, names);
    }
    options.form = &*known;
  } else {
    return Unknown("option", key, {"as", "since", "top", "title"});
  }
  return {};
}

// How many keys a form can tell apart.
std::size_t TopOf(Form form, bool stacked) {
  if (form == Form::kArea || (form == Form::kColumns && stacked)) return 5;
  return form == Form::kSlope || form == Form::kLines || form == Form::kStep ? 8 : form == Form::kTreemap ? 40 : 12;
}

bool OverReleases(Form form) {
  return form == Form::kLines || form == Form::kStep || form == Form::kArea || form == Form::kColumns ||
         form == Form::kSlope;
}

// What a form can't show honestly.
Result<void> CheckForm(const FigureSpec& spec) {
  const Unit unit = spec.metrics.front()->unit;
  const bool by_keys = !spec.dimension.empty();
  if (unit == Unit::kVersion && spec.form != Form::kStep) {
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("\"{}\" is a version, no amount: a table shows it, or a chart as=step", spec.metrics.front()->id));
  }
  if (unit == Unit::kPercent && (spec.stacked || spec.form == Form::kTreemap))
    return Fail(ErrorKind::kInvalidArgument, "shares don't add up: they make no area, stack or treemap");
  if (spec.form == Form::kTreemap && (!by_keys || spec.metrics.size() > 1))
    return Fail(ErrorKind::kInvalidArgument, "a treemap wants one metric by a dimension");
  if (spec.form == Form::kSlope && !by_keys && spec.metrics.size() < 2)
    return Fail(ErrorKind::kInvalidArgument, "a slope wants a dimension, or several metrics");
  if (OverReleases(spec.form) && by_keys && spec.metrics.size() > 1)
    return Fail(ErrorKind::kInvalidArgument, "a chart over releases by a dimension takes one metric");
  return {};
}

Result<const Report*> FindRelease(const Site& site, std::string_view name) {
  const Report* release = site.Find(name);
  if (release != nullptr) return release;
  std::vector<std::string> known;
  for (const Report& other : site.Releases()) known.push_back(other.name);
  return Unknown("release", name, known);
}

// Which releases are drawn.
Result<void> ChooseReleases(const Site& site, const Report* meant, std::string_view named, std::string_view since,
                            FigureSpec& spec) {
  const bool by_keys = !spec.dimension.empty();
  if (!since.empty() && spec.form != Form::kSlope) return Fail(ErrorKind::kInvalidArgument, "since= is for a slope");
  if (!named.empty()) {
    TRY_ASSIGN(spec.release, FindRelease(site, named));
    if (spec.form != Form::kSlope && (OverReleases(spec.form) || !by_keys))
      return Fail(ErrorKind::kInvalidArgument, "a chart of one release wants bars by a dimension");
  }
  if (site.Releases().empty())
    return Fail(ErrorKind::kInvalidArgument, "nothing has been measured yet, so there is nothing to draw");
  if (spec.form == Form::kSlope) {
    if (spec.release == nullptr) spec.release = meant != nullptr ? meant : site.Newest();
    if (!since.empty()) {
      TRY_ASSIGN(spec.since, FindRelease(site, since));
    } else {
      spec.since = site.SeriesBefore(*spec.release);
      if (spec.since == nullptr) spec.since = site.Before(*spec.release);
    }
    if (spec.since == nullptr || spec.since == spec.release)
      return Fail(ErrorKind::kInvalidArgument, "a slope wants two measured releases");
    return {};
  }
  // Heat by a dimension is keys by release, unless a release is named.
  const bool of_one = by_keys && !OverReleases(spec.form) && spec.form != Form::kHeat;
  if (spec.release == nullptr && of_one) spec.release = meant != nullptr ? meant : site.Newest();
  if (spec.form == Form::kHeat && by_keys && spec.release == nullptr && spec.metrics.size() > 1)
    spec.release = meant != nullptr ? meant : site.Newest();
  return {};
}

}  // namespace

std::string FigureSpec::Id() const {
  std::string id;
  for (const MetricInfo* metric : metrics) id += (id.empty() ? "" : "-and-") + std::string(metric->id);
  if (!dimension.empty()) id += ".by-" + dimension;
  const bool bars = form == Form::kBars || form == Form::kColumns;
  for (const FormName& name : kForms) {
    if (bars || name.form != form) continue;
    id += form == Form::kLines ? ".lines" : fmt::format(".{}", name.name);
    break;
  }
  if (stacked && bars) id += ".stacked";
  if (top != TopOf(form, stacked)) id += fmt::format(".top{}", top);
  if (since != nullptr) id += ".since-" + Slug(since->name);
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
  Options options;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (!Trim(parts[i]).empty()) TRY(ApplyOption(spec, options, Trim(parts[i])));
  }
  spec.form = by_keys                                        ? Form::kBars
              : spec.metrics.front()->unit == Unit::kVersion ? Form::kStep
              : spec.metrics.size() > 1                      ? Form::kLines
                                                             : Form::kColumns;
  if (options.form != nullptr) {
    spec.form = options.form->form;
    spec.stacked = options.form->stacked;
    // Bars over releases stand upright; what stacks several metrics by a dimension lies.
    if (spec.form == Form::kBars && !by_keys) spec.form = Form::kColumns;
    if (spec.form == Form::kColumns && by_keys && spec.metrics.size() > 1) spec.form = Form::kBars;
    // Keys over releases side by side would be a fence.
    if (spec.form == Form::kColumns && by_keys) spec.stacked = true;
    if (spec.form == Form::kArea && !by_keys && spec.metrics.size() == 1) spec.stacked = false;
  }
  spec.top = options.top.value_or(TopOf(spec.form, spec.stacked));
  TRY(CheckForm(spec));
  TRY(ChooseReleases(site, release, release_name, options.since, spec));
  return spec;
}

std::string FigureFile(std::string_view id, std::string_view ending) {
  return fmt::format("data/charts/{}.{}", id, ending);
}

Result<FigureSpec> ParseFigureSpec(const Site& site, const ChartCall& call) {
  TRY_ASSIGN(FigureSpec spec, ParseFigureSpec(site, site.Newest(), call.spec));
  if (!call.title.empty()) {
    spec.title = call.title;
    spec.title_html = Html::Trusted(call.title_html);
  }
  return spec;
}

}  // namespace ferrotype
