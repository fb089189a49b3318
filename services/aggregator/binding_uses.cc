#include "aggregator/binding_uses.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "aggregator/kernel_uses.h"
#include "aggregator/resolve/rust_methods.h"

namespace ferrotype {
namespace {

constexpr std::string_view kBindings = "bindings::";

class UseFinder {
 public:
  explicit UseFinder(RustNames& names) : names_(names), bindings_(FindLibrary(names.world(), "bindings")) {}

  std::vector<BindingUse> Run() {
    const std::vector<RustFile>& files = names_.world().files();
    for (std::uint32_t file = 0; file < files.size(); ++file) {
      if (IsVendored(files[file]) || files[file].crate == bindings_) continue;
      for (const RustMention& mention : files[file].syntax.mentions) Mention(file, mention);
      for (const RustUse& use : files[file].syntax.uses) {
        if (!use.glob) See(NameOf({file, use.scope}, use.path), file, 1, use.line, {});
      }
    }
    std::vector<BindingUse> uses;
    for (auto& [name, use] : uses_) {
      std::sort(use.users.begin(), use.users.end(), [](const ChainStep& a, const ChainStep& b) {
        return std::tie(a.place, a.symbol) < std::tie(b.place, b.symbol);
      });
      use.users.erase(std::unique(use.users.begin(), use.users.end()), use.users.end());
      for (std::size_t i = 0; i < use.users.size(); ++i)
        use.files += i == 0 || use.users[i].place.path != use.users[i - 1].place.path ? 1U : 0U;
      use.name = name;
      uses.push_back(std::move(use));
    }
    return uses;
  }

 private:
  void Mention(std::uint32_t file, const RustMention& mention) {
    // A macro, and a name that is an argument of one.
    if (mention.path.ends_with('!') || mention.path.find("::$") != std::string::npos) return;
    See(NameOf({file, mention.scope}, mention.path), file, mention.uses, mention.line, mention.more);
  }

  /// What `path` names of the bindings; empty for anything else.
  std::string NameOf(const RustScope& scope, std::string_view path) {
    if (path.starts_with("::")) path.remove_prefix(2);
    for (const Space space : {Space::kTypes, Space::kValues}) {
      const Resolved resolved = names_.Resolve(scope, path, space);
      if (resolved.kind == Resolved::Kind::kOutside) {
        if (!resolved.outside.starts_with(kBindings)) return {};
        const std::string_view name = std::string_view(resolved.outside).substr(kBindings.size());
        return std::string(name.substr(0, name.find("::")));
      }
      if (resolved.kind == Resolved::Kind::kItem) {
        // Constants that rust/bindings/lib.rs itself declares, up to 6.11.
        const bool own = names_.world().files()[names_.FileOf(resolved.id)].crate == bindings_;
        return own ? names_.Item(resolved.id).name : std::string();
      }
    }
    return {};
  }

  void See(const std::string& name, std::uint32_t file, std::uint32_t count, std::uint32_t line,
           const std::vector<std::uint32_t>& more) {
    if (name.empty()) return;
    BindingUse& use = uses_[name];
    use.uses += count;
    use.users.push_back(UserAt(file, line));
    for (const std::uint32_t other : more) use.users.push_back(UserAt(file, other));
  }

  /// Items stand before what they hold: the last one around a line is the innermost.
  [[nodiscard]] ChainStep UserAt(std::uint32_t file, std::uint32_t line) const {
    const RustFile& own = names_.world().files()[file];
    std::string symbol = names_.world().modules()[own.module].path;
    for (std::uint32_t i = 0; i < own.syntax.items.size(); ++i) {
      const RustItem& item = own.syntax.items[i];
      if (item.line > line) break;
      if (item.end_line >= line && !item.name.empty()) symbol = names_.PathOf(names_.Def(file, i));
    }
    return {StepKind::kCall, std::move(symbol), {own.row->path, line}};
  }

  RustNames& names_;
  std::uint32_t bindings_;
  std::map<std::string, BindingUse> uses_;
};

}  // namespace

std::vector<BindingUse> FindBindingUses(RustNames& names) { return UseFinder(names).Run(); }

}  // namespace ferrotype
