// Fixtures whose expectations stand beside the lines: tests/golden/lines/<name of a source file>.lines
//
//   = cloc 3 2 1        optional, first: code, comment, blank as cloc prints them
//   = unsafe 1          optional: `unsafe` tokens
//   C|int a;            a line of code, comment (M), doc comment (D) or blank (B), then the line itself
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "model/finding.h"

namespace ferrotype {

struct LineFixture {
  std::string file_name;  // of the source: "raw_strings.rs"
  std::vector<std::string> lines;
  std::string classes;  // one of C M D B for each line
  std::optional<LineCounts> cloc;
  std::optional<std::uint64_t> unsafe_tokens;

  // The first `count` lines as a file.
  [[nodiscard]] std::string Text(std::size_t count) const {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += lines[i] + "\n";
    return text;
  }
  [[nodiscard]] std::string Text() const { return Text(lines.size()); }
};

inline LineFixture ReadLineFixture(const std::filesystem::path& path) {
  LineFixture fixture;
  fixture.file_name = path.stem().string();
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with("= ")) {
      std::istringstream words(line.substr(2));
      std::string key;
      words >> key;
      if (key == "cloc") {
        LineCounts counts;
        words >> counts.code >> counts.comment >> counts.blank;
        fixture.cloc = counts;
      } else if (key == "unsafe") {
        std::uint64_t count = 0;
        words >> count;
        fixture.unsafe_tokens = count;
      } else {
        ADD_FAILURE() << path << ": what is \"" << key << "\"?";
      }
      if (words.fail()) ADD_FAILURE() << path << ": numbers are missing: " << line;
    } else if (line.size() >= 2 && line[1] == '|' && std::string("CMDB").find(line[0]) != std::string::npos) {
      fixture.classes += line[0];
      fixture.lines.push_back(line.substr(2));
    } else {
      ADD_FAILURE() << path << ": neither \"= key value\" nor \"C|line\": " << line;
    }
  }
  return fixture;
}

inline std::vector<std::filesystem::path> LineFixturePaths() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(FERROTYPE_SOURCE_DIR "/tests/golden/lines")) {
    if (entry.path().extension() == ".lines") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace ferrotype
