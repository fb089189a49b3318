#include "renderer/text/output.h"

#include "base/utf8.h"
#include "renderer/text/chinese.h"
#include "renderer/text/escape.h"
#include "renderer/text/runes.h"

namespace ferrotype::text {

void Output::Append(std::string_view html) {
  html_ += html;
  copy_ += html;
}

void Output::Block(std::string_view html) {
  Append(html);
  plain_ += ' ';
  last_ = 0;
  gap_.reset();
  beside_role_ = false;
}

void Output::Tag(std::string_view html) { Append(html); }

void Output::LinkTag(std::string_view html) { html_ += html; }

void Output::Gap(bool soft) {
  if (gap_) {
    gap_->soft = gap_->soft || soft;
    return;
  }
  gap_ = PendingGap{html_.size(), copy_.size(), soft};
  Append(soft ? "\n" : " ");
  plain_ += ' ';
}

void Output::Meet(char32_t next) {
  if (gap_ && last_ != 0) {
    const bool both = IsCjk(last_) && IsCjk(next);
    const bool either = IsCjk(last_) || IsCjk(next);
    const bool mixed = (IsHan(last_) && IsAlphanumeric(next)) || (IsAlphanumeric(last_) && IsHan(next));
    // No space is ever meant beside CJK punctuation (folded YAML leaves some), nor the one that sets a role off.
    const bool punctuation = both && (beside_role_ || !(IsHan(last_) && IsHan(next)));
    if (lang_ == Lang::kZh ? mixed || punctuation || (gap_->soft && either) : gap_->soft && both) {
      html_.erase(gap_->html, 1);
      copy_.erase(gap_->copy, 1);
    }
  }
  gap_.reset();
}

void Output::Text(std::string_view text) {
  std::string run;
  const auto flush = [&] {
    Append(EscapeText(run));
    plain_ += run;
    run.clear();
  };
  bool marked = false;
  const auto unmark = [&] {
    if (!marked) return;
    flush();
    Append("</span>");
    marked = false;
  };
  const std::string clean = WithoutSeams(text);
  for (std::string_view rest = clean; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    const std::string_view bytes = rest.substr(0, rune.bytes);
    rest.remove_prefix(rune.bytes);
    if (rune.value == ' ' || rune.value == '\n') {
      unmark();
      flush();
      if (lang_ == Lang::kEn && rune.value == ' ') {
        Append(" ");
        plain_ += ' ';
        last_ = ' ';
      } else {
        Gap(false);
      }
      continue;
    }
    if (gap_) Meet(rune.value);
    beside_role_ = false;
    if (lang_ == Lang::kEn && !foreign_) {
      if (IsHan(rune.value) && !marked) {
        flush();
        Append(R"(<span lang="zh-Hans">)");
        marked = true;
      } else if (!IsCjk(rune.value)) {
        unmark();
      }
    }
    run += bytes;
    last_ = rune.value;
  }
  unmark();
  flush();
}

void Output::SoftBreak() { Gap(true); }

void Output::Code(std::string_view code) {
  const std::string clean = WithoutSeams(code);
  Meet(FirstRune(clean));
  Append("<code>");
  Append(EscapeText(clean));
  Append("</code>");
  plain_ += clean;
  last_ = LastRune(clean);
}

void Output::Role(const RoleOutput& role) {
  beside_role_ = true;
  if (!role.plain.empty()) Meet(FirstRune(role.plain));
  html_ += role.html;
  copy_ += role.linkless;
  plain_ += role.plain;
  if (role.plain.empty()) return;
  // 5.1万 and 44.3% are numbers to what follows.
  last_ =
      IsAlphanumeric(FirstRune(role.plain)) && role.plain.find(' ') == std::string::npos ? U'0' : LastRune(role.plain);
}

void Output::StartCopy() {
  copy_.clear();
  plain_.clear();
  gap_.reset();
}

}  // namespace ferrotype::text
