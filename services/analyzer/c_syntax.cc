#include "analyzer/c_syntax.h"

namespace ferrotype {

Bytes ReadCSyntax(std::string_view) { return {}; }

}  // namespace ferrotype
