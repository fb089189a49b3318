#include "renderer/page/side_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

namespace ferrotype {
namespace {

constexpr std::array<std::string_view, 7> kMoreThanWords = {"<pre",    "<ul",         "<ol",  "<table",
                                                            "<figure", "<blockquote", "<math"};

// The text without every piece from `begin` to `end`.
std::string Without(std::string_view text, std::string_view begin, std::string_view end) {
  std::string out;
  while (true) {
    const std::size_t from = text.find(begin);
    const std::size_t to = from == std::string_view::npos ? from : text.find(end, from + begin.size());
    if (to == std::string_view::npos) return out + std::string(text);
    out += text.substr(0, from);
    text.remove_prefix(to + end.size());
  }
}

// What an <li> of the list holds, as words of one line; empty when it holds more than that.
std::string WordsOf(std::string_view item) {
  for (const std::string_view block : kMoreThanWords) {
    if (item.find(block) != std::string_view::npos) return {};
  }
  std::string words = Without(item, "<a class=\"backlink\"", "</a>");
  words = Without(words, " id=\"", "\"");  // an id stands once in a page
  std::string out;
  for (std::string_view rest = words; !rest.empty();) {
    const std::size_t open = rest.find("<p>");
    const std::size_t close = rest.find("</p>");
    const std::size_t tag = std::min(open, close);
    out += rest.substr(0, tag);
    if (tag == std::string_view::npos) break;
    if (open < close && !out.empty()) out += ' ';
    rest.remove_prefix(tag + (open < close ? 3 : 4));
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

// Whether a note may stand beside the text at `place`: in a paragraph or an item of a list, not in a table or heading.
bool InWords(std::string_view body, std::size_t place) {
  const std::string_view before = body.substr(0, place);
  const auto last = [&](std::string_view tag) {
    const std::size_t at = before.rfind(tag);
    return at == std::string_view::npos ? std::size_t{0} : at + 1;
  };
  const std::size_t words = std::max({last("<p>"), last("<p "), last("<li>"), last("<dd>")});
  const std::size_t other = std::max({last("<td"), last("<th"), last("<h2"), last("<h3"), last("<h4"),
                                      last("<figcaption"), last("<caption"), last("<dt>")});
  return words > other;
}

}  // namespace

std::string WithSideNotes(std::string_view body) {
  const std::size_t list = body.rfind("<section class=\"footnotes\"");
  if (list == std::string_view::npos) return std::string(body);
  std::string out;
  std::size_t done = 0;
  for (int number = 1;; ++number) {
    const std::string item = fmt::format("<li id=\"fn-{}\">", number);
    const std::size_t at = body.find(item, list);
    if (at == std::string_view::npos) break;
    const std::size_t begin = at + item.size();
    const std::size_t next =
        std::min(body.find(fmt::format("<li id=\"fn-{}\">", number + 1), begin), body.find("</ol>\n</section>", begin));
    const std::string_view held = body.substr(begin, next == std::string_view::npos ? next : next - begin);
    const std::string words = WordsOf(held.substr(0, held.rfind("</li>")));
    const std::size_t mark = body.find(fmt::format("id=\"fnref-{}-1\"", number));
    const std::size_t end = mark == std::string_view::npos ? mark : body.find("</sup>", mark);
    // Marks are numbered in order of the text, but a mark inside another note stands behind them all.
    if (words.empty() || end == std::string_view::npos || end >= list || end < done || !InWords(body, mark)) continue;
    out += body.substr(done, end + 6 - done);
    out += fmt::format("<span class=\"sidenote\"><span class=\"sidenote-n\">{}</span> {}</span>", number, words);
    done = end + 6;
  }
  return out + std::string(body.substr(done));
}

}  // namespace ferrotype
