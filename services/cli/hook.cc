#include "cli/hook.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "base/text.h"

extern char** environ;

namespace ferrotype {
namespace {

constexpr std::chrono::seconds kPatience(60);
constexpr std::chrono::milliseconds kTick(20);

Unexpected HookFailed(const std::string& command, const std::string& why) {
  return Fail(ErrorKind::kUnavailable, fmt::format("hook `{}`: {}", Printable(command), why));
}

// As much as the pipe takes before `end`. A hook that doesn't read is no failure.
void Feed(int fd, std::string_view text, std::chrono::steady_clock::time_point end, const StopFlag& stop) {
  while (!text.empty() && !stop.requested() && std::chrono::steady_clock::now() < end) {
    pollfd ready{fd, POLLOUT, 0};
    if (poll(&ready, 1, static_cast<int>(kTick.count())) <= 0) continue;
    const ssize_t written = write(fd, text.data(), std::min<std::size_t>(text.size(), 4096));
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written < 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Result<void> RunHook(const std::string& command, std::string_view text, const StopFlag& stop) {
  int pipes[2];
  if (pipe2(pipes, O_CLOEXEC) != 0) return HookFailed(command, std::strerror(errno));
  fcntl(pipes[1], F_SETFL, O_NONBLOCK);  // ours alone: the hook reads as it likes
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  std::string shell = "sh";
  std::string flag = "-c";
  std::string line = command;
  char* arguments[] = {shell.data(), flag.data(), line.data(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(pipes[0]);
  if (failed != 0) {
    close(pipes[1]);
    return HookFailed(command, std::strerror(failed));
  }
  const auto end = std::chrono::steady_clock::now() + kPatience;
  Feed(pipes[1], text, end, stop);
  close(pipes[1]);
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (stop.requested() || std::chrono::steady_clock::now() > end) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return HookFailed(command, stop.requested() ? "stopped" : "took over a minute and was ended");
    }
    std::this_thread::sleep_for(kTick);
  }
  if (WIFSIGNALED(status)) return HookFailed(command, fmt::format("ended by signal {}", WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0) return HookFailed(command, fmt::format("ended with {}", WEXITSTATUS(status)));
  return {};
}

}  // namespace ferrotype
