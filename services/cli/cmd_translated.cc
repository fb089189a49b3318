// ferrotype translated: records which sections of the original a translation has seen.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/content_paths.h"
#include "cli/site_inputs.h"
#include "renderer/check/translations.h"

namespace ferrotype {
namespace {

const Document* Find(const std::vector<Document>& documents, const std::string& path) {
  const auto found =
      std::find_if(documents.begin(), documents.end(), [&](const Document& d) { return d.path == "content/" + path; });
  return found == documents.end() ? nullptr : &*found;
}

Result<const Document*> Sound(const std::vector<Document>& documents, const std::vector<Diagnostic>& diagnostics,
                              const std::string& path) {
  if (const Document* document = Find(documents, path); document != nullptr) return document;
  std::string why;
  for (const Diagnostic& d : diagnostics) {
    if (d.path == "content/" + path) why += "\n" + Describe(d);
  }
  if (why.empty()) return Fail(ErrorKind::kNotFound, fmt::format("{}: there is no such text", Printable(path)));
  return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: mend this first:{}", Printable(path), why));
}

struct Recorded {
  std::string path;
  std::size_t sections = 0;
  bool changed = false;
};

// What the translation will say that it has seen: all of it, or one section more than before.
Result<std::vector<std::pair<std::string, std::string>>> SeenOf(const Document& original, const Document& translation,
                                                                const std::string& section) {
  const std::vector<Section> sections = SectionsOf(original);
  std::vector<std::pair<std::string, std::string>> seen;
  std::vector<std::string> ids;
  bool found = false;
  for (const Section& each : sections) {
    ids.push_back(each.id);
    found = found || each.id == section;
    const auto before = translation.seen.find(each.id);
    if (section.empty() || each.id == section) {
      seen.emplace_back(each.id, each.hash);
    } else if (before != translation.seen.end()) {
      seen.emplace_back(*before);
    }
  }
  if (section.empty()) return seen;
  for (const auto& [id, hash] : translation.seen) {
    const bool gone = std::find(ids.begin(), ids.end(), id) == ids.end();
    if (gone && id == section) found = true;  // seen that it went
    if (gone && id != section) seen.emplace_back(id, hash);
  }
  if (found) return seen;
  const std::optional<std::string> nearest = Nearest(section, ids);
  return Fail(ErrorKind::kInvalidArgument,
              fmt::format("{} has no section \"{}\"; {}", original.path, Printable(section),
                          nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                                  : fmt::format("it has {}", fmt::join(ids, ", "))));
}

Result<Recorded> RecordSeen(const Options& options) {
  TRY_ASSIGN(const FileSet content, ReadFiles(options.content));
  TRY_ASSIGN(const std::string within, WithinContent(options.content, options.sources.at(0), content));
  const std::size_t slash = within.rfind('/');
  const std::string name = slash == std::string::npos ? within : within.substr(slash + 1);
  if (name != "en.md" && name != "zh.md")
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: name the translation itself, an en.md or a zh.md", Printable(options.sources.at(0))));
  const std::string other = within.substr(0, slash + 1) + (name == "en.md" ? "zh.md" : "en.md");
  std::vector<Diagnostic> diagnostics;
  const std::vector<Document> documents = LoadDocuments(content, diagnostics);
  TRY_ASSIGN(const Document* translation, Sound(documents, diagnostics, within));
  TRY_ASSIGN(const Document* original, Sound(documents, diagnostics, other));
  if (original->front_matter.contains("translates"))
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("{} says that it is a translation itself; the original is recorded nowhere. Did you mean {}?",
                    other, other));
  TRY_ASSIGN(const auto seen, SeenOf(*original, *translation, options.section));
  const std::string& before = content.at(within);
  TRY_ASSIGN(const std::string after, WithSeen(before, original->lang, seen));
  const std::string file = (std::filesystem::path(options.content) / within).string();
  if (after != before) TRY(WriteWhole(file, after));
  return Recorded{file, seen.size(), after != before};
}

}  // namespace

int RunTranslated(const Options& options) {
  const Result<Recorded> recorded = RecordSeen(options);
  if (!recorded) return Complain(recorded.error());
  Notice(options, recorded->changed ? fmt::format("{}: {} sections recorded", recorded->path, recorded->sections)
                                    : fmt::format("{}: recorded already, nothing changed", recorded->path));
  return kDone;
}

}  // namespace ferrotype
