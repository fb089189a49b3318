// table and owners: measured rows.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "base/text.h"
#include "model/owner.h"
#include "renderer/text/arguments.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/fragment.h"
#include "renderer/text/statements.h"
#include "renderer/text/values.h"

namespace ferrotype::text {
namespace {

struct Column {
  std::string head;  // HTML
  bool number = false;
};

// Cells are HTML; the first of a row heads it.
std::string Rows(DirectiveCall& call, const std::string& caption, const std::vector<Column>& columns,
                 const std::vector<std::vector<std::string>>& rows) {
  const int number = ++call.scene.tables;
  std::string out = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"table-{0}\">\n<table>\n<caption "
      "id=\"table-{0}\">{1}</caption>\n"
      "<thead>\n<tr>",
      number, caption);
  for (const Column& column : columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", column.number ? " class=\"num\"" : "", column.head);
  out += "</tr>\n</thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? fmt::format("<th scope=\"row\">{}</th>", row[i])
                    : fmt::format("<td{}>{}</td>", columns[i].number ? " class=\"num\"" : "", row[i]);
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n</div>\n";
}

// What the fence's lines say, or else `words`.
std::string CaptionOf(DirectiveCall& call, const std::string& words) {
  if (Trimmed(call.body).empty()) return EscapeText(words);
  Reporter inside = call.reporter.Inside(call.body, call.place.line + 1);
  return RenderFragment(call.body, FragmentKind::kLine, call.scene, inside).html;
}

struct Listed {
  std::vector<const Report*> reports;
  std::vector<std::string> lacking;  // named, could be releases, and nobody measured them here
};

// Releases of a comma-separated list; one, the newest, when there is none. What of several isn't measured here is told
// and left out; when none is, that is the trouble.
Or<Listed> Releases(DirectiveCall& call, const std::optional<std::string>& names) {
  const TextContext& context = call.scene.context;
  Listed listed;
  if (names && *names == "all") {
    for (const Report& report : context.library.Reports()) {
      listed.reports.push_back(&report);
      if (&report == context.upto) break;
    }
    if (!listed.reports.empty()) return listed;
  }
  const std::string wanted = names.value_or("");
  std::vector<Trouble> troubles;
  for (const std::string_view part : Split(wanted, ',')) {
    const std::string_view name = Trimmed(part);
    const Or<const Report*> report = FindRelease(context, name);
    if (report) {
      listed.reports.push_back(*report);
      continue;
    }
    if (!IsLack(report.error())) return tl::unexpected(report.error());
    troubles.push_back(report.error());
    listed.lacking.emplace_back(name);
  }
  if (listed.reports.empty()) return tl::unexpected(troubles.front());
  for (Trouble& trouble : troubles) {
    trouble.severity = Diagnostic::Severity::kWarning;
    call.reporter.Tell(call.place, trouble);
  }
  return listed;
}

std::string HeadOf(const Scene& scene, std::string_view dimension) {
  if (dimension == "owner") return std::string(scene.Say("Owner class", "归属类别"));
  if (dimension == "directory") return std::string(scene.Say("Directory", "目录"));
  if (dimension == "subsystem") return std::string(scene.Say("Subsystem", "子系统"));
  if (dimension == "language") return std::string(scene.Say("Language", "语言"));
  if (dimension == "class") return std::string(scene.Say("Kind of unsafe", "unsafe 的种类"));
  if (dimension == "category") return std::string(scene.Say("Category", "分类"));
  if (dimension == "bus") return std::string(scene.Say("Bus", "总线"));
  return std::string(dimension);
}

// top= of a table; `all` without.
Or<std::size_t> TakeTop(Arguments& arguments, std::size_t all) {
  const std::optional<std::string> text = arguments.Take("top");
  if (!text) return all;
  const std::optional<std::int64_t> number = ParseInt(*text);
  if (!number || *number < 1 || *number > 200)
    return Bad("F021", fmt::format("top={}: a number from 1 to 200 is wanted", Quoted(*text)));
  return static_cast<std::size_t>(*number);
}

struct FileLine {
  std::string name;
  std::string owner;
  std::array<std::uint64_t, 4> counts{};  // code, comment, blank, unsafe
};

// The `top` with most code, in the order they came, and one line for all others.
void KeepLargest(std::vector<FileLine>& files, std::size_t top, const Scene& scene) {
  if (files.size() <= top) return;
  std::vector<std::size_t> order(files.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return files[a].counts[0] > files[b].counts[0]; });
  std::vector<bool> kept(files.size());
  for (std::size_t i = 0; i < top; ++i) kept[order[i]] = true;
  std::vector<FileLine> lines;
  FileLine rest;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (kept[i]) {
      lines.push_back(std::move(files[i]));
    } else {
      for (std::size_t n = 0; n < rest.counts.size(); ++n) rest.counts[n] += files[i].counts[n];
    }
  }
  const std::size_t others = files.size() - top;
  rest.name = fmt::format("{}{}{}", scene.Say("", "其余"), others, scene.Say(others == 1 ? " other" : " others", "个"));
  lines.push_back(std::move(rest));
  files = std::move(lines);
}

Or<std::string> FilesTable(DirectiveCall& call, Arguments& arguments, const std::optional<std::string>& release) {
  const std::optional<std::string> directory = arguments.Take("directory");
  const Or<std::size_t> top = TakeTop(arguments, std::numeric_limits<std::size_t>::max());
  if (!top) return tl::unexpected(top.error());
  if (auto trouble = arguments.Unused({"directory", "release", "top"})) return tl::unexpected(*trouble);
  if (!directory) return Bad("F021", "the files of which directory? Write directory=drivers/net/phy");
  const Or<const Report*> report = FindRelease(call.scene.context, release.value_or(""));
  if (!report) return tl::unexpected(report.error());
  const Scene& scene = call.scene;
  const std::string below = *directory + "/";
  std::vector<FileLine> files;
  for (const FileRow& file : (*report)->rust_files) {
    if (!file.path.starts_with(below)) continue;
    const BlobFinding& f = file.finding;
    files.push_back({PathCode(std::string_view(file.path).substr(below.size())),
                     file.owner ? EscapeText(Pick(scene.lang(), NameOf(*file.owner))) : "",
                     {f.lines.code, f.lines.comment, f.lines.blank, f.unsafe_tokens}});
  }
  if (files.empty())
    return tl::unexpected(
        MissingData("F017", fmt::format("{} has no Rust below {}", (*report)->name, Quoted(*directory)), ""));
  KeepLargest(files, *top, scene);
  // A column that says the same in each row says nothing.
  const bool owners = std::any_of(files.begin(), files.end(), [&](const FileLine& line) {
    return !line.owner.empty() && line.owner != files.front().owner;
  });
  std::vector<Column> columns = {{std::string(scene.Say("File", "文件")), false}};
  if (owners) columns.push_back({std::string(scene.Say("Owner class", "归属类别")), false});
  columns.insert(columns.end(), {{std::string(scene.Say("Code", "代码")), true},
                                 {std::string(scene.Say("Comment", "注释")), true},
                                 {std::string(scene.Say("Blank", "空行")), true},
                                 {"<code>unsafe</code>", true}});
  std::vector<std::vector<std::string>> rows;
  for (const FileLine& line : files) {
    std::vector<std::string>& row = rows.emplace_back(1, line.name);
    if (owners) row.push_back(line.owner);
    for (const std::uint64_t count : line.counts) row.push_back(GroupThousands(static_cast<std::int64_t>(count)));
  }
  return Rows(call,
              CaptionOf(call, fmt::format("{}{} · {}", scene.Say("Rust files below ", "Rust 文件："), *directory,
                                          (*report)->name)),
              columns, rows);
}

}  // namespace

Or<std::string> TableDirective(DirectiveCall& call) {
  Arguments arguments(call.argument);
  constexpr std::string_view kForm =
      "```{table} metric, metric by owner|directory|subsystem|language|class|category|bus; release=...; top=10, or "
      "```{table} files; "
      "directory=...; top=10";
  if (auto trouble = arguments.WantPositional(1, 1, kForm)) return tl::unexpected(*trouble);
  const std::optional<std::string> release = arguments.Take("release");
  const std::string& what = arguments.positional()[0];
  call.scene.record.bound.push_back(
      {fmt::format("table {}", Trimmed(call.argument)), call.reporter.SpotOf(call.place)});
  if (what == "files") return FilesTable(call, arguments, release);

  const Or<std::size_t> top = TakeTop(arguments, 200);
  if (!top) return tl::unexpected(top.error());
  if (auto trouble = arguments.Unused({"release", "top"})) return tl::unexpected(*trouble);
  const std::size_t by = what.find(" by ");
  if (by == std::string::npos) return Bad("F021", fmt::format("write {}", kForm));
  const std::string dimension(Trimmed(what.substr(by + 4)));
  const Or<Listed> listed = Releases(call, release);
  if (!listed) return tl::unexpected(listed.error());
  const std::vector<const Report*>& reports = listed->reports;
  const Lang lang = call.scene.lang();

  struct Asked {
    const MetricInfo* metric;
    const Report* report;
  };
  std::vector<Asked> asked;
  std::vector<Column> columns = {{HeadOf(call.scene, dimension), false}};
  std::string names;
  for (const std::string_view id : Split(std::string_view(what).substr(0, by), ',')) {
    for (const Report* report : reports) {
      const Or<Answer> whole = Ask(*report, Trimmed(id), {});
      if (!whole) return tl::unexpected(whole.error());
      const std::vector<std::string_view> dimensions = Split(whole->metric->dimensions, ',');
      if (std::find(dimensions.begin(), dimensions.end(), dimension) == dimensions.end()) {
        return Bad("F014", fmt::format("{} is not known by {}; it is by {}", Quoted(Trimmed(id)), Quoted(dimension),
                                       whole->metric->dimensions));
      }
      if (asked.empty() || asked.back().metric != whole->metric) {
        names += fmt::format("{}{}", names.empty() ? "" : call.scene.Say("; ", "、"), Pick(lang, whole->metric->name));
      }
      asked.push_back({whole->metric, report});
    }
  }
  const bool one_metric =
      std::all_of(asked.begin(), asked.end(), [&](const Asked& a) { return a.metric == asked[0].metric; });
  for (const Asked& a : asked) {
    columns.push_back({EscapeText(reports.size() == 1 ? std::string(Pick(lang, a.metric->name))
                                  : one_metric        ? a.report->name
                                               : fmt::format("{} · {}", Pick(lang, a.metric->name), a.report->name)),
                       true});
  }
  // Keys of any release; owners in their own order, everything else by the last column's value, largest first.
  std::vector<std::string> keys;
  if (dimension == "owner") {
    for (std::size_t i = 0; i < kOwners; ++i) keys.emplace_back(IdOf(static_cast<Owner>(i)));
  } else {
    for (const Asked& a : asked) {
      for (const MetricRow& row : a.report->metrics) {
        if (row.metric == a.metric->id && row.dimension == dimension) keys.push_back(row.key);
      }
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const auto value = [&](const std::string& key) {
      return asked.back().report->Value(asked.back().metric->id, dimension, key).value_or(MetricValue{});
    };
    std::stable_sort(keys.begin(), keys.end(),
                     [&](const std::string& a, const std::string& b) { return Compare(value(a), value(b)) > 0; });
  }
  if (keys.size() > *top) keys.resize(*top);
  std::vector<std::vector<std::string>> rows;
  for (const std::string& key : keys) {
    const auto& key_name = call.scene.context.key_name;
    const std::string name =
        EscapeText(Printable(key_name ? key_name(dimension, key) : NameOfKey(dimension, key, lang)));
    const bool path = dimension == "directory" || dimension == "subsystem";
    std::vector<std::string> row = {path ? fmt::format("<code class=\"path\">{}</code>", name) : name};
    for (const Asked& a : asked) {
      const MetricValue value = a.report->Value(a.metric->id, dimension, key).value_or(MetricValue{});
      row.push_back(EscapeText(FormatValue(a.metric->unit, a.metric->decimals, value, lang)));
    }
    rows.push_back(std::move(row));
  }
  std::string caption = names;
  if (reports.size() == 1) caption += " · " + reports[0]->name;
  std::string words = CaptionOf(call, caption);
  if (!listed->lacking.empty()) {
    std::string lacking;
    for (const std::string& name : listed->lacking)
      lacking += std::string(lacking.empty() ? "" : call.scene.Say(", ", "、")) + name;
    words += fmt::format(R"( · <span class="absent">{}{}</span>)", call.scene.Say("Not measured here: ", "此处未测："),
                         EscapeText(lacking));
  }
  return Rows(call, words, columns, rows);
}

Or<std::string> FilesDirective(DirectiveCall& call) {
  Arguments arguments(call.argument);
  if (auto trouble = arguments.WantPositional(0, 0, "```{files} directory=drivers/net/phy; release=..."))
    return tl::unexpected(*trouble);
  const std::optional<std::string> release = arguments.Take("release");
  call.scene.record.bound.push_back(
      {fmt::format("table files; {}", Trimmed(call.argument)), call.reporter.SpotOf(call.place)});
  return FilesTable(call, arguments, release);
}

Or<std::string> OwnersDirective(DirectiveCall& call) {
  Arguments arguments(call.argument);
  if (auto trouble = arguments.WantPositional(0, 0, "```{owners}")) return tl::unexpected(*trouble);
  if (auto trouble = arguments.Unused({})) return tl::unexpected(*trouble);
  const Scene& scene = call.scene;
  std::vector<std::vector<std::string>> rows;
  for (const OwnerRule& rule : OwnerRules()) {
    rows.push_back({rule.pattern.empty() ? std::string(scene.Say("by content", "依内容判断"))
                                         : fmt::format("<code>{}</code>", EscapeText(rule.pattern)),
                    EscapeText(Pick(scene.lang(), NameOf(rule.owner))), EscapeText(Pick(scene.lang(), rule.why))});
  }
  const std::vector<Column> columns = {{std::string(scene.Say("Path", "路径")), false},
                                       {std::string(scene.Say("Owner class", "归属类别")), false},
                                       {std::string(scene.Say("Why", "理由")), false}};
  return Rows(
      call,
      CaptionOf(call, fmt::format(
                          "{}{}",
                          scene.Say("Whose Rust a file is: the first rule that matches decides. Version of the rules: ",
                                    "Rust 文件的归属：从上到下，第一条匹配的规则生效。规则修订号："),
                          kRulesVersion)),
      columns, rows);
}

}  // namespace ferrotype::text
