// What one C file or header defines: a pure function of its text, made in the same reading as its line counts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype {

enum class CDefinitionKind : std::uint8_t {
  kFunction = 0,
  kStaticFunction = 1,
  kInlineFunction = 2,
  kMacro = 3,   ///< function-like
  kExport = 4,  ///< EXPORT_SYMBOL(name) and kin
};

struct CDefinition {
  std::string_view name;   ///< into the message it was read from
  std::uint32_t line = 0;  ///< 1-based, of the name
  CDefinitionKind kind = CDefinitionKind::kFunction;
};

/// Names by which a C driver and a Rust one can be told to be the same.
enum class CStringKind : std::uint8_t {
  kCompatible = 0,  ///< .compatible = "arm,mali-valhall-csf"
  kName = 1,        ///< .name = "cpufreq-dt"
  kDeviceId = 2,    ///< text of a PHY, PCI or USB id in an id table
};
struct CString {
  std::string_view text;
  std::uint32_t line = 0;
  CStringKind kind = CStringKind::kCompatible;
};

/// What a helper of rust/helpers calls: `rust_helper_x` of this file, and each function or macro named with a `(` in
/// its body.
struct CHelperCall {
  std::string_view helper;  ///< "rust_helper_mutex_lock"
  std::string_view callee;
  std::uint32_t line = 0;  ///< of the call
};

/// Views into `message`, which it keeps alive.
struct CSyntax {
  Bytes message;
  std::vector<CDefinition> definitions;  ///< in order of position
  std::vector<CString> strings;
  std::vector<CHelperCall> helper_calls;
};

}  // namespace ferrotype
