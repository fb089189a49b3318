#include "cli/live/notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "renderer/check/print.h"
#include "renderer/html/html.h"
#include "renderer/page/pages.h"
#include "renderer/text/front_matter.h"

namespace ferrotype {
namespace {

constexpr std::string_view kScript = R"js("use strict";
(() => {
  const me = document.currentScript.dataset;
  if (window !== window.top) document.documentElement.classList.add("live-framed");

  // What of a head makes the page another one: what it loads and may load, not what it says about itself.
  const headOf = doc =>
    [...doc.head.querySelectorAll("style, script, link[rel=stylesheet], meta[http-equiv]")]
      .filter(each => each.type !== "application/ld+json").map(each => each.outerHTML).join("\n");
  const asWritten = headOf(document);

  // Where a block stands in its text is the server's business: a line more above would make all that follows another.
  const withoutLines = doc => { for (const mark of doc.querySelectorAll("i[data-line]")) mark.remove(); };
  withoutLines(document);

  // Makes `old` what `fresh` is, and touches nothing that is the same in both.
  const mend = (old, fresh) => {
    const pairs = [[old, fresh]];
    while (pairs.length) {
      [old, fresh] = pairs.pop();
      if (old.isEqualNode(fresh)) continue;
      if (old.nodeType !== Node.ELEMENT_NODE || !old.cloneNode(false).isEqualNode(fresh.cloneNode(false))) {
        old.replaceWith(document.adoptNode(fresh));
        continue;
      }
      const was = [...old.childNodes], is = [...fresh.childNodes];
      while (was.length && is.length && was[0].isEqualNode(is[0])) was.shift(), is.shift();
      let after = null;
      while (was.length && is.length && was.at(-1).isEqualNode(is.at(-1))) after = was.pop(), is.pop();
      if (was.length === is.length) {
        was.forEach((each, i) => pairs.push([each, is[i]]));
        continue;
      }
      for (const each of is) {
        const same = was.findIndex(one => one.isEqualNode(each));
        if (same < 0) old.insertBefore(document.adoptNode(each), was[0] ?? after);
        else for (const gone of was.splice(0, same + 1).slice(0, -1)) gone.remove();
      }
      for (const gone of was) gone.remove();
    }
  };

  // The page as it is now, in place of the one that is shown: the reader stays where he reads. A page that loads other
  // styles or scripts, or has scripts of its own, is loaded anew.
  const show = html => {
    const next = new DOMParser().parseFromString(html, "text/html");
    const parts = ["header.top", "main", "footer.bottom", ".live-panel"];
    const pairs = parts.map(part => [document.querySelector(part), next.querySelector(part)]);
    const whole = pairs.every(([old, fresh]) => old && fresh) && headOf(next) === asWritten &&
      pairs[0][0].innerHTML === pairs[0][1].innerHTML && !document.querySelector("main script") && !next.querySelector("main script");
    if (!whole) return location.reload();
    withoutLines(next);
    const open = [...document.querySelectorAll("main details")].map(each => each.open);
    const folds = [...next.querySelectorAll("main details")];
    if (folds.length === open.length) folds.forEach((each, i) => { each.open = open[i]; });
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, "0")).join("-");
    for (const note of next.querySelectorAll("[data-after]")) note.hidden = !(today > note.dataset.after);
    document.title = next.title;
    for (const [old, fresh] of pairs.slice(1)) mend(old, fresh);
  };

  const source = new EventSource("/_live/events?page=" + encodeURIComponent(me.page) + "&since=" + me.version + "&boot=" + me.boot);
  source.onmessage = event => {
    const told = JSON.parse(event.data);
    if (told.html) show(told.html);
    else location.reload();
  };
  addEventListener("pagehide", () => source.close());
})();
)js";

constexpr std::string_view kStyle =
    R"css(.live-panel { position: fixed; right: 1rem; bottom: 1rem; z-index: 9; max-width: min(44rem, 90vw); max-height: 50vh; overflow: auto;
  padding: .5rem .9rem; font: 14px/1.5 system-ui, sans-serif; color: #1c1a17; background: #fffdf7; border: 1px solid #b9b2a3; border-radius: 6px;
  box-shadow: 0 2px 12px rgb(0 0 0 / .18); }
.live-panel a { color: #8a2f12; }
.live-panel ul { margin: .4rem 0; padding: 0; list-style: none; }
.live-panel li { margin: .3rem 0; }
.live-panel code, .live-note code { font-family: ui-monospace, monospace; }
.live-note, .live-panel .error { color: #a3160b; }
.live-note { display: block; margin: .3rem 0; padding: .3rem .7rem; font: 14px/1.5 system-ui, sans-serif; background: #fdebe7; border-left: 3px solid #a3160b; }
.live-note.warning, .live-panel .warning { color: #7a4a00; }
.live-note.warning { background: #fdf3dc; border-color: #b97a12; }
.live-note.note, .live-panel .note { color: #2c4a6b; }
.live-note.note { background: #eaf1f8; border-color: #2c4a6b; }
.live-framed .live-panel .ways { display: none; }
@media print { .live-panel, .live-note { display: none; } }
)css";

std::string Escaped(std::string_view text) { return EscapeHtml(text); }

std::string_view Say(Lang lang, std::string_view en, std::string_view zh) { return lang == Lang::kEn ? en : zh; }

Lang LangOfPage(std::string_view page) { return page.starts_with("zh/") ? Lang::kZh : Lang::kEn; }

std::string NoteWords(const Diagnostic& d, Lang lang) {
  return fmt::format("<code>{0}:{1}</code> <a href=\"/{2}/diagnostics/{3}/\">{3}</a> {4}", d.line, d.column,
                     PathOf(lang), Escaped(d.code), Escaped(d.message));
}

// Each note before the block that it is about: behind the last mark that says a line of the text not after its own.
std::string WithPlacedNotes(const std::string& html, const std::vector<Diagnostic>& own, Lang lang) {
  constexpr std::string_view kMark = "<i hidden data-line=\"";
  constexpr std::string_view kEnd = "\"></i>";
  std::map<std::size_t, std::string> notes;  // by where they go
  std::vector<std::pair<std::int64_t, std::size_t>> marks;
  for (std::size_t at = html.find(kMark); at != std::string::npos; at = html.find(kMark, at)) {
    at += kMark.size();
    const std::size_t end = html.find(kEnd, at);
    if (end == std::string::npos) break;
    if (const auto line = ParseInt(std::string_view(html).substr(at, end - at)))
      marks.emplace_back(*line, end + kEnd.size());
  }
  for (const Diagnostic& d : own) {
    if (d.path.ends_with(".yaml")) continue;
    const auto mark =
        std::find_if(marks.rbegin(), marks.rend(), [&](const auto& each) { return each.first <= d.line; });
    if (mark == marks.rend()) continue;
    notes[mark->second] +=
        fmt::format("<span class=\"live-note {}\" role=\"note\">{}</span>", IdOf(d.severity), NoteWords(d, lang));
  }
  std::string out = html;
  for (auto note = notes.rbegin(); note != notes.rend(); ++note) out.insert(note->first, note->second);
  return out;
}

std::string Shell(Lang lang, const std::string& title, const std::string& body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, "
      "initial-scale=1\">\n<title>{}</title>\n<style>body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 72rem; "
      "margin: 2rem auto; padding: 0 "
      "1rem; color: #1c1a17; background: #fbfaf6; }} pre {{ overflow: auto; }} table {{ border-collapse: collapse; "
      "width: 100%; }} td, th {{ "
      "text-align: left; vertical-align: top; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #ddd6c8; }} "
      ".error {{ color: #a3160b; }} "
      ".warning {{ color: #7a4a00; }} .note {{ color: #2c4a6b; }}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
      TagOf(lang), Escaped(title), body);
}

std::vector<Diagnostic> Of(const std::string& page, const std::vector<Diagnostic>& diagnostics) {
  std::vector<Diagnostic> own;
  for (const Diagnostic& d : diagnostics) {
    // The sources of a text are both languages' business.
    const bool shared = d.path.ends_with("/refs.yaml");
    const std::string there =
        PageOfFile(shared ? d.path.substr(0, d.path.rfind('/') + 1) + std::string(page.substr(0, 2)) + ".md" : d.path);
    if (there == page) own.push_back(d);
  }
  return own;
}

}  // namespace

std::string_view LiveScript() { return kScript; }
std::string_view LiveStyle() { return kStyle; }

std::string PageOfFile(std::string_view path) {
  const std::vector<std::string_view> parts = Split(path, '/');
  if (parts.size() != 4 || (parts[3] != "en.md" && parts[3] != "zh.md")) return "";
  const std::string_view lang = parts[3].substr(0, 2);
  return parts[1] == "pages" ? fmt::format("{}/{}/index.html", lang, parts[2])
                             : fmt::format("{}/{}/{}/index.html", lang, parts[1], parts[2]);
}

std::string WithNotes(const std::string& html, const std::string& page, const std::vector<Diagnostic>& diagnostics,
                      const LiveState& state) {
  const Lang lang = LangOfPage(page);
  const std::vector<Diagnostic> own = Of(page, diagnostics);
  std::string panel = "<div class=\"live-panel\" role=\"complementary\">\n<ul id=\"live-notes\">\n";
  for (const Diagnostic& d : own)
    panel += fmt::format("<li class=\"{}\">{}</li>\n", IdOf(d.severity), NoteWords(d, lang));
  panel += "</ul>\n<p class=\"ways\">";
  if (state.both) {
    panel += fmt::format("<a href=\"/_live/both?page={}\">{}</a> · ",
                         Escaped(page.substr(std::min<std::size_t>(3, page.size()))),
                         Say(lang, "both languages", "双语对照"));
  }
  panel += fmt::format("<a href=\"/_live/editor?lang={}\">{}</a></p>\n</div>\n", PathOf(lang),
                       Say(lang, "what needs an editor", "待编辑的事项"));
  panel +=
      fmt::format("<script src=\"/_live/live.js\" data-page=\"{}\" data-version=\"{}\" data-boot=\"{}\"></script>\n",
                  Escaped(page), state.version, Escaped(state.boot));
  std::string out = WithPlacedNotes(html, own, lang);
  constexpr std::string_view kPolicy = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
  if (const std::size_t at = out.find(kPolicy); at != std::string::npos) {
    const std::size_t from = at + kPolicy.size();
    out.replace(from, out.find('"', from) - from, "default-src 'self'; style-src 'self' 'unsafe-inline'");
  }
  if (const std::size_t head = out.find("</head>"); head != std::string::npos)
    out.insert(head, "<link rel=\"stylesheet\" href=\"/_live/live.css\">\n");
  const std::size_t end = out.rfind("</body>");
  out.insert(end == std::string::npos ? out.size() : end, panel);
  return out;
}

std::string TroublePage(const std::string& page, const std::vector<Diagnostic>& diagnostics, const FileSet& content) {
  const std::vector<Diagnostic> own = Of(page, diagnostics);
  if (own.empty()) return "";
  const Lang lang = LangOfPage(page);
  return Shell(
      lang, std::string(Say(lang, "This text can't be shown", "这篇文章无法显示")),
      fmt::format("<h1>{}</h1>\n<pre class=\"error\">{}</pre>\n",
                  Say(lang, "This text can't be shown", "这篇文章无法显示"), Escaped(PrintText(own, content))));
}

std::string BothPage(const std::string& page) {
  const auto frame = [&](Lang lang, std::string_view title) {
    return fmt::format("<iframe src=\"/{}/{}\" title=\"{}\"></iframe>\n", PathOf(lang), Escaped(page), title);
  };
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>en | zh</title>\n<style>html, "
      "body {{ margin: 0; height: 100%; }} "
      "body {{ display: flex; }} iframe {{ flex: 1; width: 50%; height: 100%; border: 0; }} iframe + iframe {{ "
      "border-left: 1px solid #b9b2a3; "
      "}}</style>\n</head>\n<body>\n{}{}</body>\n</html>\n",
      frame(Lang::kEn, "English"), frame(Lang::kZh, "中文"));
}

std::string EditorPage(const std::vector<Diagnostic>& diagnostics, const std::vector<std::string>& problems,
                       const std::vector<std::string>& drafts, Lang lang) {
  std::string body = fmt::format("<h1>{}</h1>\n", Say(lang, "What needs an editor", "待编辑的事项"));
  const auto count = [&](Diagnostic::Severity severity) {
    return std::count_if(diagnostics.begin(), diagnostics.end(),
                         [&](const Diagnostic& d) { return d.severity == severity; });
  };
  body +=
      fmt::format("<p>{} {} · {} {} · {} {}</p>\n", count(Diagnostic::Severity::kError), Say(lang, "errors", "个错误"),
                  count(Diagnostic::Severity::kWarning), Say(lang, "warnings", "个警告"),
                  count(Diagnostic::Severity::kNote), Say(lang, "notes", "条说明"));
  if (!drafts.empty()) {
    body += fmt::format("<h2>{}</h2>\n<ul>\n", Say(lang, "Drafts", "草稿"));
    for (const std::string& draft : drafts)
      body += fmt::format("<li><a href=\"/{}\">{}</a></li>\n", Escaped(PageOfFile(draft)), Escaped(draft));
    body += "</ul>\n";
  }
  std::map<std::string, std::vector<const Diagnostic*>> by_text;
  for (const Diagnostic& d : diagnostics) by_text[d.path].push_back(&d);
  for (const auto& [path, list] : by_text) {
    const std::string page = PageOfFile(path);
    body += page.empty() ? fmt::format("<h2>{}</h2>\n", Escaped(path))
                         : fmt::format("<h2><a href=\"/{}\">{}</a></h2>\n", Escaped(page), Escaped(path));
    body += "<table>\n";
    for (const Diagnostic* d : list) {
      body += fmt::format(
          "<tr class=\"{0}\"><td>{1}:{2}</td><td><a href=\"/{3}/diagnostics/{4}/\">{4}</a></td><td>{5}</td></tr>\n",
          IdOf(d->severity), d->line, d->column, PathOf(lang), Escaped(d->code), Escaped(d->message));
    }
    body += "</table>\n";
  }
  if (!problems.empty()) {
    body += fmt::format("<h2>{}</h2>\n<pre class=\"error\">", Say(lang, "Of the site as a whole", "整个站点"));
    for (const std::string& problem : problems) body += Escaped(problem) + "\n";
    body += "</pre>\n";
  }
  return Shell(lang, std::string(Say(lang, "What needs an editor", "待编辑的事项")), body);
}

}  // namespace ferrotype
