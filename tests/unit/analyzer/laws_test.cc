// Laws instead of examples, over random texts made of what lexers trip over. A failure prints the seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "analyzer/analyze.h"
#include "analyzer/c_lexer.h"
#include "analyzer/cloc_scan.h"
#include "analyzer/plain_text.h"
#include "support/cloc_reference.h"
#include "support/print_counts.h"
#include "support/tricky_text.h"

namespace ferrotype {
namespace {

constexpr BlockIsa kIsas[] = {BlockIsa::kPlain, BlockIsa::kSse2, BlockIsa::kAvx2};

std::uint64_t LinesOf(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto newlines = static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  return newlines + (bytes.empty() || bytes.ends_with('\n') ? 0 : 1);
}

void ExpectLaws(const std::string& bytes) {
  for (const LanguageInfo& info : Languages()) {
    const BlobFinding finding = Analyzer().Analyze(info.language, {}, bytes);
    ASSERT_EQ(finding.bytes, bytes.size());
    ASSERT_LE(finding.doc, finding.lines.comment) << info.id;
    if (finding.outcome == Outcome::kNotText) {
      ASSERT_EQ(finding.lines, LineCounts());
      continue;
    }
    ASSERT_EQ(finding.lines.Lines(), LinesOf(bytes)) << info.id;
    const bool with_cloc =
        info.language == Language::kRust || info.language == Language::kC || info.language == Language::kCHeader;
    if (with_cloc) {
      ASSERT_EQ(finding.cloc, ClocReference(bytes, info.language != Language::kRust)) << info.id;
    } else {
      ASSERT_EQ(finding.cloc, LineCounts()) << info.id;
    }
  }
}

TEST(Laws, CodeCommentAndBlankAreAllLinesOfAnyBytesInEveryLanguage) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    TrickyText random(seed);
    ExpectLaws(random.Fragments(120));
    ExpectLaws(random.Dense(200));
    ExpectLaws(random.AnyBytes(random.Below(400)));
    if (HasFatalFailure()) return;
  }
}

TEST(Laws, EveryInstructionSetCountsTheSameAndAsThePlainScans) {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    TrickyText random(seed);
    const std::string bytes = seed % 4 == 0   ? random.Fragments(80)
                              : seed % 4 == 1 ? random.AnyBytes(random.Below(300))
                                              : random.Dense(1 + random.Below(400));
    std::string scratch;
    const std::string_view text = PlainText(bytes, scratch);
    const CScanResult plain = ScanC(text, true, BlockIsa::kPlain);
    const LineCounts content = ScanContent(text, BlockIsa::kPlain);
    for (const BlockIsa isa : kIsas) {
      if (!CanRun(isa)) continue;
      const CScanResult fast = ScanC(text, true, isa);
      ASSERT_EQ(fast.lines, plain.lines) << "seed " << seed << ", isa " << static_cast<int>(isa);
      ASSERT_EQ(fast.cloc, plain.cloc) << "seed " << seed << ", isa " << static_cast<int>(isa);
      ASSERT_EQ(ScanContent(text, isa), content) << "seed " << seed;
      ASSERT_EQ(ScanC(text, false, isa).cloc, LineCounts());
    }
  }
}

TEST(Laws, TheScanForClocCountsAsItsStepsDo) {
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    TrickyText random(seed ^ 0x5EED);
    const std::string bytes = seed % 2 == 0 ? random.Fragments(40) : random.Dense(1 + random.Below(60));
    std::string scratch;
    const std::string_view text = PlainText(bytes, scratch);
    ASSERT_EQ(ClocScan(text, ClocContinuation::kKeepsBlankLines), ClocReference(bytes, true)) << "seed " << seed;
    ASSERT_EQ(ClocScan(text, ClocContinuation::kIgnored), ClocReference(bytes, false)) << "seed " << seed;
  }
}

TEST(Laws, EveryByteAloneOnItsLineIsBlankOrCodeAlikeInEveryInstructionSet) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text = std::string("/**/") + static_cast<char>(byte) + "\n" + static_cast<char>(byte) + "\n";
    for (const BlockIsa isa : kIsas) {
      if (!CanRun(isa)) continue;
      EXPECT_EQ(ScanC(text, true, isa).lines, LexC(text, {})) << byte;
      EXPECT_EQ(ScanC(text, true, isa).cloc, ClocReference(text, true)) << byte;
      EXPECT_EQ(ScanContent(text, isa), ScanContent(text, BlockIsa::kPlain)) << byte;
    }
  }
}

// Short texts of the six bytes that matter, all of them.
TEST(Laws, AllShortTextsOfCommentsAndSplicesAgree) {
  constexpr std::string_view kAlphabet = "/*\\\nx ";
  for (std::size_t length = 0; length <= 6; ++length) {
    std::size_t texts = 1;
    for (std::size_t i = 0; i < length; ++i) texts *= kAlphabet.size();
    for (std::size_t number = 0; number < texts; ++number) {
      std::string text;
      for (std::size_t i = 0, rest = number; i < length; ++i, rest /= kAlphabet.size())
        text += kAlphabet[rest % kAlphabet.size()];
      const LineCounts cloc = ClocReference(text, true);
      const LineCounts lines = LexC(text, {});
      for (const BlockIsa isa : kIsas) {
        if (!CanRun(isa)) continue;
        const CScanResult scan = ScanC(text, true, isa);
        ASSERT_EQ(scan.cloc, cloc) << testing::PrintToString(text);
        ASSERT_EQ(scan.lines, lines) << testing::PrintToString(text);
      }
    }
  }
}

TEST(Laws, AFindingDependsOnNothingButLanguageAndBytes) {
  Analyzer reused;
  TrickyText random(7);
  for (int i = 0; i < 200; ++i) {
    const std::string bytes = random.Fragments(100);
    for (const Language language : {Language::kC, Language::kRust, Language::kByShebang, Language::kShell}) {
      ASSERT_EQ(reused.Analyze(language, {}, bytes), Analyzer().Analyze(language, {}, bytes));
    }
  }
}

TEST(Laws, EveryPrefixOfATrickyTextCanBeAnalyzed) {
  TrickyText random(11);
  const std::string bytes = random.Fragments(400);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    // A copy of its own, so that a sanitizer sees a read past the end.
    const std::string prefix(bytes, 0, size);
    for (const LanguageInfo& info : Languages()) {
      const BlobFinding finding = Analyzer().Analyze(info.language, {}, prefix);
      ASSERT_EQ(finding.lines.Lines(), LinesOf(prefix)) << info.id << ", " << size << " bytes";
    }
  }
}

}  // namespace
}  // namespace ferrotype
