// main() for fuzz targets where no fuzzer drives them: runs each file of the given corpora, and then mutations of them.
//
//   fuzz_<target> MUTATIONS CORPUS...
//
// Mutations come from a seed, so that a failure comes again; the input that breaks a law is left in ./fuzz-crash.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// So that a sanitizer's finding comes by here, too.
extern "C" const char* __asan_default_options();                                // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __asan_default_options() { return "abort_on_error=1"; }  // NOLINT(bugprone-reserved-identifier)

namespace {

const std::string* running = nullptr;

// Called on the way down: leaves what was running, and goes on to die.
void KeepInput(int signal) {
  std::signal(signal, SIG_DFL);
  if (std::FILE* file = running == nullptr ? nullptr : std::fopen("fuzz-crash", "wb")) {
    std::fwrite(running->data(), 1, running->size(), file);
    std::fclose(file);
    std::fprintf(stderr, "the input is in ./fuzz-crash\n");
  }
  std::raise(signal);
}

void Run(const std::string& input) {
  running = &input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  running = nullptr;
}

void Mutate(std::string& input, const std::vector<std::string>& corpus, std::mt19937_64& random) {
  const auto below = [&random](std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::size_t>(random() % limit);
  };
  const std::size_t at = below(input.size() + 1);
  switch (below(5)) {
    case 0:
      input.erase(at, below(16));
      break;
    case 1:
      input.insert(at, 1, static_cast<char>(below(256)));
      break;
    case 2:
      if (at < input.size()) input[at] = static_cast<char>(below(256));
      break;
    case 3:
      input.insert(at, input.substr(below(input.size() + 1), below(80)));
      break;
    default: {
      const std::string& other = corpus[below(corpus.size())];
      input.insert(at, other.substr(below(other.size() + 1), below(80)));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, KeepInput);
  std::vector<std::filesystem::path> paths;
  for (int i = 2; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    Run(corpus.back());
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "usage: %s MUTATIONS CORPUS...; the corpora hold no file\n", argv[0]);
    return 2;
  }
  std::mt19937_64 random(1);
  const long mutations = std::atol(argv[1]);
  for (long i = 0; i < mutations; ++i) {
    std::string input = corpus[static_cast<std::size_t>(random() % corpus.size())];
    for (std::size_t changes = 1 + random() % 8; changes > 0; --changes) Mutate(input, corpus, random);
    Run(input);
  }
  std::printf("%zu inputs and %ld mutations\n", corpus.size(), mutations);
  return 0;
}
