#include <fmt/format.h>

#include <set>
#include <utility>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/documents.h"
#include "renderer/page/figure.h"
#include "renderer/page/figure_words.h"
#include "renderer/page/parts.h"
#include "renderer/page/plate.h"

namespace ferrotype {
namespace {

struct Sum {
  std::vector<const DriverRow*> drivers;
  std::uint64_t code = 0;
  std::uint64_t files = 0;
  std::uint64_t unsafe_tokens = 0;
  std::uint64_t calls = 0;  // distinct paths of the kernel crate that they use
};

Sum SumOf(const Report& release, std::string_view slug) {
  Sum sum;
  std::set<std::string_view> apis;
  for (const DriverRow& driver : release.survey.drivers) {
    if (driver.kind != DriverKind::kDriver || !IsAbout(slug, {driver.name, driver.module_name, driver.bus})) continue;
    sum.drivers.push_back(&driver);
    sum.code += driver.code;
    sum.files += driver.files.size();
    sum.unsafe_tokens += driver.unsafe_tokens;
    for (const ApiUse& api : driver.apis) apis.insert(api.path);
  }
  sum.calls = apis.size();
  return sum;
}

}  // namespace

void AddDriverFacts(Page& page, const Report& release, std::string_view slug, Values& values) {
  const Sum now = SumOf(release, slug);
  if (now.drivers.empty()) return;
  FigureParts parts;
  parts.id = fmt::format("case.{}.code", slug);
  parts.form = Form::kColumns;
  parts.data.metric = FindMetric("drivers.lines.code");
  parts.metrics = {parts.data.metric};
  parts.data.category_id = "release";
  parts.data.category_header = page.Text("release");
  parts.data.series = {{"code", page.Text("column_code"), Paint::kRust}};
  parts.data.values.emplace_back();
  for (const Report& measured : page.site().Releases()) {
    const Sum then = SumOf(measured, slug);
    parts.data.categories.push_back({measured.name, ShortName(page.site(), measured),
                                     ParseDate(measured.date) ? measured.date : "", Paint::kRust,
                                     KindOfTree(measured)});
    parts.data.values[0].emplace_back(MetricValue{static_cast<std::int64_t>(then.code), 1});
    if (measured.name == release.name) break;
  }
  std::vector<Html> names;
  for (const DriverRow* driver : now.drivers) names.push_back(DriverLink(page, release, *driver));
  Values& shown = values.Add("DRIVERS");
  shown.Set("PAGE_LANG", std::string(TagOf(page.lang())));
  shown.Set("NUMBER", GroupThousands(static_cast<std::int64_t>(now.code)));
  shown.Set("NUMBER_HTML", page.Markup("case_plate_number", {{"release", ShortName(page.site(), release)},
                                                             {"drivers", Catalogue::List(page.lang(), names)}}));
  parts.title = parts.plain_title = page.Text("case_plate_picture");
  parts.unit = UnitLine(page, parts.data.metric->unit, parts.data);
  parts.source = SourceLine(page, release);
  parts.description = DescribeFigure(page, parts);
  shown.Set("PICTURE_UNIT", parts.title);
  shown.Set("PICTURE_HTML", PictureOf(page, parts));
  for (const auto& [label, value] :
       {std::pair("case_fact_files", now.files), std::pair("case_fact_unsafe", now.unsafe_tokens),
        std::pair("case_fact_apis", now.calls)}) {
    Values& fact = shown.Add("FACT");
    fact.Set("VALUE", GroupThousands(static_cast<std::int64_t>(value)));
    fact.Set("LABEL", page.Text(label, {{"count", static_cast<std::int64_t>(value)}}));
  }
}

}  // namespace ferrotype
