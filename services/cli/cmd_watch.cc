// ferrotype watch: from a new tag to a new edition, with nobody watching.

#include <fmt/format.h>

#include <chrono>
#include <random>
#include <thread>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/publish.h"
#include "cli/targets.h"
#include "cli/watcher.h"
#include "planner/backoff.h"

namespace ferrotype {
namespace {

std::int64_t Seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

WatchClock ClockNow() {
  static std::random_device device;
  constexpr double kWhole = 4294967296.0;
  return {Seconds(), static_cast<double>(device() & 0xFFFFFFFFU) / kWhole, Now()};
}

Result<int> Watch(const Options& options) {
  const auto missing = [](const char* what) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{} in ferrotype.toml or on the command line", what));
  };
  if (options.watched.empty()) return missing("name what to watch: `sources = [\"git://...\"]`");
  TRY_ASSIGN(const std::vector<Options> publications, PublicationsOf(options));
  for (const Options& each : publications) {
    if (each.base_url.empty()) return missing("feeds need the site's address: set `base-url`");
  }
  const std::optional<std::int64_t> every = ParseDuration(options.every);
  if (!every) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("every {}: write 90s, 30m, 1h or 1d", Printable(options.every)));
  }
  TRY_ASSIGN(const std::unique_ptr<Watcher> watcher, Watcher::Open(options, *every));
  if (options.once) return watcher->Look(ClockNow(), true);
  while (true) {
    watcher->Look(ClockNow(), false);
    while (!InterruptFlag().requested() && Seconds() < watcher->NextLook(Seconds()))
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    if (InterruptFlag().requested()) return kDone;  // SIGTERM is how a service is asked to end
  }
}

}  // namespace

int RunWatch(const Options& options) {
  const Result<int> code = Watch(options);
  return code ? *code : Complain(code.error());
}

}  // namespace ferrotype
