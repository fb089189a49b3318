#include "renderer/text/new_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "renderer/language_tag.h"
#include "renderer/text/front_matter.h"

namespace ferrotype {
namespace {

struct NewKind {
  std::string_view name;    // as people say it
  std::string_view folder;  // of content/
  std::string_view keys;    // lines of front matter besides title, summary and date; {} is the release
};

constexpr std::array kNew = {
    NewKind{"article", "articles", "author: \"?\"\nkeywords: [Rust, Linux]\n"},
    NewKind{"case-study", "case-studies", "author: \"?\"\nkeywords: [Rust, Linux]\n"},
    NewKind{"commentary", "commentary", "author: \"?\"\nrelease: {}\n"},
    NewKind{"event", "events", "place: \"?\"\n"},
    NewKind{"paper", "papers", "authors: [\"?\"]\nvenue: \"?\"\n"},
    NewKind{"page", "pages", ""},
};

bool IsSlug(std::string_view slug) {
  return !slug.empty() && slug.size() <= 80 && slug.front() != '-' && std::all_of(slug.begin(), slug.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

Result<FileSet> NewText(std::string_view kind, std::string_view slug, std::string_view date, std::string_view release) {
  const auto found = std::find_if(kNew.begin(), kNew.end(), [&](const NewKind& each) { return each.name == kind; });
  if (found == kNew.end()) {
    std::vector<std::string> names;
    for (const NewKind& each : kNew) names.emplace_back(each.name);
    const std::optional<std::string> nearest = Nearest(kind, names);
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("unknown kind of text \"{}\"; {}", Printable(kind),
                            nearest ? fmt::format("did you mean {}?", *nearest)
                                    : "known are article, case-study, commentary, event, paper and page"));
  }
  if (!IsSlug(slug))
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("\"{}\" can't be a slug: it is of a-z, 0-9 and -, and stands in addresses", Printable(slug)));
  if (!text::IsDate(date))
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: no date; write YYYY-MM-DD", Printable(date)));
  if (kind == "commentary" && release.empty())
    return Fail(ErrorKind::kInvalidArgument, "a commentary speaks of a release: name it with --release");
  const bool clean = std::all_of(release.begin(), release.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  });
  if (!clean) return Fail(ErrorKind::kInvalidArgument, fmt::format("\"{}\" is no release", Printable(release)));

  const std::string keys = fmt::format(fmt::runtime(found->keys), release);
  const std::string dated = kind == "page" ? "" : fmt::format("date: {}\n", date);
  const std::string base = fmt::format("{}/{}/", found->folder, slug);
  FileSet files;
  files[base + "en.md"] = fmt::format(
      "---\ntitle: {0}\nsummary: One or two sentences that a list can show.\n{1}{2}draft: yes\n---\n"
      "The first paragraph.\n\n## First section {{#first}}\n\nWords. {{metric}}`rust.authored.lines.code` is a number "
      "that "
      "stays true.\n",
      slug, dated, keys);
  files[base + "zh.md"] = fmt::format(
      "---\ntitle: {0}\nsummary: 一两句话，供列表显示。\n{1}{2}draft: yes\n---\n"
      "第一段。\n\n## 第一节 {{#first}}\n\n正文。{{metric}}`rust.authored.lines.code` 是一个不会过时的数字。\n",
      slug, dated, keys);
  return files;
}

}  // namespace ferrotype
