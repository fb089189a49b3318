#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/bytes.h"
#include "source/unpacked_input.h"

namespace ferrotype {
namespace {

class ReadAheadInput final : public UnpackedInput {
 public:
  explicit ReadAheadInput(std::unique_ptr<UnpackedInput> input)
      : input_(std::move(input)), thread_([this] { Pump(); }) {}
  ~ReadAheadInput() override {
    {
      const std::lock_guard lock(mutex_);
      abandoned_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  Result<std::string_view> Next() override {
    std::unique_lock lock(mutex_);
    spare_ = std::move(current_);  // its memory serves again
    changed_.notify_all();
    changed_.wait(lock, [&] { return !ready_.empty() || end_; });
    if (ready_.empty()) {
      current_.clear();
      if (error_) return Unexpected(*error_);
      return std::string_view();
    }
    current_ = std::move(ready_.front());
    ready_.pop_front();
    return std::string_view(current_);
  }

 private:
  // Chunks of a megabyte, so that threads seldom wake each other.
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
  static constexpr std::size_t kMostReady = 8;

  void Pump() {
    while (true) {
      Bytes chunk;
      {
        const std::lock_guard lock(mutex_);
        chunk = std::move(spare_);
        spare_.clear();
      }
      chunk.clear();
      chunk.reserve(kChunkBytes);
      std::optional<Error> error;
      bool end = false;
      while (!end && chunk.size() < kChunkBytes) {
        const Result<std::string_view> some = input_->Next();
        if (some) chunk += *some;
        if (!some) error = some.error();
        end = !some || some->empty();
      }
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return abandoned_ || ready_.size() < kMostReady; });
      if (abandoned_) return;
      if (!chunk.empty()) ready_.push_back(std::move(chunk));
      error_ = std::move(error);
      end_ = end;
      changed_.notify_all();
      if (end) return;
    }
  }

  const std::unique_ptr<UnpackedInput> input_;  // the thread's own
  Bytes current_;                               // the reader's own: what it was given last
  std::mutex mutex_;
  std::condition_variable changed_;
  Bytes spare_;
  std::deque<Bytes> ready_;
  std::optional<Error> error_;  // comes after all that is ready
  bool end_ = false;
  bool abandoned_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<UnpackedInput> ReadAhead(std::unique_ptr<UnpackedInput> input) {
  return std::make_unique<ReadAheadInput>(std::move(input));
}

}  // namespace ferrotype
