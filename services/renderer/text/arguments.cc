#include "renderer/text/arguments.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/text/chinese.h"

namespace ferrotype::text {
namespace {

bool IsKey(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

Arguments::Arguments(std::string_view text) {
  const std::string clean = WithoutSeams(text);
  for (const std::string_view part : Split(clean, ';')) {
    const std::string_view trimmed = Trimmed(part);
    if (trimmed.empty()) continue;
    const std::size_t equals = trimmed.find('=');
    if (equals != std::string_view::npos && IsKey(Trimmed(trimmed.substr(0, equals)))) {
      options_.push_back(
          {std::string(Trimmed(trimmed.substr(0, equals))), std::string(Trimmed(trimmed.substr(equals + 1))), false});
    } else {
      positional_.emplace_back(trimmed);
    }
  }
}

std::optional<std::string> Arguments::Take(std::string_view key) {
  const auto found = std::find_if(options_.begin(), options_.end(),
                                  [&](const Option& option) { return option.key == key && !option.taken; });
  if (found == options_.end()) return std::nullopt;
  found->taken = true;
  return found->value;
}

std::optional<Trouble> Arguments::Unused(const std::vector<std::string>& known) const {
  for (const Option& option : options_) {
    if (option.taken) continue;
    const bool twice = std::find(known.begin(), known.end(), option.key) != known.end();
    return Trouble{"F011", twice
                               ? fmt::format("option {} can't be taken here", Quoted(option.key))
                               : fmt::format("unknown option {}{}", Quoted(option.key), DidYouMean(option.key, known))};
  }
  return std::nullopt;
}

std::optional<Trouble> Arguments::WantPositional(std::size_t least, std::size_t most, std::string_view form) const {
  if (positional_.size() >= least && positional_.size() <= most) return std::nullopt;
  return Trouble{"F011", fmt::format("write {}", form)};
}

}  // namespace ferrotype::text
