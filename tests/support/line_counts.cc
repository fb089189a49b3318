// line_counts DIR: counts every file below DIR by the analyzer alone and prints the columns of `ferrotype list files
// --format csv`, sorted by path, for tests/oracles. No store, no git; `oid` and `owner` stay empty.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analyzer/analyze.h"

namespace {

std::string Quoted(const std::string& field) {
  if (field.find_first_of(",\"\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  if (argc != 2) {
    std::fprintf(stderr, "usage: line_counts DIR\n");
    return 2;
  }
  std::error_code error;
  const fs::path root(argv[1]);
  std::vector<std::string> paths;
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_symlink() && it->is_regular_file()) paths.push_back(it->path().lexically_relative(root).string());
  }
  if (error) {
    std::fprintf(stderr, "line_counts: %s: %s\n", argv[1], error.message().c_str());
    return 3;
  }
  std::sort(paths.begin(), paths.end());
  ferrotype::Analyzer analyzer;
  std::printf("path,oid,language,owner,lines,code,comment,blank,cloc_code,cloc_comment,cloc_blank,unsafe\n");
  for (const std::string& path : paths) {
    std::ifstream file(root / path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string name = fs::path(path).filename().string();
    const ferrotype::BlobFinding f = analyzer.Analyze(ferrotype::LanguageOfName(name), {}, bytes);
    const std::string_view id = ferrotype::InfoOf(f.resolved_language).id;
    const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
    std::printf("%s,%s,%.*s,,%llu,%llu,%llu,%llu,%llu,%llu,%llu,%llu\n", Quoted(path).c_str(),
                f.outcome == ferrotype::Outcome::kNotText ? "not-text" : "", static_cast<int>(id.size()), id.data(),
                number(f.lines.Lines()), number(f.lines.code), number(f.lines.comment), number(f.lines.blank),
                number(f.cloc.code), number(f.cloc.comment), number(f.cloc.blank), number(f.unsafe_tokens));
  }
  return 0;
}
