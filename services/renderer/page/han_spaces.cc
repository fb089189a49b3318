#include "renderer/page/han_spaces.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace ferrotype {
namespace {

bool IsHan(char32_t rune) {
  return (rune >= 0x3400 && rune <= 0x9FFF) || (rune >= 0xF900 && rune <= 0xFAFF) ||
         (rune >= 0x20000 && rune <= 0x3FFFF);
}

bool IsLatin(char32_t rune) {
  return (rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z') || rune == '%' ||
         rune == '+' || rune == 0x2212 || rune == 0x00B1;
}

// Elements in which spaces and lines stay as they are.
constexpr std::array<std::string_view, 8> kKept = {"code", "pre", "title", "svg", "style", "math", "option", "script"};

// Elements that a number may have for itself.
constexpr std::array<std::string_view, 5> kInline = {"a", "b", "em", "span", "strong"};

// Words that count what stands before them: a line doesn't end between the two.
constexpr std::u32string_view kMeasures =
    U"行个处项种次条篇款类位份字章节页名人台家部块张层段步倍秒天周版年月日万亿多余";
// Between a number and its word: "3万行", "20多个".
constexpr std::u32string_view kScales = U"万亿多余";

bool IsOneOf(std::u32string_view set, char32_t rune) { return set.find(rune) != std::u32string_view::npos; }

std::string_view NameOf(std::string_view tag) {  // "<a href" -> "a", "</a>" -> "a"
  tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
  return tag.substr(0, tag.find_first_of(" \n\t/>"));
}

class Setter {
 public:
  explicit Setter(std::string_view html) : rest_(html) { out_.reserve(html.size() + html.size() / 16); }

  std::string Run() && {
    while (!rest_.empty()) {
      if (rest_.front() == '<') {
        Tag();
      } else if (!kept_.empty()) {
        Copy(std::min(rest_.find('<'), rest_.size()));
      } else {
        Letter();
      }
    }
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kNone = std::string::npos;

  void Copy(std::size_t bytes) {
    out_ += rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
  }

  void Tag() {
    const std::size_t end = std::min(rest_.find('>'), rest_.size() - 1) + 1;
    const bool closing = rest_.starts_with("</");
    const std::string_view name = NameOf(rest_.substr(0, end));
    const std::size_t begin = out_.size();
    const bool left_number = closing && digits_ != kNone && element_ != kNone && !left_;
    if (!left_number) digits_ = kNone;
    left_ = left_number;
    if (kept_.empty() && !closing) {
      const auto found = std::find(kKept.begin(), kKept.end(), name);
      if (found != kKept.end()) kept_ = *found;
    } else if (closing && name == kept_) {
      kept_ = {};
      before_ = 0;  // the style sheet spaces no code, so a space beside it stays
      space_ = kNone;
    }
    Copy(end);
    if (name == "time") in_time_ = !closing;
    if (!closing && std::find(kInline.begin(), kInline.end(), name) != kInline.end()) {
      opened_ = begin;
      opened_end_ = out_.size();
    }
  }

  void Letter() {
    const DecodedRune rune = DecodeUtf8(rest_);
    if (rune.value == ' ') {
      space_ = before_ != 0 && space_ == kNone ? out_.size() : kNone;
      if (space_ == kNone) before_ = 0;
      return Copy(rune.bytes);
    }
    if (rune.value == '\n') {
      before_ = 0;
      space_ = kNone;
      digits_ = kNone;
      return Copy(rune.bytes);
    }
    const bool spaced = space_ != kNone;
    const bool closes = spaced && ((IsHan(before_) && IsLatin(rune.value)) || (IsLatin(before_) && IsHan(rune.value)));
    if (closes) {
      out_.erase(space_, 1);
      if (opened_end_ != kNone && opened_ > space_) {
        --opened_;
        --opened_end_;
      }
    }
    space_ = kNone;
    if (digits_ != kNone && !in_time_ && IsOneOf(kMeasures, rune.value)) return Measure(rune);
    Follow(rune.value, spaced && !closes);
    before_ = rune.value;
    Copy(rune.bytes);
  }

  // Keeps track of a number that a word may follow, with the element that holds nothing before it: "<a>12</a>".
  void Follow(char32_t rune, bool after_space) {
    const bool digit = rune >= '0' && rune <= '9';
    const bool within = digits_ != kNone && !left_ && !after_space;
    if (within && (digit || rune == ',' || rune == '.')) return;
    const bool word = !after_space && IsLatin(before_) && opened_end_ != out_.size();
    digits_ = digit && !word ? out_.size() : kNone;
    element_ = opened_end_ == out_.size() ? opened_ : kNone;
    left_ = false;
  }

  void Measure(const DecodedRune& rune) {
    constexpr std::string_view kOpen = "<span class=\"nb\">";
    out_.insert(left_ ? element_ : digits_, kOpen);
    Copy(rune.bytes);
    before_ = rune.value;
    if (IsOneOf(kScales, rune.value) && !rest_.empty()) {
      const DecodedRune next = DecodeUtf8(rest_);
      if (IsOneOf(kMeasures, next.value)) {
        Copy(next.bytes);
        before_ = next.value;
      }
    }
    out_ += "</span>";
    digits_ = kNone;
    left_ = false;
    opened_end_ = kNone;
  }

  std::string_view rest_;
  std::string out_;
  std::string_view kept_;       // element whose end is awaited
  char32_t before_ = 0;         // last character of text that was written, 0 after a line's end
  bool in_time_ = false;        // the style sheet keeps a date on one line
  std::size_t space_ = kNone;   // where in `out_` a lone space stands after `before_`
  std::size_t opened_ = kNone;  // where the last tag begins that opened an element, and where it ends
  std::size_t opened_end_ = kNone;
  std::size_t digits_ = kNone;   // where a number begins that nothing but digits, ',' and '.' has followed so far
  std::size_t element_ = kNone;  // where the element begins that begins with it
  bool left_ = false;            // whether that element has ended since
};

}  // namespace

std::string CloseHanSpaces(std::string_view html) { return Setter(html).Run(); }

}  // namespace ferrotype
