#include "bus/kafka/handle.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace ferrotype {
namespace kafka {
namespace {

constexpr std::size_t kReasonBytes = 512;
constexpr int kError = 3;  // syslog's

// What Ferrotype's correctness stands on, and what it says itself: nobody may set these.
constexpr std::array<std::string_view, 14> kOurs = {"bootstrap.servers",
                                                    "metadata.broker.list",
                                                    "group.id",
                                                    "client.id",
                                                    "enable.auto.commit",
                                                    "enable.auto.offset.store",
                                                    "auto.offset.reset",
                                                    "check.crcs",
                                                    "enable.idempotence",
                                                    "transactional.id",
                                                    "acks",
                                                    "request.required.acks",
                                                    "group.protocol",
                                                    "partition.assignment.strategy"};

void OnLog(const rd_kafka_t* handle, int level, const char*, const char* text) {
  const auto* target = static_cast<const LogTarget*>(rd_kafka_opaque(handle));
  if (target != nullptr && target->settings->log) target->settings->log(level <= kError, text);
}

std::string NearestProperty(std::string_view name) {
  // librdkafka lists its properties for a conf that has its defaults.
  const Handle<rd_kafka_conf_t> conf(rd_kafka_conf_new());
  std::size_t count = 0;
  const char** dump = rd_kafka_conf_dump(conf.get(), &count);
  std::vector<std::string> known;
  for (std::size_t i = 0; i + 1 < count; i += 2) known.emplace_back(dump[i]);
  rd_kafka_conf_dump_free(dump, count);
  const std::optional<std::string> nearest = Nearest(name, known);
  return nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : std::string();
}

bool IsSecret(std::string_view name) {
  return name.find("password") != std::string_view::npos || name.find("pem") != std::string_view::npos ||
         name.find("secret") != std::string_view::npos;
}

Result<void> SetOne(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, kReasonBytes> reason{};
  const rd_kafka_conf_res_t set = rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason.data(), reason.size());
  if (set == RD_KAFKA_CONF_OK) return {};
  const std::string shown = Printable(name);
  if (set == RD_KAFKA_CONF_UNKNOWN) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("kafka setting \"{}\": librdkafka knows none of that name{}",
                                                         shown, NearestProperty(name)));
  }
  return Fail(
      ErrorKind::kInvalidArgument,
      fmt::format("kafka setting \"{}\": {}", shown, IsSecret(name) ? "not a value that it can have" : reason.data()));
}

// librdkafka says what OpenSSL says, which names no file.
Result<void> CheckFile(const std::string& name, const std::string& value) {
  const bool is_file = name.starts_with("ssl.") && name.ends_with(".location") && value != "probe";
  if (!is_file || access(value.c_str(), R_OK) == 0) return {};
  return Fail(ErrorKind::kInvalidArgument,
              fmt::format("kafka setting \"{}\": {}: {}", Printable(name), Printable(value), std::strerror(errno)));
}

// Credentials that would silently not be used.
Result<void> CheckTogether(const KafkaSettings& settings) {
  const auto protocol = settings.properties.find("security.protocol");
  const std::string chosen = protocol == settings.properties.end() ? "plaintext" : protocol->second;
  const auto is = [&](std::string_view word) {
    return std::search(chosen.begin(), chosen.end(), word.begin(), word.end(),
                       [](char a, char b) { return (a | 0x20) == b; }) != chosen.end();
  };
  for (const auto& [name, value] : settings.properties) {
    const bool sasl = name.starts_with("sasl.") && !is("sasl");
    const bool tls = name.starts_with("ssl.") && !is("ssl");
    if (!sasl && !tls) continue;
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("kafka setting \"{}\" has no effect while security.protocol is {}; set security.protocol to "
                    "{} as well",
                    Printable(name), Printable(chosen), sasl ? "sasl_ssl (or sasl_plaintext)" : "ssl (or sasl_ssl)"));
  }
  return {};
}

}  // namespace

Result<Handle<rd_kafka_conf_t>> MakeConf(const KafkaSettings& settings,
                                         const std::vector<std::pair<const char*, std::string>>& ours) {
  Handle<rd_kafka_conf_t> conf(rd_kafka_conf_new());
  if (settings.brokers.empty()) {
    return Fail(ErrorKind::kInvalidArgument,
                "name the brokers: --brokers HOST:PORT[,HOST:PORT...], or `brokers` in ferrotype.toml");
  }
  TRY(CheckTogether(settings));
  for (const auto& [name, value] : settings.properties) {
    if (std::find(kOurs.begin(), kOurs.end(), name) != kOurs.end()) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("kafka setting \"{}\" is Ferrotype's own: what it promises stands on it; remove it",
                              Printable(name)));
    }
  }
  for (const auto& [name, value] : settings.properties) TRY(CheckFile(name, value));
  for (const auto& [name, value] : ours) TRY(SetOne(conf.get(), name, value));
  for (const auto& [name, value] : settings.properties) TRY(SetOne(conf.get(), name, value));
  TRY(SetOne(conf.get(), "bootstrap.servers", settings.brokers));
  TRY(SetOne(conf.get(), "client.id", settings.client.empty() ? "ferrotype" : settings.client));
  TRY(SetOne(conf.get(), "log.connection.close", "false"));
  rd_kafka_conf_set_log_cb(conf.get(), OnLog);
  return conf;
}

Result<Handle<rd_kafka_t>> MakeHandle(rd_kafka_type_t type, Handle<rd_kafka_conf_t> conf) {
  std::array<char, kReasonBytes> reason{};
  rd_kafka_t* handle = rd_kafka_new(type, conf.get(), reason.data(), reason.size());
  if (handle == nullptr) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("kafka settings: {}", reason.data()));
  }
  (void)conf.release();  // the handle's now
  return Handle<rd_kafka_t>(handle);
}

Handle<rd_kafka_topic_partition_list_t> MakeList(int size) {
  return Handle<rd_kafka_topic_partition_list_t>(rd_kafka_topic_partition_list_new(size));
}

Unexpected Trouble(rd_kafka_resp_err_t code, std::string_view doing) {
  return Fail(ErrorKind::kUnavailable, fmt::format("kafka: {}: {}", doing, rd_kafka_err2str(code)));
}

}  // namespace kafka

Result<void> CheckKafkaSettings(const KafkaSettings& settings) {
  static const KafkaSettings kSilent;
  static kafka::LogTarget target{&kSilent};
  TRY_ASSIGN(auto conf, kafka::MakeConf(settings, {}));
  rd_kafka_conf_set_opaque(conf.get(), &target);
  TRY(kafka::MakeHandle(RD_KAFKA_PRODUCER, std::move(conf)));
  return {};
}

}  // namespace ferrotype
