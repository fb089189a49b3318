#include "source/tree_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "source/blob_hash.h"
#include "support/recording_sink.h"

namespace ferrotype {
namespace {

using testing_support::RecordingSink;

TreeLeaf File(std::string_view content) { return {TreeMode::kFile, BlobOidOf(content), content.size()}; }

TEST(TreeBuilder, BuildsGitsTreesChildrenFirst) {
  TreeBuilder builder;
  for (const char* path : {"top/b", "top/a/z", "top/a.c", "top/a-b/x", "top/a/deep/er/f", "top/a0"})
    builder.Add(path, File("hello\n"));
  EXPECT_EQ(builder.CommonTop(), "top/");
  RecordingSink sink;
  const auto root = builder.Build("top/", sink, StopFlag());
  ASSERT_TRUE(root) << root.error().message;
  // What `git write-tree` says of the same files.
  EXPECT_EQ(sink.trees.back().first, *root);
  std::vector<std::string> names;
  for (const auto& [oid, object] : sink.trees) {
    const auto entries = ParseTree(object);  // strict: order, names
    ASSERT_TRUE(entries) << entries.error().message;
    EXPECT_EQ(TreeOidOf(object), oid);
    std::string list;
    for (const TreeEntry& entry : *entries)
      list += std::string(entry.name) + (entry.mode == TreeMode::kTree ? "/ " : " ");
    names.push_back(list);
  }
  EXPECT_THAT(names, testing::ElementsAre("x ", "f ", "er/ ", "deep/ z ", "a-b/ a.c a/ a0 b "));
}

TEST(TreeBuilder, KnowsWhenThereIsNoCommonTop) {
  TreeBuilder builder;
  EXPECT_EQ(builder.CommonTop(), "");
  builder.Add("linux/Makefile", File("a"));
  EXPECT_EQ(builder.CommonTop(), "linux/");
  builder.Add("linux-2/Makefile", File("a"));
  EXPECT_EQ(builder.CommonTop(), "");
  TreeBuilder flat;
  flat.Add("Makefile", File("a"));
  EXPECT_EQ(flat.CommonTop(), "");
}

TEST(TreeBuilder, LetsTheLastOfAPathStay) {
  TreeBuilder builder;
  builder.Add("a", File("first"));
  builder.Add("a", File("last"));
  EXPECT_EQ(builder.Find("a")->oid, BlobOidOf("last"));
}

TEST(TreeBuilder, RefusesAPathThatIsBothFileAndDirectory) {
  TreeBuilder builder;
  builder.Add("a", File("x"));
  builder.Add("a-b", File("x"));
  builder.Add("a/b/c", File("x"));
  RecordingSink sink;
  const auto root = builder.Build("", sink, StopFlag());
  ASSERT_FALSE(root);
  EXPECT_THAT(root.error().message, testing::HasSubstr("\"a\" is both a file and a directory"));
}

TEST(TreeBuilder, RefusesNothingAndStopsWhenAsked) {
  RecordingSink sink;
  TreeBuilder builder;
  EXPECT_FALSE(builder.Build("", sink, StopFlag()));
  builder.Add("a", File("x"));
  StopFlag stop;
  stop.Request();
  EXPECT_EQ(builder.Build("", sink, stop).error().kind, ErrorKind::kCancelled);
}

TEST(TreeBuilder, DoesNotTellATreeThatTheSinkKnows) {
  TreeBuilder builder;
  builder.Add("a/f", File("x"));
  builder.Add("b/f", File("x"));
  RecordingSink sink;
  ASSERT_TRUE(builder.Build("", sink, StopFlag()));
  EXPECT_EQ(sink.trees.size(), 2U);  // a and b are one tree
}

}  // namespace
}  // namespace ferrotype
