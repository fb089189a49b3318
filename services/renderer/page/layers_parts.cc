#include "renderer/page/layers_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "model/survey_json.h"
#include "renderer/page/paging.h"
#include "renderer/page/parts.h"
#include "renderer/page/survey_links.h"

namespace ferrotype {
namespace {

// A word for an id of data, if there is a message for it.
std::string WordFor(const Page& page, std::string_view group, std::string_view id) {
  const std::string key = fmt::format("{}_{}", group, MessageKey(id));
  return page.site().catalogue.Has(key) ? page.Text(key) : Printable(id);
}

// "drivers/net/phy/qt2025.rs:28, :57": places of one file together.
Html PlacesWords(const Page& page, std::vector<Place> places) {
  std::sort(places.begin(), places.end());
  std::vector<Html> items;
  for (std::size_t i = 0; i < places.size();) {
    std::string text = places[i].line == 0 ? places[i].path : fmt::format("{}:{}", places[i].path, places[i].line);
    std::size_t next = i + 1;
    for (; next < places.size() && places[next].path == places[i].path; ++next) {
      if (places[next].line != places[next - 1].line) text += fmt::format(" :{}", places[next].line);
    }
    items.push_back(PathCell(text));
    i = next;
  }
  return Listed(page, items);
}

Html StepName(const Page& page, const Report& release, const ChainStep& step) {
  switch (step.kind) {
    case StepKind::kCall:
      return NameCode(step.symbol);
    case StepKind::kMethod:
      return ModuleLink(page, step.symbol);
    case StepKind::kBinding: {
      const std::size_t colons = step.symbol.rfind("::");
      const std::string name = colons == std::string::npos ? step.symbol : step.symbol.substr(colons + 2);
      const std::size_t at = page.site().survey.SymbolPage(release, name);
      return at == std::string::npos ? NameCode(step.symbol) : SymbolLink(page, release, name);
    }
    case StepKind::kHelper:
    case StepKind::kC:
      break;
  }
  return SymbolLink(page, release, step.symbol);
}

Html StepsList(const Page& page, const Report& release, const Chain& chain) {
  Html list;
  for (std::size_t i = 1; i < chain.steps.size(); ++i) {
    const ChainStep& step = chain.steps[i];
    const std::string id(IdOf(step.kind));
    Html item = Element("span", {{"class", "step"}}, Html::Text(page.Text("step_" + id))) + Html::Text(" ") +
                StepName(page, release, step);
    if (!step.place.path.empty()) item += Html::Text(" ") + Element("span", {{"class", "soft"}}, PlaceCell(step.place));
    list += Element("li", {{"class", id}}, item);
  }
  return list.empty() ? list : Element("ol", {{"class", "steps"}}, list);
}

Reached ReachedBy(const Chain& chain) {
  if (chain.resolved) return Reached::kEnd;
  const bool found = chain.steps.size() > 1 && chain.steps[1].kind == StepKind::kMethod && chain.reason != "one-of";
  return found ? Reached::kFunction : Reached::kNothing;
}

// Two chains with the same key look the same but for where they begin. Open ones sort behind those that were followed.
std::string WayOf(const Chain& chain) {
  std::string key = fmt::format("{}{}", static_cast<int>(ReachedBy(chain)), chain.reason);
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    const ChainStep& step = chain.steps[i];
    key += fmt::format("\x1f{}\x1f{}", static_cast<int>(step.kind), step.symbol);
    if (i > 0) key += fmt::format("\x1f{}\x1f{}", step.place.path, step.place.line);
  }
  return key;
}

// Where the chains of the call end whose first is chains[at]. The chains of one call differ in their ways, so the first
// way again is another call like it on the same line.
std::size_t EndOfCall(const std::vector<const Chain*>& chains, std::size_t at) {
  const Chain& first = *chains[at];
  const std::string way = WayOf(first);
  for (++at; at < chains.size(); ++at) {
    const Chain& chain = *chains[at];
    const bool same = !first.steps.empty() && !chain.steps.empty() && chain.steps.front() == first.steps.front();
    if (!same || WayOf(chain) == way) break;
  }
  return at;
}

Reached BestOf(const std::vector<const Chain*>& chains, std::size_t begin, std::size_t end) {
  Reached best = Reached::kNothing;
  for (; begin < end; ++begin) best = std::min(best, ReachedBy(*chains[begin]));
  return best;
}

void CountCalls(ChainGroup& group) {
  for (std::size_t i = 0; i < group.chains.size();) {
    const std::size_t end = EndOfCall(group.chains, i);
    const Chain& first = *group.chains[i];
    const bool direct = first.steps.size() > 1 && first.steps[1].kind == StepKind::kBinding;
    if (direct && group.driver != nullptr) {
      ++group.direct;
    } else {
      ++group.calls;
      const Reached wanted = group.driver != nullptr ? Reached::kFunction : Reached::kEnd;
      group.followed += BestOf(group.chains, i, end) <= wanted ? 1U : 0U;
    }
    i = end;
  }
}

}  // namespace

std::string ReasonWords(const Page& page, std::string_view reason) {
  constexpr std::string_view kBelow = "below-";
  if (!reason.starts_with(kBelow)) return WordFor(page, "reason", reason);
  return page.Text("reason_below", {{"reason", WordFor(page, "reason", reason.substr(kBelow.size()))}});
}

std::string DefinitionKind(const Page& page, std::string_view kind) { return WordFor(page, "definition", kind); }

std::string EntryKind(const Page& page, std::string_view kind) { return WordFor(page, "entry", kind); }

std::vector<ChainGroup> ChainGroups(const Report& release) {
  std::vector<ChainGroup> groups;
  std::map<std::string, std::size_t> places;
  const auto group_of = [&](const std::string& from) -> ChainGroup& {
    const auto [at, fresh] = places.emplace(from, groups.size());
    if (fresh) {
      ChainGroup& group = groups.emplace_back();
      group.from = from;
      group.base = fmt::format("{}/chains/{}", LayersBase(release), FlatSlug(from, "::"));
    }
    return groups[at->second];
  };
  for (const DriverRow& driver : release.survey.drivers) {
    ChainGroup& group = group_of(driver.name);
    if (group.driver == nullptr) group.driver = &driver;
  }
  std::set<std::string> others;
  for (const Chain& chain : release.survey.layers.chains) others.insert(chain.from);
  for (const std::string& from : others) group_of(from);
  for (const Chain& chain : release.survey.layers.chains) group_of(chain.from).chains.push_back(&chain);
  std::erase_if(groups, [](const ChainGroup& group) { return group.chains.empty(); });
  for (ChainGroup& group : groups) CountCalls(group);
  return groups;
}

Html GroupWords(const Page& page, const ChainGroup& group) {
  Html out;
  if (group.calls > 0) {
    out = page.Markup(group.driver != nullptr ? "chains_of_driver" : "chains_of_module",
                      {{"count", static_cast<std::int64_t>(group.calls)},
                       {"done", static_cast<std::int64_t>(group.followed)},
                       {"share", ShareOf(group.followed, group.calls)}});
  }
  if (group.direct > 0) {
    if (!out.empty()) out += Html::Text(page.Text("sentence_space"));
    out += page.Markup("chains_direct", {{"count", static_cast<std::int64_t>(group.direct)}});
  }
  return out;
}

std::vector<ChainItem> ChainItems(const Page& page, const Report& release, const ChainGroup& group) {
  // Chains of one call follow each other. Calls whose chains take the same ways are one item.
  struct Calls {
    std::vector<const Chain*> ways;  // of the first
    std::vector<Place> places;
    Reached reached = Reached::kNothing;
  };
  std::map<std::string, Calls> items;
  for (std::size_t i = 0; i < group.chains.size();) {
    const std::size_t end = EndOfCall(group.chains, i);
    const Chain& first = *group.chains[i];
    Calls call;
    call.reached = BestOf(group.chains, i, end);
    std::string key;
    for (; i < end; ++i) {
      call.ways.push_back(group.chains[i]);
      key += WayOf(*group.chains[i]) + '\x1e';
    }
    const auto at = items.emplace(fmt::format("{}{}", static_cast<int>(call.reached), key), std::move(call)).first;
    if (!first.steps.empty()) at->second.places.push_back(first.steps.front().place);
  }
  std::vector<ChainItem> out;
  for (const auto& [key, call] : items) {
    constexpr std::size_t kItem = 260;
    constexpr std::size_t kStep = 380;
    constexpr std::size_t kPlace = 40;
    ChainItem item;
    item.reached = call.reached;
    item.weight = kItem + kPlace * call.places.size();
    const Chain& first = *call.ways.front();
    const Html name = first.steps.empty() ? Html::Text("–") : NameCode(first.steps.front().symbol);
    item.html = Element("p", {{"class", "call"}},
                        name + Html::Text(" ") + Element("span", {{"class", "soft"}}, PlacesWords(page, call.places)));
    for (const Chain* chain : call.ways) {
      item.html += StepsList(page, release, *chain);
      if (!chain->reason.empty())
        item.html += Element("p", {{"class", "reason"}}, Html::Text(ReasonWords(page, chain->reason)));
      item.weight += kStep * chain->steps.size();
    }
    out.push_back(std::move(item));
  }
  return out;
}

Html ChainsSummary(const Page& page, const Report& release, const DriverRow& driver) {
  for (const ChainGroup& group : ChainGroups(release)) {
    if (group.from != driver.name) continue;
    return Paragraph(GroupWords(page, group)) +
           Paragraph(Link(page.To(NthPath(group.base, 0)), Html::Text(page.Text("driver_chains_all"))));
  }
  return {};
}

std::map<std::string, std::uint64_t> DefinitionKinds(const Layers& layers) {
  std::map<std::string, std::uint64_t> kinds;
  for (const CSymbolRow& symbol : layers.symbols) {
    const std::vector<CDefinitionAt>& at = symbol.definitions.empty() ? symbol.elsewhere : symbol.definitions;
    ++kinds[at.empty() ? std::string() : at.front().kind];
  }
  return kinds;
}

}  // namespace ferrotype
