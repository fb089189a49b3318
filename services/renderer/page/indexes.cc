#include "renderer/page/indexes.h"

#include <fmt/format.h>
#include <unicode/alphaindex.h>
#include <unicode/coll.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/text.h"
#include "model/owner.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/survey_links.h"
#include "renderer/search/things.h"

namespace ferrotype {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0";

std::string LetterLabel(char letter) {
  return letter == '0' ? "0–9" : std::string(1, static_cast<char>(letter - 'a' + 'A'));
}

std::string LetterPath(char letter) { return fmt::format("az/{}/index.html", letter); }

bool IsName(FoundKind kind) {
  return kind == FoundKind::kModule || kind == FoundKind::kDriver || kind == FoundKind::kSymbol;
}

// An entry of the index, under the word that people look for: the last name of a module's path.
struct Entry {
  const FoundThing* thing = nullptr;
  std::string word;
  std::string key;  // of ICU: bytes in order
};

// Sorts and files words as people of a language do. Not shared between threads.
class Alphabet {
 public:
  explicit Alphabet(Lang lang) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale(lang == Lang::kZh ? "zh@collation=pinyin" : std::string(PathOf(lang)).c_str());
    collator_.reset(icu::Collator::createInstance(locale, status));
    if (collator_ != nullptr) collator_->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    icu::AlphabeticIndex own(locale, status);
    if (U_SUCCESS(status) != 0) buckets_.reset(own.buildImmutableIndex(status));
    usable_ = U_SUCCESS(status) != 0 && collator_ != nullptr && buckets_ != nullptr;
  }
  [[nodiscard]] bool usable() const { return usable_; }

  [[nodiscard]] std::string Key(const std::string& word) const {
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(word);
    std::string key(static_cast<std::size_t>(collator_->getSortKey(text, nullptr, 0)), '\0');
    collator_->getSortKey(text, reinterpret_cast<std::uint8_t*>(key.data()), static_cast<std::int32_t>(key.size()));
    return key + word;  // words that people hold for equal still have an order
  }

  // 'a' to 'z', '0' for everything else.
  [[nodiscard]] char Letter(const std::string& word) const {
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t at = buckets_->getBucketIndex(icu::UnicodeString::fromUTF8(word), status);
    const icu::AlphabeticIndex::Bucket* bucket = U_SUCCESS(status) != 0 ? buckets_->getBucket(at) : nullptr;
    if (bucket == nullptr || bucket->getLabelType() != U_ALPHAINDEX_NORMAL || bucket->getLabel().length() != 1)
      return '0';
    const char16_t label = bucket->getLabel().charAt(0);
    return label >= u'A' && label <= u'Z' ? static_cast<char>(label - u'A' + u'a') : '0';
  }

 private:
  std::unique_ptr<icu::Collator> collator_;
  std::unique_ptr<icu::AlphabeticIndex::ImmutableIndex> buckets_;
  bool usable_ = false;
};

std::string WordOf(const FoundThing& thing, Lang lang) {
  std::string word = thing.words.at(lang).title;
  if (thing.kind == FoundKind::kModule) {
    if (const std::size_t colons = word.rfind("::"); colons != std::string::npos) word = word.substr(colons + 2);
  }
  const std::size_t first = word.find_first_not_of('_');
  return first == std::string::npos ? word : word.substr(first);
}

Html EntryHtml(const Page& page, const FoundThing& thing, bool with_kind) {
  const std::string& title = thing.words.at(page.lang()).title;
  Html out = Link(page.To(thing.url), IsName(thing.kind) ? NameCode(title) : Html::Text(title));
  if (with_kind)
    out += Html::Text(" ") + Element("span", {{"class", "soft"}}, Html::Text(page.Text(LabelKeyOf(thing.kind))));
  return out;
}

Html LetterLinks(const Page& page, const std::map<char, std::size_t>& counts, char current) {
  Html out;
  for (const char letter : kLetters) {
    const auto count = counts.find(letter);
    const Html label = Html::Text(LetterLabel(letter));
    if (!out.empty()) out += Html::Text(" ");
    out += letter == current       ? Element("b", {{"aria-current", "page"}}, label)
           : count == counts.end() ? Element("span", {{"class", "none"}}, label)
                                   : Link(page.To(LetterPath(letter)), label);
  }
  return Element("p", {{"class", "pages letters"}}, out);
}

std::vector<Step> UnderSearch(const Page& page) { return {{page.To("search/index.html"), page.Text("nav_search")}}; }

// Where a page or a symbol can be looked up by hand, whatever it is.
std::vector<std::pair<std::string, std::string>> ListsOf(const Page& page) {
  const Site& site = page.site();
  std::vector<std::pair<std::string, std::string>> lists = {
      {"releases/index.html", page.Text("nav_releases")}, {"metrics/index.html", page.Text("nav_metrics")},
      {"modules/index.html", page.Text("modules_title")}, {"drivers/index.html", page.Text("drivers_title")},
      {"articles/index.html", page.Text("nav_articles")}, {"case-studies/index.html", page.Text("nav_cases")}};
  if (const Report* newest = site.Newest(); newest != nullptr && !site.survey.SymbolPages(*newest).empty()) {
    lists.emplace_back(LayersBase(*newest) + "/index.html",
                       page.Text("index_symbols", {{"release", ShortName(site, *newest)}}));
  }
  return lists;
}

}  // namespace

FileSet SearchPage(const Site& site, Lang lang, const SearchIndex& index) {
  Page page(site, lang, "search/index.html");
  Values values;
  values.Set("SCRIPT", page.ToFile(site.Asset("search.js")));
  values.Set("INDEX", page.ToFile(index.directories.at(lang)));
  values.Set("SHARDS", page.ToFile("assets/search/"));
  values.Set("ROOT", page.To(""));
  for (const char letter : kLetters) {
    Values& item = values.Add("LETTER");
    item.Set("URL", page.To(LetterPath(letter)));
    item.Set("LABEL", LetterLabel(letter));
  }
  values.Set("AZ", page.To("az/index.html"));
  values.Set("SUBSYSTEMS", page.To("subsystems/index.html"));
  for (const auto& [path, label] : ListsOf(page)) {
    Values& item = values.Add("LIST");
    item.Set("URL", page.To(path));
    item.Set("LABEL", label);
  }
  Page::Frame frame;
  frame.title = page.Text("nav_search");
  frame.description = page.Text("search_description");
  frame.section = "search";
  frame.body = page.Render("search", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

FileSet AlphabetPages(const Site& site, Lang lang, const std::vector<FoundThing>& things) {
  const Alphabet alphabet(lang);
  if (!alphabet.usable()) {
    site.problems.Add(fmt::format("ICU has no collation for {}: its data is missing (package libicu)", PathOf(lang)));
    return {};
  }
  std::map<char, std::vector<Entry>> letters;
  std::map<char, std::size_t> counts;
  for (const FoundThing& thing : things) {
    if (thing.kind == FoundKind::kList) continue;
    Entry entry{&thing, WordOf(thing, lang), {}};
    entry.key = alphabet.Key(entry.word);
    const char letter = alphabet.Letter(entry.word);
    letters[letter].push_back(std::move(entry));
    ++counts[letter];
  }
  FileSet files;
  const auto add = [&](Page& page, const Sheet& sheet) { files.merge(FinishSheet(page, sheet)); };
  {
    Page page(site, lang, "az/index.html");
    Sheet sheet;
    sheet.nav = "search";
    sheet.crumbs = UnderSearch(page);
    sheet.title = page.Text("az_title");
    sheet.description = page.Text("az_description");
    sheet.intro = Html::Text(page.Text("az_intro"));
    Html list = LetterLinks(page, counts, ' ');
    std::vector<Html> others;
    for (const FoundThing& thing : things) {
      // Few and of one kind: texts and words, which a reader may know by no first letter.
      if (thing.kind >= FoundKind::kArticle && thing.kind <= FoundKind::kRelease)
        others.push_back(EntryHtml(page, thing, true));
    }
    sheet.sections.push_back({"letters", page.Text("az_letters"), list});
    sheet.sections.push_back({"texts", page.Text("az_texts"), BulletList(others, "paths")});
    add(page, sheet);
  }
  for (const char letter : kLetters) {
    Page page(site, lang, LetterPath(letter));
    Sheet sheet;
    sheet.nav = "search";
    sheet.crumbs = UnderSearch(page);
    sheet.crumbs.push_back({page.To("az/index.html"), page.Text("az_title")});
    sheet.title = page.Text("az_letter_title", {{"letter", LetterLabel(letter)}});
    sheet.description = page.Text("az_letter_description", {{"letter", LetterLabel(letter)}});
    std::vector<Entry>& entries = letters[letter];
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      return a.key != b.key ? a.key < b.key : a.thing->url < b.thing->url;
    });
    std::vector<Html> items;
    items.reserve(entries.size());
    for (const Entry& entry : entries) items.push_back(EntryHtml(page, *entry.thing, true));
    Html body = LetterLinks(page, counts, letter);
    body += items.empty() ? Paragraph(Html::Text(page.Text("az_none"))) : BulletList(items, "paths");
    sheet.sections.push_back(
        {"entries", page.Text("az_entries", {{"count", static_cast<std::int64_t>(items.size())}}), body});
    add(page, sheet);
  }
  return files;
}

FileSet SubsystemsPage(const Site& site, Lang lang, const std::vector<FoundThing>& things) {
  struct Subsystem {
    std::vector<Html> drivers;
    std::vector<const FoundThing*> symbols;
  };
  Page page(site, lang, "subsystems/index.html");
  std::map<std::string, Subsystem> subsystems;
  for (const auto& [key, at] : site.survey.drivers())
    subsystems[at.row->subsystem].drivers.push_back(DriverLink(page, *at.release, *at.row));
  std::map<std::string, const FoundThing*, std::less<>> symbols;
  for (const FoundThing& thing : things) {
    if (thing.kind == FoundKind::kSymbol) symbols.emplace(thing.words.begin()->second.title, &thing);
  }
  std::map<std::string, std::string> defined;  // symbol -> subsystem, of the newest release that tells
  for (auto release = site.Releases().rbegin(); release != site.Releases().rend(); ++release) {
    for (const CSymbolRow& symbol : release->survey.layers.symbols) {
      if (!symbol.definitions.empty())
        defined.emplace(Printable(symbol.name), SubsystemOf(symbol.definitions.front().place.path));
    }
  }
  for (const auto& [name, subsystem] : defined) {
    if (const auto thing = symbols.find(name); thing != symbols.end())
      subsystems[subsystem].symbols.push_back(thing->second);
  }
  Sheet sheet;
  sheet.nav = "search";
  sheet.crumbs = UnderSearch(page);
  sheet.title = page.Text("subsystems_title");
  sheet.description = page.Text("subsystems_description");
  sheet.intro = Html::Text(page.Text("subsystems_intro"));
  for (const auto& [name, subsystem] : subsystems) {
    Html body;
    if (!subsystem.drivers.empty()) {
      body += Element(
          "h3", {},
          Html::Text(page.Text("subsystem_drivers", {{"count", static_cast<std::int64_t>(subsystem.drivers.size())}})));
      body += BulletList(subsystem.drivers, "paths");
    }
    if (!subsystem.symbols.empty()) {
      std::vector<Html> items;
      items.reserve(subsystem.symbols.size());
      for (const FoundThing* thing : subsystem.symbols) items.push_back(EntryHtml(page, *thing, false));
      body += Folded(Html::Text(page.Text("subsystem_symbols", {{"count", static_cast<std::int64_t>(items.size())}})),
                     BulletList(items, "paths"));
    }
    sheet.sections.push_back({"s-" + Slug(name), KeyLabel(page, "subsystem", name), body});
  }
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
