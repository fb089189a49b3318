// What one Rust file declares: a pure function of its text. No path is known here; which module a file is, and what a
// name in it means, is decided where files of a release come together (aggregator/).
//
// Types, paths and signatures are kept as text with the spaces that Rust needs and no others ("&mut phy::Device",
// "Result<ARef<Device<Bound>>>", "impl Fn(&T) -> R + 'static").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype {

/// "Not inside any item": the file itself.
inline constexpr std::uint32_t kNoItem = 0xFFFFFFFF;

enum class Visibility : std::uint8_t {
  kPrivate = 0,
  kRestricted = 1 /* pub(crate), pub(super), pub(in ..) */,
  kPublic = 2
};

enum class RustItemKind : std::uint8_t {
  kModule = 0,  ///< `mod x;` (no body) or `mod x { .. }`
  kFunction = 1,
  kStruct = 2,
  kEnum = 3,
  kUnion = 4,
  kVariant = 5,
  kField = 6,  ///< of a struct, union or variant; those of a tuple are called "0", "1"
  kTrait = 7,
  kImpl = 8,
  kConst = 9,
  kStatic = 10,
  kTypeAlias = 11,  ///< also associated types
  kMacro = 12,      ///< macro_rules!
  kExternBlock = 13,
  kExternCrate = 14,  ///< `type` holds the name after `as`
};

struct RustParameter {
  std::string name;  ///< "self", a plain name, or the pattern's text
  std::string type;  ///< of self: "&self", "&mut self", "self", or its written type
  bool operator==(const RustParameter&) const = default;
};

struct RustItem {
  RustItemKind kind = RustItemKind::kModule;
  std::uint32_t parent = kNoItem;  ///< index of the enclosing item; always smaller than the own
  std::string name;                ///< impl: empty
  std::uint32_t line = 0;          ///< 1-based, of the item's own first token after docs and attributes
  std::uint32_t end_line = 0;      ///< the line of its last byte
  Visibility visibility = Visibility::kPrivate;
  bool has_body = false;  ///< a block: tells `mod x { }` from `mod x;`, a provided method from a required one
  bool is_unsafe = false;
  bool documented = false;  ///< has a doc comment or #[doc = ..]
  bool doc_hidden = false;
  std::string cfg;                      ///< what stands in #[cfg(..)]; several joined by " && "
  std::string path_attribute;           ///< of #[path = ".."]
  std::vector<std::string> attributes;  ///< the others, without #[ ]: "no_mangle", "export_name = \"x\"", "vtable"
  std::string abi;                      ///< fn and extern block: "C", ... ; empty for Rust's own
  std::string generics;                 ///< "<T: Driver, const N: usize>", as it stands
  std::string where;                    ///< "T: Sync, U: Send"
  std::string type;  ///< field, const, static: its type; alias: what it stands for; impl: the self type; fn: the result
  std::string trait;  ///< impl: the trait's path, "" for inherent; trait: its supertraits; associated type: its bounds
  std::vector<RustParameter> parameters;  ///< fn
  std::vector<std::string> c_headers;     ///< named in its own docs as "C header: [`include/linux/phy.h`](..)" and kin
  bool operator==(const RustItem&) const = default;
};

/// One name that a `use` brings in; trees are flattened.
struct RustUse {
  std::uint32_t scope = kNoItem;  ///< the module or function it stands in
  std::string path;               ///< "kernel::net::phy::Device"; of a glob without the "::*"
  std::string alias;              ///< the name it has here; "" for a glob, "_" for `as _`
  bool glob = false;
  Visibility visibility = Visibility::kPrivate;
  std::uint32_t line = 0;
  std::string cfg;
  bool operator==(const RustUse&) const = default;
};

/// A macro call where an item may stand: `module! { .. }`, `kernel::module_phy_driver! { .. }`.
struct RustMacroCall {
  std::uint32_t scope = kNoItem;
  std::string path;  ///< as written, without '!'
  std::uint32_t line = 0;
  std::uint32_t end_line = 0;
  /// `key: value` pairs of its top level, in order; a value is the text of its tokens, quotes of a single string
  /// literal taken off; a list [..] gives its elements joined by '\n'. A call whose only argument is a string literal,
  /// as include!(".."), has one field without a key.
  std::vector<std::pair<std::string, std::string>> fields;
  std::string first;  ///< its first argument, where that is one word
  bool operator==(const RustMacroCall&) const = default;
};

/// A struct of bindings that expansions of a macro write: `$crate::bindings::phy_ops { probe: Some(probe), .. }`.
struct RustMacroTable {
  std::string type;                 ///< as written
  std::vector<std::string> values;  ///< paths that fields are, or Some(..) of them, generics left out; in order
  bool open = false;                ///< fields or values of it are what the macro is given
  bool operator==(const RustMacroTable&) const = default;
};

/// What the body of a macro_rules! mentions.
struct RustMacroBody {
  std::uint32_t item = kNoItem;      ///< its kMacro item
  std::vector<std::string> invokes;  ///< paths of macros that its expansions call ("$crate::module_driver"), sorted
  std::vector<RustMacroTable> tables;
  bool operator==(const RustMacroBody&) const = default;
};

/// A name that the file says outside of `use`: "pci::Device", "Result", "pr_info!" of a macro call. Names are those
/// that an import or a path can lead away from the file: paths of two parts and more, macros, names that a `use` of the
/// file brings in, and names that begin with a capital letter (a glob may bring them).
struct RustMention {
  std::uint32_t scope = kNoItem;  ///< the innermost inline module or function with imports of its own around it
  std::string path;
  std::uint32_t line = 0;  ///< of the first
  std::uint32_t uses = 0;
  std::vector<std::uint32_t> more;  ///< the other lines, ascending, each once
  bool operator==(const RustMention&) const = default;
};

/// A literal by which a driver is known to hardware or to others.
struct RustLiteral {
  std::string key;   ///< the call it is the first argument of ("of::DeviceId::new"), or the name of the field or const
  std::string text;  ///< of a string what it says, of a number its text
  std::uint32_t line = 0;
  bool operator==(const RustLiteral&) const = default;
};

/// What code does, as far as calls can be followed through it: a flat list in the order of evaluation, operands
/// before what uses them. Names live from their kBind to the kClose of the innermost kOpen.
enum class RustExprKind : std::uint8_t {
  kUnknown = 0,
  kPath = 1,     ///< `text`: "self", "dev", "phy::Device::new", "<T as Driver>::probe", generics as they stand
  kCall = 2,     ///< `a`: what is called; operands: the arguments
  kMethod = 3,   ///< `a`.`text`(operands), `type`: its turbofish "<T>"
  kField = 4,    ///< `a`.`text`
  kTry = 5,      ///< `a`?
  kAwait = 6,    ///< `a`.await
  kRef = 7,      ///< &`a`
  kDeref = 8,    ///< *`a`
  kIndex = 9,    ///< `a`[`b`]
  kCast = 10,    ///< `a` as `type`; also a let with a type
  kStruct = 11,  ///< `text` { .. }; operands: the fields' values
  kTuple = 12,
  kArray = 13,
  kClosure = 14,  ///< `a`: its body; `type`: its result where written
  kBlock = 15,    ///< `a`: its last expression, if any
  kChoice = 16,   ///< if and match; operands: the values of their branches
  kLiteral = 17,  ///< `text`: "str", "cstr", "bytes", "char", "bool", "int", "float", or a number's suffix
  kMacro = 18,    ///< `text`!(..); operands: the expressions that its arguments could be read as
  kBinary = 19,   ///< `a` `text` `b`
  kUnary = 20,    ///< `text` `a`
  kLeave = 21,    ///< return, break, continue
  kProject = 22,  ///< what a pattern takes out of `a`: field `type` of `text`, "" for a tuple's; `text` "|": a
                  ///< closure's parameter `type`
  kElement = 23,  ///< what iterating over, or a slice pattern on, `a` gives
  kBind = 24,     ///< from here on `text` is `a`, of type `type` where written
  kOpen = 25,
  kClose = 26,
};

/// "Nothing" where an expression could be named.
inline constexpr std::uint32_t kNoExpr = 0xFFFFFFFF;

struct RustExpr {
  RustExprKind kind = RustExprKind::kUnknown;
  std::uint32_t line = 0;     ///< 1-based; of a method call that of its name
  std::uint32_t a = kNoExpr;  ///< index in the same body, smaller than the own
  std::uint32_t b = kNoExpr;
  std::uint32_t text = 0;  ///< index in RustSyntax::names
  std::uint32_t type = 0;
  std::uint32_t operands = 0;  ///< index of the first in RustBody::operands
  std::uint32_t count = 0;
  bool operator==(const RustExpr&) const = default;
};

/// Code of a function, of the value of a const or static, or what the transcribers of a macro_rules! call.
struct RustBody {
  std::uint32_t item = kNoItem;
  std::uint32_t value = kNoExpr;  ///< what the code as a whole is
  std::vector<RustExpr> exprs;
  std::vector<std::uint32_t> operands;
  bool operator==(const RustBody&) const = default;
};

struct RustSyntax {
  /// False when the grammar met something it doesn't know (macro-heavy code): what stands here is what could be read.
  bool clean = true;
  std::string head_doc;                ///< the text of the //! comments at its head, marks taken off, lines by '\n'
  std::vector<std::string> c_headers;  ///< named in head_doc
  std::vector<RustItem> items;         ///< in order of position; parents before children
  std::vector<RustUse> uses;
  std::vector<RustMacroCall> macro_calls;
  std::vector<RustMacroBody> macro_bodies;
  std::vector<RustMention> mentions;  ///< by first line; each path once a scope
  std::vector<RustLiteral> literals;  ///< of calls on a DeviceId, and of what is called name; in order of position
  std::vector<RustBody> bodies;       ///< by item
  std::vector<std::string> names;     ///< texts of bodies; the first is empty
  bool operator==(const RustSyntax&) const = default;
};

[[nodiscard]] Bytes Encode(const RustSyntax& value);
/// kCorrupt as all Decode (wire.h).
[[nodiscard]] Result<RustSyntax> DecodeRustSyntax(std::string_view bytes);

}  // namespace ferrotype
