// Errors as a person reads them.
#pragma once

#include "base/result.h"
#include "cli/options.h"

namespace ferrotype {

/// Prints "ferrotype: error: ..." on stderr and returns the exit code that fits the error's kind.
int Complain(const Error& error);
void Notice(const Options& options, const std::string& message);

}  // namespace ferrotype
