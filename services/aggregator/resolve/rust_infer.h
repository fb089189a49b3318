// What the calls in a body lead to, by the types of receivers as far as the source tells them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aggregator/resolve/rust_methods.h"

namespace ferrotype {

enum class CallTo : std::uint8_t {
  kUnresolved,  ///< `reason` says why
  kItem,        ///< function or method `item`
  kOneOf,       ///< the trait's method `item`: an implementation that isn't known here decides
  kBinding,     ///< `name` of the kernel's bindings
  kOutside,     ///< core, alloc, a primitive's method, a closure: no way into the kernel crate
  kData,        ///< no call: a constructor of a struct or variant
};

struct RustCall {
  std::uint32_t expr = 0;  ///< its place in the body
  std::uint32_t line = 0;
  CallTo to = CallTo::kUnresolved;
  bool method = false;    ///< receiver.name(..)
  bool as_value = false;  ///< named, not called: a function handed on
  DefId item = kNoDef;
  std::string_view written;  ///< the method's name or the path, as it stands
  std::string name;          ///< of a binding
  TypeId receiver = kUnknownType;
  std::string_view reason;  ///< "receiver-unknown", "method-unknown", "path-unknown", "macro"
};

class RustInfer {
 public:
  explicit RustInfer(RustMethods& methods, int depth = 0)
      : m_(methods), names_(methods.names()), t_(methods.types()), depth_(depth) {}

  /// What the body as a whole is; after Calls.
  [[nodiscard]] TypeId Value() const { return TypeOf(body_->value); }
  /// Calls in the order of evaluation, and bindings that are named without being called.
  std::vector<RustCall> Calls(std::uint32_t file, const RustBody& body);

 private:
  struct Local {
    std::string_view name;
    TypeId type;
  };
  struct ClosureOf {
    std::uint32_t call = kNoExpr;
    std::size_t argument = 0;
  };

  void Infer(std::uint32_t file, const RustBody& body);
  void Start(const RustItem& item);
  TypeId TypeOf(std::uint32_t expr) const { return expr < values_.size() ? values_[expr] : kUnknownType; }
  std::string_view Name(std::uint32_t index) const { return names_.world().files()[file_].syntax.names[index]; }
  const TypeId* FindLocal(std::string_view name) const;
  void FindClosures();

  TypeId Eval(std::uint32_t index);
  TypeId EvalPath(std::uint32_t index, bool called);
  TypeId EvalCall(std::uint32_t index);
  TypeId EvalMethod(std::uint32_t index);
  TypeId EvalProject(const RustExpr& expr);
  TypeId EvalChoice(const RustExpr& expr);
  TypeId ResultOf(const FoundMethod& method, const RustExpr& call, bool with_self, std::string_view generics);
  TypeId OutsideMethod(TypeId self, std::string_view name, const RustExpr& call);
  TypeId ClosureParameter(std::uint32_t open, std::size_t number);
  TypeId MacroResult(std::string_view path);
  TypeId Try(TypeId type);
  TypeId Element(TypeId type);
  TypeId OptionOf(std::string_view path, TypeId value);
  /// The type in front of an associated name and how many segments it takes.
  struct ValuePath {
    Resolved resolved;
    TypeId self = kUnknownType;
    std::string_view last;
    std::string_view last_generics;
    bool associated = false;
  };
  ValuePath ReadValuePath(std::string_view text);
  void Record(RustCall call) { calls_.push_back(std::move(call)); }

  RustMethods& m_;
  RustNames& names_;
  TypeTable& t_;
  int depth_ = 0;  ///< of macros in macros
  std::map<DefId, TypeId> macros_;
  std::uint32_t file_ = 0;
  RustScope scope_;
  const RustBody* body_ = nullptr;
  std::vector<TypeId> values_;
  std::vector<Local> locals_;
  std::vector<std::size_t> opens_;
  std::vector<std::uint32_t> open_exprs_;
  std::vector<ClosureOf> closures_;     // by the kOpen that begins one
  std::vector<std::uint32_t> callees_;  // expr -> the call whose callee it is
  std::vector<RustCall> calls_;
};

}  // namespace ferrotype
