// The aggregator over a real store: whatever the order, however often a record comes, the same release.

#include "aggregator/aggregator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "aggregator/report.h"
#include "analyzer/analyze.h"
#include "model/language.h"
#include "model/owner.h"
#include "model/wire.h"
#include "store/sqlite_store.h"
#include "support/in_memory_tree.h"

namespace ferrotype {
namespace {

using testing_support::InMemoryTree;

const std::map<std::string, std::string> kKernel = {
    {"Makefile", "VERSION = 7\n"},
    {"rust/kernel/lib.rs", "//! docs\npub mod net;\n"},
    {"rust/kernel/net.rs", "// SAFETY: none\nunsafe fn f() {}\n"},
    {"rust/syn/lib.rs", "fn vendored() { unsafe {} }\n"},
    {"drivers/net/phy/ax_rust.rs", "fn probe() {}\n"},
    {"drivers/net/phy/ax.c", "int probe(void) { return 0; }\n"},
    {"drivers/net/phy/other.c", "int other;\n"},
    {"drivers/gpu/fw.rs", "include!(\"fw/bindings.rs\");\n"},
    {"drivers/gpu/fw/bindings.rs", "pub const A: u32 = 1;\n"},
    {"same/a.c", "int x;\n"},
    {"same/b.c", "int x;\n"},
};

Record AsRecord(std::string_view topic, Bytes key, Bytes value) {
  return {{std::string(topic), 0}, 0, 1, MakeMessage(std::move(key), std::move(value))};
}

// All that planner and analyzers would say of the tree, but the quotes.
std::vector<Record> RecordsOf(const InMemoryTree& tree, const std::string& name) {
  std::vector<Record> records;
  for (const auto& [oid, object] : tree.trees()) {
    const TreeObject value{oid, object};
    records.push_back(AsRecord(topics::kTrees, KeyOf(value), Encode(value)));
  }
  Analyzer analyzer;
  for (const auto& [file, blob] : tree.files()) {
    const BlobFinding finding = analyzer.Analyze(LanguageOfName(file), blob, tree.blobs().at(blob));
    records.push_back(AsRecord(topics::kFindings, KeyOf(finding), Encode(finding)));
  }
  const ReleaseRecord release{name, tree.root(), std::nullopt, "2026-11-20", "mainline"};
  records.push_back(AsRecord(topics::kReleases, KeyOf(release), Encode(release)));
  return records;
}

class AggregatorTest : public testing::Test {
 protected:
  void SetUp() override { Restart(); }

  // What a crash leaves: the store alone.
  void Restart() {
    if (!store_) store_ = OpenMemoryStore().value();
    aggregator_ = std::make_unique<Aggregator>(*store_);
  }

  Result<std::vector<ReleaseStatus>> Apply(const std::vector<Record>& records) {
    TRY(store_->Begin());
    for (const Record& record : records) {
      if (Result<void> applied = aggregator_->Apply(record); !applied) {
        store_->Rollback();
        return Unexpected(applied.error());
      }
    }
    Result<std::vector<ReleaseStatus>> statuses = aggregator_->Settle();
    TRY(store_->Commit());
    return statuses;
  }

  // Answers the demands of the last status with bytes that zstd stores as they are.
  std::vector<Record> Quotes(const InMemoryTree& tree, const std::vector<BlobOid>& demands) {
    std::vector<Record> records;
    for (const BlobOid blob : demands) {
      const std::string& plain = tree.blobs().at(blob);
      Bytes frame = {'\x28', '\xb5', '\x2f', '\xfd', '\x20', static_cast<char>(plain.size())};
      const std::size_t header = (plain.size() << 3U) | 1U;
      for (int i = 0; i < 3; ++i) frame += static_cast<char>((header >> (8 * i)) & 0xFFU);
      const SourceChunk chunk{blob, 0, 1, plain.size(), frame + plain};
      records.push_back(AsRecord(topics::kSources, KeyOf(chunk), Encode(chunk)));
    }
    return records;
  }

  Report Complete(const InMemoryTree& tree, std::vector<Record> records) {
    const auto statuses = Apply(records).value();
    EXPECT_EQ(statuses.size(), 1U);
    const auto last = Apply(Quotes(tree, statuses.front().demands)).value();
    EXPECT_EQ(last.size(), 1U);
    EXPECT_EQ(last.front().state, ReleaseState::kComplete);
    return BuildReport(*store_, store_->Releases().value().front()).value();
  }

  std::unique_ptr<Store> store_;
  std::unique_ptr<Aggregator> aggregator_;
  const InMemoryTree kernel_{kKernel};
};

TEST_F(AggregatorTest, CompletesAReleaseAndFoldsIt) {
  const Report report = Complete(kernel_, RecordsOf(kernel_, "v7.2"));
  EXPECT_EQ(report.fold.Total().files, kKernel.size());
  EXPECT_EQ(report.blobs, kKernel.size() - 1);  // same/a.c and same/b.c are one
  EXPECT_EQ(report.owners.at(Owner::kVendored).files, 1U);
  EXPECT_EQ(report.owners.at(Owner::kGenerated).files, 1U);
  EXPECT_EQ(report.owners.at(Owner::kDrivers).files, 2U);
  EXPECT_EQ(report.Value("unsafe.tokens")->numerator, 1);
  EXPECT_EQ(report.Value("unsafe.vendored.tokens")->numerator, 1);
  EXPECT_EQ(report.digest.size(), 64U);
}

TEST_F(AggregatorTest, DemandsAllRustButVendored) {
  const auto statuses = Apply(RecordsOf(kernel_, "v7.2")).value();
  ASSERT_EQ(statuses.size(), 1U);
  EXPECT_EQ(statuses[0].state, ReleaseState::kWaiting);
  const std::vector<BlobOid>& demands = statuses[0].demands;
  const auto demanded = [&](const char* path) {
    return std::find(demands.begin(), demands.end(), BlobOid{GitObjectId("blob", kKernel.at(path))}) != demands.end();
  };
  EXPECT_TRUE(demanded("drivers/net/phy/ax_rust.rs"));
  EXPECT_FALSE(demanded("drivers/net/phy/ax.c"));  // named alike alone: what is no driver has no twin
  EXPECT_FALSE(demanded("drivers/net/phy/other.c"));
  EXPECT_FALSE(demanded("rust/syn/lib.rs"));
  EXPECT_EQ(demands.size(), 5U);
}

TEST_F(AggregatorTest, OrderAndDuplicatesDoNotMatter) {
  const std::string golden = Complete(kernel_, RecordsOf(kernel_, "v7.2")).digest;
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    std::vector<Record> records = RecordsOf(kernel_, "v7.2");
    const std::vector<Record> again = records;
    records.insert(records.end(), again.begin(), again.end());
    std::shuffle(records.begin(), records.end(), random);
    store_.reset();
    Restart();
    EXPECT_EQ(Complete(kernel_, records).digest, golden);
  }
}

TEST_F(AggregatorTest, WaitsForWhatIsMissingAndSaysHowMuch) {
  std::vector<Record> records = RecordsOf(kernel_, "v7.2");
  const auto is_missing = [](const Record& record) {
    return record.from.topic == topics::kFindings && record.message.key.back() % 2 == 0;
  };
  std::vector<Record> late;
  std::copy_if(records.begin(), records.end(), std::back_inserter(late), is_missing);
  records.erase(std::remove_if(records.begin(), records.end(), is_missing), records.end());
  ASSERT_FALSE(late.empty());
  const auto statuses = Apply(records).value();
  ASSERT_EQ(statuses.size(), 1U);
  EXPECT_EQ(statuses[0].state, ReleaseState::kWaiting);
  EXPECT_GT(statuses[0].missing_findings, 0U);
  EXPECT_EQ(Complete(kernel_, late).fold.Total().files, kKernel.size());
}

TEST_F(AggregatorTest, ARestartInTheMiddleAndAReplayFromZeroEndInTheSameDigest) {
  const std::string golden = Complete(kernel_, RecordsOf(kernel_, "v7.2")).digest;
  store_.reset();
  Restart();
  std::vector<Record> records = RecordsOf(kernel_, "v7.2");
  const std::vector<Record> first_half(records.begin(),
                                       records.begin() + static_cast<std::ptrdiff_t>(records.size() / 2));
  ASSERT_TRUE(Apply(first_half));
  Restart();
  EXPECT_EQ(Complete(kernel_, records).digest, golden);
}

TEST_F(AggregatorTest, TheNextReleaseFoldsOnlyWhatChanged) {
  Complete(kernel_, RecordsOf(kernel_, "v7.2"));
  const std::uint64_t folded = aggregator_->counts().folded;
  std::map<std::string, std::string> changed = kKernel;
  changed["drivers/gpu/fw.rs"] += "fn new() {}\n";
  const InMemoryTree next(changed);
  const auto statuses = Apply(RecordsOf(next, "v7.2.1")).value();
  ASSERT_EQ(statuses.size(), 1U);
  EXPECT_EQ(statuses[0].demands.size(), 1U);
  EXPECT_EQ(aggregator_->counts().folded - folded, 3U);  // the root, drivers, drivers/gpu
}

// The law of whatever is taken over, read ahead or read in another order.
TEST_F(AggregatorTest, AReleaseAfterAnotherIsByteForByteTheOneFromNothing) {
  const std::map<std::string, std::string> first_files = {
      {"Makefile", "VERSION = 7\n"},
      {"include/linux/lock.h", "static inline void lock(void)\n{\n}\n#define wake(x) (x)\n"},
      {"lib/lock.c", "void unlock(void)\n{\n}\nEXPORT_SYMBOL(unlock);\n"},
      {"lib/other.c", "int other(void)\n{\n\treturn 0;\n}\n"},
      {"rust/bindings/lib.rs", "\n"},
      {"rust/helpers/lock.c", "void rust_helper_lock(void)\n{\n\tlock();\n}\n"},
      {"rust/kernel/lib.rs", "pub mod net;\n"},
      {"rust/kernel/net.rs", "pub fn up() {\n    unsafe { bindings::lock() }\n    unsafe { bindings::unlock() }\n}\n"},
      {"drivers/net/Kconfig", "config R\n\ttristate \"R\"\n\tdepends on RUST\n"},
      {"drivers/net/Makefile", "obj-$(CONFIG_R) += r.o\n"},
      {"drivers/net/r.rs", "fn f() {\n    kernel::net::up();\n}\n"},
  };
  std::map<std::string, std::string> next_files = first_files;
  next_files["rust/kernel/net.rs"] +=
      "pub fn wake() {\n    unsafe { bindings::wake() }\n    unsafe { bindings::other() }\n}\n";
  next_files["lib/lock.c"] = "/* moved down */\n" + next_files["lib/lock.c"];
  next_files["arch/x86/lib/other_64.c"] = next_files["lib/other.c"];
  next_files.erase("drivers/net/Makefile");
  // A point release: the names are the same, and C changes alone. A folder that said nothing says something, a file
  // moves, another goes away.
  std::map<std::string, std::string> point_files = next_files;
  point_files["lib/lock.c"] += "void wake(void)\n{\n}\n";
  point_files["lib/quiet/deep.c"] = "void unlock(void)\n{\n}\n";
  point_files["include/asm-generic/lock.h"] = point_files.extract("include/linux/lock.h").mapped();
  point_files.erase("arch/x86/lib/other_64.c");

  struct Golden {
    InMemoryTree tree;
    std::string name;
    std::string digest;
    std::optional<Bytes> survey;
  };
  std::vector<Golden> releases;
  for (const auto& files : {first_files, next_files, point_files, next_files}) {
    store_.reset();
    Restart();
    Golden golden{InMemoryTree(files), "v7.2." + std::to_string(releases.size()), {}, {}};
    Complete(golden.tree, RecordsOf(golden.tree, golden.name));
    golden.digest = store_->Releases().value().front().digest;
    golden.survey = store_->Survey(golden.tree.root(), kRulesVersion).value();
    ASSERT_TRUE(golden.survey);
    releases.push_back(std::move(golden));
  }
  EXPECT_NE(releases[1].survey, releases[2].survey);

  for (const bool in_memory : {false, true}) {
    store_.reset();
    Restart();
    std::set<Bytes> known;
    for (const Golden& release : releases) {
      if (!in_memory) Restart();
      std::vector<Record> records = RecordsOf(release.tree, release.name);
      std::erase_if(records, [&](const Record& record) { return !known.insert(record.message.key).second; });
      auto statuses = Apply(records).value();
      ASSERT_EQ(statuses.size(), 1U);
      ASSERT_TRUE(aggregator_->WorkAhead());
      if (statuses.front().state != ReleaseState::kComplete)
        statuses = Apply(Quotes(release.tree, statuses.front().demands)).value();
      ASSERT_EQ(statuses.size(), 1U);
      ASSERT_TRUE(aggregator_->WorkAhead());
      EXPECT_EQ(statuses.front().digest, release.digest);
      EXPECT_EQ(store_->Survey(release.tree.root(), kRulesVersion).value(), release.survey) << release.name;
    }
  }
}

TEST_F(AggregatorTest, WhatComesBitByBitIsAddedUpAsIfItHadComeAtOnce) {
  const Report golden = Complete(kernel_, RecordsOf(kernel_, "v7.2"));
  std::mt19937 random(7);
  for (int round = 0; round < 10; ++round) {
    store_.reset();
    Restart();
    std::vector<Record> records = RecordsOf(kernel_, "v7.2");
    std::rotate(records.begin(), records.end() - 1, records.end());  // the release is announced first
    std::shuffle(records.begin() + 1, records.end(), random);
    const Record last = records.back();
    records.pop_back();
    for (const Record& record : records) {
      const auto statuses = Apply({record}).value();
      for (const ReleaseStatus& status : statuses) EXPECT_EQ(status.state, ReleaseState::kWaiting);
      EXPECT_FALSE(aggregator_->CanSettle());
    }
    ASSERT_TRUE(store_->Begin());
    ASSERT_TRUE(aggregator_->Apply(last));
    EXPECT_TRUE(aggregator_->CanSettle());
    ASSERT_TRUE(store_->Commit());
    EXPECT_EQ(Complete(kernel_, {}).fold, golden.fold);
  }
}

TEST_F(AggregatorTest, ASecondValueForAKeyStopsItNamingTheBlob) {
  const std::vector<Record> records = RecordsOf(kernel_, "v7.2");
  ASSERT_TRUE(Apply(records));
  BlobFinding finding =
      Decode<BlobFinding>(std::find_if(records.begin(), records.end(),
                                       [](const Record& record) { return record.from.topic == topics::kFindings; })
                              ->message.value)
          .value();
  finding.lines.code += 1;
  const auto applied = Apply({AsRecord(topics::kFindings, KeyOf(finding), Encode(finding))});
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().kind, ErrorKind::kCorrupt);
  EXPECT_NE(applied.error().message.find(finding.blob.Hex()), std::string::npos);
}

TEST_F(AggregatorTest, RefusesAMessageThatIsNotWhatItsHashSays) {
  Record record = RecordsOf(kernel_, "v7.2").front();
  record.message.value[8] = static_cast<char>(record.message.value[8] ^ 1);
  EXPECT_EQ(Apply({record}).error().kind, ErrorKind::kCorrupt);
}

TEST_F(AggregatorTest, RefusesATreeThatIsNotItself) {
  TreeObject tree{TreeOid{GitObjectId("tree", "")}, kernel_.trees().begin()->second};
  EXPECT_EQ(Apply({AsRecord(topics::kTrees, KeyOf(tree), Encode(tree))}).error().kind, ErrorKind::kCorrupt);
}

TEST_F(AggregatorTest, AReleaseNeverChanges) {
  Complete(kernel_, RecordsOf(kernel_, "v7.2"));
  std::map<std::string, std::string> changed = kKernel;
  changed["Makefile"] = "VERSION = 8\n";
  const InMemoryTree other(changed);
  const ReleaseRecord record{"v7.2", other.root(), std::nullopt, "2026-11-20", "mainline"};
  EXPECT_EQ(Apply({AsRecord(topics::kReleases, KeyOf(record), Encode(record))}).error().kind,
            ErrorKind::kInvalidArgument);
}

// Equal trees nested in each other: 2^40 files by name, 41 trees. Refused in no time, never walked.
TEST_F(AggregatorTest, ATreeBombIsRefused) {
  const std::string bytes = "int x;\n";
  const BlobOid blob{GitObjectId("blob", bytes)};
  std::vector<Record> records;
  std::array<std::uint8_t, 20> below = blob.bytes;
  TreeOid top;
  for (int level = 0; level < 40; ++level) {
    const TreeMode mode = level == 0 ? TreeMode::kFile : TreeMode::kTree;
    const std::string names[] = {level == 0 ? "a.c" : "a", level == 0 ? "b.c" : "b"};
    const TreeEntry entries[] = {{mode, names[0], below}, {mode, names[1], below}};
    const TreeObject tree{TreeOidOf(SerializeTree(entries)), SerializeTree(entries)};
    records.push_back(AsRecord(topics::kTrees, KeyOf(tree), Encode(tree)));
    top = tree.tree;
    below = tree.tree.bytes;
  }
  const ReleaseRecord release{"v1.0", top, std::nullopt, "", "mainline"};
  records.push_back(AsRecord(topics::kReleases, KeyOf(release), Encode(release)));
  const auto waiting = Apply(records);
  ASSERT_TRUE(waiting);
  EXPECT_EQ(waiting->front().missing_findings, 1U);
  Analyzer analyzer;
  const BlobFinding finding = analyzer.Analyze(Language::kC, blob, bytes);
  const auto applied = Apply({AsRecord(topics::kFindings, KeyOf(finding), Encode(finding))});
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().kind, ErrorKind::kInvalidArgument);
}

}  // namespace
}  // namespace ferrotype
