// layer_chains STORE RELEASE: the calls between the layers of a release in a store, one JSON object a line: `from`,
// `steps` (kind, symbol, path, line), `resolved`, `reason`; then what was counted on stderr. For tests/oracles/edges.py
// where no command prints them. Crates below drivers/ count as drivers, those below samples/ as samples.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "aggregator/c_definitions.h"
#include "aggregator/layers.h"
#include "aggregator/rust_files.h"
#include "store/sqlite_store.h"

namespace ferrotype {
namespace {

using Clock = std::chrono::steady_clock;

double Since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' ? ' ' : c;
  }
  return quoted + "\"";
}

void Print(const Chain& chain) {
  constexpr std::string_view kKinds[] = {"call", "method", "binding", "helper", "c"};
  std::string line = "{\"from\":" + Quoted(chain.from) + ",\"steps\":[";
  for (const ChainStep& step : chain.steps) {
    if (line.back() != '[') line += ',';
    line += "{\"kind\":" + Quoted(kKinds[static_cast<std::size_t>(step.kind)]) + ",\"symbol\":" + Quoted(step.symbol) +
            ",\"path\":" + Quoted(step.place.path) + ",\"line\":" + std::to_string(step.place.line) + "}";
  }
  line += std::string("],\"resolved\":") + (chain.resolved ? "true" : "false") + ",\"reason\":" + Quoted(chain.reason) +
          "}";
  std::puts(line.c_str());
}

Result<void> Run(const std::string& folder, const std::string& name) {
  TRY_ASSIGN(const std::unique_ptr<StoreReader> store, OpenStoreReader(folder));
  TRY_ASSIGN(const std::vector<StoredRelease> releases, store->Releases());
  for (const StoredRelease& release : releases) {
    if (release.record.name != name) continue;
    auto start = Clock::now();
    TRY_ASSIGN(const std::vector<FileRow> files, RustFiles(*store, release.record.root_tree));
    TRY_ASSIGN(const RustWorld world, RustWorld::Build(files));
    const double build = Since(start);
    start = Clock::now();
    const auto names = BindingNames(world);
    const double called = Since(start);
    start = Clock::now();
    TRY_ASSIGN(const CWorld c, CWorld::Build(*store, release.record.root_tree, names));
    const double c_world = Since(start);
    std::vector<Caller> callers;
    for (std::uint32_t crate = 0; crate < world.crates().size(); ++crate) {
      const std::string& path = world.files()[world.crates()[crate].root].row->path;
      if (path.starts_with("drivers/")) callers.push_back({crate, world.crates()[crate].name, DriverKind::kDriver});
      if (path.starts_with("samples/")) callers.push_back({crate, world.crates()[crate].name, DriverKind::kSample});
    }
    start = Clock::now();
    const Layers layers = TraceLayers(world, c, callers);
    const double traced = Since(start);
    for (const Chain& chain : layers.chains) Print(chain);
    std::fprintf(
        stderr,
        "%s %s: %zu symbols, %zu other names, %zu chains, %zu entry points, %llu helpers; drivers %llu of %llu, "
        "kernel %llu of %llu; world %.0f ms, called %.0f ms, C %.0f ms, layers %.0f ms\n",
        name.c_str(), release.record.root_tree.Hex().c_str(), layers.symbols.size(), layers.names.size(),
        layers.chains.size(), layers.entry_points.size(), static_cast<unsigned long long>(layers.helpers),
        static_cast<unsigned long long>(layers.driver_calls_resolved),
        static_cast<unsigned long long>(layers.driver_calls),
        static_cast<unsigned long long>(layers.kernel_calls_resolved),
        static_cast<unsigned long long>(layers.kernel_calls), build, called, c_world, traced);
    return {};
  }
  return Fail(ErrorKind::kNotFound, name + " is not in " + folder);
}

}  // namespace
}  // namespace ferrotype

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: layer_chains STORE RELEASE\n");
    return 2;
  }
  const auto done = ferrotype::Run(argv[1], argv[2]);
  if (!done) std::fprintf(stderr, "layer_chains: %s\n", done.error().message.c_str());
  return done ? 0 : 1;
}
