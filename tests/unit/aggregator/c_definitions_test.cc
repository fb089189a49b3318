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
    CSyntax syntax;
    for (std::uint32_t line = 1; !text.empty(); ++line) {
      const std::string_view row = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), row.size() + 1));
      const std::size_t space = row.find(' ');
      const std::string_view first = row.substr(0, space);
      const auto kind = std::find(std::begin(kKinds), std::end(kKinds), first);
      if (kind == std::end(kKinds)) {
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

CWorld Build(MadeUpStore& store, const std::set<std::string, std::less<>>& names) {
  Result<CWorld> world = CWorld::Build(store, store.root(), names);
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
  const Result<CWorld> world = CWorld::Build(store, store.root(), {"m"});
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
