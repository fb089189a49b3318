// The pages of one text, made anew while its editor writes it: what does not depend on the text stays as it was.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "renderer/render.h"
#include "renderer/text/text.h"

namespace ferrotype {

class TextPages {
 public:
  struct Pages {
    FileSet files;                        ///< of the text in both languages, and its pictures
    std::vector<Diagnostic> diagnostics;  ///< of the text; links are not looked after
  };

  /// `library` must outlive it. kInvalidArgument for templates that can't be read.
  static Result<std::unique_ptr<TextPages>> Open(const Library& library, const FileSet& content,
                                                 const FileSet& templates, const SiteSettings& settings);
  virtual ~TextPages() = default;

  /// The text content/<kind>/<slug> as `content` has it now. Not from two threads at once.
  [[nodiscard]] virtual Pages Render(const FileSet& content, std::string_view kind, std::string_view slug) = 0;
};

}  // namespace ferrotype
