// What could not be done, as it goes to the dead-letter topic.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/bus.h"
#include "model/wire.h"

namespace ferrotype {

/// The letter of a record: its bytes as they came, where it lies, who wrote it. `service` is who could not do it.
[[nodiscard]] DeadLetter MakeDeadLetter(const Record& record, std::string_view service, std::string reason,
                                        std::uint32_t tries);

[[nodiscard]] Message MessageOf(const DeadLetter& letter);

/// Names it for people: "work-3-17" for offset 17 of ferrotype.work[3].
[[nodiscard]] std::string LetterId(const DeadLetter& letter);

/// kCorrupt, naming the place, when the record's value is not what its hash says.
[[nodiscard]] Result<void> CheckHash(const Record& record);

}  // namespace ferrotype
