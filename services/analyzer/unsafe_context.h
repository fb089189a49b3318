// Where in a Rust text the walk of the unsafe ledger is: the brackets that stand open, and the statement in each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/unsafe_tokens.h"
#include "model/unsafe.h"

namespace ferrotype {

inline constexpr std::uint32_t kNoIndex = 0xFFFFFFFF;

/// What an open bracket holds.
enum class LedgerScope : std::uint8_t {
  kModule,  ///< the file, mod x { }
  kInherentImpl,
  kTraitImpl,
  kTrait,
  kExternBlock,
  kBlock,    ///< a function's body and any other braces
  kGroup,    ///< ( ) or [ ] of code: an expression in it goes on outside
  kMacro,    ///< the outermost bracket of a macro's tokens
  kMatcher,  ///< the left side of a rule of macro_rules!: what it matches is no code
  kAttribute,
};

/// An item whose body has not begun yet.
enum class LedgerHeader : std::uint8_t { kNone, kFunction, kImpl, kTrait, kModule, kExtern, kConst };

/// The statement, item, match arm or list element that the walk is in.
struct LedgerStatement {
  std::uint32_t prelude = kNoToken;       ///< its first token, attributes included
  std::uint32_t start = kNoToken;         ///< its first token after attributes
  std::uint32_t assign = kNoToken;        ///< its first `=`
  std::uint32_t header_token = kNoToken;  ///< the keyword of `header`
  std::uint32_t docs_from = kNoToken;     ///< where docs that no site has taken yet may begin
  std::uint32_t id = kNoIndex;            ///< index into the walk's list of statements with unsafe blocks
  std::uint32_t site = kNoIndex;          ///< the site that makes its item unsafe, until the item's body begins
  std::uint32_t name = kNoIndex;          ///< of the constant that it is
  LedgerHeader header = LedgerHeader::kNone;
  bool let = false;                   ///< starts with let
  bool branches = false;              ///< starts with if, match, while, for or loop, or tests a pattern
  bool leaves = false;                ///< starts with return or break, or with an operator
  std::optional<bool> exempt_blocks;  ///< its attributes say whether undocumented_unsafe_blocks is allowed
  std::optional<bool> exempt_docs;    ///< ... missing_safety_doc
};

struct LedgerFrame {
  std::uint32_t close = kNoToken;
  std::uint32_t outer = 0;          ///< index of the frame that an expression in it belongs to: itself unless kGroup
  std::uint32_t item_line = 0;      ///< comments up to here are not inside the enclosing item
  std::uint32_t above_fn = 0;       ///< the line of the enclosing function's prelude; 0 outside functions
  std::uint32_t name = 0;           ///< index of the enclosing item's name
  std::uint32_t block = kNoIndex;   ///< the site whose block it is in, the innermost
  std::uint32_t callee = kNoToken;  ///< the name before a `::<`
  LedgerScope scope = LedgerScope::kModule;
  UnsafeClass region = UnsafeClass::kBlock;  ///< kMacroCall, kMacroRules, kQuoted; kBlock: plain code
  std::uint8_t depth = 0;                    ///< names in the path of its item
  bool exempt_blocks = false;
  bool exempt_docs = false;
  bool after_brace = false;  ///< the token before this one closed braces
  bool body = false;         ///< it is the body of an item
  LedgerStatement statement;
};

/// Names of a file's items. Long names and deep paths are cut, so that any text gives names of bounded size.
class ItemNames {
 public:
  [[nodiscard]] const std::string& operator[](std::uint32_t name) const { return names_[name]; }
  /// The index of `part` in `parent`.
  std::uint32_t Add(std::uint32_t parent, std::string_view part);

 private:
  std::vector<std::string> names_ = {""};
};
inline constexpr std::uint8_t kMaxItemDepth = 16;

[[nodiscard]] bool IsKeyword(std::string_view word);

/// What an impl implements: `impl<T> Deref for phy::Device<T> {` is "<Device as Deref>", an inherent one "Device".
struct ImplName {
  std::string name;
  bool of_trait = false;
};
/// `impl_token` up to `brace`, neither included.
[[nodiscard]] ImplName NameOfImpl(const LedgerTokens& tokens, std::uint32_t impl_token, std::uint32_t brace);

/// What an attribute says of the two lints: `allow` and `expect` exempt, `warn` and kin take it back.
struct LintAttribute {
  bool blocks = false;  ///< it names undocumented_unsafe_blocks
  bool docs = false;    ///< ... missing_safety_doc
  bool exempt = false;
};
/// `open`: the attribute's bracket.
[[nodiscard]] LintAttribute ReadLintAttribute(const LedgerTokens& tokens, std::uint32_t open);

/// `unsafe` in code examples of doc comments: in fences that rustdoc takes for Rust, hidden lines too. (Indented
/// examples and #[doc = ".."] are not looked into.)
[[nodiscard]] std::uint32_t CountDocTestTokens(const LedgerTokens& tokens);

}  // namespace ferrotype
