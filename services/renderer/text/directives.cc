#include "renderer/text/directives.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "renderer/text/arguments.h"
#include "renderer/text/chinese.h"
#include "renderer/text/escape.h"
#include "renderer/text/fragment.h"
#include "renderer/text/links.h"
#include "renderer/text/roles.h"
#include "renderer/text/values.h"

namespace ferrotype::text {
namespace {

Fragment BodyOf(DirectiveCall& call, FragmentKind kind) {
  Reporter inside = call.reporter.Inside(call.body, call.place.line + 1);
  return RenderFragment(call.body, kind, call.scene, inside);
}

Or<std::string> Chart(DirectiveCall& call) {
  if (!call.scene.context.chart) return Bad("F024", "charts can't be drawn here");
  // Its title is words, and differs from language to language.
  std::string spec;
  std::string_view written;
  for (const std::string_view part : Split(call.argument, ';')) {
    if (Trimmed(part).starts_with("title=")) {
      written = Trimmed(part);
    } else {
      spec += fmt::format("{}{}", spec.empty() ? "" : "; ", Trimmed(part));
    }
  }
  ChartCall chart{call.argument, call.scene.lang(), call.scene.context.to_root};
  if (written.find('`') != std::string_view::npos)
    return Bad("F021", "title= is plain words; a title with roles stands on the line below, between the fences");
  if (!Trimmed(call.body).empty()) {
    if (!written.empty()) return Bad("F021", "a chart has one title: title=..., or the words between its fences");
    const Fragment title = BodyOf(call, FragmentKind::kHeadline);
    chart.title = title.plain;
    chart.title_html = title.html;
  }
  const Result<std::string> figure = call.scene.context.chart(chart);
  if (!figure) return Bad("F024", figure.error().message);
  call.scene.record.bound.push_back({"chart " + spec, call.reporter.SpotOf(call.place)});
  return *figure + "\n";
}

Or<std::string> Note(DirectiveCall& call) {
  if (call.nested) return Bad("F021", "a note can't stand in a note");
  Arguments arguments(call.argument);
  const std::optional<std::string> kind = arguments.Take("kind");
  if (auto trouble = arguments.WantPositional(0, 0, "```{note} kind=info|warning")) return tl::unexpected(*trouble);
  if (auto trouble = arguments.Unused({"kind"})) return tl::unexpected(*trouble);
  if (kind && *kind != "info" && *kind != "warning")
    return Bad("F021", fmt::format("kind={}: info or warning is wanted", Quoted(*kind)));
  const bool warning = kind && *kind == "warning";
  const std::string_view label = warning ? call.scene.Say("Mind", "注意") : call.scene.Say("Note", "说明");
  return fmt::format("<aside class=\"note {0}\" role=\"note\">\n<p class=\"note-label\">{1}</p>\n{2}</aside>\n",
                     warning ? "warning" : "info", label, BodyOf(call, FragmentKind::kBlocks).html);
}

Or<std::string> Figure(DirectiveCall& call) {
  Arguments arguments(call.argument);
  const std::optional<std::string> alt = arguments.Take("alt");
  if (auto trouble = arguments.WantPositional(1, 1, "```{figure} picture.png; alt=words"))
    return tl::unexpected(*trouble);
  if (auto trouble = arguments.Unused({"alt"})) return tl::unexpected(*trouble);
  if (!alt || alt->empty()) return Bad("F033", "a picture needs words for those who don't see it: alt=words");
  const Or<Target> target = CheckImage(arguments.positional()[0]);
  if (!target) return tl::unexpected(target.error());
  call.scene.record.links.push_back({target->url, false, true, call.reporter.SpotOf(call.place)});
  const std::string caption = BodyOf(call, FragmentKind::kLine).html;
  return fmt::format("<figure class=\"picture\">\n<img src=\"{}\" alt=\"{}\" loading=\"lazy\">\n{}</figure>\n",
                     EscapeUrl(PictureUrl(target->url, call.scene.document, call.scene.context)), EscapeAttribute(*alt),
                     caption.empty() ? "" : fmt::format("<figcaption>{}</figcaption>\n", caption));
}

struct Directive {
  std::string_view name;
  Or<std::string> (*render)(DirectiveCall&);
};

constexpr std::array kDirectives = {Directive{"chart", Chart},
                                    Directive{"source", SourceDirective},
                                    Directive{"compare", CompareDirective},
                                    Directive{"table", TableDirective},
                                    Directive{"owners", OwnersDirective},
                                    Directive{"note", Note},
                                    Directive{"figure", Figure},
                                    Directive{"assert", AssertDirective},
                                    Directive{"chain", ChainDirective},
                                    Directive{"timeline", TimelineDirective},
                                    Directive{"files", FilesDirective},
                                    Directive{"math", MathDirective}};

}  // namespace

std::optional<DirectiveHead> DirectiveOf(std::string_view info) {
  if (!info.starts_with('{')) return std::nullopt;
  const std::size_t close = info.find('}');
  if (close == std::string_view::npos) return std::nullopt;
  return DirectiveHead{info.substr(1, close - 1), Trimmed(info.substr(close + 1))};
}

std::string ProblemBlock(const Trouble& trouble) {
  return fmt::format("<p class=\"diagnostic\">[{}: {}]</p>\n", EscapeText(trouble.code), EscapeText(trouble.message));
}

std::string AbsentBlock(const Scene& scene, const Trouble& trouble) {
  return fmt::format("<p class=\"absent\" title=\"{}\">{}</p>\n", EscapeAttribute(trouble.message),
                     scene.Say("This store lacks the data that is to stand here.", "本数据仓库中没有此处所需的数据。"));
}

std::vector<std::string> DirectiveNames() {
  std::vector<std::string> names;
  for (const Directive& known : kDirectives) names.emplace_back(known.name);
  return names;
}

bool IsDirective(std::string_view name) {
  return std::any_of(kDirectives.begin(), kDirectives.end(),
                     [&](const Directive& known) { return known.name == name; });
}

std::string RenderDirective(std::string_view name, DirectiveCall& call) {
  const auto directive =
      std::find_if(kDirectives.begin(), kDirectives.end(), [&](const Directive& known) { return known.name == name; });
  Or<std::string> html = Bad("", "");
  if (directive == kDirectives.end()) {
    html = Bad("F020", IsRole(name)
                           ? fmt::format("{0} is a role, and stands within a line: {{{0}}}`...`", name)
                           : fmt::format("unknown directive {}{}", Quoted(name), DidYouMean(name, DirectiveNames())));
  } else {
    html = directive->render(call);
  }
  if (html) return *html;
  call.reporter.Tell(call.place, html.error());
  if (html.error().severity == Diagnostic::Severity::kWarning) return AbsentBlock(call.scene, html.error());
  return ProblemBlock(html.error());
}

}  // namespace ferrotype::text
