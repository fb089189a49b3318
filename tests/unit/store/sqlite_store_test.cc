#include "store/sqlite_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "model/wire.h"
#include "store/data_file.h"
#include "support/temp_dir.h"

namespace ferrotype {
namespace {

BlobOid Blob(std::string_view text) { return BlobOid{GitObjectId("blob", text)}; }

BlobFinding Finding(std::string_view text, std::uint64_t code) {
  BlobFinding finding;
  finding.blob = Blob(text);
  finding.language = finding.resolved_language = Language::kC;
  finding.lines.code = code;
  return finding;
}

PutOutcome Put(Store& store, const BlobFinding& finding) {
  const Bytes message = Encode(finding);
  return store.PutFinding({finding.language, finding.blob}, message, Sha256(message)).value();
}

class SqliteStoreTest : public testing::Test {
 protected:
  void SetUp() override { store_ = OpenMemoryStore().value(); }
  std::unique_ptr<Store> store_;
};

TEST_F(SqliteStoreTest, AFindingComesBackAndComesOnce) {
  EXPECT_EQ(Put(*store_, Finding("a", 1)), PutOutcome::kNew);
  EXPECT_EQ(Put(*store_, Finding("a", 1)), PutOutcome::kSame);
  EXPECT_EQ(store_->Finding({Language::kC, Blob("a")}).value()->finding, Finding("a", 1));
  EXPECT_EQ(store_->Finding({Language::kRust, Blob("a")}).value(), nullptr);
  EXPECT_EQ(store_->FindingHash({Language::kC, Blob("a")}).value(), Sha256(Encode(Finding("a", 1))));
  EXPECT_FALSE(store_->FindingHash({Language::kRust, Blob("a")}).value().has_value());
}

TEST_F(SqliteStoreTest, ASecondValueForAKeyIsAConflictAndChangesNothing) {
  Put(*store_, Finding("a", 1));
  EXPECT_EQ(Put(*store_, Finding("a", 2)), PutOutcome::kConflict);
  EXPECT_EQ(store_->Finding({Language::kC, Blob("a")}).value()->finding.lines.code, 1U);
}

// However many rows lie between the keys, and wherever they begin and end.
TEST_F(SqliteStoreTest, ManyFindingsAtOnceAreThoseThatComeOneByOne) {
  EXPECT_FALSE(store_->HasFindings().value());
  std::vector<FindingKey> all;
  for (int i = 0; i < 500; ++i) {
    BlobFinding finding = Finding(std::to_string(i), static_cast<std::uint64_t>(i));
    if (i % 3 == 0) finding.language = finding.resolved_language = Language::kRust;
    all.push_back({finding.language, finding.blob});
    if (i % 5 != 0) Put(*store_, finding);  // the others are asked for, and are not there
  }
  EXPECT_TRUE(store_->HasFindings().value());
  std::sort(all.begin(), all.end());
  for (const std::size_t stride : {1U, 2U, 7U, 50U, 499U}) {
    std::vector<FindingKey> keys;
    for (std::size_t i = stride - 1; i < all.size(); i += stride) keys.push_back(all[i]);
    std::map<std::size_t, Sha256Digest> one_by_one;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (const auto hash = store_->FindingHash(keys[i]).value()) one_by_one[i] = *hash;
    }
    std::map<std::size_t, Sha256Digest> hashes;
    ASSERT_TRUE(store_->ForEachFindingHash(keys, [&](std::size_t i, const Sha256Digest& hash) { hashes[i] = hash; }));
    EXPECT_EQ(hashes, one_by_one) << "every " << stride;
    std::map<std::size_t, Sha256Digest> read;
    ASSERT_TRUE(store_->ForEachFinding(keys, [&](std::size_t i, const StoredFinding& stored) -> Result<void> {
      EXPECT_EQ(stored.finding, store_->Finding(keys[i]).value()->finding);
      read[i] = stored.hash;
      return {};
    }));
    EXPECT_EQ(read, one_by_one) << "every " << stride;
  }
  EXPECT_TRUE(store_->ForEachFinding({}, [](std::size_t, const StoredFinding&) -> Result<void> { return {}; }));
}

TEST_F(SqliteStoreTest, WhatWasRolledBackNeverWas) {
  ASSERT_TRUE(store_->Begin());
  Put(*store_, Finding("a", 1));
  store_->Rollback();
  EXPECT_FALSE(store_->HasFinding({Language::kC, Blob("a")}).value());
}

TEST_F(SqliteStoreTest, AQuoteIsThereOnlyWhole) {
  // "hello" stored as a raw zstd frame in two chunks.
  const Bytes frame = {'\x28', '\xb5', '\x2f', '\xfd', '\x20', '\x05', '\x29', '\x00', '\x00', 'h', 'e', 'l', 'l', 'o'};
  SourceChunk chunk{Blob("hello"), 0, 2, 5, frame.substr(0, 6)};
  ASSERT_TRUE(store_->PutChunk(chunk));
  EXPECT_FALSE(store_->HasQuote(Blob("hello")).value());
  EXPECT_FALSE(store_->Quote(Blob("hello")).value().has_value());
  chunk.chunk = 1;
  chunk.data = frame.substr(6);
  ASSERT_TRUE(store_->PutChunk(chunk));
  EXPECT_TRUE(store_->HasQuote(Blob("hello")).value());
  EXPECT_EQ(store_->Quote(Blob("hello")).value(), "hello");
}

TEST_F(SqliteStoreTest, AQuoteOfOtherBytesIsCorrupt) {
  const Bytes frame = {'\x28', '\xb5', '\x2f', '\xfd', '\x20', '\x05', '\x29', '\x00', '\x00', 'h', 'e', 'l', 'l', '0'};
  ASSERT_TRUE(store_->PutChunk({Blob("hello"), 0, 1, 5, frame}));
  EXPECT_EQ(store_->Quote(Blob("hello")).error().kind, ErrorKind::kCorrupt);
  // A size that would exhaust memory is refused before anything is allocated.
  ASSERT_TRUE(store_->PutChunk({Blob("bomb"), 0, 1, std::uint64_t{1} << 60U, frame}));
  EXPECT_EQ(store_->Quote(Blob("bomb")).error().kind, ErrorKind::kCorrupt);
}

TEST_F(SqliteStoreTest, ReleasesAreListedByVersion) {
  for (const char* name : {"v7.2.13", "v6.12", "v7.2.6", "v7.2-rc1"}) {
    ASSERT_TRUE(store_->PutRelease({name, {}, std::nullopt, "2026-01-01", "x"}));
  }
  std::vector<std::string> names;
  const std::vector<StoredRelease> releases = store_->Releases().value();
  for (const StoredRelease& release : releases) names.push_back(release.record.name);
  EXPECT_EQ(names, (std::vector<std::string>{"v6.12", "v7.2-rc1", "v7.2.6", "v7.2.13"}));
}

TEST(SqliteStoreFile, IsFoundAgainAfterClosing) {
  const testing_support::TempDir folder;
  {
    Put(*OpenStore(folder.path() + "/store").value(), Finding("a", 1));
  }
  EXPECT_TRUE(OpenStoreReader(folder.path() + "/store").value()->HasFinding({Language::kC, Blob("a")}).value());
}

TEST(SqliteStoreFile, HasOneWriterAtATime) {
  const testing_support::TempDir folder;
  const auto first = OpenStore(folder.path() + "/store").value();
  const auto second = OpenStore(folder.path() + "/store");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kUnavailable);
  EXPECT_TRUE(OpenStoreReader(folder.path() + "/store"));
}

TEST(SqliteStoreFile, FlippedBytesAreSeenNeverCrashed) {
  const testing_support::TempDir folder;
  const std::string path = folder.path() + "/store";
  {
    const auto store = OpenStore(path).value();
    for (int i = 0; i < 300; ++i) Put(*store, Finding(std::to_string(i), 1));
  }
  std::string whole;
  {
    std::ifstream in(path + "/ferrotype.db", std::ios::binary);
    whole.assign(std::istreambuf_iterator<char>(in), {});
  }
  int noticed = 0;
  for (std::size_t at = 100; at < whole.size(); at += 997) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    std::ofstream(path + "/ferrotype.db", std::ios::binary) << damaged;
    const auto store = OpenStoreReader(path);
    if (!store) {
      ++noticed;
      continue;
    }
    for (int i = 0; i < 300; ++i) {
      const auto finding = (*store)->Finding({Language::kC, Blob(std::to_string(i))});
      if (!finding) {
        ++noticed;
        break;
      }
      if (*finding != nullptr) {
        EXPECT_EQ((*finding)->finding, Finding(std::to_string(i), 1));
      }
    }
  }
  EXPECT_GT(noticed, 5);
}

TEST(DataFile, BytesDependOnContentAlone) {
  Report report;
  report.name = "v7.2";
  report.metrics = {{"files", "", "", {3, 1}}};
  const Bytes first = MakeDataFile({report}).value();
  EXPECT_EQ(MakeDataFile({report}).value(), first);
  report.metrics[0].value.numerator = 4;
  EXPECT_NE(MakeDataFile({report}).value(), first);
}

}  // namespace
}  // namespace ferrotype
