// The documents of a site and where each is found: a page asks for its own and for its neighbours, so neither may cost
// a walk over all.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/text/text.h"

namespace ferrotype {

class Texts {
 public:
  Texts() = default;
  /// `documents` in order of (kind, slug, lang).
  Texts(std::vector<Document> documents);  // NOLINT(google-explicit-constructor): what LoadDocuments gives is all of it

  [[nodiscard]] auto begin() const { return documents_.begin(); }
  [[nodiscard]] auto end() const { return documents_.end(); }
  [[nodiscard]] const std::vector<Document>& all() const { return documents_; }
  [[nodiscard]] std::vector<Document> Take() && { return std::move(documents_); }

  /// One text in all its languages.
  [[nodiscard]] std::span<const Document> Of(std::string_view kind, std::string_view slug) const;
  /// Slugs of a kind, each once, the newest date first, then by slug.
  [[nodiscard]] const std::vector<std::string>& Slugs(std::string_view kind) const;
  /// The slug before and after `slug` in that order; empty where there is none.
  struct Beside {
    std::string_view before;
    std::string_view after;
  };
  [[nodiscard]] Beside BesideOf(std::string_view kind, std::string_view slug) const;

 private:
  struct Kind {
    std::vector<std::string> order;
    std::map<std::string, std::size_t, std::less<>> places;  // slug -> where in `order`
  };
  std::vector<Document> documents_;
  std::map<std::string, Kind, std::less<>> kinds_;
};

}  // namespace ferrotype
