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
  kafka::Refusals refusals;
  kafka::Handle<rd_kafka_t> handle;
};

KafkaBus::KafkaBus(const KafkaSettings& settings) : settings_(settings) {}

KafkaBus::~KafkaBus() { Close(); }

Result<std::unique_ptr<KafkaBus>> KafkaBus::Open(const KafkaSettings& settings) {
  std::unique_ptr<KafkaBus> bus(new KafkaBus(settings));
  bus->admin_ = std::make_unique<Admin>();
  TRY_ASSIGN(auto conf, kafka::MakeConf(settings, {}));
  bus->admin_->refusals.Hear(conf.get(), bus->settings_);
  TRY_ASSIGN(bus->admin_->handle, kafka::MakeHandle(RD_KAFKA_PRODUCER, std::move(conf)));
  rd_kafka_t* handle = bus->admin_->handle.get();
  char* cluster = nullptr;
  const bool answered = bus->admin_->refusals.Wait(handle, settings.patience, [&](int patience) {
    cluster = rd_kafka_clusterid(handle, patience);
    return cluster != nullptr;
  });
  if (!answered) return bus->admin_->refusals.Trouble(settings);
  bus->cluster_ = cluster;
  if (const KafkaSettings own; settings.prefix != own.prefix) bus->cluster_ += "/" + settings.prefix;
  rd_kafka_mem_free(handle, cluster);
  TRY_ASSIGN(bus->producer_, kafka::Producer::Start(settings));
  return bus;
}

Result<std::int32_t> KafkaBus::Partitions(std::string_view topic) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = partitions_.find(topic); found != partitions_.end()) return found->second;
  const std::string name = OnBrokers(settings_, topic);
  const kafka::Handle<rd_kafka_topic_t> handle(rd_kafka_topic_new(admin_->handle.get(), name.c_str(), nullptr));
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(admin_->handle.get(), 0, handle.get(), &raw, static_cast<int>(settings_.patience.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return kafka::Trouble(code, "asking for the partitions of " + name);
  const kafka::Handle<const rd_kafka_metadata_t> metadata(raw);
  if (metadata->topic_cnt != 1 || metadata->topics[0].partition_cnt == 0) {
    return Fail(ErrorKind::kNotFound, fmt::format("no topic \"{}\" on these brokers; services make theirs when they "
                                                  "start",
                                                  name));
  }
  const std::int32_t count = metadata->topics[0].partition_cnt;
  partitions_.emplace(topic, count);
  return count;
}

Result<void> KafkaBus::Put(std::string_view topic, Message message) {
  if (closed_) return Fail(ErrorKind::kCancelled, "the bus is closed");
  TRY_ASSIGN(const std::int32_t partitions, Partitions(topic));
  return producer_->Put(topic, PartitionOf(message, static_cast<std::size_t>(partitions)), message);
}

void KafkaBus::Hurry() { producer_->Hurry(); }

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

// Not by one ListOffsets for all: librdkafka asks with the leaders' epochs as it last knew them, and goes on so after a
// broker was restarted.
Result<std::vector<PartitionRange>> KafkaBus::Ranges(std::string_view topic) {
  TRY_ASSIGN(const std::int32_t partitions, Partitions(topic));
  const std::string name = OnBrokers(settings_, topic);
  std::vector<PartitionRange> ranges;
  for (std::int32_t p = 0; p < partitions; ++p) {
    PartitionRange range{{std::string(topic), p}, 0, 0};
    const rd_kafka_resp_err_t code = AskPatiently(settings_, [&](int patience) {
      return rd_kafka_query_watermark_offsets(admin_->handle.get(), name.c_str(), p, &range.begin, &range.end,
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
  const std::string name = OnBrokers(settings_, topic);
  const std::string group_name = OnBrokers(settings_, group);
  std::map<TopicPartition, std::int64_t> committed;
  const rd_kafka_resp_err_t code = AskPatiently(settings_, [&](int patience) {
    const auto list = kafka::MakeList(partitions);
    for (std::int32_t p = 0; p < partitions; ++p) rd_kafka_topic_partition_list_add(list.get(), name.c_str(), p);
    const kafka::Handle<rd_kafka_ListConsumerGroupOffsets_t> question(
        rd_kafka_ListConsumerGroupOffsets_new(group_name.c_str(), list.get()));
    rd_kafka_ListConsumerGroupOffsets_t* raw = question.get();
    const kafka::Answer answer(admin_->handle.get(), RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, patience);
    rd_kafka_ListConsumerGroupOffsets(admin_->handle.get(), &raw, 1, answer.options(), answer.queue());
    const auto event = answer.Wait();
    if (!event) return RD_KAFKA_RESP_ERR__TIMED_OUT;
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) return rd_kafka_event_error(event.get());
    std::size_t count = 0;
    const rd_kafka_group_result_t** groups = rd_kafka_ListConsumerGroupOffsets_result_groups(
        rd_kafka_event_ListConsumerGroupOffsets_result(event.get()), &count);
    if (count != 1) return RD_KAFKA_RESP_ERR__FAIL;
    if (const rd_kafka_error_t* error = rd_kafka_group_result_error(groups[0])) return rd_kafka_error_code(error);
    const rd_kafka_topic_partition_list_t* found = rd_kafka_group_result_partitions(groups[0]);
    for (int i = 0; i < found->cnt; ++i) {
      const rd_kafka_topic_partition_t& each = found->elems[i];
      if (each.err != RD_KAFKA_RESP_ERR_NO_ERROR) return each.err;
      if (each.offset >= 0) committed[{std::string(topic), each.partition}] = each.offset;
    }
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  });
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
    return kafka::Trouble(code, fmt::format("asking what group {} has committed", group));
  return committed;
}

void KafkaBus::Close() {
  closed_ = true;
  if (producer_) producer_->Close();
}

}  // namespace ferrotype
