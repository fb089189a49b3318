// The C driver that does what a Rust driver does: by evidence, each piece with its place.
//
// What a twin must be: an object of the tree's Makefiles with C sources, in the driver's subsystem. Evidence, strongest
// first, is what TwinEvidence lists; the strongest decides, the others are kept when they say the same.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aggregator/build_files.h"
#include "aggregator/kbuild_world.h"
#include "aggregator/kconfig_closure.h"
#include "base/result.h"
#include "model/rust_syntax.h"
#include "model/store.h"
#include "model/survey.h"

namespace ferrotype {

struct TwinQuestion {
  const DriverRow* driver = nullptr;     ///< names, texts, symbol and path; the rest isn't read
  const KbuildObject* object = nullptr;  ///< its own; nullptr when no Makefile builds it
  struct File {
    std::string_view path;
    const RustSyntax* syntax = nullptr;
  };
  std::vector<File> files;  ///< of its crate, the root first
};

struct Twin {
  std::string name;  ///< of the C object; "" when there is no twin
  std::vector<TwinFile> files;
  std::vector<Evidence> evidence;
  std::vector<Disagreement> disagreements;  ///< evidence for other objects
};

/// What it is made from outlives it.
class TwinFinder {
 public:
  TwinFinder(StoreReader& store, const BuildFiles& files, const KbuildWorld& kbuild, const KconfigClosure& kconfig)
      : store_(store), files_(files), kbuild_(kbuild), kconfig_(kconfig) {}

  Result<Twin> Find(const TwinQuestion& question);

 private:
  /// Ids by which the C drivers of one subsystem are known: text -> objects and where they say it.
  struct Said {
    std::size_t object = 0;
    Place place;
  };
  struct Names {
    std::map<std::string, std::vector<Said>, std::less<>> names;
    std::map<std::string, std::vector<Said>, std::less<>> ids;
  };
  struct Found {
    std::size_t object = 0;
    Evidence evidence;
  };
  using Objects = std::vector<std::size_t>;

  [[nodiscard]] bool HasC(const KbuildObject& object) const;
  const Objects& CObjectsOf(const std::string& subsystem);
  Result<const Names*> NamesOf(const std::string& subsystem);

  void ByDocLink(const TwinQuestion& question, std::vector<Found>& found) const;
  void ByMakefileSwap(const TwinQuestion& question, std::vector<Found>& found) const;
  void ByKconfigExclusion(const TwinQuestion& question, const Objects& candidates, std::vector<Found>& found) const;
  static void ByDriverName(const TwinQuestion& question, const Names& names, std::vector<Found>& found);
  static void ByDeviceTable(const TwinQuestion& question, const Names& names, std::vector<Found>& found);
  void ByDescription(const TwinQuestion& question, const Objects& candidates, std::vector<Found>& found) const;
  void ByFileName(const TwinQuestion& question, std::vector<Found>& found) const;
  [[nodiscard]] std::string PromptOf(std::string_view symbol) const;
  Result<std::vector<TwinFile>> FilesOf(const KbuildObject& object);

  StoreReader& store_;
  const BuildFiles& files_;
  const KbuildWorld& kbuild_;
  const KconfigClosure& kconfig_;
  std::map<std::string, Objects, std::less<>> objects_;
  std::map<std::string, Names, std::less<>> names_;
};

/// The thing that a text calls itself a Rust version of, in words: {"null", "block"} of "Rust implementation of the C
/// null block driver"; empty when it says no such thing.
[[nodiscard]] std::set<std::string> RustVersionOf(std::string_view text);

}  // namespace ferrotype
