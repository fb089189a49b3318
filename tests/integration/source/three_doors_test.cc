// The same files are the same trees and blobs, whichever door they come through; and git is the judge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "integration/source/kernel_fixture.h"

namespace ferrotype {
namespace {

using namespace testing_support;  // NOLINT: fixtures of tests

struct Told {
  std::string root;
  std::string name;
  std::map<std::string, std::string> trees;  // oid -> object
  std::set<RecordingSink::ToldBlob> blobs;
  std::map<std::string, std::string> content;  // oid -> bytes
};

Told TellAll(const std::string& path, const std::vector<std::string>& names = {}) {
  Told told;
  const auto source = Open(path);
  if (!source) return told;
  RecordingSink sink;
  const auto walked = WalkOnly(*source, sink, names);
  if (!walked) {
    ADD_FAILURE() << walked.error().message;
    return told;
  }
  told.root = walked->tree->Hex();
  told.name = walked->name;
  for (const auto& [oid, object] : sink.trees) {
    EXPECT_TRUE(told.trees.emplace(oid.Hex(), object).second) << "told twice: " << oid.Hex();
  }
  auto reader = source->OpenReader();
  EXPECT_TRUE(reader);
  for (const auto& blob : sink.blobs) {
    EXPECT_TRUE(told.blobs.insert(blob).second);
    const auto bytes = (*reader)->Read(blob.oid, 1 << 20);
    if (!bytes || !*bytes) {
      ADD_FAILURE() << blob.oid.Hex() << ": " << (bytes ? "too large" : bytes.error().message);
      continue;
    }
    EXPECT_EQ((*bytes)->bytes.size(), blob.bytes);
    told.content[blob.oid.Hex()] = std::string((*bytes)->bytes);
  }
  return told;
}

void ExpectSame(const Told& a, const Told& b) {
  EXPECT_EQ(a.root, b.root);
  EXPECT_EQ(a.trees, b.trees);
  EXPECT_EQ(a.blobs, b.blobs);
  EXPECT_EQ(a.content, b.content);
}

TEST(ThreeDoors, LeadToTheSameOidsAsGit) {
  const TempDir dir;
  WriteKernel(dir);
  const Told directory = TellAll(dir.path("linux"));
  const std::string tree = CommitKernel(dir);
  EXPECT_EQ(directory.root, tree);
  EXPECT_EQ(directory.name, "v7.2.13");
  EXPECT_EQ(directory.blobs.size(), 16U);  // the empty file in two languages; links have no blob to analyze

  const Told repository = TellAll(dir.path("linux"), {"v7.2.13"});
  ExpectSame(directory, repository);
  dir.Run("git clone -q --bare linux linux.git");
  ExpectSame(directory, TellAll(dir.path("linux.git"), {"v7.2.13"}));
  dir.Run("cd linux.git && git gc -q --aggressive && git pack-refs --all");
  ExpectSame(directory, TellAll(dir.path("linux.git"), {"v7.2.13"}));

  dir.Run("mv linux/.git kept");
  for (const std::string format : {"gnu", "pax", "posix"}) {
    dir.Run("tar --format=" + format + " -cf linux-" + format + ".tar linux");
    const Told tarball = TellAll(dir.path("linux-" + format + ".tar"));
    ExpectSame(directory, tarball);
    EXPECT_EQ(tarball.name, "v7.2.13");
  }
  dir.Run("gzip -k linux-gnu.tar && xz -k linux-gnu.tar && zstd -q linux-gnu.tar");
  for (const char* packed : {"linux-gnu.tar.gz", "linux-gnu.tar.xz", "linux-gnu.tar.zst"}) {
    ExpectSame(directory, TellAll(dir.path(packed)));
  }
  // Told apart by content: a wrong name changes nothing.
  dir.Run("cp linux-gnu.tar.xz notes.txt");
  ExpectSame(directory, TellAll(dir.path("notes.txt")));
}

TEST(ThreeDoors, OpenForATarballInAnyOrderWithAnyTop) {
  const TempDir dir;
  WriteKernel(dir);
  const Told directory = TellAll(dir.path("linux"));
  dir.Run("cd linux && tar -cf ../dot.tar . && tar -cf ../flat.tar $(ls -A)");
  ExpectSame(directory, TellAll(dir.path("dot.tar")));
  ExpectSame(directory, TellAll(dir.path("flat.tar")));
  dir.Run("find linux | LC_ALL=C sort -r | tar --no-recursion -cf backwards.tar -T -");
  ExpectSame(directory, TellAll(dir.path("backwards.tar")));
  dir.Run(
      "cd linux && git init -q && git add -Af && git commit -q -m x && git archive --prefix=linux-7.2.13/ HEAD "
      ">../archive.tar && rm -r .git");
  ExpectSame(directory, TellAll(dir.path("archive.tar")));
}

TEST(ThreeDoors, TellParentsFirstFromGitAndChildrenFirstFromStreams) {
  const TempDir dir;
  WriteKernel(dir);
  RecordingSink from_directory;
  ASSERT_TRUE(WalkOnly(*Open(dir.path("linux")), from_directory));
  const std::string tree = CommitKernel(dir);
  RecordingSink from_git;
  ASSERT_TRUE(WalkOnly(*Open(dir.path("linux")), from_git));
  EXPECT_EQ(from_git.trees.front().first.Hex(), tree);
  EXPECT_EQ(from_directory.trees.back().first.Hex(), tree);
  const auto position = [](const RecordingSink& sink, TreeOid oid) {
    return std::find_if(sink.trees.begin(), sink.trees.end(), [&](const auto& told) { return told.first == oid; }) -
           sink.trees.begin();
  };
  for (const auto& [oid, object] : from_git.trees) {
    const auto entries = ParseTree(object);
    ASSERT_TRUE(entries);
    for (const TreeEntry& entry : *entries) {
      if (entry.mode != TreeMode::kTree) continue;
      EXPECT_LT(position(from_git, oid), position(from_git, entry.AsTree()));
      EXPECT_GT(position(from_directory, oid), position(from_directory, entry.AsTree()));
    }
  }
  // Blobs come in the order of paths from both.
  EXPECT_EQ(from_git.blobs, from_directory.blobs);
}

TEST(ThreeDoors, SkipWhatTheSinkKnows) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run("tar -cf linux.tar linux");
  CommitKernel(dir);
  dir.Run("git clone -q --bare linux linux.git && rm -rf linux/.git");
  RecordingSink all;
  ASSERT_TRUE(WalkOnly(*Open(dir.path("linux")), all));
  for (const char* door : {"linux", "linux.tar", "linux.git"}) {
    RecordingSink knowing;
    knowing.known_blobs = all.known_blobs;
    knowing.known_trees = all.known_trees;
    ASSERT_TRUE(WalkOnly(*Open(dir.path(door)), knowing)) << door;
    EXPECT_TRUE(knowing.trees.empty()) << door;
    EXPECT_TRUE(knowing.blobs.empty()) << door;
  }
}

TEST(ThreeDoors, StopWhenAsked) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run("tar -cf linux.tar linux");
  CommitKernel(dir);
  dir.Run("git clone -q --bare linux linux.git && rm -rf linux/.git");
  for (const char* door : {"linux", "linux.tar", "linux.git"}) {
    const auto source = Open(dir.path(door));
    StopFlag stop;
    RecordingSink sink;
    sink.on_blob = [&](const auto&) { stop.Request(); };  // after the first
    const auto releases = source->Releases({});
    ASSERT_TRUE(releases);
    const auto walked = source->Walk(releases->front(), sink, stop);
    ASSERT_FALSE(walked) << door;
    EXPECT_EQ(walked.error().kind, ErrorKind::kCancelled) << door;
    EXPECT_EQ(sink.blobs.size(), 1U) << door;
  }
}

TEST(ThreeDoors, GiveNothingAboveTheBoundOfAReader) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run("tar -cf linux.tar linux");
  CommitKernel(dir);
  dir.Run("git clone -q --bare linux linux.git && rm -rf linux/.git");
  for (const char* door : {"linux", "linux.tar", "linux.git"}) {
    const auto source = Open(dir.path(door));
    RecordingSink sink;
    ASSERT_TRUE(WalkOnly(*source, sink));
    const auto reader = source->OpenReader();
    ASSERT_TRUE(reader);
    int too_large = 0;
    for (const auto& blob : sink.blobs) {
      const auto bytes = (*reader)->Read(blob.oid, 1000);
      ASSERT_TRUE(bytes) << door << ": " << bytes.error().message;
      EXPECT_EQ(bytes->has_value(), blob.bytes <= 1000) << door;
      too_large += bytes->has_value() ? 0 : 1;
    }
    EXPECT_EQ(too_large, 1) << door;
    const auto missing = (*reader)->Read(BlobOid{}, 1000);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound) << door;
  }
}

TEST(ThreeDoors, RecallBlobsThatHaveGoneBy) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run("tar -cJf linux.tar.xz linux");
  CommitKernel(dir);
  dir.Run("git clone -q --bare linux linux.git && rm -rf linux/.git");
  for (const char* door : {"linux", "linux.tar.xz", "linux.git"}) {
    const auto source = Open(dir.path(door));
    RecordingSink sink;
    ASSERT_TRUE(WalkOnly(*source, sink));
    const auto reader = source->OpenReader();
    ASSERT_TRUE(reader);
    std::vector<BlobOid> oids;
    for (const auto& blob : sink.blobs) {
      ASSERT_TRUE((*reader)->Read(blob.oid, 1 << 20));
      if (std::find(oids.begin(), oids.end(), blob.oid) == oids.end()) oids.push_back(blob.oid);
    }
    const StopFlag stop;
    const auto recalled = source->Recall(oids, stop);
    ASSERT_TRUE(recalled) << door << ": " << recalled.error().message;
    for (const BlobOid oid : oids) {
      const auto bytes = (*reader)->Read(oid, 1 << 20);
      EXPECT_TRUE(bytes && *bytes) << door;
    }
  }
}

}  // namespace
}  // namespace ferrotype
