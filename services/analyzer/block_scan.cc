#include "analyzer/block_scan.h"

#include "analyzer/c_lexer.h"
#include "analyzer/cloc_scan.h"
#include "analyzer/line_tally.h"

namespace ferrotype {

bool CanRun(BlockIsa isa) {
#if defined(__x86_64__)
  return isa != BlockIsa::kAvx2 ||
         (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
          __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("lzcnt"));
#else
  return isa == BlockIsa::kPlain;
#endif
}

BlockIsa BestBlockIsa() {
  static const BlockIsa best = CanRun(BlockIsa::kAvx2)   ? BlockIsa::kAvx2
                               : CanRun(BlockIsa::kSse2) ? BlockIsa::kSse2
                                                         : BlockIsa::kPlain;
  return best;
}

CScanResult ScanC(std::string_view text, bool with_cloc, BlockIsa isa, std::vector<LineStart>* starts) {
  internal::BlockPass pass;
  if (starts != nullptr) starts->clear();
  pass.lines_known = pass.cloc_known = false;
#if defined(__x86_64__)
  if (isa == BlockIsa::kSse2) pass = internal::PassCSse2(text, starts);
  if (isa == BlockIsa::kAvx2) pass = internal::PassCAvx2(text, starts);
#endif
  if (!pass.lines_known) {
    pass.counts.lines = LexC(text, {});
    if (starts != nullptr) internal::LineStarts(text, *starts);
  }
  if (!with_cloc) {
    pass.counts.cloc = {};
  } else if (!pass.cloc_known) {
    pass.counts.cloc = ClocScan(text, ClocContinuation::kKeepsBlankLines);
  }
  return pass.counts;
}

namespace internal {

void Append(std::vector<LineStart>& starts, const LineStart* found, std::size_t count) {
  starts.insert(starts.end(), found, found + count);
}

void LineStarts(std::string_view text, std::vector<LineStart>& starts) {
  starts.clear();
  std::uint32_t line = 1;
  bool begins = true;
  // Bytes up to `end` are of one token; only one that is no comment's can start a line.
  const auto walk = [&](std::size_t& i, std::size_t end, bool code) {
    for (; i < end; ++i) {
      if (begins && code && !IsBlankByte(text[i])) starts.push_back({static_cast<std::uint32_t>(i), line});
      begins = text[i] == '\n' && !(i > 0 && text[i - 1] == '\\');
      line += text[i] == '\n' ? 1U : 0U;
    }
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"' || text[i] == '\'') {
      walk(i, SkipCString(text, i), true);
      continue;
    }
    const std::size_t second = text[i] == '/' ? SkipSplices(text, i + 1) : text.size();
    if (second < text.size() && text[second] == '/') {
      std::size_t end = LineEnd(text, second);
      while (end < text.size() && text[end - 1] == '\\') end = LineEnd(text, end + 1);
      walk(i, end, false);
    } else if (second < text.size() && text[second] == '*') {
      std::size_t end = second + 1;
      for (; end < text.size(); ++end) {
        if (text[end] != '*') continue;
        const std::size_t close = SkipSplices(text, end + 1);
        if (close >= text.size() || text[close] != '/') continue;
        end = close + 1;
        break;
      }
      walk(i, end, false);
    } else {
      walk(i, i + 1, true);
    }
  }
}

}  // namespace internal

LineCounts ScanContent(std::string_view text, BlockIsa isa) {
#if defined(__x86_64__)
  if (isa == BlockIsa::kSse2) return internal::PassContentSse2(text);
  if (isa == BlockIsa::kAvx2) return internal::PassContentAvx2(text);
#endif
  LineCounts counts;
  LineReader reader(text);
  std::string_view line;
  while (reader.Next(line)) ++(Indent(line) == line.size() ? counts.blank : counts.code);
  return counts;
}

}  // namespace ferrotype
