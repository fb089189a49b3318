// Where C names are defined in a release, and what the helpers of rust/helpers wrap.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aggregator/c_said.h"
#include "base/result.h"
#include "model/store.h"
#include "model/survey.h"

namespace ferrotype {

/// Candidates, not a verdict: which one a build takes hangs on its configuration. What no other file can name (macros
/// and static functions of a .c file) is none.
struct CName {
  /// Generic code and x86_64's: .c files before headers, then by place; what only 32-bit x86 builds last.
  std::vector<CDefinitionAt> definitions;
  /// The other architectures', then that of a header outside the include folders when there are better ones, then boot
  /// code, tools, samples and scripts; each by place.
  std::vector<CDefinitionAt> elsewhere;
  bool exported = false;
};

struct Helper {
  std::string name;                ///< without rust_helper_: what Rust calls it
  Place place;                     ///< the first, where branches of an #if define it
  std::vector<std::string> calls;  ///< functions and macros named in its body, in order, each once
};

/// A constant that rust/bindings makes where bindgen can't read what it stands for.
struct ConstHelper {
  Place place;
  std::string value;  ///< the name it stands for
};

class CWorld {
 public:
  /// What Rust names through bindings.
  struct Names {
    std::set<std::string, std::less<>> called;
    std::set<std::string, std::less<>> named;  ///< types, constants, variables
  };
  /// Definitions of all of them, and of all that helpers which wrap one call, helpers that call helpers included.
  /// Reads the findings of every C file and header of the tree once.
  static Result<CWorld> Build(StoreReader& store, TreeOid root, const Names& names);
  /// The same, where `sayings` remembers what files said when another release was built: the others are read.
  static Result<CWorld> Build(StoreReader& store, TreeOid root, const Names& names, CSayings& sayings);

  /// nullptr when the tree defines no such name.
  [[nodiscard]] const CName* Find(std::string_view name) const;
  /// The same of types, constants and variables, whose kinds are "constant" (a macro without parameters), "enumerator",
  /// "struct", "union", "enum", "typedef", "variable". A constant that has a helper is what that stands for; a type
  /// that bindgen had to make up a name for, as x__bindgen_ty_1, is the one around it.
  [[nodiscard]] const CName* FindName(std::string_view name) const;
  /// The constant that is bindings::name; nullptr when bindgen reads it itself.
  [[nodiscard]] const ConstHelper* FindConstHelper(std::string_view name) const;
  /// The helper that Rust reaches by `name`; nullptr when there is none.
  [[nodiscard]] const Helper* FindHelper(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, Helper, std::less<>>& helpers() const { return helpers_; }

 private:
  std::map<std::string, CName, std::less<>> names_;
  std::map<std::string, Helper, std::less<>> helpers_;
  std::map<std::string, CName, std::less<>> types_and_constants_;
  std::map<std::string, ConstHelper, std::less<>> const_helpers_;  // by the name that Rust uses
};

/// How near a file's definitions are to what an x86_64 kernel is built from; lower is nearer.
enum class CReach : std::uint8_t {
  kGeneric = 0,       ///< or x86_64
  kX86Only32 = 1,     ///< arch/x86/..._32.c
  kArchitecture = 2,  ///< another one's
  kLocalHeader = 3,   ///< never by path alone: see CName::elsewhere
  kApart = 4,         ///< boot code, tools, samples, scripts
};
[[nodiscard]] CReach CReachOf(std::string_view path);

}  // namespace ferrotype
