// A folder of fixtures as a release in a store: analyzed, folded, and all its bytes kept for quoting if wanted.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "aggregator/fold.h"
#include "aggregator/rust_files.h"
#include "analyzer/analyze.h"
#include "model/language.h"
#include "model/wire.h"
#include "store/sqlite_store.h"
#include "support/in_memory_tree.h"

namespace ferrotype::testing_support {

inline std::map<std::string, std::string> FilesBelow(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    files[std::filesystem::relative(entry.path(), folder).generic_string()] = text.str();
  }
  return files;
}

template <typename T>
void Must(const Result<T>& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

class AnalyzedTree {
 public:
  explicit AnalyzedTree(const std::map<std::string, std::string>& files, bool with_quotes = true)
      : tree_(files), store_(OpenMemoryStore().value()) {
    Must(store_->Begin());
    Analyzer analyzer;
    for (const auto& [oid, object] : tree_.trees()) Must(store_->PutTree({oid, object}));
    for (const auto& [file, blob] : tree_.files()) {
      const BlobFinding finding = analyzer.Analyze(LanguageOfName(file), blob, tree_.blobs().at(blob));
      const Bytes message = Encode(finding);
      Must(store_->PutFinding({finding.language, blob}, message, Sha256(message)));
    }
    Folder folder(*store_);
    Missing missing;
    Must(folder.Fold(root(), missing));
    for (const auto& [tree, fold] : folder.TakeNew()) Must(store_->PutFold(tree, fold));
    for (const auto& [blob, bytes] : tree_.blobs()) {
      if (with_quotes && !bytes.empty()) Must(store_->PutChunk({blob, 0, 1, bytes.size(), Framed(bytes)}));
    }
    Must(store_->Commit());
    rust_files_ = RustFiles(*store_, root()).value();
  }

  [[nodiscard]] TreeOid root() const { return tree_.root(); }
  [[nodiscard]] StoreReader& store() { return *store_; }
  [[nodiscard]] const std::vector<FileRow>& rust_files() const { return rust_files_; }

 private:
  // A zstd frame that holds its bytes as they are.
  static Bytes Framed(const std::string& plain) {
    Bytes frame = {'\x28', '\xb5', '\x2f', '\xfd', '\xa0'};  // one segment, its size in four bytes
    for (int i = 0; i < 4; ++i) frame += static_cast<char>((plain.size() >> (8 * i)) & 0xFFU);
    const std::size_t header = (plain.size() << 3U) | 1U;
    for (int i = 0; i < 3; ++i) frame += static_cast<char>((header >> (8 * i)) & 0xFFU);
    return frame + plain;
  }

  InMemoryTree tree_;
  std::unique_ptr<Store> store_;
  std::vector<FileRow> rust_files_;
};

}  // namespace ferrotype::testing_support
