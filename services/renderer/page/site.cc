#include "renderer/page/site.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/language.h"
#include "model/module_category.h"
#include "model/owner.h"
#include "renderer/i18n/numbers.h"
#include "renderer/maths/tex.h"
#include "renderer/page/freshness.h"
#include "renderer/page/han_spaces.h"
#include "renderer/text/runes.h"

namespace ferrotype {

std::map<std::string, std::string, std::less<>> AssetsOf(const FileSet& templates) {
  std::map<std::string, std::string, std::less<>> assets;
  for (const auto& [path, bytes] : templates) {
    const bool asset =
        path.ends_with(".css") || path.ends_with(".js") || path.ends_with(".woff2") || path.ends_with(".svg");
    if (!asset || path.find('/') != std::string::npos) continue;
    if (path == "maths.css") continue;  // comes with its font, where a page has a formula
    const std::size_t dot = path.rfind('.');
    assets[path] =
        fmt::format("assets/{}.{}{}", path.substr(0, dot), ToHex(Sha256(bytes)).substr(0, 12), path.substr(dot));
  }
  return assets;
}

FormulaFiles FormulaFilesOf(const FileSet& templates) {
  FormulaFiles formulas;
  const auto style = templates.find("maths.css");
  if (style == templates.end()) return formulas;
  const auto named = [](std::string_view ending, std::string_view bytes) {
    return fmt::format("maths.{}.{}", ToHex(Sha256(bytes)).substr(0, 12), ending);
  };
  const std::string font = named("woff2", FormulaFont());
  std::string css = style->second;
  constexpr std::string_view kFont = "maths.woff2";
  if (const std::size_t at = css.find(kFont); at != std::string::npos) css.replace(at, kFont.size(), font);
  formulas.style_path = "assets/" + named("css", css);
  formulas.files = {{"assets/" + font, std::string(FormulaFont())}, {formulas.style_path, std::move(css)}};
  return formulas;
}

const Report* Site::Find(std::string_view name) const {
  for (const Report& release : Releases()) {
    if (release.name == name) return &release;
  }
  return nullptr;
}

std::string Site::Asset(std::string_view name) const {
  const auto found = assets.find(name);
  if (found != assets.end()) return found->second;
  problems.Add(fmt::format("site-templates/{}: is missing", name));
  return {};
}

std::string Site::Name(Lang lang) const {
  for (const std::string& code : {std::string(PathOf(lang)), std::string()}) {
    if (const auto name = settings.names.find(code); name != settings.names.end()) return name->second;
  }
  return "Ferrotype 铁版";
}

Html Site::NameMarkup(Lang lang) const {
  const std::string name = Name(lang);
  if (lang == Lang::kZh) return Html::Text(name);
  Html out;
  for (std::size_t at = 0; at < name.size();) {
    const bool han = text::IsHan(DecodeUtf8(std::string_view(name).substr(at)).value);
    std::size_t end = at;
    while (end < name.size()) {
      const DecodedRune rune = DecodeUtf8(std::string_view(name).substr(end));
      if (text::IsHan(rune.value) != han) break;
      end += rune.bytes;
    }
    const Html part = Html::Text(name.substr(at, end - at));
    out += han ? Element("span", {{"lang", TagOf(Lang::kZh)}}, part) : part;
    at = end;
  }
  return out;
}

const Report* Site::Before(const Report& release) const {
  std::vector<std::string> names;
  for (const Report& other : Releases()) names.push_back(other.name);
  const std::optional<Comparison> with = ComparedWith(release.name, names);
  return with ? Find(with->name) : nullptr;
}

const Report* Site::SeriesBefore(const Report& release) const {
  const auto self = ParseKernelVersion(release.name);
  if (!self) return nullptr;
  std::vector<std::string> names;
  for (const Report& other : Releases()) {
    const auto version = ParseKernelVersion(other.name);
    if (version && version->Series() == self->Series() && other.name != release.name) continue;
    names.push_back(other.name);
  }
  const std::optional<Comparison> with = ComparedWith(release.name, names);
  return with ? Find(with->name) : nullptr;
}

const Document* Site::FindDocument(std::string_view kind, std::string_view slug, Lang lang) const {
  const Document* found = nullptr;
  for (const Document& document : documents.Of(kind, slug)) {
    if (document.lang == lang) return &document;
    if (found == nullptr || document.lang == Langs().front()) found = &document;
  }
  return found;
}

Page::Page(const Site& site, Lang lang, std::string path) : site_(site), lang_(lang), path_(std::move(path)) {
  const auto depth = std::count(path_.begin(), path_.end(), '/') + 1;
  for (std::ptrdiff_t i = 0; i < depth; ++i) to_root_ += "../";
}

std::string Page::Text(std::string_view key, const MessageArguments& arguments) const {
  return site_.catalogue.Text(lang_, key, arguments, site_.problems);
}

Html Page::Markup(std::string_view key, const MessageArguments& arguments) const {
  return site_.catalogue.Markup(lang_, key, arguments, site_.problems);
}

Html Page::List(const std::vector<Html>& items) const { return Catalogue::List(lang_, items); }

Html Page::Render(std::string_view name, const Values& values) const {
  return site_.templates.Render(name, lang_, values, site_.problems);
}

std::string Page::To(std::string_view page) const { return fmt::format("{}{}/{}", to_root_, PathOf(lang_), page); }

Html Page::Bound(const Report& release, std::string_view metric, std::string_view dimension,
                 std::string_view key) const {
  const MetricInfo* info = FindMetric(metric);
  const std::optional<MetricValue> value = release.Value(metric, dimension, key);
  if (info == nullptr || !value) return Html::Text("–");
  return Link(To(MetricPath(metric)), Html::Text(FormatValue(*value, *info)), "bound");
}

namespace {

void AddStep(Values& values, std::string_view section, const Step& step) {
  if (step.url.empty()) return;
  Values& item = values.Add(section);
  item.Set("URL", step.url);
  item.Set("LABEL", step.label);
}

}  // namespace

void Page::Finish(const Frame& frame) {
  Values values;
  values.Set("LANG", std::string(TagOf(lang_)));
  values.Set("TITLE", frame.title);
  values.Set("SITE", site_.Name(lang_));
  values.Set("SITE_HTML", site_.NameMarkup(lang_));
  values.Set("DESCRIPTION", frame.description);
  values.Set("STYLE", ToFile(site_.Asset("site.css")));
  values.Set("SCRIPT", ToFile(site_.Asset("site.js")));
  values.Set("ICON", ToFile(site_.Asset("icon.svg")));
  if (!site_.formulas.style_path.empty() && (HasFormula(frame.body.str()) || HasFormula(frame.plate.str()))) {
    values.Add("MATHS").Set("MATHS_STYLE", ToFile(site_.formulas.style_path));
    values.Add("MATHS_POLICY");
    for (const auto& [path, bytes] : site_.formulas.files) Bring(path, bytes);
  }
  values.Set("HOME", To("index.html"));
  values.Set("SEARCH", To("search/index.html"));
  values.Show("SEARCHING", frame.section == "search");
  for (const Lang lang : site_.Langs()) {
    if (lang == lang_) continue;
    Values& item = values.Add("SWITCH");
    item.Set("URL", fmt::format("{}{}/{}", to_root_, PathOf(lang), path_));
    item.Set("TAG", std::string(TagOf(lang)));
    item.Set("LABEL", site_.catalogue.Text(lang, "language_self", {}, site_.problems));
  }
  values.Show("NOINDEX", !frame.index);
  const auto entry = [&](std::string_view key, std::string_view target) {
    Values& item = values.Add("NAV");
    item.Set("URL", To(target));
    item.Set("LABEL", Text(fmt::format("nav_{}", key)));
    item.Show("CURRENT", key == frame.section);
  };
  entry("now", "index.html");
  entry("releases", "releases/index.html");
  entry("modules", "modules/index.html");
  entry("drivers", "drivers/index.html");
  entry("architecture", "architecture/index.html");
  entry("timeline", "timeline/index.html");
  entry("metrics", "metrics/index.html");
  entry("cases", "case-studies/index.html");
  entry("articles", "articles/index.html");
  // Pages of their own stand where a navigation expects them, if they were written.
  const Document* about = site_.FindDocument("pages", "about", lang_);
  for (const std::string_view slug :
       {"methodology", "about", "cite", "contribute", "licenses", "privacy", "editors-guide"}) {
    const bool own = site_.FindDocument("pages", slug, lang_) != nullptr;
    // What has no page of its own may be a section of the page about the site.
    const bool section = about != nullptr && about->body.find(fmt::format("{{#{}}}", slug)) != std::string::npos;
    if (!own && !section) continue;
    Values& item = values.Add("FOOT");
    item.Set("URL", To(own ? fmt::format("{}/index.html", slug) : fmt::format("about/index.html#s-{}", slug)));
    item.Set("LABEL", Text(fmt::format("nav_{}", slug)));
  }
  for (const std::string_view kind : {"commentary", "events", "papers"}) {
    if (site_.Slugs(kind).empty()) continue;
    Values& item = values.Add("FOOT");
    item.Set("URL", To(fmt::format("{}/index.html", kind)));
    item.Set("LABEL", Text(fmt::format("{}_title", kind)));
  }
  for (const std::string_view own : {"data", "glossary", "claims", "translations", "diagnostics"}) {
    if (own == "translations" && site_.Langs().size() < 2) continue;
    Values& item = values.Add("FOOT");
    item.Set("URL", To(fmt::format("{}/index.html", own)));
    item.Set("LABEL", Text(fmt::format("nav_{}", own)));
  }
  if (site_.changes) {
    Values& item = values.Add("FOOT");
    item.Set("URL", To("changes/index.html"));
    item.Set("LABEL", Text("nav_changes"));
  }
  if (!site_.settings.base_url.empty()) {
    values.Add("FEED_LINKS");
    values.Add("FEED_LINKS_HEAD");
    values.Set("FEED_TITLE", Text("feed_all", {{"site", site_.Name(lang_)}}));
    values.Set("RSS", ToFile(fmt::format("feeds/all.{}.rss", PathOf(lang_))));
    values.Set("ATOM", ToFile(fmt::format("feeds/all.{}.atom", PathOf(lang_))));
    values.Set("JSON_FEED", ToFile(fmt::format("feeds/all.{}.json", PathOf(lang_))));
  }
  if (!frame.crumbs.empty()) {
    Values& crumbs = values.Add("CRUMBS");
    AddStep(crumbs, "CRUMB", {To("index.html"), Text("crumb_home")});
    for (const Step& crumb : frame.crumbs) AddStep(crumbs, "CRUMB", crumb);
  }
  if (!frame.before.url.empty() || !frame.after.url.empty()) {
    Values& ways = values.Add("WAYS");
    AddStep(ways, "WAY_BEFORE", frame.before);
    AddStep(ways, "WAY_AFTER", frame.after);
  }
  const Report* newest = site_.Newest();
  Html stamp = Html::Text(Text("nothing_measured"));
  if (newest != nullptr) {
    stamp = Markup("stamp",
                   {{"release", ShortName(site_, *newest)},
                    {"date", newest->date.empty() ? Html::Text(Text("undated")) : TimeElement(newest->date, lang_)},
                    {"tree", TreeWords(*this, *newest)}});
    if (const Html due = DueWords(*this); !due.empty()) stamp += Html::Text(Text("sentence_space")) + due;
  }
  values.Set("STAMP_HTML", stamp);
  if (const Html stale = StaleWords(*this); !stale.empty()) {
    Values& note = values.Add("STALE");
    note.Set("DUE", DueDate(*newest));
    note.Set("STALE_HTML", stale);
  }
  values.Set("PLATE_HTML", frame.plate);
  values.Set("BODY_HTML", frame.body);
  std::string html = Render("layout", values).str();
  files_[File()] = lang_ == Lang::kZh ? CloseHanSpaces(html) : std::move(html);
}

std::string ShortName(const Site& site, const Report& release) {
  const auto version = ParseKernelVersion(release.name);
  if (!version) return Printable(release.name);
  bool mixed = false;
  for (const Report& other : site.Releases()) {
    const auto v = ParseKernelVersion(other.name);
    mixed = mixed || !v || v->suffix != version->suffix;
  }
  std::string number = version->Series();
  if (version->patch != 0) number += fmt::format(".{}", version->patch);
  if (version->candidate != 0) number += fmt::format("-rc{}", version->candidate);
  return mixed && !version->suffix.empty() ? Printable(number + "-" + version->suffix) : number;
}

std::string TreeWords(const Page& page, const Report& release) {
  if (release.line == "debian") return page.Text("tree_debian");
  if (release.line == "mainline") return page.Text("tree_mainline");
  if (release.line == "rc") return page.Text("tree_rc");
  if (release.line.starts_with("stable-")) return page.Text("tree_stable");
  return page.Text("tree_other", {{"line", Printable(release.line)}});
}

std::string ReleasePath(const Report& release) { return fmt::format("releases/{}/index.html", Slug(release.name)); }

std::string MetricPath(std::string_view id) { return fmt::format("metrics/{}/index.html", id); }

std::string DocumentPath(std::string_view kind, std::string_view slug) {
  return kind == "pages" ? fmt::format("{}/index.html", slug) : fmt::format("{}/{}/index.html", kind, slug);
}

std::string_view In(const Bilingual& text, Lang lang) { return lang == Lang::kZh ? text.zh : text.en; }

std::string KeyLabel(const Site& site, Lang lang, std::string_view dimension, std::string_view key) {
  if (dimension == "owner") {
    for (std::size_t i = 0; i < kOwners; ++i) {
      if (IdOf(static_cast<Owner>(i)) == key) return std::string(In(NameOf(static_cast<Owner>(i)), lang));
    }
  }
  if (dimension == "language") {
    if (const auto language = LanguageById(key)) return std::string(InfoOf(*language).name);
  }
  if (dimension == "class") {
    std::string id(key);
    std::replace(id.begin(), id.end(), '-', '_');
    return site.catalogue.Text(lang, "unsafe_class_" + id, {}, site.problems);
  }
  if (dimension == "category") {
    if (const ModuleCategory* category = FindModuleCategory(key)) return std::string(In(category->name, lang));
  }
  if (dimension == "subsystem" && key == "top") return site.catalogue.Text(lang, "top_folder", {}, site.problems);
  return Printable(key);
}

std::string KeyLabel(const Page& page, std::string_view dimension, std::string_view key) {
  return KeyLabel(page.site(), page.lang(), dimension, key);
}

}  // namespace ferrotype
