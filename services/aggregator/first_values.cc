#include "aggregator/first_values.h"

#include <cstring>

#include "model/read_to_end.h"

namespace ferrotype {

std::size_t FirstValues::HashOfDigest::operator()(const Sha256Digest& digest) const {
  std::size_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

std::uint32_t FirstValues::NumberOf(const std::string& writer) {
  const auto [it, fresh] = numbers_.try_emplace(writer, static_cast<std::uint32_t>(numbers_.size()));
  if (fresh) writers_.emplace(it->second, writer);
  return it->second;
}

Result<void> FirstValues::ReadOn(const TopicPartition& at, Partition& partition) {
  TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus_.Ranges(at.topic));
  Progress progress;
  for (const PartitionRange& range : ranges) progress[range.at] = range.at == at ? partition.next_offset : range.end;
  return ReadToEnd(bus_, groups::kVisitor, {at.topic}, progress, stop_, [&](const Record& record) -> Result<void> {
    if (record.from != at) return {};  // has grown meanwhile
    partition.values.try_emplace(record.message.hash, Found{record.offset, NumberOf(record.message.writer)});
    partition.next_offset = record.next_offset;
    return {};
  });
}

Result<std::optional<FirstValues::Place>> FirstValues::Find(const TopicPartition& at, const Sha256Digest& hash) {
  Partition& partition = partitions_[at];
  auto found = partition.values.find(hash);
  if (found == partition.values.end()) {
    TRY(ReadOn(at, partition));
    found = partition.values.find(hash);
  }
  if (found == partition.values.end()) return std::nullopt;
  return Place{found->second.offset, writers_.at(found->second.writer)};
}

}  // namespace ferrotype
