#include "renderer/check/print.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/text/codes.h"

namespace ferrotype {
namespace {

constexpr std::string_view kRoot = "content/";  // what paths of diagnostics begin with
constexpr std::size_t kTab = 4;
constexpr std::size_t kWidest = 100;  // of a line that is shown

struct Glyph {
  std::string text;
  std::size_t width = 0;
};

std::size_t WidthOf(char32_t rune) {
  const auto point = static_cast<UChar32>(rune);
  const int category = u_charType(point);
  if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK) return 0;
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// One a character, as a terminal may show it.
std::vector<Glyph> Glyphs(std::string_view line) {
  std::vector<Glyph> glyphs;
  std::size_t column = 0;
  while (!line.empty()) {
    const DecodedRune rune = DecodeUtf8(line);
    Glyph glyph;
    if (rune.value == '\t') {
      glyph = {std::string(kTab - column % kTab, ' '), kTab - column % kTab};
    } else if (!rune.valid || IsDeceptive(rune.value)) {
      glyph.text = Printable(line.substr(0, rune.bytes));
      glyph.width = glyph.text.size();
    } else {
      glyph = {std::string(line.substr(0, rune.bytes)), WidthOf(rune.value)};
    }
    column += glyph.width;
    glyphs.push_back(std::move(glyph));
    line.remove_prefix(rune.bytes);
  }
  return glyphs;
}

// The line and, under its character `column`, a caret; both begin with `gutter`.
std::string Shown(std::string_view line, int column, const std::string& gutter, const std::string& empty_gutter) {
  const std::vector<Glyph> glyphs = Glyphs(line);
  const std::size_t at = std::min(static_cast<std::size_t>(std::max(column, 1) - 1), glyphs.size());
  std::size_t begin = at;  // two thirds of the room before the place
  std::size_t before = 0;
  while (begin > 0 && before + glyphs[begin - 1].width <= kWidest * 2 / 3) before += glyphs[--begin].width;
  std::size_t end = at;
  std::size_t width = before;
  while (end < glyphs.size() && width + glyphs[end].width <= kWidest) width += glyphs[end++].width;
  std::string shown = begin > 0 ? "…" : "";
  std::string under(begin > 0 ? 1 : 0, ' ');
  for (std::size_t i = begin; i < end; ++i) shown += glyphs[i].text;
  if (end < glyphs.size()) shown += "…";
  under += std::string(before, ' ') + "^";
  return fmt::format("{}{}\n{}{}\n", gutter, shown, empty_gutter, under);
}

// The lines of files, split once.
class Lines {
 public:
  explicit Lines(const FileSet& content) : content_(content) {}

  std::optional<std::string_view> Find(const std::string& path, int line) {
    if (!path.starts_with(kRoot)) return std::nullopt;
    const auto file = content_.find(path.substr(kRoot.size()));
    if (file == content_.end()) return std::nullopt;
    const auto [lines, fresh] = lines_.try_emplace(path);
    if (fresh) {
      std::string_view bytes = file->second;
      if (bytes.starts_with("\uFEFF")) bytes.remove_prefix(3);
      lines->second = Split(bytes, '\n');
    }
    if (line < 1 || static_cast<std::size_t>(line) > lines->second.size()) return std::nullopt;
    std::string_view found = lines->second[static_cast<std::size_t>(line) - 1];
    if (found.ends_with('\r')) found.remove_suffix(1);
    return found;
  }

 private:
  const FileSet& content_;
  std::map<std::string, std::vector<std::string_view>> lines_;
};

}  // namespace

std::size_t WidthOf(std::string_view text) {
  std::size_t width = 0;
  for (const Glyph& glyph : Glyphs(text)) width += glyph.width;
  return width;
}

std::string PrintText(const std::vector<Diagnostic>& diagnostics, const FileSet& content, const std::string& root) {
  Lines lines(content);
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    Diagnostic shown = diagnostic;
    if (shown.path.starts_with(kRoot)) shown.path = root + shown.path.substr(kRoot.size());
    out += Describe(shown) + "\n";
    const std::optional<std::string_view> line = lines.Find(diagnostic.path, diagnostic.line);
    if (line) out += Shown(*line, diagnostic.column, fmt::format("{:>5} | ", diagnostic.line), "      | ");
  }
  return out;
}

std::string PrintSarif(const std::vector<Diagnostic>& diagnostics, std::string_view version,
                       std::string_view base_url) {
  using Json = nlohmann::ordered_json;
  const auto level = [](Diagnostic::Severity severity) { return std::string(IdOf(severity)); };
  Json rules = Json::array();
  std::map<std::string_view, std::size_t> indices;
  for (const CodeInfo& code : Codes()) {
    indices[code.id] = rules.size();
    Json rule = {{"id", code.id},
                 {"shortDescription", {{"text", code.name.en}}},
                 {"fullDescription", {{"text", code.why.en}}},
                 {"help", {{"text", code.cure.en}}},
                 {"defaultConfiguration", {{"level", level(code.severity)}}}};
    if (!base_url.empty()) rule["helpUri"] = fmt::format("{}en/diagnostics/{}/index.html", base_url, code.id);
    rules.push_back(std::move(rule));
  }
  Json results = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) {
    Json result = {{"ruleId", diagnostic.code}};
    if (const auto index = indices.find(diagnostic.code); index != indices.end()) result["ruleIndex"] = index->second;
    result["level"] = level(diagnostic.severity);
    result["message"] = {{"text", Printable(diagnostic.message)}};
    std::string uri;
    for (const char c : diagnostic.path) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         std::string_view("-._~/").find(c) != std::string_view::npos;
      uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    result["locations"] = Json::array(
        {{{"physicalLocation",
           {{"artifactLocation", {{"uri", uri}}},
            {"region",
             {{"startLine", std::max(diagnostic.line, 1)}, {"startColumn", std::max(diagnostic.column, 1)}}}}}}});
    results.push_back(std::move(result));
  }
  const Json sarif = {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", Json::array({{{"tool", {{"driver", {{"name", "ferrotype"}, {"version", version}, {"rules", rules}}}}},
                             {"columnKind", "unicodeCodePoints"},
                             {"results", results}}})}};
  return sarif.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ferrotype
