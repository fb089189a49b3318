// ferrotype check: everything that is wrong with content and with the site that would come of it, in one run.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/content_paths.h"
#include "cli/emitted_site.h"
#include "cli/library.h"
#include "cli/site_inputs.h"
#include "cli/table.h"
#include "renderer/check/print.h"
#include "renderer/check/site_check.h"

namespace ferrotype {
namespace {

using Severity = Diagnostic::Severity;

struct Counts {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
};

Counts CountsOf(const CheckedSite& checked) {
  Counts counts;
  counts.errors = checked.problems.size();
  for (const Diagnostic& diagnostic : checked.diagnostics) {
    ++(diagnostic.severity == Severity::kError     ? counts.errors
       : diagnostic.severity == Severity::kWarning ? counts.warnings
                                                   : counts.notes);
  }
  return counts;
}

// Only what is below one of `wanted` (paths within content) stays.
void Narrow(CheckedSite& checked, const std::vector<std::string>& wanted) {
  const auto below = [&](const std::string& path) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& want) {
      const std::string full = want.empty() ? "content" : "content/" + want;
      return path == full || path.starts_with(full + "/");
    });
  };
  std::erase_if(checked.diagnostics, [&](const Diagnostic& d) { return !below(d.path); });
  std::erase_if(checked.external_links, [&](const ExternalLink& link) { return !below(link.path); });
  checked.problems.clear();
}

std::string PrintJson(const CheckedSite& checked) {
  using Json = nlohmann::ordered_json;
  const Counts counts = CountsOf(checked);
  Json json = {{"errors", counts.errors}, {"warnings", counts.warnings}, {"notes", counts.notes}};
  json["diagnostics"] = Json::array();
  for (const Diagnostic& d : checked.diagnostics) {
    json["diagnostics"].push_back({{"path", d.path},
                                   {"line", d.line},
                                   {"column", d.column},
                                   {"severity", IdOf(d.severity)},
                                   {"code", d.code},
                                   {"message", d.message}});
  }
  json["problems"] = checked.problems;
  json["external_links"] = Json::array();
  for (const ExternalLink& link : checked.external_links)
    json["external_links"].push_back({{"path", link.path}, {"line", link.line}, {"url", link.url}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

struct Printed {
  std::string printed;
  Counts counts;
};

Result<Printed> Check(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
  TRY_ASSIGN(const FileSet content, ReadFiles(options.content));
  TRY_ASSIGN(const FileSet templates, ReadFiles(options.templates));
  std::vector<std::string> wanted;
  for (const std::string& path : options.sources) {
    TRY_ASSIGN(std::string within, WithinContent(options.content, path, content));
    wanted.push_back(std::move(within));
  }
  // The data file is no page and holds no link: its place is all that pages need.
  const FileSet extra = {{"data/ferrotype.sqlite", std::string()}};
  TRY_ASSIGN(CheckedSite checked,
             CheckSite({*library, content, templates, SiteSettingsOf(options, true), &extra}, Threads(options)));
  if (!wanted.empty()) Narrow(checked, wanted);
  if (!options.emitted.empty()) {
    TRY_ASSIGN(const std::vector<std::string> problems,
               ProblemsOfSite(options.emitted, SiteSettingsOf(options), Threads(options)));
    checked.problems.insert(checked.problems.end(), problems.begin(), problems.end());
  }
  Printed outcome;
  outcome.counts = CountsOf(checked);
  // From here on paths are those of this machine's folder.
  const std::string root =
      options.content.empty() || options.content.ends_with('/') ? options.content : options.content + "/";
  const auto local = [&](const std::string& path) { return root + path.substr(std::string_view("content/").size()); };
  if (options.report == "text") {
    outcome.printed = PrintText(checked.diagnostics, content, root);
    for (const std::string& problem : checked.problems) outcome.printed += fmt::format("error: {}\n", problem);
    return outcome;
  }
  for (Diagnostic& d : checked.diagnostics) d.path = local(d.path);
  for (ExternalLink& link : checked.external_links) link.path = local(link.path);
  outcome.printed = options.report == "json" ? PrintJson(checked)
                                             : PrintSarif(checked.diagnostics, FERROTYPE_VERSION, options.base_url);
  return outcome;
}

std::string Count(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

int RunCheck(const Options& options) {
  const Result<Printed> outcome = Check(options);
  if (!outcome) return Complain(outcome.error());
  const int emitted = Emit(outcome->printed);
  if (emitted != kDone) return emitted;
  const Counts& counts = outcome->counts;
  Notice(options, fmt::format("{}, {}, {}", Count(counts.errors, "error"), Count(counts.warnings, "warning"),
                              Count(counts.notes, "note")));
  return counts.errors + counts.warnings == 0 ? kDone : kCheckFailed;
}

}  // namespace ferrotype
