#include "model/release.h"

#include <fmt/format.h>

#include <tuple>

#include "base/text.h"

namespace ferrotype {
namespace {

// Takes digits off the front of `text`; nullopt when there are none or too many.
std::optional<int> TakeNumber(std::string_view& text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits == 0 || digits > 6) return std::nullopt;
  const std::optional<std::int64_t> value = ParseInt(text.substr(0, digits));
  text.remove_prefix(digits);
  return static_cast<int>(*value);
}

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Candidates come before their release.
auto OrderOf(const KernelVersion& v) {
  return std::tuple(v.major, v.minor, v.patch, v.candidate == 0 ? 1'000'000 : v.candidate);
}

}  // namespace

std::string KernelVersion::Series() const { return fmt::format("{}.{}", major, minor); }

std::optional<KernelVersion> ParseKernelVersion(std::string_view name) {
  KernelVersion version;
  if (!TakePrefix(name, "v")) return std::nullopt;
  const std::optional<int> major = TakeNumber(name);
  if (!major || !TakePrefix(name, ".")) return std::nullopt;
  const std::optional<int> minor = TakeNumber(name);
  if (!minor) return std::nullopt;
  version.major = *major;
  version.minor = *minor;
  if (TakePrefix(name, ".")) {
    const std::optional<int> patch = TakeNumber(name);
    if (!patch) return std::nullopt;
    version.patch = *patch;
  }
  if (TakePrefix(name, "-rc")) {
    const std::optional<int> candidate = TakeNumber(name);
    if (!candidate || *candidate == 0) return std::nullopt;
    version.candidate = *candidate;
  }
  if (TakePrefix(name, "-")) {
    if (name.empty()) return std::nullopt;
    version.suffix = name;
    return version;
  }
  if (!name.empty()) return std::nullopt;
  return version;
}

std::string LineOf(std::string_view name) {
  const std::optional<KernelVersion> version = ParseKernelVersion(name);
  if (!version) return "other";
  if (!version->suffix.empty()) return version->suffix;
  if (version->candidate != 0) return "rc";
  return version->patch == 0 ? "mainline" : "stable-" + version->Series();
}

bool ReleaseLess(std::string_view a, std::string_view b) {
  const auto va = ParseKernelVersion(a);
  const auto vb = ParseKernelVersion(b);
  if (va && vb) return std::tuple(OrderOf(*va), va->suffix, a) < std::tuple(OrderOf(*vb), vb->suffix, b);
  if (va || vb) return va.has_value();
  return a < b;
}

std::optional<Comparison> ComparedWith(std::string_view name, std::span<const std::string> measured) {
  const auto self = ParseKernelVersion(name);
  if (!self) return std::nullopt;
  std::optional<KernelVersion> best;
  Comparison comparison;
  for (const std::string& candidate_name : measured) {
    const auto other = ParseKernelVersion(candidate_name);
    if (!other || other->suffix != self->suffix || OrderOf(*other) >= OrderOf(*self)) continue;
    const bool same_series = other->major == self->major && other->minor == self->minor;
    // A release is not measured against its own candidates, and x.y only against x.y's.
    if (other->candidate != 0 && self->candidate == 0) continue;
    if (self->suffix.empty() && !same_series && other->patch != 0 && self->patch == 0) {
      continue;  // kernel.org's x.y stands in the mainline, beside x.y-1 and not beside its stable series
    }
    if (!best || OrderOf(*other) > OrderOf(*best)) {
      best = other;
      comparison = {candidate_name, !same_series};
    }
  }
  if (!best) return std::nullopt;
  return comparison;
}

}  // namespace ferrotype
