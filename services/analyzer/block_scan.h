// The fast scans: 64 bytes at a time as bit masks, by the widest instructions that this machine has. They give what the
// plain scans (LexC, ClocScan, and a loop over lines) give, byte for byte the same on every machine; a test holds them
// to it.
//
// How it works: for each block of 64 bytes, vector compares make one bit per byte for newlines, blanks, `/`, `*` and
// `\`. Most blocks hold no comment mark and lie in code: then both ledgers need the lines that are not blank, which one
// addition finds. (In ~newlines each line is a run of ones; adding the line's non-blank bits makes it overflow into its
// newline's bit exactly if there is one.) Where marks are, a mask of comment bytes is made first, mark by mark, and the
// same additions run over what it leaves.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/finding.h"

namespace ferrotype {

enum class BlockIsa { kPlain, kSse2, kAvx2 };

/// The widest that this machine can run. kPlain calls LexC and ClocScan: all there is on processors other than x86-64.
[[nodiscard]] BlockIsa BestBlockIsa();
[[nodiscard]] bool CanRun(BlockIsa isa);

struct CScanResult {
  LineCounts lines;
  LineCounts cloc;
};

/// A line whose very first byte is code: neither blank nor in a comment, nor does the line go on from one that ends in
/// a backslash. What a C file declares starts on one of these.
struct LineStart {
  std::uint32_t position = 0;
  std::uint32_t line = 0;  ///< 1-based
  bool operator==(const LineStart&) const = default;
};

/// LexC(text, {}) and, `with_cloc`, ClocScan(text, kKeepsBlankLines), in one pass. What the fast pass doesn't know how
/// to count (marks cut in two by a backslash-newline, a line comment that goes on over one, and the like: some ten
/// files of a kernel) is left to those two.
/// `starts`, if given: the line starts of `text` (at most 4 GiB), in order, in place of what it holds.
[[nodiscard]] CScanResult ScanC(std::string_view text, bool with_cloc, BlockIsa isa,
                                std::vector<LineStart>* starts = nullptr);

/// Lines that hold a byte that isn't blank are code, others blank.
[[nodiscard]] LineCounts ScanContent(std::string_view text, BlockIsa isa);

namespace internal {

/// What a pass found; a ledger that isn't known is to be counted by the plain scan.
struct BlockPass {
  CScanResult counts;
  bool lines_known = true;
  bool cloc_known = true;
};
BlockPass PassCSse2(std::string_view text, std::vector<LineStart>* starts);
BlockPass PassCAvx2(std::string_view text, std::vector<LineStart>* starts);
/// Not inline, so that the vector's code is never compiled for a wider machine than the rest.
void Append(std::vector<LineStart>& starts, const LineStart* found, std::size_t count);
/// The same by a plain scan.
void LineStarts(std::string_view text, std::vector<LineStart>& starts);
LineCounts PassContentSse2(std::string_view text);
LineCounts PassContentAvx2(std::string_view text);

}  // namespace internal
}  // namespace ferrotype
