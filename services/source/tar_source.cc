#include "source/tar_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "model/language.h"
#include "source/blob_hash.h"
#include "source/file.h"
#include "source/makefile_version.h"
#include "source/release_name.h"
#include "source/tar_stream.h"
#include "source/tree_builder.h"

namespace ferrotype {
namespace {

std::string_view LastComponent(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool MayBeTopMakefile(std::string_view path) {
  return LastComponent(path) == "Makefile" && std::count(path.begin(), path.end(), '/') <= 1;
}

struct FileContent {
  BlobOid oid;
  std::optional<std::string_view> bytes;  // nullopt: too large to hold
};

// Reads the file that `stream` is at. `buffer` is what the bytes view into.
Result<FileContent> ReadFile(TarStream& stream, const TarMember& member, std::uint64_t max_bytes, Bytes& buffer,
                             const StopFlag& stop) {
  // The size is a promise of the tarball; memory grows with what really comes.
  constexpr std::uint64_t kTrusted = std::uint64_t{1} << 20;
  const bool hold = member.bytes <= max_bytes;
  std::optional<BlobHasher> hasher;
  buffer.clear();
  if (hold) {
    buffer.reserve(static_cast<std::size_t>(std::min(member.bytes, kTrusted)));
  } else {
    hasher.emplace(member.bytes);
  }
  while (true) {
    if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped while reading a tarball");
    TRY_ASSIGN(const std::string_view some, stream.Data());
    if (some.empty()) break;
    if (hold) {
      buffer += some;
    } else {
      hasher->Add(some);
    }
  }
  if (hold) return FileContent{BlobOidOf(buffer), buffer};
  return FileContent{hasher->Finish(), std::nullopt};
}

}  // namespace

// One walk over the members.
class TarSource::Streaming {
 public:
  Streaming(TarSource& source, TreeSink& sink, const StopFlag& stop) : source_(source), sink_(sink), stop_(stop) {}

  Result<SourceRelease> Run(const SourceRelease& asked) {
    TRY_ASSIGN(const auto stream, TarStream::Open(source_.path_));
    while (true) {
      if (stop_.requested()) return Fail(ErrorKind::kCancelled, "stopped while reading a tarball");
      TRY_ASSIGN(const auto member, stream->Next());
      if (!member) break;
      newest_ = std::max(newest_, member->modified);
      TRY(Take(*stream, *member));
    }
    const std::string top = builder_.CommonTop();
    const auto makefile = makefiles_.find(top + "Makefile");
    if (makefile == makefiles_.end() || !makefile->second) return NoKernelTree(source_.path_);
    TRY(TellLate());
    SourceRelease release = asked;
    if (release.name.empty()) release.name = *makefile->second;
    const Result<TreeOid> root = builder_.Build(top, sink_, stop_);
    if (!root) return Within(root.error(), Printable(source_.path_));
    release.tree = *root;
    release.date = UtcDate(newest_);
    return release;
  }

 private:
  Result<void> Take(TarStream& stream, const TarMember& member) {
    switch (member.kind) {
      case TarMember::Kind::kDirectory:
        return {};
      case TarMember::Kind::kSymlink:
        builder_.Add(member.path, {TreeMode::kSymlink, BlobOidOf(member.target), member.target.size()});
        return sink_.Link(BlobOidOf(member.target), member.target);
      case TarMember::Kind::kHardLink:
        return TakeHardLink(member);
      case TarMember::Kind::kFile:
        break;
    }
    TRY_ASSIGN(const FileContent content, ReadFile(stream, member, source_.limits_.max_blob_bytes, buffer_, stop_));
    if (MayBeTopMakefile(member.path)) RememberMakefile(member.path, content.bytes.value_or(""));
    builder_.Add(member.path, {member.executable ? TreeMode::kExecutable : TreeMode::kFile, content.oid, member.bytes});
    return Tell(LanguageOfName(LastComponent(member.path)), content, member.bytes);
  }

  Result<void> Tell(Language language, const FileContent& content, std::uint64_t bytes) {
    if (sink_.KnowsBlob(language, content.oid)) return {};
    if (!content.bytes) {
      source_.RememberTooLarge(content.oid);
    } else if (!source_.held_.HoldAgain(content.oid)) {
      TRY(source_.held_.Hold(content.oid, Bytes(*content.bytes), sink_, stop_));
    }
    return sink_.Blob(language, content.oid, bytes);
  }

  Result<void> TakeHardLink(const TarMember& member) {
    const std::optional<TreeLeaf> target = builder_.Find(member.target);
    if (!target) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: \"{}\" is a hard link to \"{}\", which is no file before it; make the tarball anew",
                              Printable(source_.path_), Printable(member.path), Printable(member.target)));
    }
    builder_.Add(member.path, *target);
    if (const auto makefile = makefiles_.find(member.target);
        makefile != makefiles_.end() && MayBeTopMakefile(member.path)) {
      makefiles_[member.path] = makefile->second;
    }
    const Language language = LanguageOfName(LastComponent(member.path));
    if (!IsFile(target->mode) || sink_.KnowsBlob(language, target->oid)) return {};
    // The same bytes in another language, when they may have gone by.
    if (source_.IsTooLarge(target->oid) || source_.held_.HoldAgain(target->oid)) {
      return sink_.Blob(language, target->oid, target->bytes);
    }
    late_[target->oid].insert(language);
    return {};
  }

  // Streams the tarball again for blobs that were wanted after they had gone by. It takes a hard link with another
  // ending for that.
  Result<void> TellLate() {
    if (late_.empty()) return {};
    TRY_ASSIGN(const auto stream, TarStream::Open(source_.path_));
    while (!late_.empty()) {
      TRY_ASSIGN(const auto member, stream->Next());
      if (!member) return Fail(ErrorKind::kCorrupt, Printable(source_.path_) + ": changed while it was read");
      if (member->kind != TarMember::Kind::kFile) continue;
      TRY_ASSIGN(const FileContent content, ReadFile(*stream, *member, source_.limits_.max_blob_bytes, buffer_, stop_));
      const auto late = late_.find(content.oid);
      if (late == late_.end()) continue;
      for (const Language language : late->second) TRY(Tell(language, content, member->bytes));
      late_.erase(late);
    }
    return {};
  }

  void RememberMakefile(const std::string& path, std::string_view bytes) {
    // Only the tree's own matters, and which that is shows at the end; a tarball with many tops has none.
    constexpr std::size_t kMost = 64;
    if (makefiles_.size() < kMost || makefiles_.contains(path) || path == "Makefile") {
      makefiles_[path] = ReleaseNameFromMakefile(bytes);
    }
  }

  TarSource& source_;
  TreeSink& sink_;
  const StopFlag& stop_;
  TreeBuilder builder_;
  Bytes buffer_;
  std::map<std::string, std::optional<std::string>> makefiles_;  // path -> what it says that the release is
  std::map<BlobOid, std::set<Language>> late_;
  std::int64_t newest_ = -1;
};

class TarSource::Reader final : public BlobReader {
 public:
  explicit Reader(TarSource& source) : source_(source) {}

  Result<std::optional<BlobBytes>> Read(BlobOid blob, std::uint64_t max_bytes) override {
    if (source_.IsTooLarge(blob)) return std::nullopt;
    std::optional<BlobBytes> bytes = source_.held_.Take(blob);
    if (!bytes) {
      return Fail(ErrorKind::kNotFound,
                  fmt::format("{}: blob {} is not held (a tarball's bytes can be read once each time they are told)",
                              Printable(source_.path_), blob.Hex()));
    }
    if (bytes->bytes.size() > max_bytes) return std::nullopt;
    return bytes;
  }

 private:
  TarSource& source_;
};

Result<std::unique_ptr<TarSource>> TarSource::Open(const std::string& path, StreamLimits limits) {
  TRY(TarStream::Open(path));  // looks at the first member
  return std::unique_ptr<TarSource>(new TarSource(path, limits));
}

Result<std::vector<SourceRelease>> TarSource::Releases(std::span<const std::string> patterns) {
  TRY_ASSIGN(const auto name, OnlyName(path_, patterns));
  SourceRelease release;
  release.name = name.value_or("");
  return std::vector<SourceRelease>{std::move(release)};
}

Result<SourceRelease> TarSource::Walk(const SourceRelease& release, TreeSink& sink, const StopFlag& stop) {
  return Streaming(*this, sink, stop).Run(release);
}

Result<void> TarSource::Recall(std::span<const BlobOid> blobs, const StopFlag& stop) {
  std::set<BlobOid> wanted(blobs.begin(), blobs.end());
  std::erase_if(wanted, [&](BlobOid blob) { return IsTooLarge(blob) || held_.HoldAgain(blob); });
  if (wanted.empty()) return {};
  TRY_ASSIGN(const auto stream, TarStream::Open(path_));
  Bytes buffer;
  while (!wanted.empty()) {
    if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped while reading a tarball");
    TRY_ASSIGN(const auto member, stream->Next());
    if (!member) {
      return Fail(ErrorKind::kNotFound,
                  fmt::format("{}: blob {} is not in this tarball", Printable(path_), wanted.begin()->Hex()));
    }
    if (member->kind != TarMember::Kind::kFile) continue;
    TRY_ASSIGN(const FileContent content, ReadFile(*stream, *member, limits_.max_blob_bytes, buffer, stop));
    if (wanted.erase(content.oid) == 0) continue;
    if (content.bytes) {
      held_.HoldRegardless(content.oid, Bytes(*content.bytes));
    } else {
      RememberTooLarge(content.oid);
    }
  }
  return {};
}

Result<std::unique_ptr<BlobReader>> TarSource::OpenReader() { return std::make_unique<Reader>(*this); }

void TarSource::RememberTooLarge(BlobOid blob) {
  const std::lock_guard lock(mutex_);
  too_large_.insert(blob);
}

bool TarSource::IsTooLarge(BlobOid blob) const {
  const std::lock_guard lock(mutex_);
  return too_large_.contains(blob);
}

}  // namespace ferrotype
