#include "model/owner.h"

#include <array>

namespace ferrotype {
namespace {

// In the order of shared rule: vendored, generated, tests, the rest.
constexpr std::array kRules = {
    OwnerRule{"rust/alloc/**",
              Owner::kVendored,
              {"the standard library's alloc crate, forked up to Linux 6.9", "标准库 alloc crate 的分叉，6.9 及以前"}},
    OwnerRule{"rust/syn/**", Owner::kVendored, {"syn, from crates.io", "syn，取自 crates.io"}},
    OwnerRule{"rust/quote/**", Owner::kVendored, {"quote, from crates.io", "quote，取自 crates.io"}},
    OwnerRule{"rust/proc-macro2/**", Owner::kVendored, {"proc-macro2, from crates.io", "proc-macro2，取自 crates.io"}},
    OwnerRule{"rust/zerocopy/**",
              Owner::kVendored,
              {"zerocopy, from crates.io, its benchmarks included", "zerocopy，取自 crates.io，含其基准测试"}},
    OwnerRule{"rust/zerocopy-derive/**",
              Owner::kVendored,
              {"zerocopy-derive, from crates.io", "zerocopy-derive，取自 crates.io"}},
    OwnerRule{"",
              Owner::kVendored,
              {"the head of the file says that its contents come from the Rust standard library",
               "文件开头写明内容取自 Rust 标准库"}},
    OwnerRule{"",
              Owner::kGenerated,
              {"another file takes it in by include!: written by a tool, such as firmware bindings",
               "被另一文件以 include! 纳入：由工具生成，例如固件绑定"}},
    OwnerRule{"tools/**/tests/**", Owner::kTests, {"tests of the tools", "工具的测试"}},
    OwnerRule{"tools/testing/**", Owner::kTests, {"the kernel's test programs", "内核的测试程序"}},
    OwnerRule{"lib/**_benchmark_rust.rs",
              Owner::kTests,
              {"benchmarks built as kernel modules", "以内核模块形式构建的基准测试"}},
    OwnerRule{"**_test_rust.rs", Owner::kTests, {"Rust parts of C test modules", "C 测试模块中的 Rust 部分"}},
    OwnerRule{"**_test.rs", Owner::kTests, {"test modules", "测试模块"}},
    OwnerRule{"rust/bindings/**", Owner::kBindings, {"the crate around bindgen's output", "包住 bindgen 输出的 crate"}},
    OwnerRule{"rust/uapi/**", Owner::kBindings, {"the same for user-space headers", "同上，对应用户空间头文件"}},
    OwnerRule{"rust/kernel/**", Owner::kKernelCrate, {"the kernel crate: the abstractions", "kernel crate：抽象层"}},
    OwnerRule{"rust/macros/**", Owner::kMacros, {"procedural macros", "过程宏"}},
    OwnerRule{"rust/pin-init/**",
              Owner::kPinInit,
              {"pinned initialization, developed out of tree and synced", "固定初始化库，在树外开发，定期同步"}},
    OwnerRule{"rust/*.rs", Owner::kSupportCrates, {"small crates that the build needs", "构建所需的小 crate"}},
    OwnerRule{"rust/**",
              Owner::kUnclassified,
              {"a directory of rust/ that no rule above knows: reported, not guessed",
               "rust/ 下没有规则认识的目录：列出，不猜"}},
    OwnerRule{"samples/**", Owner::kSamples, {"samples and their host programs", "示例及其主机端程序"}},
    OwnerRule{"drivers/**", Owner::kDrivers, {"drivers", "驱动"}},
    OwnerRule{"scripts/**", Owner::kTools, {"programs that the build runs", "构建时运行的程序"}},
    OwnerRule{"tools/**", Owner::kTools, {"programs beside the kernel", "内核之外的工具程序"}},
    OwnerRule{
        "**", Owner::kSubsystem, {"everything else: subsystem code outside drivers", "其余：驱动之外的子系统代码"}},
};

constexpr std::array<Bilingual, kOwners> kNames = {{
    {"Kernel crate", "kernel crate"},
    {"Support crates", "支撑 crate"},
    {"Drivers", "驱动"},
    {"Subsystem code", "子系统代码"},
    {"Macros", "过程宏"},
    {"pin-init", "pin-init"},
    {"Samples", "示例"},
    {"Tests and benchmarks", "测试与基准"},
    {"Tools", "工具"},
    {"Bindings crates", "绑定 crate"},
    {"Generated", "生成的代码"},
    {"Vendored", "收录的第三方库"},
    {"Unclassified", "未归类"},
}};

}  // namespace

std::span<const OwnerRule> OwnerRules() { return kRules; }

Owner OwnerOf(std::string_view path, const OwnerEvidence& evidence) {
  for (const OwnerRule& rule : kRules) {
    const bool matches = !rule.pattern.empty()            ? PathMatches(rule.pattern, path)
                         : rule.owner == Owner::kVendored ? evidence.says_vendored
                                                          : evidence.included;
    if (matches) return rule.owner;
  }
  return Owner::kSubsystem;
}

Bilingual NameOf(Owner owner) { return kNames[static_cast<std::size_t>(owner)]; }

bool PathMatches(std::string_view pattern, std::string_view path) {
  // The last star of each kind to come back to. A `*` can't reach over '/', so when it fails the last `**` before it
  // goes on.
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t any = kNone;
  std::size_t any_at = 0;
  std::size_t one = kNone;
  std::size_t one_at = 0;
  while (true) {
    if (p < pattern.size() && pattern.substr(p).starts_with("**")) {
      any = p += 2;
      any_at = n;
      one = kNone;
    } else if (p < pattern.size() && pattern[p] == '*') {
      one = ++p;
      one_at = n;
    } else if (n == path.size() && p == pattern.size()) {
      return true;
    } else if (n < path.size() && p < pattern.size() && pattern[p] == path[n]) {
      ++p;
      ++n;
    } else if (one != kNone && one_at < path.size() && path[one_at] != '/') {
      p = one;
      n = ++one_at;
    } else if (any != kNone && any_at < path.size()) {
      p = any;
      n = ++any_at;
      one = kNone;
    } else {
      return false;
    }
  }
}

std::string SubsystemOf(std::string_view path) {
  const std::size_t first = path.find('/');
  if (first == std::string_view::npos) return "top";
  const std::string_view top = path.substr(0, first);
  for (const std::string_view wide : {"arch", "drivers", "fs", "net", "sound", "tools"}) {
    if (top != wide) continue;
    const std::size_t second = path.find('/', first + 1);
    return std::string(second == std::string_view::npos ? top : path.substr(0, second));
  }
  return std::string(top);
}

}  // namespace ferrotype
