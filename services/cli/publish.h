// Publishing: from the store, content and templates to an edition that readers see.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "cli/options.h"

namespace ferrotype {

struct PublishOutcome {
  enum class Kind : std::uint8_t {
    kNothingNew,  ///< what is published is what there is to publish; no file was touched
    kPublished,
    kHeld,  ///< this very edition was rolled back; it stays so until something changes or somebody rolls forward
  };
  Kind kind = Kind::kNothingNew;
  std::string edition;
  std::uint64_t files = 0;
  std::string changes;         ///< the change report as text, when published
  std::string hook_complaint;  ///< empty: there was no hook, or it took the report
};

/// Renders, checks, writes and switches to an edition of the store's releases in `options.to`; runs the hook. `now` is
/// the time of publication (2026-11-21T04:40:00Z), which no page shows. When it fails what was published before is
/// still served, whole.
[[nodiscard]] Result<PublishOutcome> Publish(const Options& options, const std::string& now);

/// The time by the clock of this machine, UTC, or by SOURCE_DATE_EPOCH where that is set.
[[nodiscard]] std::string Now();

/// One line for a person.
[[nodiscard]] std::string Describe(const PublishOutcome& outcome, const Options& options);

}  // namespace ferrotype
