// The unsafe ledger of one Rust file: every `unsafe` token once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype {

/// What an `unsafe` keyword makes unsafe. Where it stands in a macro's tokens is a class of its own; what it is there
/// is told by UnsafeSite::inner. Of a macro within a macro the outermost decides, but a definition or quotation among a
/// call's tokens counts as such. "Macro invocation" in tables of fewer classes is kMarker + kMacroCall + kQuoted.
enum class UnsafeClass : std::uint8_t {
  kBlock = 0,
  kFunction = 1,         ///< a free function
  kMethod = 2,           ///< of an inherent impl
  kTraitImplMethod = 3,  ///< the trait carries the contract
  kTraitMethod = 4,      ///< declared in a trait
  kTrait = 5,
  kImpl = 6,
  kExternBlock = 7,
  kFnPointer = 8,    ///< the type `unsafe fn(..)`, `unsafe extern "C" fn(..)`
  kAttribute = 9,    ///< #[unsafe(no_mangle)]
  kMarker = 10,      ///< a macro's own syntax: impl_device_context_deref!(unsafe { Device }), Token![unsafe]
  kMacroCall = 11,   ///< among the tokens of a macro call
  kMacroRules = 12,  ///< in the body of macro_rules!
  kQuoted = 13,      ///< in quote! { .. } of a proc macro: code that it writes
};
inline constexpr std::size_t kUnsafeClasses = 14;

/// How its justification stands, by clippy's algorithm (undocumented_unsafe_blocks, missing_safety_doc).
enum class SafetyState : std::uint8_t {
  kDocumented = 0,
  kPlaceholder = 1,  ///< a SAFETY: comment that says TODO or nothing
  kWrongPlace = 2,   ///< there is one near, where clippy doesn't take it
  kMissing = 3,
  kExempt = 4,  ///< needs none: methods of trait impls, fn pointer types, markers, allow/expect attributes
};
inline constexpr std::size_t kSafetyStates = 5;

/// What is done inside a block, blocks within it not included; of other classes all are 0.
struct UnsafeOperations {
  std::uint32_t binding_calls = 0;  ///< bindings::f(..)
  /// Other calls, of which the syntax can't tell whether they are unsafe. Names with a capital are tuple structs.
  std::uint32_t calls = 0;
  std::uint32_t dereferences = 0;  ///< *p, but not of &*p
  std::uint32_t references = 0;    ///< &raw, &*p, addr_of!(..)
  bool operator==(const UnsafeOperations&) const = default;
};

struct UnsafeSite {
  std::uint32_t line = 0;      ///< of the token, 1-based
  std::uint32_t column = 0;    ///< in bytes, 1-based
  std::uint32_t end_line = 0;  ///< of what it makes unsafe; the own line where that has no extent
  UnsafeClass kind = UnsafeClass::kBlock;
  UnsafeClass inner = UnsafeClass::kBlock;  ///< in macros and quoted code: what it is there; else equal to `kind`
  SafetyState state = SafetyState::kMissing;
  /// The item that it makes unsafe, else the enclosing one, with inline modules: "Registration::new",
  /// "<Device as Deref>::deref", "tests::BYTE", "" for the file. At most 200 bytes.
  std::string item;
  UnsafeOperations operations;
  /// Lines of code that it covers and no earlier site of this file does. Only blocks cover lines: the bodies of unsafe
  /// functions are not unsafe by themselves (the kernel denies unsafe_op_in_unsafe_fn), those of impls and traits
  /// neither.
  std::uint32_t code_lines = 0;
  bool operator==(const UnsafeSite&) const = default;
};

struct UnsafeLedger {
  std::vector<UnsafeSite>
      sites;  ///< in order of position; as many as the finding's unsafe_tokens, but see unsafe_ledger.h
  std::uint32_t doc_test_tokens = 0;  ///< `unsafe` in code examples of doc comments: a ledger of its own
  bool operator==(const UnsafeLedger&) const = default;
};

[[nodiscard]] Bytes Encode(const UnsafeLedger& value);
[[nodiscard]] Result<UnsafeLedger> DecodeUnsafeLedger(std::string_view bytes);

/// "block", "trait-impl-method", "macro-rules", ...: what data and URLs say.
[[nodiscard]] std::string_view IdOf(UnsafeClass kind);
[[nodiscard]] std::string_view IdOf(SafetyState state);

}  // namespace ferrotype
