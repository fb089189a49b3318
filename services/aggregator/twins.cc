#include "aggregator/twins.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "aggregator/kconfig_expression.h"
#include "aggregator/rust_paths.h"
#include "aggregator/twin_texts.h"
#include "model/c_syntax.h"
#include "model/owner.h"

namespace ferrotype {
namespace {

// A number as C and Rust both write it, so that 0x003b1861 and 0x3B_1861 are the same; other texts as they are.
std::string Normal(std::string_view id) {
  if (!id.starts_with("0x") && !id.starts_with("0X")) return std::string(id);
  std::string out;
  for (const char c : id.substr(2)) {
    if (c == '_' || (c == '0' && out.empty())) continue;
    out += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return "0x" + out;
}

std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

// "else ifdef CONFIG_X" against "ifdef CONFIG_X" at the end of two otherwise equal lists.
bool Opposed(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || a.size() != b.size() || !std::equal(a.begin(), a.end() - 1, b.begin())) return false;
  return a.back() == "else " + b.back() || b.back() == "else " + a.back();
}

}  // namespace

bool TwinFinder::HasC(const KbuildObject& object) const {
  return std::any_of(object.members.begin(), object.members.end(),
                     [&](const KbuildMember& member) { return files_.c_files.contains(member.path + ".c"); });
}

const TwinFinder::Objects& TwinFinder::CObjectsOf(const std::string& subsystem) {
  const auto [found, fresh] = objects_.try_emplace(subsystem);
  if (fresh) {
    for (std::size_t i = 0; i < kbuild_.objects().size(); ++i) {
      const KbuildObject& object = kbuild_.objects()[i];
      if (SubsystemOf(object.place.path) == subsystem && HasC(object)) found->second.push_back(i);
    }
  }
  return found->second;
}

Result<const TwinFinder::Names*> TwinFinder::NamesOf(const std::string& subsystem) {
  const auto [found, fresh] = names_.try_emplace(subsystem);
  if (!fresh) return &found->second;
  Names& names = found->second;
  for (const std::size_t object : CObjectsOf(subsystem)) {
    for (const KbuildMember& member : kbuild_.objects()[object].members) {
      const std::string path = member.path + ".c";
      const auto file = files_.c_files.find(path);
      if (file == files_.c_files.end()) continue;
      TRY_ASSIGN(const FindingPtr stored, store_.Finding(file->second));
      if (!stored) continue;
      TRY_ASSIGN(const CSyntax syntax, DecodeCSyntax(stored->finding.syntax));
      for (const CString& said : syntax.strings) {
        auto& texts = said.kind == CStringKind::kName ? names.names : names.ids;
        texts[Normal(said.text)].push_back({object, {path, said.line}});
      }
    }
  }
  return &names;
}

void TwinFinder::ByDocLink(const TwinQuestion& question, std::vector<Found>& found) const {
  const std::string& doc = question.files.front().syntax->head_doc;
  const std::optional<std::string> link = LinkedCVersion(doc);
  if (!link) return;
  std::string path = *link;
  if (!files_.c_files.contains(path)) path = JoinPath(FolderOfPath(question.driver->path), *link);
  if (!path.ends_with(".c")) return;
  for (const std::size_t object : kbuild_.With(std::string_view(path).substr(0, path.size() - 2))) {
    if (HasC(kbuild_.objects()[object]))
      found.push_back(
          {object, {TwinEvidence::kDocLink, "C version of this driver: " + path, {question.driver->path, 0}}});
  }
}

void TwinFinder::ByMakefileSwap(const TwinQuestion& question, std::vector<Found>& found) const {
  if (question.object == nullptr) return;
  const KbuildObject& own = *question.object;
  for (const std::size_t other : kbuild_.In(FolderOfPath(own.place.path))) {
    const KbuildObject& object = kbuild_.objects()[other];
    if (object.place.path != own.place.path || object.variable != own.variable || !HasC(object)) continue;
    if (!Opposed(object.conditions, own.conditions)) continue;
    found.push_back({other, {TwinEvidence::kMakefileSwap, own.conditions.back(), own.place}});
  }
}

void TwinFinder::ByKconfigExclusion(const TwinQuestion& question, const Objects& candidates,
                                    std::vector<Found>& found) const {
  const std::string& symbol = question.driver->kconfig;
  const auto refused_by = [&](std::string_view name, const auto& visit) {
    const std::vector<KconfigEntry>* entries = kconfig_.Entries(name);
    if (entries == nullptr) return;
    for (const KconfigEntry& entry : *entries) {
      std::vector<std::string_view> all(entry.symbol->depends.begin(), entry.symbol->depends.end());
      for (const std::string_view around : Enclosing(entry.file->conditions, entry.symbol->condition))
        all.push_back(around);
      for (const std::string_view expression : all) {
        if (expression.find('!') == std::string_view::npos) continue;
        for (const std::string_view refused : RefusedSymbols(expression)) visit(refused, entry);
      }
    }
  };
  refused_by(symbol, [&](std::string_view refused, const KconfigEntry& entry) {
    for (const std::size_t object : candidates) {
      if (kbuild_.objects()[object].symbol != refused) continue;
      found.push_back({object,
                       {TwinEvidence::kKconfigExclusion,
                        fmt::format("{} depends on !{}", symbol, refused),
                        {std::string(entry.path), entry.symbol->line}}});
    }
  });
  for (const std::size_t object : candidates) {
    const std::string& other = kbuild_.objects()[object].symbol;
    refused_by(other, [&](std::string_view refused, const KconfigEntry& entry) {
      if (refused != symbol) return;
      found.push_back({object,
                       {TwinEvidence::kKconfigExclusion,
                        fmt::format("{} depends on !{}", other, symbol),
                        {std::string(entry.path), entry.symbol->line}}});
    });
  }
}

void TwinFinder::ByDriverName(const TwinQuestion& question, const Names& names, std::vector<Found>& found) {
  const auto look_for = [&](const std::string& name, const Place& place) {
    const auto said = names.names.find(name);
    if (said == names.names.end()) return;
    std::set<std::size_t> objects;
    for (const Said& by : said->second) objects.insert(by.object);
    if (objects.size() != 1) return;  // a name that several drivers bear tells nothing
    found.push_back({*objects.begin(), {TwinEvidence::kDriverName, name, place}});
  };
  look_for(question.driver->module_name, question.driver->proofs.macro);
  for (const TwinQuestion::File& file : question.files) {
    for (const RustLiteral& literal : file.syntax->literals) {
      if ((literal.key == "name" || literal.key == "NAME") && literal.text != question.driver->module_name)
        look_for(literal.text, {std::string(file.path), literal.line});
    }
  }
}

void TwinFinder::ByDeviceTable(const TwinQuestion& question, const Names& names, std::vector<Found>& found) {
  std::set<std::string> ids;
  std::string text;
  std::optional<Place> place;
  for (const TwinQuestion::File& file : question.files) {
    for (const RustLiteral& literal : file.syntax->literals) {
      if (literal.key.find("DeviceId::") == std::string::npos || !ids.insert(Normal(literal.text)).second) continue;
      if (!place) place = Place{std::string(file.path), literal.line};
      text += (text.empty() ? "" : ", ") + literal.text;
    }
  }
  if (ids.empty()) return;
  // Only an object that knows every one of them.
  std::map<std::size_t, std::size_t> known;
  for (const std::string& id : ids) {
    const auto said = names.ids.find(id);
    if (said == names.ids.end()) return;
    std::set<std::size_t> objects;
    for (const Said& by : said->second) objects.insert(by.object);
    for (const std::size_t object : objects) ++known[object];
  }
  std::erase_if(known, [&](const auto& object) { return object.second != ids.size(); });
  if (known.size() == 1) found.push_back({known.begin()->first, {TwinEvidence::kDeviceTable, text, *place}});
}

std::string TwinFinder::PromptOf(std::string_view symbol) const {
  const std::vector<KconfigEntry>* entries = kconfig_.Entries(symbol);
  if (entries == nullptr) return {};
  for (const KconfigEntry& entry : *entries) {
    if (!entry.symbol->prompt.empty()) return entry.symbol->prompt;
  }
  return {};
}

void TwinFinder::ByDescription(const TwinQuestion& question, const Objects& candidates,
                               std::vector<Found>& found) const {
  struct Text {
    std::string_view text;
    Place place;
  };
  const DriverRow& driver = *question.driver;
  const std::vector<Text> texts = {{question.files.front().syntax->head_doc, {driver.path, 0}},
                                   {driver.description, driver.proofs.macro},
                                   {driver.kconfig_prompt, driver.proofs.kconfig}};
  for (const Text& text : texts) {
    const std::set<std::string> subject = RustVersionOf(text.text);
    if (subject.empty()) continue;
    // By how well an object's name or prompt fits; the best, when it is the only one.
    std::size_t best_rank = 0;
    std::vector<std::size_t> best;
    for (const std::size_t object : candidates) {
      const KbuildObject& candidate = kbuild_.objects()[object];
      const std::set<std::string> stem = TellingWords(candidate.name);
      const std::set<std::string> prompt = TellingWords(PromptOf(candidate.symbol));
      std::size_t rank = 0;
      if (stem == subject) {
        rank = 1000;
      } else if (prompt == subject) {
        rank = 999;
      } else if (subject.size() >= 2 && prompt.size() < 500 &&
                 std::includes(prompt.begin(), prompt.end(), subject.begin(), subject.end())) {
        rank = 998 - prompt.size();
      }
      if (rank == 0 || rank < best_rank) continue;
      if (rank > best_rank) best.clear();
      best_rank = rank;
      best.push_back(object);
    }
    if (best.size() == 1)
      found.push_back({best[0], {TwinEvidence::kDescription, std::string(FirstLine(text.text)), text.place}});
  }
}

void TwinFinder::ByFileName(const TwinQuestion& question, std::vector<Found>& found) const {
  if (question.object == nullptr) return;
  const std::string_view plain = WithoutRust(question.object->name);
  if (plain.empty()) return;
  const std::string_view folder = FolderOfPath(question.object->place.path);
  for (const std::size_t other : kbuild_.In(folder)) {
    const KbuildObject& object = kbuild_.objects()[other];
    if (object.name == plain && HasC(object))
      found.push_back({other, {TwinEvidence::kFileName, object.name, object.place}});
  }
}

Result<std::vector<TwinFile>> TwinFinder::FilesOf(const KbuildObject& object) {
  std::set<std::string> paths;
  // A rule a condition may name the object again; its members stand with the first.
  for (const KbuildMember& member : object.members) paths.insert(member.path + ".c");
  std::vector<TwinFile> twin;
  for (const std::string& path : paths) {
    const auto file = files_.c_files.find(path);
    if (file == files_.c_files.end()) continue;
    TRY_ASSIGN(const FindingPtr stored, store_.Finding(file->second));
    if (!stored) continue;
    TRY_ASSIGN(const CSyntax syntax, DecodeCSyntax(stored->finding.syntax));
    TwinFile& row = twin.emplace_back();
    row.path = path;
    row.code = stored->finding.lines.code;
    row.functions = syntax.functions;
  }
  return twin;
}

Result<Twin> TwinFinder::Find(const TwinQuestion& question) {
  const std::string subsystem = SubsystemOf(question.driver->path);
  Objects candidates = CObjectsOf(subsystem);
  std::erase_if(candidates, [&](std::size_t object) { return &kbuild_.objects()[object] == question.object; });
  TRY_ASSIGN(const Names* const names, NamesOf(subsystem));
  std::vector<Found> found;
  ByDocLink(question, found);
  ByMakefileSwap(question, found);
  ByKconfigExclusion(question, candidates, found);
  ByDriverName(question, *names, found);
  ByDeviceTable(question, *names, found);
  ByDescription(question, candidates, found);
  ByFileName(question, found);
  std::erase_if(found, [&](const Found& one) { return &kbuild_.objects()[one.object] == question.object; });
  Twin twin;
  if (found.empty()) return twin;
  // The strongest kind decides; where it names several, the one that most evidence names, and none when that doesn't
  // tell.
  std::map<std::size_t, std::size_t> pieces;
  for (const Found& one : found) ++pieces[one.object];
  std::size_t best = found.front().object;
  bool tied = false;
  for (const Found& one : found) {
    if (one.evidence.kind != found.front().evidence.kind || one.object == best || pieces[one.object] < pieces[best])
      continue;
    tied = pieces[one.object] == pieces[best];
    best = one.object;
  }
  const KbuildObject& object = kbuild_.objects()[best];
  if (!tied) twin.name = object.name;
  for (Found& one : found) {
    const KbuildObject& meant = kbuild_.objects()[one.object];
    if (!tied && meant.name == object.name && FolderOfPath(meant.place.path) == FolderOfPath(object.place.path)) {
      twin.evidence.push_back(std::move(one.evidence));
    } else {
      twin.disagreements.push_back(
          {"twin-evidence-differs", question.driver->name, one.evidence.place, meant.name + ": " + one.evidence.text});
    }
  }
  if (!tied) {
    TRY_ASSIGN(twin.files, FilesOf(object));
  }
  return twin;
}

}  // namespace ferrotype
