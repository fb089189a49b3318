// The timeline: what people entered and what was derived, never mixed up; a page a view.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "renderer/check/links.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/fake_survey.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string EventText(const std::string& title, const std::string& date, const std::string& keyword) {
  return "---\ntitle: \"" + title + "\"\nsummary: \"What happened.\"\ndate: " + date +
         "\nplace: \"somewhere\"\nkeywords: [" + keyword + "]\n---\n\nA mail{cite}`mail`.\n";
}

FileSet Events() {
  const std::string refs =
      "mail:\n  title: \"The mail\"\n  title-zh: \"那封邮件\"\n  url: \"https://example.org/mail\"\n  author: \"A\"\n";
  FileSet content;
  const auto add = [&](const std::string& slug, const std::string& en, const std::string& zh, const std::string& date,
                       const std::string& topic, const std::string& topic_zh) {
    content["events/" + slug + "/en.md"] = EventText(en, date, topic);
    content["events/" + slug + "/zh.md"] = EventText(zh, date, topic_zh);
    content["events/" + slug + "/refs.yaml"] = refs;
  };
  add("merged", "Rust is merged", "Rust 合入主线", "2022-12-11", "tool chain", "工具链");
  add("rfc", "A request for comments", "征求意见", "2021-04-14", "patches", "补丁");
  add("v2", "A second round", "第二轮", "2021-07-04", "patches", "补丁");
  add("signs", "Less < more & more", "小于 < 与 & 号", "2021-07-05", "people", "人物");
  return content;
}

const FileSet& Rendered() {
  static const FileSet site = [] {
    FakeLibrary library;
    FillPlausible(library);
    for (std::size_t i = 1; i < library.Reports().size(); ++i) AddFakeSurvey(library.At(i), i > 1);
    Result<FileSet> files = RenderSite({library, Events(), ReadSourceFiles("site-templates"), {}}, 2);
    EXPECT_TRUE(files) << (files ? "" : files.error().message);
    return files ? *std::move(files) : FileSet();
  }();
  return site;
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Timeline, HoldsTheLawsOfAllPages) { EXPECT_THAT(CheckPages(Rendered()), IsEmpty()); }

TEST(Timeline, TellsEventsFromMilestonesByWordAndSign) {
  const std::string& page = Rendered().at("en/timeline/index.html");
  EXPECT_EQ(Count(page, "● </span>Event"), 4U);
  const nlohmann::json data = nlohmann::json::parse(Rendered().at("data/timeline.json"));
  EXPECT_EQ(data.at("events").size(), 4U);
  EXPECT_GT(data.at("milestones").size(), 3U);
  EXPECT_GT(Count(page, "◇ </span>Milestone"), 3U);
  EXPECT_THAT(Rendered().at("zh/timeline/index.html"), HasSubstr("◇ </span>里程碑"));
  EXPECT_THAT(page, HasSubstr("evidence: ")) << "of milestones";
  EXPECT_THAT(page, HasSubstr("Sources: <a href=\"https://example.org/mail\"")) << "of events";
  EXPECT_THAT(Rendered().at("zh/timeline/index.html"), HasSubstr("那封邮件"));
}

TEST(Timeline, HasAPageAViewAtOneAddressInBothLanguages) {
  for (const std::string lang : {"en", "zh"}) {
    const std::string& events = Rendered().at(lang + "/timeline/events/index.html");
    const std::string& milestones = Rendered().at(lang + "/timeline/milestones/index.html");
    const std::string& topic = Rendered().at(lang + "/timeline/topics/patches/index.html");
    EXPECT_EQ(Count(events, "◇ </span>"), 0U);
    EXPECT_EQ(Count(events, "● </span>"), 4U);
    EXPECT_EQ(Count(milestones, "● </span>"), 0U);
    EXPECT_EQ(Count(topic, "● </span>"), 2U);
    EXPECT_THAT(topic, Not(HasSubstr("events/merged/")));
    EXPECT_FALSE(Rendered().contains(lang + "/timeline/topics/people/index.html")) << "a topic of a single event";
    EXPECT_THAT(events, HasSubstr("<section>\n<h2 id=\"y-2022\">"));
  }
  EXPECT_THAT(Rendered().at("en/index.html"), HasSubstr("timeline/index.html"));
}

TEST(Timeline, GivesMilestonesAnIntervalAndNoDay) {
  const std::string& svg = Rendered().at("data/charts/timeline.milestones.en.svg");
  EXPECT_THAT(svg, HasSubstr(">6.1.192 to 6.12.117</text>"));
  EXPECT_THAT(svg, Not(HasSubstr(">Jan</text>")));
  EXPECT_THAT(Rendered().at("data/charts/timeline.events.en.svg"), HasSubstr(">Rust is merged</text>"));
}

TEST(Timeline, ListsInItsDataWhatItShows) {
  const std::string& csv = Rendered().at("data/timeline.csv");
  const nlohmann::json data = nlohmann::json::parse(Rendered().at("data/timeline.json"));
  EXPECT_EQ(Count(csv, "\nevent,"), data.at("events").size());
  EXPECT_EQ(Count(csv, "\nmilestone,"), data.at("milestones").size());
  EXPECT_THAT(csv, HasSubstr("event,2022-12-11,,tool-chain,merged,Rust is merged,Rust 合入主线,,\n"));
}

TEST(Timeline, ShowsSignsOfMarkupInTitlesAsText) {
  EXPECT_THAT(Rendered().at("data/charts/timeline.events.en.svg"), HasSubstr(">Less &lt; more &amp; more</text>"));
  EXPECT_THAT(Rendered().at("en/timeline/index.html"), HasSubstr("Less &lt; more &amp; more</a>"));
}

TEST(Timeline, StandsWithoutEventsAndWithoutReleases) {
  const Result<FileSet> site = RenderSite({FakeLibrary(), {}, ReadSourceFiles("site-templates"), {}}, 1);
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_THAT(site->at("en/timeline/index.html"), HasSubstr("Nothing here yet."));
  EXPECT_THAT(CheckPages(*site), IsEmpty());
}

}  // namespace
}  // namespace ferrotype
