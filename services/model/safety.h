// Which states of a justification want one: asked by metrics, lists, pages and surveys alike.
#pragma once

#include "model/unsafe.h"

namespace ferrotype {

/// Missing, a placeholder, or in the wrong place: neither documented nor exempt.
[[nodiscard]] inline bool IsWanting(SafetyState state) {
  return state == SafetyState::kMissing || state == SafetyState::kPlaceholder || state == SafetyState::kWrongPlace;
}

}  // namespace ferrotype
