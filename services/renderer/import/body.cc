#include "renderer/import/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/maths/tex.h"
#include "renderer/text/chinese.h"
#include "renderer/text/roles.h"
#include "renderer/text/runes.h"

namespace ferrotype::imports {
namespace {

// How far a link, a code span or a tag may reach: hostile lines have a mark at every byte.
constexpr std::size_t kReach = 4'096;

constexpr std::array<std::string_view, 6> kPictures = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"};

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

// "Phase 2: drivers" -> "phase-2-drivers"; empty without letters.
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

struct Fence {
  std::string mark;  // "```"
  std::size_t indent = 0;
  std::string info;
};

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

// ```{.rust .numberLines} and ```rust,no_run say rust.
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

struct Numbered {
  std::int64_t number = 0;
  std::size_t end = 0;  // where the code begins
};

// "  12  let x" and "12: let x", "12 | let x"; also a number alone.
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

// Takes line numbers out when every line that is not blank has one, each one more than that before.
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

// A line that looks as if it were code: its end or its beginning says so.
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

// A short line alone that says no sentence: most often a heading that lost its mark.
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

bool IsTag(std::string_view name) {
  static const std::set<std::string_view> kTags = {
      "a",      "abbr", "b",      "blockquote", "br",         "center",  "code", "dd",     "del",     "details",
      "div",    "dl",   "dt",     "em",         "figcaption", "figure",  "font", "h1",     "h2",      "h3",
      "h4",     "h5",   "h6",     "hr",         "i",          "iframe",  "img",  "ins",    "kbd",     "li",
      "mark",   "ol",   "p",      "picture",    "pre",        "q",       "s",    "script", "section", "small",
      "source", "span", "strong", "style",      "sub",        "summary", "sup",  "table",  "tbody",   "td",
      "tfoot",  "th",   "thead",  "tr",         "u",          "ul",      "video"};
  return kTags.contains(name);
}

std::string AttributeOf(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(fmt::format("{}=", name));
  if (at == std::string_view::npos) return "";
  std::string_view value = tag.substr(at + name.size() + 1);
  if (value.empty()) return "";
  const char quote = value.front();
  if (quote != '"' && quote != '\'') return std::string(value.substr(0, value.find_first_of(" >")));
  value.remove_prefix(1);
  return std::string(value.substr(0, value.find(quote)));
}

std::string NameOfFile(std::string_view path) { return std::string(path.substr(path.find_last_of('/') + 1)); }

// A picture in Markdown, as far as this site has it; else its words.
std::string Picture(std::string alt, std::string_view url, int number, const BodyRequest& request, Body& body) {
  const std::string shown(url);
  if (alt.empty()) {
    alt = request.lang == Lang::kEn ? "Picture" : "图片";
    body.doubts.push_back({number, fmt::format("the picture {} has no words for those who don't see it", shown)});
  }
  if (url.find("://") != std::string_view::npos || url.starts_with("//")) {
    body.doubts.push_back(
        {number,
         fmt::format(
             "the picture {} lies on a foreign host; it needs a local copy with credit, and is a link until then",
             shown)});
    return fmt::format("[{}]({})", alt, WithoutTracking(url.starts_with("//") ? "https:" + shown : shown));
  }
  const bool known = std::any_of(kPictures.begin(), kPictures.end(),
                                 [&](std::string_view ending) { return Lower(url).ends_with(ending); });
  const std::optional<std::string> bytes = known && request.beside ? request.beside(shown) : std::nullopt;
  if (!bytes) {
    body.doubts.push_back(
        {number, fmt::format("the picture {} was not found beside the file; its words stand here", shown)});
    return alt;
  }
  std::string name;
  for (const char c : NameOfFile(url)) name += IsLetter(c) || IsDigit(c) || c == '.' || c == '-' || c == '_' ? c : '-';
  body.pictures[name] = *bytes;
  ++body.contents.pictures;
  return fmt::format("![{}]({})", alt, name);
}

bool IsSafeUrl(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:")) &&
         url.find_first_of(" \t\\<>\"`") == std::string_view::npos && url.find('@') == url.rfind('@') &&
         !(url.find('@') != std::string_view::npos && !url.starts_with("mailto:") && url.find('@') < url.find('/', 8));
}

// What HTML's tags say, in Markdown; tags that say nothing go.
std::string FromTag(std::string_view tag, int number, const BodyRequest& request, Body& body) {
  const bool closes = tag.starts_with("</");
  std::string_view name = tag.substr(closes ? 2 : 1);
  name = name.substr(0, name.find_first_of(" />\t"));
  const std::string lower = Lower(name);
  if (lower == "br") return "\\\n";
  if (lower == "img")
    return closes ? "" : Picture(AttributeOf(tag, "alt"), AttributeOf(tag, "src"), number, request, body);
  if (lower == "b" || lower == "strong") return "**";
  if (lower == "i" || lower == "em") return "*";
  if (lower == "code" || lower == "kbd") return "`";
  if (lower == "a") {
    const std::string href = AttributeOf(tag, "href");
    if (!closes && IsSafeUrl(href))
      body.doubts.push_back(
          {number, fmt::format("an HTML link to {}: write it as [words](address)", WithoutTracking(href))});
    return "";
  }
  if (!closes && lower != "p" && lower != "div" && lower != "span" && lower != "center" && lower != "font")
    body.doubts.push_back({number, fmt::format("the HTML element <{}> was taken out", lower)});
  return "";
}

struct LinkParts {
  std::string words;
  std::string url;
  std::string title;
  std::size_t end = 0;  // behind the closing parenthesis
};

// `[words](url "title")` at `at`, whose first character is `[`.
std::optional<LinkParts> LinkAt(std::string_view whole, std::size_t at) {
  const std::string_view line = whole.substr(0, at + kReach);
  int depth = 0;
  std::size_t i = at;
  for (; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '[') {
      ++depth;
    } else if (line[i] == ']' && --depth == 0) {
      break;
    }
  }
  if (i + 1 >= line.size() || line[i + 1] != '(') return std::nullopt;
  std::size_t close = i + 2;
  int parens = 1;
  for (; close < line.size(); ++close) {
    if (line[close] == '(') ++parens;
    if (line[close] == ')' && --parens == 0) break;
  }
  if (close >= line.size()) return std::nullopt;
  std::string_view inside = TrimBlanks(line.substr(i + 2, close - i - 2));
  LinkParts parts;
  parts.words = line.substr(at + 1, i - at - 1);
  const std::size_t gap = inside.find_first_of(" \t");
  parts.url = inside.substr(0, gap);
  if (parts.url.starts_with('<') && parts.url.ends_with('>')) parts.url = parts.url.substr(1, parts.url.size() - 2);
  if (gap != std::string_view::npos) parts.title = TrimBlanks(inside.substr(gap));
  parts.end = close + 1;
  return parts;
}

// `$x_1$` at `at`: TeX between two dollars that are no prices.
std::optional<std::string_view> FormulaAt(std::string_view line, std::size_t at) {
  const std::size_t close = line.find('$', at + 1);
  if (close == std::string_view::npos || close == at + 1 || close - at > 300) return std::nullopt;
  const std::string_view tex = line.substr(at + 1, close - at - 1);
  if (tex.front() == ' ' || tex.back() == ' ' || tex.find('`') != std::string_view::npos) return std::nullopt;
  const bool sign =
      tex.find_first_of("\\^_{}=") != std::string_view::npos || (tex.size() == 1 && IsLetter(tex.front()));
  if (!sign || !MathMlOf(tex, FormulaPlace::kLine)) return std::nullopt;
  return tex;
}

// The length of `{metric}` at `at`, where there is a role of this name; else 0.
std::size_t RoleAt(std::string_view line, std::size_t at) {
  const std::size_t close = line.substr(0, at + 40).find('}', at);
  return close != std::string_view::npos && text::IsRole(line.substr(at + 1, close - at - 1)) ? close + 1 - at : 0;
}

class BodyMaker {
 public:
  explicit BodyMaker(const BodyRequest& request) : request_(request) {}

  Body Make() {
    Survey();
    for (at_ = 0; at_ < request_.lines.size(); ++at_) Take();
    CloseParagraph();
    if (!notes_.empty()) FlushNotes();
    return std::move(body_);
  }

 private:
  const std::string& Text(std::size_t i) const { return request_.lines[i].text; }
  bool Blank(std::size_t i) const { return i >= request_.lines.size() || TrimBlanks(Text(i)).empty(); }

  static int LevelOf(std::string_view line) {
    const std::size_t level = line.find_first_not_of('#');
    if (level == 0 || level > 6 || level == std::string_view::npos || line[level] != ' ') return 0;
    return static_cast<int>(level);
  }

  // Which level the shallowest heading has, title apart: it becomes the second.
  void Survey() {
    std::string fence;
    int shallowest = 7;
    for (std::size_t i = 0; i < request_.lines.size(); ++i) {
      if (const auto mark = FenceOf(Text(i))) {
        if (fence.empty()) {
          fence = mark->mark;
        } else if (mark->mark.starts_with(fence) && mark->info.empty()) {
          fence.clear();
        }
      }
      if (!fence.empty()) continue;
      const int level = LevelOf(Text(i));
      if (level > 0 && PlainWords(Text(i).substr(static_cast<std::size_t>(level))) != PlainWords(request_.title))
        shallowest = std::min(shallowest, level);
      if (level == 0 && !Blank(i) && i + 1 < request_.lines.size() && IsUnderline(Text(i + 1)))
        shallowest = std::min(shallowest, Text(i + 1).front() == '=' ? 1 : 2);
    }
    shift_ = shallowest == 7 ? 0 : 2 - shallowest;
  }

  // "The benefit is", and then a formula.
  bool LeadsToFormula() const {
    std::size_t next = at_ + 1;
    while (next < request_.lines.size() && Blank(next)) ++next;
    return next < request_.lines.size() && TrimBlanks(Text(next)).starts_with("$$");
  }

  static bool IsUnderline(std::string_view line) {
    const std::string_view text = TrimBlanks(line);
    return text.size() >= 3 && (text.find_first_not_of('=') == std::string_view::npos ||
                                text.find_first_not_of('-') == std::string_view::npos);
  }

  void Take() {
    const std::string& line = Text(at_);
    if (const auto fence = FenceOf(line)) return TakeFence(*fence);
    if (Blank(at_)) {
      CloseParagraph();
      body_.markdown += "\n";
      return;
    }
    if (const int level = LevelOf(line); level > 0) {
      CloseParagraph();
      return Heading(level, line.substr(static_cast<std::size_t>(level)));
    }
    const bool starts = paragraph_.empty();
    if (starts && !Blank(at_ + 1) && at_ + 1 < request_.lines.size() && IsUnderline(Text(at_ + 1)) &&
        !line.starts_with('|')) {
      Heading(Text(at_ + 1).front() == '=' ? 1 : 2, line);
      ++at_;
      return;
    }
    if (starts && TrimBlanks(line).starts_with('|') && at_ + 1 < request_.lines.size() && IsDelimiterRow(Text(at_ + 1)))
      return TakeTable();
    if (starts && TrimBlanks(line).starts_with("$$") && TakeFormula()) return;
    if (starts && TakeBareCode()) return;
    if (starts && Blank(at_ + 1) && LooksLikeHeading(line) && !LeadsToFormula()) {
      Note(fmt::format("line {}: is \"{}\" a heading that lost its mark?", request_.lines[at_].number,
                       PlainWords(line)));
      FlushNotes();
    }
    if (TrimBlanks(line).starts_with("<!--") && TrimBlanks(line).ends_with("-->")) {
      body_.markdown += line + "\n";
      return;
    }
    const std::string clean = CleanInline(line, request_.lines[at_].number, request_, body_);
    paragraph_ += (paragraph_.empty() ? "" : " ") + PlainWords(clean);
    if (TrimBlanks(clean).empty()) return;
    body_.markdown += Unlisted(clean) + "\n";
  }

  // An indented line is code to Markdown; where its writer meant an indented paragraph (two full-width blanks), it is
  // none.
  static std::string Unlisted(std::string line) {
    while (line.starts_with("\u3000")) line.erase(0, 3);
    return line;
  }

  static bool IsDelimiterRow(std::string_view line) {
    const std::string_view text = TrimBlanks(line);
    return text.find('-') != std::string_view::npos && text.find('|') != std::string_view::npos &&
           text.find_first_not_of("|-: ") == std::string_view::npos;
  }

  void CloseParagraph() {
    if (paragraph_.empty()) return;
    ++body_.contents.paragraphs;
    if (body_.first_paragraph.empty() && Runes(paragraph_) > 15) body_.first_paragraph = paragraph_;
    paragraph_.clear();
    FlushDoubts();
  }

  void Note(std::string words) { notes_.push_back(std::move(words)); }

  // Comments before what they are about.
  void FlushNotes() {
    for (const std::string& note : notes_) {
      body_.doubts.push_back({request_.lines[std::min(at_, request_.lines.size() - 1)].number, note});
      body_.markdown += Comment(note) + "\n\n";
    }
    notes_.clear();
    told_ = body_.doubts.size();
  }

  // Doubts about a paragraph stand behind it.
  void FlushDoubts() {
    bool any = false;
    for (; told_ < body_.doubts.size(); ++told_) {
      body_.markdown += fmt::format("{}{}\n", any ? "" : "\n", Comment(body_.doubts[told_].words));
      any = true;
    }
  }

  void Heading(int level, std::string_view words) {
    while (!words.empty() && (words.back() == '#' || words.back() == ' ')) words.remove_suffix(1);
    words = TrimBlanks(words);
    std::string given;
    if (const std::size_t brace = words.rfind("{#"); brace != std::string_view::npos && words.ends_with('}')) {
      given = words.substr(brace + 2, words.size() - brace - 3);
      words = TrimBlanks(words.substr(0, brace));
    }
    const std::string plain = PlainWords(words);
    if (plain.empty() || (plain == PlainWords(request_.title) && body_.contents.headings.empty() && level == 1)) return;
    int shown = std::clamp(level + shift_, 2, 4);
    shown = std::min(shown, last_level_ + 1);
    last_level_ = shown;
    std::string id = AnchorFor(given);
    const std::size_t index = body_.contents.headings.size();
    if (index < request_.ids.size()) id = request_.ids[index];
    if (id.empty()) id = AnchorFor(plain);
    if (id.empty() || id.size() < 3) id = fmt::format("section-{}", index + 1);
    const std::string base = id;
    for (int& n = used_[base]; !ids_.insert(id).second;) id = fmt::format("{}-{}", base, ++n + 1);
    body_.contents.headings.push_back({shown, plain, id, request_.lines[at_].number});
    if (!body_.markdown.empty() && !body_.markdown.ends_with("\n\n")) body_.markdown += "\n";
    body_.markdown += fmt::format("{} {} {{#{}}}\n", std::string(static_cast<std::size_t>(shown), '#'),
                                  CleanInline(words, request_.lines[at_].number, request_, body_), id);
    if (!Blank(at_ + 1)) body_.markdown += "\n";
  }

  void EmitCode(std::string_view mark, std::size_t indent, const std::string& language,
                const std::vector<std::string>& code) {
    const std::string margin(indent, ' ');
    body_.markdown += fmt::format("{}{}{}\n", margin, mark, language);
    for (const std::string& line : code) body_.markdown += line.empty() ? "\n" : margin + line + "\n";
    body_.markdown += fmt::format("{}{}\n", margin, mark);
    ++body_.contents.code;
  }

  void TakeFence(const Fence& fence) {
    CloseParagraph();
    std::vector<std::string> code;
    const std::size_t begin = at_;
    bool closed = false;
    for (++at_; at_ < request_.lines.size(); ++at_) {
      const auto end = FenceOf(Text(at_));
      if (end && end->mark.starts_with(fence.mark) && end->info.empty()) {
        closed = true;
        break;
      }
      std::string line = Text(at_);
      const std::size_t own = std::min(line.find_first_not_of(' '), fence.indent);
      line.erase(0, own == std::string::npos ? 0 : own);
      code.push_back(std::move(line));
    }
    if (!closed) {
      // To the next blank line behind which no code stands: else the rest of the text would be code.
      std::size_t end = 0;
      for (std::size_t i = 0; i < code.size(); ++i) {
        if (TrimBlanks(code[i]).empty() && i + 1 < code.size() && !LooksLikeCode(code[i + 1]) &&
            !code[i + 1].starts_with(' ')) {
          end = i;
          break;
        }
        end = i + 1;
      }
      code.resize(end);
      at_ = begin + end;
      body_.doubts.push_back(
          {request_.lines[begin].number,
           fmt::format("line {}: this fence was never closed; it is closed where its code seems to end",
                       request_.lines[begin].number)});
      body_.markdown += Comment(body_.doubts.back().words) + "\n\n";
      told_ = body_.doubts.size();
    }
    if (TakeLineNumbers(code))
      body_.doubts.push_back(
          {request_.lines[begin].number,
           fmt::format("line {}: line numbers were taken out of the code", request_.lines[begin].number)});
    told_ = body_.doubts.size();  // good to know, nothing to mend in the text
    EmitCode(fence.mark, fence.indent, LanguageOf(fence.info), code);
  }

  // Lines of code that no fence holds: they stay, and the editor is asked.
  bool TakeBareCode() {
    std::size_t end = at_;
    while (end < request_.lines.size() &&
           (LooksLikeCode(Text(end)) ||
            (end > at_ && !Blank(end) && (Text(end).starts_with("    ") || Text(end).starts_with('\t')))))
      ++end;
    std::vector<std::string> code;
    for (std::size_t i = at_; i < end; ++i) code.push_back(Text(i));
    // Numbered lines of code are none that looks like it: their number comes first.
    std::size_t numbered = at_;
    std::optional<std::int64_t> before;
    while (numbered < request_.lines.size()) {
      const auto number = NumberedLine(Text(numbered));
      if (!number || (before && number->number != *before + 1)) break;
      before = number->number;
      ++numbered;
    }
    if (numbered >= at_ + 3) {
      std::vector<std::string> lines;
      for (std::size_t i = at_; i < numbered; ++i) lines.push_back(Text(i));
      const bool listed = std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
        const std::size_t digits = line.find_first_not_of(" 0123456789");
        return digits != std::string::npos && line[digits] == '.';
      });
      if (!listed && TakeLineNumbers(lines)) {
        const auto likely =
            std::count_if(lines.begin(), lines.end(), [](const std::string& line) { return LooksLikeCode(line); });
        if (likely * 3 >= static_cast<std::ptrdiff_t>(lines.size())) {
          code = std::move(lines);
          end = numbered;
        }
      }
    }
    if (end < at_ + 2 || code.size() < 2) return false;
    Note(fmt::format("line {}: code without a fence; it has one now, say which language", request_.lines[at_].number));
    FlushNotes();
    EmitCode("```", 0, "", code);
    at_ = end - 1;
    return true;
  }

  // $$ TeX $$, on one line or several.
  bool TakeFormula() {
    std::string tex(TrimBlanks(Text(at_)).substr(2));
    std::size_t end = at_;
    while (tex.find("$$") == std::string::npos && end + 1 < request_.lines.size() && end < at_ + 40 && !Blank(end + 1))
      tex += "\n" + Text(++end);
    const std::size_t close = tex.find("$$");
    if (close == std::string::npos) return false;
    tex.resize(close);
    while (tex.starts_with('\n')) tex.erase(0, 1);
    while (tex.ends_with('\n')) tex.pop_back();
    if (!MathMlOf(tex, FormulaPlace::kBlock)) {
      Note(fmt::format("line {}: this formula is no TeX that the site knows; it stands here as code",
                       request_.lines[at_].number));
      FlushNotes();
      body_.markdown += "```tex\n" + tex + "\n```\n";
    } else {
      body_.markdown += "```{math}\n" + tex + "\n```\n";
    }
    at_ = end;
    return true;
  }

  void TakeTable() {
    ++body_.contents.tables;
    // A caption that stands there already: the paragraph before.
    std::string_view written = body_.markdown;
    while (written.ends_with('\n')) written.remove_suffix(1);
    const std::string_view last =
        written.substr(written.find_last_of('\n') == std::string_view::npos ? 0 : written.find_last_of('\n') + 1);
    if (!last.starts_with("Table:") && !last.starts_with("表：")) {
      const std::string about =
          body_.contents.headings.empty() ? PlainWords(request_.title) : body_.contents.headings.back().words;
      body_.markdown +=
          request_.lang == Lang::kEn ? fmt::format("Table: {}\n\n", about) : fmt::format("表：{}\n\n", about);
      body_.doubts.push_back(
          {request_.lines[at_].number, fmt::format("line {}: the table had no caption; it got the words of its heading",
                                                   request_.lines[at_].number)});
    }
    for (; at_ < request_.lines.size() && TrimBlanks(Text(at_)).starts_with('|'); ++at_) {
      if (IsDelimiterRow(Text(at_))) {
        body_.markdown += Text(at_) + "\n";
      } else {
        body_.markdown += CleanInline(Text(at_), request_.lines[at_].number, request_, body_) + "\n";
      }
    }
    --at_;
    FlushDoubts();
  }

  const BodyRequest& request_;
  Body body_;
  std::size_t at_ = 0;
  std::size_t told_ = 0;
  int shift_ = 0;
  int last_level_ = 1;
  std::string paragraph_;
  std::vector<std::string> notes_;
  std::set<std::string> ids_;
  std::map<std::string, int> used_;  // how often each was wanted
};

}  // namespace

std::string Comment(std::string_view words) {
  std::string safe;
  for (const char c : words) {
    if (c == '-' && safe.ends_with('-')) safe += ' ';
    safe += c == '\n' ? ' ' : c;
  }
  if (safe.ends_with('-')) safe += ' ';
  return fmt::format("<!-- editor: {} -->", safe);
}

std::string PlainWords(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '[' || (c == '!' && i + 1 < line.size() && line[i + 1] == '[')) {
      const std::size_t open = c == '!' ? i + 1 : i;
      if (const auto link = LinkAt(line, open)) {
        out += link->words;
        i = link->end - 1;
        continue;
      }
    }
    if (c == '{' && line.substr(i, 40).find("}`") != std::string_view::npos) {  // a role's name
      const std::size_t close = line.find("}`", i);
      const std::string_view name = line.substr(i + 1, close - i - 1);
      if (!name.empty() &&
          std::all_of(name.begin(), name.end(), [](char letter) { return IsLetter(letter) || letter == '-'; })) {
        i = close;
        continue;
      }
    }
    if (c == '*' || c == '`') continue;
    if (c == '\\' && i + 1 < line.size() && !IsLetter(line[i + 1])) continue;
    out += c;
  }
  std::string_view trimmed = TrimBlanks(out);
  while (trimmed.starts_with("> ") || trimmed.starts_with("- ")) trimmed = TrimBlanks(trimmed.substr(2));
  return std::string(trimmed);
}

std::string CleanInline(std::string_view line, int number, const BodyRequest& request, Body& body) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size()) {
      out += line.substr(i, 2);
      i += 2;
    } else if (c == '`') {  // code is as it is
      const std::size_t run = std::min(line.find_first_not_of('`', i), line.size()) - i;
      const std::size_t close = line.substr(0, i + kReach).find(std::string(run, '`'), i + run);
      if (close == std::string_view::npos) {
        out += std::string(run, '`');
        i += run;
        continue;
      }
      if (out.ends_with('}')) out += ' ';  // not a role of ours
      out += line.substr(i, close + run - i);
      i = close + run;
    } else if (c == '!' && i + 1 < line.size() && line[i + 1] == '[' && LinkAt(line, i + 1)) {
      const LinkParts picture = *LinkAt(line, i + 1);
      out += Picture(picture.words, picture.url, number, request, body);
      i = picture.end;
    } else if (c == '[' && LinkAt(line, i)) {
      const LinkParts link = *LinkAt(line, i);
      const std::string words = CleanInline(link.words, number, request, body);
      const std::string url = WithoutTracking(link.url);
      if (IsSafeUrl(url)) {
        ++body.contents.links;
        out += fmt::format("[{}]({}{}{})", words, url, link.title.empty() ? "" : " ", link.title);
      } else {
        body.doubts.push_back(
            {number, fmt::format("the link to {} leads nowhere on this site; its words stay", link.url)});
        out += words;
      }
      i = link.end;
    } else if (c == '[' && line.substr(i).starts_with("[^")) {
      out += "[^";
      i += 2;
    } else if (c == '{' && RoleAt(line, i) > 0) {  // it means nothing of ours
      out += fmt::format("`{}`", line.substr(i, RoleAt(line, i)));
      i += RoleAt(line, i);
      if (i < line.size() && line[i] == '`') out += ' ';
    } else if (c == '$' && FormulaAt(line, i)) {
      const std::string_view tex = *FormulaAt(line, i);
      out += fmt::format("{{math}}`{}`", tex);
      i += tex.size() + 2;
    } else if (c == '<') {
      const std::size_t close = line.substr(0, i + kReach).find('>', i);
      const std::string_view inside =
          close == std::string_view::npos ? std::string_view() : line.substr(i + 1, close - i - 1);
      if (inside.starts_with("https://") || inside.starts_with("http://")) {
        const std::string url = WithoutTracking(inside);
        out += IsSafeUrl(url) ? fmt::format("<{}>", url) : url;
        i = close + 1;
        continue;
      }
      if (inside.starts_with("!--")) {
        const std::size_t end = line.substr(0, i + kReach).find("-->", i);
        if (end != std::string_view::npos) {
          i = end + 3;
          continue;
        }
      }
      const std::size_t start = inside.starts_with('/') ? 1 : 0;
      const std::string name =
          Lower(inside.substr(start, std::min(inside.find_first_of(" /\t", start), inside.size()) - start));
      if (!inside.empty() && IsTag(name)) {
        out += FromTag(line.substr(i, close + 1 - i), number, request, body);
        i = close + 1;
      } else {
        out += "\\<";  // Result<T> in prose is no element
        ++i;
      }
    } else if (line.substr(i).starts_with("https://") || line.substr(i).starts_with("http://")) {
      std::size_t end = i;
      while (end < line.size() && static_cast<unsigned char>(line[end]) > 0x20 &&
             static_cast<unsigned char>(line[end]) < 0x7F &&
             std::string_view("<>\"`)]}|").find(line[end]) == std::string_view::npos)
        ++end;
      out += WithoutTracking(line.substr(i, end - i));
      ++body.contents.links;
      i = end;
    } else {
      const DecodedRune rune = DecodeUtf8(line.substr(i));
      const std::string_view bytes = line.substr(i, rune.bytes);
      if (rune.valid && bytes != text::kSeam && !(IsDeceptive(rune.value) && rune.value != '\t')) out += bytes;
      i += rune.bytes;
    }
  }
  return out;
}

Body MakeBody(const BodyRequest& request) { return BodyMaker(request).Make(); }

}  // namespace ferrotype::imports
