// Measured values as editors ask for them, and as they are printed in a language.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/metric.h"
#include "model/report.h"
#include "renderer/text/arguments.h"
#include "renderer/text/reporter.h"
#include "renderer/text/text.h"

namespace ferrotype::text {

template <typename T>
using Or = tl::expected<T, Trouble>;

[[nodiscard]] inline tl::unexpected<Trouble> Bad(std::string code, std::string message) {
  return tl::unexpected<Trouble>(Trouble{std::move(code), std::move(message), Diagnostic::Severity::kError});
}

/// As Bad for data that this store may lack through nobody's mistake: an error where a near name shows a slip of the
/// pen, else a warning that the page words for its readers.
[[nodiscard]] inline Trouble MissingData(std::string code, std::string message, const std::string& suggestion) {
  const auto severity = suggestion.empty() ? Diagnostic::Severity::kWarning : Diagnostic::Severity::kError;
  return {std::move(code), std::move(message) + suggestion, severity};
}

/// A place in a release that a metric is asked for: the whole when `dimension` is empty.
struct Slice {
  std::string dimension;
  std::string key;
};

struct Answer {
  const MetricInfo* metric = nullptr;
  const Report* report = nullptr;
  Slice slice;
  MetricValue value;
};

/// How a number is to look.
struct Look {
  std::optional<int> decimals;  ///< of a percentage or a rounded number; the metric's own when empty
  bool myriads = false;         ///< 5.1万 / 51k instead of 50,829; below 10,000 exact all the same
};

/// The release that `name` means. Empty or "newest": the context's, else the newest measured. A name without `*` is
/// exact. In a pattern `*` stands for digits and points alone, so that v7.2.* never is v7.2.13-debian; it means the
/// newest that matches, v7.2 itself included. Unknown names are
/// trouble (F013): an error for a name, a warning for a pattern that nothing measured matches.
[[nodiscard]] Or<const Report*> FindRelease(const TextContext& context, std::string_view name);

/// The value of `id` in `report` at `slice`; a slice that the release knows but where nothing was counted is 0.
/// Trouble: F012, F014.
[[nodiscard]] Or<Answer> Ask(const Report& report, std::string_view id, const Slice& slice);

/// As Ask, for "id" or "id@release".
[[nodiscard]] Or<Answer> AskFor(const TextContext& context, std::string_view id_and_release, const Slice& slice);

/// What an answer is called where texts are compared: `rust.lines.code[owner=drivers]@v7.2.13-debian`.
[[nodiscard]] std::string NameOf(const Answer& answer);

/// Takes owner=, directory=, subsystem= or language= out of `arguments`.
[[nodiscard]] Or<Slice> TakeSlice(Arguments& arguments);
/// Takes round= and unit=.
[[nodiscard]] Or<Look> TakeLook(Arguments& arguments);

[[nodiscard]] std::string_view Pick(Lang lang, const Bilingual& text);
[[nodiscard]] std::string FormatValue(Unit unit, int decimals, MetricValue value, Lang lang, const Look& look = {});
[[nodiscard]] std::string Format(const Answer& answer, Lang lang, const Look& look = {});
/// 2026-11-20 -> "20 November 2026", "2026年11月20日"; 2026-11 and 2026 likewise; other text unchanged.
[[nodiscard]] std::string FormatDate(std::string_view date, Lang lang);

/// "Rust code, drivers · v7.2.13-debian": what a bound number is, for its title.
[[nodiscard]] std::string Provenance(const Answer& answer, Lang lang);
/// The name of a key for people: owners have one in each language, languages their own; paths stay.
[[nodiscard]] std::string NameOfKey(std::string_view dimension, std::string_view key, Lang lang);

/// Decimal notation ("31000", "0.1", "-3") as an exact value; nullopt for anything else and for more than 9 decimals.
[[nodiscard]] std::optional<MetricValue> ParseDecimal(std::string_view text);

/// <0, 0, >0 as a is less than, equal to, greater than b. Exact.
[[nodiscard]] int Compare(MetricValue a, MetricValue b);

}  // namespace ferrotype::text
