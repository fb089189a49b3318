#include "renderer/text/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "model/release.h"
#include "renderer/html/html.h"
#include "renderer/text/arguments.h"
#include "renderer/text/escape.h"
#include "renderer/text/file_facts.h"
#include "renderer/text/front_matter.h"
#include "renderer/text/runes.h"
#include "renderer/text/values.h"

namespace ferrotype::text {
namespace {

struct RoleCall {
  Arguments arguments;
  Scene& scene;
  bool citations_allowed;
};

using RoleResult = Or<RoleOutput>;

const std::vector<std::string> kSliceAndLook = {"owner",    "directory", "subsystem", "language", "class",
                                                "category", "bus",       "round",     "unit"};

RoleOutput Plain(std::string_view tag_open, std::string_view words, std::string_view tag_close) {
  const std::string html = fmt::format("{}{}{}", tag_open, EscapeText(Tight(words)), tag_close);
  return {html, html, std::string(words)};
}

// A bound number: a link to its metric's page that says where it comes from.
RoleOutput Bound(const Scene& scene, const Answer& answer, std::string_view words, const std::string& title) {
  std::string data = fmt::format(R"(data-metric="{}" data-release="{}")", EscapeAttribute(answer.metric->id),
                                 EscapeAttribute(answer.report->name));
  if (!answer.slice.dimension.empty()) {
    data += fmt::format(R"( data-dimension="{}" data-key="{}")", EscapeAttribute(answer.slice.dimension),
                        EscapeAttribute(answer.slice.key));
  }
  const std::string shown = EscapeText(words);
  return {fmt::format(R"(<a class="bound" href="{}{}/metrics/{}/index.html" {} title="{}">{}</a>)",
                      EscapeUrl(scene.context.to_root), PathOf(scene.lang()), EscapeUrl(Slug(answer.metric->id)), data,
                      EscapeAttribute(title), shown),
          fmt::format(R"(<span class="bound" {} title="{}">{}</span>)", data, EscapeAttribute(title), shown),
          std::string(words)};
}

RoleResult Metric(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{metric}`id@release; option=value`"))
    return tl::unexpected(*trouble);
  const Or<Slice> slice = TakeSlice(call.arguments);
  if (!slice) return tl::unexpected(slice.error());
  const Or<Look> look = TakeLook(call.arguments);
  if (!look) return tl::unexpected(look.error());
  if (auto trouble = call.arguments.Unused(kSliceAndLook)) return tl::unexpected(*trouble);
  const Or<Answer> answer = AskFor(call.scene.context, call.arguments.positional()[0], *slice);
  if (!answer) return tl::unexpected(answer.error());
  return Bound(call.scene, *answer, Format(*answer, call.scene.lang(), *look), Provenance(*answer, call.scene.lang()));
}

// The release that `report` is compared with unless somebody says otherwise.
Or<const Report*> Before(const TextContext& context, const Report& report) {
  std::vector<std::string> names;
  for (const Report& measured : context.library.Reports()) names.push_back(measured.name);
  const std::optional<Comparison> before = ComparedWith(report.name, names);
  if (!before)
    return tl::unexpected(
        MissingData("F013", fmt::format("no release before {} is measured; name one with from=", report.name), ""));
  return FindRelease(context, before->name);
}

RoleResult Delta(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{delta}`id@release; from=release`"))
    return tl::unexpected(*trouble);
  const std::optional<std::string> from = call.arguments.Take("from");
  const std::optional<std::string> as = call.arguments.Take("as");
  const Or<Slice> slice = TakeSlice(call.arguments);
  if (!slice) return tl::unexpected(slice.error());
  const Or<Look> look = TakeLook(call.arguments);
  if (!look) return tl::unexpected(look.error());
  std::vector<std::string> known = kSliceAndLook;
  known.insert(known.end(), {"from", "as"});
  if (auto trouble = call.arguments.Unused(known)) return tl::unexpected(*trouble);
  if (as && *as != "percent" && *as != "factor")
    return Bad("F011", fmt::format("as={}: percent or factor is wanted", Quoted(*as)));
  const Or<Answer> now = AskFor(call.scene.context, call.arguments.positional()[0], *slice);
  if (!now) return tl::unexpected(now.error());
  const Or<const Report*> base =
      from ? FindRelease(call.scene.context, *from) : Before(call.scene.context, *now->report);
  if (!base) return tl::unexpected(base.error());
  Or<Answer> then = Ask(**base, now->metric->id, *slice);
  if (!then && slice->dimension.empty()) return tl::unexpected(then.error());
  // A folder that did not exist yet held nothing.
  const MetricValue old = then ? then->value : MetricValue{0, now->value.denominator};
  if (now->metric->unit == Unit::kVersion) return Bad("F011", "versions don't subtract; write {metric} twice");
  if ((now->value.denominator != 1 || old.denominator != 1) && !as) {
    return Bad("F011", "the change of a share is no number of its own; write as=percent or as=factor");
  }
  const Lang lang = call.scene.lang();
  std::string words;
  if (as) {
    if (now->value.denominator != 1 || old.denominator != 1) return Bad("F011", "as= is for counts");
    if (old.numerator == 0) return Bad("F011", fmt::format("{} is 0 in {}: no ratio", now->metric->id, (*base)->name));
    words = *as == "factor"
                ? FormatRatio(now->value.numerator, old.numerator, look->decimals.value_or(1))
                : FormatRatio((now->value.numerator - old.numerator) * 100, old.numerator, look->decimals.value_or(0)) +
                      "%";
  } else {
    words =
        FormatValue(now->metric->unit, now->metric->decimals, {now->value.numerator - old.numerator, 1}, lang, *look);
  }
  if (!(as && *as == "factor") && Compare(now->value, old) > 0) words = "+" + words;
  if (words.starts_with('-')) words = "\u2212" + words.substr(1);
  return Bound(call.scene, *now, words, fmt::format("{} ← {}", Provenance(*now, lang), (*base)->name));
}

RoleResult Share(RoleCall& call) {
  if (auto trouble =
          call.arguments.WantPositional(1, 1, "{share}`part / whole@release` or {share}`id@release; owner=...`")) {
    return tl::unexpected(*trouble);
  }
  const Or<Slice> slice = TakeSlice(call.arguments);
  if (!slice) return tl::unexpected(slice.error());
  const Or<Look> look = TakeLook(call.arguments);
  if (!look) return tl::unexpected(look.error());
  if (auto trouble = call.arguments.Unused(kSliceAndLook)) return tl::unexpected(*trouble);
  const std::string& what = call.arguments.positional()[0];
  const std::size_t slash = what.find(" / ");
  if (slash == std::string::npos && slice->dimension.empty())
    return Bad("F011", "a share of what? Write part / whole, or owner=, directory=, ...");
  const std::string whole_id = slash == std::string::npos ? what : what.substr(slash + 3);
  const Or<Answer> whole = AskFor(call.scene.context, whole_id, slash == std::string::npos ? Slice{} : *slice);
  if (!whole) return tl::unexpected(whole.error());
  const std::string part_id(slash == std::string::npos ? whole->metric->id : Trimmed(what.substr(0, slash)));
  const bool own_release = part_id.find('@') != std::string::npos;
  const Or<Answer> part =
      own_release ? AskFor(call.scene.context, part_id, *slice) : Ask(*whole->report, part_id, *slice);
  if (!part) return tl::unexpected(part.error());
  if (part->report != whole->report) return Bad("F011", "a share is of two counts of the same release");
  if (part->value.denominator != 1 || whole->value.denominator != 1 || part->metric->unit != whole->metric->unit) {
    return Bad("F011", "a share is of two counts of the same unit");
  }
  const std::string words =
      FormatRatio(part->value.numerator * 100, whole->value.numerator, look->decimals.value_or(1)) + "%";
  return Bound(
      call.scene, *part, words,
      fmt::format("{} / {}", Provenance(*part, call.scene.lang()), Pick(call.scene.lang(), whole->metric->name)));
}

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
  const Or<std::int64_t> value = FileFact(**report, path, call.arguments.positional()[1]);
  if (!value) return tl::unexpected(value.error());
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
  return Plain(fmt::format(R"(<span class="term" title="{}">)", EscapeAttribute(lang == Lang::kEn ? term.zh : term.en)),
               lang == Lang::kEn ? term.en : term.zh, "</span>");
}

Or<RoleOutput> CiteKey(RoleCall& call, const std::string& key) {
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

// The state of a claim against what was measured.
struct Verdict {
  std::string_view state;  // holds, false, unmeasured
  std::string measured;    // the value in words; empty when unmeasured
};

Or<Verdict> Judge(RoleCall& call, const std::string& asked, const Slice& slice, MetricValue claimed,
                  std::int64_t within_percent) {
  Or<Answer> answer = AskFor(call.scene.context, asked, slice);
  if (!answer) {
    // A release that nobody measured here leaves a claim open; a metric that doesn't exist is a mistake.
    const bool lacking = answer.error().code == "F013" || answer.error().severity == Diagnostic::Severity::kWarning;
    if (lacking) return Verdict{"unmeasured", ""};
    return tl::unexpected(answer.error());
  }
  __extension__ using Wide = __int128;
  const Wide measured = Wide{answer->value.numerator} * claimed.denominator;
  const Wide said = Wide{claimed.numerator} * answer->value.denominator;
  const Wide apart = measured > said ? measured - said : said - measured;
  const bool holds = apart * 100 <= (measured < 0 ? -measured : measured) * within_percent;
  return Verdict{holds ? "holds" : "false", Format(*answer, call.scene.lang())};
}

Or<Verdict> JudgeFile(RoleCall& call, const std::string& file, const std::string& fact, const std::string& release,
                      MetricValue claimed, std::int64_t within_percent) {
  const Or<const Report*> report = FindRelease(call.scene.context, release);
  if (!report) return Verdict{"unmeasured", ""};
  const Or<std::int64_t> value = FileFact(**report, file, fact);
  if (!value && value.error().severity == Diagnostic::Severity::kWarning) return Verdict{"unmeasured", ""};
  if (!value) return tl::unexpected(value.error());
  __extension__ using Wide = __int128;
  const Wide measured = Wide{*value} * claimed.denominator;
  const Wide apart = measured > claimed.numerator ? measured - claimed.numerator : claimed.numerator - measured;
  return Verdict{apart * 100 <= measured * within_percent ? "holds" : "false", GroupThousands(*value)};
}

RoleResult Claim(RoleCall& call) {
  constexpr std::string_view kForm = "{claim}`words; value=31000; metric@release; within=5%; source=key`";
  if (auto trouble = call.arguments.WantPositional(1, 2, kForm)) return tl::unexpected(*trouble);
  const std::optional<std::string> value = call.arguments.Take("value");
  const std::optional<std::string> within = call.arguments.Take("within");
  const std::optional<std::string> source = call.arguments.Take("source");
  const std::optional<std::string> file = call.arguments.Take("file");
  const std::optional<std::string> fact = call.arguments.Take("fact");
  const std::optional<std::string> release = call.arguments.Take("release");
  const Or<Slice> slice = TakeSlice(call.arguments);
  if (!slice) return tl::unexpected(slice.error());
  if (auto trouble = call.arguments.Unused({"value", "within", "source", "file", "fact", "release", "owner",
                                            "directory", "subsystem", "language", "class", "category", "bus"})) {
    return tl::unexpected(*trouble);
  }
  const std::vector<std::string>& parts = call.arguments.positional();
  if (!value || (parts.size() == 2) == file.has_value() || file.has_value() != fact.has_value()) {
    return Bad("F011", fmt::format("write {}, or file=path; fact=lines in place of the metric", kForm));
  }
  const std::optional<MetricValue> claimed = ParseDecimal(*value);
  if (!claimed) return Bad("F011", fmt::format("value={}: a decimal number is wanted", Quoted(*value)));
  std::int64_t percent = 0;
  if (within) {
    const std::optional<std::int64_t> number =
        within->ends_with('%') ? ParseInt(std::string_view(*within).substr(0, within->size() - 1)) : std::nullopt;
    if (!number || *number < 0 || *number > 100)
      return Bad("F011", fmt::format("within={}: a whole percentage such as 5% is wanted", Quoted(*within)));
    percent = *number;
  }
  const Or<Verdict> verdict = file ? JudgeFile(call, *file, *fact, release.value_or(""), *claimed, percent)
                                   : Judge(call, parts[1], *slice, *claimed, percent);
  if (!verdict) return tl::unexpected(verdict.error());
  std::string cite;
  if (source) {
    Or<RoleOutput> mark = CiteKey(call, *source);
    if (!mark) return mark;
    cite = mark->html;
  }
  const bool wrong = verdict->state == "false";
  const std::string note = wrong ? fmt::format("{}{}", call.scene.Say("measured: ", "实测："), verdict->measured)
                           : verdict->state == "unmeasured"
                               ? std::string(call.scene.Say("not measured here", "此处未测"))
                               : "";
  const std::string note_html = note.empty()
                                    ? ""
                                    : fmt::format(R"(<span class="verdict">{}{}{}</span>)", call.scene.Say(" (", "（"),
                                                  EscapeText(note), call.scene.Say(")", "）"));
  const std::string title = wrong ? note
                            : verdict->state == "holds"
                                ? fmt::format("{}{}", call.scene.Say("measured: ", "实测："), verdict->measured)
                                : note;
  const std::string html = fmt::format(R"(<span class="claim" data-state="{}" title="{}">{}{}</span>)", verdict->state,
                                       EscapeAttribute(title), EscapeText(Tight(parts[0])), note_html);
  return RoleOutput{html + cite, html, parts[0]};
}

struct Role {
  std::string_view name;
  RoleResult (*render)(RoleCall&);
};

constexpr std::array kRoles = {Role{"metric", Metric},   Role{"delta", Delta},       Role{"share", Share},
                               Role{"release", Release}, Role{"file", File},         Role{"term", TermRole},
                               Role{"cite", Cite},       Role{"reported", Reported}, Role{"claim", Claim}};

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

RoleOutput RenderRole(std::string_view name, std::string_view argument, Scene& scene, Reporter& reporter, Place place,
                      bool citations_allowed) {
  const auto role = std::find_if(kRoles.begin(), kRoles.end(), [&](const Role& known) { return known.name == name; });
  RoleResult result = Bad("", "");
  if (role == kRoles.end()) {
    std::vector<std::string> names;
    for (const Role& known : kRoles) names.emplace_back(known.name);
    result = Bad("F010", fmt::format("unknown role {}{}", Quoted(name), DidYouMean(name, names)));
  } else {
    RoleCall call{Arguments(argument), scene, citations_allowed};
    result = role->render(call);
  }
  if (result) return *result;
  reporter.Tell(place, result.error());
  if (result.error().severity == Diagnostic::Severity::kWarning) {
    return Plain(fmt::format(R"(<span class="absent" title="{}">)", EscapeAttribute(result.error().message)),
                 scene.Say("not measured here", "此处未测"), "</span>");
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
