// SQLite as values: a connection, a statement, errors as Result.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype {

/// A prepared statement; columns count from 0, parameters from 1. Bound bytes must live until Step is done.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}

  Statement& Reset();
  Statement& Bind(int index, std::int64_t value);
  Statement& BindBlob(int index, std::string_view bytes);
  Statement& BindText(int index, std::string_view text);

  /// True when there is a row to read. Ends with Reset when there is none.
  Result<bool> Step();
  /// For statements that give no rows.
  Result<void> Run();

  [[nodiscard]] std::int64_t Int(int column) const;
  /// Valid until the next Step or Reset.
  [[nodiscard]] std::string_view Blob(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  sqlite3* db_ = nullptr;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
 public:
  /// `path` empty: in memory.
  static Result<Connection> Open(const std::string& path, bool read_only);

  Result<void> Exec(const char* sql);
  Result<Statement> Prepare(std::string_view sql);
  /// The whole database as the bytes of a file.
  Result<Bytes> Serialize();
  [[nodiscard]] std::int64_t Changes() const;
  [[nodiscard]] const std::string& path() const { return path_; }
  /// What SQLite says of the last failure, as an Error of the right kind with the store's place in it.
  [[nodiscard]] Error LastError() const;

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Close> db_;
  std::string path_;
};

[[nodiscard]] Error SqliteError(sqlite3* db, std::string_view where);

}  // namespace ferrotype
