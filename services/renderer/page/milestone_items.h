// Milestones as readers meet them: a sentence with its evidence; and several of a kind in few words, for a picture.
#pragma once

#include <string>
#include <vector>

#include "model/history.h"
#include "renderer/page/site.h"

namespace ferrotype {

/// The milestones whose interval ends with `release`, each as the content of a list item. A share that passes several
/// marks at once is one.
[[nodiscard]] std::vector<Html> MilestoneItems(const Page& page, const std::vector<Milestone>& milestones,
                                               const Report& release);
/// The same by kind: "first drivers of 9 subsystems".
[[nodiscard]] std::vector<std::string> MilestoneGroups(const Page& page, const std::vector<Milestone>& milestones,
                                                       const Report& release);

}  // namespace ferrotype
