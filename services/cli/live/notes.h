// What a preview adds to pages for those who write them: mistakes at their places, both languages side by side, and a
// list of what needs an editor.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/language_tag.h"
#include "renderer/render.h"
#include "renderer/text/text.h"

namespace ferrotype {

/// Where a file of content is shown: "en/articles/x/index.html" for "content/articles/x/en.md"; empty for files of no
/// page.
[[nodiscard]] std::string PageOfFile(std::string_view path);

/// Which state of which server a page shows: its script asks for changes since.
struct LiveState {
  std::string boot;
  std::uint64_t version = 0;
  bool both = true;  ///< there are two languages to see side by side
};

/// `html` with the diagnostics of its text, a style and a script, and a policy that lets them work.
[[nodiscard]] std::string WithNotes(const std::string& html, const std::string& page,
                                    const std::vector<Diagnostic>& diagnostics, const LiveState& state);

/// A page for a text that can't be shown at all, and why.
[[nodiscard]] std::string TroublePage(const std::string& page, const std::vector<Diagnostic>& diagnostics,
                                      const FileSet& content);

/// Both languages of a page side by side.
[[nodiscard]] std::string BothPage(const std::string& page);

/// All that needs an editor, by text, in `lang`.
[[nodiscard]] std::string EditorPage(const std::vector<Diagnostic>& diagnostics,
                                     const std::vector<std::string>& problems, const std::vector<std::string>& drafts,
                                     Lang lang);

[[nodiscard]] std::string_view LiveScript();
[[nodiscard]] std::string_view LiveStyle();

}  // namespace ferrotype
