#include "store/data_file.h"

#include "model/history.h"
#include "model/metric.h"
#include "model/survey_json.h"
#include "model/unsafe.h"
#include "store/sqlite.h"

namespace ferrotype {
namespace {

constexpr const char* kDdl = R"sql(
PRAGMA page_size = 4096;
PRAGMA journal_mode = MEMORY;
BEGIN;
CREATE TABLE release (name TEXT PRIMARY KEY, line TEXT NOT NULL, date TEXT, tree TEXT NOT NULL, digest TEXT NOT NULL,
  files INTEGER NOT NULL, blobs INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE metric (id TEXT PRIMARY KEY, unit TEXT NOT NULL, version INTEGER NOT NULL, name_en TEXT NOT NULL, name_zh TEXT NOT NULL,
  definition_en TEXT NOT NULL, definition_zh TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- The exact value is numerator / denominator.
CREATE TABLE value (release TEXT NOT NULL, metric TEXT NOT NULL, dimension TEXT NOT NULL, key TEXT NOT NULL,
  numerator INTEGER NOT NULL, denominator INTEGER NOT NULL, PRIMARY KEY (release, metric, dimension, key)) STRICT, WITHOUT ROWID;
CREATE TABLE rust_file (release TEXT NOT NULL, path TEXT NOT NULL, oid TEXT NOT NULL, owner TEXT NOT NULL, code INTEGER NOT NULL,
  comment INTEGER NOT NULL, doc INTEGER NOT NULL, blank INTEGER NOT NULL, cloc_code INTEGER NOT NULL, cloc_comment INTEGER NOT NULL,
  cloc_blank INTEGER NOT NULL, unsafe_tokens INTEGER NOT NULL, PRIMARY KEY (release, path)) STRICT, WITHOUT ROWID;
-- drivers, Rust linked into C modules, samples and tests alike: kind tells which.
CREATE TABLE driver (release TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, module_name TEXT NOT NULL, path TEXT NOT NULL,
  subsystem TEXT NOT NULL, bus TEXT NOT NULL, license TEXT NOT NULL, kconfig TEXT NOT NULL, code INTEGER NOT NULL, unsafe_tokens INTEGER NOT NULL,
  unsafe_undocumented INTEGER NOT NULL, c_twin TEXT NOT NULL, successor_of TEXT NOT NULL, PRIMARY KEY (release, kind, name, path)) STRICT, WITHOUT ROWID;
CREATE TABLE module (release TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, category TEXT NOT NULL, cfg TEXT NOT NULL,
  top_level INTEGER NOT NULL, visible INTEGER NOT NULL, hidden INTEGER NOT NULL, code INTEGER NOT NULL, public_items INTEGER NOT NULL, documented_items INTEGER NOT NULL,
  unsafe_tokens INTEGER NOT NULL, unsafe_undocumented INTEGER NOT NULL, PRIMARY KEY (release, name)) STRICT, WITHOUT ROWID;
CREATE TABLE unsafe_site (release TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, class TEXT NOT NULL,
  inner TEXT NOT NULL, state TEXT NOT NULL, item TEXT NOT NULL, owner TEXT NOT NULL, code_lines INTEGER NOT NULL,
  PRIMARY KEY (release, path, line, col)) STRICT, WITHOUT ROWID;
-- C functions, inlines and macros that Rust calls; one row for each place that defines one, rank 0 the likeliest.
CREATE TABLE c_symbol (release TEXT NOT NULL, name TEXT NOT NULL, rank INTEGER NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL,
  line INTEGER NOT NULL, helper TEXT NOT NULL, callers INTEGER NOT NULL, PRIMARY KEY (release, name, rank)) STRICT, WITHOUT ROWID;
CREATE TABLE milestone (first_seen TEXT NOT NULL, absent_in TEXT NOT NULL, exact INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL, before TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL,
  PRIMARY KEY (first_seen, kind, subject, detail)) STRICT, WITHOUT ROWID;
)sql";

std::int64_t Number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

Result<void> PutMetrics(Connection& db) {
  TRY_ASSIGN(Statement put, db.Prepare("INSERT INTO metric VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  for (const MetricInfo& metric : Metrics()) {
    TRY(put.Reset()
            .BindText(1, metric.id)
            .BindText(2, IdOf(metric.unit))
            .Bind(3, metric.version)
            .BindText(4, metric.name.en)
            .BindText(5, metric.name.zh)
            .BindText(6, metric.definition.en)
            .BindText(7, metric.definition.zh)
            .Run());
  }
  return {};
}

Result<void> PutReports(Connection& db, const std::vector<Report>& reports) {
  TRY_ASSIGN(Statement put_release, db.Prepare("INSERT INTO release VALUES (?1, ?2, nullif(?3, ''), ?4, ?5, ?6, ?7)"));
  TRY_ASSIGN(Statement put_value, db.Prepare("INSERT INTO value VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  TRY_ASSIGN(Statement put_file,
             db.Prepare("INSERT INTO rust_file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  for (const Report& report : reports) {
    const std::string tree = report.tree.Hex();
    TRY(put_release.Reset()
            .BindText(1, report.name)
            .BindText(2, report.line)
            .BindText(3, report.date)
            .BindText(4, tree)
            .BindText(5, report.digest)
            .Bind(6, Number(report.fold.Total().files))
            .Bind(7, Number(report.blobs))
            .Run());
    for (const MetricRow& row : report.metrics) {
      TRY(put_value.Reset()
              .BindText(1, report.name)
              .BindText(2, row.metric)
              .BindText(3, row.dimension)
              .BindText(4, row.key)
              .Bind(5, row.value.numerator)
              .Bind(6, row.value.denominator)
              .Run());
    }
    for (const FileRow& file : report.rust_files) {
      const std::string oid = file.oid.Hex();
      const BlobFinding& f = file.finding;
      TRY(put_file.Reset()
              .BindText(1, report.name)
              .BindText(2, file.path)
              .BindText(3, oid)
              .BindText(4, IdOf(*file.owner))
              .Bind(5, Number(f.lines.code))
              .Bind(6, Number(f.lines.comment))
              .Bind(7, Number(f.doc))
              .Bind(8, Number(f.lines.blank))
              .Bind(9, Number(f.cloc.code))
              .Bind(10, Number(f.cloc.comment))
              .Bind(11, Number(f.cloc.blank))
              .Bind(12, Number(f.unsafe_tokens))
              .Run());
    }
  }
  return {};
}

Result<void> PutSurvey(Connection& db, const Report& report) {
  TRY_ASSIGN(Statement put_driver,
             db.Prepare("INSERT INTO driver VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"));
  for (const DriverRow& driver : report.survey.drivers) {
    std::string twin;
    for (const TwinFile& file : driver.twin) twin += (twin.empty() ? "" : " ") + file.path;
    TRY(put_driver.Reset()
            .BindText(1, report.name)
            .BindText(2, IdOf(driver.kind))
            .BindText(3, driver.name)
            .BindText(4, driver.module_name)
            .BindText(5, driver.path)
            .BindText(6, driver.subsystem)
            .BindText(7, driver.bus)
            .BindText(8, driver.license)
            .BindText(9, driver.kconfig)
            .Bind(10, Number(driver.code))
            .Bind(11, Number(driver.unsafe_tokens))
            .Bind(12, Number(driver.unsafe_undocumented))
            .BindText(13, twin)
            .BindText(14, driver.successor_of)
            .Run());
  }
  TRY_ASSIGN(Statement put_module,
             db.Prepare("INSERT INTO module VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"));
  for (const ModuleRow& module : report.survey.modules) {
    TRY(put_module.Reset()
            .BindText(1, report.name)
            .BindText(2, module.name)
            .BindText(3, module.path)
            .BindText(4, module.category)
            .BindText(5, module.cfg)
            .Bind(6, module.top_level ? 1 : 0)
            .Bind(7, module.visible ? 1 : 0)
            .Bind(8, module.hidden ? 1 : 0)
            .Bind(9, Number(module.code))
            .Bind(10, Number(module.public_items))
            .Bind(11, Number(module.documented_items))
            .Bind(12, Number(module.unsafe_tokens))
            .Bind(13, Number(module.unsafe_undocumented))
            .Run());
  }
  TRY_ASSIGN(Statement put_site,
             db.Prepare("INSERT INTO unsafe_site VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"));
  for (const UnsafeRow& row : report.unsafe_sites) {
    TRY(put_site.Reset()
            .BindText(1, report.name)
            .BindText(2, row.path)
            .Bind(3, row.site.line)
            .Bind(4, row.site.column)
            .BindText(5, IdOf(row.site.kind))
            .BindText(6, IdOf(row.site.inner))
            .BindText(7, IdOf(row.site.state))
            .BindText(8, row.site.item)
            .BindText(9, IdOf(row.owner))
            .Bind(10, row.site.code_lines)
            .Run());
  }
  TRY_ASSIGN(Statement put_symbol, db.Prepare("INSERT INTO c_symbol VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
  for (const CSymbolRow& symbol : report.survey.layers.symbols) {
    std::int64_t rank = 0;
    const auto put = [&](const CDefinitionAt& at) {
      return put_symbol.Reset()
          .BindText(1, report.name)
          .BindText(2, symbol.name)
          .Bind(3, rank++)
          .BindText(4, at.kind)
          .BindText(5, at.place.path)
          .Bind(6, at.place.line)
          .BindText(7, symbol.helper.path)
          .Bind(8, Number(symbol.callers.size()))
          .Run();
    };
    for (const CDefinitionAt& at : symbol.definitions) TRY(put(at));
    for (const CDefinitionAt& at : symbol.elsewhere) TRY(put(at));
    if (rank == 0) TRY(put({{"", 0}, "unknown"}));
  }
  return {};
}

Result<void> PutMilestones(Connection& db, const std::vector<Report>& reports) {
  TRY_ASSIGN(Statement put, db.Prepare("INSERT INTO milestone VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
  for (const Milestone& m : Milestones(reports)) {
    TRY(put.Reset()
            .BindText(1, m.since.first_seen)
            .BindText(2, m.since.absent_in)
            .Bind(3, m.since.exact ? 1 : 0)
            .BindText(4, IdOf(m.kind))
            .BindText(5, m.subject)
            .BindText(6, m.detail)
            .BindText(7, m.before)
            .BindText(8, m.evidence.path)
            .Bind(9, m.evidence.line)
            .Run());
  }
  return {};
}

}  // namespace

Result<Bytes> MakeDataFile(const std::vector<Report>& reports) {
  TRY_ASSIGN(Connection db, Connection::Open("", false));
  TRY(db.Exec(kDdl));
  TRY(PutMetrics(db));
  TRY(PutReports(db, reports));
  for (const Report& report : reports) TRY(PutSurvey(db, report));
  TRY(PutMilestones(db, reports));
  TRY(db.Exec("COMMIT"));
  return db.Serialize();
}

}  // namespace ferrotype
