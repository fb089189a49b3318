// A release's name, the line it belongs to, and which release it is compared with.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ferrotype {

/// What a name such as v7.2, v7.2-rc3, v7.2.13 or v7.2.13-debian says. `suffix` names a tree that is not kernel.org's.
struct KernelVersion {
  int major = 0;
  int minor = 0;
  int patch = 0;       ///< 0: x.y itself
  int candidate = 0;   ///< N of -rcN; 0: a release
  std::string suffix;  ///< "debian"; empty: kernel.org's own
  auto operator<=>(const KernelVersion&) const = default;

  /// "7.2"
  [[nodiscard]] std::string Series() const;
};

/// nullopt for names of another form (next-20261120). The leading v is required.
[[nodiscard]] std::optional<KernelVersion> ParseKernelVersion(std::string_view name);

/// The line that a name belongs to: "mainline", "rc", "stable-7.2", a suffix ("debian"), or "other".
[[nodiscard]] std::string LineOf(std::string_view name);

/// Whether `a` comes before `b` in listings: by version (a candidate before its release), names of other forms bytewise
/// after all others.
[[nodiscard]] bool ReleaseLess(std::string_view a, std::string_view b);

struct Comparison {
  std::string name;           ///< the release to compare with
  bool other_series = false;  ///< the newest measured of the series before, not a neighbour in the same series
};

/// With which of `measured` the release `name` is compared: the one before it in its own series and kind of tree
/// (x.y.z with x.y too), else the newest measured of the nearest series before. nullopt when it is the first.
[[nodiscard]] std::optional<Comparison> ComparedWith(std::string_view name, std::span<const std::string> measured);

}  // namespace ferrotype
