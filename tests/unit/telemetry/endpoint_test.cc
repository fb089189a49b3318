#include "telemetry/endpoint.h"

#include <gtest/gtest.h>
#include <httplib.h>

namespace ferrotype {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(Endpoint, TellsHowTheServiceIs) {
  Instruments instruments;
  instruments.counter("ferrotype_batches_total", "Batches done.").Add(5);
  Health health(minutes(1));
  const auto endpoint = Endpoint::Listen("0", instruments, health);
  ASSERT_TRUE(endpoint) << endpoint.error().message;
  httplib::Client client("127.0.0.1", (*endpoint)->port());

  EXPECT_EQ(client.Get("/healthz")->status, 200);
  EXPECT_EQ(client.Get("/readyz")->status, 503);
  EXPECT_EQ(client.Get("/readyz")->body, "starting\n");
  health.Ready();
  EXPECT_EQ(client.Get("/readyz")->status, 200);
  health.NotReady("the broker is away");
  EXPECT_EQ(client.Get("/readyz")->body, "the broker is away\n");
  const auto metrics = client.Get("/metrics");
  EXPECT_NE(metrics->body.find("ferrotype_batches_total 5\n"), std::string::npos);
  EXPECT_EQ(metrics->get_header_value("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(client.Get("/")->status, 404);
  EXPECT_NE(client.Get("/")->body.find("/metrics"), std::string::npos);
}

TEST(Endpoint, AnAddressThatIsNoneOrTakenIsAnError) {
  Instruments instruments;
  Health health(minutes(1));
  for (const char* wrong : {"", "x", "70000", "-1", ":1", "host:", "1:2:x"}) {
    const auto endpoint = Endpoint::Listen(wrong, instruments, health);
    ASSERT_FALSE(endpoint) << wrong;
    EXPECT_EQ(endpoint.error().kind, ErrorKind::kInvalidArgument);
  }
  const auto elsewhere = Endpoint::Listen("192.0.2.1:9464", instruments, health);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().kind, ErrorKind::kUnavailable);

  const auto first = Endpoint::Listen("0", instruments, health);
  ASSERT_TRUE(first);
  const auto second = Endpoint::Listen(std::to_string((*first)->port()), instruments, health);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kUnavailable);
}

TEST(Health, ALoopThatStandsStillIsNotAlive) {
  const Health::Clock::time_point start{};
  Health health(seconds(30), start);
  health.Ready();
  EXPECT_EQ(health.WhyNotAlive(start + seconds(30)), std::nullopt);
  EXPECT_EQ(health.WhyNotAlive(start + seconds(31)), "its loop has not come round for 31 s");
  EXPECT_EQ(health.WhyNotReady(start + seconds(31)), "its loop has not come round for 31 s");
  health.Beat(start + seconds(31));
  EXPECT_EQ(health.WhyNotReady(start + seconds(40)), std::nullopt);
}

}  // namespace
}  // namespace ferrotype
