#include "base/hash.h"

#include <gtest/gtest.h>

#include <string>

#include "base/bytes.h"

namespace ferrotype {
namespace {

// FIPS 180-4's own examples.
TEST(Sha256, AgreesWithThePublishedVectors) {
  EXPECT_EQ(ToHex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(Sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hasher, GivesTheSameForPiecesAsForTheWholeAndStartsAnew) {
  Sha1Hasher hasher;
  hasher.Update("a");
  hasher.Update("");
  hasher.Update("bc");
  EXPECT_EQ(ToHex(hasher.Finish()), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(ToHex(hasher.Finish()), "da39a3ee5e6b4b0d3255bfef95601890afd80709");  // of nothing
}

// What `git hash-object` prints.
TEST(GitObjectId, IsWhatGitCallsTheObject) {
  EXPECT_EQ(ToHex(GitObjectId("blob", "")), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  EXPECT_EQ(ToHex(GitObjectId("blob", "what is up, doc?")), "bd9dbf5aae1a3862dd1526723246b20206e5fc37");
  EXPECT_EQ(ToHex(GitObjectId("tree", "")), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

TEST(Hex, GoesThereAndBackAndRefusesTheRest) {
  const std::string bytes("\x00\x7f\x80\xff", 4);
  EXPECT_EQ(ToHex(AsSpan(bytes)), "007f80ff");
  EXPECT_EQ(FromHex("007F80ff"), bytes);
  EXPECT_EQ(FromHex(""), "");
  EXPECT_EQ(FromHex("0"), std::nullopt);
  EXPECT_EQ(FromHex("0g"), std::nullopt);
  EXPECT_EQ(FromHex("0x"), std::nullopt);
}

}  // namespace
}  // namespace ferrotype
