#include <algorithm>

#include "model/kbuild.h"
#include "model/wire_internal.h"
#include "proto/kbuild.capnp.h"

namespace ferrotype {

using wire::AsText;
using wire::AsView;
using wire::DecodeWith;
using wire::EncodeWith;

namespace {

// On the wire 0 is "none", so that an index and its absence are both small.
std::uint32_t OnWire(std::uint32_t index) { return index == kNoCondition ? 0 : index + 1; }

// `limit`: how many there are to point at.
std::uint32_t FromWire(std::uint32_t wire, std::size_t limit) {
  KJ_REQUIRE(wire <= limit, "a condition that isn't there");
  return wire == 0 ? kNoCondition : wire - 1;
}

template <typename List>
void SetTexts(List list, const std::vector<std::string>& texts) {
  for (unsigned i = 0; i < list.size(); ++i) list.set(i, AsText(texts[i]));
}

std::vector<std::string> TextsOf(capnp::List<capnp::Text>::Reader list) {
  std::vector<std::string> texts;
  texts.reserve(list.size());
  for (const auto text : list) texts.emplace_back(AsView(text));
  return texts;
}

unsigned SizeOf(const auto& list) { return static_cast<unsigned>(list.size()); }

void SetConditions(auto root, const std::vector<KbuildCondition>& conditions) {
  auto list = root.initConditions(SizeOf(conditions));
  for (unsigned i = 0; i < list.size(); ++i) {
    list[i].setText(AsText(conditions[i].text));
    list[i].setParent(OnWire(conditions[i].parent));
  }
}

std::vector<KbuildCondition> ConditionsOf(capnp::List<proto::Condition>::Reader list) {
  std::vector<KbuildCondition> conditions;
  conditions.reserve(list.size());
  for (const auto condition : list)
    conditions.push_back(
        {std::string(AsView(condition.getText())), FromWire(condition.getParent(), conditions.size())});
  return conditions;
}

}  // namespace

Bytes Encode(const KbuildSyntax& value) {
  if (value == KbuildSyntax()) return {};
  return EncodeWith<proto::KbuildSyntax>([&](auto root) {
    SetConditions(root, value.conditions);
    auto rules = root.initRules(SizeOf(value.rules));
    for (unsigned i = 0; i < rules.size(); ++i) {
      const KbuildRule& rule = value.rules[i];
      rules[i].setVariable(AsText(rule.variable));
      SetTexts(rules[i].initValues(SizeOf(rule.values)), rule.values);
      rules[i].setCondition(OnWire(rule.condition));
      rules[i].setLine(rule.line);
    }
  });
}

Bytes Encode(const KconfigSyntax& value) {
  if (value == KconfigSyntax()) return {};
  return EncodeWith<proto::KconfigSyntax>([&](auto root) {
    SetConditions(root, value.conditions);
    auto symbols = root.initSymbols(SizeOf(value.symbols));
    for (unsigned i = 0; i < symbols.size(); ++i) {
      const KconfigSymbol& symbol = value.symbols[i];
      symbols[i].setName(AsText(symbol.name));
      if (!symbol.type.empty()) symbols[i].setType(AsText(symbol.type));
      if (!symbol.prompt.empty()) symbols[i].setPrompt(AsText(symbol.prompt));
      if (!symbol.depends.empty()) SetTexts(symbols[i].initDepends(SizeOf(symbol.depends)), symbol.depends);
      if (!symbol.selects.empty()) SetTexts(symbols[i].initSelects(SizeOf(symbol.selects)), symbol.selects);
      if (!symbol.implies.empty()) SetTexts(symbols[i].initImplies(SizeOf(symbol.implies)), symbol.implies);
      symbols[i].setCondition(OnWire(symbol.condition));
      symbols[i].setLine(symbol.line);
      symbols[i].setHelpLine(symbol.help_line);
      symbols[i].setHelpEndLine(symbol.help_end_line);
      symbols[i].setMenuconfig(symbol.menuconfig);
    }
    auto sources = root.initSources(SizeOf(value.sources));
    for (unsigned i = 0; i < sources.size(); ++i) {
      sources[i].setPath(AsText(value.sources[i].path));
      sources[i].setRelative(value.sources[i].relative);
      sources[i].setCondition(OnWire(value.sources[i].condition));
      sources[i].setLine(value.sources[i].line);
    }
  });
}

Result<KbuildSyntax> DecodeKbuildSyntax(std::string_view bytes) {
  if (bytes.empty()) return KbuildSyntax();
  return DecodeWith<proto::KbuildSyntax>(bytes, "Makefile", [](proto::KbuildSyntax::Reader reader) {
    KbuildSyntax value;
    value.conditions = ConditionsOf(reader.getConditions());
    value.rules.reserve(reader.getRules().size());
    for (const auto rule : reader.getRules()) {
      value.rules.push_back({std::string(AsView(rule.getVariable())), TextsOf(rule.getValues()),
                             FromWire(rule.getCondition(), value.conditions.size()), rule.getLine()});
    }
    return value;
  });
}

Result<KconfigSyntax> DecodeKconfigSyntax(std::string_view bytes) {
  if (bytes.empty()) return KconfigSyntax();
  return DecodeWith<proto::KconfigSyntax>(bytes, "Kconfig", [](proto::KconfigSyntax::Reader reader) {
    KconfigSyntax value;
    value.conditions = ConditionsOf(reader.getConditions());
    value.symbols.reserve(reader.getSymbols().size());
    for (const auto symbol : reader.getSymbols()) {
      KconfigSymbol& out = value.symbols.emplace_back();
      out.name = AsView(symbol.getName());
      out.type = AsView(symbol.getType());
      out.prompt = AsView(symbol.getPrompt());
      out.depends = TextsOf(symbol.getDepends());
      out.selects = TextsOf(symbol.getSelects());
      out.implies = TextsOf(symbol.getImplies());
      out.condition = FromWire(symbol.getCondition(), value.conditions.size());
      out.line = symbol.getLine();
      out.help_line = symbol.getHelpLine();
      out.help_end_line = symbol.getHelpEndLine();
      out.menuconfig = symbol.getMenuconfig();
    }
    value.sources.reserve(reader.getSources().size());
    for (const auto source : reader.getSources()) {
      value.sources.push_back({std::string(AsView(source.getPath())), source.getRelative(),
                               FromWire(source.getCondition(), value.conditions.size()), source.getLine()});
    }
    return value;
  });
}

std::vector<std::string_view> Enclosing(const std::vector<KbuildCondition>& conditions, std::uint32_t condition) {
  std::vector<std::string_view> texts;
  for (; condition != kNoCondition && texts.size() < kMaxEnclosing; condition = conditions[condition].parent)
    texts.push_back(conditions[condition].text);
  std::reverse(texts.begin(), texts.end());
  return texts;
}

}  // namespace ferrotype
