// data/ferrotype.sqlite: what researchers take.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "model/report.h"

namespace ferrotype {

/// An SQLite file of all releases, metrics and Rust files: written fresh, fixed DDL, sorted rows, one transaction, so
/// that its bytes depend on its content alone.
[[nodiscard]] Result<Bytes> MakeDataFile(const std::vector<Report>& reports);

}  // namespace ferrotype
