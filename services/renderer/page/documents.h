// Articles, case studies and pages that people wrote.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

struct DocumentHead {
  Html title;
  Html summary;
  std::string title_text;
  std::string summary_text;
  std::string date;
  bool foreign = false;  ///< written in the other language alone
};

/// The items of a list of the front matter, without blanks around them; empty without such a key.
[[nodiscard]] std::vector<std::string> ListField(const Document& document, std::string_view key);

/// Title and summary of a document as lists show them. An unknown one gives an empty head.
[[nodiscard]] DocumentHead HeadOf(const Page& page, std::string_view kind, std::string_view slug);

/// Whether a case study of that name is about something that bears one of `names`: "binder" and "rust_binder".
[[nodiscard]] bool IsAbout(std::string_view slug, std::initializer_list<std::string_view> names);

/// Leads to the case study whose slug is a word of one of `names`: "binder" of "rust_binder", "locks" of
/// "kernel::sync::lock"; empty for none.
[[nodiscard]] Html CaseStudyAbout(const Page& page, std::initializer_list<std::string_view> names);

/// What editors know of when mainline got the driver or module `name`: the events that say in `introduces` that they
/// brought it, as a clause beside the measured interval. Empty when none does.
[[nodiscard]] Html SinceByEvents(const Page& page, std::string_view name);

/// Words for readers of a translation whose original has changed since; empty for every other text.
[[nodiscard]] Html AgedNotice(const Page& page, const Document& document);

/// The release that a text speaks of: its own (commentary), else the newest.
[[nodiscard]] const Report* ReleaseOf(const Site& site, const Document& document);

/// Examines a document by rendering it, for its page in its own language; what is wrong is told, the text as it was
/// rendered is given to `take` when the page is made. Returns the page and what it brings along.
[[nodiscard]] FileSet ExamineAndMake(const Site& site, const Document& document, std::vector<Diagnostic>& diagnostics,
                                     const std::function<void(RenderedText text)>& take);

/// The document's whole content for a feed: charts as images, all links below `root`.
[[nodiscard]] RenderedText FeedText(const Page& page, const Document& document, const std::string& root);

}  // namespace ferrotype
