#include "renderer/search/tokens.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace ferrotype {
namespace {

// Sorted. The same list stands in site-templates/search.js.
constexpr std::array<std::string_view, 36> kSilent = {
    "a",   "an",    "and",  "are", "as",   "at",   "be",   "by",   "do",    "does",  "for", "from",
    "has", "have",  "how",  "in",  "into", "is",   "it",   "its",  "of",    "on",    "or",  "that",
    "the", "there", "this", "to",  "was",  "were", "what", "when", "where", "which", "who", "with"};
constexpr std::size_t kLongest = 64;  // characters of a token; what is longer is cut

bool IsLower(char32_t c) { return c >= U'a' && c <= U'z'; }
bool IsUpper(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool IsNameCharacter(char32_t c) { return IsLower(c) || IsUpper(c) || IsDigit(c) || c == U'_'; }

bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005 || c == 0x3007 ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

// Marks that NFKD takes off letters.
bool IsMark(char32_t c) { return (c >= 0x300 && c <= 0x36F) || c == 0x3099 || c == 0x309A; }

// Letters of no Latin alphabet and no Han: a run of them is a word.
bool IsOtherLetter(char32_t c) {
  return (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x1FFF) ||
         (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xAC00 && c <= 0xD7AF);
}

char Lower(char32_t c) { return static_cast<char>(IsUpper(c) ? c - U'A' + U'a' : c); }

std::u32string Decoded(std::string_view text) {
  std::u32string out;
  bool plain = true;
  for (std::string_view rest = text; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    out += rune.valid ? rune.value : U'\uFFFD';
    plain = plain && (rune.value < 0x80 || (rune.value >= 0x4E00 && rune.value <= 0x9FFF));
    rest.remove_prefix(rune.bytes);
  }
  if (plain) return out;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status) != 0) return out;
  const icu::UnicodeString source = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(out.data()),
                                                                  static_cast<std::int32_t>(out.size()));
  const icu::UnicodeString normal = normalizer->normalize(source, status);
  if (U_FAILURE(status) != 0) return out;
  out.clear();
  for (std::int32_t i = 0; i < normal.length(); i = normal.moveIndex32(i, 1)) {
    const auto c = static_cast<char32_t>(normal.char32At(i));
    if (!IsMark(c)) out += c;
  }
  return out;
}

// A plural, as far as a rule can tell: "drivers", "queries", but not "class", "status", "this".
void TakeOffPlural(std::string& word) {
  if (word.size() < 4 || !word.ends_with('s')) return;
  if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return;
  if (word.ends_with("ss") || word.ends_with("us") || word.ends_with("is")) return;
  if (word.ends_with("ies") && word.size() > 4) {
    word.replace(word.size() - 3, 3, "y");
  } else {
    word.pop_back();
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(Decoded(text)) {}

  std::vector<SearchToken> Read() {
    while (at_ < text_.size()) {
      const char32_t c = text_[at_];
      if (IsNameCharacter(c)) {
        Compound();
      } else if (IsHan(c)) {
        Han();
      } else if (IsOtherLetter(c)) {
        OtherWord();
      } else {
        ++at_;
      }
    }
    return std::move(tokens_);
  }

 private:
  void Add(SearchToken::Kind kind, std::string token) {
    if (token.size() > kLongest) token.resize(kLongest);
    if (!token.empty()) tokens_.push_back({kind, std::move(token)});
  }

  [[nodiscard]] char32_t Next(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }

  // How many characters join two names here: 0, 1 or 2.
  [[nodiscard]] std::size_t Joiner() const {
    const char32_t c = Next(0);
    if ((c == U'/' || c == U'.' || c == U'-') && IsNameCharacter(Next(1))) return 1;
    if (c == U':' && Next(1) == U':' && IsNameCharacter(Next(2))) return 2;
    return 0;
  }

  // A name, or the number of a version.
  std::string Name() {
    std::string name;
    while (IsNameCharacter(Next(0)) ||
           (Next(0) == U'.' && IsDigit(Next(1)) && !name.empty() && IsDigit(static_cast<char32_t>(name.back())))) {
      name += static_cast<char>(text_[at_++]);
    }
    return name;
  }

  void Compound() {
    std::vector<std::string> names = {Name()};
    std::string whole = names.back();
    for (std::size_t joiner = Joiner(); joiner > 0; joiner = Joiner()) {
      for (; joiner > 0; --joiner) whole += static_cast<char>(text_[at_++]);
      names.push_back(Name());
      whole += names.back();
    }
    if (names.size() > 1) {
      for (char& c : whole) c = Lower(static_cast<unsigned char>(c));
      Add(SearchToken::Kind::kWhole, std::move(whole));
    }
    for (const std::string& name : names) AddName(name, names.size() == 1);
  }

  void AddName(const std::string& name, bool alone) {
    std::vector<std::string> parts;
    std::string lower;
    bool fresh = true;
    const bool version =
        name.size() > 1 && (name[0] == 'v' || name[0] == 'V') &&
        std::all_of(name.begin() + 1, name.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    for (std::size_t i = 0; i < name.size(); ++i) {
      const auto c = static_cast<unsigned char>(name[i]);
      lower += Lower(c);
      if (c == '_' || (version && i == 0)) {
        fresh = true;
        continue;
      }
      // DevicePrivate, PCIDevice
      const bool after_lower = i > 0 && IsLower(static_cast<unsigned char>(name[i - 1]));
      const bool before_lower = i + 1 < name.size() && IsLower(static_cast<unsigned char>(name[i + 1]));
      const bool after_upper = i > 0 && IsUpper(static_cast<unsigned char>(name[i - 1]));
      if (IsUpper(c) && (after_lower || (after_upper && before_lower))) fresh = true;
      if (fresh) parts.emplace_back();
      fresh = false;
      parts.back() += Lower(c);
    }
    if (parts.size() == 1 && parts[0] == lower) {
      if (alone && std::binary_search(kSilent.begin(), kSilent.end(), lower)) return;
    } else {
      Add(SearchToken::Kind::kName, lower);
    }
    for (std::string& part : parts) {
      TakeOffPlural(part);
      Add(SearchToken::Kind::kPart, std::move(part));
    }
  }

  void Han() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsHan(text_[at_])) ++at_;
    if (at_ - begin == 1) return Add(SearchToken::Kind::kHan, EncodeUtf8(text_.substr(begin, 1)));
    for (std::size_t i = begin; i + 1 < at_; ++i) Add(SearchToken::Kind::kHan, EncodeUtf8(text_.substr(i, 2)));
  }

  void OtherWord() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsOtherLetter(text_[at_])) ++at_;
    tokens_.push_back({SearchToken::Kind::kPart, EncodeUtf8(text_.substr(begin, std::min(at_ - begin, kLongest)))});
  }

  static std::string EncodeUtf8(const std::u32string& text) {
    std::string out;
    icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<std::int32_t>(text.size()))
        .toUTF8String(out);
    return out;
  }

  std::u32string text_;
  std::size_t at_ = 0;
  std::vector<SearchToken> tokens_;
};

}  // namespace

std::vector<SearchToken> SearchTokens(std::string_view text) { return Reader(text).Read(); }

char LetterOf(SearchToken::Kind kind) {
  switch (kind) {
    case SearchToken::Kind::kWhole:
      return 'w';
    case SearchToken::Kind::kName:
      return 'n';
    case SearchToken::Kind::kPart:
      return 'p';
    case SearchToken::Kind::kHan:
      break;
  }
  return 'h';
}

}  // namespace ferrotype
