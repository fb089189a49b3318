// A survey made up in memory for the releases of fake_library.h: every field has a value somewhere, every kind and
// class occurs, and no number is anybody's.
#pragma once

#include <string>
#include <vector>

#include "model/metric.h"
#include "model/owner.h"
#include "model/report.h"

namespace ferrotype {

inline UnsafeRow FakeUnsafe(const std::string& path, std::uint32_t line, UnsafeClass kind, SafetyState state,
                            const std::string& item) {
  UnsafeRow row{path, OwnerOf(path, {}), {}};
  row.site.line = line;
  row.site.column = 5;
  row.site.end_line = line + 2;
  row.site.kind = row.site.inner = kind;
  if (kind == UnsafeClass::kMacroCall) row.site.inner = UnsafeClass::kBlock;
  row.site.state = state;
  row.site.item = item;
  if (kind == UnsafeClass::kBlock) row.site.operations = {1, 2, line % 2, 0};
  row.site.code_lines = 3;
  return row;
}

/// Every class and state in the files of `report`, `blocks` unsafe blocks besides.
inline void FakeUnsafeSites(Report& report, std::size_t blocks) {
  std::vector<UnsafeRow>& sites = report.unsafe_sites;
  for (const FileRow& file : report.rust_files) {
    if (file.owner == Owner::kVendored) continue;
    std::uint32_t line = 10;
    if (file.path == "rust/kernel/net/phy.rs") {
      for (std::size_t i = 0; i < kUnsafeClasses; ++i) {
        sites.push_back(FakeUnsafe(file.path, line += 7, static_cast<UnsafeClass>(i),
                                   static_cast<SafetyState>(i % kSafetyStates), "Device::genphy_soft_reset"));
      }
    }
    if (file.path == "rust/kernel/sync/lock.rs") {
      for (std::size_t i = 0; i < blocks; ++i)
        sites.push_back(FakeUnsafe(file.path, line += 3, UnsafeClass::kBlock, SafetyState::kDocumented,
                                   "<Guard<'_, T, B> as Deref>::deref"));
    }
    if (file.path.starts_with("drivers/"))
      sites.push_back(FakeUnsafe(file.path, 33, UnsafeClass::kBlock, SafetyState::kDocumented, "Driver::probe"));
  }
  report.doc_test_unsafe = 4;
}

inline ModuleRow FakeModule(const std::string& name, const std::string& path, const std::string& category) {
  ModuleRow module;
  module.name = name;
  module.declared = {"rust/kernel/lib.rs", 40};
  module.path = path;
  module.category = category;
  module.top_level = name.find("::", 8) == std::string::npos;
  module.visible = true;
  module.files = 2;
  module.code = 840;
  module.public_items = 130;
  module.documented_items = 123;
  module.unsafe_tokens = 75;
  module.unsafe_undocumented = 1;
  module.c_headers = {"include/linux/phy.h"};
  return module;
}

inline void FakeModules(Survey& survey, std::uint64_t more_code) {
  ModuleRow net = FakeModule("kernel::net", "rust/kernel/net.rs", "storage-network");
  ModuleRow phy = FakeModule("kernel::net::phy", "rust/kernel/net/phy.rs", "storage-network");
  phy.cfg = "CONFIG_RUST_PHYLIB_ABSTRACTIONS";
  phy.code += more_code;
  phy.driver_users = {"ax88796b_rust", "qt2025"};
  phy.sample_users = {"samples/rust/rust_print.rs"};
  phy.module_users = {"kernel::sync"};
  ModuleRow sync = FakeModule("kernel::sync", "rust/kernel/sync/lock.rs", "unknown");
  sync.c_headers = {};
  sync.unsafe_undocumented = 0;
  ModuleRow hidden = FakeModule("kernel::internal", "rust/kernel/sync/lock.rs", "language");
  hidden.visible = false;
  hidden.unsafe_tokens = 0;
  survey.modules = {hidden, net, phy, sync};
}

inline DriverRow FakeDriver(const std::string& name, const std::string& path, DriverKind kind) {
  DriverRow driver;
  driver.name = name;
  driver.module_name = name + "_phy";
  driver.path = path;
  driver.kind = kind;
  driver.macro = kind == DriverKind::kLinkedIntoC ? "" : "kernel::module_phy_driver";
  driver.subsystem = SubsystemOf(path);
  driver.bus = kind == DriverKind::kDriver ? "phy" : "";
  driver.license = "GPL";
  driver.description = "Rust Asix <PHYs> driver";
  driver.authors = {"FUJITA Tomonori", "The Tyr driver authors"};
  driver.kconfig = "AX88796B_RUST_PHY";
  driver.kconfig_prompt = "Rust reference driver for Asix PHYs";
  driver.kconfig_help =
      "Uses the Rust reference driver for Asix PHYs (ax88796b_rust.ko).\nThe features are equivalent.\n\nIf unsure, "
      "say N.";
  driver.files = {path};
  driver.code = 93;
  driver.functions = 9;
  driver.unsafe_tokens = 1;
  driver.proofs.macro = {path, 21};
  if (kind == DriverKind::kLinkedIntoC) driver.proofs.macro = {};
  driver.proofs.kbuild = {"drivers/net/phy/Makefile", 40};
  driver.proofs.kconfig = {"drivers/net/phy/Kconfig", 110};
  driver.proofs.kconfig_chain = {"AX88796B_RUST_PHY", "RUST_PHYLIB_ABSTRACTIONS", "RUST"};
  driver.apis = {{"kernel::net::phy::Device", 7}, {"kernel::c_str", 3}};
  return driver;
}

inline void FakeDrivers(Survey& survey, bool later) {
  DriverRow asix = FakeDriver("ax88796b_rust", "drivers/net/phy/ax88796b_rust.rs", DriverKind::kDriver);
  asix.twin = {{"drivers/net/phy/ax88796b.c", 83, 5}, {"drivers/net/phy/ax88796b_lib.c", 8, 1}};
  asix.twin_evidence = {
      {TwinEvidence::kDocLink, "C version of this driver", {asix.path, 5}},
      {TwinEvidence::kMakefileSwap, "ifdef CONFIG_AX88796B_RUST_PHY", {"drivers/net/phy/Makefile", 39}},
      {TwinEvidence::kFileName, "ax88796b", {}}};
  DriverRow nova = FakeDriver("nova_core", "drivers/gpu/nova-core/gsp.rs", DriverKind::kDriver);
  nova.bus = "pci";
  nova.successor_of = "nouveau";
  nova.successor_place = {"Documentation/gpu/nova/index.rst", 9};
  nova.bindings = {"elf64_hdr", "genphy_soft_reset"};
  nova.c_objects = {"drivers/gpu/nova-core/glue.c"};
  nova.files = {"drivers/gpu/nova-core/gsp.rs", "drivers/gpu/nova-core/gsp/fw/r570_144/bindings.rs"};
  nova.code = 9'496;
  DriverRow qr = FakeDriver("drm_panic_qr", "drivers/gpu/drm/drm_panic_qr.rs", DriverKind::kLinkedIntoC);
  DriverRow sample = FakeDriver("rust_print", "samples/rust/rust_print.rs", DriverKind::kSample);
  DriverRow test = FakeDriver("kasan_test_rust", "mm/kasan/kasan_test_rust.rs", DriverKind::kTest);
  DriverRow twice = sample;  // a name that another crate has too
  twice.path = "samples/rust/more/rust_print.rs";
  twice.files = {twice.path};
  survey.drivers = {asix};
  if (later) survey.drivers.push_back(nova);
  survey.drivers.insert(survey.drivers.end(), {qr, sample, twice, test});
}

inline void FakeLayers(Layers& layers, std::size_t symbols, bool later) {
  const ChainStep call{StepKind::kCall, "dev.genphy_soft_reset", {"drivers/net/phy/ax88796b_rust.rs", 28}};
  const ChainStep method{
      StepKind::kMethod, "kernel::net::phy::Device::genphy_soft_reset", {"rust/kernel/net/phy.rs", 250}};
  const ChainStep binding{StepKind::kBinding, "bindings::genphy_soft_reset", {"rust/kernel/net/phy.rs", 255}};
  const ChainStep c{StepKind::kC, "genphy_soft_reset", {"drivers/net/phy/phy_device.c", 2603}};
  layers.chains.push_back({"ax88796b_rust", {call, method, binding, c}, true, ""});
  ChainStep again = call;
  again.place.line = 57;
  layers.chains.push_back({"ax88796b_rust", {again, method, binding, c}, true, ""});
  // Two calls alike on one line, which take two ways each.
  ChainStep suspend = c;
  suspend.symbol = "genphy_suspend";
  ChainStep twice = call;
  twice.symbol = "twice";
  for (int i = 0; i < 2; ++i) {
    layers.chains.push_back({"ax88796b_rust", {twice, method, binding, c}, true, ""});
    layers.chains.push_back({"ax88796b_rust", {twice, method, binding, suspend}, true, ""});
  }
  layers.chains.push_back(
      {"ax88796b_rust", {{StepKind::kCall, "dev.open", {again.place.path, 90}}, method}, false, "below-one-of"});
  for (const std::string reason : {"receiver-unknown", "one-of", "a-reason-nobody-wrote-words-for"})
    layers.chains.push_back(
        {"ax88796b_rust", {{StepKind::kCall, "dev.read", {again.place.path, ++again.place.line}}}, false, reason});
  layers.chains.push_back({"kernel::net::phy",
                           {{StepKind::kCall, "bindings::phy_read", {"rust/kernel/net/phy.rs", 90}},
                            {StepKind::kHelper, "rust_helper_phy_read", {"rust/helpers/phy.c", 5}},
                            {StepKind::kC, "phy_read", {"include/linux/phy.h", 1200}}},
                           true,
                           ""});
  CSymbolRow reset;
  reset.name = "genphy_soft_reset";
  reset.definitions = {{{"drivers/net/phy/phy_device.c", 2603}, "function"}};
  reset.callers = {{StepKind::kBinding, method.symbol, binding.place}};
  reset.exported = true;
  CSymbolRow copy;
  copy.name = "memcpy";
  copy.definitions = {{{"arch/x86/lib/memcpy_64.S", 30}, "function"}};
  for (int i = 0; i < 30; ++i) {
    copy.elsewhere.push_back({{"arch/a" + std::to_string(i) + "/lib/memcpy.c", 7}, "inline"});
    copy.callers.push_back({StepKind::kBinding, "kernel::sync::lock::f", {"rust/kernel/sync/lock.rs", 9}});
  }
  copy.helper = {"rust/helpers/string.c", 5};
  copy.helper_calls = {"__memcpy", "genphy_soft_reset"};
  CSymbolRow lost;
  lost.name = "zz_defined_nowhere";
  layers.symbols = {reset, copy};
  if (later) {
    for (std::size_t i = 0; i < symbols; ++i) {
      CSymbolRow more = copy;
      more.name = "pci_" + std::to_string(100'000 + i);
      more.definitions.front().kind = i % 2 == 0 ? "macro" : "static";
      layers.symbols.push_back(more);
    }
    layers.symbols.push_back(lost);
  }
  for (int i = 0; i < 450; ++i) {
    BindingName name;
    name.name = "CONST_" + std::to_string(10'000 + i);
    name.uses = 3;
    name.files = 1;
    if (i % 3 != 2) name.definitions = {{{"include/linux/consts.h", static_cast<std::uint32_t>(i + 1)}, "constant"}};
    if (i % 50 == 1) {
      name.helper = {"rust/bindings/bindings_helper.h", 110};
      name.stands_for = "_" + name.name;
      name.elsewhere = {{{"arch/arm/include/asm/consts.h", 4}, "enumerator"}};
    }
    name.users = {{StepKind::kCall, method.symbol, method.place}};
    layers.names.push_back(std::move(name));
  }
  for (const std::string kind : {"module-init", "module-exit", "no-mangle", "export", "extern-c", "vtable", "other"})
    layers.entry_points.push_back({kind, kind == "vtable" ? "" : "c_name", method.symbol, method.place});
  layers.driver_calls = 19;
  layers.driver_calls_resolved = 15;
  layers.kernel_calls = 1'400;
  layers.kernel_calls_resolved = 1'390;
  layers.helpers = 31;
}

/// What the release would say; `later` has more of everything than an earlier one.
inline void AddFakeSurvey(Report& report, bool later) {
  Survey& survey = report.survey;
  FakeModules(survey, later ? 150 : 0);
  if (!later) survey.modules.push_back(FakeModule("kernel::zz_gone", "rust/kernel/zz_gone.rs", "core"));
  FakeDrivers(survey, later);
  FakeLayers(survey.layers, 60, later);
  FakeUnsafeSites(report, later ? 900 : 30);
  survey.disagreements = {
      {"object-under-c-symbol", "ax88796b_rust", {"drivers/net/phy/Makefile", 40}, "CONFIG_AX88796B_PHY"},
      {"a-kind-nobody-wrote-words-for", "x", {}, ""}};
  survey.toolchain.rustc = later ? "1.85.0" : "1.78.0";
  survey.toolchain.rustc_place = {"scripts/min-tool-version.sh", 30};
  survey.toolchain.bindgen = "0.71.1";
  survey.toolchain.architectures = {{"x86", "Maintained", "x86_64 only.", true, true}};
  if (later) survey.toolchain.architectures.push_back({"s390", "Maintained", "", true, true});
  if (!later) survey.toolchain.experimental = {{"Documentation/rust/index.rst", 12}};
  survey.binding_headers = 90;
  survey.unclean_files = 2;
  report.metrics = ComputeMetrics(report);
}

}  // namespace ferrotype
