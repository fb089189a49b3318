// The language of a script whose name says nothing.
#pragma once

#include <string_view>

#include "model/language.h"

namespace ferrotype {

/// By the first line ("#!/bin/sh", "#!/usr/bin/env -S python3 -u", "#!/usr/bin/make -f"): kUnknown if it is no shebang
/// or names an interpreter that no rule knows.
[[nodiscard]] Language LanguageOfShebang(std::string_view text);

}  // namespace ferrotype
