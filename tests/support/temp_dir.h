// A directory of a test's own, and programs run in it.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ferrotype::testing_support {

/// Gone with all in it when this dies.
class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ferrotype-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp: " + pattern);
    path_ = pattern;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  [[nodiscard]] std::string path(std::string_view below = "") const {
    return below.empty() ? path_ : path_ + '/' + std::string(below);
  }

  /// Writes a file and the directories that it needs.
  void Write(std::string_view below, std::string_view content) const {
    const std::filesystem::path file = path(below);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!out.flush()) throw std::runtime_error("can't write " + file.string());
  }

  [[nodiscard]] std::string Read(std::string_view below) const {
    std::ifstream in(path(below), std::ios::binary);
    if (!in) throw std::runtime_error("can't read " + path(below));
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  /// Runs a shell command in this directory with a git that knows no user's settings; its output without the last
  /// newline. Throws when it fails.
  std::string Run(const std::string& command) const {
    const std::string full =
        "cd '" + path_ +
        "' && export HOME=\"$PWD\" LC_ALL=C TZ=UTC GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A "
        "GIT_AUTHOR_EMAIL=a@example.org "
        "GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org GIT_AUTHOR_DATE='2026-10-01T12:00:00+00:00' "
        "GIT_COMMITTER_DATE=\"${WHEN:-2026-10-02T12:00:00+00:00}\" && { " +
        command + "\n}";
    FILE* pipe = ::popen(full.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen: " + command);
    std::string output;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), got);
    const int status = ::pclose(pipe);
    if (status != 0) throw std::runtime_error("failed (" + std::to_string(status) + "): " + command);
    while (output.ends_with('\n')) output.pop_back();
    return output;
  }

 private:
  std::string path_;
};

}  // namespace ferrotype::testing_support
