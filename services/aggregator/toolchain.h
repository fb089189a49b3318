// The tool chain that a release asks for, and where Rust runs: read from the tree's own files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/store.h"
#include "model/survey.h"

namespace ferrotype {

/// From the quotes of FilesForToolchain and the findings of arch/*/Kconfig; what isn't there stays empty.
[[nodiscard]] Result<Toolchain> ReadToolchain(StoreReader& store, TreeOid root);

/// Paths whose bytes it reads.
[[nodiscard]] std::vector<std::string> FilesForToolchain();

// The parts, each of one text; for ReadToolchain and tests.

struct MinimumVersion {
  std::string version;              ///< for all architectures that have none of their own
  std::vector<VersionFor> by_arch;  ///< `if [ "$SRCARCH" = s390 ]; then echo ..`
  std::uint32_t line = 0;           ///< of `version`
};
/// What scripts/min-tool-version.sh prints for `tool`; empty when it doesn't know it.
[[nodiscard]] MinimumVersion MinimumOf(std::string_view script, std::string_view tool);

/// The version column of the row that ends in `command` in the table of Documentation/process/changes.rst
/// ("rustc --version"); empty when there is none.
[[nodiscard]] std::string VersionInChanges(std::string_view document, std::string_view command);

/// The rows of the table in Documentation/rust/arch-support.rst, marks of reStructuredText taken off; `documented` set.
[[nodiscard]] std::vector<Architecture> ArchitecturesIn(std::string_view document);

/// Lines, 1-based, of the sentences and headings of a document that call Rust experimental or an experiment.
/// `about_rust`: the whole document is about Rust; else only its section headed "Rust" is read.
[[nodiscard]] std::vector<std::uint32_t> ExperimentalLines(std::string_view document, bool about_rust);

}  // namespace ferrotype
