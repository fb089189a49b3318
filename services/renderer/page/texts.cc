#include "renderer/page/texts.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ferrotype {

Texts::Texts(std::vector<Document> documents) : documents_(std::move(documents)) {
  std::map<std::string, std::map<std::string, std::string>> dates;  // kind -> slug -> newest date
  for (const Document& document : documents_) {
    const auto date = document.front_matter.find("date");
    std::string& newest = dates[document.kind][document.slug];
    if (date != document.front_matter.end()) newest = std::max(newest, date->second);
  }
  for (const auto& [name, slugs] : dates) {
    std::vector<std::pair<std::string, std::string>> order;
    for (const auto& [slug, date] : slugs) order.emplace_back(date, slug);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    Kind& kind = kinds_[name];
    for (auto& [date, slug] : order) {
      kind.places.emplace(slug, kind.order.size());
      kind.order.push_back(std::move(slug));
    }
  }
}

std::span<const Document> Texts::Of(std::string_view kind, std::string_view slug) const {
  const auto less = [](const Document& document, const std::pair<std::string_view, std::string_view>& key) {
    return std::pair<std::string_view, std::string_view>(document.kind, document.slug) < key;
  };
  const auto first = std::lower_bound(documents_.begin(), documents_.end(), std::pair(kind, slug), less);
  auto last = first;
  while (last != documents_.end() && last->kind == kind && last->slug == slug) ++last;
  return {first, last};
}

const std::vector<std::string>& Texts::Slugs(std::string_view kind) const {
  static const std::vector<std::string> kNone;
  const auto found = kinds_.find(kind);
  return found == kinds_.end() ? kNone : found->second.order;
}

Texts::Beside Texts::BesideOf(std::string_view kind, std::string_view slug) const {
  const auto found = kinds_.find(kind);
  if (found == kinds_.end()) return {};
  const auto& [order, places] = found->second;
  const auto place = places.find(slug);
  if (place == places.end()) return {};
  const std::size_t at = place->second;
  return {at == 0 ? std::string_view() : order[at - 1],
          at + 1 == order.size() ? std::string_view() : std::string_view(order[at + 1])};
}

}  // namespace ferrotype
