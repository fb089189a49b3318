#include "source/held_bytes.h"

#include <chrono>
#include <utility>

namespace ferrotype {
namespace {

// What a blob costs beside its bytes: a million empty files are not free.
constexpr std::uint64_t kOverhead = 256;
// A stop flag has no way to wake a waiter.
constexpr std::chrono::milliseconds kLookAtStopFlag{50};

}  // namespace

struct HeldBytes::Account {
  std::mutex mutex;
  std::condition_variable freed;
  std::uint64_t used = 0;
};

struct HeldBytes::Charged {
  Charged(BlobBytes held, std::shared_ptr<Account> payer) : kept(std::move(held)), account(std::move(payer)) {
    const std::lock_guard lock(account->mutex);
    account->used += kept.bytes.size() + kOverhead;
  }
  ~Charged() {
    {
      const std::lock_guard lock(account->mutex);
      account->used -= kept.bytes.size() + kOverhead;
    }
    account->freed.notify_all();
  }
  Charged(const Charged&) = delete;
  Charged& operator=(const Charged&) = delete;

  const BlobBytes kept;
  const std::shared_ptr<Account> account;
};

HeldBytes::HeldBytes(std::uint64_t capacity_bytes) : capacity_(capacity_bytes), account_(std::make_shared<Account>()) {}

BlobBytes HeldBytes::Owned(Bytes bytes) {
  auto owner = std::make_shared<const Bytes>(std::move(bytes));
  const std::string_view view = *owner;
  return {view, std::move(owner)};
}

std::shared_ptr<const HeldBytes::Charged> HeldBytes::Charge(BlobBytes bytes) {
  return std::make_shared<const Charged>(std::move(bytes), account_);
}

Result<void> HeldBytes::WaitForRoom(std::uint64_t cost, TreeSink& sink, const StopFlag& stop) {
  const auto fits = [&] { return account_->used == 0 || account_->used + cost <= capacity_; };
  {
    const std::lock_guard lock(account_->mutex);
    if (fits()) return {};
  }
  TRY(sink.Flush());
  std::unique_lock lock(account_->mutex);
  while (!fits()) {
    if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped while waiting for blobs to be analyzed");
    account_->freed.wait_for(lock, kLookAtStopFlag);
  }
  return {};
}

Result<void> HeldBytes::Hold(BlobOid blob, BlobBytes bytes, TreeSink& sink, const StopFlag& stop) {
  if (HoldAgain(blob)) return {};
  TRY(WaitForRoom(bytes.bytes.size() + kOverhead, sink, stop));
  HoldRegardless(blob, std::move(bytes));
  return {};
}

bool HeldBytes::HoldAgain(BlobOid blob) {
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(blob);
  if (found == slots_.end()) return false;
  ++found->second.takes;
  return true;
}

void HeldBytes::HoldRegardless(BlobOid blob, BlobBytes bytes) {
  std::shared_ptr<const Charged> charged = Charge(std::move(bytes));
  const std::lock_guard lock(mutex_);
  Slot& slot = slots_[blob];
  if (!slot.bytes) slot.bytes = std::move(charged);
  ++slot.takes;
}

std::optional<BlobBytes> HeldBytes::Take(BlobOid blob) {
  std::shared_ptr<const Charged> bytes;
  {
    const std::lock_guard lock(mutex_);
    const auto found = slots_.find(blob);
    if (found == slots_.end()) return std::nullopt;
    bytes = found->second.bytes;
    if (--found->second.takes == 0) slots_.erase(found);
  }
  const std::string_view view = bytes->kept.bytes;
  return BlobBytes{view, std::move(bytes)};
}

std::optional<std::uint64_t> HeldBytes::SizeOf(BlobOid blob) const {
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(blob);
  if (found == slots_.end()) return std::nullopt;
  return found->second.bytes->kept.bytes.size();
}

std::uint64_t HeldBytes::used() const {
  const std::lock_guard lock(account_->mutex);
  return account_->used;
}

}  // namespace ferrotype
