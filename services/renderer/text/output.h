// The HTML that is being written, and what typography must remember from one piece of text to the next.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "renderer/language_tag.h"
#include "renderer/text/roles.h"

namespace ferrotype::text {

/// Takes pieces in reading order. In Chinese, no typed space stays between a Han character and a letter or digit (style
/// sheets set the gap), and a line break beside a CJK character is no space; both hold across tags. English comes out
/// as it went in.
class Output {
 public:
  explicit Output(Lang lang) : lang_(lang) {}

  /// A tag of a block: text before it and after it are no neighbours.
  void Block(std::string_view html);
  /// A tag within a line.
  void Tag(std::string_view html);
  /// A tag of a link: not in the linkless copy.
  void LinkTag(std::string_view html);
  /// Text; escaped here.
  void Text(std::string_view text);
  void SoftBreak();
  /// Code within a line.
  void Code(std::string_view code);
  void Role(const RoleOutput& role);

  /// While a block is marked with another language, its text isn't marked again.
  void SetForeign(bool foreign) { foreign_ = foreign; }

  /// From here on the linkless copy and the plain words are collected anew.
  void StartCopy();
  [[nodiscard]] const std::string& linkless() const { return copy_; }
  [[nodiscard]] const std::string& plain() const { return plain_; }
  [[nodiscard]] std::string TakeHtml() { return std::move(html_); }

 private:
  void Append(std::string_view html);
  void Gap(bool soft);
  // The next visible rune is `next`: decides whether the gap before it stays.
  void Meet(char32_t next);

  struct PendingGap {
    std::size_t html = 0;
    std::size_t copy = 0;
    bool soft = false;
  };

  Lang lang_;
  bool foreign_ = false;
  std::string html_;
  std::string copy_;
  std::string plain_;
  char32_t last_ = 0;
  std::optional<PendingGap> gap_;
  bool beside_role_ = false;  // the last or the next word comes from a role
};

}  // namespace ferrotype::text
