#include "telemetry/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <utility>

#include "base/utf8.h"

namespace ferrotype {
namespace {

constexpr std::string_view kLevels[] = {"debug", "info", "warn", "error"};

// Inside double quotes, for logfmt and JSON alike: JSON's escapes, and nothing that deceives or isn't UTF-8.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const DecodedRune rune = DecodeUtf8(text);
    const std::string_view bytes = text.substr(0, rune.bytes);
    text.remove_prefix(rune.bytes);
    if (!rune.valid) {
      out += "\xEF\xBF\xBD";
    } else if (rune.value == '"' || rune.value == '\\') {
      out += '\\';
      out += bytes;
    } else if (rune.value == '\n') {
      out += "\\n";
    } else if (rune.value == '\t') {
      out += "\\t";
    } else if (IsDeceptive(rune.value) && rune.value > 0xFFFF) {
      const auto rest = static_cast<std::uint32_t>(rune.value) - 0x10000U;
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800U + (rest >> 10U), 0xDC00U + (rest & 0x3FFU));
    } else if (IsDeceptive(rune.value)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(rune.value));
    } else {
      out += bytes;
    }
  }
  return out + '"';
}

// logfmt needs no quotes around what has neither blanks, quotes nor '='.
std::string LogfmtValue(std::string_view text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '=' && c != '\\';
  });
  return plain ? std::string(text) : Quoted(text);
}

std::string MachineTime() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec, millis);
}

// One write(2) a line: lines of several processes on one pipe stay whole up to PIPE_BUF.
void ToStderr(const std::string& line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t wrote = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (wrote < 0) return;  // nobody listens: no reason to stop working
    rest.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

}  // namespace

std::optional<LogFormat> ParseLogFormat(std::string_view name) {
  if (name == "logfmt") return LogFormat::kLogfmt;
  if (name == "json") return LogFormat::kJson;
  return std::nullopt;
}

std::optional<LogLevel> ParseLogLevel(std::string_view name) {
  const auto* const found = std::find(std::begin(kLevels), std::end(kLevels), name);
  if (found == std::end(kLevels)) return std::nullopt;
  return static_cast<LogLevel>(found - std::begin(kLevels));
}

LogField::LogField(std::string_view name, double value) : name_(name), bare_(std::isfinite(value)) {
  value_ = fmt::format("{}", value);
}

std::string FormatLogLine(LogFormat format, std::string_view time, LogLevel level, std::string_view message,
                          const std::vector<LogField>& fields) {
  const std::string_view level_name = kLevels[static_cast<std::size_t>(level)];
  std::string line;
  if (format == LogFormat::kLogfmt) {
    line = fmt::format("time={} level={} msg={}", time, level_name, Quoted(message));
    for (const LogField& field : fields) line += fmt::format(" {}={}", field.name(), LogfmtValue(field.value()));
  } else {
    line = fmt::format(R"({{"time":"{}","level":"{}","msg":{})", time, level_name, Quoted(message));
    for (const LogField& field : fields)
      line += fmt::format(",\"{}\":{}", field.name(), field.bare() ? field.value() : Quoted(field.value()));
    line += '}';
  }
  return line + '\n';
}

Log::Log(LogFormat format, LogLevel least, std::vector<LogField> fields)
    : Log(format, least, std::move(fields), ToStderr, MachineTime) {}

Log::Log(LogFormat format, LogLevel least, std::vector<LogField> fields, Sink sink, Clock clock)
    : format_(format), least_(least), fields_(std::move(fields)), sink_(std::move(sink)), clock_(std::move(clock)) {}

Log Log::With(const std::vector<LogField>& fields) const {
  Log more = *this;
  for (const LogField& field : fields) {
    std::erase_if(more.fields_, [&](const LogField& old) { return old.name() == field.name(); });
    more.fields_.push_back(field);
  }
  return more;
}

void Log::Debug(std::string_view message, const std::vector<LogField>& fields) const {
  Write(LogLevel::kDebug, message, fields);
}

void Log::Info(std::string_view message, const std::vector<LogField>& fields) const {
  Write(LogLevel::kInfo, message, fields);
}

void Log::Warn(std::string_view message, const std::vector<LogField>& fields) const {
  Write(LogLevel::kWarn, message, fields);
}

void Log::Error(std::string_view message, const std::vector<LogField>& fields) const {
  Write(LogLevel::kError, message, fields);
}

void Log::Write(LogLevel level, std::string_view message, const std::vector<LogField>& fields) const {
  if (level < least_) return;
  const Log all = fields.empty() ? *this : With(fields);
  sink_(FormatLogLine(format_, clock_(), level, message, all.fields_));
}

}  // namespace ferrotype
