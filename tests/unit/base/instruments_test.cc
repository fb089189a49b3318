#include "base/instruments.h"

#include <gmock/gmock.h>

#include <limits>
#include <thread>

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Instruments, ArePrintedAsPrometheusReadsThem) {
  Instruments all;
  all.counter("ferrotype_blobs_total", "Blobs analyzed.", {{"language", "rust"}}).Add(3);
  all.counter("ferrotype_blobs_total", "Blobs analyzed.", {{"language", "c"}}).Add();
  all.gauge("ferrotype_lag", "Messages behind.").Set(2.5);
  Histogram& seconds = all.histogram("ferrotype_batch_seconds", "Time of a batch.", {0.1, 1});
  seconds.Observe(0.1);
  seconds.Observe(0.5);
  seconds.Observe(7);
  EXPECT_EQ(all.Text(),
            "# HELP ferrotype_batch_seconds Time of a batch.\n"
            "# TYPE ferrotype_batch_seconds histogram\n"
            "ferrotype_batch_seconds_bucket{le=\"0.1\"} 1\n"
            "ferrotype_batch_seconds_bucket{le=\"1\"} 2\n"
            "ferrotype_batch_seconds_bucket{le=\"+Inf\"} 3\n"
            "ferrotype_batch_seconds_sum 7.6\n"
            "ferrotype_batch_seconds_count 3\n"
            "# HELP ferrotype_blobs_total Blobs analyzed.\n"
            "# TYPE ferrotype_blobs_total counter\n"
            "ferrotype_blobs_total{language=\"c\"} 1\n"
            "ferrotype_blobs_total{language=\"rust\"} 3\n"
            "# HELP ferrotype_lag Messages behind.\n"
            "# TYPE ferrotype_lag gauge\n"
            "ferrotype_lag 2.5\n");
}

TEST(Instruments, EscapeLabelsAndHelp) {
  Instruments all;
  all.gauge("g", "Back\\slash\nand line.", {{"release", "a\"b\\c\nd"}}).Set(1);
  EXPECT_THAT(all.Text(), HasSubstr("# HELP g Back\\\\slash\\nand line.\n"));
  EXPECT_THAT(all.Text(), HasSubstr("g{release=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

TEST(Instruments, NumbersThatAreNone) {
  Instruments all;
  all.gauge("a", "").Set(std::numeric_limits<double>::infinity());
  all.gauge("b", "").Set(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(all.Text(), HasSubstr("a +Inf\n"));
  EXPECT_THAT(all.Text(), HasSubstr("b NaN\n"));
}

TEST(Instruments, LooksRunBeforeEachReading) {
  Instruments all;
  Gauge& lag = all.gauge("lag", "Behind.");
  double now = 1;
  all.OnRead([&] { lag.Set(now); });
  EXPECT_THAT(all.Text(), HasSubstr("lag 1\n"));
  now = 2;
  EXPECT_THAT(all.Text(), HasSubstr("lag 2\n"));
}

TEST(Instruments, WhatIsRemovedIsPrintedNoMoreAndMayStillBeHeld) {
  Instruments all;
  Gauge& first = all.gauge("lag", "Behind.", {{"partition", "0"}});
  all.gauge("lag", "Behind.", {{"partition", "1"}}).Set(4);
  all.Remove("lag", {{"partition", "0"}});
  first.Set(9);
  EXPECT_THAT(all.Text(), Not(HasSubstr("partition=\"0\"")));
  EXPECT_THAT(all.Text(), HasSubstr("lag{partition=\"1\"} 4\n"));
  all.Remove("nothing", {});
}

TEST(Instruments, ThreadsLoseNoCount) {
  Instruments all;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 1000; ++j) {
          all.counter("c", "").Add();
          all.gauge("g", "").Add(1);
          all.histogram("h", "", {10}).Observe(1);
        }
      });
    }
  }
  EXPECT_THAT(all.Text(), HasSubstr("c 4000\n"));
  EXPECT_THAT(all.Text(), HasSubstr("g 4000\n"));
  EXPECT_THAT(all.Text(), HasSubstr("h_count 4000\n"));
}

TEST(InstrumentsDeathTest, ANameThatPrometheusRefusesIsABug) {
  Instruments all;
  EXPECT_DEATH(all.counter("7up", ""), "no metric can be called");
  EXPECT_DEATH(all.gauge("g", "", {{"le", "x"}}), "no label can be called");
  all.counter("c", "");
  EXPECT_DEATH(all.gauge("c", ""), "c is a counter, not a gauge");
}

}  // namespace
}  // namespace ferrotype
