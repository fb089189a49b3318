// Mistakes with their places: bytes of a (repaired) body become lines and characters of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "renderer/text/text.h"

namespace ferrotype::text {

/// A place in a body as cmark tells it. Both count from 1; `byte` counts bytes of the repaired line. Line 0: no place
/// in the body, say line 1 of the file.
struct Place {
  int line = 0;
  int byte = 1;
};

/// A trouble without its place.
struct Trouble {
  std::string code;
  std::string message;
  Diagnostic::Severity severity = Diagnostic::Severity::kError;
  bool lacks_release = false;  ///< a release that could be one, and that nobody measured here
};

/// Tells at most kMostDiagnostics; then says once that there are more.
class Reporter {
 public:
  static constexpr int kMostDiagnostics = 500;

  /// `body` (repaired) must outlive this. Its first character stands on line `first_line`, column `first_column` of the
  /// file.
  Reporter(std::string path, std::string_view body, int first_line, std::vector<Diagnostic>& out, int first_column = 1);

  void Tell(Place place, const Trouble& trouble);
  void Error(Place place, std::string code, std::string message);
  void Warn(Place place, std::string code, std::string message);

  /// For a piece of this body that is read by itself: `fragment` begins on line `line` of this body.
  [[nodiscard]] Reporter Inside(std::string_view fragment, int line) const;

  /// A place of the body as one of the file.
  [[nodiscard]] Document::Spot SpotOf(Place place) const;

  /// The bytes of line `line` (from 1) of the body, without its newline; empty when there is none.
  [[nodiscard]] std::string_view Line(int line) const;

 private:
  std::string path_;
  std::vector<std::string_view> lines_;
  int first_line_;
  int first_column_;
  std::vector<Diagnostic>& out_;
  int told_ = 0;
  // Where the last place was: long lines with many mistakes are walked once.
  struct Walked {
    int line = 0;
    std::size_t byte = 0;
    int characters = 0;
  };
  mutable Walked walked_;
};

/// "; did you mean \"x\"?", or nothing when no candidate is near.
[[nodiscard]] std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates);

/// The same for at most two letters' difference: a slip of the pen, not another thing of a similar name.
[[nodiscard]] std::string SlipOf(std::string_view name, const std::vector<std::string>& candidates);

/// `text` in double quotes, made safe for a terminal and cut when very long.
[[nodiscard]] std::string Quoted(std::string_view text);

}  // namespace ferrotype::text
