#include "renderer/import/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/text/flat_yaml.h"
#include "renderer/text/front_matter.h"

namespace ferrotype::imports {
namespace {

struct Alias {
  std::string_view written;
  std::string_view ours;
};

// As people write them, in small letters without blanks, hyphens and underscores.
constexpr Alias kAliases[] = {{"title", "title"},
                              {"标题", "title"},
                              {"题目", "title"},
                              {"titlezh", "title-zh"},
                              {"中文标题", "title-zh"},
                              {"titleen", "title"},
                              {"英文标题", "title"},
                              {"date", "date"},
                              {"created", "date"},
                              {"published", "date"},
                              {"pubdate", "date"},
                              {"publishdate", "date"},
                              {"time", "date"},
                              {"日期", "date"},
                              {"时间", "date"},
                              {"发布日期", "date"},
                              {"发布时间", "date"},
                              {"笔记日期", "date"},
                              {"noted", "date"},
                              {"dateofthenote", "date"},
                              {"notedate", "date"},
                              {"dateofnote", "date"},
                              {"author", "author"},
                              {"by", "author"},
                              {"作者", "author"},
                              {"authors", "authors"},
                              {"updated", "updated"},
                              {"modified", "updated"},
                              {"更新", "updated"},
                              {"更新日期", "updated"},
                              {"summary", "summary"},
                              {"description", "summary"},
                              {"abstract", "summary"},
                              {"excerpt", "summary"},
                              {"摘要", "summary"},
                              {"简介", "summary"},
                              {"描述", "summary"},
                              {"导读", "summary"},
                              {"keywords", "keywords"},
                              {"tags", "keywords"},
                              {"tag", "keywords"},
                              {"categories", "keywords"},
                              {"关键词", "keywords"},
                              {"关键字", "keywords"},
                              {"标签", "keywords"},
                              {"source", "source"},
                              {"original", "source"},
                              {"originaltitle", "source-title"},
                              {"原文", "source"},
                              {"来源", "source"},
                              {"原文标题", "source-title"},
                              {"原题", "source-title"},
                              {"sourcetitle", "source-title"},
                              {"sourceurl", "source-url"},
                              {"originalurl", "source-url"},
                              {"link", "source-url"},
                              {"原文链接", "source-url"},
                              {"链接", "source-url"},
                              {"原文地址", "source-url"},
                              {"via", "source-url"},
                              {"originalauthor", "source-author"},
                              {"原作者", "source-author"},
                              {"原文作者", "source-author"},
                              {"sourceauthor", "source-author"},
                              {"translator", "translator"},
                              {"译者", "translator"},
                              {"翻译", "translator"},
                              {"permission", "permission"},
                              {"license", "permission"},
                              {"许可", "permission"},
                              {"授权", "permission"},
                              {"venue", "venue"},
                              {"publication", "venue"},
                              {"journal", "venue"},
                              {"conference", "venue"},
                              {"发表", "venue"},
                              {"发表于", "venue"},
                              {"会议", "venue"},
                              {"期刊", "venue"},
                              {"doi", "doi"},
                              {"url", "url"},
                              {"网址", "url"},
                              {"cover", "cover"},
                              {"image", "cover"},
                              {"封面", "cover"},
                              {"题图", "cover"},
                              {"covercredit", "cover-credit"},
                              {"credit", "cover-credit"},
                              {"图片来源", "cover-credit"},
                              {"place", "place"},
                              {"location", "place"},
                              {"地点", "place"},
                              {"release", "release"},
                              {"版本", "release"},
                              {"lang", "lang"},
                              {"language", "lang"},
                              {"语言", "lang"}};

std::string Folded(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == ' ' || c == '-' || c == '_' || c == '*') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string_view OursFor(std::string_view key) {
  const std::string folded = Folded(key);
  for (const Alias& alias : kAliases) {
    if (alias.written == folded) return alias.ours;
  }
  return {};
}

std::string Unquoted(std::string_view text) {
  text = TrimBlanks(text);
  for (const char quote : {'"', '\''}) {
    if (text.size() >= 2 && text.front() == quote && text.back() == quote)
      return std::string(text.substr(1, text.size() - 2));
  }
  return std::string(text);
}

// `[words](url)`, or words and a bare address: both parts.
std::pair<std::string, std::string> WordsAndUrl(std::string_view value) {
  const std::size_t open = value.find('[');
  const std::size_t middle = value.find("](", open == std::string_view::npos ? 0 : open);
  if (open != std::string_view::npos && middle != std::string_view::npos) {
    const std::size_t close = value.find(')', middle);
    if (close != std::string_view::npos)
      return {std::string(value.substr(open + 1, middle - open - 1)),
              WithoutTracking(value.substr(middle + 2, close - middle - 2))};
  }
  const std::size_t http = std::min(value.find("https://"), value.find("http://"));
  if (http == std::string_view::npos) return {std::string(TrimBlanks(value)), ""};
  std::string_view url = value.substr(http);
  url = url.substr(0, url.find_first_of(" >)"));
  std::string_view words = TrimBlanks(value.substr(0, http));
  while (words.ends_with('<') || words.ends_with('(') || words.ends_with(','))
    words = TrimBlanks(words.substr(0, words.size() - 1));
  return {std::string(words), WithoutTracking(url)};
}

void Keep(Metadata& out, std::string_view key, std::string_view raw) {
  const std::string value = Unquoted(raw);
  if (value.empty()) return;
  const std::string_view ours = OursFor(key);
  if (ours.empty()) {
    out.unknown.emplace_back(TrimBlanks(key), value);
    return;
  }
  if (ours == "source") {
    const auto [words, url] = WordsAndUrl(value);
    if (!words.empty()) out.values.try_emplace("source-title", words);
    if (!url.empty()) out.values.try_emplace("source-url", url);
    return;
  }
  if (ours == "source-url" || ours == "url") {
    out.values.try_emplace(std::string(ours), WordsAndUrl(value).second.empty() ? value : WordsAndUrl(value).second);
    return;
  }
  const auto [known, fresh] = out.values.try_emplace(std::string(ours), value);
  if (!fresh && known->second != value) out.unknown.emplace_back(TrimBlanks(key), value);
}

struct Pair {
  std::string key;
  std::string value;
};

// `Key: value`, also `- **Key**: value` and with a full-width colon.
std::optional<Pair> PairOf(std::string_view line) {
  line = TrimBlanks(line);
  for (const std::string_view mark : {"- ", "* ", "+ ", "> "}) {
    if (line.starts_with(mark)) line = TrimBlanks(line.substr(2));
  }
  const std::size_t wide = line.find("：");
  const std::size_t narrow = line.find(':');
  const std::size_t at = std::min(wide, narrow);
  if (at == std::string_view::npos || at == 0 || at > 40) return std::nullopt;
  std::string key;
  for (const char c : line.substr(0, at)) {
    if (c != '*' && c != '`') key += c;
  }
  std::string_view value = line.substr(at + (at == wide ? 3 : 1));
  while (value.starts_with('*')) value.remove_prefix(1);
  return Pair{std::string(TrimBlanks(key)), std::string(TrimBlanks(value))};
}

bool IsBlank(const Line& line) { return TrimBlanks(line.text).empty(); }

void DropBlanks(std::vector<Line>& lines) {
  const auto first = std::find_if(lines.begin(), lines.end(), [](const Line& line) { return !IsBlank(line); });
  lines.erase(lines.begin(), first);
}

std::string Joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += fmt::format("{}{}", out.empty() ? "" : ", ", item);
  return out;
}

// author: {name: ..., email: ...}, image: {path: ...}: one of them is what the key means, the others are told.
void KeepMapping(Metadata& out, const std::string& key,
                 const std::vector<std::pair<std::string, std::string>>& mapping) {
  static constexpr std::string_view kMeant[] = {"name", "path", "url", "src", "title"};
  for (const auto& [below, value] : mapping) {
    const bool meant = std::find(std::begin(kMeant), std::end(kMeant), Folded(below)) != std::end(kMeant);
    if (meant && !OursFor(key).empty()) {
      Keep(out, key, value);
    } else if (!value.empty()) {
      out.unknown.emplace_back(fmt::format("{}.{}", key, below), value);
    }
  }
}

// `---` and keys, and no second `---`: the keys that stand there, up to the first line that is none.
bool TakeUnclosed(std::vector<Line>& lines, Metadata& out) {
  std::size_t taken = 1;
  while (taken < lines.size()) {
    const auto pair = PairOf(lines[taken].text);
    if (!pair || OursFor(pair->key).empty()) break;
    Keep(out, pair->key, pair->value);
    ++taken;
  }
  if (taken == 1) return false;
  out.doubts.push_back(fmt::format("line {}: this front matter was never closed", lines.front().number));
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(taken));
  return true;
}

bool TakeYaml(std::vector<Line>& lines, Metadata& out) {
  if (lines.empty() || TrimBlanks(lines.front().text) != "---") return false;
  const auto end = std::find_if(lines.begin() + 1, lines.end(), [](const Line& line) {
    return TrimBlanks(line.text) == "---" || TrimBlanks(line.text) == "...";
  });
  if (end == lines.end()) return TakeUnclosed(lines, out);
  std::string yaml;
  for (auto line = lines.begin() + 1; line != end; ++line) yaml += line->text + "\n";
  std::vector<text::YamlTrouble> troubles;
  const std::vector<text::YamlEntry> entries = text::ReadFlatYaml(yaml, troubles);
  Metadata found;
  if (troubles.empty()) {
    for (const text::YamlEntry& entry : entries) {
      if (entry.kind == text::YamlEntry::Kind::kMapping) {
        KeepMapping(found, entry.key, entry.mapping);
      } else {
        Keep(found, entry.key, entry.kind == text::YamlEntry::Kind::kList ? Joined(entry.list) : entry.scalar);
      }
    }
  } else {
    for (auto line = lines.begin() + 1; line != end; ++line) {
      if (const auto pair = PairOf(line->text)) Keep(found, pair->key, pair->value);
    }
  }
  if (found.values.empty()) return false;  // a rule between two lines
  out.values.merge(found.values);
  out.unknown.insert(out.unknown.end(), found.unknown.begin(), found.unknown.end());
  lines.erase(lines.begin(), end + 1);
  return true;
}

bool TakeToml(std::vector<Line>& lines, Metadata& out) {
  if (lines.empty() || TrimBlanks(lines.front().text) != "+++") return false;
  const auto end =
      std::find_if(lines.begin() + 1, lines.end(), [](const Line& line) { return TrimBlanks(line.text) == "+++"; });
  if (end == lines.end()) return false;
  std::string table;  // [author]
  for (auto line = lines.begin() + 1; line != end; ++line) {
    const std::size_t equals = line->text.find('=');
    if (const std::string_view head = TrimBlanks(line->text); head.starts_with('[') && head.ends_with(']')) {
      table = TrimBlanks(head.substr(1, head.size() - 2));
      continue;
    }
    if (equals == std::string::npos) continue;
    const std::string key = line->text.substr(0, equals);
    std::string value(TrimBlanks(std::string_view(line->text).substr(equals + 1)));
    for (const std::string_view quotes : {"\"\"\"", "'''"}) {
      if (!value.starts_with(quotes)) continue;
      std::string whole = value.substr(quotes.size());
      while (whole.find(quotes) == std::string::npos && line + 1 != end) whole += fmt::format(" {}", (++line)->text);
      value = TrimBlanks(std::string_view(whole).substr(0, whole.find(quotes)));
      break;
    }
    if (value.starts_with('[') && value.ends_with(']')) {
      std::vector<std::string> items;
      for (const std::string_view item : Split(std::string_view(value).substr(1, value.size() - 2), ','))
        items.push_back(Unquoted(item));
      value = Joined(items);
    }
    if (!table.empty() && OursFor(key).empty()) {
      KeepMapping(out, table, {{std::string(TrimBlanks(key)), Unquoted(value)}});
    } else {
      Keep(out, key, value);
    }
  }
  lines.erase(lines.begin(), end + 1);
  return true;
}

bool TakeComment(std::vector<Line>& lines, Metadata& out) {
  if (lines.empty() || !TrimBlanks(lines.front().text).starts_with("<!--")) return false;
  const auto end = std::find_if(lines.begin(), lines.end(),
                                [](const Line& line) { return line.text.find("-->") != std::string::npos; });
  if (end == lines.end()) return false;
  Metadata found;
  for (auto line = lines.begin(); line <= end; ++line) {
    std::string_view text = TrimBlanks(line->text);
    if (text.starts_with("<!--")) text.remove_prefix(4);
    if (const std::size_t close = text.find("-->"); close != std::string_view::npos) text = text.substr(0, close);
    if (const auto pair = PairOf(text)) Keep(found, pair->key, pair->value);
  }
  if (found.values.empty()) return false;
  out.values.merge(found.values);
  out.unknown.insert(out.unknown.end(), found.unknown.begin(), found.unknown.end());
  lines.erase(lines.begin(), end + 1);
  return true;
}

std::vector<std::string> CellsOf(std::string_view row) {
  row = TrimBlanks(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|')) row.remove_suffix(1);
  std::vector<std::string> cells;
  for (const std::string_view cell : Split(row, '|')) cells.emplace_back(TrimBlanks(cell));
  return cells;
}

// A key and its value in each row. Any other table is one of the text.
bool TakeTallTable(std::vector<Line>& lines, Metadata& out) {
  std::vector<std::pair<std::string, std::string>> rows;
  std::ptrdiff_t known = 0;
  std::size_t end = 0;
  for (; end < lines.size() && TrimBlanks(lines[end].text).starts_with('|'); ++end) {
    if (end == 1) continue;
    const std::vector<std::string> cells = CellsOf(lines[end].text);
    if (cells.size() != 2) return false;
    const bool ours = !OursFor(cells[0]).empty();
    if (end == 0 && !ours) continue;  // "Key | Value"
    known += ours ? 1 : 0;
    rows.emplace_back(cells[0], cells[1]);
  }
  if (known < 2 || known * 2 < static_cast<std::ptrdiff_t>(rows.size())) return false;
  for (const auto& [key, value] : rows) Keep(out, key, value);
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(end));
  return true;
}

bool TakeTable(std::vector<Line>& lines, Metadata& out) {
  if (lines.size() < 3 || !TrimBlanks(lines[0].text).starts_with('|')) return false;
  if (TrimBlanks(lines[1].text).find_first_not_of("|-: ") != std::string_view::npos) return false;
  if (!TrimBlanks(lines[2].text).starts_with('|')) return false;
  if (lines.size() > 3 && TrimBlanks(lines[3].text).starts_with('|')) return TakeTallTable(lines, out);
  const std::vector<std::string> keys = CellsOf(lines[0].text);
  const std::vector<std::string> values = CellsOf(lines[2].text);
  const auto known =
      std::count_if(keys.begin(), keys.end(), [](const std::string& key) { return !OursFor(key).empty(); });
  if (known < 2) return false;
  for (std::size_t i = 0; i < keys.size() && i < values.size(); ++i) Keep(out, keys[i], values[i]);
  lines.erase(lines.begin(), lines.begin() + 3);
  return true;
}

// A list of `Key: value`; a value may go on in deeper lines below its key.
bool TakePairs(std::vector<Line>& lines, Metadata& out) {
  std::vector<Pair> pairs;
  std::size_t taken = 0;
  int known = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (IsBlank(lines[i])) continue;
    const bool deeper = lines[i].text.starts_with("  ") || lines[i].text.starts_with('\t');
    std::string_view text = TrimBlanks(lines[i].text);
    if (deeper && !pairs.empty()) {
      for (const std::string_view mark : {"- ", "* ", "+ "}) {
        if (text.starts_with(mark)) text = TrimBlanks(text.substr(2));
      }
      pairs.back().value += fmt::format("{}{}", pairs.back().value.empty() ? "" : "; ", text);
      taken = i + 1;
      continue;
    }
    const auto pair = PairOf(lines[i].text);
    const bool listed = text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ");
    // A line whose key nobody knows belongs to the list only if it is drawn as one.
    if (!pair || (OursFor(pair->key).empty() && !(listed && known > 0))) break;
    known += OursFor(pair->key).empty() ? 0 : 1;
    pairs.push_back(*pair);
    taken = i + 1;
  }
  if (known < 2) return false;
  for (const Pair& pair : pairs) Keep(out, pair.key, pair.value);
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(taken));
  return true;
}

bool TakeHeading(std::vector<Line>& lines, Metadata& out) {
  const auto underline = [](std::string_view text) {
    return text.size() >= 3 && text.find_first_not_of('=') == std::string_view::npos;
  };
  const bool underlined = lines.size() > 1 && underline(TrimBlanks(lines[1].text)) && !IsBlank(lines[0]);
  if (underlined) {
    lines[0].text.insert(0, "# ");
    lines.erase(lines.begin() + 1);
  }
  if (lines.empty() || !lines.front().text.starts_with("# ")) return false;
  std::string_view title = TrimBlanks(std::string_view(lines.front().text).substr(2));
  while (title.ends_with('#')) title.remove_suffix(1);
  const bool fresh = out.values.try_emplace("title", TrimBlanks(title)).second;
  if (!fresh && out.values["title"] != TrimBlanks(title)) {
    // Another heading of the first level is a part of the text, unless it is the title in another language.
    return false;
  }
  lines.erase(lines.begin());
  return true;
}

std::size_t Runes(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(DecodeUtf8(text).bytes);
    ++count;
  }
  return count;
}

// "*By Ada Lovelace, 12 Jan 2026*" below a title.
bool TakeByline(std::vector<Line>& lines, Metadata& out) {
  if (lines.empty() || !out.values.contains("title") || Runes(lines.front().text) > 90) return false;
  std::string_view text = TrimBlanks(lines.front().text);
  while (text.starts_with('*') || text.starts_with('_')) text.remove_prefix(1);
  while (text.ends_with('*') || text.ends_with('_')) text.remove_suffix(1);
  const bool by = text.starts_with("By ") || text.starts_with("by ");
  if (by) text = TrimBlanks(text.substr(3));
  for (const std::string_view gap : {", ", " · ", " | ", " on ", " — ", "，"}) {
    for (std::size_t at = text.find(gap); at != std::string_view::npos; at = text.find(gap, at + 1)) {
      const std::optional<std::string> day = DayOf(text.substr(at + gap.size()));
      if (!day) continue;
      out.values.try_emplace("author", TrimBlanks(text.substr(0, at)));
      out.values.try_emplace("date", *day);
      lines.erase(lines.begin());
      return true;
    }
  }
  return false;
}

// Pandoc's: "% title", "% authors", "% date".
bool TakePercents(std::vector<Line>& lines, Metadata& out) {
  static constexpr std::string_view kKeys[] = {"title", "author", "date"};
  std::size_t taken = 0;
  while (taken < 3 && taken < lines.size() && lines[taken].text.starts_with("% ")) ++taken;
  if (taken == 0) return false;
  for (std::size_t i = 0; i < taken; ++i) Keep(out, kKeys[i], std::string_view(lines[i].text).substr(2));
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(taken));
  return true;
}

// Title, then author and date in either order, each alone on a short line.
bool TakeBareLines(std::vector<Line>& lines, Metadata& out) {
  std::vector<std::size_t> shorts;
  for (std::size_t i = 0; i < lines.size() && shorts.size() < 4; ++i) {
    if (IsBlank(lines[i])) continue;
    const std::string_view text = TrimBlanks(lines[i].text);
    if (Runes(text) > 90 || text.starts_with('#') || text.starts_with('|') || text.starts_with("```")) break;
    shorts.push_back(i);
  }
  for (std::size_t k = 1; k < shorts.size(); ++k) {
    const std::optional<std::string> day = DayOf(lines[shorts[k]].text);
    if (!day) continue;
    out.values.try_emplace("title", TrimBlanks(lines[shorts[0]].text));
    out.values.try_emplace("date", *day);
    std::size_t last = shorts[k];
    if (k >= 2) {
      out.values.try_emplace("author", TrimBlanks(lines[shorts[1]].text));
    } else if (k + 1 < shorts.size() && Runes(lines[shorts[k + 1]].text) <= 40 && !DayOf(lines[shorts[k + 1]].text) &&
               shorts[k + 1] == shorts[k] + 1) {
      out.values.try_emplace("author", TrimBlanks(lines[shorts[k + 1]].text));
      last = shorts[k + 1];
    }
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(last) + 1);
    return true;
  }
  return false;
}

std::string TwoDigits(std::int64_t value) { return fmt::format("{:02}", value); }

}  // namespace

Metadata TakeMetadata(std::vector<Line>& lines) {
  Metadata out;
  struct Shape {
    std::string_view name;
    bool (*take)(std::vector<Line>&, Metadata&);
  };
  static constexpr Shape kShapes[] = {{"YAML", TakeYaml},         {"TOML", TakeToml},
                                      {"a comment", TakeComment}, {"a table", TakeTable},
                                      {"a heading", TakeHeading}, {"a list of keys", TakePairs},
                                      {"a byline", TakeByline},   {"percent signs", TakePercents}};
  for (int round = 0; round < 6; ++round) {
    DropBlanks(lines);
    bool taken = false;
    for (const Shape& shape : kShapes) {
      if (!shape.take(lines, out)) continue;
      if (out.shape.empty() || out.shape == "a heading") out.shape = shape.name;
      taken = true;
      break;
    }
    if (!taken) break;
  }
  DropBlanks(lines);
  if (out.shape.empty() && TakeBareLines(lines, out)) out.shape = "bare lines";
  DropBlanks(lines);
  return out;
}

std::optional<std::string> DayOf(std::string_view text) {
  static constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                 "jul", "aug", "sep", "oct", "nov", "dec"};
  // Numbers and months in order; any other word makes it no date.
  std::vector<std::int64_t> numbers;
  std::optional<std::int64_t> month;
  std::string_view rest = TrimBlanks(text);
  if (rest.size() > 60) return std::nullopt;
  std::size_t words = 0;
  std::size_t month_at = 0;
  while (!rest.empty()) {
    const char c = rest.front();
    if (c >= '0' && c <= '9') {
      const std::size_t end = std::min(rest.find_first_not_of("0123456789"), rest.size());
      const auto number = ParseInt(rest.substr(0, end));
      if (!number || end > 4) return std::nullopt;
      if (numbers.size() < 3) numbers.push_back(*number);  // what follows is a time of day
      rest.remove_prefix(end);
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      std::size_t end = 0;
      while (end < rest.size() && ((rest[end] | 0x20) >= 'a' && (rest[end] | 0x20) <= 'z')) ++end;
      std::string word = Folded(rest.substr(0, end));
      rest.remove_prefix(end);
      const bool numeral =
          word == "st" || word == "nd" || word == "rd" || word == "th" || word == "t" || word == "z" || word == "utc";
      if (numeral) continue;
      const auto known =
          std::find_if(std::begin(kMonths), std::end(kMonths), [&](std::string_view m) { return word.starts_with(m); });
      static constexpr std::string_view kDays[] = {"mon",       "monday",   "tue",      "tuesday", "wed",
                                                   "wednesday", "thu",      "thursday", "fri",     "friday",
                                                   "sat",       "saturday", "sun",      "sunday"};
      if (std::find(std::begin(kDays), std::end(kDays), word) != std::end(kDays)) continue;
      if (known == std::end(kMonths) || word.size() > 9 || month) return std::nullopt;
      month = known - std::begin(kMonths) + 1;
      month_at = numbers.size();
      ++words;
    } else {
      const DecodedRune rune = DecodeUtf8(rest);
      const std::string_view sign = rest.substr(0, rune.bytes);
      if (rune.value >= 0x80 && sign != "年" && sign != "月" && sign != "日" && sign != "：") return std::nullopt;
      rest.remove_prefix(rune.bytes);
    }
  }
  std::int64_t year = 0;
  std::int64_t day = 0;
  if (month) {
    if (numbers.size() < 2) return std::nullopt;
    day = numbers[0];
    year = numbers[1];
    if (day > 31) std::swap(day, year);  // 2025 April 1
    static_cast<void>(month_at);
  } else {
    if (numbers.size() < 3 || numbers[0] < 1000) return std::nullopt;
    year = numbers[0];
    month = numbers[1];
    day = numbers[2];
  }
  const std::string date = fmt::format("{:04}-{}-{}", year, TwoDigits(*month), TwoDigits(day));
  return year >= 1900 && year <= 2200 && text::IsDate(date) ? std::optional<std::string>(date) : std::nullopt;
}

std::vector<std::string> NamesOf(std::string_view authors) {
  std::string flat;
  int depth = 0;
  for (std::string_view rest = authors; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    const std::string_view sign = rest.substr(0, rune.bytes);
    rest.remove_prefix(rune.bytes);
    if (sign == "(" || sign == "（" || sign == "[" || sign == "<") ++depth;
    if (depth == 0 && sign != "*" && sign != "†" && sign != "‡") flat += sign;
    if (sign == ")" || sign == "）" || sign == "]" || sign == ">") depth = std::max(0, depth - 1);
  }
  if (const std::size_t and_at = flat.rfind(" and "); and_at != std::string::npos) flat.replace(and_at, 5, ", ");
  std::vector<std::string> names = ItemsOf(flat);
  std::erase_if(names, [](const std::string& name) { return name.find('@') != std::string::npos; });
  return names;
}

std::vector<std::string> ItemsOf(std::string_view list) {
  std::vector<std::string> items;
  std::string item;
  const auto flush = [&] {
    std::string tidy(TrimBlanks(item));
    if (tidy.starts_with('[')) tidy.erase(0, 1);
    if (tidy.ends_with(']')) tidy.pop_back();
    item.clear();
    while (tidy.starts_with('#')) {  // #one #two
      const std::size_t next = tidy.find(" #");
      if (std::string_view tag = std::string_view(tidy).substr(1, next == std::string::npos ? next : next - 1);
          !TrimBlanks(tag).empty())
        items.emplace_back(TrimBlanks(tag));
      tidy = next == std::string::npos ? std::string() : tidy.substr(next + 1);
    }
    if (!tidy.empty()) items.push_back(tidy);
  };
  for (std::string_view rest = list; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    const std::string_view sign = rest.substr(0, rune.bytes);
    rest.remove_prefix(rune.bytes);
    if (sign == "," || sign == ";" || sign == "、" || sign == "，" || sign == "；") {
      flush();
    } else {
      item += sign;
    }
  }
  flush();
  return items;
}

std::string WithoutTracking(std::string_view url) {
  static constexpr std::string_view kExact[] = {
      "fbclid",           "gclid",      "dclid",   "gbraid",      "wbraid",    "msclkid",     "yclid",
      "twclid",           "igshid",     "igsh",    "mc_cid",      "mc_eid",    "_hsenc",      "_hsmi",
      "mkt_tok",          "ref_src",    "ref_url", "spm",         "scm",       "share_token", "share_source",
      "share_medium",     "share_from", "shareid", "from_source", "vd_source", "chksm",       "sharer_shareid",
      "sharer_sharetime", "wt.mc_id",   "cmpid",   "ncid",        "trk"};
  const std::size_t query = url.find('?');
  if (query == std::string_view::npos) return std::string(url);
  const std::size_t hash = std::min(url.find('#', query), url.size());
  std::string kept;
  for (const std::string_view part : Split(url.substr(query + 1, hash - query - 1), '&')) {
    std::string name(part.substr(0, part.find('=')));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool tracks = name.starts_with("utm_") || name.starts_with("pk_") || name.starts_with("hsa_") ||
                        std::find(std::begin(kExact), std::end(kExact), name) != std::end(kExact);
    if (!tracks && !part.empty()) kept += fmt::format("{}{}", kept.empty() ? "?" : "&", part);
  }
  return std::string(url.substr(0, query)) + kept + std::string(url.substr(hash));
}

}  // namespace ferrotype::imports
