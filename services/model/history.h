// What several releases tell together: since when something is there, and the milestones on the way.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace ferrotype {

/// Since when something is there, as far as the measured releases tell: it came after `absent_in` and at the latest
/// with `first_seen`.
struct Since {
  std::string absent_in;   ///< the measured release before; "" when it was there in the first measured one
  std::string first_seen;  ///< "" when it is not there at all
  bool exact = false;      ///< nothing was released between the two
  bool operator==(const Since&) const = default;
};

/// Of something that the release `of` (an index into `reports`) has: walks back as long as `has` holds. `reports` in
/// order of ReleaseLess.
[[nodiscard]] Since SinceOf(std::span<const Report> reports, std::size_t of,
                            const std::function<bool(const Report&)>& has);

/// Whether no release of kernel.org's lies between the two (7.1 and 7.2; 6.19 and 7.0; 7.2.12 and 7.2.13). False for
/// trees that are not kernel.org's and where that can't be told.
[[nodiscard]] bool AreNeighbours(std::string_view before, std::string_view after);

enum class MilestoneKind : std::uint8_t {
  kFirstDriver,
  kFirstOfSubsystem,
  kFirstOfBus,
  kFirstMultiFile,    ///< first driver of more than one Rust file
  kModuleDocumented,  ///< the module's last site of unsafe without justification is gone
  kShare,             ///< Rust passes 1, 5, 10 or 50 lines for each hundred of C in a directory
  kCompilerRaised,
  kArchitectureAdded,
  kCrateAdded,      ///< a vendored crate
  kExperimentOver,  ///< no document calls Rust experimental any more
};

struct Milestone {
  MilestoneKind kind = MilestoneKind::kFirstDriver;
  std::string subject;  ///< "drivers/net", "pci", "kernel::sync", "rust/syn", ...
  std::string detail;   ///< the driver's name; the threshold in percent; the version or list
  std::string before;   ///< the value in `since.absent_in`, where there is one
  Since since;          ///< absent_in is never empty: what was there from the first measured release on is none
  std::string date;     ///< of since.first_seen, YYYY-MM-DD; may be empty
  std::string metric;   ///< the metric that shows it, if one does
  Place evidence;       ///< in the tree of since.first_seen
  bool operator==(const Milestone&) const = default;
};

/// Derived from the releases alone, in order of release, then kind, subject and detail.
[[nodiscard]] std::vector<Milestone> Milestones(std::span<const Report> reports);

/// "first-driver", "first-of-subsystem", ...
[[nodiscard]] std::string_view IdOf(MilestoneKind kind);

}  // namespace ferrotype
