#include "publisher/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/release.h"

namespace ferrotype {
namespace {

constexpr std::array<std::string_view, 6> kHeadlines = {"rust.authored.lines.code", "rust.share",    "unsafe.tokens",
                                                        "unsafe.documented.share",  "modules.count", "drivers.count"};

// release -> metric -> value, the whole release alone.
using Numbers = std::map<std::string, std::map<std::string, std::string>>;

std::vector<std::string> CsvFields(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

// data/metrics.csv: release,date,metric,dimension,value,unit
Numbers NumbersOf(std::string_view csv) {
  constexpr std::size_t kColumns = 6;
  Numbers numbers;
  bool head = true;
  for (const std::string_view line : Split(csv, '\n')) {
    if (head || line.empty()) {
      head = false;
      continue;
    }
    std::vector<std::string> fields = CsvFields(line);
    if (fields.size() != kColumns || !fields[3].empty()) continue;
    numbers[fields[0]][fields[2]] = std::move(fields[4]);
  }
  return numbers;
}

std::string Of(const std::map<std::string, std::string>& numbers, std::string_view metric) {
  const auto found = numbers.find(std::string(metric));
  return found == numbers.end() ? std::string() : found->second;
}

// What a reader reads: header and footer, which name the newest release, are on every page.
std::string_view MainPart(std::string_view html) {
  const std::size_t begin = html.find("<main");
  const std::size_t end = html.rfind("</main>");
  return begin == std::string_view::npos || end == std::string_view::npos || end < begin
             ? html
             : html.substr(begin, end - begin);
}

void CompareNumbers(const Numbers& before, const Numbers& after, Changes& changes) {
  std::vector<std::string> names;
  for (const auto& [name, numbers] : after) names.push_back(name);
  for (const auto& [name, numbers] : before) {
    if (!after.contains(name)) changes.gone_releases.push_back(name);
  }
  std::sort(names.begin(), names.end(), ReleaseLess);
  std::sort(changes.gone_releases.begin(), changes.gone_releases.end(), ReleaseLess);
  for (const std::string& name : names) {
    const auto& now = after.at(name);
    const auto known = before.find(name);
    if (known != before.end()) {
      for (const auto& [metric, value] : now) {
        const std::string was = Of(known->second, metric);
        if (!was.empty() && was != value) changes.revised.push_back({name, metric, was, value});
      }
      continue;
    }
    Changes::NewRelease fresh;
    fresh.name = name;
    const std::optional<Comparison> with = ComparedWith(name, names);
    if (with) fresh.compared_with = with->name;
    for (const std::string_view metric : kHeadlines) {
      const std::string value = Of(now, metric);
      if (value.empty()) continue;
      fresh.numbers.push_back(
          {name, std::string(metric), with ? Of(after.at(with->name), metric) : std::string(), value});
    }
    changes.new_releases.push_back(std::move(fresh));
  }
}

// "v7.2.13-debian": a name that "newest" has today and another one tomorrow.
bool NamesRelease(std::string_view word) {
  return word.size() > 1 && word[0] == 'v' && word[1] >= '0' && word[1] <= '9';
}

// What a diagnostic is about, whatever line it stands on by now, whatever numbers it names and whichever releases there
// are to choose from: "content/x/en.md:23:1: warning[A001]: no longer true: rust.share < 2 (9.7 against 2); ...",
// "content/x/en.md:7:1: warning[F013]: no measured release matches \"v6.1.*\"; measured are v7.2.6, v7.2.13"
std::string Subject(std::string_view diagnostic) {
  const std::string_view path = diagnostic.substr(0, diagnostic.find(':'));
  const std::size_t kind = std::min(diagnostic.find(": warning["), diagnostic.size());
  std::string_view rest = diagnostic.substr(kind);
  rest = rest.substr(0, std::min(rest.find(" ("), rest.find("; measured are ")));
  std::string subject(path);
  for (const std::string_view word : Split(rest, ' ')) {
    if (!NamesRelease(word)) subject.append(" ").append(word);
  }
  return subject;
}

std::vector<std::string> Without(const std::vector<std::string>& all, const std::vector<std::string>& these) {
  std::set<std::string> known;
  for (const std::string& each : these) known.insert(Subject(each));
  std::vector<std::string> rest;
  std::copy_if(all.begin(), all.end(), std::back_inserter(rest),
               [&](const std::string& each) { return !known.contains(Subject(each)); });
  return rest;
}

// A section of the text: at most so many lines, then how many more.
class TextReport {
 public:
  explicit TextReport(std::string head) : text_(std::move(head)) {}
  template <typename Items, typename Write>
  void Section(std::string_view title, const Items& items, Write write) {
    constexpr std::size_t kMost = 25;
    if (items.empty()) return;
    text_ += fmt::format("\n{} ({})\n", title, items.size());
    std::size_t shown = 0;
    for (const auto& item : items) {
      if (shown++ == kMost) {
        text_ += fmt::format("  and {} more\n", items.size() - kMost);
        break;
      }
      text_ += "  " + write(item) + "\n";
    }
  }
  [[nodiscard]] std::string Take() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

Result<Changes> CompareEditions(const Editions& editions, const std::optional<std::string>& base,
                                const NewEdition& edition) {
  Changes changes;
  const auto metrics = edition.files.find("data/metrics.csv");
  const Numbers after = NumbersOf(metrics == edition.files.end() ? std::string_view() : metrics->second);
  if (!base) {
    CompareNumbers({}, after, changes);
    changes.fallen = edition.warnings;
    return changes;
  }
  TRY_ASSIGN(const std::string record_json, editions.Read(*base, "build.json"));
  TRY_ASSIGN(const BuildRecord record, ParseBuildRecord(record_json));
  TRY_ASSIGN(Manifest256 manifest, editions.ReadManifest(*base));
  changes.from = record.inputs.substr(0, 16);
  for (const auto& [path, to] : record.redirects) manifest.erase(path);
  for (const std::string& path : record.archived) manifest.erase(path);

  std::string csv;
  if (manifest.contains("data/metrics.csv")) {
    TRY_ASSIGN(csv, editions.Read(*base, "data/metrics.csv"));
  }
  CompareNumbers(NumbersOf(csv), after, changes);
  changes.fallen = Without(edition.warnings, record.warnings);
  changes.restored = Without(record.warnings, edition.warnings);

  std::set<std::string> announced;
  if (manifest.contains("feeds/entries.json")) {
    TRY_ASSIGN(const std::string json, editions.Read(*base, "feeds/entries.json"));
    TRY_ASSIGN(const std::vector<FeedEntry> entries, ParseFeedEntries(json));
    for (const FeedEntry& entry : entries) announced.insert(entry.id);
  }
  for (const FeedEntry& entry : edition.entries) {
    if (!entry.gone && !announced.contains(entry.id)) changes.announced.push_back(entry);
  }

  for (const auto& [path, bytes] : edition.files) {
    if (!path.ends_with(".html")) continue;
    const auto was = manifest.find(path);
    if (was == manifest.end()) {
      changes.new_pages.push_back(path);
    } else if (was->second != ToHex(Sha256(bytes))) {
      TRY_ASSIGN(const std::string before, editions.Read(*base, path));
      if (MainPart(before) != MainPart(bytes)) changes.changed_pages.push_back(path);
    }
  }
  for (const auto& [from, to] : edition.continuity.redirects) {
    if (manifest.contains(from)) changes.redirected.emplace_back(from, to);
  }
  for (const auto& [path, bytes] : edition.continuity.archived) {
    if (manifest.contains(path)) changes.archived.push_back(path);
  }
  return changes;
}

std::string ChangesText(const Changes& changes, const std::string& root) {
  const auto same = [](const std::string& text) { return text; };
  const auto url = [&](const std::string& path) { return root + path; };
  TextReport report(changes.from.empty() ? fmt::format("First edition of {}\n", root)
                                         : fmt::format("New edition of {}\n", root));
  for (const Changes::NewRelease& release : changes.new_releases) {
    const std::string with = release.compared_with.empty() ? "" : ", compared with " + Printable(release.compared_with);
    report.Section(fmt::format("New release {}{}", Printable(release.name), with), release.numbers,
                   [](const Changes::Number& number) {
                     return number.before.empty()
                                ? fmt::format("{}: {}", number.metric, number.after)
                                : fmt::format("{}: {} (was {})", number.metric, number.after, number.before);
                   });
  }
  report.Section("Releases that are gone", changes.gone_releases,
                 [](const std::string& name) { return Printable(name); });
  report.Section("Numbers that were measured anew", changes.revised, [](const Changes::Number& number) {
    return fmt::format("{} {}: {} (was {})", Printable(number.release), number.metric, number.after, number.before);
  });
  report.Section("Sentences that no longer hold", changes.fallen, same);
  report.Section("Sentences that hold again", changes.restored, same);
  report.Section("Announced in feeds", changes.announced, [&](const FeedEntry& entry) { return url(entry.path); });
  report.Section("New pages", changes.new_pages, url);
  report.Section("Changed pages", changes.changed_pages, url);
  report.Section("Addresses that lead elsewhere now", changes.redirected,
                 [&](const auto& move) { return fmt::format("{} -> {}", url(move.first), url(move.second)); });
  report.Section("Files kept as they last were", changes.archived, url);
  std::string text = std::move(report).Take();
  if (std::count(text.begin(), text.end(), '\n') == 1) text += "\nNothing that readers would notice.\n";
  return text;
}

}  // namespace ferrotype
