#include "analyzer/service.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "analyzer/analyze.h"
#include "model/wire.h"

namespace ferrotype {
namespace {

constexpr std::size_t kChunkBytes = 384U << 10U;  // with its envelope below the 512 KiB that records may have
constexpr int kZstdLevel = 9;
constexpr int kTries = 3;

// The surroundings may recover by themselves; a blob that is not there or not itself won't.
Result<std::optional<BlobBytes>> ReadPatiently(BlobReader& reader, BlobOid blob, std::uint64_t max_bytes,
                                               const StopFlag& stop) {
  for (int attempt = 1;; ++attempt) {
    Result<std::optional<BlobBytes>> bytes = reader.Read(blob, max_bytes);
    if (bytes || bytes.error().kind != ErrorKind::kUnavailable || attempt == kTries || stop.requested()) return bytes;
    std::this_thread::sleep_for(std::chrono::milliseconds(50 * attempt));
  }
}

Result<void> PutQuote(Bus& bus, BlobOid blob, std::string_view plain) {
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
    TRY(bus.Put(topics::kSources, MakeMessage(KeyOf(chunk), Encode(chunk))));
  }
  return {};
}

Result<void> Answer(Bus& bus, const WorkBatch& batch, BlobReader& reader, Analyzer& analyzer, AnalyzerCounts& counts,
                    const StopFlag& stop) {
  for (const FindingKey& key : batch.items) {
    if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped");
    TRY_ASSIGN(const std::optional<BlobBytes> blob, ReadPatiently(reader, key.blob, kMaxBlobBytes, stop));
    ++counts.read;
    counts.bytes += blob ? blob->bytes.size() : 0;
    if (batch.purpose == Purpose::kQuote) {
      if (!blob) return Fail(ErrorKind::kInvalidArgument, fmt::format("blob {} is too large to quote", key.blob.Hex()));
      TRY(PutQuote(bus, key.blob, blob->bytes));
      ++counts.quoted;
      continue;
    }
    const BlobFinding finding =
        blob ? analyzer.Analyze(key.language, key.blob, blob->bytes) : TooLarge(key.language, key.blob);
    TRY(bus.Put(topics::kFindings, MakeMessage(KeyOf(finding), Encode(finding))));
    ++counts.analyzed;
  }
  return {};
}

}  // namespace

Result<void> RunAnalyzer(Bus& bus, std::size_t member, BlobReader& reader, AnalyzerCounts& counts,
                         const StopFlag& stop) {
  Analyzer analyzer;
  while (!stop.requested()) {
    Result<std::vector<Record>> records = bus.Poll(kAnalyzerGroup, member, 1, std::chrono::milliseconds(100));
    if (!records) {
      if (records.error().kind == ErrorKind::kCancelled) return {};
      return Unexpected(records.error());
    }
    for (const Record& record : *records) {
      TRY_ASSIGN(const WorkBatch batch, Decode<WorkBatch>(record.message.value));
      if (Result<void> answered = Answer(bus, batch, reader, analyzer, counts, stop); !answered) {
        if (answered.error().kind == ErrorKind::kCancelled) return {};
        return answered;
      }
      TRY(bus.Commit(kAnalyzerGroup, record.from, record.offset + 1));
    }
  }
  return {};
}

}  // namespace ferrotype
