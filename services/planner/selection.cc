#include "planner/selection.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/release.h"

namespace ferrotype {
namespace {

constexpr std::string_view kSince = "since:";

bool Matches(std::string_view word, std::string_view tag) {
  if (word == "mainline" || word == "rc") return LineOf(tag) == word;
  if (word == "stable") return LineOf(tag).starts_with("stable-");
  return GlobMatches(word, tag);
}

}  // namespace

Result<TagSelection> TagSelection::Parse(std::string_view words) {
  TagSelection selection;
  for (const std::string_view word : Split(words, ' ')) {
    if (word.empty()) continue;
    if (word.starts_with(kSince)) {
      selection.since_ = word.substr(kSince.size());
      if (!ParseKernelVersion(selection.since_)) {
        return Fail(ErrorKind::kInvalidArgument,
                    fmt::format("tags: {} names no kernel; write since:v6.1", Printable(word)));
      }
    } else if (word.starts_with('!')) {
      selection.leave_.emplace_back(word.substr(1));
    } else {
      selection.take_.emplace_back(word);
    }
  }
  return selection;
}

bool TagSelection::Takes(std::string_view tag) const {
  const auto matches = [&](const std::string& word) { return Matches(word, tag); };
  if (!since_.empty() && (!ParseKernelVersion(tag) || ReleaseLess(tag, since_))) return false;
  if (std::any_of(leave_.begin(), leave_.end(), matches)) return false;
  return take_.empty() || std::any_of(take_.begin(), take_.end(), matches);
}

}  // namespace ferrotype
