#include "telemetry/log.h"

#include <gtest/gtest.h>

#include <limits>

namespace ferrotype {
namespace {

class Lines {
 public:
  Log In(LogFormat format, LogLevel least = LogLevel::kInfo) {
    return {format,
            least,
            {{"service", "analyzer"}},
            [this](const std::string& line) { text += line; },
            [] { return "2026-11-29T14:00:00.123Z"; }};
  }
  std::string text;
};

TEST(Log, LogfmtHasReleaseShardAndBatch) {
  Lines lines;
  const Log log = lines.In(LogFormat::kLogfmt).With({{"release", "v7.2.13-debian"}, {"shard", 3}});
  log.Info("batch done", {{"batch", 17}, {"seconds", 0.25}, {"again", false}});
  EXPECT_EQ(lines.text,
            "time=2026-11-29T14:00:00.123Z level=info msg=\"batch done\" service=analyzer release=v7.2.13-debian "
            "shard=3 batch=17 seconds=0.25 again=false\n");
}

TEST(Log, JsonHasTypes) {
  Lines lines;
  lines.In(LogFormat::kJson).Warn("slow", {{"batch", 17U}, {"release", "v6.1"}, {"seconds", 1.5}, {"again", true}});
  EXPECT_EQ(lines.text,
            R"({"time":"2026-11-29T14:00:00.123Z","level":"warn","msg":"slow","service":"analyzer","batch":17,)"
            R"("release":"v6.1","seconds":1.5,"again":true})"
            "\n");
}

TEST(Log, AFieldGivenAgainReplacesTheFirst) {
  Lines lines;
  lines.In(LogFormat::kLogfmt).With({{"batch", 1}}).Error("x", {{"batch", 2}});
  EXPECT_EQ(lines.text, "time=2026-11-29T14:00:00.123Z level=error msg=\"x\" service=analyzer batch=2\n");
}

TEST(Log, LinesBelowTheLeastLevelAreNotWritten) {
  Lines lines;
  const Log log = lines.In(LogFormat::kLogfmt, LogLevel::kWarn);
  log.Debug("a");
  log.Info("b");
  EXPECT_EQ(lines.text, "");
  log.Warn("c");
  EXPECT_NE(lines.text, "");
}

TEST(Log, NoValueBreaksALineOrDeceives) {
  const std::string hostile = "a\nb\x1b[31m \"q\" \\ \xE2\x80\xAE \xff \xF3\xA0\x80\x81";
  for (const LogFormat format : {LogFormat::kLogfmt, LogFormat::kJson}) {
    const std::string line = FormatLogLine(format, "t", LogLevel::kInfo, hostile, {{"release", hostile}});
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    EXPECT_EQ(line.find('\x1b'), std::string::npos);
    EXPECT_NE(line.find(R"("a\nb\u001b[31m \"q\" \\ \u202e )"
                        "\xEF\xBF\xBD"
                        R"( \udb40\udc01")"),
              std::string::npos)
        << line;
  }
}

TEST(Log, WhatIsNoNumberInJsonIsText) {
  EXPECT_EQ(
      FormatLogLine(LogFormat::kJson, "t", LogLevel::kInfo, "m", {{"x", std::numeric_limits<double>::infinity()}}),
      "{\"time\":\"t\",\"level\":\"info\",\"msg\":\"m\",\"x\":\"inf\"}\n");
}

TEST(Log, LogfmtQuotesWhatIsEmptyOrHasBlanks) {
  EXPECT_EQ(FormatLogLine(LogFormat::kLogfmt, "t", LogLevel::kDebug, "m", {{"a", ""}, {"b", "x y"}, {"c", "k=v"}}),
            "time=t level=debug msg=\"m\" a=\"\" b=\"x y\" c=\"k=v\"\n");
}

TEST(Log, NamesOfFormatsAndLevels) {
  EXPECT_EQ(ParseLogFormat("json"), LogFormat::kJson);
  EXPECT_EQ(ParseLogFormat("xml"), std::nullopt);
  EXPECT_EQ(ParseLogLevel("warn"), LogLevel::kWarn);
  EXPECT_EQ(ParseLogLevel("loud"), std::nullopt);
}

}  // namespace
}  // namespace ferrotype
