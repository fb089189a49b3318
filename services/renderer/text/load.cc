// From files to documents: the layout of content/, front matter against its schema, references and glossary.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/text/chinese.h"
#include "renderer/text/flat_yaml.h"
#include "renderer/text/front_matter.h"
#include "renderer/text/reporter.h"
#include "renderer/text/text.h"

namespace ferrotype {
namespace {

using text::DidYouMean;
using text::Quoted;

constexpr std::size_t kMaxDocumentBytes = 1 << 20;

void Tell(std::vector<Diagnostic>& out, const std::string& path, int line, int column, std::string code,
          std::string message) {
  out.push_back({"content/" + path, line, column, std::move(code), std::move(message), Diagnostic::Severity::kError});
}

// Lines end in LF from here on; a byte-order mark goes.
std::string Normalized(std::string_view bytes) {
  if (bytes.starts_with("\uFEFF")) bytes.remove_prefix(3);
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\r') {
      if (i + 1 < bytes.size() && bytes[i + 1] == '\n') continue;
      out += '\n';
    } else {
      out += bytes[i];
    }
  }
  return out;
}

// Says whether `bytes` are text that the rest can rely on: not too long, UTF-8, without the character that we use for
// ourselves.
bool IsSound(std::string_view bytes, const std::string& path, std::vector<Diagnostic>& out) {
  if (bytes.size() > kMaxDocumentBytes) {
    Tell(out, path, 1, 1, "F002",
         fmt::format("{} bytes; a text has at most {}: split it", bytes.size(), kMaxDocumentBytes));
    return false;
  }
  int line = 1;
  int column = 1;
  for (std::string_view rest = bytes; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    if (!rune.valid) {
      Tell(out, path, line, column, "F002", "not UTF-8");
      return false;
    }
    if (rest.starts_with(text::kSeam) || rune.value == 0) {
      Tell(out, path, line, column, "F002",
           fmt::format("U+{:04X} is no character of any text", static_cast<std::uint32_t>(rune.value)));
      return false;
    }
    ++column;
    if (rune.value == '\n') {
      ++line;
      column = 1;
    }
    rest.remove_prefix(rune.bytes);
  }
  return true;
}

std::map<std::string, Reference> LoadReferences(const std::string& path, const std::string& yaml,
                                                std::vector<Diagnostic>& out) {
  std::map<std::string, Reference> references;
  if (!IsSound(yaml, path, out)) return references;
  text::Reporter reporter("content/" + path, yaml, 1, out);
  std::vector<text::YamlTrouble> troubles;
  const std::vector<text::YamlEntry> entries = text::ReadFlatYaml(yaml, troubles);
  for (const text::YamlTrouble& trouble : troubles) reporter.Error(trouble.place, "F003", trouble.message);
  static const std::vector<std::string> kKeys = {"title", "title-zh", "url", "author", "date"};
  for (const text::YamlEntry& entry : entries) {
    if (entry.kind != text::YamlEntry::Kind::kMapping) {
      reporter.Error(entry.place, "F006",
                     fmt::format("{} needs title, and may have url, author and date", Quoted(entry.key)));
      continue;
    }
    Reference reference;
    for (const auto& [key, value] : entry.mapping) {
      if (key == "title") {
        reference.title = value;
      } else if (key == "title-zh") {
        reference.title_zh = value;
      } else if (key == "url") {
        reference.url = value;
      } else if (key == "author") {
        reference.author = value;
      } else if (key == "date") {
        reference.date = value;
      } else {
        reporter.Error(entry.place, "F004",
                       fmt::format("unknown key {} in {}{}", Quoted(key), Quoted(entry.key), DidYouMean(key, kKeys)));
      }
    }
    if (reference.title.empty()) reporter.Error(entry.place, "F005", fmt::format("{} has no title", Quoted(entry.key)));
    if (!reference.url.empty() && !reference.url.starts_with("https://") && !reference.url.starts_with("http://")) {
      reporter.Error(entry.place, "F006",
                     fmt::format("the url of {} must begin with https:// or http://", Quoted(entry.key)));
      reference.url.clear();
    }
    references.emplace(entry.key, std::move(reference));
  }
  return references;
}

std::shared_ptr<const Glossary> LoadGlossary(const FileSet& content, std::vector<Diagnostic>& out) {
  const std::string path = "glossary.yaml";
  const auto file = content.find(path);
  if (file == content.end()) return nullptr;
  const std::string yaml = Normalized(file->second);
  if (!IsSound(yaml, path, out)) return nullptr;
  text::Reporter reporter("content/" + path, yaml, 1, out);
  std::vector<text::YamlTrouble> troubles;
  auto glossary = std::make_shared<Glossary>();
  static const std::vector<std::string> kKeys = {"zh", "means", "means-zh"};
  for (const text::YamlEntry& entry : text::ReadFlatYaml(yaml, troubles)) {
    Term term{entry.key, entry.kind == text::YamlEntry::Kind::kScalar ? entry.scalar : std::string()};
    for (const auto& [key, value] : entry.mapping) {
      if (key == "zh") {
        term.zh = value;
      } else if (key == "means") {
        term.means = value;
      } else if (key == "means-zh") {
        term.means_zh = value;
      } else {
        reporter.Error(entry.place, "F004",
                       fmt::format("unknown key {} in {}{}", Quoted(key), Quoted(entry.key), DidYouMean(key, kKeys)));
      }
    }
    if (term.zh.empty()) {
      reporter.Error(entry.place, "F006", fmt::format("{} needs the Chinese word", Quoted(entry.key)));
      continue;
    }
    if (term.means.empty() != term.means_zh.empty()) {
      reporter.Error(entry.place, "F005", fmt::format("{} says what it means in one language only", Quoted(entry.key)));
    }
    glossary->emplace(entry.key, std::move(term));
  }
  for (const text::YamlTrouble& trouble : troubles) reporter.Error(trouble.place, "F003", trouble.message);
  return glossary;
}

bool IsSlug(std::string_view slug) {
  return !slug.empty() && slug.front() != '-' && std::all_of(slug.begin(), slug.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Where a Markdown file's path says it belongs; nullopt, and told, when it belongs nowhere.
struct Spot {
  std::string kind;
  std::string slug;
  Lang lang = Lang::kEn;
};

std::optional<Spot> SpotOf(const std::string& path, std::span<const Lang> langs, std::span<const Lang> known,
                           std::vector<Diagnostic>& out) {
  const std::vector<std::string_view> parts = Split(path, '/');
  if (parts.size() == 1) return std::nullopt;  // content/README.md is for editors
  const std::vector<std::string> kinds = text::Kinds();
  if (std::find(kinds.begin(), kinds.end(), parts[0]) == kinds.end()) {
    Tell(out, path, 1, 1, "F001",
         fmt::format("unknown kind of text {}{}", Quoted(parts[0]), DidYouMean(parts[0], kinds)));
    return std::nullopt;
  }
  if (parts.size() != 3 || !IsSlug(parts[1])) {
    Tell(out, path, 1, 1, "F001",
         fmt::format("a text lies at content/{}/<slug>/en.md or zh.md; a slug is of a-z, 0-9 and -", parts[0]));
    return std::nullopt;
  }
  for (const Lang lang : langs) {
    if (parts[2] == fmt::format("{}.md", PathOf(lang))) return Spot{std::string(parts[0]), std::string(parts[1]), lang};
  }
  for (const Lang lang : known) {
    if (parts[2] == fmt::format("{}.md", PathOf(lang))) return std::nullopt;  // of another site
  }
  Tell(out, path, 1, 1, "F001",
       fmt::format("{} is no language of this site: the files of a text are en.md and zh.md", Quoted(parts[2])));
  return std::nullopt;
}

}  // namespace

std::vector<Document> LoadDocuments(const FileSet& content, std::vector<Diagnostic>& diagnostics,
                                    std::span<const Lang> langs, std::span<const Lang> known) {
  std::vector<Document> documents;
  const std::shared_ptr<const Glossary> glossary = LoadGlossary(content, diagnostics);
  std::map<std::string, std::map<std::string, Reference>> references;  // by folder
  for (const auto& [path, bytes] : content) {
    if (path.ends_with("/refs.yaml"))
      references[path.substr(0, path.rfind('/'))] = LoadReferences(path, Normalized(bytes), diagnostics);
  }
  for (const auto& [path, bytes] : content) {
    if (!path.ends_with(".md")) continue;
    const std::optional<Spot> spot = SpotOf(path, langs, known, diagnostics);
    if (!spot) continue;
    const std::string source = Normalized(bytes);
    if (!IsSound(source, path, diagnostics)) continue;
    const std::size_t before = diagnostics.size();
    text::FrontMatter front = text::ReadFrontMatter("content/" + path, source, spot->kind, diagnostics);
    if (diagnostics.size() != before) continue;
    Document document{spot->kind,
                      spot->slug,
                      spot->lang,
                      "content/" + path,
                      std::move(front.values),
                      source.substr(front.body_offset),
                      front.body_line,
                      {},
                      glossary,
                      std::move(front.spots),
                      std::move(front.seen)};
    const auto of_folder = references.find(path.substr(0, path.rfind('/')));
    if (of_folder != references.end()) document.references = of_folder->second;
    documents.push_back(std::move(document));
  }
  std::sort(documents.begin(), documents.end(), [](const Document& a, const Document& b) {
    return std::tie(a.kind, a.slug, a.lang) < std::tie(b.kind, b.slug, b.lang);
  });
  return documents;
}

}  // namespace ferrotype
