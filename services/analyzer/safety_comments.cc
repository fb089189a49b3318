#include "analyzer/safety_comments.h"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

constexpr std::string_view kMark = "SAFETY:";

char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool SameAnyCase(std::string_view text, std::string_view upper) {
  return std::equal(text.begin(), text.end(), upper.begin(), upper.end(), [](char a, char b) { return Upper(a) == b; });
}
std::size_t FindMark(std::string_view text) {
  const auto found =
      std::search(text.begin(), text.end(), kMark.begin(), kMark.end(), [](char a, char b) { return Upper(a) == b; });
  return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}
bool StartsWithMark(std::string_view text) { return SameAnyCase(text.substr(0, kMark.size()), kMark); }

std::string_view TrimStart(std::string_view text) {
  while (!text.empty() && IsBlankByte(text.front())) text.remove_prefix(1);
  return text;
}
std::string_view Trim(std::string_view text) {
  text = TrimStart(text);
  while (!text.empty() && IsBlankByte(text.back())) text.remove_suffix(1);
  return text;
}
std::string_view Stripped(std::string_view text, std::string_view marks) {
  while (!text.empty() && (IsBlankByte(text.front()) || marks.find(text.front()) != std::string_view::npos)) {
    text.remove_prefix(1);
  }
  return text;
}
/// What a line of comment says, without the marks of comments and lists.
std::string_view Words(std::string_view text) {
  if (text.ends_with("*/")) text.remove_suffix(2);
  return Trim(Stripped(text, "/*!-"));
}
bool IsPlaceholder(std::string_view reason) { return reason.empty() || SameAnyCase(reason.substr(0, 4), "TODO"); }
SafetyState Judged(std::string_view reason) {
  return IsPlaceholder(reason) ? SafetyState::kPlaceholder : SafetyState::kDocumented;
}
bool IsAttribute(std::string_view trimmed) {
  return (trimmed.starts_with("#[") || trimmed.starts_with("#![")) && trimmed.ends_with(']');
}

/// What comes after the mark, or the first of the lines after that which says something.
std::string_view FirstReason(std::string_view rest) {
  for (std::size_t start = 0; start < rest.size();) {
    const std::size_t end = LineEnd(rest, start);
    const std::string_view words = Words(rest.substr(start, end - start));
    if (!words.empty()) return words;
    start = end + 1;
  }
  return {};
}

/// Reads docs line by line, and knows whether a section about safety has been there and has said something.
class SafetySection {
 public:
  void Line(std::string_view line) {
    line = Trim(line);
    if (line.starts_with("```") || line.starts_with("~~~")) {
      in_code_ = !in_code_;
      Text(line);
      return;
    }
    const bool underline =
        !line.empty() && (line.find_first_not_of('=') == std::string_view::npos ||
                          (line.size() > 1 && line.find_first_not_of('-') == std::string_view::npos));
    if (in_code_) {
      Text(line);
    } else if (line.starts_with('#') && Stripped(line, "#").size() < line.size() && IsHeading(line)) {
      Heading(Trim(Stripped(line, "#")), line.find_first_not_of('#'));
    } else if (underline && !previous_.empty()) {
      Heading(previous_, line[0] == '=' ? 1 : 2);
    } else {
      near_ = near_ || FindMark(line) != std::string_view::npos;
      Text(line);
      previous_ = line;
      return;
    }
    previous_ = {};
  }
  [[nodiscard]] SafetyState State() const {
    if (found_) return reason_ ? SafetyState::kDocumented : SafetyState::kPlaceholder;
    return near_ ? SafetyState::kWrongPlace : SafetyState::kMissing;
  }
  void Near() { near_ = true; }

 private:
  static bool IsHeading(std::string_view line) {
    const std::size_t marks = line.find_first_not_of('#');
    return marks == std::string_view::npos || (marks <= 6 && IsBlankByte(line[marks]));
  }
  void Heading(std::string_view title, std::size_t level) {
    while (title.ends_with('#')) title = Trim(title.substr(0, title.size() - 1));
    const bool safety =
        title == "Safety" || title == "SAFETY" || title == "Implementation safety" || title == "Implementation Safety";
    near_ = near_ || SameAnyCase(title.substr(0, 6), "SAFETY");
    if (safety) {
      inside_ = first_ = true;
      level_ = level;
    } else if (level <= level_) {
      inside_ = false;  // deeper headings are parts of it
    }
    found_ = found_ || safety;
  }
  void Text(std::string_view line) {
    if (!inside_ || line.empty()) return;
    if (first_) reason_ = !IsPlaceholder(Words(line));
    first_ = false;
  }

  std::string_view previous_;
  std::size_t level_ = 0;
  bool in_code_ = false;
  bool inside_ = false;  // a section about safety
  bool first_ = true;    // it has said nothing yet
  bool found_ = false;
  bool reason_ = false;
  bool near_ = false;
};

void DocLines(std::string_view comment, bool block, SafetySection& section) {
  std::string_view text = comment.substr(3);
  if (block && text.ends_with("*/")) text.remove_suffix(2);
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = LineEnd(text, start);
    std::string_view line = text.substr(start, end - start);
    if (block && TrimStart(line).starts_with('*')) line = TrimStart(line).substr(1);
    section.Line(line);
    start = end + 1;
  }
}

}  // namespace

SafetyComments::SafetyComments(const LedgerTokens& tokens)
    : tokens_(tokens), above_(tokens.Lines() + 1), block_start_(tokens.Lines() + 1), runs_(tokens.Lines() + 1) {
  std::uint32_t text_line = 0;
  std::uint32_t block_line = 0;
  for (std::uint32_t n = 1; n <= tokens.Lines(); ++n) {
    above_[n] = text_line;
    const std::string_view line = Trim(tokens.Line(n));
    if (!line.empty() && !IsAttribute(line)) text_line = n;
    if (line.starts_with("/*")) block_line = n;
    block_start_[n] = block_line;
  }
  for (const LedgerComment& comment : tokens.comments) {
    const std::string_view text = tokens.Of(comment);
    std::uint32_t line = comment.line;
    for (std::size_t start = 0; start < text.size(); ++line) {
      const std::size_t end = LineEnd(text, start);
      if (FindMark(text.substr(start, end - start)) != std::string_view::npos) says_safety_.push_back(line);
      start = end + 1;
    }
  }
}

SafetyComments::Run SafetyComments::LineComments(std::uint32_t last) const {
  Run run;
  run.known = true;
  bool in_code = false;
  std::string_view reason;  // the nearest words below
  for (std::uint32_t n = last; n != 0; n = above_[n]) {
    const std::string_view line = Trim(tokens_.Line(n));
    if (!line.starts_with("//")) break;
    const bool doc = line.starts_with("///") || line.starts_with("//!");
    if (doc && TrimStart(line.substr(3)).starts_with("```")) in_code = !in_code;
    const std::size_t mark = in_code ? std::string_view::npos : FindMark(line);
    if (mark != std::string_view::npos) {
      const std::string_view rest = Words(line.substr(mark + kMark.size()));
      run.line = n;
      run.state = Judged(rest.empty() ? reason : rest);
      break;
    }
    const std::string_view words = Words(line);
    if (!words.empty()) reason = words;
  }
  return run;
}

SafetyComments::Run SafetyComments::EndOfLine(std::uint32_t line) const {
  Run run;
  run.known = true;
  const std::string_view text = Trim(tokens_.Line(line));
  const std::size_t start = std::min(text.find("//"), text.find("/*"));
  if (start == std::string_view::npos) return run;
  const std::string_view comment = TrimStart(text.substr(start + 2));
  if (!StartsWithMark(comment)) return run;
  run.line = line;
  run.state = Judged(Words(comment.substr(kMark.size())));
  return run;
}

std::optional<SafetyState> SafetyComments::BlockComment(std::uint32_t last, std::uint32_t line, std::uint32_t bound) {
  const std::uint32_t start_line = block_start_[last];
  if (start_line <= bound) return std::nullopt;
  const std::string_view text = tokens_.Line(start_line);
  const auto begin =
      static_cast<std::uint32_t>(tokens_.line_starts[start_line - 1] + (text.size() - TrimStart(text).size()));
  const auto comment = std::lower_bound(tokens_.comments.begin(), tokens_.comments.end(), begin,
                                        [](const LedgerComment& c, std::uint32_t at) { return c.begin < at; });
  if (comment == tokens_.comments.end() || comment->begin != begin) return std::nullopt;
  // Nothing but space between it and the line.
  const std::uint32_t line_start = tokens_.line_starts[line - 1];
  if (comment->end > line_start) return std::nullopt;
  if (comment->next < tokens_.tokens.size() && tokens_.tokens[comment->next].begin < line_start) return std::nullopt;
  if (comment + 1 != tokens_.comments.end() && (comment + 1)->begin < line_start) return std::nullopt;
  const auto [known, unseen] = block_comments_.try_emplace(start_line);
  if (unseen) {
    const std::string_view words = tokens_.Of(*comment);
    const std::size_t mark = FindMark(words);
    if (mark != std::string_view::npos) known->second = Judged(FirstReason(words.substr(mark + kMark.size())));
  }
  return known->second;
}

std::optional<SafetyState> SafetyComments::Above(std::uint32_t line, std::uint32_t bound) {
  const std::uint32_t last = above_[line];
  if (last == 0 || last <= bound) return std::nullopt;
  const bool comments = TrimStart(tokens_.Line(last)).starts_with("//");
  Run& run = runs_[last];
  if (!run.known) run = comments ? LineComments(last) : EndOfLine(last);
  if (run.line > bound) return run.state;
  if (comments) return std::nullopt;
  return BlockComment(last, line, bound);
}

std::size_t SafetyComments::FirstCommentFrom(std::uint32_t token) const {
  return static_cast<std::size_t>(
      std::lower_bound(tokens_.comments.begin(), tokens_.comments.end(), token,
                       [](const LedgerComment& c, std::uint32_t next) { return c.next < next; }) -
      tokens_.comments.begin());
}

std::optional<SafetyState> SafetyComments::Inside(std::uint32_t brace) const {
  std::size_t i = FirstCommentFrom(brace + 1);
  if (i == tokens_.comments.size() || tokens_.comments[i].next != brace + 1) return std::nullopt;
  const std::string_view first = TrimStart(tokens_.Of(tokens_.comments[i]).substr(2));
  if (!StartsWithMark(first)) return std::nullopt;
  std::string_view reason = FirstReason(first.substr(kMark.size()));
  for (++i; reason.empty() && i < tokens_.comments.size() && tokens_.comments[i].next == brace + 1; ++i) {
    reason = FirstReason(tokens_.Of(tokens_.comments[i]));
  }
  return Judged(reason);
}

SafetyState SafetyComments::InDocs(std::uint32_t first, std::uint32_t last) const {
  SafetySection section;
  std::size_t i = FirstCommentFrom(first);
  std::uint32_t token = first;
  while (token <= last) {
    for (; i < tokens_.comments.size() && tokens_.comments[i].next <= token; ++i) {
      const LedgerComment& comment = tokens_.comments[i];
      if (comment.doc == LedgerComment::Doc::kOuter) {
        DocLines(tokens_.Of(comment), comment.block, section);
      } else if (FindMark(tokens_.Of(comment)) != std::string_view::npos) {
        section.Near();
      }
    }
    if (tokens_.Of(token) == "doc" && tokens_.Of(token + 1) == "=" && token + 2 < last) {
      std::string_view literal = tokens_.Of(token + 2);
      literal.remove_prefix(std::min(literal.find('"'), literal.size() - 1) + 1);
      while (literal.ends_with('"') || literal.ends_with('#')) literal.remove_suffix(1);
      section.Line(literal);
    }
    ++token;
  }
  return section.State();
}

bool SafetyComments::AnyBetween(std::uint32_t first_line, std::uint32_t last_line) const {
  const auto found = std::lower_bound(says_safety_.begin(), says_safety_.end(), first_line);
  return found != says_safety_.end() && *found <= last_line;
}

}  // namespace ferrotype
