#include "cli/site_memory.h"

#include <fmt/format.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/pack.h"
#include "base/parallel.h"
#include "publisher/durable.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kForm = "ferrotype site memory 1";
constexpr const char* kManifest = "manifest.sha256";

// A file by what the system says of it: writing to it changes it, whatever its bytes.
std::string Lying(const fs::path& path) {
  struct stat there{};
  if (stat(path.c_str(), &there) != 0) return "none";
  return fmt::format("{}:{} {} {}.{} {}.{}", there.st_dev, there.st_ino, there.st_size, there.st_mtim.tv_sec,
                     there.st_mtim.tv_nsec, there.st_ctim.tv_sec, there.st_ctim.tv_nsec);
}

// What the linker wrote into an object to tell its build; empty when it didn't.
std::string BuildIdOf(const dl_phdr_info& object) {
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* at = reinterpret_cast<const char*>(object.dlpi_addr + segment.p_vaddr);
    const auto* end = at + segment.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const auto padded = [](std::size_t size) { return (size + 3) / 4 * 4; };
      const char* name = at + sizeof note;
      const char* bytes = name + padded(note.n_namesz);
      const char* next = bytes + padded(note.n_descsz);
      if (next > end || next <= at) break;
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0)
        return ToHex(AsSpan({bytes, note.n_descsz}));
      at = next;
    }
  }
  return {};
}

int AddObject(dl_phdr_info* object, std::size_t, void* told) {
  const std::string path = object->dlpi_name[0] == '\0' ? "/proc/self/exe" : object->dlpi_name;
  const std::string id = BuildIdOf(*object);
  static_cast<std::string*>(told)->append(fmt::format("{} {}\n", path, id.empty() ? Lying(path) : id));
  return 0;
}

}  // namespace

std::string ProgramIdentity() {
  std::string told;
  dl_iterate_phdr(AddObject, &told);
  return told;
}

std::string StoreIdentity(const std::string& folder) {
  struct stat log{};
  const fs::path wal = fs::path(folder) / "ferrotype.db-wal";
  // An empty log is as none: readers make and remove it.
  const bool logged = stat(wal.c_str(), &log) == 0 && log.st_size > 0;
  return fmt::format("{} {}", Lying(fs::path(folder) / "ferrotype.db"), logged ? Lying(wal) : "none");
}

Sha256Digest InputsOf(const FileSet& content, const FileSet& templates, const SiteSettings& settings,
                      const std::string& program, const std::string& store) {
  ValueHasher hasher;
  hasher.Add(program).Add(store).Add(settings.base_url).AddNumber(settings.preview ? 1 : 0);
  hasher.AddNumber(settings.names.size());
  for (const auto& [language, name] : settings.names) hasher.Add(language).Add(name);
  hasher.AddNumber(settings.languages.size());
  for (const std::string& language : settings.languages) hasher.Add(language);
  for (const FileSet* files : {&content, &templates}) {
    hasher.AddNumber(files->size());
    for (const auto& [path, bytes] : *files) hasher.Add(path).Add(bytes);
  }
  return hasher.Finish();
}

SiteMemory::SiteMemory(const std::string& out) {
  std::error_code error;
  folder_ = fs::absolute(out, error).lexically_normal();
  if (!folder_.has_filename()) folder_ = folder_.parent_path();
  const Result<std::string> bytes = ReadWhole(Path());
  if (!bytes) return;
  Unpacker in(*bytes);
  if (in.Next() != kForm) return;
  inputs_ = in.Digest();
  manifest_ = in.Digest();
  for (std::uint64_t left = in.Number(); left > 0 && in.ok(); --left) {
    std::string path(in.Next());
    sizes_[std::move(path)] = in.Number();
  }
  known_ = in.done();
}

fs::path SiteMemory::Path() const {
  return folder_.parent_path() / fmt::format(".ferrotype-{}", folder_.filename().string());
}

bool SiteMemory::Holds(const Sha256Digest& inputs, int threads) const {
  if (!known_ || inputs != inputs_) return false;
  const Result<std::string> manifest = ReadWhole(folder_ / kManifest);
  if (!manifest || Sha256(*manifest) != manifest_) return false;
  std::vector<std::pair<const std::string*, std::uint64_t>> files;
  files.reserve(sizes_.size());
  for (const auto& [path, size] : sizes_) files.emplace_back(&path, size);
  std::atomic<bool> same = true;
  ForEach(files, threads, [&](const auto& file) {
    struct stat there{};
    const std::string path = (folder_ / *file.first).string();
    if (same && (lstat(path.c_str(), &there) != 0 || !S_ISREG(there.st_mode) ||
                 static_cast<std::uint64_t>(there.st_size) != file.second))
      same = false;
  });
  return same;
}

void SiteMemory::Keep(const Sha256Digest& inputs, const SiteWriter& site) const {
  Packer out;
  out.Add(kForm);
  out.AddDigest(inputs);
  out.AddDigest(Sha256(site.manifest()));
  out.AddNumber(site.files().size());
  for (const auto& [path, file] : site.files()) {
    out.Add(path);
    out.AddNumber(file.size);
  }
  // Not synced: what a fall of the system cuts short has no seal.
  // Under a name that SiteWriter clears away after a process that was killed.
  const fs::path beside = folder_.parent_path() / fmt::format(".{}.{}.tmp", folder_.filename().string(), getpid());
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file << out.Sealed();
  file.close();
  std::error_code error;
  if (file) {
    fs::rename(beside, Path(), error);
  } else {
    fs::remove(beside, error);
  }
}

}  // namespace ferrotype
