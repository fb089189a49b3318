// What a running process tells of itself in numbers: counters, gauges and histograms by name and labels, written as
// Prometheus reads them (text format 0.0.4). They are of the process; what is measured of kernels is a metric.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace ferrotype {

/// Only grows.
class Counter {
 public:
  void Add(std::uint64_t by = 1) noexcept { value_.fetch_add(by, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Goes up and down.
class Gauge {
 public:
  void Set(double value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void Add(double by) noexcept { value_.fetch_add(by, std::memory_order_relaxed); }
  [[nodiscard]] double value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

/// How often something took at most so much.
class Histogram {
 public:
  /// `bounds`: upper bounds, ascending; one without a bound is added.
  explicit Histogram(std::vector<double> bounds);
  void Observe(double value) noexcept;
  struct Snapshot {
    std::vector<double> bounds;
    std::vector<std::uint64_t> at_most;  ///< cumulative, one more than bounds
    double sum = 0;
  };
  [[nodiscard]] Snapshot Read() const;

 private:
  const std::vector<double> bounds_;
  mutable std::mutex mutex_;
  std::vector<std::uint64_t> counts_;
  double sum_ = 0;
};

/// Label names and values, in the order they are printed.
using InstrumentLabels = std::vector<std::pair<std::string, std::string>>;

/// All numbers of a process. Threads may use it at once; what it hands out lives as long as it does.
class Instruments {
 public:
  Instruments() = default;
  Instruments(const Instruments&) = delete;
  Instruments& operator=(const Instruments&) = delete;

  /// The one with this name and these labels, made when there is none. A name has one type and one help text, the
  /// first; asking for it as another type, or with a name or label that Prometheus refuses, is a bug and aborts.
  Counter& counter(const std::string& name, const std::string& help, const InstrumentLabels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const InstrumentLabels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, std::vector<double> bounds,
                       const InstrumentLabels& labels = {});

  /// Prints no more what was counted of something that is gone (a partition that another one owns now).
  void Remove(const std::string& name, const InstrumentLabels& labels);

  /// `look` runs before each Text(), for numbers that are asked for rather than told.
  void OnRead(std::function<void()> look);

  /// Everything, by name and labels in order of bytes.
  [[nodiscard]] std::string Text();

 private:
  struct Series {
    std::unique_ptr<Counter> counter;
    std::unique_ptr<Gauge> gauge;
    std::unique_ptr<Histogram> histogram;
  };
  struct Family {
    const char* type = "";
    std::string help;
    std::map<std::string, Series> series;  ///< by labels as they are printed
  };
  Series& Find(const std::string& name, const char* type, const std::string& help, const InstrumentLabels& labels);

  std::mutex mutex_;
  std::map<std::string, Family> families_;
  std::vector<Series> removed_;  ///< somebody may still hold them
  std::vector<std::function<void()>> looks_;
};

}  // namespace ferrotype
