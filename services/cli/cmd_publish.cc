// ferrotype publish --to DIR: an edition of what the store holds, for readers.

#include "cli/complain.h"
#include "cli/options.h"
#include "cli/publish.h"
#include "cli/targets.h"

namespace ferrotype {

namespace {

int PublishOne(const Options& options) {
  const Result<PublishOutcome> outcome = Publish(options, Now());
  if (!outcome) return Complain(outcome.error());
  Notice(options, Describe(*outcome, options));
  if (outcome->hook_complaint.empty()) return kDone;
  Complain({ErrorKind::kUnavailable, outcome->hook_complaint + "; the edition is published, and the hook is asked again"
                                                               " by the next publication"});
  return kCheckFailed;
}

}  // namespace

int RunPublish(const Options& options) {
  const Result<std::vector<Options>> all = PublicationsOf(options);
  if (!all) return Complain(all.error());
  // What goes wrong with one target holds up no other.
  int code = kDone;
  for (const Options& one : *all) {
    const int ended = PublishOne(one);
    if (ended == kInterrupted) return ended;
    code = code != kDone ? code : ended;
  }
  return code;
}

}  // namespace ferrotype
