#include "model/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {
namespace {

using testing::HasSubstr;

const std::string kOid(20, '\x11');

std::string Entry(std::string_view mode, std::string_view name) {
  return std::string(mode) + ' ' + std::string(name) + '\0' + kOid;
}

std::string Trouble(std::string_view object) {
  const auto entries = ParseTree(object);
  if (entries) return "none";
  EXPECT_EQ(entries.error().kind, ErrorKind::kCorrupt);
  return entries.error().message;
}

TEST(ParseTree, ReadsEveryMode) {
  const std::string object = Entry("100644", "Makefile") + Entry("40000", "arch") + Entry("120000", "link") +
                             Entry("160000", "module") + Entry("100755", "run.sh") + Entry("100664", "writable");
  const auto entries = ParseTree(object);
  ASSERT_TRUE(entries) << entries.error().message;
  ASSERT_EQ(entries->size(), 6U);
  const TreeMode modes[] = {TreeMode::kFile,      TreeMode::kTree,       TreeMode::kSymlink,
                            TreeMode::kSubmodule, TreeMode::kExecutable, TreeMode::kGroupWritableFile};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ((*entries)[i].mode, modes[i]);
  EXPECT_EQ((*entries)[1].name, "arch");
  EXPECT_EQ((*entries)[1].AsTree().View(), kOid);
  EXPECT_EQ(SerializeTree(*entries), object);
}

TEST(ParseTree, ReadsTheEmptyTree) {
  const auto entries = ParseTree("");
  ASSERT_TRUE(entries);
  EXPECT_TRUE(entries->empty());
  EXPECT_EQ(TreeOidOf("").Hex(), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

TEST(ParseTree, RefusesAnObjectThatIsCutAnywhere) {
  const std::string object = Entry("100644", "a") + Entry("100644", "bc");
  const std::size_t whole = Entry("100644", "a").size();
  for (std::size_t cut = 1; cut < object.size(); ++cut) {
    if (cut == whole) continue;
    EXPECT_NE(Trouble(object.substr(0, cut)), "none") << cut;
  }
}

TEST(ParseTree, RefusesNamesThatLeadOut) {
  EXPECT_THAT(Trouble(Entry("100644", "")), HasSubstr("has no name"));
  EXPECT_THAT(Trouble(Entry("40000", ".")), HasSubstr("is named \".\""));
  EXPECT_THAT(Trouble(Entry("40000", "..")), HasSubstr("is named \"..\""));
  EXPECT_THAT(Trouble(Entry("100644", "a/b")), HasSubstr("slash"));
  EXPECT_THAT(Trouble(Entry("100644", std::string(256, 'n'))), HasSubstr("255"));
  for (const char* git : {".git", ".GIT", ".Git", ".gIt"})
    EXPECT_THAT(Trouble(Entry("40000", git)), HasSubstr("repository")) << git;
  for (const char* fine : {".gitignore", "git", "...", ".gi", "..a"})
    EXPECT_EQ(Trouble(Entry("100644", fine)), "none") << fine;
}

TEST(ParseTree, RefusesModesThatGitDoesNotWrite) {
  for (const char* mode :
       {"", "0", "644", "040000", "100600", "100640", "100777", "40755", "120777", "10064 ", "1006440"}) {
    EXPECT_NE(Trouble(Entry(mode, "a")), "none") << mode;
  }
}

TEST(ParseTree, RefusesAnotherOrder) {
  EXPECT_THAT(Trouble(Entry("100644", "b") + Entry("100644", "a")), HasSubstr("out of order"));
  // A tree sorts as "a/", after "a.c" and "a-b", before "a0".
  EXPECT_EQ(Trouble(Entry("100644", "a-b") + Entry("100644", "a.c") + Entry("40000", "a") + Entry("100644", "a0")),
            "none");
  EXPECT_THAT(Trouble(Entry("40000", "a") + Entry("100644", "a.c")), HasSubstr("out of order"));
  EXPECT_EQ(Trouble(Entry("100644", "a") + Entry("100644", "a.c")), "none");
  EXPECT_EQ(Trouble(Entry("100644", "a") + Entry("100644", "\xff")), "none");  // bytes are not signed
}

TEST(ParseTree, RefusesANameThatIsThereTwice) {
  EXPECT_THAT(Trouble(Entry("100644", "a") + Entry("100644", "a")), HasSubstr("twice"));
  EXPECT_THAT(Trouble(Entry("40000", "a") + Entry("40000", "a")), HasSubstr("twice"));
  EXPECT_THAT(Trouble(Entry("100644", "a") + Entry("40000", "a")), HasSubstr("twice"));
  // Not neighbours: git sorts the tree "a" as "a/".
  EXPECT_THAT(Trouble(Entry("100644", "a") + Entry("100644", "a-") + Entry("100644", "a-b") + Entry("100644", "a.c") +
                      Entry("40000", "a")),
              HasSubstr("twice"));
}

TEST(ParseTree, NamesTheEntryAsItMayBePrinted) {
  EXPECT_THAT(Trouble(Entry("100644", "ok") + Entry("100600", "evil\x1b[2J")),
              HasSubstr("entry 2 of the tree (\"evil\\u{001b}[2J\")"));
}

TEST(ParseTree, IsLinearInTheNumberOfEntries) {
  std::string object;
  for (int i = 100'000; i < 300'000; ++i) object += Entry("100644", std::to_string(i));
  const auto entries = ParseTree(object);
  ASSERT_TRUE(entries);
  EXPECT_EQ(entries->size(), 200'000U);
  // Each name a prefix of the next.
  std::string nested;
  for (std::size_t n = 1; n <= kMaxNameBytes; ++n) nested += Entry("100644", std::string(n, 'a'));
  EXPECT_EQ(Trouble(nested), "none");
}

}  // namespace
}  // namespace ferrotype
