#include "analyzer/analyze.h"

#include <utility>

#include "analyzer/block_scan.h"
#include "analyzer/c_lexer.h"
#include "analyzer/c_syntax.h"
#include "analyzer/cloc_scan.h"
#include "analyzer/kbuild.h"
#include "analyzer/language_rules.h"
#include "analyzer/line_languages.h"
#include "analyzer/marker_lexer.h"
#include "analyzer/plain_text.h"
#include "analyzer/rust_lexer.h"
#include "analyzer/rust_syntax.h"
#include "analyzer/rust_tree.h"
#include "analyzer/shebang.h"
#include "analyzer/unsafe_ledger.h"

namespace ferrotype {
namespace {

BlobFinding NewFinding(Language language, BlobOid blob, std::uint64_t bytes) {
  BlobFinding finding;
  finding.blob = blob;
  finding.language = language;
  finding.resolved_language = language == Language::kByShebang ? Language::kUnknown : language;
  finding.bytes = bytes;
  return finding;
}

}  // namespace

BlobFinding Analyzer::Analyze(Language language, BlobOid blob, std::string_view bytes) {
  if (bytes.size() > kMaxBlobBytes) return TooLarge(language, blob, bytes.size());
  BlobFinding finding = NewFinding(language, blob, bytes.size());
  if (LooksBinary(bytes)) {
    finding.outcome = Outcome::kNotText;
    return finding;
  }
  const std::string_view text = PlainText(bytes, text_);
  if (language == Language::kByShebang) finding.resolved_language = LanguageOfShebang(text);
  const Language resolved = finding.resolved_language;
  const LanguageRules rules = RulesOf(resolved);
  switch (rules.lexer) {
    case LexerKind::kContent:
      finding.lines = ScanContent(text, isa_);
      break;
    case LexerKind::kRust: {
      RustScan scan = ScanRust(text, scratch_);
      finding.lines = scan.lines;
      finding.doc = scan.doc;
      finding.unsafe_tokens = scan.unsafe_tokens;
      finding.rust = std::move(scan.facts);
      finding.cloc = ClocScan(text, ClocContinuation::kIgnored);
      const RustTree tree = ParseRust(text);
      finding.syntax = Encode(ReadRustSyntax(text, tree.get()));
      // Files without a site may have examples with `unsafe` in their docs.
      if (text.find("unsafe") != std::string_view::npos) finding.unsafe_ledger = Encode(ReadUnsafeLedger(text));
      break;
    }
    case LexerKind::kC:
      if (rules.c_rules->raw_strings || !rules.c_rules->line_start_comments.empty()) {
        finding.lines = LexC(text, *rules.c_rules);
      } else {
        const bool with_cloc = resolved == Language::kC || resolved == Language::kCHeader;
        const bool with_index = with_cloc && text.size() <= kMaxIndexedBytes;
        const CScanResult scan = ScanC(text, with_cloc, isa_, with_index ? &starts_ : nullptr);
        finding.lines = scan.lines;
        finding.cloc = scan.cloc;
        if (with_index) finding.syntax = ReadCSyntax(text, starts_, resolved == Language::kCHeader);
      }
      break;
    case LexerKind::kMarkers:
      finding.lines = LexMarkers(text, *rules.marker_rules);
      break;
    case LexerKind::kLineStarts:
      finding.lines = LexLineStarts(text, *rules.marker_rules);
      break;
    case LexerKind::kYaml:
      finding.lines = LexYaml(text);
      break;
    case LexerKind::kKconfig:
      finding.lines = LexKconfig(text);
      finding.syntax = Encode(ReadKconfig(text));
      break;
    case LexerKind::kReStructuredText:
      finding.lines = LexReStructuredText(text);
      break;
    case LexerKind::kPerl:
      finding.lines = LexPerl(text);
      break;
  }
  if (resolved == Language::kMakefile) finding.syntax = Encode(ReadKbuild(text));
  return finding;
}

BlobFinding TooLarge(Language language, BlobOid blob, std::uint64_t bytes) {
  BlobFinding finding = NewFinding(language, blob, bytes);
  finding.outcome = Outcome::kTooLarge;
  return finding;
}

}  // namespace ferrotype
