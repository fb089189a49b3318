#include "model/history.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "model/metric.h"
#include "model/owner.h"
#include "model/release.h"

namespace ferrotype {
namespace {

constexpr std::array<std::string_view, 10> kMilestoneIds = {
    "first-driver", "first-of-subsystem", "first-of-bus",       "first-multi-file", "module-documented",
    "share",        "compiler-raised",    "architecture-added", "crate-added",      "experiment-over"};

/// Minor versions that were the last of their major version (kernel.org's list of releases).
constexpr std::array<std::pair<int, int>, 4> kLastMinors = {{{3, 19}, {4, 20}, {5, 19}, {6, 19}}};

const DriverRow* FirstDriver(const Report& report, const std::function<bool(const DriverRow&)>& counts) {
  for (const DriverRow& driver : report.survey.drivers) {
    if (driver.kind == DriverKind::kDriver && counts(driver)) return &driver;
  }
  return nullptr;
}

/// Folders of crates that were copied in whole: "rust/syn".
std::set<std::string> VendoredCrates(const Report& report) {
  std::set<std::string> crates;
  for (const FileRow& file : report.rust_files) {
    if (file.owner != Owner::kVendored || file.finding.rust.vendored) continue;
    const std::size_t first = file.path.find('/');
    const std::size_t second = first == std::string::npos ? first : file.path.find('/', first + 1);
    if (second != std::string::npos) crates.insert(file.path.substr(0, second));
  }
  return crates;
}

/// Collects what the step from one measured release to the next brought.
class Step {
 public:
  Step(const Report& before, const Report& after, std::vector<Milestone>& out)
      : before_(before), after_(after), out_(out) {}

  void Drivers() {
    const auto first = [&](MilestoneKind kind, const std::string& subject,
                           const std::function<bool(const DriverRow&)>& counts) {
      if (FirstDriver(before_, counts) != nullptr) return;
      if (const DriverRow* driver = FirstDriver(after_, counts)) {
        Add({kind, subject, driver->name, "", {}, "", "drivers.count", {driver->path, driver->proofs.macro.line}});
      }
    };
    first(MilestoneKind::kFirstDriver, "", [](const DriverRow&) { return true; });
    std::set<std::string> subsystems;
    std::set<std::string> buses;
    for (const DriverRow& driver : after_.survey.drivers) {
      if (driver.kind != DriverKind::kDriver) continue;
      subsystems.insert(driver.subsystem);
      if (!driver.bus.empty()) buses.insert(driver.bus);
    }
    for (const std::string& subsystem : subsystems) {
      first(MilestoneKind::kFirstOfSubsystem, subsystem,
            [&](const DriverRow& driver) { return driver.subsystem == subsystem; });
    }
    for (const std::string& bus : buses)
      first(MilestoneKind::kFirstOfBus, bus, [&](const DriverRow& driver) { return driver.bus == bus; });
    first(MilestoneKind::kFirstMultiFile, "", [](const DriverRow& driver) { return driver.files.size() > 1; });
  }

  void Modules() {
    std::map<std::string_view, const ModuleRow*> earlier;
    for (const ModuleRow& module : before_.survey.modules) earlier.emplace(module.name, &module);
    for (const ModuleRow& module : after_.survey.modules) {
      const auto found = earlier.find(module.name);
      if (found == earlier.end() || !module.visible) continue;
      if (found->second->unsafe_undocumented == 0 || module.unsafe_undocumented != 0 || module.unsafe_tokens == 0)
        continue;
      Add({MilestoneKind::kModuleDocumented,
           module.name,
           "",
           std::to_string(found->second->unsafe_undocumented),
           {},
           "",
           "unsafe.undocumented",
           {module.path, 0}});
    }
  }

  void Shares() {
    constexpr std::array<std::int64_t, 4> kThresholds = {1, 5, 10, 50};
    for (const MetricRow& row : after_.metrics) {
      if (row.metric != "rust.share" || row.dimension != "directory") continue;
      const Owner owner = OwnerOf(row.key + "/x.rs", {});
      if (owner != Owner::kDrivers && owner != Owner::kSubsystem) continue;
      const MetricValue old = before_.Value("rust.share", "directory", row.key).value_or(MetricValue{});
      const auto reaches = [](const MetricValue& value, std::int64_t percent) {
        return value.numerator >= percent * value.denominator && value.denominator > 0;
      };
      for (const std::int64_t percent : kThresholds) {
        if (reaches(old, percent) || !reaches(row.value, percent)) continue;
        Add({MilestoneKind::kShare, row.key, std::to_string(percent), "", {}, "", "rust.share", {row.key, 0}});
      }
    }
  }

  void ToolchainAndReach() {
    const Toolchain& old = before_.survey.toolchain;
    const Toolchain& now = after_.survey.toolchain;
    if (!old.rustc.empty() && !now.rustc.empty() && old.rustc != now.rustc)
      Add({MilestoneKind::kCompilerRaised,
           "rustc",
           now.rustc,
           old.rustc,
           {},
           "",
           "toolchain.rustc.minimum",
           now.rustc_place});
    std::set<std::string> known;
    for (const Architecture& architecture : old.architectures) known.insert(architecture.name);
    for (const Architecture& architecture : now.architectures) {
      if (known.contains(architecture.name)) continue;
      Add({MilestoneKind::kArchitectureAdded,
           architecture.name,
           architecture.constraints,
           "",
           {},
           "",
           "architectures.rust",
           {"Documentation/rust/arch-support.rst", 0}});
    }
    if (!old.experimental.empty() && now.experimental.empty())
      Add({MilestoneKind::kExperimentOver, "", "", "", {}, "", "", {old.experimental.front().path, 0}});
  }

  void Crates() {
    const std::set<std::string> old = VendoredCrates(before_);
    for (const std::string& crate : VendoredCrates(after_)) {
      if (!old.contains(crate))
        Add({MilestoneKind::kCrateAdded, crate, "", "", {}, "", "rust.vendored.lines.code", {crate, 0}});
    }
  }

 private:
  void Add(Milestone milestone) {
    milestone.since = {before_.name, after_.name, AreNeighbours(before_.name, after_.name)};
    milestone.date = after_.date;
    out_.push_back(std::move(milestone));
  }

  const Report& before_;
  const Report& after_;
  std::vector<Milestone>& out_;
};

}  // namespace

bool AreNeighbours(std::string_view before, std::string_view after) {
  const std::optional<KernelVersion> a = ParseKernelVersion(before);
  const std::optional<KernelVersion> b = ParseKernelVersion(after);
  if (!a || !b || !a->suffix.empty() || !b->suffix.empty()) return false;
  const bool same_series = a->major == b->major && a->minor == b->minor;
  if (a->candidate != 0 || b->candidate != 0)
    return same_series && a->patch == b->patch && a->candidate != 0 && b->candidate == a->candidate + 1;
  if (same_series) return b->patch == a->patch + 1;
  if (a->patch != 0 || b->patch != 0) return false;
  if (a->major == b->major) return b->minor == a->minor + 1;
  return b->major == a->major + 1 && b->minor == 0 &&
         std::find(kLastMinors.begin(), kLastMinors.end(), std::pair{a->major, a->minor}) != kLastMinors.end();
}

Since SinceOf(std::span<const Report> reports, std::size_t of, const std::function<bool(const Report&)>& has) {
  if (of >= reports.size() || !has(reports[of])) return {};
  std::size_t first = of;
  while (first > 0 && has(reports[first - 1])) --first;
  Since since;
  since.first_seen = reports[first].name;
  if (first == 0) return since;
  since.absent_in = reports[first - 1].name;
  since.exact = AreNeighbours(since.absent_in, since.first_seen);
  return since;
}

std::vector<Milestone> Milestones(std::span<const Report> reports) {
  std::vector<Milestone> milestones;
  for (std::size_t i = 1; i < reports.size(); ++i) {
    std::vector<Milestone> found;
    Step step(reports[i - 1], reports[i], found);
    step.Drivers();
    step.Modules();
    step.Shares();
    step.ToolchainAndReach();
    step.Crates();
    std::sort(found.begin(), found.end(), [](const Milestone& a, const Milestone& b) {
      return std::tie(a.kind, a.subject, a.detail) < std::tie(b.kind, b.subject, b.detail);
    });
    milestones.insert(milestones.end(), found.begin(), found.end());
  }
  return milestones;
}

std::string_view IdOf(MilestoneKind kind) { return kMilestoneIds[static_cast<std::size_t>(kind)]; }

}  // namespace ferrotype
