#include "bus/memory_bus.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ferrotype {
namespace {

std::size_t SizeOf(const Message& message) { return message.key.size() + message.value.size(); }

Unexpected Closed() { return Fail(ErrorKind::kCancelled, "the bus is closed"); }
Unexpected NoTopic(std::string_view topic) {
  return Fail(ErrorKind::kNotFound, fmt::format("no topic \"{}\" on this bus", topic));
}

}  // namespace

/// A consumer; all of it is guarded by the bus's mutex.
class MemoryBus::Reader : public Consumer {
 public:
  // With the mutex held.
  Reader(MemoryBus& bus, std::string group, bool subscribed)
      : bus_(bus), group_(std::move(group)), subscribed_(subscribed) {
    bus_.readers_.push_back(this);
  }

  ~Reader() override {
    const std::scoped_lock lock(bus_.mutex_);
    std::erase(bus_.readers_, this);
    if (!subscribed_) return;
    Group& group = bus_.groups_.at(group_);
    std::erase(group.members, this);
    bus_.Rebalance(group);
  }

  Result<std::vector<Record>> Poll(std::size_t max_records, std::chrono::milliseconds timeout) override {
    std::unique_lock lock(bus_.mutex_);
    std::vector<Record> records;
    Result<void> sound;
    not_empty_.wait_for(lock, timeout, [&] {
      sound = Take(records, max_records);
      return !records.empty() || !sound || bus_.closed_;
    });
    if (bus_.closed_) return Closed();
    TRY(sound);
    return records;
  }

  Result<void> Commit(const TopicPartition& at, std::int64_t next_offset) override {
    const std::scoped_lock lock(bus_.mutex_);
    if (!positions_.contains(at)) {
      if (read_before_.contains(at)) return {};  // it is another member's now
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("a consumer of group \"{}\" does not read {}[{}]", group_, at.topic, at.partition));
    }
    if (next_offset > bus_.At(at).EndOffset()) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("offset {} of {}[{}] is not there yet", next_offset, at.topic, at.partition));
    }
    std::int64_t& committed = bus_.groups_.at(group_).committed.at(at);
    committed = std::max(committed, next_offset);
    bus_.LetGoOfCommitted(at);
    return {};
  }

  [[nodiscard]] std::vector<Position> Assigned() const override {
    const std::scoped_lock lock(bus_.mutex_);
    std::vector<Position> assigned;
    for (const auto& [at, position] : positions_) assigned.push_back({at, position});
    return assigned;
  }

  [[nodiscard]] std::map<TopicPartition, std::int64_t> Lag() const override {
    const std::scoped_lock lock(bus_.mutex_);
    std::map<TopicPartition, std::int64_t> lag;
    for (const auto& [at, position] : positions_) lag[at] = bus_.At(at).EndOffset() - position;
    return lag;
  }

  // With the mutex held: reads exactly these from now on.
  void Give(std::map<TopicPartition, std::int64_t> positions) {
    for (const auto& [at, position] : positions_) read_before_.insert(at);
    positions_ = std::move(positions);
    partitions_.clear();
    for (const auto& [at, position] : positions_) partitions_.push_back(&bus_.At(at));
    Wake();
  }
  void WakeFor(const Partition& partition) {
    if (std::find(partitions_.begin(), partitions_.end(), &partition) != partitions_.end()) Wake();
  }
  void Wake() { not_empty_.notify_all(); }
  [[nodiscard]] const std::map<TopicPartition, std::int64_t>& positions() const { return positions_; }

 private:
  Result<void> Take(std::vector<Record>& records, std::size_t max_records) {
    if (positions_.empty()) return {};
    // Begins at another partition each time, so that none starves.
    auto next = std::next(positions_.begin(), static_cast<std::ptrdiff_t>(turn_++ % positions_.size()));
    for (std::size_t i = 0; i < positions_.size() && records.size() < max_records; ++i) {
      auto& [at, position] = *next;
      Partition& partition = bus_.At(at);
      if (position < partition.first_offset || position > partition.EndOffset()) {
        return Fail(ErrorKind::kCorrupt,
                    fmt::format("{}[{}]: offset {} is asked for, and it holds {} to {}", at.topic, at.partition,
                                position, partition.first_offset, partition.EndOffset()));
      }
      for (; position < partition.EndOffset() && records.size() < max_records; ++position) {
        Held& held = partition.messages[static_cast<std::size_t>(position - partition.first_offset)];
        if (held.gone) {
          return Fail(ErrorKind::kInternal, fmt::format("{}[{}] offset {} was handed over to its one reader", at.topic,
                                                        at.partition, position));
        }
        held.gone = partition.handed_over;
        records.push_back({at, position, position + 1, held.gone ? std::move(held.message) : held.message});
        if (!held.gone) continue;
        partition.bytes -= std::exchange(held.bytes, 0);
        bus_.not_full_.notify_all();
      }
      if (++next == positions_.end()) next = positions_.begin();
    }
    return {};
  }

  MemoryBus& bus_;
  const std::string group_;
  const bool subscribed_;
  std::condition_variable not_empty_;
  std::map<TopicPartition, std::int64_t> positions_;
  std::vector<const Partition*> partitions_;  // of positions_
  std::set<TopicPartition> read_before_;
  std::size_t turn_ = 0;
};

MemoryBus::MemoryBus(const std::map<std::string, MemoryTopic, std::less<>>& topics) {
  for (const auto& [name, topic] : topics) {
    std::vector<Partition>& partitions = topics_[name];
    partitions.resize(static_cast<std::size_t>(topic.partitions));
    for (Partition& partition : partitions) {
      partition.capacity = topic.partition_bytes;
      partition.handed_over = topic.handed_over;
    }
  }
}

MemoryBus::~MemoryBus() = default;

std::vector<MemoryBus::Partition>* MemoryBus::Find(std::string_view topic) {
  const auto found = topics_.find(topic);
  return found == topics_.end() ? nullptr : &found->second;
}

MemoryBus::Partition& MemoryBus::At(const TopicPartition& at) {
  return topics_.find(at.topic)->second[static_cast<std::size_t>(at.partition)];
}

MemoryBus::Group& MemoryBus::Know(std::string_view name, const std::vector<TopicPartition>& partitions) {
  Group& group = groups_[std::string(name)];
  for (const TopicPartition& at : partitions) group.committed.emplace(at, At(at).first_offset);
  return group;
}

// The p-th partition goes to member p mod members. A partition that moves begins at what was committed of it.
void MemoryBus::Rebalance(Group& group) {
  if (group.members.empty()) return;
  std::vector<std::map<TopicPartition, std::int64_t>> shares(group.members.size());
  std::size_t p = 0;
  for (const auto& [at, committed] : group.committed) {
    const std::size_t member = p++ % group.members.size();
    const auto& had = group.members[member]->positions();
    const auto kept = had.find(at);
    shares[member].emplace(at, kept == had.end() ? committed : kept->second);
  }
  for (std::size_t member = 0; member < shares.size(); ++member) group.members[member]->Give(std::move(shares[member]));
}

Result<std::unique_ptr<Consumer>> MemoryBus::Subscribe(std::string_view name, const std::vector<std::string>& topics) {
  const std::scoped_lock lock(mutex_);
  std::vector<TopicPartition> partitions;
  for (const std::string& topic : topics) {
    const std::vector<Partition>* found = Find(topic);
    if (found == nullptr) return NoTopic(topic);
    for (std::size_t p = 0; p < found->size(); ++p) partitions.push_back({topic, static_cast<std::int32_t>(p)});
  }
  Group& group = Know(name, partitions);
  auto reader = std::make_unique<Reader>(*this, std::string(name), true);
  group.members.push_back(reader.get());
  Rebalance(group);
  return reader;
}

Result<std::unique_ptr<Consumer>> MemoryBus::Assign(std::string_view name, const std::vector<Position>& positions) {
  const std::scoped_lock lock(mutex_);
  std::vector<TopicPartition> partitions;
  std::map<TopicPartition, std::int64_t> given;
  for (const Position& position : positions) {
    const std::vector<Partition>* found = Find(position.at.topic);
    if (found == nullptr || position.at.partition < 0 ||
        static_cast<std::size_t>(position.at.partition) >= found->size())
      return NoTopic(position.at.topic);
    partitions.push_back(position.at);
    given.emplace(position.at, position.offset);
  }
  Know(name, partitions);
  auto reader = std::make_unique<Reader>(*this, std::string(name), false);
  reader->Give(std::move(given));
  return reader;
}

Result<std::vector<PartitionRange>> MemoryBus::Ranges(std::string_view topic) {
  const std::scoped_lock lock(mutex_);
  const std::vector<Partition>* partitions = Find(topic);
  if (partitions == nullptr) return NoTopic(topic);
  std::vector<PartitionRange> ranges;
  for (const Partition& partition : *partitions) {
    const auto index = static_cast<std::int32_t>(ranges.size());
    ranges.push_back({{std::string(topic), index}, partition.first_offset, partition.EndOffset()});
  }
  return ranges;
}

Result<std::map<TopicPartition, std::int64_t>> MemoryBus::Committed(std::string_view name, std::string_view topic) {
  const std::scoped_lock lock(mutex_);
  if (Find(topic) == nullptr) return NoTopic(topic);
  std::map<TopicPartition, std::int64_t> committed;
  const auto group = groups_.find(name);
  if (group == groups_.end()) return committed;
  for (const auto& [at, offset] : group->second.committed) {
    if (at.topic == topic && offset > 0) committed.emplace(at, offset);
  }
  return committed;
}

void MemoryBus::Close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  not_full_.notify_all();
  for (Reader* reader : readers_) reader->Wake();
}

Result<void> MemoryBus::Put(std::string_view topic, Message message) {
  std::unique_lock lock(mutex_);
  std::vector<Partition>* partitions = Find(topic);
  if (partitions == nullptr) return NoTopic(topic);
  Partition& partition = (*partitions)[static_cast<std::size_t>(PartitionOf(message, partitions->size()))];
  const std::size_t size = SizeOf(message);
  not_full_.wait(lock, [&] { return closed_ || partition.bytes == 0 || partition.bytes + size <= partition.capacity; });
  if (closed_) return Closed();
  partition.bytes += size;
  partition.messages.push_back({std::move(message), size});
  for (Reader* reader : readers_) reader->WakeFor(partition);
  return {};
}

// What was put is there at once, and as safe as this process.
void MemoryBus::Hurry() {}
Result<void> MemoryBus::Flush(std::chrono::milliseconds) { return {}; }

void MemoryBus::LetGoOfCommitted(const TopicPartition& at) {
  Partition& partition = At(at);
  std::int64_t done = partition.EndOffset();
  for (const auto& [name, group] : groups_) {
    const auto committed = group.committed.find(at);
    if (committed != group.committed.end()) done = std::min(done, committed->second);
  }
  bool freed = false;
  while (partition.first_offset < done) {
    partition.bytes -= partition.messages.front().bytes;
    partition.messages.pop_front();
    ++partition.first_offset;
    freed = true;
  }
  if (freed) not_full_.notify_all();
}

}  // namespace ferrotype
