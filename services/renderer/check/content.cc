#include "renderer/check/content.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include "base/parallel.h"
#include "base/text.h"
#include "renderer/check/links.h"
#include "renderer/page/documents.h"
#include "renderer/page/figure.h"
#include "renderer/page/pages.h"
#include "renderer/search/things.h"
#include "renderer/text/reporter.h"

namespace ferrotype {
namespace {

using Severity = Diagnostic::Severity;

// Where the pages that the program makes lie: no text may have their address.
constexpr std::array<std::string_view, 17> kTaken = {"articles", "case-studies", "changes", "claims", "commentary",
                                                     "data",     "diagnostics",  "drivers", "events", "layers",
                                                     "metrics",  "milestones",   "modules", "papers", "releases",
                                                     "timeline", "translations"};

std::map<std::string, TextSpot> FirstPlaces(const TextRecord& record) {
  std::map<std::string, TextSpot> places;
  for (const BoundValue& bound : record.bound) places.try_emplace(bound.what, bound.spot);
  return places;
}

// Both languages show the same values, whatever roles print them.
void CompareValues(const ExaminedText& one, const ExaminedText& other, std::vector<Diagnostic>& out) {
  const std::map<std::string, TextSpot> here = FirstPlaces(one.record);
  const std::map<std::string, TextSpot> there = FirstPlaces(other.record);
  const auto tell = [&](const ExaminedText& has, const ExaminedText& lacks, const std::map<std::string, TextSpot>& own,
                        const std::map<std::string, TextSpot>& others) {
    for (const auto& [what, spot] : own) {
      if (others.contains(what)) continue;
      std::vector<std::string> alone;  // what only the other text has, for the nearest
      for (const auto& [name, place] : others) {
        if (!own.contains(name)) alone.push_back(name);
      }
      const std::optional<std::string> nearest = Nearest(what, alone);
      out.push_back({has.document->path, spot.line, spot.column, "T003",
                     fmt::format("{} stands here and not in {}{}", what, lacks.document->path,
                                 nearest ? fmt::format(", which has {}", *nearest) : ""),
                     Severity::kWarning});
    }
  };
  tell(one, other, here, there);
  tell(other, one, there, here);
}

// Footnotes that nothing refers to: the parser drops them without a word.
void TellUnusedFootnotes(const Document& document, std::vector<Diagnostic>& out) {
  std::map<std::string, int> defined;  // label -> line
  std::set<std::string> used;
  int line_number = document.body_line - 1;
  bool fenced = false;
  for (const std::string_view line : Split(document.body, '\n')) {
    ++line_number;
    if (line.starts_with("```") || line.starts_with("~~~")) fenced = !fenced;
    if (fenced) continue;
    for (std::size_t at = line.find("[^"); at != std::string_view::npos; at = line.find("[^", at + 2)) {
      const std::size_t close = line.find(']', at);
      if (close == std::string_view::npos) break;
      const std::string label(line.substr(at + 2, close - at - 2));
      if (at == 0 && close + 1 < line.size() && line[close + 1] == ':') {
        defined.try_emplace(label, line_number);
      } else {
        used.insert(label);
      }
    }
  }
  for (const auto& [label, where] : defined) {
    if (!used.contains(label))
      out.push_back({document.path, where, 1, "F040", fmt::format("nothing refers to the footnote [^{}]", label),
                     Severity::kWarning});
  }
}

// Sources that neither language cites.
void TellUncited(const std::vector<const ExaminedText*>& texts, const FileSet& content, std::vector<Diagnostic>& out) {
  std::set<std::string> cited;
  for (const ExaminedText* text : texts) cited.insert(text->record.cited.begin(), text->record.cited.end());
  const Document& document = *texts.front()->document;
  const std::string path = fmt::format("{}/{}/refs.yaml", document.kind, document.slug);
  const auto file = content.find(path);
  if (file == content.end()) return;
  const std::vector<std::string_view> lines = Split(file->second, '\n');
  for (const auto& [key, reference] : document.references) {
    if (cited.contains(key)) continue;
    const auto line =
        std::find_if(lines.begin(), lines.end(), [&](std::string_view text) { return text.starts_with(key + ":"); });
    const int number = line == lines.end() ? 1 : static_cast<int>(line - lines.begin()) + 1;
    out.push_back({"content/" + path, number, 1, "F041", fmt::format("no text cites the source \"{}\"", key),
                   Severity::kWarning});
  }
}

std::string PageOf(const Document& document) {
  return fmt::format("{}/{}", PathOf(document.lang), DocumentPath(document.kind, document.slug));
}

// The file that `url` means on the page `path`; nullopt when it leaves the site.
std::optional<std::string> Resolved(const std::string& path, std::string_view url) {
  std::vector<std::string_view> parts = Split(path, '/');
  parts.pop_back();
  for (const std::string_view part : Split(url, '/')) {
    if (part == "..") {
      if (parts.empty()) return std::nullopt;
      parts.pop_back();
    } else if (part != "." && !part.empty()) {
      parts.push_back(part);
    }
  }
  std::string file;
  for (const std::string_view part : parts) file += fmt::format("{}{}", file.empty() ? "" : "/", part);
  return file;
}

class LinkChecker {
 public:
  LinkChecker(const FileSet& files, const PagesTaken& taken, const PicturePaths& pictures, std::vector<Diagnostic>& out)
      : files_(files), taken_(taken), pictures_(pictures), out_(out) {}

  void Check(const Document& document, const LinkUse& link) {
    if (link.external) return;
    if (link.picture) return CheckPicture(document, link);
    const std::string page = PageOf(document);
    const std::size_t hash = link.url.find('#');
    const std::string path = link.url.substr(0, hash);
    const std::optional<std::string> file = path.empty() ? page : Resolved(page, path);
    if (!file || (!files_.contains(*file) && !taken_.contains(*file))) {
      const std::string nearest = file ? NearestOf(*file) : "";
      Tell(document, link, "F038", fmt::format("\"{}\" isn't there{}", link.url, nearest));
      return;
    }
    if (hash == std::string::npos || !file->ends_with(".html")) return;
    const std::string anchor = link.url.substr(hash + 1);
    const std::vector<std::string>& known = IdsOf(*file);
    if (std::binary_search(known.begin(), known.end(), anchor)) return;
    const std::optional<std::string> nearest = Nearest(anchor, known);
    Tell(document, link, "F038",
         fmt::format("{} has no anchor \"{}\"{}", *file, WithoutPrefix(anchor),
                     nearest ? fmt::format("; did you mean \"{}\"?", WithoutPrefix(*nearest)) : ""));
  }

 private:
  // Pictures lie beside their text.
  void CheckPicture(const Document& document, const LinkUse& link) {
    const std::string folder = fmt::format("{}/{}/", document.kind, document.slug);
    if (pictures_.contains(folder + link.url)) return;
    std::vector<std::string> names;
    for (auto it = pictures_.lower_bound(folder); it != pictures_.end() && it->first.starts_with(folder); ++it)
      names.push_back(it->first.substr(folder.size()));
    const std::optional<std::string> nearest = Nearest(link.url, names);
    Tell(document, link, "F039",
         fmt::format("the picture content/{}{} isn't there{}", folder, link.url,
                     nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : ""));
  }

  static std::string WithoutPrefix(const std::string& anchor) {
    return anchor.starts_with("s-") ? anchor.substr(2) : anchor;
  }

  void Tell(const Document& document, const LinkUse& link, std::string code, std::string message) {
    out_.push_back(
        {document.path, link.spot.line, link.spot.column, std::move(code), std::move(message), Severity::kError});
  }

  // Only files of the same folder or language are near: names of thousands of files are compared otherwise.
  std::string NearestOf(const std::string& file) {
    std::string folder = file.substr(0, file.rfind('/', file.size()) + 1);
    const bool page = file.ends_with("/index.html");
    // The page of a text: its folder is what may be misspelt.
    if (page) folder = folder.substr(0, folder.rfind('/', folder.size() - 2) + 1);
    constexpr std::size_t kMost = 500;
    std::vector<std::string> names;
    const auto add = [&](const auto& paths) {
      std::size_t left = kMost;
      for (auto it = paths.lower_bound(folder); left > 0 && it != paths.end() && it->first.starts_with(folder); ++it) {
        if (page && !it->first.ends_with("/index.html")) continue;
        names.push_back(it->first);
        --left;
      }
    };
    add(files_);
    add(taken_);
    std::sort(names.begin(), names.end());
    names.resize(std::min(names.size(), kMost));
    const std::optional<std::string> nearest = Nearest(file, names);
    if (!nearest) return "";
    std::string shown = nearest->substr(folder.size());
    if (page && shown.ends_with("/index.html")) shown.resize(shown.size() - std::string_view("/index.html").size());
    return fmt::format("; did you mean \"{}\"?", shown);
  }

  const std::vector<std::string>& IdsOf(const std::string& file) {
    if (const auto taken = taken_.find(file); taken != taken_.end()) return taken->second.ids;
    const auto [ids, fresh] = ids_.try_emplace(file);
    if (fresh) ids->second = FactsOf(file, files_.at(file)).ids;
    return ids->second;
  }

  const FileSet& files_;
  const PagesTaken& taken_;
  const PicturePaths& pictures_;
  std::vector<Diagnostic>& out_;
  std::map<std::string, std::vector<std::string>> ids_;
};

// Names that no measured release has may be of releases that the store lacks; those beside a name that it has are
// slips.
void TellUnknownIntroduced(const Site& site, const Document& document, std::vector<Diagnostic>& out) {
  const std::vector<std::string> introduced = ListField(document, "introduces");
  if (introduced.empty()) return;
  std::set<std::string> known;
  for (const auto& [name, module] : site.survey.modules()) known.insert(name);
  for (const auto& [key, driver] : site.survey.drivers()) known.insert(driver.row->name);
  for (const std::string& name : introduced) {
    if (known.contains(name)) continue;
    const std::string slip = text::SlipOf(name, std::vector<std::string>(known.begin(), known.end()));
    if (slip.empty()) continue;
    const auto spot = document.front_matter_spots.find("introduces");
    out.push_back({document.path, spot->second.line, spot->second.column, "F014",
                   fmt::format("no measured release has a driver or module {}{}", text::Quoted(name), slip),
                   Severity::kWarning});
  }
}

// What rendering doesn't tell.
void TellMore(const Site& site, const Document& document, std::vector<Diagnostic>& diagnostics) {
  TellUnusedFootnotes(document, diagnostics);
  const auto release = document.front_matter.find("release");
  if (release != document.front_matter.end() && site.Find(release->second) == nullptr) {
    std::vector<std::string> names;
    for (const Report& report : site.Releases()) names.push_back(report.name);
    const auto spot = document.front_matter_spots.find("release");
    diagnostics.push_back({document.path, spot->second.line, spot->second.column, "F013",
                           fmt::format("no measured release is called {}{}", text::Quoted(release->second),
                                       text::DidYouMean(release->second, names)),
                           Severity::kWarning});
  }
  TellUnknownIntroduced(site, document, diagnostics);
  if (document.kind == "pages" && std::find(kTaken.begin(), kTaken.end(), document.slug) != kTaken.end()) {
    diagnostics.push_back(
        {document.path, 1, 1, "F007",
         fmt::format("\"{}\" is the address of a page that the program makes; rename the folder", document.slug),
         Severity::kError});
  }
}

ExaminedText ExamineOne(const Site& site, const Document& document, std::vector<Diagnostic>& diagnostics) {
  const TextContext context{site.library,
                            ReleaseOf(site, document),
                            document.lang,
                            Page(site, document.lang, DocumentPath(document.kind, document.slug)).to_root(),
                            [&](const ChartCall& call) -> Result<std::string> {
                              TRY_ASSIGN(const FigureSpec parsed, ParseFigureSpec(site, call));
                              return std::string();
                            },
                            true,
                            false,
                            nullptr,
                            &site.pictures};
  RenderedText text = RenderText(document, context, diagnostics);
  TellMore(site, document, diagnostics);
  return {&document, std::move(text.title_text), std::move(text.record)};
}

// What texts are only seen to have together.
void CompareTexts(const Site& site, const FileSet& content, Editorial& editorial,
                  std::vector<Diagnostic>& diagnostics) {
  editorial.translations = TranslationsOf(site.documents.all(), diagnostics, site.Langs());
  for (std::size_t i = 0; i < editorial.texts.size(); ++i) {
    const ExaminedText& one = editorial.texts[i];
    std::vector<const ExaminedText*> texts = {&one};
    if (i + 1 < editorial.texts.size() && editorial.texts[i + 1].document->kind == one.document->kind &&
        editorial.texts[i + 1].document->slug == one.document->slug) {
      texts.push_back(&editorial.texts[++i]);
      CompareValues(*texts[0], *texts[1], diagnostics);
    }
    TellUncited(texts, content, diagnostics);
  }
}

// One text with its pages in all languages.
struct Making {
  std::span<const Document> documents;
  std::vector<ExaminedText> texts;
  std::vector<Diagnostic> diagnostics;
  FileSet files;
  std::vector<std::pair<std::string, PageFacts>> taken;
  std::optional<FoundThing> thing;
  Result<void> done;
};

void MakeOne(const Site& site, const Weigher& weigher, const PageSink& take, Making& making) {
  const std::string& kind = making.documents.front().kind;
  const std::string& slug = making.documents.front().slug;
  for (const Document& document : making.documents) {
    FileSet files = ExamineAndMake(site, document, making.diagnostics, [&](RenderedText text) {
      making.texts.push_back({&document, std::move(text.title_text), std::move(text.record)});
    });
    making.files.merge(files);
    TellMore(site, document, making.diagnostics);
  }
  for (const Lang lang : site.Langs()) {
    const Document* document = site.FindDocument(kind, slug, lang);
    if (document->lang != lang) making.files.merge(DocumentPage(site, lang, kind, slug));
  }
  // Texts of no kind of their own may have the address of another page; that is found when all files are together.
  if (!take || kind == "pages") return;
  std::map<Lang, std::string_view> pages;
  const std::string path = DocumentPath(kind, slug);
  for (const Lang lang : site.Langs()) pages[lang] = making.files.at(fmt::format("{}/{}", PathOf(lang), path));
  making.thing = ThingOfPages(site, path, pages, weigher);
  for (const Lang lang : site.Langs()) {
    auto page = making.files.extract(fmt::format("{}/{}", PathOf(lang), path));
    making.taken.emplace_back(page.key(), FactsOf(page.key(), page.mapped()));
    if (making.done) making.done = take(page.key(), std::move(page.mapped()));
  }
}

}  // namespace

Editorial Examine(const Site& site, const FileSet& content, std::vector<Diagnostic>& diagnostics, int threads) {
  struct Examined {
    const Document* document;
    ExaminedText text;
    std::vector<Diagnostic> diagnostics;
  };
  const std::vector<Document>& documents = site.documents.all();
  std::vector<Examined> examined;
  examined.reserve(documents.size());
  for (const Document& document : documents) examined.push_back({&document, {}, {}});
  ForEach(examined, threads, [&](Examined& each) { each.text = ExamineOne(site, *each.document, each.diagnostics); });
  Editorial editorial;
  for (Examined& each : examined) {
    editorial.texts.push_back(std::move(each.text));
    std::move(each.diagnostics.begin(), each.diagnostics.end(), std::back_inserter(diagnostics));
  }
  CompareTexts(site, content, editorial, diagnostics);
  return editorial;
}

TextsMade MakeTexts(const Site& site, const FileSet& content, const Weigher& weigher, const PageSink& take,
                    std::vector<Diagnostic>& diagnostics, int threads) {
  const std::vector<Document>& documents = site.documents.all();
  std::vector<Making> makings;
  for (std::size_t begin = 0, end = 0; begin < documents.size(); begin = end) {
    const Document& first = documents[begin];
    while (end < documents.size() && documents[end].kind == first.kind && documents[end].slug == first.slug) ++end;
    makings.emplace_back().documents = std::span(documents).subspan(begin, end - begin);
  }
  std::atomic<bool> failed = false;
  ForEach(makings, threads, [&](Making& making) {
    if (failed) return;
    MakeOne(site, weigher, take, making);
    if (!making.done) failed = true;
  });
  TextsMade made;
  for (Making& making : makings) {
    std::move(making.texts.begin(), making.texts.end(), std::back_inserter(made.editorial.texts));
    std::move(making.diagnostics.begin(), making.diagnostics.end(), std::back_inserter(diagnostics));
    made.files.push_back(std::move(making.files));
    for (auto& [path, facts] : making.taken) made.taken.emplace(path, std::move(facts));
    if (making.thing) made.things.push_back(*std::move(making.thing));
    if (made.done) made.done = std::move(making.done);
  }
  CompareTexts(site, content, made.editorial, diagnostics);
  return made;
}

void CheckLinks(const Site& site, const FileSet& files, std::vector<Diagnostic>& diagnostics, const PagesTaken& taken) {
  LinkChecker checker(files, taken, site.pictures, diagnostics);
  for (const ExaminedText& text : site.editorial->texts) {
    for (const LinkUse& link : text.record.links) checker.Check(*text.document, link);
  }
}

void Sort(std::vector<Diagnostic>& diagnostics) {
  const auto key = [](const Diagnostic& d) { return std::tie(d.path, d.line, d.column, d.code, d.message); };
  std::sort(diagnostics.begin(), diagnostics.end(),
            [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(),
                                [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); }),
                    diagnostics.end());
}

}  // namespace ferrotype
