#include "aggregator/driver_texts.h"

#include <algorithm>
#include <array>

#include "aggregator/rust_paths.h"
#include "aggregator/twin_texts.h"
#include "base/text.h"

namespace ferrotype {
namespace {

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Whether `name` stands in `text` as a word of its own.
bool Names(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !IsNameByte(text[at - 1])) && (end == text.size() || !IsNameByte(text[end]))) return true;
  }
  return false;
}

std::string_view FirstWord(std::string_view name) { return name.substr(0, name.find_first_of("-_")); }

// What would be half of the tree's documents.
constexpr std::size_t kMinWord = 3;

}  // namespace

std::string WithoutAddress(std::string_view author) {
  std::string out;
  for (const std::string_view word : Split(author, ' ')) {
    if (word.empty() || word == "<" || word == ">" || word.find('@') != std::string_view::npos) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  while (out.ends_with(',') || out.ends_with(' ')) out.pop_back();
  return out;
}

std::string Dedented(std::string_view text, std::uint32_t first, std::uint32_t last) {
  std::string out;
  std::size_t indentation = 0;
  std::uint32_t number = 0;
  const auto columns = [](std::string_view line) {
    std::size_t column = 0;
    std::size_t bytes = 0;
    for (; bytes < line.size() && (line[bytes] == ' ' || line[bytes] == '\t'); ++bytes)
      column = line[bytes] == '\t' ? (column / 8 + 1) * 8 : column + 1;
    return std::pair(column, bytes);
  };
  while (!text.empty() && number < last) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (++number < first) continue;
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) line.remove_suffix(1);
    const auto [column, bytes] = columns(line);
    if (number == first) indentation = column;
    if (number != first) out += '\n';
    if (line.empty()) continue;
    out.append(column > indentation ? column - indentation : 0, ' ');
    out += line.substr(bytes);
  }
  return out;
}

std::vector<std::string> DocumentsOf(std::string_view driver, const std::vector<std::string>& documents) {
  std::vector<std::string> found;
  const std::string_view word = FirstWord(driver);
  for (const std::string& path : documents) {
    std::string_view name = StemOfPath(path);
    if (name == "index") name = StemOfPath(FolderOfPath(path));
    if (name == driver || (word.size() >= kMinWord && name == word)) found.push_back(path);
  }
  return found;
}

Succession SuccessionIn(std::string_view document, std::string_view driver) {
  constexpr std::array<std::string_view, 8> kPhrases = {"supersede ",       "supersedes ",    "successor of ",
                                                        "successor to ",    "succeeds ",      "replaces ",
                                                        "replacement for ", "replacement of "};
  for (const std::string& sentence : Sentences(document)) {
    if (!Names(sentence, driver)) continue;
    for (const std::string_view phrase : kPhrases) {
      const std::size_t at = sentence.find(phrase);
      if (at == std::string::npos) continue;
      std::string_view rest = std::string_view(sentence).substr(at + phrase.size());
      if (rest.starts_with("the ")) rest.remove_prefix(4);
      std::size_t size = 0;
      while (size < rest.size() && IsNameByte(rest[size])) ++size;
      if (size == 0 || rest.substr(0, size) == driver) continue;
      // The line where it is said.
      std::uint32_t number = 0;
      for (const std::string_view line : Split(document, '\n')) {
        ++number;
        if (Names(line, rest.substr(0, size))) return {std::string(rest.substr(0, size)), number};
      }
    }
  }
  return {};
}

}  // namespace ferrotype
