// How fast a source gives its bytes: walks one release with a sink that knows nothing, while threads read all that is
// told.
//   source_walk SOURCE [NAME] [--threads N] [--no-read]
#include <sys/resource.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "source/open.h"

namespace ferrotype {
namespace {

class Draining : public TreeSink {
 public:
  explicit Draining(bool read) : read_(read) {}
  bool KnowsTree(TreeOid tree) override { return trees_.contains(tree); }
  bool KnowsBlob(Language, BlobOid blob) override { return blobs_.contains(blob); }
  Result<void> Tree(TreeOid tree, std::string_view) override {
    trees_.insert(tree);
    return {};
  }
  Result<void> Blob(Language, BlobOid blob, std::uint64_t bytes) override {
    blobs_.insert(blob);
    told_bytes_ += bytes;
    batch_.push_back(blob);
    return batch_.size() < 256 || !read_ ? Result<void>() : Flush();
  }
  Result<void> Flush() override {
    const std::lock_guard lock(mutex_);
    queue_.insert(queue_.end(), batch_.begin(), batch_.end());
    batch_.clear();
    changed_.notify_all();
    return {};
  }
  void Close() {
    if (read_) static_cast<void>(Flush());
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  bool Next(std::vector<BlobOid>& some) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !queue_.empty(); });
    some.clear();
    while (!queue_.empty() && some.size() < 64) {
      some.push_back(queue_.front());
      queue_.pop_front();
    }
    return !some.empty();
  }
  [[nodiscard]] std::size_t trees() const { return trees_.size(); }
  [[nodiscard]] std::size_t blobs() const { return blobs_.size(); }
  [[nodiscard]] std::uint64_t told_bytes() const { return told_bytes_; }

 private:
  const bool read_;
  std::unordered_set<TreeOid> trees_;
  std::unordered_set<BlobOid> blobs_;
  std::vector<BlobOid> batch_;
  std::uint64_t told_bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<BlobOid> queue_;
  bool closed_ = false;
};

[[noreturn]] void Die(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  std::exit(1);
}

template <typename T>
T OrDie(Result<T> result) {
  if (!result) Die(result.error());
  return *std::move(result);
}

int Main(const std::vector<std::string>& arguments) {
  std::string path;
  std::vector<std::string> names;
  std::size_t threads = 1;
  bool read = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--threads" && i + 1 < arguments.size()) {
      threads = static_cast<std::size_t>(std::stoul(arguments[++i]));
    } else if (arguments[i] == "--no-read") {
      read = false;
    } else if (path.empty()) {
      path = arguments[i];
    } else {
      names.push_back(arguments[i]);
    }
  }
  const auto source = OrDie(OpenSource(path));
  for (const SourceRelease& release : OrDie(source->Releases(names))) {
    const StopFlag stop;
    Draining sink(read);
    std::atomic<std::uint64_t> bytes_read = 0;
    std::vector<std::thread> readers;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; read && i < threads; ++i) {
      readers.emplace_back([&] {
        const auto reader = OrDie(source->OpenReader());
        std::vector<BlobOid> some;
        while (sink.Next(some)) {
          for (const BlobOid blob : some) {
            const auto bytes = OrDie(reader->Read(blob, std::uint64_t{64} << 20));
            if (bytes) bytes_read += bytes->bytes.size();
          }
        }
      });
    }
    const SourceRelease walked = OrDie(source->Walk(release, sink, stop));
    const auto walk_end = std::chrono::steady_clock::now();
    sink.Close();
    for (std::thread& reader : readers) reader.join();
    const auto end = std::chrono::steady_clock::now();
    const auto seconds = [&](auto until) { return std::chrono::duration<double>(until - start).count(); };
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "%s %s tree %s: %zu trees, %zu blobs, %.1f MB told, %.1f MB read; walk %.2f s, all %.2f s, peak %ld MB\n",
        walked.name.c_str(), walked.date.c_str(), walked.tree->Hex().c_str(), sink.trees(), sink.blobs(),
        static_cast<double>(sink.told_bytes()) / 1e6, static_cast<double>(bytes_read) / 1e6, seconds(walk_end),
        seconds(end), usage.ru_maxrss / 1024);
  }
  return 0;
}

}  // namespace
}  // namespace ferrotype

int main(int argc, char** argv) { return ferrotype::Main(std::vector<std::string>(argv + 1, argv + argc)); }
