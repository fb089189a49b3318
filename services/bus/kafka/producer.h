// The sending side: nothing that was put is let go before the cluster says that it has it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "bus/kafka/envelope.h"
#include "bus/kafka/handle.h"
#include "model/bus.h"

namespace ferrotype::kafka {

/// An idempotent producer. What could not be delivered in time (a broker was away), or was in the hands of a producer
/// that failed for good, is sent again, in order, by a new one: at least once, never lost. Any number of threads.
class Producer {
 public:
  static Result<std::unique_ptr<Producer>> Start(const KafkaSettings& settings);
  ~Producer();
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  /// Takes `message` for `partition` of `topic`. Waits while too much is unacknowledged. kCancelled after Close.
  /// kInvalidArgument when the cluster refuses messages for good (rights, sizes): nothing will get better by itself.
  Result<void> Put(std::string_view topic, std::int32_t partition, const Message& message);
  void Hurry();
  Result<void> Flush(std::chrono::milliseconds timeout);
  void Close();

  /// Bytes that were put and not acknowledged.
  [[nodiscard]] std::size_t unacknowledged_bytes();
  [[nodiscard]] std::size_t unacknowledged_messages();
  /// How often a producer had to be replaced.
  [[nodiscard]] std::uint64_t renewals() const { return renewals_; }

  /// Makes librdkafka's producer fail for good, as a broker can make it.
  void BreakForTest();

 private:
  struct Unacknowledged {
    std::string topic;
    std::int32_t partition = 0;
    Bytes key;
    Bytes value;
    Sha256Digest hash{};
    std::uint16_t version = 0;
    std::uint32_t part = 0;
    std::uint32_t parts = 1;
    bool handed_over = false;  // to librdkafka, whose report will come
    [[nodiscard]] std::size_t Size() const { return key.size() + value.size(); }
  };

  explicit Producer(const KafkaSettings& settings) : settings_(settings) { target_.settings = &settings_; }
  Result<void> Begin();
  void Serve();
  void Renew();
  void HandOver(std::uint64_t number, Unacknowledged& message);
  void Report(const rd_kafka_message_t& report);
  void Log(bool serious, const std::string& text) const;
  Result<void> Refusal() const;

  static void OnDelivery(rd_kafka_t* handle, const rd_kafka_message_t* report, void* opaque);
  static void OnError(rd_kafka_t* handle, int code, const char* reason, void* opaque);

  LogTarget target_;  // first: what log callbacks see
  const KafkaSettings settings_;
  Handle<rd_kafka_t> handle_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, Unacknowledged> unacknowledged_;  // in the order of Put
  std::uint64_t next_number_ = 0;
  std::size_t bytes_ = 0;
  bool closed_ = false;
  bool renewing_ = false;
  bool backlog_ = false;  // something is not handed over: librdkafka's queue was full
  std::atomic<bool> broken_ = false;
  std::atomic<bool> hurried_ = false;
  std::atomic<std::uint64_t> renewals_ = 0;
  std::string refusal_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace ferrotype::kafka
