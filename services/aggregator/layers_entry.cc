#include <algorithm>
#include <set>

#include "aggregator/layers_calls.h"

namespace ferrotype {
namespace {

constexpr std::string_view kBindings = "bindings::";

class EntryFinder {
 public:
  explicit EntryFinder(LayerCalls& calls) : calls_(calls), names_(calls.names()) {}

  std::vector<EntryPoint> Run() {
    const std::vector<RustFile>& files = calls_.world().files();
    for (std::uint32_t file = 0; file < files.size(); ++file) {
      if (IsVendored(files[file])) continue;
      Modules(file);
      for (const RustMacroCall& call : files[file].syntax.macro_calls) Written(file, call);
      for (std::uint32_t i = 0; i < files[file].syntax.items.size(); ++i) Function(file, i);
    }
    for (const CallerBody& body : calls_.bodies()) Tables(body);
    std::sort(entries_.begin(), entries_.end(), [](const EntryPoint& a, const EntryPoint& b) {
      return std::tie(a.place, a.kind, a.symbol) < std::tie(b.place, b.kind, b.symbol);
    });
    return std::move(entries_);
  }

 private:
  void Add(std::string kind, std::string symbol, std::string item, Place place) {
    entries_.push_back({std::move(kind), std::move(symbol), std::move(item), std::move(place)});
  }

  /// Whether a macro comes down to the proc macro `module`, which writes init_module and cleanup_module.
  bool MakesModule(const RustScope& scope, std::string_view path, int steps) {
    const Resolved macro = names_.Resolve(scope, path, Space::kMacros);
    if (macro.kind != Resolved::Kind::kItem || steps > 8) return false;
    const RustItem& item = names_.Item(macro.id);
    if (item.kind == RustItemKind::kFunction) return item.name == "module" && calls_.InCrate(macro.id, "macros");
    for (const RustMacroBody& body : calls_.world().files()[names_.FileOf(macro.id)].syntax.macro_bodies) {
      if (names_.Def(names_.FileOf(macro.id), body.item) != macro.id) continue;
      for (const std::string& invoked : body.invokes) {
        if (invoked != path && MakesModule(names_.ScopeOf(macro.id), invoked, steps + 1)) return true;
      }
    }
    return false;
  }

  void Modules(std::uint32_t file) {
    const RustFile& own = calls_.world().files()[file];
    if (calls_.world().crates()[own.crate].root != file) return;
    for (const RustMacroCall& call : own.syntax.macro_calls) {
      if (!std::any_of(call.fields.begin(), call.fields.end(), [](const auto& field) { return field.first == "name"; }))
        continue;
      if (!MakesModule({file, call.scope}, call.path, 0)) continue;
      std::string type = calls_.world().crates()[own.crate].name;
      for (const auto& [key, value] : call.fields) {
        if (key == "type") type += "::" + value;
      }
      Add("module-init", "init_module", type, {own.row->path, call.line});
      Add("module-exit", "cleanup_module", type, {own.row->path, call.line});
    }
  }

  void Function(std::uint32_t file, std::uint32_t index) {
    const RustItem& item = calls_.world().files()[file].syntax.items[index];
    const DefId def = names_.Def(file, index);
    if (item.kind == RustItemKind::kTrait &&
        std::find(item.attributes.begin(), item.attributes.end(), "vtable") != item.attributes.end()) {
      Add("vtable-trait", "", names_.PathOf(def), calls_.PlaceOf(def));
    }
    if (item.kind != RustItemKind::kFunction || !item.has_body) return;
    for (std::string_view attribute : item.attributes) {
      if (attribute.starts_with("unsafe(") && attribute.ends_with(')')) {
        attribute = attribute.substr(7, attribute.size() - 8);
      }
      if (attribute == "no_mangle" || attribute == "export") {
        Add(attribute == "export" ? "export" : "no-mangle", item.name, names_.PathOf(def), calls_.PlaceOf(def));
        return;
      }
      if (attribute.starts_with("export_name = \"")) {
        const std::string_view name = attribute.substr(15);
        Add("export-name", std::string(name.substr(0, name.find('"'))), names_.PathOf(def), calls_.PlaceOf(def));
        return;
      }
    }
    if (!item.abi.empty() && item.abi != "Rust") Add("extern-c", "", names_.PathOf(def), calls_.PlaceOf(def));
  }

  /// The tables that a macro writes where it is called, those of its expansions' structs that hold a function: one that
  /// the macro names, or `given` one. visit(the C name of the struct).
  template <typename Given, typename Visit>
  void TablesOf(const RustScope& scope, std::string_view path, const Given& given, const Visit& visit) {
    const Resolved macro = names_.Resolve(scope, path, Space::kMacros);
    if (macro.kind != Resolved::Kind::kItem || names_.Item(macro.id).kind != RustItemKind::kMacro) return;
    const std::uint32_t file = names_.FileOf(macro.id);
    for (const RustMacroBody& body : calls_.world().files()[file].syntax.macro_bodies) {
      if (names_.Def(file, body.item) != macro.id) continue;
      const RustScope there{file, body.item};
      for (const RustMacroTable& table : body.tables) {
        const Resolved type = names_.Resolve(there, table.type, Space::kTypes);
        if (type.kind != Resolved::Kind::kOutside || !type.outside.starts_with(kBindings)) continue;
        const bool own = std::any_of(table.values.begin(), table.values.end(),
                                     [&](const std::string& value) { return IsFunction(there, value); });
        if (own || (table.open && given())) visit(type.outside.substr(kBindings.size()));
      }
    }
  }

  bool IsFunction(const RustScope& scope, std::string_view path) {
    const Resolved value = names_.Resolve(scope, path, Space::kValues);
    return value.kind == Resolved::Kind::kItem && names_.Item(value.id).kind == RustItemKind::kFunction;
  }

  /// Tables that macros write as items: make_param_ops!(PARAM_OPS_I8, i8);
  void Written(std::uint32_t file, const RustMacroCall& call) {
    const RustFile& own = calls_.world().files()[file];
    const RustScope scope{file, call.scope};
    const auto given = [&] {
      return std::any_of(call.fields.begin(), call.fields.end(), [&](const auto& field) {
        std::string_view value = field.second;
        if (value.starts_with("Some(") && value.ends_with(')')) value = value.substr(5, value.size() - 6);
        return IsFunction(scope, value.substr(0, value.find("::<")));
      });
    };
    TablesOf(scope, call.path, given, [&](const std::string& type) {
      const std::string name = call.first.empty() ? call.path + "!" : call.first;
      Add("vtable", type, calls_.world().modules()[names_.ModuleOf(scope)].path + "::" + name,
          {own.row->path, call.line});
    });
  }

  /// Literals of structs of bindings that functions are put into: tables of callbacks; and callbacks that are put into
  /// such a table one by one, as drivers' adapters do: `(*pdrv.get()).probe = Some(Self::probe_callback)`.
  void Tables(const CallerBody& body) {
    const std::vector<RustExpr>& exprs = body.body->exprs;
    std::vector<std::uint32_t> begin(exprs.size());
    for (std::uint32_t i = 0; i < exprs.size(); ++i) {
      begin[i] = i;
      const auto take = [&](std::uint32_t operand) {
        if (operand != kNoExpr) begin[i] = std::min(begin[i], begin[operand]);
      };
      take(exprs[i].a);
      take(exprs[i].b);
      for (std::uint32_t k = 0; k < exprs[i].count; ++k) take(body.body->operands[exprs[i].operands + k]);
      const std::vector<std::string>& names = calls_.world().files()[body.file].syntax.names;
      const std::string& text = names[exprs[i].text];
      const auto holds_function = [&](std::uint32_t first, bool (*suits)(const RustItem&)) {
        return std::any_of(body.calls.begin(), body.calls.end(), [&](const RustCall& call) {
          return call.as_value && call.to != CallTo::kBinding && call.expr >= first && call.expr < i &&
                 (suits == nullptr || (call.to == CallTo::kItem && suits(names_.Item(call.item))));
        });
      };
      if (exprs[i].kind == RustExprKind::kBinary && text == "=" && exprs[i].b != kNoExpr && exprs[i].a != kNoExpr &&
          exprs[exprs[i].a].kind == RustExprKind::kField &&
          holds_function(begin[exprs[i].b], [](const RustItem& item) { return item.abi == "C"; })) {
        Add("callback", names[exprs[exprs[i].a].text], names_.PathOf(body.item),
            {calls_.world().files()[body.file].row->path, exprs[i].line});
      }
      if (exprs[i].kind == RustExprKind::kMacro) {
        TablesOf(
            {body.file, body.body->item}, text, [&] { return holds_function(begin[i], nullptr); },
            [&](const std::string& type) {
              Add("vtable", type, names_.PathOf(body.item),
                  {calls_.world().files()[body.file].row->path, exprs[i].line});
            });
      }
      if (exprs[i].kind != RustExprKind::kStruct || !holds_function(begin[i], nullptr)) continue;
      const Resolved type = names_.Resolve({body.file, body.body->item}, text, Space::kTypes);
      if (type.kind != Resolved::Kind::kOutside || !type.outside.starts_with(kBindings)) continue;
      Add("vtable", type.outside.substr(kBindings.size()), names_.PathOf(body.item),
          {calls_.world().files()[body.file].row->path, exprs[i].line});
    }
  }

  LayerCalls& calls_;
  RustNames& names_;
  std::vector<EntryPoint> entries_;
};

}  // namespace

std::vector<EntryPoint> FindEntryPoints(LayerCalls& calls) { return EntryFinder(calls).Run(); }

}  // namespace ferrotype
