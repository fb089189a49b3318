#include "renderer/page/unsafe_views.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "model/owner.h"
#include "model/safety.h"
#include "renderer/page/paging.h"
#include "renderer/page/parts.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// Words of a site's operations. Formatting a message is slow beside looking it up, and few differ.
class OperationWords {
 public:
  explicit OperationWords(const Page& page) : page_(page) {}

  Html Of(const UnsafeOperations& operations) {
    std::vector<Html> parts;
    const auto add = [&](std::string_view key, std::uint32_t count) {
      if (count == 0) return;
      auto [at, fresh] = known_.try_emplace({key, count});
      if (fresh) at->second = Html::Text(page_.Text(key, {{"count", std::int64_t{count}}}));
      parts.push_back(at->second);
    };
    add("operation_bindings", operations.binding_calls);
    add("operation_calls", operations.calls);
    add("operation_dereferences", operations.dereferences);
    add("operation_references", operations.references);
    return parts.empty() ? Html::Text("–") : Listed(page_, parts);
  }

 private:
  const Page& page_;
  std::map<std::pair<std::string_view, std::uint32_t>, Html> known_;
};

bool InMacro(UnsafeClass kind) {
  return kind == UnsafeClass::kMacroCall || kind == UnsafeClass::kMacroRules || kind == UnsafeClass::kQuoted;
}

}  // namespace

std::string ClassLabel(const Page& page, UnsafeClass kind) { return KeyLabel(page, "class", IdOf(kind)); }

std::string StateLabel(const Page& page, SafetyState state) {
  return page.Text("unsafe_state_" + MessageKey(IdOf(state)));
}

std::vector<UnsafeView> UnsafeViews(const Page& page, const Report& release) {
  std::vector<const UnsafeRow*> wanting;
  std::map<SafetyState, std::vector<const UnsafeRow*>> states;
  std::map<UnsafeClass, std::vector<const UnsafeRow*>> classes;
  std::map<Owner, std::vector<const UnsafeRow*>> owners;
  std::map<std::string, std::vector<const UnsafeRow*>> subsystems;
  for (const UnsafeRow& row : release.unsafe_sites) {
    if (IsWanting(row.site.state)) wanting.push_back(&row);
    states[row.site.state].push_back(&row);
    classes[row.site.kind].push_back(&row);
    owners[row.owner].push_back(&row);
    subsystems[SubsystemOf(row.path)].push_back(&row);
  }
  std::vector<UnsafeView> views;
  const auto add = [&](std::string_view dimension, std::string_view key, const std::string& label,
                       std::vector<const UnsafeRow*> rows) {
    if (rows.empty()) return;
    views.push_back({std::string(dimension), std::string(key), fmt::format("{}/{}", dimension, FlatSlug(key, "/")),
                     label, std::move(rows)});
  };
  add("state", "undocumented", page.Text("unsafe_state_undocumented"), std::move(wanting));
  for (auto& [state, rows] : states) add("state", IdOf(state), StateLabel(page, state), std::move(rows));
  for (auto& [kind, rows] : classes) add("class", IdOf(kind), ClassLabel(page, kind), std::move(rows));
  for (auto& [owner, rows] : owners) add("owner", IdOf(owner), KeyLabel(page, "owner", IdOf(owner)), std::move(rows));
  for (auto& [subsystem, rows] : subsystems)
    add("subsystem", subsystem, KeyLabel(page, "subsystem", subsystem), std::move(rows));
  return views;
}

std::string ViewTitle(const Page& page, const UnsafeView& view) {
  return page.Text(fmt::format("unsafe_view_{}", view.dimension), {{"label", view.label}});
}

Html SitesTable(const Page& page, std::span<const UnsafeRow* const> rows, const std::string& caption, bool anchors) {
  std::array<Html, kUnsafeClasses> classes;
  for (std::size_t i = 0; i < kUnsafeClasses; ++i)
    classes.at(i) = Html::Text(ClassLabel(page, static_cast<UnsafeClass>(i)));
  std::array<Html, kSafetyStates> states;
  for (std::size_t i = 0; i < kSafetyStates; ++i) {
    const auto state = static_cast<SafetyState>(i);
    states.at(i) = Html::Text(StateLabel(page, state));
    if (IsWanting(state)) states.at(i) = Element("b", {{"class", "wanting"}}, states.at(i));
  }
  OperationWords operations(page);
  const Html colon = Html::Text(page.Text("colon"));
  Table table;
  table.id = "table-sites";
  table.caption = caption;
  table.quiet_caption = true;
  table.columns = {{page.Text("column_place"), false},      {page.Text("dimension_class"), false},
                   {page.Text("column_item"), false},       {page.Text("column_state"), false},
                   {page.Text("column_operations"), false}, {page.Text("column_covered"), true}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const UnsafeRow& row = *rows[i];
    const UnsafeSite& site = row.site;
    Html place = PlaceCell({row.path, site.line});
    // The id that others lead to stands where the file's list begins, which may be on a page before this one.
    if (anchors && (i == 0 || rows[i - 1]->path != row.path))
      place = Element("span", {{"id", UnsafeAnchor(row.path)}}, place);
    Html kind = classes.at(static_cast<std::size_t>(site.kind));
    if (InMacro(site.kind) && site.inner != site.kind) kind += colon + classes.at(static_cast<std::size_t>(site.inner));
    table.rows.push_back({place, kind, site.item.empty() ? Html::Text("–") : NameCode(site.item),
                          states.at(static_cast<std::size_t>(site.state)), operations.Of(site.operations),
                          Count(site.code_lines)});
  }
  return MakeTable(page, table);
}

}  // namespace ferrotype
