// Walks over trees in the store, without recursion.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/store.h"
#include "model/tree.h"

namespace ferrotype {

/// Files and links in order of path. `enter(path, tree)` decides whether a folder is walked; `visit(path, entry)` hears
/// every entry that is no tree, and of trees those that were not entered. kNotFound when the store lacks a tree.
[[nodiscard]] Result<void> WalkTree(
    StoreReader& store, TreeOid root, const std::function<Result<bool>(std::string_view path, TreeOid tree)>& enter,
    const std::function<Result<void>(const std::string& path, const TreeEntry& entry)>& visit);

/// All entries of all trees below `root`, each distinct tree once, in no promised order.
[[nodiscard]] Result<void> ForEachTreeOnce(
    StoreReader& store, TreeOid root,
    const std::function<Result<void>(TreeOid tree, const std::vector<TreeEntry>& entries)>& visit);

}  // namespace ferrotype
