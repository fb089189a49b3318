#include "cli/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ferrotype {
namespace {

// What a child sends: signs of life, then one letter for the outcome, then the text to the end.
constexpr char kAlive = '.';
constexpr char kDone = '=';
constexpr char kFirstError = 'A';  // and so on, in order of ErrorKind

void WriteFully(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

[[noreturn]] void BeChild(int fd, const std::function<Result<std::string>(const std::function<bool()>&)>& work,
                          pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  ::signal(SIGINT, SIG_IGN);  // the parent decides
  ::signal(SIGTERM, SIG_DFL);
  const Result<std::string> result = work([fd] {
    WriteFully(fd, {&kAlive, 1});
    return true;
  });
  const char letter = result ? kDone : static_cast<char>(kFirstError + static_cast<char>(result.error().kind));
  WriteFully(fd, {&letter, 1});
  WriteFully(fd, result ? *result : result.error().message);
  _exit(0);
}

Unexpected Ended(const std::string& why) {
  return Fail(ErrorKind::kUnavailable, fmt::format("the process that fetches {}", why));
}

}  // namespace

Result<std::string> RunInChild(const std::function<Result<std::string>(const std::function<bool()>&)>& work,
                               std::chrono::seconds patience, const StopFlag& stop) {
  int pipes[2];
  if (pipe2(pipes, O_CLOEXEC) != 0) return Ended(fmt::format("has no pipe: {}", std::strerror(errno)));
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) {
    close(pipes[0]);
    close(pipes[1]);
    return Ended(fmt::format("can't be started: {}", std::strerror(errno)));
  }
  if (child == 0) {
    close(pipes[0]);
    BeChild(pipes[1], work, parent);
  }
  close(pipes[1]);
  constexpr std::size_t kMostBytes = std::size_t{64} << 20;
  constexpr int kTickMs = 100;
  std::string text;
  char outcome = 0;
  bool cut = false;
  auto heard = std::chrono::steady_clock::now();
  while (true) {
    if (stop.requested() || std::chrono::steady_clock::now() - heard > patience || text.size() > kMostBytes) {
      cut = true;
      kill(child, SIGKILL);
      break;
    }
    pollfd ready{pipes[0], POLLIN, 0};
    if (poll(&ready, 1, kTickMs) <= 0) continue;
    char buffer[1 << 14];
    const ssize_t got = read(pipes[0], buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    heard = std::chrono::steady_clock::now();
    std::string_view bytes(buffer, static_cast<std::size_t>(got));
    if (outcome == 0) {
      const std::size_t at = bytes.find_first_not_of(kAlive);
      if (at == std::string_view::npos) continue;
      outcome = bytes[at];
      bytes.remove_prefix(at + 1);
    }
    text += bytes;
  }
  close(pipes[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped");
  if (cut) return Ended(fmt::format("gave no sign for {} minutes and was ended", patience.count() / 60));
  if (WIFSIGNALED(status)) return Ended(fmt::format("was ended by signal {}", WTERMSIG(status)));
  if (outcome == kDone && WEXITSTATUS(status) == 0) return text;
  const int kind = outcome - kFirstError;
  if (kind < 0 || kind > static_cast<int>(ErrorKind::kInternal)) return Ended("ended without a word");
  return Fail(static_cast<ErrorKind>(kind), text);
}

}  // namespace ferrotype
