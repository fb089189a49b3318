#include "renderer/page/release_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/parts.h"
#include "renderer/page/sentences.h"
#include "renderer/page/survey_links.h"

namespace ferrotype {
namespace {

using Sizes = std::map<std::string, std::int64_t>;

struct Things {
  Sizes now;
  Sizes then;
  std::function<Html(const std::string&)> show;

  // What `a` has and `b` lacks, the largest first.
  [[nodiscard]] static std::vector<std::pair<std::string, std::int64_t>> Missing(const Sizes& a, const Sizes& b) {
    std::vector<std::pair<std::string, std::int64_t>> out;
    for (const auto& [name, size] : a) {
      if (!b.contains(name)) out.emplace_back(name, size);
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.second > y.second; });
    return out;
  }
  // The one whose size changed most; empty for none.
  [[nodiscard]] std::string Mover() const {
    std::string name;
    std::int64_t most = 0;
    for (const auto& [key, size] : now) {
      const auto found = then.find(key);
      if (found == then.end() || std::abs(size - found->second) <= most) continue;
      most = std::abs(size - found->second);
      name = key;
    }
    return name;
  }
};

class Writer {
 public:
  Writer(const Page& page, const Report& release, const Report& before)
      : page_(page), release_(release), before_(before) {}

  void AddThings(std::string_view what, const Things& things) {
    AddList(fmt::format("words_new_{}", what), Things::Missing(things.now, things.then), things.show);
    AddList(fmt::format("words_gone_{}", what), Things::Missing(things.then, things.now), things.show);
    const std::string mover = things.Mover();
    if (mover.empty()) return;
    const std::int64_t now = things.now.at(mover);
    const std::int64_t then = things.then.at(mover);
    Add(page_.Markup(fmt::format("words_{}_{}", now > then ? "grew" : "shrank", what),
                     {{"name", things.show(mover)}, {"count", std::abs(now - then)}, {"now", GroupThousands(now)}}));
  }

  void AddSymbols() {
    std::set<std::string_view> now;
    std::set<std::string_view> then;
    for (const CSymbolRow& symbol : release_.survey.layers.symbols) now.insert(symbol.name);
    for (const CSymbolRow& symbol : before_.survey.layers.symbols) then.insert(symbol.name);
    const auto fresh =
        std::count_if(now.begin(), now.end(), [&](std::string_view name) { return !then.contains(name); });
    const auto gone =
        std::count_if(then.begin(), then.end(), [&](std::string_view name) { return !now.contains(name); });
    if (fresh == 0 && gone == 0) return;
    Add(page_.Markup(gone == 0    ? "words_symbols_new"
                     : fresh == 0 ? "words_symbols_gone"
                                  : "words_symbols_both",
                     {{"fresh", static_cast<std::int64_t>(fresh)},
                      {"gone", static_cast<std::int64_t>(gone)},
                      {"now", page_.Bound(release_, "bindings.symbols")}}));
  }

  void AddUnsafe() {
    const auto now = release_.Value("unsafe.tokens");
    const auto then = before_.Value("unsafe.tokens");
    if (!now || !then || now->numerator == then->numerator) return;
    const std::int64_t difference = now->numerator - then->numerator;
    const Html tokens = Link(page_.To(UnsafeBase(release_) + "/index.html"),
                             Html::Text(FormatValue(*now, *FindMetric("unsafe.tokens"))), "bound");
    Html sentence = page_.Markup(difference > 0 ? "words_unsafe_more" : "words_unsafe_fewer",
                                 {{"count", std::abs(difference)}, {"now", tokens}});
    const auto share = before_.Value("unsafe.documented.share");
    if (share && release_.Value("unsafe.documented.share"))
      sentence +=
          Html::Text(page_.Text("sentence_space")) +
          page_.Markup("words_unsafe_share", {{"now", page_.Bound(release_, "unsafe.documented.share")},
                                              {"then", FormatValue(*share, *FindMetric("unsafe.documented.share"))}});
    Add(std::move(sentence));
  }

  void AddToolchain() {
    const Toolchain& now = release_.survey.toolchain;
    const Toolchain& then = before_.survey.toolchain;
    const auto tool = [&](std::string_view name, const std::string& asked, const std::string& asked_before,
                          const Place& place) {
      if (asked.empty() || asked_before.empty() || asked == asked_before) return;
      Add(page_.Markup("words_tool", {{"tool", Element("code", {}, Html::Text(name))},
                                      {"now", Html::Name(asked)},
                                      {"then", Html::Name(asked_before)},
                                      {"place", PlaceCell(place)}}));
    };
    tool("rustc", now.rustc, then.rustc, now.rustc_place);
    tool("bindgen", now.bindgen, then.bindgen, now.bindgen_place);
    std::vector<Html> fresh;
    for (const Architecture& architecture : now.architectures) {
      const bool known = std::any_of(then.architectures.begin(), then.architectures.end(),
                                     [&](const Architecture& other) { return other.name == architecture.name; });
      if (!known) fresh.push_back(Element("code", {}, Html::Name(architecture.name)));
    }
    if (!fresh.empty() && !then.architectures.empty())
      Add(page_.Markup("words_architectures",
                       {{"count", static_cast<std::int64_t>(fresh.size())}, {"list", page_.List(fresh)}}));
    if (!then.experimental.empty() && now.experimental.empty()) Add(page_.Markup("words_no_experiment"));
  }

  void AddMilestones() {
    const std::vector<Milestone> all = Milestones(page_.site().Releases());
    const auto count =
        std::count_if(all.begin(), all.end(), [&](const Milestone& m) { return m.since.first_seen == release_.name; });
    if (count == 0) return;
    Add(page_.Markup(
        "words_milestones",
        {{"list", Link(page_.To("milestones/index.html"),
                       page_.Markup("words_milestone_count", {{"count", static_cast<std::int64_t>(count)}}))}}));
  }

  void Add(Html sentence) { points_.push_back(std::move(sentence)); }
  [[nodiscard]] std::vector<Html> Take() { return std::move(points_); }

 private:
  void AddList(const std::string& key, const std::vector<std::pair<std::string, std::int64_t>>& things,
               const std::function<Html(const std::string&)>& show) {
    constexpr std::size_t kNamed = 6;
    if (things.empty()) return;
    std::vector<Html> named;
    for (const auto& [name, size] : things) {
      // One more than can be named is named, not "and one more".
      if (named.size() >= kNamed && things.size() > kNamed + 1) break;
      named.push_back(
          page_.Markup("list_lines", {{"name", show(name)}, {"count", size}, {"lines", GroupThousands(size)}}));
    }
    const auto all = static_cast<std::int64_t>(things.size());
    const bool some = named.size() < things.size();
    Add(page_.Markup(some ? key + "_some" : key, {{"count", all}, {"list", page_.List(named)}}));
  }

  const Page& page_;
  const Report& release_;
  const Report& before_;
  std::vector<Html> points_;
};

Things DriversOf(const Page& page, const Report& release, const Report& before) {
  Things things;
  const auto fill = [&](const Report& of, Sizes& sizes) {
    for (const DriverRow& driver : of.survey.drivers) {
      if (driver.kind == DriverKind::kDriver || driver.kind == DriverKind::kLinkedIntoC)
        sizes.emplace(page.site().survey.KeyOf(of, driver), static_cast<std::int64_t>(driver.code));
    }
  };
  fill(release, things.now);
  fill(before, things.then);
  things.show = [&page](const std::string& key) {
    const auto found = page.site().survey.drivers().find(key);
    return found == page.site().survey.drivers().end()
               ? NameCode(key)
               : Link(page.To(DriverPath(key)), NameCode(found->second.row->name));
  };
  return things;
}

// Top-level abstractions alone: what lies below them moves with them.
Things ModulesOf(const Page& page, const Report& release, const Report& before) {
  Things things;
  const auto fill = [](const Report& of, Sizes& sizes) {
    for (const ModuleRow& module : of.survey.modules) {
      const std::size_t first = module.name.find("::");
      const bool top = first != std::string::npos && module.name.find("::", first + 2) == std::string::npos;
      if (top && module.visible && !module.hidden) sizes.emplace(module.name, static_cast<std::int64_t>(module.code));
    }
  };
  fill(release, things.now);
  fill(before, things.then);
  things.show = [&page](const std::string& name) { return ModuleLink(page, name); };
  return things;
}

}  // namespace

std::vector<Html> ChangePoints(const Page& page, const Report& release, const Report* before) {
  if (before == nullptr) return {};
  Writer writer(page, release, *before);
  writer.AddThings("drivers", DriversOf(page, release, *before));
  writer.AddThings("modules", ModulesOf(page, release, *before));
  writer.AddSymbols();
  writer.AddUnsafe();
  writer.AddToolchain();
  writer.AddMilestones();
  return writer.Take();
}

}  // namespace ferrotype
