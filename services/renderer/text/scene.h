// What every part of a text needs to know while it is being rendered.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "renderer/text/reporter.h"
#include "renderer/text/text.h"
#include "renderer/text/unbound.h"

namespace ferrotype::text {

/// Numbers references in the order in which a text first cites them.
class Citations {
 public:
  /// The number of `key`, from 1, and how often it was cited before.
  struct Mark {
    int number = 0;
    int times = 0;
  };
  Mark Cite(const std::string& key) {
    auto [entry, fresh] = marks_.try_emplace(key, Mark{static_cast<int>(order_.size()) + 1, 0});
    if (fresh) order_.push_back(key);
    ++entry->second.times;
    return entry->second;
  }
  [[nodiscard]] const std::vector<std::string>& order() const { return order_; }

 private:
  std::map<std::string, Mark> marks_;
  std::vector<std::string> order_;
};

struct Scene {
  const Document& document;
  const TextContext& context;
  Citations& citations;
  TextRecord& record;
  int tables = 0;                           ///< so far, for their ids
  int formulas = 0;                         ///< of their own lines, so far
  const UnboundNumbers* unbound = nullptr;  ///< null: numbers are nobody's business here

  [[nodiscard]] Lang lang() const { return context.lang; }
  [[nodiscard]] std::string_view Say(std::string_view en, std::string_view zh) const {
    return context.lang == Lang::kZh ? zh : en;
  }
};

}  // namespace ferrotype::text
