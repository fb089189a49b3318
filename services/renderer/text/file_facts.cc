#include "renderer/text/file_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ferrotype::text {
namespace {

struct Fact {
  std::string_view name;
  std::uint64_t (*of)(const BlobFinding&);
};

constexpr std::array kFacts = {
    Fact{"lines", [](const BlobFinding& f) { return f.lines.Lines(); }},
    Fact{"code", [](const BlobFinding& f) { return f.lines.code; }},
    Fact{"comment", [](const BlobFinding& f) { return f.lines.comment; }},
    Fact{"doc", [](const BlobFinding& f) { return f.doc; }},
    Fact{"blank", [](const BlobFinding& f) { return f.lines.blank; }},
    Fact{"unsafe", [](const BlobFinding& f) { return f.unsafe_tokens; }},
    Fact{"cloc-code", [](const BlobFinding& f) { return f.cloc.code; }},
    Fact{"cloc-comment", [](const BlobFinding& f) { return f.cloc.comment; }},
    Fact{"cloc-blank", [](const BlobFinding& f) { return f.cloc.blank; }},
    Fact{"bytes", [](const BlobFinding& f) { return f.bytes; }},
};

// Of the C files only the counterparts of Rust drivers are kept singly.
const TwinFile* FindTwin(const Report& report, std::string_view path) {
  for (const DriverRow& driver : report.survey.drivers) {
    for (const TwinFile& file : driver.twin) {
      if (file.path == path) return &file;
    }
  }
  return nullptr;
}

std::vector<std::string> RustPaths(const Report& report) {
  std::vector<std::string> paths;
  for (const FileRow& file : report.rust_files) paths.push_back(file.path);
  return paths;
}

}  // namespace

std::optional<Trouble> CheckFileExists(const Library& library, const Report& report, std::string_view path) {
  const Result<std::optional<BlobOid>> blob = library.FindBlob(report, path);
  if (!blob) return Trouble{"F017", fmt::format("{} of {}: {}", Quoted(path), report.name, blob.error().message)};
  if (*blob) return std::nullopt;
  return MissingData("F017", fmt::format("{} has no file {}", report.name, Quoted(path)),
                     SlipOf(path, RustPaths(report)));
}

Or<std::int64_t> FileFact(const Report& report, std::string_view path, std::string_view fact) {
  if (const TwinFile* twin = FindTwin(report, path)) {
    if (fact == "code") return static_cast<std::int64_t>(twin->code);
    if (fact == "functions") return static_cast<std::int64_t>(twin->functions);
    return Bad("F011", fmt::format("{}: of the C counterpart of a driver, code and functions are known", Quoted(path)));
  }
  const auto known = std::find_if(kFacts.begin(), kFacts.end(), [&](const Fact& f) { return f.name == fact; });
  if (known == kFacts.end()) {
    std::vector<std::string> names;
    for (const Fact& f : kFacts) names.emplace_back(f.name);
    return Bad("F011", fmt::format("nothing called {} is known of a file{}", Quoted(fact), DidYouMean(fact, names)));
  }
  const auto file = std::lower_bound(report.rust_files.begin(), report.rust_files.end(), path,
                                     [](const FileRow& row, std::string_view wanted) { return row.path < wanted; });
  if (file == report.rust_files.end() || file->path != path) {
    return tl::unexpected(MissingData("F017", fmt::format("{} has no Rust file {}", report.name, Quoted(path)),
                                      SlipOf(path, RustPaths(report))));
  }
  return static_cast<std::int64_t>(known->of(file->finding));
}

}  // namespace ferrotype::text
