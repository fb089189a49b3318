#include "source/git_import.h"

#include <fmt/format.h>
#include <git2/sys/repository.h>
#include <zlib.h>

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <unordered_set>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/language.h"
#include "source/git_api.h"
#include "source/git_objects.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostBlobBytes = std::uint64_t{1} << 30;

struct WritepackDeleter {
  void operator()(git_odb_writepack* p) const { p->free(p); }
};

Unexpected CannotWrite(const std::string& where) {
  return Fail(ErrorKind::kUnavailable, fmt::format("{}: can't be written to ({})", Printable(where), LastGitMessage()));
}

/// Objects as packs without deltas: written in one go, and a repack makes them small.
class PackWriter {
 public:
  PackWriter(git_odb* database, std::string where) : database_(database), where_(std::move(where)) {}

  Result<void> Add(GitObjectType type, std::string_view bytes) {
    // Three bits of type and the size, seven bits a byte, the lowest first.
    std::uint64_t size = bytes.size();
    const unsigned kind = type == GitObjectType::kCommit ? 1 : type == GitObjectType::kTree ? 2 : 3;
    auto byte = static_cast<unsigned>(kind << 4U | (size & 0xFU));
    for (size >>= 4U; size != 0; size >>= 7U) {
      pack_ += static_cast<char>(byte | 0x80U);
      byte = static_cast<unsigned>(size & 0x7FU);
    }
    pack_ += static_cast<char>(byte);
    TRY(Deflate(bytes));
    ++objects_;
    return pack_.size() >= kPackBytes ? Flush() : Result<void>();
  }

  Result<void> Flush() {
    if (objects_ == 0) return {};
    std::array<char, 12> head{'P', 'A', 'C', 'K', 0, 0, 0, 2};
    for (unsigned i = 0; i < 4; ++i) head[8 + i] = static_cast<char>(objects_ >> (24 - 8 * i) & 0xFFU);
    std::memcpy(pack_.data(), head.data(), head.size());
    Sha1Hasher hasher;
    hasher.Update(pack_);
    const auto digest = hasher.Finish();
    pack_.append(reinterpret_cast<const char*>(digest.data()), digest.size());

    git_odb_writepack* raw = nullptr;
    if (git_odb_write_pack(&raw, database_, nullptr, nullptr) != 0) return CannotWrite(where_);
    const std::unique_ptr<git_odb_writepack, WritepackDeleter> pack(raw);
    git_indexer_progress progress{};
    if (pack->append(raw, pack_.data(), pack_.size(), &progress) != 0 || pack->commit(raw, &progress) != 0)
      return CannotWrite(where_);
    pack_.assign(kHeadBytes, '\0');
    objects_ = 0;
    return {};
  }

 private:
  static constexpr std::size_t kHeadBytes = 12;
  static constexpr std::size_t kPackBytes = std::size_t{64} << 20U;

  Result<void> Deflate(std::string_view bytes) {
    uLongf packed = compressBound(static_cast<uLong>(bytes.size()));
    const std::size_t begin = pack_.size();
    pack_.resize(begin + packed);
    if (compress2(reinterpret_cast<Bytef*>(pack_.data() + begin), &packed, reinterpret_cast<const Bytef*>(bytes.data()),
                  static_cast<uLong>(bytes.size()), Z_BEST_SPEED) != Z_OK)
      return Fail(ErrorKind::kInternal, "zlib does not deflate");
    pack_.resize(begin + packed);
    return {};
  }

  git_odb* database_;
  const std::string where_;
  Bytes pack_ = Bytes(kHeadBytes, '\0');
  std::uint32_t objects_ = 0;
};

class ImportSink : public TreeSink {
 public:
  ImportSink(git_odb* database, PackWriter& pack, BlobReader& reader)
      : database_(database), pack_(pack), reader_(reader) {}

  bool KnowsTree(TreeOid) override { return false; }
  bool KnowsBlob(Language, BlobOid blob) override { return IsThere(blob); }

  Result<void> Tree(TreeOid tree, std::string_view object) override {
    return Put(BlobOid{tree.bytes}, GitObjectType::kTree, object);
  }
  Result<void> Blob(Language, BlobOid blob, std::uint64_t bytes) override {
    // Taken even when it came twice: it is held until it is.
    TRY_ASSIGN(const std::optional<BlobBytes> content, reader_.Read(blob, kMostBlobBytes));
    if (!content) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("blob {} has {} bytes: too large to be imported", blob.Hex(), bytes));
    }
    return Put(blob, GitObjectType::kBlob, content->bytes);
  }
  Result<void> Link(BlobOid blob, std::string_view target) override { return Put(blob, GitObjectType::kBlob, target); }
  Result<void> Flush() override { return {}; }

  [[nodiscard]] std::uint64_t objects() const { return written_.size(); }

 private:
  // Ids of trees are among these: git has one space of ids.
  [[nodiscard]] bool IsThere(BlobOid object) const {
    const git_oid id = ToGit(object);
    return written_.contains(object) || git_odb_exists(database_, &id) == 1;
  }
  Result<void> Put(BlobOid object, GitObjectType type, std::string_view content) {
    if (IsThere(object)) return {};
    TRY(pack_.Add(type, content));
    written_.insert(object);
    return {};
  }

  git_odb* database_;
  PackWriter& pack_;
  BlobReader& reader_;
  std::unordered_set<BlobOid> written_;
};

Result<GitHandle<git_repository>> OpenOrMake(const std::string& path) {
  TRY(StartGit());
  TRY_ASSIGN(auto found, OpenGitRepository(path));
  if (found) return *std::move(found);
  std::error_code error;
  fs::create_directories(path, error);
  git_repository* fresh = nullptr;
  if (error || git_repository_init(&fresh, path.c_str(), 1) != 0) {
    return Fail(ErrorKind::kUnavailable, fmt::format("{}: no repository can be made ({})", Printable(path),
                                                     error ? error.message() : LastGitMessage()));
  }
  return GitHandle<git_repository>(fresh);
}

// Seconds since 1970 of midnight UTC; 0 for a date that isn't known.
std::int64_t SecondsOf(const std::string& date) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return ParseInt(std::string_view(date).substr(at, size));
  };
  constexpr std::size_t kDateBytes = 10;
  if (date.size() != kDateBytes || !number(0, 4) || !number(5, 2) || !number(8, 2)) return 0;
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(*number(0, 4))),
                                        std::chrono::month(static_cast<unsigned>(*number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(*number(8, 2))));
  return std::chrono::seconds(std::chrono::sys_days(day).time_since_epoch()).count();
}

std::string CommitText(const SourceRelease& release) {
  const std::string who = fmt::format("ferrotype <> {} +0000", SecondsOf(release.date));
  return fmt::format("tree {}\nauthor {}\ncommitter {}\n\n{}\n", release.tree->Hex(), who, who,
                     Printable(release.name));
}

}  // namespace

Result<ImportedRelease> ImportRelease(const std::string& path, Source& source, const SourceRelease& release,
                                      const StopFlag& stop) {
  TRY_ASSIGN(const auto repository, OpenOrMake(path));
  git_odb* raw = nullptr;
  if (git_repository_odb(&raw, repository.get()) != 0) return CannotWrite(path);
  const GitHandle<git_odb> database(raw);
  PackWriter pack(database.get(), path);
  TRY_ASSIGN(const std::unique_ptr<BlobReader> reader, source.OpenReader());
  ImportSink sink(database.get(), pack, *reader);
  TRY_ASSIGN(SourceRelease walked, source.Walk(release, sink, stop));
  if (!walked.tree) return Fail(ErrorKind::kInternal, "the source walked a release and told no root tree");
  if (!release.date.empty()) walked.date = release.date;

  const std::string reference = "refs/tags/" + walked.name;
  int valid = 0;
  if (git_reference_name_is_valid(&valid, reference.c_str()) != 0 || valid == 0) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("\"{}\" can't be the name of a tag; name it SOURCE@NAME", Printable(walked.name)));
  }
  ImportedRelease imported{walked.name, *walked.tree, {}, false, 0};
  git_oid id{};
  if (git_reference_name_to_id(&id, repository.get(), reference.c_str()) == 0) {
    // The first word stands, with its date.
    git_object* object = nullptr;
    git_object* tree = nullptr;
    const int looked = git_object_lookup(&object, repository.get(), &id, GIT_OBJECT_ANY);
    const GitHandle<git_object> tagged(object);
    const int peeled = looked == 0 ? git_object_peel(&tree, object, GIT_OBJECT_TREE) : looked;
    const GitHandle<git_object> there(tree);
    if (peeled != 0) return Fail(ErrorKind::kCorrupt, fmt::format("{}: {}", Printable(path), LastGitMessage()));
    if (FromGit<TreeOid>(*git_object_id(tree)) != imported.tree) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: tag {} is there with another tree; a release never changes: give this one another "
                              "name (SOURCE@NAME)",
                              Printable(path), Printable(walked.name)));
    }
    imported.commit = FromGit<CommitOid>(id);
    return imported;
  }
  const std::string text = CommitText(walked);
  TRY(pack.Add(GitObjectType::kCommit, text));
  TRY(pack.Flush());
  imported.commit = CommitOid{GitObjectId("commit", text)};
  imported.fresh = true;
  imported.objects = sink.objects() + 1;
  git_reference* made = nullptr;
  const git_oid commit = ToGit(imported.commit);
  if (git_reference_create(&made, repository.get(), reference.c_str(), &commit, 0, nullptr) != 0)
    return CannotWrite(path);
  const GitHandle<git_reference> kept(made);
  return imported;
}

}  // namespace ferrotype
