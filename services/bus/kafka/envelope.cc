#include "bus/kafka/envelope.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace ferrotype::kafka {
namespace {

constexpr std::size_t kNumberBytes = 4;

Bytes KeyOfPart(const Bytes& key, std::uint32_t part) {
  if (part == 0) return key;
  Bytes with_number = key;
  for (int shift = 24; shift >= 0; shift -= 8) with_number += static_cast<char>((part >> shift) & 0xFFU);
  return with_number;
}

}  // namespace

std::vector<WirePart> SplitMessage(const Message& message) {
  const std::string_view value = message.value;
  const auto parts =
      static_cast<std::uint32_t>(std::max<std::size_t>(1, (value.size() + kMaxPartBytes - 1) / kMaxPartBytes));
  std::vector<WirePart> split;
  for (std::uint32_t part = 0; part < parts; ++part)
    split.push_back({KeyOfPart(message.key, part), value.substr(part * kMaxPartBytes, kMaxPartBytes), part, parts});
  return split;
}

std::string PartText(std::uint32_t part, std::uint32_t parts) { return fmt::format("{}/{}", part, parts); }

std::optional<std::pair<std::uint32_t, std::uint32_t>> ParsePart(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto part = ParseInt(text.substr(0, slash));
  const auto parts = ParseInt(text.substr(slash + 1));
  if (!part || !parts || *parts < 2 || *parts > kMaxParts || *part < 0 || *part >= *parts) return std::nullopt;
  return std::pair(static_cast<std::uint32_t>(*part), static_cast<std::uint32_t>(*parts));
}

std::optional<Record> Assembler::Take(Record record, std::uint32_t part, std::uint32_t parts) {
  std::optional<Record> whole;
  if (parts == 1) {
    whole = std::move(record);
  } else {
    if (part > 0 && record.message.key.size() >= kNumberBytes)
      record.message.key.resize(record.message.key.size() - kNumberBytes);
    const std::pair id(record.message.key, record.message.hash);
    Pending& pending = pending_.try_emplace(id, Pending{record.offset, {}}).first->second;
    const auto [slot, fresh] = pending.parts.try_emplace(part, std::move(record.message.value));
    if (fresh) bytes_ += slot->second.size();
    if (pending.parts.size() == parts) {
      record.message.value.clear();
      for (const auto& [number, bytes] : pending.parts) record.message.value += bytes;
      bytes_ -= record.message.value.size();
      pending_.erase(id);
      whole = std::move(record);
    }
  }
  while (bytes_ > kMostBytes) {
    const auto oldest = std::min_element(pending_.begin(), pending_.end(), [](const auto& a, const auto& b) {
      return a.second.first_offset < b.second.first_offset;
    });
    for (const auto& [number, bytes] : oldest->second.parts) bytes_ -= bytes.size();
    pending_.erase(oldest);
  }
  if (!whole) return std::nullopt;
  whole->next_offset = whole->offset + 1;
  for (const auto& [id, pending] : pending_) whole->next_offset = std::min(whole->next_offset, pending.first_offset);
  return whole;
}

}  // namespace ferrotype::kafka
