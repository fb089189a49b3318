// ferrotype verify RELEASE [SOURCE]: derives a release again from its source, in memory, and compares.

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/embedded.h"
#include "cli/library.h"
#include "cli/progress.h"
#include "cli/source_argument.h"
#include "cli/table.h"
#include "source/open.h"
#include "store/sqlite_store.h"

namespace ferrotype {
namespace {

// A store that knows nothing: every blob is read and analyzed again.
class NothingKnown : public StoreReader {
 public:
  explicit NothingKnown(Store& written) : written_(written) {}
  Result<std::optional<Bytes>> Tree(TreeOid tree) override { return written_.Tree(tree); }
  Result<std::optional<TreeFold>> Fold(TreeOid tree) override { return written_.Fold(tree); }
  Result<bool> HasFold(TreeOid) override { return false; }
  Result<FindingPtr> Finding(const FindingKey& key) override { return written_.Finding(key); }
  Result<std::optional<Sha256Digest>> FindingHash(const FindingKey& key) override { return written_.FindingHash(key); }
  Result<bool> HasFinding(const FindingKey&) override { return false; }
  Result<std::optional<Bytes>> Survey(TreeOid, std::uint16_t) override { return std::nullopt; }
  Result<std::optional<Bytes>> Quote(BlobOid blob) override { return written_.Quote(blob); }
  Result<bool> HasQuote(BlobOid blob) override { return written_.HasQuote(blob); }
  Result<std::vector<StoredRelease>> Releases() override { return written_.Releases(); }

 private:
  Store& written_;
};

struct Verdict {
  bool same = false;
  std::string line;
};

Result<Verdict> Verify(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
  TRY_ASSIGN(const Report* report, library->Find(options.release));
  const auto stored = std::find_if(library->releases().begin(), library->releases().end(),
                                   [&](const StoredRelease& release) { return release.record.name == report->name; });
  SourceArgument argument{stored->origin, {}};
  if (!options.sources.empty()) argument = ParseSourceArgument(options.sources.front());
  if (argument.path.empty()) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: the store does not say where it was read from; name it: ferrotype verify {} SOURCE",
                            report->name, report->name));
  }
  if (argument.patterns.empty()) argument.patterns = {report->name};
  TRY_ASSIGN(const std::unique_ptr<Source> source, OpenSource(argument.path));
  TRY_ASSIGN(const std::vector<SourceRelease> releases, source->Releases(argument.patterns));
  TRY_ASSIGN(const std::unique_ptr<Store> fresh, OpenMemoryStore());
  NothingKnown known(*fresh);
  const int jobs = Threads(options);
  ReleaseCounts counts;
  {
    TRY_ASSIGN(const std::unique_ptr<EmbeddedRun> run,
               EmbeddedRun::Start(*source, *fresh, known, jobs, InterruptFlag()));
    Progress progress(options, "verify " + report->name);
    TRY_ASSIGN(counts, run->Analyze(releases.front(), [&](std::uint64_t done) { progress.Update(done); }));
  }
  Verdict verdict;
  verdict.same = counts.digest == report->digest && counts.record.root_tree == report->tree;
  verdict.line = fmt::format("{}: {}\n  stored   tree {}  digest {}\n  derived  tree {}  digest {}\n", report->name,
                             verdict.same ? "holds" : "DIFFERS", report->tree.Hex(), report->digest,
                             counts.record.root_tree.Hex(), counts.digest);
  return verdict;
}

}  // namespace

int RunVerify(const Options& options) {
  const Result<Verdict> verdict = Verify(options);
  if (!verdict) return Complain(verdict.error());
  const int emitted = Emit(verdict->line);
  return emitted != kDone ? emitted : verdict->same ? kDone : kCheckFailed;
}

}  // namespace ferrotype
