// Types of items, and which method a name means on a type: inherent impls, traits, provided methods, Deref.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "aggregator/resolve/rust_names.h"
#include "aggregator/resolve/rust_types.h"

namespace ferrotype {

struct FoundMethod {
  DefId fn = kNoDef;
  Substitution types;  ///< what the parameters of its impl or trait stand for
  TypeId self = kUnknownType;
  bool one_of = false;  ///< the trait's: an implementation that isn't known here decides
};

class RustMethods {
 public:
  explicit RustMethods(RustNames& names);

  /// Calls that are asked for from now on stand there: impls of crates that its crate can't know don't count, nor do
  /// traits that aren't in scope.
  void Enter(const RustScope& scope);

  [[nodiscard]] RustNames& names() { return names_; }
  [[nodiscard]] TypeTable& types() { return types_; }

  /// The type that `text` writes in `scope`; kUnknownType for what can't be read.
  TypeId Read(std::string_view text, const RustScope& scope, int depth = 0);
  /// What `Self` is there.
  TypeId SelfType(const RustScope& scope, int depth = 0);
  /// The struct, enum or trait with the arguments that a path gives it, defaults for those it leaves out.
  TypeId OfItem(DefId def, std::string_view generics, const RustScope& scope, int depth = 0);

  /// A method or associated function of `type` itself, without Deref.
  std::optional<FoundMethod> Find(TypeId type, std::string_view name);
  /// The same along Deref, as a method call looks for it.
  std::optional<FoundMethod> FindAlongDeref(TypeId type, std::string_view name);
  /// One step of Deref; kUnknownType when there is none.
  TypeId Deref(TypeId type);
  /// The type of a field, along Deref.
  TypeId Field(TypeId type, std::string_view name);
  /// Of a struct's or variant's field by name or number, where `value` is of that struct or enum.
  TypeId FieldOf(DefId holder, std::string_view name, TypeId value);
  /// An associated type of `type`.
  TypeId Associated(TypeId type, std::string_view name, int depth = 0);
  /// `type` with associated types replaced by what they are, where that is known.
  TypeId Normalize(TypeId type, int depth = 0);
  /// The associated const of `type`.
  DefId AssociatedConst(TypeId type, std::string_view name);

  /// Traits that bound a parameter, `impl ..`, `dyn ..` or an associated type; supertraits too, unless not asked for.
  std::vector<TypeId> BoundsOf(TypeId type, bool supertraits = true);
  /// The number of the generic parameter `name` of `def`.
  std::uint32_t Param(DefId def, std::string_view name);
  const std::vector<GenericParam>& GenericsOf(DefId def);
  /// References, Pin, Box and what else only stands around a value, taken off.
  TypeId Peel(TypeId type);
  /// "Device<Bound>" for people.
  std::string Describe(TypeId type, int depth = 0);

 private:
  struct Impl {
    DefId def = kNoDef;
    TypeId self = kUnknownType;
    TypeId trait = kUnknownType;
    std::uint32_t crate = 0;
  };
  [[nodiscard]] bool TraitInScope(TypeId trait);
  [[nodiscard]] bool Visible(const Impl& impl) const { return sees_[impl.crate] != 0; }
  struct ParamOf {
    DefId def = kNoDef;
    std::string name;
  };
  [[nodiscard]] std::uint64_t KeyOf(TypeId type) const;
  [[nodiscard]] DefId ChildNamed(DefId def, std::string_view name, RustItemKind kind) const;
  TypeId ReadPath(std::string_view text, const RustScope& scope, int depth);
  std::vector<TypeId> ReadArgs(std::string_view generics, const RustScope& scope, int depth);
  std::optional<std::uint32_t> ParamNamed(const RustScope& scope, std::string_view name);
  void AddTraits(std::vector<TypeId>& traits, std::string_view bound, const RustScope& scope);
  void AddSupertraits(std::vector<TypeId>& traits);
  std::optional<FoundMethod> InTraits(TypeId type, std::string_view name);
  std::optional<FoundMethod> InInherent(TypeId type, std::string_view name);
  std::optional<FoundMethod> InImpls(TypeId type, std::string_view name);
  std::optional<FoundMethod> InBlanket(TypeId type, std::string_view name);
  std::optional<FoundMethod> OfTraitImpl(const Impl& impl, TypeId type, std::string_view name, Substitution found);
  bool Implements(TypeId type, TypeId trait, int depth);
  void BuildImpls();

  RustNames& names_;
  TypeTable types_;
  std::unordered_map<std::uint64_t, std::vector<Impl>> impls_;
  std::vector<Impl> blanket_;
  std::unordered_map<DefId, std::vector<DefId>> impls_of_trait_;
  std::unordered_map<std::uint32_t, ParamOf> params_;
  std::unordered_map<DefId, std::vector<GenericParam>> generics_;
  std::map<std::pair<std::uint64_t, std::string>, TypeId> read_;
  std::map<std::pair<TypeId, std::string>, std::optional<FoundMethod>> found_;
  std::map<TypeId, TypeId> deref_;
  std::vector<char> sees_;  // crate -> known from the one that was entered
  std::uint32_t crate_ = kNoItem;
  std::uint32_t module_ = kNoItem;
  RustScope scope_;
  bool own_names_ = false;
  bool built_ = false;
  int busy_ = 0;
  static constexpr int kMaxWork = 4096;  // steps for one type: aliases of aliases can double with each
  int work_ = 0;
};

/// Owned by others: nobody's calls start or end there, and its impls don't matter.
[[nodiscard]] bool IsVendored(const RustFile& file);

}  // namespace ferrotype
