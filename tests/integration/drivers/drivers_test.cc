// A small kernel under fixtures/tree. The root file of each driver says in its first lines what must be found; files
// that say nothing must give no row.
#include "aggregator/drivers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "support/analyzed_tree.h"

namespace ferrotype {
namespace {

using testing_support::AnalyzedTree;
using testing_support::FilesBelow;

const std::map<std::string, std::string>& Kernel() {
  static const auto kFiles = FilesBelow(FERROTYPE_SOURCE_DIR "/tests/integration/drivers/fixtures/tree");
  return kFiles;
}

DriverSurvey SurveyOf(AnalyzedTree& tree) {
  const RustWorld world = RustWorld::Build(tree.rust_files()).value();
  return SurveyDrivers(tree.store(), tree.root(), world).value();
}

std::string Join(const auto& parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : std::string(separator)) + part;
  return out;
}

// The lines behind "//~ ", by path.
std::map<std::string, std::vector<std::string>> Expected() {
  std::map<std::string, std::vector<std::string>> expected;
  for (const auto& [path, text] : Kernel()) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line) && line.starts_with("//~ ");)
      expected[path].push_back(line.substr(4));
  }
  return expected;
}

// A row as those lines write it; the optional ones only where there is something to say, or it was asked for.
std::vector<std::string> Shown(const DriverRow& row, const std::vector<std::string>& asked) {
  const auto asks = [&](std::string_view word) {
    return std::any_of(asked.begin(), asked.end(), [&](const std::string& line) { return line.starts_with(word); });
  };
  static constexpr std::string_view kKinds[] = {"driver", "linked", "sample", "test"};
  std::vector<std::string> chain = row.proofs.kconfig_chain;
  if (!chain.empty()) chain.erase(chain.begin());
  if (!chain.empty()) chain.pop_back();
  std::map<std::string, std::string> lines;
  lines["0"] = std::string(kKinds[static_cast<std::size_t>(row.kind)]) + " " + row.name + " module=" + row.module_name +
               " macro=" + row.macro + " bus=" + row.bus + " kconfig=" + row.kconfig + " chain=" + Join(chain, ",");
  std::vector<std::string> shown = {lines["0"]};
  if (!row.twin.empty()) {
    std::string twin = "twin";
    for (const TwinFile& file : row.twin) twin += " " + file.path;
    twin += " evidence=";
    for (std::size_t i = 0; i < row.twin_evidence.size(); ++i)
      twin += (i == 0 ? "" : ",") + std::to_string(static_cast<int>(row.twin_evidence[i].kind));
    shown.push_back(twin);
  }
  if (!row.successor_of.empty()) shown.push_back("successor " + row.successor_of);
  if (!row.c_objects.empty()) shown.push_back("c " + Join(row.c_objects, " "));
  if (asks("files ")) {
    std::vector<std::string> files;
    const std::size_t folder = row.path.rfind('/') + 1;
    for (const std::string& file : row.files) files.push_back(file.substr(folder));
    shown.push_back("files " + Join(files, " "));
  }
  if (!row.bindings.empty()) shown.push_back("bindings " + Join(row.bindings, " "));
  if (!row.apis.empty()) {
    std::string apis = "apis";
    for (const ApiUse& api : row.apis) apis += " " + api.path + ":" + std::to_string(api.uses);
    shown.push_back(apis);
  }
  if (!row.authors.empty()) shown.push_back("authors " + Join(row.authors, "|"));
  return shown;
}

TEST(Drivers, AreWhatTheSmallKernelSays) {
  AnalyzedTree tree(Kernel());
  const DriverSurvey survey = SurveyOf(tree);
  const auto expected = Expected();
  EXPECT_GE(expected.size(), 10U);
  std::map<std::string, std::vector<std::string>> found;
  for (const DriverRow& row : survey.drivers) {
    const auto asked = expected.find(row.path);
    found[row.path] = Shown(row, asked == expected.end() ? std::vector<std::string>() : asked->second);
  }
  for (const auto& [path, lines] : expected) EXPECT_EQ(found[path], lines) << path;
  for (const auto& [path, lines] : found) EXPECT_TRUE(expected.contains(path)) << path << ": " << lines.front();
}

TEST(Drivers, AreOrderedByKindAndName) {
  AnalyzedTree tree(Kernel());
  std::vector<std::pair<DriverKind, std::string>> order;
  for (const DriverRow& row : SurveyOf(tree).drivers) order.emplace_back(row.kind, row.name);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(Drivers, QuoteTheirHelpAndNeedQuotesForNothingElseButWhatTheySucceed) {
  AnalyzedTree with(Kernel());
  AnalyzedTree without(Kernel(), false);
  DriverSurvey quoted = SurveyOf(with);
  const DriverSurvey bare = SurveyOf(without);
  EXPECT_EQ(FilesForDrivers(quoted), FilesForDrivers(bare));
  const auto alto = std::find_if(quoted.drivers.begin(), quoted.drivers.end(),
                                 [](const DriverRow& row) { return row.name == "alto_rust"; });
  ASSERT_NE(alto, quoted.drivers.end());
  EXPECT_EQ(alto->kconfig_help, "The same in Rust.\n\n  Indented.");
  EXPECT_EQ(alto->kconfig_prompt, "Alto PHYs in Rust");
  for (DriverRow& row : quoted.drivers) {
    row.kconfig_help.clear();
    row.successor_of.clear();
    row.successor_place = {};
  }
  // The old driver that star-core supersedes is excluded by its Kconfig, too: without the document it looks like a
  // twin.
  for (std::size_t i = 0; i < quoted.drivers.size(); ++i) {
    if (quoted.drivers[i].name == "star-core") continue;
    EXPECT_EQ(quoted.drivers[i], bare.drivers[i]);
  }
}

TEST(Drivers, ThatProofsSeeDifferentlyAreListed) {
  AnalyzedTree tree(Kernel());
  std::vector<std::string> shown;
  for (const Disagreement& one : SurveyOf(tree).disagreements) shown.push_back(one.what + " " + one.name);
  const std::vector<std::string> expected = {"kbuild-without-macro panic_code", "kconfig-without-kbuild LONE_RUST",
                                             "macro-without-kbuild unbuilt", "object-under-c-symbol alto_rust",
                                             "twin-evidence-differs rust_parcel"};
  EXPECT_EQ(shown, expected);
}

TEST(Modules, AreWhatTheSmallKernelDeclares) {
  AnalyzedTree tree(Kernel());
  const RustWorld world = RustWorld::Build(tree.rust_files()).value();
  const DriverSurvey drivers = SurveyDrivers(tree.store(), tree.root(), world).value();
  std::vector<std::string> shown;
  for (const ModuleRow& row : SurveyModules(world, drivers.drivers)) {
    shown.push_back(row.name + " " + row.category + (row.top_level ? " top" : "") + (row.visible ? " pub" : "") +
                    (row.hidden ? " hidden" : "") + (row.cfg.empty() ? "" : " [" + row.cfg + "]") + " docs " +
                    std::to_string(row.documented_items) + "/" + std::to_string(row.public_items) + " unsafe " +
                    std::to_string(row.unsafe_undocumented) + "/" + std::to_string(row.unsafe_tokens) + " < " +
                    Join(row.driver_users, " ") + " | " + Join(row.module_users, " "));
    if (!row.c_headers.empty()) shown.back() += " # " + Join(row.c_headers, " ");
  }
  const std::vector<std::string> expected = {
      "kernel::driver device-model top pub [CONFIG_A_DRIVER] docs 2/2 unsafe 0/0 < star-core | kernel::platform",
      "kernel::net storage-network top pub docs 3/5 unsafe 1/1 < alto_rust qx2025 |  # include/linux/phy.h",
      "kernel::net::phy storage-network pub [CONFIG_PHY] docs 3/5 unsafe 1/1 < alto_rust qx2025 |  # "
      "include/linux/phy.h",
      "kernel::of device-model top pub docs 1/1 unsafe 0/0 < hammer | kernel::sync",
      "kernel::pci device-model top pub docs 1/2 unsafe 0/0 < star-core | ",
      "kernel::platform device-model top pub docs 1/2 unsafe 0/0 < hammer rfreq_dt | ",
      "kernel::prelude language top pub docs 0/0 unsafe 0/0 < rfreq_dt rnil rust_parcel star-core | ",
      "kernel::private unknown top docs 0/0 unsafe 0/0 <  | ",
      "kernel::std_vendor language top pub hidden docs 0/0 unsafe 0/0 <  | ",
      "kernel::sync synchronization top pub docs 2/3 unsafe 0/0 < rust_parcel |  # include/linux/lock.h",
      "kernel::sync::arc synchronization docs 2/3 unsafe 0/0 <  | ",
      "kernel::unheard_of unknown top pub [not(testlib)] docs 0/1 unsafe 0/0 <  | ",
  };
  EXPECT_EQ(shown, expected);
}

}  // namespace
}  // namespace ferrotype
