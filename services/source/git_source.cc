#include "source/git_source.h"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "model/language.h"
#include "model/tree.h"
#include "source/git_releases.h"

namespace ferrotype {
namespace {

// A million entries with names of a usual length; a larger directory is an attack.
constexpr std::uint64_t kMaxTreeBytes = std::uint64_t{64} << 20;

class GitBlobReader final : public BlobReader {
 public:
  explicit GitBlobReader(std::unique_ptr<GitObjects> objects) : objects_(std::move(objects)) {}

  Result<std::optional<BlobBytes>> Read(BlobOid blob, std::uint64_t max_bytes) override {
    TRY_ASSIGN(auto object, objects_->Read(ToGit(blob), max_bytes));
    if (!object) return std::nullopt;
    if (object->type != GitObjectType::kBlob) {
      return Fail(ErrorKind::kCorrupt, fmt::format("{}: object {} is a {}, where a blob is wanted", objects_->where(),
                                                   blob.Hex(), NameOf(object->type)));
    }
    return std::move(object->content);
  }

 private:
  std::unique_ptr<GitObjects> objects_;
};

// One walk over a release's trees, deepest first, in path order, without recursion.
class TreeWalk {
 public:
  TreeWalk(const GitObjects& objects, TreeSink& sink, const StopFlag& stop)
      : objects_(objects), sink_(sink), stop_(stop) {}

  Result<void> Run(TreeOid root) {
    TRY(Enter(root, {}));
    while (!levels_.empty()) {
      if (stop_.requested()) return Fail(ErrorKind::kCancelled, "stopped while reading trees");
      Level& level = levels_.back();
      if (level.next == level.entries.size()) {
        levels_.pop_back();
        continue;
      }
      const TreeEntry entry = level.entries[level.next++];
      if (entry.mode == TreeMode::kTree) {
        TRY(Enter(entry.AsTree(), entry.name));
      } else if (IsFile(entry.mode)) {
        TRY(TellFile(entry));
      }
    }
    return {};
  }

 private:
  struct Level {
    BlobBytes object;  // what the names view into
    std::string_view name;
    std::vector<TreeEntry> entries;
    std::size_t next = 0;
  };

  [[nodiscard]] std::string PathOf(std::string_view name) const {
    std::string path;
    for (const Level& level : levels_) {
      if (!level.name.empty()) path += std::string(level.name) + '/';
    }
    path += name;
    return path.empty() ? "the root" : Printable(path);
  }

  // A release whose objects are not all there can't be told.
  [[nodiscard]] Unexpected Hole(const Error& error, std::string_view name) const {
    const ErrorKind kind = error.kind == ErrorKind::kNotFound ? ErrorKind::kCorrupt : error.kind;
    return Fail(kind, fmt::format("{} (needed for {})", error.message, PathOf(name)));
  }

  Result<void> Enter(TreeOid tree, std::string_view name) {
    // The sink is asked first; our own memory is for a sink that forgets: ten trees that each name the next ten times
    // are 10^10 paths.
    if (sink_.KnowsTree(tree) || !told_.insert(tree).second) return {};
    if (levels_.size() >= kMaxTreeDepth) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: directories are nested over {} deep (tree {}); this is no kernel", objects_.where(),
                              kMaxTreeDepth, tree.Hex()));
    }
    auto object = objects_.Read(ToGit(tree), kMaxTreeBytes);
    if (!object) return Hole(object.error(), name);
    if (!*object || (*object)->type != GitObjectType::kTree) {
      return Fail(ErrorKind::kCorrupt,
                  fmt::format("{}: object {} is {}, where a tree is wanted ({})", objects_.where(), tree.Hex(),
                              *object ? NameOf((*object)->type) : "too large", PathOf(name)));
    }
    auto entries = ParseTree((*object)->content.bytes);
    if (!entries)
      return Within(entries.error(), fmt::format("{}: tree {} ({})", objects_.where(), tree.Hex(), PathOf(name)));
    TRY(sink_.Tree(tree, (*object)->content.bytes));
    levels_.push_back({std::move((*object)->content), name, *std::move(entries)});
    return {};
  }

  Result<void> TellFile(const TreeEntry& entry) {
    const Language language = LanguageOfName(entry.name);
    const BlobOid blob = entry.AsBlob();
    if (sink_.KnowsBlob(language, blob)) return {};
    const auto header = objects_.Header(ToGit(blob));
    if (!header) return Hole(header.error(), entry.name);
    if (!*header) return Hole(objects_.Missing(ToGit(blob)).value(), entry.name);
    if ((*header)->type != GitObjectType::kBlob) {
      return Fail(ErrorKind::kCorrupt,
                  fmt::format("{}: object {} is a {}, where a blob is wanted ({})", objects_.where(), blob.Hex(),
                              NameOf((*header)->type), PathOf(entry.name)));
    }
    return sink_.Blob(language, blob, (*header)->bytes);
  }

  const GitObjects& objects_;
  TreeSink& sink_;
  const StopFlag& stop_;
  std::vector<Level> levels_;
  std::unordered_set<TreeOid> told_;
};

}  // namespace

Result<std::unique_ptr<GitSource>> GitSource::Open(const std::string& path) {
  TRY_ASSIGN(const auto repository, OpenGitRepository(path));
  if (!repository) return nullptr;
  TRY_ASSIGN(auto objects, GitObjects::Open(path));
  return std::unique_ptr<GitSource>(new GitSource(path, std::move(objects)));
}

Result<std::vector<SourceRelease>> GitSource::Releases(std::span<const std::string> patterns) {
  return FindGitReleases(*objects_, patterns);
}

Result<SourceRelease> GitSource::Walk(const SourceRelease& release, TreeSink& sink, const StopFlag& stop) {
  SourceRelease walked = release;
  if (!walked.tree) {
    TRY_ASSIGN(const auto found, Releases(std::span(&release.name, 1)));
    if (found.size() != 1) {
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {} names {} releases, where one is wanted",
                                                           objects_->where(), Printable(release.name), found.size()));
    }
    walked = found.front();
  }
  TRY(TreeWalk(*objects_, sink, stop).Run(*walked.tree));
  return walked;
}

Result<void> GitSource::Recall(std::span<const BlobOid>, const StopFlag&) { return {}; }

Result<std::unique_ptr<BlobReader>> GitSource::OpenReader() {
  TRY_ASSIGN(auto objects, GitObjects::Open(path_));
  return std::make_unique<GitBlobReader>(std::move(objects));
}

}  // namespace ferrotype
