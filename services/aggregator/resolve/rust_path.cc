#include "aggregator/resolve/rust_path.h"

namespace ferrotype {
namespace {

bool Arrow(std::string_view text, std::size_t i) { return i > 0 && (text[i - 1] == '-' || text[i - 1] == '='); }

/// Counts brackets; what stands at depth 0 is at the top.
class Depth {
 public:
  void See(std::string_view text, std::size_t i) {
    const char c = text[i];
    if (c == '<' || c == '(' || c == '[' || c == '{') {
      ++depth_;
    } else if ((c == '>' && !Arrow(text, i)) || c == ')' || c == ']' || c == '}') {
      depth_ -= depth_ > 0 ? 1U : 0U;
    }
  }
  [[nodiscard]] bool Top() const { return depth_ == 0; }

 private:
  std::size_t depth_ = 0;
};

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// One past the '>' that closes the '<' at i.
std::size_t AngleEnd(std::string_view text, std::size_t i) {
  Depth depth;
  for (; i < text.size(); ++i) {
    depth.See(text, i);
    if (depth.Top()) return i + 1;
  }
  return text.size();
}

}  // namespace

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::size_t FindTop(std::string_view text, std::string_view what) {
  Depth depth;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (depth.Top() && text.substr(i).starts_with(what)) return i;
    depth.See(text, i);
  }
  return std::string_view::npos;
}

std::vector<std::string_view> SplitTop(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  Depth depth;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (depth.Top() && text[i] == separator)) {
      const std::string_view part = Trim(text.substr(begin, i - begin));
      if (!part.empty()) parts.push_back(part);
      begin = i + 1;
    } else {
      depth.See(text, i);
    }
  }
  return parts;
}

ParsedPath ParsePath(std::string_view text) {
  ParsedPath path;
  std::size_t i = 0;
  if (text.starts_with('<')) {
    i = AngleEnd(text, 0);
    const std::string_view inside = text.substr(1, i >= 2 ? i - 2 : 0);
    const std::size_t as = FindTop(inside, " as ");
    path.self_type = Trim(inside.substr(0, as));
    if (as != std::string_view::npos) path.self_trait = Trim(inside.substr(as + 4));
  }
  while (i < text.size()) {
    if (text[i] == ':' || text[i] == ' ') {
      ++i;
    } else if (text[i] == '<') {
      const std::size_t end = AngleEnd(text, i);
      if (!path.segments.empty()) path.segments.back().generics = text.substr(i + 1, end >= i + 2 ? end - i - 2 : 0);
      i = end;
    } else {
      std::size_t end = i;
      while (end < text.size() && IsNameByte(text[end])) ++end;
      if (end == i) break;
      path.segments.push_back({text.substr(i, end - i), {}});
      i = end;
    }
  }
  return path;
}

std::vector<GenericParam> ParseGenerics(std::string_view text) {
  std::vector<GenericParam> params;
  if (text.size() < 2 || text.front() != '<') return params;
  for (std::string_view part : SplitTop(text.substr(1, text.size() - 2), ',')) {
    if (part.front() == '\'') continue;
    GenericParam param;
    if (part.starts_with("const ")) {
      param.constant = true;
      part.remove_prefix(6);
    }
    const std::size_t equals = FindTop(part, " = ");
    if (equals != std::string_view::npos) {
      param.fallback = Trim(part.substr(equals + 3));
      part = part.substr(0, equals);
    }
    const std::size_t colon = FindTop(part, ":");
    param.name = Trim(part.substr(0, colon));
    if (colon != std::string_view::npos && !param.constant) param.bounds = SplitTop(part.substr(colon + 1), '+');
    params.push_back(param);
  }
  return params;
}

}  // namespace ferrotype
