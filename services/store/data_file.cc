#include "store/data_file.h"

#include "model/metric.h"
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

}  // namespace

Result<Bytes> MakeDataFile(const std::vector<Report>& reports) {
  TRY_ASSIGN(Connection db, Connection::Open("", false));
  TRY(db.Exec(kDdl));
  TRY(PutMetrics(db));
  TRY(PutReports(db, reports));
  TRY(db.Exec("COMMIT"));
  return db.Serialize();
}

}  // namespace ferrotype
