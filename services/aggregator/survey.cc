#include "aggregator/survey.h"

#include <algorithm>
#include <set>
#include <utility>

#include "aggregator/c_definitions.h"
#include "aggregator/drivers.h"
#include "aggregator/layers.h"
#include "aggregator/layers_calls.h"
#include "aggregator/report.h"
#include "aggregator/rust_world.h"
#include "aggregator/toolchain.h"
#include "base/text.h"

namespace ferrotype {
namespace {

/// What bindgen reads: the headers that it includes are the C interface that Rust can see.
constexpr std::string_view kBindingsHelper = "rust/bindings/bindings_helper.h";

Result<std::uint64_t> CountIncludes(StoreReader& store, TreeOid root) {
  TRY_ASSIGN(const std::optional<BlobOid> blob, FindBlob(store, root, kBindingsHelper));
  if (!blob) return 0;
  TRY_ASSIGN(const std::optional<Bytes> text, store.Quote(*blob));
  if (!text) return 0;
  std::uint64_t includes = 0;
  for (std::string_view line : Split(*text, '\n')) includes += line.starts_with("#include ") ? 1U : 0U;
  return includes;
}

std::vector<Caller> CallersOf(const RustWorld& world, const std::vector<DriverRow>& drivers) {
  std::vector<Caller> callers;
  for (const DriverRow& driver : drivers) {
    const RustCrate* crate = world.CrateRootedAt(driver.path);
    if (crate == nullptr || driver.kind == DriverKind::kTest) continue;
    callers.push_back({static_cast<std::uint32_t>(crate - world.crates().data()), driver.name, driver.kind});
  }
  return callers;
}

}  // namespace

Result<Survey> BuildSurvey(StoreReader& store, TreeOid root, const std::vector<FileRow>& rust_files) {
  TRY_ASSIGN(const RustWorld world, RustWorld::Build(rust_files));
  Survey survey;
  TRY_ASSIGN(DriverSurvey drivers, SurveyDrivers(store, root, world));
  survey.drivers = std::move(drivers.drivers);
  survey.disagreements = std::move(drivers.disagreements);
  survey.modules = SurveyModules(world, survey.drivers);
  for (const ModuleRow& module : survey.modules) {
    if (module.category == "unknown")
      survey.disagreements.push_back({"module-without-category", module.name, module.declared, ""});
  }
  LayerCalls calls(world);
  TRY_ASSIGN(const CWorld c, CWorld::Build(store, root, CalledBindings(calls)));
  survey.layers = TraceLayers(calls, c, CallersOf(world, survey.drivers));
  TRY_ASSIGN(survey.toolchain, ReadToolchain(store, root));
  TRY_ASSIGN(survey.binding_headers, CountIncludes(store, root));
  for (const RustFile& file : world.files()) survey.unclean_files += file.syntax.clean ? 0U : 1U;
  return survey;
}

Result<std::vector<BlobOid>> Demands(StoreReader& store, TreeOid root, const std::vector<FileRow>& rust_files) {
  std::set<BlobOid> demands;
  for (const FileRow& file : rust_files) {
    if (file.owner != Owner::kVendored && file.finding.outcome == Outcome::kCounted) demands.insert(file.oid);
  }
  TRY_ASSIGN(const RustWorld world, RustWorld::Build(rust_files));
  TRY_ASSIGN(const DriverSurvey drivers, SurveyDrivers(store, root, world));
  std::vector<std::string> paths = FilesForDrivers(drivers);
  const std::vector<std::string> toolchain = FilesForToolchain();
  paths.insert(paths.end(), toolchain.begin(), toolchain.end());
  paths.emplace_back(kBindingsHelper);
  for (const std::string& path : paths) {
    TRY_ASSIGN(const std::optional<BlobOid> blob, FindBlob(store, root, path));
    if (blob) demands.insert(*blob);
  }
  return std::vector<BlobOid>(demands.begin(), demands.end());
}

}  // namespace ferrotype
