#include "aggregator/twin_texts.h"

#include <array>

#include "aggregator/twins.h"

namespace ferrotype {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool SaysNothing(std::string_view word) {
  constexpr std::array<std::string_view, 14> kWords = {"a",  "an",     "and",   "c",    "driver",  "drivers", "for",
                                                       "in", "kernel", "linux", "rust", "support", "the",     "this"};
  for (const std::string_view known : kWords) {
    if (word == known) return true;
  }
  return false;
}

// Longer texts describe more than one thing.
constexpr std::size_t kMaxSubject = 120;

}  // namespace

std::string Flat(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!IsBlank(c)) {
      out += Lower(c);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::set<std::string> TellingWords(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && IsAlnum(text[i])) {
      word += Lower(text[i]);
    } else if (!word.empty()) {
      if (!SaysNothing(word)) words.insert(word);
      word.clear();
    }
  }
  return words;
}

std::optional<std::string> LinkedCVersion(std::string_view text) {
  constexpr std::array<std::string_view, 4> kPhrases = {"c version of this driver", "c counterpart of this driver",
                                                        "c implementation of this driver",
                                                        "c equivalent of this driver"};
  const std::string flat = Flat(text);
  for (const std::string_view phrase : kPhrases) {
    const std::size_t at = flat.find(phrase);
    if (at == std::string::npos) continue;
    // The same place in a text that keeps its case: as many words in.
    std::string cased;
    for (const char c : text) {
      if (!IsBlank(c)) {
        cased += c;
      } else if (!cased.empty() && cased.back() != ' ') {
        cased += ' ';
      }
    }
    std::string_view rest = std::string_view(cased).substr(at + phrase.size());
    rest = rest.substr(0, kMaxSubject);
    const std::size_t end = rest.find(".c");
    if (end == std::string_view::npos) continue;
    std::size_t begin = end;
    while (begin > 0 &&
           (IsAlnum(rest[begin - 1]) || std::string_view("/_-.").find(rest[begin - 1]) != std::string_view::npos))
      --begin;
    if (begin != end) return std::string(rest.substr(begin, end + 2 - begin));
  }
  return std::nullopt;
}

std::string_view WithoutRust(std::string_view stem) {
  constexpr std::string_view kEnd = "_rust";
  constexpr std::string_view kBegin = "rust_";
  if (stem.ends_with(kEnd)) return stem.substr(0, stem.size() - kEnd.size());
  if (stem.starts_with(kBegin)) return stem.substr(kBegin.size());
  return {};
}

std::vector<std::string> Sentences(std::string_view text) {
  std::vector<std::string> sentences;
  std::string sentence;
  const auto end = [&] {
    while (sentence.ends_with(' ')) sentence.pop_back();
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
    sentence.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' && i + 1 < text.size() && text[i + 1] == '\n') {
      end();
    } else if (!IsBlank(c)) {
      sentence += c;
      if (c == '.' && (i + 1 == text.size() || IsBlank(text[i + 1]))) end();
    } else if (!sentence.empty() && !sentence.ends_with(' ')) {
      sentence += ' ';
    }
  }
  end();
  return sentences;
}

std::set<std::string> RustVersionOf(std::string_view text) {
  constexpr std::array<std::string_view, 6> kPhrases = {"implementation of ", "version of ",     "port of ",
                                                        "rewrite of ",        "counterpart of ", "equivalent of "};
  for (const std::string& sentence : Sentences(text)) {
    const std::string flat = Flat(sentence);
    if (flat.find("rust") == std::string::npos) continue;
    for (const std::string_view phrase : kPhrases) {
      const std::size_t at = flat.find(phrase);
      if (at == std::string::npos || flat.find("rust") > at) continue;
      std::string_view subject = std::string_view(flat).substr(at + phrase.size());
      subject = subject.substr(0, subject.find_first_of(",;:("));
      if (subject.ends_with('.')) subject.remove_suffix(1);
      if (subject.size() > kMaxSubject) continue;
      std::set<std::string> words = TellingWords(subject);
      if (!words.empty()) return words;
    }
  }
  return {};
}

}  // namespace ferrotype
