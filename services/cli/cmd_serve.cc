// ferrotype serve: the site on this machine's loopback, for those who write it. A saved text is on its page at once.

#include <fmt/format.h>
#include <httplib.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/library.h"
#include "cli/live/notes.h"
#include "cli/live/preview.h"
#include "cli/live/watch.h"

namespace ferrotype {
namespace {

constexpr const char* kHtml = "text/html; charset=utf-8";

const char* TypeOf(std::string_view path) {
  constexpr std::pair<std::string_view, const char*> kTypes[] = {
      {".html", kHtml},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json"},
      {".csv", "text/csv; charset=utf-8"},
      {".xml", "application/xml"},
      {".rss", "application/rss+xml"},
      {".atom", "application/atom+xml"},
      {".js", "text/javascript; charset=utf-8"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".avif", "image/avif"},
      {".gif", "image/gif"},
      {".woff2", "font/woff2"},
      {".sqlite", "application/vnd.sqlite3"},
      {".txt", "text/plain; charset=utf-8"},
      {".sha256", "text/plain; charset=utf-8"},
  };
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

// What `?page=` may name: a page of the site, no way out of a URL or an attribute.
std::string PageParameter(const httplib::Request& request) {
  const std::string page = request.get_param_value("page");
  const bool clean = std::all_of(page.begin(), page.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '/' || c == '%';
  });
  return clean && !page.starts_with('/') ? page : "index.html";
}

void AnswerLive(const httplib::Request& request, httplib::Response& response, Preview& preview) {
  if (request.path == "/_live/live.js") return response.set_content(std::string(LiveScript()), TypeOf(".js"));
  if (request.path == "/_live/live.css") return response.set_content(std::string(LiveStyle()), TypeOf(".css"));
  if (request.path == "/_live/both") return response.set_content(BothPage(PageParameter(request)), kHtml);
  if (request.path == "/_live/editor")
    return response.set_content(preview.Editor(request.get_param_value("lang") == "zh" ? Lang::kZh : Lang::kEn), kHtml);
  if (request.path != "/_live/events") {
    response.status = 404;
    return;
  }
  response.set_header("Cache-Control", "no-store");
  const std::string page = PageParameter(request);
  const std::string boot = request.get_param_value("boot");
  auto since = std::make_shared<std::uint64_t>(
      static_cast<std::uint64_t>(ParseInt(request.get_param_value("since")).value_or(0)));
  response.set_chunked_content_provider("text/event-stream",
                                        [&preview, page, boot, since](std::size_t, httplib::DataSink& sink) {
                                          const std::string event = preview.NextEvent(page, boot, *since);
                                          if (event.empty()) {
                                            sink.done();
                                            return true;
                                          }
                                          return sink.write(event.data(), event.size());
                                        });
}

void AnswerFile(const httplib::Request& request, httplib::Response& response, Preview& preview) {
  std::string path = request.path.substr(1);
  if (path.empty() || path.ends_with('/')) path += "index.html";
  response.set_header("Cache-Control", "no-store");
  Preview::Answer answer = preview.File(path);
  if (!answer.found && preview.HasFolder(path)) return response.set_redirect("/" + path + "/");
  if (!answer.found) {
    response.status = 404;
    answer = preview.File("404.html");
    path = "404.html";
  }
  if (!answer.found) return;
  if (answer.body.empty()) return response.set_content(std::string(), TypeOf(path));
  // From a provider and not as content: the library would compress content for the browser on this very machine, which
  // takes longer than to make the page.
  auto body = std::make_shared<const std::string>(std::move(answer.body));
  response.set_content_provider(body->size(), TypeOf(path),
                                [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                                  return sink.write(body->data() + offset, length);
                                });
}

// Between two saves an editor thinks, and memory that nobody uses grows cold: in pages of 2 MB what a page of the site
// is made from is warm again at once, in pages of 4 KB one by one (after six seconds, 43 to 82 ms from a save to its
// words instead of 87 to 134). glibc reads this wish when a program begins, so the program begins again; where that
// isn't possible it goes on as it is.
void BeginAgainInLargePages() {
  constexpr const char* kTunables = "GLIBC_TUNABLES";
  if (std::getenv(kTunables) != nullptr) return;
  std::error_code error;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", error).string();
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(in, word, '\0');) words.push_back(word);
  if (error || words.empty() || setenv(kTunables, "glibc.malloc.hugetlb=1", 0) != 0) return;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(program.c_str(), arguments.data());
}

Result<void> Serve(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store, Threads(options)));
  TRY_ASSIGN(FolderWatch watch, FolderWatch::Open({options.content, options.templates}));
  Preview preview(options, *library);
  TRY(preview.Start());

  httplib::Server server;
  server.set_tcp_nodelay(true);  // an event is small, and nobody is to wait for it
  server.new_task_queue = [] { return new httplib::ThreadPool(64); };  // each open page holds one for its events
  // Only pages of this server may ask: a name that leads here is no reason to answer.
  server.Get(".*", [&](const httplib::Request& request, httplib::Response& response) {
    const std::string host = request.get_header_value("Host");
    const std::string name = host.substr(0, host.rfind(':'));
    if (name != "127.0.0.1" && name != "localhost" && name != "[::1]") {
      response.status = 403;
      return;
    }
    if (request.path.starts_with("/_live/")) return AnswerLive(request, response, preview);
    AnswerFile(request, response, preview);
  });
  if (!server.bind_to_port("127.0.0.1", options.port)) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("port {}: it can't be had; is another server on it? Choose one with --port", options.port));
  }
  Notice(options, fmt::format("http://127.0.0.1:{0}/ shows the site, and a text as soon as it is saved; "
                              "http://127.0.0.1:{0}/_live/editor what needs an editor. Ctrl-C ends it.",
                              options.port));
  std::jthread watcher([&](const std::stop_token& token) {
    while (!token.stop_requested() && !InterruptFlag().requested()) {
      const std::set<std::string> changed = watch.Wait(std::chrono::milliseconds(50));
      if (!changed.empty()) preview.Changed(changed);
    }
    preview.Stop();
    server.stop();
  });
  server.listen_after_bind();
  return {};
}

}  // namespace

int RunServe(const Options& options) {
  BeginAgainInLargePages();
  const Result<void> served = Serve(options);
  return served ? kDone : Complain(served.error());
}

}  // namespace ferrotype
