// ferrotype render: the store, content and templates as a site in a folder.

#include <fmt/format.h>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/library.h"
#include "cli/site_inputs.h"
#include "publisher/twins.h"
#include "publisher/write_site.h"
#include "renderer/data/data.h"

namespace ferrotype {
namespace {

Result<WriteOutcome> Render(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
  if (library->Reports().empty()) {
    return Fail(ErrorKind::kNotFound,
                fmt::format("store {}: no release in it is complete; analyze one first", Printable(options.store)));
  }
  TRY_ASSIGN(FileSet site, RenderFromDisk(options, *library));
  site.erase("manifest.sha256");
  TRY(AddTwins(site, Threads(options), InterruptFlag(), options.out));
  site["manifest.sha256"] = Manifest(site);
  return WriteSite(site, options.out, InterruptFlag());
}

}  // namespace

int RunRender(const Options& options) {
  const Result<WriteOutcome> outcome = Render(options);
  if (!outcome) return Complain(outcome.error());
  Notice(options, outcome->changed ? fmt::format("{}: {} files written", options.out, outcome->files)
                                   : fmt::format("{}: nothing changed, no file touched", options.out));
  return kDone;
}

}  // namespace ferrotype
