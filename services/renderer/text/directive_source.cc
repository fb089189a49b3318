// source and compare: excerpts of the kernel's own files, as a release has them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "renderer/text/arguments.h"
#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/file_facts.h"
#include "renderer/text/fragment.h"
#include "renderer/text/items.h"
#include "renderer/text/values.h"

namespace ferrotype::text {
namespace {

constexpr int kMostLines = 400;  // an excerpt, not a copy

struct Excerpt {
  const Report* report = nullptr;
  std::string path;
  std::string language;
  std::optional<std::string> code;  // empty: the store has no bytes of it
  LineRange lines;
  std::string license;  // SPDX expression; empty when the file says none
};

std::string LanguageOf(std::string_view path) {
  if (path.ends_with(".rs")) return "rust";
  if (path.ends_with(".c") || path.ends_with(".h")) return "c";
  if (path.ends_with(".sh")) return "sh";
  const std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  if (name.starts_with("Kconfig")) return "kconfig";
  if (name == "Kbuild" || name.starts_with("Makefile")) return "make";
  return "";
}

// The file's own word: `SPDX-License-Identifier: GPL-2.0` in one of its first lines.
std::string LicenseOf(std::string_view bytes) {
  constexpr std::string_view kMark = "SPDX-License-Identifier:";
  constexpr std::size_t kHead = 4096;
  const std::string_view head = bytes.substr(0, kHead);
  const std::size_t at = head.find(kMark);
  if (at == std::string_view::npos) return "";
  std::string_view line = head.substr(at + kMark.size());
  line = Trimmed(line.substr(0, line.find('\n')));
  if (line.ends_with("*/")) line = Trimmed(line.substr(0, line.size() - 2));
  if (line.ends_with("-->")) line = Trimmed(line.substr(0, line.size() - 3));
  return Printable(line);
}

// No address of a person is printed, wherever it stands: `<name@host>` becomes `<…>`.
std::string WithoutAddresses(std::string_view code) {
  std::string out;
  while (true) {
    const std::size_t open = code.find('<');
    out += code.substr(0, open);
    if (open == std::string_view::npos) return out;
    code.remove_prefix(open);
    const std::size_t stop = code.find_first_of(" \t\n>\"<", 1);
    const std::string_view inner = stop == std::string_view::npos ? std::string_view() : code.substr(1, stop - 1);
    const std::size_t at = inner.find('@');
    if (stop != std::string_view::npos && code[stop] == '>' && at != std::string_view::npos && at > 0 &&
        at + 1 < inner.size()) {
      out += "<…>";
      code.remove_prefix(stop + 1);
    } else {
      out += '<';
      code.remove_prefix(1);
    }
  }
}

// Lines `range` of `bytes`, without the white space that all of them begin with.
std::string Cut(std::string_view bytes, LineRange range) {
  const std::vector<std::string_view> all = Split(bytes, '\n');
  std::vector<std::string_view> lines;
  for (int n = range.first; n <= range.last && static_cast<std::size_t>(n) <= all.size(); ++n)
    lines.push_back(all[static_cast<std::size_t>(n) - 1]);
  std::string_view indent;
  bool first = true;
  for (const std::string_view line : lines) {
    const std::size_t text = line.find_first_not_of(" \t");
    if (text == std::string_view::npos) continue;
    const std::string_view own = line.substr(0, text);
    if (first) {
      indent = own;
      first = false;
      continue;
    }
    std::size_t same = 0;
    while (same < indent.size() && same < own.size() && indent[same] == own[same]) ++same;
    indent = indent.substr(0, same);
  }
  std::string out;
  for (std::string_view line : lines) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    out += line.size() >= indent.size() && line.starts_with(indent) ? line.substr(indent.size()) : std::string_view();
    out += '\n';
  }
  return WithoutAddresses(out);
}

Or<LineRange> ParseLines(std::string_view text, std::size_t in_file) {
  const std::size_t dash = text.find('-');
  const std::optional<std::int64_t> first = ParseInt(Trimmed(text.substr(0, dash)));
  const std::optional<std::int64_t> last =
      dash == std::string_view::npos ? first : ParseInt(Trimmed(text.substr(dash + 1)));
  if (!first || !last || *first < 1 || *last < *first)
    return Bad("F021", fmt::format("lines={}: a range such as 10-20 is wanted", Quoted(text)));
  if (static_cast<std::size_t>(*last) > in_file)
    return Bad("F021", fmt::format("lines={}: the file has {}", Quoted(text), in_file));
  return LineRange{static_cast<int>(*first), static_cast<int>(*last)};
}

Or<Excerpt> Take(DirectiveCall& call, Arguments& arguments, const std::string& release_name) {
  const std::optional<std::string> path = arguments.Take("path");
  const std::optional<std::string> item = arguments.Take("item");
  const std::optional<std::string> lines = arguments.Take("lines");
  const std::optional<std::string> release = arguments.Take("release");
  if (auto trouble = arguments.WantPositional(0, 0, "path=...; item=fn name (or lines=10-20); release=..."))
    return tl::unexpected(*trouble);
  if (auto trouble = arguments.Unused({"path", "item", "lines", "release"})) return tl::unexpected(*trouble);
  if (!path) return Bad("F021", "which file? Write path=...");
  if (item && lines) return Bad("F021", "item= or lines=, not both");
  const Or<const Report*> report = FindRelease(call.scene.context, release.value_or(release_name));
  if (!report) return tl::unexpected(report.error());
  if (auto trouble = CheckFileExists(call.scene.context.library, **report, *path)) return tl::unexpected(*trouble);

  Excerpt excerpt{*report, *path, LanguageOf(*path), std::nullopt, {}, ""};
  const Library& library = call.scene.context.library;
  const Result<std::optional<BlobOid>> blob = library.FindBlob(**report, *path);
  if (!blob || !*blob) return Bad("F017", fmt::format("{} has no file {}", (*report)->name, Quoted(*path)));
  const Result<std::optional<Bytes>> bytes = library.Quote(**blob);
  if (!bytes) return Bad("F023", fmt::format("{}: {}", *path, bytes.error().message));
  if (!*bytes) return excerpt;
  const std::string_view source = **bytes;
  const auto in_file = static_cast<std::size_t>(std::count(source.begin(), source.end(), '\n') +
                                                (source.empty() || source.back() == '\n' ? 0 : 1));
  excerpt.lines = {1, static_cast<int>(in_file)};
  if (lines) {
    const Or<LineRange> range = ParseLines(*lines, in_file);
    if (!range) return tl::unexpected(range.error());
    excerpt.lines = *range;
  } else if (item) {
    if (excerpt.language != "rust" && excerpt.language != "c")
      return Bad("F022", "items are found in Rust and C files alone; name lines");
    const Or<LineRange> range = FindItem(source, excerpt.language == "rust" ? Grammar::kRust : Grammar::kC, *item);
    if (!range) return tl::unexpected(range.error());
    excerpt.lines = *range;
  }
  if (excerpt.lines.last - excerpt.lines.first + 1 > kMostLines) {
    return Bad("F021", fmt::format("{} lines are no excerpt; at most {}", excerpt.lines.last - excerpt.lines.first + 1,
                                   kMostLines));
  }
  excerpt.license = LicenseOf(source);
  excerpt.code = Cut(source, excerpt.lines);
  return excerpt;
}

std::string Caption(const Scene& scene, const Excerpt& excerpt, const std::string& words) {
  const std::string lines =
      !excerpt.code ? ""
      : excerpt.lines.first == excerpt.lines.last
          ? fmt::format("{}{}", scene.Say(", line ", "，第"), excerpt.lines.first)
          : fmt::format("{}{}–{}", scene.Say(", lines ", "，第"), excerpt.lines.first, excerpt.lines.last);
  const std::string license =
      excerpt.code && excerpt.license.empty() ? std::string(scene.Say("no SPDX line", "无 SPDX 行")) : excerpt.license;
  return fmt::format("<figcaption>{}<span class=\"origin\">{}{}{} · {}{}</span></figcaption>\n",
                     words.empty() ? "" : fmt::format("<span class=\"words\">{}</span> ", words),
                     PathCode(excerpt.path), lines, lines.empty() ? "" : scene.Say("", "行"),
                     EscapeText(excerpt.report->name),
                     license.empty() ? "" : fmt::format(" · <span class=\"license\">{}</span>", EscapeText(license)));
}

std::string Figure(DirectiveCall& call, Place place, const Excerpt& excerpt, const std::string& words) {
  std::string body;
  if (excerpt.code) {
    body = HighlightCode(*excerpt.code, excerpt.language, excerpt.lines.first);
  } else {
    call.reporter.Warn(place, "F023",
                       fmt::format("the store keeps no bytes of {} in {}", Quoted(excerpt.path), excerpt.report->name));
    body = fmt::format(
        "<p class=\"absent\">{}</p>\n",
        call.scene.Say("This excerpt is not in the store for this release.", "数据仓库中没有该内核版本的这段源码。"));
  }
  return fmt::format("<figure class=\"source\">\n{}{}</figure>\n", Caption(call.scene, excerpt, words), body);
}

}  // namespace

Or<std::string> SourceDirective(DirectiveCall& call) {
  Arguments arguments(call.argument);
  const Or<Excerpt> excerpt = Take(call, arguments, "");
  if (!excerpt) return tl::unexpected(excerpt.error());
  Reporter inside = call.reporter.Inside(call.body, call.place.line + 1);
  return Figure(call, call.place, *excerpt, RenderFragment(call.body, FragmentKind::kLine, call.scene, inside).html);
}

Or<std::string> CompareDirective(DirectiveCall& call) {
  Arguments arguments(call.argument);
  const std::optional<std::string> release = arguments.Take("release");
  if (auto trouble = arguments.WantPositional(
          0, 0, "```{compare} release=..., and two lines: c: path=...; item=... and rust: path=...; item=...")) {
    return tl::unexpected(*trouble);
  }
  if (auto trouble = arguments.Unused({"release"})) return tl::unexpected(*trouble);
  std::string figures;
  int sides = 0;
  int line = call.place.line;
  for (const std::string_view text : Split(call.body, '\n')) {
    ++line;
    const std::string_view trimmed = Trimmed(text);
    if (trimmed.empty()) continue;
    const std::size_t colon = trimmed.find(':');
    const std::string_view side = colon == std::string_view::npos ? std::string_view() : trimmed.substr(0, colon);
    if (side != "c" && side != "rust") {
      call.reporter.Error({line, 1}, "F021", "a line begins with c: or rust:");
      continue;
    }
    ++sides;
    Arguments options(trimmed.substr(colon + 1));
    const Or<Excerpt> excerpt = Take(call, options, release.value_or(""));
    if (!excerpt) {
      call.reporter.Tell({line, 1}, excerpt.error());
      const bool warning = excerpt.error().severity == Diagnostic::Severity::kWarning;
      figures += warning ? AbsentBlock(call.scene, excerpt.error()) : ProblemBlock(excerpt.error());
      continue;
    }
    figures += Figure(call, {line, 1}, *excerpt, side == "c" ? "C" : "Rust");
  }
  if (sides != 2) return Bad("F021", "two lines are wanted: one c:, one rust:");
  return fmt::format("<div class=\"compare\">\n{}</div>\n", figures);
}

}  // namespace ferrotype::text
