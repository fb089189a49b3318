// Text and markup are different types: a plain string can't become HTML without an escape that fits the place.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace ferrotype {

/// A piece of well-formed HTML. Plain strings don't convert to it.
class Html {
 public:
  Html() = default;
  /// `text` as it reads, escaped.
  [[nodiscard]] static Html Text(std::string_view text);
  /// A name from outside (path, release): as Text, with deceptive characters and invalid bytes shown as marks.
  [[nodiscard]] static Html Name(std::string_view name);
  /// Markup that our own code has made. The one door: every call site is a place to look at.
  [[nodiscard]] static Html Trusted(std::string markup) { return Html(std::move(markup)); }

  Html& operator+=(const Html& other) {
    markup_ += other.markup_;
    return *this;
  }
  friend Html operator+(Html a, const Html& b) { return std::move(a += b); }
  [[nodiscard]] const std::string& str() const { return markup_; }
  [[nodiscard]] bool empty() const { return markup_.empty(); }

 private:
  explicit Html(std::string markup) : markup_(std::move(markup)) {}
  std::string markup_;
};

using Attribute = std::pair<std::string_view,
                            std::string_view>;  ///< name, value (plain text); an empty value leaves the attribute out

/// <tag a="v">content</tag>
[[nodiscard]] Html Element(std::string_view tag, std::initializer_list<Attribute> attributes, const Html& content);
/// <a href="url">content</a>. `url` is a relative URL of ours.
[[nodiscard]] Html Link(std::string_view url, const Html& content, std::string_view css_class = {});

/// For text and for quoted attribute values of HTML.
[[nodiscard]] std::string EscapeHtml(std::string_view text);
/// For text and quoted attribute values of XML: as HTML, and what XML 1.0 can't hold is replaced by U+FFFD.
[[nodiscard]] std::string EscapeXml(std::string_view text);
/// One component of a URL's path: everything but unreserved characters percent-encoded.
[[nodiscard]] std::string EscapeUrlPart(std::string_view text);
/// One field of CSV (RFC 4180).
[[nodiscard]] std::string EscapeCsv(std::string_view text);

/// A file and URL name made from any name: letters, digits, '.', '_', '+', '-' stay, other bytes are ~xx; never hidden,
/// special or too long. Different names give different slugs.
[[nodiscard]] std::string Slug(std::string_view name);

}  // namespace ferrotype
