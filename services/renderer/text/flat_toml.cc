#include "renderer/text/flat_toml.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "base/text.h"
#include "base/utf8.h"

namespace ferrotype::text {
namespace {

class Reader {
 public:
  Reader(std::string_view text, std::vector<YamlTrouble>& trouble) : lines_(Split(text, '\n')), trouble_(trouble) {}

  std::vector<YamlEntry> Read(const toml::table& table) {
    std::vector<YamlEntry> entries;
    for (const auto& [key, node] : table) {
      YamlEntry entry;
      entry.key = key.str();
      entry.place = PlaceOf(key.source().begin);
      entry.value_place = ValuePlace(node.source().begin);
      if (const toml::array* list = node.as_array(); list != nullptr) {
        entry.kind = YamlEntry::Kind::kList;
        for (const toml::node& item : *list) {
          const std::optional<std::string> text = TextOf(item);
          if (!text) return Fail(item, "a list holds plain values only");
          entry.list.push_back(*text);
        }
      } else if (const toml::table* inner = node.as_table(); inner != nullptr) {
        entry.kind = YamlEntry::Kind::kMapping;
        for (const auto& [name, item] : *inner) {
          const std::optional<std::string> text = TextOf(item);
          if (!text) return Fail(item, "nested too deep: only plain values here");
          entry.mapping.emplace_back(name.str(), *text);
        }
      } else {
        const std::optional<std::string> text = TextOf(node);
        if (!text) return Fail(node, "expected a value");
        entry.scalar = *text;
      }
      entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(), [](const YamlEntry& a, const YamlEntry& b) {
      return std::tie(a.place.line, a.place.byte) < std::tie(b.place.line, b.place.byte);
    });
    return entries;
  }

  // toml++ counts columns in characters; ours are bytes of the line.
  [[nodiscard]] Place PlaceOf(const toml::source_position& position) const {
    Place place{static_cast<int>(position.line), 1};
    std::string_view rest = LineAt(position.line);
    for (toml::source_index column = 1; column < position.column && !rest.empty(); ++column) {
      const std::size_t bytes = DecodeUtf8(rest).bytes;
      place.byte += static_cast<int>(bytes);
      rest.remove_prefix(bytes);
    }
    return place;
  }

 private:
  [[nodiscard]] std::string_view LineAt(toml::source_index line) const {
    return line >= 1 && line <= lines_.size() ? lines_[line - 1] : std::string_view();
  }

  // Where the words of a value begin: behind its quotes.
  [[nodiscard]] Place ValuePlace(const toml::source_position& position) const {
    Place place = PlaceOf(position);
    const std::string_view rest = LineAt(position.line).substr(static_cast<std::size_t>(place.byte) - 1);
    if (rest.starts_with("\"\"\"") || rest.starts_with("'''")) {
      if (rest.size() == 3) return {place.line + 1, 1};
      place.byte += 3;
    } else if (rest.starts_with('"') || rest.starts_with('\'')) {
      ++place.byte;
    }
    return place;
  }

  // A plain value as text; what is no string stays as it was written.
  [[nodiscard]] std::optional<std::string> TextOf(const toml::node& node) const {
    if (const auto text = node.value<std::string>(); text && node.is_string()) return *text;
    if (node.is_table() || node.is_array()) return std::nullopt;
    const toml::source_region& region = node.source();
    if (region.begin.line != region.end.line) return std::nullopt;
    const auto begin = static_cast<std::size_t>(PlaceOf(region.begin).byte) - 1;
    const auto end = static_cast<std::size_t>(PlaceOf(region.end).byte) - 1;
    return std::string(TrimBlanks(LineAt(region.begin.line).substr(begin, end - begin)));
  }

  std::vector<YamlEntry> Fail(const toml::node& node, std::string message) {
    trouble_.push_back({PlaceOf(node.source().begin), std::move(message)});
    return {};
  }

  std::vector<std::string_view> lines_;
  std::vector<YamlTrouble>& trouble_;
};

}  // namespace

std::vector<YamlEntry> ReadFlatToml(std::string_view toml, std::vector<YamlTrouble>& trouble) {
  Reader reader(toml, trouble);
  try {
    const toml::table table = toml::parse(toml);
    return reader.Read(table);
  } catch (const toml::parse_error& error) {
    trouble.push_back({reader.PlaceOf(error.source().begin), fmt::format("not TOML: {}", error.description())});
    return {};
  }
}

}  // namespace ferrotype::text
