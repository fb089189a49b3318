// What was asked for: flags over environment over ferrotype.toml over defaults.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"

namespace ferrotype {

/// Exit codes (docs/contract.md). An interrupt by Ctrl-C is 130, as shells have it.
enum ExitCode : int { kDone = 0, kCheckFailed = 1, kUsage = 2, kRefused = 3, kSurroundings = 4, kInterrupted = 130 };

enum class Format { kTable, kJson, kCsv };

/// A place to publish to. What is empty or 0 is as it is for all.
struct Target {
  std::string to;
  std::string base_url;
  std::string hook;
  int keep = 0;
};

/// Where a word of an aggregator stands among all: the later one is larger.
struct Fence {
  std::string cluster;  ///< words of two clusters have no order
  std::uint64_t epoch = 0;
  std::uint64_t revision = 0;
};

struct Options {
  std::map<std::string, Target> targets;  ///< publish, rollback, watch: what --to may name
  Target settings;                        ///< what the settings file says of all targets, before environment and flags

  std::string store = "store";
  std::string content = "content";
  std::string templates = "site-templates";
  std::string out = "site";
  std::string emitted;  ///< check: the folder of a finished site; empty: none
  std::string base_url;
  std::map<std::string, std::string> names;  ///< what the site is called, by language ("en"), or in all ("")
  std::vector<std::string> languages;        ///< that are printed, the first for readers of any other; empty: all
  std::string tags;  ///< globs, separated by blanks, that select tags when a git source names none
  int jobs = 0;      ///< analyzer and renderer threads; 0: one per core
  bool quiet = false;
  bool verbose = false;
  Format format = Format::kTable;

  std::vector<std::string> sources;  ///< analyze, verify: SOURCE[@NAME]
  std::string date;                  ///< analyze: YYYY-MM-DD
  std::string what;                  ///< list
  std::string release;               ///< list, query, verify, diff (from)
  std::string other_release;         ///< diff (to)
  std::vector<std::string> metrics;  ///< query
  std::string by;                    ///< query
  int port = 8000;                   ///< serve
  bool twins = true;                 ///< render: compressed twins beside files

  std::string to;                    ///< publish, rollback, watch: the folder of editions
  int keep = 5;                      ///< publish: editions that stay on disk, the current one among them
  std::string hook;                  ///< publish: a command that gets the change report
  std::vector<std::string> retired;  ///< publish: "articles/x", texts that were taken down on purpose
  std::vector<std::string> watched;  ///< watch: addresses of repositories, and folders where tarballs arrive
  std::string every = "1h";          ///< watch: "30m", "1h"
  bool once = false;                 ///< watch: one look
  std::string edition;               ///< rollback: an id, or its beginning
  bool forward = false;              ///< rollback: to the edition after
  std::string report = "text";       ///< check: text, json or sarif
  std::string section;               ///< translated
  std::string kind;                  ///< new
  std::string slug;                  ///< new, import
  std::string language;              ///< import: en, zh or found out
  bool split = false;                ///< import: two languages in one file

  std::string brokers;                                ///< cluster: host:port,...
  std::map<std::string, std::string> kafka_settings;  ///< cluster: librdkafka's names, from the file and environment
  std::vector<std::string> kafka;                     ///< cluster: the same from flags, NAME=VALUE
  std::string topic_prefix = "ferrotype";             ///< cluster: as KafkaSettings has it
  int partitions = 0;                                 ///< cluster: 0 as topics have them
  int replication = 0;                                ///< cluster: 0 as topics have it
  std::string repository;                             ///< planner: what work calls it
  std::vector<std::string> repositories;              ///< analyzer: [NAME=]PATH or address
  std::string clones = "clones";                      ///< planner, analyzer: folder of mirrors
  int ahead = 16;                                     ///< planner: releases handed out and not complete
  std::optional<Fence> fence;                         ///< publisher: of the snapshot that is published
  std::string snapshots;                              ///< aggregator, publisher: a folder; empty: in the store's
  bool replay = false;                                ///< aggregator
  std::string metrics_address;                        ///< services: where they tell how they are; empty: nowhere
  std::string log_format = "logfmt";                  ///< services: logfmt or json
  std::string log_level = "info";                     ///< services: debug, info, warn or error
  std::string action;                                 ///< dead-letters
  std::vector<std::string> letters;                   ///< dead-letters: ids
  bool all = false;                                   ///< dead-letters
};

/// --jobs, or one thread a core.
[[nodiscard]] int Threads(const Options& options);

/// The flag that Ctrl-C and SIGTERM set. A second signal ends the process at once.
StopFlag& InterruptFlag();

[[nodiscard]] int RunAnalyze(const Options& options);
[[nodiscard]] int RunList(const Options& options);
[[nodiscard]] int RunQuery(const Options& options);
[[nodiscard]] int RunDiff(const Options& options);
[[nodiscard]] int RunRender(const Options& options);
[[nodiscard]] int RunServe(const Options& options);
[[nodiscard]] int RunCheck(const Options& options);
[[nodiscard]] int RunTranslated(const Options& options);
[[nodiscard]] int RunNew(const Options& options);
[[nodiscard]] int RunImport(const Options& options);
[[nodiscard]] int RunVerify(const Options& options);
[[nodiscard]] int RunPublish(const Options& options);
[[nodiscard]] int RunRollback(const Options& options);
[[nodiscard]] int RunWatch(const Options& options);
[[nodiscard]] int RunPlannerVerb(const Options& options);
[[nodiscard]] int RunAnalyzerVerb(const Options& options);
[[nodiscard]] int RunAggregatorVerb(const Options& options);
[[nodiscard]] int RunPublisherVerb(const Options& options);
[[nodiscard]] int RunStatus(const Options& options);
[[nodiscard]] int RunDeadLetters(const Options& options);

}  // namespace ferrotype
