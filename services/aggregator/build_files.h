// What a tree builds, as its Makefiles and Kconfig files say; and which C files it has.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/finding.h"
#include "model/kbuild.h"
#include "model/store.h"

namespace ferrotype {

/// Of std::string and std::string_view alike, so that one is found by the other.
struct HashOfText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// By path.
struct BuildFiles {
  std::map<std::string, KbuildSyntax, std::less<>> makefiles;  ///< Makefile and Kbuild
  std::map<std::string, KconfigSyntax, std::less<>> kconfigs;
  std::unordered_map<std::string, FindingKey, HashOfText, std::equal_to<>> c_files;  ///< *.c
  std::vector<std::string> documents;  ///< *.rst below Documentation, but for translations; sorted
};

[[nodiscard]] Result<BuildFiles> ReadBuildFiles(StoreReader& store, TreeOid root);

}  // namespace ferrotype
