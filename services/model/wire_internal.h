// How values become canonical Cap'n Proto messages and back: what all wire_*.cc of this room share.
#pragma once

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <fmt/format.h>
#include <kj/exception.h>

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype::wire {

// Most messages fit in here; larger ones go on in memory of their own.
inline constexpr std::size_t kScratchWords = 128;

inline kj::ArrayPtr<const kj::byte> AsKj(std::string_view bytes) {
  return {reinterpret_cast<const kj::byte*>(bytes.data()), bytes.size()};
}
inline std::string_view AsView(kj::ArrayPtr<const kj::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.begin()), bytes.size()};
}
inline std::string_view AsView(capnp::Text::Reader text) { return {text.cStr(), text.size()}; }
inline capnp::Text::Reader AsText(const std::string& text) { return {text.c_str(), text.size()}; }

template <typename Proto, typename Fill>
Bytes EncodeWith(const Fill& fill) {
  capnp::word scratch[kScratchWords] = {};
  capnp::MallocMessageBuilder message(kj::arrayPtr(scratch, kScratchWords));
  auto root = message.initRoot<Proto>();
  fill(root);
  const kj::Array<capnp::word> canonical = capnp::canonicalize(root.asReader());
  const auto bytes = canonical.asBytes();
  return Bytes(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
}

// Reads a canonical message: one segment without a segment table. kj's exceptions end here.
template <typename Proto, typename Read>
auto DecodeWith(std::string_view bytes, std::string_view what, const Read& read)
    -> Result<decltype(read(std::declval<typename Proto::Reader>()))> {
  if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0) {
    return Fail(ErrorKind::kCorrupt, fmt::format("{}: {} bytes are no Cap'n Proto message", what, bytes.size()));
  }
  const std::size_t words = bytes.size() / sizeof(capnp::word);
  std::vector<capnp::word> aligned;
  const auto* data = reinterpret_cast<const capnp::word*>(bytes.data());
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(capnp::word) != 0) {
    aligned.resize(words);
    std::memcpy(aligned.data(), bytes.data(), bytes.size());
    data = aligned.data();
  }
  const kj::ArrayPtr<const capnp::word> segments[] = {{data, words}};
  capnp::ReaderOptions options;
  options.traversalLimitInWords = 8 * words;
  options.nestingLimit = 16;
  try {
    capnp::SegmentArrayMessageReader message(kj::arrayPtr(segments, 1), options);
    return read(message.getRoot<Proto>());
  } catch (const kj::Exception& exception) {
    return Fail(ErrorKind::kCorrupt, fmt::format("{}: {}", what, exception.getDescription().cStr()));
  }
}

// For readers: a field of the wrong size leaves through here and becomes kCorrupt above.
template <typename Id>
Id OidOf(capnp::Data::Reader data) {
  const std::optional<Id> oid = Id::FromBytes(AsView(data));
  KJ_REQUIRE(oid.has_value(), "an oid must have 20 bytes");
  return *oid;
}

}  // namespace ferrotype::wire
