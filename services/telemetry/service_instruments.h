// The numbers that services of a cluster tell, each name in one place; docs/operators-cluster.md explains them.
#pragma once

#include <string>

#include "base/instruments.h"

namespace ferrotype {

/// Cheap to look up but not free: keep the reference where something is counted often.
class ServiceInstruments {
 public:
  /// `service`: planner, analyzer, aggregator or publisher.
  ServiceInstruments(Instruments& all, const std::string& service, const std::string& version) : all_(all) {
    all_.gauge("ferrotype_build_info", "1, with what runs here.", {{"service", service}, {"version", version}}).Set(1);
  }

  Counter& messages_in(const std::string& topic) { return Messages(topic, "in"); }
  Counter& messages_out(const std::string& topic) { return Messages(topic, "out"); }
  Counter& bytes_in(const std::string& topic) { return Bytes(topic, "in"); }
  Counter& bytes_out(const std::string& topic) { return Bytes(topic, "out"); }

  /// Messages in a partition that this service has not taken yet. Not `owned` any more: RemoveLag.
  Gauge& lag(const std::string& topic, int partition) {
    return all_.gauge(kLag, "Messages of a partition that this service has yet to take.", Partition(topic, partition));
  }
  void RemoveLag(const std::string& topic, int partition) { all_.Remove(kLag, Partition(topic, partition)); }

  /// Inside the process: "producer" (not yet acknowledged), "work", ...
  Gauge& queue_messages(const std::string& queue) {
    return all_.gauge("ferrotype_queue_messages", "Messages in a queue of this process.", {{"queue", queue}});
  }
  Gauge& queue_bytes(const std::string& queue) {
    return all_.gauge("ferrotype_queue_bytes", "Bytes in a queue of this process.", {{"queue", queue}});
  }

  /// `kind`: broker, repository, store, message, render, ...
  Counter& errors(const std::string& kind) {
    return all_.counter("ferrotype_errors_total", "Errors, by where they arose; most are tried again.",
                        {{"kind", kind}});
  }
  Counter& dead_letters() {
    return all_.counter("ferrotype_dead_letters_total", "Messages given up by this process; each leaves a hole.");
  }

  /// `kind`: analyze or quote.
  Counter& batches(const std::string& kind) {
    return all_.counter("ferrotype_batches_total", "Batches of work done.", {{"kind", kind}});
  }
  Histogram& batch_seconds(const std::string& kind) {
    return all_.histogram("ferrotype_batch_seconds", "Time from taking a batch to its last acknowledgement.",
                          {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300}, {{"kind", kind}});
  }
  Counter& blobs() { return all_.counter("ferrotype_blobs_total", "Blobs analyzed."); }
  Counter& blob_bytes() { return all_.counter("ferrotype_blob_bytes_total", "Bytes of blobs analyzed."); }

  /// `state`: expected or found.
  Gauge& release_blobs(const std::string& release, const std::string& state) {
    return all_.gauge(kReleaseBlobs, "Blobs a release names, and those of them with a finding.",
                      {{"release", release}, {"state", state}});
  }
  Gauge& release_quotes(const std::string& release, const std::string& state) {
    return all_.gauge(kReleaseQuotes, "Blobs whose bytes pages quote, and those of them that are there.",
                      {{"release", release}, {"state", state}});
  }
  /// Of a release that nobody waits for any more.
  void RemoveRelease(const std::string& release) {
    for (const char* name : {kReleaseBlobs, kReleaseQuotes})
      for (const char* state : {"expected", "found"}) all_.Remove(name, {{"release", release}, {"state", state}});
  }
  /// `state`: waiting, complete or failed.
  Gauge& releases(const std::string& state) {
    return all_.gauge("ferrotype_releases", "Releases by state.", {{"state", state}});
  }

  /// `outcome`: published, nothing_new, held or failed.
  Counter& publications(const std::string& outcome) {
    return all_.counter("ferrotype_publications_total", "Attempts to publish, by how they ended.",
                        {{"outcome", outcome}});
  }
  Gauge& last_publication() {
    return all_.gauge("ferrotype_last_publication_timestamp_seconds",
                      "When this process last found the site up to date or brought it there, in seconds since 1970.");
  }

 private:
  static constexpr const char* kLag = "ferrotype_lag_messages";
  static constexpr const char* kReleaseBlobs = "ferrotype_release_blobs";
  static constexpr const char* kReleaseQuotes = "ferrotype_release_quotes";
  static InstrumentLabels Partition(const std::string& topic, int partition) {
    return {{"topic", topic}, {"partition", std::to_string(partition)}};
  }
  Counter& Messages(const std::string& topic, const char* direction) {
    return all_.counter("ferrotype_messages_total", "Messages taken from and given to topics.",
                        {{"topic", topic}, {"direction", direction}});
  }
  Counter& Bytes(const std::string& topic, const char* direction) {
    return all_.counter("ferrotype_message_bytes_total", "Bytes of keys and values taken from and given to topics.",
                        {{"topic", topic}, {"direction", direction}});
  }

  Instruments& all_;
};

}  // namespace ferrotype
