// What the ATC'24 study counts, over the files of a release in a store.
#include "aggregator/study.h"

#include <gtest/gtest.h>

#include "support/analyzed_tree.h"

namespace ferrotype {
namespace {

TEST(CountAsStudied, LooksInRustKernelAlone) {
  testing_support::AnalyzedTree tree({{"rust/kernel/lib.rs", "fn a() { bindings::one(); let x: bindings::device; }\n"},
                                      {"rust/macros/lib.rs", "// bindings::two()\n"},
                                      {"drivers/a.rs", "fn b() { bindings::three(); }\n"}});
  const auto counts = CountAsStudied(tree.store(), tree.rust_files());
  ASSERT_TRUE(counts && *counts);
  EXPECT_EQ((*counts)->functions, 1U);
  EXPECT_EQ((*counts)->structures, 1U);
}

TEST(CountAsStudied, SaysNothingWithoutTheBytes) {
  testing_support::AnalyzedTree tree({{"rust/kernel/lib.rs", "fn a() { bindings::one(); }\n"}}, false);
  const auto counts = CountAsStudied(tree.store(), tree.rust_files());
  ASSERT_TRUE(counts);
  EXPECT_FALSE(counts->has_value());
}

}  // namespace
}  // namespace ferrotype
