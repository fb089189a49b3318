// One function a kind of page. Each returns the page's file and those that it brings along.
#pragma once

#include <string>

#include "model/edition.h"
#include "renderer/page/site.h"

namespace ferrotype {

[[nodiscard]] FileSet HomePage(const Site& site, Lang lang);
[[nodiscard]] FileSet ReleasesPage(const Site& site, Lang lang);
[[nodiscard]] FileSet ReleasePage(const Site& site, Lang lang, const Report& release);
[[nodiscard]] FileSet MetricsPage(const Site& site, Lang lang);
[[nodiscard]] FileSet MetricPage(const Site& site, Lang lang, const MetricInfo& metric);
/// The catalogue of abstractions of the newest release, and a module's own page.
[[nodiscard]] FileSet ModulesPage(const Site& site, Lang lang);
[[nodiscard]] FileSet ModulePage(const Site& site, Lang lang, std::string_view name);
/// The catalogue of drivers of the newest release, and a driver's own page; `key` as SurveyIndex::KeyOf gives it.
[[nodiscard]] FileSet DriversPage(const Site& site, Lang lang);
[[nodiscard]] FileSet DriverPage(const Site& site, Lang lang, std::string_view key);
/// The unsafe ledger of a release: the overview and every page of every view.
[[nodiscard]] FileSet UnsafePages(const Site& site, Lang lang, const Report& release);
/// The layers of a release: the overview, chains, C symbols, entry points, names.
[[nodiscard]] FileSet LayersPages(const Site& site, Lang lang, const Report& release);
/// How Rust stands in the kernel: layers, calls, life cycle, C symbols of the newest release.
[[nodiscard]] FileSet ArchitecturePage(const Site& site, Lang lang);
/// The words of the trade in both languages.
[[nodiscard]] FileSet GlossaryPage(const Site& site, Lang lang);
/// What can be downloaded; `files` are those of the site so far, for their sizes.
[[nodiscard]] FileSet DataPage(const Site& site, Lang lang, const FileSet& files);
[[nodiscard]] FileSet MilestonesPage(const Site& site, Lang lang);
/// The timeline and each view of it: everything, events, milestones, a topic's events.
[[nodiscard]] FileSet TimelinePages(const Site& site, Lang lang);
/// What texts say and what came of it; the state of translations; every diagnostic's page and their list.
[[nodiscard]] FileSet ClaimsPage(const Site& site, Lang lang);
[[nodiscard]] FileSet TranslationsPage(const Site& site, Lang lang);
[[nodiscard]] FileSet DiagnosticsPages(const Site& site, Lang lang);
/// The list of "articles", "case-studies" or another kind that has a list.
[[nodiscard]] FileSet DocumentsPage(const Site& site, Lang lang, std::string_view kind);
[[nodiscard]] FileSet DocumentPage(const Site& site, Lang lang, std::string_view kind, std::string_view slug);
/// /index.html, which asks for the language, and /404.html, which speaks both.
[[nodiscard]] FileSet ChooserPages(const Site& site);

/// /changes/: what differs from the edition before.
[[nodiscard]] FileSet ChangesPage(const Site& site, Lang lang, const Changes& changes);

/// The body of a release's page as feeds carry it, with URLs below `root`.
[[nodiscard]] Html ReleaseSummary(const Page& page, const Report& release);

}  // namespace ferrotype
