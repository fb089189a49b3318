#include "analyzer/unsafe_rules.h"

#include <utility>

namespace ferrotype {

UnsafeClass SiteRules::ClassAt(const LedgerFrame& frame, std::uint32_t t) const {
  const std::string_view next = Of(t + 1);
  if (frame.scope == LedgerScope::kMatcher) return UnsafeClass::kMarker;
  if (frame.scope == LedgerScope::kAttribute) return next == "(" ? UnsafeClass::kAttribute : UnsafeClass::kMarker;
  if (next == "{") return HoldsATypeAlone(frame, t + 1) ? UnsafeClass::kMarker : UnsafeClass::kBlock;
  if (next == "impl") return UnsafeClass::kImpl;
  if (next == "trait" || (next == "auto" && Of(t + 2) == "trait")) return UnsafeClass::kTrait;
  std::uint32_t fn = t + 1;
  if (next == "extern") {
    ++fn;
    if (Kind(fn) == LedgerTokenKind::kLiteral) ++fn;
    if (Of(fn) == "{") return UnsafeClass::kExternBlock;
  }
  if (Of(fn) != "fn") return UnsafeClass::kMarker;
  if (Of(fn + 1) == "(") return UnsafeClass::kFnPointer;
  if (!IsName(fn + 1) && Of(fn + 1) != "$" && Of(fn + 1) != "#") return UnsafeClass::kMarker;
  switch (frame.scope) {
    case LedgerScope::kInherentImpl:
      return UnsafeClass::kMethod;
    case LedgerScope::kTraitImpl:
      return UnsafeClass::kTraitImplMethod;
    case LedgerScope::kTrait:
      return UnsafeClass::kTraitMethod;
    default:
      return UnsafeClass::kFunction;
  }
}

/// macro!(unsafe { Device }): a type's name is no code, so the braces are the macro's own.
bool SiteRules::HoldsATypeAlone(const LedgerFrame& frame, std::uint32_t brace) const {
  if (frame.scope != LedgerScope::kMacro || frame.region != UnsafeClass::kMacroCall) return false;
  const std::string_view name = Of(brace + 1);
  return tokens_.tokens[brace].match == brace + 2 && IsName(brace + 1) && name[0] >= 'A' && name[0] <= 'Z' &&
         name.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos;
}

bool SiteRules::IsItem(UnsafeClass inner) {
  return inner != UnsafeClass::kBlock && inner != UnsafeClass::kFnPointer && inner != UnsafeClass::kAttribute &&
         inner != UnsafeClass::kMarker;
}

bool SiteRules::IsExempt(const LedgerFrame& frame, UnsafeClass inner) {
  if (inner == UnsafeClass::kBlock || inner == UnsafeClass::kImpl) {
    return frame.statement.exempt_blocks.value_or(frame.exempt_blocks);
  }
  return frame.scope == LedgerScope::kExternBlock || frame.statement.exempt_docs.value_or(frame.exempt_docs);
}

LedgerHeader SiteRules::HeaderAt(std::uint32_t t, bool in_macro) const {
  const std::string_view text = Of(t);
  const bool named = IsName(t + 1) || Of(t + 1) == "$" || Of(t + 1) == "#";
  if (text == "fn") return named ? LedgerHeader::kFunction : LedgerHeader::kNone;
  if (text == "impl") return t > 0 && InTypePosition(t - 1) ? LedgerHeader::kNone : LedgerHeader::kImpl;
  if (text == "trait") return named ? LedgerHeader::kTrait : LedgerHeader::kNone;
  if (text == "mod") return named ? LedgerHeader::kModule : LedgerHeader::kNone;
  if (text == "extern") {
    const bool abi = Kind(t + 1) == LedgerTokenKind::kLiteral;
    return Of(t + (abi ? 2U : 1U)) == "{" ? LedgerHeader::kExtern : LedgerHeader::kNone;
  }
  if (text == "const" || text == "static") {
    const bool parameter = t > 0 && (Of(t - 1) == "<" || Of(t - 1) == ",");  // of a generic item
    const std::uint32_t name = ConstNameToken(t);
    const bool plain = IsName(name) && Of(name + 1) == ":";
    // A macro may make the name: static $name: .., static [< $a _ $b >]: ..
    const bool made = in_macro && (Of(name) == "$" || Of(name) == "#" || (text == "static" && Of(name) == "["));
    return (plain || made) && !parameter ? LedgerHeader::kConst : LedgerHeader::kNone;
  }
  return LedgerHeader::kNone;
}

/// `impl` after this token is a type.
bool SiteRules::InTypePosition(std::uint32_t t) const {
  static constexpr std::array<std::string_view, 11> kBefore = {":", "->", "&", "mut", "(",  "<",
                                                               ",", "=",  "|", "+",   "dyn"};
  return Kind(t) == LedgerTokenKind::kLifetime || OneOf(Of(t), kBefore);
}

std::uint32_t SiteRules::ConstNameToken(std::uint32_t keyword) const {
  return keyword + (Of(keyword + 1) == "mut" ? 2U : 1U);
}

std::string_view SiteRules::MacroOpenedAt(std::uint32_t t) const {
  if (t >= 2 && Of(t - 1) == "!" && IsName(t - 2)) return Of(t - 2);
  if (t >= 3 && IsName(t - 1) && Of(t - 2) == "!" && Of(t - 3) == "macro_rules") return Of(t - 3);
  return {};
}

bool SiteRules::IsOperand(std::uint32_t t) const {
  return Kind(t) == LedgerTokenKind::kLiteral || IsName(t) || Of(t) == "?" || Of(t) == ")" || Of(t) == "]";
}

void SiteRules::CountOperator(std::uint32_t t, UnsafeOperations& operations) const {
  const std::string_view text = Of(t);
  if (t == 0 || (text != "*" && text != "&")) return;
  const std::string_view next = Of(t + 1);
  if (IsOperand(t - 1)) return;
  if (text == "*") {
    const bool referenced = Of(t - 1) == "&" || (Of(t - 1) == "mut" && t > 1 && Of(t - 2) == "&");
    operations.dereferences += !referenced && next != "const" && next != "mut" ? 1U : 0U;
  } else {
    const bool raw = next == "raw" && (Of(t + 2) == "const" || Of(t + 2) == "mut");
    const bool again =
        (next == "*" && Of(t + 2) != "const" && Of(t + 2) != "mut") || (next == "mut" && Of(t + 2) == "*");
    operations.references += raw || again ? 1U : 0U;
  }
}

void SiteRules::CountCall(std::uint32_t t, std::uint32_t& generic, UnsafeOperations& operations) const {
  if (t == 0 || Of(t) != "(") return;
  const std::uint32_t callee = Of(t - 1) == ">" ? std::exchange(generic, kNoToken) : t - 1;
  if (callee == kNoToken || !IsName(callee) || (callee > 0 && Of(callee - 1) == "fn")) return;
  // By convention a capital starts a tuple struct or a variant: no call.
  if (Of(callee)[0] >= 'A' && Of(callee)[0] <= 'Z') return;
  const bool binding = callee > 1 && Of(callee - 1) == "::" && Of(callee - 2) == "bindings";
  ++(binding ? operations.binding_calls : operations.calls);
}

}  // namespace ferrotype
