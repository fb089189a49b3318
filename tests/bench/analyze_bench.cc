// analyze_bench DIR [plain|sse2|avx2] [ROUNDS]: reads every file below DIR into memory, then analyzes all of them and
// prints, for each language, files, megabytes, the best round's seconds of CPU time in user mode, and GB/s. One thread.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "analyzer/analyze.h"

namespace {

double UserSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

struct Group {
  std::vector<std::string> files;
  double bytes = 0;
  double seconds = 1e9;
};

void Print(const char* name, std::size_t files, double bytes, double seconds) {
  std::printf("%-18s %7zu files %9.2f MB %8.4f s %7.2f GB/s\n", name, files, bytes / 1e6, seconds,
              seconds > 0 ? bytes / seconds / 1e9 : 0.0);
}

}  // namespace

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  using ferrotype::BlockIsa;
  if (argc < 2) {
    std::fprintf(stderr, "usage: analyze_bench DIR [plain|sse2|avx2] [ROUNDS]\n");
    return 2;
  }
  const std::string isa_name = argc > 2 ? argv[2] : "";
  const BlockIsa isa = isa_name == "plain"  ? BlockIsa::kPlain
                       : isa_name == "sse2" ? BlockIsa::kSse2
                       : isa_name == "avx2" ? BlockIsa::kAvx2
                                            : ferrotype::BestBlockIsa();
  if (!ferrotype::CanRun(isa)) {
    std::fprintf(stderr, "analyze_bench: this machine can't run %s\n", isa_name.c_str());
    return 2;
  }
  const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 3;

  std::map<ferrotype::Language, Group> groups;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(argv[1])) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    Group& group = groups[ferrotype::LanguageOfName(entry.path().filename().string())];
    group.files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    group.bytes += static_cast<double>(group.files.back().size());
  }

  ferrotype::Analyzer analyzer(isa);
  std::uint64_t lines = 0;
  for (int round = 0; round < rounds; ++round) {
    for (auto& [language, group] : groups) {
      const double start = UserSeconds();
      for (const std::string& bytes : group.files) lines += analyzer.Analyze(language, {}, bytes).lines.Lines();
      group.seconds = std::min(group.seconds, UserSeconds() - start);
    }
  }

  std::size_t files = 0;
  double bytes = 0;
  double seconds = 0;
  std::vector<std::pair<ferrotype::Language, const Group*>> by_time;
  for (const auto& [language, group] : groups) {
    by_time.emplace_back(language, &group);
    files += group.files.size();
    bytes += group.bytes;
    seconds += group.seconds;
  }
  std::stable_sort(by_time.begin(), by_time.end(),
                   [](const auto& a, const auto& b) { return a.second->seconds > b.second->seconds; });
  for (const auto& [language, group] : by_time) {
    Print(std::string(ferrotype::InfoOf(language).id).c_str(), group->files.size(), group->bytes, group->seconds);
  }
  Print("all", files, bytes, seconds);
  std::printf("%llu lines\n", static_cast<unsigned long long>(lines / static_cast<std::uint64_t>(rounds)));
  return 0;
}
