#include "source/git_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "integration/source/kernel_fixture.h"
#include "source/blob_hash.h"

namespace ferrotype {
namespace {

using namespace testing_support;  // NOLINT: fixtures of tests
using testing::ElementsAre;
using testing::HasSubstr;
using Names = std::vector<std::string>;

class Git : public testing::Test {
 protected:
  Git() { dir_.Run("git init -q linux && cd linux && git config gc.auto 0"); }

  // Commits a tree with one file and tags it.
  void Commit(const std::string& content, const std::string& tag) {
    dir_.Write("linux/Makefile", content);
    dir_.Run("cd linux && git add -A && git commit -q -m x" + (tag.empty() ? "" : " && git tag -a -m t " + tag));
  }
  // Commits a tree made of these bytes, whatever they are, and tags it v7.2.
  void CommitTreeObject(const std::string& object) {
    dir_.Write("object", object);
    dir_.Run(
        "cd linux && t=$(git hash-object -t tree -w --literally --stdin <../object) && "
        "c=$(printf 'tree %s\\nauthor A <a> 1790000000 +0000\\ncommitter C <c> 1790000000 +0000\\n\\nx\\n' $t | git "
        "hash-object -t commit -w --literally --stdin) && "
        "git update-ref refs/tags/v7.2 $c");
  }
  [[nodiscard]] std::string Oid(const std::string& revision) const {
    return dir_.Run("cd linux && git rev-parse '" + revision + "'");
  }
  [[nodiscard]] Error Trouble(const Names& names = {"v7.2"}) const {
    Error error = TroubleWith(dir_.path("linux"), names);
    if (error.message != "none") ExpectGoodMessage(error, dir_.path("linux"));
    return error;
  }
  [[nodiscard]] Result<std::vector<SourceRelease>> Releases(const Names& patterns) const {
    return Open(dir_.path("linux"))->Releases(patterns);
  }

  const TempDir dir_;
};

std::string Entry(std::string_view mode, std::string_view name, std::string_view hex) {
  return std::string(mode) + ' ' + std::string(name) + '\0' + *FromHex(hex);
}

TEST_F(Git, OffersItsTagsInOrderOfVersion) {
  for (const char* tag : {"v7.10", "v7.2", "v7.2.13", "v7.2.6", "v7.2-rc3", "next-20261120"}) Commit(tag, tag);
  EXPECT_THAT(NamesOf(*Releases({})), ElementsAre("v7.2-rc3", "v7.2", "v7.2.6", "v7.2.13", "v7.10", "next-20261120"));
  EXPECT_THAT(NamesOf(*Releases({"v7.2*"})), ElementsAre("v7.2-rc3", "v7.2", "v7.2.6", "v7.2.13"));
  EXPECT_THAT(NamesOf(*Releases({"v7.2.*", "v7.10", "v7.2.6"})), ElementsAre("v7.2.6", "v7.2.13", "v7.10"));
  EXPECT_THAT(NamesOf(*Releases({"v7.2"})), ElementsAre("v7.2"));
  EXPECT_THAT(NamesOf(*Releases({"v6.*", "v7.1?"})), ElementsAre("v7.10"));  // a glob may match nothing beside another
}

TEST_F(Git, KnowsCommitTreeAndDateOfATag) {
  dir_.Write("linux/Makefile", "x");
  // Half past one in Tokyo is still the day before in UTC.
  dir_.Run(
      "cd linux && git add -A && git commit -q -m x && git tag light && GIT_COMMITTER_DATE='2026-11-22T01:30:00+09:00' "
      "git tag -a -m t v7.2 && "
      "git tag -a -m 'of a tag' v7.2-again v7.2 2>/dev/null");
  const auto releases = Releases({"v7.2", "light", "v7.2-again"});
  ASSERT_TRUE(releases) << releases.error().message;
  for (const SourceRelease& release : *releases) {
    EXPECT_EQ(release.commit->Hex(), Oid("HEAD"));
    EXPECT_EQ(release.tree->Hex(), Oid("HEAD^{tree}"));
  }
  EXPECT_EQ((*releases)[0].date, "2026-11-21");  // the tagger's
  EXPECT_EQ((*releases)[1].date, "2026-10-02");  // the outermost tag's
  EXPECT_EQ((*releases)[2].date, "2026-10-02");  // the committer's, for want of a tagger
}

TEST_F(Git, TakesAnyRevisionUnderTheNameItWasAskedFor) {
  Commit("one", "v7.1");
  Commit("two", "");
  const auto releases = Releases({"HEAD", Oid("HEAD").substr(0, 12)});
  ASSERT_TRUE(releases) << releases.error().message;
  for (const SourceRelease& release : *releases) EXPECT_EQ(release.tree->Hex(), Oid("HEAD^{tree}"));
  // A tag goes before a branch of the same name.
  dir_.Run("cd linux && git branch v7.1 HEAD");
  EXPECT_EQ(Releases({"v7.1"})->front().tree->Hex(), Oid("refs/tags/v7.1^{tree}"));
}

TEST_F(Git, TakesATagOfATreeAndLeavesOutATagOfAFile) {
  Commit("one", "v7.1");
  dir_.Run("cd linux && git tag -a -m t v2.6.11-tree 'HEAD^{tree}' && git tag junio-gpg-pub HEAD:Makefile");
  const auto releases = Releases({});
  ASSERT_TRUE(releases) << releases.error().message;
  EXPECT_THAT(NamesOf(*releases), ElementsAre("v2.6.11-tree", "v7.1"));
  EXPECT_FALSE(releases->front().commit);
  EXPECT_THAT(Releases({"junio-gpg-pub"}).error().message, HasSubstr("names a file, not a tree"));
}

TEST_F(Git, NamesWhatWasAskedForAndTheNearestTag) {
  for (const char* tag : {"v7.1", "v7.2", "v7.2.13"}) Commit(tag, tag);
  const Error error = Trouble({"v7.2.12"});
  EXPECT_EQ(error.kind, ErrorKind::kNotFound);
  EXPECT_THAT(error.message, HasSubstr("there is no tag, branch or commit v7.2.12; did you mean v7.2.13?"));
  EXPECT_THAT(Trouble({"v7.2", "linux-next"}).message,
              HasSubstr("no tag, branch or commit linux-next; of its 3 tags the last are v7.1, v7.2, v7.2.13"));
  EXPECT_THAT(Trouble({"v99.*"}).message, HasSubstr("there is no tag like v99.*"));
  EXPECT_THAT(Trouble({"evil\x1b[2J"}).message, HasSubstr("evil\\u{001b}[2J"));
  EXPECT_EQ(Trouble({""}).kind, ErrorKind::kNotFound);
}

TEST_F(Git, SaysThatARepositoryHasNoTags) {
  EXPECT_THAT(Trouble({}).message, HasSubstr("there is no tag; the repository has no tags at all"));
  EXPECT_THAT(Trouble({"v7.2"}).message, HasSubstr("the repository has no tags at all"));
}

TEST_F(Git, OpensAWorkTreeOfAnotherRepositoryAndIgnoresUsersSettings) {
  Commit("one", "v7.1");
  dir_.Run("cd linux && git worktree add -q ../other v7.1 2>/dev/null && git config extensions.worktreeConfig true");
  EXPECT_EQ(TroubleWith(dir_.path("other"), {"v7.1"}).message, "none");
}

TEST_F(Git, RefusesTreesThatGitWouldNotWrite) {
  Commit("one", "v7.1");
  const std::string blob = Oid("HEAD:Makefile");
  struct Case {
    std::string object;
    std::string says;
  };
  const Case cases[] = {
      {Entry("40000", "..", Oid("HEAD^{tree}")), "is named \"..\""},
      {Entry("40000", ".", Oid("HEAD^{tree}")), "is named \".\""},
      {Entry("40000", ".GIT", Oid("HEAD^{tree}")), "is named like a repository's own directory"},
      {Entry("100644", "a/b", blob), "has a slash in its name"},
      {Entry("100644", "a", blob) + Entry("100644", "a", blob), "is there twice"},
      {Entry("100644", "b", blob) + Entry("100644", "a", blob), "is out of order"},
      {Entry("100600", "a", blob), "has a mode that git doesn't write"},
      {Entry("100644", "", blob), "has no name"},
      {Entry("100644", "a", blob).substr(0, 20), "is cut off"},
      {"garbage", "has no mode"},
  };
  for (const Case& c : cases) {
    CommitTreeObject(c.object);
    const Error error = Trouble();
    EXPECT_EQ(error.kind, ErrorKind::kCorrupt) << c.says << ": " << error.message;
    EXPECT_THAT(error.message, HasSubstr(c.says));
    EXPECT_THAT(error.message, HasSubstr(Oid("v7.2^{tree}")));
  }
}

TEST_F(Git, SkipsSubmodulesAndTellsNoBlobForLinks) {
  Commit("one", "v7.1");
  const std::string blob = Oid("HEAD:Makefile");
  CommitTreeObject(Entry("100644", "file.c", blob) + Entry("120000", "link.c", blob) +
                   Entry("160000", "module", std::string(40, '7')) + Entry("100664", "old.c", blob));
  RecordingSink sink;
  const auto walked = WalkOnly(*Open(dir_.path("linux")), sink, {"v7.2"});
  ASSERT_TRUE(walked) << walked.error().message;
  EXPECT_EQ(sink.blobs.size(), 1U);  // file.c, and old.c is the same
}

TEST_F(Git, RefusesTreesTenThousandDeepWithoutRecursing) {
  Commit("one", "v7.1");
  // Each tree holds the one before; no process per tree.
  dir_.Run("cd linux && python3 - <<'END'\nimport hashlib, os, zlib\noid = bytes.fromhex('" + Oid("HEAD^{tree}") +
           "')\nfor i in range(10000):\n  body = b'40000 d\\0' + oid\n  data = b'tree %d\\0' % len(body) + body\n  "
           "hexid = hashlib.sha1(data).hexdigest()\n"
           "  os.makedirs('.git/objects/' + hexid[:2], exist_ok=True)\n  open('.git/objects/' + hexid[:2] + '/' + "
           "hexid[2:], 'wb').write(zlib.compress(data))\n"
           "  oid = bytes.fromhex(hexid)\nopen('../deepest', 'w').write(oid.hex())\nEND\ngit update-ref refs/tags/v7.2 "
           "$(cat ../deepest)");
  const Error error = Trouble();
  EXPECT_EQ(error.kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(error.message, HasSubstr("directories are nested over 512 deep"));
}

TEST_F(Git, TellsATreeOnceHoweverOftenItIsNamed) {
  Commit("one", "v7.1");
  // Ten names for the tree below, ten levels: 10^10 paths and 11 trees.
  std::string below = Oid("HEAD^{tree}");
  for (int level = 0; level < 10; ++level) {
    std::string object;
    for (char name = 'a'; name < 'k'; ++name) object += Entry("40000", std::string(1, name), below);
    CommitTreeObject(object);
    below = Oid("v7.2^{tree}");
  }
  class Forgetful : public RecordingSink {
   public:
    bool KnowsTree(TreeOid) override { return false; }
  } sink;
  const auto walked = WalkOnly(*Open(dir_.path("linux")), sink, {"v7.2"});
  ASSERT_TRUE(walked) << walked.error().message;
  EXPECT_EQ(sink.trees.size(), 11U);
}

TEST_F(Git, NamesAMissingObject) {
  Commit("one", "v7.2");
  for (const std::string revision : {"HEAD:Makefile", "HEAD^{tree}"}) {
    const std::string oid = Oid(revision);
    const std::string file = "linux/.git/objects/" + oid.substr(0, 2) + "/" + oid.substr(2);
    dir_.Run("mv " + file + " kept");
    const Error error = Trouble();
    EXPECT_EQ(error.kind, ErrorKind::kCorrupt) << error.message;
    EXPECT_THAT(error.message, HasSubstr("object " + oid + " is missing"));
    dir_.Run("mv kept " + file);
  }
  EXPECT_EQ(Trouble().message, "none");
  const std::string commit = Oid("HEAD");
  dir_.Run("rm -f linux/.git/objects/" + commit.substr(0, 2) + "/" + commit.substr(2));
  EXPECT_THAT(Trouble().message, HasSubstr(commit));
}

TEST_F(Git, SeesAnObjectThatHoldsOtherBytesThanItsNameSays) {
  Commit("one", "v7.1");
  Commit("two", "v7.2");
  const auto file = [](const std::string& oid) {
    return "linux/.git/objects/" + oid.substr(0, 2) + "/" + oid.substr(2);
  };
  // One blob under the other's name, and one tree.
  for (const std::string what : {":Makefile", "^{tree}"}) {
    const std::string from = Oid("v7.1" + what);
    const std::string to = Oid("v7.2" + what);
    dir_.Run("cp -p " + file(to) + " kept && cp -f " + file(from) + " " + file(to));
    const Error error = Trouble();
    EXPECT_EQ(error.kind, ErrorKind::kCorrupt) << error.message;
    EXPECT_THAT(error.message, HasSubstr("object " + to + " holds other bytes than its name says"));
    dir_.Run("mv -f kept " + file(to));
  }
  EXPECT_EQ(Trouble().message, "none");
}

TEST_F(Git, SeesEveryFlippedByteOfAPackOrReadsTheSame) {
  for (int i = 0; i < 3; ++i) {
    std::string text;
    for (int line = 0; line < 200; ++line) text += "line " + std::to_string(line * (i + 1)) + "\n";
    dir_.Write("linux/drivers/table.c", text);
    Commit("VERSION = " + std::to_string(i) + "\n", "v7." + std::to_string(i));
  }
  dir_.Run("cd linux && git gc -q && chmod u+w .git/objects/pack/*.pack");
  const std::string pack = dir_.Run("cd linux && ls .git/objects/pack/*.pack");
  const std::string whole = dir_.Read("linux/" + pack);
  int seen = 0;
  for (std::size_t at = 12; at + 20 < whole.size(); at += 7) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    dir_.Write("linux/" + pack, flipped);
    const Error error = Trouble({"v7.2"});
    if (error.message == "none") continue;  // a byte of another release
    EXPECT_TRUE(error.kind == ErrorKind::kCorrupt) << at << ": " << error.message;
    ++seen;
  }
  EXPECT_GT(seen, 20);
  dir_.Write("linux/" + pack, whole.substr(0, whole.size() / 2));
  EXPECT_EQ(Trouble({"v7.2"}).kind, ErrorKind::kCorrupt);
}

TEST_F(Git, DoesNotInflateABlobAboveTheBound) {
  dir_.Run(
      "cd linux && head -c 50000000 /dev/zero >zeros.c && git add -A && git commit -q -m x && git tag v7.2 && git gc "
      "-q");
  const auto source = Open(dir_.path("linux"));
  const auto reader = source->OpenReader();
  ASSERT_TRUE(reader);
  const BlobOid zeros = *BlobOid::FromHexDigits(Oid("HEAD:zeros.c"));
  const auto refused = (*reader)->Read(zeros, 49'999'999);
  ASSERT_TRUE(refused) << refused.error().message;
  EXPECT_FALSE(*refused);
  const auto read = (*reader)->Read(zeros, 50'000'000);
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->bytes.size(), 50'000'000U);
}

TEST_F(Git, ReadsASmallDifferenceToABlobAboveTheBound) {
  // A delta: its base is larger than what is allowed, what it makes is not.
  dir_.Run(
      "cd linux && seq 1 300000 >t.c && git add -A && git commit -q -m x && head -n 100000 t.c >u && mv u t.c && git "
      "add -A && git commit -q -m y && "
      "git tag v7.2 && git repack -q -a -d -f --window=50");
  ASSERT_THAT(dir_.Run("cd linux && git cat-file --batch-check='%(deltabase)' <<END\n$(git rev-parse HEAD:t.c)\nEND"),
              testing::Not(HasSubstr("0000000000")));
  const auto reader = Open(dir_.path("linux"))->OpenReader();
  ASSERT_TRUE(reader);
  const auto read = (*reader)->Read(*BlobOid::FromHexDigits(Oid("HEAD:t.c")), 700'000);
  ASSERT_TRUE(read && *read) << (read ? "too large" : read.error().message);
  EXPECT_EQ(BlobOidOf((*read)->bytes).Hex(), Oid("HEAD:t.c"));
}

TEST_F(Git, DoesNotBelieveTheSizeOfALooseObject) {
  Commit("one", "v7.2");
  const std::string oid = Oid("HEAD:Makefile");
  dir_.Run("cd linux && python3 -c \"import zlib,os; p='.git/objects/" + oid.substr(0, 2) + "/" + oid.substr(2) +
           "'; os.chmod(p, 0o644); open(p,'wb').write(zlib.compress(b'blob 99999999999\\0one'))\"");
  const auto reader = Open(dir_.path("linux"))->OpenReader();
  ASSERT_TRUE(reader);
  const auto read = (*reader)->Read(*BlobOid::FromHexDigits(oid), 1 << 20);
  EXPECT_TRUE(!read || !*read);
}

TEST_F(Git, ReadersOfManyThreadsReadTheSame) {
  for (int i = 0; i < 200; ++i)
    dir_.Write("linux/d/" + std::to_string(i) + ".c", "int x" + std::to_string(i) + std::string(500, ' ') + ";\n");
  Commit("VERSION = 7\n", "v7.2");
  dir_.Run("cd linux && git gc -q");
  const auto source = Open(dir_.path("linux"));
  RecordingSink sink;
  ASSERT_TRUE(WalkOnly(*source, sink, {"v7.2"}));
  ASSERT_EQ(sink.blobs.size(), 201U);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      const auto reader = source->OpenReader();
      ASSERT_TRUE(reader);
      for (const auto& blob : sink.blobs) {
        const auto bytes = (*reader)->Read(blob.oid, 1 << 20);
        EXPECT_TRUE(bytes && *bytes && BlobOidOf((*bytes)->bytes) == blob.oid);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace ferrotype
