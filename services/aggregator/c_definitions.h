// Where C names are defined in a release, and what the helpers of rust/helpers wrap.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/c_syntax.h"
#include "model/store.h"
#include "model/survey.h"

namespace ferrotype {

struct CName {
  std::vector<CDefinitionAt> definitions;  ///< outside tools, samples, scripts and boot code; generic or x86_64 first,
                                           ///< .c before a stub in a header, then by place
  std::vector<CDefinitionAt> elsewhere;    ///< the rest
  bool exported = false;
};

struct Helper {
  std::string name;  ///< without rust_helper_: what Rust calls it
  Place place;
  std::vector<std::string> calls;  ///< functions and macros named in its body, in order, each once
};

/// Reads the findings of every C file and header of the tree once.
class CWorld {
 public:
  /// Definitions of `names` and of all that helpers which wrap one of them call.
  static Result<CWorld> Build(StoreReader& store, TreeOid root, const std::set<std::string, std::less<>>& names);

  /// nullptr when the tree defines no such name.
  [[nodiscard]] const CName* Find(std::string_view name) const;
  /// The helper that Rust reaches by `name`; nullptr when there is none.
  [[nodiscard]] const Helper* FindHelper(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, Helper, std::less<>>& helpers() const { return helpers_; }

 private:
  std::map<std::string, CName, std::less<>> names_;
  std::map<std::string, Helper, std::less<>> helpers_;
};

}  // namespace ferrotype
