#include "renderer/page/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/hash.h"
#include "base/text.h"
#include "renderer/html/html.h"
#include "renderer/text/front_matter.h"

namespace ferrotype {
namespace {

constexpr std::array<std::string_view, 6> kPictures = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"};
constexpr std::size_t kHashDigits = 12;

bool IsPicture(std::string_view path) {
  const bool picture =
      std::any_of(kPictures.begin(), kPictures.end(), [&](std::string_view ending) { return path.ends_with(ending); });
  const std::vector<std::string_view> parts = Split(path, '/');
  const std::vector<std::string> kinds = text::Kinds();
  return picture && parts.size() > 2 && std::find(kinds.begin(), kinds.end(), parts[0]) != kinds.end();
}

}  // namespace

PicturePaths PicturesOf(const FileSet& content, std::string_view folder) {
  PicturePaths pictures;
  for (auto it = content.lower_bound(std::string(folder)); it != content.end() && it->first.starts_with(folder); ++it) {
    const std::string& path = it->first;
    if (!IsPicture(path)) continue;
    const std::size_t name = path.rfind('/') + 1;
    const std::size_t dot = path.rfind('.');
    pictures[path] = fmt::format("assets/{}.{}{}", Slug(path.substr(name, dot - name)),
                                 ToHex(Sha256(it->second)).substr(0, kHashDigits), path.substr(dot));
  }
  return pictures;
}

FileSet PictureFiles(const FileSet& content, const PicturePaths& pictures) {
  FileSet files;
  for (const auto& [from, to] : pictures) files[to] = content.at(from);
  return files;
}

}  // namespace ferrotype
