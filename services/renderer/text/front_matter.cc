#include "renderer/text/front_matter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include "base/text.h"
#include "renderer/text/flat_toml.h"
#include "renderer/text/flat_yaml.h"
#include "renderer/text/reporter.h"

namespace ferrotype::text {
namespace {

enum class Form { kText, kDate, kRoughDate, kList, kUrl, kLang, kHashes, kFlag };

struct Key {
  std::string_view name;
  Form form = Form::kText;
  bool required = false;
};

struct Kind {
  std::string_view name;
  std::span<const Key> keys;
};

constexpr Key kTranslates = {"translates", Form::kLang, false};
constexpr Key kFormerly = {"formerly", Form::kList, false};
constexpr Key kSeen = {"seen", Form::kHashes, false};
// Not published yet: previews show it, editions don't have it.
constexpr Key kDraft = {"draft", Form::kFlag, false};

constexpr std::array kArticle = {Key{"title", Form::kText, true}, Key{"summary", Form::kText, true},
                                 Key{"date", Form::kDate, true}, Key{"author", Form::kText, true},
                                 Key{"keywords", Form::kList, true}, Key{"updated", Form::kDate, false},
                                 Key{"translator", Form::kText, false},
                                 // Names of its folder before this one: their addresses lead here.
                                 kFormerly, kDraft,
                                 // Of a translation within this site; `ferrotype translated` writes both.
                                 kTranslates, kSeen,
                                 // A translation of somebody else's article says whose.
                                 Key{"translation-of", Form::kUrl, false}, Key{"original-title", Form::kText, false},
                                 Key{"original-author", Form::kText, false}, Key{"permission", Form::kText, false}};
constexpr std::array kCaseStudy = {Key{"title", Form::kText, true},
                                   Key{"summary", Form::kText, true},
                                   Key{"date", Form::kDate, true},
                                   Key{"author", Form::kText, true},
                                   Key{"updated", Form::kDate, false},
                                   Key{"keywords", Form::kList, false},
                                   Key{"translator", Form::kText, false},
                                   kFormerly,
                                   kDraft,
                                   kTranslates,
                                   kSeen};
constexpr std::array kPage = {
    Key{"title", Form::kText, true}, Key{"summary", Form::kText, true}, kFormerly, kDraft, kTranslates, kSeen};

constexpr std::array kCommentary = {Key{"title", Form::kText, true},
                                    Key{"summary", Form::kText, true},
                                    Key{"date", Form::kDate, true},
                                    Key{"author", Form::kText, true},
                                    Key{"release", Form::kText, true},
                                    Key{"updated", Form::kDate, false},
                                    Key{"keywords", Form::kList, false},
                                    Key{"translator", Form::kText, false},
                                    kFormerly,
                                    kDraft,
                                    kTranslates,
                                    kSeen};
constexpr std::array kEvent = {Key{"title", Form::kText, true}, Key{"summary", Form::kText, true},
                               // What is known of it: a day, a month, a year.
                               Key{"date", Form::kRoughDate, true}, Key{"until", Form::kRoughDate, false},
                               Key{"place", Form::kText, true}, Key{"url", Form::kUrl, false},
                               // Drivers and modules that mainline has since then: their pages lead here.
                               Key{"introduces", Form::kList, false}, Key{"keywords", Form::kList, false}, kFormerly,
                               kDraft, kTranslates, kSeen};
constexpr std::array kPaper = {Key{"title", Form::kText, true},
                               Key{"summary", Form::kText, true},
                               Key{"date", Form::kDate, true},
                               Key{"authors", Form::kList, true},
                               Key{"venue", Form::kText, true},
                               Key{"url", Form::kUrl, false},
                               Key{"doi", Form::kText, false},
                               Key{"keywords", Form::kList, false},
                               kFormerly,
                               kDraft,
                               kTranslates,
                               kSeen};

constexpr std::array kKinds = {Kind{"articles", kArticle},      Kind{"case-studies", kCaseStudy},
                               Kind{"commentary", kCommentary}, Kind{"events", kEvent},
                               Kind{"papers", kPaper},          Kind{"pages", kPage}};

bool IsHash(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string WrongForm(const YamlEntry& entry, Form form) {
  if (form == Form::kHashes) {
    const bool hashes =
        std::all_of(entry.mapping.begin(), entry.mapping.end(), [](const auto& pair) { return IsHash(pair.second); });
    if (entry.kind == YamlEntry::Kind::kMapping && hashes) return "";
    return "sections and their hashes are wanted, as `ferrotype translated` writes them";
  }
  if (entry.kind == YamlEntry::Kind::kMapping) return "a value or a list is wanted, not a mapping";
  if (form == Form::kList) {
    if (entry.kind != YamlEntry::Kind::kList) return "a list is wanted: [one, two]";
    if (entry.list.empty()) return "the list is empty";
    for (const std::string& item : entry.list) {
      if (item.empty() || item.find(',') != std::string::npos) return "an item of the list is empty or holds a comma";
    }
    return "";
  }
  if (entry.kind != YamlEntry::Kind::kScalar) return "one value is wanted, not a list";
  if (entry.scalar.empty()) return "the value is empty";
  if (entry.scalar.find('\n') != std::string::npos && form != Form::kText) return "one line is wanted";
  if (form == Form::kDate && !IsDate(entry.scalar))
    return fmt::format("{} is no date; write YYYY-MM-DD", Quoted(entry.scalar));
  if (form == Form::kRoughDate && !IsRoughDate(entry.scalar))
    return fmt::format("{} is no date; write YYYY-MM-DD, or YYYY-MM or YYYY where no more is known",
                       Quoted(entry.scalar));
  if (form == Form::kFlag && entry.scalar != "yes" && entry.scalar != "no" && entry.scalar != "true" &&
      entry.scalar != "false")
    return fmt::format("{} is neither yes nor no", Quoted(entry.scalar));
  if (form == Form::kLang && entry.scalar != PathOf(Lang::kEn) && entry.scalar != PathOf(Lang::kZh))
    return fmt::format("{} is no language of this site: en or zh", Quoted(entry.scalar));
  if (form == Form::kUrl && !entry.scalar.starts_with("https://") && !entry.scalar.starts_with("http://")) {
    return fmt::format("{} is no URL; it must begin with https:// or http://", Quoted(entry.scalar));
  }
  return "";
}

std::string Joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

}  // namespace

std::vector<std::string> Kinds() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

bool IsDate(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return false;
  const auto year = ParseInt(date.substr(0, 4));
  const auto month = ParseInt(date.substr(5, 2));
  const auto day = ParseInt(date.substr(8, 2));
  if (!year || !month || !day || *year < 0 || *month < 0 || *day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

bool IsRoughDate(std::string_view date) {
  // The first of the month, the first of the year: what is not known is no mistake.
  if (date.size() == 4) return IsDate(std::string(date) + "-01-01");
  if (date.size() == 7) return IsDate(std::string(date) + "-01");
  return IsDate(date);
}

FrontMatter ReadFrontMatter(const std::string& path, std::string_view source, std::string_view kind,
                            std::vector<Diagnostic>& diagnostics) {
  FrontMatter front;
  Reporter file(path, source, 1, diagnostics);
  std::size_t end = std::string_view::npos;
  const bool toml = source.starts_with("+++\n");
  if (toml || source.starts_with("---\n")) {
    // The closing line: the same mark and nothing else.
    const std::string_view mark = toml ? "\n+++" : "\n---";
    for (std::size_t at = source.find(mark, 3); at != std::string_view::npos; at = source.find(mark, at + 1)) {
      const std::size_t after = at + 4;
      if (after != source.size() && source[after] != '\n') continue;
      end = at;
      break;
    }
  }
  if (end == std::string_view::npos) {
    file.Error(
        {1, 1}, "F003",
        "a text begins with front matter: a line ---, lines of `key: value`, a line --- (or TOML between lines +++)");
    return front;
  }
  const std::string_view yaml = end >= 4 ? source.substr(4, end + 1 - 4) : std::string_view();
  front.body_offset = std::min(end + 5, source.size());
  front.body_line = 1 + static_cast<int>(std::count(
                            source.begin(), source.begin() + static_cast<std::ptrdiff_t>(front.body_offset), '\n'));

  Reporter reporter(path, yaml, 2, diagnostics);
  std::vector<YamlTrouble> troubles;
  const std::vector<YamlEntry> entries = toml ? ReadFlatToml(yaml, troubles) : ReadFlatYaml(yaml, troubles);
  for (const YamlTrouble& trouble : troubles) {
    const bool colon = trouble.message.find("mapping values are not allowed") != std::string::npos;
    reporter.Error(trouble.place, "F003",
                   trouble.message + (colon ? "; put a value that holds a colon and a space in quotes" : ""));
  }
  if (!troubles.empty()) return front;

  const auto schema = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& known) { return known.name == kind; });
  if (schema == kKinds.end()) {
    file.Error({1, 1}, "F001", fmt::format("unknown kind of text {}", Quoted(kind)));
    return front;
  }
  std::vector<std::string> names;
  for (const Key& key : schema->keys) names.emplace_back(key.name);
  for (const YamlEntry& entry : entries) {
    const auto key = std::find_if(schema->keys.begin(), schema->keys.end(),
                                  [&](const Key& known) { return known.name == entry.key; });
    if (key == schema->keys.end()) {
      reporter.Error(entry.place, "F004",
                     fmt::format("unknown key {}{}", Quoted(entry.key), DidYouMean(entry.key, names)));
      continue;
    }
    if (const std::string wrong = WrongForm(entry, key->form); !wrong.empty()) {
      reporter.Error(entry.value_place, "F006", fmt::format("{}: {}", entry.key, wrong));
      continue;
    }
    front.spots[entry.key] = reporter.SpotOf(entry.value_place);
    if (key->form == Form::kHashes) {
      front.seen.insert(entry.mapping.begin(), entry.mapping.end());
      continue;
    }
    front.values[entry.key] = entry.kind == YamlEntry::Kind::kList ? Joined(entry.list) : entry.scalar;
  }
  for (const Key& key : schema->keys) {
    const bool there =
        std::any_of(entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key == key.name; });
    if (key.required && !there)
      file.Error({1, 1}, "F005", fmt::format("{} is missing; {} need it", Quoted(key.name), kind));
  }
  return front;
}

}  // namespace ferrotype::text
