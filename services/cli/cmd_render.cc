// ferrotype render: the store, content and templates as a site in a folder.

#include <fmt/format.h>

#include <atomic>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/text.h"
#include "cli/complain.h"
#include "cli/library.h"
#include "cli/site_inputs.h"
#include "cli/site_memory.h"
#include "publisher/write_site.h"
#include "store/data_file.h"

namespace ferrotype {
namespace {

Result<void> AddAll(const FileSet& site, SiteWriter& writer, int threads) {
  std::vector<std::pair<const FileSet::value_type*, Result<void>>> files;
  files.reserve(site.size());
  for (const auto& file : site) files.emplace_back(&file, Result<void>());
  std::atomic<bool> failed = false;
  ForEach(files, threads, [&](auto& file) {
    if (failed) return;
    file.second = writer.Add(file.first->first, file.first->second);
    if (!file.second) failed = true;
  });
  for (auto& [file, done] : files) TRY(std::move(done));
  return {};
}

// What is there is proof enough when nothing that it comes from has changed: not even the store is opened then.
Result<WriteOutcome> Render(const Options& options) {
  const std::string program = ProgramIdentity() + (options.twins ? "" : "without twins\n");
  const std::string store = StoreIdentity(options.store);
  TRY_ASSIGN(const FileSet content, ReadFiles(options.content));
  TRY_ASSIGN(const FileSet templates, ReadFiles(options.templates));
  const Sha256Digest inputs = InputsOf(content, templates, SiteSettingsOf(options), program, store);
  const SiteMemory before(options.out);
  if (before.Holds(inputs, Threads(options))) return WriteOutcome{};

  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store, Threads(options)));
  if (library->Reports().empty()) {
    return Fail(ErrorKind::kNotFound,
                fmt::format("store {}: no release in it is complete; analyze one first", Printable(options.store)));
  }
  TRY_ASSIGN(const Bytes data_file, MakeDataFile(library->Reports()));
  const FileSet extra = {{"data/ferrotype.sqlite", data_file}};
  TRY_ASSIGN(const std::unique_ptr<SiteWriter> writer, SiteWriter::Open(options.out, InterruptFlag(), options.twins));
  RenderInputs all{*library, content, templates, SiteSettingsOf(options), &extra};
  all.take = [&](const std::string& path, const std::string& bytes) { return writer->Add(path, bytes); };
  TRY_ASSIGN(FileSet site, RenderSite(all, Threads(options)));
  TRY(AddAll(site, *writer, Threads(options)));
  TRY_ASSIGN(const WriteOutcome outcome, writer->Finish());
  before.Keep(inputs, *writer);
  return outcome;
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
