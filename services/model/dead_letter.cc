#include "model/dead_letter.h"

#include <fmt/format.h>

#include <utility>

#include "base/bytes.h"

namespace ferrotype {

DeadLetter MakeDeadLetter(const Record& record, std::string_view service, std::string reason, std::uint32_t tries) {
  DeadLetter letter;
  letter.topic = record.from.topic;
  letter.partition = record.from.partition;
  letter.offset = record.offset;
  letter.key = record.message.key;
  letter.value = record.message.value;
  letter.hash = AsView(record.message.hash);
  letter.message_writer = record.message.writer;
  letter.reason = std::move(reason);
  letter.service = service;
  letter.tries = tries;
  return letter;
}

Message MessageOf(const DeadLetter& letter) { return MakeMessage(letter.key, Encode(letter)); }

std::string LetterId(const DeadLetter& letter) {
  constexpr std::string_view kPrefix = "ferrotype.";
  std::string_view topic = letter.topic;
  if (topic.starts_with(kPrefix)) topic.remove_prefix(kPrefix.size());
  return fmt::format("{}-{}-{}", topic, letter.partition, letter.offset);
}

Result<void> CheckHash(const Record& record) {
  if (Sha256(record.message.value) == record.message.hash) return {};
  return Fail(ErrorKind::kCorrupt, fmt::format("{}[{}] offset {}: the message is not what its hash says",
                                               record.from.topic, record.from.partition, record.offset));
}

}  // namespace ferrotype
