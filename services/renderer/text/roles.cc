#include "renderer/text/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "model/release.h"
#include "renderer/html/html.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/file_facts.h"
#include "renderer/text/front_matter.h"
#include "renderer/text/role_call.h"
#include "renderer/text/runes.h"
#include "renderer/text/values.h"

namespace ferrotype::text {

RoleOutput Plain(std::string_view tag_open, std::string_view words, std::string_view tag_close) {
  const std::string html = fmt::format("{}{}{}", tag_open, EscapeText(Tight(words)), tag_close);
  return {html, html, std::string(words)};
}

RoleResult CiteKey(RoleCall& call, const std::string& key) {
  const std::map<std::string, Reference>& references = call.scene.document.references;
  if (!references.contains(key)) {
    std::vector<std::string> keys;
    for (const auto& [known, reference] : references) keys.push_back(known);
    return Bad("F015",
               fmt::format("no source {} in the refs.yaml beside this text{}", Quoted(key), DidYouMean(key, keys)));
  }
  if (!call.citations_allowed) return Bad("F015", "a title or summary can't cite; do it in the text");
  const Citations::Mark mark = call.scene.citations.Cite(key);
  return RoleOutput{
      fmt::format(R"(<sup class="cite" id="cite-{0}-{1}"><a href="#ref-{0}" role="doc-biblioref">[{0}]</a></sup>)",
                  mark.number, mark.times),
      "", ""};
}

namespace {

RoleResult Release(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{release}`name`, or newest")) return tl::unexpected(*trouble);
  const std::optional<std::string> show = call.arguments.Take("show");
  if (auto trouble = call.arguments.Unused({"show"})) return tl::unexpected(*trouble);
  if (show && *show != "date") return Bad("F011", fmt::format("show={}: only date is known", Quoted(*show)));
  const Or<const Report*> report = FindRelease(call.scene.context, call.arguments.positional()[0]);
  if (!report) return tl::unexpected(report.error());
  if (show) {
    if ((*report)->date.empty())
      return tl::unexpected(MissingData("F014", fmt::format("the date of {} is not known", (*report)->name), ""));
    return Plain(fmt::format(R"(<time datetime="{}">)", EscapeAttribute((*report)->date)),
                 FormatDate((*report)->date, call.scene.lang()), "</time>");
  }
  const std::string& name = (*report)->name;
  call.scene.record.bound.push_back({"release@" + name, call.Spot()});
  return RoleOutput{
      fmt::format(R"(<a class="bound" href="{}{}/releases/{}/index.html" data-release="{}">{}</a>)",
                  EscapeUrl(call.scene.context.to_root), PathOf(call.scene.lang()), EscapeUrl(Slug(name)),
                  EscapeAttribute(name), EscapeText(name)),
      fmt::format(R"(<span class="bound" data-release="{}">{}</span>)", EscapeAttribute(name), EscapeText(name)), name};
}

RoleResult File(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 2, "{file}`path` or {file}`path; lines`"))
    return tl::unexpected(*trouble);
  const std::optional<std::string> release = call.arguments.Take("release");
  if (auto trouble = call.arguments.Unused({"release"})) return tl::unexpected(*trouble);
  const Or<const Report*> report = FindRelease(call.scene.context, release.value_or(""));
  if (!report) return tl::unexpected(report.error());
  const std::string& path = call.arguments.positional()[0];
  if (call.arguments.positional().size() == 1) {
    if (auto trouble = CheckFileExists(call.scene.context.library, **report, path)) return tl::unexpected(*trouble);
    return Plain(fmt::format(R"(<code class="path" title="{}">)", EscapeAttribute((*report)->name)), path, "</code>");
  }
  const std::string& fact = call.arguments.positional()[1];
  const Or<std::int64_t> value = FileFact(**report, path, fact);
  if (!value) return tl::unexpected(value.error());
  call.scene.record.bound.push_back({fmt::format("{}:{}@{}", path, fact, (*report)->name), call.Spot()});
  return Plain(
      fmt::format(R"(<span class="bound" data-file="{}" data-fact="{}" data-release="{}" title="{}">)",
                  EscapeAttribute(path), EscapeAttribute(call.arguments.positional()[1]),
                  EscapeAttribute((*report)->name), EscapeAttribute(fmt::format("{} · {}", path, (*report)->name))),
      GroupThousands(*value), "</span>");
}

RoleResult TermRole(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{term}`word`")) return tl::unexpected(*trouble);
  if (auto trouble = call.arguments.Unused({})) return tl::unexpected(*trouble);
  const std::string& word = call.arguments.positional()[0];
  const std::shared_ptr<const Glossary>& glossary = call.scene.document.glossary;
  const auto known = glossary ? glossary->find(word) : Glossary::const_iterator();
  if (!glossary || known == glossary->end()) {
    std::vector<std::string> words;
    if (glossary) {
      for (const auto& [en, term] : *glossary) words.push_back(en);
    }
    return Bad("F016", fmt::format("unknown term {} (content/glossary.yaml){}", Quoted(word), DidYouMean(word, words)));
  }
  const Term& term = known->second;
  const Lang lang = call.scene.lang();
  const bool chinese = lang == Lang::kZh;
  // The word leads to its entry; who rests on it reads the other language's word and what it means.
  const std::string& means = chinese ? term.means_zh : term.means;
  const std::string title = EscapeAttribute((chinese ? term.en : term.zh) +
                                            (means.empty() ? "" : std::string(call.scene.Say(": ", "：")) + means));
  const std::string& word_here = chinese ? term.zh : term.en;
  RoleOutput output =
      Plain(fmt::format(R"(<a class="term" href="{}{}/glossary/index.html#{}" title="{}">)",
                        EscapeUrl(call.scene.context.to_root), PathOf(lang), EscapeUrl(AnchorOf(term)), title),
            word_here, "</a>");
  output.linkless = Plain(fmt::format(R"(<span class="term" title="{}">)", title), word_here, "</span>").html;
  return output;
}

RoleResult Cite(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{cite}`key`")) return tl::unexpected(*trouble);
  if (auto trouble = call.arguments.Unused({})) return tl::unexpected(*trouble);
  return CiteKey(call, call.arguments.positional()[0]);
}

RoleResult Reported(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{reported}`words; source=key`"))
    return tl::unexpected(*trouble);
  const std::optional<std::string> source = call.arguments.Take("source");
  if (auto trouble = call.arguments.Unused({"source"})) return tl::unexpected(*trouble);
  if (!source) return Bad("F011", "who reports it? Write source=key, a key of refs.yaml");
  Or<RoleOutput> cite = CiteKey(call, *source);
  if (!cite) return cite;
  RoleOutput words = Plain(R"(<span class="reported">)", call.arguments.positional()[0], "</span>");
  words.html += cite->html;
  return words;
}

struct Role {
  std::string_view name;
  RoleResult (*render)(RoleCall&);
};

// What a sentence calls the thing that this store lacks: "6.12" for v6.12.*-debian, a path, a symbol. Numbers have
// none.
std::string AskedName(std::string_view role, std::string_view argument) {
  const std::size_t semicolon = argument.find(';');
  const std::string_view first = Trimmed(argument.substr(0, semicolon));
  if (role == "symbol" || role == "commit") return std::string(first);
  if (role == "file") {
    const bool fact =
        semicolon != std::string_view::npos && !Trimmed(argument.substr(semicolon + 1)).starts_with("release");
    return fact ? "" : std::string(first);
  }
  if (role != "release") return "";
  const std::string_view series = first.substr(0, first.find(".*"));
  return std::string(series.size() > 1 && series[0] == 'v' ? series.substr(1) : series);
}

constexpr std::array kRoles = {Role{"metric", MetricRole}, Role{"delta", DeltaRole},   Role{"share", ShareRole},
                               Role{"release", Release},   Role{"file", File},         Role{"term", TermRole},
                               Role{"cite", Cite},         Role{"reported", Reported}, Role{"claim", ClaimRole},
                               Role{"symbol", SymbolRole}, Role{"commit", CommitRole}, Role{"math", MathRole}};

}  // namespace

std::string_view RoleNameAtEnd(std::string_view text) {
  if (!text.ends_with('}')) return {};
  const std::size_t open = text.rfind('{');
  if (open == std::string_view::npos) return {};
  const std::string_view name = text.substr(open + 1, text.size() - open - 2);
  const bool is_name =
      !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  return is_name ? name : std::string_view();
}

bool IsRole(std::string_view name) {
  return std::any_of(kRoles.begin(), kRoles.end(), [&](const Role& known) { return known.name == name; });
}

std::vector<std::string> RoleNames() {
  std::vector<std::string> names;
  for (const Role& known : kRoles) names.emplace_back(known.name);
  return names;
}

RoleOutput RenderRole(std::string_view name, std::string_view argument, Scene& scene, Reporter& reporter, Place place,
                      bool citations_allowed) {
  const auto role = std::find_if(kRoles.begin(), kRoles.end(), [&](const Role& known) { return known.name == name; });
  RoleResult result = Bad("", "");
  if (role == kRoles.end()) {
    result = Bad("F010", IsDirective(name)
                             ? fmt::format("{0} is a directive, and stands on lines of its own: ```{{{0}}} ...", name)
                             : fmt::format("unknown role {}{}", Quoted(name), DidYouMean(name, RoleNames())));
  } else {
    RoleCall call{Arguments(argument), argument, scene, reporter, place, citations_allowed};
    result = role->render(call);
    place = call.place;
  }
  if (result) return *result;
  reporter.Tell(place, result.error());
  if (result.error().severity == Diagnostic::Severity::kWarning) {
    // In parentheses, so that the sentence around them can still be read.
    const std::string_view absent = scene.Say("(not measured here)", "（此处未测）");
    const std::string asked = AskedName(name, argument);
    return Plain(fmt::format(R"(<span class="absent" title="{}">)", EscapeAttribute(result.error().message)),
                 asked.empty() ? std::string(absent) : fmt::format("{}{}{}", asked, scene.Say(" ", ""), absent),
                 "</span>");
  }
  return Plain(R"(<strong class="diagnostic">)", fmt::format("[{}: {}]", result.error().code, result.error().message),
               "</strong>");
}

std::string RenderReferences(const Scene& scene) {
  const std::vector<std::string>& order = scene.citations.order();
  if (order.empty()) return "";
  std::string out = fmt::format(
      "<section class=\"references\" role=\"doc-bibliography\" aria-labelledby=\"references\">\n<h2 "
      "id=\"references\">{}</h2>\n<ol>\n",
      scene.Say("References", "参考资料"));
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Reference& reference = scene.document.references.at(order[i]);
    std::string line;
    if (!reference.author.empty()) {
      const bool stopped = reference.author.ends_with('.');
      line += fmt::format("{}{}", EscapeText(reference.author), stopped ? scene.Say(" ", "，") : scene.Say(". ", "，"));
    }
    const bool translated = scene.lang() == Lang::kZh && !reference.title_zh.empty();
    const std::string& title = translated ? reference.title_zh : reference.title;
    const bool han = HasHan(title);
    const Lang foreign = han ? Lang::kZh : Lang::kEn;
    const std::string lang = foreign == scene.lang() ? "" : fmt::format(R"( lang="{}")", TagOf(foreign));
    line += reference.url.empty() ? fmt::format("<cite{}>{}</cite>", lang, EscapeText(title))
                                  : fmt::format(R"(<cite{}><a href="{}" rel="noopener">{}</a></cite>)", lang,
                                                EscapeUrl(reference.url), EscapeText(title));
    if (!reference.date.empty()) {
      const std::string shown = EscapeText(FormatDate(reference.date, scene.lang()));
      line += fmt::format("{}{}", scene.Say(", ", "，"),
                          IsDate(reference.date)
                              ? fmt::format(R"(<time datetime="{}">{}</time>)", EscapeAttribute(reference.date), shown)
                              : shown);
    }
    out += fmt::format(
        R"(<li id="ref-{0}">{1} <a class="backlink" href="#cite-{0}-1" role="doc-backlink" aria-label="{2} {0}">↩</a></li>)",
        i + 1, line, scene.Say("Back to citation", "回到引用处"));
    out += '\n';
  }
  return out + "</ol>\n</section>\n";
}

}  // namespace ferrotype::text

namespace ferrotype {

std::string AnchorOf(const Term& term) {
  std::string word = term.en;
  std::replace(word.begin(), word.end(), ' ', '-');
  return "t-" + Slug(word);
}

}  // namespace ferrotype
