// The site while it is written: all of it as of the last quiet moment, and the text that was saved last as of now.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "cli/library.h"
#include "cli/options.h"
#include "renderer/preview/text_pages.h"

namespace ferrotype {

class Preview {
 public:
  Preview(const Options& options, const StoreLibrary& library);
  ~Preview();
  Preview(const Preview&) = delete;
  Preview& operator=(const Preview&) = delete;

  /// Renders the whole site once, and goes on rendering it behind the scenes after each change.
  Result<void> Start();

  /// Files of these paths were written or deleted: a text's own pages are there when this returns, that of the saved
  /// language first.
  void Changed(const std::set<std::string>& paths);

  struct Answer {
    std::string body;  ///< empty: there is no such file
    bool found = false;
  };
  /// A file of the site, pages with their notes.
  [[nodiscard]] Answer File(const std::string& path);
  [[nodiscard]] std::string Editor(Lang lang);
  [[nodiscard]] bool HasFolder(const std::string& path);

  /// Waits until a page that is not older than `since` changes; the event for it, or a heartbeat after a while.
  [[nodiscard]] std::string NextEvent(const std::string& page, const std::string& boot, std::uint64_t& since);
  /// Lets all that wait go.
  void Stop();

 private:
  void RenderWhole(const std::stop_token& token);
  [[nodiscard]] std::set<std::string> Differing(const FileSet& files);
  Result<void> ReadAll();
  /// A page with its notes; empty if there is none. With mutex_ held.
  [[nodiscard]] std::string PageNow(const std::string& path) const;
  [[nodiscard]] std::vector<Diagnostic> Diagnostics() const;
  void Tell(const std::set<std::string>& pages);

  const Options& options_;
  const StoreLibrary& library_;

  std::mutex writing_;  // of those who render single texts
  std::unique_ptr<TextPages> text_pages_;

  std::mutex mutex_;  // all that follows
  std::condition_variable told_;
  std::condition_variable wanted_;
  FileSet content_;
  FileSet templates_;
  FileSet pages_;
  std::vector<Diagnostic> diagnostics_;                   // of the whole site
  std::map<std::string, std::vector<Diagnostic>> fresh_;  // "content/articles/x/": of texts that changed since
  std::map<std::string, std::uint64_t> fresh_since_;      // the same: the version of its change
  std::vector<std::string> problems_;
  std::map<std::string, std::uint64_t> changed_;  // page -> version of its last change
  std::uint64_t version_ = 1;
  std::uint64_t whole_version_ = 0;  // of content, as the whole site has it
  bool stopped_ = false;
  std::string boot_;
  std::map<std::string, Sha256Digest> seen_;  // of each file of the last whole site; only RenderWhole's after Start
  std::jthread whole_;
};

}  // namespace ferrotype
