// ferrotype analyze: sources in, complete releases in the store.

#include <fmt/format.h>

#include "base/text.h"
#include "cli/analysis.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/source_argument.h"
#include "cli/table.h"
#include "source/open.h"
#include "store/sqlite_store.h"

namespace ferrotype {
namespace {

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = ParseInt(text.substr(0, 4));
  const auto month = ParseInt(text.substr(5, 2));
  const auto day = ParseInt(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
  return *day <= kDays[*month - 1] + (*month == 2 && leap ? 1 : 0);
}

std::string Print(const Analysis& analysis, const Options& options) {
  Table table({"release", "files", "blobs", "new", "read", "analyzed", "trees_folded", "bytes", "seconds", "digest"});
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  for (const auto& [counts, origin] : analysis.finished()) {
    table.Add({counts.record.name, number(counts.files), number(counts.blobs), number(counts.new_blobs),
               number(counts.read), number(counts.analyzed), number(counts.trees_folded), number(counts.bytes),
               Ratio{{static_cast<std::int64_t>(counts.seconds * 1000), 1000}, 2}, counts.digest});
  }
  for (const std::string& name : analysis.skipped()) {
    table.Add({name,
               {},
               {},
               std::int64_t{0},
               std::int64_t{0},
               std::int64_t{0},
               std::int64_t{0},
               std::int64_t{0},
               {},
               std::string("measured before")});
  }
  return table.Print(options.format);
}

Result<std::string> Analyze(const Options& options) {
  if (!options.date.empty() && !IsDate(options.date)) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("--date {}: not a day of the calendar; write it as 2026-11-20", Printable(options.date)));
  }
  // A mistyped source must not leave an empty store behind.
  for (const std::string& argument : options.sources) {
    TRY(OpenSource(ParseSourceArgument(argument).path));
  }
  TRY_ASSIGN(const std::unique_ptr<Store> store, OpenStore(options.store));
  TRY_ASSIGN(const std::unique_ptr<StoreReader> known, OpenStoreReader(options.store));
  TRY_ASSIGN(const TagSelection selection, TagSelection::Parse(options.tags));
  Analysis analysis(options, *store, *known);
  for (const std::string& argument : options.sources) {
    const SourceArgument parsed = ParseSourceArgument(argument);
    TRY(analysis.Measure(parsed.path, parsed.patterns, selection));
  }
  return Print(analysis, options);
}

}  // namespace

int RunAnalyze(const Options& options) {
  const Result<std::string> printed = Analyze(options);
  return printed ? Emit(*printed) : Complain(printed.error());
}

}  // namespace ferrotype
