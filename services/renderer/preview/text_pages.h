// The pages of one text, made anew while its editor writes it: what does not depend on the text stays as it was.
#pragma once

#include <functional>
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
  /// `library` must outlive it. kInvalidArgument for templates that can't be read.
  static Result<std::unique_ptr<TextPages>> Open(const Library& library, const FileSet& content,
                                                 const FileSet& templates, const SiteSettings& settings);
  virtual ~TextPages() = default;

  /// A language, and what its page of the text is now with the pictures that it shows; no file if it has no page.
  using Take = std::function<void(Lang, FileSet)>;

  /// The text content/<kind>/<slug> as `content` has it now: `take` gets each language's page as soon as it is made,
  /// `first` before the others. Returns the text's mistakes; links are not looked after. Not from two threads at once.
  virtual std::vector<Diagnostic> Render(const FileSet& content, std::string_view kind, std::string_view slug,
                                         Lang first, const Take& take) = 0;
};

}  // namespace ferrotype
