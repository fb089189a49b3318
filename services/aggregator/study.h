// What the study of USENIX ATC 2024 counted as wrapped, by its own commands and on the releases of today.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/report.h"
#include "model/store.h"

namespace ferrotype {

/// What `grep -o` prints of one text, each once: `bindings::[A-Za-z_]*(` and `bindings::[A-Za-z_]*`, without
/// "bindings::" and "(". Comments count, a digit ends a name, imports are not seen: so the study coded it.
struct StudyNames {
  std::set<std::string, std::less<>> functions;
  std::set<std::string, std::less<>> names;
  void Read(std::string_view text);
};

/// Over rust/kernel, as the study ran it; nullopt when the store lacks the bytes of one of these files.
[[nodiscard]] Result<std::optional<StudyCounts>> CountAsStudied(StoreReader& store,
                                                                const std::vector<FileRow>& rust_files);

}  // namespace ferrotype
