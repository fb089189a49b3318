// What every page is made from, and one page while it is made.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/edition.h"
#include "model/metric.h"
#include "model/report.h"
#include "renderer/html/html.h"
#include "renderer/i18n/catalogue.h"
#include "renderer/i18n/problems.h"
#include "renderer/language_tag.h"
#include "renderer/page/survey_index.h"
#include "renderer/page/texts.h"
#include "renderer/render.h"
#include "renderer/template/templates.h"

namespace ferrotype {

struct Editorial;

/// Style and font of formulas.
struct FormulaFiles {
  std::string style_path;
  FileSet files;
};
/// Where what pages load lies, named by its content: Site::assets. Style and font of formulas are not among them.
[[nodiscard]] std::map<std::string, std::string, std::less<>> AssetsOf(const FileSet& templates);
/// Both as `templates` have them, under names that tell their bytes; empty without a maths.css.
[[nodiscard]] FormulaFiles FormulaFilesOf(const FileSet& templates);

/// Shared by all pages and threads; nothing in it changes while pages are made but `problems`.
struct Site {
  const Library& library;
  const Catalogue& catalogue;
  const Templates& templates;
  const SiteSettings& settings;
  Problems& problems;
  /// Style sheets and scripts of site-templates/, "site.css" -> "assets/site.0123abcd4567.css": a name by content can
  /// be kept by readers for ever.
  std::map<std::string, std::string, std::less<>> assets;
  Texts documents;
  SurveyIndex survey;
  const std::vector<FeedEntry>* announced = nullptr;     ///< by feeds before; may be null
  bool changes = false;                                  ///< there will be a page of what changed
  std::shared_ptr<const Editorial> editorial = nullptr;  ///< what check/content.h found in texts; set before any page
  FormulaFiles formulas = {};                            ///< brought along by pages that have a formula
  PicturePaths pictures = {};                            ///< that lie beside texts

  [[nodiscard]] const std::vector<Report>& Releases() const { return library.Reports(); }
  /// The newest release; nullptr when nothing has been measured yet.
  [[nodiscard]] const Report* Newest() const { return Releases().empty() ? nullptr : &Releases().back(); }
  [[nodiscard]] const Report* Find(std::string_view name) const;
  /// With what a release's page compares it, and what home compares the newest with (the newest measured of a series
  /// before).
  [[nodiscard]] const Report* Before(const Report& release) const;
  [[nodiscard]] const Report* SeriesBefore(const Report& release) const;

  /// Where the asset `name` lies; one that is missing is a problem.
  [[nodiscard]] std::string Asset(std::string_view name) const;

  /// The languages that the site speaks, the one for readers of any other first.
  [[nodiscard]] const std::vector<Lang>& Langs() const { return catalogue.Langs(); }
  /// What the site is called.
  [[nodiscard]] std::string Name(Lang lang) const;
  /// The same on a page of `lang`, Han words of other languages' pages marked as such.
  [[nodiscard]] Html NameMarkup(Lang lang) const;
  /// Slugs of a kind of document, each once, in order of their newest date first, then by slug.
  [[nodiscard]] const std::vector<std::string>& Slugs(std::string_view kind) const { return documents.Slugs(kind); }
  /// The document in `lang`, else in the site's first language, else in any; nullptr when there is none.
  [[nodiscard]] const Document* FindDocument(std::string_view kind, std::string_view slug, Lang lang) const;
};

/// A page that another leads to.
struct Step {
  std::string url;
  std::string label;
};

/// One page in one language. Not shared between threads.
class Page {
 public:
  /// `path` is below the language's folder: "releases/v7.2/index.html".
  Page(const Site& site, Lang lang, std::string path);

  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] Lang lang() const { return lang_; }
  [[nodiscard]] const std::string& to_root() const { return to_root_; }
  [[nodiscard]] std::string File() const { return std::string(PathOf(lang_)) + "/" + path_; }

  [[nodiscard]] std::string Text(std::string_view key, const MessageArguments& arguments = {}) const;
  [[nodiscard]] Html Markup(std::string_view key, const MessageArguments& arguments = {}) const;
  /// "a, b and c", as the page's language joins words in a sentence.
  [[nodiscard]] Html List(const std::vector<Html>& items) const;
  [[nodiscard]] Html Render(std::string_view name, const Values& values) const;
  /// The URL, from this page, of a page of the same language ("metrics/index.html") or of a file of the site
  /// ("data/metrics.csv").
  [[nodiscard]] std::string To(std::string_view page) const;
  [[nodiscard]] std::string ToFile(std::string_view file) const { return to_root_ + std::string(file); }

  /// A value with a dotted underline that leads to its evidence; "–" when the release has none.
  [[nodiscard]] Html Bound(const Report& release, std::string_view metric, std::string_view dimension = "",
                           std::string_view key = "") const;

  /// A file that the page brings along (a chart's CSV).
  void Bring(const std::string& path, std::string bytes) { files_[path] = std::move(bytes); }
  [[nodiscard]] FileSet TakeFiles() && { return std::move(files_); }

  /// Finishes the page: `plate` (dark, may be empty) and `body` inside the layout. `section` is the entry of the
  /// navigation that is current.
  struct Frame {
    std::string title;
    std::string description;
    std::string section;
    Html plate;
    Html body;
    bool index = true;         ///< false: robots are asked to leave it out
    std::vector<Step> crumbs;  ///< from the front page (left out) down to the page above this one
    Step before;               ///< the neighbours in the order that readers know; may be empty
    Step after;
  };
  void Finish(const Frame& frame);

 private:
  const Site& site_;
  Lang lang_;
  std::string path_;
  std::string to_root_;
  FileSet files_;
};

/// "7.2.13": what people call the release; with its suffix where releases of several trees are measured. Names of other
/// forms as they are.
[[nodiscard]] std::string ShortName(const Site& site, const Report& release);
/// "Linux 7.2.13" and "Debian’s patched tree": names what was measured, so that a distribution's tree is never taken
/// for mainline.
[[nodiscard]] std::string TreeWords(const Page& page, const Report& release);
/// "releases/v7.2.13-debian/index.html"
[[nodiscard]] std::string ReleasePath(const Report& release);
[[nodiscard]] std::string MetricPath(std::string_view id);
[[nodiscard]] std::string DocumentPath(std::string_view kind, std::string_view slug);
[[nodiscard]] std::string_view In(const Bilingual& text, Lang lang);
/// What people call a key of a dimension: an owner's or language's name, a directory as it is.
[[nodiscard]] std::string KeyLabel(const Page& page, std::string_view dimension, std::string_view key);
[[nodiscard]] std::string KeyLabel(const Site& site, Lang lang, std::string_view dimension, std::string_view key);

}  // namespace ferrotype
