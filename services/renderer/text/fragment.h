// Markdown within something else: a note's blocks, a caption's words, a title.
#pragma once

#include <string>
#include <string_view>

#include "renderer/text/scene.h"

namespace ferrotype::text {

struct Fragment {
  std::string html;
  std::string linkless;
  std::string plain;  ///< tidied
};

enum class FragmentKind {
  kBlocks,    ///< paragraphs, lists, tables; no headings and no directives that hold Markdown
  kLine,      ///< one paragraph's words, without <p>
  kHeadline,  ///< as kLine, and nothing can be cited
};

/// `markdown` as HTML. `reporter` knows where it stands.
[[nodiscard]] Fragment RenderFragment(std::string_view markdown, FragmentKind kind, Scene& scene, Reporter& reporter);

}  // namespace ferrotype::text
