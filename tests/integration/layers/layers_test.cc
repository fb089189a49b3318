// A tree of our own in fixtures/: behind each line the chains that begin there, as "step > step !reason", several
// separated by " ; ". A line without a mark has none.
#include "aggregator/layers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "aggregator/c_definitions.h"
#include "aggregator/rust_files.h"
#include "analyzer/analyze.h"
#include "model/language.h"
#include "support/in_memory_tree.h"

namespace ferrotype {
namespace {

/// Findings of a tree in memory, made when they are asked for.
class TreeStore : public StoreReader {
 public:
  explicit TreeStore(const testing_support::InMemoryTree& tree) : tree_(tree) {}
  Result<std::optional<Bytes>> Tree(TreeOid tree) override { return tree_.trees().at(tree); }
  Result<std::optional<TreeFold>> Fold(TreeOid) override {
    TreeFold fold;
    for (const Language language : {Language::kRust, Language::kC, Language::kCHeader}) fold.languages[language] = {};
    return fold;
  }
  Result<bool> HasFold(TreeOid) override { return true; }
  Result<FindingPtr> Finding(const FindingKey& key) override {
    return std::make_shared<const StoredFinding>(
        StoredFinding{Analyzer().Analyze(key.language, key.blob, tree_.blobs().at(key.blob)), {}});
  }
  Result<std::optional<Sha256Digest>> FindingHash(const FindingKey&) override { return Sha256Digest{}; }
  Result<bool> HasFinding(const FindingKey&) override { return true; }
  Result<std::optional<Bytes>> Survey(TreeOid, std::uint16_t) override { return std::nullopt; }
  Result<std::optional<Bytes>> Quote(BlobOid) override { return std::nullopt; }
  Result<bool> HasQuote(BlobOid) override { return false; }
  Result<std::vector<StoredRelease>> Releases() override { return std::vector<StoredRelease>(); }

 private:
  const testing_support::InMemoryTree& tree_;
};

std::map<std::string, std::string> ReadFolder(const std::filesystem::path& root) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[entry.path().lexically_relative(root).generic_string()] =
        std::string((std::istreambuf_iterator<char>(file)), {});
  }
  return files;
}

std::string Text(const Chain& chain) {
  std::string text;
  for (std::size_t i = 1; i < chain.steps.size(); ++i) {
    const ChainStep& step = chain.steps[i];
    text += (text.empty() ? "" : " > ") + step.symbol;
    if (step.kind == StepKind::kC) text += "@" + step.place.path;
  }
  if (!chain.resolved) text += (text.empty() ? "!" : " !") + chain.reason;
  return text;
}

class LayersTest : public ::testing::Test {
 protected:
  LayersTest()
      : files_(ReadFolder(FERROTYPE_SOURCE_DIR "/tests/integration/layers/fixtures")), tree_(files_), store_(tree_) {
    rows_ = *RustFiles(store_, tree_.root());
    world_ = *RustWorld::Build(rows_);
  }
  Layers Trace() {
    const auto names = BindingNames(world_);
    const CWorld c = *CWorld::Build(store_, tree_.root(), names);
    const RustCrate* driver = world_.CrateRootedAt("drivers/net/driver.rs");
    return TraceLayers(world_, c,
                       {{static_cast<std::uint32_t>(driver - world_.crates().data()), "driver", DriverKind::kDriver}});
  }

  std::map<std::string, std::string> files_;
  testing_support::InMemoryTree tree_;
  TreeStore store_;
  std::vector<FileRow> rows_;
  RustWorld world_;
};

TEST_F(LayersTest, EachLineOfTheFixturesHasTheChainsThatStandBehindIt) {
  using Lines = std::map<std::pair<std::string, std::uint32_t>, std::multiset<std::string>>;
  Lines expected;
  for (const auto& [path, text] : files_) {
    if (!path.ends_with(".rs")) continue;
    std::istringstream in(text);
    std::string line;
    for (std::uint32_t number = 1; std::getline(in, line); ++number) {
      const std::size_t mark = line.find("//~ ");
      if (mark == std::string::npos) continue;
      std::string rest = line.substr(mark + 4) + " ; ";
      for (std::size_t end = rest.find(" ; "); end != std::string::npos; end = rest.find(" ; ")) {
        expected[{path, number}].insert(rest.substr(0, end));
        rest = rest.substr(end + 3);
      }
    }
  }
  ASSERT_GT(expected.size(), 20U);
  Lines found;
  for (const Chain& chain : Trace().chains) {
    found[{chain.steps[0].place.path, chain.steps[0].place.line}].insert(Text(chain));
  }
  for (const auto& [at, chains] : found) EXPECT_EQ(chains, expected[at]) << at.first << ":" << at.second;
  for (const auto& [at, chains] : expected) EXPECT_TRUE(found.contains(at)) << at.first << ":" << at.second;
}

TEST_F(LayersTest, EachNameOfBindingsHasThePlaceThatStandsBehindIt) {
  const auto at = [](const Place& place) { return place.path + ":" + std::to_string(place.line); };
  std::multiset<std::string> found;
  for (const BindingName& name : Trace().names) {
    std::string text = name.name;
    if (!name.helper.path.empty()) text += " = " + name.stands_for + "@" + at(name.helper);
    text += " > ";
    text += name.definitions.empty() ? "nowhere" : name.definitions[0].kind + "@" + at(name.definitions[0].place);
    for (const ChainStep& user : name.users) {
      if (user.place.path == "rust/kernel/consts.rs") found.insert(at(user.place) + " " + text);
    }
  }
  std::multiset<std::string> expected;
  std::istringstream in(files_.at("rust/kernel/consts.rs"));
  std::string line;
  for (std::uint32_t number = 1; std::getline(in, line); ++number) {
    const std::size_t mark = line.find("//@ ");
    if (mark == std::string::npos) continue;
    std::string rest = line.substr(mark + 4) + " ; ";
    for (std::size_t end = rest.find(" ; "); end != std::string::npos; end = rest.find(" ; ")) {
      expected.insert("rust/kernel/consts.rs:" + std::to_string(number) + " " + rest.substr(0, end));
      rest = rest.substr(end + 3);
    }
  }
  ASSERT_GT(expected.size(), 10U);
  EXPECT_EQ(found, expected);
}

TEST_F(LayersTest, NamesAreKeptWithTheItemsThatNameThem) {
  std::set<std::string> users;
  for (const BindingName& name : Trace().names) {
    if (name.name != "state_UP") continue;
    EXPECT_EQ(name.uses, 2U);
    EXPECT_EQ(name.files, 1U);
    for (const ChainStep& user : name.users) users.insert(user.symbol);
  }
  EXPECT_EQ(users, (std::set<std::string>{"kernel::consts", "kernel::consts::State::Up"}));
}

TEST_F(LayersTest, NamesThatAreNeverCalledAreALedgerApart) {
  const Layers layers = Trace();
  std::set<std::string> names;
  for (const BindingName& name : layers.names) names.insert(name.name);
  EXPECT_TRUE(names.contains("phy_device"));
  EXPECT_TRUE(names.contains("SIZE"));
  EXPECT_FALSE(names.contains("phy_reset"));
  EXPECT_FALSE(names.contains("firmware_call"));
  std::set<std::string> symbols;
  for (const CSymbolRow& symbol : layers.symbols) symbols.insert(symbol.name);
  EXPECT_EQ(symbols, (std::set<std::string>{"phy_lock", "phy_reset", "renamed_call", "take", "twice"}));
}

TEST_F(LayersTest, EntryPointsAreWhatCCanCall) {
  std::vector<std::string> entries;
  for (const EntryPoint& entry : Trace().entry_points)
    entries.push_back(entry.kind + " " + entry.symbol + " " + entry.item);
  EXPECT_EQ(entries,
            (std::vector<std::string>{
                "module-exit cleanup_module driver", "module-init init_module driver",
                "no-mangle driver_entry driver::driver_entry", "vtable phy_ops kernel::net::phy::OPS",
                "extern-c  kernel::net::phy::probe_callback", "extern-c  kernel::net::phy::Adapter::remove_callback",
                "callback remove kernel::net::phy::Adapter::register", "extern-c  kernel::net::phy::probe_of",
                "vtable phy_ops kernel::net::phy::OPS_U8", "vtable phy_ops kernel::net::phy::OPS_U16",
                "vtable phy_legacy kernel::net::phy::LEGACY"}));
}

TEST_F(LayersTest, FilesAreModulesByTheirPaths) {
  std::set<std::string> modules;
  for (const RustModule& module : world_.modules()) {
    modules.insert(module.path + " " + world_.files()[module.file].row->path);
  }
  EXPECT_EQ(modules, (std::set<std::string>{
                         "bindings rust/bindings/lib.rs", "macros rust/macros/lib.rs", "kernel rust/kernel/lib.rs",
                         "kernel::consts rust/kernel/consts.rs", "kernel::net rust/kernel/net.rs",
                         "kernel::net::phy rust/kernel/net/phy.rs", "kernel::prelude rust/kernel/prelude.rs",
                         "kernel::renamed rust/kernel/odd_name.rs", "kernel::sync rust/kernel/sync.rs",
                         "driver drivers/net/driver.rs", "driver::inner drivers/net/inner/mod.rs",
                         "driver::inner::own drivers/net/inner/own.rs"}));
}

// Aliases, impls and imports that lead to each other in every way must end, and fast.
TEST(LayersLaws, HostileSourcesEnd) {
  static constexpr std::string_view kPieces[] = {
      "use crate::a::*;\n",
      "use crate::b::*;\n",
      "use super::*;\n",
      "pub use self::A as B;\n",
      "use kernel::a::A;\n",
      "pub use crate::b::A;\n",
      "pub type A<T> = (B<T>, B<T>);\n",
      "pub type B<T> = (A<A<T>>, A<T>);\n",
      "pub type C = <C as T>::C;\n",
      "pub struct A<T>(T, A<B<T>>);\n",
      "pub struct D { a: A<D>, d: &'static D }\n",
      "impl<T: Tr> Tr for T {}\n",
      "impl<T> core::ops::Deref for A<T> { type Target = A<A<T>>; }\n",
      "impl core::ops::Deref for D { type Target = D; }\n",
      "pub trait Tr: Tr + Us { type O: Tr; fn m(&self) -> Self::O; }\n",
      "pub trait Us: Tr { fn u(&self) -> Self::O { self.m().m().u() } }\n",
      "impl<T> A<T> { fn g(&self) -> A<Self> { self.g().g() } }\n",
      "fn f<T: Tr + Us>(t: T, d: D, a: A<D>) { t.m().u(); d.a.g().0.g(); a.0.d.x(); bindings::c(); f(a, d, t) }\n",
      "impl Tr for A<D> { type O = <A<A<D>> as Tr>::O; fn m(&self) {} }\n",
      "mod a;\n",
      "mod b { use super::*; fn f() { x!(); } }\n",
      "macro_rules! x { () => { x!() }; }\n",
      "fn h() { use a::*; use b::*; use C::*; let x = x!(); x.m().for_each(|a| a.m()); }\n"};
  std::uint64_t seed = 1;
  const auto next = [&seed](std::size_t limit) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(seed >> 33U) % limit;
  };
  for (int round = 0; round < 300; ++round) {
    std::map<std::string, std::string> files{{"rust/bindings/lib.rs", ""}, {"x.c", "void c(void)\n{\n}\n"}};
    for (const char* path : {"rust/kernel/lib.rs", "rust/kernel/a.rs", "drivers/d.rs", "drivers/a.rs"}) {
      std::string& text = files[path];
      for (std::size_t i = next(14); i > 0; --i) text += kPieces[next(std::size(kPieces))];
    }
    const testing_support::InMemoryTree tree(files);
    TreeStore store(tree);
    const std::vector<FileRow> rows = *RustFiles(store, tree.root());
    const RustWorld world = *RustWorld::Build(rows);
    const CWorld c = *CWorld::Build(store, tree.root(), BindingNames(world));
    const Layers layers = TraceLayers(world, c, {{0, "d", DriverKind::kDriver}});
    EXPECT_LE(layers.driver_calls_resolved, layers.driver_calls);
    EXPECT_LE(layers.kernel_calls_resolved, layers.kernel_calls);
  }
}

}  // namespace
}  // namespace ferrotype
