#include "renderer/check/translations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

namespace ferrotype {
namespace {

using Severity = Diagnostic::Severity;

const std::string* OriginalOf(const Document& document) {
  const auto found = document.front_matter.find("translates");
  return found == document.front_matter.end() ? nullptr : &found->second;
}

TextSpot SpotOf(const Document& document, const std::string& key) {
  const auto found = document.front_matter_spots.find(key);
  return found == document.front_matter_spots.end() ? TextSpot() : found->second;
}

void Tell(std::vector<Diagnostic>& out, const Document& document, TextSpot spot, std::string code, std::string message,
          Severity severity = Severity::kWarning) {
  out.push_back({document.path, spot.line, spot.column, std::move(code), std::move(message), severity});
}

std::string Remedy(const Document& translation, const std::string& section) {
  return fmt::format("mend it, then `ferrotype translated {} --section {}`", translation.path, section);
}

// Sections by {#id}: both languages have the same ones.
void CompareSections(const Document& original, const std::vector<Section>& sections, const Document& translation,
                     std::vector<Diagnostic>& out) {
  const std::vector<Section> own = SectionsOf(translation);
  const auto has = [](const std::vector<Section>& all, const std::string& id) {
    return std::any_of(all.begin(), all.end(), [&](const Section& section) { return section.id == id; });
  };
  for (const Section& section : sections) {
    if (!has(own, section.id))
      Tell(out, translation, {translation.body_line, 1}, "T005",
           fmt::format("the section \"{}\" of {} (line {}) is not here", section.id, original.path, section.spot.line));
  }
  for (const Section& section : own) {
    if (!has(sections, section.id))
      Tell(out, translation, section.spot, "T005", fmt::format("{} has no section \"{}\"", original.path, section.id));
  }
}

void Age(const Document& original, const Document& translation, Translation& state, std::vector<Diagnostic>& out) {
  const std::vector<Section> sections = SectionsOf(original);
  const std::vector<Section> own = SectionsOf(translation);
  CompareSections(original, sections, translation, out);
  const auto spot_in_translation = [&](const std::string& id) {
    const auto found = std::find_if(own.begin(), own.end(), [&](const Section& s) { return s.id == id; });
    return found == own.end() ? SpotOf(translation, "seen") : found->spot;
  };
  std::set<std::string> known;
  for (const Section& section : sections) {
    known.insert(section.id);
    const auto seen = translation.seen.find(section.id);
    if (seen != translation.seen.end() && seen->second == section.hash) continue;
    state.aged.push_back(section.id);
    Tell(out, translation, spot_in_translation(section.id), "T001",
         fmt::format(
             "the section \"{}\" of {} (line {}) {}; {}", section.id, original.path, section.spot.line,
             seen == translation.seen.end() ? "is new since it was translated" : "changed since it was translated",
             Remedy(translation, section.id)));
  }
  for (const auto& [id, hash] : translation.seen) {
    if (known.contains(id)) continue;
    state.aged.push_back(id);
    Tell(out, translation, spot_in_translation(id), "T001",
         fmt::format("the section \"{}\" of {} is gone since it was translated; {}", id, original.path,
                     Remedy(translation, id)));
  }
  state.state = state.aged.empty() ? TranslationState::kCurrent : TranslationState::kAged;
}

Translation Judge(const Document& one, const Document* other, std::vector<Diagnostic>& out) {
  Translation translation{one.kind, one.slug, one.lang, TranslationState::kMissing, {}};
  if (other == nullptr) {
    const Lang lacking = one.lang == Lang::kEn ? Lang::kZh : Lang::kEn;
    Tell(out, one, {1, 1}, "T002",
         fmt::format("no {}.md beside it yet: readers of that language get this text with a notice", PathOf(lacking)),
         Severity::kNote);
    return translation;
  }
  for (const Document* each : {&one, other}) {
    const std::string* said = OriginalOf(*each);
    if (said != nullptr && *said == PathOf(each->lang))
      Tell(out, *each, SpotOf(*each, "translates"), "T006", "a text can't be the translation of itself",
           Severity::kError);
  }
  const bool one_follows = OriginalOf(one) != nullptr;
  const bool other_follows = OriginalOf(*other) != nullptr;
  if (one_follows && other_follows) {
    Tell(out, *other, SpotOf(*other, "translates"), "T006",
         fmt::format("this and {} both say that they are the translation; one is the original", one.path),
         Severity::kError);
  }
  if (one_follows == other_follows) {
    translation.state = TranslationState::kUnrecorded;
    if (!one_follows) {
      Tell(out, *other, {1, 1}, "T004",
           fmt::format("which of the two languages follows the other? `ferrotype translated {}` records that this text "
                       "is the translation, and what it has seen",
                       other->path));
    }
    return translation;
  }
  const Document& original = one_follows ? *other : one;
  const Document& follower = one_follows ? one : *other;
  translation.original = original.lang;
  Age(original, follower, translation, out);
  return translation;
}

}  // namespace

std::string_view IdOf(TranslationState state) {
  switch (state) {
    case TranslationState::kCurrent:
      return "current";
    case TranslationState::kAged:
      return "aged";
    case TranslationState::kMissing:
      return "missing";
    case TranslationState::kUnrecorded:
      break;
  }
  return "unrecorded";
}

std::vector<Translation> TranslationsOf(const std::vector<Document>& documents, std::vector<Diagnostic>& diagnostics,
                                        std::span<const Lang> langs) {
  std::vector<Translation> translations;
  if (langs.size() < 2) return translations;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const Document& one = documents[i];
    const bool paired =
        i + 1 < documents.size() && documents[i + 1].kind == one.kind && documents[i + 1].slug == one.slug;
    translations.push_back(Judge(one, paired ? &documents[i + 1] : nullptr, diagnostics));
    // Of more than two languages the first two are judged: the project's own.
    while (i + 1 < documents.size() && documents[i + 1].kind == one.kind && documents[i + 1].slug == one.slug) ++i;
  }
  return translations;
}

Result<std::string> WithSeen(std::string_view source, Lang original,
                             const std::vector<std::pair<std::string, std::string>>& seen) {
  const std::string_view newline = source.substr(0, source.find('\n') + 1).ends_with("\r\n") ? "\r\n" : "\n";
  std::string out;
  bool in_front = false;
  bool done = false;
  bool skipping = false;  // the lines of an old `seen:`
  std::string_view mark;  // of the front matter: --- or +++
  std::size_t at = 0;
  bool first = true;
  while (at < source.size()) {
    const std::size_t end = std::min(source.find('\n', at), source.size() - 1) + 1;
    const std::string_view line = source.substr(at, end - at);
    at = end;
    std::string_view bare = line;
    while (bare.ends_with('\n') || bare.ends_with('\r')) bare.remove_suffix(1);
    if (first) {
      first = false;
      if (bare.starts_with("\uFEFF")) bare.remove_prefix(3);
      if (bare != "---" && bare != "+++") break;
      mark = bare;
      in_front = true;
      out += line;
      continue;
    }
    if (in_front && bare == mark && mark == "+++") {
      out += fmt::format("translates = \"{}\"{}[seen]{}", PathOf(original), newline, newline);
      for (const auto& [id, hash] : seen) out += fmt::format("{} = \"{}\"{}", id, hash, newline);
      in_front = false;
      done = true;
    } else if (in_front && bare == mark) {
      out += fmt::format("translates: {}{}seen:{}", PathOf(original), newline, newline);
      for (const auto& [id, hash] : seen) out += fmt::format("  {}: {}{}", id, hash, newline);
      in_front = false;
      done = true;
    }
    if (in_front && mark == "+++") {
      // The table goes to its end; no other table can follow.
      skipping = skipping || bare == "[seen]";
      if (skipping || bare.starts_with("translates ") || bare.starts_with("translates=")) continue;
    } else if (in_front) {
      const bool continues = bare.empty() || bare.front() == ' ' || bare.front() == '\t';
      skipping = (skipping && continues) || bare.starts_with("translates:") || bare.starts_with("seen:");
      if (skipping) continue;
    }
    out += line;
  }
  if (!done) return Fail(ErrorKind::kInvalidArgument, "it has no front matter");
  return out;
}

}  // namespace ferrotype
