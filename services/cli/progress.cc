#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "base/text.h"

namespace ferrotype {

Progress::Progress(const Options& options, std::string what)
    : quiet_(options.quiet),
      terminal_(isatty(STDERR_FILENO) == 1),
      what_(std::move(what)),
      last_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
  if (terminal_ && drawn_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::Update(std::uint64_t blobs_done) {
  const auto now = std::chrono::steady_clock::now();
  const auto interval = terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(10);
  if (quiet_ || now - last_ < interval) return;
  last_ = now;
  drawn_ = true;
  const std::string done = GroupThousands(static_cast<std::int64_t>(blobs_done));
  fmt::print(stderr, "{}{}: {} blobs analyzed{}", terminal_ ? "\r\x1b[K" : "", what_, done, terminal_ ? "" : "\n");
}

}  // namespace ferrotype
