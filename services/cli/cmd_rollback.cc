// ferrotype rollback --to DIR: serves the edition before, or forward again.

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/targets.h"
#include "publisher/editions.h"
#include "publisher/ledger.h"

namespace ferrotype {
namespace {

// The id of which `given` is the beginning.
Result<std::string> FindEdition(const Ledger& ledger, const Editions& editions, const std::string& given) {
  std::vector<std::string> there;
  std::vector<std::string> found;
  for (const LedgerEdition& edition : ledger.editions) {
    if (!editions.Has(edition.id)) continue;
    there.push_back(edition.id);
    if (edition.id.starts_with(given)) found.push_back(edition.id);
  }
  if (found.size() == 1) return found.front();
  return Fail(ErrorKind::kNotFound,
              fmt::format("{} edition {} in {}; there are, oldest first: {}", found.empty() ? "no" : "more than one",
                          Printable(given), Printable(editions.folder().string()), fmt::join(there, ", ")));
}

// The neighbour of `current` among the editions that are there: before it, or after.
Result<std::string> Neighbour(const Ledger& ledger, const Editions& editions, const std::string& current,
                              bool forward) {
  std::vector<std::string> there;
  for (const LedgerEdition& edition : ledger.editions) {
    if (editions.Has(edition.id)) there.push_back(edition.id);
  }
  const auto at = std::find(there.begin(), there.end(), current);
  if (!forward && at != there.begin() && at != there.end()) return *(at - 1);
  if (forward && at != there.end() && at + 1 != there.end()) return *(at + 1);
  return Fail(ErrorKind::kNotFound, fmt::format("{}: there is no edition {} {}", Printable(editions.folder().string()),
                                                forward ? "after" : "before", current));
}

Result<std::string> Rollback(const Options& options) {
  std::error_code error;
  if (!std::filesystem::is_directory(options.to, error))
    return Fail(ErrorKind::kNotFound, fmt::format("{}: no such folder", Printable(options.to)));
  TRY_ASSIGN(Editions editions, Editions::Open(options.to));
  TRY_ASSIGN(Ledger ledger, [&]() -> Result<Ledger> {
    // A `current` that somebody broke is what an edition named here repairs.
    const Result<std::optional<std::string>> current = editions.Current();
    if (current || options.edition.empty()) return LoadLedger(editions);
    Ledger plain;
    TRY_ASSIGN(const std::vector<std::string> ids, editions.List());
    for (const std::string& id : ids) plain.Publish(id, "", "");
    return plain;
  }());
  const Result<std::optional<std::string>> current = editions.Current();
  if (!current && options.edition.empty()) return Unexpected(current.error());
  if (current && !*current && options.edition.empty())
    return Fail(ErrorKind::kNotFound, fmt::format("{}: nothing is published there", Printable(options.to)));
  std::string to;
  if (!options.edition.empty()) {
    TRY_ASSIGN(to, FindEdition(ledger, editions, options.edition));
  } else {
    TRY_ASSIGN(to, Neighbour(ledger, editions, **current, options.forward));
  }
  if (!current) {
    TRY(editions.Switch(to));
    return to;
  }
  // All that were published after it are not published again by themselves; it and those before may be. Written before
  // the switch: a run killed between the two leaves what was served, and the next publication knows of the intention.
  bool after = false;
  bool changed = false;
  for (LedgerEdition& edition : ledger.editions) {
    changed = changed || edition.withdrawn != after;
    edition.withdrawn = after;
    after = after || edition.id == to;
  }
  if (changed) TRY(SaveLedger(editions, ledger));
  if (*current != to) TRY(editions.Switch(to));
  return to;
}

}  // namespace

int RunRollback(const Options& options) {
  const Result<Options> one = PublicationOf(options);
  if (!one) return Complain(one.error());
  const Result<std::string> edition = Rollback(*one);
  if (!edition) return Complain(edition.error());
  Notice(options, fmt::format("{}: edition {} is served", Printable(one->to), *edition));
  return kDone;
}

}  // namespace ferrotype
