// Rendering is a pure function: what the store knows + what people wrote + how it looks -> files of a site.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/edition.h"
#include "model/report.h"

namespace ferrotype {

/// Files by path relative to a root, '/' between components.
using FileSet = std::map<std::string, std::string>;

struct SiteSettings {
  /// "https://example.org/ferrotype/" for feeds and the sitemap, which need absolute URLs; empty leaves both out (a
  /// preview).
  std::string base_url;
  bool preview = false;  ///< for editors: drafts are shown, and blocks of texts say their lines
  /// What the site is called, by language ("en"); "" for those that have no name of their own. Empty: Ferrotype 铁版.
  std::map<std::string, std::string> names = {};
  /// Codes of the languages that are printed, the one for readers of any other first; empty: each that has a catalogue.
  std::vector<std::string> languages = {};
};

/// Pages, data and feeds of a site, before what ties it to the edition before.
struct MadePages {
  const FileSet& files;
  const std::map<std::string, std::string>& renamed;  ///< pages of texts under their former names -> now
  const std::vector<std::string>& warnings;           ///< what texts say that no longer holds, a diagnostic each
  const std::vector<std::string>& languages;          ///< that are printed: "en", ...
};

/// What a site owes to readers of the edition before.
struct Continuation {
  std::map<std::string, std::string> redirects;  ///< beside `renamed`: path of a page that is no more -> path of a page
  FileSet carried;                               ///< files as they were in editions before, and changes.txt
  Changes changes;                               ///< told on a page of its own
};

/// Takes a finished page, from any thread.
using PageSink = std::function<Result<void>(const std::string& path, std::string bytes)>;

struct RenderInputs {
  const Library& library;
  const FileSet& content;    ///< below content/
  const FileSet& templates;  ///< below site-templates/
  SiteSettings settings;
  /// Files that others made and the site carries as they are (data/ferrotype.sqlite), in the manifest with the rest;
  /// may be null.
  const FileSet* extra = nullptr;
  /// Entries that feeds announced in editions before: they keep their ids and first dates. May be null.
  const std::vector<FeedEntry>* announced = nullptr;
  /// Asked once all pages are made; may be empty (a preview, which owes nothing to readers of editions before).
  std::function<Result<Continuation>(const MadePages& made)> follow = {};
  /// Takes pages of texts as soon as each is made, so that a site of thousands isn't held in memory: they are no longer
  /// among its files, and there is no manifest. What was taken counts for nothing if the whole fails. Not with
  /// `follow`, which compares pages; may be empty.
  PageSink take = {};
};

/// All files of the site, but those that were taken. The same bytes for the same inputs, with any number of threads (>=
/// 1), on any machine. HTML holds only relative URLs. kInvalidArgument when content or templates have mistakes; the
/// message then holds every diagnostic, one per line.
[[nodiscard]] Result<FileSet> RenderSite(const RenderInputs& inputs, int threads);

}  // namespace ferrotype
