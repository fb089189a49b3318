// site-templates/*.tpl: ctemplate with contextual escaping, and values whose types say what they are.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "renderer/html/html.h"
#include "renderer/i18n/catalogue.h"
#include "renderer/i18n/problems.h"
#include "renderer/language_tag.h"
#include "renderer/render.h"
#include "renderer/template/scan.h"

namespace ferrotype {

/// What a template is filled with. Names without _HTML are plain text, escaped for the place where they stand.
class Values {
 public:
  void Set(std::string_view name, std::string text) { texts_[std::string(name)] = std::move(text); }
  /// `name` ends in _HTML.
  void Set(std::string_view name, Html html) { markup_[std::string(name)] = std::move(html); }
  /// One more round of the section `name`.
  Values& Add(std::string_view section) { return sections_[std::string(section)].emplace_back(); }
  /// The section `name` once, with the values around it, if `shown`.
  void Show(std::string_view section, bool shown) {
    if (shown) Add(section);
  }

 private:
  friend class Templates;
  std::map<std::string, std::string, std::less<>> texts_;
  std::map<std::string, Html, std::less<>> markup_;
  std::map<std::string, std::vector<Values>, std::less<>> sections_;
};

/// Thread-safe once loaded.
class Templates {
 public:
  /// kInvalidArgument, each mistake with file and line on a line of its own. `catalogue` outlives the result.
  [[nodiscard]] static Result<std::unique_ptr<Templates>> Load(const FileSet& files, const Catalogue& catalogue);
  ~Templates();

  /// `name`.tpl with `values`. Variables t_KEY are messages of the catalogue. A variable that nothing sets is a problem
  /// with file and line.
  [[nodiscard]] Html Render(std::string_view name, Lang lang, const Values& values, Problems& problems) const;

 private:
  struct Engine;
  explicit Templates(const Catalogue& catalogue);
  const Catalogue& catalogue_;
  std::unique_ptr<Engine> engine_;
  std::map<std::string, std::vector<TemplateNode>, std::less<>> scanned_;
};

}  // namespace ferrotype
