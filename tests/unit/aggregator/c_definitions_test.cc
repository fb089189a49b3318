// Where C names are found in a tree, and in which order.
#include "aggregator/c_definitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/in_memory_tree.h"

namespace ferrotype {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Files = std::map<std::string, std::string>;

/// Trees and the index of C files; a file's bytes are lines "kind name" or "helper callee".
class MadeUpStore : public StoreReader {
 public:
  explicit MadeUpStore(const Files& files) : tree_(files) {}
  [[nodiscard]] TreeOid root() const { return tree_.root(); }
  void Break() { broken_ = true; }

  Result<std::optional<Bytes>> Tree(TreeOid tree) override {
    const auto found = tree_.trees().find(tree);
    return found == tree_.trees().end() ? std::nullopt : std::optional<Bytes>(found->second);
  }
  Result<FindingPtr> Finding(const FindingKey& key) override {
    const auto found = tree_.blobs().find(key.blob);
    if (found == tree_.blobs().end()) return nullptr;
    StoredFinding stored;
    stored.finding.blob = key.blob;
    stored.finding.syntax = broken_ ? Bytes("broken!!") : Index(found->second);
    return std::make_shared<const StoredFinding>(std::move(stored));
  }
  Result<std::optional<TreeFold>> Fold(TreeOid) override { return std::nullopt; }
  Result<bool> HasFold(TreeOid) override { return false; }
  Result<std::optional<Sha256Digest>> FindingHash(const FindingKey&) override { return Sha256Digest{}; }
  Result<bool> HasFinding(const FindingKey&) override { return true; }
  Result<std::optional<Bytes>> Survey(TreeOid, std::uint16_t) override { return std::nullopt; }
  Result<std::optional<Bytes>> Quote(BlobOid) override { return std::nullopt; }
  Result<bool> HasQuote(BlobOid) override { return false; }
  Result<std::vector<StoredRelease>> Releases() override { return std::vector<StoredRelease>(); }

 private:
  static Bytes Index(std::string_view text) {
    constexpr std::string_view kKinds[] = {"function", "static", "inline", "macro", "export"};
    constexpr std::string_view kNameKinds[] = {"constant", "enumerator", "struct",  "union",
                                               "enum",     "typedef",    "variable"};
    CSyntax syntax;
    for (std::uint32_t line = 1; !text.empty(); ++line) {
      const std::string_view row = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), row.size() + 1));
      const std::size_t space = row.find(' ');
      const std::string_view first = row.substr(0, space);
      const auto kind = std::find(std::begin(kKinds), std::end(kKinds), first);
      const auto named = std::find(std::begin(kNameKinds), std::end(kNameKinds), first);
      if (named != std::end(kNameKinds)) {
        syntax.names.push_back(
            {CNameHash(row.substr(space + 1)), line, static_cast<CNameKind>(named - std::begin(kNameKinds))});
      } else if (kind == std::end(kKinds)) {
        syntax.helper_calls.push_back({first, row.substr(space + 1), line});
      } else {
        syntax.definitions.push_back(
            {row.substr(space + 1), line, static_cast<CDefinitionKind>(kind - std::begin(kKinds))});
      }
    }
    return Encode(syntax);
  }

  testing_support::InMemoryTree tree_;
  bool broken_ = false;
};

std::vector<std::string> Places(const std::vector<CDefinitionAt>& definitions) {
  std::vector<std::string> places;
  for (const CDefinitionAt& at : definitions)
    places.push_back(at.place.path + ":" + std::to_string(at.place.line) + " " + at.kind);
  return places;
}

using NameSet = std::set<std::string, std::less<>>;

CWorld Build(MadeUpStore& store, const NameSet& called, const NameSet& named = {}) {
  Result<CWorld> world = CWorld::Build(store, store.root(), {called, named});
  EXPECT_TRUE(world.has_value());
  return world ? *std::move(world) : CWorld();
}

TEST(CWorld, OrdersCandidatesByHowNearTheyAre) {
  MadeUpStore store(Files{{"lib/string.c", "function other\nfunction memcpy\nexport memcpy"},
                          {"include/linux/string.h", "macro memcpy"},
                          {"arch/x86/lib/memcpy_32.c", "function memcpy"},
                          {"arch/x86/include/asm/string_32.h", "macro memcpy"},
                          {"arch/x86/include/asm/string_64.h", "inline memcpy"},
                          {"arch/arm/lib/memcpy.c", "function memcpy"},
                          {"arch/alpha/include/asm/string.h", "inline memcpy"},
                          {"arch/x86/boot/compressed/string.c", "function memcpy"},
                          {"drivers/firmware/efi/libstub/string.c", "function memcpy"},
                          {"tools/lib/string.c", "function memcpy"},
                          {"samples/a.c", "function memcpy"},
                          {"scripts/a.c", "function memcpy"},
                          {"drivers/some/local.h", "macro memcpy"},
                          {"drivers/some/local.c", "macro memcpy\nstatic memcpy\ninline memcpy"}});
  const CWorld world = Build(store, {"memcpy", "nowhere"});
  const CName* name = world.Find("memcpy");
  ASSERT_NE(name, nullptr);
  EXPECT_TRUE(name->exported);
  EXPECT_THAT(Places(name->definitions),
              ElementsAre("lib/string.c:2 function", "arch/x86/include/asm/string_64.h:1 inline",
                          "include/linux/string.h:1 macro", "arch/x86/lib/memcpy_32.c:1 function",
                          "arch/x86/include/asm/string_32.h:1 macro"));
  EXPECT_THAT(Places(name->elsewhere),
              ElementsAre("arch/arm/lib/memcpy.c:1 function", "arch/alpha/include/asm/string.h:1 inline",
                          "drivers/some/local.h:1 macro", "arch/x86/boot/compressed/string.c:1 function",
                          "drivers/firmware/efi/libstub/string.c:1 function", "samples/a.c:1 function",
                          "scripts/a.c:1 function", "tools/lib/string.c:1 function"));
  EXPECT_EQ(world.Find("nowhere"), nullptr);
  EXPECT_EQ(world.Find("other"), nullptr);  // nobody asked
}

TEST(CWorld, TypesAndConstantsAreFoundByTheRulesOfFunctions) {
  MadeUpStore store(Files{{"include/linux/gfp_types.h", "constant GFP_KERNEL\nconstant other"},
                          {"arch/arm/include/asm/page.h", "constant GFP_KERNEL"},
                          {"tools/include/linux/gfp_types.h", "constant GFP_KERNEL"},
                          {"drivers/some/local.h", "constant GFP_KERNEL\nenumerator GFP_KERNEL"},
                          {"drivers/base/bus.c", "variable a_bus"},
                          {"include/linux/binder.h", "struct binder_data\ntypedef binder_data"}});
  const CWorld world = Build(store, {}, {"GFP_KERNEL", "a_bus", "binder_data__bindgen_ty_1__bindgen_ty_2", "nowhere"});
  const CName* name = world.FindName("GFP_KERNEL");
  ASSERT_NE(name, nullptr);
  EXPECT_THAT(Places(name->definitions), ElementsAre("include/linux/gfp_types.h:1 constant"));
  EXPECT_THAT(Places(name->elsewhere),
              ElementsAre("arch/arm/include/asm/page.h:1 constant", "drivers/some/local.h:1 constant",
                          "drivers/some/local.h:2 enumerator", "tools/include/linux/gfp_types.h:1 constant"));
  EXPECT_THAT(Places(world.FindName("a_bus")->definitions), ElementsAre("drivers/base/bus.c:1 variable"));
  EXPECT_THAT(Places(world.FindName("binder_data__bindgen_ty_1__bindgen_ty_2")->definitions),
              ElementsAre("include/linux/binder.h:1 struct", "include/linux/binder.h:2 typedef"));
  EXPECT_EQ(world.FindName("nowhere"), nullptr);
  EXPECT_EQ(world.FindName("other"), nullptr);  // nobody asked
  EXPECT_EQ(world.Find("GFP_KERNEL"), nullptr);
}

TEST(CWorld, AConstantMadeForBindgenIsWhatItStandsFor) {
  MadeUpStore store(
      Files{{"rust/bindings/bindings_helper.h",
             "RUST_CONST_HELPER___GFP_HIGHMEM ___GFP_HIGHMEM\nBINDINGS_OLD OLD\n"
             "RUST_CONST_HELPER_NOWHERE NEVER_DEFINED"},
            {"rust/helpers/a.c", "RUST_CONST_HELPER_APART APART"},
            {"include/linux/gfp_types.h", "constant __GFP_HIGHMEM\nconstant ___GFP_HIGHMEM\nconstant OLD"}});
  const CWorld world = Build(store, {}, {"__GFP_HIGHMEM", "BINDINGS_OLD", "OLD", "NOWHERE", "APART"});
  EXPECT_THAT(Places(world.FindName("__GFP_HIGHMEM")->definitions),
              ElementsAre("include/linux/gfp_types.h:2 constant"));
  ASSERT_NE(world.FindConstHelper("__GFP_HIGHMEM"), nullptr);
  EXPECT_EQ(world.FindConstHelper("__GFP_HIGHMEM")->value, "___GFP_HIGHMEM");
  EXPECT_EQ(world.FindConstHelper("__GFP_HIGHMEM")->place, (Place{"rust/bindings/bindings_helper.h", 1}));
  for (const char* name : {"BINDINGS_OLD", "OLD"}) {
    EXPECT_THAT(Places(world.FindName(name)->definitions), ElementsAre("include/linux/gfp_types.h:3 constant"));
    EXPECT_EQ(world.FindConstHelper(name)->value, "OLD");
  }
  EXPECT_EQ(world.FindName("NOWHERE"), nullptr);
  EXPECT_NE(world.FindConstHelper("NOWHERE"), nullptr);
  EXPECT_EQ(world.FindConstHelper("APART"), nullptr);
}

TEST(CWorld, AHeaderOutsideTheIncludeFoldersCountsWhenThereIsNoOther) {
  MadeUpStore store(Files{{"drivers/some/local.h", "inline only_here"}});
  const CWorld world = Build(store, {"only_here"});
  ASSERT_NE(world.Find("only_here"), nullptr);
  EXPECT_THAT(Places(world.Find("only_here")->definitions), ElementsAre("drivers/some/local.h:1 inline"));
}

TEST(CWorld, TheSameFileAtTwoPathsIsTwoCandidates) {
  MadeUpStore store(Files{{"include/a.h", "macro m"}, {"include/b.h", "macro m"}, {"tools/include/a.h", "macro m"}});
  const CWorld world = Build(store, {"m"});
  EXPECT_THAT(Places(world.Find("m")->definitions), ElementsAre("include/a.h:1 macro", "include/b.h:1 macro"));
  EXPECT_THAT(Places(world.Find("m")->elsewhere), ElementsAre("tools/include/a.h:1 macro"));
}

TEST(CWorld, WhatHelpersCallIsLookedForToo) {
  MadeUpStore store(
      Files{{"rust/helpers/a.c",
             "function rust_helper_get\nrust_helper_get ref_get\nrust_helper_get ref_get\n"
             "rust_helper_get rust_helper_put\nfunction no_helper"},
            {"rust/helpers/sub/b.c",
             "inline rust_helper_put\nrust_helper_put ref_put\nfunction rust_helper_unused\n"
             "rust_helper_unused unused"},
            {"drivers/a.c", "function rust_helper_elsewhere"},
            {"include/linux/ref.h", "inline ref_get\nmacro ref_put\ninline unused\ninline rust_helper_get"}});
  const CWorld world = Build(store, {"get"});
  EXPECT_EQ(world.helpers().size(), 3U);
  const Helper* helper = world.FindHelper("get");
  ASSERT_NE(helper, nullptr);
  EXPECT_EQ(helper->place, (Place{"rust/helpers/a.c", 1}));
  EXPECT_THAT(helper->calls, ElementsAre("ref_get", "rust_helper_put"));
  EXPECT_EQ(world.FindHelper("elsewhere"), nullptr);
  ASSERT_NE(world.Find("ref_get"), nullptr);
  ASSERT_NE(world.Find("ref_put"), nullptr);
  EXPECT_EQ(world.Find("unused"), nullptr);
  EXPECT_EQ(world.Find("get"), nullptr);
}

TEST(CWorld, TheOneFileOfHelpersOfOldReleases) {
  MadeUpStore store(Files{{"rust/helpers.c", "function rust_helper_BUG\nexport rust_helper_BUG\nrust_helper_BUG BUG"},
                          {"include/asm-generic/bug.h", "macro BUG"}});
  const CWorld world = Build(store, {"BUG"});
  EXPECT_EQ(world.helpers().size(), 1U);
  EXPECT_THAT(world.FindHelper("BUG")->calls, ElementsAre("BUG"));
  EXPECT_THAT(Places(world.Find("BUG")->definitions), ElementsAre("include/asm-generic/bug.h:1 macro"));
}

TEST(CWorld, BrokenIndexesAreAnErrorThatNamesTheFile) {
  MadeUpStore store(Files{{"include/a.h", "macro m"}});
  store.Break();
  const Result<CWorld> world = CWorld::Build(store, store.root(), {{"m"}, {}});
  ASSERT_FALSE(world.has_value());
  EXPECT_EQ(world.error().kind, ErrorKind::kCorrupt);
  EXPECT_NE(world.error().message.find("include/a.h"), std::string::npos);
}

TEST(CReach, IsToldByThePath) {
  EXPECT_EQ(CReachOf("kernel/fork.c"), CReach::kGeneric);
  EXPECT_EQ(CReachOf("arch/x86/kernel/irq.c"), CReach::kGeneric);
  EXPECT_EQ(CReachOf("arch/x86/kernel/irq_64.c"), CReach::kGeneric);
  EXPECT_EQ(CReachOf("arch/x86/kernel/irq_32.c"), CReach::kX86Only32);
  EXPECT_EQ(CReachOf("arch/um/kernel/irq.c"), CReach::kArchitecture);
  EXPECT_EQ(CReachOf("arch/arm64/boot/a.c"), CReach::kApart);
  EXPECT_EQ(CReachOf("tools/a.c"), CReach::kApart);
  EXPECT_EQ(CReachOf("toolset/a.c"), CReach::kGeneric);
  EXPECT_EQ(CReachOf("arch"), CReach::kGeneric);
  EXPECT_EQ(CReachOf("arch/x86"), CReach::kGeneric);
}

}  // namespace
}  // namespace ferrotype
