#include "publisher/twins.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/parallel.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kEndings = {".gz", ".br"};
constexpr std::size_t kLeastBytes = 512;  // a packet more or less is no matter
// Where more time buys little: on our pages brotli 5 is as small as gzip's best, at four times its speed.
constexpr int kBrotliQuality = 5;
constexpr int kGzipLevel = 7;
constexpr int kWindowBits = 22;

bool IsText(std::string_view path) {
  static constexpr std::array<std::string_view, 11> kText = {".html", ".css", ".js",   ".json", ".csv",   ".svg",
                                                             ".xml",  ".rss", ".atom", ".txt",  ".sha256"};
  return path != "manifest.sha256" &&
         std::any_of(kText.begin(), kText.end(), [&](std::string_view ending) { return path.ends_with(ending); });
}

// No name and no time in its header: the bytes depend on `bytes` alone. Empty when memory fails.
std::string Gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipHeader = 16;
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, MAX_WBITS + kGzipHeader, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  gz_header header{};
  header.os = 255;  // "unknown", as the system is no business of readers
  deflateSetHeader(&stream, &header);
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

std::string Brotli(std::string_view bytes) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  const bool done = BrotliEncoderCompress(kBrotliQuality, kWindowBits, BROTLI_MODE_TEXT, bytes.size(),
                                          reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                          reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE;
  out.resize(done ? size : 0);
  return out;
}

struct Work {
  const std::string* path = nullptr;
  const std::string* bytes = nullptr;
  std::array<std::string, 2> twins;
};

// The twins that `before` has of the same bytes. One that was left out, being no smaller, is left out again.
bool Remembered(const fs::path& before, Work& work) {
  std::error_code error;
  const fs::path file = before / *work.path;
  if (fs::file_size(file, error) != work.bytes->size() || error) return false;
  for (std::size_t i = 0; i < kEndings.size(); ++i) {
    Result<std::string> twin = ReadWhole(fs::path(file.string() + std::string(kEndings.at(i))));
    if (!twin) return false;
    work.twins.at(i) = *std::move(twin);
  }
  const Result<std::string> there = ReadWhole(file);
  return there && *there == *work.bytes;
}

}  // namespace

Result<void> AddTwins(FileMap& files, int threads, const StopFlag& stop, const fs::path& before) {
  std::vector<Work> todo;
  for (const auto& [path, bytes] : files) {
    if (IsText(path) && bytes.size() >= kLeastBytes) todo.push_back({&path, &bytes, {}});
  }
  ForEach(todo, threads, [&](Work& work) {
    if (stop.requested() || (!before.empty() && Remembered(before, work))) return;
    work.twins = {Gzip(*work.bytes), Brotli(*work.bytes)};
  });
  if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped");
  FileMap twins;
  for (Work& work : todo) {
    for (std::size_t i = 0; i < kEndings.size(); ++i) {
      std::string& twin = work.twins.at(i);
      if (!twin.empty() && twin.size() < work.bytes->size())
        twins.emplace(*work.path + std::string(kEndings.at(i)), std::move(twin));
    }
  }
  files.merge(twins);
  return {};
}

bool IsTwin(std::string_view path) {
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return path.ends_with(ending); });
}

}  // namespace ferrotype
