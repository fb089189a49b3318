#include "publisher/continuity.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "publisher/build_record.h"
#include "publisher/twins.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostNamed = 10;

class Keeper {
 public:
  explicit Keeper(const ContinuityInputs& inputs) : in_(inputs) {
    for (const FeedEntry& entry : in_.ledger.entries) {
      if (entry.kind != "releases") texts_.insert(entry.path);
    }
  }

  Result<Continuity> Run() {
    RefuseLanguages();
    for (const auto& [path, since] : in_.ledger.urls) {
      if (Lives(path) || IsOfGoneLanguage(path)) continue;
      if (path.starts_with("feeds/")) {
        refused_.push_back(fmt::format("{}: a feed; its readers can't be told to go elsewhere", path));
      } else if (path.ends_with(".html")) {
        Redirect(path);
      } else {
        TRY(Archive(path));
      }
    }
    TRY(CarryAssets());
    if (!refused_.empty()) return Refusal();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool Lives(const std::string& path) const {
    return in_.files.contains(path) || in_.later.contains(path);
  }

  // Said once, not for each of its pages: a language that was printed and is not any more.
  void RefuseLanguages() {
    for (const auto& [path, since] : in_.ledger.urls) {
      const std::size_t slash = path.find('/');
      if (slash != 2 || path.substr(slash) != "/index.html" || Lives(path)) continue;
      gone_languages_.insert(path.substr(0, slash));
      refused_.push_back(fmt::format(
          "{}: a language that was published; its feeds can't be taken back. Put \"{}\" into `languages` of "
          "ferrotype.toml again, or publish to another folder",
          path, path.substr(0, slash)));
    }
  }

  [[nodiscard]] bool IsOfGoneLanguage(const std::string& path) const {
    if (gone_languages_.empty()) return false;
    if (gone_languages_.contains(path.substr(0, path.find('/')))) return true;
    if (!path.starts_with("feeds/")) return false;
    if (path.find(".both.") != std::string::npos) return true;
    return std::any_of(gone_languages_.begin(), gone_languages_.end(), [&](const std::string& language) {
      return path.find("." + language + ".") != std::string::npos;
    });
  }

  [[nodiscard]] bool IsRetired(const std::string& path) const {
    return std::any_of(in_.retired.begin(), in_.retired.end(), [&](const std::string& name) {
      const std::size_t lang_end = path.find('/');
      return lang_end != std::string::npos && path.substr(lang_end + 1) == name + "/index.html";
    });
  }

  void Redirect(const std::string& path) {
    if (texts_.contains(path) && !IsRetired(path)) {
      refused_.push_back(
          fmt::format("{}: a text that was published and is gone; if it was renamed, write `formerly: [old-name]` into "
                      "the front matter of the new one; if it was taken down, add it to `retired` in ferrotype.toml",
                      path));
      return;
    }
    // en/releases/v7.2/index.html -> en/releases/index.html -> en/index.html -> index.html
    std::string folder = path.substr(0, path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    if (path.ends_with("/index.html")) folder = Parent(folder);
    while (true) {
      const std::string target = folder.empty() ? "index.html" : folder + "/index.html";
      if (in_.files.contains(target)) {
        out_.redirects.emplace(path, target);
        return;
      }
      if (folder.empty()) break;
      folder = Parent(folder);
    }
    refused_.push_back(fmt::format("{}: there is no page above it to lead to", path));
  }

  static std::string Parent(const std::string& folder) {
    const std::size_t slash = folder.rfind('/');
    return slash == std::string::npos ? std::string() : folder.substr(0, slash);
  }

  Result<void> Archive(const std::string& path) {
    // The last edition carries all that those before it had; the rest is for editions that were removed by hand.
    for (auto id = in_.ledger.editions.rbegin(); id != in_.ledger.editions.rend(); ++id) {
      Result<std::string> bytes = in_.editions.Read(id->id, path);
      if (!bytes && bytes.error().kind == ErrorKind::kNotFound) continue;
      if (!bytes) return Unexpected(bytes.error());
      out_.archived.emplace(path, *std::move(bytes));
      return {};
    }
    refused_.push_back(fmt::format("{}: it was published, and no edition on this disk holds it any more", path));
    return {};
  }

  // A reader who got a page before the switch asks for its style sheet after it.
  Result<void> CarryAssets() {
    for (const std::string& id : in_.before.kept) {
      TRY_ASSIGN(const Manifest256 manifest, in_.editions.ReadManifest(id));
      TRY_ASSIGN(const std::string json, in_.editions.Read(id, "build.json"));
      TRY_ASSIGN(const BuildRecord record, ParseBuildRecord(json));
      const std::set<std::string> carried(record.archived.begin(), record.archived.end());
      for (const auto& [path, hash] : manifest) {
        if (IsPromised(path) || IsTwin(path) || Lives(path) || carried.contains(path) || out_.assets.contains(path))
          continue;
        TRY_ASSIGN(std::string bytes, in_.editions.Read(id, path));
        out_.assets.emplace(path, std::move(bytes));
      }
    }
    return {};
  }

  [[nodiscard]] Unexpected Refusal() const {
    std::string message = fmt::format("{} published before would be dead; nothing was published",
                                      refused_.size() == 1 ? "an address" : "addresses");
    for (std::size_t i = 0; i < std::min(refused_.size(), kMostNamed); ++i) message += "\n  " + refused_[i];
    if (refused_.size() > kMostNamed) message += fmt::format("\n  and {} more", refused_.size() - kMostNamed);
    return Fail(ErrorKind::kInvalidArgument, message);
  }

  const ContinuityInputs& in_;
  std::set<std::string> texts_;
  std::set<std::string> gone_languages_;
  std::vector<std::string> refused_;
  Continuity out_;
};

}  // namespace

Predecessors PredecessorsOf(const Ledger& ledger, const Editions& editions, const std::string& inputs,
                            std::size_t keep) {
  Predecessors before;
  for (const LedgerEdition& edition : ledger.editions) {
    if (edition.inputs != inputs && editions.Has(edition.id)) before.kept.push_back(edition.id);
  }
  if (!before.kept.empty()) before.base = before.kept.back();
  if (before.kept.size() >= keep)
    before.kept.erase(before.kept.begin(), before.kept.end() - static_cast<std::ptrdiff_t>(keep - 1));
  return before;
}

Result<Continuity> KeepPromises(const ContinuityInputs& inputs) { return Keeper(inputs).Run(); }

}  // namespace ferrotype
