#include "bus/kafka/handle.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

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
  if (!is_file) return {};
  const auto wrong = [&](const char* what) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("kafka setting \"{}\": {}: {}", Printable(name), Printable(value), what));
  };
  if (access(value.c_str(), R_OK) != 0) return wrong(std::strerror(errno));
  std::error_code error;
  if ((name != "ssl.ca.location" && name != "ssl.certificate.location") || std::filesystem::is_directory(value, error))
    return {};
  constexpr std::size_t kMostBytes = std::size_t{16} << 20U;
  std::string text(kMostBytes, '\0');
  std::ifstream in(value, std::ios::binary);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.find("-----BEGIN ") == std::string::npos) return wrong("holds no certificate in PEM form");
  return {};
}

std::string ValueOf(const KafkaSettings& settings, const char* name) {
  const auto found = settings.properties.find(name);
  return found == settings.properties.end() ? std::string() : found->second;
}

// A password that was forgotten is noticed here, not by brokers that close the connection.
Result<void> CheckSasl(const KafkaSettings& settings) {
  const std::string one = ValueOf(settings, "sasl.mechanism");
  const std::string other = ValueOf(settings, "sasl.mechanisms");
  if (!one.empty() && !other.empty() && one != other) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("kafka settings \"sasl.mechanism\" ({}) and \"sasl.mechanisms\" ({}) are one setting with "
                            "two names; leave one out",
                            Printable(one), Printable(other)));
  }
  const std::string& mechanism = one.empty() ? other : one;
  if (mechanism.empty()) {
    return Fail(ErrorKind::kInvalidArgument,
                "kafka setting \"sasl.mechanisms\" is missing while security.protocol asks for SASL; set it to PLAIN, "
                "SCRAM-SHA-256, SCRAM-SHA-512, ...");
  }
  static const std::vector<std::string> kKnown = {"GSSAPI", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"};
  if (std::find(kKnown.begin(), kKnown.end(), mechanism) == kKnown.end()) {
    const std::optional<std::string> nearest = Nearest(mechanism, kKnown);
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("kafka setting \"sasl.mechanisms\": no mechanism is called {}; {}", Printable(mechanism),
                            nearest ? fmt::format("did you mean {}?", *nearest)
                                    : fmt::format("known: {}", fmt::join(kKnown, ", "))));
  }
  if (mechanism != "PLAIN" && !mechanism.starts_with("SCRAM-")) return {};
  for (const char* name : {"sasl.username", "sasl.password"}) {
    if (!ValueOf(settings, name).empty()) continue;
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("kafka setting \"{}\" is missing, and {} asks for it{}", name, mechanism,
                            name == std::string_view("sasl.password")
                                ? "; secrets belong into the environment: FERROTYPE_KAFKA_SASL_PASSWORD"
                                : ""));
  }
  return {};
}

Result<void> CheckTls(const KafkaSettings& settings) {
  const std::string verified = ValueOf(settings, "enable.ssl.certificate.verification");
  for (const char* name : {"ssl.ca.location", "ssl.ca.pem"}) {
    if (ValueOf(settings, name).empty() || verified != "false") continue;
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("kafka setting \"{}\" has no effect while enable.ssl.certificate.verification is false; "
                            "leave out one of the two",
                            name));
  }
  const auto given = [&](const char* file, const char* text) {
    return !ValueOf(settings, file).empty() || !ValueOf(settings, text).empty();
  };
  const bool certificate = given("ssl.certificate.location", "ssl.certificate.pem");
  const bool key = given("ssl.key.location", "ssl.key.pem");
  if (certificate == key) return {};
  return Fail(ErrorKind::kInvalidArgument,
              fmt::format("kafka setting \"{}\" is missing: a certificate of this client and its key go together",
                          certificate ? "ssl.key.location" : "ssl.certificate.location"));
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
  if (is("sasl")) TRY(CheckSasl(settings));
  if (is("ssl")) TRY(CheckTls(settings));
  return {};
}

// Kafka's own rule, short enough for what comes behind it.
Result<void> CheckPrefix(const std::string& prefix) {
  constexpr std::size_t kMost = 100;
  const bool sound = !prefix.empty() && prefix.size() <= kMost && prefix != "." && prefix != ".." &&
                     std::all_of(prefix.begin(), prefix.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                              c == '_' || c == '-';
                     });
  if (sound) return {};
  return Fail(ErrorKind::kInvalidArgument,
              fmt::format("topic-prefix \"{}\": write letters, digits, '.', '_' and '-', at most {} of them",
                          Printable(prefix), kMost));
}

}  // namespace

Result<Handle<rd_kafka_conf_t>> MakeConf(const KafkaSettings& settings,
                                         const std::vector<std::pair<const char*, std::string>>& ours) {
  Handle<rd_kafka_conf_t> conf(rd_kafka_conf_new());
  if (settings.brokers.empty()) {
    return Fail(ErrorKind::kInvalidArgument,
                "name the brokers: --brokers HOST:PORT[,HOST:PORT...], or `brokers` in ferrotype.toml");
  }
  TRY(CheckPrefix(settings.prefix));
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

void Refusals::Hear(rd_kafka_conf_t* conf, const KafkaSettings& settings) {
  target = {&settings, this};
  rd_kafka_conf_set_opaque(conf, this);
  rd_kafka_conf_set_error_cb(conf, [](rd_kafka_t*, int code, const char* text, void* opaque) {
    auto* self = static_cast<Refusals*>(opaque);
    const KafkaSettings& told = *self->target.settings;
    const bool nobody = code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN;
    if (told.log) told.log(nobody, text);
    if (nobody && told.reach) told.reach(false);
    if (nobody) return;
    self->reason = text;
    self->lasting = code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR__SSL;
  });
}

bool Refusals::Wait(rd_kafka_t* handle, std::chrono::milliseconds patience, const std::function<bool(int)>& ask) {
  using Clock = std::chrono::steady_clock;
  // An answer that takes longer than it may is asked for anew: each time it may take longer, as on slow lines it does.
  constexpr std::chrono::milliseconds kMostSlice(4'000);
  std::chrono::milliseconds slice(250);
  constexpr std::chrono::milliseconds kForOthers(1'000);  // another broker of the list may answer
  const auto begun = Clock::now();
  while (true) {
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
    const auto now = std::clamp(patience - waited, std::chrono::milliseconds(1), slice);
    if (ask(static_cast<int>(now.count()))) return true;
    slice = std::min(2 * slice, kMostSlice);
    rd_kafka_poll(handle, 0);  // serves what Hear has set
    if (target.settings->stopped && target.settings->stopped()) return false;
    if (waited >= patience || (lasting && waited >= kForOthers)) return false;
  }
}

Unexpected Refusals::Trouble(const KafkaSettings& settings) const {
  const std::string why = reason.empty() ? std::string() : fmt::format(" ({})", Printable(reason));
  if (lasting) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("kafka: {} and this program don't agree on TLS or the password{}; look at [kafka]",
                            Printable(settings.brokers), why));
  }
  return Fail(ErrorKind::kUnavailable, fmt::format("kafka: no answer from {}; are the brokers up, and are the "
                                                   "addresses and security settings theirs?{}",
                                                   Printable(settings.brokers), why));
}

Answer::Answer(rd_kafka_t* handle, rd_kafka_admin_op_t operation, int patience_ms)
    : patience_ms_(patience_ms),
      options_(rd_kafka_AdminOptions_new(handle, operation)),
      queue_(rd_kafka_queue_new(handle)) {
  std::array<char, kReasonBytes> reason{};
  rd_kafka_AdminOptions_set_request_timeout(options_.get(), patience_ms, reason.data(), reason.size());
}

Handle<rd_kafka_event_t> Answer::Wait() const {
  constexpr int kLonger = 1000;  // the request's own end comes first
  return Handle<rd_kafka_event_t>(rd_kafka_queue_poll(queue_.get(), patience_ms_ + kLonger));
}

Unexpected Trouble(rd_kafka_resp_err_t code, std::string_view doing) {
  return Fail(ErrorKind::kUnavailable, fmt::format("kafka: {}: {}", doing, rd_kafka_err2str(code)));
}

}  // namespace kafka

namespace {

std::string Exchange(std::string_view name, std::string_view from, std::string_view to) {
  if (!name.starts_with(from)) return std::string(name);
  const std::string_view rest = name.substr(from.size());
  if (!rest.starts_with('.') && !rest.starts_with('-')) return std::string(name);
  return fmt::format("{}{}", to, rest);
}

constexpr std::string_view kOwnPrefix = "ferrotype";

}  // namespace

std::string OnBrokers(const KafkaSettings& settings, std::string_view name) {
  return Exchange(name, kOwnPrefix, settings.prefix);
}

std::string FromBrokers(const KafkaSettings& settings, std::string_view name) {
  return Exchange(name, settings.prefix, kOwnPrefix);
}

Result<void> CheckKafkaSettings(const KafkaSettings& settings) {
  static const KafkaSettings kSilent;
  static kafka::LogTarget target{&kSilent};
  TRY_ASSIGN(auto conf, kafka::MakeConf(settings, {}));
  rd_kafka_conf_set_opaque(conf.get(), &target);
  TRY(kafka::MakeHandle(RD_KAFKA_PRODUCER, std::move(conf)));
  return {};
}

}  // namespace ferrotype
