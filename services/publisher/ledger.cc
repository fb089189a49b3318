#include "publisher/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "publisher/build_record.h"
#include "publisher/twins.h"

namespace ferrotype {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kName = "ledger.jsonl";
constexpr int kVersion = 1;

Unexpected Damaged(std::string_view what) {
  return Fail(ErrorKind::kCorrupt,
              fmt::format("the ledger is damaged ({}); put back a copy of it, or move it away: it is then made again "
                          "from the editions",
                          what));
}

// A member that must be a text.
Result<std::string> Text(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return Damaged(fmt::format("a line without {}", key));
  return found->get<std::string>();
}

std::string Line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json EntryJson(const FeedEntry& entry) {
  Json json = {{"entry", entry.id}, {"kind", entry.kind}, {"path", entry.path}, {"published", entry.published}};
  if (entry.gone) json["gone"] = true;
  return json;
}

Result<FeedEntry> EntryFrom(const Json& json, const char* id_key) {
  FeedEntry entry;
  TRY_ASSIGN(entry.id, Text(json, id_key));
  TRY_ASSIGN(entry.kind, Text(json, "kind"));
  TRY_ASSIGN(entry.path, Text(json, "path"));
  TRY_ASSIGN(entry.published, Text(json, "published"));
  entry.gone = json.contains("gone");
  return entry;
}

Result<void> TakeLine(Ledger& ledger, std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return Damaged("a line is no JSON object");
  if (json.contains("edition")) {
    LedgerEdition edition;
    TRY_ASSIGN(edition.id, Text(json, "edition"));
    TRY_ASSIGN(edition.inputs, Text(json, "inputs"));
    TRY_ASSIGN(edition.published, Text(json, "published"));
    edition.withdrawn = json.contains("withdrawn");
    edition.told = !json.contains("untold");
    ledger.editions.push_back(std::move(edition));
  } else if (json.contains("entry")) {
    TRY_ASSIGN(FeedEntry entry, EntryFrom(json, "entry"));
    ledger.entries.push_back(std::move(entry));
  } else if (json.contains("url")) {
    TRY_ASSIGN(std::string url, Text(json, "url"));
    TRY_ASSIGN(std::string since, Text(json, "since"));
    ledger.urls.emplace(std::move(url), std::move(since));
  } else {
    return Damaged("a line of an unknown kind");
  }
  return {};
}

Result<void> Absorb(const Editions& editions, const std::string& id, Ledger& ledger) {
  TRY_ASSIGN(const Manifest256 manifest, editions.ReadManifest(id));
  std::vector<FeedEntry> entries;
  if (manifest.contains("feeds/entries.json")) {
    TRY_ASSIGN(const std::string json, editions.Read(id, "feeds/entries.json"));
    TRY_ASSIGN(entries, ParseFeedEntries(json));
  }
  AddToLedger(ledger, manifest, entries, "");
  TRY_ASSIGN(const std::string record, editions.Read(id, "build.json"));
  TRY_ASSIGN(const BuildRecord build, ParseBuildRecord(record));
  ledger.Publish(id, build.inputs, "");
  return {};
}

}  // namespace

const LedgerEdition* Ledger::Find(std::string_view id) const {
  const auto found = std::find_if(editions.begin(), editions.end(), [&](const auto& each) { return each.id == id; });
  return found == editions.end() ? nullptr : &*found;
}

LedgerEdition* Ledger::Find(std::string_view id) {
  return const_cast<LedgerEdition*>(static_cast<const Ledger*>(this)->Find(id));
}

LedgerEdition& Ledger::Publish(const std::string& id, const std::string& inputs, const std::string& time) {
  std::erase_if(editions, [&](const LedgerEdition& each) { return each.id == id; });
  return editions.emplace_back(LedgerEdition{id, inputs, time, false, true});
}

std::string WriteLedger(const Ledger& ledger) {
  std::string out = Line({{"ledger", "ferrotype"}, {"version", kVersion}});
  for (const LedgerEdition& edition : ledger.editions) {
    Json json = {{"edition", edition.id}, {"inputs", edition.inputs}, {"published", edition.published}};
    if (edition.withdrawn) json["withdrawn"] = true;
    if (!edition.told) json["untold"] = true;
    out += Line(json);
  }
  for (const FeedEntry& entry : ledger.entries) out += Line(EntryJson(entry));
  for (const auto& [url, since] : ledger.urls) out += Line({{"url", url}, {"since", since}});
  return out + Line({{"sha256", ToHex(Sha256(out))}});
}

Result<Ledger> ParseLedger(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.back() != '\n') return Damaged("its end is missing");
  const std::size_t last = bytes.rfind('\n', bytes.size() - 2);
  if (last == std::string_view::npos) return Damaged("its end is missing");
  const std::string_view body = bytes.substr(0, last + 1);
  if (bytes.substr(last + 1) != Line({{"sha256", ToHex(Sha256(body))}})) return Damaged("its sum is wrong");
  const std::vector<std::string_view> lines = Split(body.substr(0, body.size() - 1), '\n');
  const Json head = Json::parse(lines.front(), nullptr, false);
  if (!head.is_object() || head.value("version", Json()) != kVersion)
    return Damaged("it is of another version of ferrotype");
  Ledger ledger;
  for (std::size_t i = 1; i < lines.size(); ++i) TRY(TakeLine(ledger, lines[i]));
  return ledger;
}

Result<Ledger> LoadLedger(const Editions& editions) {
  const auto place = [&](const Error& error) { return Within(error, Printable(editions.folder().string())); };
  const Result<std::string> bytes = ReadWhole(editions.folder() / kName);
  if (!bytes && bytes.error().kind != ErrorKind::kNotFound) return Unexpected(bytes.error());
  Ledger ledger;
  if (bytes) {
    Result<Ledger> parsed = ParseLedger(*bytes);
    if (!parsed) return place(parsed.error());
    ledger = *std::move(parsed);
  } else {
    TRY_ASSIGN(const std::vector<std::string> there, editions.List());
    for (const std::string& id : there) {
      if (const Result<void> absorbed = Absorb(editions, id, ledger); !absorbed) {
        return place(Error{ErrorKind::kCorrupt,
                           fmt::format("the ledger is lost, and edition {} can't tell what was published ({}); put "
                                       "back a copy of ledger.jsonl",
                                       id, absorbed.error().message)});
      }
    }
  }
  // Of a run that was killed after the switch.
  TRY_ASSIGN(const std::optional<std::string> current, editions.Current());
  if (current && (!bytes || ledger.Find(*current) == nullptr)) {
    if (const Result<void> absorbed = Absorb(editions, *current, ledger); !absorbed) return place(absorbed.error());
  }
  return ledger;
}

Result<void> SaveLedger(const Editions& editions, const Ledger& ledger) {
  return ReplaceFile(editions.folder() / kName, WriteLedger(ledger));
}

bool IsPromised(std::string_view path) {
  if (IsTwin(path)) return false;
  static constexpr std::array<std::string_view, 6> kPictures = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"};
  return !path.starts_with("assets/") || std::any_of(kPictures.begin(), kPictures.end(),
                                                     [&](std::string_view ending) { return path.ends_with(ending); });
}

void AddToLedger(Ledger& ledger, const Manifest256& manifest, const std::vector<FeedEntry>& entries,
                 std::string_view day) {
  for (const auto& [path, hash] : manifest) {
    if (IsPromised(path)) ledger.urls.emplace(path, day);
  }
  std::map<std::string, FeedEntry> by_id;
  for (const FeedEntry& entry : ledger.entries) by_id[entry.id] = entry;
  for (const FeedEntry& entry : entries) by_id[entry.id] = entry;
  ledger.entries.clear();
  for (auto& [id, entry] : by_id) ledger.entries.push_back(std::move(entry));
}

Result<std::vector<FeedEntry>> ParseFeedEntries(std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  const auto broken = [] { return Fail(ErrorKind::kCorrupt, "feeds/entries.json is not what was written"); };
  if (!json.is_object() || !json.contains("entries") || !json["entries"].is_array()) return broken();
  std::vector<FeedEntry> entries;
  for (const Json& each : json["entries"]) {
    if (!each.is_object()) return broken();
    Result<FeedEntry> entry = EntryFrom(each, "id");
    if (!entry) return broken();
    entries.push_back(*std::move(entry));
  }
  return entries;
}

}  // namespace ferrotype
