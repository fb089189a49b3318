#include "renderer/import/looks.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/import/metadata.h"
#include "renderer/text/chinese.h"
#include "renderer/text/runes.h"

namespace ferrotype::imports {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t Runes(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(DecodeUtf8(text).bytes);
    ++count;
  }
  return count;
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string AnchorFor(std::string_view words) {
  std::string id;
  for (const char c : Lower(words)) {
    if (IsLetter(c) || IsDigit(c)) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  while (!id.empty() && !IsLetter(id.front())) id.erase(0, 1);
  if (id.size() > 40) id.resize(id.find_last_of('-', 40) == std::string::npos ? 40 : id.find_last_of('-', 40));
  return id;
}

std::optional<Fence> FenceOf(std::string_view line) {
  const std::size_t indent = line.find_first_not_of(' ');
  if (indent == std::string_view::npos || indent > 11) return std::nullopt;
  const char c = line[indent];
  if (c != '`' && c != '~') return std::nullopt;
  const std::size_t end = std::min(line.find_first_not_of(c, indent), line.size());
  if (end - indent < 3) return std::nullopt;
  const std::string_view info = TrimBlanks(line.substr(end));
  if (c == '`' && info.find('`') != std::string_view::npos) return std::nullopt;
  return Fence{std::string(end - indent, c), indent, std::string(info)};
}

std::string LanguageOf(std::string_view info) {
  std::string out;
  for (const char c : info) {
    if (IsLetter(c) || IsDigit(c) || c == '+' || c == '-' || c == '_') {
      out += c;
    } else if (!out.empty()) {
      break;
    }
  }
  return Lower(out);
}

std::optional<Numbered> NumberedLine(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos || !IsDigit(line[begin])) return std::nullopt;
  const std::size_t end = std::min(line.find_first_not_of("0123456789", begin), line.size());
  const auto number = ParseInt(line.substr(begin, end - begin));
  if (!number || *number > 99'999) return std::nullopt;
  if (end == line.size()) return Numbered{*number, end};
  std::size_t at = end;
  if (line[at] == ':' || line[at] == '.' || line[at] == '|') ++at;
  if (at < line.size() && line[at] != ' ' && line[at] != '\t') return std::nullopt;
  std::size_t gap = at;
  while (gap < line.size() && line[gap] == ' ') ++gap;
  if (gap < line.size() && line[gap] == '|') at = gap + 1;
  if (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  return Numbered{*number, at};
}

bool TakeLineNumbers(std::vector<std::string>& code) {
  std::optional<std::int64_t> before;
  int numbered = 0;
  for (const std::string& line : code) {
    if (TrimBlanks(line).empty()) continue;
    const auto number = NumberedLine(line);
    if (!number || (before && number->number != *before + 1)) return false;
    before = number->number;
    ++numbered;
  }
  if (numbered < 3) return false;
  std::size_t common = std::string::npos;  // blanks that the numbers' column left before every line
  for (std::string& line : code) {
    if (const auto number = NumberedLine(line)) line.erase(0, number->end);
    if (TrimBlanks(line).empty()) continue;
    common = std::min(common, line.find_first_not_of(' '));
  }
  for (std::string& line : code) {
    if (common != std::string::npos && line.size() >= common) line.erase(0, common);
  }
  return true;
}

bool LooksLikeCode(std::string_view line) {
  const std::string_view text = TrimBlanks(line);
  if (text.empty() || text::HasHan(text.substr(0, 12))) return false;
  static constexpr std::array<std::string_view, 26> kHeads = {
      "fn ",      "pub ",    "use ",    "let ",    "impl ",   "struct ", "enum ",   "trait ", "unsafe ",
      "#include", "#define", "#[",      "static ", "extern ", "mod ",    "return ", "int ",   "void ",
      "if (",     "for (",   "while (", "$ ",      "sudo ",   "printk(", "pr_info", "match "};
  const bool head = std::any_of(kHeads.begin(), kHeads.end(), [&](std::string_view h) { return text.starts_with(h); });
  const bool tail =
      text.ends_with(';') || text.ends_with('{') || text == "}" || text == "};" || text == "})" || text == "});";
  return (head && (tail || text.starts_with("#") || text.starts_with("$ ") || text.starts_with("sudo "))) ||
         (tail && text.size() < 100 && text.find(". ") == std::string_view::npos);
}

bool LooksLikeHeading(std::string_view line) {
  std::string_view text = TrimBlanks(line);
  const bool bold =
      (text.starts_with("**") && text.ends_with("**")) || (text.starts_with("__") && text.ends_with("__"));
  if (bold) text = text.size() > 4 ? text.substr(2, text.size() - 4) : std::string_view();
  if (text.empty() || Runes(text) > 50 || text.find("**") != std::string_view::npos) return false;
  static constexpr std::string_view kNoHeads[] = {"- ", "* ", "+ ", "> ", "|", "#", "<", "[", "!", "`", "$"};
  for (const std::string_view mark : kNoHeads) {
    if (text.starts_with(mark)) return false;
  }
  for (const std::string_view end :
       {".", "。", ":", "：", ",", "，", ";", "；", "!", "！", "…", "”", "\"", ")", "）"}) {
    if (text.ends_with(end)) return false;
  }
  if (bold) return true;
  static constexpr std::string_view kNumerals[] = {"一、", "二、", "三、", "四、", "五、", "六、",
                                                   "七、", "八、", "九、", "十、", "第"};
  for (const std::string_view numeral : kNumerals) {
    if (text.starts_with(numeral)) return true;
  }
  if (IsDigit(text.front())) {
    const std::size_t end = text.find_first_not_of("0123456789.");
    return end != std::string_view::npos && end > 0 && (text[end] == ' ' || text.substr(end).starts_with("、"));
  }
  if (text::HasHan(text)) return Runes(text) <= 20;
  return (text.front() >= 'A' && text.front() <= 'Z') && Runes(text) <= 45;
}

}  // namespace ferrotype::imports
