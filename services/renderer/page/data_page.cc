// What can be downloaded: every file with its size, its schema and how long its form lasts.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// A kind of file below data/ that has a description and, if it is JSON, a schema.
struct Kind {
  std::string_view key;     ///< data_KEY says what it holds
  std::string_view schema;  ///< data/schema/NAME.schema.json; empty: none
};

constexpr std::array<std::pair<std::string_view, Kind>, 7> kWhole = {
    {{"data/ferrotype.sqlite", {"sqlite", ""}},
     {"data/metrics.csv", {"metrics", ""}},
     {"data/releases.json", {"releases", "releases"}},
     {"data/milestones.json", {"milestones", "milestones"}},
     {"data/timeline.json", {"timeline", "timeline"}},
     {"data/timeline.csv", {"timeline", ""}},
     {"data/claims.json", {"claims", "claims"}}}};
// What stands behind a release's name.
constexpr std::array<std::pair<std::string_view, Kind>, 6> kOfRelease = {{{".json", {"release", "release"}},
                                                                          {".files.csv", {"files", ""}},
                                                                          {".drivers.json", {"drivers", "drivers"}},
                                                                          {".modules.json", {"modules", "modules"}},
                                                                          {".unsafe.json", {"unsafe", "unsafe"}},
                                                                          {".layers.json", {"layers", "layers"}}}};

class Writer {
 public:
  Writer(const Page& page, const FileSet& files) : page_(page), files_(files) {}

  [[nodiscard]] Html Size(const std::string& path) const {
    const auto found = files_.find(path);
    if (found == files_.end()) return Html::Text("–");
    const std::size_t bytes = found->second.size();
    constexpr std::size_t kKilo = 1000;
    if (bytes < kKilo) return Html::Text(page_.Text("size_bytes", {{"count", static_cast<std::int64_t>(bytes)}}));
    const bool mega = bytes >= kKilo * kKilo;
    return Html::Text(FormatRatio(static_cast<std::int64_t>(bytes), mega ? 1'000'000 : 1'000, 1) +
                      (mega ? " MB" : " kB"));
  }

  [[nodiscard]] Html Schema(std::string_view name) const {
    const std::string path = fmt::format("data/schema/{}.schema.json", name);
    if (name.empty() || !files_.contains(path)) return Html::Text("–");
    return Link(page_.ToFile(path), Html::Text(page_.Text("data_schema")));
  }

  [[nodiscard]] Html File(const std::string& path) const {
    return files_.contains(path) ? Link(page_.ToFile(path), PathCell(path)) : Html();
  }

  [[nodiscard]] Table Begin(std::string_view id, const std::string& caption) const {
    Table table;
    table.id = fmt::format("table-{}", id);
    table.caption = caption;
    table.quiet_caption = true;
    table.columns = {{page_.Text("data_file"), false},
                     {page_.Text("data_holds"), false},
                     {page_.Text("data_size"), true},
                     {page_.Text("data_schema"), false}};
    return table;
  }

  void Add(Table& table, const std::string& path, const Kind& kind) const {
    Html file = File(path);
    if (file.empty()) return;
    table.rows.push_back(
        {std::move(file), Html::Text(page_.Text(fmt::format("data_{}", kind.key))), Size(path), Schema(kind.schema)});
  }

 private:
  const Page& page_;
  const FileSet& files_;
};

}  // namespace

FileSet DataPage(const Site& site, Lang lang, const FileSet& files) {
  Page page(site, lang, "data/index.html");
  const Writer writer(page, files);
  Sheet sheet;
  sheet.title = page.Text("data_title");
  sheet.description = page.Text("data_description");
  sheet.intro = Html::Text(page.Text("data_intro"));

  Table whole = writer.Begin("whole", page.Text("data_whole"));
  for (const auto& [path, kind] : kWhole) writer.Add(whole, std::string(path), kind);
  sheet.sections.push_back({"whole", page.Text("data_whole"), MakeTable(page, whole)});

  Html releases;
  for (auto release = site.Releases().rbegin(); release != site.Releases().rend(); ++release) {
    const std::string title = page.Text("release_crumb", {{"release", ShortName(site, *release)}});
    Table table = writer.Begin(Slug(release->name), title);
    for (const auto& [ending, kind] : kOfRelease)
      writer.Add(table, fmt::format("data/releases/{}{}", Slug(release->name), ending), kind);
    releases += Element("h3", {}, Link(page.To(ReleasePath(*release)), Html::Text(title))) + MakeTable(page, table);
  }
  sheet.sections.push_back({"releases", page.Text("data_by_release"), releases});

  Table metrics = writer.Begin("metrics", page.Text("data_by_metric"));
  metrics.columns = {{page.Text("metric"), false}, {page.Text("metric_id"), false}, {"CSV", true}, {"JSON", true}};
  for (const MetricInfo& metric : Metrics()) {
    const auto download = [&](std::string_view ending) {
      const std::string path = fmt::format("data/metrics/{}.{}", metric.id, ending);
      return Link(page.ToFile(path), writer.Size(path));
    };
    metrics.rows.push_back({Link(page.To(MetricPath(metric.id)), Html::Text(In(metric.name, lang))),
                            Element("code", {}, Html::Text(metric.id)), download("csv"), download("json")});
  }
  sheet.sections.push_back({"metrics", page.Text("data_by_metric"),
                            Paragraph(Html::Text(page.Text("data_by_metric_intro"))) + MakeTable(page, metrics)});

  std::vector<Html> schemas;
  std::int64_t charts = 0;
  std::int64_t diagrams = 0;
  for (const auto& [path, bytes] : files) {
    if (path.starts_with("data/schema/")) schemas.push_back(Link(page.ToFile(path), PathCell(path)));
    charts += path.starts_with("data/charts/") && path.ends_with(".csv") ? 1 : 0;
    diagrams += path.starts_with("data/diagrams/") && path.ends_with(".csv") ? 1 : 0;
  }
  sheet.sections.push_back(
      {"charts", page.Text("data_charts"),
       Paragraph(Html::Text(page.Text("data_charts_intro", {{"count", charts}, {"diagrams", diagrams}})))});
  sheet.sections.push_back({"schemas", page.Text("data_schemas"),
                            Paragraph(Html::Text(page.Text("data_schemas_intro"))) + BulletList(schemas, "paths")});
  Html use =
      Paragraph(page.Markup(
          "data_license",
          {{"license",
            Element("a", {{"href", "https://creativecommons.org/licenses/by/4.0/"}, {"rel", "license noopener"}},
                    Html::Text("CC BY 4.0"))}})) +
      Paragraph(page.Markup("data_cite", {{"example", Element("code", {}, Html::Text("rust.authored.lines.code"))}})) +
      Paragraph(page.Markup("data_whole_check", {{"manifest", Element("code", {}, Html::Text("manifest.sha256"))}}));
  sheet.sections.push_back({"use", page.Text("data_use"), use});
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
