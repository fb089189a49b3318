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

CScanResult ScanC(std::string_view text, bool with_cloc, BlockIsa isa) {
  internal::BlockPass pass;
  pass.lines_known = pass.cloc_known = false;
#if defined(__x86_64__)
  if (isa == BlockIsa::kSse2) pass = internal::PassCSse2(text);
  if (isa == BlockIsa::kAvx2) pass = internal::PassCAvx2(text);
#endif
  if (!pass.lines_known) pass.counts.lines = LexC(text, {});
  if (!with_cloc) {
    pass.counts.cloc = {};
  } else if (!pass.cloc_known) {
    pass.counts.cloc = ClocScan(text, ClocContinuation::kKeepsBlankLines);
  }
  return pass.counts;
}

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
