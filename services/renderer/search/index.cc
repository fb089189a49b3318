#include "renderer/search/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "renderer/language_tag.h"
#include "renderer/search/tokens.h"

namespace ferrotype {
namespace {

// Bytes of a shard before compression: what a query loads stays small, and an edit changes few shards. Shards end where
// their last term says so, not after so and so many, so that a new term moves no border but its own.
constexpr std::size_t kLeastShard = 3'000;
constexpr std::size_t kMostShard = 9'000;
constexpr std::uint32_t kEndsOneIn = 64;
constexpr std::size_t kMostTitles = 2'000;  // bytes of a shard of titles
constexpr std::size_t kMostPostings = 400;  // of a term: those where it weighs most
constexpr int kMostWeight = 16;
constexpr double kSynonym = 0.7;

constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";

std::string Base36(std::size_t value) {
  std::string out;
  do {
    out.insert(out.begin(), kDigits[value % kDigits.size()]);
    value /= kDigits.size();
  } while (value > 0);
  return out;
}

std::string Digest(std::string_view bytes, std::size_t digits) { return ToHex(Sha256(bytes)).substr(0, digits); }

struct Weight {
  int best = 0;
  int times = 0;  // in running text
};
struct Terms {
  std::unordered_map<std::string, Weight> weights;
  /// What was read, as " word word ", for synonyms of several words.
  std::vector<std::pair<int, std::string>> texts;

  // How much `name`, its tokens one after the other, weighs; 0 when it isn't there.
  [[nodiscard]] int WeightOf(const std::vector<std::string>& name) const {
    int least = 0;
    for (const std::string& token : name) {
      const auto found = weights.find(token);
      if (found == weights.end()) return 0;
      least = least == 0 ? found->second.best : std::min(least, found->second.best);
    }
    if (name.size() == 1) return least;
    const std::string phrase = fmt::format(" {} ", fmt::join(name, " "));
    int best = 0;
    for (const auto& [weight, text] : texts) {
      if (weight > best && text.find(phrase) != std::string::npos) best = weight;
    }
    return std::min(best, least);
  }
};

bool IsWord(const SearchToken& token) {
  return token.kind == SearchToken::Kind::kPart || token.kind == SearchToken::Kind::kHan;
}

void AddText(int weight, const std::vector<SearchToken>& tokens, Terms& terms) {
  std::string text = " ";
  for (const SearchToken& token : tokens) {
    if (IsWord(token)) text += token.text + " ";
  }
  terms.texts.emplace_back(weight, std::move(text));
}

// A word's weight in a title: that it is the whole title counts most, then that it ends one ("kernel::net::phy").
void AddTitle(std::string_view title, Terms& terms) {
  const std::vector<SearchToken> tokens = SearchTokens(title);
  std::size_t words = 0;
  for (const SearchToken& token : tokens) {
    words += IsWord(token) ? 1U : 0U;
  }
  std::string lower;
  for (const char c : title) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const SearchToken& token = tokens[i];
    const bool all = token.text == lower || (words == 1 && token.kind == SearchToken::Kind::kPart);
    const bool last = i + 1 == tokens.size() && tokens.front().kind == SearchToken::Kind::kWhole;
    Weight& weight = terms.weights[token.text];
    weight.best = std::max(weight.best, all ? kMostWeight : last ? 13 : words <= 3 ? 10 : 8);
  }
  AddText(10, tokens, terms);
}

void AddField(const FoundThing::Field& field, Terms& terms) {
  const std::vector<SearchToken> tokens = SearchTokens(field.text);
  for (const SearchToken& token : tokens) {
    Weight& weight = terms.weights[token.text];
    weight.best = std::max(weight.best, field.weight);
    ++weight.times;
  }
  AddText(field.weight, tokens, terms);
}

// The words that mean one thing: "use-after-free", "UAF", "释放后使用", each as the tokens that it is.
using Synonyms = std::vector<std::vector<std::string>>;

std::vector<std::string> VariantsOf(const std::string& word) {
  // "释放后使用（UAF）" has two names; so has "a; b".
  std::vector<std::string> variants;
  std::string current;
  const auto end = [&] {
    if (!current.empty()) variants.push_back(std::move(current));
    current.clear();
  };
  for (std::string_view rest = word; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    const bool separates = rune.value == U'（' || rune.value == U'）' || rune.value == U'(' || rune.value == U')' ||
                           rune.value == U'；' || rune.value == U';' || rune.value == U'、';
    if (separates) {
      end();
    } else {
      current += rest.substr(0, rune.bytes);
    }
    rest.remove_prefix(rune.bytes);
  }
  end();
  return variants;
}

std::vector<Synonyms> SynonymsOf(const std::vector<Alike>& pairs) {
  std::vector<Synonyms> groups;
  std::map<std::string, std::size_t> group_of;  // by word: two entries that share one are one
  for (const auto& [one, other] : pairs) {
    std::vector<std::string> names = VariantsOf(one);
    for (std::string& name : VariantsOf(other)) names.push_back(std::move(name));
    std::size_t group = groups.size();
    for (const std::string& name : names) {
      if (const auto known = group_of.find(name); known != group_of.end()) group = known->second;
    }
    if (group == groups.size()) groups.emplace_back();
    for (const std::string& name : names) {
      if (!group_of.emplace(name, group).second) continue;
      std::vector<std::string> tokens;
      for (SearchToken& token : SearchTokens(name)) {
        if (IsWord(token)) tokens.push_back(std::move(token.text));
      }
      if (!tokens.empty()) groups[group].push_back(std::move(tokens));
    }
  }
  return groups;
}

void AddSynonyms(const std::vector<Synonyms>& groups, Terms& terms) {
  std::vector<std::pair<const std::vector<std::string>*, int>> added;
  for (const Synonyms& group : groups) {
    int weight = 0;
    for (const std::vector<std::string>& name : group) weight = std::max(weight, terms.WeightOf(name));
    if (weight == 0) continue;
    for (const std::vector<std::string>& name : group)
      added.emplace_back(&name, std::max(1, static_cast<int>(weight * kSynonym)));
  }
  for (const auto& [name, weight] : added) {
    for (const std::string& token : *name) {
      Weight& known = terms.weights[token];
      known.best = std::max(known.best, weight);
    }
  }
}

struct Posting {
  std::uint32_t thing = 0;
  std::uint8_t weight = 0;
};

// Those where the term weighs most, of equals the first; in order of thing.
void KeepMost(std::vector<Posting>& postings) {
  if (postings.size() <= kMostPostings) return;
  std::stable_sort(postings.begin(), postings.end(),
                   [](const Posting& a, const Posting& b) { return a.weight > b.weight; });
  postings.resize(kMostPostings);
  std::sort(postings.begin(), postings.end(), [](const Posting& a, const Posting& b) { return a.thing < b.thing; });
}

std::string Encode(const std::vector<Posting>& postings) {
  std::string out;
  std::size_t before = 0;
  for (const Posting& posting : postings) {
    // The way from the one before, nothing for the very next; then the weight, A to P.
    const std::size_t step = posting.thing - before;
    if (step != 1) out += Base36(step);
    out += static_cast<char>('A' + posting.weight - 1);
    before = posting.thing;
  }
  return out;
}

bool EndsShard(std::string_view term) {
  std::uint32_t hash = 2166136261U;
  for (const char c : term) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return (hash >> 8U) % kEndsOneIn == 0;
}

class Builder {
 public:
  Builder(const std::vector<FoundThing>& things, const std::map<Lang, std::vector<std::string>>& labels)
      : things_(things), labels_(labels) {}

  SearchIndex Run() {
    for (std::size_t number = 0; number < things_.size(); ++number) Post(static_cast<std::uint32_t>(number));
    const std::string terms = WriteTerms();
    for (const auto& [lang, names] : labels_) {
      const std::string directory =
          fmt::format("ferrotypeIndex({{\"n\":{},\"terms\":[{}],\"titles\":[{}],\"kinds\":[{}]}});\n", things_.size(),
                      terms, WriteTitles(lang), Labels(names));
      const std::string path = fmt::format("assets/search/{}.{}.js", PathOf(lang), Digest(directory, 12));
      index_.files[path] = directory;
      index_.directories[lang] = path;
    }
    return std::move(index_);
  }

 private:
  void Post(std::uint32_t number) {
    for (std::string_view rest = things_[number].weighed; rest.size() > 2;) {
      const std::size_t size = static_cast<unsigned char>(rest[0]);
      const auto weight = static_cast<std::uint8_t>(rest[1]);
      term_.assign(rest.substr(2, size));
      rest.remove_prefix(2 + size);
      std::vector<Posting>& postings = postings_[term_];
      postings.push_back({number, weight});
      // Most things have the words that most have: no more is kept of them than will be written.
      if (postings.size() >= 4 * kMostPostings) KeepMost(postings);
    }
  }

  // Each shard is a script of its own: terms in order, each with its postings. Returns what the directory says of them.
  std::string WriteTerms() {
    std::string directory;
    std::string shard;
    std::string first;
    const auto end = [&] {
      if (shard.empty()) return;
      // The name tells the shard apart from its neighbours: the directory has nothing else to find it by.
      const std::string id = Digest(shard, 8);
      index_.files[fmt::format("assets/search/{}.js", id)] =
          fmt::format("ferrotypeShard(\"{}\",{});\n", id, QuoteJavaScript(shard));
      directory += fmt::format("{}[{},\"{}\"]", directory.empty() ? "" : ",", QuoteJavaScript(first), id);
      shard.clear();
    };
    std::vector<std::pair<const std::string, std::vector<Posting>>*> in_order;
    in_order.reserve(postings_.size());
    for (auto& each : postings_) in_order.push_back(&each);
    std::sort(in_order.begin(), in_order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    for (auto* each : in_order) {
      auto& [term, postings] = *each;
      KeepMost(postings);
      const std::string line = fmt::format("{} {}\n", term, Encode(postings));
      if (shard.size() + line.size() > kMostShard) end();
      if (shard.empty()) first = directory.empty() ? std::string() : term;
      shard += line;
      if (shard.size() >= kLeastShard && EndsShard(term)) end();
    }
    end();
    return directory;
  }

  // Titles lie in shards by kind: a reader of results loads those of the ten best.
  std::string WriteTitles(Lang lang) {
    std::string directory;
    std::string shard;
    std::size_t first = 0;
    const auto end = [&](std::size_t next) {
      if (shard.empty()) return;
      const std::string id = Digest(shard, 8);
      index_.files[fmt::format("assets/search/{}.js", id)] = fmt::format("ferrotypeShard(\"{}\",[{}]);\n", id, shard);
      directory += fmt::format("{}[{},{},\"{}\"]", directory.empty() ? "" : ",", first,
                               static_cast<int>(things_[first].kind), id);
      shard.clear();
      first = next;
    };
    for (std::size_t i = 0; i < things_.size(); ++i) {
      const FoundThing& thing = things_[i];
      if (i > 0 && (thing.kind != things_[i - 1].kind || shard.size() > kMostTitles)) end(i);
      const FoundThing::Words& words = thing.words.at(lang);
      shard +=
          fmt::format("{}[{},{}", shard.empty() ? "" : ",", QuoteJavaScript(words.title), QuoteJavaScript(thing.url));
      if (!words.description.empty()) shard += "," + QuoteJavaScript(words.description);
      shard += "]";
    }
    end(things_.size());
    return directory;
  }

  static std::string Labels(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& label : names) out += (out.empty() ? "" : ",") + QuoteJavaScript(label);
    return out;
  }

  const std::vector<FoundThing>& things_;
  const std::map<Lang, std::vector<std::string>>& labels_;
  std::unordered_map<std::string, std::vector<Posting>> postings_;
  std::string term_;
  SearchIndex index_;
};

}  // namespace

Weigher::Weigher(const std::vector<Alike>& synonyms) : synonyms_(SynonymsOf(synonyms)) {}

std::string Weigher::Weighed(const FoundThing& thing) const {
  Terms terms;
  for (const auto& [lang, words] : thing.words) {
    AddTitle(words.title, terms);
    AddField({5, words.description}, terms);
  }
  for (const FoundThing::Field& field : thing.fields) AddField(field, terms);
  AddSynonyms(synonyms_, terms);
  std::string weighed;
  for (const auto& [term, weight] : terms.weights) {
    int value = weight.best;
    for (int times = weight.times; times > 1 && value < 5; times /= 2) ++value;
    weighed += static_cast<char>(term.size());  // a token has 64 characters at most: 255 bytes hold it
    weighed += static_cast<char>(std::min(value, kMostWeight));
    weighed += term;
  }
  weighed.shrink_to_fit();
  return weighed;
}

void Weigher::Weigh(FoundThing& thing) const {
  thing.weighed = Weighed(thing);
  thing.fields = {};
}

SearchIndex BuildSearchIndex(const std::vector<FoundThing>& things,
                             const std::map<Lang, std::vector<std::string>>& labels) {
  return Builder(things, labels).Run();
}

std::string QuoteJavaScript(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const DecodedRune rune = DecodeUtf8(text);
    const char32_t c = rune.valid ? rune.value : U'\uFFFD';
    const bool bare = c >= 0x20 && c != U'"' && c != U'\\' && c != U'<' && c != U'>' && c != U'&' && !IsDeceptive(c);
    if (!rune.valid) {
      out += "\xEF\xBF\xBD";
    } else if (bare) {
      out += text.substr(0, rune.bytes);
    } else if (c == U'"' || c == U'\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == U'\n') {
      out += "\\n";
    } else if (c <= 0xFFFF) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
    } else {
      out += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(c));
    }
    text.remove_prefix(rune.bytes);
  }
  return out + "\"";
}

}  // namespace ferrotype
