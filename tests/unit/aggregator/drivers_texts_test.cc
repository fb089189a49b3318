// What texts of drivers say: authors, help, C versions, what they succeed.
#include <gtest/gtest.h>

#include "aggregator/driver_texts.h"
#include "aggregator/module_macros.h"
#include "aggregator/twin_texts.h"
#include "aggregator/twins.h"

namespace ferrotype {
namespace {

using Words = std::set<std::string>;

TEST(DriverTexts, CutAddressesOffAuthors) {
  EXPECT_EQ(WithoutAddress("Jane Doe <jane@example.org>"), "Jane Doe");
  EXPECT_EQ(WithoutAddress("The Tree driver authors"), "The Tree driver authors");
  EXPECT_EQ(WithoutAddress("jane@example.org"), "");
  EXPECT_EQ(WithoutAddress("Jane  Doe, jane@example.org"), "Jane Doe");
  EXPECT_EQ(WithoutAddress("Jane < jane@example.org >"), "Jane");
}

TEST(DriverTexts, TakeIndentationOffHelp) {
  EXPECT_EQ(Dedented("a\n\t  One\n\n\t    Two\nb\n", 2, 4), "One\n\n  Two");
  EXPECT_EQ(Dedented("  x", 1, 9), "x");
  EXPECT_EQ(Dedented("", 1, 1), "");
}

TEST(DriverTexts, FindWhatADriverSucceeds) {
  constexpr std::string_view kDocument =
      "Title\n=====\n\nThe project has star-core and\nstar-drm. Together star-core and star-drm intend to supersede "
      "the\n"
      "oldone driver for new cards.\n";
  EXPECT_EQ(SuccessionIn(kDocument, "star-core").of, "oldone");
  EXPECT_EQ(SuccessionIn(kDocument, "star-core").line, 6U);
  EXPECT_EQ(SuccessionIn(kDocument, "star").of, "");
  EXPECT_EQ(SuccessionIn("foo is the successor of bar.", "foo").of, "bar");
  EXPECT_EQ(SuccessionIn("foo is here. It is the successor of bar.", "foo").of, "");
  EXPECT_EQ(SuccessionIn("bar supersedes foo.", "foo").of, "");
  EXPECT_EQ(SuccessionIn("", "foo").of, "");
}

TEST(DriverTexts, NameDocumentsThatMaySpeakOfADriver) {
  const std::vector<std::string> documents = {"Documentation/gpu/star/index.rst", "Documentation/gpu/star/todo.rst",
                                              "Documentation/gpu/starfish.rst", "Documentation/star-core.rst"};
  EXPECT_EQ(DocumentsOf("star-core", documents),
            (std::vector<std::string>{"Documentation/gpu/star/index.rst", "Documentation/star-core.rst"}));
  EXPECT_TRUE(DocumentsOf("x_y", {"Documentation/x.rst"}).empty());
}

TEST(TwinTexts, KnowRustVersionsOfThings) {
  EXPECT_EQ(RustVersionOf("This is a Rust implementation of the C nil block driver."), (Words{"nil", "block"}));
  EXPECT_EQ(RustVersionOf("Rust version of Parcel IPC Driver"), (Words{"parcel", "ipc"}));
  EXPECT_EQ(RustVersionOf("Rust based implementation of the freq-dt driver."), (Words{"freq", "dt"}));
  EXPECT_EQ(RustVersionOf("A driver.\n\nRust port of the\nlong one, which is old"), (Words{"long", "one"}));
  EXPECT_TRUE(RustVersionOf("Rust Alto PHYs driver").empty());
  EXPECT_TRUE(RustVersionOf("This driver is based on the vendor's driver `QX2025_phy.c`.").empty());
  EXPECT_TRUE(RustVersionOf("An implementation of the nil driver.").empty());
  EXPECT_TRUE(RustVersionOf("In Rust. An implementation of the nil driver.").empty());
}

TEST(TwinTexts, FindLinkedCVersions) {
  EXPECT_EQ(LinkedCVersion("Alto.\n\nC version of this driver: [`drivers/net/phy/alto.c`](./alto.c)"),
            "drivers/net/phy/alto.c");
  EXPECT_EQ(LinkedCVersion("The C counterpart of\nthis driver is alto.c."), "alto.c");
  EXPECT_FALSE(LinkedCVersion("C version of this driver: none").has_value());
  EXPECT_FALSE(LinkedCVersion("See alto.c").has_value());
}

TEST(TwinTexts, TakeRustOutOfNames) {
  EXPECT_EQ(WithoutRust("alto_rust"), "alto");
  EXPECT_EQ(WithoutRust("rust_parcel"), "parcel");
  EXPECT_EQ(WithoutRust("trusty"), "");
}

TEST(ModuleMacros, TellTheBusByTheMacroNearestToTheModule) {
  EXPECT_EQ(BusOfMacros({"module_pwm_platform_driver", "module_platform_driver", "module_driver", "module"}),
            "platform");
  EXPECT_EQ(BusOfMacros({"module_phy_driver", "module"}), "phy");
  EXPECT_EQ(BusOfMacros({"module_driver", "module"}), "");
  EXPECT_EQ(BusOfMacros({"module"}), "");
}

}  // namespace
}  // namespace ferrotype
