#include "aggregator/kconfig_closure.h"

#include <algorithm>

#include "aggregator/kconfig_expression.h"
#include "aggregator/rust_paths.h"
#include "model/owner.h"

namespace ferrotype {
namespace {

constexpr std::string_view kTop = "Kconfig";
// "What holds for everybody": a condition that needs nothing. It never comes to hold in the graph.
constexpr std::uint32_t kNothing = 0;

// A path with make variables as a pattern for PathMatches.
std::string PatternOf(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t begin = path.find("$(");
    out += path.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const std::size_t end = path.find(')', begin);
    out += '*';
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  }
  return out;
}

std::vector<std::string_view> FilesThat(const KconfigSource& source, std::string_view from,
                                        const KconfigClosure::Files& files) {
  std::vector<std::string_view> found;
  std::string path = source.path;
  for (const std::string_view top : {"$(srctree)/", "${srctree}/"}) {
    if (path.starts_with(top)) path.erase(0, top.size());
  }
  if (source.relative) path = JoinPath(FolderOfPath(from), path);
  if (path.find('$') == std::string::npos) {
    if (const auto file = files.find(path); file != files.end()) found.emplace_back(file->first);
    return found;
  }
  const std::string pattern = PatternOf(path);
  for (const auto& [name, syntax] : files) {
    if (PathMatches(pattern, name)) found.emplace_back(name);
  }
  return found;
}

// Of a node whose children are not counted yet: it never comes to hold.
constexpr std::uint32_t kUncounted = 0xFFFFFFFF;

// More sources with variables than any kernel has are not followed: each is compared with every file.
constexpr std::size_t kMaxPatterns = 64;

}  // namespace

KconfigClosure::KconfigClosure(const Files& files, std::string_view symbol) : root_(symbol) {
  nodes_.emplace_back();  // kNothing
  AddEntries(files);
  Spread(SymbolNode(symbol));
  parents_ = {};
}

KconfigClosure::Node KconfigClosure::Any(const std::vector<Node>& children) {
  const Node node = static_cast<Node>(nodes_.size());
  nodes_.push_back({1, false, kNothing, {}});
  for (const Node child : children) {
    if (child != kNothing) parents_.emplace_back(child, node);
  }
  return node;
}

KconfigClosure::Node KconfigClosure::All(const std::vector<Node>& children) {
  if (children.empty() || std::find(children.begin(), children.end(), kNothing) != children.end()) return kNothing;
  const Node node = Any(children);
  nodes_[node].waits = static_cast<std::uint32_t>(children.size());
  return node;
}

KconfigClosure::Node KconfigClosure::SymbolNode(std::string_view name) {
  const auto [found, added] = symbol_nodes_.emplace(name, static_cast<Node>(nodes_.size()));
  if (added) {
    nodes_.push_back({kUncounted, false, kNothing, name});
  }
  return found->second;
}

KconfigClosure::Both KconfigClosure::Atom(std::string_view left, std::string_view comparison, std::string_view right) {
  if (left == "n") return {kNothing, kNothing};
  if (comparison.empty()) return {SymbolNode(left), kNothing};
  if ((comparison == "=" && (right == "y" || right == "m")) || (comparison == "!=" && right == "n"))
    return {SymbolNode(left), kNothing};
  if (comparison == "=" && right == "n") return {kNothing, SymbolNode(left)};
  return {kNothing, kNothing};
}

// Precedence climbing on stacks of our own: values, and operators that wait.
KconfigClosure::Node KconfigClosure::ExpressionNode(std::string_view text) {
  std::vector<Both> values;
  std::vector<char> waiting;  // '(', '!', '&', '|'
  const auto apply = [&] {
    const char op = waiting.back();
    waiting.pop_back();
    if (values.empty()) return;
    if (op == '!') {
      std::swap(values.back().holds, values.back().refused);
      return;
    }
    if (values.size() < 2) return;
    const Both b = values.back();
    values.pop_back();
    Both& a = values.back();
    a = op == '&' ? Both{Any({a.holds, b.holds}), All({a.refused, b.refused})}
                  : Both{All({a.holds, b.holds}), Any({a.refused, b.refused})};
  };
  const auto apply_above = [&](char op) {
    const auto rank = [](char c) { return c == '!' ? 3 : c == '&' ? 2 : c == '|' ? 1 : 0; };
    while (!waiting.empty() && waiting.back() != '(' && rank(waiting.back()) >= rank(op)) apply();
  };
  std::string_view token = NextKconfigToken(text);
  while (!token.empty()) {
    if (IsKconfigOperand(token)) {
      const std::string_view left = token;
      std::string_view comparison;
      std::string_view right;
      token = NextKconfigToken(text);
      if (IsKconfigComparison(token)) {
        comparison = token;
        right = NextKconfigToken(text);
        token = NextKconfigToken(text);
      }
      values.push_back(Atom(left, comparison, right));
      continue;
    }
    if (token == "(" || token == "!") {
      waiting.push_back(token[0]);
    } else if (token == "&&" || token == "||") {
      apply_above(token[0]);
      waiting.push_back(token[0]);
    } else if (token == ")") {
      while (!waiting.empty() && waiting.back() != '(') apply();
      if (!waiting.empty()) waiting.pop_back();
    }
    token = NextKconfigToken(text);
  }
  while (!waiting.empty()) {
    if (waiting.back() == '(') {
      waiting.pop_back();
    } else {
      apply();
    }
  }
  return values.size() == 1 ? values[0].holds : kNothing;
}

void KconfigClosure::AddEntries(const Files& files) {
  // The condition nodes of a file, made when it is first seen; and who reads it.
  struct Reading {
    std::vector<Node> conditions;
    std::vector<Node> ways;
    Node node = kNothing;
    bool top = false;
  };
  std::map<std::string_view, Reading> readings;
  std::vector<std::string_view> open;
  const auto see = [&](std::string_view path) -> Reading& {
    const auto [reading, added] = readings.try_emplace(path);
    if (!added) return reading->second;
    open.push_back(path);
    reading->second.node = static_cast<Node>(nodes_.size());
    nodes_.push_back({kUncounted, false, kNothing, {}});  // of the file; what it waits for is known at the end
    for (const KbuildCondition& condition : files.find(path)->second.conditions) {
      const Node around = condition.parent == kNoCondition ? kNothing : reading->second.conditions[condition.parent];
      const Node node = Any({ExpressionNode(condition.text), around});
      reading->second.conditions.push_back(node);
    }
    return reading->second;
  };
  if (const auto top = files.find(kTop); top != files.end()) {
    see(top->first).top = true;
  } else {
    for (const auto& [path, syntax] : files) see(path).top = true;
  }
  std::size_t patterns = 0;
  for (std::size_t i = 0; i < open.size(); ++i) {
    const std::string_view path = open[i];
    for (const KconfigSource& source : files.find(path)->second.sources) {
      if (source.path.find('$') != std::string::npos && ++patterns > kMaxPatterns) continue;
      for (const std::string_view target : FilesThat(source, path, files)) {
        Reading& read = see(target);
        const Reading& reader = readings.find(path)->second;
        const Node around = source.condition == kNoCondition ? kNothing : reader.conditions[source.condition];
        read.ways.push_back(Any({around, reader.node}));
      }
    }
  }
  std::sort(open.begin(), open.end());
  for (const std::string_view path : open) {
    const Reading& reading = readings.find(path)->second;
    if (!reading.top) {
      nodes_[reading.node].waits = static_cast<std::uint32_t>(reading.ways.size());
      for (const Node way : reading.ways) parents_.emplace_back(way, reading.node);
    }
    const auto file = files.find(path);
    for (const KconfigSymbol& symbol : file->second.symbols) {
      std::vector<Node> needs = {reading.node};
      if (symbol.condition != kNoCondition) needs.push_back(reading.conditions[symbol.condition]);
      for (const std::string& depends : symbol.depends) needs.push_back(ExpressionNode(depends));
      const Node entry = Any(needs);
      const Node node = SymbolNode(symbol.name);
      std::uint32_t& waits = nodes_[node].waits;
      waits = waits == kUncounted ? 1 : waits + 1;
      parents_.emplace_back(entry, node);
      entries_[symbol.name].push_back({file->first, &file->second, &symbol});
    }
  }
}

void KconfigClosure::Spread(Node first) {
  // Each child's parents side by side, in the order in which they were met.
  std::stable_sort(parents_.begin(), parents_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::size_t> begins(nodes_.size() + 1);
  for (std::size_t node = 0, at = 0; node <= nodes_.size(); ++node) {
    while (at < parents_.size() && parents_[at].first < node) ++at;
    begins[node] = at;
  }
  std::vector<Node> queue;
  const auto hold = [&](Node node, Node through) {
    nodes_[node].holds = true;
    nodes_[node].through = through;
    queue.push_back(node);
  };
  hold(first, kNothing);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const Node node = queue[next];
    const Node through = nodes_[node].name.empty() ? nodes_[node].through : node;
    for (std::size_t at = begins[node]; at < begins[node + 1]; ++at) {
      State& state = nodes_[parents_[at].second];
      if (state.holds || --state.waits != 0) continue;
      hold(parents_[at].second, through);
    }
  }
}

bool KconfigClosure::Needs(std::string_view symbol) const {
  const auto node = symbol_nodes_.find(symbol);
  return node != symbol_nodes_.end() && nodes_[node->second].holds;
}

std::vector<std::string> KconfigClosure::Chain(std::string_view symbol) const {
  std::vector<std::string> chain;
  if (!Needs(symbol)) return chain;
  for (Node node = symbol_nodes_.find(symbol)->second; node != kNothing; node = nodes_[node].through)
    chain.emplace_back(nodes_[node].name);
  return chain;
}

std::vector<std::string> KconfigClosure::All() const {
  std::vector<std::string> all;
  for (const auto& [name, node] : symbol_nodes_) {
    if (nodes_[node].holds && name != root_) all.emplace_back(name);
  }
  std::sort(all.begin(), all.end());
  return all;
}

const std::vector<KconfigEntry>* KconfigClosure::Entries(std::string_view symbol) const {
  const auto found = entries_.find(symbol);
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> RefusedSymbols(std::string_view expression) {
  std::vector<std::string_view> refused;
  std::string_view rest = expression;
  std::size_t depth = 0;
  // `before`: the token before, "&&" at the start.
  std::string_view before = "&&";
  std::string_view token = NextKconfigToken(rest);
  while (!token.empty()) {
    if (token == "(") ++depth;
    if (token == ")" && depth != 0) --depth;
    if (token == "||" && depth == 0) return {};
    std::string_view next = NextKconfigToken(rest);
    if (token == "!" && before == "&&" && depth == 0 && IsKconfigOperand(next)) {
      const std::string_view name = next;
      next = NextKconfigToken(rest);
      if (next.empty() || next == "&&" || next == "||") refused.push_back(name);
    }
    before = token;
    token = next;
  }
  return refused;
}

}  // namespace ferrotype
