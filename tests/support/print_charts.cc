// print_charts: every drawing of the fixtures as a JSON line {"name", "lang", "extent", "inline", "file"}, for
// tests/golden/test_charts.py, which measures them in a browser.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "support/chart_fixtures.h"

int main() {
  using namespace ferrotype;
  std::size_t number = 0;
  for (const NamedDrawing& each : AllDrawings()) {
    const std::string words = each.name + (each.lang == Lang::kEn ? ": 50,829 in 7.2.13" : "：7.2.13 为 50,829");
    nlohmann::ordered_json line;
    line["name"] = each.name;
    line["lang"] = TagOf(each.lang);
    line["extent"] = ClassOf(each.extent);
    line["inline"] = InlineSvg(each.drawing, "c" + std::to_string(++number),
                               "chart " + std::string(ClassOf(each.extent)), words, words, each.lang);
    line["file"] = FileSvg(each.drawing, words, words, words, words, each.lang);
    std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
  }
  return 0;
}
