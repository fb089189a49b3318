#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "model/metric.h"
#include "model/metric_rows.h"
#include "model/owner.h"
#include "model/safety.h"

namespace ferrotype::internal {
namespace {

/// Unsafe sites of one place, told apart as the metrics ask.
struct UnsafeSplit {
  std::uint64_t blocks = 0;
  std::uint64_t functions = 0;
  std::uint64_t impls = 0;
  std::uint64_t traits = 0;
  std::uint64_t in_macros = 0;
  std::uint64_t documented = 0;  // blocks and impls
  std::uint64_t undocumented = 0;
  std::uint64_t contracts = 0;  // functions and traits that say what their callers must uphold
  std::uint64_t no_contract = 0;
  std::uint64_t lines = 0;  // of authored code

  void Add(const UnsafeRow& row) {
    const UnsafeSite& site = row.site;
    const bool wanting = IsWanting(site.state);
    switch (site.kind) {
      case UnsafeClass::kBlock:
      case UnsafeClass::kImpl:
        ++(site.kind == UnsafeClass::kBlock ? blocks : impls);
        documented += site.state == SafetyState::kDocumented ? 1 : 0;
        undocumented += wanting ? 1 : 0;
        break;
      case UnsafeClass::kFunction:
      case UnsafeClass::kMethod:
      case UnsafeClass::kTraitImplMethod:
      case UnsafeClass::kTraitMethod:
      case UnsafeClass::kTrait:
        ++(site.kind == UnsafeClass::kTrait ? traits : functions);
        contracts += site.state == SafetyState::kDocumented ? 1 : 0;
        no_contract += wanting ? 1 : 0;
        break;
      case UnsafeClass::kMacroCall:
      case UnsafeClass::kMacroRules:
      case UnsafeClass::kQuoted:
      case UnsafeClass::kMarker:
        ++in_macros;
        break;
      case UnsafeClass::kExternBlock:
      case UnsafeClass::kFnPointer:
      case UnsafeClass::kAttribute:
        break;
    }
    if (row.owner != Owner::kVendored && row.owner != Owner::kGenerated) lines += site.code_lines;
  }
};

void PutUnsafe(MetricRows& rows, std::string_view dimension, std::string_view key, const UnsafeSplit& split,
               std::uint64_t authored_code) {
  rows.Put("unsafe.blocks", dimension, key, split.blocks);
  rows.Put("unsafe.functions", dimension, key, split.functions);
  rows.Put("unsafe.impls", dimension, key, split.impls);
  rows.Put("unsafe.traits", dimension, key, split.traits);
  rows.Put("unsafe.in_macros", dimension, key, split.in_macros);
  rows.Put("unsafe.undocumented", dimension, key, split.undocumented);
  rows.PutShare("unsafe.documented.share", dimension, key, split.documented, split.documented + split.undocumented);
  rows.PutShare("unsafe.contracts.share", dimension, key, split.contracts, split.contracts + split.no_contract);
  rows.PutShare("unsafe.lines.share", dimension, key, split.lines, authored_code);
}

void AllUnsafe(const Report& report, MetricRows& rows) {
  UnsafeSplit whole;
  std::map<Owner, UnsafeSplit> owners;
  std::map<std::string, UnsafeSplit, std::less<>> directories;
  std::map<std::string, UnsafeSplit> subsystems;
  std::map<UnsafeClass, std::uint64_t> classes;
  for (const UnsafeRow& row : report.unsafe_sites) {
    whole.Add(row);
    owners[row.owner].Add(row);
    subsystems[SubsystemOf(row.path)].Add(row);
    for (std::size_t slash = row.path.find('/'); slash != std::string::npos; slash = row.path.find('/', slash + 1))
      directories[row.path.substr(0, slash)].Add(row);
    ++classes[row.site.kind];
  }
  std::uint64_t authored = 0;
  std::map<std::string, std::uint64_t, std::less<>> authored_directories;
  std::map<std::string, std::uint64_t> authored_subsystems;
  for (const FileRow& file : report.rust_files) {
    if (file.owner == Owner::kVendored || file.owner == Owner::kGenerated) continue;
    const std::uint64_t code = file.finding.lines.code;
    authored += code;
    authored_subsystems[SubsystemOf(file.path)] += code;
    for (std::size_t slash = file.path.find('/'); slash != std::string::npos; slash = file.path.find('/', slash + 1))
      authored_directories[file.path.substr(0, slash)] += code;
  }
  PutUnsafe(rows, "", "", whole, authored);
  for (const auto& [owner, split] : owners) {
    const auto totals = report.owners.find(owner);
    const bool counts = owner != Owner::kVendored && owner != Owner::kGenerated && totals != report.owners.end();
    PutUnsafe(rows, "owner", IdOf(owner), split, counts ? totals->second.lines.code : 0);
  }
  for (const auto& [directory, split] : directories)
    PutUnsafe(rows, "directory", directory, split, authored_directories[directory]);
  for (const auto& [subsystem, split] : subsystems)
    PutUnsafe(rows, "subsystem", subsystem, split, authored_subsystems[subsystem]);
  for (const auto& [kind, count] : classes) rows.Put("unsafe.tokens", "class", IdOf(kind), count);
  rows.Put("unsafe.doc_tests", "", "", report.doc_test_unsafe);
}

void Modules(const Report& report, MetricRows& rows) {
  std::uint64_t top = 0;
  std::uint64_t all = 0;
  std::uint64_t items = 0;
  std::uint64_t documented = 0;
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> categories;
  for (const ModuleRow& module : report.survey.modules) {
    if (module.top_level && module.visible) {  // a top-level row holds the sums of what lies below it
      items += module.public_items;
      documented += module.documented_items;
    }
    if (!module.visible || module.hidden) continue;
    ++all;
    ++categories[module.category].second;
    if (!module.top_level) continue;
    ++top;
    ++categories[module.category].first;
  }
  rows.Put("modules.count", "", "", top);
  rows.Put("modules.all.count", "", "", all);
  rows.PutShare("modules.doc.share", "", "", documented, items);
  for (const auto& [category, counts] : categories) {
    rows.Put("modules.count", "category", category, counts.first);
    rows.Put("modules.all.count", "category", category, counts.second);
  }
}

void Drivers(const Report& report, MetricRows& rows) {
  std::map<DriverKind, std::uint64_t> kinds;
  std::map<std::string, std::uint64_t> subsystems;
  std::map<std::string, std::uint64_t> subsystem_code;
  std::map<std::string, std::uint64_t> buses;
  std::uint64_t code = 0;
  std::uint64_t direct = 0;
  std::uint64_t twins = 0;
  for (const DriverRow& driver : report.survey.drivers) {
    ++kinds[driver.kind];
    if (driver.kind != DriverKind::kDriver) continue;
    ++subsystems[driver.subsystem];
    subsystem_code[driver.subsystem] += driver.code;
    if (!driver.bus.empty()) ++buses[driver.bus];
    code += driver.code;
    direct += driver.bindings.empty() ? 0U : 1U;
    twins += driver.twin.empty() ? 0U : 1U;
  }
  rows.Put("drivers.count", "", "", kinds[DriverKind::kDriver]);
  rows.Put("drivers.lines.code", "", "", code);
  rows.Put("rust.linked_into_c", "", "", kinds[DriverKind::kLinkedIntoC]);
  rows.Put("samples.count", "", "", kinds[DriverKind::kSample]);
  rows.Put("drivers.direct_bindings", "", "", direct);
  rows.Put("drivers.twins", "", "", twins);
  for (const auto& [subsystem, count] : subsystems) rows.Put("drivers.count", "subsystem", subsystem, count);
  for (const auto& [subsystem, lines] : subsystem_code) rows.Put("drivers.lines.code", "subsystem", subsystem, lines);
  for (const auto& [bus, count] : buses) rows.Put("drivers.count", "bus", bus, count);
}

/// "1.85.0" or "1.85"; nothing is no value.
void PutVersion(MetricRows& rows, std::string_view metric, std::string_view version) {
  if (version.empty()) return;
  constexpr std::int64_t kStep = kVersionStep;
  std::int64_t value = 0;
  std::size_t parts = 0;
  for (const std::string_view part : Split(version, '.')) {
    const auto number = ParseInt(part);
    if (!number || *number < 0 || *number >= kStep || parts == 3) return;
    value = value * kStep + *number;
    ++parts;
  }
  for (; parts < 3; ++parts) value *= kStep;
  rows.Put(metric, "", "", static_cast<std::uint64_t>(value));
}

// What the ATC'24 study calls wrapped: as it coded it, and as calls and imports show it.
void Study(const Report& report, MetricRows& rows) {
  if (report.study) {
    rows.Put("atc24.functions.coded", "", "", report.study->functions);
    rows.Put("atc24.structures.coded", "", "", report.study->structures);
  }
  const Layers& layers = report.survey.layers;
  const auto functions = std::count_if(layers.symbols.begin(), layers.symbols.end(), [](const CSymbolRow& symbol) {
    return std::any_of(symbol.callers.begin(), symbol.callers.end(),
                       [](const ChainStep& caller) { return caller.place.path.starts_with("rust/kernel/"); });
  });
  const auto structures = std::count_if(layers.names.begin(), layers.names.end(), [](const BindingName& name) {
    return !name.name.empty() && !(name.name[0] >= 'A' && name.name[0] <= 'Z');
  });
  rows.Put("atc24.functions.corrected", "", "", static_cast<std::uint64_t>(functions));
  rows.Put("atc24.structures.corrected", "", "", static_cast<std::uint64_t>(structures));
}

}  // namespace

void PutSurveyMetrics(const Report& report, MetricRows& rows) {
  AllUnsafe(report, rows);
  Modules(report, rows);
  Drivers(report, rows);
  const Layers& layers = report.survey.layers;
  rows.Put("bindings.symbols", "", "", layers.symbols.size());
  Study(report, rows);
  rows.Put("bindings.headers", "", "", report.survey.binding_headers);
  rows.Put("helpers.count", "", "", layers.helpers);
  rows.PutShare("layers.kernel.resolved.share", "", "", layers.kernel_calls_resolved, layers.kernel_calls);
  rows.PutShare("layers.drivers.resolved.share", "", "", layers.driver_calls_resolved, layers.driver_calls);
  rows.Put("rust.unclean.files", "", "", report.survey.unclean_files);
  std::uint64_t authored = 0;
  for (const auto& [owner, totals] : report.owners) {
    if (owner != Owner::kVendored && owner != Owner::kGenerated && owner != Owner::kPinInit)
      authored += totals.lines.code;
  }
  rows.Put("rust.authored.no_pin_init.lines.code", "", "", authored);
  PutVersion(rows, "toolchain.rustc.minimum", report.survey.toolchain.rustc);
  PutVersion(rows, "toolchain.bindgen.minimum", report.survey.toolchain.bindgen);
  std::uint64_t architectures = 0;
  for (const Architecture& architecture : report.survey.toolchain.architectures)
    architectures += architecture.documented ? 1 : 0;
  rows.Put("architectures.rust", "", "", architectures);
}

}  // namespace ferrotype::internal
