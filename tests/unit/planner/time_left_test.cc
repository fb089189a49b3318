#include "planner/time_left.h"

#include <gtest/gtest.h>

namespace ferrotype {
namespace {

TEST(TimeLeft, IsOfWhatTakesLongest) {
  TimeLeft time;
  time.Add(0, {100, 1000, 10});
  time.Add(10, {50, 0, 9});
  const auto estimate = time.Now();
  ASSERT_TRUE(estimate);
  EXPECT_EQ(estimate->seconds, 90);  // nine releases of ten seconds each, long after the last batch
  EXPECT_EQ(estimate->by, "completing releases");
}

TEST(TimeLeft, CompletionCountsWhenAllWorkIsAnswered) {
  TimeLeft time;
  time.Add(0, {0, 0, 3});
  time.Add(20, {0, 0, 2});
  EXPECT_EQ(time.Now()->seconds, 40);
}

TEST(TimeLeft, TheSecondRoundIsWorkThatComesWhenTheFirstIsDone) {
  TimeLeft time;
  time.Add(0, {40, 0, 1});
  time.Add(4, {0, 0, 1});
  time.Add(5, {20, 0, 1});  // what pages quote
  time.Add(6, {10, 0, 1});
  // The release's own end was never seen: better nothing than a number that stops at the last batch.
  EXPECT_FALSE(time.Now());
  time.Add(8, {10, 0, 0});
  EXPECT_EQ(time.Now()->seconds, 2);  // 50 batches in 8 seconds
  EXPECT_EQ(time.Now()->by, "analysis");
}

TEST(TimeLeft, NothingIsSaidOfWhatDoesNotMove) {
  TimeLeft time;
  EXPECT_FALSE(time.Now());
  time.Add(0, {5, 0, 0});
  EXPECT_FALSE(time.Now());
  time.Add(30, {5, 0, 0});
  EXPECT_FALSE(time.Now());
}

TEST(TimeLeft, NothingIsLeft) {
  TimeLeft time;
  time.Add(0, {5, 5, 1});
  time.Add(1, {0, 0, 0});
  EXPECT_FALSE(time.Now());
}

TEST(TimeLeft, ASlowReleaseIsMeasuredOverTenMinutes) {
  TimeLeft time;
  for (int second = 0; second <= 300; second += 10) time.Add(second, {0, 0, second < 100 ? 4 : 3});
  EXPECT_EQ(time.Now()->seconds, 900);
  for (int second = 310; second <= 1000; second += 10) time.Add(second, {0, 0, 3});
  EXPECT_FALSE(time.Now());
}

}  // namespace
}  // namespace ferrotype
