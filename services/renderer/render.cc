#include "renderer/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "renderer/check/content.h"
#include "renderer/check/feeds.h"
#include "renderer/check/links.h"
#include "renderer/check/site_check.h"
#include "renderer/data/data.h"
#include "renderer/feed/feed.h"
#include "renderer/feed/sitemap.h"
#include "renderer/i18n/catalogue.h"
#include "renderer/i18n/problems.h"
#include "renderer/page/indexes.h"
#include "renderer/page/pages.h"
#include "renderer/page/pictures.h"
#include "renderer/page/redirects.h"
#include "renderer/page/site.h"
#include "renderer/search/index.h"
#include "renderer/search/things.h"
#include "renderer/template/templates.h"

namespace ferrotype {
namespace {

using Job = std::function<FileSet()>;

// kInternal when two write different bytes to one path.
Result<void> AddFiles(FileSet&& added, FileSet& files) {
  for (auto& [path, bytes] : added) {
    const auto [at, fresh] = files.try_emplace(path, std::move(bytes));
    if (!fresh && at->second != bytes)
      return Fail(ErrorKind::kInternal, fmt::format("two pages write different bytes to {}", path));
  }
  return {};
}

// Runs every job and adds what it gives.
Result<void> RunAll(const std::vector<Job>& jobs, int threads, FileSet& files) {
  struct Run {
    const Job& job;
    FileSet result;
  };
  std::vector<Run> runs;
  runs.reserve(jobs.size());
  for (const Job& job : jobs) runs.push_back({job, {}});
  ForEach(runs, threads, [](Run& run) { run.result = run.job(); });
  for (Run& run : runs) TRY(AddFiles(std::move(run.result), files));
  return {};
}

// What leads to all that the other pages are about, so it is made of them.
Result<void> AddIndexes(const Site& site, const Weigher& weigher, std::vector<FoundThing> made, int threads,
                        FileSet& files) {
  const std::vector<FoundThing> things = ThingsOf(site, files, weigher, std::move(made), threads);
  std::map<Lang, std::vector<std::string>> labels;
  for (const Lang lang : site.Langs()) {
    for (std::size_t kind = 0; kind < kFoundKinds; ++kind) {
      labels[lang].push_back(site.catalogue.Text(lang, LabelKeyOf(static_cast<FoundKind>(kind)), {}, site.problems));
    }
  }
  SearchIndex index = BuildSearchIndex(things, labels);
  files.merge(index.files);
  std::vector<Job> jobs;
  for (const Lang lang : site.Langs()) {
    jobs.emplace_back([&, lang] { return SearchPage(site, lang, index); });
    jobs.emplace_back([&, lang] { return AlphabetPages(site, lang, things); });
    jobs.emplace_back([&, lang] { return SubsystemsPage(site, lang, things); });
  }
  return RunAll(jobs, threads, files);
}

// All slugs of an edition differ; two that don't (names that differ in nothing but case, on file systems that don't
// care) are told.
std::string ClashOf(const Library& library) {
  std::map<std::string, std::string> seen;
  for (const Report& release : library.Reports()) {
    const auto [at, fresh] = seen.emplace(Slug(release.name), release.name);
    if (!fresh) return fmt::format("releases \"{}\" and \"{}\" would be one page", at->second, release.name);
  }
  return {};
}

std::vector<Job> JobsOf(const Site& site) {
  // The longest first, so that no thread waits for them at the end.
  std::vector<Job> jobs;
  if (!site.settings.base_url.empty()) jobs.emplace_back([&site] { return FeedFiles(site); });
  jobs.emplace_back([&site] { return DataFiles(site); });
  for (const Lang lang : site.Langs()) {
    jobs.emplace_back([&site, lang] { return HomePage(site, lang); });
    jobs.emplace_back([&site, lang] { return ReleasesPage(site, lang); });
    jobs.emplace_back([&site, lang] { return MetricsPage(site, lang); });
    for (const Report& release : site.Releases()) {
      jobs.emplace_back([&site, lang, &release] { return ReleasePage(site, lang, release); });
      jobs.emplace_back([&site, lang, &release] { return UnsafePages(site, lang, release); });
      jobs.emplace_back([&site, lang, &release] { return LayersPages(site, lang, release); });
    }
    for (const MetricInfo& metric : Metrics()) {
      jobs.emplace_back([&site, lang, &metric] { return MetricPage(site, lang, metric); });
    }
    jobs.emplace_back([&site, lang] { return ModulesPage(site, lang); });
    for (const auto& module : site.survey.modules())
      jobs.emplace_back([&site, lang, &name = module.first] { return ModulePage(site, lang, name); });
    jobs.emplace_back([&site, lang] { return DriversPage(site, lang); });
    for (const auto& driver : site.survey.drivers())
      jobs.emplace_back([&site, lang, &key = driver.first] { return DriverPage(site, lang, key); });
    jobs.emplace_back([&site, lang] { return MilestonesPage(site, lang); });
    jobs.emplace_back([&site, lang] { return TimelinePages(site, lang); });
    jobs.emplace_back([&site, lang] { return ArchitecturePage(site, lang); });
    jobs.emplace_back([&site, lang] { return GlossaryPage(site, lang); });
    jobs.emplace_back([&site, lang] { return ClaimsPage(site, lang); });
    if (site.Langs().size() > 1) jobs.emplace_back([&site, lang] { return TranslationsPage(site, lang); });
    jobs.emplace_back([&site, lang] { return DiagnosticsPages(site, lang); });
    for (const std::string_view kind : {"articles", "case-studies", "commentary", "events", "papers"}) {
      // Kinds without a text have no list, except for the two that the navigation names.
      if (kind != "articles" && kind != "case-studies" && site.Slugs(kind).empty()) continue;
      jobs.emplace_back([&site, lang, kind] { return DocumentsPage(site, lang, kind); });
    }
  }
  jobs.emplace_back([&site] { return ChooserPages(site); });
  return jobs;
}

// Drafts are no business of readers.
std::vector<Document> DocumentsOf(const RenderInputs& inputs, const Catalogue& catalogue,
                                  std::vector<Diagnostic>& diagnostics) {
  std::vector<Document> documents = LoadDocuments(inputs.content, diagnostics, catalogue.Langs(), catalogue.Known());
  if (!inputs.settings.preview) std::erase_if(documents, [](const Document& document) { return document.IsDraft(); });
  return documents;
}

bool HasErrors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Diagnostic::Severity::kError; });
}

// What texts say that the data doesn't bear out any more, for the report of what changed.
std::vector<std::string> NoLongerTrue(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> told;
  for (const Diagnostic& d : diagnostics) {
    const bool of_data = d.code.starts_with('A') || d.code.starts_with('F');
    if (of_data && d.severity == Diagnostic::Severity::kWarning) told.push_back(Describe(d));
  }
  return told;
}

void AddExternalLinks(const Editorial& editorial, CheckedSite& checked) {
  for (const ExaminedText& text : editorial.texts) {
    for (const LinkUse& link : text.record.links) {
      if (link.external) checked.external_links.push_back({text.document->path, link.spot.line, link.url});
    }
  }
}

}  // namespace

Result<CheckedSite> CheckSite(const RenderInputs& inputs, int threads) {
  if (const std::string clash = ClashOf(inputs.library); !clash.empty())
    return Fail(ErrorKind::kInvalidArgument, clash);
  TRY_ASSIGN(const Catalogue catalogue, Catalogue::Load(inputs.templates, inputs.settings.languages));
  TRY_ASSIGN(const std::unique_ptr<Templates> templates, Templates::Load(inputs.templates, catalogue));
  CheckedSite checked;
  Problems problems;
  Site site{inputs.library,
            catalogue,
            *templates,
            inputs.settings,
            problems,
            AssetsOf(inputs.templates),
            DocumentsOf(inputs, catalogue, checked.diagnostics),
            SurveyIndex(inputs.library.Reports()),
            inputs.announced,
            static_cast<bool>(inputs.follow)};
  site.pictures = PicturesOf(inputs.content);
  site.formulas = FormulaFilesOf(inputs.templates);
  // Pages of texts ask for no more of the others than this.
  std::vector<Diagnostic> told_with_the_rest;
  const auto before = std::make_shared<Editorial>();
  before->translations = TranslationsOf(site.documents.all(), told_with_the_rest, site.Langs());
  site.editorial = before;
  const Weigher weigher(SynonymsOf(site, inputs.content));
  TextsMade made =
      MakeTexts(site, inputs.content, weigher, inputs.follow ? PageSink() : inputs.take, checked.diagnostics, threads);
  TRY(std::move(made.done));
  const auto editorial = std::make_shared<const Editorial>(std::move(made.editorial));
  site.editorial = editorial;

  FileSet& files = checked.files;
  for (FileSet& of_text : made.files) TRY(AddFiles(std::move(of_text), files));
  made.files.clear();
  for (const auto& [name, path] : site.assets) files[path] = inputs.templates.at(name);
  for (const auto& [path, bytes] : inputs.templates) {
    if (path.starts_with("schema/")) files["data/" + path] = bytes;
  }
  files.merge(PictureFiles(inputs.content, site.pictures));
  if (inputs.extra != nullptr) files.insert(inputs.extra->begin(), inputs.extra->end());
  TRY(RunAll(JobsOf(site), threads, files));
  for (const Lang lang : site.Langs()) files.merge(DataPage(site, lang, files));
  TRY(AddIndexes(site, weigher, std::move(made.things), threads, files));
  const std::map<std::string, std::string> renamed = RenamedPages(site);
  CheckLinks(site, files, checked.diagnostics, made.taken);
  Sort(checked.diagnostics);
  AddExternalLinks(*editorial, checked);
  checked.problems = problems.All();
  if (!checked.problems.empty() || HasErrors(checked.diagnostics)) return checked;  // nobody is to see more of it

  // Redirects are no pages of their own to those who crawl.
  const std::string root = inputs.settings.base_url.empty() ? std::string() : RootUrl(inputs.settings);
  FileSet for_robots = {{"robots.txt", Robots(root)}};
  if (!root.empty()) for_robots.merge(Sitemap(root, files, site.Langs(), made.taken));
  std::map<std::string, std::string> redirects = renamed;
  if (inputs.follow) {
    const std::vector<std::string> warnings = NoLongerTrue(checked.diagnostics);
    std::vector<std::string> languages;
    for (const Lang lang : site.Langs()) languages.emplace_back(PathOf(lang));
    TRY_ASSIGN(Continuation next, inputs.follow({files, renamed, warnings, languages}));
    redirects.merge(next.redirects);
    files.merge(next.carried);
    for (const Lang lang : site.Langs()) files.merge(ChangesPage(site, lang, next.changes));
  }
  files.merge(RedirectPages(site, redirects));
  // On the finished files, before any is written: what readers would meet.
  files.merge(for_robots);
  for (const std::string& breach : CheckPages(files, site.Langs(), threads, made.taken)) problems.Add(breach);
  if (!root.empty()) {
    for (const std::string& breach : CheckFeeds(files, root, threads, made.taken)) problems.Add(breach);
  }
  checked.problems = problems.All();
  if (!inputs.take) files["manifest.sha256"] = Manifest(files, threads);
  return checked;
}

Result<FileSet> RenderSite(const RenderInputs& inputs, int threads) {
  TRY_ASSIGN(CheckedSite checked, CheckSite(inputs, threads));
  std::string mistakes;
  const auto add = [&](const std::string& line) { mistakes += (mistakes.empty() ? "" : "\n") + line; };
  for (const Diagnostic& diagnostic : checked.diagnostics) {
    // A warning stands in words on the page itself; it refuses nothing.
    if (diagnostic.severity == Diagnostic::Severity::kError) add(Describe(diagnostic));
  }
  for (const std::string& problem : checked.problems) add(problem);
  if (!mistakes.empty()) return Fail(ErrorKind::kInvalidArgument, mistakes);
  return std::move(checked.files);
}

}  // namespace ferrotype
