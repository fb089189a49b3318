#include "cli/complain.h"

#include <fmt/format.h>

#include <cstdio>

namespace ferrotype {

int Complain(const Error& error) {
  if (error.kind == ErrorKind::kCancelled || InterruptFlag().requested()) {
    fmt::print(stderr,
               "ferrotype: stopped; what was measured until now is kept, and the same command goes on from there\n");
    return kInterrupted;
  }
  fmt::print(stderr, "ferrotype: error: {}\n", error.message);
  switch (error.kind) {
    case ErrorKind::kInvalidArgument:
    case ErrorKind::kNotFound:
    case ErrorKind::kCorrupt:
      return kRefused;
    case ErrorKind::kUnavailable:
    case ErrorKind::kInternal:
    case ErrorKind::kCancelled:
      break;
  }
  return kSurroundings;
}

void Notice(const Options& options, const std::string& message) {
  if (!options.quiet) fmt::print(stderr, "{}\n", message);
}

}  // namespace ferrotype
