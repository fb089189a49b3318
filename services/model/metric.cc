#include "model/metric.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "model/owner.h"

namespace ferrotype {
namespace {

constexpr std::array kMetrics = {
    MetricInfo{"rust.authored.lines.code",
               Unit::kLines,
               0,
               1,
               {"Kernel-authored Rust", "内核自有 Rust 代码"},
               {"Lines of Rust code in all owner classes but vendored and generated. A line is code if a token that is "
                "not a comment lies on it. pin-init, "
                "developed out of tree and synced, is included.",
                "除「收录的第三方库」与「生成的代码」之外，各归属类别的 Rust "
                "代码行数。一行之内只要有非注释的词法单元，即为代码行。在树外开发、定期同步的 pin-init 计算在内。"},
               "owner,directory,subsystem"},
    MetricInfo{"rust.lines.code",
               Unit::kLines,
               0,
               1,
               {"Rust code, all of it", "Rust 代码总量"},
               {"Lines of Rust code in the whole tree, vendored crates and generated bindings included: what a line "
                "counter finds.",
                "整个源码树中的 Rust 代码行数，包括收录的第三方库和生成的绑定：也就是行数统计工具看到的数字。"},
               "owner,directory,subsystem"},
    MetricInfo{
        "rust.vendored.lines.code",
        Unit::kLines,
        0,
        1,
        {"Vendored Rust", "收录的第三方 Rust 代码"},
        {"Lines of Rust code copied into the tree from outside: crates of crates.io and parts of the standard library.",
         "从外部复制进源码树的 Rust 代码行数：来自 crates.io 的 crate，以及标准库的部分内容。"},
        "directory"},
    MetricInfo{
        "rust.generated.lines.code",
        Unit::kLines,
        0,
        1,
        {"Generated Rust", "生成的 Rust 代码"},
        {"Lines of Rust code that tools wrote and that another file takes in by include!, such as firmware bindings.",
         "由工具生成、被另一文件以 include! 纳入的 Rust 代码行数，例如固件绑定。"},
        "directory"},
    MetricInfo{"rust.share",
               Unit::kPercent,
               3,
               1,
               {"Share of Rust", "Rust 占比"},
               {"Kernel-authored lines of Rust code for each hundred lines of C and C header code in the same tree.",
                "同一源码树中，每一百行 C 与头文件代码所对应的内核自有 Rust 代码行数。"},
               "directory,subsystem"},
    MetricInfo{"rust.share.no_registers",
               Unit::kPercent,
               3,
               1,
               {"Share of Rust, without register headers", "Rust 占比（不计寄存器头文件）"},
               {"As the share of Rust, with AMD's generated register headers (drivers/gpu/drm/amd/include/asic_reg) "
                "left out of the C code.",
                "同「Rust 占比」，但 C 代码不计 AMD 自动生成的寄存器头文件（drivers/gpu/drm/amd/include/asic_reg）。"},
               ""},
    MetricInfo{
        "rust.files",
        Unit::kFiles,
        0,
        1,
        {"Rust files", "Rust 文件"},
        {"Files whose name ends in .rs, symbolic links not counted.", "文件名以 .rs 结尾的文件数，符号链接不计。"},
        "owner,directory,subsystem"},
    MetricInfo{"rust.authored.files",
               Unit::kFiles,
               0,
               1,
               {"Kernel-authored Rust files", "内核自有 Rust 文件"},
               {"Rust files in all owner classes but vendored and generated.",
                "除收录的第三方库与生成的代码之外的 Rust 文件数。"},
               "owner,directory,subsystem"},
    MetricInfo{"rust.lines.comment",
               Unit::kLines,
               0,
               1,
               {"Rust comments", "Rust 注释行"},
               {"Lines of Rust files that hold a part of a comment and no code; doc comments are comments.",
                "Rust 文件中含有注释而没有代码的行数；文档注释也是注释。"},
               "owner,directory,subsystem"},
    MetricInfo{"rust.lines.doc",
               Unit::kLines,
               0,
               1,
               {"Rust doc comments", "Rust 文档注释行"},
               {"Of the comment lines, those of doc comments (///, //!, /** */, /*! */).",
                "注释行之中属于文档注释（///、//!、/** */、/*! */）的行数。"},
               "owner,directory,subsystem"},
    MetricInfo{"rust.lines.blank",
               Unit::kLines,
               0,
               1,
               {"Blank lines of Rust", "Rust 空行"},
               {"Lines of Rust files without code and without comment.", "Rust 文件中既无代码也无注释的行数。"},
               "owner,directory,subsystem"},
    MetricInfo{"rust.lines.total",
               Unit::kLines,
               0,
               1,
               {"Lines of Rust files", "Rust 文件总行数"},
               {"All lines of Rust files: code, comment and blank.", "Rust 文件的全部行数：代码、注释与空行之和。"},
               "owner,directory,subsystem"},
    MetricInfo{"unsafe.tokens",
               Unit::kTokens,
               0,
               1,
               {"unsafe tokens", "unsafe 词法单元"},
               {"Occurrences of the keyword unsafe that a Rust lexer sees outside comments and strings, in all Rust "
                "but vendored crates. Not grep: a word in a "
                "comment is none.",
                "在收录的第三方库之外的全部 Rust 代码中，词法分析器在注释与字符串之外见到的 unsafe 关键字个数。这不是 "
                "grep：注释里的单词不算。"},
               "owner,directory,subsystem"},
    MetricInfo{"unsafe.vendored.tokens",
               Unit::kTokens,
               0,
               1,
               {"unsafe tokens in vendored crates", "收录的第三方库中的 unsafe 词法单元"},
               {"The same count in vendored crates, which the kernel did not write.",
                "收录的第三方库（并非为内核编写）中的同一计数。"},
               "directory"},
    MetricInfo{"lines.code",
               Unit::kLines,
               0,
               1,
               {"All code", "全部代码"},
               {"Lines of code in every text file of the tree, in whatever language.",
                "源码树中所有文本文件的代码行数，不分语言。"},
               "language,directory,subsystem"},
    MetricInfo{"c.lines.code",
               Unit::kLines,
               0,
               1,
               {"C code", "C 代码"},
               {"Lines of code in C files and C headers.", "C 源文件与 C 头文件的代码行数。"},
               "directory,subsystem"},
    MetricInfo{"files",
               Unit::kFiles,
               0,
               1,
               {"Files", "文件"},
               {"Regular files of the tree; symbolic links are not counted.", "源码树中的普通文件数；符号链接不计。"},
               "language,directory,subsystem"},
    MetricInfo{"cloc.rust.lines.code",
               Unit::kLines,
               0,
               1,
               {"Rust code as cloc counts", "Rust 代码（cloc 口径）"},
               {"Lines of Rust code by the rule of cloc 1.96, file by file equal to it: comparable with what the world "
                "prints.",
                "按 cloc 1.96 的规则计算的 Rust 代码行数，逐个文件与其相等：可与外界公布的数字比较。"},
               "owner,directory,subsystem"},
    MetricInfo{"cloc.rust.authored.lines.code",
               Unit::kLines,
               0,
               1,
               {"Kernel-authored Rust as cloc counts", "内核自有 Rust 代码（cloc 口径）"},
               {"The same, in all owner classes but vendored and generated.", "同上，不含收录的第三方库与生成的代码。"},
               "owner,directory,subsystem"},
    MetricInfo{"cloc.rust.vendored.lines.code",
               Unit::kLines,
               0,
               1,
               {"Vendored Rust as cloc counts", "收录的第三方 Rust 代码（cloc 口径）"},
               {"The same, vendored crates alone.", "同上，只计收录的第三方库。"},
               "directory"},
    MetricInfo{"cloc.c.lines.code",
               Unit::kLines,
               0,
               1,
               {"C code as cloc counts", "C 代码（cloc 口径）"},
               {"Lines of code in C files and C headers by the rule of cloc 1.96.",
                "按 cloc 1.96 的规则计算的 C 源文件与头文件代码行数。"},
               "directory,subsystem"},
};

constexpr std::array<std::string_view, 4> kUnitIds = {"files", "lines", "tokens", "percent"};

std::int64_t Signed(std::uint64_t value) { return static_cast<std::int64_t>(value); }

// Rust of one place, told apart by whose it is.
struct RustSplit {
  LanguageTotals all;
  LanguageTotals authored;
  LanguageTotals vendored;
  LanguageTotals generated;
  std::uint64_t crate_unsafe_tokens = 0;  // in vendored crates, not in single files copied into the kernel's own

  void Add(const FileRow& file) {
    all.Add(file.finding);
    (file.owner == Owner::kVendored    ? vendored
     : file.owner == Owner::kGenerated ? generated
                                       : authored)
        .Add(file.finding);
    if (file.owner == Owner::kVendored && !file.finding.rust.vendored)
      crate_unsafe_tokens += file.finding.unsafe_tokens;
  }
};

class Rows {
 public:
  void Put(std::string_view metric, std::string_view dimension, std::string_view key, std::int64_t numerator,
           std::int64_t denominator = 1) {
    // A place without any is no row; the whole release always has one, so that 0 can be told from "not measured".
    if (numerator == 0 && !dimension.empty() && dimension != "owner") return;
    rows_.push_back({std::string(metric), std::string(dimension), std::string(key), {numerator, denominator}});
  }

  void PutRust(std::string_view dimension, std::string_view key, const RustSplit& rust) {
    const auto put = [&](std::string_view metric, std::uint64_t value) { Put(metric, dimension, key, Signed(value)); };
    put("rust.files", rust.all.files);
    put("rust.authored.files", rust.authored.files);
    put("rust.lines.code", rust.all.lines.code);
    put("rust.lines.comment", rust.all.lines.comment);
    put("rust.lines.doc", rust.all.doc);
    put("rust.lines.blank", rust.all.lines.blank);
    put("rust.lines.total", rust.all.lines.Lines());
    put("rust.authored.lines.code", rust.authored.lines.code);
    put("unsafe.tokens", rust.all.unsafe_tokens - rust.crate_unsafe_tokens);
    put("cloc.rust.lines.code", rust.all.cloc.code);
    put("cloc.rust.authored.lines.code", rust.authored.cloc.code);
    if (dimension == "owner") return;  // an owner is vendored, generated or neither: those rows would say it twice
    put("rust.vendored.lines.code", rust.vendored.lines.code);
    put("rust.generated.lines.code", rust.generated.lines.code);
    put("unsafe.vendored.tokens", rust.crate_unsafe_tokens);
    put("cloc.rust.vendored.lines.code", rust.vendored.cloc.code);
  }

  void PutTree(std::string_view dimension, std::string_view key, const TreeFold& fold) {
    const LanguageTotals all = fold.Total();
    const LanguageTotals c = fold.Of(Language::kC);
    const LanguageTotals headers = fold.Of(Language::kCHeader);
    Put("files", dimension, key, Signed(all.files));
    Put("lines.code", dimension, key, Signed(all.lines.code));
    Put("c.lines.code", dimension, key, Signed(c.lines.code + headers.lines.code));
    Put("cloc.c.lines.code", dimension, key, Signed(c.cloc.code + headers.cloc.code));
  }

  void PutShare(std::string_view metric, std::string_view dimension, std::string_view key, std::uint64_t rust,
                std::uint64_t c) {
    if (c != 0) Put(metric, dimension, key, Signed(rust * 100), Signed(c));
  }

  std::vector<MetricRow> Sorted() && {
    std::sort(rows_.begin(), rows_.end(), [](const MetricRow& a, const MetricRow& b) {
      return std::tie(a.metric, a.dimension, a.key) < std::tie(b.metric, b.dimension, b.key);
    });
    return std::move(rows_);
  }

 private:
  std::vector<MetricRow> rows_;
};

std::uint64_t CCode(const TreeFold& fold) {
  return fold.Of(Language::kC).lines.code + fold.Of(Language::kCHeader).lines.code;
}

}  // namespace

std::span<const MetricInfo> Metrics() { return kMetrics; }

const MetricInfo* FindMetric(std::string_view id) {
  const auto found =
      std::find_if(kMetrics.begin(), kMetrics.end(), [&](const MetricInfo& metric) { return metric.id == id; });
  return found == kMetrics.end() ? nullptr : &*found;
}

std::string_view IdOf(Unit unit) { return kUnitIds[static_cast<std::size_t>(unit)]; }

std::vector<MetricRow> ComputeMetrics(const Report& report) {
  RustSplit whole;
  std::map<std::string, RustSplit, std::less<>> directories;
  std::map<std::string, RustSplit> subsystems;
  std::map<Owner, RustSplit> owners;
  for (std::size_t i = 0; i < kOwners; ++i) owners[static_cast<Owner>(i)];
  for (const FileRow& file : report.rust_files) {
    whole.Add(file);
    owners[*file.owner].Add(file);
    subsystems[SubsystemOf(file.path)].Add(file);
    for (std::size_t slash = file.path.find('/'); slash != std::string::npos; slash = file.path.find('/', slash + 1)) {
      directories[file.path.substr(0, slash)].Add(file);
    }
  }

  Rows rows;
  rows.PutRust("", "", whole);
  rows.PutTree("", "", report.fold);
  const std::uint64_t c = CCode(report.fold);
  const auto registers = report.directories.find(std::string(kRegisterDirectory));
  const std::uint64_t register_code = registers == report.directories.end() ? 0 : CCode(registers->second);
  rows.PutShare("rust.share", "", "", whole.authored.lines.code, c);
  rows.PutShare("rust.share.no_registers", "", "", whole.authored.lines.code, c - register_code);

  for (const auto& [owner, split] : owners) rows.PutRust("owner", IdOf(owner), split);
  for (const auto& [language, totals] : report.fold.languages) {
    rows.Put("files", "language", InfoOf(language).id, Signed(totals.files));
    rows.Put("lines.code", "language", InfoOf(language).id, Signed(totals.lines.code));
  }
  const auto put_places = [&](std::string_view dimension, const auto& folds, const auto& rust_of) {
    for (const auto& [place, fold] : folds) {
      rows.PutTree(dimension, place, fold);
      const auto rust = rust_of.find(place);
      if (rust == rust_of.end()) continue;
      rows.PutRust(dimension, place, rust->second);
      rows.PutShare("rust.share", dimension, place, rust->second.authored.lines.code, CCode(fold));
    }
  };
  put_places("directory", report.directories, directories);
  put_places("subsystem", report.subsystems, subsystems);
  return std::move(rows).Sorted();
}

}  // namespace ferrotype
