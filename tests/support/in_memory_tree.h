// A kernel's tree made of a map: paths to bytes, as git objects.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/hash.h"
#include "model/tree.h"

namespace ferrotype::testing_support {

class InMemoryTree {
 public:
  explicit InMemoryTree(const std::map<std::string, std::string>& files) {
    Folder root;
    for (const auto& [path, bytes] : files) Place(root, path, bytes);
    root_ = Write(root);
  }

  [[nodiscard]] TreeOid root() const { return root_; }
  [[nodiscard]] const std::map<TreeOid, std::string>& trees() const { return trees_; }
  [[nodiscard]] const std::map<BlobOid, std::string>& blobs() const { return blobs_; }
  /// (name, blob) of every file.
  [[nodiscard]] const std::vector<std::pair<std::string, BlobOid>>& files() const { return files_; }

 private:
  struct Folder {
    std::map<std::string, Folder> folders;
    std::map<std::string, BlobOid> files;
  };

  void Place(Folder& folder, const std::string& path, const std::string& bytes) {
    const std::size_t slash = path.find('/');
    if (slash != std::string::npos) return Place(folder.folders[path.substr(0, slash)], path.substr(slash + 1), bytes);
    const BlobOid blob{GitObjectId("blob", bytes)};
    folder.files[path] = blob;
    blobs_[blob] = bytes;
    files_.emplace_back(path, blob);
  }

  TreeOid Write(const Folder& folder) {
    std::vector<TreeEntry> entries;
    for (const auto& [name, blob] : folder.files) entries.push_back({TreeMode::kFile, name, blob.bytes});
    for (const auto& [name, below] : folder.folders) entries.push_back({TreeMode::kTree, name, Write(below).bytes});
    std::sort(entries.begin(), entries.end(), TreeEntryLess);
    const std::string object = SerializeTree(entries);
    const TreeOid tree = TreeOidOf(object);
    trees_[tree] = object;
    return tree;
  }

  TreeOid root_;
  std::map<TreeOid, std::string> trees_;
  std::map<BlobOid, std::string> blobs_;
  std::vector<std::pair<std::string, BlobOid>> files_;
};

}  // namespace ferrotype::testing_support
