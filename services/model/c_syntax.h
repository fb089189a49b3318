// What one C file or header defines: a pure function of its text, made in the same reading as its line counts.
#pragma once

#include <cstdint>
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
inline constexpr std::size_t kCDefinitionKinds = 5;

struct CDefinition {
  std::string_view name;   ///< into the message it was read from
  std::uint32_t line = 0;  ///< 1-based, of the name; of the macro's call where a macro of the file writes the function
  CDefinitionKind kind = CDefinitionKind::kFunction;
  bool operator==(const CDefinition&) const = default;
};

/// Names by which a C driver and a Rust one can be told to be the same, as its tables (`struct x_device_id`) and its
/// driver (`struct x_driver`) give them. A macro of the same file that stands for a number or a string is put in.
enum class CStringKind : std::uint8_t {
  kCompatible = 0,  ///< .compatible = "arm,mali-valhall-csf"
  kName = 1,        ///< .name = "cpufreq-dt" of a driver
  kDeviceId = 2,    ///< an id: "0x003b1841" (PHY), "PCI_VENDOR_ID_INTEL, 0x1234", "lm75" (by name)
};
inline constexpr std::size_t kCStringKinds = 3;

struct CString {
  std::string_view text;
  std::uint32_t line = 0;
  CStringKind kind = CStringKind::kCompatible;
  bool operator==(const CString&) const = default;
};

/// What a helper of rust/helpers calls: `rust_helper_x` of this file, and each function or macro named with a `(` in
/// its body.
struct CHelperCall {
  std::string_view helper;  ///< "rust_helper_mutex_lock"
  std::string_view callee;
  std::uint32_t line = 0;  ///< of the call
  bool operator==(const CHelperCall&) const = default;
};

/// Lists of views; whoever has one keeps alive what they view into.
struct CSyntax {
  /// In order of position. Of a .c file without its static functions that aren't inline: nobody else can call them.
  std::vector<CDefinition> definitions;
  std::vector<CString> strings;  ///< in order of position
  std::vector<CHelperCall> helper_calls;
  std::uint32_t functions = 0;  ///< that are defined, all static and inline ones included
};

/// Empty when there is nothing in it.
[[nodiscard]] Bytes Encode(const CSyntax& value);

/// Views into `message`, as Encode gave it; an empty one has nothing in it. kCorrupt as all Decode (wire.h).
[[nodiscard]] Result<CSyntax> DecodeCSyntax(std::string_view message);

/// Only the definitions; cheaper where a tree's files are read one after the other. In place of what is in `into`.
[[nodiscard]] Result<void> DecodeCDefinitions(std::string_view message, std::vector<CDefinition>& into);

}  // namespace ferrotype
