#include "analyzer/rust_syntax_items.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMaxPath = 1024;

struct Level {
  std::uint32_t end = 0;   // of its group
  std::size_t prefix = 0;  // bytes of the path that all in the group share
};

}  // namespace

void ReadUseTree(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end, const RustUse& like,
                 std::vector<RustUse>& uses) {
  std::vector<Level> levels{{end, 0}};
  std::string path;
  std::uint32_t i = begin;
  const auto add = [&](std::string_view alias, bool glob, std::uint32_t line) {
    if (path.empty() && !glob) return;
    if (path.size() > kMaxPath) return;
    RustUse use = like;
    use.path = path;
    use.alias = alias;
    use.glob = glob;
    use.line = line;
    uses.push_back(std::move(use));
  };
  while (!levels.empty()) {
    const Level level = levels.back();
    if (i >= level.end) {
      i = level.end + 1;
      levels.pop_back();
      continue;
    }
    if (tokens.Is(i, ",")) {
      ++i;
      continue;
    }
    // One clause: segments, then a group, a star or a name.
    path.resize(std::min(path.size(), level.prefix));
    bool open = false;
    std::string_view last;
    const std::uint32_t line = tokens.tokens[i].line;
    while (i < level.end && !tokens.Is(i, ",")) {
      if (tokens.Is(i, "::")) {
        ++i;
      } else if (tokens.Is(i, "*")) {
        add("", true, tokens.tokens[i].line);
        last = {};
        ++i;
      } else if (tokens.Is(i, "{")) {
        levels.push_back({std::min(tokens.tokens[i].match, level.end), path.size()});
        open = true;
        ++i;
        break;
      } else if (tokens.Is(i, "as")) {
        const std::uint32_t at = i > begin ? i - 1 : i;
        if (!last.empty()) add(tokens.Text(i + 1), false, tokens.tokens[at].line);
        last = {};
        i += 2;
      } else if (tokens.IsWord(i)) {
        const std::string_view word = tokens.Text(i);
        if (word == "self" && !path.empty() && path.size() == level.prefix) {
          const std::size_t colon = path.rfind(':');
          last = std::string_view(path).substr(colon == std::string::npos ? 0 : colon + 1);
        } else {
          if (path.size() <= kMaxPath) {
            if (!path.empty()) path += "::";
            path += word;
          }
          last = word;
        }
        ++i;
      } else {
        i = tokens.After(i);  // no use tree has it
      }
    }
    if (!open && !last.empty()) {
      const std::string alias(last);
      add(alias, false, line);
    }
    if (open) continue;
  }
}

}  // namespace ferrotype
