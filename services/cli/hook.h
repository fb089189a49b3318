// A command of the operator's, given a text.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stop.h"

namespace ferrotype {

/// Runs `command` by the shell with `text` on its standard input; what it prints goes to stderr. kUnavailable when it
/// can't be run, ends with another code than 0, or takes over a minute (it is ended then).
[[nodiscard]] Result<void> RunHook(const std::string& command, std::string_view text, const StopFlag& stop);

}  // namespace ferrotype
