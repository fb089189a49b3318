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

// Its tables are large: one of each thread is used again.
class Deflater {
 public:
  Deflater() {
    constexpr int kGzipHeader = 16;
    ready_ = deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, MAX_WBITS + kGzipHeader, 9, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~Deflater() {
    if (ready_) deflateEnd(&stream_);
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // No name and no time in its header: the bytes depend on `bytes` alone. Empty when memory fails.
  std::string Gzip(std::string_view bytes) {
    if (!ready_ || deflateReset(&stream_) != Z_OK) return {};
    gz_header header{};
    header.os = 255;  // "unknown", as the system is no business of readers
    deflateSetHeader(&stream_, &header);
    std::string out(deflateBound(&stream_, bytes.size()), '\0');
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    out.resize(deflate(&stream_, Z_FINISH) == Z_STREAM_END ? stream_.total_out : 0);
    return out;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

std::string Gzip(std::string_view bytes) {
  thread_local Deflater deflater;
  return deflater.Gzip(bytes);
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

}  // namespace

std::vector<Twin> TwinsOf(std::string_view path, std::string_view bytes, const fs::path& before) {
  std::vector<Twin> twins;
  if (!IsText(path) || bytes.size() < kLeastBytes) return twins;
  if (!before.empty()) {
    for (const std::string_view ending : kEndings) {
      Result<std::string> twin = ReadWhole(before / (std::string(path) + std::string(ending)));
      if (twin) twins.push_back({ending, *std::move(twin), true});
    }
    // One that was left out, being no smaller, is made again.
    if (twins.size() == kEndings.size()) return twins;
    twins.clear();
  }
  twins = {{kEndings[0], Gzip(bytes)}, {kEndings[1], Brotli(bytes)}};
  std::erase_if(twins, [&](const Twin& twin) { return twin.bytes.empty() || twin.bytes.size() >= bytes.size(); });
  return twins;
}

Result<void> AddTwins(FileMap& files, int threads, const StopFlag& stop, const fs::path& before) {
  struct Work {
    const std::string* path = nullptr;
    const std::string* bytes = nullptr;
    std::vector<Twin> twins;
  };
  std::vector<Work> todo;
  for (const auto& [path, bytes] : files) todo.push_back({&path, &bytes, {}});
  ForEach(todo, threads, [&](Work& work) {
    if (stop.requested()) return;
    const bool same = !before.empty() && HasBytes(before / *work.path, *work.bytes);
    work.twins = TwinsOf(*work.path, *work.bytes, same ? before : fs::path());
  });
  if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped");
  FileMap twins;
  for (Work& work : todo) {
    for (Twin& twin : work.twins) twins.emplace(*work.path + std::string(twin.ending), std::move(twin.bytes));
  }
  files.merge(twins);
  return {};
}

bool IsTwin(std::string_view path) {
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return path.ends_with(ending); });
}

}  // namespace ferrotype
