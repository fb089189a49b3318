// symbol and commit: names of the source and of its history.
#include <fmt/format.h>

#include <algorithm>

#include "renderer/text/escape.h"
#include "renderer/text/role_call.h"

namespace ferrotype::text {
namespace {

RoleOutput Named(std::string_view name, const std::string& where, const Report& report) {
  return Plain(fmt::format(R"(<code class="symbol" title="{}">)",
                           EscapeAttribute(where.empty() ? report.name : fmt::format("{} · {}", where, report.name))),
               name, "</code>");
}

std::string Where(const ferrotype::Place& place) {
  return place.line == 0 ? place.path : fmt::format("{}:{}", place.path, place.line);
}

}  // namespace

RoleResult SymbolRole(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{symbol}`name; release=...`"))
    return tl::unexpected(*trouble);
  const std::optional<std::string> release = call.arguments.Take("release");
  if (auto trouble = call.arguments.Unused({"release"})) return tl::unexpected(*trouble);
  const Or<const Report*> report = FindRelease(call.scene.context, release.value_or(""));
  if (!report) return tl::unexpected(report.error());
  const std::string& name = call.arguments.positional()[0];
  const Survey& survey = (*report)->survey;
  std::vector<std::string> names;
  for (const CSymbolRow& symbol : survey.layers.symbols) {
    if (symbol.name == name)
      return Named(name, symbol.definitions.empty() ? "" : Where(symbol.definitions.front().place), **report);
    names.push_back(symbol.name);
  }
  for (const ModuleRow& module : survey.modules) {
    if (module.name == name) return Named(name, Where(module.declared), **report);
    names.push_back(module.name);
  }
  for (const EntryPoint& entry : survey.layers.entry_points) {
    if (entry.symbol == name || entry.item == name) return Named(name, Where(entry.place), **report);
  }
  return tl::unexpected(MissingData(
      "F014",
      fmt::format("{} is no C symbol that Rust calls, no module and no way in of {}", Quoted(name), (*report)->name),
      SlipOf(name, names)));
}

RoleResult CommitRole(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{commit}`id`")) return tl::unexpected(*trouble);
  if (auto trouble = call.arguments.Unused({})) return tl::unexpected(*trouble);
  const std::string& id = call.arguments.positional()[0];
  const bool hex = id.size() >= 7 && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](char c) {
                     return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                   });
  if (!hex) return Bad("F011", fmt::format("{} is no commit: 7 to 40 hexadecimal digits are wanted", Quoted(id)));
  // Trees are measured, not the changes between them: nobody here can say that this commit is one of the kernel's.
  return tl::unexpected(
      Trouble{"F042", fmt::format("commits are not measured: nobody knows here whether {} is one", Quoted(id)),
              Diagnostic::Severity::kWarning});
}

}  // namespace ferrotype::text
