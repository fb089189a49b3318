// bench_c_definitions DIR [FILE]...: what the C files and headers FILE below DIR define, a line each:
//
//   path <tab> line <tab> kind <tab> name        kind: function static inline macro export compatible name id call
//
// (of a call, name is "helper callee"). Without FILE: how long it takes to count all C files and headers below DIR, and
// to make their indexes besides, and how large these are.
//
// bench_c_definitions --world STORE RELEASE [NAME]...: the processor time that CWorld::Build takes for what all helpers
// call, and what it says of NAMEs.
#include "aggregator/c_definitions.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analyzer/analyze.h"
#include "analyzer/c_syntax.h"
#include "analyzer/plain_text.h"
#include "model/c_syntax.h"
#include "store/sqlite_store.h"

namespace {

namespace fs = std::filesystem;
using namespace ferrotype;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

int Print(const fs::path& root, const std::vector<std::string>& paths) {
  constexpr std::array<const char*, kCDefinitionKinds> kKinds = {"function", "static", "inline", "macro", "export"};
  constexpr std::array<const char*, kCStringKinds> kStrings = {"compatible", "name", "id"};
  for (const std::string& path : paths) {
    const BlobFinding finding = Analyzer().Analyze(Language::kCHeader, {}, ReadFile(root / path));
    const Result<CSyntax> syntax = DecodeCSyntax(finding.syntax);
    if (!syntax) {
      std::fprintf(stderr, "%s: %s\n", path.c_str(), syntax.error().message.c_str());
      return 1;
    }
    const auto print = [&](std::uint32_t line, const char* kind, std::string_view name) {
      std::printf("%s\t%u\t%s\t%.*s\n", path.c_str(), line, kind, static_cast<int>(name.size()), name.data());
    };
    for (const CDefinition& d : syntax->definitions) print(d.line, kKinds[static_cast<std::size_t>(d.kind)], d.name);
    for (const CString& s : syntax->strings) print(s.line, kStrings[static_cast<std::size_t>(s.kind)], s.text);
    for (const CHelperCall& c : syntax->helper_calls)
      print(c.line, "call", std::string(c.helper) + " " + std::string(c.callee));
  }
  return 0;
}

int Measure(const fs::path& root) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::duration time) { return std::chrono::duration<double>(time).count(); };
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_symlink() && entry.is_regular_file() && (extension == ".c" || extension == ".h"))
      paths.push_back(entry.path());
  }
  Clock::duration alone{};
  Clock::duration with_starts{};
  Clock::duration index{};
  std::size_t bytes = 0;
  std::size_t indexed = 0;
  std::size_t lines = 0;
  std::array<std::size_t, kCDefinitionKinds> kinds{};
  std::array<std::size_t, kCNameKinds> hashed{};
  std::size_t strings = 0;
  std::size_t functions = 0;
  std::vector<LineStart> starts;
  for (const fs::path& path : paths) {
    const std::string file = ReadFile(path);
    std::string scratch;
    const std::string_view text = PlainText(file, scratch);
    bytes += text.size();
    const auto t0 = Clock::now();
    const CScanResult plain = ScanC(text, true, BestBlockIsa());
    const auto t1 = Clock::now();
    const CScanResult same = ScanC(text, true, BestBlockIsa(), &starts);
    const auto t2 = Clock::now();
    const Bytes message = ReadCSyntax(text, starts, path.extension() == ".h");
    const auto t3 = Clock::now();
    alone += t1 - t0;
    with_starts += t2 - t1;
    index += t3 - t2;
    indexed += message.size();
    lines += starts.size();
    if (plain.lines != same.lines) return 1;
    const Result<CSyntax> syntax = DecodeCSyntax(message);
    if (!syntax) return 1;
    for (const CHashedName& name : syntax->names) ++hashed[static_cast<std::size_t>(name.kind)];
    for (const CDefinition& d : syntax->definitions) ++kinds[static_cast<std::size_t>(d.kind)];
    strings += syntax->strings.size();
    functions += syntax->functions;
  }
  std::printf("%zu files, %zu MB: count %.3f s, with line starts (%zu) %.3f s, index %.3f s, %.1f MB\n", paths.size(),
              bytes >> 20U, seconds(alone), lines, seconds(with_starts), seconds(index),
              static_cast<double>(indexed) / 1e6);
  std::printf("functions %zu; named %zu, static %zu, inline %zu, macros %zu, exports %zu, strings %zu\n", functions,
              kinds[0], kinds[1], kinds[2], kinds[3], kinds[4], strings);
  std::printf("hashed: macros %zu, enumerators %zu, structs %zu, unions %zu, enums %zu, typedefs %zu, variables %zu\n",
              hashed[0], hashed[1], hashed[2], hashed[3], hashed[4], hashed[5], hashed[6]);
  return 0;
}

int World(const std::string& folder, const std::string& release, const std::vector<std::string>& names) {
  const auto store = OpenStoreReader(folder);
  if (!store) return 1;
  const auto releases = (*store)->Releases();
  if (!releases) return 1;
  for (const StoredRelease& stored : *releases) {
    if (stored.record.name != release) continue;
    CWorld::Names asked{{names.begin(), names.end()}, {}};
    const Result<CWorld> first = CWorld::Build(**store, stored.record.root_tree, asked);
    if (!first) return 1;
    for (const auto& [name, helper] : first->helpers()) asked.called.insert(name);
    const std::clock_t start = std::clock();
    const Result<CWorld> world = CWorld::Build(**store, stored.record.root_tree, asked);
    const double time = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (!world) return 1;
    std::size_t found = 0;
    std::size_t calls = 0;
    for (const auto& [name, helper] : world->helpers()) {
      for (const std::string& call : helper.calls) {
        ++calls;
        if (world->Find(call) != nullptr) {
          ++found;
        } else {
          std::printf("nowhere: %s, called by the helper of %s\n", call.c_str(), name.c_str());
        }
      }
    }
    std::printf("%zu helpers, %zu calls, of which %zu found, in %.3f s of the processor\n", world->helpers().size(),
                calls, found, time);
    for (const std::string& name : names) {
      const CName* c = world->Find(name);
      std::printf("%s%s\n", name.c_str(), c == nullptr ? ": nowhere" : c->exported ? " (exported)" : "");
      if (c == nullptr) continue;
      for (const CDefinitionAt& at : c->definitions)
        std::printf("  %s:%u %s\n", at.place.path.c_str(), at.place.line, at.kind.c_str());
      for (const CDefinitionAt& at : c->elsewhere)
        std::printf("  elsewhere %s:%u %s\n", at.place.path.c_str(), at.place.line, at.kind.c_str());
    }
    return 0;
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_c_definitions DIR [FILE]...\n");
    return 2;
  }
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments[0] == "--world" && argc >= 4)
    return World(arguments[1], arguments[2], std::vector<std::string>(arguments.begin() + 3, arguments.end()));
  return argc == 2 ? Measure(argv[1]) : Print(argv[1], std::vector<std::string>(argv + 2, argv + argc));
}
