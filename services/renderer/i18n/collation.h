// In which order people of a language look words up: A to Z, by pinyin. ICU's rules, none of the machine's.
#pragma once

#include <memory>
#include <string_view>

#include "renderer/language_tag.h"

namespace ferrotype {

/// Not shared between threads.
class Collation {
 public:
  explicit Collation(Lang lang);
  ~Collation();
  /// Words that ICU takes for equal are told apart by their bytes, so that the order is total.
  [[nodiscard]] bool Less(std::string_view a, std::string_view b) const;

 private:
  struct Rules;
  std::unique_ptr<Rules> rules_;
};

}  // namespace ferrotype
