// What lasts from one edition of the site to the next: entries of feeds, and what changed for readers.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ferrotype {

/// One thing that feeds announce, in one language. The id is what feed readers remember: it never changes, whatever
/// becomes of the page's path, its text or the site's address.
struct FeedEntry {
  std::string id;         ///< tag:ferrotype,2026:en/articles/x
  std::string kind;       ///< section of the feeds: "releases", "articles", "commentary", "events"
  std::string path;       ///< of its page now: en/articles/x/index.html
  std::string published;  ///< YYYY-MM-DD, the release's or the editor's date when it was first announced
  bool gone = false;      ///< announced once, on the site no more
  bool operator==(const FeedEntry&) const = default;
};

/// What differs for readers between the edition before and this one. Everything is in a fixed order.
struct Changes {
  struct Number {
    std::string release;
    std::string metric;
    std::string before;  ///< as data files print it; empty: not measured
    std::string after;
    bool operator==(const Number&) const = default;
  };
  struct NewRelease {
    std::string name;
    std::string compared_with;    ///< empty: with none
    std::vector<Number> numbers;  ///< headline metrics, `before` of compared_with
    bool operator==(const NewRelease&) const = default;
  };
  using Moves = std::vector<std::pair<std::string, std::string>>;

  std::string from;  ///< id of the edition before; empty: this is the first
  std::vector<NewRelease> new_releases;
  std::vector<std::string> gone_releases;
  std::vector<Number> revised;             ///< numbers of releases that both editions hold
  std::vector<std::string> fallen;         ///< diagnostics that the edition before did not have: assertions that fell
  std::vector<std::string> restored;       ///< the other way round
  std::vector<FeedEntry> announced;        ///< entries that no feed has had
  std::vector<std::string> new_pages;      ///< paths of HTML files
  std::vector<std::string> changed_pages;  ///< whose main part reads otherwise
  Moves redirected;                   ///< path, and where it leads now; those that became redirects in this edition
  std::vector<std::string> archived;  ///< data files that stay as they were when their release or text went
  bool operator==(const Changes&) const = default;
};

}  // namespace ferrotype
