#include "renderer/text/unbound.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"
#include "model/metric.h"
#include "renderer/text/runes.h"

namespace ferrotype::text {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNamePart(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '/' ||
         c == '-' || c == '#' || c == '@' || c == '+' || c == ':';
}

struct Counted {
  std::string_view word;
  std::int64_t least;  // smaller numbers count something at hand
};
// English words stand alone; a plural only.
constexpr std::array kEnglish = {Counted{"lines", 100},   Counted{"files", 100},   Counted{"tokens", 100},
                                 Counted{"symbols", 100}, Counted{"commits", 100}, Counted{"headers", 100},
                                 Counted{"drivers", 3},   Counted{"modules", 3}};
constexpr std::array kChinese = {Counted{"行", 100},   Counted{"文件", 100}, Counted{"词法单元", 100},
                                 Counted{"符号", 100}, Counted{"提交", 100}, Counted{"头文件", 100},
                                 Counted{"驱动", 3},   Counted{"模块", 3}};

// A number as people write it.
struct Number {
  std::size_t end = 0;
  std::string digits;  // without separators; "44.3" keeps its point
  std::int64_t whole = 0;
  bool decimals = false;
  bool percent = false;
};

std::optional<Number> ReadNumber(std::string_view text, std::size_t at) {
  Number number;
  std::size_t i = at;
  while (i < text.size() && number.digits.size() < 18) {
    if (IsDigit(text[i])) {
      number.digits += text[i++];
    } else if (text[i] == ',' && i + 3 < text.size() && IsDigit(text[i + 1]) && IsDigit(text[i + 2]) &&
               IsDigit(text[i + 3]) && !number.decimals) {
      ++i;
    } else if (text[i] == '.' && i + 1 < text.size() && IsDigit(text[i + 1]) && !number.decimals) {
      number.decimals = true;
      number.digits += text[i++];
    } else {
      break;
    }
  }
  number.end = i;
  const std::optional<std::int64_t> whole =
      ParseInt(std::string_view(number.digits).substr(0, number.digits.find('.')));
  if (!whole) return std::nullopt;
  number.whole = *whole;
  if (i < text.size() && text[i] == '%') {
    number.percent = true;
    ++number.end;
  }
  return number;
}

// What stands directly after the number that makes it larger: 5 万, 31k, 1.2 million. Bytes taken, and the factor.
std::pair<std::size_t, std::int64_t> Multiplier(std::string_view rest) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> kAll = {
      {{"万", 10'000}, {"亿", 100'000'000}, {"千", 1'000}, {"k ", 1'000}, {"thousand", 1'000}, {"million", 1'000'000}}};
  std::size_t skip = 0;
  while (skip < rest.size() && rest[skip] == ' ') ++skip;
  for (const auto& [word, factor] : kAll) {
    if (rest.substr(skip).starts_with(word)) return {skip + word.size(), factor};
  }
  return {0, 1};
}

// The counted word within the next three words (English) or four characters (Chinese), and where it ends.
const Counted* CountedAfter(std::string_view rest, std::size_t& end) {
  std::size_t i = 0;
  while (i < rest.size() && rest[i] == ' ') ++i;
  // Chinese: a measure word or an adjective of a few characters may stand between.
  std::size_t at = i;
  for (int skipped = 0; skipped <= 4 && at < rest.size(); ++skipped) {
    for (const Counted& counted : kChinese) {
      if (rest.substr(at).starts_with(counted.word)) {
        // 行为, 行动: another word that begins alike.
        const std::string_view after = rest.substr(at + counted.word.size());
        if (counted.word == "行" && (after.starts_with("为") || after.starts_with("动"))) continue;
        end = at + counted.word.size();
        return &counted;
      }
    }
    const DecodedRune rune = DecodeUtf8(rest.substr(at));
    if (!IsHan(rune.value) && rune.value != ' ') break;
    at += rune.bytes;
  }
  at = i;
  for (int words = 0; words < 3 && at < rest.size(); ++words) {
    std::size_t word_end = at;
    while (word_end < rest.size() && ((rest[word_end] >= 'a' && rest[word_end] <= 'z') ||
                                      (rest[word_end] >= 'A' && rest[word_end] <= 'Z') || rest[word_end] == '-')) {
      ++word_end;
    }
    if (word_end == at) return nullptr;
    const std::string_view word = rest.substr(at, word_end - at);
    for (const Counted& counted : kEnglish) {
      if (word == counted.word) {
        end = word_end;
        return &counted;
      }
    }
    if (word_end >= rest.size() || rest[word_end] != ' ') return nullptr;  // a clause ends here
    at = word_end + 1;
  }
  return nullptr;
}

}  // namespace

UnboundNumbers::UnboundNumbers(const Library& library) {
  for (const Report& report : library.Reports()) {
    for (const MetricInfo& metric : Metrics()) {
      const std::optional<MetricValue> value = report.Value(metric.id);
      if (!value || metric.unit == Unit::kVersion) continue;
      const std::string name = fmt::format("{}@{}", metric.id, report.name);
      // The newest release wins; among its metrics the first, which is the more general one.
      const auto put = [&](std::string key) {
        const auto [at, fresh] = measured_.try_emplace(std::move(key), name);
        if (!fresh && !at->second.ends_with("@" + report.name)) at->second = name;
      };
      if (metric.unit == Unit::kPercent) {
        for (int decimals = 1; decimals <= 3; ++decimals)
          put(FormatRatio(value->numerator, value->denominator, decimals) + "%");
      } else if (value->denominator == 1 && value->numerator >= 1000) {
        put(std::to_string(value->numerator));
      }
    }
  }
}

std::vector<UnboundNumber> UnboundNumbers::Find(std::string_view text) const {
  std::vector<UnboundNumber> found;
  for (std::size_t at = 0; at < text.size();) {
    if (!IsDigit(text[at])) {
      ++at;
      continue;
    }
    const bool in_name = at > 0 && IsNamePart(text[at - 1]);
    const std::optional<Number> number = ReadNumber(text, at);
    const std::size_t begin = at;
    if (!number) {
      while (at < text.size() && (IsDigit(text[at]) || text[at] == ',' || text[at] == '.')) ++at;
      continue;
    }
    at = number->end;
    // v6.12, 2026-11-20, x86_64, 7.2.13, 0x10: a part of a name.
    const bool goes_on = at < text.size() && text[at] != '.' && text[at] != ':' && text[at] != '-' && text[at] != '+' &&
                         IsNamePart(text[at]) && Multiplier(text.substr(at)).first == 0;
    const bool joined = at + 1 < text.size() && (text[at] == '.' || text[at] == '-' || text[at] == ':') &&
                        (IsDigit(text[at + 1]) || (text[at + 1] >= 'a' && text[at + 1] <= 'z'));
    if (in_name || goes_on || joined) {
      while (at < text.size() && IsNamePart(text[at])) ++at;
      continue;
    }
    const std::string key = number->digits + (number->percent ? "%" : "");
    const auto exact = measured_.find(key);
    const bool year = !number->decimals && number->end - begin == 4 && number->whole >= 1900 && number->whole <= 2100;
    if (exact != measured_.end() && !year) {
      found.push_back({begin, std::string(text.substr(begin, at - begin)), exact->second});
      continue;
    }
    if (number->percent) continue;
    const auto [taken, factor] = Multiplier(text.substr(at));
    if (number->decimals && factor == 1) continue;  // 6.12 drivers: a version
    std::size_t end = 0;
    const Counted* counted = CountedAfter(text.substr(at + taken), end);
    if (counted == nullptr) continue;
    const bool small = number->whole <= 1'000'000'000 && number->whole * factor < counted->least;
    if (small || (year && factor == 1)) continue;
    at += taken + end;
    found.push_back({begin, std::string(text.substr(begin, at - begin)), ""});
  }
  return found;
}

}  // namespace ferrotype::text
