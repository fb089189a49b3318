#include "base/instruments.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace ferrotype {
namespace {

bool IsName(std::string_view name, bool colons) {
  const auto fits = [&](char c, bool first) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':') ||
           (!first && c >= '0' && c <= '9');
  };
  if (name.empty() || !fits(name.front(), true)) return false;
  return std::all_of(name.begin() + 1, name.end(), [&](char c) { return fits(c, false); });
}

[[noreturn]] void Bug(const std::string& what) {
  std::fprintf(stderr, "ferrotype: internal error: instruments: %s\n", what.c_str());
  std::abort();
}

// The shortest digits that read back as the same number.
std::string Number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string Escaped(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

std::string Printed(const std::string& metric, const InstrumentLabels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!IsName(name, false) || name == "le") Bug(fmt::format("{}: no label can be called \"{}\"", metric, name));
    out += fmt::format("{}{}=\"{}\"", out.empty() ? "" : ",", name, Escaped(value, true));
  }
  return out;
}

std::string Braced(const std::string& labels) { return labels.empty() ? "" : "{" + labels + "}"; }

void PrintHistogram(std::string& out, const std::string& name, const std::string& labels,
                    const Histogram::Snapshot& seen) {
  const std::string before = labels.empty() ? "" : labels + ",";
  for (std::size_t i = 0; i < seen.at_most.size(); ++i) {
    const std::string bound = i < seen.bounds.size() ? Number(seen.bounds[i]) : "+Inf";
    out += fmt::format("{}_bucket{{{}le=\"{}\"}} {}\n", name, before, bound, seen.at_most[i]);
  }
  out += fmt::format("{}_sum{} {}\n{}_count{} {}\n", name, Braced(labels), Number(seen.sum), name, Braced(labels),
                     seen.at_most.back());
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {
  if (!std::is_sorted(bounds_.begin(), bounds_.end())) Bug("a histogram's bounds don't ascend");
}

void Histogram::Observe(double value) noexcept {
  const std::size_t place =
      static_cast<std::size_t>(std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin());
  const std::scoped_lock lock(mutex_);
  ++counts_[place];
  sum_ += value;
}

Histogram::Snapshot Histogram::Read() const {
  const std::scoped_lock lock(mutex_);
  Snapshot seen{bounds_, counts_, sum_};
  for (std::size_t i = 1; i < seen.at_most.size(); ++i) seen.at_most[i] += seen.at_most[i - 1];
  return seen;
}

Instruments::Series& Instruments::Find(const std::string& name, const char* type, const std::string& help,
                                       const InstrumentLabels& labels) {
  if (!IsName(name, true)) Bug(fmt::format("no metric can be called \"{}\"", name));
  Family& family = families_[name];
  if (family.series.empty() && *family.type == '\0') {
    family.type = type;
    family.help = help;
  }
  if (std::string_view(family.type) != type) Bug(fmt::format("{} is a {}, not a {}", name, family.type, type));
  return family.series[Printed(name, labels)];
}

Counter& Instruments::counter(const std::string& name, const std::string& help, const InstrumentLabels& labels) {
  const std::scoped_lock lock(mutex_);
  Series& series = Find(name, "counter", help, labels);
  if (!series.counter) series.counter = std::make_unique<Counter>();
  return *series.counter;
}

Gauge& Instruments::gauge(const std::string& name, const std::string& help, const InstrumentLabels& labels) {
  const std::scoped_lock lock(mutex_);
  Series& series = Find(name, "gauge", help, labels);
  if (!series.gauge) series.gauge = std::make_unique<Gauge>();
  return *series.gauge;
}

Histogram& Instruments::histogram(const std::string& name, const std::string& help, std::vector<double> bounds,
                                  const InstrumentLabels& labels) {
  const std::scoped_lock lock(mutex_);
  Series& series = Find(name, "histogram", help, labels);
  if (!series.histogram) series.histogram = std::make_unique<Histogram>(std::move(bounds));
  return *series.histogram;
}

void Instruments::Remove(const std::string& name, const InstrumentLabels& labels) {
  const std::scoped_lock lock(mutex_);
  const auto family = families_.find(name);
  if (family == families_.end()) return;
  auto series = family->second.series.extract(Printed(name, labels));
  if (!series.empty()) removed_.push_back(std::move(series.mapped()));
}

void Instruments::OnRead(std::function<void()> look) {
  const std::scoped_lock lock(mutex_);
  looks_.push_back(std::move(look));
}

std::string Instruments::Text() {
  std::vector<std::function<void()>> looks;
  {
    const std::scoped_lock lock(mutex_);
    looks = looks_;
  }
  for (const std::function<void()>& look : looks) look();
  const std::scoped_lock lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    if (family.series.empty()) continue;
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, Escaped(family.help, false), name, family.type);
    for (const auto& [labels, series] : family.series) {
      if (series.counter) out += fmt::format("{}{} {}\n", name, Braced(labels), series.counter->value());
      if (series.gauge) out += fmt::format("{}{} {}\n", name, Braced(labels), Number(series.gauge->value()));
      if (series.histogram) PrintHistogram(out, name, labels, series.histogram->Read());
    }
  }
  return out;
}

}  // namespace ferrotype
