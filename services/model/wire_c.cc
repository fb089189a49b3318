#include <limits>

#include "model/c_syntax.h"
#include "model/wire_internal.h"
#include "proto/c.capnp.h"

namespace ferrotype {
namespace {

constexpr std::uint32_t kKindBits = 3;
constexpr std::uint32_t kKindMask = (1U << kKindBits) - 1;
// A longer name is no name: it is cut off before it gets here.
constexpr std::size_t kMaxText = std::numeric_limits<std::uint32_t>::max() >> kKindBits;

void PutNumber(Bytes& out, std::uint32_t value) {
  for (; value >= 0x80; value >>= 7U) out += static_cast<char>(value | 0x80U);
  out += static_cast<char>(value);
}

void PutText(Bytes& out, std::string_view text) {
  PutNumber(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

/// `number` 8 * size + kind, lines since `line`, the text.
void PutRecord(Bytes& out, std::string_view text, std::uint32_t kind, std::uint32_t line, std::uint32_t& last_line) {
  PutNumber(out, static_cast<std::uint32_t>(text.size()) << kKindBits | kind);
  PutNumber(out, line - last_line);
  out += text;
  last_line = line;
}

class Records {
 public:
  explicit Records(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] bool More() const { return at_ < bytes_.size(); }

  std::uint32_t Number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      KJ_REQUIRE(at_ < bytes_.size(), "a record is cut short");
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) {
        KJ_REQUIRE(value <= std::numeric_limits<std::uint32_t>::max(), "a number is too large");
        return static_cast<std::uint32_t>(value);
      }
    }
    KJ_FAIL_REQUIRE("a number is too long");
  }

  std::string_view Text(std::uint32_t size) {
    KJ_REQUIRE(size <= bytes_.size() - at_, "a text is cut short");
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }

  /// A record that PutRecord wrote.
  template <typename Kind>
  void Next(std::string_view& text, std::uint32_t& line, Kind& kind, std::size_t kinds) {
    const std::uint32_t head = Number();
    KJ_REQUIRE((head & kKindMask) < kinds, "unknown kind");
    kind = static_cast<Kind>(head & kKindMask);
    const std::uint32_t lines = Number();
    KJ_REQUIRE(lines <= std::numeric_limits<std::uint32_t>::max() - line_, "a line is too large");
    line = line_ += lines;
    text = Text(head >> kKindBits);
    KJ_REQUIRE(!text.empty(), "an empty name");
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 0;
};

void ReadDefinitions(proto::CSyntax::Reader reader, std::vector<CDefinition>& into) {
  Records records(wire::AsView(reader.getDefinitions()));
  while (records.More()) {
    CDefinition& definition = into.emplace_back();
    records.Next(definition.name, definition.line, definition.kind, kCDefinitionKinds);
  }
}

void PutNames(Bytes& out, const std::vector<CHashedName>& names) {
  std::uint32_t line = 0;
  for (const CHashedName& name : names) {
    for (unsigned shift = 0; shift < 48; shift += 8) out += static_cast<char>(name.hash >> shift & 0xFFU);
    // No text that is indexed has 2^29 lines.
    PutNumber(out, (name.line - line) << kKindBits | static_cast<std::uint32_t>(name.kind));
    line = name.line;
  }
}

void ReadNames(proto::CSyntax::Reader reader, std::vector<CHashedName>& into) {
  constexpr std::uint32_t kHashBytes = 6;
  Records records(wire::AsView(reader.getNames()));
  std::uint32_t line = 0;
  while (records.More()) {
    CHashedName& name = into.emplace_back();
    const std::string_view hash = records.Text(kHashBytes);
    for (unsigned i = kHashBytes; i > 0; --i) name.hash = name.hash << 8U | static_cast<unsigned char>(hash[i - 1]);
    const std::uint32_t tail = records.Number();
    KJ_REQUIRE((tail & kKindMask) < kCNameKinds, "unknown kind");
    KJ_REQUIRE((tail >> kKindBits) <= std::numeric_limits<std::uint32_t>::max() - line, "a line is too large");
    name.kind = static_cast<CNameKind>(tail & kKindMask);
    name.line = line += tail >> kKindBits;
  }
}

// Views must be of the caller's bytes, not of the copy that DecodeWith makes of unaligned ones.
Result<void> RequireAligned(std::string_view message) {
  if (reinterpret_cast<std::uintptr_t>(message.data()) % alignof(capnp::word) == 0) return {};
  return Fail(ErrorKind::kInvalidArgument, "C syntax: the message must lie where Bytes lie");
}

}  // namespace

Bytes Encode(const CSyntax& value) {
  if (value.definitions.empty() && value.strings.empty() && value.helper_calls.empty() && value.names.empty() &&
      value.functions == 0)
    return {};
  Bytes definitions;
  std::uint32_t line = 0;
  for (const CDefinition& definition : value.definitions) {
    if (definition.name.size() > kMaxText) continue;
    PutRecord(definitions, definition.name, static_cast<std::uint32_t>(definition.kind), definition.line, line);
  }
  Bytes strings;
  line = 0;
  for (const CString& string : value.strings) {
    if (string.text.size() > kMaxText) continue;
    PutRecord(strings, string.text, static_cast<std::uint32_t>(string.kind), string.line, line);
  }
  Bytes calls;
  std::string_view helper;
  for (const CHelperCall& call : value.helper_calls) {
    PutText(calls, call.helper == helper ? std::string_view() : call.helper);
    PutNumber(calls, call.line);
    PutText(calls, call.callee);
    helper = call.helper;
  }
  Bytes names;
  PutNames(names, value.names);
  return wire::EncodeWith<proto::CSyntax>([&](auto root) {
    if (!definitions.empty()) root.setDefinitions(wire::AsKj(definitions));
    if (!strings.empty()) root.setStrings(wire::AsKj(strings));
    if (!calls.empty()) root.setHelperCalls(wire::AsKj(calls));
    root.setFunctions(value.functions);
    if (!names.empty()) root.setNames(wire::AsKj(names));
  });
}

Result<CSyntax> DecodeCSyntax(std::string_view message) {
  if (message.empty()) return CSyntax();
  TRY(RequireAligned(message));
  return wire::DecodeWith<proto::CSyntax>(message, "C syntax", [](proto::CSyntax::Reader reader) {
    CSyntax value;
    value.functions = reader.getFunctions();
    ReadDefinitions(reader, value.definitions);
    ReadNames(reader, value.names);
    Records strings(wire::AsView(reader.getStrings()));
    while (strings.More()) {
      CString& string = value.strings.emplace_back();
      strings.Next(string.text, string.line, string.kind, kCStringKinds);
    }
    Records calls(wire::AsView(reader.getHelperCalls()));
    std::string_view helper;
    while (calls.More()) {
      if (const std::string_view name = calls.Text(calls.Number()); !name.empty()) helper = name;
      CHelperCall& call = value.helper_calls.emplace_back();
      call.helper = helper;
      call.line = calls.Number();
      call.callee = calls.Text(calls.Number());
      KJ_REQUIRE(!call.helper.empty() && !call.callee.empty(), "an empty name");
    }
    return value;
  });
}

Result<void> DecodeCDefinitions(std::string_view message, std::vector<CDefinition>& definitions,
                                std::vector<CHashedName>& names) {
  definitions.clear();
  names.clear();
  if (message.empty()) return {};
  TRY(RequireAligned(message));
  TRY(wire::DecodeWith<proto::CSyntax>(message, "C syntax", [&](proto::CSyntax::Reader reader) {
    ReadDefinitions(reader, definitions);
    ReadNames(reader, names);
    return true;
  }));
  return {};
}

}  // namespace ferrotype
