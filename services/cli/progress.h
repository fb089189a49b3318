// Progress on stderr: one line that moves on a terminal, a line now and then elsewhere, nothing when quiet.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/options.h"

namespace ferrotype {

class Progress {
 public:
  Progress(const Options& options, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void Update(std::uint64_t blobs_done);

 private:
  bool quiet_;
  bool terminal_;
  std::string what_;
  std::chrono::steady_clock::time_point last_;
  bool drawn_ = false;
};

}  // namespace ferrotype
