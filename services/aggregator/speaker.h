// Who of several aggregators speaks on the status topic, and that what it said stands there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/bus.h"
#include "model/status_board.h"
#include "model/wire.h"

namespace ferrotype {

/// One thread.
class Speaker {
 public:
  /// Joins the group of those who may speak.
  static Result<std::unique_ptr<Speaker>> Join(Bus& bus, std::string instance, std::string service);

  /// Hears what was said meanwhile; claims the topic when it is its turn. Never waits.
  Result<void> Look();

  /// Whether its claim is the last one.
  [[nodiscard]] bool speaks() const { return epoch_ != 0; }
  /// Once after each time that it became the speaker, and when a word of one who was replaced covered one of its own:
  /// all is to be compared with the board.
  [[nodiscard]] bool MustCompare();

  /// Puts it when it speaks and the board does not say so already.
  Result<void> Say(ReleaseStatus status);
  Result<void> Say(SnapshotWord word);

  [[nodiscard]] const StatusBoard& board() const { return board_; }

 private:
  Speaker(Bus& bus, std::string instance, std::string service)
      : bus_(bus), instance_(std::move(instance)), service_(std::move(service)) {}
  Result<void> Hear(const Record& record);

  Bus& bus_;
  const std::string instance_;
  const std::string service_;
  std::unique_ptr<Consumer> status_;
  StatusBoard board_;
  std::optional<std::int64_t> read_first_;  // since it is its turn: how far the topic went then
  bool claimed_ = false;                    // a claim of ours is on its way, or the last one
  std::uint64_t epoch_ = 0;
  std::uint64_t revision_ = 0;
  bool compare_ = false;
};

}  // namespace ferrotype
