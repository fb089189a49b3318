// What a release's Rust is: modules, drivers, their C twins, the calls between the layers, the tool chain. Derived from
// findings alone (aggregator/survey.h) and kept beside the release in the store. Orders are fixed: equal inputs, equal
// bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ferrotype {

/// A place in the tree of the release. `line` 0: the file as a whole.
struct Place {
  std::string path;
  std::uint32_t line = 0;
  auto operator<=>(const Place&) const = default;
};

/// A module of the kernel crate that other code can name (`pub mod`), or a private file module (`visible` false).
struct ModuleRow {
  std::string name;      ///< "kernel::net::phy"
  Place declared;        ///< the `mod` line
  std::string path;      ///< the file that holds its text
  std::string category;  ///< id of ModuleCategories() (module_category.h); "unknown" when no rule knows it
  std::string cfg;       ///< all conditions on the way from lib.rs, joined by " && "
  bool top_level = false;
  bool visible = false;     ///< `pub` on the whole way
  bool hidden = false;      ///< #[doc(hidden)] on the way
  std::uint64_t files = 0;  ///< of the module and all below it
  std::uint64_t code = 0;   ///< lines of code of these files
  std::uint64_t public_items =
      0;  ///< fn, type, trait, const, static, macro, method, variant, field that can be named from outside
  std::uint64_t documented_items = 0;
  std::uint64_t unsafe_tokens = 0;
  std::uint64_t unsafe_undocumented = 0;  ///< sites that are missing, placeholder or in the wrong place
  std::vector<std::string> c_headers;     ///< "include/linux/phy.h", sorted
  std::vector<std::string> driver_users;  ///< names of drivers whose files use it by path, sorted
  std::vector<std::string> sample_users;  ///< paths of samples
  std::vector<std::string> module_users;  ///< names of other modules of the kernel crate
  bool operator==(const ModuleRow&) const = default;
};

enum class DriverKind : std::uint8_t {
  kDriver = 0,
  kLinkedIntoC = 1,  ///< Rust without a module macro, linked into a C module (drm_panic_qr)
  kSample = 2,
  kTest = 3,  ///< tests and benchmarks that are modules
};

/// A kernel path that a driver names, and how often.
struct ApiUse {
  std::string path;  ///< "kernel::pci::Device"
  std::uint32_t uses = 0;
  bool operator==(const ApiUse&) const = default;
};

enum class TwinEvidence : std::uint8_t {  // strongest first
  kDocLink = 0,                           ///< "C version of this driver: [..]"
  kMakefileSwap = 1,                      ///< ifdef .. else .. endif builds one or the other
  kKconfigExclusion = 2,                  ///< depends on !OTHER
  kDriverName = 3,                        ///< the same .name
  kDeviceTable = 4,                       ///< the same device ids
  kDescription = 5,                       ///< what module doc, description: or Kconfig prompt say
  kFileName = 6,
};

struct Evidence {
  TwinEvidence kind = TwinEvidence::kDocLink;
  std::string text;  ///< what is there, short
  Place place;
  bool operator==(const Evidence&) const = default;
};

struct TwinFile {
  std::string path;
  std::uint64_t code = 0;
  std::uint64_t functions = 0;  ///< that it defines
  bool operator==(const TwinFile&) const = default;
};

/// The three proofs that something is a driver.
struct DriverProofs {
  Place macro;                             ///< where its module macro is called; path "" when there is none
  Place kbuild;                            ///< the obj- line
  Place kconfig;                           ///< its symbol, which hangs on RUST by the closure below
  std::vector<std::string> kconfig_chain;  ///< DRIVER -> ... -> RUST
  bool operator==(const DriverProofs&) const = default;
};

struct DriverRow {
  std::string name;         ///< stem of the object in obj-: "rust_binder"
  std::string module_name;  ///< the macro's `name:`
  std::string path;         ///< of the crate's root file
  DriverKind kind = DriverKind::kDriver;
  std::string macro;      ///< "kernel::module_phy_driver" resolved to its definition; "" when there is none
  std::string subsystem;  ///< SubsystemOf(path)
  std::string bus;        ///< "pci", "platform", "phy", "auxiliary", ...; "" when it has none
  std::string license;
  std::string description;
  std::vector<std::string> authors;  ///< as written, addresses cut
  std::string kconfig;               ///< symbol without CONFIG_
  std::string kconfig_prompt;
  std::string kconfig_help;            ///< lines by '\n', indentation taken off
  std::vector<std::string> files;      ///< Rust files owned through mod, #[path] and include!, sorted
  std::vector<std::string> c_objects;  ///< C files linked into the same module
  std::uint64_t code = 0;
  std::uint64_t functions = 0;  ///< fn items with a body in its files
  std::uint64_t unsafe_tokens = 0;
  std::uint64_t unsafe_undocumented = 0;
  std::vector<ApiUse> apis;           ///< by path
  std::vector<std::string> bindings;  ///< names of the kernel's own bindings used directly (imports resolved), sorted
  DriverProofs proofs;
  std::vector<TwinFile> twin;           ///< the C twin's files; empty when there is none
  std::vector<Evidence> twin_evidence;  ///< strongest first
  std::string successor_of;             ///< "nouveau": another relation, never compared in size
  Place successor_place;
  bool operator==(const DriverRow&) const = default;
};

/// Something that two proofs see differently, for people to look at.
struct Disagreement {
  std::string what;  ///< id of a message: "macro-without-kbuild", "kbuild-without-macro", "object-under-c-symbol", ...
  std::string name;
  Place place;
  std::string detail;
  bool operator==(const Disagreement&) const = default;
};

// ---- Layers

enum class StepKind : std::uint8_t { kCall = 0, kMethod = 1, kBinding = 2, kHelper = 3, kC = 4 };

struct ChainStep {
  StepKind kind = StepKind::kCall;
  std::string symbol;  ///< "kernel::net::phy::Device::genphy_soft_reset", "bindings::genphy_soft_reset"
  Place place;         ///< of a call: where it is called; else where it is defined
  bool operator==(const ChainStep&) const = default;
};

/// From a call in a driver, sample or module of the kernel crate as far down as it goes.
struct Chain {
  std::string from;  ///< driver's name, or the module's path
  std::vector<ChainStep> steps;
  bool resolved = false;  ///< down to C, or to a method that calls no C
  /// Why not: "receiver-unknown", "one-of", "macro", ...; empty when resolved. With "below-" before it, the function
  /// that is called was found, and a call inside it stays open.
  std::string reason;
  bool operator==(const Chain&) const = default;
};

struct CDefinitionAt {
  Place place;
  std::string kind;  ///< "function", "static", "inline", "macro"; of what is not called see BindingName
  bool operator==(const CDefinitionAt&) const = default;
};

/// A C function, inline or function-like macro that Rust calls.
struct CSymbolRow {
  std::string name;
  Place helper;                            ///< of rust_helper_<name>; path "" when it is called directly
  std::vector<std::string> helper_calls;   ///< what the helper's body calls
  std::vector<CDefinitionAt> definitions;  ///< outside tools, samples, scripts and boot code; generic or x86_64 first
  std::vector<CDefinitionAt> elsewhere;    ///< the other architectures' and the rest
  std::vector<ChainStep> callers;          ///< Rust functions that call it: symbol and place of the call
  bool exported = false;                   ///< EXPORT_SYMBOL of it was seen
  bool operator==(const CSymbolRow&) const = default;
};

/// A name of `bindings` that is used but never called: a type, a constant, a variable.
struct BindingName {
  std::string name;
  std::uint32_t uses = 0;
  std::uint32_t files = 0;
  Place helper;            ///< of the constant that rust/bindings makes of it for bindgen; path "" for none
  std::string stands_for;  ///< what that constant is: the C name
  /// As of CSymbolRow; kinds are "constant", "enumerator", "struct", "union", "enum", "typedef", "variable".
  std::vector<CDefinitionAt> definitions;
  std::vector<CDefinitionAt> elsewhere;
  std::vector<ChainStep> users;  ///< by place: symbol is the Rust item that names it
  bool operator==(const BindingName&) const = default;
};

/// A way from C into Rust.
struct EntryPoint {
  std::string kind;    ///< "module-init", "module-exit", "no-mangle", "export", "extern-c", "vtable", "callback", ...
  std::string symbol;  ///< as C sees it, where it has a name there
  std::string item;    ///< the Rust path
  Place place;
  bool operator==(const EntryPoint&) const = default;
};

struct Layers {
  std::vector<CSymbolRow> symbols;       ///< by name
  std::vector<BindingName> names;        ///< by name
  std::vector<Chain> chains;             ///< by place of the first step
  std::vector<EntryPoint> entry_points;  ///< by place
  std::uint64_t driver_calls = 0;        ///< method and function calls in drivers that may lead into the kernel crate
  std::uint64_t driver_calls_resolved = 0;
  std::uint64_t kernel_calls = 0;  ///< calls through bindings in the kernel crate
  std::uint64_t kernel_calls_resolved = 0;
  std::uint64_t helpers = 0;  ///< rust_helper_ functions that rust/helpers defines
  bool operator==(const Layers&) const = default;
};

// ---- Tool chain

struct VersionFor {
  std::string where;  ///< architecture, "" for all
  std::string version;
  bool operator==(const VersionFor&) const = default;
};

struct Architecture {
  std::string name;         ///< as arch-support.rst writes it: "x86"
  std::string level;        ///< "Maintained"
  std::string constraints;  ///< "x86_64 only."
  bool selects = false;     ///< arch/<name>/Kconfig (or one below) selects HAVE_RUST
  bool documented = false;
  bool operator==(const Architecture&) const = default;
};

struct Toolchain {
  std::string rustc;         ///< for all architectures that have none of their own; "" when nothing tells
  bool rustc_exact = false;  ///< this very version (up to 6.10), not at least
  std::vector<VersionFor> rustc_by_arch;
  std::string bindgen;
  Place rustc_place;
  Place bindgen_place;
  std::string rustc_in_changes;  ///< what Documentation/process/changes.rst says
  std::string bindgen_in_changes;
  std::vector<Architecture> architectures;
  std::vector<Place> experimental;  ///< sentences that call Rust experimental
  bool operator==(const Toolchain&) const = default;
};

struct Survey {
  std::vector<ModuleRow> modules;  ///< by name
  std::vector<DriverRow> drivers;  ///< by kind, then name
  std::vector<Disagreement> disagreements;
  Layers layers;
  Toolchain toolchain;
  std::uint64_t binding_headers = 0;  ///< C headers that rust/bindings gives to bindgen
  std::uint64_t unclean_files = 0;    ///< Rust files that the grammar could not read to the end
  bool operator==(const Survey&) const = default;
};

}  // namespace ferrotype
