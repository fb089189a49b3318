// Since when things are there, and milestones, over releases that are made up here.
#include "model/history.h"

#include <gtest/gtest.h>

#include "model/metric.h"

namespace ferrotype {
namespace {

struct Made {
  std::string name;
  std::vector<DriverRow> drivers;
  std::string rustc;
  std::vector<std::string> architectures;
};

DriverRow Driver(const std::string& name, const std::string& subsystem, const std::string& bus,
                 std::vector<std::string> files = {"a.rs"}) {
  DriverRow driver;
  driver.name = name;
  driver.subsystem = subsystem;
  driver.bus = bus;
  driver.path = subsystem + "/" + name + ".rs";
  driver.files = std::move(files);
  return driver;
}

Report Release(const Made& made) {
  Report report;
  report.name = made.name;
  report.survey.drivers = made.drivers;
  report.survey.toolchain.rustc = made.rustc;
  for (const std::string& name : made.architectures)
    report.survey.toolchain.architectures.push_back({name, "", "", true, true});
  return report;
}

std::vector<std::string> Lines(const std::vector<Milestone>& milestones) {
  std::vector<std::string> lines;
  for (const Milestone& m : milestones) {
    lines.push_back(m.since.absent_in + (m.since.exact ? " -> " : " .. ") + m.since.first_seen + " " +
                    std::string(IdOf(m.kind)) + " " + m.subject + " " + m.detail + " " + m.before);
  }
  return lines;
}

TEST(Neighbours, AreReleasesWithNoneBetween) {
  EXPECT_TRUE(AreNeighbours("v7.1", "v7.2"));
  EXPECT_TRUE(AreNeighbours("v6.19", "v7.0"));
  EXPECT_TRUE(AreNeighbours("v7.2.12", "v7.2.13"));
  EXPECT_TRUE(AreNeighbours("v7.2", "v7.2.1"));
  EXPECT_TRUE(AreNeighbours("v7.2-rc1", "v7.2-rc2"));
  EXPECT_FALSE(AreNeighbours("v6.18", "v7.0"));
  EXPECT_FALSE(AreNeighbours("v7.0", "v7.2"));
  EXPECT_FALSE(AreNeighbours("v7.1.3", "v7.2"));
  EXPECT_FALSE(AreNeighbours("v7.2.12-debian", "v7.2.13-debian"));  // a distribution skips releases
  EXPECT_FALSE(AreNeighbours("next-20261120", "next-20261121"));
}

TEST(SinceOf, WalksBackAsLongAsItIsThere) {
  const std::vector<Report> reports = {Release({"v6.1", {}, "", {}}), Release({"v6.2", {}, "", {}}),
                                       Release({"v6.12", {}, "", {}}), Release({"v7.2", {}, "", {}})};
  const auto in = [](std::vector<std::string> names) {
    return [names](const Report& report) { return std::find(names.begin(), names.end(), report.name) != names.end(); };
  };
  EXPECT_EQ(SinceOf(reports, 3, in({"v6.12", "v7.2"})), (Since{"v6.2", "v6.12", false}));
  EXPECT_EQ(SinceOf(reports, 3, in({"v6.2", "v6.12", "v7.2"})), (Since{"v6.1", "v6.2", true}));
  EXPECT_EQ(SinceOf(reports, 3, in({"v6.1", "v7.2"})), (Since{"v6.12", "v7.2", false}));  // gone and come again
  EXPECT_EQ(SinceOf(reports, 1, in({"v6.1", "v6.2"})), (Since{"", "v6.1", false}));       // from the first measured on
  EXPECT_EQ(SinceOf(reports, 2, in({"v7.2"})), (Since{}));
}

TEST(Milestones, AreWhatAReleaseHasAndTheOneBeforeHasNot) {
  const std::vector<Report> reports = {
      Release({"v6.7", {}, "1.62.0", {"x86"}}),
      Release({"v6.8", {Driver("one_rust", "drivers/net", "phy")}, "1.74.0", {"x86", "arm64"}}),
      Release({"v6.18",
               {Driver("one_rust", "drivers/net", "phy"), Driver("two", "drivers/gpu", "pci", {"a.rs", "b.rs"})},
               "1.74.0",
               {"arm64", "x86"}}),
  };
  const std::vector<std::string> expected = {
      "v6.7 -> v6.8 first-driver  one_rust ",    "v6.7 -> v6.8 first-of-subsystem drivers/net one_rust ",
      "v6.7 -> v6.8 first-of-bus phy one_rust ", "v6.7 -> v6.8 compiler-raised rustc 1.74.0 1.62.0",
      "v6.7 -> v6.8 architecture-added arm64  ", "v6.8 .. v6.18 first-of-subsystem drivers/gpu two ",
      "v6.8 .. v6.18 first-of-bus pci two ",     "v6.8 .. v6.18 first-multi-file  two ",
  };
  EXPECT_EQ(Lines(Milestones(reports)), expected);
}

TEST(Milestones, OfTheFirstMeasuredReleaseThereAreNone) {
  const std::vector<Report> reports = {Release({"v7.2", {Driver("one", "drivers/net", "phy")}, "1.85.0", {"x86"}})};
  EXPECT_TRUE(Milestones(reports).empty());
}

TEST(Milestones, ShareOfADirectoryPassesThresholds) {
  Report before = Release({"v6.12", {}, "", {}});
  Report after = Release({"v7.2", {}, "", {}});
  before.metrics = {{"rust.share", "directory", "drivers/android", {0, 100}}};
  after.metrics = {{"rust.share", "directory", "drivers/android", {4711 * 100, 100 * 100}},
                   {"rust.share", "directory", "rust/kernel", {99, 1}}};  // not a place where C was before
  const std::vector<Report> reports = {before, after};
  const std::vector<std::string> expected = {"v6.12 .. v7.2 share drivers/android 1 ",
                                             "v6.12 .. v7.2 share drivers/android 10 ",
                                             "v6.12 .. v7.2 share drivers/android 5 "};
  EXPECT_EQ(Lines(Milestones(reports)), expected);
}

TEST(Milestones, AModuleLosesItsLastUndocumentedUnsafe) {
  Report before = Release({"v6.12", {}, "", {}});
  Report after = Release({"v7.2", {}, "", {}});
  ModuleRow module;
  module.name = "kernel::sync";
  module.visible = true;
  module.unsafe_tokens = 3;
  module.unsafe_undocumented = 2;
  before.survey.modules = {module};
  module.unsafe_undocumented = 0;
  after.survey.modules = {module};
  const std::vector<Report> reports = {before, after};
  EXPECT_EQ(Lines(Milestones(reports)), (std::vector<std::string>{"v6.12 .. v7.2 module-documented kernel::sync  2"}));
}

}  // namespace
}  // namespace ferrotype
