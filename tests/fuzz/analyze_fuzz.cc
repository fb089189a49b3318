// The analyzer's laws on any bytes. The first byte chooses the language, the rest is the blob.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analyzer/analyze.h"
#include "support/cloc_reference.h"

namespace {

void Must(bool holds, const char* law) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", law);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ferrotype;
  if (size == 0) return 0;
  const Language language = Languages()[data[0] % Languages().size()].language;
  // A copy of its own size, so that a sanitizer sees a read past the end.
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const BlobFinding finding = Analyzer(BlockIsa::kPlain).Analyze(language, {}, bytes);
  for (const BlockIsa isa : {BlockIsa::kSse2, BlockIsa::kAvx2}) {
    if (CanRun(isa))
      Must(Analyzer(isa).Analyze(language, {}, bytes) == finding, "every instruction set finds the same");
  }
  if (finding.outcome == Outcome::kNotText) {
    Must(finding.lines == LineCounts(), "what is no text has no lines");
    return 0;
  }
  Must(finding.doc <= finding.lines.comment, "doc lines are comment lines");
  const auto newlines = static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  Must(finding.lines.Lines() >= newlines && finding.lines.Lines() <= newlines + 1, "code + comment + blank = lines");
  const bool with_cloc = language == Language::kRust || language == Language::kC || language == Language::kCHeader;
  Must(finding.cloc == (with_cloc ? ClocReference(bytes, language != Language::kRust) : LineCounts()),
       "cloc's steps count the same");
  return 0;
}
