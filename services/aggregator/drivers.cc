#include "aggregator/drivers.h"

#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "aggregator/build_files.h"
#include "aggregator/driver_texts.h"
#include "aggregator/kbuild_world.h"
#include "aggregator/kconfig_closure.h"
#include "aggregator/kernel_uses.h"
#include "aggregator/module_macros.h"
#include "aggregator/report.h"
#include "aggregator/rust_paths.h"
#include "aggregator/twins.h"
#include "base/text.h"
#include "model/owner.h"
#include "model/safety.h"
#include "model/unsafe.h"

namespace ferrotype {
namespace {

constexpr std::string_view kRust = "RUST";

/// What the proofs say of one crate.
struct Candidate {
  std::uint32_t crate = 0;
  const ModuleCall* call = nullptr;      // proof by macro
  const KbuildObject* object = nullptr;  // proof by Kbuild
  const KbuildMember* member = nullptr;  // of `object`: the crate's root
};

std::string_view WithoutSuffix(std::string_view path) { return path.substr(0, path.rfind('.')); }

// Samples and tests are apart; the libraries of rust/, tools and scripts make no drivers.
std::optional<DriverKind> KindOf(const FileRow& root, bool has_macro) {
  switch (root.owner.value_or(Owner::kUnclassified)) {
    case Owner::kSamples:
      return DriverKind::kSample;
    case Owner::kTests:
      return DriverKind::kTest;
    case Owner::kDrivers:
    case Owner::kSubsystem:
      return has_macro ? DriverKind::kDriver : DriverKind::kLinkedIntoC;
    default:
      return std::nullopt;
  }
}

class Surveyor : public DriverSurveyor {
 public:
  Surveyor(StoreReader& store, TreeOid root, const RustWorld& world, BuildFiles files)
      : store_(store),
        root_(root),
        world_(world),
        files_(std::move(files)),
        closing_(std::async(std::launch::async, [this] { return KconfigClosure(files_.kconfigs, kRust); })),
        kbuild_(files_),
        names_(world),
        visibility_(world),
        uses_(names_, visibility_),
        macros_(names_),
        calls_(macros_.Calls()),
        kconfig_(closing_.get()),
        twins_(store, files_, kbuild_, kconfig_) {}

  Result<DriverSurvey> Run() override {
    out_ = {};
    for (const Candidate& candidate : Candidates()) TRY(AddRow(candidate));
    AddSymbolsWithoutRust();
    const auto order = [](const DriverRow& row) { return std::tie(row.kind, row.name, row.path); };
    std::sort(out_.drivers.begin(), out_.drivers.end(),
              [&](const DriverRow& a, const DriverRow& b) { return order(a) < order(b); });
    std::sort(out_.disagreements.begin(), out_.disagreements.end(), [](const Disagreement& a, const Disagreement& b) {
      return std::tie(a.what, a.name, a.place, a.detail) < std::tie(b.what, b.name, b.place, b.detail);
    });
    std::sort(out_.consulted.begin(), out_.consulted.end());
    out_.consulted.erase(std::unique(out_.consulted.begin(), out_.consulted.end()), out_.consulted.end());
    return std::move(out_);
  }

 private:
  std::vector<Candidate> Candidates() const {
    std::map<std::uint32_t, Candidate> by_crate;
    for (const ModuleCall& call : calls_) {
      Candidate& candidate = by_crate[world_.files()[call.file].crate];
      if (candidate.call == nullptr) candidate.call = &call;
    }
    for (std::uint32_t crate = 0; crate < world_.crates().size(); ++crate) {
      const std::string_view path = WithoutSuffix(world_.files()[world_.crates()[crate].root].row->path);
      if (files_.c_files.contains(std::string(path) + ".c")) continue;  // kbuild takes the C
      for (const std::size_t i : kbuild_.With(path)) {
        Candidate& candidate = by_crate[crate];
        if (candidate.object != nullptr) continue;
        candidate.object = &kbuild_.objects()[i];
        for (const KbuildMember& member : candidate.object->members) {
          if (member.path == path) candidate.member = &member;
        }
      }
    }
    std::vector<Candidate> candidates;
    for (auto& [crate, candidate] : by_crate) {
      candidate.crate = crate;
      candidates.push_back(candidate);
    }
    return candidates;
  }

  // A composite x_mod out of x alone has its ending because kbuild can't link x.o out of x.o.
  static std::string NameOf(const Candidate& candidate, bool linked_into_c, std::string_view root) {
    const std::string_view stem = StemOfPath(root);
    if (candidate.object == nullptr || linked_into_c) return std::string(stem);
    if (candidate.object->name == std::string(stem) + "_mod") return std::string(stem);
    return candidate.object->name;
  }

  void Disagree(std::string what, const std::string& name, const Place& place, std::string detail) {
    out_.disagreements.push_back({std::move(what), name, place, std::move(detail)});
  }

  Result<void> AddRow(const Candidate& candidate) {
    const RustCrate& crate = world_.crates()[candidate.crate];
    const RustFile& root = world_.files()[crate.root];
    const std::optional<DriverKind> kind = KindOf(*root.row, candidate.call != nullptr);
    if (!kind) return {};
    DriverRow row;
    row.kind = *kind;
    row.path = root.row->path;
    row.name = NameOf(candidate, candidate.call == nullptr, row.path);
    row.subsystem = SubsystemOf(row.path);
    AddMacro(candidate, row);
    AddFiles(crate, row);
    AddBuild(candidate, row);
    TRY(AddKconfig(candidate, row));
    TRY(AddUnsafe(crate, row));
    AddUses(crate, row);
    if (row.kind == DriverKind::kDriver) TRY(AddRelations(candidate, crate, row));
    out_.drivers.push_back(std::move(row));
    return {};
  }

  void AddMacro(const Candidate& candidate, DriverRow& row) const {
    if (candidate.call == nullptr) return;
    const RustMacroCall& call = *candidate.call->call;
    row.macro = candidate.call->macro;
    row.proofs.macro = {world_.files()[candidate.call->file].row->path, call.line};
    row.bus = BusOfMacros(candidate.call->expands);
    for (const auto& [key, value] : call.fields) {
      if (key == "name") row.module_name = value;
      if (key == "license") row.license = value;
      if (key == "description") row.description = value;
      if (key != "author" && key != "authors") continue;
      for (const std::string_view author : Split(value, '\n')) {
        std::string name = WithoutAddress(author);
        if (!name.empty()) row.authors.push_back(std::move(name));
      }
    }
  }

  // Of `Registration<pci::Adapter<..>>` in the types of the crate: "pci"; of `faux::Registration`: "faux".
  std::string BusOfTypes(const RustCrate& crate) {
    std::string by_registration;
    for (const std::uint32_t file : crate.files) {
      const RustSyntax& syntax = world_.files()[file].syntax;
      for (std::uint32_t i = 0; i < syntax.items.size(); ++i) {
        const RustItem& item = syntax.items[i];
        if (item.kind != RustItemKind::kField && item.kind != RustItemKind::kTypeAlias) continue;
        if (std::string bus = BusIn({file, i}, item.type, "Adapter"); !bus.empty()) return bus;
        if (file == crate.root && by_registration.empty())
          by_registration = BusIn({file, i}, item.type, "Registration");
      }
    }
    return by_registration;
  }
  // The module of the kernel crate that `x::<last>` in a type is in: "pci" of kernel::pci::Adapter.
  std::string BusIn(const RustScope& scope, std::string_view type, std::string_view last) {
    const std::string ending = "::" + std::string(last);
    for (std::size_t at = type.find(ending); at != std::string_view::npos; at = type.find(ending, at + 1)) {
      const std::size_t end = at + ending.size();
      if (end < type.size() && type[end] != '<' && type[end] != '>' && type[end] != ',') continue;
      std::size_t begin = type.find_last_of("<(&, ", at);
      begin = begin == std::string_view::npos ? 0 : begin + 1;
      const Resolved module = names_.Resolve(scope, type.substr(begin, at - begin), Space::kTypes);
      if (module.kind != Resolved::Kind::kModule) continue;
      const std::string& path = world_.modules()[module.id].path;
      constexpr std::string_view kKernel = "kernel::";
      if (path.starts_with(kKernel) && path != "kernel::driver") return path.substr(path.rfind("::") + 2);
    }
    return {};
  }

  void AddFiles(const RustCrate& crate, DriverRow& row) {
    if (row.bus.empty()) row.bus = BusOfTypes(crate);
    for (const std::uint32_t file : crate.files) {
      const RustFile& own = world_.files()[file];
      row.files.push_back(own.row->path);
      row.code += own.row->finding.lines.code;
      row.unsafe_tokens += own.row->finding.unsafe_tokens;
      for (const RustItem& item : own.syntax.items)
        row.functions += item.kind == RustItemKind::kFunction && item.has_body ? 1U : 0U;
    }
  }

  void AddBuild(const Candidate& candidate, DriverRow& row) {
    if (candidate.object == nullptr) {
      Disagree("macro-without-kbuild", row.name, row.proofs.macro, row.macro);
      return;
    }
    const KbuildObject& object = *candidate.object;
    row.proofs.kbuild = object.place;
    for (const KbuildMember& member : object.members) {
      const std::string path = member.path + ".c";
      if (files_.c_files.contains(path)) row.c_objects.push_back(path);
    }
    std::sort(row.c_objects.begin(), row.c_objects.end());
    if (candidate.call != nullptr) return;
    row.proofs.kbuild = candidate.member->place;
    Disagree("kbuild-without-macro", row.name, row.proofs.kbuild, object.name);
  }

  // The symbol that decides whether it is built: that of its own part of a composite, else of the object; where that
  // doesn't hang on RUST, one of the conditions around that does ("ifdef CONFIG_X").
  Result<void> AddKconfig(const Candidate& candidate, DriverRow& row) {
    if (candidate.object == nullptr) return {};
    const KbuildObject& object = *candidate.object;
    std::vector<std::string> symbols;
    if (!candidate.member->symbol.empty()) symbols.push_back(candidate.member->symbol);
    symbols.push_back(object.symbol);
    std::vector<std::string> conditions = candidate.member->conditions;
    conditions.insert(conditions.end(), object.conditions.begin(), object.conditions.end());
    for (const std::string& condition : conditions) {
      if (condition.starts_with("ifdef ") || condition.starts_with("ifeq "))
        symbols.emplace_back(ConfigSymbolIn(condition));
    }
    row.kconfig = symbols.front();
    for (const std::string& symbol : symbols) {
      if (symbol == kRust || !kconfig_.Needs(symbol)) continue;
      row.kconfig = symbol;
      break;
    }
    if (row.kconfig != object.symbol && candidate.call != nullptr)
      Disagree("object-under-c-symbol", row.name, object.place, object.symbol);
    row.proofs.kconfig_chain = kconfig_.Chain(row.kconfig);
    if (row.proofs.kconfig_chain.empty()) Disagree("kbuild-without-kconfig", row.name, object.place, row.kconfig);
    const std::vector<KconfigEntry>* entries = kconfig_.Entries(row.kconfig);
    if (entries == nullptr) return {};
    for (const KconfigEntry& entry : *entries) {
      const bool better =
          row.proofs.kconfig.path.empty() || (row.kconfig_prompt.empty() && !entry.symbol->prompt.empty());
      if (!better) continue;
      if (!row.proofs.kconfig_chain.empty()) row.proofs.kconfig = {std::string(entry.path), entry.symbol->line};
      row.kconfig_prompt = entry.symbol->prompt;
      if (entry.symbol->help_line == 0) continue;
      TRY_ASSIGN(const std::optional<Bytes> text, TextOf(entry.path));
      if (text) row.kconfig_help = Dedented(*text, entry.symbol->help_line, entry.symbol->help_end_line);
    }
    return {};
  }

  Result<std::optional<Bytes>> TextOf(std::string_view path) {
    TRY_ASSIGN(const std::optional<BlobOid> blob, FindBlob(store_, root_, path));
    if (!blob) return std::nullopt;
    return store_.Quote(*blob);
  }

  Result<void> AddUnsafe(const RustCrate& crate, DriverRow& row) const {
    for (const std::uint32_t file : crate.files) {
      const FileRow& own = *world_.files()[file].row;
      const BlobFinding& finding = own.finding;
      // Generated code needs no justification: what the ledger can't know is told by the owner.
      if (finding.unsafe_ledger.empty() || own.owner == Owner::kGenerated) continue;
      TRY_ASSIGN(const UnsafeLedger ledger, DecodeUnsafeLedger(finding.unsafe_ledger));
      for (const UnsafeSite& site : ledger.sites) {
        row.unsafe_undocumented += IsWanting(site.state) ? 1U : 0U;
      }
    }
    return {};
  }

  void AddUses(const RustCrate& crate, DriverRow& row) {
    KernelUses uses;
    for (const std::uint32_t file : crate.files) uses_.Read(file, uses);
    for (const auto& [path, count] : uses.apis) row.apis.push_back({path, count});
    row.bindings.assign(uses.bindings.begin(), uses.bindings.end());
  }

  Result<void> AddRelations(const Candidate& candidate, const RustCrate& crate, DriverRow& row) {
    for (const std::string& path : DocumentsOf(row.name, files_.documents)) {
      out_.consulted.push_back(path);
      TRY_ASSIGN(const std::optional<Bytes> text, TextOf(path));
      if (!text || !row.successor_of.empty()) continue;
      Succession succession = SuccessionIn(*text, row.name);
      if (succession.of.empty() || kbuild_.Called(succession.of).empty()) continue;  // no driver of the tree
      row.successor_of = std::move(succession.of);
      row.successor_place = {path, succession.line};
    }
    TwinQuestion question;
    question.driver = &row;
    question.object = candidate.object;
    question.files.push_back({row.path, &world_.files()[crate.root].syntax});
    for (const std::uint32_t file : crate.files) {
      if (file != crate.root) question.files.push_back({world_.files()[file].row->path, &world_.files()[file].syntax});
    }
    TRY_ASSIGN(Twin twin, twins_.Find(question));
    for (const TwinFile& file : twin.files) out_.consulted.push_back(file.path);
    if (!twin.name.empty() && twin.name == row.successor_of) return {};  // another relation, never compared in size
    row.twin = std::move(twin.files);
    row.twin_evidence = std::move(twin.evidence);
    out_.disagreements.insert(out_.disagreements.end(), twin.disagreements.begin(), twin.disagreements.end());
    return {};
  }

  // Modules that hang on RUST and that no Rust was found for.
  void AddSymbolsWithoutRust() {
    std::set<std::string_view> found;
    for (const DriverRow& row : out_.drivers) found.insert(row.kconfig);
    for (const std::string& symbol : kconfig_.All()) {
      if (found.contains(symbol)) continue;
      const std::vector<KconfigEntry>* entries = kconfig_.Entries(symbol);
      if (entries == nullptr) continue;
      for (const KconfigEntry& entry : *entries) {
        if (entry.symbol->type != "tristate" || entry.symbol->prompt.empty()) continue;
        Disagree(kbuild_.Under(symbol).empty() ? "kconfig-without-kbuild" : "kconfig-without-rust", symbol,
                 {std::string(entry.path), entry.symbol->line}, entry.symbol->prompt);
        break;
      }
    }
  }

  StoreReader& store_;
  TreeOid root_;
  const RustWorld& world_;
  const BuildFiles files_;
  std::future<KconfigClosure> closing_;  // beside what is made of the rest
  KbuildWorld kbuild_;
  RustNames names_;
  ModuleVisibility visibility_;
  KernelUseReader uses_;
  ModuleMacros macros_;
  std::vector<ModuleCall> calls_;
  KconfigClosure kconfig_;
  TwinFinder twins_;
  DriverSurvey out_;
};

/// One that is still being made; what it is made of needs no store.
class LateSurveyor : public DriverSurveyor {
 public:
  explicit LateSurveyor(std::future<std::unique_ptr<Surveyor>> making) : making_(std::move(making)) {}

  Result<DriverSurvey> Run() override {
    if (making_.valid()) made_ = making_.get();
    return made_->Run();
  }

 private:
  std::unique_ptr<Surveyor> made_;
  std::future<std::unique_ptr<Surveyor>> making_;
};

}  // namespace

Result<std::unique_ptr<DriverSurveyor>> DriverSurveyor::Open(StoreReader& store, TreeOid root, const RustWorld& world) {
  TRY_ASSIGN(BuildFiles files, ReadBuildFiles(store, root));
  return std::make_unique<LateSurveyor>(
      std::async(std::launch::async, [&store, root, &world, files = std::move(files)]() mutable {
        return std::make_unique<Surveyor>(store, root, world, std::move(files));
      }));
}

Result<DriverSurvey> SurveyDrivers(StoreReader& store, TreeOid root, const RustWorld& world) {
  TRY_ASSIGN(const std::unique_ptr<DriverSurveyor> surveyor, DriverSurveyor::Open(store, root, world));
  return surveyor->Run();
}

std::vector<std::string> FilesForDrivers(const DriverSurvey& survey) {
  std::set<std::string> paths(survey.consulted.begin(), survey.consulted.end());
  for (const DriverRow& driver : survey.drivers) {
    if (!driver.proofs.kconfig.path.empty()) paths.insert(driver.proofs.kconfig.path);
  }
  return {paths.begin(), paths.end()};
}

}  // namespace ferrotype
