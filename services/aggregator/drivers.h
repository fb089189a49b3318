// Modules of the kernel crate, drivers with their three proofs, and C twins.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aggregator/rust_world.h"
#include "base/result.h"
#include "model/store.h"
#include "model/survey.h"

namespace ferrotype {

struct DriverSurvey {
  std::vector<DriverRow> drivers;  ///< by kind, then name
  std::vector<Disagreement> disagreements;
  /// Documents that may say what a driver succeeds, and the files of what looks like its twin as long as they don't;
  /// sorted.
  std::vector<std::string> consulted;
};

/// Finds them by module macros (derived from the tree's own macro_rules!), by Kbuild objects and by the closure of
/// `depends on RUST`. What it reads of a tree it reads once, however often it is asked. One thread.
class DriverSurveyor {
 public:
  /// `store` and `world` must outlive it. What is made of what was read is made beside the caller, until Run.
  static Result<std::unique_ptr<DriverSurveyor>> Open(StoreReader& store, TreeOid root, const RustWorld& world);
  virtual ~DriverSurveyor() = default;

  /// `kconfig_help`, `successor_of` and everything else that quotes bytes is read from the store's quotes where they
  /// are there already, else left empty: FilesForDrivers names them.
  virtual Result<DriverSurvey> Run() = 0;
};

/// Asked once.
[[nodiscard]] Result<DriverSurvey> SurveyDrivers(StoreReader& store, TreeOid root, const RustWorld& world);

/// Paths whose bytes SurveyDrivers and pages quote: Kconfig files of drivers, C twins, documents. Sorted. The same
/// whether or not the store has quotes.
[[nodiscard]] std::vector<std::string> FilesForDrivers(const DriverSurvey& survey);

/// `drivers`: as SurveyDrivers gave them (users are told by their files).
[[nodiscard]] std::vector<ModuleRow> SurveyModules(const RustWorld& world, const std::vector<DriverRow>& drivers);

}  // namespace ferrotype
