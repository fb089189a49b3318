#include "bus/memory_bus.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ferrotype {
namespace {

std::size_t SizeOf(const Message& message) { return message.key.size() + message.value.size(); }

// FNV-1a: all messages of a key land in one partition.
std::size_t PartitionOf(std::string_view key, std::size_t partitions) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return static_cast<std::size_t>(hash % partitions);
}

Unexpected Closed() { return Fail(ErrorKind::kCancelled, "the bus is closed"); }

}  // namespace

MemoryBus::MemoryBus(const std::map<std::string, MemoryTopic, std::less<>>& topics) {
  for (const auto& [name, topic] : topics) {
    std::vector<Partition>& partitions = topics_[name];
    partitions.resize(static_cast<std::size_t>(topic.partitions));
    for (Partition& partition : partitions) partition.capacity = topic.partition_bytes;
  }
}

void MemoryBus::Join(std::string_view group_name, const std::vector<std::string>& topics, std::size_t members) {
  const std::scoped_lock lock(mutex_);
  Group& group = groups_[std::string(group_name)];
  group.members = members;
  for (const std::string& topic : topics) {
    const std::vector<Partition>& partitions = topics_.at(topic);
    for (std::size_t p = 0; p < partitions.size(); ++p) {
      const std::int64_t first = partitions[p].first_offset;
      group.cursors.emplace(TopicPartition{topic, static_cast<std::int32_t>(p)}, Cursor{first, first});
    }
  }
}

void MemoryBus::Rejoin(std::string_view group_name, std::size_t member) {
  const std::scoped_lock lock(mutex_);
  Group& group = groups_.find(group_name)->second;
  for (auto& [at, cursor] : group.cursors) {
    if (static_cast<std::size_t>(at.partition) % group.members == member) cursor.position = cursor.committed;
  }
  not_empty_.notify_all();
}

void MemoryBus::Close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  not_full_.notify_all();
  not_empty_.notify_all();
}

Result<void> MemoryBus::Put(std::string_view topic, Message message) {
  std::unique_lock lock(mutex_);
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return Fail(ErrorKind::kNotFound, fmt::format("no topic \"{}\" on this bus", topic));
  Partition& partition = found->second[PartitionOf(message.key, found->second.size())];
  const std::size_t size = SizeOf(message);
  not_full_.wait(lock, [&] { return closed_ || partition.bytes == 0 || partition.bytes + size <= partition.capacity; });
  if (closed_) return Closed();
  partition.bytes += size;
  partition.messages.push_back(std::move(message));
  not_empty_.notify_all();
  return {};
}

Result<std::vector<Record>> MemoryBus::Poll(std::string_view group_name, std::size_t member, std::size_t max_records,
                                            std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  const auto found = groups_.find(group_name);
  if (found == groups_.end()) return Fail(ErrorKind::kNotFound, fmt::format("no group \"{}\" on this bus", group_name));
  Group& group = found->second;
  std::vector<std::pair<const TopicPartition*, Cursor*>> mine;
  for (auto& [at, cursor] : group.cursors) {
    if (static_cast<std::size_t>(at.partition) % group.members == member) mine.emplace_back(&at, &cursor);
  }
  std::vector<Record> records;
  const auto take = [&] {
    std::size_t& start = group.next_partition[member];
    for (std::size_t i = 0; i < mine.size() && records.size() < max_records; ++i) {
      const auto& [at, cursor] = mine[(start + i) % mine.size()];
      const Partition& partition = topics_.find(at->topic)->second[static_cast<std::size_t>(at->partition)];
      while (cursor->position < partition.EndOffset() && records.size() < max_records) {
        const auto index = static_cast<std::size_t>(cursor->position - partition.first_offset);
        records.push_back({*at, cursor->position, partition.messages[index]});
        ++cursor->position;
      }
    }
    ++start;
    return !records.empty();
  };
  not_empty_.wait_for(lock, timeout, [&] { return take() || closed_; });
  if (closed_) return Closed();
  return records;
}

Result<void> MemoryBus::Commit(std::string_view group_name, const TopicPartition& at, std::int64_t next_offset) {
  const std::scoped_lock lock(mutex_);
  const auto found = groups_.find(group_name);
  if (found == groups_.end()) return Fail(ErrorKind::kNotFound, fmt::format("no group \"{}\" on this bus", group_name));
  const auto cursor = found->second.cursors.find(at);
  if (cursor == found->second.cursors.end()) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("group \"{}\" does not read {}[{}]", group_name, at.topic, at.partition));
  }
  Partition& partition = topics_.find(at.topic)->second[static_cast<std::size_t>(at.partition)];
  if (next_offset > partition.EndOffset()) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("offset {} of {}[{}] is not there yet", next_offset, at.topic, at.partition));
  }
  cursor->second.committed = std::max(cursor->second.committed, next_offset);
  LetGoOfCommitted(at, partition);
  return {};
}

void MemoryBus::LetGoOfCommitted(const TopicPartition& at, Partition& partition) {
  std::int64_t done = partition.EndOffset();
  for (const auto& [name, group] : groups_) {
    const auto cursor = group.cursors.find(at);
    if (cursor != group.cursors.end()) done = std::min(done, cursor->second.committed);
  }
  bool freed = false;
  while (partition.first_offset < done) {
    partition.bytes -= SizeOf(partition.messages.front());
    partition.messages.pop_front();
    ++partition.first_offset;
    freed = true;
  }
  if (freed) not_full_.notify_all();
}

}  // namespace ferrotype
