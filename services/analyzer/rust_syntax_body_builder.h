// Puts the expressions of one file's bodies together.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/rust_syntax.h"

namespace ferrotype {

class RustBodyBuilder {
 public:
  explicit RustBodyBuilder(RustSyntax& syntax) : syntax_(syntax) { syntax_.names.assign(1, {}); }
  ~RustBodyBuilder() {
    if (syntax_.bodies.empty()) syntax_.names.clear();
  }
  RustBodyBuilder(const RustBodyBuilder&) = delete;
  RustBodyBuilder& operator=(const RustBodyBuilder&) = delete;

  void Begin(std::uint32_t item) {
    body_ = {};
    body_.item = item;
  }
  void End(std::uint32_t value) {
    body_.value = value;
    if (!body_.exprs.empty()) syntax_.bodies.push_back(std::move(body_));
  }

  std::uint32_t Name(std::string_view text) {
    if (text.empty()) return 0;
    const auto [found, fresh] = names_.try_emplace(std::string(text), static_cast<std::uint32_t>(syntax_.names.size()));
    if (fresh) syntax_.names.emplace_back(text);
    return found->second;
  }
  std::uint32_t Add(RustExprKind kind, std::uint32_t line, std::uint32_t a = kNoExpr, std::string_view text = {},
                    std::string_view type = {}, std::uint32_t b = kNoExpr) {
    RustExpr expr;
    expr.kind = kind;
    expr.line = line;
    expr.a = a;
    expr.b = b;
    expr.text = Name(text);
    expr.type = Name(type);
    body_.exprs.push_back(expr);
    return static_cast<std::uint32_t>(body_.exprs.size() - 1);
  }
  std::uint32_t AddWith(RustExprKind kind, std::uint32_t line, std::uint32_t a,
                        const std::vector<std::uint32_t>& operands, std::string_view text = {},
                        std::string_view type = {}) {
    const std::uint32_t index = Add(kind, line, a, text, type);
    if (!operands.empty()) body_.exprs[index].operands = static_cast<std::uint32_t>(body_.operands.size());
    body_.exprs[index].count = static_cast<std::uint32_t>(operands.size());
    body_.operands.insert(body_.operands.end(), operands.begin(), operands.end());
    return index;
  }

 private:
  RustSyntax& syntax_;
  RustBody body_;
  std::unordered_map<std::string, std::uint32_t> names_;
};

}  // namespace ferrotype
