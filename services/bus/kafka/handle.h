// librdkafka's objects as values that let go of themselves, and its settings for our two roles.
#pragma once

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "bus/kafka/settings.h"

namespace ferrotype::kafka {

struct Deleter {
  void operator()(rd_kafka_t* p) const { rd_kafka_destroy(p); }
  void operator()(rd_kafka_conf_t* p) const { rd_kafka_conf_destroy(p); }
  void operator()(rd_kafka_topic_t* p) const { rd_kafka_topic_destroy(p); }
  void operator()(rd_kafka_message_t* p) const { rd_kafka_message_destroy(p); }
  void operator()(rd_kafka_topic_partition_list_t* p) const { rd_kafka_topic_partition_list_destroy(p); }
  void operator()(rd_kafka_queue_t* p) const { rd_kafka_queue_destroy(p); }
  void operator()(rd_kafka_event_t* p) const { rd_kafka_event_destroy(p); }
  void operator()(rd_kafka_error_t* p) const { rd_kafka_error_destroy(p); }
  void operator()(rd_kafka_AdminOptions_t* p) const { rd_kafka_AdminOptions_destroy(p); }
  void operator()(rd_kafka_NewTopic_t* p) const { rd_kafka_NewTopic_destroy(p); }
  void operator()(rd_kafka_ConfigResource_t* p) const { rd_kafka_ConfigResource_destroy(p); }
  void operator()(rd_kafka_ListConsumerGroupOffsets_t* p) const { rd_kafka_ListConsumerGroupOffsets_destroy(p); }
  void operator()(const rd_kafka_metadata_t* p) const { rd_kafka_metadata_destroy(p); }
  void operator()(rd_kafka_headers_t* p) const { rd_kafka_headers_destroy(p); }
};
template <typename T>
using Handle = std::unique_ptr<T, Deleter>;

/// What every handle of ours has: brokers, the user's properties, our name, and `settings.log`, which outlives it.
/// `ours` come last and hold. kInvalidArgument names the property that librdkafka refuses.
[[nodiscard]] Result<Handle<rd_kafka_conf_t>> MakeConf(const KafkaSettings& settings,
                                                       const std::vector<std::pair<const char*, std::string>>& ours);

/// `opaque` is what callbacks get.
[[nodiscard]] Result<Handle<rd_kafka_t>> MakeHandle(rd_kafka_type_t type, Handle<rd_kafka_conf_t> conf);

/// The topics, partitions and offsets of a call.
[[nodiscard]] Handle<rd_kafka_topic_partition_list_t> MakeList(int size);

/// What an opaque pointer of a handle of ours points to first, so that the log callback finds it. (A class with virtual
/// functions begins with something else: its handle points to the target in it, which knows its owner.)
struct LogTarget {
  const KafkaSettings* settings = nullptr;
  void* owner = nullptr;
};

/// Why brokers can't be reached, as librdkafka tells it while somebody waits for their first answer.
struct Refusals {
  LogTarget target;      // first: what log callbacks see
  std::string reason;    // the last one that says more than that nobody answers
  bool lasting = false;  // a password or a certificate was refused: waiting mends nothing

  /// Makes `conf` tell this, which outlives its handle.
  void Hear(rd_kafka_conf_t* conf, const KafkaSettings& settings);
  /// Calls `ask`, with milliseconds that it may take, until it is true, until `patience` has passed, or soon after
  /// something lasting was told. Whether `ask` was true.
  bool Wait(rd_kafka_t* handle, std::chrono::milliseconds patience, const std::function<bool(int)>& ask);
  /// kUnavailable, for people.
  [[nodiscard]] Unexpected Trouble(const KafkaSettings& settings) const;
};

/// Where the answer to one admin request comes to.
class Answer {
 public:
  Answer(rd_kafka_t* handle, rd_kafka_admin_op_t operation, int patience_ms);
  [[nodiscard]] const rd_kafka_AdminOptions_t* options() const { return options_.get(); }
  [[nodiscard]] rd_kafka_queue_t* queue() const { return queue_.get(); }
  /// Null when none came.
  [[nodiscard]] Handle<rd_kafka_event_t> Wait() const;

 private:
  const int patience_ms_;
  const Handle<rd_kafka_AdminOptions_t> options_;
  const Handle<rd_kafka_queue_t> queue_;
};

/// kUnavailable with what librdkafka calls it.
[[nodiscard]] Unexpected Trouble(rd_kafka_resp_err_t code, std::string_view doing);

}  // namespace ferrotype::kafka
