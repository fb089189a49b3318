// What a kernel tree is made of. A language is decided by a file's name alone, except where the name says nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ferrotype {

/// A language's number; part of keys in topics and stores, so a number is never used for another language.
enum class Language : std::uint16_t {
  kUnknown = 0,    ///< text whose language no rule knows
  kByShebang = 1,  ///< ask the bytes: only in keys, never a finding's resolved language
  kRust = 2,
  kC = 3,
  kCHeader = 4,
  kAssembly = 5,
  kDeviceTree = 6,
  kMakefile = 7,
  kKconfig = 8,
  kShell = 9,
  kPython = 10,
  kPerl = 11,
  kReStructuredText = 12,
  kYaml = 13,
  kJson = 14,
  kLinkerScript = 15,
  kCoccinelle = 16,
  kAwk = 17,
  kSed = 18,
  kLex = 19,
  kYacc = 20,
  kCPlusPlus = 21,
  kXml = 22,
  kHtml = 23,
  kCss = 24,
  kSvg = 25,
  kTex = 26,
  kAsn1 = 27,
  kMarkdown = 28,
  kToml = 29,
  kConfig = 30,  ///< defconfigs, .config fragments, .ini-like settings
  kPlainText = 31,
  kDiff = 32,
  kGraphviz = 33,
  kVim = 34,
  kRuby = 35,
  kM4 = 36,
  kGdb = 37,
  kCsv = 38,
  kJavaScript = 39,
  kRustAssembly = 40,  ///< *.rs.S: assembly for Rust, never Rust
  kTcl = 41,
  kClangFormat = 42,
  kIgnoreList = 43,  ///< .gitignore, .gitattributes, .mailmap and kin
  kUnifont = 44,
  kHexDump = 45,  ///< .ihex, .hex, .uni, .map firmware and key tables in text
  kBpfSkeleton = 46,
  kXsl = 47,
  kCMake = 48,
  kCFragment = 49,       ///< C under names that are neither .c nor .h: *_shipped, .inl, .uc, .c.in
  kLitmus = 50,          ///< memory-model litmus tests
  kHerd = 51,            ///< memory-model definitions: .cat, .bell
  kJinja = 52,           ///< templates
  kPacketdrill = 53,     ///< network test scripts
  kManPage = 54,         ///< troff
  kGettext = 55,         ///< translations of messages
  kXdr = 56,             ///< RPC protocol definitions
  kPixmap = 57,          ///< pictures written as text: .xpm, .ppm, .pbm
  kRecordedOutput = 58,  ///< what a program printed, kept to compare with: .log, .mca, expected_stdout
  kTable = 59,           ///< tables for generators, one entry a line, `#` comments: .tbl, cpucaps, sysreg, .ids
  kBc = 60,
  kBpftrace = 61,
  kSwig = 62,
  kPerlXs = 63,
  kLicense = 64,      ///< texts of licenses and lists of people: COPYING, CREDITS, MAINTAINERS
  kKeyMaterial = 65,  ///< keys and certificates in text: .pem, .key
};

struct LanguageInfo {
  Language language;
  std::string_view id;    ///< lasting, lower-case, for data: "c-header"
  std::string_view name;  ///< for people, the same in both languages: "C header"
};

/// All languages, by number.
[[nodiscard]] std::span<const LanguageInfo> Languages();
[[nodiscard]] const LanguageInfo& InfoOf(Language language);
[[nodiscard]] std::optional<Language> LanguageById(std::string_view id);

/// By the last component of a path. Names that say nothing (no extension, or one that no rule knows) give kByShebang.
/// Never kUnknown: whether the language stays unknown is decided by the bytes.
[[nodiscard]] Language LanguageOfName(std::string_view file_name);

}  // namespace ferrotype
