// What stands around a page: how long it can pass for the present, and footnotes beside the text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "renderer/page/freshness.h"
#include "renderer/page/side_notes.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Freshness, ASeriesIsFollowedByAnotherWithinTenWeeks) {
  Report release;
  release.date = "2026-10-28";
  release.line = "stable-7.2";
  EXPECT_EQ(DueDate(release), "2027-01-06");
}

TEST(Freshness, ACandidateIsFollowedWithinAWeek) {
  Report release;
  release.date = "2026-12-28";
  release.line = "rc";
  EXPECT_EQ(DueDate(release), "2027-01-04");
}

TEST(Freshness, DaysCountAcrossALeapDay) { EXPECT_EQ(DaysAfter("2028-02-28", 2), "2028-03-01"); }

TEST(Freshness, WhatHasNoDateIsNeverDue) {
  EXPECT_EQ(DueDate(Report{}), "");
  EXPECT_EQ(DaysAfter("soon", 7), "");
}

constexpr std::string_view kNotes =
    "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n"
    "<li id=\"fn-1\"><p>The first. <a class=\"backlink\" href=\"#fnref-1-1\">↩</a></p>\n</li>\n"
    "<li id=\"fn-2\"><p>A list:</p><ul><li>x</li></ul></li>\n</ol>\n</section>\n";

std::string Mark(int number) {
  const std::string n = std::to_string(number);
  return "<sup class=\"footnote\" id=\"fnref-" + n + "-1\"><a href=\"#fn-" + n + "\">" + n + "</a></sup>";
}

TEST(SideNotes, AFootnoteStandsBehindItsMarkAndInTheListAsWell) {
  const std::string body = "<p>Words" + Mark(1) + ".</p>\n" + std::string(kNotes);
  const std::string out = WithSideNotes(body);
  EXPECT_THAT(out,
              HasSubstr("</sup><span class=\"sidenote\"><span class=\"sidenote-n\">1</span> The first.</span>.</p>"));
  EXPECT_THAT(out, HasSubstr("<li id=\"fn-1\"><p>The first. <a class=\"backlink\""));
}

TEST(SideNotes, ANoteThatHoldsAListStaysInTheListAlone) {
  const std::string body = "<p>Words" + Mark(2) + ".</p>\n" + std::string(kNotes);
  EXPECT_EQ(WithSideNotes(body), body);
}

TEST(SideNotes, AMarkInATableStaysAsItIs) {
  const std::string body = "<p>Before.</p><table><tr><td>1" + Mark(1) + "</td></tr></table>\n" + std::string(kNotes);
  EXPECT_EQ(WithSideNotes(body), body);
}

TEST(SideNotes, ATextWithoutNotesStaysAsItIs) { EXPECT_EQ(WithSideNotes("<p>Words.</p>"), "<p>Words.</p>"); }

TEST(SideNotes, IdsInsideANoteStandOnceInThePage) {
  const std::string body =
      "<p>Words" + Mark(1) +
      ".</p>\n<section class=\"footnotes\">\n<ol>\n<li id=\"fn-1\"><p>See <a id=\"cite-1-1\" href=\"#ref-1\">1"
      "</a>.</p></li>\n</ol>\n</section>\n";
  const std::string out = WithSideNotes(body);
  EXPECT_EQ(out.find("cite-1-1"), out.rfind("cite-1-1"));
  EXPECT_THAT(out, Not(HasSubstr("</span></span></span>")));
}

}  // namespace
}  // namespace ferrotype
