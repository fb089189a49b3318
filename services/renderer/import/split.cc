#include "renderer/import/split.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/text/runes.h"

namespace ferrotype::imports {
namespace {

struct Block {
  std::size_t begin = 0;
  std::size_t end = 0;  // behind its last line, blank ones that follow included
  std::optional<Lang> lang;
};

struct Count {
  int han = 0;
  int words = 0;
};

void Add(std::string_view line, Count& count) {
  bool in_word = false;
  while (!line.empty()) {
    const DecodedRune rune = DecodeUtf8(line);
    line.remove_prefix(rune.bytes);
    const bool letter = (rune.value >= 'a' && rune.value <= 'z') || (rune.value >= 'A' && rune.value <= 'Z');
    count.words += letter && !in_word ? 1 : 0;
    in_word = letter || (in_word && rune.value == '\'');
    count.han += text::IsHan(rune.value) ? 1 : 0;
  }
}

std::optional<Lang> LangOf(const Count& count) {
  if (count.han >= 2 && count.han * 2 > count.words) return Lang::kZh;  // two ideographs are about a word
  if (count.words > 0 && count.han * 4 < count.words) return Lang::kEn;
  return std::nullopt;
}

bool IsFence(std::string_view line) {
  line = TrimBlanks(line);
  return line.starts_with("```") || line.starts_with("~~~");
}

std::vector<Block> BlocksOf(const std::vector<Line>& lines) {
  std::vector<Block> blocks;
  std::size_t i = 0;
  while (i < lines.size()) {
    Block block{i, i, std::nullopt};
    Count count;
    const bool code = IsFence(lines[i].text);
    if (code) {
      ++i;
      while (i < lines.size() && !IsFence(lines[i].text)) ++i;
      i = std::min(i + 1, lines.size());
    } else {
      while (i < lines.size() && !TrimBlanks(lines[i].text).empty() && (i == block.begin || !IsFence(lines[i].text)))
        Add(lines[i++].text, count);
    }
    while (i < lines.size() && TrimBlanks(lines[i].text).empty()) ++i;
    block.end = i;
    if (!code) block.lang = LangOf(count);
    blocks.push_back(block);
  }
  return blocks;
}

// Where the first language ends, if one follows the other: the cut that puts most blocks on their side.
struct Cut {
  std::size_t at = 0;
  Lang first = Lang::kEn;
  std::size_t wrong = 0;
};

Cut BestCut(const std::vector<Block>& blocks) {
  Cut best;
  best.wrong = blocks.size() + 1;
  for (const Lang first : kLangs) {
    std::size_t wrong = 0;  // with the cut before all
    for (const Block& block : blocks) wrong += block.lang && *block.lang == first ? 1U : 0U;
    for (std::size_t at = 0; at <= blocks.size(); ++at) {
      if (wrong < best.wrong) best = {at, first, wrong};
      if (at == blocks.size()) break;
      if (blocks[at].lang) wrong += *blocks[at].lang == first ? static_cast<std::size_t>(-1) : 1U;
    }
  }
  return best;
}

void Append(const std::vector<Line>& lines, const Block& block, std::vector<Line>& out) {
  out.insert(out.end(), lines.begin() + static_cast<std::ptrdiff_t>(block.begin),
             lines.begin() + static_cast<std::ptrdiff_t>(block.end));
}

}  // namespace

Halves SplitLanguages(const std::vector<Line>& lines) {
  const std::vector<Block> blocks = BlocksOf(lines);
  const auto told = static_cast<std::size_t>(
      std::count_if(blocks.begin(), blocks.end(), [](const Block& b) { return b.lang.has_value(); }));
  const Cut cut = BestCut(blocks);
  Halves halves;
  const auto half = [&](Lang lang) -> std::vector<Line>& { return lang == Lang::kEn ? halves.en : halves.zh; };
  if (cut.wrong * 10 <= told) {
    const Lang second = cut.first == Lang::kEn ? Lang::kZh : Lang::kEn;
    for (std::size_t i = 0; i < blocks.size(); ++i) Append(lines, blocks[i], half(i < cut.at ? cut.first : second));
    return halves;
  }
  halves.interleaved = true;
  for (const Block& block : blocks) {
    for (const Lang lang : kLangs) {
      if (!block.lang || *block.lang == lang) Append(lines, block, half(lang));
    }
  }
  return halves;
}

Spoken LanguageOf(const std::vector<Line>& lines) {
  std::size_t en = 0;
  std::size_t zh = 0;
  Count all;
  for (const Block& block : BlocksOf(lines)) {
    en += block.lang == Lang::kEn ? 1U : 0U;
    zh += block.lang == Lang::kZh ? 1U : 0U;
  }
  for (const Line& line : lines) Add(line.text, all);
  Spoken spoken;
  spoken.lang = all.han * 2 > all.words ? Lang::kZh : Lang::kEn;
  spoken.both = std::min(en, zh) * 4 >= en + zh && std::min(en, zh) >= 3;
  return spoken;
}

}  // namespace ferrotype::imports
