// Bytes of blobs between the thread that walks a source and those that analyze them, so that nothing is read twice.
// Bounded: when it is full, the walk waits.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/bytes.h"
#include "base/oid.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/source.h"

namespace ferrotype {

/// Thread-safe. Bytes count against the capacity from Hold until the last who took them lets go of them, which may be
/// after this pool's own end.
class HeldBytes {
 public:
  explicit HeldBytes(std::uint64_t capacity_bytes);

  /// Keeps `bytes` for one more Take of `blob`; what is held already is kept once and only counted. When there is no
  /// room, calls sink.Flush() and waits for it. A blob above the capacity waits until it is alone. kCancelled once
  /// `stop` is requested.
  [[nodiscard]] Result<void> Hold(BlobOid blob, BlobBytes bytes, TreeSink& sink, const StopFlag& stop);
  [[nodiscard]] Result<void> Hold(BlobOid blob, Bytes bytes, TreeSink& sink, const StopFlag& stop) {
    return Hold(blob, Owned(std::move(bytes)), sink, stop);
  }

  /// Counts one more Take of a blob that is held; false when it isn't.
  [[nodiscard]] bool HoldAgain(BlobOid blob);

  /// Keeps `bytes` for one Take, however full the pool is.
  void HoldRegardless(BlobOid blob, BlobBytes bytes);
  void HoldRegardless(BlobOid blob, Bytes bytes) { HoldRegardless(blob, Owned(std::move(bytes))); }

  /// The bytes, if held. With the last Take that was held for, the pool forgets them.
  [[nodiscard]] std::optional<BlobBytes> Take(BlobOid blob);

  /// The size of a blob that is held, without taking it.
  [[nodiscard]] std::optional<std::uint64_t> SizeOf(BlobOid blob) const;

  /// Bytes counted at this moment.
  [[nodiscard]] std::uint64_t used() const;

 private:
  struct Account;  // outlives the pool while bytes are out
  struct Charged;
  struct Slot {
    std::shared_ptr<const Charged> bytes;
    std::uint64_t takes = 0;
  };
  [[nodiscard]] static BlobBytes Owned(Bytes bytes);
  [[nodiscard]] std::shared_ptr<const Charged> Charge(BlobBytes bytes);
  [[nodiscard]] Result<void> WaitForRoom(std::uint64_t cost, TreeSink& sink, const StopFlag& stop);

  const std::uint64_t capacity_;
  std::shared_ptr<Account> account_;
  mutable std::mutex mutex_;  // of slots_
  std::unordered_map<BlobOid, Slot> slots_;
};

}  // namespace ferrotype
