// fixtures/mistakes.txt: each seeded mistake gives its code at its place, and nothing else is told.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "base/text.h"
#include "renderer/check/content.h"
#include "renderer/i18n/catalogue.h"
#include "renderer/page/pictures.h"
#include "renderer/page/site.h"
#include "support/files.h"
#include "text_library.h"

namespace ferrotype {
namespace {

struct MistakeCase {
  std::string name;
  FileSet content;
  std::set<std::string> expected;  // "articles/x/en.md:12:7 F010"
};

constexpr std::string_view kSoundHead =
    "---\ntitle: T\nsummary: S\ndate: 2026-11-20\nauthor: N. N.\nkeywords: [a]\n---\n";
constexpr std::string_view kSoundPage = "---\ntitle: T\nsummary: S\n---\n";

std::vector<MistakeCase> Cases() {
  std::ifstream in(std::string(FERROTYPE_SOURCE_DIR) + "/tests/unit/renderer/fixtures/mistakes.txt");
  const std::string all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::vector<MistakeCase> cases;
  std::string path;
  int line = 0;
  for (const std::string_view text : Split(all, '\n')) {
    const std::string own(text);
    std::smatch match;
    if (own.starts_with("=== ")) {
      cases.push_back({own.substr(4), {}, {}});
      path.clear();
    } else if (!cases.empty() && own.starts_with("--- ")) {
      path = own.substr(4);
      line = 0;
      const bool body = path.ends_with(" body");
      if (body) path.resize(path.size() - 5);
      std::string& bytes = cases.back().content[path];
      if (body) bytes = path.starts_with("pages/") ? kSoundPage : kSoundHead;
      line = static_cast<int>(std::count(bytes.begin(), bytes.end(), '\n'));
    } else if (static const std::regex kExpected("//~ ([0-9]+) ([A-Z][0-9]+)");
               std::regex_match(own, match, kExpected)) {
      // Above the first line of a body stands its head: said of line 1.
      const bool first = match[2] == "F007";
      cases.back().expected.insert(fmt::format("{}:{}:{} {}", path, first ? 1 : line, match[1].str(), match[2].str()));
    } else if (!path.empty()) {
      cases.back().content[path] += own + "\n";
      ++line;
    }
  }
  return cases;
}

class Mistakes : public ::testing::Test {
 protected:
  static std::set<std::string> Told(const FileSet& content, std::string& messages) {
    static const FileSet templates = ReadSourceFiles("site-templates");
    static const Result<Catalogue> catalogue = Catalogue::Load(templates);
    static const auto pages = Templates::Load(templates, *catalogue);
    static const SiteSettings settings;
    Problems problems;
    std::vector<Diagnostic> diagnostics;
    Site site{TextLibrary(),
              *catalogue,
              **pages,
              settings,
              problems,
              {},
              LoadDocuments(content, diagnostics),
              SurveyIndex(TextLibrary().Reports())};
    site.pictures = PicturesOf(content);
    site.editorial = std::make_shared<const Editorial>(Examine(site, content, diagnostics));
    FileSet files = {{"en/metrics/index.html", "<p id=\"x\">"}};
    for (const Document& document : site.documents) {
      std::vector<Diagnostic> again;
      const TextContext context{TextLibrary(), nullptr, document.lang, "../../../", {}};
      files[fmt::format("{}/{}", PathOf(document.lang), DocumentPath(document.kind, document.slug))] =
          RenderText(document, context, again).body_html;
    }
    CheckLinks(site, files, diagnostics);
    Sort(diagnostics);
    std::set<std::string> told;
    for (const Diagnostic& d : diagnostics) {
      if (d.code == "T002") continue;  // most cases have one language
      told.insert(fmt::format("{}:{}:{} {}", d.path.substr(8), d.line, d.column, d.code));
      messages += Describe(d) + "\n";
    }
    return told;
  }
};

TEST_F(Mistakes, GiveTheirCodeAtTheirPlaceAndNothingElse) {
  const std::vector<MistakeCase> cases = Cases();
  EXPECT_GE(cases.size(), 100U);
  std::set<std::string> codes;
  for (const MistakeCase& one : cases) {
    std::string messages;
    EXPECT_EQ(Told(one.content, messages), one.expected) << one.name << "\n" << messages;
    for (const std::string& place : one.expected) codes.insert(place.substr(place.rfind(' ') + 1));
  }
  EXPECT_GE(codes.size(), 40U);
}

// Every claim and assertion of our own texts, with its number or its comparison turned: each is told.
TEST_F(Mistakes, FalsifiedStatementsAreAllFound) {
  // Over a made-up library whose numbers are known, so that the truth of each is: 113,097 lines, 4 files.
  int falsified = 0;
  const std::vector<std::pair<std::string, std::int64_t>> truths = {{"rust.lines.code", 113'097},
                                                                    {"rust.files", 4},
                                                                    {"rust.authored.lines.code", 50'097},
                                                                    {"rust.vendored.lines.code", 63'000}};
  for (const auto& [metric, value] : truths) {
    for (int percent = 0; percent <= 20; ++percent) {
      for (const int sign : {-1, 1}) {
        // Just beyond the tolerance, and just within it.
        const std::int64_t edge = value * percent / 100;
        const auto told = [&](std::int64_t said) {
          std::string messages;
          const std::string body =
              fmt::format("{{claim}}`words; value={}; {}@v7.2.13-debian; within={}%`\n\n```{{assert}} {} == {}\n```\n",
                          said, metric, percent, metric, said);
          return Told({{"articles/x/en.md", std::string(kSoundHead) + body}}, messages).size();
        };
        EXPECT_EQ(told(value + sign * (edge + 1)), 2U) << metric << " " << percent << " " << sign;
        falsified += 2;
      }
      std::string messages;
      const std::string sound =
          fmt::format("{{claim}}`words; value={}; {}@v7.2.13-debian; within={}%`\n", value, metric, percent);
      EXPECT_TRUE(Told({{"articles/x/en.md", std::string(kSoundHead) + sound}}, messages).empty()) << messages;
    }
  }
  EXPECT_GE(falsified, 200);
}

}  // namespace
}  // namespace ferrotype
