// Lines as make and Kconfig have them: those that end in a backslash go on in the next.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ferrotype {

class LogicalLines {
 public:
  explicit LogicalLines(std::string_view text) : rest_(text) {}

  /// False at the end. `line` is valid until the next call.
  bool Next(std::string_view& line) {
    first_ = next_;
    if (rest_.empty()) return false;
    line = Physical();
    if (!Continues(line)) return true;
    joined_.assign(line.substr(0, line.size() - 1));
    while (!rest_.empty()) {
      const std::string_view more = Physical();
      joined_ += ' ';
      if (!Continues(more)) {
        joined_ += more;
        break;
      }
      joined_ += more.substr(0, more.size() - 1);
    }
    line = joined_;
    return true;
  }
  /// The next line as it stands, without joining.
  bool NextPhysical(std::string_view& line) {
    first_ = next_;
    if (rest_.empty()) return false;
    line = Physical();
    return true;
  }
  /// The next line, which stays the next; empty at the end.
  [[nodiscard]] std::string_view Peek() const { return rest_.substr(0, rest_.find('\n')); }
  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }
  /// Number of the first physical line of what Next gave, from 1.
  [[nodiscard]] std::uint32_t line() const { return first_; }

 private:
  std::string_view Physical() {
    const std::size_t end = rest_.find('\n');
    const std::string_view line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    ++next_;
    return line;
  }
  // An even number of backslashes stands for half as many, and continues nothing.
  static bool Continues(std::string_view line) {
    const std::size_t last = line.find_last_not_of('\\');
    return (line.size() - (last == std::string_view::npos ? 0 : last + 1)) % 2 == 1;
  }

  std::string_view rest_;
  std::uint32_t next_ = 1;
  std::uint32_t first_ = 1;
  std::string joined_;
};

inline constexpr std::string_view kBlanks = " \t\r\v\f";

inline std::string_view Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// Cuts the first word off `text`; both are trimmed.
inline std::string_view TakeWord(std::string_view& text) {
  text = Trim(text);
  const std::size_t end = text.find_first_of(kBlanks);
  const std::string_view word = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : Trim(text.substr(end));
  return word;
}

/// Runs of blanks as one space, none at the ends.
inline std::string Squeeze(std::string_view text) {
  std::string out;
  while (!(text = Trim(text)).empty()) {
    const std::size_t end = text.find_first_of(kBlanks);
    if (!out.empty()) out += ' ';
    out += text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end);
  }
  return out;
}

}  // namespace ferrotype
