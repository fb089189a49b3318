// What a tree builds, as its Makefiles and Kconfig files say; and which C files it has.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/finding.h"
#include "model/kbuild.h"
#include "model/store.h"

namespace ferrotype {

/// By path.
struct BuildFiles {
  std::map<std::string, KbuildSyntax, std::less<>> makefiles;  ///< Makefile and Kbuild
  std::map<std::string, KconfigSyntax, std::less<>> kconfigs;
  std::map<std::string, FindingKey, std::less<>> c_files;  ///< *.c
  std::vector<std::string> documents;                      ///< *.rst below Documentation, but for translations; sorted
};

[[nodiscard]] Result<BuildFiles> ReadBuildFiles(StoreReader& store, TreeOid root);

}  // namespace ferrotype
