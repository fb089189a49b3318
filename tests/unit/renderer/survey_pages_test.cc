// Laws of the pages of what no counter measures, over made-up surveys, with the templates that are shipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>

#include "renderer/check/links.h"
#include "renderer/page/paging.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/fake_survey.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

FakeLibrary Surveyed() {
  FakeLibrary library;
  FillPlausible(library);
  // The first has nothing, as the kernel before its first driver.
  for (std::size_t i = 1; i < library.Reports().size(); ++i) AddFakeSurvey(library.At(i), i > 1);
  return library;
}

const FileSet& Rendered() {
  static const FileSet site = [] {
    const FakeLibrary library = Surveyed();
    const FileSet templates = ReadSourceFiles("site-templates");
    Result<FileSet> files = RenderSite({library, {}, templates, {}}, 2);
    EXPECT_TRUE(files) << (files ? "" : files.error().message);
    return files ? *std::move(files) : FileSet();
  }();
  return site;
}

// For people who want to look: FERROTYPE_LOOK=DIR writes the made-up site there.
TEST(SurveyPages, CanBeLookedAt) {
  const char* folder = std::getenv("FERROTYPE_LOOK");
  if (folder == nullptr) GTEST_SKIP() << "FERROTYPE_LOOK names no folder";
  for (const auto& [path, bytes] : Rendered()) {
    const std::filesystem::path file = std::filesystem::path(folder) / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }
}

std::string Below(const std::string& from, const std::string& url) {
  const std::filesystem::path path = std::filesystem::path(from).parent_path() / url.substr(0, url.find('#'));
  return path.lexically_normal().generic_string();
}

TEST(SurveyPages, HoldTheLawsOfAllPages) { EXPECT_THAT(CheckPages(Rendered()), IsEmpty()); }

TEST(SurveyPages, AreAllWithinThreeStepsOfHome) {
  const FileSet& site = Rendered();
  for (const std::string lang : {"en", "zh"}) {
    std::map<std::string, int> steps = {{lang + "/index.html", 0}};
    std::deque<std::string> todo = {lang + "/index.html"};
    while (!todo.empty()) {
      const std::string path = todo.front();
      todo.pop_front();
      for (const HtmlTag& tag : TagsOf(site.at(path))) {
        const std::string* url = tag.name == "a" ? tag.Get("href") : nullptr;
        if (url == nullptr || url->find(':') != std::string::npos) continue;
        const std::string target = Below(path, *url);
        if (!target.starts_with(lang + "/") || !target.ends_with(".html") || !site.contains(target)) continue;
        if (steps.emplace(target, steps.at(path) + 1).second) todo.push_back(target);
      }
    }
    for (const auto& [path, bytes] : site) {
      if (!path.starts_with(lang + "/") || !path.ends_with(".html")) continue;
      ASSERT_TRUE(steps.contains(path)) << path << ": no way leads there";
      EXPECT_LE(steps.at(path), 3) << path;
    }
  }
}

TEST(SurveyPages, StayBelow300Kilobytes) {
  for (const auto& [path, bytes] : Rendered()) {
    if (!path.ends_with(".html")) continue;
    EXPECT_LT(bytes.size(), 300'000U) << path;
  }
}

TEST(SurveyPages, ShowEachModuleOfEachReleaseOnce) {
  const FileSet& site = Rendered();
  for (const std::string path : {"modules/index.html", "modules/kernel/net/phy/index.html",
                                 "modules/kernel/internal/index.html", "modules/kernel/zz_gone/index.html"}) {
    EXPECT_TRUE(site.contains("en/" + path)) << path;
    EXPECT_TRUE(site.contains("zh/" + path)) << path;
  }
  const std::string& phy = site.at("en/modules/kernel/net/phy/index.html");
  EXPECT_THAT(phy, HasSubstr("123 of 130 (94.6%)"));
  EXPECT_THAT(phy, HasSubstr("not in <a href=\"../../../../../en/releases/v6.1.192-debian/index.html\">6.1.192</a>"));
  EXPECT_THAT(phy, HasSubstr("no release between was measured"));
  EXPECT_THAT(phy, HasSubstr("CONFIG_RUST_PHYLIB_ABSTRACTIONS"));
  EXPECT_THAT(phy, HasSubstr("include/<wbr>linux/<wbr>phy.h"));
  EXPECT_THAT(site.at("en/modules/kernel/zz_gone/index.html"), HasSubstr("no longer in the newest measured release"));
  EXPECT_THAT(site.at("en/modules/index.html"), HasSubstr("last seen in"));
}

TEST(SurveyPages, SetADriverBesideItsCounterpartWithEvidenceAndStrength) {
  const FileSet& site = Rendered();
  const std::string& page = site.at("en/drivers/ax88796b_rust/index.html");
  for (const std::string words :
       {"its documentation names the C version", "strong", "weak", "ax88796b.c",
        "CONFIG_<wbr>AX88796B_<wbr>RUST_<wbr>PHY", "FUJITA Tomonori", "Rust Asix &lt;PHYs&gt; driver"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
  EXPECT_THAT(site.at("en/drivers/nova_core/index.html"), HasSubstr("successor of"));
  EXPECT_THAT(site.at("en/drivers/nova_core/index.html"), Not(HasSubstr("id=\"table-sizes\"")))
      << "a successor is never compared in size";
  EXPECT_TRUE(site.contains("en/drivers/rust_print~40samples~2frust~2fmore~2frust_print.rs/index.html"))
      << "a second driver of the same name has a page of its own";
}

TEST(SurveyPages, SplitTheUnsafeLedgerIntoViewsThatAddUp) {
  const FileSet& site = Rendered();
  const std::string base = "en/releases/v7.2.13-debian/unsafe/";
  const auto rows = [&](const std::string& path) {
    std::size_t count = 0;
    const std::string& html = site.at(path);
    for (std::size_t at = html.find("<th scope=\"row\">"); at != std::string::npos;
         at = html.find("<th scope=\"row\">", at + 1))
      ++count;
    return count;
  };
  const std::string& csv = site.at("data/releases/v7.2.13-debian.unsafe.csv");
  for (const std::string dimension : {"class/", "state/", "owner/", "subsystem/"}) {
    std::size_t sum = 0;
    for (const auto& [path, bytes] : site) {
      if (path.starts_with(base + dimension) && !path.starts_with(base + "state/undocumented/")) sum += rows(path);
    }
    EXPECT_EQ(sum, static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) - 1) << dimension;
  }
  EXPECT_TRUE(site.contains(base + "class/block/3/index.html"));
  EXPECT_THAT(site.at(base + "state/missing/index.html"), HasSubstr("phy.rs:38</code>"));
}

TEST(SurveyPages, PrintTheDenominatorOfAShare) {
  EXPECT_THAT(Rendered().at("en/releases/v7.2.13-debian/unsafe/index.html"), HasSubstr("913 of 914"));
}

TEST(SurveyPages, FollowACallToTheEndWithAPlaceAtEachStep) {
  const std::string& page = Rendered().at("en/releases/v7.2.13-debian/layers/chains/ax88796b_rust/index.html");
  for (const std::string words :
       {"ax88796b_rust.rs:28 :57", "phy.rs:250", "phy.rs:255", "phy_device.c:2603", "symbols/g/index.html",
        "can’t be told from the source", "a-reason-nobody-wrote-words-for"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
}

TEST(SurveyPages, CountCallsNotTheWaysThatTheyTake) {
  const std::string& page = Rendered().at("en/releases/v7.2.13-debian/layers/chains/ax88796b_rust/index.html");
  EXPECT_THAT(page, HasSubstr("Of 8 calls that may lead into the kernel crate, 5 are followed"));
  std::size_t lists = 0;
  for (std::size_t at = page.find("class=\"steps\""); at != std::string::npos;
       at = page.find("class=\"steps\"", at + 1))
    ++lists;
  EXPECT_EQ(lists, 4U) << "one way, two of the calls that are alike, and one that stays open below";
  EXPECT_THAT(page, HasSubstr("inside that function, a call stays open: one of several"));
}

TEST(SurveyPages, TellWhatIsNewGoneAndGrownAndWhatToCheck) {
  const FileSet& site = Rendered();
  const std::string& page = site.at("en/releases/v7.2.6-debian/index.html");
  for (const std::string words : {"One new driver: ", "One abstraction is gone: ", "+150", "61 new C symbols",
                                  "built under the Kconfig symbol of a C driver", "a-kind-nobody-wrote-words-for"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
}

TEST(SurveyPages, DeriveMilestonesInSentencesOfEachLanguage) {
  const FileSet& site = Rendered();
  EXPECT_THAT(site.at("en/milestones/index.html"), HasSubstr("The first driver in Rust on <code>pci</code>: "));
  EXPECT_THAT(site.at("en/milestones/index.html"), HasSubstr("none between was measured"));
  EXPECT_THAT(site.at("zh/milestones/index.html"), HasSubstr("<code>pci</code> 总线上首次有了Rust驱动程序"));
}

TEST(SurveyPages, DrawEveryLetterOfTheLayersWithinTheBox) {
  const std::string& page = Rendered().at("zh/releases/v7.2.13-debian/layers/index.html");
  EXPECT_THAT(page, HasSubstr("class=\"chart narrow\""));
  EXPECT_THAT(page, Not(HasSubstr("style=")));
}

TEST(SurveyPages, ShowHostileNamesAsText) {
  FakeLibrary library;
  FillHostile(library);
  for (std::size_t i = 0; i < library.Reports().size(); ++i) {
    Report& report = library.At(i);
    AddFakeSurvey(report, i > 0);
    const std::vector<std::string> names = {"kernel::<script>alert(1)</script>",
                                            "a::\xE2\x80\xAE::b",
                                            "\xFF\xFE",
                                            "..",
                                            "::::",
                                            "index",
                                            "x\ny\" onclick=\"z",
                                            std::string(5'000, 'n'),
                                            ""};
    std::string deep = "kernel";
    for (int level = 0; level < 1'000; ++level) deep += "::m";
    for (const std::string& name : names) {
      report.survey.modules.push_back(FakeModule(name, name + "/../x.rs", name));
      report.survey.modules.back().driver_users = names;
      DriverRow driver = FakeDriver(name, name, DriverKind::kDriver);
      driver.description = driver.kconfig = driver.kconfig_help = driver.successor_of = driver.license = name;
      driver.authors = driver.files = driver.bindings = driver.c_objects = names;
      driver.twin = {{name, 1, 1}};
      driver.twin_evidence = {{TwinEvidence::kFileName, name, {name, 1}}};
      report.survey.drivers.push_back(driver);
      report.survey.disagreements.push_back({name, name, {name, 0}, name});
      CSymbolRow symbol;
      symbol.name = symbol.helper.path = name;
      symbol.helper_calls = names;
      symbol.definitions = {{{name, 1}, name}};
      report.survey.layers.symbols.push_back(symbol);
      report.survey.layers.chains.push_back({name, {{StepKind::kCall, name, {name, 1}}}, false, name});
      report.survey.layers.chains.push_back({name, {}, true, ""});
      report.survey.layers.entry_points.push_back({name, name, name, {name, 1}});
      report.survey.layers.names.push_back({name,
                                            1,
                                            1,
                                            {name, 1},
                                            name,
                                            {{{name, 1}, name}},
                                            {{{name, 1}, name}},
                                            {{StepKind::kCall, name, {name, 1}}}});
    }
    report.survey.modules.push_back(FakeModule(deep, "x", "core"));
    report.metrics = ComputeMetrics(report);
  }
  const FileSet templates = ReadSourceFiles("site-templates");
  const Result<FileSet> site = RenderSite({library, {}, templates, {}}, 2);
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_THAT(CheckPages(*site), IsEmpty());
  for (const auto& [path, bytes] : *site) {
    EXPECT_EQ(path.find(".."), std::string::npos) << path;
    EXPECT_EQ(path.find_first_of("<>'\" \\\n"), std::string::npos) << path;
    EXPECT_LT(path.size(), 400U) << path;
    if (!path.ends_with(".html") && !path.ends_with(".svg")) continue;
    for (const std::string bad : {"<script>", " onclick=\"z", "\xE2\x80\xAE", "\xFF"})
      EXPECT_EQ(bytes.find(bad), std::string::npos) << path << ": " << bad;
  }
}

TEST(FlatSlug, KeepsNamesApart) {
  EXPECT_EQ(FlatSlug("drivers/net", "/"), "drivers.net");
  EXPECT_EQ(FlatSlug("kernel::net::phy", "::"), "kernel.net.phy");
  EXPECT_NE(FlatSlug("drivers.net", "/"), FlatSlug("drivers/net", "/"));
  EXPECT_NE(FlatSlug("", "/"), FlatSlug("/", "/"));
}

TEST(PageStarts, HoldEveryRowOnce) {
  const std::vector<std::size_t> weights = {5, 5, 20, 1, 1};
  EXPECT_EQ(PageStarts(weights, 10), (std::vector<std::size_t>{0, 2, 3}));
  EXPECT_EQ(PageStarts({}, 10), std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace ferrotype
