// unsafe_sites FOLDER [FOLDER...]: the unsafe ledger of every .rs file below, as CSV on stdout; what it cost on stderr.
// For tests/oracles/clippy.py, which also takes the columns path,line,class,state from elsewhere.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "analyzer/rust_lexer.h"
#include "analyzer/rust_tree.h"
#include "analyzer/unsafe_ledger.h"

namespace ferrotype {
namespace {

double Milliseconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

int Print(const std::vector<std::string>& folders) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.path().extension() == ".rs") paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::chrono::steady_clock::duration parsing{};
  std::chrono::steady_clock::duration reading{};
  std::string scratch;
  int wrong = 0;
  unsigned doc_tests = 0;
  std::printf(
      "path,line,column,end_line,class,inner,state,item,binding_calls,calls,dereferences,references,code_lines\n");
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto start = std::chrono::steady_clock::now();
    const RustTree tree = ParseRust(text);
    const auto parsed = std::chrono::steady_clock::now();
    const UnsafeLedger ledger = ReadUnsafeLedger(text);
    reading += std::chrono::steady_clock::now() - parsed;
    parsing += parsed - start;
    wrong += ledger.sites.size() == ScanRust(text, scratch).unsafe_tokens ? 0 : 1;
    doc_tests += ledger.doc_test_tokens;
    for (const UnsafeSite& site : ledger.sites) {
      std::printf("%s,%u,%u,%u,%s,%s,%s,\"%s\",%u,%u,%u,%u,%u\n", path.c_str(), site.line, site.column, site.end_line,
                  std::string(IdOf(site.kind)).c_str(), std::string(IdOf(site.inner)).c_str(),
                  std::string(IdOf(site.state)).c_str(), site.item.c_str(), site.operations.binding_calls,
                  site.operations.calls, site.operations.dereferences, site.operations.references, site.code_lines);
    }
  }
  std::fprintf(stderr,
               "%zu files, %d with another count than the lexer; %u doc test tokens; parser %.0f ms, ledger %.0f ms\n",
               paths.size(), wrong, doc_tests, Milliseconds(parsing), Milliseconds(reading));
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace ferrotype

int main(int argc, char** argv) { return ferrotype::Print({argv + 1, argv + argc}); }
