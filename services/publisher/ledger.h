// The ledger of a published site: every URL and feed entry ever published, and the editions in order. It follows from
// the editions (each holds all URLs before it, as pages or redirects), so one that is lost can be made again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/edition.h"
#include "publisher/editions.h"

namespace ferrotype {

struct LedgerEdition {
  std::string id;
  std::string inputs;      ///< hash of what it was made from, the ledger left out
  std::string published;   ///< 2026-11-21T04:40:00Z, by the publisher's clock; empty: not known
  bool withdrawn = false;  ///< rolled back by hand: not published again by itself
  bool told = true;        ///< its change report was taken by the hook
  bool operator==(const LedgerEdition&) const = default;
};

struct Ledger {
  std::vector<LedgerEdition> editions;      ///< in order of their last publication, each id once
  std::map<std::string, std::string> urls;  ///< path -> day of its first publication; empty: not known
  std::vector<FeedEntry> entries;           ///< in order of id
  bool operator==(const Ledger&) const = default;

  [[nodiscard]] const LedgerEdition* Find(std::string_view id) const;
  [[nodiscard]] LedgerEdition* Find(std::string_view id);
  /// Moves the edition to the end, adding it when it isn't there; no longer withdrawn.
  LedgerEdition& Publish(const std::string& id, const std::string& inputs, const std::string& time);
};

/// Canonical JSON lines, the last of which is the SHA-256 of those before.
[[nodiscard]] std::string WriteLedger(const Ledger& ledger);
/// kCorrupt when a byte of it is not as it was written, or it is of another version.
[[nodiscard]] Result<Ledger> ParseLedger(std::string_view bytes);

/// The ledger of a folder. One that is lost is made from its editions, and the edition that is served is in it whatever
/// happened before. kCorrupt when it is damaged, or lost and an edition can't be read: publishing refuses then.
[[nodiscard]] Result<Ledger> LoadLedger(const Editions& editions);
[[nodiscard]] Result<void> SaveLedger(const Editions& editions, const Ledger& ledger);

/// Whether a path is a promise to readers: what pages load (assets/) is named by its content and kept for a while only,
/// but for pictures, which stand in what feed readers keep; and compressed twins come with their files.
[[nodiscard]] bool IsPromised(std::string_view path);

/// Adds what an edition publishes. `day`: YYYY-MM-DD.
void AddToLedger(Ledger& ledger, const Manifest256& manifest, const std::vector<FeedEntry>& entries,
                 std::string_view day);

/// feeds/entries.json as feeds are made (renderer/feed).
[[nodiscard]] Result<std::vector<FeedEntry>> ParseFeedEntries(std::string_view json);

}  // namespace ferrotype
