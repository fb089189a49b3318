// Sentences that data writes. Each language has its own, chosen by what the numbers say; none is put together word by
// word.
#pragma once

#include <string>

#include "renderer/page/site.h"

namespace ferrotype {

/// The sentence at the top of home: how the kernel's own Rust grew since the series before, and how much of what
/// counters see is its own.
[[nodiscard]] std::string Verdict(const Page& page, const Report& release, const Report* before);
/// The sentence at the top of a release: how much more or less Rust of its own than the release it is compared with.
[[nodiscard]] std::string ReleaseSentence(const Page& page, const Report& release, const Report* before);
/// One paragraph on what changed since `before`.
[[nodiscard]] Html ChangeSentence(const Page& page, const Report& release, const Report* before);
/// "The kernel crate holds 51% of the kernel’s own Rust": the finding of the chart by owner.
[[nodiscard]] std::string OwnerFinding(const Page& page, const Report& release);
/// Which subsystem outside rust/ has most Rust.
[[nodiscard]] std::string SubsystemFinding(const Page& page, const Report& release);
[[nodiscard]] std::string ShareFinding(const Page& page, const Report& release);
[[nodiscard]] std::string GrowthFinding(const Page& page, const Report& release, const Report* before);

/// "+40,102" of a metric of the whole release; empty when one of both lacks it.
[[nodiscard]] std::string ChangeOf(const Report& release, const Report* before, std::string_view metric);

}  // namespace ferrotype
