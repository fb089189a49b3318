// What every service of a cluster has around its loop: a log, numbers, health, and the port that shows them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instruments.h"
#include "base/result.h"
#include "bus/kafka_bus.h"
#include "cli/options.h"
#include "telemetry/endpoint.h"
#include "telemetry/health.h"
#include "telemetry/log.h"
#include "telemetry/service_instruments.h"

namespace ferrotype {

/// From any thread, but for Join.
class ServiceHost {
 public:
  /// `verb`: planner, analyzer, ... Listens where --metrics says. kInvalidArgument for a log format that isn't one.
  static Result<std::unique_ptr<ServiceHost>> Start(const Options& options, const std::string& verb);

  /// Makes and checks the topics, then connects; the service is ready then. The bus lives as long as this. Waits, with
  /// a line in the log, for brokers that don't answer; kCancelled when asked to stop meanwhile.
  Result<KafkaBus*> Join();

  /// Runs a service's loop, again and again while the surroundings fail (a broker, a disk): what it is in the middle of
  /// is in the topics and the store, so it begins anew each time. Any other error ends it, and so does being asked to
  /// stop.
  Result<void> Persist(const std::function<Result<void>()>& loop);

  /// "analyzer@host:1234": how this process is called on the cluster.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Log& log() const { return log_; }
  [[nodiscard]] ServiceInstruments& numbers() { return numbers_; }
  /// The loop has come round once more.
  void Beat() { health_.Beat(); }
  /// Shows the lag of exactly these partitions of what `reader`, any name, reads.
  void ShowLag(const std::string& reader, const std::map<TopicPartition, std::int64_t>& lag);
  /// What is told of a release, if of one.
  void Tell(bool serious, const std::string& kind, std::string_view text, const std::string& release);
  /// A line of the kind that asks for attention, and one more error of `kind`.
  void Warn(const std::string& kind, std::string_view text, const std::vector<LogField>& fields = {});

 private:
  ServiceHost(const Options& options, const std::string& verb, LogFormat format, LogLevel level);
  Result<KafkaSettings> Settings();
  /// False: asked to stop meanwhile.
  bool Pause();

  const Options& options_;
  const std::string name_;
  const Log log_;
  Instruments instruments_;
  ServiceInstruments numbers_;
  Health health_;
  std::unique_ptr<KafkaBus> bus_;
  std::unique_ptr<Endpoint> endpoint_;  // goes before what it shows
  std::mutex mutex_;
  std::map<std::string, std::map<TopicPartition, std::int64_t>> shown_;
};

/// Runs a service's own part with all of it around.
template <typename Part>
auto WithHost(const Options& options, const std::string& verb, const Part& part)
    -> decltype(part(options, std::declval<ServiceHost&>())) {
  TRY_ASSIGN(const std::unique_ptr<ServiceHost> host, ServiceHost::Start(options, verb));
  return part(options, *host);
}

/// Drawn for this process: no other has it.
[[nodiscard]] std::string DrawInstance();

/// From flags, environment and ferrotype.toml. kInvalidArgument for what librdkafka does not take.
[[nodiscard]] Result<KafkaSettings> KafkaOf(const Options& options, const std::string& client);

/// For a person's question: topics are left as they are, and no answer is an error.
[[nodiscard]] Result<std::unique_ptr<KafkaBus>> VisitCluster(const Options& options);

}  // namespace ferrotype
