// The bus of a cluster: Apache Kafka.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "bus/kafka/settings.h"
#include "model/bus.h"

namespace ferrotype {

namespace kafka {
class Producer;
}

class KafkaBus : public Bus {
 public:
  /// Topics must be there (bus/kafka/topics.h). kUnavailable when the brokers don't answer.
  static Result<std::unique_ptr<KafkaBus>> Open(const KafkaSettings& settings);
  ~KafkaBus() override;

  Result<void> Put(std::string_view topic, Message message) override;
  void Hurry() override;
  Result<void> Flush(std::chrono::milliseconds timeout) override;
  Result<std::unique_ptr<Consumer>> Subscribe(std::string_view group, const std::vector<std::string>& topics) override;
  Result<std::unique_ptr<Consumer>> Assign(std::string_view group, const std::vector<Position>& positions) override;
  Result<std::vector<PartitionRange>> Ranges(std::string_view topic) override;
  Result<std::map<TopicPartition, std::int64_t>> Committed(std::string_view group, std::string_view topic) override;
  void Close() override;

  /// Names the cluster, and the installation on it: offsets of another one mean nothing here.
  [[nodiscard]] const std::string& cluster() const { return cluster_; }
  [[nodiscard]] kafka::Producer& producer() { return *producer_; }

 private:
  struct Admin;
  explicit KafkaBus(const KafkaSettings& settings);
  Result<std::int32_t> Partitions(std::string_view topic);

  const KafkaSettings settings_;
  std::atomic<bool> closed_ = false;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<kafka::Producer> producer_;
  std::string cluster_;
  std::mutex mutex_;
  std::map<std::string, std::int32_t, std::less<>> partitions_;  // as they were when first asked for
};

}  // namespace ferrotype
