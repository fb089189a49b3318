#include "bus/kafka_bus.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "bus/kafka/consumer.h"
#include "bus/kafka/handle.h"
#include "bus/kafka/producer.h"

namespace ferrotype {
namespace {

// A broker that is away, or a partition that changes its leader or was just made, answers in a moment.
template <typename Ask>
rd_kafka_resp_err_t AskPatiently(const KafkaSettings& settings, const Ask& ask) {
  const auto until = std::chrono::steady_clock::now() + settings.patience;
  while (true) {
    const rd_kafka_resp_err_t code = ask(static_cast<int>(settings.patience.count()));
    switch (code) {
      case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
      case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
      case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
      case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
      case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
      case RD_KAFKA_RESP_ERR__TRANSPORT:
      case RD_KAFKA_RESP_ERR__WAIT_COORD:
        break;
      default:
        return code;
    }
    if (std::chrono::steady_clock::now() >= until) return code;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

/// A handle for questions alone.
struct KafkaBus::Admin {
  kafka::LogTarget target;  // first: what log callbacks see
  kafka::Handle<rd_kafka_t> handle;
};

KafkaBus::KafkaBus(const KafkaSettings& settings) : settings_(settings) {}

KafkaBus::~KafkaBus() { Close(); }

Result<std::unique_ptr<KafkaBus>> KafkaBus::Open(const KafkaSettings& settings) {
  std::unique_ptr<KafkaBus> bus(new KafkaBus(settings));
  bus->admin_ = std::make_unique<Admin>();
  bus->admin_->target.settings = &bus->settings_;
  TRY_ASSIGN(auto conf, kafka::MakeConf(settings, {}));
  rd_kafka_conf_set_opaque(conf.get(), bus->admin_.get());
  TRY_ASSIGN(bus->admin_->handle, kafka::MakeHandle(RD_KAFKA_PRODUCER, std::move(conf)));
  rd_kafka_t* handle = bus->admin_->handle.get();
  const auto patience = static_cast<int>(settings.patience.count());
  char* cluster = rd_kafka_clusterid(handle, patience);
  if (cluster == nullptr) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("kafka: no answer from {} in {} ms; are the brokers up, and are the addresses and security "
                            "settings theirs?",
                            settings.brokers, patience));
  }
  bus->cluster_ = cluster;
  rd_kafka_mem_free(handle, cluster);
  TRY_ASSIGN(bus->producer_, kafka::Producer::Start(settings));
  return bus;
}

Result<std::int32_t> KafkaBus::Partitions(std::string_view topic) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = partitions_.find(topic); found != partitions_.end()) return found->second;
  const std::string name(topic);
  const kafka::Handle<rd_kafka_topic_t> handle(rd_kafka_topic_new(admin_->handle.get(), name.c_str(), nullptr));
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(admin_->handle.get(), 0, handle.get(), &raw, static_cast<int>(settings_.patience.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return kafka::Trouble(code, "asking for the partitions of " + name);
  const kafka::Handle<const rd_kafka_metadata_t> metadata(raw);
  if (metadata->topic_cnt != 1 || metadata->topics[0].partition_cnt == 0) {
    return Fail(ErrorKind::kNotFound, fmt::format("no topic \"{}\" on this bus", name));
  }
  const std::int32_t count = metadata->topics[0].partition_cnt;
  partitions_.emplace(name, count);
  return count;
}

Result<void> KafkaBus::Put(std::string_view topic, Message message) {
  if (closed_) return Fail(ErrorKind::kCancelled, "the bus is closed");
  TRY_ASSIGN(const std::int32_t partitions, Partitions(topic));
  return producer_->Put(topic, PartitionOf(message.key, static_cast<std::size_t>(partitions)), message);
}

Result<void> KafkaBus::Flush(std::chrono::milliseconds timeout) { return producer_->Flush(timeout); }

Result<std::unique_ptr<Consumer>> KafkaBus::Subscribe(std::string_view group, const std::vector<std::string>& topics) {
  for (const std::string& topic : topics) TRY(Partitions(topic));
  return kafka::KafkaConsumer::Subscribe(settings_, group, topics, closed_);
}

Result<std::unique_ptr<Consumer>> KafkaBus::Assign(std::string_view group, const std::vector<Position>& positions) {
  for (const Position& position : positions) {
    TRY_ASSIGN(const std::int32_t partitions, Partitions(position.at.topic));
    if (position.at.partition < 0 || position.at.partition >= partitions) {
      return Fail(ErrorKind::kNotFound,
                  fmt::format("no partition {} of topic \"{}\"", position.at.partition, position.at.topic));
    }
  }
  return kafka::KafkaConsumer::Assign(settings_, group, positions, closed_);
}

Result<std::vector<PartitionRange>> KafkaBus::Ranges(std::string_view topic) {
  TRY_ASSIGN(const std::int32_t partitions, Partitions(topic));
  std::vector<PartitionRange> ranges;
  for (std::int32_t p = 0; p < partitions; ++p) {
    PartitionRange range{{std::string(topic), p}, 0, 0};
    const rd_kafka_resp_err_t code = AskPatiently(settings_, [&](int patience) {
      return rd_kafka_query_watermark_offsets(admin_->handle.get(), range.at.topic.c_str(), p, &range.begin, &range.end,
                                              patience);
    });
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
      return kafka::Trouble(code, fmt::format("asking what {}[{}] holds", topic, p));
    ranges.push_back(std::move(range));
  }
  return ranges;
}

Result<std::map<TopicPartition, std::int64_t>> KafkaBus::Committed(std::string_view group, std::string_view topic) {
  TRY_ASSIGN(const std::int32_t partitions, Partitions(topic));
  TRY_ASSIGN(auto conf, kafka::MakeConf(settings_, {{"group.id", std::string(group)}}));
  rd_kafka_conf_set_opaque(conf.get(), admin_.get());
  TRY_ASSIGN(const auto handle, kafka::MakeHandle(RD_KAFKA_CONSUMER, std::move(conf)));
  const auto list = kafka::MakeList(partitions);
  const std::string name(topic);
  for (std::int32_t p = 0; p < partitions; ++p) rd_kafka_topic_partition_list_add(list.get(), name.c_str(), p);
  const rd_kafka_resp_err_t code =
      AskPatiently(settings_, [&](int patience) { return rd_kafka_committed(handle.get(), list.get(), patience); });
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
    return kafka::Trouble(code, fmt::format("asking what group {} has committed", group));
  std::map<TopicPartition, std::int64_t> committed;
  for (int i = 0; i < list->cnt; ++i) {
    const rd_kafka_topic_partition_t& each = list->elems[i];
    if (each.offset >= 0) committed.emplace(TopicPartition{name, each.partition}, each.offset);
  }
  return committed;
}

void KafkaBus::Close() {
  closed_ = true;
  if (producer_) producer_->Close();
}

}  // namespace ferrotype
