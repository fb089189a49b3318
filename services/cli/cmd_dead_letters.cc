// ferrotype dead-letters list|show|retry|drop: what could not be done.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/bytes.h"
#include "base/text.h"
#include "cli/cluster/host.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/table.h"
#include "model/dead_letter.h"
#include "model/language.h"
#include "model/read_to_end.h"

namespace ferrotype {
namespace {

constexpr std::chrono::seconds kPatience(30);

std::string_view StateText(LetterState state) {
  switch (state) {
    case LetterState::kOpen:
      return "open";
    case LetterState::kRetried:
      return "retried";
    case LetterState::kDropped:
      return "dropped";
  }
  return "?";
}

struct Kept {
  DeadLetter letter;  // the last word on it
  std::size_t order = 0;
};
using Letters = std::map<std::string, Kept>;

// The last word on each, in the order in which they first came.
Result<Letters> ReadLetters(Bus& bus) {
  Letters letters;
  Progress progress;
  const auto take = [&](const Record& record) -> Result<void> {
    TRY(CheckHash(record));
    TRY_ASSIGN(DeadLetter letter, Decode<DeadLetter>(record.message.value));
    const std::string id = LetterId(letter);
    const std::size_t order = letters.contains(id) ? letters[id].order : letters.size();
    letters[id] = {std::move(letter), order};
    return {};
  };
  TRY(ReadToEnd(bus, groups::kVisitor, {topics::kDeadLetters}, progress, InterruptFlag(), take));
  return letters;
}

std::vector<const Kept*> InOrder(const Letters& letters) {
  std::vector<const Kept*> ordered;
  for (const auto& [id, kept] : letters) ordered.push_back(&kept);
  std::sort(ordered.begin(), ordered.end(), [](const Kept* a, const Kept* b) { return a->order < b->order; });
  return ordered;
}

std::string List(const Letters& letters, const Options& options) {
  Table table({"id", "state", "tries", "items", "bytes", "service", "reason"});
  for (const Kept* kept : InOrder(letters)) {
    const DeadLetter& letter = kept->letter;
    if (letter.state != LetterState::kOpen && !options.all) continue;
    table.Add({LetterId(letter), std::string(StateText(letter.state)), std::int64_t{letter.tries},
               static_cast<std::int64_t>(letter.items.size()), static_cast<std::int64_t>(letter.value.size()),
               Printable(letter.service), Printable(letter.reason)});
  }
  return table.Print(options.format);
}

// Hexadecimal as hexdump shows it, so that any bytes can be looked at.
std::string Dump(std::string_view bytes) {
  constexpr std::size_t kPerLine = 32;
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += kPerLine)
    text += fmt::format("  {:06x}  {}\n", at, ToHex(AsSpan(bytes.substr(at, kPerLine))));
  return text;
}

std::string Show(const DeadLetter& letter) {
  std::string text = fmt::format(
      "{}: {}\n  reason    {}\n  where     {}[{}] offset {}, written by {}\n  by        {}, tried {} times\n  key      "
      " {}\n  "
      "sha256    {}\n",
      LetterId(letter), StateText(letter.state), Printable(letter.reason), Printable(letter.topic), letter.partition,
      letter.offset, letter.message_writer.empty() ? "?" : Printable(letter.message_writer), Printable(letter.service),
      letter.tries, ToHex(AsSpan(letter.key)), ToHex(AsSpan(letter.hash)));
  if (letter.conflict) {
    text += fmt::format("  first     {} (stands)\n", ToHex(AsSpan(letter.other)));
    text += letter.other_offset < 0 ? std::string("            its message is on the topic no more\n")
                                    : fmt::format("            {}[{}] offset {}, written by {}\n",
                                                  Printable(letter.topic), letter.partition, letter.other_offset,
                                                  letter.other_writer.empty() ? "?" : Printable(letter.other_writer));
  }
  if (letter.topic == topics::kWork) {
    if (const Result<WorkBatch> batch = Decode<WorkBatch>(letter.value)) {
      text += fmt::format("  work      {} of repository {}, release {}\n",
                          batch->purpose == Purpose::kQuote ? "quoting" : "analysis", Printable(batch->repository),
                          Printable(batch->release));
    }
  }
  for (const FindingKey& item : letter.items)
    text += fmt::format("  missing   {} {}\n", item.blob.Hex(),
                        letter.purpose == Purpose::kQuote ? "bytes to quote" : InfoOf(item.language).name);
  text += fmt::format("  {} bytes\n{}", letter.value.size(), Dump(letter.value));
  return text;
}

Result<std::vector<DeadLetter>> Chosen(const Letters& letters, const Options& options) {
  std::vector<DeadLetter> chosen;
  if (options.letters.empty() && !(options.all && options.action != "show")) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("dead-letters {}: name letters as `dead-letters list` shows them{}", options.action,
                            options.action == "show" ? "" : ", or --all"));
  }
  std::vector<std::string> known;
  for (const auto& [id, kept] : letters) known.push_back(id);
  for (const std::string& id : options.letters) {
    const auto found = letters.find(id);
    if (found == letters.end()) {
      const std::optional<std::string> nearest = Nearest(id, known);
      return Fail(ErrorKind::kNotFound, fmt::format("no dead letter {}{}", Printable(id),
                                                    nearest ? fmt::format("; did you mean {}?", *nearest) : ""));
    }
    chosen.push_back(found->second.letter);
  }
  if (options.letters.empty()) {
    for (const Kept* kept : InOrder(letters)) {
      if (kept->letter.state == LetterState::kOpen) chosen.push_back(kept->letter);
    }
  }
  return chosen;
}

// The original bytes go back to where they came from; then the letter says so.
Result<void> Retry(Bus& bus, DeadLetter letter) {
  if (letter.conflict) {
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("{}: a second value for a key is a conflict however often it comes; `dead-letters drop` lets "
                    "the first one stand",
                    LetterId(letter)));
  }
  Message message = MakeMessage(letter.key, letter.value);
  TRY(bus.Put(letter.topic, std::move(message)));
  TRY(bus.Flush(kPatience));
  letter.state = LetterState::kRetried;
  return bus.Put(topics::kDeadLetters, MessageOf(letter));
}

Result<std::string> Act(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<KafkaBus> bus, VisitCluster(options));
  TRY_ASSIGN(const Letters letters, ReadLetters(*bus));
  if (options.action == "list") return List(letters, options);
  TRY_ASSIGN(const std::vector<DeadLetter> chosen, Chosen(letters, options));
  std::string text;
  for (const DeadLetter& letter : chosen) {
    if (options.action == "show") {
      text += Show(letter);
      continue;
    }
    if (options.action == "retry") {
      TRY(Retry(*bus, letter));
    } else {
      DeadLetter dropped = letter;
      dropped.state = LetterState::kDropped;
      TRY(bus->Put(topics::kDeadLetters, MessageOf(dropped)));
    }
    TRY(bus->Flush(kPatience));
    text += fmt::format("{}: {}\n", LetterId(letter),
                        options.action == "retry" ? "put back on its topic"
                        : letter.conflict         ? "dropped; the first value stands"
                                                  : "dropped; what it was about stays missing");
  }
  return text;
}

}  // namespace

int RunDeadLetters(const Options& options) {
  const Result<std::string> printed = Act(options);
  return printed ? Emit(*printed) : Complain(printed.error());
}

}  // namespace ferrotype
