// ferrotype serve: the site on this machine's loopback, rendered anew when content or templates change.

#include <fmt/format.h>
#include <httplib.h>

#include <filesystem>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/library.h"
#include "cli/site_inputs.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

// Changes whenever a file below one of the folders does.
std::uint64_t Fingerprint(const Options& options) {
  std::uint64_t print = 14695981039346656037U;
  const auto mix = [&](std::uint64_t value) { print = (print ^ value) * 1099511628211U; };
  std::error_code error;
  for (const std::string& folder : {options.content, options.templates}) {
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      mix(std::hash<std::string>()(it->path().string()));
      mix(static_cast<std::uint64_t>(it->last_write_time(error).time_since_epoch().count()));
      if (it->is_regular_file(error)) mix(it->file_size(error));
    }
  }
  return print;
}

class Preview {
 public:
  Preview(const Options& options, const StoreLibrary& library) : options_(options), library_(library) {}

  // Null when there is no such page; a page of the editor's mistakes when the site can't be rendered.
  std::shared_ptr<const FileSet> Current(std::string& mistakes) {
    const std::scoped_lock lock(mutex_);
    const std::uint64_t print = Fingerprint(options_);
    if (!rendered_ || print != print_) {
      print_ = print;
      Result<FileSet> site = RenderFromDisk(options_, library_);
      mistakes_ = site ? "" : site.error().message;
      if (site) rendered_ = std::make_shared<const FileSet>(std::move(*site));
      if (!mistakes_.empty()) fmt::print(stderr, "{}\n", mistakes_);
    }
    mistakes = mistakes_;
    return rendered_;
  }

 private:
  const Options& options_;
  const StoreLibrary& library_;
  std::mutex mutex_;
  std::uint64_t print_ = 0;
  std::shared_ptr<const FileSet> rendered_;
  std::string mistakes_;
};

const char* TypeOf(std::string_view path) {
  constexpr std::pair<std::string_view, const char*> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json"},
      {".csv", "text/csv; charset=utf-8"},
      {".xml", "application/xml"},
      {".rss", "application/rss+xml"},
      {".atom", "application/atom+xml"},
      {".js", "text/javascript; charset=utf-8"},
      {".png", "image/png"},
      {".sqlite", "application/vnd.sqlite3"},
      {".txt", "text/plain; charset=utf-8"},
      {".sha256", "text/plain; charset=utf-8"},
  };
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

Result<void> Serve(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
  Preview preview(options, *library);
  std::string mistakes;
  if (preview.Current(mistakes) == nullptr) return Fail(ErrorKind::kInvalidArgument, mistakes);

  httplib::Server server;
  server.Get(".*", [&](const httplib::Request& request, httplib::Response& response) {
    std::string trouble;
    const std::shared_ptr<const FileSet> site = preview.Current(trouble);
    if (!trouble.empty()) {
      response.status = 500;
      response.set_content(trouble, "text/plain; charset=utf-8");
      return;
    }
    std::string path = request.path.substr(1);
    if (path.empty() || path.ends_with('/')) path += "index.html";
    auto found = site->find(path);
    if (found == site->end() && site->contains(path + "/index.html")) {
      response.set_redirect("/" + path + "/");
      return;
    }
    if (found == site->end()) {
      response.status = 404;
      found = site->find("404.html");
    }
    if (found != site->end()) response.set_content(found->second, TypeOf(found->first));
  });
  if (!server.bind_to_port("127.0.0.1", options.port)) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("port {}: it can't be had; is another server on it? Choose one with --port", options.port));
  }
  Notice(
      options,
      fmt::format(
          "http://127.0.0.1:{}/ shows the site; it is rendered anew when content or templates change. Ctrl-C ends it.",
          options.port));
  std::jthread watcher([&](const std::stop_token& token) {
    while (!token.stop_requested() && !InterruptFlag().requested())
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    server.stop();
  });
  server.listen_after_bind();
  return {};
}

}  // namespace

int RunServe(const Options& options) {
  const Result<void> served = Serve(options);
  return served ? kDone : Complain(served.error());
}

}  // namespace ferrotype
