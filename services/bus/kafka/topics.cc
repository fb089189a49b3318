#include "bus/kafka/topics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <thread>

#include "base/text.h"
#include "bus/kafka/handle.h"
#include "model/bus.h"

namespace ferrotype {
namespace {

using kafka::Handle;

constexpr int kAnswerMs = 15'000;
constexpr std::int64_t kWeekMs = std::int64_t{7} * 24 * 3600 * 1000;
constexpr int kGoodReplication = 3;
// The producer's batches; what a broker takes by itself.
constexpr std::int64_t kLeastMessageBytes = 1'000'012;

struct Found {
  int partitions = 0;
  int replication = 0;  // of the partition that has the fewest
};

struct Layout {
  int brokers = 0;
  std::map<std::string, Found> topics;
};

Result<Layout> Look(rd_kafka_t* handle, const KafkaSettings& settings, kafka::Refusals& refusals) {
  const rd_kafka_metadata_t* raw = nullptr;
  const bool answered = refusals.Wait(handle, std::chrono::milliseconds(kAnswerMs), [&](int patience) {
    return rd_kafka_metadata(handle, 1, nullptr, &raw, patience) == RD_KAFKA_RESP_ERR_NO_ERROR;
  });
  if (!answered) return refusals.Trouble(settings);
  const Handle<const rd_kafka_metadata_t> metadata(raw);
  Layout layout;
  layout.brokers = metadata->broker_cnt;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& topic = metadata->topics[i];
    if (topic.err != RD_KAFKA_RESP_ERR_NO_ERROR || topic.partition_cnt == 0) continue;
    Found found{topic.partition_cnt, topic.partitions[0].replica_cnt};
    for (int p = 0; p < topic.partition_cnt; ++p)
      found.replication = std::min(found.replication, topic.partitions[p].replica_cnt);
    layout.topics.emplace(topic.topic, found);
  }
  return layout;
}

std::string CleanupText(const TopicSpec& spec) {
  return spec.cleanup == TopicSpec::Cleanup::kCompact ? "compact" : "delete";
}

// An admin request's answer.
Result<Handle<rd_kafka_event_t>> Await(rd_kafka_queue_t* queue, const char* doing) {
  Handle<rd_kafka_event_t> event(rd_kafka_queue_poll(queue, kAnswerMs + 1000));
  if (!event) return kafka::Trouble(RD_KAFKA_RESP_ERR__TIMED_OUT, doing);
  if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return Fail(ErrorKind::kUnavailable, fmt::format("kafka: {}: {}", doing, rd_kafka_event_error_string(event.get())));
  return event;
}

Handle<rd_kafka_AdminOptions_t> Patience(rd_kafka_t* handle, rd_kafka_admin_op_t operation) {
  Handle<rd_kafka_AdminOptions_t> options(rd_kafka_AdminOptions_new(handle, operation));
  std::array<char, 256> reason{};
  rd_kafka_AdminOptions_set_request_timeout(options.get(), kAnswerMs, reason.data(), reason.size());
  return options;
}

class Preparation {
 public:
  Preparation(rd_kafka_t* handle, const KafkaSettings& kafka, const TopicSettings& settings)
      : handle_(handle), kafka_(kafka), settings_(settings), queue_(rd_kafka_queue_new(handle)) {}

  Result<void> Make(const std::vector<TopicSpec>& missing, int brokers) {
    const int wanted = settings_.replication != 0    ? settings_.replication
                       : brokers >= kGoodReplication ? kGoodReplication
                                                     : 1;
    std::vector<Handle<rd_kafka_NewTopic_t>> topics;
    std::vector<rd_kafka_NewTopic_t*> raw;
    for (const TopicSpec& spec : missing) {
      std::array<char, 256> reason{};
      const int partitions = !spec.spread ? 1 : settings_.partitions != 0 ? settings_.partitions : kDefaultPartitions;
      topics.emplace_back(rd_kafka_NewTopic_new(spec.name.c_str(), partitions, wanted, reason.data(), reason.size()));
      if (!topics.back()) return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {}", spec.name, reason.data()));
      rd_kafka_NewTopic_set_config(topics.back().get(), "cleanup.policy", CleanupText(spec).c_str());
      if (spec.cleanup == TopicSpec::Cleanup::kDelete) {
        rd_kafka_NewTopic_set_config(topics.back().get(), "retention.ms", fmt::format("{}", spec.retention_ms).c_str());
      }
      if (wanted >= kGoodReplication) rd_kafka_NewTopic_set_config(topics.back().get(), "min.insync.replicas", "2");
      raw.push_back(topics.back().get());
    }
    const auto options = Patience(handle_, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(handle_, raw.data(), raw.size(), options.get(), queue_.get());
    TRY_ASSIGN(const auto event, Await(queue_.get(), "making topics"));
    std::size_t count = 0;
    const rd_kafka_topic_result_t** results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
      const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
      // Services that start together make them together.
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
      const char* reason = rd_kafka_topic_result_error_string(results[i]);
      return Fail(code == RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT ? ErrorKind::kUnavailable : ErrorKind::kInvalidArgument,
                  fmt::format("{}: the topic can't be made: {}", rd_kafka_topic_result_name(results[i]),
                              reason != nullptr ? reason : rd_kafka_err2str(code)));
    }
    return {};
  }

  Result<void> CheckLayout(const TopicSpec& spec, const Found& found) const {
    if (!spec.spread && found.partitions != 1) {
      return Fail(
          ErrorKind::kInvalidArgument,
          fmt::format("{}: the topic has {} partitions and must have 1, for its messages have one order; stop all "
                      "services, then: {} --delete --topic {}  (the services make it again)",
                      spec.name, found.partitions, Tool("kafka-topics.sh"), spec.name));
    }
    // Compacted topics keep what they were made with: a key that moved to another partition would lie in two.
    const bool may_grow = spec.spread && spec.cleanup == TopicSpec::Cleanup::kDelete;
    if (may_grow && settings_.partitions > found.partitions) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: the topic has {} partitions, and {} are set; {} --alter --topic {} --partitions {}",
                              spec.name, found.partitions, settings_.partitions, Tool("kafka-topics.sh"), spec.name,
                              settings_.partitions));
    }
    if (may_grow && settings_.partitions != 0 && settings_.partitions < found.partitions) {
      return Fail(
          ErrorKind::kInvalidArgument,
          fmt::format("{}: the topic has {} partitions, and {} are set; a topic's partitions never become fewer: "
                      "set partitions = {}, or leave it out",
                      spec.name, found.partitions, settings_.partitions, found.partitions));
    }
    if (settings_.replication != 0 && settings_.replication != found.replication) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: the topic has {} copies of a partition, and {} are set; {} --execute "
                              "--reassignment-json-file FILE moves them, or set replication = {}",
                              spec.name, found.replication, settings_.replication, Tool("kafka-reassign-partitions.sh"),
                              found.replication));
    }
    return {};
  }

  Result<void> CheckConfigs(const std::vector<TopicSpec>& specs) {
    std::vector<Handle<rd_kafka_ConfigResource_t>> resources;
    std::vector<rd_kafka_ConfigResource_t*> raw;
    for (const TopicSpec& spec : specs) {
      resources.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, spec.name.c_str()));
      raw.push_back(resources.back().get());
    }
    const auto options = Patience(handle_, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_DescribeConfigs(handle_, raw.data(), raw.size(), options.get(), queue_.get());
    TRY_ASSIGN(const auto event, Await(queue_.get(), "asking for the topics' settings"));
    std::size_t count = 0;
    const rd_kafka_ConfigResource_t** results =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string name = rd_kafka_ConfigResource_name(results[i]);
      const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& each) { return each.name == name; });
      if (rd_kafka_ConfigResource_error(results[i]) != RD_KAFKA_RESP_ERR_NO_ERROR || spec == specs.end()) {
        const char* reason = rd_kafka_ConfigResource_error_string(results[i]);
        return Fail(ErrorKind::kUnavailable, fmt::format("{}: its settings can't be read: {}", name,
                                                         reason != nullptr ? reason : "an unknown topic"));
      }
      TRY(CheckConfig(*spec, Entries(results[i])));
    }
    return {};
  }

 private:
  static std::map<std::string, std::string> Entries(const rd_kafka_ConfigResource_t* resource) {
    std::map<std::string, std::string> entries;
    std::size_t count = 0;
    const rd_kafka_ConfigEntry_t** raw = rd_kafka_ConfigResource_configs(resource, &count);
    for (std::size_t i = 0; i < count; ++i) {
      const char* value = rd_kafka_ConfigEntry_value(raw[i]);
      entries.emplace(rd_kafka_ConfigEntry_name(raw[i]), value != nullptr ? value : "");
    }
    return entries;
  }

  Result<void> CheckConfig(const TopicSpec& spec, const std::map<std::string, std::string>& entries) const {
    const auto value = [&](const char* name) {
      const auto found = entries.find(name);
      return found == entries.end() ? std::string() : found->second;
    };
    const auto wrong = [&](const char* name, std::string_view why, const std::string& should) {
      return Fail(
          ErrorKind::kInvalidArgument,
          fmt::format("{}: the topic has {}={}, {}; {} --alter --entity-type topics --entity-name {} "
                      "--add-config {}={}",
                      spec.name, name, Printable(value(name)), why, Tool("kafka-configs.sh"), spec.name, name, should));
    };
    if (value("cleanup.policy") != CleanupText(spec)) {
      return wrong("cleanup.policy",
                   spec.cleanup == TopicSpec::Cleanup::kCompact ? "which would delete what is known"
                                                                : "which would keep the last message of each key alone",
                   CleanupText(spec));
    }
    if (spec.cleanup == TopicSpec::Cleanup::kDelete && spec.retention_ms == -1 && value("retention.ms") != "-1")
      return wrong("retention.ms", "and what could not be done must not vanish", "-1");
    const std::optional<std::int64_t> bytes = ParseInt(value("max.message.bytes"));
    if (bytes && *bytes < kLeastMessageBytes)
      return wrong("max.message.bytes", "less than what is sent at once", "1048588");
    return {};
  }

  [[nodiscard]] std::string Tool(const char* name) const {
    return fmt::format("{} --bootstrap-server {}", name, Printable(kafka_.brokers));
  }

  rd_kafka_t* handle_;
  const KafkaSettings& kafka_;
  const TopicSettings& settings_;
  Handle<rd_kafka_queue_t> queue_;
};

}  // namespace

std::vector<TopicSpec> AllTopics() {
  using Cleanup = TopicSpec::Cleanup;
  const auto name = [](std::string_view topic) { return std::string(topic); };
  return {
      {name(topics::kWork), Cleanup::kDelete, kWeekMs, true},    {name(topics::kTrees), Cleanup::kCompact, -1, true},
      {name(topics::kFindings), Cleanup::kCompact, -1, true},    {name(topics::kSources), Cleanup::kCompact, -1, true},
      {name(topics::kReleases), Cleanup::kCompact, -1, false},   {name(topics::kStatus), Cleanup::kCompact, -1, false},
      {name(topics::kDeadLetters), Cleanup::kDelete, -1, false},
  };
}

Result<void> PrepareTopics(const KafkaSettings& kafka, const std::vector<TopicSpec>& specs,
                           const TopicSettings& settings) {
  std::vector<TopicSpec> topics = specs;
  for (TopicSpec& topic : topics) topic.name = OnBrokers(kafka, topic.name);
  kafka::Refusals refusals;
  TRY_ASSIGN(auto conf, kafka::MakeConf(kafka, {}));
  refusals.Hear(conf.get(), kafka);
  TRY_ASSIGN(const auto handle, kafka::MakeHandle(RD_KAFKA_PRODUCER, std::move(conf)));
  Preparation preparation(handle.get(), kafka, settings);
  constexpr int kLooks = 50;
  constexpr std::chrono::milliseconds kPause(100);
  // What was just made is not known to every broker at once.
  for (int look = 0; look < kLooks; ++look) {
    if (look > 0) std::this_thread::sleep_for(kPause);
    TRY_ASSIGN(const Layout layout, Look(handle.get(), kafka, refusals));
    std::vector<TopicSpec> missing;
    std::copy_if(topics.begin(), topics.end(), std::back_inserter(missing),
                 [&](const TopicSpec& spec) { return !layout.topics.contains(spec.name); });
    if (missing.empty()) {
      for (const TopicSpec& spec : topics) TRY(preparation.CheckLayout(spec, layout.topics.at(spec.name)));
      return preparation.CheckConfigs(topics);
    }
    if (look == 0) TRY(preparation.Make(missing, layout.brokers));
  }
  return Fail(ErrorKind::kUnavailable, "kafka: topics that were made do not appear; look at the brokers' logs");
}

}  // namespace ferrotype
