// What block_scan.inc uses. Included before any #pragma GCC target, so that nothing inline is compiled for more than
// the machine can run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "analyzer/block_scan.h"
#include "analyzer/c_lexer.h"
#include "analyzer/line_tally.h"
