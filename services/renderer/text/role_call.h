// What roles share: how they are called, and what they make of it.
#pragma once

#include <string>
#include <string_view>

#include "renderer/text/arguments.h"
#include "renderer/text/roles.h"
#include "renderer/text/scene.h"
#include "renderer/text/values.h"

namespace ferrotype::text {

struct RoleCall {
  Arguments arguments;
  std::string_view argument;  ///< as it stands in the code span
  Scene& scene;
  Reporter& reporter;
  Place place;  ///< of the code span; a role that knows better where its mistake is moves it there
  bool citations_allowed;

  [[nodiscard]] TextSpot Spot() const { return reporter.SpotOf(place); }
  /// Takes down that the text shows this value.
  void Record(const Answer& answer) const { scene.record.bound.push_back({NameOf(answer), Spot()}); }
};

using RoleResult = Or<RoleOutput>;

/// `words` between two tags, escaped.
[[nodiscard]] RoleOutput Plain(std::string_view tag_open, std::string_view words, std::string_view tag_close);
/// The mark of a citation; F015 for a key that refs.yaml lacks and where nothing can be cited.
[[nodiscard]] RoleResult CiteKey(RoleCall& call, const std::string& key);

// One function a role; each lies in a file of its own or with its kin.
[[nodiscard]] RoleResult MetricRole(RoleCall& call);
[[nodiscard]] RoleResult DeltaRole(RoleCall& call);
[[nodiscard]] RoleResult ShareRole(RoleCall& call);
[[nodiscard]] RoleResult ClaimRole(RoleCall& call);
[[nodiscard]] RoleResult SymbolRole(RoleCall& call);
[[nodiscard]] RoleResult CommitRole(RoleCall& call);
[[nodiscard]] RoleResult MathRole(RoleCall& call);

}  // namespace ferrotype::text
