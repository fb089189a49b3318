#include "renderer/page/driver_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/survey_json.h"
#include "renderer/page/parts.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

Html Or(const Html& value) { return value.empty() ? Html::Text("–") : value; }

// "CONFIG_A → CONFIG_B → CONFIG_RUST"
Html ChainOfSymbols(const std::vector<std::string>& symbols) {
  Html out;
  for (const std::string& symbol : symbols) {
    if (!out.empty()) out += Html::Text(" → ");
    out += NameCode(symbol);
  }
  return out;
}

std::string StrengthOf(const Page& page, TwinEvidence kind) {
  switch (kind) {
    case TwinEvidence::kDocLink:
    case TwinEvidence::kMakefileSwap:
    case TwinEvidence::kKconfigExclusion:
      return page.Text("strength_strong");
    case TwinEvidence::kDriverName:
    case TwinEvidence::kDeviceTable:
    case TwinEvidence::kDescription:
      return page.Text("strength_fair");
    case TwinEvidence::kFileName:
      break;
  }
  return page.Text("strength_weak");
}

const FileRow* FindFile(const Report& release, std::string_view path) {
  const auto found = std::lower_bound(release.rust_files.begin(), release.rust_files.end(), path,
                                      [](const FileRow& row, std::string_view p) { return row.path < p; });
  return found != release.rust_files.end() && found->path == path ? &*found : nullptr;
}

}  // namespace

Since SinceOfDriver(const Page& page, const Report& release, const DriverRow& driver) {
  const Site& site = page.site();
  const std::string key = site.survey.KeyOf(release, driver);
  return SinceOf(site.Releases(), PlaceOf(site, release),
                 [&](const Report& report) { return site.survey.Driver(report, key) != nullptr; });
}

Html ProofsTable(const Page& page, const DriverRow& driver) {
  Table table;
  table.id = "table-proofs";
  table.caption = page.Text("driver_proofs_caption");
  table.columns = {
      {page.Text("column_proof"), false}, {page.Text("column_says"), false}, {page.Text("column_place"), false}};
  const DriverProofs& proofs = driver.proofs;
  table.rows.push_back({Html::Text(page.Text("proof_macro")),
                        Or(driver.macro.empty() ? Html() : NameCode(driver.macro + "!")), Or(PlaceCell(proofs.macro))});
  table.rows.push_back({Html::Text(page.Text("proof_kbuild")),
                        Or(driver.name.empty() ? Html() : NameCode(driver.name + ".o")), Or(PlaceCell(proofs.kbuild))});
  table.rows.push_back({Html::Text(page.Text("proof_kconfig")), Or(ChainOfSymbols(proofs.kconfig_chain)),
                        Or(PlaceCell(proofs.kconfig))});
  return MakeTable(page, table);
}

Html DriverFiles(const Page& page, const Report& release, const DriverRow& driver) {
  Html out;
  if (!driver.files.empty()) {
    Table table;
    table.id = "table-files";
    table.caption = page.Text("driver_files_caption");
    table.columns = {{page.Text("column_path"), false},
                     {page.Text("column_code"), true},
                     {page.Text("column_comment"), true},
                     {page.Text("column_unsafe"), true}};
    for (const std::string& path : driver.files) {
      const FileRow* file = FindFile(release, path);
      const std::string url = UnsafeUrl(page, release, {path});
      const Html tokens = file == nullptr ? Html::Text("–") : Count(file->finding.unsafe_tokens);
      table.rows.push_back({PathCell(path), file == nullptr ? Html::Text("–") : Count(file->finding.lines.code),
                            file == nullptr ? Html::Text("–") : Count(file->finding.lines.comment),
                            url.empty() ? tokens : Link(url, tokens)});
    }
    out += MakeTable(page, table);
  }
  if (!driver.c_objects.empty()) {
    std::vector<Html> objects;
    for (const std::string& path : driver.c_objects) objects.push_back(PathCell(path));
    out += Paragraph(Html::Text(page.Text("driver_c_objects"))) + BulletList(objects, "paths");
  }
  return out;
}

Html TwinPart(const Page& page, const Report& release, const DriverRow& driver) {
  Html out;
  if (!driver.successor_of.empty()) {
    out += Paragraph(page.Markup("driver_successor", {{"name", NameCode(driver.name)},
                                                      {"before", Element("code", {}, Html::Name(driver.successor_of))},
                                                      {"place", PlaceCell(driver.successor_place)}}));
  }
  if (driver.twin.empty()) return out;
  std::uint64_t code = 0;
  std::uint64_t functions = 0;
  for (const TwinFile& file : driver.twin) {
    code += file.code;
    functions += file.functions;
  }
  Table sizes;
  sizes.id = "table-sizes";
  sizes.caption = page.Text("driver_sizes_caption", {{"release", ShortName(page.site(), release)}});
  sizes.columns = {{page.Text("column_what"), false}, {"Rust", true}, {"C", true}};
  sizes.rows = {{Html::Text(page.Text("column_files")), Count(driver.files.size()), Count(driver.twin.size())},
                {Html::Text(page.Text("column_code")), Count(driver.code), Count(code)},
                {Html::Text(page.Text("column_functions")), Count(driver.functions), Count(functions)}};
  out += MakeTable(page, sizes);
  Table files;
  files.id = "table-twin";
  files.caption = page.Text("driver_twin_caption");
  files.columns = {
      {page.Text("column_path"), false}, {page.Text("column_code"), true}, {page.Text("column_functions"), true}};
  for (const TwinFile& file : driver.twin)
    files.rows.push_back({PathCell(file.path), Count(file.code), Count(file.functions)});
  out += MakeTable(page, files);
  if (driver.twin_evidence.empty()) return out;
  Table evidence;
  evidence.id = "table-evidence";
  evidence.caption = page.Text("driver_evidence_caption");
  evidence.columns = {{page.Text("column_evidence"), false},
                      {page.Text("column_strength"), false},
                      {page.Text("column_says"), false},
                      {page.Text("column_place"), false}};
  for (const Evidence& item : driver.twin_evidence) {
    evidence.rows.push_back({Html::Text(page.Text("evidence_" + MessageKey(IdOf(item.kind)))),
                             Html::Text(StrengthOf(page, item.kind)), English(page, item.text),
                             Or(PlaceCell(item.place))});
  }
  return out + MakeTable(page, evidence);
}

Html ApisTable(const Page& page, const DriverRow& driver) {
  if (driver.apis.empty()) return {};
  Table table;
  table.id = "table-apis";
  table.caption = page.Text("driver_apis_caption", {{"count", static_cast<std::int64_t>(driver.apis.size())}});
  table.columns = {{page.Text("column_path"), false}, {page.Text("column_uses"), true}};
  for (const ApiUse& api : driver.apis) table.rows.push_back({ModuleLink(page, api.path), Count(api.uses)});
  return MakeTable(page, table);
}

Html DriverHistory(const Page& page, const std::string& key, const DriverRow& driver) {
  Table table;
  table.id = "table-history";
  table.caption = page.Text("module_history_caption", {{"name", Printable(driver.name)}});
  table.columns = {{page.Text("release"), false},      {page.Text("column_files"), true},
                   {page.Text("column_code"), true},   {page.Text("column_functions"), true},
                   {page.Text("column_unsafe"), true}, {page.Text("column_undocumented"), true}};
  for (const Report& release : page.site().Releases()) {
    const DriverRow* row = page.site().survey.Driver(release, key);
    auto& cells = table.rows.emplace_back();
    cells.push_back(ReleaseLink(page, release.name));
    if (row == nullptr) {
      cells.insert(cells.end(), 5, Html::Text("–"));
      continue;
    }
    cells.insert(cells.end(), {Count(row->files.size()), Count(row->code), Count(row->functions),
                               Count(row->unsafe_tokens), Count(row->unsafe_undocumented)});
  }
  return MakeTable(page, table);
}

}  // namespace ferrotype
