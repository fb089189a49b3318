// The site's data files: they satisfy their schemas, and say what the pages say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "renderer/check/links.h"
#include "renderer/html/html.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/files.h"
#include "support/json_schema.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

FileSet Rendered(void (*fill)(FakeLibrary&), const std::string& base_url = {}) {
  FakeLibrary library;
  fill(library);
  const FileSet templates = ReadSourceFiles("site-templates");
  const std::string head = "\nsummary: S.\ndate: 2026-11-20\nauthor: A\nkeywords: [k]\n---\n\n";
  const std::string chart = "\n\n```{chart} rust.lines.code by owner\n```\n";
  const FileSet content = {
      {"articles/first/en.md", "---\ntitle: First" + head + "[up](../../pages/about/en.md) text" + chart},
      {"articles/first/zh.md", "---\ntitle: 第一" + head + "文" + chart},
      {"pages/about/en.md", "---\ntitle: About\nsummary: S.\n---\n\nx\n"},
      {"pages/about/zh.md", "---\ntitle: 关于\nsummary: 简。\n---\n\n文\n"}};
  Result<FileSet> site = RenderSite({library, fill == FillHostile ? FileSet() : content, templates, {base_url}}, 2);
  EXPECT_TRUE(site) << (site ? "" : site.error().message);
  return site ? *std::move(site) : FileSet();
}

std::string SchemaFor(const std::string& path) {
  if (!path.ends_with(".json") || path.starts_with("data/schema/")) return "";
  if (path == "data/releases.json") return "data/schema/releases.schema.json";
  if (path == "data/claims.json") return "data/schema/claims.schema.json";
  if (path == "data/timeline.json") return "data/schema/timeline.schema.json";
  if (path == "data/milestones.json") return "data/schema/milestones.schema.json";
  for (const char* part : {"modules", "drivers", "unsafe", "layers"}) {
    if (path.ends_with(std::string(".") + part + ".json")) return std::string("data/schema/") + part + ".schema.json";
  }
  if (path.starts_with("data/releases/")) return "data/schema/release.schema.json";
  if (path.starts_with("data/metrics/")) return "data/schema/metric.schema.json";
  if (path.starts_with("data/diagrams/")) return "data/schema/diagram.schema.json";
  return "data/schema/chart.schema.json";
}

void CheckSchemas(const FileSet& site) {
  std::size_t checked = 0;
  for (const auto& [path, bytes] : site) {
    const std::string schema_path = SchemaFor(path);
    if (schema_path.empty()) continue;
    const nlohmann::json schema = nlohmann::json::parse(site.at(schema_path));
    EXPECT_THAT(SchemaBreaches(schema, schema, nlohmann::json::parse(bytes)), IsEmpty()) << path;
    ++checked;
  }
  EXPECT_GT(checked, 20u);
}

TEST(Data, SatisfiesItsSchemas) { CheckSchemas(Rendered(FillPlausible)); }
TEST(Data, SatisfiesItsSchemasWithHostileNames) { CheckSchemas(Rendered(FillHostile)); }

TEST(Data, MetricsCsvHasTheColumnsOfTheContractInEveryRow) {
  const FileSet site = Rendered(FillPlausible);
  const std::string& csv = site.at("data/metrics.csv");
  EXPECT_TRUE(csv.starts_with("release,date,metric,dimension,value,unit\n"));
  EXPECT_THAT(csv, HasSubstr("v7.2.13-debian,2026-11-12,rust.authored.lines.code,,49767,lines\n"));
  EXPECT_THAT(csv, HasSubstr("v7.2.13-debian,2026-11-12,rust.lines.code,owner=vendored,63817,lines\n"));
  for (const std::string_view line : Split(csv, '\n')) {
    if (line.empty()) continue;
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 5) << line;
  }
}

// Cells of the table that follows `anchor` in a page.
std::vector<std::string> Cells(const std::string& html, const std::string& table_id) {
  const std::size_t begin = html.find("<table id=\"" + table_id + "\"");
  EXPECT_NE(begin, std::string::npos) << table_id;
  if (begin == std::string::npos) return {};
  const std::string table = html.substr(begin, html.find("</table>", begin) - begin);
  static const std::regex kCell("<td class=\"num\">([^<]*)</td>");
  std::vector<std::string> cells;
  for (std::sregex_iterator it(table.begin(), table.end(), kCell), end; it != end; ++it) cells.push_back((*it)[1]);
  return cells;
}

TEST(Data, AChartsTableCsvAndJsonSayTheSame) {
  const FileSet site = Rendered(FillPlausible);
  std::size_t checked = 0;
  for (const auto& [path, bytes] : site) {
    if (!path.starts_with("data/charts/") || !path.ends_with(".csv")) continue;
    const std::string id = path.substr(12, path.size() - 16);
    const nlohmann::json json = nlohmann::json::parse(site.at("data/charts/" + id + ".json"));
    std::vector<std::string> from_json;
    for (const auto& row : json.at("rows")) {
      for (const auto& [series, value] : row.at("values").items()) from_json.push_back(value.dump());
    }
    std::vector<std::string> from_csv;
    const std::vector<std::string_view> lines = Split(bytes, '\n');
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
      const std::vector<std::string_view> fields = Split(lines[i], ',');
      const std::size_t series = json.at("rows")[0].at("values").size();
      ASSERT_GE(fields.size(), series + 1) << path;
      std::vector<std::pair<std::string, std::string>> named;
      const std::vector<std::string_view> names = Split(lines[0], ',');
      for (std::size_t s = 0; s < series; ++s) named.emplace_back(names[s + 1], fields[fields.size() - series + s]);
      std::sort(named.begin(), named.end());  // as the JSON reader sorts
      for (auto& [name, value] : named)
        from_csv.push_back(value.empty()                  ? "null"
                           : json.at("unit") == "version" ? nlohmann::json(value).dump()
                                                          : nlohmann::json::parse(value).dump());
    }
    EXPECT_EQ(from_csv, from_json) << path;
    for (const auto& [page, html] : site) {
      if (!page.starts_with("en/") || html.find("<table id=\"table-" + id + "\"") == std::string::npos) continue;
      if (json.at("unit") == "percent" || json.at("unit") == "version") continue;
      std::vector<std::string> cells = Cells(html, "table-" + id);
      for (std::string& cell : cells) std::erase(cell, ',');
      if (json.at("rows")[0].at("values").size() == 1) {  // series of several are sorted otherwise in JSON
        EXPECT_EQ(cells, from_json) << page;
      }
      EXPECT_EQ(cells.size(), from_json.size()) << page;
      ++checked;
    }
  }
  EXPECT_GT(checked, 20u);
}

TEST(Data, TheLayersTableCsvAndJsonSayTheSame) {
  const FileSet site = Rendered(FillPlausible);
  std::size_t checked = 0;
  for (const auto& [path, bytes] : site) {
    if (!path.starts_with("data/diagrams/layers.") || !path.ends_with(".csv")) continue;
    const std::string id = path.substr(14, path.size() - 18);
    const nlohmann::json json = nlohmann::json::parse(site.at("data/diagrams/" + id + ".json"));
    std::vector<std::string> from_json;
    for (const auto& row : json.at("rows")) from_json.push_back(row.at("value").dump());
    std::vector<std::string> from_csv;
    const std::vector<std::string_view> lines = Split(bytes, '\n');
    EXPECT_EQ(lines.front(), "layer,part,value");
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) from_csv.emplace_back(Split(lines[i], ',').back());
    EXPECT_EQ(from_csv, from_json) << path;
    const std::string page = "en/releases/" + json.at("release").get<std::string>() + "/layers/index.html";
    if (!site.contains(page)) continue;
    std::vector<std::string> cells = Cells(site.at(page), "table-layers");
    for (std::string& cell : cells) std::erase(cell, ',');
    EXPECT_EQ(cells, from_json) << page;
    ++checked;
  }
  EXPECT_GT(checked, 0U);
}

TEST(Feeds, AreThereOnlyWithABaseUrl) {
  const FileSet without = Rendered(FillPlausible);
  EXPECT_FALSE(without.contains("sitemap.xml"));
  EXPECT_FALSE(without.contains("feeds/all.en.rss"));
  const FileSet with = Rendered(FillPlausible, "https://example.org/ferrotype");
  EXPECT_TRUE(with.contains("feeds/all.zh.atom"));
  EXPECT_THAT(with.at("sitemap.xml"), HasSubstr("<loc>https://example.org/ferrotype/zh/index.html</loc>"));
}

TEST(Feeds, NameEntriesByTagsThatDoNotHangOnTheAddress) {
  const FileSet one = Rendered(FillPlausible, "https://example.org/ferrotype");
  const FileSet two = Rendered(FillPlausible, "https://elsewhere.example/");
  const auto guids = [](const std::string& rss) {
    std::vector<std::string> found;
    static const std::regex kGuid("<guid isPermaLink=\"false\">([^<]*)</guid>");
    for (std::sregex_iterator it(rss.begin(), rss.end(), kGuid), end; it != end; ++it) found.push_back((*it)[1]);
    return found;
  };
  const std::vector<std::string> ids = guids(one.at("feeds/all.en.rss"));
  EXPECT_EQ(ids, guids(two.at("feeds/all.en.rss")));
  EXPECT_THAT(ids, ::testing::Contains("tag:ferrotype,2026:en/releases/v7.2.13-debian"));
  EXPECT_THAT(ids, ::testing::Contains("tag:ferrotype,2026:en/articles/first"));
}

TEST(Feeds, CarryWholeTextsWithAbsoluteLinksAndPicturesInsteadOfDrawings) {
  const FileSet site = Rendered(FillPlausible, "https://example.org/ferrotype");
  for (const auto& [path, bytes] : site) {
    if (!path.starts_with("feeds/")) continue;
    EXPECT_EQ(bytes.find("href=&quot;../"), std::string::npos) << path;
    EXPECT_EQ(bytes.find("&lt;svg"), std::string::npos) << path;
  }
  const std::string& rss = site.at("feeds/articles.en.rss");
  EXPECT_THAT(rss, HasSubstr("&lt;img "
                             "src=&quot;https://example.org/ferrotype/data/charts/"
                             "rust.lines.code.by-owner.v7.2.13-debian.en.svg&quot; alt=&quot;"));
  EXPECT_THAT(rss, HasSubstr("<pubDate>Fri, 20 Nov 2026 00:00:00 GMT</pubDate>"));
  EXPECT_TRUE(site.contains("data/charts/rust.lines.code.by-owner.v7.2.13-debian.en.svg"));
}

}  // namespace
}  // namespace ferrotype
