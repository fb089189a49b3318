// draw_charts [N]: draws N charts (1,000) of every form over plausible data, one after the other in one thread, each as
// a page has it, and prints how long that took.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "support/chart_fixtures.h"

int main(int argc, char** argv) {
  using namespace ferrotype;
  const std::size_t wanted = argc > 1 ? static_cast<std::size_t>(std::strtoul(argv[1], nullptr, 10)) : 1'000;
  std::vector<ChartFixture> fixtures;
  for (ChartFixture& fixture : ChartFixtures()) {
    const bool plain = fixture.name.starts_with("releases") || fixture.name.starts_with("dates") ||
                       fixture.name.starts_with("folders");
    if (plain) fixtures.push_back(std::move(fixture));
  }
  std::size_t drawn = 0;
  std::size_t bytes = 0;
  const auto begin = std::chrono::steady_clock::now();
  while (drawn < wanted) {
    for (const ChartFixture& fixture : fixtures) {
      for (const auto& [form, name] : kFormNames) {
        if (drawn == wanted || !Fits(form, fixture.data)) continue;
        const Drawing drawing = Draw(fixture.data, form, Extent::kWide, fixture.lang);
        bytes += InlineSvg(drawing, "c", "chart wide", fixture.name, fixture.name, fixture.lang).size();
        ++drawn;
      }
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%zu charts, %zu bytes, %.3f s (goal: 1,000 in 1 s)\n", drawn, bytes, took.count());
  return 0;
}
