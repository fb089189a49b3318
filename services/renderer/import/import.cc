#include "renderer/import/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/check/translations.h"
#include "renderer/import/body.h"
#include "renderer/import/inline.h"
#include "renderer/import/metadata.h"
#include "renderer/import/split.h"
#include "renderer/text/front_matter.h"
#include "renderer/text/runes.h"
#include "renderer/text/sections.h"
#include "renderer/text/text.h"

namespace ferrotype {
namespace {

using imports::Body;
using imports::Line;
using imports::Metadata;

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::size_t kMostPaired = 1'000;  // sections of a text in two languages

std::vector<Line> LinesOf(std::string_view bytes) {
  if (bytes.starts_with("\uFEFF")) bytes.remove_prefix(3);
  std::vector<Line> lines;
  int number = 0;
  for (std::string_view line : Split(bytes, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({++number, std::string(line)});
  }
  return lines;
}

std::string SlugOf(std::string_view words) {
  std::string slug;
  for (char c : words) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  if (slug.size() > 60) slug.resize(std::max<std::size_t>(slug.find_last_of('-', 60), 1));
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

bool IsSlug(std::string_view slug) {
  return !slug.empty() && slug.front() != '-' && slug.size() <= 80 && slug == SlugOf(slug);
}

// A value as YAML takes it without surprises.
std::string Yaml(std::string_view value) {
  std::string out = "\"";
  for (std::string_view rest = value; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    const std::string_view sign = rest.substr(0, rune.bytes);
    rest.remove_prefix(rune.bytes);
    if (sign == "\"" || sign == "\\") out += '\\';
    if (rune.value == '\n' || rune.value == '\t') {
      out += ' ';
    } else if (rune.valid && !IsDeceptive(rune.value)) {
      out += sign;
    }
  }
  return out + "\"";
}

std::string YamlList(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) {
    std::string flat = item;
    std::replace(flat.begin(), flat.end(), ',', ' ');
    out += fmt::format("{}{}", out.empty() ? "" : ", ", Yaml(flat));
  }
  return "[" + out + "]";
}

std::string Field(const Metadata& metadata, const std::string& key) {
  const auto found = metadata.values.find(key);
  return found == metadata.values.end() ? std::string() : found->second;
}

// The first sentences, up to what a list can show.
std::string FirstSentences(std::string_view paragraph) {
  constexpr std::size_t kLongest = 220;
  std::string out;
  std::size_t runes = 0;
  std::size_t good = 0;  // bytes up to the last end of a sentence
  for (std::string_view rest = paragraph; !rest.empty() && runes < kLongest; ++runes) {
    const DecodedRune rune = DecodeUtf8(rest);
    const std::string_view sign = rest.substr(0, rune.bytes);
    rest.remove_prefix(rune.bytes);
    out += sign;
    const bool ends = sign == "。" || sign == "！" || sign == "？" ||
                      ((sign == "." || sign == "!" || sign == "?") && (rest.empty() || rest.front() == ' '));
    if (!ends) continue;
    good = out.size();
    if (runes > 80) break;
  }
  if (good > 0) out.resize(good);
  return out;
}

// Keys of the front matter as they are written, what is missing, and what nobody asked for.
class Head {
 public:
  explicit Head(Lang lang) : lang_(lang) {}

  void Add(std::string_view key, std::string_view value) { text_ += fmt::format("{}: {}\n", key, value); }
  void Text(std::string_view key, const std::string& value) { Add(key, Yaml(value)); }
  /// A required one that may be missing.
  void Required(std::string_view key, const std::string& value, std::string_view what) {
    Text(key, value.empty() ? "?" : value);
    if (value.empty()) Ask(fmt::format("{}: nobody said {}", key, what));
  }
  void Optional(std::string_view key, const std::string& value) {
    if (!value.empty()) Text(key, value);
  }
  void Ask(std::string words) { asked_.push_back(std::move(words)); }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::vector<std::string>& asked() const { return asked_; }
  [[nodiscard]] Lang lang() const { return lang_; }

 private:
  Lang lang_;
  std::string text_;
  std::vector<std::string> asked_;
};

std::string KindOf(const ImportRequest& request, const Metadata& metadata) {
  if (!request.kind.empty()) return request.kind;
  if (!Field(metadata, "venue").empty() || !Field(metadata, "doi").empty()) return "papers";
  if (!Field(metadata, "place").empty()) return "events";
  if (!Field(metadata, "release").empty()) return "commentary";
  return "articles";
}

// A title as Markdown of ours: no HTML, no roles that nobody meant.
std::string CleanTitle(const std::string& title, const ImportRequest& request, Lang lang) {
  const std::vector<Line> none;
  Body unused;
  const imports::BodyRequest inline_only{none, lang, "", {}, request.beside};
  return imports::CleanInline(title, 0, inline_only, unused);
}

Head HeadOf(const ImportRequest& request, const std::string& kind, const Metadata& metadata, const Body& body,
            Lang lang) {
  Head head(lang);
  std::string title = Field(metadata, lang == Lang::kZh && metadata.values.contains("title-zh") ? "title-zh" : "title");
  title = CleanTitle(title, request, lang);
  head.Required("title", title, "what the text is called");
  std::string summary = CleanTitle(Field(metadata, "summary"), request, lang);
  if (summary.empty() && !body.first_paragraph.empty()) {
    summary = CleanTitle(FirstSentences(body.first_paragraph), request, lang);
    head.Ask("summary: these are the first sentences of the text");
  }
  head.Required("summary", summary, "what the text is about");
  if (kind != "pages") {
    const std::optional<std::string> day = imports::DayOf(Field(metadata, "date"));
    head.Add("date", day.value_or(request.today));
    if (!day)
      head.Ask(
          Field(metadata, "date").empty()
              ? "date: nobody said when; this is the day of the import"
              : fmt::format("date: \"{}\" was not understood; this is the day of the import", Field(metadata, "date")));
  }
  std::string author = Field(metadata, "author").empty() ? Field(metadata, "authors") : Field(metadata, "author");
  if (author.empty()) author = Field(metadata, "source-author");
  std::string names;
  for (const std::string& name : imports::NamesOf(author))
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  const std::vector<std::string> keywords = imports::ItemsOf(Field(metadata, "keywords"));
  if (kind == "papers") {
    const std::string listed = Field(metadata, "authors").empty() ? author : Field(metadata, "authors");
    const std::vector<std::string> people = imports::NamesOf(listed);
    head.Add("authors", YamlList(people.empty() ? std::vector<std::string>{"?"} : people));
    if (people.empty()) head.Ask("authors: nobody said who wrote it");
    head.Required("venue", Field(metadata, "venue"), "where it appeared");
    head.Optional("doi", Field(metadata, "doi"));
    const std::string url = Field(metadata, "url").empty() ? Field(metadata, "source-url") : Field(metadata, "url");
    if (url.starts_with("https://") || url.starts_with("http://")) head.Text("url", url);
  } else if (kind == "events") {
    head.Required("place", Field(metadata, "place"), "where it happens");
    const std::string url = Field(metadata, "url").empty() ? Field(metadata, "source-url") : Field(metadata, "url");
    if (url.starts_with("https://") || url.starts_with("http://")) head.Text("url", url);
  } else if (kind != "pages") {
    head.Required("author", names, "who wrote it");
    if (kind == "commentary") head.Required("release", Field(metadata, "release"), "of which release it speaks");
    head.Optional("translator", Field(metadata, "translator"));
    if (const auto updated = imports::DayOf(Field(metadata, "updated"))) head.Add("updated", *updated);
  }
  if (kind == "articles") {
    const std::string url =
        Field(metadata, "source-url").empty() ? Field(metadata, "url") : Field(metadata, "source-url");
    const bool translated =
        !Field(metadata, "source-title").empty() || !url.empty() || !Field(metadata, "source-author").empty();
    if (translated) {
      if (url.starts_with("https://") || url.starts_with("http://")) {
        head.Text("translation-of", url);
      } else {
        head.Ask("translation-of: the address of the original is missing");
      }
      head.Optional("original-title", Field(metadata, "source-title"));
      head.Optional("original-author", Field(metadata, "source-author"));
      head.Optional("permission", Field(metadata, "permission"));
      if (Field(metadata, "permission").empty())
        head.Ask("permission: may this be published here? Say who allowed it, and where");
      if (Field(metadata, "translator").empty()) head.Ask("translator: nobody said who translated it");
    }
  }
  if (!keywords.empty() && kind != "pages") {
    head.Add("keywords", YamlList(keywords));
  } else if (kind == "articles") {
    head.Add("keywords", "[Rust, Linux]");
    head.Ask("keywords: nobody named any");
  }
  for (const std::string& doubt : metadata.doubts) head.Ask(doubt);
  for (const auto& [key, value] : metadata.unknown) {
    if (key == "draft" || key == "layout") continue;  // it is one now, and looks as this site does
    head.Ask(fmt::format("metadata that has no place here: {}: {}", key, value));
  }
  return head;
}

// What stands before the first paragraph: questions, affiliations, the cover.
std::string Preamble(const ImportRequest& request, const Metadata& metadata, const Head& head, Body& body) {
  std::string out;
  for (const std::string& question : head.asked()) out += imports::Comment(question) + "\n";
  const std::string people =
      Field(metadata, "authors").empty() ? Field(metadata, "author") : Field(metadata, "authors");
  if (people.find_first_of("(") != std::string::npos || people.find("（") != std::string::npos) {
    const std::vector<Line> none;
    out += fmt::format("\n{}{}\n", head.lang() == Lang::kEn ? "Authors: " : "作者：",
                       imports::CleanInline(people, 0, {none, head.lang(), "", {}, request.beside}, body));
  }
  const std::string cover = Field(metadata, "cover");
  if (cover.empty()) return out;
  const std::string credit = Field(metadata, "cover-credit");
  const std::optional<std::string> bytes =
      cover.find("://") == std::string::npos && request.beside ? request.beside(cover) : std::nullopt;
  const std::string name = cover.substr(cover.find_last_of('/') + 1);
  const std::string lower =
      SlugOf(name.substr(0, name.find_last_of('.'))) + name.substr(std::min(name.find_last_of('.'), name.size()));
  if (!bytes || credit.empty()) {
    const std::string why =
        fmt::format("the cover {} was left out: {}", cover,
                    !bytes ? "it needs a copy beside the text" : "nobody is credited for it (cover-credit)");
    body.doubts.push_back({0, why});
    return out + imports::Comment(why) + "\n";
  }
  body.pictures[lower] = *bytes;
  const std::string alt = head.lang() == Lang::kEn ? "Cover" : "题图";
  return out + fmt::format("\n```{{figure}} {}; alt={}\n{}\n```\n", lower, alt, credit);
}

// References to footnotes that the text does not have are words.
std::string WithoutLostNotes(const std::string& markdown, std::vector<std::string>& report) {
  std::set<std::string> defined;
  for (const std::string_view line : Split(markdown, '\n')) {
    const std::size_t close = line.find("]:");
    if (line.starts_with("[^") && close != std::string_view::npos)
      defined.insert(std::string(line.substr(2, close - 2)));
  }
  std::string out;
  std::size_t at = 0;
  for (std::size_t open = markdown.find("[^"); open != std::string::npos; open = markdown.find("[^", open + 2)) {
    const std::size_t close = markdown.find(']', open);
    if (close == std::string::npos) break;
    const std::string label = markdown.substr(open + 2, close - open - 2);
    if (defined.contains(label) || label.empty() || label.find_first_of(" \n") != std::string::npos ||
        (open > 0 && markdown[open - 1] == '\\'))
      continue;
    out += fmt::format("{}\\[{}]", markdown.substr(at, open - at), label);
    at = close + 1;
    report.push_back(fmt::format("the footnote [^{}] is nowhere; its mark stays as words", label));
  }
  return out + markdown.substr(at);
}

// What one half of a text in two languages lacks.
void Compare(const Body& en, const Body& zh, std::vector<std::string>& report) {
  const auto lacks = [&](std::string_view who, const Body& has, const Body& misses) {
    for (std::size_t i = misses.contents.headings.size(); i < has.contents.headings.size(); ++i)
      report.push_back(fmt::format("the {} half lacks the section of line {}, \"{}\"", who,
                                   has.contents.headings[i].number, has.contents.headings[i].words));
    const auto count = [&](std::string_view what, int there, int here) {
      if (there > here)
        report.push_back(fmt::format("the {} half has {} {}, the other one {}", who, here, what, there));
    };
    count("tables", has.contents.tables, misses.contents.tables);
    count("blocks of code", has.contents.code, misses.contents.code);
    count("pictures", has.contents.pictures, misses.contents.pictures);
    count("links", has.contents.links, misses.contents.links);
    if (has.contents.paragraphs > misses.contents.paragraphs * 5 / 4 + 1)
      report.push_back(fmt::format("the {} half has {} paragraphs, the other one {}", who, misses.contents.paragraphs,
                                   has.contents.paragraphs));
  };
  lacks("Chinese", en, zh);
  lacks("English", zh, en);
}

// Pairs headings by their numbers ("3.2") where both halves number them, else in order.
std::vector<std::string> PairedIds(const Body& first, const std::vector<Line>& lines, Lang lang,
                                   const std::string& title, const ImportRequest& request) {
  if (first.contents.headings.size() > kMostPaired) return {};
  const Body trial = imports::MakeBody({lines, lang, title, {}, request.beside});
  const auto number = [](const imports::Heading& heading) {
    const std::size_t end = std::min(heading.words.find_first_not_of("0123456789."), heading.words.size());
    std::string digits = heading.words.substr(0, end);
    while (digits.ends_with('.')) digits.pop_back();
    return digits;
  };
  std::vector<std::string> ids(trial.contents.headings.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < trial.contents.headings.size(); ++i) {
    const std::string own = number(trial.contents.headings[i]);
    std::size_t match = next;
    if (!own.empty()) {
      for (std::size_t k = next; k < first.contents.headings.size(); ++k) {
        if (number(first.contents.headings[k]) == own) {
          match = k;
          break;
        }
      }
    }
    if (match < first.contents.headings.size()) {
      ids[i] = first.contents.headings[match].id;
      next = match + 1;
    } else {
      ids[i] = trial.contents.headings[i].id;
    }
  }
  return ids;
}

// Headings of the other half that this one lacks, each at its place, for whoever translates them; their anchors.
std::vector<std::string> AddMissingSections(const Body& other, Body& body) {
  if (other.contents.headings.size() > kMostPaired) return {};
  std::set<std::string> own;
  for (const imports::Heading& heading : body.contents.headings) own.insert(heading.id);
  std::vector<std::string> added;
  for (std::size_t i = 0; i < other.contents.headings.size(); ++i) {
    const imports::Heading& heading = other.contents.headings[i];
    if (own.contains(heading.id)) continue;
    std::size_t at = body.markdown.size();
    for (std::size_t k = i + 1; k < other.contents.headings.size() && at == body.markdown.size(); ++k) {
      const std::size_t mark = body.markdown.find(fmt::format(" {{#{}}}\n", other.contents.headings[k].id));
      if (own.contains(other.contents.headings[k].id) && mark != std::string::npos)
        at = body.markdown.rfind('\n', mark) + 1;
    }
    const std::string stub = fmt::format(
        "{} {} {{#{}}}\n\n{}\n\n", std::string(static_cast<std::size_t>(heading.level), '#'), heading.words, heading.id,
        imports::Comment(fmt::format("this half lacks the section of line {}", heading.number)));
    body.markdown.insert(at, (at == body.markdown.size() && !body.markdown.ends_with("\n\n") ? "\n" : "") + stub);
    added.push_back(heading.id);
  }
  return added;
}

struct Half {
  Lang lang = Lang::kEn;
  Metadata metadata;
  std::vector<Line> lines;
  Body body;
};

// A library in which nothing was measured: enough to see whether a text's Markdown is sound.
class NothingMeasured : public Library {
 public:
  [[nodiscard]] const std::vector<Report>& Reports() const override { return reports_; }
  Result<std::optional<BlobOid>> FindBlob(const Report&, std::string_view) const override {
    return std::optional<BlobOid>();
  }
  Result<std::optional<Bytes>> Quote(BlobOid) const override { return std::optional<Bytes>(); }

 private:
  std::vector<Report> reports_;
};

// Whatever is still wrong is said now, with its place in the new file.
void CheckResult(const FileSet& files, std::vector<std::string>& report) {
  std::vector<Diagnostic> diagnostics;
  const NothingMeasured library;
  for (const Document& document : LoadDocuments(files, diagnostics)) {
    const TextContext context{library, nullptr, document.lang, "../../../", {}};
    static_cast<void>(RenderText(document, context, diagnostics));
  }
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Diagnostic::Severity::kError) report.push_back(Describe(d));
  }
}

}  // namespace

Result<Imported> ImportText(const ImportRequest& request) {
  if (request.bytes.size() > kMostBytes)
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {} bytes; a text has at most {}", Printable(request.name),
                                                         request.bytes.size(), kMostBytes));
  for (std::string_view rest = request.bytes; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    if (!rune.valid || rune.value == 0)
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: not UTF-8 text at byte {}; convert it first (iconv -f GB18030 -t UTF-8)",
                              Printable(request.name), request.bytes.size() - rest.size()));
    rest.remove_prefix(rune.bytes);
  }
  std::vector<Line> lines = LinesOf(request.bytes);
  Metadata metadata = imports::TakeMetadata(lines);
  Imported out;
  out.kind = KindOf(request, metadata);
  const std::vector<std::string> kinds = text::Kinds();
  if (std::find(kinds.begin(), kinds.end(), out.kind) == kinds.end())
    return Fail(ErrorKind::kInvalidArgument, fmt::format("unknown kind of text \"{}\"", Printable(out.kind)));

  const imports::Spoken spoken = imports::LanguageOf(lines);
  std::vector<Half> halves;
  if (request.split) {
    imports::Halves parts = imports::SplitLanguages(lines);
    if (parts.en.empty() || parts.zh.empty())
      return Fail(
          ErrorKind::kInvalidArgument,
          fmt::format("{}: only one language was found in it; import it without --split", Printable(request.name)));
    for (const Lang lang : kLangs) {
      Half half;
      half.lang = lang;
      half.lines = std::move(lang == Lang::kEn ? parts.en : parts.zh);
      half.metadata = metadata;
      // The second language often begins with a head of its own.
      const bool han = text::HasHan(Field(metadata, "title"));
      const bool own_title = metadata.values.contains("title") && han == (lang == Lang::kZh);
      if (!own_title && !(lang == Lang::kZh && metadata.values.contains("title-zh"))) {
        Metadata own = imports::TakeMetadata(half.lines);
        for (const auto& [key, value] : own.values) half.metadata.values[key] = value;
        if (!own.values.contains("title")) half.metadata.values.erase("title");
        if (!own.values.contains("summary") && text::HasHan(Field(metadata, "summary")) != (lang == Lang::kZh))
          half.metadata.values.erase("summary");
      }
      halves.push_back(std::move(half));
    }
  } else {
    Half half;
    half.lang = request.lang.value_or(spoken.lang);
    half.metadata = metadata;
    half.lines = std::move(lines);
    if (spoken.both) out.report.push_back("both languages seem to stand in it: --split takes them apart");
    halves.push_back(std::move(half));
  }

  for (std::size_t i = 0; i < halves.size(); ++i) {
    Half& half = halves[i];
    const std::string title = Field(
        half.metadata, half.lang == Lang::kZh && half.metadata.values.contains("title-zh") ? "title-zh" : "title");
    const std::vector<std::string> ids =
        i == 0 ? std::vector<std::string>() : PairedIds(halves[0].body, half.lines, half.lang, title, request);
    half.body = imports::MakeBody({half.lines, half.lang, title, ids, request.beside});
  }
  std::vector<std::string> missing;  // sections that the translation never saw
  if (halves.size() == 2) {
    Compare(halves[0].body, halves[1].body, out.report);
    const Body english = halves[0].body;
    static_cast<void>(AddMissingSections(halves[1].body, halves[0].body));
    missing = AddMissingSections(english, halves[1].body);
  }

  out.slug = request.slug;
  if (out.slug.empty()) {
    for (const Half& half : halves) {
      if (out.slug.empty())
        out.slug = SlugOf(text::HasHan(Field(half.metadata, "title")) ? std::string() : Field(half.metadata, "title"));
    }
    if (out.slug.size() < 3) out.slug = SlugOf(request.name.substr(0, request.name.find_last_of('.')));
    if (out.slug.empty())
      return Fail(
          ErrorKind::kInvalidArgument,
          fmt::format("{}: no slug can be made of its title or name; give one with --slug", Printable(request.name)));
  }
  if (!IsSlug(out.slug))
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("\"{}\" can't be a slug: it is of a-z, 0-9 and -, and stands in addresses", Printable(out.slug)));

  const std::string folder = fmt::format("{}/{}/", out.kind, out.slug);
  for (Half& half : halves) {
    Head head = HeadOf(request, out.kind, half.metadata, half.body, half.lang);
    const std::string preamble = Preamble(request, half.metadata, head, half.body);
    const std::string file = fmt::format("{}{}.md", folder, PathOf(half.lang));
    std::string markdown = WithoutLostNotes(half.body.markdown, out.report);
    while (markdown.starts_with('\n')) markdown.erase(0, 1);
    while (markdown.ends_with("\n\n")) markdown.pop_back();
    out.files[file] =
        fmt::format("---\n{}draft: yes\n---\n{}{}{}", head.text(), preamble, preamble.empty() ? "" : "\n", markdown);
    for (const std::string& question : head.asked()) out.report.push_back(fmt::format("{}: {}", file, question));
    for (const imports::Doubt& doubt : half.body.doubts) out.report.push_back(fmt::format("{}: {}", file, doubt.words));
    for (const auto& [name, bytes] : half.body.pictures) out.files[folder + name] = bytes;
  }
  if (halves.size() == 2) {
    std::vector<Diagnostic> ignored;
    const std::vector<Document> documents = LoadDocuments(out.files, ignored);
    if (documents.size() == 2) {
      std::vector<std::pair<std::string, std::string>> seen;
      for (const Section& section : SectionsOf(documents[0])) {
        if (std::find(missing.begin(), missing.end(), section.id) == missing.end())
          seen.emplace_back(section.id, section.hash);
      }
      std::string& zh = out.files[folder + "zh.md"];
      TRY_ASSIGN(zh, WithSeen(zh, Lang::kEn, seen));
    }
  }
  CheckResult(out.files, out.report);
  return out;
}

}  // namespace ferrotype
