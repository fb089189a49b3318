#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "bus/kafka/consumer.h"

namespace ferrotype {
namespace {

TEST(KafkaConsumer, TellsOfABrokerThatIsAway) {
  std::atomic<int> told = 0;
  KafkaSettings settings;
  settings.brokers = "127.0.0.1:1";  // nobody listens there
  settings.client = "test";
  settings.log = [&](bool, std::string_view text) {
    told += text.find("127.0.0.1:1") != std::string_view::npos ? 1 : 0;
  };
  std::atomic<bool> closed = false;
  {
    const auto consumer = kafka::KafkaConsumer::Assign(settings, "group", {{{"topic", 0}, 0}}, closed);
    ASSERT_TRUE(consumer) << consumer.error().message;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (told == 0 && std::chrono::steady_clock::now() < end)
      static_cast<void>((*consumer)->Poll(1, std::chrono::milliseconds(50)));
  }
  EXPECT_GT(told, 0);
}

}  // namespace
}  // namespace ferrotype
