// So that a failed comparison says which counts differ.
#pragma once

#include <ostream>

#include "model/finding.h"

namespace ferrotype {

inline void PrintTo(const LineCounts& counts, std::ostream* out) {
  *out << counts.code << " code, " << counts.comment << " comment, " << counts.blank << " blank";
}

}  // namespace ferrotype
