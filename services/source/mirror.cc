#include "source/mirror.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "source/git_api.h"
#include "source/git_objects.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTagPrefix = "refs/tags/";
constexpr std::string_view kPeeled = "^{}";
constexpr std::size_t kMostTags = 1'000'000;

using Tags = std::map<std::string, git_oid>;

struct RemoteDeleter {
  void operator()(git_remote* p) const { git_remote_free(p); }
};
using Remote = std::unique_ptr<git_remote, RemoteDeleter>;

// Half a pack of a run that was killed; a pack that is whole has another name.
void RemoveHalfPacks(const fs::path& mirror) {
  std::error_code error;
  std::vector<fs::path> doomed;
  for (fs::directory_iterator it(mirror / "objects/pack", error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.starts_with("pack_git2_") || name.starts_with("tmp_")) doomed.push_back(it->path());
  }
  for (const fs::path& path : doomed) fs::remove(path, error);
}

// Who is believed, where that is not what the system believes: the names that OpenSSL has made common.
Result<void> TrustAsTold() {
  const char* file = std::getenv("SSL_CERT_FILE");
  const char* folder = std::getenv("SSL_CERT_DIR");
  if ((file == nullptr || *file == '\0') && (folder == nullptr || *folder == '\0')) return {};
  if (git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, folder) == 0) return {};
  return Fail(ErrorKind::kInvalidArgument, fmt::format("SSL_CERT_FILE or SSL_CERT_DIR: {}", LastGitMessage()));
}

Result<GitHandle<git_repository>> OpenMirror(const std::string& path) {
  TRY(StartGit());
  TRY(TrustAsTold());
  std::error_code error;
  if (!fs::exists(fs::path(path) / "HEAD", error)) {
    fs::create_directories(fs::path(path).parent_path(), error);
    git_repository* fresh = nullptr;
    if (git_repository_init(&fresh, path.c_str(), 1) != 0) {
      return Fail(ErrorKind::kUnavailable,
                  fmt::format("{}: no mirror can be made ({})", Printable(path), LastGitMessage()));
    }
    return GitHandle<git_repository>(fresh);
  }
  RemoveHalfPacks(path);
  TRY_ASSIGN(auto repository, OpenGitRepository(path));
  if (!repository) {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: is no git repository; move it away, and it is fetched anew", Printable(path)));
  }
  return *std::move(repository);
}

Result<Tags> TagsHere(git_repository* repository, const std::string& path) {
  Tags tags;
  git_strarray names{};
  if (git_reference_list(&names, repository) != 0) {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: its tags can't be listed ({})", Printable(path), LastGitMessage()));
  }
  for (std::size_t i = 0; i < names.count; ++i) {
    const std::string_view name = names.strings[i];
    git_oid id;
    if (name.starts_with(kTagPrefix) && git_reference_name_to_id(&id, repository, names.strings[i]) == 0)
      tags.emplace(name.substr(kTagPrefix.size()), id);
  }
  git_strarray_dispose(&names);
  return tags;
}

Unexpected Unreachable(const std::string& url, const std::function<bool()>& alive) {
  if (!alive()) return Fail(ErrorKind::kCancelled, "stopped");
  return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", Printable(url), LastGitMessage()));
}

// A name that could be a path or an option to somebody.
bool IsSoundTag(std::string_view name) {
  int valid = 0;
  const std::string full = std::string(kTagPrefix) + std::string(name);
  return git_reference_name_is_valid(&valid, full.c_str()) == 0 && valid != 0;
}

Result<Tags> TagsThere(git_remote* remote, const std::string& url) {
  const git_remote_head** heads = nullptr;
  std::size_t count = 0;
  if (git_remote_ls(&heads, &count, remote) != 0)
    return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", Printable(url), LastGitMessage()));
  if (count > kMostTags)
    return Fail(ErrorKind::kCorrupt, fmt::format("{}: names {} references; this is no kernel", Printable(url), count));
  Tags tags;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view name = heads[i]->name;
    if (!name.starts_with(kTagPrefix) || name.ends_with(kPeeled)) continue;
    const std::string_view tag = name.substr(kTagPrefix.size());
    if (IsSoundTag(tag)) tags.emplace(tag, heads[i]->oid);
  }
  return tags;
}

git_remote_callbacks Callbacks(const std::function<bool()>& alive) {
  git_remote_callbacks callbacks = GIT_REMOTE_CALLBACKS_INIT;
  callbacks.payload = const_cast<std::function<bool()>*>(&alive);
  const auto ask = [](void* payload) {
    return (*static_cast<const std::function<bool()>*>(payload))() ? 0 : GIT_EUSER;
  };
  static const auto kAsk = ask;
  callbacks.sideband_progress = [](const char*, int, void* payload) { return kAsk(payload); };
  callbacks.transfer_progress = [](const git_indexer_progress*, void* payload) { return kAsk(payload); };
  return callbacks;
}

}  // namespace

Result<MirrorLook> UpdateMirror(const std::string& mirror, const std::string& url,
                                const std::function<bool(std::string_view)>& wanted,
                                const std::function<bool()>& alive) {
  TRY_ASSIGN(const auto repository, OpenMirror(mirror));
  git_remote* raw = nullptr;
  if (git_remote_create_anonymous(&raw, repository.get(), url.c_str()) != 0)
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {}", Printable(url), LastGitMessage()));
  const Remote remote(raw);
  const git_remote_callbacks callbacks = Callbacks(alive);
  if (git_remote_connect(remote.get(), GIT_DIRECTION_FETCH, &callbacks, nullptr, nullptr) != 0)
    return Unreachable(url, alive);
  TRY_ASSIGN(const Tags there, TagsThere(remote.get(), url));
  TRY_ASSIGN(const Tags here, TagsHere(repository.get(), mirror));

  MirrorLook look;
  std::vector<std::string> refspecs;
  for (const auto& [name, id] : there) {
    if (!wanted(name)) continue;
    const auto known = here.find(name);
    if (known == here.end()) {
      look.fetched.push_back(name);
      refspecs.push_back(fmt::format("refs/tags/{}:refs/tags/{}", name, name));  // without '+': never over another
    } else if (git_oid_cmp(&known->second, &id) != 0) {
      look.moved.push_back({name, HexOf(known->second), HexOf(id)});
    }
  }
  for (const auto& [name, id] : here) {
    if (!there.contains(name)) look.vanished.push_back(name);
  }
  if (refspecs.empty()) return look;

  std::vector<char*> pointers;
  std::transform(refspecs.begin(), refspecs.end(), std::back_inserter(pointers),
                 [](std::string& refspec) { return refspec.data(); });
  const git_strarray array{pointers.data(), pointers.size()};
  git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
  options.callbacks = callbacks;
  options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
  options.update_fetchhead = 0;
  if (git_remote_fetch(remote.get(), &array, &options, "ferrotype watch") != 0) return Unreachable(url, alive);
  return look;
}

}  // namespace ferrotype
