// Structured logs of a service: a line an event, as logfmt or JSON, with what it belongs to (release, shard, batch).
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

enum class LogFormat : std::uint8_t { kLogfmt, kJson };
enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarn, kError };

/// "logfmt", "json"; "debug", "info", "warn", "error".
[[nodiscard]] std::optional<LogFormat> ParseLogFormat(std::string_view name);
[[nodiscard]] std::optional<LogLevel> ParseLogLevel(std::string_view name);

/// A name and a value. Names are constants: a-z, 0-9, _.
class LogField {
 public:
  template <std::integral T>
  LogField(std::string_view name, T value) : name_(name), value_(std::to_string(value)), bare_(true) {}
  LogField(std::string_view name, double value);
  LogField(std::string_view name, bool value) : name_(name), value_(value ? "true" : "false"), bare_(true) {}
  LogField(std::string_view name, std::string_view value) : name_(name), value_(value) {}
  LogField(std::string_view name, const char* value) : name_(name), value_(value) {}
  LogField(std::string_view name, const std::string& value) : name_(name), value_(value) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& value() const { return value_; }
  [[nodiscard]] bool bare() const { return bare_; }  ///< a number or a truth value: JSON writes it without quotes

 private:
  std::string name_;
  std::string value_;
  bool bare_ = false;
};

/// One line with its newline. Any bytes may be in the values; what would break a line or deceive a terminal is escaped.
[[nodiscard]] std::string FormatLogLine(LogFormat format, std::string_view time, LogLevel level,
                                        std::string_view message, const std::vector<LogField>& fields);

/// Where a service's lines go. Copies write to the same place; threads and processes may share it, lines stay whole.
class Log {
 public:
  using Sink = std::function<void(const std::string& line)>;
  using Clock = std::function<std::string()>;

  /// To stderr, by this machine's clock in UTC with milliseconds.
  Log(LogFormat format, LogLevel least, std::vector<LogField> fields);
  Log(LogFormat format, LogLevel least, std::vector<LogField> fields, Sink sink, Clock clock);

  /// The same log, whose lines have these fields as well.
  [[nodiscard]] Log With(const std::vector<LogField>& fields) const;

  void Debug(std::string_view message, const std::vector<LogField>& fields = {}) const;
  void Info(std::string_view message, const std::vector<LogField>& fields = {}) const;
  void Warn(std::string_view message, const std::vector<LogField>& fields = {}) const;
  void Error(std::string_view message, const std::vector<LogField>& fields = {}) const;

 private:
  void Write(LogLevel level, std::string_view message, const std::vector<LogField>& fields) const;

  LogFormat format_;
  LogLevel least_;
  std::vector<LogField> fields_;
  Sink sink_;
  Clock clock_;
};

}  // namespace ferrotype
