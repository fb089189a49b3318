#include "model/consume.h"

#include <fmt/format.h>

#include <thread>

namespace ferrotype {
namespace {

Result<void> CheckVersions(std::span<const Record> records) {
  for (const Record& record : records) {
    if (record.message.version <= kMessageVersion) continue;
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("{}[{}] offset {}: written by a newer ferrotype (messages of version {}, this program reads "
                    "up to {}); upgrade this service, it goes on from there",
                    record.from.topic, record.from.partition, record.offset, record.message.version, kMessageVersion));
  }
  return {};
}

}  // namespace

Result<void> Consume(Consumer& consumer, const ConsumeSettings& settings, const StopFlag& stop,
                     const std::function<Result<void>(std::span<const Record>)>& take) {
  while (!stop.requested()) {
    Result<std::vector<Record>> records = consumer.Poll(settings.max_records, settings.patience);
    if (!records && records.error().kind == ErrorKind::kCancelled) return {};
    if (!records) return Unexpected(records.error());
    TRY(CheckVersions(*records));
    if (Result<void> taken = take(*records); !taken) {
      if (taken.error().kind == ErrorKind::kCancelled) return {};
      return taken;
    }
    if (!records->empty() && records->size() < settings.max_records / 8) std::this_thread::sleep_for(settings.pause);
  }
  return {};
}

}  // namespace ferrotype
