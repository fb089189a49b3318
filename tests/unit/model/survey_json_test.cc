#include "model/survey_json.h"

#include <gtest/gtest.h>

namespace ferrotype {
namespace {

// Every field set to something that is not its default.
Survey Full() {
  Survey survey;
  ModuleRow module;
  module.name = "kernel::net::phy";
  module.declared = {"rust/kernel/net.rs", 8};
  module.path = "rust/kernel/net/phy.rs";
  module.category = "network";
  module.cfg = "CONFIG_RUST_PHYLIB_ABSTRACTIONS";
  module.top_level = module.visible = module.hidden = true;
  module.files = module.code = module.public_items = module.documented_items = 7;
  module.unsafe_tokens = 5;
  module.unsafe_undocumented = 1;
  module.c_headers = {"include/linux/phy.h"};
  module.driver_users = {"qt2025"};
  module.sample_users = {"samples/rust/a.rs"};
  module.module_users = {"kernel::net"};
  survey.modules = {module};
  DriverRow driver;
  driver.name = "one";
  driver.kind = DriverKind::kLinkedIntoC;
  driver.authors = {"A. Body", "铁版"};
  driver.apis = {{"kernel::net::phy::Device", 3}};
  driver.proofs = {{"a.rs", 1}, {"Makefile", 2}, {"Kconfig", 3}, {"ONE", "RUST"}};
  driver.twin = {{"a.c", 10, 2}};
  driver.twin_evidence = {{TwinEvidence::kDeviceTable, "arm,mali", {"a.c", 4}}};
  driver.successor_of = "nouveau";
  driver.successor_place = {"Documentation/x.rst", 3};
  survey.drivers = {driver};
  survey.disagreements = {{"macro-without-kbuild", "x", {"x.rs", 1}, "why"}};
  Chain chain;
  chain.from = "one";
  chain.steps = {{StepKind::kCall, "dev.reset()", {"a.rs", 4}}, {StepKind::kC, "reset", {"r.c", 9}}};
  chain.reason = "one-of";
  survey.layers.chains = {chain};
  survey.layers.symbols = {{"reset",
                            {"rust/helpers/x.c", 3},
                            {"__reset"},
                            {{{"r.c", 9}, "function"}},
                            {{{"arch/arm/r.c", 1}, "inline"}},
                            {{StepKind::kCall, "kernel::x", {"x.rs", 2}}},
                            true}};
  survey.layers.names = {{"phy_device",
                          4,
                          2,
                          {"rust/bindings/bindings_helper.h", 9},
                          "PHY_DEVICE",
                          {{{"include/linux/phy.h", 5}, "struct"}},
                          {{{"tools/phy.h", 6}, "typedef"}},
                          {{StepKind::kCall, "kernel::net::phy::Device", {"phy.rs", 3}}}}};
  survey.layers.entry_points = {{"module-init", "init_module", "one::init", {"a.rs", 1}}};
  survey.layers.driver_calls = 9;
  survey.layers.helpers = 3;
  survey.toolchain.rustc = "1.85.0";
  survey.toolchain.rustc_exact = true;
  survey.toolchain.rustc_by_arch = {{"s390", "1.96.0"}};
  survey.toolchain.architectures = {{"x86", "Maintained", "x86_64 only.", true, true}};
  survey.toolchain.experimental = {{"Documentation/rust/index.rst", 12}};
  survey.binding_headers = 88;
  survey.unclean_files = 2;
  return survey;
}

TEST(SurveyJson, WhatIsPackedComesBack) {
  const Survey full = Full();
  const Result<Survey> back = UnpackSurvey(PackSurvey(full));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(*back, full);
  EXPECT_EQ(PackSurvey(*back), PackSurvey(full));
  EXPECT_EQ(*UnpackSurvey(PackSurvey(Survey())), Survey());
}

TEST(SurveyJson, PacksAsTheLibraryWould) {
  Survey survey = Full();
  for (const std::uint64_t size : {0ULL, 1ULL, 23ULL, 24ULL, 255ULL, 256ULL, 65'535ULL, 65'536ULL}) {
    ModuleRow& module = survey.modules.emplace_back();
    module.name = std::string(size, 'x');
    module.code = size;
    module.files = size << 32U;
    module.c_headers.assign(size % 300, "a.h");
  }
  const Bytes packed = PackSurvey(survey);
  Bytes again;
  Json::to_cbor(Json::from_cbor(packed), again);
  EXPECT_EQ(packed, again);
  EXPECT_EQ(*UnpackSurvey(packed), survey);
}

TEST(SurveyJson, DamagedBytesAreRefused) {
  const Bytes packed = PackSurvey(Full());
  for (std::size_t size = 0; size < packed.size(); size += 7)
    EXPECT_FALSE(UnpackSurvey(std::string_view(packed).substr(0, size)).has_value()) << size;
  std::size_t refused = 0;
  for (std::size_t i = 0; i < packed.size(); ++i) {
    Bytes flipped = packed;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x41);
    refused += UnpackSurvey(flipped).has_value() ? 0U : 1U;  // a changed letter of a text is another survey
  }
  EXPECT_GT(refused, packed.size() / 4);
}

TEST(SurveyJson, FieldsHaveTheContractsNames) {
  const Json driver = ToJson(Full().drivers.front());
  for (const char* name : {"name", "module_name", "path", "kind", "macro", "subsystem", "bus", "license", "authors",
                           "kconfig", "files", "code", "unsafe", "apis", "c_twin", "twin_evidence", "successor_of"}) {
    EXPECT_TRUE(driver.contains(name)) << name;
  }
  EXPECT_EQ(driver["kind"], "linked-into-c");
  const Json chain = ToJson(Full().layers.chains.front());
  const std::string expected =
      R"x({"from":"one","steps":[{"kind":"call","symbol":"dev.reset()","path":"a.rs","line":4},)x"
      R"x({"kind":"c","symbol":"reset","path":"r.c","line":9}],"resolved":false,"reason":"one-of"})x";
  EXPECT_EQ(chain.dump(), expected);
}

}  // namespace
}  // namespace ferrotype
