#include "analyzer/kbuild.h"

namespace ferrotype {

KbuildSyntax ReadKbuild(std::string_view) { return {}; }
KconfigSyntax ReadKconfig(std::string_view) { return {}; }

}  // namespace ferrotype
