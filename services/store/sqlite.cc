#include "store/sqlite.h"

#include <fmt/format.h>

namespace ferrotype {

Error SqliteError(sqlite3* db, std::string_view where) {
  const int code = sqlite3_errcode(db);
  const std::string place = where.empty() ? "store" : fmt::format("store {}", where);
  switch (code) {
    case SQLITE_FULL:
      return {ErrorKind::kUnavailable,
              fmt::format("{}: no space left on the disk; free some and run the same command again, nothing is lost",
                          place)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::kCorrupt,
              fmt::format("{}: damaged ({}); remove it and analyze again", place, sqlite3_errmsg(db))};
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorKind::kUnavailable,
              fmt::format("{}: {}; is the folder there, and may you write to it?", place, sqlite3_errmsg(db))};
    default:
      return {ErrorKind::kUnavailable, fmt::format("{}: {}", place, sqlite3_errmsg(db))};
  }
}

Statement& Statement::Reset() {
  sqlite3_reset(statement_.get());
  return *this;
}

Statement& Statement::Bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
  return *this;
}

Statement& Statement::BindBlob(int index, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::BindText(int index, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), index, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
  return *this;
}

Result<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_.get());
    return false;
  }
  const char* file = sqlite3_db_filename(db_, nullptr);
  Error error = SqliteError(db_, file != nullptr ? file : "");
  sqlite3_reset(statement_.get());
  return Unexpected(std::move(error));
}

Result<void> Statement::Run() {
  TRY(Step());
  return {};
}

std::int64_t Statement::Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view Statement::Blob(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Result<Connection> Connection::Open(const std::string& path, bool read_only) {
  Connection connection;
  connection.path_ = path;
  sqlite3* db = nullptr;
  const int flags =
      (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &db, flags, nullptr);
  connection.db_.reset(db);
  if (db == nullptr) return Fail(ErrorKind::kUnavailable, "store: out of memory");
  if (code != SQLITE_OK) return Unexpected(connection.LastError());
  return connection;
}

Result<void> Connection::Exec(const char* sql) {
  if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return Unexpected(LastError());
  return {};
}

Result<Statement> Connection::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK) {
    return Unexpected(LastError());
  }
  return Statement(db_.get(), statement);
}

Result<Bytes> Connection::Serialize() {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(sqlite3_serialize(db_.get(), "main", &size, 0),
                                                                      sqlite3_free);
  if (!bytes) return Fail(ErrorKind::kUnavailable, "store: out of memory");
  return Bytes(reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size));
}

std::int64_t Connection::Changes() const { return sqlite3_changes64(db_.get()); }

Error Connection::LastError() const { return SqliteError(db_.get(), path_); }

}  // namespace ferrotype
