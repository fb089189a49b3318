#include "renderer/feed/sitemap.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "renderer/html/html.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostPages = 40'000;  // of 50,000 that the protocol allows
constexpr std::string_view kBegin =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
    "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";

std::string Alternates(const std::string& root, const FileSet& files, const PagesTaken& taken,
                       std::span<const Lang> langs, std::string_view rest) {
  std::string out;
  if (langs.size() < 2) return out;
  const auto link = [&](std::string_view tag, const std::string& path) {
    if (files.contains(path) || taken.contains(path))
      out += fmt::format("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>", tag, EscapeXml(root + path));
  };
  for (const Lang lang : langs) link(TagOf(lang), fmt::format("{}/{}", PathOf(lang), rest));
  // The front page asks for the language; other pages are shown in the first.
  link("x-default", rest == "index.html" ? "index.html" : fmt::format("{}/{}", PathOf(langs.front()), rest));
  return out;
}

}  // namespace

FileSet Sitemap(const std::string& root, const FileSet& files, std::span<const Lang> langs, const PagesTaken& taken) {
  std::vector<std::string_view> pages;
  for (const auto& [path, html] : files) {
    if (!path.ends_with(".html") || path.find('/') == std::string::npos) continue;
    if (html.substr(0, html.find("</head>")).find("<meta name=\"robots\" content=\"noindex\">") == std::string::npos)
      pages.push_back(path);
  }
  for (const auto& [path, facts] : taken) {
    if (facts.indexed) pages.push_back(path);
  }
  std::sort(pages.begin(), pages.end());
  std::vector<std::string> urls;
  // With one language it only leads on.
  if (langs.size() > 1) {
    urls.push_back(fmt::format("<url><loc>{}index.html</loc>{}</url>\n", EscapeXml(root),
                               Alternates(root, files, taken, langs, "index.html")));
  }
  for (const std::string_view path : pages) {
    urls.push_back(fmt::format("<url><loc>{}</loc>{}</url>\n", EscapeXml(root + std::string(path)),
                               Alternates(root, files, taken, langs, path.substr(3))));
  }
  FileSet out;
  const std::size_t parts = (urls.size() + kMostPages - 1) / kMostPages;
  for (std::size_t part = 0; part < parts; ++part) {
    std::string& file = out[parts == 1 ? std::string("sitemap.xml") : fmt::format("sitemap-{}.xml", part + 1)];
    file = kBegin;
    for (std::size_t i = part * kMostPages; i < std::min(urls.size(), (part + 1) * kMostPages); ++i) file += urls[i];
    file += "</urlset>\n";
  }
  if (parts > 1) {
    std::string& index = out["sitemap.xml"];
    index =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex "
        "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (std::size_t part = 0; part < parts; ++part)
      index += fmt::format("<sitemap><loc>{}sitemap-{}.xml</loc></sitemap>\n", EscapeXml(root), part + 1);
    index += "</sitemapindex>\n";
  }
  return out;
}

std::string Robots(const std::string& root) {
  return root.empty() ? std::string("User-agent: *\nAllow: /\n")
                      : fmt::format("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", root);
}

}  // namespace ferrotype
