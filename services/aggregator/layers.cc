#include "aggregator/layers.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "aggregator/layers_calls.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMaxChainsOfACall = 8;  // a function that reaches more of C shows the nearest

class Tracer {
 public:
  Tracer(LayerCalls& calls, const CWorld& c) : calls_(calls), names_(calls.names()), c_(c) {
    for (DefId def = 0; def < names_.size(); ++def) {
      const RustItem& item = names_.Item(def);
      const RustFile& file = calls_.world().files()[names_.FileOf(def)];
      if (item.kind == RustItemKind::kFunction && InLibraries(file) && !IsVendored(file)) library_.insert(item.name);
    }
  }

  Layers Run(const std::vector<Caller>& callers) {
    std::map<std::uint32_t, const Caller*> of_crate;
    for (const Caller& caller : callers) of_crate.emplace(caller.crate, &caller);
    std::map<std::string, CSymbolRow, std::less<>> symbols;
    for (const CallerBody& body : calls_.bodies()) {
      const RustFile& file = calls_.world().files()[body.file];
      const auto caller = of_crate.find(file.crate);
      const bool kernel = calls_.world().crates()[file.crate].name == "kernel" && InLibraries(file);
      for (const RustCall& call : body.calls) {
        if (call.to == CallTo::kBinding && (!call.as_value || IsFunction(call.name))) {
          CSymbolRow& row = symbols[call.name];
          row.callers.push_back({StepKind::kCall, names_.PathOf(body.item), {file.row->path, call.line}});
        }
        if (kernel) KernelCall(body, call);
        if (caller != of_crate.end()) DriverCall(*caller->second, body, call);
      }
    }
    for (auto& [name, row] : symbols) Define(name, row);
    for (const BindingUse& use : calls_.names_used()) {
      if (!symbols.contains(use.name)) layers_.names.push_back(Named(use));
    }
    layers_.symbols.reserve(symbols.size());
    for (auto& [name, row] : symbols) layers_.symbols.push_back(std::move(row));
    std::stable_sort(layers_.chains.begin(), layers_.chains.end(),
                     [](const Chain& a, const Chain& b) { return a.steps.front().place < b.steps.front().place; });
    layers_.entry_points = FindEntryPoints(calls_);
    layers_.helpers = c_.helpers().size();
    return std::move(layers_);
  }

 private:
  static bool InLibraries(const RustFile& file) { return file.row->path.starts_with("rust/"); }

  [[nodiscard]] bool IsFunction(std::string_view name) const {
    return c_.Find(name) != nullptr || c_.FindHelper(name) != nullptr;
  }

  void Define(const std::string& name, CSymbolRow& row) const {
    row.name = name;
    if (const Helper* helper = c_.FindHelper(name)) {
      row.helper = helper->place;
      row.helper_calls = helper->calls;
    }
    if (const CName* found = c_.Find(name)) {
      row.definitions = found->definitions;
      row.elsewhere = found->elsewhere;
      row.exported = found->exported;
    }
    std::sort(row.callers.begin(), row.callers.end(), [](const ChainStep& a, const ChainStep& b) {
      return std::tie(a.place, a.symbol) < std::tie(b.place, b.symbol);
    });
  }

  [[nodiscard]] BindingName Named(const BindingUse& use) const {
    BindingName row;
    row.name = use.name;
    row.uses = use.uses;
    row.files = use.files;
    row.users = use.users;
    if (const ConstHelper* helper = c_.FindConstHelper(use.name)) {
      row.helper = helper->place;
      row.stands_for = helper->value;
    }
    if (const CName* found = c_.FindName(use.name)) {
      row.definitions = found->definitions;
      row.elsewhere = found->elsewhere;
    }
    return row;
  }

  static const CDefinitionAt* First(const CName* name) {
    if (name == nullptr) return nullptr;
    if (!name->definitions.empty()) return name->definitions.data();
    return name->elsewhere.empty() ? nullptr : name->elsewhere.data();
  }

  /// The steps from a binding down: its call, the helper, the C it comes to. Whether that was found.
  bool Descend(std::string_view binding, const Place& called, std::vector<ChainStep>& steps) const {
    steps.push_back({StepKind::kBinding, "bindings::" + std::string(binding), called});
    if (const Helper* helper = c_.FindHelper(binding)) {
      steps.push_back({StepKind::kHelper, "rust_helper_" + helper->name, helper->place});
      // What a helper wraps has its name as a rule; else it is the first that it calls.
      std::vector<std::string_view> wrapped{binding};
      for (const std::string& name : helper->calls) wrapped.emplace_back(name);
      const bool named = std::find(helper->calls.begin(), helper->calls.end(), binding) != helper->calls.end();
      for (std::size_t i = named ? 0 : 1; i < wrapped.size(); ++i) {
        if (const CDefinitionAt* at = First(c_.Find(wrapped[i]))) {
          steps.push_back({StepKind::kC, std::string(wrapped[i]), at->place});
          break;
        }
      }
      return true;
    }
    const CDefinitionAt* at = First(c_.Find(binding));
    if (at != nullptr) steps.push_back({StepKind::kC, std::string(binding), at->place});
    return at != nullptr;
  }

  void KernelCall(const CallerBody& body, const RustCall& call) {
    const bool macro = call.to == CallTo::kUnresolved && call.reason == "macro" &&
                       call.written.find("bindings::") != std::string_view::npos;
    if (call.to != CallTo::kBinding && !macro) return;
    if (call.as_value && !IsFunction(call.name)) return;
    const RustFile& file = calls_.world().files()[body.file];
    const Place place{file.row->path, call.line};
    Chain chain;
    chain.from = calls_.world().modules()[names_.ModuleOf(names_.ScopeOf(body.item))].path;
    chain.steps.push_back({StepKind::kCall, names_.PathOf(body.item), place});
    ++layers_.kernel_calls;
    if (macro) {
      chain.steps.push_back({StepKind::kBinding, std::string(call.written), place});
      chain.reason = "macro";
    } else if (Descend(call.name, place, chain.steps)) {
      chain.resolved = true;
      ++layers_.kernel_calls_resolved;
    } else {
      chain.reason = "no-definition";
    }
    layers_.chains.push_back(std::move(chain));
  }

  /// Whether a function of the tree is one of the kernel's libraries, and not of `crate`.
  [[nodiscard]] bool InKernel(DefId def, std::uint32_t crate) const {
    const RustFile& file = calls_.world().files()[names_.FileOf(def)];
    return file.crate != crate && InLibraries(file);
  }

  void DriverCall(const Caller& caller, const CallerBody& body, const RustCall& call) {
    const RustFile& file = calls_.world().files()[body.file];
    const bool driver = caller.kind == DriverKind::kDriver || caller.kind == DriverKind::kLinkedIntoC;
    const Place place{file.row->path, call.line};
    Chain chain;
    chain.from = caller.name;
    chain.steps.push_back(
        {StepKind::kCall, call.method ? "." + std::string(call.written) : std::string(call.written), place});
    if (call.as_value && call.to != CallTo::kBinding) return;
    // What a macro's text means hangs on where it is called.
    if (names_.Item(body.item).kind == RustItemKind::kMacro && call.to != CallTo::kBinding) return;
    switch (call.to) {
      case CallTo::kOutside:
      case CallTo::kData:
        return;
      case CallTo::kBinding:
        if (call.as_value && !IsFunction(call.name)) return;
        chain.resolved = Descend(call.name, place, chain.steps);
        if (!chain.resolved) chain.reason = "no-definition";
        layers_.chains.push_back(std::move(chain));
        return;
      case CallTo::kUnresolved: {
        // Only what some function of the libraries is called can lead to one.
        const std::string_view path = call.written.substr(0, call.written.find("::<"));
        const std::size_t colon = path.rfind(':');
        if (!library_.contains(path.substr(colon == std::string_view::npos ? 0 : colon + 1))) return;
        chain.reason = call.reason;
        layers_.driver_calls += driver ? 1U : 0U;
        layers_.chains.push_back(std::move(chain));
        return;
      }
      case CallTo::kItem:
      case CallTo::kOneOf:
        break;
    }
    if (!InKernel(call.item, file.crate)) return;  // its own
    layers_.driver_calls += driver ? 1U : 0U;
    if (call.to == CallTo::kOneOf) {
      chain.steps.push_back({StepKind::kMethod, names_.PathOf(call.item), calls_.PlaceOf(call.item)});
      chain.reason = "one-of";
      layers_.chains.push_back(std::move(chain));
      return;
    }
    layers_.driver_calls_resolved += driver ? 1U : 0U;
    const LayerCalls::Below& below =
        calls_.Reaches(call.item, [this](std::string_view name) { return IsFunction(name); });
    if (below.reaches.empty()) {
      chain.steps.push_back({StepKind::kMethod, names_.PathOf(call.item), calls_.PlaceOf(call.item)});
      chain.resolved = below.reason.empty();
      if (!chain.resolved) chain.reason = "below-" + std::string(below.reason);
      layers_.chains.push_back(std::move(chain));
      return;
    }
    for (std::size_t i = 0; i < below.reaches.size() && i < kMaxChainsOfACall; ++i) {
      Chain one = chain;
      for (const DefId def : below.reaches[i].through) {
        one.steps.push_back({StepKind::kMethod, names_.PathOf(def), calls_.PlaceOf(def)});
      }
      one.resolved = Descend(below.reaches[i].binding, below.reaches[i].place, one.steps);
      if (!one.resolved) one.reason = "no-definition";
      layers_.chains.push_back(std::move(one));
    }
  }

  LayerCalls& calls_;
  RustNames& names_;
  const CWorld& c_;
  std::unordered_set<std::string_view> library_;  // names of its functions
  Layers layers_;
};

}  // namespace

CWorld::Names BindingNames(const RustWorld& world) { return BindingNames(LayerCalls(world)); }

CWorld::Names BindingNames(const LayerCalls& calls) {
  CWorld::Names names;
  for (const CallerBody& body : calls.bodies()) {
    for (const RustCall& call : body.calls) {
      if (call.to == CallTo::kBinding) names.called.insert(call.name);
    }
  }
  for (const BindingUse& use : calls.names_used()) names.named.insert(use.name);
  return names;
}

Layers TraceLayers(const RustWorld& world, const CWorld& c, const std::vector<Caller>& callers) {
  LayerCalls calls(world);
  return TraceLayers(calls, c, callers);
}

Layers TraceLayers(LayerCalls& calls, const CWorld& c, const std::vector<Caller>& callers) {
  return Tracer(calls, c).Run(callers);
}

}  // namespace ferrotype
