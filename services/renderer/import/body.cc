#include "renderer/import/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "renderer/import/inline.h"
#include "renderer/import/looks.h"
#include "renderer/maths/tex.h"

namespace ferrotype::imports {
namespace {

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

Body MakeBody(const BodyRequest& request) { return BodyMaker(request).Make(); }

}  // namespace ferrotype::imports
