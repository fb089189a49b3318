// A TreeSink that remembers what it is told.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "model/source.h"

namespace ferrotype::testing_support {

class RecordingSink : public TreeSink {
 public:
  struct ToldBlob {
    Language language;
    BlobOid oid;
    std::uint64_t bytes;
    auto operator<=>(const ToldBlob&) const = default;
  };

  bool KnowsTree(TreeOid tree) override { return known_trees.contains(tree); }
  bool KnowsBlob(Language language, BlobOid blob) override { return known_blobs.contains({language, blob}); }
  Result<void> Tree(TreeOid tree, std::string_view object) override {
    trees.emplace_back(tree, std::string(object));
    known_trees.insert(tree);
    return {};
  }
  Result<void> Blob(Language language, BlobOid blob, std::uint64_t bytes) override {
    blobs.push_back({language, blob, bytes});
    known_blobs.insert({language, blob});
    if (on_blob) on_blob(blobs.back());
    return {};
  }
  Result<void> Flush() override {
    ++flushes;
    if (on_flush) on_flush();
    return {};
  }

  std::vector<std::pair<TreeOid, std::string>> trees;  // in order of telling
  std::vector<ToldBlob> blobs;
  int flushes = 0;
  std::set<TreeOid> known_trees;
  std::set<std::pair<Language, BlobOid>> known_blobs;
  std::function<void(const ToldBlob&)> on_blob;
  std::function<void()> on_flush;
};

}  // namespace ferrotype::testing_support
