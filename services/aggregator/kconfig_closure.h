// Which Kconfig symbols can't be set without another one: the transitive closure of `depends on`.
//
// An expression needs a symbol when it can't hold without it: of `a && b` one part must, of `a || b` both, of `!a` the
// opposite. An entry needs it through its own `depends on`, through what encloses it, and through every way by which
// its file is read; a symbol of several entries only when all of them do.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/kbuild.h"
#include "model/survey.h"

namespace ferrotype {

/// One entry of a symbol.
struct KconfigEntry {
  std::string_view path;  ///< of its file
  const KconfigSyntax* file = nullptr;
  const KconfigSymbol* symbol = nullptr;
};

/// Views into the files and the symbol it was made from: they outlive it.
class KconfigClosure {
 public:
  using Files = std::map<std::string, KconfigSyntax, std::less<>>;

  /// Of `symbol`, over the files that the top file "Kconfig" reads by source; over all when there is no such file. In
  /// `source "arch/$(SRCARCH)/Kconfig"` the variable stands for every folder. Linear; cycles need nothing.
  KconfigClosure(const Files& files, std::string_view symbol);

  [[nodiscard]] bool Needs(std::string_view symbol) const;
  /// {symbol, ..., the one that all need}; empty when it doesn't need it.
  [[nodiscard]] std::vector<std::string> Chain(std::string_view symbol) const;
  /// Symbols that need it, itself excluded, sorted.
  [[nodiscard]] std::vector<std::string> All() const;
  /// In order of path and line; nullptr for a symbol that no file declares.
  [[nodiscard]] const std::vector<KconfigEntry>* Entries(std::string_view symbol) const;

 private:
  using Node = std::uint32_t;
  // `holds` becomes true when `waits` of its children (each counted once a mention) do.
  struct State {
    std::uint32_t waits = 0;
    bool holds = false;
    Node through = 0;       // the symbol by which it came to hold
    std::string_view name;  // of a symbol's node
  };
  struct Both {
    Node holds = 0;    // needed for the expression to hold
    Node refused = 0;  // needed for it not to hold
  };

  Node Any(const std::vector<Node>& children);
  Node All(const std::vector<Node>& children);
  Node SymbolNode(std::string_view name);
  Node ExpressionNode(std::string_view text);
  Both Atom(std::string_view left, std::string_view comparison, std::string_view right);
  void AddEntries(const Files& files);
  void Spread(Node first);

  std::vector<State> nodes_;
  std::vector<std::pair<Node, Node>> parents_;  // child and parent, as they were met; only while it is made
  std::unordered_map<std::string_view, Node> symbol_nodes_;
  std::unordered_map<std::string_view, std::vector<KconfigEntry>> entries_;
  std::string_view root_;
};

/// Symbols that `expression` refuses whatever else holds: NAME of each `!NAME` that it joins by && to the rest.
[[nodiscard]] std::vector<std::string_view> RefusedSymbols(std::string_view expression);

}  // namespace ferrotype
