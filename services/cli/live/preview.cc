#include "cli/live/preview.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <tuple>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/live/notes.h"
#include "cli/site_inputs.h"
#include "renderer/check/content.h"
#include "renderer/check/site_check.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

std::optional<std::string> ReadOne(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return in ? std::optional<std::string>(std::move(text).str()) : std::nullopt;
}

// The path within `folder`; empty when it lies elsewhere.
std::string Within(const std::string& folder, const std::string& path) {
  const std::string relative =
      fs::path(path).lexically_normal().lexically_relative(fs::path(folder).lexically_normal()).generic_string();
  return relative.starts_with("..") || relative == "." ? std::string() : relative;
}

// "articles/x/" of "articles/x/en.md"; empty for what belongs to no text.
std::string TextFolder(const std::string& within) {
  const std::size_t kind = within.find('/');
  const std::size_t slug = kind == std::string::npos ? kind : within.find('/', kind + 1);
  return slug == std::string::npos ? std::string() : within.substr(0, slug + 1);
}

}  // namespace

Preview::Preview(const Options& options, const StoreLibrary& library)
    : options_(options), library_(library), boot_(fmt::format("{}", getpid())) {}

Preview::~Preview() { Stop(); }

Result<void> Preview::ReadAll() {
  TRY_ASSIGN(FileSet content, ReadFiles(options_.content));
  TRY_ASSIGN(FileSet templates, ReadFiles(options_.templates));
  TRY_ASSIGN(std::unique_ptr<TextPages> pages,
             TextPages::Open(library_, content, templates, SiteSettingsOf(options_, true)));
  const std::scoped_lock lock(writing_, mutex_);
  content_ = std::move(content);
  templates_ = std::move(templates);
  text_pages_ = std::move(pages);
  return {};
}

Result<void> Preview::Start() {
  TRY(ReadAll());
  const FileSet extra = {{"data/ferrotype.sqlite", std::string()}};
  TRY_ASSIGN(CheckedSite site,
             CheckSite({library_, content_, templates_, SiteSettingsOf(options_, true), &extra}, Threads(options_)));
  for (const auto& [path, bytes] : site.files) seen_[path] = Sha256(bytes);
  pages_ = std::move(site.files);
  diagnostics_ = std::move(site.diagnostics);
  problems_ = std::move(site.problems);
  whole_version_ = version_;
  whole_ = std::jthread([this](const std::stop_token& token) { RenderWhole(token); });
  return {};
}

void Preview::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  told_.notify_all();
  wanted_.notify_all();
  if (whole_.joinable()) whole_.request_stop();
}

void Preview::Tell(const std::set<std::string>& pages) {
  ++version_;
  for (const std::string& page : pages) changed_[page] = version_;
  told_.notify_all();
}

void Preview::Changed(const std::set<std::string>& paths) {
  std::map<std::string, Lang> folders;  // and whose page somebody looks at, most likely
  bool all = false;
  {
    const std::scoped_lock lock(mutex_);
    for (const std::string& path : paths) {
      const std::string within = Within(options_.content, path);
      if (within.empty()) {
        all = true;  // a template
        continue;
      }
      std::optional<std::string> bytes = ReadOne(path);
      if (bytes) {
        content_[within] = std::move(*bytes);
      } else {
        content_.erase(within);
      }
      const std::string folder = TextFolder(within);
      if (folder.empty()) {
        all = true;  // the glossary is everybody's
      } else {
        folders.try_emplace(folder, within.ends_with("/zh.md") ? Lang::kZh : Lang::kEn);
      }
    }
    ++version_;
  }
  if (all) {
    if (const Result<void> read = ReadAll(); !read) fmt::print(stderr, "{}\n", read.error().message);
  }
  const std::scoped_lock writing(writing_);
  FileSet content;
  {
    const std::scoped_lock lock(mutex_);
    content = content_;
  }
  for (const auto& [folder, saved] : folders) {
    const std::vector<std::string_view> parts = Split(folder, '/');
    const auto page_of = [&](Lang lang) { return PageOfFile(fmt::format("content/{}{}.md", folder, PathOf(lang))); };
    std::vector<Diagnostic> diagnostics =
        text_pages_->Render(content, parts[0], parts[1], saved, [&](Lang lang, FileSet files) {
          const std::scoped_lock lock(mutex_);
          const std::string page = page_of(lang);
          const auto before = pages_.extract(page);
          const bool other =
              lang == saved || before.empty() || !files.contains(page) || files.at(page) != before.mapped();
          for (auto& [path, bytes] : files) pages_[path] = std::move(bytes);
          if (other) Tell({page});
        });
    const std::scoped_lock lock(mutex_);
    const std::string place = "content/" + folder;
    std::vector<Diagnostic> before = Diagnostics();
    std::erase_if(before, [&](const Diagnostic& d) { return !d.path.starts_with(place); });
    const bool other = before != diagnostics;
    fresh_[place] = std::move(diagnostics);
    if (other) Tell({page_of(Lang::kEn), page_of(Lang::kZh)});
    fresh_since_[place] = version_;
  }
  wanted_.notify_all();
}

// The paths whose files are others than in the whole site before, those that are gone among them.
std::set<std::string> Preview::Differing(const FileSet& files) {
  std::map<std::string, Sha256Digest> now;
  std::set<std::string> differing;
  for (const auto& [path, bytes] : files) {
    const Sha256Digest digest = now[path] = Sha256(bytes);
    const auto before = seen_.find(path);
    if (before == seen_.end() || before->second != digest) differing.insert(path);
  }
  for (const auto& [path, digest] : seen_) {
    if (!now.contains(path)) differing.insert(path);
  }
  seen_ = std::move(now);
  return differing;
}

void Preview::RenderWhole(const std::stop_token& token) {
  // A text that is saved meanwhile comes first: Linux keeps a priority for each thread, and the threads that this one
  // begins have the same. Without the right to lower it, the page is only a little later.
  constexpr int kBehindTheScenes = 15;
  std::ignore = setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kBehindTheScenes);
  while (!token.stop_requested()) {
    FileSet content;
    FileSet templates;
    std::uint64_t version = 0;
    {
      std::unique_lock lock(mutex_);
      wanted_.wait(lock, [&] { return stopped_ || version_ != whole_version_; });
      // Not while somebody types.
      for (std::uint64_t seen = 0; !stopped_ && seen != version_;) {
        seen = version_;
        wanted_.wait_for(lock, milliseconds(700), [&] { return stopped_ || version_ != seen; });
      }
      if (stopped_) return;
      version = version_;
      content = content_;
      templates = templates_;
    }
    const FileSet extra = {{"data/ferrotype.sqlite", std::string()}};
    // Half of the machine, so that neither the next text nor the browser waits for a core.
    const auto threads = std::max(Threads(options_) / 2, decltype(Threads(options_)){1});
    Result<CheckedSite> site =
        CheckSite({library_, content, templates, SiteSettingsOf(options_, true), &extra}, threads);
    // Which files may differ is found before anybody is kept waiting.
    std::set<std::string> differing = site ? Differing(site->files) : std::set<std::string>();
    const std::scoped_lock lock(mutex_);
    whole_version_ = version;
    if (!site) {
      problems_ = {site.error().message};
      fmt::print(stderr, "{}\n", site.error().message);
      continue;
    }
    for (const auto& [path, since] : changed_) differing.insert(path);
    std::set<std::string> pages;
    for (const std::string& path : differing) {
      // Saved again meanwhile: what is there is newer.
      const auto since = changed_.find(path);
      if (since != changed_.end() && since->second > version) continue;
      const auto made = site->files.find(path);
      if (made == site->files.end()) {
        pages_.erase(path);
        continue;
      }
      std::string& shown = pages_[path];
      if (shown == made->second) continue;
      shown = std::move(made->second);
      pages.insert(path.ends_with(".html") ? path : "*");
    }
    // Of texts that did not change since, the whole site knows more: links, and which pages there are.
    std::erase_if(fresh_, [&](const auto& each) { return fresh_since_[each.first] <= version; });
    diagnostics_ = std::move(site->diagnostics);
    problems_ = std::move(site->problems);
    if (!pages.empty()) {
      Tell(pages);
      whole_version_ = version == version_ - 1 ? version_ : version;
    }
  }
}

std::vector<Diagnostic> Preview::Diagnostics() const {
  std::vector<Diagnostic> all;
  for (const Diagnostic& d : diagnostics_) {
    const bool replaced =
        std::any_of(fresh_.begin(), fresh_.end(), [&](const auto& each) { return d.path.starts_with(each.first); });
    if (!replaced) all.push_back(d);
  }
  for (const auto& [folder, diagnostics] : fresh_) all.insert(all.end(), diagnostics.begin(), diagnostics.end());
  Sort(all);
  return all;
}

std::string Preview::PageNow(const std::string& path) const {
  const auto found = pages_.find(path);
  std::string html = found == pages_.end() ? TroublePage(path, Diagnostics(), content_) : found->second;
  if (html.empty()) return html;
  return WithNotes(html, path, Diagnostics(), {boot_, version_, options_.languages.size() != 1});
}

Preview::Answer Preview::File(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (path.ends_with(".html")) {
    std::string html = PageNow(path);
    const bool there = !html.empty();
    return {std::move(html), there};
  }
  const auto found = pages_.find(path);
  return found == pages_.end() ? Answer() : Answer{found->second, true};
}

bool Preview::HasFolder(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  return pages_.contains(path + "/index.html");
}

std::string Preview::Editor(Lang lang) {
  const std::scoped_lock lock(mutex_);
  std::vector<Diagnostic> ignored;
  std::vector<std::string> drafts;
  for (const Document& document : LoadDocuments(content_, ignored)) {
    if (document.IsDraft()) drafts.push_back(document.path);
  }
  return EditorPage(Diagnostics(), problems_, drafts, lang);
}

std::string Preview::NextEvent(const std::string& page, const std::string& boot, std::uint64_t& since) {
  std::unique_lock lock(mutex_);
  // A page of the server before this one: whatever it shows may be old.
  if (boot != boot_ && since != version_) {
    since = version_;
    return "data: {\"anew\": true}\n\n";
  }
  const auto news = [&] {
    const auto own = changed_.find(page);
    const auto all = changed_.find("*");
    return (own != changed_.end() && own->second > since) || (all != changed_.end() && all->second > since);
  };
  told_.wait_for(lock, std::chrono::seconds(15), [&] { return stopped_ || news(); });
  if (stopped_) return "";
  const bool mine = news();
  since = version_;
  if (!mine) return ": still here\n\n";
  // With the page itself: asking for it would take longer than making it.
  const nlohmann::json told = {{"html", PageNow(page)}};
  return fmt::format("data: {}\n\n", told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace ferrotype
