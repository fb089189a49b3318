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

TEST(KafkaSettings, AFileThatHoldsNoCertificateIsAnErrorAtOnce) {
  const std::string error = ErrorOf({{"security.protocol", "ssl"}, {"ssl.ca.location", "/dev/null"}});
  EXPECT_THAT(error, HasSubstr("\"ssl.ca.location\": /dev/null: holds no certificate"));
}

std::string ErrorOfSasl(std::map<std::string, std::string> properties) {
  properties.emplace("security.protocol", "sasl_ssl");
  return ErrorOf(properties);
}

TEST(KafkaSettings, AnUnknownMechanismIsAnErrorAtOnce) {
  EXPECT_THAT(ErrorOfSasl({{"sasl.mechanisms", "SCRAM-SHA512"}, {"sasl.username", "u"}, {"sasl.password", "p"}}),
              HasSubstr("no mechanism is called SCRAM-SHA512; did you mean SCRAM-SHA-512?"));
  EXPECT_THAT(ErrorOfSasl({{"sasl.mechanism", "kerberos"}}), HasSubstr("known: GSSAPI, PLAIN"));
  EXPECT_THAT(ErrorOfSasl({}), HasSubstr("\"sasl.mechanisms\" is missing"));
}

TEST(KafkaSettings, AMissingNameOrPasswordIsAnErrorAtOnce) {
  EXPECT_THAT(ErrorOfSasl({{"sasl.mechanisms", "PLAIN"}, {"sasl.password", "p"}}),
              HasSubstr("\"sasl.username\" is missing, and PLAIN asks for it"));
  EXPECT_THAT(ErrorOfSasl({{"sasl.mechanisms", "SCRAM-SHA-256"}, {"sasl.username", "u"}}),
              HasSubstr("FERROTYPE_KAFKA_SASL_PASSWORD"));
}

TEST(KafkaSettings, SettingsThatContradictEachOtherAreAnError) {
  EXPECT_THAT(ErrorOfSasl({{"sasl.mechanism", "PLAIN"}, {"sasl.mechanisms", "SCRAM-SHA-256"}}),
              HasSubstr("are one setting with two names"));
  EXPECT_THAT(ErrorOf({{"security.protocol", "ssl"},
                       {"ssl.ca.location", "/dev/null"},
                       {"enable.ssl.certificate.verification", "false"}}),
              HasSubstr("\"ssl.ca.location\" has no effect while enable.ssl.certificate.verification is false"));
  EXPECT_THAT(ErrorOf({{"security.protocol", "ssl"}, {"ssl.certificate.location", "/dev/null"}}),
              HasSubstr("\"ssl.key.location\" is missing"));
}

TEST(KafkaSettings, APrefixIsOneThatTopicsCanHave) {
  KafkaSettings settings;
  settings.brokers = "localhost:9092";
  for (const char* sound : {"ferrotype", "staging.ferrotype-2"}) {
    settings.prefix = sound;
    EXPECT_TRUE(CheckKafkaSettings(settings)) << sound;
    EXPECT_EQ(FromBrokers(settings, OnBrokers(settings, "ferrotype.work")), "ferrotype.work");
  }
  EXPECT_EQ(OnBrokers(settings, "ferrotype.work"), "staging.ferrotype-2.work");
  EXPECT_EQ(OnBrokers(settings, "ferrotype-analyzers"), "staging.ferrotype-2-analyzers");
  EXPECT_EQ(OnBrokers(settings, "ferrotypes"), "ferrotypes");
  for (const char* wrong : {"", ".", "a b", "a/b"}) {
    settings.prefix = wrong;
    const auto checked = CheckKafkaSettings(settings);
    ASSERT_FALSE(checked) << wrong;
    EXPECT_THAT(checked.error().message, HasSubstr("topic-prefix"));
  }
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
