#include "renderer/preview/text_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "renderer/check/content.h"
#include "renderer/check/translations.h"
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

  std::vector<Diagnostic> Render(const FileSet& content, std::string_view kind, std::string_view slug, Lang first,
                                 const Take& take) override {
    const std::string folder = fmt::format("{}/{}/", kind, slug);
    std::erase_if(site_->pictures, [&](const auto& picture) { return picture.first.starts_with(folder); });
    PicturePaths pictures = PicturesOf(content, folder);
    FileSet picture_files = PictureFiles(content, pictures);
    site_->pictures.merge(pictures);
    std::vector<Diagnostic> diagnostics;
    std::vector<Document> fresh = LoadFolder(content, folder, *catalogue_, diagnostics);
    Editorial editorial;
    std::vector<Diagnostic> told_by_the_examination;
    editorial.translations = TranslationsOf(fresh, told_by_the_examination, site_->Langs());
    site_->editorial = std::make_shared<const Editorial>(std::move(editorial));
    PutInPlace(kind, slug, fresh);

    std::vector<Lang> order = site_->Langs();
    std::stable_partition(order.begin(), order.end(), [&](Lang lang) { return lang == first; });
    for (const Lang lang : order) {
      FileSet files = DocumentPage(*site_, lang, kind, slug);
      files.merge(std::exchange(picture_files, {}));
      take(lang, std::move(files));
    }
    // Last: whoever waits for the words needs no mistakes to see them.
    Texts all = std::exchange(site_->documents, std::move(fresh));
    std::ignore = Examine(*site_, content, diagnostics);
    site_->documents = std::move(all);
    Sort(diagnostics);
    return diagnostics;
  }

 private:
  void PutInPlace(std::string_view kind, std::string_view slug, const std::vector<Document>& fresh) {
    std::vector<Document> all = std::exchange(site_->documents, {}).Take();
    std::erase_if(all, [&](const Document& document) { return document.kind == kind && document.slug == slug; });
    const auto place = std::find_if(all.begin(), all.end(), [&](const Document& document) {
      return std::tie(document.kind, document.slug) > std::tie(kind, slug);
    });
    all.insert(place, fresh.begin(), fresh.end());
    site_->documents = std::move(all);
  }

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
