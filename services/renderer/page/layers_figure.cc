#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/text.h"
#include "renderer/chart/layers.h"
#include "renderer/page/layers_parts.h"
#include "renderer/page/parts.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostParts = 12;

std::string Grouped(std::uint64_t value) { return GroupThousands(static_cast<std::int64_t>(value)); }

LayerPart Part(std::string_view id, const std::string& label, std::uint64_t value, Paint paint) {
  return {label, Grouped(value), value, paint, std::string(id)};
}

// Largest first; those beyond the twelfth as one.
void Limit(const Page& page, std::vector<LayerPart>& parts, Paint rest) {
  std::stable_sort(parts.begin(), parts.end(),
                   [](const LayerPart& a, const LayerPart& b) { return a.value > b.value; });
  if (parts.size() <= kMostParts + 1) return;
  std::uint64_t sum = 0;
  const auto count = static_cast<std::int64_t>(parts.size() - kMostParts);
  for (std::size_t i = kMostParts; i < parts.size(); ++i) sum += parts[i].value;
  parts.resize(kMostParts);
  parts.push_back(Part("others", page.Text("others", {{"count", count}}), sum, rest));
}

std::string PassageWords(const Page& page, std::string_view key, std::uint64_t calls, std::uint64_t resolved) {
  return page.Text(key, {{"calls", Grouped(calls)}, {"share", ShareOf(resolved, calls)}});
}

std::vector<Layer> LayersOf(const Page& page, const Report& release) {
  const Layers& layers = release.survey.layers;
  Layer drivers{page.Text("layer_drivers"), "", {}, "", "", "drivers"};
  std::int64_t count = 0;
  for (const DriverRow& driver : release.survey.drivers) {
    if (driver.kind != DriverKind::kDriver) continue;
    ++count;
    drivers.parts.push_back(Part(driver.name, Printable(driver.name), driver.code, Paint::kRust));
  }
  Limit(page, drivers.parts, Paint::kOther);
  drivers.total = page.Text("layer_drivers_total", {{"count", count}});
  drivers.down = PassageWords(page, "layer_drivers_down", layers.driver_calls, layers.driver_calls_resolved);

  Layer kernel{page.Text("layer_kernel"), "", {}, "", "", "kernel"};
  std::map<std::string, std::uint64_t> categories;
  std::int64_t modules = 0;
  for (const ModuleRow& module : release.survey.modules) {
    if (!module.visible || module.hidden || !module.top_level) continue;
    ++modules;
    categories[module.category] += module.code;
  }
  for (const auto& [category, code] : categories)
    kernel.parts.push_back(Part(category, KeyLabel(page, "category", category), code, Paint::kRust));
  Limit(page, kernel.parts, Paint::kOther);
  kernel.total = page.Text("layer_kernel_total", {{"count", modules}});
  kernel.down = PassageWords(page, "layer_kernel_down", layers.kernel_calls, layers.kernel_calls_resolved);
  if (!layers.entry_points.empty()) {
    kernel.up = page.Text("layer_up", {{"count", static_cast<std::int64_t>(layers.entry_points.size())}});
  }

  std::uint64_t helped = 0;
  for (const CSymbolRow& symbol : layers.symbols) helped += symbol.helper.path.empty() ? 0U : 1U;
  Layer bindings{page.Text("layer_bindings"),
                 page.Text("layer_bindings_total", {{"count", static_cast<std::int64_t>(layers.symbols.size())}}),
                 {Part("direct", page.Text("layer_direct"), layers.symbols.size() - helped, Paint::kVendored),
                  Part("helper", page.Text("layer_helped"), helped, Paint::kSteel)},
                 "",
                 "",
                 "bindings"};

  Layer c{page.Text("layer_c"), "", {}, "", "", "c"};
  std::uint64_t defined = 0;
  for (const auto& [kind, symbols] : DefinitionKinds(layers)) {
    if (!kind.empty()) defined += symbols;
    c.parts.push_back(Part(kind.empty() ? "none" : kind,
                           kind.empty() ? page.Text("definition_none") : DefinitionKind(page, kind), symbols,
                           kind.empty() ? Paint::kOther : Paint::kSteel));
  }
  std::stable_sort(c.parts.begin(), c.parts.end(),
                   [](const LayerPart& a, const LayerPart& b) { return a.value > b.value; });
  c.total = page.Text("layer_c_total", {{"count", static_cast<std::int64_t>(defined)}});
  bindings.down = page.Text("layer_bindings_down", {{"count", static_cast<std::int64_t>(defined)}});
  return {drivers, kernel, bindings, c};
}

// The same rows as the table's, with ids for words.
std::string DiagramCsv(const Diagram& diagram) {
  std::string out;
  for (std::size_t i = 0; i < diagram.columns.size(); ++i) out += (i == 0 ? "" : ",") + EscapeCsv(diagram.columns[i]);
  out += "\n";
  for (const auto& row : diagram.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + EscapeCsv(row[i]);
    out += "\n";
  }
  return out;
}

std::string DiagramJson(const Report& release, const Diagram& diagram) {
  nlohmann::ordered_json json;
  json["chart"] = diagram.id;
  json["release"] = release.name;
  json["rows"] = nlohmann::ordered_json::array();
  for (const auto& row : diagram.rows) {
    nlohmann::ordered_json item;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool number = diagram.columns[i] == "value" || diagram.columns[i] == "line";
      const std::optional<std::int64_t> value = number ? ParseInt(row[i]) : std::nullopt;
      if (value) {
        item[diagram.columns[i]] = *value;
      } else {
        item[diagram.columns[i]] = row[i];
      }
    }
    json["rows"].push_back(std::move(item));
  }
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

Html DiagramFigure(Page& page, const Report& release, const Diagram& diagram) {
  Html drawings;
  for (const Extent extent : kExtents) {
    drawings += Html::Trusted(InlineSvg(diagram.draw(extent), fmt::format("{}-{}", diagram.id, ClassOf(extent)),
                                        fmt::format("chart {}", ClassOf(extent)), diagram.title, diagram.description,
                                        page.lang()));
  }
  const std::string svg = fmt::format("data/charts/{}.{}.svg", diagram.file, PathOf(page.lang()));
  const std::string csv = fmt::format("data/diagrams/{}.csv", diagram.file);
  const std::string json = fmt::format("data/diagrams/{}.json", diagram.file);
  page.Bring(csv, DiagramCsv(diagram));
  page.Bring(json, DiagramJson(release, diagram));
  page.Bring(svg, FileSvg(diagram.draw(Extent::kWide), diagram.title, diagram.unit, diagram.source, diagram.description,
                          page.lang()));
  Values values;
  values.Set("ID", "fig-" + diagram.id);
  values.Set("TITLE", diagram.title);
  values.Set("UNIT", diagram.unit);
  values.Set("SOURCE", diagram.source);
  values.Set("CHART_HTML", drawings);
  values.Set("TABLE_HTML", MakeTable(page, diagram.table));
  values.Set("CSV", page.ToFile(csv));
  values.Set("JSON", page.ToFile(json));
  values.Set("SVG", page.ToFile(svg));
  values.Set("HOW", page.To(MetricPath("layers.drivers.resolved.share")));
  return page.Render("layers_figure", values);
}

Html LayersFigure(Page& page, const Report& release) {
  const std::vector<Layer> layers = LayersOf(page, release);
  const std::string name = ShortName(page.site(), release);
  const std::string title = page.Text("layers_figure_title", {{"release", name}});
  const std::string unit = page.Text("layers_figure_unit");
  const std::string source = page.Text("source_release", {{"release", name}, {"tree", TreeWords(page, release)}});
  std::string description;
  std::vector<std::vector<std::string>> rows;
  Table table;
  table.id = "table-layers";
  table.caption = title;
  table.quiet_caption = true;
  table.columns = {{page.Text("column_layer"), false}, {page.Text("column_what"), false}, {page.Text("value"), true}};
  for (const Layer& layer : layers) {
    description += (description.empty() ? "" : page.Text("sentence_space")) +
                   page.Text("desc_series", {{"name", layer.name}, {"list", layer.total}});
    for (const LayerPart& part : layer.parts) {
      table.rows.push_back({Html::Text(layer.name), Html::Text(part.label), Html::Text(part.value_text)});
      rows.push_back({layer.id, part.id, std::to_string(part.value)});
    }
  }
  const auto draw = [&layers](Extent extent) { return DrawLayers(layers, extent); };
  return DiagramFigure(page, release,
                       {"layers",
                        fmt::format("layers.{}", Slug(release.name)),
                        title,
                        unit,
                        source,
                        description,
                        std::move(table),
                        {"layer", "part", "value"},
                        std::move(rows),
                        draw});
}

}  // namespace ferrotype
