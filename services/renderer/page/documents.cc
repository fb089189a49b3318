#include "renderer/page/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "model/owner.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/figure.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/plate.h"
#include "renderer/page/side_notes.h"
#include "renderer/page/table.h"
#include "renderer/text/arguments.h"

namespace ferrotype {
namespace {

std::string Field(const Document& document, std::string_view key) {
  const auto found = document.front_matter.find(std::string(key));
  return found == document.front_matter.end() ? std::string() : found->second;
}

// The table by which every Rust file gets its owner, where the methodology is told.
Html OwnerTable(const Page& page) {
  Table table;
  table.id = "owner-rules";
  table.caption = page.Text("owner_rules_caption", {{"version", std::int64_t{kRulesVersion}}});
  table.columns = {{page.Text("owner_rule_pattern"), false},
                   {page.Text("dimension_owner"), false},
                   {page.Text("owner_rule_why"), false}};
  for (const OwnerRule& rule : OwnerRules()) {
    table.rows.push_back({rule.pattern.empty() ? Html::Text(page.Text("owner_rule_by_content"))
                                               : Element("code", {}, Html::Text(rule.pattern)),
                          Html::Text(In(NameOf(rule.owner), page.lang())), Html::Text(In(rule.why, page.lang()))});
  }
  return MakeTable(page, table);
}

// "case-studies" -> "cases": how messages name the list.
std::string ListKey(std::string_view kind) { return kind == "case-studies" ? "cases" : std::string(kind); }

// Lists show the newest first; "next" is the one after in time.
void SetNeighbours(const Page& page, std::string_view kind, std::string_view slug, Page::Frame& frame) {
  const auto step = [&](std::string_view other) -> Step {
    if (other.empty()) return {};
    return {page.To(DocumentPath(kind, other)), HeadOf(page, kind, other).title_text};
  };
  const Texts::Beside beside = page.site().documents.BesideOf(kind, slug);
  frame.after = step(beside.before);
  frame.before = step(beside.after);
}

// Only previews have drafts: an editor reads it.
std::string DraftNotice(Lang lang) {
  return fmt::format(
      "<aside class=\"note warning\" role=\"note\">\n<p class=\"note-label\">{}</p>\n<p>{}</p>\n</aside>\n",
      lang == Lang::kEn ? "Draft" : "草稿",
      lang == Lang::kEn ? "No edition has this text until <code>draft</code> is taken out of its front matter."
                        : "在头信息中删去 <code>draft</code> 之前，任何版本都不会收入这篇文章。");
}

std::function<std::string(std::string_view, std::string_view)> KeyNames(const Site& site, Lang lang) {
  return
      [&site, lang](std::string_view dimension, std::string_view key) { return KeyLabel(site, lang, dimension, key); };
}

}  // namespace

std::vector<std::string> ListField(const Document& document, std::string_view key) {
  const std::string value = Field(document, key);
  if (value.empty()) return {};
  std::vector<std::string> items;
  for (const std::string_view item : Split(value, ',')) items.emplace_back(text::Trimmed(item));
  return items;
}

const Report* ReleaseOf(const Site& site, const Document& document) {
  const std::string name = Field(document, "release");
  const Report* own = name.empty() ? nullptr : site.Find(name);
  return own != nullptr ? own : site.Newest();
}

DocumentHead HeadOf(const Page& page, std::string_view kind, std::string_view slug) {
  DocumentHead head;
  const Document* document = page.site().FindDocument(kind, slug, page.lang());
  if (document == nullptr) return head;
  // A head needs no body, and a body may quote whole files: lists would parse them once for each of their entries.
  Document bare = *document;
  bare.body.clear();
  std::vector<Diagnostic> diagnostics;
  const TextContext context{page.site().library, ReleaseOf(page.site(), *document), document->lang, page.to_root(),
                            [](const ChartCall&) -> Result<std::string> { return std::string(); }};
  const RenderedText text = RenderText(bare, context, diagnostics);  // its mistakes are told by its own page
  head.title = Html::Trusted(text.title_html);
  head.summary = Html::Trusted(text.summary_html);
  head.title_text = text.title_text;
  head.summary_text = text.summary_text;
  head.date = Field(*document, "date");
  head.foreign = document->lang != page.lang();
  if (head.foreign) {
    head.title = Element("span", {{"lang", TagOf(document->lang)}}, head.title);
    head.summary = Element("span", {{"lang", TagOf(document->lang)}}, head.summary);
  }
  return head;
}

bool IsAbout(std::string_view slug, std::initializer_list<std::string_view> names) {
  std::vector<std::string> words;
  for (const std::string_view name : names) {
    std::string word;
    for (const char c : name) {
      if (c != '_' && c != '-' && c != ':') {
        word += c;
      } else if (!word.empty()) {
        words.push_back(std::exchange(word, {}));
      }
    }
    if (!word.empty()) words.push_back(word);
  }
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return slug == word || slug == word + "s"; });
}

Html CaseStudyAbout(const Page& page, std::initializer_list<std::string_view> names) {
  for (const std::string& slug : page.site().Slugs("case-studies")) {
    if (IsAbout(slug, names))
      return Link(page.To(DocumentPath("case-studies", slug)), HeadOf(page, "case-studies", slug).title);
  }
  return {};
}

Html SinceByEvents(const Page& page, std::string_view name) {
  const Site& site = page.site();
  std::vector<Html> events;
  for (const std::string& slug : site.Slugs("events")) {
    const Document* document = site.FindDocument("events", slug, page.lang());
    if (document == nullptr) continue;
    const std::vector<std::string> names = ListField(*document, "introduces");
    if (std::find(names.begin(), names.end(), name) != names.end())
      events.push_back(Link(page.To(DocumentPath("events", slug)), HeadOf(page, "events", slug).title));
  }
  return events.empty() ? Html() : page.Markup("since_event", {{"list", Listed(page, events)}});
}

RenderedText FeedText(const Page& page, const Document& document, const std::string& root) {
  const Site& site = page.site();
  std::vector<Diagnostic> diagnostics;
  const TextContext context{site.library,
                            ReleaseOf(site, document),
                            document.lang,
                            root,
                            [&](const ChartCall& call) -> Result<std::string> {
                              TRY_ASSIGN(const FigureSpec parsed, ParseFigureSpec(site, call));
                              return MakeImage(page, parsed, root).str();
                            },
                            false,
                            false,
                            nullptr,
                            &site.pictures,
                            KeyNames(site, document.lang)};
  return RenderText(document, context, diagnostics);
}

namespace {

// What the page of a document is rendered against.
TextContext ContextOf(Page& page, const Document& document, bool lint) {
  const Site& site = page.site();
  return {site.library,
          ReleaseOf(site, document),
          document.lang,
          page.to_root(),
          [&page](const ChartCall& call) -> Result<std::string> {
            TRY_ASSIGN(const FigureSpec parsed, ParseFigureSpec(page.site(), call));
            return MakeFigure(page, parsed).str();
          },
          lint,
          site.settings.preview,
          nullptr,
          &site.pictures,
          KeyNames(site, document.lang)};
}

void FinishDocument(Page& page, const Document& document, const RenderedText& text) {
  const Site& site = page.site();
  const Lang lang = page.lang();
  const std::string_view kind = document.kind;
  const std::string_view slug = document.slug;
  Page::Frame frame;
  frame.title = text.title_text;
  frame.description = text.summary_text.empty() ? text.title_text : text.summary_text;
  frame.section = kind == "articles"       ? "articles"
                  : kind == "case-studies" ? "cases"
                  : kind == "events"       ? "timeline"
                                           : "";
  frame.index = document.lang == lang;
  if (kind != "pages") {
    frame.crumbs = {{page.To(fmt::format("{}/index.html", kind)), page.Text(ListKey(kind) + "_title")}};
    SetNeighbours(page, kind, slug, frame);
  }
  Values values;
  values.Set("TEXT_LANG", std::string(TagOf(document.lang)));
  values.Set("TITLE_HTML", Html::Trusted(text.title_html));
  values.Set("SUMMARY_HTML", Html::Trusted(text.summary_html));
  const std::string body = WithSideNotes(text.body_html);
  values.Set("TEXT_HTML", Html::Trusted(document.IsDraft() ? DraftNotice(lang) + body : body));
  values.Show("FOREIGN", document.lang != lang);
  if (const Html aged = AgedNotice(page, document); !aged.empty()) values.Add("AGED").Set("AGED_HTML", aged);
  Html date = TimeElement(Field(document, "date"), lang);
  if (const std::string updated = Field(document, "updated"); !updated.empty() && updated != Field(document, "date"))
    date += Html::Text(" · ") + page.Markup("byline_updated", {{"date", TimeElement(updated, lang)}});
  values.Set("DATE_HTML", date);
  std::string author = Field(document, "author");
  if (author.empty()) author = Field(document, kind == "papers" ? "authors" : "place");
  values.Set("AUTHOR", author);
  values.Show("BOTH", !author.empty() && !Field(document, "date").empty());
  values.Set("KIND", kind == "articles"       ? page.Text("kind_article")
                     : kind == "case-studies" ? page.Text("kind_case")
                     : kind == "commentary"   ? page.Text("kind_commentary")
                     : kind == "events"       ? page.Text("kind_event")
                     : kind == "papers"       ? page.Text("kind_paper")
                                              : std::string());
  const Report* newest = ReleaseOf(site, document);
  values.Set("BOUND_TO",
             newest == nullptr || kind == "pages"
                 ? std::string()
                 : page.Text("bound_to", {{"release", ShortName(site, *newest)}, {"tree", TreeWords(page, *newest)}}));
  std::size_t sections = 0;
  for (const Heading& heading : text.headings) sections += heading.level == 2 ? 1 : 0;
  if (sections >= 3) {
    Values& contents = values.Add("CONTENTS");
    for (const Heading& heading : text.headings) {
      if (heading.level != 2) continue;
      Values& item = contents.Add("ITEM");
      item.Set("ANCHOR", heading.id);
      item.Set("LABEL_HTML", Html::Trusted(heading.html));
    }
  }
  if (kind == "case-studies") {
    if (newest != nullptr) AddDriverFacts(page, *newest, slug, values);
    frame.plate = page.Render("plate_text", values);
  } else {
    values.Add("HEAD");
  }
  if (kind == "pages" && slug == "methodology") {
    Values& rules = values.Add("OWNERS");
    rules.Set("TABLE_HTML", OwnerTable(page));
  }
  frame.body = page.Render("document", values);
  page.Finish(frame);
}

}  // namespace

FileSet ExamineAndMake(const Site& site, const Document& document, std::vector<Diagnostic>& diagnostics,
                       const std::function<void(RenderedText text)>& take) {
  Page page(site, document.lang, DocumentPath(document.kind, document.slug));
  RenderedText text = RenderText(document, ContextOf(page, document, true), diagnostics);
  FinishDocument(page, document, text);
  take(std::move(text));
  return std::move(page).TakeFiles();
}

FileSet DocumentPage(const Site& site, Lang lang, std::string_view kind, std::string_view slug) {
  Page page(site, lang, DocumentPath(kind, slug));
  const Document* document = site.FindDocument(kind, slug, lang);
  if (document == nullptr) return {};
  std::vector<Diagnostic> diagnostics;  // told already, by check/content.h
  FinishDocument(page, *document, RenderText(*document, ContextOf(page, *document, false), diagnostics));
  return std::move(page).TakeFiles();
}

FileSet DocumentsPage(const Site& site, Lang lang, std::string_view kind) {
  Page page(site, lang, fmt::format("{}/index.html", kind));
  Page::Frame frame;
  const bool articles = kind == "articles";
  frame.section = articles ? "articles" : kind == "case-studies" ? "cases" : kind == "events" ? "timeline" : "";
  const std::string key = ListKey(kind);
  frame.title = page.Text(key + "_title");
  frame.description = page.Text(key + "_intro");
  Values values;
  values.Set("TITLE", frame.title);
  values.Set("INTRO", frame.description);
  const std::vector<std::string>& slugs = site.Slugs(kind);
  values.Show("NONE", slugs.empty());
  for (const std::string& slug : slugs) {
    const DocumentHead head = HeadOf(page, kind, slug);
    Values& item = values.Add("ITEM");
    item.Set("URL", page.To(DocumentPath(kind, slug)));
    item.Set("TITLE_HTML", head.title);
    item.Set("SUMMARY_HTML", head.summary);
    item.Set("DATE_HTML", TimeElement(head.date, lang));
  }
  frame.body = page.Render("documents", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

}  // namespace ferrotype
