// Whole texts: tests/golden/text/NAME.LANG.md beside NAME.LANG.html, which also holds the mistakes that were told.
// FERROTYPE_GOLDEN_UPDATE=1 writes what is made now; look at the difference before you commit it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "text_support.h"

namespace ferrotype {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string Render(const std::string& source, Lang lang) {
  std::vector<Diagnostic> diagnostics;
  const FileSet content = {{"articles/golden/" + std::string(PathOf(lang)) + ".md", source},
                           {"articles/golden/refs.yaml",
                            "report:\n  title: A report\n  url: https://example.org/r\n  author: A. Author\n  date: "
                            "2025-04-01\nhan: {title: 一份报告}\n"},
                           {"glossary.yaml", "unsafe block: unsafe 块\n"}};
  const std::vector<Document> documents = LoadDocuments(content, diagnostics);
  std::string out;
  if (!documents.empty()) {
    const TextContext context{
        TextLibrary(), nullptr, lang, "../../../", [](const ChartCall& call) -> Result<std::string> {
          return "<figure class=\"chart\">" + std::string(call.spec) + call.title_html + "</figure>";
        }};
    const RenderedText text = RenderText(documents[0], context, diagnostics);
    out = "title:   " + text.title_html + "\ntitle:   " + text.title_text + "\nsummary: " + text.summary_html +
          "\nsummary: " + text.summary_text + "\n";
    for (const Heading& heading : text.headings)
      out += "heading: " + std::to_string(heading.level) + " " + heading.id + " " + heading.html + "\n";
    out += "\n" + text.body_html;
  }
  out += "\n";
  for (const Diagnostic& d : diagnostics) out += Describe(d) + "\n";
  return out;
}

TEST(GoldenTexts, ComeOutAsTheyDid) {
  const std::filesystem::path folder = std::filesystem::path(FERROTYPE_SOURCE_DIR) / "tests/golden/text";
  const bool update = std::getenv("FERROTYPE_GOLDEN_UPDATE") != nullptr;
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".md") continue;
    ++cases;
    const Lang lang = entry.path().stem().extension() == ".zh" ? Lang::kZh : Lang::kEn;
    const std::string made = Render(ReadFile(entry.path()), lang);
    std::filesystem::path expected = entry.path();
    expected.replace_extension(".html");
    if (update) std::ofstream(expected, std::ios::binary) << made;
    EXPECT_EQ(made, ReadFile(expected)) << entry.path().filename();
  }
  EXPECT_GE(cases, 4);
}

}  // namespace
}  // namespace ferrotype
