#include "renderer/template/scan.h"

#include <fmt/format.h>

#include <algorithm>

namespace ferrotype {
namespace {

constexpr std::string_view kStart = "{{%AUTOESCAPE context=\"HTML\"}}";

bool IsName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

Result<std::vector<TemplateNode>> ScanTemplate(const std::string& path, std::string_view text) {
  int line = 1;
  const auto fail = [&](const std::string& what) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}:{}: {}", path, line, what));
  };
  if (!text.starts_with(kStart)) return fail(fmt::format("a template begins with {}", kStart));

  std::vector<TemplateNode> stack(1);  // stack[0] holds the whole; the others are open sections
  std::size_t at = kStart.size();
  while (true) {
    const std::size_t open = text.find("{{", at);
    line += static_cast<int>(std::count(
        text.begin() + static_cast<std::ptrdiff_t>(at),
        open == std::string_view::npos ? text.end() : text.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) return fail("a marker {{ that nothing closes");
    std::string_view marker = text.substr(open + 2, close - open - 2);
    at = close + 2;
    if (marker.find('\n') != std::string_view::npos) return fail("a marker over more than one line");
    const char kind = marker.empty() ? '\0' : marker.front();
    if (kind == '!') continue;
    if (kind == '#' || kind == '/') {
      marker.remove_prefix(1);
      if (!IsName(marker)) return fail(fmt::format("\"{}\" is no name of a section", marker));
      if (kind == '#') {
        stack.push_back({TemplateNode::Kind::kSection, std::string(marker), line, {}});
        continue;
      }
      if (stack.size() == 1 || stack.back().name != marker) {
        return fail(stack.size() == 1 ? fmt::format("{{{{/{}}}}} closes nothing", marker)
                                      : fmt::format("{{{{/{}}}}} stands where {{{{#{}}}}} of line {} is open", marker,
                                                    stack.back().name, stack.back().line));
      }
      TemplateNode section = std::move(stack.back());
      stack.pop_back();
      stack.back().children.push_back(std::move(section));
      continue;
    }
    const std::size_t colon = marker.find(':');
    const std::string_view name = marker.substr(0, colon);
    const std::string_view modifier = colon == std::string_view::npos ? std::string_view() : marker.substr(colon + 1);
    if (!IsName(name)) return fail(fmt::format("\"{{{{{}}}}}\" is no marker that our templates use", marker));
    if (!modifier.empty() && modifier != "none")
      return fail(fmt::format("modifier \":{}\": escaping is chosen by the place, not by hand", modifier));
    if (name.ends_with("_HTML") != (modifier == "none")) {
      return fail(fmt::format(
          "{{{{{}}}}}: markup is called X_HTML and written {{{{X_HTML:none}}}}, and nothing else is", marker));
    }
    stack.back().children.push_back({TemplateNode::Kind::kVariable, std::string(name), line, {}});
  }
  if (stack.size() > 1) {
    line = stack.back().line;
    return fail(fmt::format("{{{{#{}}}}} is never closed", stack.back().name));
  }
  return std::move(stack.front().children);
}

}  // namespace ferrotype
