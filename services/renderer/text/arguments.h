// What stands in a role's code span or after a directive's name: `first; key=value; ...`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "renderer/text/reporter.h"

namespace ferrotype::text {

class Arguments {
 public:
  /// Splits at `;`. A part whose text before the first `=` is of a-z and - alone is an option, every other one is
  /// positional.
  explicit Arguments(std::string_view text);

  [[nodiscard]] const std::vector<std::string>& positional() const { return positional_; }
  /// The value of option `key`, which counts as used from then on.
  [[nodiscard]] std::optional<std::string> Take(std::string_view key);
  /// Trouble when there is an option that nobody took; call it last. `known` is for suggestions.
  [[nodiscard]] std::optional<Trouble> Unused(const std::vector<std::string>& known) const;
  /// Trouble when there are fewer or more positional parts.
  [[nodiscard]] std::optional<Trouble> WantPositional(std::size_t least, std::size_t most, std::string_view form) const;

 private:
  struct Option {
    std::string key;
    std::string value;
    bool taken = false;
  };
  std::vector<std::string> positional_;
  std::vector<Option> options_;
};

/// `text` without white space at its ends.
[[nodiscard]] std::string_view Trimmed(std::string_view text);

}  // namespace ferrotype::text
