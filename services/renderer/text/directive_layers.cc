// chain and timeline: how a call reaches C, and what came when.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "model/history.h"
#include "renderer/text/arguments.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/fragment.h"
#include "renderer/text/values.h"

namespace ferrotype::text {
namespace {

std::string Where(const ferrotype::Place& place) {
  return place.line == 0 ? place.path : fmt::format("{}:{}", place.path, place.line);
}

std::string CaptionOf(DirectiveCall& call) {
  if (Trimmed(call.body).empty()) return "";
  Reporter inside = call.reporter.Inside(call.body, call.place.line + 1);
  return RenderFragment(call.body, FragmentKind::kLine, call.scene, inside).html;
}

std::string_view StepName(const Scene& scene, StepKind kind) {
  switch (kind) {
    case StepKind::kCall:
      return scene.Say("called in", "调用于");
    case StepKind::kMethod:
      return scene.Say("abstraction", "抽象");
    case StepKind::kBinding:
      return scene.Say("binding", "绑定");
    case StepKind::kHelper:
      return scene.Say("C helper", "C 辅助函数");
    case StepKind::kC:
      break;
  }
  return "C";
}

// "genphy_soft_reset" is what "kernel::net::phy::Device::genphy_soft_reset" ends in.
bool Ends(std::string_view symbol, std::string_view wanted) {
  if (!symbol.ends_with(wanted)) return false;
  const std::string_view before = symbol.substr(0, symbol.size() - wanted.size());
  return before.empty() || before.ends_with("::");
}

struct KindWords {
  MilestoneKind kind;
  Bilingual words;  // {0}: subject, {1}: detail, {2}: before
};

constexpr std::array kKinds = {
    KindWords{MilestoneKind::kFirstDriver, {"first driver: {1} ({0})", "第一个驱动：{1}（{0}）"}},
    KindWords{MilestoneKind::kFirstOfSubsystem, {"first driver in {0}: {1}", "{0} 的第一个驱动：{1}"}},
    KindWords{MilestoneKind::kFirstOfBus, {"first driver on the bus {0}: {1}", "{0} 总线上的第一个驱动：{1}"}},
    KindWords{MilestoneKind::kFirstMultiFile,
              {"first driver of several files: {1}", "第一个由多个文件组成的驱动：{1}"}},
    KindWords{MilestoneKind::kModuleDocumented,
              {"no unsafe without a reason in {0} any more", "{0} 中每一处 unsafe 都有了理由"}},
    KindWords{MilestoneKind::kShare, {"Rust passes {1}% in {0}", "{0} 中的 Rust 超过 {1}%"}},
    KindWords{MilestoneKind::kCompilerRaised, {"{0}: {2} → {1}", "{0}：{2} → {1}"}},
    KindWords{MilestoneKind::kArchitectureAdded, {"architecture: {0}", "体系结构：{0}"}},
    KindWords{MilestoneKind::kCrateAdded, {"vendored crate: {0}", "收录的第三方库：{0}"}},
    KindWords{MilestoneKind::kExperimentOver,
              {"no document calls Rust experimental any more", "文档不再称 Rust 为实验性"}},
};

std::string WordsOf(const Scene& scene, const Milestone& milestone) {
  for (const KindWords& each : kKinds) {
    if (each.kind != milestone.kind) continue;
    return fmt::format(fmt::runtime(Pick(scene.lang(), each.words)), milestone.subject, milestone.detail,
                       milestone.before);
  }
  return milestone.subject;
}

}  // namespace

Or<std::string> ChainDirective(DirectiveCall& call) {
  Arguments arguments(call.argument);
  const std::optional<std::string> from = arguments.Take("from");
  const std::optional<std::string> symbol = arguments.Take("symbol");
  const std::optional<std::string> release = arguments.Take("release");
  constexpr std::string_view kForm = "```{chain} from=driver; symbol=genphy_soft_reset; release=...";
  if (auto trouble = arguments.WantPositional(0, 0, kForm)) return tl::unexpected(*trouble);
  if (auto trouble = arguments.Unused({"from", "symbol", "release"})) return tl::unexpected(*trouble);
  if (!from || !symbol) return Bad("F021", fmt::format("write {}", kForm));
  const Or<const Report*> report = FindRelease(call.scene.context, release.value_or(""));
  if (!report) return tl::unexpected(report.error());
  const Chain* found = nullptr;
  std::set<std::string> origins;
  for (const Chain& chain : (*report)->survey.layers.chains) {
    origins.insert(chain.from);
    const bool passes = std::any_of(chain.steps.begin(), chain.steps.end(),
                                    [&](const ChainStep& step) { return Ends(step.symbol, *symbol); });
    // The first that goes all the way down; else the first.
    if (chain.from != *from || !passes) continue;
    if (found == nullptr || (chain.resolved && !found->resolved)) found = &chain;
  }
  if (found == nullptr) {
    const std::vector<std::string> names(origins.begin(), origins.end());
    return tl::unexpected(MissingData(
        "F014", fmt::format("{} knows no chain from {} through {}", (*report)->name, Quoted(*from), Quoted(*symbol)),
        origins.contains(*from) ? "" : SlipOf(*from, names)));
  }
  call.scene.record.bound.push_back(
      {fmt::format("chain {} {}@{}", *from, *symbol, (*report)->name), call.reporter.SpotOf(call.place)});
  std::string steps;
  for (const ChainStep& step : found->steps) {
    const bool c = step.kind == StepKind::kHelper || step.kind == StepKind::kC;
    steps += fmt::format("<li{}><span class=\"step\">{}</span> {}{}</li>\n", c ? " class=\"c\"" : "",
                         StepName(call.scene, step.kind), PathCode(step.symbol, "name"),
                         step.place.path.empty() ? "" : " " + PathCode(Where(step.place)));
  }
  const std::string words = CaptionOf(call);
  return fmt::format(
      "<figure class=\"chain\">\n<figcaption>{}<span class=\"origin\">{} · "
      "{}{}</span></figcaption>\n<ol class=\"steps\">\n{}</ol>\n</figure>\n",
      words.empty() ? "" : fmt::format("<span class=\"words\">{}</span> ", words), EscapeText(*from),
      EscapeText((*report)->name), found->resolved ? "" : call.scene.Say(" · not followed to its end", " · 未能追到底"),
      steps);
}

Or<std::string> TimelineDirective(DirectiveCall& call) {
  Arguments arguments(call.argument);
  const std::optional<std::string> kind = arguments.Take("kind");
  const std::optional<std::string> subject = arguments.Take("subject");
  const std::optional<std::string> top_text = arguments.Take("top");
  if (auto trouble = arguments.WantPositional(0, 0, "```{timeline} kind=first-driver; subject=drivers/net; top=10"))
    return tl::unexpected(*trouble);
  if (auto trouble = arguments.Unused({"kind", "subject", "top"})) return tl::unexpected(*trouble);
  std::size_t top = 50;
  if (top_text) {
    const std::optional<std::int64_t> number = ParseInt(*top_text);
    if (!number || *number < 1 || *number > 200)
      return Bad("F021", fmt::format("top={}: a number from 1 to 200 is wanted", Quoted(*top_text)));
    top = static_cast<std::size_t>(*number);
  }
  if (kind) {
    std::vector<std::string> names;
    for (const KindWords& each : kKinds) names.emplace_back(IdOf(each.kind));
    if (std::find(names.begin(), names.end(), *kind) == names.end())
      return Bad("F021", fmt::format("unknown kind of milestone {}{}", Quoted(*kind), DidYouMean(*kind, names)));
  }
  const Scene& scene = call.scene;
  std::string items;
  std::size_t shown = 0;
  for (const Milestone& milestone : Milestones(scene.context.library.Reports())) {
    if (kind && IdOf(milestone.kind) != *kind) continue;
    if (subject && milestone.subject != *subject) continue;
    if (++shown > top) break;
    const std::string when = milestone.date.empty()
                                 ? ""
                                 : fmt::format("<time datetime=\"{}\">{}</time> ", EscapeAttribute(milestone.date),
                                               EscapeText(FormatDate(milestone.date, scene.lang())));
    items += fmt::format("<li>{}<span class=\"bound\" data-release=\"{}\">{}</span>{}{}</li>\n", when,
                         EscapeAttribute(milestone.since.first_seen), EscapeText(milestone.since.first_seen),
                         scene.Say(": ", "："), EscapeText(WordsOf(scene, milestone)));
  }
  if (items.empty()) {
    return tl::unexpected(MissingData("F014", "no milestone of this kind between the measured releases", ""));
  }
  call.scene.record.bound.push_back(
      {fmt::format("timeline {}", Trimmed(call.argument)), call.reporter.SpotOf(call.place)});
  const std::string words = CaptionOf(call);
  return fmt::format("<figure class=\"timeline\">\n{}<ol>\n{}</ol>\n</figure>\n",
                     words.empty() ? "" : fmt::format("<figcaption>{}</figcaption>\n", words), items);
}

}  // namespace ferrotype::text
