#include "bus/kafka/producer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace ferrotype::kafka {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostBytes = 48U << 20U;  // below queue.buffering.max.kbytes
constexpr std::size_t kMostMessages = 200'000;  // below queue.buffering.max.messages
constexpr int kServeMs = 20;
constexpr int kHurryMs = 100;       // brokers that are slower are not faster for being hurried
constexpr int kLastWordsMs = 5000;  // for reports of a producer that is given up
constexpr milliseconds kLeastPause(500);
constexpr milliseconds kMostPause(30'000);

// Nothing that sending again could mend.
bool IsRefusal(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      return true;
    default:
      return false;
  }
}

void* AsOpaque(std::uint64_t number) { return reinterpret_cast<void*>(static_cast<std::uintptr_t>(number)); }

}  // namespace

Result<std::unique_ptr<Producer>> Producer::Start(const KafkaSettings& settings) {
  std::unique_ptr<Producer> producer(new Producer(settings));
  TRY(producer->Begin());
  producer->thread_ = std::thread([raw = producer.get()] { raw->Serve(); });
  return producer;
}

Producer::~Producer() {
  Close();
  ending_ = true;
  if (thread_.joinable()) thread_.join();
  if (handle_) rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
}

Result<void> Producer::Begin() {
  TRY_ASSIGN(auto conf, MakeConf(settings_, {{"enable.idempotence", "true"},
                                             {"linger.ms", "20"},
                                             {"compression.codec", "lz4"},
                                             {"partitioner", "murmur2_random"},
                                             {"message.timeout.ms", "60000"},
                                             {"queue.buffering.max.kbytes", "65536"},
                                             {"queue.buffering.max.messages", "400000"}}));
  rd_kafka_conf_set_opaque(conf.get(), this);
  rd_kafka_conf_set_dr_msg_cb(conf.get(), OnDelivery);
  rd_kafka_conf_set_error_cb(conf.get(), OnError);
  TRY_ASSIGN(handle_, MakeHandle(RD_KAFKA_PRODUCER, std::move(conf)));
  return {};
}

void Producer::Log(bool serious, const std::string& text) const {
  if (settings_.log) settings_.log(serious, text);
}

void Producer::OnDelivery(rd_kafka_t*, const rd_kafka_message_t* report, void* opaque) {
  static_cast<Producer*>(opaque)->Report(*report);
}

void Producer::OnError(rd_kafka_t* handle, int code, const char* reason, void* opaque) {
  auto* self = static_cast<Producer*>(opaque);
  if (code == RD_KAFKA_RESP_ERR__FATAL || rd_kafka_fatal_error(handle, nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR)
    self->broken_ = true;
  self->Log(self->broken_ || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, reason);
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && self->settings_.reach) self->settings_.reach(false);
}

void Producer::Report(const rd_kafka_message_t& report) {
  const auto number = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(report._private));
  const std::scoped_lock lock(mutex_);
  const auto found = unacknowledged_.find(number);
  if (found == unacknowledged_.end()) return;
  if (report.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    bytes_ -= found->second.Size();
    if (settings_.count) settings_.count(found->second.topic, false, found->second.Size());
    if (settings_.reach) settings_.reach(true);
    unacknowledged_.erase(found);
  } else {
    found->second.handed_over = false;
    if (IsRefusal(report.err)) {
      refusal_ = fmt::format("{}[{}]: the cluster refuses a message of {} bytes: {}", found->second.topic,
                             found->second.partition, found->second.value.size(), rd_kafka_err2str(report.err));
    }
    broken_ = true;
  }
  changed_.notify_all();
}

// With the mutex held. Reports come later, by Serve.
void Producer::HandOver(std::uint64_t number, Unacknowledged& message) {
  rd_kafka_headers_t* headers = rd_kafka_headers_new(4);
  const auto add = [&](const char* name, std::string_view value) {
    rd_kafka_header_add(headers, name, -1, value.data(), static_cast<ssize_t>(value.size()));
  };
  add(kHashHeader, AsView(message.hash));
  add(kVersionHeader, fmt::format("{}", message.version));
  add(kWriterHeader, settings_.client);
  if (message.parts > 1) add(kPartHeader, PartText(message.part, message.parts));
  const std::string topic = OnBrokers(settings_, message.topic);
  std::array<rd_kafka_vu_t, 6> fields{};
  fields[0].vtype = RD_KAFKA_VTYPE_TOPIC;
  fields[0].u.cstr = topic.c_str();
  fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
  fields[1].u.i32 = message.partition;
  fields[2].vtype = RD_KAFKA_VTYPE_KEY;
  fields[2].u.mem = {message.key.data(), message.key.size()};
  fields[3].vtype = RD_KAFKA_VTYPE_VALUE;  // not copied: it stays where it is until its report
  fields[3].u.mem = {message.value.data(), message.value.size()};
  fields[4].vtype = RD_KAFKA_VTYPE_HEADERS;
  fields[4].u.headers = headers;
  fields[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
  fields[5].u.ptr = AsOpaque(number);
  const Handle<rd_kafka_error_t> error(rd_kafka_produceva(handle_.get(), fields.data(), fields.size()));
  const rd_kafka_resp_err_t code = error ? rd_kafka_error_code(error.get()) : RD_KAFKA_RESP_ERR_NO_ERROR;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    message.handed_over = true;
    return;
  }
  rd_kafka_headers_destroy(headers);
  if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
    backlog_ = true;
  } else if (IsRefusal(code)) {
    refusal_ = fmt::format("{}[{}]: a message of {} bytes can't be sent: {}", message.topic, message.partition,
                           message.value.size(), rd_kafka_err2str(code));
  } else {
    broken_ = true;
  }
}

Result<void> Producer::Refusal() const {
  if (refusal_.empty()) return {};
  return Fail(ErrorKind::kInvalidArgument, "kafka: " + refusal_);
}

Result<void> Producer::Put(std::string_view topic, std::int32_t partition, const Message& message) {
  const std::vector<WirePart> parts = SplitMessage(message);
  std::unique_lock lock(mutex_);
  for (const WirePart& part : parts) {
    const std::size_t size = part.key.size() + part.value.size();
    changed_.wait(lock, [&] {
      const bool room = bytes_ == 0 || (bytes_ + size <= kMostBytes && unacknowledged_.size() < kMostMessages);
      return closed_ || !refusal_.empty() || (room && !renewing_ && !backlog_ && !broken_);
    });
    if (closed_) return Fail(ErrorKind::kCancelled, "the bus is closed");
    TRY(Refusal());
    const std::uint64_t number = next_number_++;
    Unacknowledged kept{std::string(topic), partition,  part.key, Bytes(part.value), message.hash, message.version,
                        part.part,          part.parts, false};
    bytes_ += size;
    HandOver(number, unacknowledged_.emplace(number, std::move(kept)).first->second);
  }
  return {};
}

void Producer::Hurry() {
  const std::scoped_lock lock(mutex_);
  hurried_ = true;
  if (renewing_ || !handle_) return;  // the new one will hear of it
  const Handle<rd_kafka_queue_t> queue(rd_kafka_queue_get_main(handle_.get()));
  rd_kafka_queue_yield(queue.get());
}

Result<void> Producer::Flush(milliseconds timeout) {
  Hurry();
  std::unique_lock lock(mutex_);
  const std::uint64_t mark = next_number_;
  const bool done = changed_.wait_for(lock, timeout, [&] {
    return unacknowledged_.empty() || unacknowledged_.begin()->first >= mark || !refusal_.empty();
  });
  TRY(Refusal());
  if (done) return {};
  return Fail(ErrorKind::kUnavailable,
              fmt::format("kafka: {} messages are not acknowledged after {} ms; are the brokers "
                          "({}) up?",
                          unacknowledged_.size(), timeout.count(), settings_.brokers));
}

void Producer::Close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

std::size_t Producer::unacknowledged_bytes() {
  const std::scoped_lock lock(mutex_);
  return bytes_;
}

std::size_t Producer::unacknowledged_messages() {
  const std::scoped_lock lock(mutex_);
  return unacknowledged_.size();
}

void Producer::BreakForTest() {
  const std::scoped_lock lock(mutex_);
  rd_kafka_test_fatal_error(handle_.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "a test broke it");
}

void Producer::Serve() {
  milliseconds pause = kLeastPause;
  auto sound_since = std::chrono::steady_clock::now();
  while (!ending_) {
    rd_kafka_poll(handle_.get(), kServeMs);
    // While it flushes, librdkafka waits for no more messages to send with those that it has.
    if (hurried_.exchange(false)) rd_kafka_flush(handle_.get(), kHurryMs);
    if (broken_) {
      const auto now = std::chrono::steady_clock::now();
      pause = now - sound_since > 2 * kMostPause ? kLeastPause : std::min(2 * pause, kMostPause);
      Renew();
      sound_since = std::chrono::steady_clock::now();
      for (milliseconds waited(0); waited < pause && broken_ && !ending_; waited += milliseconds(kServeMs))
        std::this_thread::sleep_for(milliseconds(kServeMs));
      continue;
    }
    const std::scoped_lock lock(mutex_);
    if (!backlog_) continue;
    backlog_ = false;
    for (auto& [number, message] : unacknowledged_) {
      if (!message.handed_over) HandOver(number, message);
      if (backlog_) break;
    }
    changed_.notify_all();
  }
}

// The old producer gives its last reports; what they don't acknowledge is sent again, all of it and in order: sending
// only what failed could put an older value of a key behind a newer one.
void Producer::Renew() {
  {
    const std::scoped_lock lock(mutex_);
    if (!refusal_.empty()) {
      broken_ = false;
      return;
    }
    renewing_ = true;
  }
  rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_flush(handle_.get(), kLastWordsMs);
  handle_.reset();
  broken_ = false;
  if (Result<void> begun = Begin(); !begun) {
    const std::scoped_lock lock(mutex_);
    refusal_ = begun.error().message;
    renewing_ = false;
    changed_.notify_all();
    return;
  }
  ++renewals_;
  const std::scoped_lock lock(mutex_);
  Log(false, fmt::format("a new producer sends {} unacknowledged messages again", unacknowledged_.size()));
  for (auto& [number, message] : unacknowledged_) message.handed_over = false;
  backlog_ = !unacknowledged_.empty();
  renewing_ = false;
  changed_.notify_all();
}

}  // namespace ferrotype::kafka
