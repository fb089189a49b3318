#include "renderer/preview/text_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "renderer/check/content.h"
#include "renderer/i18n/catalogue.h"
#include "renderer/page/pages.h"
#include "renderer/page/pictures.h"
#include "renderer/page/site.h"
#include "renderer/template/templates.h"

namespace ferrotype {
namespace {

// The documents that lie in one folder, with the glossary that all share.
std::vector<Document> LoadFolder(const FileSet& content, const std::string& folder, const Catalogue& catalogue,
                                 std::vector<Diagnostic>& diagnostics) {
  FileSet files;
  for (auto it = content.lower_bound(folder); it != content.end() && it->first.starts_with(folder); ++it)
    files.insert(*it);
  if (const auto glossary = content.find("glossary.yaml"); glossary != content.end()) files.insert(*glossary);
  return LoadDocuments(files, diagnostics, catalogue.Langs(), catalogue.Known());
}

class LivePages : public TextPages {
 public:
  LivePages(const Library& library, std::unique_ptr<Catalogue> catalogue, std::unique_ptr<Templates> templates,
            const FileSet& content, const FileSet& template_files, SiteSettings settings)
      : catalogue_(std::move(catalogue)), templates_(std::move(templates)), settings_(std::move(settings)) {
    std::vector<Diagnostic> ignored;  // the whole site tells them
    site_.reset(new Site{library, *catalogue_, *templates_, settings_, problems_, AssetsOf(template_files),
                         LoadDocuments(content, ignored, catalogue_->Langs(), catalogue_->Known()),
                         SurveyIndex(library.Reports())});
    site_->formulas = FormulaFilesOf(template_files);
    site_->pictures = PicturesOf(content);
  }

  Pages Render(const FileSet& content, std::string_view kind, std::string_view slug) override {
    Pages pages;
    const std::string folder = fmt::format("{}/{}/", kind, slug);
    std::erase_if(site_->pictures, [&](const auto& picture) { return picture.first.starts_with(folder); });
    PicturePaths pictures = PicturesOf(content, folder);
    pages.files = PictureFiles(content, pictures);
    site_->pictures.merge(pictures);
    std::vector<Document> fresh = LoadFolder(content, folder, *catalogue_, pages.diagnostics);
    std::vector<Document> all;
    all.swap(site_->documents);
    std::erase_if(all, [&](const Document& document) { return document.kind == kind && document.slug == slug; });
    site_->documents = fresh;
    site_->editorial = std::make_shared<const Editorial>(Examine(*site_, content, pages.diagnostics));
    all.insert(all.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
    std::sort(all.begin(), all.end(), [](const Document& a, const Document& b) {
      return std::tie(a.kind, a.slug, a.lang) < std::tie(b.kind, b.slug, b.lang);
    });
    site_->documents = std::move(all);
    // What the examination points to lies elsewhere now.
    auto editorial = std::make_shared<Editorial>(*site_->editorial);
    for (ExaminedText& text : editorial->texts) text.document = nullptr;
    editorial->texts.clear();
    site_->editorial = std::move(editorial);
    for (const Lang lang : site_->Langs()) pages.files.merge(DocumentPage(*site_, lang, kind, slug));
    Sort(pages.diagnostics);
    return pages;
  }

 private:
  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<Templates> templates_;
  SiteSettings settings_;
  Problems problems_;
  std::unique_ptr<Site> site_;
};

}  // namespace

Result<std::unique_ptr<TextPages>> TextPages::Open(const Library& library, const FileSet& content,
                                                   const FileSet& templates, const SiteSettings& settings) {
  TRY_ASSIGN(Catalogue loaded, Catalogue::Load(templates, settings.languages));
  auto catalogue = std::make_unique<Catalogue>(std::move(loaded));
  TRY_ASSIGN(std::unique_ptr<Templates> parsed, Templates::Load(templates, *catalogue));
  return std::unique_ptr<TextPages>(
      std::make_unique<LivePages>(library, std::move(catalogue), std::move(parsed), content, templates, settings));
}

}  // namespace ferrotype
