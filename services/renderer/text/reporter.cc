#include "renderer/text/reporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/text/chinese.h"

namespace ferrotype {

std::string Describe(const Diagnostic& diagnostic) {
  const bool error = diagnostic.severity == Diagnostic::Severity::kError;
  return fmt::format("{}:{}:{}: {}[{}]: {}", Printable(diagnostic.path), diagnostic.line, diagnostic.column,
                     error ? "error" : "warning", diagnostic.code, diagnostic.message);
}

namespace text {
namespace {

int CharactersBefore(std::string_view line, std::size_t byte) {
  const std::string head = WithoutSeams(line.substr(0, std::min(byte, line.size())));
  int characters = 0;
  for (std::string_view rest = head; !rest.empty(); ++characters) rest.remove_prefix(DecodeUtf8(rest).bytes);
  return characters;
}

}  // namespace

Reporter::Reporter(std::string path, std::string_view body, int first_line, std::vector<Diagnostic>& out,
                   int first_column)
    : path_(std::move(path)),
      lines_(Split(body, '\n')),
      first_line_(first_line),
      first_column_(first_column),
      out_(out) {}

void Reporter::Tell(Place place, const Trouble& trouble) {
  const Document::Spot spot = SpotOf(place);
  out_.push_back({path_, spot.line, spot.column, trouble.code, trouble.message, trouble.severity});
}

Document::Spot Reporter::SpotOf(Place place) const {
  if (place.line < 1) return {1, 1};
  const int characters = CharactersBefore(Line(place.line), static_cast<std::size_t>(std::max(place.byte, 1) - 1));
  return {first_line_ + place.line - 1, (place.line == 1 ? first_column_ : 1) + characters};
}

Reporter Reporter::Inside(std::string_view fragment, int line) const {
  return Reporter(path_, fragment, first_line_ + line - 1, out_);
}

void Reporter::Error(Place place, std::string code, std::string message) {
  Tell(place, {std::move(code), std::move(message), Diagnostic::Severity::kError});
}

void Reporter::Warn(Place place, std::string code, std::string message) {
  Tell(place, {std::move(code), std::move(message), Diagnostic::Severity::kWarning});
}

std::string_view Reporter::Line(int line) const {
  if (line < 1 || static_cast<std::size_t>(line) > lines_.size()) return {};
  return lines_[static_cast<std::size_t>(line) - 1];
}

std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::optional<std::string> nearest = Nearest(name, candidates);
  return nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : "";
}

std::string Quoted(std::string_view text) {
  constexpr std::size_t kLongest = 100;
  const bool cut = text.size() > kLongest;
  return fmt::format("\"{}{}\"", Printable(text.substr(0, kLongest)), cut ? "…" : "");
}

}  // namespace text
}  // namespace ferrotype
