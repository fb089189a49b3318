// Releases made up in memory, folded as the aggregator folds real ones: shapes are plausible, numbers are nobody's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "model/language.h"
#include "model/metric.h"
#include "model/owner.h"
#include "model/report.h"

namespace ferrotype {

struct FakeFile {
  std::string path;
  std::uint64_t code = 0;
  std::uint64_t comment = 0;
  std::uint64_t blank = 0;
  std::uint64_t unsafe_tokens = 0;
  bool included = false;  ///< by include!: generated
};

class FakeLibrary : public Library {
 public:
  const std::vector<Report>& Reports() const override { return reports_; }

  Result<std::optional<BlobOid>> FindBlob(const Report& report, std::string_view path) const override {
    const auto found = blobs_.find({report.name, std::string(path)});
    return found == blobs_.end() ? std::nullopt : std::optional<BlobOid>(found->second);
  }

  Result<std::optional<Bytes>> Quote(BlobOid blob) const override {
    const auto found = quotes_.find(blob);
    return found == quotes_.end() ? std::nullopt : std::optional<Bytes>(found->second);
  }

  Report& At(std::size_t i) { return reports_.at(i); }

  /// Makes `path` of the newest release quotable.
  void AddQuote(const std::string& path, Bytes bytes) {
    const auto oid = BlobOid::FromBytes(AsView(GitObjectId("blob", bytes)));
    blobs_[{reports_.back().name, path}] = *oid;
    quotes_[*oid] = std::move(bytes);
  }

  /// Releases are added in order of ReleaseLess.
  Report& Add(const std::string& name, const std::string& date, const std::vector<FakeFile>& files) {
    Report report;
    report.name = name;
    report.line = LineOf(name);
    report.date = date;
    report.tree = *TreeOid::FromBytes(AsView(GitObjectId("tree", name)));
    report.digest = ToHex(Sha256(name));
    for (std::size_t i = 0; i < kOwners; ++i) report.owners[static_cast<Owner>(i)];
    std::map<std::string, TreeFold> all;
    std::map<std::string, bool> rust_below;
    for (const FakeFile& file : files) {
      BlobFinding finding;
      finding.blob = *BlobOid::FromBytes(AsView(GitObjectId("blob", file.path + std::to_string(file.code))));
      finding.language = finding.resolved_language = LanguageOfName(file.path.substr(file.path.rfind('/') + 1));
      finding.lines = {file.code, file.comment, file.blank};
      finding.cloc = {file.code + 1, file.comment, file.blank};
      finding.doc = file.comment / 2;
      finding.unsafe_tokens = file.unsafe_tokens;
      finding.bytes = file.code * 30;
      TreeFold one;
      one.languages[finding.language].Add(finding);
      report.fold.Add(one);
      report.subsystems[SubsystemOf(file.path)].Add(one);
      const bool rust = finding.language == Language::kRust;
      for (std::size_t slash = file.path.find('/'); slash != std::string::npos;
           slash = file.path.find('/', slash + 1)) {
        all[file.path.substr(0, slash)].Add(one);
        rust_below[file.path.substr(0, slash)] |= rust;
      }
      blobs_[{name, file.path}] = finding.blob;
      ++report.blobs;
      if (!rust) continue;
      const Owner owner = OwnerOf(file.path, {false, file.included});
      report.owners[owner].Add(finding);
      report.rust_files.push_back({file.path, finding.blob, owner, finding});
    }
    for (auto& [path, fold] : all) {
      if (std::count(path.begin(), path.end(), '/') < 2 || rust_below[path] || path == kRegisterDirectory)
        report.directories[path] = std::move(fold);
    }
    std::sort(report.rust_files.begin(), report.rust_files.end(),
              [](const FileRow& a, const FileRow& b) { return a.path < b.path; });
    report.metrics = ComputeMetrics(report);
    return reports_.emplace_back(std::move(report));
  }

 private:
  std::vector<Report> reports_;
  std::map<std::pair<std::string, std::string>, BlobOid> blobs_;
  std::map<BlobOid, Bytes> quotes_;
};

/// C of about the size of a kernel, in a few files.
inline std::vector<FakeFile> FakeC(std::uint64_t scale) {
  return {{"drivers/net/huge.c", 3'400 * scale, 500 * scale, 600 * scale, 0},
          {"drivers/gpu/drm/amd/include/asic_reg/regs.h", 4'300 * scale, 90, 70, 0},
          {"drivers/gpu/drm/core.c", 2'100 * scale, 300 * scale, 200 * scale, 0},
          {"arch/x86/kernel/setup.c", 1'500 * scale, 300 * scale, 200 * scale, 0},
          {"fs/ext4/inode.c", 1'000 * scale, 200 * scale, 100 * scale, 0},
          {"include/linux/sched.h", 1'200 * scale, 600 * scale, 200 * scale, 0},
          {"net/core/dev.c", 900 * scale, 100 * scale, 100 * scale, 0},
          {"kernel/sched/core.c", 400 * scale, 200 * scale, 80 * scale, 0},
          {"Makefile", 1'800, 300, 200, 0},
          {"Documentation/process/howto.rst", 400 * scale, 0, 90 * scale, 0}};
}

/// Four Debian trees: little Rust, some, and two point releases of a series with a lot.
inline void FillPlausible(FakeLibrary& library) {
  const auto with = [](std::vector<FakeFile> files, std::uint64_t scale) {
    for (FakeFile& file : FakeC(scale)) files.push_back(std::move(file));
    return files;
  };
  library.Add("v6.1.192-debian", "2026-11-02",
              with({{"rust/alloc/vec.rs", 4'115, 3'000, 600, 80},
                    {"rust/kernel/lib.rs", 238, 120, 40, 18},
                    {"rust/macros/module.rs", 284, 30, 30, 0},
                    {"rust/bindings/lib.rs", 33, 20, 6, 0},
                    {"samples/rust/rust_minimal.rs", 38, 10, 8, 0},
                    {"scripts/generate_rust_target.rs", 132, 20, 10, 0}},
                   1'150));
  library.Add("v6.12.117-debian", "2026-11-05",
              with({{"rust/kernel/sync/lock.rs", 3'100, 2'300, 300, 310},
                    {"rust/kernel/net/phy.rs", 690, 400, 90, 75},
                    {"rust/kernel/init.rs", 3'203, 1'900, 240, 300},
                    {"rust/macros/module.rs", 990, 120, 60, 4},
                    {"rust/uapi/lib.rs", 69, 30, 9, 2},
                    {"drivers/net/phy/ax88796b_rust.rs", 93, 22, 18, 0},
                    {"drivers/block/rnull.rs", 48, 18, 10, 0},
                    {"drivers/gpu/drm/drm_panic_qr.rs", 793, 190, 70, 12},
                    {"samples/rust/rust_print.rs", 83, 20, 12, 0},
                    {"scripts/generate_rust_target.rs", 398, 40, 30, 0},
                    {"mm/kasan/kasan_test_rust.rs", 12, 8, 3, 1}},
                   1'290));
  std::vector<FakeFile> newest = {{"rust/kernel/sync/lock.rs", 8'940, 9'000, 1'100, 610},
                                  {"rust/kernel/net/phy.rs", 840, 600, 110, 75},
                                  {"rust/kernel/drm/gem.rs", 6'460, 5'100, 700, 380},
                                  {"rust/kernel/pci.rs", 9'000, 7'000, 900, 480},
                                  {"rust/macros/module.rs", 1'186, 260, 110, 6},
                                  {"rust/uapi/lib.rs", 86, 50, 14, 2},
                                  {"rust/ffi.rs", 102, 40, 12, 0},
                                  {"rust/pin-init/src/lib.rs", 2'408, 2'100, 260, 190},
                                  {"rust/syn/src/expr.rs", 41'716, 4'000, 3'300, 60},
                                  {"rust/quote/src/lib.rs", 1'460, 1'200, 200, 0},
                                  {"rust/zerocopy/src/lib.rs", 16'859, 11'000, 1'500, 900},
                                  {"rust/proc-macro2/src/lib.rs", 3'782, 900, 300, 12},
                                  {"drivers/net/phy/ax88796b_rust.rs", 93, 22, 18, 0},
                                  {"drivers/net/phy/qt2025.rs", 70, 23, 10, 0},
                                  {"drivers/block/rnull/rnull.rs", 290, 60, 40, 0},
                                  {"drivers/gpu/drm/drm_panic_qr.rs", 787, 190, 70, 12},
                                  {"drivers/gpu/nova-core/gsp.rs", 8'439, 3'000, 1'000, 210},
                                  {"drivers/gpu/nova-core/gsp/fw/r570_144/bindings.rs", 1'057, 10, 4, 9, true},
                                  {"drivers/gpu/drm/nova/driver.rs", 172, 30, 30, 2},
                                  {"drivers/gpu/drm/tyr/driver.rs", 1'424, 240, 190, 21},
                                  {"drivers/android/binder/process.rs", 7'053, 1'100, 800, 198},
                                  {"drivers/cpufreq/rcpufreq_dt.rs", 156, 20, 30, 0},
                                  {"drivers/pwm/pwm_th1520.rs", 274, 50, 50, 1},
                                  {"samples/rust/rust_driver_pci.rs", 1'431, 200, 180, 5},
                                  {"scripts/generate_rust_target.rs", 412, 40, 30, 0},
                                  {"lib/find_bit_benchmark_rust.rs", 79, 20, 10, 1},
                                  {"mm/kasan/kasan_test_rust.rs", 12, 8, 3, 1}};
  library.Add("v7.2.6-debian", "2026-09-30", with(newest, 1'480));
  newest[0].code += 12;
  newest.push_back({"drivers/i2c/busses/i2c_sample.rs", 41, 9, 6, 0});
  Report& last = library.Add("v7.2.13-debian", "2026-11-12", with(newest, 1'481));
  last.not_counted.push_back("drivers/weird/table.c\tmore than 64 MiB");
}

/// Names that try to be markup, paths or somebody else.
inline void FillHostile(FakeLibrary& library) {
  library.Add("v1.0", "",
              {{"rust/kernel/<img src=x onerror=alert(1)>.rs", 10, 1, 1, 1},
               {"rust/\"quoted\"/'x'.rs", 5, 0, 0, 0},
               {"Makefile", 3, 0, 0, 0}});
  library.Add("../../etc/passwd", "not a date",
              {{"drivers/\xE2\x80\xAE"
                "sr.rs",
                7, 0, 0, 0},
               {"drivers/\xFF\xFE.rs", 1, 0, 0, 0},
               {"con", 2, 0, 0, 0}});
  Report& last =
      library.Add("<script>alert('x')</script>", "2026-02-30",
                  {{"rust/kernel/]]>.rs", 4, 0, 0, 0}, {"a,b\"c.c", 9, 0, 0, 0}, {"fs/x\ny.rs", 3, 0, 0, 0}});
  last.unclassified.push_back("rust/<b>new</b>");
  last.not_counted.push_back("rust/<i>.rs\ttoo \"deep\"");
}

}  // namespace ferrotype
