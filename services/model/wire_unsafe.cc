#include <array>
#include <unordered_map>

#include "model/unsafe.h"
#include "model/wire_internal.h"
#include "proto/unsafe.capnp.h"

namespace ferrotype {
namespace {

constexpr std::array<std::string_view, kUnsafeClasses> kClassIds = {
    "block",      "function",  "method", "trait-impl-method", "trait-method", "trait", "impl", "extern-block",
    "fn-pointer", "attribute", "marker", "macro-call",        "macro-rules",  "quoted"};
constexpr std::array<std::string_view, kSafetyStates> kStateIds = {"documented", "placeholder", "wrong-place",
                                                                   "missing", "exempt"};

template <typename Enum>
Enum EnumOf(std::uint8_t value, std::size_t count) {
  KJ_REQUIRE(value < count, "unknown class or state");
  return static_cast<Enum>(value);
}

UnsafeSite ReadSite(proto::UnsafeSite::Reader reader, const std::vector<std::string>& items) {
  UnsafeSite site;
  site.line = reader.getLine();
  site.column = reader.getColumn();
  site.end_line = reader.getEndLine();
  site.kind = EnumOf<UnsafeClass>(reader.getKind(), kUnsafeClasses);
  site.inner = EnumOf<UnsafeClass>(reader.getInner(), kUnsafeClasses);
  site.state = EnumOf<SafetyState>(reader.getState(), kSafetyStates);
  KJ_REQUIRE(reader.getItem() < items.size(), "no such item");
  site.item = items[reader.getItem()];
  site.code_lines = reader.getCodeLines();
  if (reader.hasOperations()) {
    const auto operations = reader.getOperations();
    site.operations = {operations.getBindingCalls(), operations.getCalls(), operations.getDereferences(),
                       operations.getReferences()};
  }
  return site;
}

}  // namespace

Bytes Encode(const UnsafeLedger& value) {
  std::unordered_map<std::string_view, std::uint32_t> index;
  std::vector<const std::string*> items;
  for (const UnsafeSite& site : value.sites) {
    if (index.emplace(site.item, static_cast<std::uint32_t>(items.size())).second) items.push_back(&site.item);
  }
  return wire::EncodeWith<proto::UnsafeLedger>([&](proto::UnsafeLedger::Builder& root) {
    root.setDocTestTokens(value.doc_test_tokens);
    auto names = root.initItems(static_cast<unsigned>(items.size()));
    for (unsigned i = 0; i < names.size(); ++i) names.set(i, wire::AsText(*items[i]));
    auto sites = root.initSites(static_cast<unsigned>(value.sites.size()));
    for (unsigned i = 0; i < sites.size(); ++i) {
      const UnsafeSite& from = value.sites[i];
      auto to = sites[i];
      to.setLine(from.line);
      to.setColumn(from.column);
      to.setEndLine(from.end_line);
      to.setItem(index.at(from.item));
      to.setKind(static_cast<std::uint8_t>(from.kind));
      to.setInner(static_cast<std::uint8_t>(from.inner));
      to.setState(static_cast<std::uint8_t>(from.state));
      to.setCodeLines(from.code_lines);
      if (from.operations == UnsafeOperations()) continue;
      auto operations = to.initOperations();
      operations.setBindingCalls(from.operations.binding_calls);
      operations.setCalls(from.operations.calls);
      operations.setDereferences(from.operations.dereferences);
      operations.setReferences(from.operations.references);
    }
  });
}

Result<UnsafeLedger> DecodeUnsafeLedger(std::string_view bytes) {
  return wire::DecodeWith<proto::UnsafeLedger>(bytes, "UnsafeLedger", [](proto::UnsafeLedger::Reader root) {
    UnsafeLedger value;
    value.doc_test_tokens = root.getDocTestTokens();
    std::vector<std::string> items;
    for (const auto item : root.getItems()) items.emplace_back(wire::AsView(item));
    value.sites.reserve(root.getSites().size());
    for (const auto site : root.getSites()) value.sites.push_back(ReadSite(site, items));
    return value;
  });
}

std::string_view IdOf(UnsafeClass kind) {
  return static_cast<std::size_t>(kind) < kClassIds.size() ? kClassIds[static_cast<std::size_t>(kind)] : "";
}
std::string_view IdOf(SafetyState state) {
  return static_cast<std::size_t>(state) < kStateIds.size() ? kStateIds[static_cast<std::size_t>(state)] : "";
}

}  // namespace ferrotype
