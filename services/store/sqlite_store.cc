#include "store/sqlite_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "model/release.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace ferrotype {
namespace {

constexpr std::string_view kFileName = "ferrotype.db";

/// Held on the folder itself while a writer lives; the kernel lets go of it when the process dies.
class FolderLock {
 public:
  FolderLock() = default;
  FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FolderLock() {
    if (fd_ >= 0) close(fd_);
  }

  static Result<FolderLock> Take(const std::string& folder) {
    FolderLock lock;
    lock.fd_ = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock.fd_ < 0)
      return Fail(ErrorKind::kUnavailable, fmt::format("store {}: {}", Printable(folder), std::strerror(errno)));
    if (flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
      return Fail(
          ErrorKind::kUnavailable,
          fmt::format("store {}: another ferrotype is writing to it; wait until it is done", Printable(folder)));
    }
    return lock;
  }

 private:
  int fd_ = -1;
};

enum Query : std::size_t {
  kGetTree,
  kGetFold,
  kHasFold,
  kGetFinding,
  kFindingHash,
  kHasFinding,
  kHasFindings,
  kFindingsFrom,
  kGetMessage,
  kGetChunks,
  kHasChunk,
  kGetSurvey,
  kGetReleases,
  kReadQueries,  // what a reader prepares
  kPutTree = kReadQueries,
  kPutFinding,
  kPutMessage,
  kLastMessage,
  kPutChunk,
  kGetChunk,
  kPutFold,
  kPutSurvey,
  kPutRelease,
  kReleaseHash,
  kSetState,
  kSetOrigin,
  kPutOffset,
  kGetOffsets,
  kBegin,
  kCommit,
  kRollback,
  kQueries,
};

constexpr std::array<std::string_view, kQueries> kSql = {
    "SELECT object FROM trees WHERE tree = ?1",
    "SELECT hash, message FROM folds WHERE tree = ?1",
    "SELECT 1 FROM folds WHERE tree = ?1",
    "SELECT hash, messages.message FROM findings JOIN messages ON messages.id = findings.message "
    "WHERE language = ?1 AND blob = ?2",
    "SELECT hash FROM findings WHERE language = ?1 AND blob = ?2",
    "SELECT 1 FROM findings WHERE language = ?1 AND blob = ?2",
    "SELECT 1 FROM findings LIMIT 1",
    "SELECT language, blob, hash, message FROM findings WHERE (language, blob) >= (?1, ?2) ORDER BY language, blob",
    "SELECT message FROM messages WHERE id = ?1",
    "SELECT chunk, chunks, plain_bytes, data FROM sources WHERE blob = ?1 ORDER BY chunk",
    "SELECT count(*), max(chunks) FROM sources WHERE blob = ?1",
    "SELECT hash, plain_bytes, data FROM surveys WHERE tree = ?1 AND rules = ?2",
    "SELECT hash, message, state, digest, blobs, origin FROM releases",
    "INSERT INTO trees (tree, object) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    "INSERT INTO findings (language, blob, hash, message) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    "INSERT INTO messages (id, message) VALUES (?1, ?2)",
    "SELECT max(id) FROM messages",
    "INSERT INTO sources (blob, chunk, chunks, plain_bytes, data) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
    "SELECT data FROM sources WHERE blob = ?1 AND chunk = ?2",
    "INSERT INTO folds (tree, hash, message) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    "INSERT INTO surveys (tree, rules, hash, plain_bytes, data) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET "
    "rules = excluded.rules, hash = excluded.hash, plain_bytes = excluded.plain_bytes, data = excluded.data",
    "INSERT INTO releases (name, hash, message, state, digest, blobs, origin) VALUES (?1, ?2, ?3, 0, '', 0, '') ON "
    "CONFLICT DO NOTHING",
    "SELECT hash FROM releases WHERE name = ?1",
    "UPDATE releases SET state = ?2, digest = ?3, blobs = ?4 WHERE name = ?1",
    "UPDATE releases SET origin = ?2 WHERE name = ?1",
    "INSERT INTO offsets (bus, topic, partition, next_offset) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset",
    "SELECT topic, partition, next_offset FROM offsets WHERE bus = ?1",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "ROLLBACK",
};

std::string_view View(const Sha256Digest& digest) { return AsView(digest); }

class SqliteStore : public Store {
 public:
  static Result<std::unique_ptr<SqliteStore>> Make(Connection connection, FolderLock lock, bool read_only) {
    std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(connection), std::move(lock)));
    const std::size_t count = read_only ? kReadQueries : kQueries;
    for (std::size_t i = 0; i < count; ++i) {
      TRY_ASSIGN(store->statements_[i], store->connection_.Prepare(kSql[i]));
    }
    return store;
  }

  Result<std::optional<Bytes>> Tree(TreeOid tree) override {
    Statement& query = At(kGetTree).BindBlob(1, tree.View());
    TRY_ASSIGN(const bool found, query.Step());
    if (!found) return std::nullopt;
    Bytes object(query.Blob(0));
    query.Reset();
    if (AsView(GitObjectId("tree", object)) != tree.View()) return Damaged("tree", tree.Hex());
    return object;
  }

  Result<std::optional<TreeFold>> Fold(TreeOid tree) override {
    Statement& query = At(kGetFold).BindBlob(1, tree.View());
    TRY_ASSIGN(const bool found, query.Step());
    if (!found) return std::nullopt;
    const bool sound = View(Sha256(query.Blob(1))) == query.Blob(0);
    Result<TreeFold> fold = sound ? Decode<TreeFold>(query.Blob(1)) : Damaged("fold of tree", tree.Hex());
    query.Reset();
    if (!fold) return Unexpected(fold.error());
    return std::move(*fold);
  }

  Result<bool> HasFold(TreeOid tree) override { return Exists(At(kHasFold).BindBlob(1, tree.View())); }

  Result<FindingPtr> Finding(const FindingKey& key) override {
    Statement& query = At(kGetFinding).Bind(1, static_cast<std::int64_t>(key.language)).BindBlob(2, key.blob.View());
    TRY_ASSIGN(const bool found, query.Step());
    if (!found) return nullptr;
    Result<StoredFinding> stored = Checked(key, query.Blob(0), query.Blob(1));
    query.Reset();
    if (!stored) return Unexpected(stored.error());
    return std::make_shared<const StoredFinding>(std::move(*stored));
  }

  Result<void> ForEachFinding(std::span<const FindingKey> keys, const VisitFinding& visit) override {
    struct Wanted {
      std::int64_t message = 0;
      std::size_t index = 0;
      Sha256Digest hash{};
    };
    std::vector<Wanted> wanted;
    TRY(ForEachRow(keys, [&](std::size_t index, const Sha256Digest& hash, std::int64_t message) {
      wanted.push_back({message, index, hash});
    }));
    // Messages lie in the order in which they came: so they are read from one end of the file to the other.
    std::sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) { return a.message < b.message; });
    for (const Wanted& each : wanted) {
      Statement& query = At(kGetMessage).Bind(1, each.message);
      TRY_ASSIGN(const bool found, query.Step());
      if (!found) return Damaged("finding of blob", keys[each.index].blob.Hex());
      const Result<StoredFinding> stored = Checked(keys[each.index], View(each.hash), query.Blob(0));
      query.Reset();
      if (!stored) return Unexpected(stored.error());
      TRY(visit(each.index, *stored));
    }
    return {};
  }

  Result<void> ForEachFindingHash(std::span<const FindingKey> keys, const VisitHash& visit) override {
    return ForEachRow(keys, [&](std::size_t index, const Sha256Digest& hash, std::int64_t) { visit(index, hash); });
  }

  Result<std::optional<Sha256Digest>> FindingHash(const FindingKey& key) override {
    Statement& query = At(kFindingHash).Bind(1, static_cast<std::int64_t>(key.language)).BindBlob(2, key.blob.View());
    TRY_ASSIGN(const bool found, query.Step());
    if (!found) return std::nullopt;
    const std::string_view kept = query.Blob(0);
    Sha256Digest hash{};
    const bool whole = kept.size() == hash.size();
    if (whole) std::memcpy(hash.data(), kept.data(), hash.size());
    query.Reset();
    if (!whole) return Damaged("finding of blob", key.blob.Hex());
    return hash;
  }

  Result<bool> HasFinding(const FindingKey& key) override {
    return Exists(At(kHasFinding).Bind(1, static_cast<std::int64_t>(key.language)).BindBlob(2, key.blob.View()));
  }

  Result<bool> HasFindings() override { return Exists(At(kHasFindings)); }

  Result<std::optional<Bytes>> Quote(BlobOid blob) override {
    Statement& query = At(kGetChunks).BindBlob(1, blob.View());
    Bytes packed;
    std::int64_t chunks = 0;
    std::int64_t wanted = 1;
    std::int64_t plain_bytes = 0;
    while (true) {
      TRY_ASSIGN(const bool more, query.Step());
      if (!more) break;
      ++chunks;
      wanted = query.Int(1);
      plain_bytes = query.Int(2);
      packed += query.Blob(3);
    }
    if (chunks < wanted) return std::nullopt;
    Result<Bytes> plain = Unpacked(packed, plain_bytes);
    if (!plain || AsView(GitObjectId("blob", *plain)) != blob.View()) return Damaged("source of blob", blob.Hex());
    return std::move(*plain);
  }

  Result<std::optional<Bytes>> Survey(TreeOid tree, std::uint16_t rules) override {
    Statement& query = At(kGetSurvey).BindBlob(1, tree.View()).Bind(2, rules);
    TRY_ASSIGN(const bool found, query.Step());
    if (!found) return std::nullopt;
    Result<Bytes> plain = Unpacked(query.Blob(2), query.Int(1));
    const bool sound = plain && View(Sha256(*plain)) == query.Blob(0);
    query.Reset();
    if (!sound) return Damaged("survey of tree", tree.Hex());
    return std::move(*plain);
  }

  Result<bool> HasQuote(BlobOid blob) override {
    Statement& query = At(kHasChunk).BindBlob(1, blob.View());
    TRY(query.Step());
    const bool whole = query.Int(0) > 0 && query.Int(0) == query.Int(1);
    query.Reset();
    return whole;
  }

  Result<std::vector<StoredRelease>> Releases() override {
    std::vector<StoredRelease> releases;
    Statement& query = At(kGetReleases).Reset();
    while (true) {
      TRY_ASSIGN(const bool more, query.Step());
      if (!more) break;
      StoredRelease release;
      Result<ReleaseRecord> record = View(Sha256(query.Blob(1))) == query.Blob(0) ? Decode<ReleaseRecord>(query.Blob(1))
                                                                                  : Damaged("a release", "record");
      if (!record) {
        query.Reset();
        return Unexpected(record.error());
      }
      release.record = std::move(*record);
      release.state = static_cast<ReleaseState>(query.Int(2));
      release.digest = query.Blob(3);
      release.blobs = static_cast<std::uint64_t>(query.Int(4));
      release.origin = query.Blob(5);
      releases.push_back(std::move(release));
    }
    std::sort(releases.begin(), releases.end(),
              [](const StoredRelease& a, const StoredRelease& b) { return ReleaseLess(a.record.name, b.record.name); });
    return releases;
  }

  Result<void> Begin() override { return At(kBegin).Run(); }
  Result<void> Commit() override { return At(kCommit).Run(); }
  void Rollback() override { (void)At(kRollback).Run(); }
  // A reader that is in the way leaves some of it for later.
  Result<void> Checkpoint() override { return connection_.Exec("PRAGMA wal_checkpoint(PASSIVE)"); }

  Result<PutOutcome> PutTree(const TreeObject& tree) override {
    TRY(At(kPutTree).BindBlob(1, tree.tree.View()).BindBlob(2, tree.object).Run());
    // Git's oid is the hash of the object: an equal key is an equal value.
    return connection_.Changes() == 1 ? PutOutcome::kNew : PutOutcome::kSame;
  }

  Result<PutOutcome> PutFinding(const FindingKey& key, std::string_view message, const Sha256Digest& hash) override {
    const auto language = static_cast<std::int64_t>(key.language);
    TRY_ASSIGN(const std::int64_t last, LastMessage());
    TRY(At(kPutFinding).Bind(1, language).BindBlob(2, key.blob.View()).BindBlob(3, View(hash)).Bind(4, last + 1).Run());
    if (connection_.Changes() == 1) {
      TRY(At(kPutMessage).Bind(1, last + 1).BindBlob(2, message).Run());
      last_message_ = last + 1;
      return PutOutcome::kNew;
    }
    return Compare(At(kFindingHash).Bind(1, language).BindBlob(2, key.blob.View()), View(hash));
  }

  Result<PutOutcome> PutChunk(const SourceChunk& chunk) override {
    TRY(At(kPutChunk)
            .BindBlob(1, chunk.blob.View())
            .Bind(2, chunk.chunk)
            .Bind(3, chunk.chunks)
            .Bind(4, static_cast<std::int64_t>(chunk.plain_bytes))
            .BindBlob(5, chunk.data)
            .Run());
    if (connection_.Changes() == 1) return PutOutcome::kNew;
    return Compare(At(kGetChunk).BindBlob(1, chunk.blob.View()).Bind(2, chunk.chunk), chunk.data);
  }

  Result<void> PutFold(TreeOid tree, const TreeFold& fold) override {
    const Bytes message = Encode(fold);
    const Sha256Digest hash = Sha256(message);
    return At(kPutFold).BindBlob(1, tree.View()).BindBlob(2, View(hash)).BindBlob(3, message).Run();
  }

  Result<void> PutSurvey(TreeOid tree, std::uint16_t rules, std::string_view packed) override {
    Bytes data(ZSTD_compressBound(packed.size()), '\0');
    const std::size_t size = ZSTD_compress(data.data(), data.size(), packed.data(), packed.size(), 3);
    if (ZSTD_isError(size) != 0) return Fail(ErrorKind::kInternal, "a survey could not be compressed");
    data.resize(size);
    const Sha256Digest hash = Sha256(packed);
    return At(kPutSurvey)
        .BindBlob(1, tree.View())
        .Bind(2, rules)
        .BindBlob(3, View(hash))
        .Bind(4, static_cast<std::int64_t>(packed.size()))
        .BindBlob(5, data)
        .Run();
  }

  Result<PutOutcome> PutRelease(const ReleaseRecord& release) override {
    const Bytes message = Encode(release);
    const Sha256Digest hash = Sha256(message);
    TRY(At(kPutRelease).BindText(1, release.name).BindBlob(2, View(hash)).BindBlob(3, message).Run());
    if (connection_.Changes() == 1) return PutOutcome::kNew;
    return Compare(At(kReleaseHash).BindText(1, release.name), View(hash));
  }

  Result<void> SetReleaseState(std::string_view name, ReleaseState state, std::string_view digest,
                               std::uint64_t blobs) override {
    return At(kSetState)
        .BindText(1, name)
        .Bind(2, static_cast<std::int64_t>(state))
        .BindText(3, digest)
        .Bind(4, static_cast<std::int64_t>(blobs))
        .Run();
  }

  Result<void> SetOrigin(std::string_view name, std::string_view origin) override {
    return At(kSetOrigin).BindText(1, name).BindText(2, origin).Run();
  }

  Result<void> PutOffset(std::string_view bus, const TopicPartition& partition, std::int64_t next_offset) override {
    return At(kPutOffset)
        .BindText(1, bus)
        .BindText(2, partition.topic)
        .Bind(3, partition.partition)
        .Bind(4, next_offset)
        .Run();
  }

  Result<std::map<TopicPartition, std::int64_t>> Offsets(std::string_view bus) override {
    std::map<TopicPartition, std::int64_t> offsets;
    Statement& query = At(kGetOffsets).BindText(1, bus);
    while (true) {
      TRY_ASSIGN(const bool more, query.Step());
      if (!more) return offsets;
      offsets[{std::string(query.Blob(0)), static_cast<std::int32_t>(query.Int(1))}] = query.Int(2);
    }
  }

  Result<void> WriteSnapshot(const std::string& folder) override {
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::exists(folder, error)) return {};
    const fs::path scratch = folder + ".tmp";
    fs::remove_all(scratch, error);
    fs::create_directories(scratch, error);
    if (error) return Fail(ErrorKind::kUnavailable, fmt::format("snapshot {}: {}", Printable(folder), error.message()));
    const std::string file = (scratch / kFileName).string();
    TRY_ASSIGN(Statement copy, connection_.Prepare("VACUUM INTO ?1"));
    TRY(copy.BindText(1, file).Run());
    {
      // Others read it by itself: no journal beside it, nothing of how this store came about.
      TRY_ASSIGN(Connection snapshot, Connection::Open(file, false));
      TRY(
          snapshot.Exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; BEGIN; DELETE FROM releases WHERE "
                        "state != 1; DELETE FROM offsets; COMMIT;"));
    }
    TRY(SyncPath(file));
    TRY(SyncPath(scratch.string()));
    fs::rename(scratch, folder, error);
    if (error) return Fail(ErrorKind::kUnavailable, fmt::format("snapshot {}: {}", Printable(folder), error.message()));
    return SyncPath(fs::path(folder).parent_path().string());
  }

 private:
  static Result<void> SyncPath(const std::string& path) {
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = fd >= 0 && fsync(fd) == 0;
    const int code = errno;
    if (fd >= 0) close(fd);
    if (!synced) return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", Printable(path), std::strerror(code)));
    return {};
  }

  SqliteStore(Connection connection, FolderLock lock) : connection_(std::move(connection)), lock_(std::move(lock)) {}

  // Walks along the index from key to key, and leaps where many rows lie between two of them.
  template <typename Visit>
  Result<void> ForEachRow(std::span<const FindingKey> keys, const Visit& visit) {
    constexpr int kMostSteps = 12;
    Statement& query = At(kFindingsFrom);
    FindingKey row;
    bool open = false;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      for (int steps = 0; !open || row < keys[i]; ++steps) {
        if (!open || steps == kMostSteps) {
          query.Reset().Bind(1, static_cast<std::int64_t>(keys[i].language)).BindBlob(2, keys[i].blob.View());
          steps = 0;
        }
        TRY_ASSIGN(open, query.Step());
        if (!open) return {};  // no key that is as large
        const std::optional<BlobOid> blob = BlobOid::FromBytes(query.Blob(1));
        if (!blob) {
          query.Reset();
          return Damaged("finding of blob", keys[i].blob.Hex());
        }
        row = {static_cast<Language>(query.Int(0)), *blob};
      }
      if (row != keys[i]) continue;
      const std::string_view kept = query.Blob(2);
      Sha256Digest hash{};
      if (kept.size() != hash.size()) {
        query.Reset();
        return Damaged("finding of blob", keys[i].blob.Hex());
      }
      std::memcpy(hash.data(), kept.data(), hash.size());
      visit(i, hash, query.Int(3));
    }
    query.Reset();
    return {};
  }

  // The finding that a row holds, which must be what its hash says and the one that was asked for: a damaged page can
  // lead to the sound row of another key.
  Result<StoredFinding> Checked(const FindingKey& key, std::string_view hash, std::string_view message) const {
    StoredFinding stored;
    stored.hash = Sha256(message);
    if (View(stored.hash) != hash) return Damaged("finding of blob", key.blob.Hex());
    TRY_ASSIGN(stored.finding, Decode<BlobFinding>(message));
    if (stored.finding.blob != key.blob || stored.finding.language != key.language)
      return Damaged("finding of blob", key.blob.Hex());
    return stored;
  }

  // What a rollback took back leaves a gap, which means nothing.
  Result<std::int64_t> LastMessage() {
    if (!last_message_) {
      Statement& query = At(kLastMessage);
      TRY(query.Step());
      last_message_ = query.Int(0);
      query.Reset();
    }
    return *last_message_;
  }

  Statement& At(Query query) { return statements_[query].Reset(); }

  // Never trusts the size that a row says.
  static Result<Bytes> Unpacked(std::string_view packed, std::int64_t plain_bytes) {
    constexpr std::int64_t kMostBytes = 256 << 20;
    if (plain_bytes < 0 || plain_bytes > kMostBytes) return Fail(ErrorKind::kCorrupt, "a size beyond all sizes");
    Bytes plain(static_cast<std::size_t>(plain_bytes), '\0');
    const std::size_t size = ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size());
    if (ZSTD_isError(size) != 0 || size != plain.size()) return Fail(ErrorKind::kCorrupt, "not what was packed");
    return plain;
  }

  Unexpected Damaged(std::string_view what, const std::string& which) const {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("store {}: {} {} is not what was written; remove the store and analyze again",
                            Printable(connection_.path()), what, which));
  }

  static Result<bool> Exists(Statement& query) {
    TRY_ASSIGN(const bool found, query.Step());
    query.Reset();
    return found;
  }

  static Result<PutOutcome> Compare(Statement& query, std::string_view value) {
    TRY_ASSIGN(const bool found, query.Step());
    const bool same = found && query.Blob(0) == value;
    query.Reset();
    return same ? PutOutcome::kSame : PutOutcome::kConflict;
  }

  Connection connection_;
  FolderLock lock_;
  std::optional<std::int64_t> last_message_;  // ids of messages in use end here
  std::array<Statement, kQueries> statements_;
};

Result<std::int64_t> Pragma(Connection& connection, std::string_view name) {
  TRY_ASSIGN(Statement query, connection.Prepare(fmt::format("PRAGMA {}", name)));
  TRY(query.Step());
  return query.Int(0);
}

// What the file says of itself; an empty file is a new store.
Result<bool> IsNew(Connection& connection) {
  TRY_ASSIGN(Statement tables, connection.Prepare("SELECT count(*) FROM sqlite_schema"));
  TRY(tables.Step());
  const bool empty = tables.Int(0) == 0;
  TRY_ASSIGN(const std::int64_t application, Pragma(connection, "application_id"));
  TRY_ASSIGN(const std::int64_t version, Pragma(connection, "user_version"));
  if (application == 0 && empty) return true;
  if (application != kApplicationId) {
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format(
            "store {}: this is another program's SQLite file, left as it is; choose another folder with --store",
            Printable(connection.path())));
  }
  if (version != kStoreVersion) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("store {}: it has version {}, this ferrotype writes version {}; use the ferrotype that "
                            "wrote it, or another folder with --store",
                            Printable(connection.path()), version, kStoreVersion));
  }
  return false;
}

Result<void> Configure(Connection& connection) {
  return connection.Exec(
      "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536; PRAGMA busy_timeout = "
      "5000;");
}

}  // namespace

Result<std::unique_ptr<Store>> OpenStore(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Fail(ErrorKind::kUnavailable, fmt::format("store {}: {}", Printable(folder), error.message()));
  TRY_ASSIGN(FolderLock lock, FolderLock::Take(folder));
  TRY_ASSIGN(Connection connection, Connection::Open(fmt::format("{}/{}", folder, kFileName), false));
  TRY(Configure(connection));
  TRY_ASSIGN(const bool is_new, IsNew(connection));
  // Of a new file: with larger pages a first release's hundred thousand rows take an eighth less of SQLite's time.
  if (is_new) TRY(connection.Exec("PRAGMA page_size = 8192"));
  TRY(
      connection.Exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA "
                      "journal_size_limit = 67108864;"));
  if (is_new) {
    TRY(connection.Exec("BEGIN IMMEDIATE"));
    TRY(connection.Exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; {} COMMIT", kApplicationId,
                                    kStoreVersion, kSchema)
                            .c_str()));
  }
  TRY_ASSIGN(auto store, SqliteStore::Make(std::move(connection), std::move(lock), false));
  return std::unique_ptr<Store>(std::move(store));
}

Result<std::unique_ptr<Store>> OpenMemoryStore() {
  TRY_ASSIGN(Connection connection, Connection::Open("", false));
  TRY(Configure(connection));
  TRY(connection.Exec(kSchema));
  TRY_ASSIGN(auto store, SqliteStore::Make(std::move(connection), {}, false));
  return std::unique_ptr<Store>(std::move(store));
}

Result<std::unique_ptr<StoreReader>> OpenStoreReader(const std::string& folder) {
  const std::string path = fmt::format("{}/{}", folder, kFileName);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return Fail(ErrorKind::kNotFound,
                fmt::format("store {}: there is none; `ferrotype analyze SOURCE --store {}` makes one",
                            Printable(folder), Printable(folder)));
  }
  TRY_ASSIGN(Connection connection, Connection::Open(path, true));
  TRY(Configure(connection));
  TRY_ASSIGN(const bool is_new, IsNew(connection));
  if (is_new)
    return Fail(ErrorKind::kNotFound, fmt::format("store {}: it is empty; analyze a release first", Printable(folder)));
  TRY_ASSIGN(auto store, SqliteStore::Make(std::move(connection), {}, true));
  return std::unique_ptr<StoreReader>(std::move(store));
}

}  // namespace ferrotype
