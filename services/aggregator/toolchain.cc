#include "aggregator/toolchain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "aggregator/report.h"
#include "base/text.h"
#include "model/kbuild.h"
#include "model/tree.h"

namespace ferrotype {
namespace {

constexpr std::string_view kScript = "scripts/min-tool-version.sh";
constexpr std::string_view kChanges = "Documentation/process/changes.rst";
constexpr std::string_view kArchSupport = "Documentation/rust/arch-support.rst";
constexpr std::string_view kQuickStart = "Documentation/rust/quick-start.rst";
constexpr std::string_view kRustIndex = "Documentation/rust/index.rst";
constexpr std::string_view kLanguages = "Documentation/process/programming-language.rst";

/// The first word after `keyword` that is a version: digits and points.
std::string_view VersionAt(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == '.')) ++end;
  return text.substr(0, end);
}

/// The architecture that `if [ "$SRCARCH" = "s390" ]; then` asks for; empty for other conditions.
std::string_view ArchOfCondition(std::string_view line) {
  const std::size_t equals = line.find(" = ");
  if (line.find("ARCH\"") == std::string_view::npos || equals == std::string_view::npos) return {};
  std::string_view word = line.substr(equals + 3);
  if (word.starts_with('"')) word.remove_prefix(1);
  return word.substr(0, word.find_first_of("\" ]"));
}

/// Cells of a row of a "simple table" by its border ("=====  ====="): where the border has blanks, columns part.
std::vector<std::string> CellsOf(std::string_view row, std::string_view border) {
  std::vector<std::string> cells;
  std::size_t start = 0;
  while (start < border.size()) {
    std::size_t end = border.find(' ', start);
    const std::size_t next = end == std::string_view::npos ? end : border.find('=', end);
    if (next == std::string_view::npos) end = std::string_view::npos;
    const std::string_view cell =
        start < row.size() ? row.substr(start, next == std::string_view::npos ? next : next - start) : "";
    std::string plain;
    for (const char c : TrimBlanks(cell)) {
      if (c != '`' && c != '\\') plain += c;
    }
    cells.push_back(plain == "-" ? "" : plain);
    if (next == std::string_view::npos) break;
    start = next;
  }
  return cells;
}

bool IsUnderline(std::string_view line) {
  return line.size() >= 3 && line.find_first_not_of(line[0]) == std::string_view::npos &&
         std::string_view("=-~^*").find(line[0]) != std::string_view::npos;
}

/// "Experimental", "experiment"; not the "experimental" of something else: callers choose what they read.
bool SaysExperiment(std::string_view line) {
  std::string lower(line);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return lower.find("experiment") != std::string::npos;
}

class Texts {
 public:
  Texts(StoreReader& store, TreeOid root) : store_(store), root_(root) {}
  /// Empty when the tree lacks it, or its bytes are not in the store.
  Result<Bytes> Read(std::string_view path) {
    TRY_ASSIGN(const std::optional<BlobOid> blob, FindBlob(store_, root_, path));
    if (!blob) return Bytes();
    TRY_ASSIGN(std::optional<Bytes> bytes, store_.Quote(*blob));
    return bytes ? std::move(*bytes) : Bytes();
  }

 private:
  StoreReader& store_;
  TreeOid root_;
};

/// Names of the folders in the folder `name` of the root.
Result<std::vector<std::string>> FoldersIn(StoreReader& store, TreeOid root, std::string_view name) {
  std::vector<std::string> folders;
  TRY_ASSIGN(const std::optional<Bytes> top, store.Tree(root));
  if (!top) return folders;
  TRY_ASSIGN(const std::vector<TreeEntry> entries, ParseTree(*top));
  for (const TreeEntry& entry : entries) {
    if (entry.name != name || entry.mode != TreeMode::kTree) continue;
    TRY_ASSIGN(const std::optional<Bytes> object, store.Tree(entry.AsTree()));
    if (!object) break;
    TRY_ASSIGN(const std::vector<TreeEntry> below, ParseTree(*object));
    for (const TreeEntry& folder : below) {
      if (folder.mode == TreeMode::kTree) folders.emplace_back(folder.name);
    }
  }
  return folders;
}

/// Architectures whose own Kconfig selects HAVE_RUST.
Result<std::set<std::string>> Selecting(StoreReader& store, TreeOid root) {
  std::set<std::string> selecting;
  TRY_ASSIGN(const std::vector<std::string> folders, FoldersIn(store, root, "arch"));
  for (const std::string& folder : folders) {
    TRY_ASSIGN(const std::optional<BlobOid> blob, FindBlob(store, root, fmt::format("arch/{}/Kconfig", folder)));
    if (!blob) continue;
    TRY_ASSIGN(const FindingPtr stored, store.Finding({LanguageOfName("Kconfig"), *blob}));
    if (!stored || stored->finding.syntax.empty()) continue;
    TRY_ASSIGN(const KconfigSyntax kconfig, DecodeKconfigSyntax(stored->finding.syntax));
    for (const KconfigSymbol& symbol : kconfig.symbols) {
      if (std::find(symbol.selects.begin(), symbol.selects.end(), "HAVE_RUST") != symbol.selects.end())
        selecting.insert(folder);
    }
  }
  return selecting;
}

}  // namespace

MinimumVersion MinimumOf(std::string_view script, std::string_view tool) {
  MinimumVersion found;
  std::uint32_t number = 0;
  bool inside = false;
  std::string arch;
  for (const std::string_view whole : Split(script, '\n')) {
    ++number;
    const std::string_view line = TrimBlanks(whole);
    if (!inside) {
      inside = line == fmt::format("{})", tool);
      continue;
    }
    if (line == ";;") break;
    if (line.starts_with("if ") || line.starts_with("elif ")) {
      arch = ArchOfCondition(line);
      if (arch.empty()) arch = "?";  // another condition: a version of its own, never the one for all
    } else if (line == "else" || line == "fi") {
      arch.clear();
    } else if (line.starts_with("echo ")) {
      const std::string version(VersionAt(TrimBlanks(line.substr(5))));
      if (version.empty()) continue;
      if (!arch.empty()) {
        found.by_arch.push_back({arch, version});
      } else if (found.version.empty()) {
        found.version = version;
        found.line = number;
      }
    }
  }
  return found;
}

std::string VersionInChanges(std::string_view document, std::string_view command) {
  for (const std::string_view whole : Split(document, '\n')) {
    const std::string_view line = TrimBlanks(whole);
    if (!line.ends_with(command)) continue;
    // "Rust (optional)        1.85.0           rustc --version"
    std::string_view head = TrimBlanks(line.substr(0, line.size() - command.size()));
    const std::size_t blank = head.rfind(' ');
    if (blank == std::string_view::npos) continue;
    const std::string_view version = head.substr(blank + 1);
    if (!version.empty() && VersionAt(version) == version) return std::string(version);
  }
  return {};
}

std::vector<Architecture> ArchitecturesIn(std::string_view document) {
  std::vector<Architecture> architectures;
  std::string_view border;
  std::size_t borders = 0;
  for (const std::string_view line : Split(document, '\n')) {
    const bool is_border = line.starts_with("==") && line.find(' ') != std::string_view::npos &&
                           line.find_first_not_of("= ") == std::string_view::npos;
    if (is_border) {
      border = line;
      if (++borders == 3) break;
      continue;
    }
    if (borders != 2 || TrimBlanks(line).empty()) continue;
    const std::vector<std::string> cells = CellsOf(line, border);
    if (cells.size() < 3) continue;
    if (cells[0].empty()) {  // a row that goes on
      if (!architectures.empty() && !cells[2].empty()) architectures.back().constraints += " " + cells[2];
      continue;
    }
    architectures.push_back({cells[0], cells[1], cells[2], false, true});
  }
  return architectures;
}

std::vector<std::uint32_t> ExperimentalLines(std::string_view document, bool about_rust) {
  const std::vector<std::string_view> lines = Split(document, '\n');
  std::vector<std::uint32_t> found;
  bool inside = about_rust;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool heading = i + 1 < lines.size() && !TrimBlanks(lines[i]).empty() && IsUnderline(lines[i + 1]);
    if (heading && !about_rust) inside = TrimBlanks(lines[i]) == "Rust";
    if (inside && SaysExperiment(lines[i])) found.push_back(static_cast<std::uint32_t>(i + 1));
  }
  return found;
}

Result<Toolchain> ReadToolchain(StoreReader& store, TreeOid root) {
  Texts texts(store, root);
  Toolchain toolchain;
  TRY_ASSIGN(const Bytes script, texts.Read(kScript));
  MinimumVersion rustc = MinimumOf(script, "rustc");
  MinimumVersion bindgen = MinimumOf(script, "bindgen");
  toolchain.rustc = rustc.version;
  toolchain.rustc_by_arch = std::move(rustc.by_arch);
  toolchain.bindgen = bindgen.version;
  if (!toolchain.rustc.empty()) toolchain.rustc_place = {std::string(kScript), rustc.line};
  if (!toolchain.bindgen.empty()) toolchain.bindgen_place = {std::string(kScript), bindgen.line};

  TRY_ASSIGN(const Bytes changes, texts.Read(kChanges));
  toolchain.rustc_in_changes = VersionInChanges(changes, "rustc --version");
  toolchain.bindgen_in_changes = VersionInChanges(changes, "bindgen --version");
  // Up to 6.10 the document asks for "a particular version"; newer compilers "may or may not work".
  TRY_ASSIGN(const Bytes quick_start, texts.Read(kQuickStart));
  toolchain.rustc_exact = quick_start.find("A particular version of the Rust compiler is required") != Bytes::npos;

  TRY_ASSIGN(const Bytes support, texts.Read(kArchSupport));
  toolchain.architectures = ArchitecturesIn(support);
  TRY_ASSIGN(std::set<std::string> selecting, Selecting(store, root));
  for (Architecture& architecture : toolchain.architectures)
    architecture.selects = selecting.erase(architecture.name) > 0;
  for (const std::string& name : selecting) toolchain.architectures.push_back({name, "", "", true, false});
  std::sort(toolchain.architectures.begin(), toolchain.architectures.end(),
            [](const Architecture& a, const Architecture& b) { return a.name < b.name; });

  for (const auto& [path, about_rust] : {std::pair{kLanguages, false}, std::pair{kRustIndex, true}}) {
    TRY_ASSIGN(const Bytes text, texts.Read(path));
    for (const std::uint32_t line : ExperimentalLines(text, about_rust))
      toolchain.experimental.push_back({std::string(path), line});
  }
  return toolchain;
}

std::vector<std::string> FilesForToolchain() {
  std::vector<std::string> files;
  for (const std::string_view path : {kScript, kChanges, kArchSupport, kQuickStart, kRustIndex, kLanguages})
    files.emplace_back(path);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace ferrotype
