#include "model/kbuild.h"

namespace ferrotype {

Bytes Encode(const KbuildSyntax&) { return {}; }
Bytes Encode(const KconfigSyntax&) { return {}; }
Result<KbuildSyntax> DecodeKbuildSyntax(std::string_view) { return KbuildSyntax(); }
Result<KconfigSyntax> DecodeKconfigSyntax(std::string_view) { return KconfigSyntax(); }

}  // namespace ferrotype
