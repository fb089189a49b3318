#include <fmt/format.h>

#include "base/text.h"
#include "model/survey_json.h"
#include "renderer/page/documents.h"
#include "renderer/page/driver_parts.h"
#include "renderer/page/figures.h"
#include "renderer/page/layers_parts.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/survey_links.h"

namespace ferrotype {
namespace {

Html Code(std::string_view text) { return text.empty() ? Html() : Element("code", {}, Html::Name(text)); }

Html Help(const Page& page, const DriverRow& driver) {
  if (driver.kconfig_help.empty()) return {};
  // A blank line parts paragraphs; other line ends are where the column was full.
  Html out;
  std::string paragraph;
  const auto flush = [&] {
    out += Paragraph(Html::Name(paragraph));
    paragraph.clear();
  };
  for (const std::string_view line : Split(driver.kconfig_help, '\n')) {
    if (line.empty()) {
      flush();
      continue;
    }
    paragraph += (paragraph.empty() ? "" : " ") + std::string(line);
  }
  if (!paragraph.empty()) flush();
  const Html quote = Element("blockquote", {{"lang", page.lang() == Lang::kEn ? "" : "en"}}, out);
  Html title = Code("CONFIG_" + driver.kconfig);
  if (!driver.kconfig_prompt.empty()) title += Html::Text(" ") + English(page, driver.kconfig_prompt);
  return Paragraph(title) + quote;
}

Html Bindings(const Page& page, const Report& release, const DriverRow& driver) {
  if (driver.bindings.empty()) return {};
  std::vector<Html> names;
  for (const std::string& name : driver.bindings) names.push_back(SymbolLink(page, release, name));
  return Paragraph(page.Markup("driver_bindings_intro", {{"count", static_cast<std::int64_t>(names.size())}})) +
         BulletList(names, "paths");
}

}  // namespace

FileSet DriverPage(const Site& site, Lang lang, std::string_view key) {
  const auto at = site.survey.drivers().find(key);
  if (at == site.survey.drivers().end()) return {};
  const Report& release = *at->second.release;
  const DriverRow& driver = *at->second.row;
  Page page(site, lang, DriverPath(key));
  const std::string kind = page.Text("driver_kind_" + MessageKey(IdOf(driver.kind)));
  Sheet sheet;
  sheet.nav = "drivers";
  sheet.crumbs = {{page.To("drivers/index.html"), page.Text("drivers_title")}};
  sheet.title = Printable(driver.name);
  sheet.heading = NameCode(driver.name);
  sheet.description =
      page.Text("driver_meta", {{"name", sheet.title}, {"kind", kind}, {"release", ShortName(site, release)}});
  sheet.intro = page.Markup(&release == site.Newest() ? "driver_intro" : "driver_intro_gone",
                            {{"kind", kind},
                             {"release", ReleaseLink(page, release.name)},
                             {"code", Count(driver.code)},
                             {"count", static_cast<std::int64_t>(driver.files.size())}});
  std::vector<Html> authors;
  for (const std::string& author : driver.authors) authors.push_back(Html::Name(author));
  sheet.facts = {
      {page.Text("driver_description"), driver.description.empty() ? Html() : English(page, driver.description)},
      {page.Text("dimension_subsystem"), Code(driver.subsystem)},
      {page.Text("dimension_bus"), Code(driver.bus)},
      {page.Text("driver_root"), PathCell(driver.path)},
      {page.Text("driver_module_name"), Code(driver.module_name)},
      {page.Text("driver_kconfig"), driver.kconfig.empty() ? Html() : NameCode("CONFIG_" + driver.kconfig)},
      {page.Text("driver_license"), Code(driver.license)},
      {page.Text("driver_authors"), Listed(page, authors)},
      {page.Text("column_functions"), Count(driver.functions)},
      {page.Text("column_unsafe"),
       UnsafeWords(page, release, driver.files, driver.unsafe_tokens, driver.unsafe_undocumented)},
      {page.Text("column_since"),
       SinceWords(page, SinceOfDriver(page, release, driver)) + SinceByEvents(page, driver.name)},
      {page.Text("kind_case"), CaseStudyAbout(page, {driver.name, driver.module_name, driver.bus})}};
  sheet.sections.push_back({"proofs", page.Text("driver_proofs"), ProofsTable(page, driver)});
  sheet.sections.push_back({"help", page.Text("driver_help"), Help(page, driver)});
  sheet.sections.push_back({"files", page.Text("column_files"), DriverFiles(page, release, driver)});
  sheet.sections.push_back({"twin", page.Text("driver_twin"), TwinPart(page, release, driver)});
  sheet.sections.push_back({"chains", page.Text("driver_chains"),
                            ChainsSummary(page, release, driver) + ChainFigure(page, release, driver.name)});
  sheet.sections.push_back({"apis", page.Text("driver_apis"), ApisTable(page, driver)});
  sheet.sections.push_back({"bindings", page.Text("driver_bindings"), Bindings(page, release, driver)});
  sheet.sections.push_back({"history", page.Text("history_title"), DriverHistory(page, std::string(key), driver)});
  if (at != site.survey.drivers().begin()) {
    const auto before = std::prev(at);
    sheet.before = {page.To(DriverPath(before->first)), Printable(before->second.row->name)};
  }
  if (const auto after = std::next(at); after != site.survey.drivers().end())
    sheet.after = {page.To(DriverPath(after->first)), Printable(after->second.row->name)};
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
