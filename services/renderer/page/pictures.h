// Pictures lie beside their text in content/, and on the site under a name that tells their bytes: readers may keep
// them for ever, and a page of one edition never shows the picture of another.
#pragma once

#include <string_view>

#include "renderer/render.h"
#include "renderer/text/text.h"

namespace ferrotype {

/// "articles/x/cover.png" -> "assets/cover.0123abcd4567.png", of all texts, or of those below `folder`
/// ("articles/x/").
[[nodiscard]] PicturePaths PicturesOf(const FileSet& content, std::string_view folder = {});

/// The same as files of the site.
[[nodiscard]] FileSet PictureFiles(const FileSet& content, const PicturePaths& pictures);

}  // namespace ferrotype
