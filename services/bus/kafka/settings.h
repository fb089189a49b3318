// How to reach a Kafka cluster.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ferrotype {

struct KafkaSettings {
  std::string brokers;  ///< host:port, separated by commas
  /// librdkafka's own names to values, as a person gave them: "security.protocol" -> "sasl_ssl".
  std::map<std::string, std::string> properties;
  /// What the names of topics and groups begin with on the brokers, in place of "ferrotype": two installations may
  /// share a cluster. Everywhere else they are called by their own names.
  std::string prefix = "ferrotype";
  /// How long an answer to a question is waited for.
  std::chrono::milliseconds patience{15'000};
  std::string client;  ///< what this process calls itself: in brokers' logs, and as the writer of its messages
  /// Hears of trouble on connections, from any thread; may be empty. Nothing of it needs an answer: the bus goes on.
  std::function<void(bool serious, std::string_view text)> log;
  /// Hears of each message that came or was acknowledged, with the bytes of its key and value; may be empty.
  std::function<void(std::string_view topic, bool incoming, std::size_t bytes)> count;
  /// Hears that no broker can be reached, and that one was; may be empty.
  std::function<void(bool reached)> reach;
  /// True: nobody waits for a first answer any longer; may be empty.
  std::function<bool()> stopped;
};

/// Whether librdkafka takes the settings: names, values, files of keys, and whether they can go together. Talks to no
/// broker. kInvalidArgument names the setting and what is wrong with it; no secret is ever in the message.
[[nodiscard]] Result<void> CheckKafkaSettings(const KafkaSettings& settings);

/// The name of a topic or group on the brokers, and back; names that are not ours stay as they are.
[[nodiscard]] std::string OnBrokers(const KafkaSettings& settings, std::string_view name);
[[nodiscard]] std::string FromBrokers(const KafkaSettings& settings, std::string_view name);

}  // namespace ferrotype
