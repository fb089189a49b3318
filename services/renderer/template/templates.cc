#include "renderer/template/templates.h"

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <fmt/format.h>

#include <unordered_map>

#include "base/text.h"

namespace ferrotype {
namespace {

constexpr auto kStrip = ctemplate::STRIP_BLANK_LINES;
constexpr std::string_view kMessage = "t_";

ctemplate::TemplateString View(const std::string& text) { return {text.data(), text.size()}; }

}  // namespace

struct Templates::Engine {
  mutable ctemplate::TemplateCache cache;
};

Templates::Templates(const Catalogue& catalogue) : catalogue_(catalogue), engine_(std::make_unique<Engine>()) {}
Templates::~Templates() = default;

Result<std::unique_ptr<Templates>> Templates::Load(const FileSet& files, const Catalogue& catalogue) {
  std::unique_ptr<Templates> templates(new Templates(catalogue));
  std::string mistakes;
  const auto mistake = [&](const std::string& text) { mistakes += (mistakes.empty() ? "" : "\n") + text; };
  for (const auto& [path, text] : files) {
    if (!path.ends_with(".tpl")) continue;
    const std::string shown = "site-templates/" + path;
    Result<std::vector<TemplateNode>> nodes = ScanTemplate(shown, text);
    if (!nodes) {
      mistake(nodes.error().message);
      continue;
    }
    // ctemplate tells more on stderr, without a line.
    if (!templates->engine_->cache.StringToTemplateCache(View(path), View(text), kStrip)) {
      mistake(fmt::format(
          "{}:1: ctemplate can't tell in what context every marker stands (is each attribute in quotes?)", shown));
      continue;
    }
    templates->scanned_[path.substr(0, path.size() - 4)] = *std::move(nodes);
  }
  if (!mistakes.empty()) return Fail(ErrorKind::kInvalidArgument, mistakes);
  templates->engine_->cache.Freeze();
  return templates;
}

Html Templates::Render(std::string_view name, Lang lang, const Values& values, Problems& problems) const {
  const auto scanned = scanned_.find(name);
  if (scanned == scanned_.end()) {
    problems.Add(fmt::format("site-templates/{}.tpl: is missing", name));
    return {};
  }
  // Walks the markers and the values together, so that every marker is either filled or told.
  struct Level {
    const std::vector<TemplateNode>* nodes;
    std::vector<const Values*> scopes;  // innermost last
    ctemplate::TemplateDictionary* out;
  };
  ctemplate::TemplateDictionary root("");
  std::vector<Level> todo = {{&scanned->second, {&values}, &root}};
  while (!todo.empty()) {
    const Level level = std::move(todo.back());
    todo.pop_back();
    for (const TemplateNode& node : *level.nodes) {
      if (node.kind == TemplateNode::Kind::kSection) {
        const std::vector<Values>* rounds = nullptr;
        for (auto scope = level.scopes.rbegin(); scope != level.scopes.rend() && rounds == nullptr; ++scope) {
          const auto found = (*scope)->sections_.find(node.name);
          if (found != (*scope)->sections_.end()) rounds = &found->second;
        }
        if (rounds == nullptr) continue;
        for (const Values& inner : *rounds) {
          std::vector<const Values*> scopes = level.scopes;
          scopes.push_back(&inner);
          todo.push_back({&node.children, std::move(scopes), level.out->AddSectionDictionary(View(node.name))});
        }
        continue;
      }
      if (std::string_view(node.name).starts_with(kMessage)) {
        level.out->SetValue(View(node.name),
                            catalogue_.Text(lang, std::string_view(node.name).substr(kMessage.size()), {}, problems));
        continue;
      }
      const std::string* value = nullptr;
      for (auto scope = level.scopes.rbegin(); scope != level.scopes.rend() && value == nullptr; ++scope) {
        if (const auto text = (*scope)->texts_.find(node.name); text != (*scope)->texts_.end()) value = &text->second;
        if (const auto html = (*scope)->markup_.find(node.name); html != (*scope)->markup_.end())
          value = &html->second.str();
      }
      if (value == nullptr) {
        problems.Add(fmt::format("site-templates/{}.tpl:{}: nothing sets {{{{{}}}}}", name, node.line, node.name));
        continue;
      }
      level.out->SetValue(View(node.name), View(*value));
    }
  }
  std::string out;
  const std::string file = std::string(name) + ".tpl";
  if (!engine_->cache.ExpandWithData(View(file), kStrip, &root, nullptr, &out)) {
    problems.Add(fmt::format("site-templates/{}: can't be expanded", file));
  }
  return Html::Trusted(std::move(out));
}

}  // namespace ferrotype
