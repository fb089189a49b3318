// ferrotype new: the folder of a text in both languages, with the front matter of its kind.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/content_paths.h"
#include "renderer/check/translations.h"
#include "renderer/text/new_text.h"
#include "renderer/text/sections.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

// Today, where the editor sits. Only a draft's first date: nothing that is measured or rendered asks the clock.
std::string Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

// The Chinese text follows the English one, and has seen it as it is.
Result<void> Pair(FileSet& files) {
  std::vector<Diagnostic> none;
  const std::vector<Document> documents = LoadDocuments(files, none);
  if (documents.size() != 2) return {};
  std::vector<std::pair<std::string, std::string>> seen;
  for (const Section& section : SectionsOf(documents[0])) seen.emplace_back(section.id, section.hash);
  std::string& chinese = files.rbegin()->second;
  TRY_ASSIGN(chinese, WithSeen(chinese, documents[0].lang, seen));
  return {};
}

Result<std::vector<std::string>> Make(const Options& options) {
  TRY_ASSIGN(FileSet files,
             NewText(options.kind, options.slug, options.date.empty() ? Today() : options.date, options.release));
  // A site of one language has texts in that.
  std::erase_if(files, [&](const auto& file) {
    const std::string code = file.first.substr(file.first.size() - 5, 2);
    return !options.languages.empty() &&
           std::find(options.languages.begin(), options.languages.end(), code) == options.languages.end();
  });
  if (files.empty())
    return Fail(ErrorKind::kInvalidArgument, "new texts are English or Chinese, and `languages` has neither");
  TRY(Pair(files));
  std::error_code error;
  if (!fs::is_directory(options.content, error))
    return Fail(ErrorKind::kNotFound, fmt::format("{}: no such folder", Printable(options.content)));
  for (const auto& [path, bytes] : files) {
    const fs::path file = fs::path(options.content) / path;
    if (fs::exists(fs::symlink_status(file, error)))
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: is there already; choose another slug", file.string()));
  }
  std::vector<std::string> made;
  for (const auto& [path, bytes] : files) {
    const fs::path file = fs::path(options.content) / path;
    fs::create_directories(file.parent_path(), error);
    if (error)
      return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", file.parent_path().string(), error.message()));
    TRY(WriteWhole(file.string(), bytes));
    made.push_back(file.string());
  }
  return made;
}

}  // namespace

int RunNew(const Options& options) {
  const Result<std::vector<std::string>> made = Make(options);
  if (!made) return Complain(made.error());
  for (const std::string& file : *made) fmt::print("{}\n", file);
  return kDone;
}

}  // namespace ferrotype
