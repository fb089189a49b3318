#include "renderer/i18n/catalogue.h"

#include <fmt/format.h>
#include <unicode/listformatter.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "base/text.h"

namespace ferrotype {
namespace {

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

// Names of the arguments of a pattern; an error message when ICU refuses it.
Result<std::set<std::string>> ArgumentsOf(std::string_view pattern) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  const icu::MessagePattern parsed(FromUtf8(pattern), &where, status);
  if (U_FAILURE(status)) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("is no message pattern: {} at character {}", u_errorName(status), where.offset));
  }
  std::set<std::string> names;
  for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
    const auto& part = parsed.getPart(i);
    if (part.getType() != UMSGPAT_PART_TYPE_ARG_NAME) continue;
    std::string name;
    parsed.getSubstring(part).toUTF8String(name);
    names.insert(name);
  }
  return names;
}

std::string CatalogueOf(Lang lang) { return fmt::format("i18n/{}.json", PathOf(lang)); }

icu::Locale LocaleOf(Lang lang) { return icu::Locale::createFromName(std::string(TagOf(lang)).c_str()); }

// A pattern that is ready to be filled. ICU makes parts of it while it formats, so that no two threads share one.
struct Compiled {
  icu::MessageFormat format;
  std::set<std::string> names;
  UErrorCode status = U_ZERO_ERROR;  // of reading it
};

const Compiled& CompiledOf(Lang lang, const std::string& pattern) {
  constexpr std::size_t kMost = 4096;
  thread_local std::unordered_map<std::string, std::unique_ptr<const Compiled>> known;
  std::string key = fmt::format("{} {}", PathOf(lang), pattern);
  if (const auto found = known.find(key); found != known.end()) return *found->second;
  if (known.size() >= kMost) known.clear();
  UErrorCode status = U_ZERO_ERROR;
  auto compiled =
      std::make_unique<const Compiled>(Compiled{icu::MessageFormat(FromUtf8(pattern), LocaleOf(lang), status),
                                                ArgumentsOf(pattern).value_or(std::set<std::string>()), status});
  return *known.emplace(std::move(key), std::move(compiled)).first->second;
}

// A character of the private use area stands for an argument until the rest is escaped.
constexpr char16_t kFirstMark = 0xE100;

}  // namespace

Result<Catalogue> Catalogue::Load(const FileSet& templates, const std::vector<std::string>& printed) {
  Catalogue catalogue;
  std::string mistakes;
  const auto mistake = [&](const std::string& text) { mistakes += (mistakes.empty() ? "" : "\n") + text; };
  for (const Lang lang : kLangs) {
    if (!templates.contains(CatalogueOf(lang)))
      mistake(fmt::format("site-templates/{}: is missing", CatalogueOf(lang)));
  }
  for (std::size_t i = 0; i < kLanguageCodes.size(); ++i) {
    const Lang lang = static_cast<Lang>(i);
    const auto file = templates.find(CatalogueOf(lang));
    if (file == templates.end()) continue;
    catalogue.known_.push_back(lang);
    auto& messages = catalogue.messages_[lang];
    // The parser would take the last of two messages with one key and say nothing.
    std::set<std::string> keys;
    const auto once = [&](int depth, nlohmann::json::parse_event_t event, const nlohmann::json& token) {
      if (event == nlohmann::json::parse_event_t::key && depth == 1 && !keys.insert(token.get<std::string>()).second)
        mistake(fmt::format("site-templates/{}: \"{}\" stands there twice", file->first, token.get<std::string>()));
      return true;
    };
    const nlohmann::json json = nlohmann::json::parse(file->second, once, false);
    if (!json.is_object()) {
      mistake(fmt::format("site-templates/{}: is not a JSON object", file->first));
      continue;
    }
    for (const auto& [key, value] : json.items()) {
      if (value.is_string()) {
        messages[key] = value.get<std::string>();
      } else {
        mistake(fmt::format("site-templates/{}: \"{}\" is not a string", file->first, key));
      }
    }
  }
  for (const auto& [path, bytes] : templates) {
    if (!path.starts_with("i18n/") || !path.ends_with(".json")) continue;
    if (!LangOf(std::string_view(path).substr(5, path.size() - 10)))
      mistake(fmt::format("site-templates/{}: a catalogue is called by the two letters of its language", path));
  }
  const auto& english = catalogue.messages_[Lang::kEn];
  for (const Lang lang : catalogue.known_) {
    const auto& own = catalogue.messages_[lang];
    for (const auto& [key, pattern] : english) {
      if (!own.contains(key))
        mistake(fmt::format("site-templates/i18n/{}.json: lacks \"{}\", which en.json has", PathOf(lang), key));
    }
    for (const auto& [key, pattern] : own) {
      const auto in_english = english.find(key);
      if (in_english == english.end()) {
        mistake(fmt::format("site-templates/i18n/{}.json: \"{}\" is not in en.json", PathOf(lang), key));
        continue;
      }
      const Result<std::set<std::string>> names = ArgumentsOf(pattern);
      if (!names) {
        mistake(fmt::format("site-templates/i18n/{}.json: \"{}\" {}", PathOf(lang), key, names.error().message));
      } else if (const auto others = ArgumentsOf(in_english->second); others && *names != *others) {
        mistake(fmt::format("site-templates/i18n: \"{}\" has other arguments in {}.json than in en.json", key,
                            PathOf(lang)));
      }
    }
  }
  for (const std::string& code : printed) {
    const std::optional<Lang> lang = LangOf(code);
    if (!lang || std::find(catalogue.known_.begin(), catalogue.known_.end(), *lang) == catalogue.known_.end()) {
      std::vector<std::string_view> there;
      for (const Lang known : catalogue.known_) there.push_back(PathOf(known));
      mistake(fmt::format("languages: \"{0}\" has no catalogue, site-templates/i18n/{0}.json; there are {1}",
                          Printable(code), fmt::join(there, ", ")));
    } else if (std::find(catalogue.langs_.begin(), catalogue.langs_.end(), *lang) != catalogue.langs_.end()) {
      mistake(fmt::format("languages: \"{}\" stands there twice", code));
    } else {
      catalogue.langs_.push_back(*lang);
    }
  }
  if (printed.empty()) catalogue.langs_ = catalogue.known_;
  if (!mistakes.empty()) return Fail(ErrorKind::kInvalidArgument, mistakes);
  return catalogue;
}

std::string Catalogue::Text(Lang lang, std::string_view key, const MessageArguments& arguments,
                            Problems& problems) const {
  const auto of_lang = messages_.find(lang);
  const auto& messages = of_lang == messages_.end() ? messages_.at(Lang::kEn) : of_lang->second;
  const auto found = messages.find(key);
  if (found == messages.end()) {
    std::vector<std::string> known;
    for (const auto& [name, unused] : messages) known.push_back(name);
    const auto nearest = Nearest(key, known);
    problems.Add(fmt::format("site-templates/i18n: no message \"{}\"{}", key,
                             nearest ? fmt::format("; did you mean \"{}\"?", *nearest) : ""));
    return std::string(key);
  }
  if (found->second.find_first_of("{'") == std::string::npos) return found->second;

  const Compiled& compiled = CompiledOf(lang, found->second);
  UErrorCode status = compiled.status;
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : arguments) {
    names.push_back(FromUtf8(name));
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      values.emplace_back(static_cast<std::int64_t>(*number));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      values.emplace_back(FromUtf8(*text));
    } else {
      values.emplace_back(FromUtf8(std::get<Html>(value).str()));
    }
  }
  icu::UnicodeString result;
  compiled.format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), result, status);
  std::string out;
  result.toUTF8String(out);
  if (U_FAILURE(status)) problems.Add(fmt::format("site-templates/i18n: \"{}\": {}", key, u_errorName(status)));
  // An argument that nobody gave stands in the text as {name}.
  for (const std::string& name : compiled.names) {
    const bool given = std::any_of(arguments.begin(), arguments.end(), [&](const auto& a) { return a.first == name; });
    if (!given)
      problems.Add(
          fmt::format("site-templates/i18n: \"{}\" wants an argument \"{}\" that the page doesn't give", key, name));
  }
  return out;
}

Html Catalogue::List(Lang lang, const std::vector<Html>& items) {
  if (items.size() < 2) return items.empty() ? Html() : items.front();
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::ListFormatter> formatter(
      icu::ListFormatter::createInstance(lang == Lang::kEn ? icu::Locale("en", "GB") : LocaleOf(lang), status));
  Html out;
  if (U_SUCCESS(status)) {
    // Joined with marks in the items' places, so that only ICU's own words are escaped.
    std::vector<icu::UnicodeString> marks;
    for (std::size_t i = 0; i < items.size(); ++i) marks.emplace_back(static_cast<char16_t>(kFirstMark + i % 0x1000));
    icu::UnicodeString joined;
    formatter->format(marks.data(), static_cast<std::int32_t>(marks.size()), joined, status);
    std::size_t next = 0;
    icu::UnicodeString words;
    const auto flush = [&] {
      std::string text;
      words.toUTF8String(text);
      words.remove();
      out += Html::Text(text);
    };
    for (std::int32_t i = 0; U_SUCCESS(status) && i < joined.length(); ++i) {
      const char16_t c = joined.charAt(i);
      if (c < kFirstMark || c >= kFirstMark + 0x1000) {
        words += c;
        continue;
      }
      flush();
      out += items.at(next++);
    }
    flush();
    if (U_SUCCESS(status) && next == items.size()) return out;
  }
  out = Html();
  for (const Html& item : items) out += (out.empty() ? Html() : Html::Text(", ")) + item;
  return out;
}

Html Catalogue::Markup(Lang lang, std::string_view key, const MessageArguments& arguments, Problems& problems) const {
  MessageArguments marked = arguments;
  std::vector<std::pair<std::string, std::string>> marks;  // private character -> markup
  for (auto& [name, value] : marked) {
    if (std::holds_alternative<std::int64_t>(value)) continue;
    const auto* html = std::get_if<Html>(&value);
    std::string mark;
    icu::UnicodeString(static_cast<char16_t>(kFirstMark + marks.size())).toUTF8String(mark);
    marks.emplace_back(mark, html != nullptr ? html->str() : EscapeHtml(std::get<std::string>(value)));
    value = mark;
  }
  std::string text = EscapeHtml(Text(lang, key, marked, problems));
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto mark = std::find_if(marks.begin(), marks.end(),
                                   [&](const auto& m) { return text.compare(i, m.first.size(), m.first) == 0; });
    if (mark == marks.end()) {
      out += text[i++];
    } else {
      out += mark->second;
      i += mark->first.size();
    }
  }
  return Html::Trusted(out);
}

}  // namespace ferrotype
