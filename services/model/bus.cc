#include "model/bus.h"

#include <utility>

namespace ferrotype {

Message MakeMessage(Bytes key, Bytes value) {
  const Sha256Digest hash = Sha256(value);
  Message message;
  message.key = std::move(key);
  message.value = std::move(value);
  message.hash = hash;
  return message;
}

std::int32_t PartitionOf(const Message& message, std::size_t partitions) {
  if (message.turn) return static_cast<std::int32_t>(*message.turn % partitions);
  return PartitionOf(message.key, partitions);
}

// FNV-1a: the same on every machine and in every version, or a key's messages would lose their order.
std::int32_t PartitionOf(std::string_view key, std::size_t partitions) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return static_cast<std::int32_t>(hash % partitions);
}

}  // namespace ferrotype
