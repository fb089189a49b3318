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

/// What Rust may name through bindings without calling it.
enum class CNameKind : std::uint8_t {
  kMacro = 0,  ///< object-like, with a value
  kEnumerator = 1,
  kStruct = 2,
  kUnion = 3,
  kEnum = 4,
  kTypedef = 5,
  kVariable = 6,
};
inline constexpr std::size_t kCNameKinds = 7;

/// A kernel has two million of them, and Rust names some hundred: kept without their letters, to be asked for by hash.
struct CHashedName {
  std::uint64_t hash = 0;  ///< CNameHash of the name as bindgen writes it
  std::uint32_t line = 0;
  CNameKind kind = CNameKind::kMacro;
  bool operator==(const CHashedName&) const = default;
};

/// The registers of a graphics chip are a hundred thousand macros in one header, and none of them is bindgen's to see.
inline constexpr std::size_t kMostCMacros = 4096;

/// 48 bits of FNV-1a: one of a kernel's two million names and one of a thousand asked for meet once in 140,000 kernels.
[[nodiscard]] constexpr std::uint64_t CNameHash(std::string_view name) {
  std::uint64_t seed = 0xCBF29CE484222325U;
  for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return (seed ^ seed >> 48U) & 0xFFFFFFFFFFFFU;
}

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

inline constexpr std::string_view kConstPrefix = "RUST_CONST_HELPER_";
inline constexpr std::string_view kOldConstPrefix = "BINDINGS_";  ///< up to 6.11

/// What a helper of rust/helpers calls: `rust_helper_x` of this file, and each function or macro named with a `(` in
/// its body. Also what a constant made for bindgen stands for: `const gfp_t RUST_CONST_HELPER_GFP_KERNEL = GFP_KERNEL;`
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
  /// In order of position: of headers macros, enumerators and types, of .c files variables that others can name. An
  /// enumerator of `enum x` is called x_NAME, as bindgen does. Macros of a header with more than kMostCMacros are left
  /// out.
  std::vector<CHashedName> names;
  std::uint32_t functions = 0;  ///< that are defined, all static and inline ones included
};

/// Empty when there is nothing in it.
[[nodiscard]] Bytes Encode(const CSyntax& value);

/// Views into `message`, as Encode gave it; an empty one has nothing in it. kCorrupt as all Decode (wire.h).
[[nodiscard]] Result<CSyntax> DecodeCSyntax(std::string_view message);

/// Only these two; cheaper where a tree's files are read one after the other. In place of what they hold.
[[nodiscard]] Result<void> DecodeCDefinitions(std::string_view message, std::vector<CDefinition>& definitions,
                                              std::vector<CHashedName>& names);

}  // namespace ferrotype
