// The Rust files of a release put together: which crate and module each file is.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/report.h"
#include "model/rust_syntax.h"

namespace ferrotype {

struct RustFile {
  const FileRow* row = nullptr;
  RustSyntax syntax;
  std::uint32_t crate = 0;   ///< every file is in exactly one
  std::uint32_t module = 0;  ///< the module that its top level is
};

/// A module: a file's top level, or `mod x { .. }` within one.
struct RustModule {
  std::string path;  ///< "kernel::net::phy"; a crate's root is its name
  std::uint32_t crate = 0;
  std::uint32_t parent = kNoItem;       ///< index of the enclosing module; kNoItem for a crate's root
  std::uint32_t file = 0;               ///< the file that holds its text
  std::uint32_t item = kNoItem;         ///< its item in `file` when it is inline, else kNoItem
  std::uint32_t declared_in = kNoItem;  ///< the file of its `mod` line; kNoItem for a crate's root
  std::uint32_t declaration = kNoItem;  ///< the item of its `mod` line there
};

struct RustCrate {
  std::string name;        ///< the root's stem; of lib.rs, main.rs and mod.rs the folder's ("src" skipped), '-' as '_'
  std::uint32_t root = 0;  ///< file
  std::vector<std::uint32_t> files;  ///< the root and what mod, #[path] and include! take in, in order of path
};

/// Holds the rows by pointer: they outlive it.
class RustWorld {
 public:
  /// A file that no other takes in by mod or include! is a crate's root. Cycles and a file that two take in are settled
  /// by order of path. Where `mod x;` looks: beside a crate's root, a mod.rs and a file taken in by #[path]; else in
  /// the folder that has the file's name; inline modules around it are folders
  /// (https://doc.rust-lang.org/reference/items/modules.html). kCorrupt when a finding's syntax can't be read.
  static Result<RustWorld> Build(const std::vector<FileRow>& rust_files);

  [[nodiscard]] const std::vector<RustFile>& files() const { return files_; }  ///< in order of path
  [[nodiscard]] const std::vector<RustCrate>& crates() const { return crates_; }
  [[nodiscard]] const std::vector<RustModule>& modules() const { return modules_; }

  /// nullptr when there is none.
  [[nodiscard]] const RustFile* FileAt(std::string_view path) const;
  /// The crate whose root is at `path`; nullptr when there is none.
  [[nodiscard]] const RustCrate* CrateRootedAt(std::string_view path) const;
  /// The module in which item `item` of `file` stands (its own, if it is an inline module).
  [[nodiscard]] std::uint32_t ModuleOfItem(std::uint32_t file, std::uint32_t item) const;
  /// The module of that path in that crate; kNoItem when there is none.
  [[nodiscard]] std::uint32_t FindModule(std::uint32_t crate, std::string_view path) const;

 private:
  /// Where a module's text and its `mod` line stand.
  struct Stands {
    std::uint32_t file = 0;
    std::uint32_t item = kNoItem;
    std::uint32_t declared_in = kNoItem;
    std::uint32_t declaration = kNoItem;
  };
  std::uint32_t AddModule(RustModule module);
  std::uint32_t AddChild(std::uint32_t parent, const std::string& name, const Stands& stands);

  std::vector<RustFile> files_;
  std::vector<RustCrate> crates_;
  std::vector<RustModule> modules_;
  std::map<std::string, std::uint32_t, std::less<>> by_path_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t, std::less<>> module_by_path_;
  std::vector<std::vector<std::uint32_t>> module_of_item_;  // file -> item -> module
};

}  // namespace ferrotype
