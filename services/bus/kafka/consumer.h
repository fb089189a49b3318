// The reading side: offsets are committed when we say so, and nothing is skipped silently.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bus/kafka/envelope.h"
#include "bus/kafka/handle.h"
#include "model/bus.h"

namespace ferrotype::kafka {

class KafkaConsumer : public Consumer {
 public:
  /// `closed` is the bus's and outlives it.
  static Result<std::unique_ptr<KafkaConsumer>> Subscribe(const KafkaSettings& settings, std::string_view group,
                                                          const std::vector<std::string>& topics,
                                                          const std::atomic<bool>& closed);
  static Result<std::unique_ptr<KafkaConsumer>> Assign(const KafkaSettings& settings, std::string_view group,
                                                       const std::vector<Position>& positions,
                                                       const std::atomic<bool>& closed);
  ~KafkaConsumer() override;

  Result<std::vector<Record>> Poll(std::size_t max_records, std::chrono::milliseconds timeout) override;
  Result<void> Commit(const TopicPartition& partition, std::int64_t next_offset) override;
  [[nodiscard]] std::vector<Position> Assigned() const override;
  [[nodiscard]] std::map<TopicPartition, std::int64_t> Lag() const override;

 private:
  struct Reading {
    std::int64_t position = 0;
    Assembler assembler;
  };

  KafkaConsumer(const KafkaSettings& settings, std::string group, const std::atomic<bool>& closed);
  Result<void> Begin();
  Result<void> Join();
  [[nodiscard]] TopicPartition PlaceOf(const rd_kafka_message_t& message) const;
  Result<std::optional<Record>> Take(const rd_kafka_message_t& message);
  Result<void> Complain(const rd_kafka_message_t& message);
  void Given(const rd_kafka_topic_partition_list_t& partitions);
  void OnRebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t& partitions);
  void Log(bool serious, const std::string& text) const;

  LogTarget target_;  // first: what log callbacks see
  const KafkaSettings settings_;
  const std::string group_;
  const std::atomic<bool>& closed_;
  Handle<rd_kafka_t> handle_;
  std::map<TopicPartition, Reading> readings_;
  std::set<TopicPartition> read_before_;
  std::vector<std::string> topics_;  // subscribed to
  bool rejoin_ = false;              // what came with partitions could not be learnt
};

}  // namespace ferrotype::kafka
