// ferrotype publish --to DIR: an edition of what the store holds, for readers.

#include "cli/complain.h"
#include "cli/options.h"
#include "cli/publish.h"

namespace ferrotype {

int RunPublish(const Options& options) {
  const Result<PublishOutcome> outcome = Publish(options, Now());
  if (!outcome) return Complain(outcome.error());
  Notice(options, Describe(*outcome, options));
  if (outcome->hook_complaint.empty()) return kDone;
  Complain({ErrorKind::kUnavailable, outcome->hook_complaint + "; the edition is published, and the hook is asked again"
                                                               " by the next publication"});
  return kCheckFailed;
}

}  // namespace ferrotype
