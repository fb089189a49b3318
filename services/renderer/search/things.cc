#include "renderer/search/things.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>

#include "base/parallel.h"
#include "base/text.h"
#include "model/release.h"
#include "renderer/page/paging.h"
#include "renderer/page/survey_links.h"
#include "renderer/search/page_text.h"
#include "renderer/text/flat_yaml.h"

namespace ferrotype {
namespace {

// Bytes of running text of a page that count: no article is longer, and lists of a hundred pages say nothing new.
constexpr std::size_t kMostBody = 100'000;
constexpr std::size_t kMostListBody = 4'000;

bool IsNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What the page at `path` (below a language's folder) stands for; nothing for pages that only lead to others.
std::optional<FoundKind> KindOf(std::string_view path, const Report* newest) {
  static constexpr std::array<std::pair<std::string_view, FoundKind>, 9> kFolders = {
      {{"articles", FoundKind::kArticle},
       {"case-studies", FoundKind::kCaseStudy},
       {"commentary", FoundKind::kCommentary},
       {"events", FoundKind::kEvent},
       {"papers", FoundKind::kPaper},
       {"metrics", FoundKind::kMetric},
       {"modules", FoundKind::kModule},
       {"drivers", FoundKind::kDriver},
       {"diagnostics", FoundKind::kList}}};
  static constexpr std::array<std::string_view, 4> kLeading = {"search", "az", "subsystems", "changes"};
  const std::vector<std::string_view> parts = Split(path, '/');
  if (parts.back() != "index.html") return std::nullopt;
  const std::size_t folders = parts.size() - 1;
  if (folders == 0) return FoundKind::kPage;
  if (std::find(kLeading.begin(), kLeading.end(), parts[0]) != kLeading.end()) return std::nullopt;
  if (folders > 1 && IsNumber(parts[folders - 1])) return std::nullopt;  // a further page of a list
  if (parts[0] == "releases" && folders > 1) {
    if (folders == 2) return FoundKind::kRelease;
    if (folders > 4 && parts[3] == "symbols") return std::nullopt;  // the symbols are found themselves
    if (folders > 3 && (newest == nullptr || parts[1] != Slug(newest->name))) return std::nullopt;
    return FoundKind::kList;
  }
  for (const auto& [folder, kind] : kFolders) {
    if (parts[0] == folder && folders > 1) return kind;
  }
  return FoundKind::kPage;
}

bool HasBody(FoundKind kind) { return kind != FoundKind::kList && kind != FoundKind::kRelease; }

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// A line below a result, not a paragraph.
std::string Short(const std::string& text) {
  constexpr std::size_t kMost = 150;
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

FoundThing ThingOf(const std::string& path, FoundKind kind, const std::map<Lang, PageText>& pages) {
  FoundThing thing{kind, path, {}, {}};
  for (const auto& [lang, page] : pages) {
    FoundThing::Words& words = thing.words[lang];
    words = {OneLine(page.title), page.description == page.title ? std::string() : Short(page.description)};
    thing.fields.push_back({5, page.headings});
    thing.fields.push_back({4, page.names});
    if (page.description.size() != words.description.size()) thing.fields.push_back({4, page.description});
    thing.fields.push_back({1, page.body});
  }
  // What its address calls it: "rust.lines.code", "v7.2.13-debian".
  const std::vector<std::string_view> parts = Split(path, '/');
  if (parts.size() > 1 && kind <= FoundKind::kMetric)
    thing.fields.push_back({kind == FoundKind::kRelease ? 12 : 7, std::string(parts[parts.size() - 2])});
  // People say "7.2" and mean each of its releases.
  if (kind == FoundKind::kRelease) {
    if (const auto version = ParseKernelVersion(parts[1])) thing.fields.push_back({12, version->Series()});
  }
  return thing;
}

void AddNames(const Site& site, FoundThing& thing) {
  if (thing.kind != FoundKind::kDriver) return;
  for (const auto& [key, at] : site.survey.drivers()) {
    if (DriverPath(key) != thing.url) continue;
    thing.fields.push_back({14, Printable(at.row->module_name)});
    thing.fields.push_back({14, Printable(at.row->kconfig)});
    thing.fields.push_back({8, Printable(at.row->subsystem)});
    for (const std::string& author : at.row->authors) thing.fields.push_back({8, Printable(author)});
    for (const std::string& path : at.row->files) thing.fields.push_back({6, Printable(path)});
  }
}

void AddSymbols(const Site& site, std::vector<FoundThing>& things) {
  std::set<std::string_view> seen;
  const std::vector<Report>& releases = site.Releases();
  for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
    for (const SymbolPageOf& page : site.survey.SymbolPages(*release)) {
      const std::string path = NthPath(SymbolsBase(*release, page.letter), page.number);
      for (const CSymbolRow* symbol : page.symbols) {
        if (!seen.insert(symbol->name).second) continue;
        const std::string name = Printable(symbol->name);
        FoundThing& thing = things.emplace_back();
        thing.kind = FoundKind::kSymbol;
        thing.url = path + "#" + SymbolAnchor(symbol->name);
        for (const Lang lang : site.Langs()) thing.words[lang] = {name, ""};
      }
    }
  }
}

const Glossary* GlossaryOf(const Site& site) {
  for (const Document& document : site.documents) {
    if (document.glossary != nullptr) return document.glossary.get();
  }
  return nullptr;
}

// Words of the trade, where the page of the glossary has a place for each.
void AddTerms(const Site& site, const FileSet& files, std::vector<FoundThing>& things) {
  const Glossary* glossary = GlossaryOf(site);
  const std::string path = "glossary/index.html";
  const auto page = files.find(fmt::format("{}/{}", PathOf(site.Langs().front()), path));
  if (glossary == nullptr || page == files.end()) return;
  for (const auto& [key, term] : *glossary) {
    const std::string anchor = "t-" + Slug(term.en);
    if (page->second.find(fmt::format(" id=\"{}\"", anchor)) == std::string::npos) continue;
    FoundThing& thing = things.emplace_back();
    thing.kind = FoundKind::kTerm;
    thing.url = fmt::format("{}#{}", path, anchor);
    for (const Lang lang : site.Langs())
      thing.words[lang] = lang == Lang::kZh ? FoundThing::Words{term.zh, term.en} : FoundThing::Words{term.en, term.zh};
  }
}

}  // namespace

std::vector<Alike> SynonymsOf(const Site& site, const FileSet& content) {
  std::vector<Alike> synonyms;
  if (const Glossary* glossary = GlossaryOf(site); glossary != nullptr) {
    for (const auto& [key, term] : *glossary) synonyms.emplace_back(term.en, term.zh);
  }
  const auto file = content.find("synonyms.yaml");
  if (file == content.end()) return synonyms;
  std::vector<text::YamlTrouble> troubles;
  for (text::YamlEntry& entry : text::ReadFlatYaml(file->second, troubles)) {
    if (entry.kind == text::YamlEntry::Kind::kScalar && !entry.scalar.empty()) {
      synonyms.emplace_back(std::move(entry.key), std::move(entry.scalar));
    } else {
      site.problems.Add(
          fmt::format("content/synonyms.yaml: \"{}\" needs the word that it means", Printable(entry.key)));
    }
  }
  for (const text::YamlTrouble& trouble : troubles)
    site.problems.Add(fmt::format("content/synonyms.yaml: {}", trouble.message));
  return synonyms;
}

std::string LabelKeyOf(FoundKind kind) {
  static constexpr std::array<std::string_view, kFoundKinds> kNames = {
      "page",   "article", "case",   "commentary", "event",  "paper", "release",
      "metric", "module",  "driver", "term",       "symbol", "list"};
  return fmt::format("found_{}", kNames.at(static_cast<std::size_t>(kind)));
}

std::optional<FoundThing> ThingOfPages(const Site& site, const std::string& path,
                                       const std::map<Lang, std::string_view>& pages, const Weigher& weigher) {
  const std::optional<FoundKind> kind = KindOf(path, site.Newest());
  if (!kind) return std::nullopt;
  std::map<Lang, PageText> texts;
  bool indexed = false;
  for (const auto& [lang, html] : pages) {
    texts[lang] = ReadPage(html, HasBody(*kind) ? kMostBody : kMostListBody);
    indexed = indexed || texts[lang].indexed;
  }
  if (!indexed) return std::nullopt;
  FoundThing thing = ThingOf(path, *kind, texts);
  AddNames(site, thing);
  weigher.Weigh(thing);
  return thing;
}

std::vector<FoundThing> ThingsOf(const Site& site, const FileSet& files, const Weigher& weigher,
                                 std::vector<FoundThing> made, int threads) {
  struct Found {
    std::string path;
    std::map<Lang, std::string_view> pages;
    std::optional<FoundThing> thing;
  };
  std::vector<Found> found;
  const std::string folder = fmt::format("{}/", PathOf(site.Langs().front()));
  for (auto file = files.lower_bound(folder); file != files.end() && file->first.starts_with(folder); ++file) {
    Found each{file->first.substr(folder.size()), {}, {}};
    if (!KindOf(each.path, site.Newest())) continue;
    for (const Lang lang : site.Langs()) {
      const auto twin = files.find(fmt::format("{}/{}", PathOf(lang), each.path));
      if (twin != files.end()) each.pages.emplace(lang, twin->second);
    }
    if (each.pages.size() == site.Langs().size()) found.push_back(std::move(each));
  }
  ForEach(found, threads, [&](Found& each) { each.thing = ThingOfPages(site, each.path, each.pages, weigher); });
  std::vector<FoundThing> others;
  AddTerms(site, files, others);
  AddSymbols(site, others);
  ForEach(others, threads, [&](FoundThing& thing) { weigher.Weigh(thing); });
  std::vector<FoundThing> things = std::move(made);
  for (Found& each : found) {
    if (each.thing) things.push_back(*std::move(each.thing));
  }
  std::move(others.begin(), others.end(), std::back_inserter(things));
  std::sort(things.begin(), things.end(),
            [](const FoundThing& a, const FoundThing& b) { return std::tie(a.kind, a.url) < std::tie(b.kind, b.url); });
  return things;
}

}  // namespace ferrotype
