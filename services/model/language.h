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

/// By the last component of a path. Names that say nothing (no extension, not known) give kByShebang.
[[nodiscard]] Language LanguageOfName(std::string_view file_name);

}  // namespace ferrotype
