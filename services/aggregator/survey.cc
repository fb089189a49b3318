#include "aggregator/survey.h"

#include <algorithm>
#include <future>
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

class Surveyor : public ReleaseSurveyor {
 public:
  Surveyor(StoreReader& store, TreeOid root, std::vector<FileRow> rust_files, SurveyMemory& memory)
      : store_(store), root_(root), rust_files_(std::move(rust_files)), memory_(memory) {}

  Result<void> Read() {
    TRY_ASSIGN(RustWorld world, RustWorld::Build(rust_files_));
    world_.emplace(std::move(world));
    calling_ = std::async(std::launch::async, [this] { return LayerCalls(*world_); });
    TRY_ASSIGN(drivers_, DriverSurveyor::Open(store_, root_, *world_));
    return {};
  }

  Result<std::vector<BlobOid>> Demands() override {
    std::set<BlobOid> demands;
    for (const FileRow& file : rust_files_) {
      if (file.owner != Owner::kVendored && file.finding.outcome == Outcome::kCounted) demands.insert(file.oid);
    }
    TRY_ASSIGN(DriverSurvey drivers, drivers_->Run());
    std::vector<std::string> paths = FilesForDrivers(drivers);
    Keep(std::move(drivers.drivers));
    const std::vector<std::string> toolchain = FilesForToolchain();
    paths.insert(paths.end(), toolchain.begin(), toolchain.end());
    paths.emplace_back(kBindingsHelper);
    for (const std::string& path : paths) {
      TRY_ASSIGN(const std::optional<BlobOid> blob, FindBlob(store_, root_, path));
      if (blob) demands.insert(*blob);
    }
    return std::vector<BlobOid>(demands.begin(), demands.end());
  }

  Result<void> Prepare() override {
    if (c_) return {};
    if (!modules_.valid()) {
      TRY_ASSIGN(DriverSurvey drivers, drivers_->Run());
      Keep(std::move(drivers.drivers));
    }
    if (!calls_) calls_.emplace(calling_.get());
    TRY_ASSIGN(c_, CWorld::Build(store_, root_, BindingNames(*calls_), memory_.c));
    tracing_ = std::async(std::launch::async, [this] { return TraceLayers(*calls_, *c_, CallersOf(*world_, rows_)); });
    return {};
  }

  Result<Survey> Finish() override {
    TRY(Prepare());
    ferrotype::Survey survey;
    TRY_ASSIGN(DriverSurvey drivers, drivers_->Run());
    survey.drivers = std::move(drivers.drivers);
    survey.disagreements = std::move(drivers.disagreements);
    TRY_ASSIGN(survey.toolchain, ReadToolchain(store_, root_));
    TRY_ASSIGN(survey.binding_headers, CountIncludes(store_, root_));
    for (const RustFile& file : world_->files()) survey.unclean_files += file.syntax.clean ? 0U : 1U;
    survey.modules = modules_.get();
    survey.layers = tracing_.get();
    for (const ModuleRow& module : survey.modules) {
      if (module.category == "unknown")
        survey.disagreements.push_back({"module-without-category", module.name, module.declared, ""});
    }
    return survey;
  }

 private:
  // Modules and layers are told by where drivers lie: no quote says more of that.
  void Keep(std::vector<DriverRow> rows) {
    rows_ = std::move(rows);
    modules_ = std::async(std::launch::async, [this] { return SurveyModules(*world_, rows_); });
  }

  StoreReader& store_;
  const TreeOid root_;
  const std::vector<FileRow> rust_files_;
  SurveyMemory& memory_;
  std::optional<RustWorld> world_;  // of rust_files_
  std::unique_ptr<DriverSurveyor> drivers_;
  std::vector<DriverRow> rows_;      // as drivers_ gave them first
  std::optional<LayerCalls> calls_;  // of world_
  std::optional<CWorld> c_;          // of what calls_ names
  // The last members: their threads end before what they read.
  std::future<LayerCalls> calling_;
  std::future<std::vector<ModuleRow>> modules_;
  std::future<Layers> tracing_;
};

}  // namespace

Result<std::unique_ptr<ReleaseSurveyor>> ReleaseSurveyor::Open(StoreReader& store, TreeOid root,
                                                               std::vector<FileRow> rust_files, SurveyMemory& memory) {
  auto surveyor = std::make_unique<Surveyor>(store, root, std::move(rust_files), memory);
  TRY(surveyor->Read());
  return surveyor;
}

}  // namespace ferrotype
