// What a tree builds: each object of an obj- variable, under which symbol, out of which sources.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "aggregator/build_files.h"
#include "model/survey.h"

namespace ferrotype {

/// One source of an object.
struct KbuildMember {
  std::string path;                     ///< without suffix: "drivers/android/binder/rust_binder_main"
  std::string symbol;                   ///< of rust_binder-$(CONFIG_X), without CONFIG_; "" for -y and -objs
  std::vector<std::string> conditions;  ///< around its rule, outermost first, as KbuildCondition has them
  Place place;                          ///< of the rule that names it
};

struct KbuildObject {
  std::string name;      ///< its stem: "rust_binder"
  std::string variable;  ///< "obj-$(CONFIG_X)"
  std::string
      symbol;  ///< without CONFIG_; of obj-y that of the nearest folder above that has one; "" when nothing decides
  std::vector<std::string> conditions;
  Place place;
  std::vector<KbuildMember> members;  ///< of a composite in order of the rules; else itself alone
};

class KbuildWorld {
 public:
  explicit KbuildWorld(const BuildFiles& files);
  KbuildWorld(const KbuildWorld&) = delete;
  KbuildWorld& operator=(const KbuildWorld&) = delete;

  /// In order of path and line; an object that several rules name is there once a rule.
  [[nodiscard]] const std::vector<KbuildObject>& objects() const { return objects_; }
  /// Indices of the objects that have the source `path` (without suffix) as a member.
  [[nodiscard]] const std::vector<std::size_t>& With(std::string_view path) const;
  /// Indices of the objects under `symbol`.
  [[nodiscard]] const std::vector<std::size_t>& Under(std::string_view symbol) const;
  /// Indices of the objects called `name`.
  [[nodiscard]] const std::vector<std::size_t>& Called(std::string_view name) const;
  /// Indices of the objects whose rules stand in the Makefile of `folder`.
  [[nodiscard]] const std::vector<std::size_t>& In(std::string_view folder) const;

 private:
  using Index = std::unordered_map<std::string_view, std::vector<std::size_t>>;  // views into objects_
  void AddFolders(const BuildFiles& files);
  void AddObjects(const std::string& path, const KbuildSyntax& syntax);
  [[nodiscard]] std::string SymbolOf(std::string_view folder) const;

  std::vector<KbuildObject> objects_;
  std::map<std::string, std::string, std::less<>> folder_symbols_;  // of `obj-$(CONFIG_X) += folder/`
  Index with_;
  Index under_;
  Index called_;
  Index in_;
};

/// "X" of a text that holds CONFIG_X; the first; "" when there is none.
[[nodiscard]] std::string_view ConfigSymbolIn(std::string_view text);

}  // namespace ferrotype
