// What is in the file. A change of it raises kSchemaVersion.
#pragma once

#include "model/finding.h"

namespace ferrotype {

inline constexpr int kApplicationId = 0x46655479;  // "FeTy": file(1) and we know whose file it is
inline constexpr int kSchemaVersion = 3;
// Findings of another analyzer are other values: a store holds those of one.
inline constexpr int kStoreVersion = kSchemaVersion * 1000 + kAnalyzerVersion;

// Values are the canonical messages themselves with their SHA-256, so that a flipped bit is seen when it is read.
inline constexpr const char* kSchema = R"sql(
-- Keys come in any order: so the index of findings is narrow, and messages are only ever appended.
CREATE TABLE findings (language INTEGER NOT NULL, blob BLOB NOT NULL, hash BLOB NOT NULL, message INTEGER NOT NULL,
  PRIMARY KEY (language, blob)) STRICT, WITHOUT ROWID;
CREATE TABLE messages (id INTEGER PRIMARY KEY, message BLOB NOT NULL) STRICT;
CREATE TABLE trees (tree BLOB PRIMARY KEY, object BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE folds (tree BLOB PRIMARY KEY, hash BLOB NOT NULL, message BLOB NOT NULL) STRICT, WITHOUT ROWID;
-- What folding and tracing gave for a whole release, zstd-packed; `rules` is the version of the rules that gave it.
CREATE TABLE surveys (tree BLOB PRIMARY KEY, rules INTEGER NOT NULL, hash BLOB NOT NULL, plain_bytes INTEGER NOT NULL,
  data BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sources (blob BLOB NOT NULL, chunk INTEGER NOT NULL, chunks INTEGER NOT NULL, plain_bytes INTEGER NOT NULL,
  data BLOB NOT NULL, PRIMARY KEY (blob, chunk)) STRICT, WITHOUT ROWID;
CREATE TABLE releases (name TEXT PRIMARY KEY, hash BLOB NOT NULL, message BLOB NOT NULL, state INTEGER NOT NULL,
  digest TEXT NOT NULL, blobs INTEGER NOT NULL, origin TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE offsets (bus TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
  PRIMARY KEY (bus, topic, partition)) STRICT, WITHOUT ROWID;
)sql";

}  // namespace ferrotype
