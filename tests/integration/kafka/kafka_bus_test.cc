// The bus over a real broker: the suite that every bus passes, and what only Kafka can do to one. One broker for all,
// so this program is one test to CTest; where no broker can be had it says so and exits with 77.

#include "bus/kafka_bus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "bus/kafka/producer.h"
#include "bus/kafka/topics.h"
#include "support/bus_conformance.h"
#include "support/temp_dir.h"

namespace ferrotype {

std::string& Brokers() {
  static std::string brokers;
  return brokers;
}

KafkaSettings Settings() {
  KafkaSettings settings;
  settings.brokers = Brokers();
  settings.client = "test";
  settings.properties = {{"session.timeout.ms", "6000"}, {"heartbeat.interval.ms", "300"}};
  return settings;
}

std::string FreshName() {
  static int count = 0;
  return "test-" + std::to_string(::getpid()) + "-" + std::to_string(count++);
}

namespace testing_support {
namespace {

class KafkaBusMaker : public BusMaker {
 public:
  std::string FreshTopic(std::int32_t partitions) override {
    const std::string name = FreshName();
    const auto made = PrepareTopics(Settings(), {{name, TopicSpec::Cleanup::kDelete, -1, true}}, {partitions, 1});
    EXPECT_TRUE(made) << made.error().message;
    return name;
  }
  Bus& bus() override {
    if (!bus_) bus_ = KafkaBus::Open(Settings()).value();
    return *bus_;
  }

 private:
  std::unique_ptr<KafkaBus> bus_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Kafka, BusConformance, KafkaBusMaker);

}  // namespace
}  // namespace testing_support

namespace {

using testing::HasSubstr;

TopicSpec Compacted(const std::string& name) { return {name, TopicSpec::Cleanup::kCompact, -1, true}; }

TEST(KafkaTopics, PreparingTwiceChangesNothing) {
  const std::string name = FreshName();
  EXPECT_TRUE(PrepareTopics(Settings(), {Compacted(name)}, {3, 1}));
  EXPECT_TRUE(PrepareTopics(Settings(), {Compacted(name)}, {3, 1}));
  EXPECT_TRUE(PrepareTopics(Settings(), {Compacted(name)}, {}));
}

TEST(KafkaTopics, ATopicThatIsSetUpWronglyIsAnErrorWithTheCommandThatMendsIt) {
  const std::string name = FreshName();
  ASSERT_TRUE(PrepareTopics(Settings(), {{name, TopicSpec::Cleanup::kDelete, 1000, true}}, {2, 1}));
  const auto wrong_policy = PrepareTopics(Settings(), {Compacted(name)}, {});
  ASSERT_FALSE(wrong_policy);
  EXPECT_EQ(wrong_policy.error().kind, ErrorKind::kInvalidArgument);
  EXPECT_THAT(wrong_policy.error().message, HasSubstr("kafka-configs.sh --bootstrap-server " + Brokers() +
                                                      " --alter --entity-type topics --entity-name " + name +
                                                      " --add-config cleanup.policy=compact"));
  const auto vanishing = PrepareTopics(Settings(), {{name, TopicSpec::Cleanup::kDelete, -1, true}}, {});
  ASSERT_FALSE(vanishing);
  EXPECT_THAT(vanishing.error().message, HasSubstr("--add-config retention.ms=-1"));
  const auto too_few = PrepareTopics(Settings(), {{name, TopicSpec::Cleanup::kDelete, 1000, true}}, {5, 0});
  ASSERT_FALSE(too_few);
  EXPECT_THAT(too_few.error().message, HasSubstr("--alter --topic " + name + " --partitions 5"));
  const auto too_many = PrepareTopics(Settings(), {{name, TopicSpec::Cleanup::kDelete, 1000, true}}, {1, 0});
  ASSERT_FALSE(too_many);
  EXPECT_THAT(too_many.error().message, HasSubstr("set partitions = 2"));
  const auto spread = PrepareTopics(Settings(), {{name, TopicSpec::Cleanup::kDelete, 1000, false}}, {});
  ASSERT_FALSE(spread);
  EXPECT_THAT(spread.error().message, HasSubstr("--delete --topic " + name));
}

TEST(KafkaProducer, WhatAFailedProducerHadInItsHandsIsSentAgain) {
  const std::string topic = FreshName();
  ASSERT_TRUE(PrepareTopics(Settings(), {Compacted(topic)}, {1, 1}));
  const auto bus = KafkaBus::Open(Settings()).value();
  constexpr int kMessages = 2000;
  for (int i = 0; i < kMessages; ++i) {
    ASSERT_TRUE(bus->Put(topic, MakeMessage(std::to_string(i), std::string(200, 'x') + std::to_string(i))));
    if (i == kMessages / 2) bus->producer().BreakForTest();
  }
  const auto flushed = bus->Flush(std::chrono::seconds(60));
  ASSERT_TRUE(flushed) << flushed.error().message;
  EXPECT_GE(bus->producer().renewals(), 1U);
  EXPECT_EQ(bus->producer().unacknowledged_bytes(), 0U);
  const auto reader = bus->Assign("g", {{{topic, 0}, 0}}).value();
  std::set<std::string> keys;
  for (int patience = 0; keys.size() < kMessages && patience < 100; ++patience) {
    const auto records = reader->Poll(500, std::chrono::milliseconds(100));
    for (const Record& record : records.value()) keys.insert(record.message.key);
  }
  EXPECT_EQ(keys.size(), static_cast<std::size_t>(kMessages));
}

TEST(KafkaBus, TwoInstallationsShareACluster) {
  KafkaSettings one = Settings();
  KafkaSettings other = Settings();
  one.prefix = FreshName();
  other.prefix = FreshName();
  for (const KafkaSettings& each : {one, other}) ASSERT_TRUE(PrepareTopics(each, AllTopics(), {2, 1}));
  const auto bus = KafkaBus::Open(one).value();
  const auto stranger = KafkaBus::Open(other).value();
  EXPECT_NE(bus->cluster(), stranger->cluster());  // offsets of one mean nothing to the other
  ASSERT_TRUE(bus->Put(topics::kStatus, MakeMessage("k", "v")));
  ASSERT_TRUE(bus->Flush(std::chrono::seconds(30)));
  const auto reader = bus->Subscribe(groups::kAnalyzers, {std::string(topics::kStatus)}).value();
  std::vector<Record> records;
  for (int patience = 0; records.empty() && patience < 200; ++patience)
    records = reader->Poll(1, std::chrono::milliseconds(100)).value();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].from.topic, topics::kStatus);  // by its own name, whatever the brokers call it
  ASSERT_TRUE(reader->Commit(records[0].from, records[0].next_offset));
  EXPECT_EQ(bus->Committed(groups::kAnalyzers, topics::kStatus)->at(records[0].from), 1);
  EXPECT_EQ(bus->Ranges(topics::kStatus)->at(0).end, 1);
  EXPECT_EQ(stranger->Ranges(topics::kStatus)->at(0).end, 0);
  EXPECT_TRUE(stranger->Committed(groups::kAnalyzers, topics::kStatus)->empty());
}

TEST(KafkaBus, NoAnswerIsAnErrorThatNamesTheBrokers) {
  KafkaSettings settings = Settings();
  settings.brokers = "127.0.0.1:1";
  settings.patience = std::chrono::milliseconds(500);
  const auto bus = KafkaBus::Open(settings);
  ASSERT_FALSE(bus);
  EXPECT_EQ(bus.error().kind, ErrorKind::kUnavailable);
  EXPECT_THAT(bus.error().message, HasSubstr("127.0.0.1:1"));
}

}  // namespace
}  // namespace ferrotype

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  if (GTEST_FLAG_GET(list_tests)) return RUN_ALL_TESTS();
  if (const char* given = std::getenv("FERROTYPE_TEST_BROKERS")) {
    ferrotype::Brokers() = given;
    return RUN_ALL_TESTS();
  }
  const ferrotype::testing_support::TempDir folder;
  // CTest has one broker for all tests of a run (tests/support/clusters.py); one of our own lives as long as the pipe.
  const char* shared = std::getenv("FERROTYPE_TEST_KAFKA");
  const std::string parent = std::to_string(::getppid());
  const std::string how = shared == nullptr ? "run '" + folder.path("kafka") + "'"
                                            : std::string("start '") + shared + "/ferrotype-kafka-" + parent +
                                                  "' --secure --while " + parent;
  const std::string command = FERROTYPE_SOURCE_DIR "/infra/kafka/broker " + how + " > '" + folder.path("address") +
                              "' 2> '" + folder.path("errors") + "'";
  std::FILE* broker = ::popen(command.c_str(), "w");
  const auto read = [&](const char* name) {
    try {
      return folder.Read(name);
    } catch (const std::exception&) {
      return std::string();
    }
  };
  for (int patience = 0; patience < 1200; ++patience) {
    const std::string address = read("address");
    if (address.ends_with('\n')) {
      ferrotype::Brokers() = address.substr(0, address.size() - 1);
      break;
    }
    if (!read("errors").empty()) break;
    ::usleep(100'000);
  }
  int code = 77;
  if (ferrotype::Brokers().empty()) {
    std::cout << "SKIPPED: no Kafka broker can be had here, so the bus over Kafka is not tested:\n" << read("errors");
  } else {
    code = RUN_ALL_TESTS();
  }
  ::pclose(broker);
  return code;
}
