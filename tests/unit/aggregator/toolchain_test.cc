// The documents and scripts that name the tool chain, in their old and new forms.
#include "aggregator/toolchain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ferrotype {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kOldScript = R"(case "$1" in
llvm)
	if [ "$SRCARCH" = s390 ]; then
		echo 15.0.0
	else
		echo 11.0.0
	fi
	;;
rustc)
	echo 1.62.0
	;;
bindgen)
	echo 0.56.0
	;;
)";

constexpr std::string_view kNewScript = R"(case "$1" in
rustc)
	if [ "$SRCARCH" = "s390" ]; then
		echo 1.96.0
	elif [ "$ARCH" = parisc64 ]; then
		echo 1.97.1
	elif something_else; then
		echo 2.0.0
	else
		echo 1.85.0
	fi
	;;
bindgen)
	echo 0.71.1
	;;
esac
)";

TEST(MinimumOf, OneVersionForAll) {
  const MinimumVersion rustc = MinimumOf(kOldScript, "rustc");
  EXPECT_EQ(rustc.version, "1.62.0");
  EXPECT_EQ(rustc.line, 10U);
  EXPECT_THAT(rustc.by_arch, IsEmpty());
  EXPECT_EQ(MinimumOf(kOldScript, "bindgen").version, "0.56.0");
  EXPECT_EQ(MinimumOf(kOldScript, "llvm").version, "11.0.0");
  EXPECT_EQ(MinimumOf(kOldScript, "cargo").version, "");
  EXPECT_EQ(MinimumOf("", "rustc").version, "");
}

TEST(MinimumOf, VersionsByArchitectureAreNotTheOneForAll) {
  const MinimumVersion rustc = MinimumOf(kNewScript, "rustc");
  EXPECT_EQ(rustc.version, "1.85.0");
  EXPECT_EQ(rustc.line, 10U);
  EXPECT_THAT(rustc.by_arch,
              ElementsAre(VersionFor{"s390", "1.96.0"}, VersionFor{"parisc64", "1.97.1"}, VersionFor{"?", "2.0.0"}));
}

TEST(VersionInChanges, IsTheColumnBeforeTheCommand) {
  constexpr std::string_view kTable = R"(
====================== ===============  ========================================
        Program        Minimal version       Command to check the version
====================== ===============  ========================================
bindgen (optional)     0.71.1           bindgen --version
Rust (optional)        1.85.0           rustc --version
Python                 3.9.x            python3 --version
====================== ===============  ========================================
)";
  EXPECT_EQ(VersionInChanges(kTable, "rustc --version"), "1.85.0");
  EXPECT_EQ(VersionInChanges(kTable, "bindgen --version"), "0.71.1");
  EXPECT_EQ(VersionInChanges(kTable, "python3 --version"), "");  // 3.9.x is no version of ours to compare
  EXPECT_EQ(VersionInChanges(kTable, "cargo --version"), "");
}

TEST(ArchitecturesIn, RowsOfTheTableWithTheirMarksTakenOff) {
  constexpr std::string_view kDocument = R"(Arch Support
============

=============  ================  ==============================================
Architecture   Level of support  Constraints
=============  ================  ==============================================
``arm``        Maintained        ARMv7 Little Endian only.
``loongarch``  Maintained        \-
``riscv``      Maintained        ``riscv64`` and LLVM/Clang only,
                                 for now.
=============  ================  ==============================================

after
)";
  EXPECT_THAT(ArchitecturesIn(kDocument),
              ElementsAre(Architecture{"arm", "Maintained", "ARMv7 Little Endian only.", false, true},
                          Architecture{"loongarch", "Maintained", "", false, true},
                          Architecture{"riscv", "Maintained", "riscv64 and LLVM/Clang only, for now.", false, true}));
  EXPECT_THAT(ArchitecturesIn("no table here\n"), IsEmpty());
}

TEST(ExperimentalLines, OfADocumentAboutRustAndOfTheSectionOfAnother) {
  constexpr std::string_view kIndex =
      "Rust\n====\n\nThe Rust experiment\n-------------------\n\nRust\nsupport is still in "
      "development/experimental, especially\n";
  EXPECT_THAT(ExperimentalLines(kIndex, true), ElementsAre(4U, 8U));
  constexpr std::string_view kLanguages =
      "Programming Language\n====================\n\nExperimental extensions are avoided.\n\nRust\n----\n\nThe kernel "
      "has "
      "experimental support for\nRust.\n\nOther\n-----\n\nexperimental too\n";
  EXPECT_THAT(ExperimentalLines(kLanguages, false), ElementsAre(9U));
  EXPECT_THAT(ExperimentalLines("Rust\n----\n\nThe kernel has support for Rust.\n", false), IsEmpty());
}

}  // namespace
}  // namespace ferrotype
