#include "analyzer/service.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "analyzer/analyze.h"
#include "base/bytes.h"
#include "model/consume.h"
#include "model/dead_letter.h"

namespace ferrotype {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kChunkBytes = 384U << 10U;  // with its envelope below the 512 KiB that records may have
constexpr int kZstdLevel = 9;
constexpr int kTries = 3;
constexpr milliseconds kSafetyPatience(10'000);

void Wait(milliseconds time, const StopFlag& stop) {
  constexpr milliseconds kSlice(50);
  for (; time > milliseconds(0) && !stop.requested(); time -= kSlice)
    std::this_thread::sleep_for(std::min(kSlice, time));
}

class AnalyzerLoop {
 public:
  AnalyzerLoop(Bus& bus, Consumer& work, WorkReader& reader, const AnalyzerSettings& settings, AnalyzerCounts& counts,
               const StopFlag& stop)
      : bus_(bus), work_(work), reader_(reader), settings_(settings), counts_(counts), stop_(stop) {}

  Result<void> Run() {
    Result<void> ran =
        Consume(work_, {1, milliseconds(100)}, stop_, [&](std::span<const Record> records) { return Take(records); });
    // What was answered before the end is not done again by others.
    if (ran) return MakeSafe();
    return ran;
  }

 private:
  struct Failure {
    FindingKey item;
    Error error;
  };

  Result<void> Take(std::span<const Record> records) {
    if (settings_.watch) settings_.watch(work_);
    for (const Record& record : records) {
      TRY(Do(record));
      done_[record.from] = record.next_offset;
      ++undeclared_;
    }
    if (!records.empty() && Idle()) bus_.Hurry();
    if (undeclared_ >= settings_.batches_per_commit || (records.empty() && undeclared_ > 0)) return MakeSafe();
    return {};
  }

  // No work is at hand, as far as is known here: nothing more will be sent with the last answers.
  [[nodiscard]] bool Idle() const {
    const auto lag = work_.Lag();
    return std::all_of(lag.begin(), lag.end(), [](const auto& each) { return each.second == 0; });
  }

  // Only answers that nothing can take away let go of the work.
  Result<void> MakeSafe() {
    if (undeclared_ == 0) return {};
    while (true) {
      Result<void> flushed = bus_.Flush(kSafetyPatience);
      if (flushed) break;
      if (flushed.error().kind != ErrorKind::kUnavailable) return flushed;
      Tell(flushed.error().message, {});
      if (stop_.requested()) return {};  // others do it again
    }
    for (const auto& [at, next_offset] : done_) {
      Result<void> committed = work_.Commit(at, next_offset);
      if (committed) continue;
      if (committed.error().kind != ErrorKind::kUnavailable) return committed;
      Tell(committed.error().message, {});  // a later commit says it too
    }
    done_.clear();
    undeclared_ = 0;
    return {};
  }

  void Tell(const std::string& text, const WorkBatch& batch) const {
    if (settings_.notice) settings_.notice(text, batch);
  }

  Result<void> Do(const Record& record) {
    Result<WorkBatch> batch = Decoded(record);
    if (!batch) {
      if (!settings_.carry_on) return Unexpected(batch.error());
      return Bury(record, {}, batch.error().message, {});
    }
    if (batch->analyzer > kAnalyzerVersion) {
      return Fail(
          ErrorKind::kInvalidArgument,
          fmt::format("{}[{}] offset {}: asks for findings of version {}, and this program makes version {}; "
                      "upgrade this analyzer, others do the work meanwhile",
                      record.from.topic, record.from.partition, record.offset, batch->analyzer, kAnalyzerVersion));
    }
    if (batch->analyzer != 0 && batch->analyzer < kAnalyzerVersion) return {};  // nobody waits for these any more
    if (batch->attempt > 0) Wait(batch->attempt * settings_.pause_before_retry, stop_);
    const auto begun = std::chrono::steady_clock::now();
    TRY_ASSIGN(const std::vector<Failure> failures, Answer(*batch));
    ++counts_.batches;
    if (settings_.done)
      settings_.done(record, *batch, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    if (failures.empty()) return {};
    return Again(record, *batch, failures);
  }

  static Result<WorkBatch> Decoded(const Record& record) {
    TRY(CheckHash(record));
    return Decode<WorkBatch>(record.message.value);
  }

  Result<std::vector<Failure>> Answer(const WorkBatch& batch) {
    std::vector<Failure> failures;
    for (const FindingKey& key : batch.items) {
      if (!settings_.carry_on && stop_.requested()) return Fail(ErrorKind::kCancelled, "stopped");
      Result<std::optional<BlobBytes>> blob = ReadPatiently(batch, key.blob);
      if (blob && !*blob && batch.purpose == Purpose::kQuote) {
        blob = Fail(ErrorKind::kInvalidArgument, fmt::format("blob {} is too large to quote", key.blob.Hex()));
      }
      if (!blob) {
        if (!settings_.carry_on) return Unexpected(blob.error());
        failures.push_back({key, blob.error()});
        continue;
      }
      ++counts_.read;
      counts_.bytes += *blob ? (*blob)->bytes.size() : 0;
      if (batch.purpose == Purpose::kQuote) {
        TRY(PutQuote(key.blob, (*blob)->bytes));
        ++counts_.quoted;
        continue;
      }
      const BlobFinding finding =
          *blob ? analyzer_.Analyze(key.language, key.blob, (*blob)->bytes) : TooLarge(key.language, key.blob);
      TRY(bus_.Put(topics::kFindings, MakeMessage(KeyOf(finding), Encode(finding))));
      ++counts_.analyzed;
    }
    return failures;
  }

  // The surroundings may recover by themselves; a blob that is not there or not itself won't.
  Result<std::optional<BlobBytes>> ReadPatiently(const WorkBatch& batch, BlobOid blob) {
    for (int attempt = 1;; ++attempt) {
      Result<std::optional<BlobBytes>> bytes = reader_.Read(batch, blob, kMaxBlobBytes);
      if (bytes || bytes.error().kind != ErrorKind::kUnavailable || attempt == kTries || stop_.requested())
        return bytes;
      Wait(milliseconds(50 * attempt), stop_);
    }
  }

  Result<void> PutQuote(BlobOid blob, std::string_view plain) {
    Bytes packed(ZSTD_compressBound(plain.size()), '\0');
    const std::size_t size = ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), kZstdLevel);
    if (ZSTD_isError(size) != 0) return Fail(ErrorKind::kInternal, fmt::format("zstd: {}", ZSTD_getErrorName(size)));
    packed.resize(size);
    SourceChunk chunk;
    chunk.blob = blob;
    chunk.chunks = static_cast<std::uint32_t>((size + kChunkBytes - 1) / kChunkBytes);
    chunk.plain_bytes = plain.size();
    for (; chunk.chunk < chunk.chunks; ++chunk.chunk) {
      chunk.data = packed.substr(chunk.chunk * kChunkBytes, kChunkBytes);
      TRY(bus_.Put(topics::kSources, MakeMessage(KeyOf(chunk), Encode(chunk))));
    }
    return {};
  }

  // What this machine could not read another one may: its clone, its disk.
  Result<void> Again(const Record& record, const WorkBatch& batch, const std::vector<Failure>& failures) {
    WorkBatch rest = batch;
    rest.items.clear();
    for (const Failure& failure : failures) rest.items.push_back(failure.item);
    rest.attempt = static_cast<std::uint16_t>(batch.attempt + 1);
    const std::string reason = failures.front().error.message;
    if (rest.attempt >= kMostAttempts) return Bury(record, batch, reason, rest.items);
    Tell(fmt::format("{} blobs can't be read and are handed out again: {}", failures.size(), reason), batch);
    counts_.retried += failures.size();
    const Bytes value = Encode(rest);
    return bus_.Put(topics::kWork, MakeMessage("retry-" + ToHex(Sha256(value)).substr(0, 16), value));
  }

  Result<void> Bury(const Record& record, const WorkBatch& batch, const std::string& reason,
                    const std::vector<FindingKey>& items) {
    DeadLetter letter = MakeDeadLetter(record, settings_.service, reason, batch.attempt + 1U);
    letter.items = items;
    letter.purpose = batch.purpose;
    ++counts_.dead;
    Tell(fmt::format("dead letter {}: {}", LetterId(letter), reason), batch);
    return bus_.Put(topics::kDeadLetters, MessageOf(letter));
  }

  Bus& bus_;
  Consumer& work_;
  WorkReader& reader_;
  const AnalyzerSettings& settings_;
  AnalyzerCounts& counts_;
  const StopFlag& stop_;
  Analyzer analyzer_;
  std::map<TopicPartition, std::int64_t> done_;  // and not declared so
  std::size_t undeclared_ = 0;
};

}  // namespace

Result<void> RunAnalyzer(Bus& bus, Consumer& work, WorkReader& reader, const AnalyzerSettings& settings,
                         AnalyzerCounts& counts, const StopFlag& stop) {
  return AnalyzerLoop(bus, work, reader, settings, counts, stop).Run();
}

}  // namespace ferrotype
