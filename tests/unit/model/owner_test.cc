#include "model/owner.h"

#include <gtest/gtest.h>

namespace ferrotype {
namespace {

TEST(PathMatches, StarStaysInAFolderTwoStarsDoNot) {
  EXPECT_TRUE(PathMatches("rust/*.rs", "rust/ffi.rs"));
  EXPECT_FALSE(PathMatches("rust/*.rs", "rust/kernel/lib.rs"));
  EXPECT_TRUE(PathMatches("rust/**", "rust/kernel/lib.rs"));
  EXPECT_TRUE(PathMatches("tools/**/tests/**", "tools/perf/tests/workloads/code_with_type.rs"));
  EXPECT_FALSE(PathMatches("tools/**/tests/**", "tools/perf/test/a.rs"));
  EXPECT_TRUE(PathMatches("**_test_rust.rs", "mm/kasan/kasan_test_rust.rs"));
  EXPECT_TRUE(PathMatches("a*b*c", "axbxbxc"));
  EXPECT_FALSE(PathMatches("a*b*c", "ax/bc"));
  EXPECT_TRUE(PathMatches("", ""));
  EXPECT_FALSE(PathMatches("", "a"));
}

struct Case {
  const char* path;
  Owner owner;
};

// Which file is whose, as read by hand in three kernels.
TEST(OwnerOf, KnowsTheFilesOfRealKernels) {
  const Case cases[] = {
      {"rust/alloc/vec/mod.rs", Owner::kVendored},
      {"rust/syn/gen/visit.rs", Owner::kVendored},
      {"rust/zerocopy/benches/transmute.rs", Owner::kVendored},
      {"rust/zerocopy-derive/lib.rs", Owner::kVendored},
      {"rust/pin-init/examples/mutex.rs", Owner::kPinInit},
      {"rust/macros/lib.rs", Owner::kMacros},
      {"rust/bindings/lib.rs", Owner::kBindings},
      {"rust/uapi/lib.rs", Owner::kBindings},
      {"rust/compiler_builtins.rs", Owner::kSupportCrates},
      {"rust/kernel/net/phy.rs", Owner::kKernelCrate},
      {"rust/newcomer/lib.rs", Owner::kUnclassified},
      {"samples/rust/hostprogs/single.rs", Owner::kSamples},
      {"drivers/gpu/drm/drm_panic_qr.rs", Owner::kDrivers},
      {"lib/find_bit_benchmark_rust.rs", Owner::kTests},
      {"mm/kasan/kasan_test_rust.rs", Owner::kTests},
      {"tools/perf/tests/workloads/code_with_type.rs", Owner::kTests},
      {"scripts/generate_rust_target.rs", Owner::kTools},
      {"arch/x86/x.rs", Owner::kSubsystem},
  };
  for (const Case& c : cases) EXPECT_EQ(IdOf(OwnerOf(c.path, {})), IdOf(c.owner)) << c.path;
}

TEST(OwnerOf, AsksTheContentBeforeTheRest) {
  EXPECT_EQ(OwnerOf("rust/kernel/std_vendor.rs", {.says_vendored = true}), Owner::kVendored);
  EXPECT_EQ(OwnerOf("drivers/gpu/nova-core/gsp/fw/r570_144/bindings.rs", {.included = true}), Owner::kGenerated);
  EXPECT_EQ(OwnerOf("rust/syn/gen/visit.rs", {.included = true}), Owner::kVendored);
}

TEST(SubsystemOf, TakesTwoComponentsWhereOneSaysLittle) {
  EXPECT_EQ(SubsystemOf("drivers/net/phy/phy.c"), "drivers/net");
  EXPECT_EQ(SubsystemOf("drivers/Makefile"), "drivers");
  EXPECT_EQ(SubsystemOf("kernel/sched/core.c"), "kernel");
  EXPECT_EQ(SubsystemOf("Makefile"), "top");
}

}  // namespace
}  // namespace ferrotype
