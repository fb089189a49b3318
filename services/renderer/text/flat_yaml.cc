#include "renderer/text/flat_yaml.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>

#include "base/bytes.h"

namespace ferrotype::text {
namespace {

constexpr std::size_t kMaxEvents = 100'000;

class Parser {
 public:
  explicit Parser(std::string_view yaml) : yaml_(yaml) {
    valid_ = yaml_parser_initialize(&parser_) == 1;
    if (!valid_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    const auto bytes = AsSpan(yaml.empty() ? std::string_view("") : yaml);  // libyaml asserts on a null pointer
    yaml_parser_set_input_string(&parser_, bytes.data(), bytes.size());
  }
  ~Parser() {
    Clear();
    if (valid_) yaml_parser_delete(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // False at the end of the stream or on the first mistake.
  bool Next() {
    Clear();
    if (!valid_ || ++events_ > kMaxEvents) return false;
    if (yaml_parser_parse(&parser_, &event_) != 1) {
      const char* problem = parser_.problem != nullptr ? parser_.problem : "it can't be read";
      const yaml_mark_t& mark = parser_.problem_mark;
      trouble_ = YamlTrouble{PlaceOf(mark), fmt::format("not YAML: {}", problem)};
      failed_ = true;
      return false;
    }
    has_event_ = true;
    return true;
  }
  [[nodiscard]] const yaml_event_t& event() const { return event_; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] const YamlTrouble& trouble() const { return trouble_; }
  [[nodiscard]] Place Here() const { return PlaceOf(event_.start_mark); }

 private:
  void Clear() {
    if (has_event_) yaml_event_delete(&event_);
    has_event_ = false;
  }

  // libyaml counts columns in characters; ours are bytes of the line.
  [[nodiscard]] Place PlaceOf(const yaml_mark_t& mark) const {
    std::string_view rest = yaml_;
    for (std::size_t line = 0; line < mark.line; ++line) {
      const std::size_t newline = rest.find('\n');
      if (newline == std::string_view::npos) break;
      rest.remove_prefix(newline + 1);
    }
    std::size_t byte = 0;
    for (std::size_t character = 0; character < mark.column && byte < rest.size() && rest[byte] != '\n'; ++character) {
      ++byte;
      while (byte < rest.size() && (static_cast<unsigned char>(rest[byte]) & 0xC0) == 0x80) ++byte;
    }
    return {static_cast<int>(mark.line) + 1, static_cast<int>(byte) + 1};
  }

  std::string_view yaml_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool valid_ = false;
  bool has_event_ = false;
  bool failed_ = false;
  std::size_t events_ = 0;
  YamlTrouble trouble_;
};

// What this event brings that we take from nobody; empty when it is fine.
std::string Refused(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_ALIAS_EVENT:
      return "aliases (*name) are not taken";
    case YAML_SCALAR_EVENT:
      if (event.data.scalar.anchor != nullptr) return "anchors (&name) are not taken";
      if (event.data.scalar.tag != nullptr) return "tags (!name) are not taken";
      return "";
    case YAML_SEQUENCE_START_EVENT:
      if (event.data.sequence_start.anchor != nullptr) return "anchors (&name) are not taken";
      if (event.data.sequence_start.tag != nullptr) return "tags (!name) are not taken";
      return "";
    case YAML_MAPPING_START_EVENT:
      if (event.data.mapping_start.anchor != nullptr) return "anchors (&name) are not taken";
      if (event.data.mapping_start.tag != nullptr) return "tags (!name) are not taken";
      return "";
    default:
      return "";
  }
}

std::string ScalarOf(const yaml_event_t& event) {
  return std::string(AsView({event.data.scalar.value, event.data.scalar.length}));
}

// Reads one stream of events into entries; the place it is at is its state.
class Reader {
 public:
  Reader(std::string_view yaml, std::vector<YamlTrouble>& trouble) : parser_(yaml), trouble_(trouble) {}

  std::vector<YamlEntry> Read() {
    bool documents = false;
    while (parser_.Next()) {
      const yaml_event_t& event = parser_.event();
      if (const std::string refused = Refused(event); !refused.empty()) return Fail(refused);
      switch (event.type) {
        case YAML_STREAM_START_EVENT:
          break;
        case YAML_STREAM_END_EVENT:
          return std::move(entries_);
        case YAML_DOCUMENT_START_EVENT:
          if (documents) return Fail("one YAML document only");
          documents = true;
          break;
        case YAML_DOCUMENT_END_EVENT:
          break;
        default:
          if (const std::string wrong = Take(event); !wrong.empty()) return Fail(wrong);
      }
    }
    if (parser_.failed()) {
      trouble_.push_back(parser_.trouble());
    } else {
      trouble_.push_back({{1, 1}, "too much YAML"});
    }
    return {};
  }

 private:
  enum class At { kTop, kKey, kValue, kList, kInnerKey, kInnerValue };

  std::vector<YamlEntry> Fail(const std::string& message) {
    trouble_.push_back({parser_.Here(), message});
    return {};
  }

  // Returns what is wrong, or nothing.
  std::string Take(const yaml_event_t& event) {
    switch (at_) {
      case At::kTop:
        // An empty document is one empty plain scalar.
        if (event.type == YAML_SCALAR_EVENT && event.data.scalar.length == 0) return "";
        if (event.type != YAML_MAPPING_START_EVENT || closed_) return "expected lines of `key: value`";
        at_ = At::kKey;
        return "";
      case At::kKey:
        return TakeKey(event);
      case At::kValue:
        return TakeValue(event);
      case At::kList:
        if (event.type == YAML_SEQUENCE_END_EVENT) {
          at_ = At::kKey;
        } else if (event.type == YAML_SCALAR_EVENT) {
          entries_.back().list.push_back(ScalarOf(event));
        } else {
          return "a list holds plain values only";
        }
        return "";
      case At::kInnerKey:
        if (event.type == YAML_MAPPING_END_EVENT) {
          at_ = At::kKey;
          return "";
        }
        if (event.type != YAML_SCALAR_EVENT) return "a key is plain text";
        for (const auto& [key, value] : entries_.back().mapping) {
          if (key == ScalarOf(event)) return fmt::format("{} stands twice", Quoted(key));
        }
        entries_.back().mapping.emplace_back(ScalarOf(event), "");
        at_ = At::kInnerValue;
        return "";
      case At::kInnerValue:
        if (event.type != YAML_SCALAR_EVENT) return "nested too deep: only plain values here";
        entries_.back().mapping.back().second = ScalarOf(event);
        at_ = At::kInnerKey;
        return "";
    }
    return "";
  }

  std::string TakeKey(const yaml_event_t& event) {
    if (event.type == YAML_MAPPING_END_EVENT) {
      at_ = At::kTop;
      closed_ = true;
      return "";
    }
    if (event.type != YAML_SCALAR_EVENT) return "a key is plain text";
    const std::string key = ScalarOf(event);
    if (std::any_of(entries_.begin(), entries_.end(), [&](const YamlEntry& entry) { return entry.key == key; })) {
      return fmt::format("{} stands twice", Quoted(key));
    }
    YamlEntry entry;
    entry.key = key;
    entry.place = parser_.Here();
    entries_.push_back(std::move(entry));
    at_ = At::kValue;
    return "";
  }

  std::string TakeValue(const yaml_event_t& event) {
    YamlEntry& entry = entries_.back();
    entry.value_place = parser_.Here();
    if (event.type == YAML_SCALAR_EVENT) {
      entry.scalar = ScalarOf(event);
      const yaml_scalar_style_t style = event.data.scalar.style;
      if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        ++entry.value_place.byte;
      at_ = At::kKey;
    } else if (event.type == YAML_SEQUENCE_START_EVENT) {
      entry.kind = YamlEntry::Kind::kList;
      at_ = At::kList;
    } else if (event.type == YAML_MAPPING_START_EVENT) {
      entry.kind = YamlEntry::Kind::kMapping;
      at_ = At::kInnerKey;
    } else {
      return "expected a value";
    }
    return "";
  }

  Parser parser_;
  std::vector<YamlTrouble>& trouble_;
  std::vector<YamlEntry> entries_;
  At at_ = At::kTop;
  bool closed_ = false;
};

}  // namespace

std::vector<YamlEntry> ReadFlatYaml(std::string_view yaml, std::vector<YamlTrouble>& trouble) {
  return Reader(yaml, trouble).Read();
}

}  // namespace ferrotype::text
