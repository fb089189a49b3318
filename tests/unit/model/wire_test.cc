#include "model/wire.h"

#include <gtest/gtest.h>

#include <random>

#include "base/hash.h"

namespace ferrotype {
namespace {

BlobOid Blob(std::string_view text) { return BlobOid{GitObjectId("blob", text)}; }

BlobFinding Example() {
  BlobFinding finding;
  finding.blob = Blob("fn main() {}");
  finding.language = finding.resolved_language = Language::kRust;
  finding.bytes = 12;
  finding.lines = {10, 5, 2};
  finding.doc = 3;
  finding.cloc = {9, 6, 2};
  finding.unsafe_tokens = 4;
  finding.rust = {{"a.rs", "b/c.rs"}, true};
  return finding;
}

TEST(Wire, AFindingComesBackAsItWas) {
  const BlobFinding finding = Example();
  EXPECT_EQ(Decode<BlobFinding>(Encode(finding)).value(), finding);
}

TEST(Wire, EqualValuesAreEqualBytes) { EXPECT_EQ(Encode(Example()), Encode(Example())); }

TEST(Wire, AReleaseComesBackWithAndWithoutACommit) {
  ReleaseRecord release{"v7.2.13-debian", TreeOid{GitObjectId("tree", "")}, std::nullopt, "2026-10-28", "debian"};
  EXPECT_EQ(Decode<ReleaseRecord>(Encode(release)).value(), release);
  release.commit = CommitOid{GitObjectId("commit", "x")};
  EXPECT_EQ(Decode<ReleaseRecord>(Encode(release)).value(), release);
}

TEST(Wire, AFoldComesBackAsItWas) {
  TreeFold fold;
  fold.languages[Language::kRust].Add(Example());
  fold.languages[Language::kC].files = 7;
  fold.symlinks = 2;
  EXPECT_EQ(Decode<TreeFold>(Encode(fold)).value(), fold);
}

TEST(Wire, AWorkBatchComesBackInOrder) {
  WorkBatch batch;
  batch.purpose = Purpose::kQuote;
  for (int i = 0; i < 300; ++i) batch.items.push_back({Language::kC, Blob(std::to_string(i))});
  const WorkBatch read = Decode<WorkBatch>(Encode(batch)).value();
  EXPECT_EQ(read.purpose, Purpose::kQuote);
  EXPECT_EQ(read.items, batch.items);
}

TEST(Wire, ReadsBytesThatAreNotAligned) {
  const Bytes shifted = "x" + Encode(Example());
  EXPECT_EQ(Decode<BlobFinding>(std::string_view(shifted).substr(1)).value(), Example());
}

TEST(Wire, RefusesEmptyAndCutMessages) {
  const Bytes message = Encode(Example());
  EXPECT_EQ(Decode<BlobFinding>("").error().kind, ErrorKind::kCorrupt);
  for (std::size_t size = 1; size < message.size(); ++size) {
    const auto read = Decode<BlobFinding>(std::string_view(message).substr(0, size));
    if (read) {
      EXPECT_NE(*read, Example()) << size;  // a cut tail may still be a message, never the same one
    }
  }
}

// A flipped bit gives an error or another value, never a crash: the hash beside each message tells that it is not the
// one sent.
TEST(Wire, FlippedBitsNeverCrash) {
  const Bytes message = Encode(Example());
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
    Bytes damaged = message;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    const auto read = Decode<BlobFinding>(damaged);
    if (read) {
      EXPECT_FALSE(*read == Example() && Encode(*read) == damaged) << bit;
    }
    EXPECT_NE(Sha256(damaged), Sha256(message));
  }
}

TEST(Wire, RandomBytesNeverCrash) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    Bytes bytes(8 * (1 + random() % 40), '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 4 == 0 ? random() : 0);
    (void)Decode<BlobFinding>(bytes);
    (void)Decode<WorkBatch>(bytes);
    (void)Decode<TreeFold>(bytes);
    (void)Decode<ReleaseStatus>(bytes);
  }
}

TEST(Wire, RefusesALanguageOfANewerVersion) {
  BlobFinding finding = Example();
  finding.language = static_cast<Language>(60000);
  EXPECT_EQ(Decode<BlobFinding>(Encode(finding)).error().kind, ErrorKind::kCorrupt);
}

TEST(Wire, KeysTellVersionLanguageAndBlobApart) {
  BlobFinding finding = Example();
  const Bytes key = KeyOf(finding);
  EXPECT_EQ(key.size(), 24U);
  finding.language = Language::kC;
  EXPECT_NE(KeyOf(finding), key);
}

}  // namespace
}  // namespace ferrotype
