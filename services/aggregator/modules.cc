#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "aggregator/drivers.h"
#include "aggregator/kernel_uses.h"
#include "aggregator/public_items.h"
#include "model/module_category.h"
#include "model/safety.h"
#include "model/unsafe.h"

namespace ferrotype {
namespace {

/// What the files of the kernel crate add up to, by module; then up to the modules around.
class ModuleSurveyor {
 public:
  ModuleSurveyor(const RustWorld& world, const std::vector<DriverRow>& drivers)
      : world_(world),
        names_(world),
        visibility_(world),
        uses_(names_, visibility_),
        crate_(FindLibrary(world, "kernel")),
        public_(names_, visibility_, crate_),
        drivers_(drivers) {}

  std::vector<ModuleRow> Run() {
    if (crate_ == kNoItem) return {};
    MakeRows();
    for (const std::uint32_t file : world_.crates()[crate_].files) AddFile(file);
    AddDrivers();
    std::vector<ModuleRow> rows;
    for (auto& [module, row] : rows_) {
      row.row.c_headers.assign(row.headers.begin(), row.headers.end());
      row.row.driver_users.assign(row.drivers.begin(), row.drivers.end());
      row.row.sample_users.assign(row.samples.begin(), row.samples.end());
      row.row.module_users.assign(row.modules.begin(), row.modules.end());
      rows.push_back(std::move(row.row));
    }
    std::sort(rows.begin(), rows.end(), [](const ModuleRow& a, const ModuleRow& b) {
      return std::tie(a.name, a.path) < std::tie(b.name, b.path);
    });
    return rows;
  }

 private:
  struct Row {
    ModuleRow row;
    std::set<std::string> headers;
    std::set<std::string> drivers;
    std::set<std::string> samples;
    std::set<std::string> modules;
  };

  // File modules: those with a `mod x;` line. The crate's root is none.
  void MakeRows() {
    for (std::uint32_t module = 0; module < world_.modules().size(); ++module) {
      const RustModule& own = world_.modules()[module];
      if (own.crate != crate_ || own.parent == kNoItem || own.item != kNoItem) continue;
      ModuleRow& row = rows_[module].row;
      row.name = own.path;
      row.path = world_.files()[own.file].row->path;
      const RustItem& declaration = world_.files()[own.declared_in].syntax.items[own.declaration];
      row.declared = {world_.files()[own.declared_in].row->path, declaration.line};
      row.category = CategoryOf(own.path);
      row.top_level = world_.modules()[own.parent].parent == kNoItem;
      row.visible = visibility_.Visible(module);
      row.hidden = visibility_.Hidden(module);
      std::vector<std::string_view> conditions;
      for (std::uint32_t up = module; world_.modules()[up].parent != kNoItem; up = world_.modules()[up].parent) {
        const RustModule& around = world_.modules()[up];
        const RustItem& line = world_.files()[around.declared_in].syntax.items[around.declaration];
        if (!line.cfg.empty()) conditions.push_back(line.cfg);
      }
      for (auto condition = conditions.rbegin(); condition != conditions.rend(); ++condition)
        row.cfg += (row.cfg.empty() ? "" : " && ") + std::string(*condition);
    }
  }

  // The rows of a module and of all around it.
  template <typename Visit>
  void Upward(std::uint32_t module, const Visit& visit) {
    for (; module != kNoItem; module = world_.modules()[module].parent) {
      if (const auto row = rows_.find(module); row != rows_.end()) visit(module, row->second);
    }
  }

  void AddFile(std::uint32_t file) {
    const RustFile& own = world_.files()[file];
    const BlobFinding& finding = own.row->finding;
    std::uint64_t undocumented = 0;
    if (const Result<UnsafeLedger> ledger = DecodeUnsafeLedger(finding.unsafe_ledger); ledger) {
      for (const UnsafeSite& site : ledger->sites) {
        undocumented += IsWanting(site.state) ? 1U : 0U;
      }
    }
    std::uint64_t items = 0;
    std::uint64_t documented = 0;
    std::set<std::string> headers(own.syntax.c_headers.begin(), own.syntax.c_headers.end());
    for (std::uint32_t i = 0; i < own.syntax.items.size(); ++i) {
      const RustItem& item = own.syntax.items[i];
      headers.insert(item.c_headers.begin(), item.c_headers.end());
      if (!public_.Has(names_.Def(file, i))) continue;
      ++items;
      documented += item.documented ? 1U : 0U;
    }
    Upward(own.module, [&](std::uint32_t, Row& row) {
      ++row.row.files;
      row.row.code += finding.lines.code;
      row.row.unsafe_tokens += finding.unsafe_tokens;
      row.row.unsafe_undocumented += undocumented;
      row.row.public_items += items;
      row.row.documented_items += documented;
      row.headers.insert(headers.begin(), headers.end());
    });
    KernelUses uses;
    uses_.Read(file, uses);
    const std::uint32_t user = visibility_.Exporting(own.module);
    if (world_.modules()[user].parent == kNoItem) return;  // the crate's root declares them all
    std::set<std::uint32_t> around;
    Upward(user, [&](std::uint32_t module, Row&) { around.insert(module); });
    for (const std::uint32_t used : uses.modules) {
      Upward(used, [&](std::uint32_t module, Row& row) {
        if (!around.contains(module)) row.modules.insert(world_.modules()[user].path);
      });
    }
  }

  void AddDrivers() {
    for (const DriverRow& driver : drivers_) {
      if (driver.kind == DriverKind::kTest) continue;
      const bool sample = driver.kind == DriverKind::kSample;
      KernelUses uses;
      const RustCrate* const crate = world_.CrateRootedAt(driver.path);
      if (crate == nullptr) continue;
      for (const std::uint32_t file : crate->files) uses_.Read(file, uses);
      for (const std::uint32_t used : uses.modules) {
        Upward(used, [&](std::uint32_t, Row& row) {
          if (sample) {
            row.samples.insert(driver.path);
          } else {
            row.drivers.insert(driver.name);
          }
        });
      }
    }
  }

  const RustWorld& world_;
  RustNames names_;
  ModuleVisibility visibility_;
  KernelUseReader uses_;
  std::uint32_t crate_;
  PublicItems public_;
  const std::vector<DriverRow>& drivers_;
  std::map<std::uint32_t, Row> rows_;
};

}  // namespace

std::vector<ModuleRow> SurveyModules(const RustWorld& world, const std::vector<DriverRow>& drivers) {
  return ModuleSurveyor(world, drivers).Run();
}

}  // namespace ferrotype
