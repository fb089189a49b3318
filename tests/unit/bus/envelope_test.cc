#include "bus/kafka/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace ferrotype::kafka {
namespace {

Message Large(const std::string& key, std::size_t parts) {
  std::string value;
  while (value.size() < kMaxPartBytes * (parts - 1) + 17) value += std::to_string(value.size() * 31) + key;
  value.resize(kMaxPartBytes * (parts - 1) + 17);
  return MakeMessage(key, value);
}

// The records of a message as a consumer gets them, from `offset` on.
std::vector<std::pair<Record, WirePart>> Sent(const Message& message, std::int64_t offset) {
  std::vector<std::pair<Record, WirePart>> sent;
  for (const WirePart& part : SplitMessage(message)) {
    Record record;
    record.from = {"t", 0};
    record.offset = offset++;
    record.message = message;
    record.message.key = part.key;
    record.message.value = Bytes(part.value);
    sent.emplace_back(std::move(record), part);
  }
  return sent;
}

TEST(Envelope, ASmallMessageIsOneRecordWithItsOwnKey) {
  const Message message = MakeMessage("key", "value");
  const auto parts = SplitMessage(message);
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].key, "key");
  EXPECT_EQ(parts[0].value, "value");
}

TEST(Envelope, EachPartHasAKeyOfItsOwnSoThatCompactionKeepsAll) {
  const Message message = Large("key", 3);
  const auto parts = SplitMessage(message);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].key, "key");
  EXPECT_EQ(parts[1].key, std::string("key\0\0\0\1", 7));
  EXPECT_EQ(parts[2].key, std::string("key\0\0\0\2", 7));
  for (const WirePart& part : parts) EXPECT_LE(part.value.size(), kMaxPartBytes);
}

TEST(Envelope, PartsComeTogetherInAnyOrderAndTwice) {
  const Message message = Large("key", 4);
  auto sent = Sent(message, 10);
  const auto again = Sent(message, 14);
  sent.insert(sent.end(), again.begin(), again.end() - 1);
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(sent.begin(), sent.end(), random);
    Assembler assembler;
    int whole = 0;
    for (const auto& [record, part] : sent) {
      const auto taken = assembler.Take(record, part.part, part.parts);
      if (!taken) continue;
      ++whole;
      EXPECT_EQ(taken->message.key, "key");
      EXPECT_TRUE(taken->message.value == message.value);
    }
    EXPECT_GE(whole, 1);
  }
}

// A restart that began behind a message's first part would never see it whole.
TEST(Envelope, NextOffsetStaysBeforeAMessageOfWhichAPartIsMissing) {
  const Message large = Large("large", 3);
  const auto sent = Sent(large, 20);
  Assembler assembler;
  EXPECT_FALSE(assembler.Take(sent[0].first, 0, 3));
  Record small;
  small.offset = 25;
  small.message = MakeMessage("small", "v");
  EXPECT_EQ(assembler.Take(small, 0, 1)->next_offset, 20);
  EXPECT_FALSE(assembler.Take(sent[1].first, 1, 3));
  Record last = sent[2].first;
  last.offset = 26;
  EXPECT_EQ(assembler.Take(last, 2, 3)->next_offset, 27);
}

TEST(Envelope, PartsOfTwoValuesOfAKeyAreNotMixed) {
  const Message one = Large("key", 2);
  Message other = one;
  other.value[5] = 'X';
  other = MakeMessage(other.key, other.value);
  const auto first = Sent(one, 0);
  const auto second = Sent(other, 2);
  Assembler assembler;
  EXPECT_FALSE(assembler.Take(first[0].first, 0, 2));
  EXPECT_FALSE(assembler.Take(second[1].first, 1, 2));
  EXPECT_TRUE(assembler.Take(second[0].first, 0, 2)->message.value == other.value);
  EXPECT_EQ(assembler.pending(), 1U);
}

TEST(Envelope, ReadsNoPartThatItDoesNotWrite) {
  EXPECT_EQ(ParsePart("2/7"), std::pair(2U, 7U));
  for (const char* bad : {"", "2", "/", "7/7", "0/1", "-1/3", "0/99999999", "a/b", "1/2/3", "18446744073709551616/2"})
    EXPECT_FALSE(ParsePart(bad)) << bad;
}

}  // namespace
}  // namespace ferrotype::kafka
