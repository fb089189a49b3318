#include "bus/kafka/consumer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace ferrotype::kafka {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kAnswerMs = 15'000;
constexpr milliseconds kSlice(100);  // how long nobody looks whether the bus was closed

std::optional<std::string_view> HeaderOf(const rd_kafka_message_t& message, const char* name) {
  rd_kafka_headers_t* headers = nullptr;  // the message's own
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
  const void* value = nullptr;
  std::size_t size = 0;
  if (rd_kafka_header_get_last(headers, name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR || value == nullptr)
    return std::nullopt;
  return std::string_view(static_cast<const char*>(value), size);
}

std::string PlaceText(const TopicPartition& at) { return fmt::format("{}[{}]", at.topic, at.partition); }

}  // namespace

KafkaConsumer::KafkaConsumer(const KafkaSettings& settings, std::string group, const std::atomic<bool>& closed)
    : settings_(settings), group_(std::move(group)), closed_(closed) {
  target_.settings = &settings_;
}

TopicPartition KafkaConsumer::PlaceOf(const rd_kafka_message_t& message) const {
  return {message.rkt != nullptr ? FromBrokers(settings_, rd_kafka_topic_name(message.rkt)) : "", message.partition};
}

Result<void> KafkaConsumer::Begin() {
  TRY_ASSIGN(auto conf, MakeConf(settings_, {{"group.id", OnBrokers(settings_, group_)},
                                             {"enable.auto.commit", "false"},
                                             {"enable.auto.offset.store", "false"},
                                             {"auto.offset.reset", "error"},
                                             {"check.crcs", "true"},
                                             {"allow.auto.create.topics", "false"},
                                             {"session.timeout.ms", "15000"},
                                             // Members hear by it that others come and go; until then all stand still.
                                             {"heartbeat.interval.ms", "1000"},
                                             {"max.poll.interval.ms", "900000"},
                                             {"partition.assignment.strategy", "roundrobin"},
                                             {"queued.min.messages", "10000"},
                                             {"queued.max.messages.kbytes", "32768"},
                                             {"fetch.wait.max.ms", "100"},
                                             {"fetch.error.backoff.ms", "100"}}));
  target_.owner = this;
  rd_kafka_conf_set_opaque(conf.get(), &target_);
  static const auto self_of = [](void* opaque) {
    return static_cast<KafkaConsumer*>(static_cast<LogTarget*>(opaque)->owner);
  };
  rd_kafka_conf_set_error_cb(conf.get(), [](rd_kafka_t*, int code, const char* reason, void* opaque) {
    const auto* self = self_of(opaque);
    self->Log(false, reason);
    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && self->settings_.reach) self->settings_.reach(false);
  });
  rd_kafka_conf_set_rebalance_cb(
      conf.get(), [](rd_kafka_t*, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* partitions, void* opaque) {
        self_of(opaque)->OnRebalance(code, *partitions);
      });
  TRY_ASSIGN(handle_, MakeHandle(RD_KAFKA_CONSUMER, std::move(conf)));
  rd_kafka_poll_set_consumer(handle_.get());
  return {};
}

Result<std::unique_ptr<KafkaConsumer>> KafkaConsumer::Subscribe(const KafkaSettings& settings, std::string_view group,
                                                                const std::vector<std::string>& topics,
                                                                const std::atomic<bool>& closed) {
  std::unique_ptr<KafkaConsumer> consumer(new KafkaConsumer(settings, std::string(group), closed));
  TRY(consumer->Begin());
  consumer->topics_ = topics;
  TRY(consumer->Join());
  return consumer;
}

Result<void> KafkaConsumer::Join() {
  const auto list = MakeList(static_cast<int>(topics_.size()));
  for (const std::string& topic : topics_)
    rd_kafka_topic_partition_list_add(list.get(), OnBrokers(settings_, topic).c_str(), RD_KAFKA_PARTITION_UA);
  const rd_kafka_resp_err_t code = rd_kafka_subscribe(handle_.get(), list.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Trouble(code, "subscribing");
  return {};
}

Result<std::unique_ptr<KafkaConsumer>> KafkaConsumer::Assign(const KafkaSettings& settings, std::string_view group,
                                                             const std::vector<Position>& positions,
                                                             const std::atomic<bool>& closed) {
  std::unique_ptr<KafkaConsumer> consumer(new KafkaConsumer(settings, std::string(group), closed));
  TRY(consumer->Begin());
  const auto list = MakeList(static_cast<int>(positions.size()));
  for (const Position& position : positions) {
    const std::string topic = OnBrokers(settings, position.at.topic);
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), position.at.partition)->offset = position.offset;
  }
  const rd_kafka_resp_err_t code = rd_kafka_assign(consumer->handle_.get(), list.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return Trouble(code, "assigning partitions");
  consumer->Given(*list);
  return consumer;
}

KafkaConsumer::~KafkaConsumer() {
  if (handle_) rd_kafka_consumer_close(handle_.get());  // leaves the group, so that others needn't wait for a timeout
}

void KafkaConsumer::Log(bool serious, const std::string& text) const {
  if (settings_.log) settings_.log(serious, text);
}

void KafkaConsumer::Given(const rd_kafka_topic_partition_list_t& partitions) {
  for (int i = 0; i < partitions.cnt; ++i) {
    const rd_kafka_topic_partition_t& each = partitions.elems[i];
    const TopicPartition at{FromBrokers(settings_, each.topic), each.partition};
    readings_[at].position = std::max<std::int64_t>(each.offset, 0);
    read_before_.insert(at);
  }
}

void KafkaConsumer::OnRebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t& partitions) {
  readings_.clear();
  if (code != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    rd_kafka_assign(handle_.get(), nullptr);
    return;
  }
  // A group that has committed nothing begins at the oldest record. Said here, not by auto.offset.reset, which would
  // also jump where a committed offset is no longer there.
  const rd_kafka_resp_err_t asked = rd_kafka_committed(handle_.get(), &partitions, kAnswerMs);
  if (asked != RD_KAFKA_RESP_ERR_NO_ERROR) {
    Log(true, fmt::format("what group {} has committed can't be learnt: {}", group_, rd_kafka_err2str(asked)));
    rd_kafka_assign(handle_.get(), nullptr);
    rejoin_ = true;
    return;
  }
  for (int i = 0; i < partitions.cnt; ++i) {
    if (partitions.elems[i].offset < 0) partitions.elems[i].offset = RD_KAFKA_OFFSET_BEGINNING;
  }
  rd_kafka_assign(handle_.get(), &partitions);
  Given(partitions);
}

// What comes in place of a record.
Result<void> KafkaConsumer::Complain(const rd_kafka_message_t& message) {
  const TopicPartition at = PlaceOf(message);
  const char* reason = rd_kafka_message_errstr(&message);
  switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      return {};
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      return Fail(
          ErrorKind::kCorrupt,
          fmt::format("{}: the topic does not have the offset to go on from (group {}): it was cut or made anew "
                      "({})",
                      PlaceText(at), group_, reason));
    case RD_KAFKA_RESP_ERR__BAD_MSG:
      return Fail(ErrorKind::kCorrupt, fmt::format("{}: records are damaged on the brokers' disks or on the way ({})",
                                                   PlaceText(at), reason));
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("kafka: no right to read {} as group {} ({})", PlaceText(at), group_, reason));
    case RD_KAFKA_RESP_ERR__FATAL:
      return Fail(ErrorKind::kUnavailable, fmt::format("kafka: the consumer of group {} failed: {}", group_, reason));
    default:  // brokers that are away come back; librdkafka goes on by itself
      Log(false, fmt::format("{}: {}", at.topic.empty() ? group_ : PlaceText(at), reason));
      return {};
  }
}

Result<std::optional<Record>> KafkaConsumer::Take(const rd_kafka_message_t& message) {
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    TRY(Complain(message));
    return std::nullopt;
  }
  Record record;
  record.from = PlaceOf(message);
  record.offset = message.offset;
  const auto reading = readings_.find(record.from);
  if (reading == readings_.end()) return std::nullopt;  // of a partition that was taken away meanwhile
  if (message.key != nullptr) record.message.key.assign(static_cast<const char*>(message.key), message.key_len);
  if (message.payload != nullptr) record.message.value.assign(static_cast<const char*>(message.payload), message.len);
  record.message.version = 0;
  if (const auto hash = HeaderOf(message, kHashHeader); hash && hash->size() == record.message.hash.size())
    std::memcpy(record.message.hash.data(), hash->data(), hash->size());
  if (const auto version = HeaderOf(message, kVersionHeader)) {
    const std::optional<std::int64_t> number = ParseInt(*version);
    if (number && *number > 0 && *number <= 0xFFFF) record.message.version = static_cast<std::uint16_t>(*number);
  }
  if (const auto writer = HeaderOf(message, kWriterHeader)) record.message.writer = *writer;
  std::pair<std::uint32_t, std::uint32_t> part{0, 1};
  if (const auto text = HeaderOf(message, kPartHeader)) part = ParsePart(*text).value_or(part);
  reading->second.position = message.offset + 1;
  return reading->second.assembler.Take(std::move(record), part.first, part.second);
}

Result<std::vector<Record>> KafkaConsumer::Poll(std::size_t max_records, milliseconds timeout) {
  std::vector<Record> records;
  const auto until = Clock::now() + timeout;
  while (records.size() < max_records) {
    if (closed_) return Fail(ErrorKind::kCancelled, "the bus is closed");
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
    const milliseconds wait = records.empty() ? std::clamp(left, milliseconds(0), kSlice) : milliseconds(0);
    const Handle<rd_kafka_message_t> message(rd_kafka_consumer_poll(handle_.get(), static_cast<int>(wait.count())));
    if (std::exchange(rejoin_, false)) {
      rd_kafka_unsubscribe(handle_.get());
      TRY(Join());
    }
    if (!message) {
      if (!records.empty() || left <= milliseconds(0)) break;
      continue;
    }
    Result<std::optional<Record>> taken = Take(*message);
    if (!taken) return Unexpected(taken.error());
    if (!*taken) continue;
    if (settings_.count) {
      const Message& got = (*taken)->message;
      settings_.count((*taken)->from.topic, true, got.key.size() + got.value.size());
    }
    records.push_back(std::move(**taken));
  }
  if (!records.empty() && settings_.reach) settings_.reach(true);
  return records;
}

Result<void> KafkaConsumer::Commit(const TopicPartition& partition, std::int64_t next_offset) {
  const auto reading = readings_.find(partition);
  if (reading == readings_.end()) {
    if (read_before_.contains(partition)) return {};  // it is another member's now
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("a consumer of group {} does not read {}", group_, PlaceText(partition)));
  }
  const auto list = MakeList(1);
  const std::string topic = OnBrokers(settings_, partition.topic);
  rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition.partition)->offset = next_offset;
  // Without a group's members there is nobody to be told apart from: what is committed is for displays alone.
  const rd_kafka_resp_err_t code = rd_kafka_commit(handle_.get(), list.get(), topics_.empty() ? 1 : 0);
  switch (code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return {};
    case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID:
    case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
    case RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST:
      Log(false, fmt::format("{}: not committed, the group is being shared out anew ({}); its work is done again",
                             PlaceText(partition), rd_kafka_err2str(code)));
      return {};
    default:
      return Trouble(code, fmt::format("committing {} of group {}", PlaceText(partition), group_));
  }
}

std::vector<Position> KafkaConsumer::Assigned() const {
  std::vector<Position> assigned;
  for (const auto& [at, reading] : readings_) assigned.push_back({at, reading.position});
  return assigned;
}

std::map<TopicPartition, std::int64_t> KafkaConsumer::Lag() const {
  std::map<TopicPartition, std::int64_t> lag;
  for (const auto& [at, reading] : readings_) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const std::string topic = OnBrokers(settings_, at.topic);
    if (rd_kafka_get_watermark_offsets(handle_.get(), topic.c_str(), at.partition, &low, &high) ==
        RD_KAFKA_RESP_ERR_NO_ERROR) {
      lag[at] = std::max<std::int64_t>(0, high - std::max(reading.position, low));
    }
  }
  return lag;
}

}  // namespace ferrotype::kafka
