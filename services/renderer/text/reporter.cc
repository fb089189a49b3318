#include "renderer/text/reporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/text/chinese.h"

namespace ferrotype {

std::string_view IdOf(Diagnostic::Severity severity) {
  switch (severity) {
    case Diagnostic::Severity::kError:
      return "error";
    case Diagnostic::Severity::kWarning:
      return "warning";
    case Diagnostic::Severity::kNote:
      break;
  }
  return "note";
}

std::string Describe(const Diagnostic& diagnostic) {
  return fmt::format("{}:{}:{}: {}[{}]: {}", Printable(diagnostic.path), diagnostic.line, diagnostic.column,
                     IdOf(diagnostic.severity), diagnostic.code, diagnostic.message);
}

namespace text {

Reporter::Reporter(std::string path, std::string_view body, int first_line, std::vector<Diagnostic>& out,
                   int first_column)
    : path_(std::move(path)),
      lines_(Split(body, '\n')),
      first_line_(first_line),
      first_column_(first_column),
      out_(out) {}

void Reporter::Tell(Place place, const Trouble& trouble) {
  if (told_ > kMostDiagnostics) return;
  const Document::Spot spot = SpotOf(place);
  if (++told_ > kMostDiagnostics) {
    out_.push_back({path_, spot.line, spot.column, "F000", "more mistakes follow; mend these first",
                    Diagnostic::Severity::kError});
    return;
  }
  out_.push_back({path_, spot.line, spot.column, trouble.code, trouble.message, trouble.severity});
}

Document::Spot Reporter::SpotOf(Place place) const {
  if (place.line < 1) return {1, 1};
  const std::string_view line = Line(place.line);
  const std::size_t target = std::min(static_cast<std::size_t>(std::max(place.byte, 1) - 1), line.size());
  if (walked_.line != place.line || walked_.byte > target) walked_ = {place.line, 0, 0};
  while (walked_.byte < target) {
    const std::string_view rest = line.substr(walked_.byte);
    if (!rest.starts_with(kSeam)) ++walked_.characters;
    walked_.byte += DecodeUtf8(rest).bytes;
  }
  const int characters = walked_.characters;
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
  std::optional<std::string> nearest = Nearest(name, candidates);
  if (!nearest) {
    // rust.locs: too far from rust.lines.code by letters, and begins like it. The first of those that share most.
    std::size_t best = std::max<std::size_t>(3, name.size() / 2);
    for (const std::string& candidate : candidates) {
      const auto [end, other] = std::mismatch(name.begin(), name.end(), candidate.begin(), candidate.end());
      const auto same = static_cast<std::size_t>(end - name.begin());
      if (same <= best) continue;
      best = same;
      nearest = candidate;
    }
  }
  return nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : "";
}

std::string SlipOf(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr std::size_t kSlip = 2;
  std::vector<std::string> close;
  for (const std::string& candidate : candidates) {
    // Cut what both begin and end with: a slip leaves next to nothing.
    std::string_view a = name;
    std::string_view b = candidate;
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
      a.remove_suffix(1);
      b.remove_suffix(1);
    }
    if (a.size() <= kSlip && b.size() <= kSlip) close.push_back(candidate);
  }
  const std::optional<std::string> nearest = Nearest(name, close);
  return nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : "";
}

std::string Quoted(std::string_view text) {
  constexpr std::size_t kLongest = 100;
  const bool cut = text.size() > kLongest;
  return fmt::format("\"{}{}\"", Printable(text.substr(0, kLongest)), cut ? "…" : "");
}

}  // namespace text
}  // namespace ferrotype
