// The words of the interface: site-templates/i18n/{en,zh}.json, key -> ICU MessageFormat pattern.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "renderer/html/html.h"
#include "renderer/i18n/problems.h"
#include "renderer/language_tag.h"
#include "renderer/render.h"

namespace ferrotype {

/// A number chooses plural forms; text and markup stand where they are put.
using MessageValue = std::variant<std::int64_t, std::string, Html>;
using MessageArguments = std::vector<std::pair<std::string_view, MessageValue>>;

class Catalogue {
 public:
  /// Every i18n/<code>.json there is; English and Chinese must be. `printed`: codes of the languages that the site
  /// speaks, in their order; empty: all. kInvalidArgument, all mistakes a line each: broken JSON, a key that one
  /// language lacks, a pattern that ICU refuses, other arguments in one language than in English, a language without a
  /// catalogue.
  [[nodiscard]] static Result<Catalogue> Load(const FileSet& templates, const std::vector<std::string>& printed = {});

  /// The message as plain text. An unknown key is a problem, and its own text.
  [[nodiscard]] std::string Text(Lang lang, std::string_view key, const MessageArguments& arguments,
                                 Problems& problems) const;
  /// The message as HTML: its own words and text arguments escaped, Html arguments as they are.
  [[nodiscard]] Html Markup(Lang lang, std::string_view key, const MessageArguments& arguments,
                            Problems& problems) const;
  /// "a, b and c" · "a、b和c": items joined as sentences of the language join them, by ICU.
  [[nodiscard]] static Html List(Lang lang, const std::vector<Html>& items);
  [[nodiscard]] bool Has(std::string_view key) const { return messages_.at(Lang::kEn).contains(key); }
  /// The languages that the site speaks; by itself English, Chinese, then others in order of their codes.
  [[nodiscard]] const std::vector<Lang>& Langs() const { return langs_; }
  /// Those that have a catalogue, printed or not.
  [[nodiscard]] const std::vector<Lang>& Known() const { return known_; }

 private:
  std::map<Lang, std::map<std::string, std::string, std::less<>>> messages_;
  std::vector<Lang> langs_;
  std::vector<Lang> known_;
};

}  // namespace ferrotype
