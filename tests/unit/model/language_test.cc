#include "model/language.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ferrotype {
namespace {

TEST(Languages, HaveOneNumberOneIdAndOneNameEach) {
  std::set<std::string_view> ids;
  std::set<std::string_view> names;
  for (const LanguageInfo& info : Languages()) {
    EXPECT_TRUE(ids.insert(info.id).second) << info.id;
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_EQ(&InfoOf(info.language), &info);
    EXPECT_EQ(LanguageById(info.id), info.language);
    EXPECT_EQ(info.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string_view::npos) << info.id;
  }
  EXPECT_EQ(LanguageById("no-such-language"), std::nullopt);
}

// Numbers and ids are in stored keys and published data. Adding a line here is free; changing one never is.
TEST(Languages, KeepTheirNumbersForever) {
  const std::vector<std::pair<int, std::string_view>> kForever = {{0, "unknown"},
                                                                  {1, "by-shebang"},
                                                                  {2, "rust"},
                                                                  {3, "c"},
                                                                  {4, "c-header"},
                                                                  {5, "assembly"},
                                                                  {6, "device-tree"},
                                                                  {7, "makefile"},
                                                                  {8, "kconfig"},
                                                                  {9, "shell"},
                                                                  {10, "python"},
                                                                  {11, "perl"},
                                                                  {12, "restructuredtext"},
                                                                  {13, "yaml"},
                                                                  {14, "json"},
                                                                  {15, "linker-script"},
                                                                  {16, "coccinelle"},
                                                                  {17, "awk"},
                                                                  {18, "sed"},
                                                                  {19, "lex"},
                                                                  {20, "yacc"},
                                                                  {21, "c-plus-plus"},
                                                                  {22, "xml"},
                                                                  {23, "html"},
                                                                  {24, "css"},
                                                                  {25, "svg"},
                                                                  {26, "tex"},
                                                                  {27, "asn1"},
                                                                  {28, "markdown"},
                                                                  {29, "toml"},
                                                                  {30, "config"},
                                                                  {31, "plain-text"},
                                                                  {32, "diff"},
                                                                  {33, "graphviz"},
                                                                  {34, "vim"},
                                                                  {35, "ruby"},
                                                                  {36, "m4"},
                                                                  {37, "gdb"},
                                                                  {38, "csv"},
                                                                  {39, "javascript"},
                                                                  {40, "rust-assembly"},
                                                                  {41, "tcl"},
                                                                  {42, "clang-format"},
                                                                  {43, "ignore-list"},
                                                                  {44, "unifont"},
                                                                  {45, "hex-dump"},
                                                                  {46, "bpf-skeleton"},
                                                                  {47, "xsl"},
                                                                  {48, "cmake"},
                                                                  {49, "c-fragment"},
                                                                  {50, "litmus"},
                                                                  {51, "herd"},
                                                                  {52, "jinja"},
                                                                  {53, "packetdrill"},
                                                                  {54, "man-page"},
                                                                  {55, "gettext"},
                                                                  {56, "xdr"},
                                                                  {57, "pixmap"},
                                                                  {58, "recorded-output"},
                                                                  {59, "table"},
                                                                  {60, "bc"},
                                                                  {61, "bpftrace"},
                                                                  {62, "swig"},
                                                                  {63, "perl-xs"},
                                                                  {64, "license"},
                                                                  {65, "key-material"}};
  ASSERT_EQ(Languages().size(), kForever.size());
  for (const auto& [number, id] : kForever) EXPECT_EQ(Languages()[static_cast<std::size_t>(number)].id, id);
}

TEST(InfoOf, TakesANumberThatNobodyKnowsForUnknown) {
  EXPECT_EQ(InfoOf(static_cast<Language>(60000)).language, Language::kUnknown);
}

std::string_view IdOf(std::string_view file_name) { return InfoOf(LanguageOfName(file_name)).id; }

TEST(LanguageOfName, GoesByTheExtension) {
  EXPECT_EQ(IdOf("lib.rs"), "rust");
  EXPECT_EQ(IdOf("main.c"), "c");
  EXPECT_EQ(IdOf("phy.h"), "c-header");
  EXPECT_EQ(IdOf("entry.S"), "assembly");
  EXPECT_EQ(IdOf("board.dts"), "device-tree");
  EXPECT_EQ(IdOf("board.dtsi"), "device-tree");
  EXPECT_EQ(IdOf("index.rst"), "restructuredtext");
  EXPECT_EQ(IdOf("vendor,device.yaml"), "yaml");
  EXPECT_EQ(IdOf("vmlinux.lds.S"), "assembly");
  EXPECT_EQ(IdOf("vmlinux.lds"), "linker-script");
}

TEST(LanguageOfName, CallsNothingRustOrCThatClocDoesNot) {
  EXPECT_EQ(IdOf("static_branch.rs.S"), "rust-assembly");
  EXPECT_EQ(IdOf("keymap.c_shipped"), "c-fragment");
  EXPECT_EQ(IdOf("table.h_shipped"), "c-fragment");
  EXPECT_EQ(IdOf("config.c.in"), "c-fragment");
  EXPECT_EQ(IdOf("main.C"), "by-shebang");
  EXPECT_EQ(IdOf("main.rs.bak"), "by-shebang");
}

TEST(LanguageOfName, KnowsNamesThatAKernelGivesToItsOwnFiles) {
  EXPECT_EQ(IdOf("Makefile"), "makefile");
  EXPECT_EQ(IdOf("Makefile.build"), "makefile");
  EXPECT_EQ(IdOf("Kbuild"), "makefile");
  EXPECT_EQ(IdOf("Kconfig"), "kconfig");
  EXPECT_EQ(IdOf("Kconfig.debug"), "kconfig");
  EXPECT_EQ(IdOf("Kconfig-nommu"), "kconfig");
  EXPECT_EQ(IdOf("x86_64_defconfig"), "config");
  EXPECT_EQ(IdOf("MAINTAINERS"), "license");
  EXPECT_EQ(IdOf("sysfs-bus-usb"), "plain-text");
  EXPECT_EQ(IdOf(".gitignore"), "ignore-list");
  EXPECT_EQ(IdOf("constants.py.in"), "python");
}

TEST(LanguageOfName, AsksTheBytesWhereTheNameSaysNothing) {
  EXPECT_EQ(LanguageOfName("checkpatch"), Language::kByShebang);
  EXPECT_EQ(LanguageOfName("decodecode"), Language::kByShebang);
  EXPECT_EQ(LanguageOfName("firmware.exe"), Language::kByShebang);
  EXPECT_EQ(LanguageOfName(".rs"), Language::kByShebang);
  EXPECT_EQ(LanguageOfName("."), Language::kByShebang);
  EXPECT_EQ(LanguageOfName("a."), Language::kByShebang);
  EXPECT_EQ(LanguageOfName(""), Language::kByShebang);
}

TEST(LanguageOfName, FollowsManyTemplateEndingsWithoutRecursion) {
  std::string name = "a.py";
  for (int i = 0; i < 100000; ++i) name += ".in";
  EXPECT_EQ(LanguageOfName(name), Language::kPython);
}

}  // namespace
}  // namespace ferrotype
