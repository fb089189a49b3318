#include "source/git_releases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <optional>

#include "base/text.h"
#include "model/release.h"
#include "source/file.h"
#include "source/git_headers.h"

namespace ferrotype {
namespace {

// Commits and tags are a page of text; one of many megabytes is an attack.
constexpr std::uint64_t kMaxHeadBytes = std::uint64_t{16} << 20;
constexpr int kMaxTagChain = 16;
constexpr std::string_view kTagPrefix = "refs/tags/";

using Tags = std::map<std::string, git_oid>;

bool IsGlob(std::string_view pattern) { return pattern.find_first_of("*?") != std::string_view::npos; }

Result<Tags> ListTags(const GitObjects& objects) {
  const auto broken = [&] {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: its tags can't be listed ({}); look at the repository with git fsck", objects.where(),
                            LastGitMessage()));
  };
  git_reference_iterator* raw = nullptr;
  if (git_reference_iterator_glob_new(&raw, objects.repository(), "refs/tags/*") != 0) return broken();
  const GitHandle<git_reference_iterator> iterator(raw);
  Tags tags;
  while (true) {
    git_reference* raw_reference = nullptr;
    const int code = git_reference_next(&raw_reference, iterator.get());
    if (code == GIT_ITEROVER) return tags;
    if (code != 0) return broken();
    const GitHandle<git_reference> reference(raw_reference);
    const std::string_view name = git_reference_name(reference.get());
    const git_oid* target =
        git_reference_target(reference.get());  // null for a symbolic one, which git doesn't make of tags
    if (target != nullptr && name.starts_with(kTagPrefix)) tags.emplace(name.substr(kTagPrefix.size()), *target);
  }
}

// Follows tags to a commit or tree. nullopt when they end in a blob.
Result<std::optional<SourceRelease>> Peel(const GitObjects& objects, const std::string& name, git_oid id) {
  SourceRelease release;
  release.name = name;
  std::optional<std::int64_t> tagged;
  for (int step = 0; step < kMaxTagChain; ++step) {
    const auto read = objects.Read(id, kMaxHeadBytes);
    if (!read && read.error().kind == ErrorKind::kNotFound) {  // the name is there, and what it names is not
      return Fail(ErrorKind::kCorrupt, fmt::format("{} (needed for {})", read.error().message, Printable(name)));
    }
    if (!read) return Unexpected(read.error());
    const std::optional<GitObject>& object = *read;
    if (!object) {
      return Fail(ErrorKind::kCorrupt,
                  fmt::format("{}: object {} is far too large for what a tag names", objects.where(), HexOf(id)));
    }
    const auto place = [&] { return fmt::format("{}: {} {}", objects.where(), NameOf(object->type), HexOf(id)); };
    if (object->type == GitObjectType::kBlob) return std::nullopt;
    if (object->type == GitObjectType::kTree) {
      release.tree = FromGit<TreeOid>(id);
      if (tagged) release.date = UtcDate(*tagged);
      return release;
    }
    if (object->type == GitObjectType::kCommit) {
      const Result<GitCommitHead> head = ParseCommitHead(object->content.bytes);
      if (!head) return Within(head.error(), place());
      release.commit = FromGit<CommitOid>(id);
      release.tree = FromGit<TreeOid>(head->tree);
      release.date = UtcDate(tagged.value_or(head->committed));
      return release;
    }
    const Result<GitTagHead> head = ParseTagHead(object->content.bytes);
    if (!head) return Within(head.error(), place());
    if (!tagged) tagged = head->tagged;
    id = head->target;
  }
  return Fail(ErrorKind::kCorrupt, fmt::format("{}: tag {} names tags that name tags, over {} deep", objects.where(),
                                               Printable(name), kMaxTagChain));
}

std::optional<git_oid> FindRevision(const GitObjects& objects, const std::string& name) {
  git_object* raw = nullptr;
  if (git_revparse_single(&raw, objects.repository(), name.c_str()) != 0) return std::nullopt;
  const GitHandle<git_object> object(raw);
  return *git_object_id(object.get());
}

// `kind` is what `name` was looked up as.
Unexpected NothingNamed(const GitObjects& objects, std::string_view kind, const std::string& name, const Tags& tags) {
  const std::string place =
      fmt::format("{}: there is no {}{}", objects.where(), kind, name.empty() ? "" : " " + Printable(name));
  if (tags.empty()) {
    return Fail(
        ErrorKind::kNotFound,
        fmt::format("{}; the repository has no tags at all: name a branch or a commit, or fetch with --tags", place));
  }
  std::vector<std::string> names;
  std::transform(tags.begin(), tags.end(), std::back_inserter(names), [](const auto& tag) { return tag.first; });
  std::sort(names.begin(), names.end(), ReleaseLess);
  if (const std::optional<std::string> nearest = Nearest(name, names)) {
    return Fail(ErrorKind::kNotFound, fmt::format("{}; did you mean {}?", place, Printable(*nearest)));
  }
  constexpr std::size_t kShown = 3;
  std::string some;
  for (std::size_t i = names.size() > kShown ? names.size() - kShown : 0; i < names.size(); ++i) {
    some += (some.empty() ? "" : ", ") + Printable(names[i]);
  }
  return Fail(ErrorKind::kNotFound, fmt::format("{}; of its {} tags the last are {}", place, names.size(), some));
}

}  // namespace

Result<std::vector<SourceRelease>> FindGitReleases(const GitObjects& objects, std::span<const std::string> patterns) {
  TRY_ASSIGN(const Tags tags, ListTags(objects));
  std::map<std::string, git_oid> wanted;
  if (patterns.empty()) wanted = tags;
  for (const std::string& pattern : patterns) {
    if (const auto exact = tags.find(pattern); exact != tags.end()) {
      wanted.insert(*exact);
    } else if (IsGlob(pattern)) {
      std::copy_if(tags.begin(), tags.end(), std::inserter(wanted, wanted.end()),
                   [&](const auto& tag) { return GlobMatches(pattern, tag.first); });
    } else if (const std::optional<git_oid> revision =
                   pattern.empty() ? std::nullopt : FindRevision(objects, pattern)) {
      wanted.emplace(pattern, *revision);
    } else {
      return NothingNamed(objects, "tag, branch or commit", pattern, tags);
    }
  }
  std::vector<SourceRelease> releases;
  for (const auto& [name, id] : wanted) {
    TRY_ASSIGN(auto release, Peel(objects, name, id));
    if (release) {
      releases.push_back(std::move(*release));
    } else if (std::find(patterns.begin(), patterns.end(), name) != patterns.end()) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: {} names a file, not a tree; name a release", objects.where(), Printable(name)));
    }
  }
  if (releases.empty()) {
    return patterns.empty() ? NothingNamed(objects, "tag", {}, tags)
                            : NothingNamed(objects, "tag like", patterns.front(), tags);
  }
  std::sort(releases.begin(), releases.end(),
            [](const SourceRelease& a, const SourceRelease& b) { return ReleaseLess(a.name, b.name); });
  return releases;
}

}  // namespace ferrotype
