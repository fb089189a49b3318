#include "renderer/page/parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/paging.h"

namespace ferrotype {

Html Count(std::uint64_t value) { return Html::Text(GroupThousands(static_cast<std::int64_t>(value))); }

Html PathCell(std::string_view path) {
  const Html name = Html::Name(path);
  std::string out = "<code class=\"path\">";
  for (const char c : name.str()) {
    out += c;
    if (c == '/') out += "<wbr>";
  }
  return Html::Trusted(out + "</code>");
}

Html PlaceCell(const Place& place) {
  if (place.path.empty()) return {};
  return PathCell(place.line == 0 ? place.path : fmt::format("{}:{}", place.path, place.line));
}

Html NameCode(std::string_view name) {
  const Html text = Html::Name(name);
  std::string out = "<code class=\"name\">";
  for (std::size_t i = 0; i < text.str().size(); ++i) {
    out += text.str()[i];
    if (text.str()[i] == '_' || (text.str()[i] == ':' && i > 0 && text.str()[i - 1] == ':')) out += "<wbr>";
  }
  return Html::Trusted(out + "</code>");
}

Html English(const Page& page, std::string_view text) {
  return page.lang() == Lang::kEn ? Html::Name(text) : Element("span", {{"lang", "en"}}, Html::Name(text));
}

Html Listed(const Page& page, const std::vector<Html>& items) {
  Html out;
  for (const Html& item : items) {
    if (item.empty()) continue;
    if (!out.empty()) out += Html::Text(page.Text("list_comma"));
    out += item;
  }
  return out;
}

Html BulletList(const std::vector<Html>& items, std::string_view css_class) {
  Html list;
  for (const Html& item : items) list += Element("li", {}, item);
  return list.empty() ? list : Element("ul", {{"class", css_class}}, list);
}

Html Paragraph(const Html& content, std::string_view css_class) {
  return content.empty() ? content : Element("p", {{"class", css_class}}, content);
}

Html Folded(const Html& summary, const Html& content) {
  return Element("details", {{"class", "folded"}}, Element("summary", {}, summary) + content);
}

std::string MessageKey(std::string_view id) {
  std::string key(id);
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

std::string ShareOf(std::uint64_t part, std::uint64_t whole, int decimals) {
  if (whole == 0) return "–";
  return FormatRatio(static_cast<std::int64_t>(part) * 100, static_cast<std::int64_t>(whole), decimals) + "%";
}

Html PartOf(const Page& page, std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return Html::Text("–");
  return page.Markup("part_of", {{"part", GroupThousands(static_cast<std::int64_t>(part))},
                                 {"whole", GroupThousands(static_cast<std::int64_t>(whole))},
                                 {"share", ShareOf(part, whole)}});
}

Html ReleaseLink(const Page& page, std::string_view name) {
  const Report* release = page.site().Find(name);
  return release == nullptr ? Html::Name(name)
                            : Link(page.To(ReleasePath(*release)), Html::Text(ShortName(page.site(), *release)));
}

Html SinceWords(const Page& page, const Since& since) {
  if (since.first_seen.empty()) return {};
  const Html first = ReleaseLink(page, since.first_seen);
  if (since.absent_in.empty()) return page.Markup("since_always", {{"first", first}});
  const Html absent = ReleaseLink(page, since.absent_in);
  return since.exact ? page.Markup("since_exact", {{"first", first}})
                     : page.Markup("since_interval", {{"first", first}, {"absent", absent}});
}

Html SinceCell(const Page& page, const Since& since) {
  const auto name = [&](const std::string& release) {
    const Report* found = page.site().Find(release);
    return found == nullptr ? Printable(release) : ShortName(page.site(), *found);
  };
  if (since.first_seen.empty()) return Html::Text("–");
  if (since.absent_in.empty()) return page.Markup("since_cell_always", {{"first", name(since.first_seen)}});
  if (since.exact) return Html::Text(name(since.first_seen));
  return page.Markup("since_cell_interval", {{"first", name(since.first_seen)}, {"absent", name(since.absent_in)}});
}

Html ModuleLink(const Page& page, std::string_view path) {
  const std::string module = page.site().survey.ModuleAround(path);
  return module.empty() ? NameCode(path) : Link(page.To(ModulePath(module)), NameCode(path));
}

Html DriverLink(const Page& page, const Report& release, const DriverRow& driver) {
  return Link(page.To(DriverPath(page.site().survey.KeyOf(release, driver))), NameCode(driver.name));
}

Html DriverLink(const Page& page, const Report& release, std::string_view name) {
  const DriverRow* driver = page.site().survey.Driver(release, name);
  return driver == nullptr ? NameCode(name) : DriverLink(page, release, *driver);
}

std::size_t PlaceOf(const Site& site, const Report& release) {
  return static_cast<std::size_t>(&release - site.Releases().data());
}

Html OwnFigure(Page& page, const Report& release, std::string_view metric, std::string_view dimension,
               std::string_view options) {
  const bool any = std::any_of(release.metrics.begin(), release.metrics.end(), [&](const MetricRow& row) {
    return row.metric == metric && row.dimension == dimension && row.value.numerator != 0;
  });
  if (!any) return {};
  const std::string spec = fmt::format("{} by {}{}", metric, dimension, options);
  const Result<FigureSpec> parsed = ParseFigureSpec(page.site(), &release, spec);
  if (parsed) return MakeFigure(page, *parsed);
  page.site().problems.Add(fmt::format("{}: chart {}: {}", page.File(), spec, parsed.error().message));
  return {};
}

Html PageNumbers(const Page& page, std::string_view base, std::size_t count, std::size_t current) {
  Html out;
  for (std::size_t i = 0; count > 1 && i < count; ++i) {
    if (i > 0) out += Html::Text(" ");
    const Html number = Html::Text(fmt::format("{}", i + 1));
    out += i == current ? Element("b", {{"aria-current", "page"}}, number) : Link(page.To(NthPath(base, i)), number);
  }
  return out.empty() ? out : Element("span", {{"class", "pages"}}, out);
}

}  // namespace ferrotype
