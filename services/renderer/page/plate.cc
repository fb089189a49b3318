#include "renderer/page/plate.h"

#include <fmt/format.h>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/figure.h"
#include "renderer/page/freshness.h"
#include "renderer/page/sentences.h"

namespace ferrotype {

Html MakePlate(Page& page, const Report& release, const Report* before, const std::string& sentence) {
  const Site& site = page.site();
  Values values;
  values.Set("KICKER_HTML",
             page.Markup("plate_kicker", {{"release", ShortName(site, release)},
                                          {"date", release.date.empty() ? Html::Text(page.Text("undated"))
                                                                        : TimeElement(release.date, page.lang())},
                                          {"tree", TreeWords(page, release)}}));
  values.Set("SENTENCE", sentence);
  const MetricInfo& authored = *FindMetric("rust.authored.lines.code");
  values.Set("NUMBER", FormatValue(release.Value(authored.id).value_or(MetricValue{}), authored));
  values.Set("NUMBER_URL", page.To(MetricPath(authored.id)));
  values.Set("NUMBER_WORDS",
             page.Text("plate_number", {{"all", FormatValue(release.Value("rust.lines.code").value_or(MetricValue{}),
                                                            *FindMetric("rust.lines.code"))}}));
  const bool generated = [&] {
    for (const Report& other : site.Releases()) {
      if (other.Value("rust.generated.lines.code").value_or(MetricValue{}).numerator != 0) return true;
    }
    return false;
  }();
  const Result<FigureSpec> spec = ParseFigureSpec(
      site, &release,
      generated ? "rust.authored.lines.code, rust.generated.lines.code, rust.vendored.lines.code; form=stacked"
                : "rust.authored.lines.code, rust.vendored.lines.code; form=stacked");
  if (spec) values.Set("PICTURE_HTML", MakePicture(page, *spec));
  if (!spec) site.problems.Add(fmt::format("{}: {}", page.File(), spec.error().message));
  values.Set("PICTURE_UNIT", page.Text("plate_picture_unit"));
  for (const std::string_view id : {"rust.authored.files", "unsafe.tokens", "rust.share"}) {
    const MetricInfo& metric = *FindMetric(id);
    const auto value = release.Value(id);
    if (!value) continue;
    Values& fact = values.Add("FACT");
    fact.Set("VALUE", FormatValue(*value, metric));
    const std::string change = ChangeOf(release, before, id);
    fact.Set("CHANGE", change);
    fact.Set("URL", page.To(MetricPath(id)));
    fact.Set("LABEL", page.Text(fmt::format("fact_{}", id == "rust.share"      ? "share"
                                                       : id == "unsafe.tokens" ? "unsafe"
                                                                               : "files")));
  }
  Html since;
  if (before != nullptr) {
    since = page.Markup("plate_since",
                        {{"release", Link(page.To(ReleasePath(*before)), Html::Text(ShortName(site, *before)))}});
  }
  if (&release == site.Newest()) {
    if (!since.empty()) since += Html::Text(page.Text("sentence_space"));
    since += DueWords(page);
  }
  values.Set("SINCE_HTML", since);
  return page.Render("plate", values);
}

}  // namespace ferrotype
