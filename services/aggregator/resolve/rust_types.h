// Types as far as they decide what a method call means: interned, so that equal types have one number.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ferrotype {

using TypeId = std::uint32_t;
inline constexpr TypeId kUnknownType = 0;

enum class TypeKind : std::uint8_t {
  kUnknown,
  kItem,       ///< struct, enum, union or trait of the tree: `head` its definition
  kOutside,    ///< of core, alloc or bindings: `head` the name of its path
  kPrimitive,  ///< `head` its name
  kParam,      ///< generic: `head` a parameter's number
  kRef,
  kPointer,
  kTuple,
  kSlice,       ///< also arrays
  kFunction,    ///< parameters, then the result
  kBound,       ///< impl A + B, dyn A
  kAssociated,  ///< <args[0] as args[1]>::head, args[1] unknown where not written
  kConst,       ///< a const argument: nothing depends on its value
};

struct Type {
  TypeKind kind = TypeKind::kUnknown;
  std::uint32_t head = 0;
  std::vector<TypeId> args;
  auto operator<=>(const Type&) const = default;
};

using Substitution = std::map<std::uint32_t, TypeId>;  // parameter -> type

class TypeTable {
 public:
  TypeTable() { types_.push_back({}); }

  TypeId Add(Type type) {
    const auto [found, fresh] = index_.try_emplace(type, static_cast<TypeId>(types_.size()));
    if (fresh) types_.push_back(std::move(type));
    return found->second;
  }
  TypeId Add(TypeKind kind, std::uint32_t head, std::vector<TypeId> args = {}) {
    if (kind == TypeKind::kUnknown) return kUnknownType;
    return Add(Type{kind, head, std::move(args)});
  }
  [[nodiscard]] const Type& Of(TypeId id) const { return types_[id]; }

  std::uint32_t Name(std::string_view text) {
    const auto [found, fresh] = names_.try_emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
    if (fresh) texts_.push_back(found->first);
    return found->second;
  }
  [[nodiscard]] std::string_view TextOf(std::uint32_t name) const { return texts_[name]; }

  /// `type` with parameters replaced. Depth is bounded: what lies deeper stays as it is.
  TypeId Replace(TypeId type, const Substitution& by, int depth = 0);
  /// Whether `pattern`, whose parameters may be anything, matches `type`; parameters that are found go to `found`. What
  /// is unknown matches everything.
  bool Matches(TypeId pattern, TypeId type, Substitution& found, int depth = 0) const;

  [[nodiscard]] bool IsOutside(TypeId type, std::string_view last_segment) const;

 private:
  std::vector<Type> types_;
  std::map<Type, TypeId> index_;
  std::unordered_map<std::string, std::uint32_t> names_;
  mutable int work_ = 0;
  std::deque<std::string> texts_;  // views of them stay good
};

}  // namespace ferrotype
