#include "analyzer/language_rules.h"

namespace ferrotype {
namespace {

constexpr CRules kPlainC;
constexpr CRules kRawStringC{.raw_strings = true, .line_start_comments = {}};
// See CRules::line_start_comments.
constexpr CRules kAssemblyC{.raw_strings = false, .line_start_comments = "#@!;|"};
constexpr CRules kHashC{.raw_strings = false, .line_start_comments = "#"};
constexpr CRules kPercentC{.raw_strings = false, .line_start_comments = "%"};

constexpr LineMarker kHashAtStart{"#", Where::kLineStart};
constexpr StringRule kDoubleQuoted{"\"", "\"", '\\'};
constexpr StringRule kSingleQuoted{"'", "'", '\\'};
constexpr StringRule kDoubleQuotedLines{"\"", "\"", '\\', true};
constexpr StringRule kSingleQuotedLines{"'", "'", 0, true};

constexpr MarkerRules kHashLines{.lines = {kHashAtStart}};
constexpr MarkerRules kHashOrSemicolonLines{.lines = {kHashAtStart, LineMarker{";", Where::kLineStart}}};
constexpr MarkerRules kHashColumnZero{.lines = {{"#", Where::kColumnZero}}};
constexpr MarkerRules kPercentLines{.lines = {{"%", Where::kLineStart}}};
constexpr MarkerRules kQuoteLines{.lines = {{"\"", Where::kLineStart}}};
constexpr MarkerRules kTroffLines{
    .lines = {LineMarker{".\\\"", Where::kColumnZero}, LineMarker{"'\\\"", Where::kColumnZero}}};
constexpr MarkerRules kM4Lines{.lines = {LineMarker{"dnl", Where::kLineStart}, kHashAtStart}};

// make: a `#` after a backslash or in quotes (for the shell) is none; its comments go on over a backslash.
constexpr MarkerRules kMake{.lines = {{"#", Where::kWordStart}},
                            .strings = {kDoubleQuoted, kSingleQuoted},
                            .escape = '\\',
                            .continued_lines = true};
constexpr MarkerRules kShell{.lines = {{"#", Where::kWordStart}},
                             .strings = {kDoubleQuotedLines, kSingleQuotedLines},
                             .escape = '\\',
                             .heredocs = true};
constexpr MarkerRules kPython{.lines = {{"#", Where::kAnywhere}},
                              .strings = {StringRule{"\"\"\"", "\"\"\"", '\\', true},
                                          StringRule{"'''", "'''", '\\', true}, kDoubleQuoted, kSingleQuoted}};
constexpr MarkerRules kToml{.lines = {{"#", Where::kAnywhere}},
                            .strings = {StringRule{"\"\"\"", "\"\"\"", '\\', true}, StringRule{"'''", "'''", 0, true},
                                        kDoubleQuoted, StringRule{"'", "'"}}};
constexpr MarkerRules kMarkup{.blocks = {{{"<!--", "-->"}}}};
constexpr MarkerRules kStyleSheet{.blocks = {{{"/*", "*/"}}}, .strings = {kDoubleQuoted, kSingleQuoted}};
constexpr MarkerRules kBcRules{.lines = {kHashAtStart}, .blocks = {{{"/*", "*/"}}}, .strings = {kDoubleQuotedLines}};
constexpr MarkerRules kAsn1Rules{
    .lines = {{"--", Where::kAnywhere}}, .blocks = {{{"/*", "*/", true}}}, .strings = {kDoubleQuotedLines}};
constexpr MarkerRules kOcamlLike{.lines = {{"//", Where::kLineStart}},
                                 .blocks = {{{"(*", "*)", true}, {"/*", "*/"}}},
                                 .strings = {kDoubleQuotedLines}};
constexpr MarkerRules kTemplate{.blocks = {{{"{#", "#}"}}}};

constexpr LanguageRules C(const CRules& rules) { return {LexerKind::kC, &rules, nullptr}; }
constexpr LanguageRules Markers(const MarkerRules& rules) { return {LexerKind::kMarkers, nullptr, &rules}; }
constexpr LanguageRules LineStarts(const MarkerRules& rules) { return {LexerKind::kLineStarts, nullptr, &rules}; }

}  // namespace

LanguageRules RulesOf(Language language) {
  using enum Language;
  switch (language) {
    case kRust:
      return {LexerKind::kRust};
    case kC:
    case kCHeader:
    case kCFragment:
    case kDeviceTree:
    case kLinkerScript:
    case kCoccinelle:
    case kLex:
    case kYacc:
    case kJavaScript:
    case kBpftrace:
    case kBpfSkeleton:
    case kSwig:
    case kPerlXs:
      return C(kPlainC);
    case kCPlusPlus:
      return C(kRawStringC);
    case kAssembly:
    case kRustAssembly:
      return C(kAssemblyC);
    case kGraphviz:
    case kPacketdrill:
      return C(kHashC);
    case kXdr:
      return C(kPercentC);
    case kMakefile:
      return Markers(kMake);
    case Language::kShell:
      return Markers(ferrotype::kShell);
    case Language::kPython:
      return Markers(ferrotype::kPython);
    case Language::kToml:
      return Markers(ferrotype::kToml);
    case kXml:
    case kHtml:
    case kSvg:
    case kXsl:
    case kMarkdown:
      return Markers(kMarkup);
    case kCss:
    case kPixmap:
      return Markers(kStyleSheet);
    case kBc:
      return Markers(kBcRules);
    case kAsn1:
      return Markers(kAsn1Rules);
    case kLitmus:
    case kHerd:
      return Markers(kOcamlLike);
    case kJinja:
      return Markers(kTemplate);
    case kAwk:
    case kRuby:
    case kSed:
    case kTable:
    case kGdb:
    case kTcl:
    case kCMake:
    case kClangFormat:
      return LineStarts(kHashLines);
    case kConfig:
      return LineStarts(kHashOrSemicolonLines);
    case kIgnoreList:
    case kGettext:
      return LineStarts(kHashColumnZero);
    case kTex:
      return LineStarts(kPercentLines);
    case kVim:
      return LineStarts(kQuoteLines);
    case kManPage:
      return LineStarts(kTroffLines);
    case kM4:
      return LineStarts(kM4Lines);
    case kYaml:
      return {LexerKind::kYaml};
    case kKconfig:
      return {LexerKind::kKconfig};
    case kReStructuredText:
      return {LexerKind::kReStructuredText};
    case kPerl:
      return {LexerKind::kPerl};
    case kUnknown:
    case kByShebang:
    case kJson:
    case kPlainText:
    case kDiff:
    case kCsv:
    case kUnifont:
    case kHexDump:
    case kRecordedOutput:
    case kLicense:
    case kKeyMaterial:
      return {};
  }
  return {};
}

}  // namespace ferrotype
