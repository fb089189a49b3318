#include "cli/cluster/host.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <random>
#include <thread>

#include "base/text.h"
#include "bus/kafka/producer.h"
#include "bus/kafka/topics.h"

namespace ferrotype {
namespace {

constexpr std::chrono::minutes kMostBetweenBeats(5);
constexpr std::chrono::milliseconds kPause(100);
constexpr int kPausesBetweenTries = 20;

std::string NameOf(const std::string& verb) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
  return fmt::format("{}@{}:{}", verb, host.data(), getpid());
}

}  // namespace

std::string DrawInstance() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

Result<KafkaSettings> KafkaOf(const Options& options, const std::string& client) {
  KafkaSettings settings;
  settings.brokers = options.brokers;
  settings.prefix = options.topic_prefix;
  settings.properties = options.kafka_settings;
  for (const std::string& each : options.kafka) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("--kafka {}: write it as NAME=VALUE, as in --kafka security.protocol=ssl",
                              Printable(each.substr(0, equals))));
    }
    settings.properties[each.substr(0, equals)] = each.substr(equals + 1);
  }
  settings.client = client;
  TRY(CheckKafkaSettings(settings));
  return settings;
}

Result<std::unique_ptr<KafkaBus>> VisitCluster(const Options& options) {
  TRY_ASSIGN(const KafkaSettings settings, KafkaOf(options, NameOf("visitor")));
  return KafkaBus::Open(settings);
}

ServiceHost::ServiceHost(const Options& options, const std::string& verb, LogFormat format, LogLevel level)
    : options_(options),
      name_(NameOf(verb)),
      log_(format, level, {{"service", verb}}),
      numbers_(instruments_, verb, FERROTYPE_VERSION),
      health_(kMostBetweenBeats) {}

Result<std::unique_ptr<ServiceHost>> ServiceHost::Start(const Options& options, const std::string& verb) {
  const std::optional<LogFormat> format = ParseLogFormat(options.log_format);
  if (!format) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("log-format {}: write logfmt or json", Printable(options.log_format)));
  }
  std::optional<LogLevel> level = ParseLogLevel(options.log_level);
  if (!level) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("log-level {}: write debug, info, warn or error", Printable(options.log_level)));
  }
  if (options.quiet) level = LogLevel::kWarn;
  if (options.verbose) level = LogLevel::kDebug;
  std::unique_ptr<ServiceHost> host(new ServiceHost(options, verb, *format, *level));
  if (!options.metrics_address.empty()) {
    TRY_ASSIGN(host->endpoint_, Endpoint::Listen(options.metrics_address, host->instruments_, host->health_));
    host->log_.Info("listening", {{"port", host->endpoint_->port()}});
  }
  return host;
}

Result<KafkaSettings> ServiceHost::Settings() {
  TRY_ASSIGN(KafkaSettings settings, KafkaOf(options_, name_));
  settings.log = [this](bool serious, std::string_view text) {
    if (serious) return Warn("broker", text);
    log_.Debug(text);
  };
  settings.stopped = [] { return InterruptFlag().requested(); };
  settings.reach = [this](bool reached) {
    if (reached) return health_.Ready();
    health_.NotReady("no broker answers");
  };
  // Looked up once: they are counted for every message.
  struct Counters {
    Counter* messages;
    Counter* bytes;
  };
  auto in = std::make_shared<std::map<std::string, Counters, std::less<>>>();
  auto out = std::make_shared<std::map<std::string, Counters, std::less<>>>();
  for (const TopicSpec& topic : AllTopics()) {
    in->emplace(topic.name, Counters{&numbers_.messages_in(topic.name), &numbers_.bytes_in(topic.name)});
    out->emplace(topic.name, Counters{&numbers_.messages_out(topic.name), &numbers_.bytes_out(topic.name)});
  }
  settings.count = [in, out](std::string_view topic, bool incoming, std::size_t bytes) {
    const auto& counters = incoming ? *in : *out;
    const auto found = counters.find(topic);
    if (found == counters.end()) return;
    found->second.messages->Add();
    found->second.bytes->Add(bytes);
  };
  return settings;
}

Result<KafkaBus*> ServiceHost::Join() {
  TRY_ASSIGN(const KafkaSettings settings, Settings());
  while (true) {
    const auto join = [&]() -> Result<std::unique_ptr<KafkaBus>> {
      TRY(PrepareTopics(settings, AllTopics(), {options_.partitions, options_.replication}));
      return KafkaBus::Open(settings);
    };
    Result<std::unique_ptr<KafkaBus>> bus = join();
    Beat();
    if (bus) {
      health_.Ready();
      bus_ = std::move(*bus);
      instruments_.OnRead([this] {
        numbers_.queue_bytes("producer").Set(static_cast<double>(bus_->producer().unacknowledged_bytes()));
        numbers_.queue_messages("producer").Set(static_cast<double>(bus_->producer().unacknowledged_messages()));
      });
      log_.Info("joined", {{"name", name_}, {"cluster", bus_->cluster()}});
      return bus_.get();
    }
    if (bus.error().kind != ErrorKind::kUnavailable) return Unexpected(bus.error());
    health_.NotReady(bus.error().message);
    Warn("broker", bus.error().message);
    if (!Pause()) return Fail(ErrorKind::kCancelled, "stopped");
  }
}

bool ServiceHost::Pause() {
  const StopFlag& stop = InterruptFlag();
  for (int i = 0; i < kPausesBetweenTries && !stop.requested(); ++i) std::this_thread::sleep_for(kPause);
  return !stop.requested();
}

Result<void> ServiceHost::Persist(const std::function<Result<void>()>& loop) {
  while (true) {
    Result<void> ran = loop();
    if (ran || ran.error().kind != ErrorKind::kUnavailable) return ran;
    Warn("surroundings", ran.error().message + "; trying again");
    Beat();
    if (!Pause()) return {};
  }
}

void ServiceHost::ShowLag(const std::string& reader, const std::map<TopicPartition, std::int64_t>& lag) {
  const std::scoped_lock lock(mutex_);
  std::map<TopicPartition, std::int64_t>& shown = shown_[reader];
  for (const auto& [at, records] : lag) numbers_.lag(at.topic, at.partition).Set(static_cast<double>(records));
  for (const auto& [at, records] : shown) {
    if (!lag.contains(at)) numbers_.RemoveLag(at.topic, at.partition);
  }
  shown = lag;
}

void ServiceHost::Tell(bool serious, const std::string& kind, std::string_view text, const std::string& release) {
  std::vector<LogField> fields;
  if (!release.empty()) fields.emplace_back("release", release);
  if (serious) return Warn(kind, text, fields);
  log_.Info(text, fields);
}

void ServiceHost::Warn(const std::string& kind, std::string_view text, const std::vector<LogField>& fields) {
  numbers_.errors(kind).Add();
  log_.Warn(text, fields);
}

}  // namespace ferrotype
