#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bus/kafka/settings.h"

namespace ferrotype {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string ErrorOf(const std::map<std::string, std::string>& properties) {
  KafkaSettings settings;
  settings.brokers = "localhost:9092";
  settings.properties = properties;
  const Result<void> checked = CheckKafkaSettings(settings);
  return checked ? "" : checked.error().message;
}

TEST(KafkaSettings, TakesWhatLibrdkafkaTakes) {
  EXPECT_EQ(ErrorOf({}), "");
  EXPECT_EQ(ErrorOf({{"linger.ms", "5"}, {"compression.codec", "zstd"}}), "");
  EXPECT_EQ(ErrorOf({{"security.protocol", "ssl"}}), "");
  EXPECT_EQ(ErrorOf({{"security.protocol", "sasl_ssl"},
                     {"sasl.mechanisms", "SCRAM-SHA-512"},
                     {"sasl.username", "u"},
                     {"sasl.password", "p"}}),
            "");
}

TEST(KafkaSettings, AnUnknownNameSuggestsTheNearest) {
  EXPECT_THAT(ErrorOf({{"security.protcol", "ssl"}}), HasSubstr("did you mean \"security.protocol\"?"));
}

TEST(KafkaSettings, AWrongValueIsNamed) {
  EXPECT_THAT(ErrorOf({{"linger.ms", "soon"}}), HasSubstr("kafka setting \"linger.ms\""));
}

TEST(KafkaSettings, WhatOurPromisesStandOnIsNotForSetting) {
  for (const char* name : {"enable.idempotence", "enable.auto.commit", "auto.offset.reset", "group.id", "acks"})
    EXPECT_THAT(ErrorOf({{name, "true"}}), HasSubstr("is Ferrotype's own")) << name;
}

TEST(KafkaSettings, CredentialsThatWouldNotBeUsedAreAnError) {
  EXPECT_THAT(ErrorOf({{"sasl.username", "u"}}), HasSubstr("has no effect while security.protocol is plaintext"));
  EXPECT_THAT(ErrorOf({{"security.protocol", "ssl"}, {"sasl.password", "secret"}}), HasSubstr("sasl_ssl"));
}

TEST(KafkaSettings, AFileThatIsNotThereIsAnErrorAtOnce) {
  EXPECT_THAT(ErrorOf({{"security.protocol", "ssl"}, {"ssl.ca.location", "/no/such/file.pem"}}),
              HasSubstr("/no/such/file.pem"));
}

TEST(KafkaSettings, NoSecretIsInAMessage) {
  const std::map<std::string, std::string> settings = {{"security.protocol", "sasl_ssl"},
                                                       {"sasl.mechanisms", "no-such"},
                                                       {"sasl.username", "u"},
                                                       {"sasl.password", "hunter2"},
                                                       {"ssl.key.pem", "hunter3"}};
  const std::string error = ErrorOf(settings);
  EXPECT_NE(error, "");
  EXPECT_THAT(error, Not(HasSubstr("hunter")));
}

TEST(KafkaSettings, WithoutBrokersItSaysHowToNameThem) {
  EXPECT_THAT(CheckKafkaSettings({}).error().message, HasSubstr("--brokers"));
}

}  // namespace
}  // namespace ferrotype
