#include "renderer/page/layers_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "model/owner.h"
#include "renderer/page/paging.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

Sheet SheetBelow(const Page& page, const Report& release, const std::string& title) {
  const std::string name = ShortName(page.site(), release);
  Sheet sheet;
  sheet.nav = "releases";
  sheet.crumbs = ReleaseCrumbs(page, release);
  sheet.crumbs.push_back({page.To(LayersBase(release) + "/index.html"), page.Text("layers_crumb")});
  sheet.title = page.Text("titled_of_release", {{"title", title}, {"release", name}});
  sheet.heading = Html::Text(title);
  return sheet;
}

// Title, numbers and neighbours of page `number` of `count`.
Html SetPages(const Page& page, std::string_view base, std::size_t number, std::size_t count, Sheet& sheet) {
  if (count < 2) return {};
  sheet.title = page.Text("paged_title", {{"title", sheet.title},
                                          {"number", static_cast<std::int64_t>(number + 1)},
                                          {"count", static_cast<std::int64_t>(count)}});
  const auto step = [&](std::size_t other) -> Step {
    return {page.To(NthPath(base, other)),
            page.Text("page_number", {{"number", static_cast<std::int64_t>(other + 1)}})};
  };
  if (number > 0) sheet.before = step(number - 1);
  if (number + 1 < count) sheet.after = step(number + 1);
  return PageNumbers(page, base, count, number);
}

std::vector<std::size_t> StartsOf(const std::vector<ChainItem>& items) {
  std::vector<std::size_t> weights;
  weights.reserve(items.size());
  for (const ChainItem& item : items) weights.push_back(item.weight);
  return PageStarts(weights, kPageWeight);
}

Html ItemList(std::span<const ChainItem> items, Reached reached) {
  std::vector<Html> shown;
  for (const ChainItem& item : items) {
    if (item.reached == reached) shown.push_back(item.html);
  }
  return BulletList(shown, "chains");
}

// Definitions or calls, one a line; many of them behind a line to open.
Html PlaceList(const Page& page, std::string_view summary, const std::vector<Html>& items, std::size_t open) {
  if (items.empty()) return {};
  Html list = BulletList(items, "places");
  if (items.size() <= open) return list;
  return Folded(Html::Text(page.Text(summary, {{"count", static_cast<std::int64_t>(items.size())}})), list);
}

std::vector<Html> Definitions(const Page& page, const std::vector<CDefinitionAt>& at) {
  std::vector<Html> items;
  for (const CDefinitionAt& definition : at) {
    items.push_back(Element("span", {{"class", "soft"}}, Html::Text(DefinitionKind(page, definition.kind))) +
                    Html::Text(" ") + PlaceCell(definition.place));
  }
  return items;
}

std::vector<Html> CallerItems(const Page& page, const std::vector<ChainStep>& callers) {
  std::vector<Html> items;
  for (const ChainStep& caller : callers)
    items.push_back(ModuleLink(page, caller.symbol) + Html::Text(" ") +
                    Element("span", {{"class", "soft"}}, PlaceCell(caller.place)));
  return items;
}

// Where C defines a name, the first places open and those of other architectures folded.
Html DefinedCell(const Page& page, const std::vector<CDefinitionAt>& definitions,
                 const std::vector<CDefinitionAt>& elsewhere) {
  Html defined = PlaceList(page, "symbol_definitions", Definitions(page, definitions), 3) +
                 PlaceList(page, "symbol_elsewhere", Definitions(page, elsewhere), 0);
  return defined.empty() ? Html::Text(page.Text("definition_none")) : defined;
}

std::vector<Html> SymbolRow(const Page& page, const Report& release, const CSymbolRow& symbol) {
  Html name = Element("span", {{"id", SymbolAnchor(symbol.name)}}, NameCode(symbol.name));
  if (symbol.exported)
    name += Html::Text(" ") + Element("span", {{"class", "soft"}}, Html::Text(page.Text("exported")));
  Html defined = DefinedCell(page, symbol.definitions, symbol.elsewhere);
  Html helper = Html::Text("–");
  if (!symbol.helper.path.empty()) {
    helper = PlaceCell(symbol.helper);
    std::vector<Html> calls;
    for (const std::string& call : symbol.helper_calls) calls.push_back(SymbolLink(page, release, call));
    if (!calls.empty()) {
      helper += Html::Text(" ") + Element("span", {{"class", "soft"}}, Html::Text(page.Text("helper_calls"))) +
                Html::Text(" ") + Listed(page, calls);
    }
  }
  Html called = PlaceList(page, "symbol_callers", CallerItems(page, symbol.callers), 2);
  return {name, defined, helper, called.empty() ? Html::Text("–") : called};
}

}  // namespace

std::size_t ChainPageCount(const Page& page, const Report& release, const ChainGroup& group) {
  return StartsOf(ChainItems(page, release, group)).size();
}

std::vector<std::size_t> NamePageStarts(const Report& release) {
  constexpr std::size_t kRow = 400;
  constexpr std::size_t kDefinition = 120;
  constexpr std::size_t kUser = 180;
  std::vector<std::size_t> weights;
  for (const BindingName& name : release.survey.layers.names) {
    weights.push_back(kRow + kDefinition * (name.definitions.size() + name.elsewhere.size()) +
                      kUser * name.users.size());
  }
  return PageStarts(weights, kPageWeight);
}

FileSet ChainPages(const Site& site, Lang lang, const Report& release) {
  FileSet files;
  for (const ChainGroup& group : ChainGroups(release)) {
    const std::vector<std::size_t> starts =
        StartsOf(ChainItems(Page(site, lang, NthPath(group.base, 0)), release, group));
    for (std::size_t number = 0; number < starts.size(); ++number) {
      Page page(site, lang, NthPath(group.base, number));
      const std::vector<ChainItem> items = ChainItems(page, release, group);
      const std::size_t end = number + 1 < starts.size() ? starts[number + 1] : items.size();
      const auto part = std::span(items).subspan(starts[number], end - starts[number]);
      Sheet sheet = SheetBelow(page, release, page.Text("chains_of", {{"from", Printable(group.from)}}));
      sheet.heading = page.Markup("chains_of_heading", {{"from", NameCode(group.from)}});
      sheet.intro = GroupWords(page, group);
      sheet.facts = {
          {page.Text("column_driver"), group.driver == nullptr ? Html() : DriverLink(page, release, *group.driver)},
          {page.Text("column_module"), group.driver == nullptr ? ModuleLink(page, group.from) : Html()}};
      sheet.facts.emplace_back(page.Text("pages_label"), SetPages(page, group.base, number, starts.size(), sheet));
      sheet.sections = {{"followed", page.Text("chains_followed"), ItemList(part, Reached::kEnd)},
                        {"partly", page.Text("chains_partly"), ItemList(part, Reached::kFunction)},
                        {"not-followed", page.Text("chains_not_followed"), ItemList(part, Reached::kNothing)}};
      files.merge(FinishSheet(page, sheet));
    }
  }
  return files;
}

Html LettersNav(const Page& page, const Report& release, std::size_t current) {
  const std::vector<SymbolPageOf>& pages = page.site().survey.SymbolPages(release);
  Html out;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i > 0) out += Html::Text(" ");
    std::string label =
        pages[i].letter == "0" ? "#" : std::string(1, static_cast<char>(pages[i].letter[0] - 'a' + 'A'));
    if (pages[i].number > 0) label += fmt::format(" {}", pages[i].number + 1);
    out += i == current
               ? Element("b", {{"aria-current", "page"}}, Html::Text(label))
               : Link(page.To(NthPath(SymbolsBase(release, pages[i].letter), pages[i].number)), Html::Text(label));
  }
  return Element("p", {{"class", "pages letters"}}, out);
}

FileSet SymbolPages(const Site& site, Lang lang, const Report& release) {
  FileSet files;
  const std::vector<SymbolPageOf>& pages = site.survey.SymbolPages(release);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const SymbolPageOf& at = pages[i];
    Page page(site, lang, NthPath(SymbolsBase(release, at.letter), at.number));
    const std::string letter = at.letter == "0" ? "#" : std::string(1, static_cast<char>(at.letter[0] - 'a' + 'A'));
    const std::string title = page.Text("symbols_letter", {{"letter", letter}});
    Sheet sheet = SheetBelow(page, release, title);
    if (at.number > 0) {
      sheet.title =
          page.Text("page_of_title", {{"title", sheet.title}, {"number", static_cast<std::int64_t>(at.number + 1)}});
    }
    sheet.intro = page.Markup("symbols_page_intro", {{"first", NameCode(at.symbols.front()->name)},
                                                     {"last", NameCode(at.symbols.back()->name)}});
    Table table;
    table.id = "table-symbols";
    table.caption = title;
    table.quiet_caption = true;
    table.columns = {{page.Text("column_symbol"), false},
                     {page.Text("column_defined"), false},
                     {page.Text("column_helper"), false},
                     {page.Text("column_callers"), false}};
    for (const CSymbolRow* symbol : at.symbols) table.rows.push_back(SymbolRow(page, release, *symbol));
    sheet.sections = {{"symbols", page.Text("symbols_title"), LettersNav(page, release, i) + MakeTable(page, table)}};
    const auto step = [&](const SymbolPageOf& other) -> Step {
      return {page.To(NthPath(SymbolsBase(release, other.letter), other.number)),
              Printable(other.symbols.front()->name)};
    };
    if (i > 0) sheet.before = step(pages[i - 1]);
    if (i + 1 < pages.size()) sheet.after = step(pages[i + 1]);
    files.merge(FinishSheet(page, sheet));
  }
  return files;
}

namespace {

// Rows that are alike, on pages of kPageRows.
FileSet RowPages(const Site& site, Lang lang, const Report& release, const std::string& base, std::string_view words,
                 std::size_t count, const std::function<void(const Page&, Table&)>& columns,
                 const std::function<std::vector<Html>(const Page&, std::size_t)>& row) {
  FileSet files;
  if (count == 0) return files;
  for (std::size_t number = 0; number < PagesFor(count); ++number) {
    Page page(site, lang, NthPath(base, number));
    const std::string title = page.Text(fmt::format("{}_title", words));
    Sheet sheet = SheetBelow(page, release, title);
    sheet.intro = page.Markup(fmt::format("{}_page_intro", words), {{"count", static_cast<std::int64_t>(count)}});
    Table table;
    table.id = "table-rows";
    table.caption = title;
    table.quiet_caption = true;
    columns(page, table);
    for (std::size_t i = number * kPageRows; i < std::min(count, (number + 1) * kPageRows); ++i)
      table.rows.push_back(row(page, i));
    const Html pages = Paragraph(SetPages(page, base, number, PagesFor(count), sheet));
    sheet.sections = {{"rows", title, pages + MakeTable(page, table) + pages}};
    files.merge(FinishSheet(page, sheet));
  }
  return files;
}

}  // namespace

FileSet EntryPages(const Site& site, Lang lang, const Report& release) {
  std::vector<const EntryPoint*> entries;
  for (const EntryPoint& entry : release.survey.layers.entry_points) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const EntryPoint* a, const EntryPoint* b) { return a->kind < b->kind; });
  return RowPages(
      site, lang, release, LayersBase(release) + "/entry-points", "entries", entries.size(),
      [](const Page& page, Table& table) {
        table.columns = {{page.Text("column_item"), false},
                         {page.Text("column_way"), false},
                         {page.Text("column_c_name"), false},
                         {page.Text("column_place"), false}};
      },
      [&](const Page& page, std::size_t i) -> std::vector<Html> {
        const EntryPoint& entry = *entries[i];
        return {ModuleLink(page, entry.item), Html::Text(EntryKind(page, entry.kind)),
                entry.symbol.empty() ? Html::Text("–") : NameCode(entry.symbol), PlaceCell(entry.place)};
      });
}

namespace {

std::vector<Html> NameRow(const Page& page, const BindingName& name) {
  Html defined = DefinedCell(page, name.definitions, name.elsewhere);
  Html helper = Html::Text("–");
  if (!name.helper.path.empty()) {
    helper = PlaceCell(name.helper);
    if (name.stands_for != name.name) {
      helper += Html::Text(" ") + Element("span", {{"class", "soft"}}, Html::Text(page.Text("stands_for"))) +
                Html::Text(" ") + NameCode(name.stands_for);
    }
  }
  const Html users = PlaceList(page, "symbol_callers", CallerItems(page, name.users), 2);
  return {Element("span", {{"id", SymbolAnchor(name.name)}}, NameCode(name.name)),
          std::move(defined),
          std::move(helper),
          users.empty() ? Html::Text("–") : users,
          Count(name.uses),
          Count(name.files)};
}

}  // namespace

FileSet NamePages(const Site& site, Lang lang, const Report& release) {
  FileSet files;
  const std::vector<BindingName>& names = release.survey.layers.names;
  if (names.empty()) return files;
  const std::string base = LayersBase(release) + "/names";
  const std::vector<std::size_t> starts = NamePageStarts(release);
  for (std::size_t number = 0; number < starts.size(); ++number) {
    Page page(site, lang, NthPath(base, number));
    const std::string title = page.Text("names_title");
    Sheet sheet = SheetBelow(page, release, title);
    sheet.intro = page.Markup("names_page_intro", {{"count", static_cast<std::int64_t>(names.size())}});
    Table table;
    table.id = "table-rows";
    table.caption = title;
    table.quiet_caption = true;
    table.columns = {{page.Text("column_name"), false},         {page.Text("column_defined"), false},
                     {page.Text("column_const_helper"), false}, {page.Text("column_named_by"), false},
                     {page.Text("column_uses"), true},          {page.Text("column_files"), true}};
    const std::size_t end = number + 1 < starts.size() ? starts[number + 1] : names.size();
    for (std::size_t i = starts[number]; i < end; ++i) table.rows.push_back(NameRow(page, names[i]));
    const Html pages = Paragraph(SetPages(page, base, number, starts.size(), sheet));
    sheet.sections = {{"rows", title, pages + MakeTable(page, table) + pages}};
    files.merge(FinishSheet(page, sheet));
  }
  return files;
}

}  // namespace ferrotype
