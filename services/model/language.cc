#include "model/language.h"

#include <algorithm>
#include <array>

namespace ferrotype {
namespace {

using enum Language;

constexpr LanguageInfo kLanguages[] = {
    {kUnknown, "unknown", "Unknown text"},
    {kByShebang, "by-shebang", "By shebang"},
    {kRust, "rust", "Rust"},
    {kC, "c", "C"},
    {kCHeader, "c-header", "C header"},
    {kAssembly, "assembly", "Assembly"},
    {kDeviceTree, "device-tree", "Device tree"},
    {kMakefile, "makefile", "Makefile"},
    {kKconfig, "kconfig", "Kconfig"},
    {kShell, "shell", "Shell"},
    {kPython, "python", "Python"},
    {kPerl, "perl", "Perl"},
    {kReStructuredText, "restructuredtext", "reStructuredText"},
    {kYaml, "yaml", "YAML"},
    {kJson, "json", "JSON"},
    {kLinkerScript, "linker-script", "Linker script"},
    {kCoccinelle, "coccinelle", "Coccinelle"},
    {kAwk, "awk", "awk"},
    {kSed, "sed", "sed"},
    {kLex, "lex", "Lex"},
    {kYacc, "yacc", "Yacc"},
    {kCPlusPlus, "c-plus-plus", "C++"},
    {kXml, "xml", "XML"},
    {kHtml, "html", "HTML"},
    {kCss, "css", "CSS"},
    {kSvg, "svg", "SVG"},
    {kTex, "tex", "TeX"},
    {kAsn1, "asn1", "ASN.1"},
    {kMarkdown, "markdown", "Markdown"},
    {kToml, "toml", "TOML"},
    {kConfig, "config", "Configuration"},
    {kPlainText, "plain-text", "Plain text"},
    {kDiff, "diff", "Diff"},
    {kGraphviz, "graphviz", "Graphviz"},
    {kVim, "vim", "Vim script"},
    {kRuby, "ruby", "Ruby"},
    {kM4, "m4", "m4"},
    {kGdb, "gdb", "GDB script"},
    {kCsv, "csv", "CSV"},
    {kJavaScript, "javascript", "JavaScript"},
    {kRustAssembly, "rust-assembly", "Assembly for Rust"},
    {kTcl, "tcl", "Tcl"},
    {kClangFormat, "clang-format", "clang-format"},
    {kIgnoreList, "ignore-list", "Ignore list"},
    {kUnifont, "unifont", "Unifont"},
    {kHexDump, "hex-dump", "Hex dump"},
    {kBpfSkeleton, "bpf-skeleton", "BPF skeleton"},
    {kXsl, "xsl", "XSL"},
    {kCMake, "cmake", "CMake"},
    {kCFragment, "c-fragment", "C fragment"},
    {kLitmus, "litmus", "Litmus test"},
    {kHerd, "herd", "Herd memory model"},
    {kJinja, "jinja", "Jinja"},
    {kPacketdrill, "packetdrill", "Packetdrill"},
    {kManPage, "man-page", "Manual page (troff)"},
    {kGettext, "gettext", "gettext"},
    {kXdr, "xdr", "XDR"},
    {kPixmap, "pixmap", "Pixmap"},
    {kRecordedOutput, "recorded-output", "Recorded output"},
    {kTable, "table", "Generator table"},
    {kBc, "bc", "bc"},
    {kBpftrace, "bpftrace", "bpftrace"},
    {kSwig, "swig", "SWIG"},
    {kPerlXs, "perl-xs", "Perl XS"},
    {kLicense, "license", "License text"},
    {kKeyMaterial, "key-material", "Key material"},
};

consteval bool NumbersAreIndexes() {
  for (std::size_t i = 0; i < std::size(kLanguages); ++i) {
    if (static_cast<std::size_t>(kLanguages[i].language) != i) return false;
  }
  return true;
}
static_assert(NumbersAreIndexes());

struct Rule {
  std::string_view text;
  Language language;
};

/// Sorted at compile time, so that the tables below may stand in the order that is best to read.
template <std::size_t N>
consteval std::array<Rule, N> Sorted(const Rule (&rules)[N]) {
  std::array<Rule, N> sorted{};
  std::copy(std::begin(rules), std::end(rules), sorted.begin());
  std::sort(sorted.begin(), sorted.end(), [](const Rule& a, const Rule& b) { return a.text < b.text; });
  return sorted;
}
template <std::size_t N>
consteval bool AllDiffer(const std::array<Rule, N>& sorted) {
  for (std::size_t i = 1; i < N; ++i) {
    if (sorted[i - 1].text == sorted[i].text) return false;
  }
  return true;
}
template <std::size_t N>
const Rule* Find(const std::array<Rule, N>& sorted, std::string_view text) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), text,
                                      [](const Rule& rule, std::string_view key) { return rule.text < key; });
  return found != sorted.end() && found->text == text ? &*found : nullptr;
}

// Whole names. They win over everything else.
constexpr auto kNames = Sorted({
    {"Makefile", kMakefile},
    {"makefile", kMakefile},
    {"GNUmakefile", kMakefile},
    {"Kbuild", kMakefile},
    {"Build", kMakefile},
    {"Platform", kMakefile},
    {"rules", kMakefile},  // debian/rules
    {"Makefile.PL", kPerl},
    {"Kconfig", kKconfig},
    {"config", kConfig},
    {"settings", kConfig},
    {"defconfig", kConfig},
    {".config", kConfig},
    {".kunitconfig", kConfig},
    {".editorconfig", kConfig},
    {".pylintrc", kConfig},
    {".cocciconfig", kConfig},
    {".yamllint", kYaml},
    {"initial_config", kConfig},
    {"CFLIST", kConfig},
    {"CFcommon", kConfig},
    {"BUSTED", kConfig},
    {"BUSTED-BOOST", kConfig},
    {"PREEMPT", kConfig},
    {"NOPREEMPT", kConfig},
    {"TRIVIAL", kConfig},
    {"TRIVIAL-PREEMPT", kConfig},
    {"TINY", kConfig},
    {"TREE", kConfig},
    {"SRCU-N", kConfig},
    {"SRCU-P", kConfig},
    {"SRCU-T", kConfig},
    {"SRCU-U", kConfig},
    {"DENYLIST", kConfig},
    {"compatible_ignore_list", kConfig},
    {"default_cpio_list", kConfig},
    {"bindgen_parameters", kConfig},
    {"kdb_cmds", kConfig},
    {"pppoe-server-options", kConfig},
    {"spdxexclude", kConfig},
    {"typemap", kConfig},
    {"dbus_contexts", kConfig},
    {".clang-format", kClangFormat},
    {".gitignore", kIgnoreList},
    {".gitattributes", kIgnoreList},
    {".mailmap", kIgnoreList},
    {".get_maintainer.ignore", kIgnoreList},
    {"cpucaps", kTable},
    {"sysreg", kTable},
    {"mach-types", kTable},
    {"MANIFEST", kTable},
    {"gen-mach-types", kAwk},
    {"vmlinux.scr", kLinkerScript},
    {"ld.script", kLinkerScript},
    {"nulldfa.in", kCFragment},
    {"stacksplitdfa.in", kCFragment},
    {"softfloat-macros", kCFragment},
    {"softfloat-specialize", kCFragment},
    {"linux-kernel.cfg", kHerd},
    {"linux-kernel.def", kHerd},
    {"functions", kShell},
    {"PKGBUILD", kShell},
    {"MAINTAINERS", kLicense},
    {"COPYING", kLicense},
    {"COPYING-logo", kLicense},
    {"CREDITS", kLicense},
    {"AUTHORS", kLicense},
    {"LICENSE", kLicense},
    {"LICENCE", kLicense},
    {"copyright", kLicense},
    {"0BSD", kLicense},
    {"Apache-2.0", kLicense},
    {"BSD-2-Clause", kLicense},
    {"BSD-3-Clause", kLicense},
    {"BSD-3-Clause-Clear", kLicense},
    {"CC-BY-4.0", kLicense},
    {"CC0-1.0", kLicense},
    {"CDDL-1.0", kLicense},
    {"GCC-exception-2.0", kLicense},
    {"GFDL-1.1", kLicense},
    {"GFDL-1.2", kLicense},
    {"GPL-1.0", kLicense},
    {"GPL-2.0", kLicense},
    {"ISC", kLicense},
    {"LGPL-2.0", kLicense},
    {"LGPL-2.1", kLicense},
    {"Linux-OpenIB", kLicense},
    {"Linux-syscall-note", kLicense},
    {"MIT", kLicense},
    {"MPL-1.1", kLicense},
    {"X11", kLicense},
    {"Zlib", kLicense},
    {"copyleft-next-0.3.1", kLicense},
    {"README", kPlainText},
    {"readme", kPlainText},
    {"TODO", kPlainText},
    {"NOTES", kPlainText},
    {"INSTALL", kPlainText},
    {"CHANGES", kPlainText},
    {"Changes", kPlainText},
    {"ChangeLog", kPlainText},
    {"MISC", kPlainText},
    {"TESTING", kPlainText},
    {"Booting", kPlainText},
    {"CodingStyle", kPlainText},
    {"SubmittingPatches", kPlainText},
    {"DefaultKeyAssignments", kPlainText},
    {"BIG.FAT.WARNING", kPlainText},
    {"firmware-management", kPlainText},
    {"automount-tracefs-debugfs", kPlainText},  // more documents of Documentation/ABI
    {"dell-smbios-wmi", kPlainText},
    {"dev-kmsg", kPlainText},
    {"devfs", kPlainText},
    {"devlink-resource-mlxsw", kPlainText},
    {"dv1394", kPlainText},
    {"evm", kPlainText},
    {"firewire-cdev", kPlainText},
    {"gpio-cdev", kPlainText},
    {"ima_policy", kPlainText},
    {"ip_queue", kPlainText},
    {"net_dma", kPlainText},
    {"o2cb", kPlainText},
    {"ppc-memtrace", kPlainText},
    {"pstore", kPlainText},
    {"raw1394", kPlainText},
    {"rtc-cdev", kPlainText},
    {"syscalls", kPlainText},
    {"thermal-notification", kPlainText},
    {"usb-charger-uevent", kPlainText},
    {"usb-uevent", kPlainText},
    {"vdso", kPlainText},
    {"video1394", kPlainText},
    {"expected_stdout", kRecordedOutput},
    {"expected_stderr", kRecordedOutput},
    {"template", kShell},
});
static_assert(AllDiffer(kNames));

// What follows the last dot. .c, .h and .rs are as cloc has them: nothing else is C, a header or Rust.
constexpr auto kExtensions = Sorted({
    {"rs", kRust},
    {"c", kC},
    {"h", kCHeader},
    {"c_shipped", kCFragment},
    {"h_shipped", kCFragment},
    {"inc_shipped", kCFragment},
    {"inl", kCFragment},
    {"uc", kCFragment},
    {"S", kAssembly},
    {"s", kAssembly},
    {"asm", kAssembly},
    {"sa", kAssembly},
    {"seq", kAssembly},
    {"reg", kAssembly},
    {"scr", kAssembly},
    {"fuc", kAssembly},
    {"fuc0s", kAssembly},
    {"fuc3", kAssembly},
    {"fuc4", kAssembly},
    {"fuc5", kAssembly},
    {"x86-64", kAssembly},
    {"dts", kDeviceTree},
    {"dtsi", kDeviceTree},
    {"dtso", kDeviceTree},
    {"dtsh", kDeviceTree},
    {"mk", kMakefile},
    {"mak", kMakefile},
    {"am", kMakefile},
    {"Makefile", kMakefile},
    {"Kconfig", kKconfig},
    {"kconfig", kConfig},
    {"sh", kShell},
    {"bash", kShell},
    {"tc", kShell},
    {"t", kShell},
    {"py", kPython},
    {"pl", kPerl},
    {"pm", kPerl},
    {"PL", kPerl},
    {"perl", kPerl},
    {"rst", kReStructuredText},
    {"exceptions", kTable},  // *.h.rst.exceptions: rules for a documentation generator
    {"yaml", kYaml},
    {"yml", kYaml},
    {"json", kJson},
    {"lds", kLinkerScript},
    {"ld", kLinkerScript},
    {"cocci", kCoccinelle},
    {"awk", kAwk},
    {"sed", kSed},
    {"l", kLex},
    {"y", kYacc},
    {"cc", kCPlusPlus},
    {"cpp", kCPlusPlus},
    {"cxx", kCPlusPlus},
    {"xml", kXml},
    {"xsd", kXml},
    {"ui", kXml},
    {"glade", kXml},
    {"html", kHtml},
    {"css", kCss},
    {"svg", kSvg},
    {"sty", kTex},
    {"tex", kTex},
    {"asn1", kAsn1},
    {"md", kMarkdown},
    {"toml", kToml},
    {"config", kConfig},
    {"conf", kConfig},
    {"cfg", kConfig},
    {"ini", kConfig},
    {"inf", kConfig},
    {"bconf", kConfig},
    {"boot", kConfig},
    {"service", kConfig},
    {"rules", kConfig},
    {"genkey", kConfig},
    {"scl", kConfig},
    {"orderFile", kConfig},
    {"modes", kConfig},
    {"checkpatch", kConfig},
    {"fragment", kConfig},
    {"platforms_defconfig", kConfig},
    {"txt", kPlainText},
    {"doc", kPlainText},
    {"DOC", kPlainText},
    {"asc", kPlainText},
    {"Locking", kPlainText},
    {"utf8data", kPlainText},
    {"readme", kPlainText},
    {"ChangeLog", kPlainText},
    {"diff", kDiff},
    {"patch", kDiff},
    {"dot", kGraphviz},
    {"gv", kGraphviz},
    {"vim", kVim},
    {"rb", kRuby},
    {"m4", kM4},
    {"ac", kM4},
    {"gdb", kGdb},
    {"csv", kCsv},
    {"js", kJavaScript},
    {"tcl", kTcl},
    {"ignore", kIgnoreList},
    {"bdf", kUnifont},
    {"ihex", kHexDump},
    {"hex", kHexDump},
    {"HEX", kHexDump},
    {"H16", kHexDump},
    {"map", kConfig},  // key tables, and linkers' version scripts
    {"uni", kTable},
    {"xsl", kXsl},
    {"cmake", kCMake},
    {"litmus", kLitmus},
    {"cat", kHerd},
    {"bell", kHerd},
    {"j2", kJinja},
    {"pkt", kPacketdrill},
    {"1", kManPage},
    {"2", kManPage},
    {"3", kManPage},
    {"5", kManPage},
    {"7", kManPage},
    {"8", kManPage},
    {"po", kGettext},
    {"x", kXdr},
    {"xpm", kPixmap},
    {"ppm", kPixmap},
    {"pbm", kPixmap},
    {"pgm", kPixmap},
    {"log", kRecordedOutput},
    {"mca", kRecordedOutput},
    {"expected", kRecordedOutput},
    {"tbl", kTable},
    {"ids", kTable},
    {"bc", kBc},
    {"bt", kBpftrace},
    {"swg", kSwig},
    {"xs", kPerlXs},
    {"pem", kKeyMaterial},
    {"key", kKeyMaterial},
    {"spec", kShell},  // RPM: macros and shell, `#` comments
    {"template", kConfig},
    {"example", kConfig},
    {"default", kConfig},
    {"sample", kConfig},
    {"def", kCFragment},
    {"lark", kYacc},
    {"ltl", kConfig},
});
static_assert(AllDiffer(kExtensions));

// How a name starts; the first that fits. Asked after extensions, so Kconfig.rst would be a document.
constexpr Rule kPrefixes[] = {
    {"Makefile", kMakefile},       // Makefile.build, Makefile-skas, Makefile_32.cpu
    {"Kbuild.", kMakefile},        // Kbuild.include
    {"Build.", kMakefile},         // Build.include
    {"Kconfig", kKconfig},         // Kconfig.debug, Kconfig-nommu
    {"config.", kConfig},          // config.x86_64
    {"config-", kConfig},          // config-bootconfig
    {"CFcommon.", kConfig},        //
    {"DENYLIST.", kConfig},        //
    {"expected_config", kConfig},  //
    {"test_config", kConfig},      //
    {"LOCK", kConfig},             // rcutorture's scenarios: LOCK01, TREE07, ...
    {"TREE", kConfig},
    {"TASKS", kConfig},
    {"TRACE", kConfig},
    {"TINY", kConfig},
    {"RUDE", kConfig},
    {"NOCB", kConfig},
    {"LICENSE.", kLicense},
    {"ChangeLog.", kPlainText},
    {"README", kPlainText},  // README.Locking, README-SRC
    {"TODO-", kPlainText},
    {"BUGS-", kPlainText},
    {"sysfs-", kPlainText},  // the documents of Documentation/ABI
    {"debugfs-", kPlainText},
    {"configfs-", kPlainText},
    {"procfs-", kPlainText},
    {"securityfs-", kPlainText},
    {"test-record-", kConfig},  // perf's attribute tests
    {"test-stat-", kConfig},
    {"base-record", kConfig},
    {"base-stat", kConfig},
    {"system-wide-dummy", kConfig},
};

constexpr Rule kSuffixes[] = {
    {".include", kMakefile},  // subarch.include
    {"_defconfig", kConfig},
    {"_expected_config", kConfig},
    {"_expected_stdout", kRecordedOutput},
};

}  // namespace

std::span<const LanguageInfo> Languages() { return kLanguages; }

const LanguageInfo& InfoOf(Language language) {
  const auto index = static_cast<std::size_t>(language);
  return kLanguages[index < std::size(kLanguages) ? index : 0];
}

std::optional<Language> LanguageById(std::string_view id) {
  for (const LanguageInfo& info : kLanguages) {
    if (info.id == id) return info.language;
  }
  return std::nullopt;
}

Language LanguageOfName(std::string_view file_name) {
  if (const Rule* rule = Find(kNames, file_name)) return rule->language;
  if (file_name.ends_with(".in")) {
    // What a template becomes; but a .c.in is no C file to anybody who counts C files.
    while (file_name.ends_with(".in")) file_name.remove_suffix(3);
    const Language made = LanguageOfName(file_name);
    return made == kC || made == kCHeader || made == kRust ? kCFragment : made;
  }
  // A name that starts with its only dot (.foo) has no extension.
  const std::size_t dot = file_name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) {
    const std::string_view extension = file_name.substr(dot + 1);
    if (extension == "S" && file_name.ends_with(".rs.S")) return kRustAssembly;
    if (const Rule* rule = Find(kExtensions, extension)) return rule->language;
  }
  for (const Rule& rule : kPrefixes) {
    if (file_name.starts_with(rule.text)) return rule.language;
  }
  for (const Rule& rule : kSuffixes) {
    if (file_name.ends_with(rule.text)) return rule.language;
  }
  return kByShebang;
}

}  // namespace ferrotype
