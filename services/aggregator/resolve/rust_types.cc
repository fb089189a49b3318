#include "aggregator/resolve/rust_types.h"

#include <algorithm>

namespace ferrotype {
namespace {

constexpr int kMaxDepth = 24;
constexpr std::size_t kMaxArgs = 16;
constexpr int kMaxWork = 4096;  // types share parts: as trees they can be larger than any text

}  // namespace

TypeId TypeTable::Replace(TypeId type, const Substitution& by, int depth) {
  if (depth == 0) work_ = 0;
  if (by.empty() || depth > kMaxDepth || ++work_ > kMaxWork) return type;
  const Type old = types_[type];
  if (old.kind == TypeKind::kParam) {
    const auto found = by.find(old.head);
    return found == by.end() ? type : found->second;
  }
  if (old.args.empty()) return type;
  Type fresh = old;
  for (TypeId& arg : fresh.args) arg = Replace(arg, by, depth + 1);
  // References to references and towers of generics say nothing more about a receiver.
  if (depth == 0 && fresh.args.size() > kMaxArgs) return kUnknownType;
  return fresh == old ? type : Add(std::move(fresh));
}

bool TypeTable::Matches(TypeId pattern, TypeId type, Substitution& found, int depth) const {
  if (depth == 0) work_ = 0;
  if (pattern == type || pattern == kUnknownType || type == kUnknownType || depth > kMaxDepth) return true;
  if (++work_ > kMaxWork) return true;
  const Type& want = types_[pattern];
  const Type& have = types_[type];
  if (want.kind == TypeKind::kParam) {
    const auto [place, fresh] = found.try_emplace(want.head, type);
    return fresh || place->second == kUnknownType || place->second == type || have.kind == TypeKind::kParam ||
           types_[place->second].kind == TypeKind::kParam;
  }
  if (have.kind == TypeKind::kParam || have.kind == TypeKind::kAssociated || want.kind == TypeKind::kAssociated ||
      want.kind == TypeKind::kConst || have.kind == TypeKind::kConst || want.kind == TypeKind::kBound) {
    return true;  // what stands for it isn't known here
  }
  if (want.kind != have.kind || want.head != have.head) return false;
  const std::size_t count = std::min(want.args.size(), have.args.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (!Matches(want.args[i], have.args[i], found, depth + 1)) return false;
  }
  return true;
}

bool TypeTable::IsOutside(TypeId type, std::string_view last_segment) const {
  const Type& of = types_[type];
  if (of.kind != TypeKind::kOutside) return false;
  const std::string_view path = texts_[of.head];
  const std::size_t colon = path.rfind(':');
  return path.substr(colon == std::string_view::npos ? 0 : colon + 1) == last_segment;
}

}  // namespace ferrotype
