#include "model/finding.h"

namespace ferrotype {
namespace {

void AddLines(LineCounts& sum, const LineCounts& lines) {
  sum.code += lines.code;
  sum.comment += lines.comment;
  sum.blank += lines.blank;
}

}  // namespace

void LanguageTotals::Add(const BlobFinding& finding) {
  files += 1;
  not_text += finding.outcome == Outcome::kNotText ? 1 : 0;
  failed += finding.outcome == Outcome::kTooLarge || finding.outcome == Outcome::kTooCostly ? 1 : 0;
  bytes += finding.bytes;
  AddLines(lines, finding.lines);
  doc += finding.doc;
  AddLines(cloc, finding.cloc);
  unsafe_tokens += finding.unsafe_tokens;
}

void LanguageTotals::Add(const LanguageTotals& other) {
  files += other.files;
  not_text += other.not_text;
  failed += other.failed;
  bytes += other.bytes;
  AddLines(lines, other.lines);
  doc += other.doc;
  AddLines(cloc, other.cloc);
  unsafe_tokens += other.unsafe_tokens;
}

void TreeFold::Add(const TreeFold& other) {
  for (const auto& [language, totals] : other.languages) languages[language].Add(totals);
  symlinks += other.symlinks;
  submodules += other.submodules;
}

LanguageTotals TreeFold::Of(Language language) const {
  const auto found = languages.find(language);
  return found == languages.end() ? LanguageTotals{} : found->second;
}

LanguageTotals TreeFold::Total() const {
  LanguageTotals total;
  for (const auto& [language, totals] : languages) total.Add(totals);
  return total;
}

}  // namespace ferrotype
