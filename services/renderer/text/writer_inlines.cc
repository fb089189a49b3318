#include <cmark-gfm-core-extensions.h>
#include <fmt/format.h>
#include <strikethrough.h>

#include <algorithm>

#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/links.h"
#include "renderer/text/writer.h"

namespace ferrotype::text {
namespace {

// "$x^2$" and "$$y$$", and what begins like TeX and never ends. "$5", "$HOME" and "US$ 3" are none.
std::vector<std::string_view> DollarFormulas(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t open = text.find('$'); open != std::string_view::npos; open = text.find('$', open)) {
    const std::size_t body = std::min(text.find_first_not_of('$', open), text.size());
    const std::size_t close = text.find('$', body);
    const std::string_view inside = text.substr(body, close - body);
    const bool letter =
        !inside.empty() && ((inside[0] >= 'a' && inside[0] <= 'z') || (inside[0] >= 'A' && inside[0] <= 'Z'));
    const bool tex =
        inside.starts_with('\\') || (letter && inside.size() > 1 && (inside[1] == '^' || inside[1] == '_'));
    if (close == std::string_view::npos) {
      if (tex && body - open <= 2) found.push_back(text.substr(open, 1));
      return found;
    }
    const std::size_t end = std::min(text.find_first_not_of('$', close), text.size());
    const bool tight = !inside.empty() && inside.front() != ' ' && inside.back() != ' ';
    const bool formula =
        tight && (inside.find_first_of("^_\\={") != std::string_view::npos || (letter && inside.size() == 1));
    if (body - open <= 2 && (formula || (body - open == 2 && end - close == 2))) {
      found.push_back(text.substr(open, end - open));
      open = end;
    } else {
      if (tex && body - open <= 2) found.push_back(text.substr(open, 1));
      open = close;
    }
  }
  return found;
}

}  // namespace

Writer::Next Writer::EnterInline(cmark_node* node, cmark_node_type type) {
  if (type == CMARK_NODE_TEXT) {
    Text(node);
  } else if (type == CMARK_NODE_SOFTBREAK) {
    out_.SoftBreak();
  } else if (type == CMARK_NODE_LINEBREAK) {
    if (Lines()) {
      out_.SoftBreak();
    } else {
      out_.Block("<br>\n");
    }
  } else if (type == CMARK_NODE_CODE) {
    Code(node);
  } else if (type == CMARK_NODE_EMPH) {
    out_.Tag("<em>");
  } else if (type == CMARK_NODE_STRONG) {
    out_.Tag("<strong>");
  } else if (type == CMARK_NODE_STRIKETHROUGH) {
    out_.Tag("<del>");
  } else if (type == CMARK_NODE_LINK) {
    EnterLink(node);
  } else if (type == CMARK_NODE_IMAGE) {
    Image(node);
    return Next::kSkipChildren;
  } else if (type == CMARK_NODE_FOOTNOTE_REFERENCE) {
    FootnoteReference(node);
    return Next::kSkipChildren;
  } else if (type == CMARK_NODE_HTML_INLINE) {
    RawHtml(node);
  }
  return Next::kOn;
}

void Writer::ExitInline(cmark_node*, cmark_node_type type) {
  if (type == CMARK_NODE_EMPH) {
    out_.Tag("</em>");
  } else if (type == CMARK_NODE_STRONG) {
    out_.Tag("</strong>");
  } else if (type == CMARK_NODE_STRIKETHROUGH) {
    out_.Tag("</del>");
  } else if (type == CMARK_NODE_LINK) {
    if (links_.back()) out_.LinkTag("</a>");
    links_.pop_back();
  }
}

// Text that names a role hands its name over to the code span that follows.
void Writer::Text(cmark_node* node) {
  std::string_view literal = LiteralOf(node);
  cmark_node* next = cmark_node_next(node);
  const bool before_code = next != nullptr && cmark_node_get_type(next) == CMARK_NODE_CODE;
  if (before_code) {
    const std::string_view role = RoleNameAtEnd(literal);
    if (!role.empty()) literal.remove_suffix(role.size() + 2);
  }
  CheckText(node, literal, before_code);
  out_.Text(literal);
}

// What plain words give away: a role that lost its code span, a footnote that is none, a number that is bound to
// nothing.
void Writer::CheckText(cmark_node* node, std::string_view literal, bool before_code) {
  const auto place = [&](std::size_t offset, std::string_view words) {
    Place told = PlaceOf(node);
    told.byte += static_cast<int>(offset);
    return Nearest(told, words);
  };
  for (std::size_t open = literal.find('{'); open != std::string_view::npos; open = literal.find('{', open + 1)) {
    const std::size_t close = literal.find('}', open);
    if (close == std::string_view::npos) break;
    if (before_code && close + 1 == literal.size()) continue;  // told as an unknown role
    const std::string_view name = literal.substr(open + 1, close - open - 1);
    if (!IsRole(name)) continue;
    reporter_.Error(place(open, literal.substr(open, close + 1 - open)), "F018",
                    fmt::format("a role needs its code span directly behind: {{{}}}`...`", name));
  }
  // {metric`files`}
  if (const std::size_t open = literal.rfind('{');
      before_code && open != std::string_view::npos && IsRole(literal.substr(open + 1))) {
    reporter_.Error(place(open, literal.substr(open)), "F018",
                    fmt::format("the brace closes before the code span: {{{}}}`...`", literal.substr(open + 1)));
  }
  constexpr std::string_view kWideOpen = "｛";
  constexpr std::string_view kWideClose = "｝";
  for (std::size_t open = literal.find(kWideOpen); open != std::string_view::npos;
       open = literal.find(kWideOpen, open + 1)) {
    const std::size_t close = literal.find(kWideClose, open);
    if (close == std::string_view::npos) break;
    const std::string_view name = literal.substr(open + kWideOpen.size(), close - open - kWideOpen.size());
    if (IsRole(name))
      reporter_.Error(place(open, literal.substr(open, close - open)), "F018",
                      fmt::format("a role's braces are those of ASCII: {{{}}}`...`", name));
  }
  if (const std::size_t colons = literal.find_first_not_of(':'); colons != std::string_view::npos && colons >= 3) {
    std::string_view name = literal.substr(colons, 40);
    while (name.starts_with(' ') || name.starts_with('{')) name.remove_prefix(1);
    name = name.substr(0, name.find_first_of(" }"));
    if (IsDirective(name))
      reporter_.Warn(place(0, literal.substr(0, colons)), "F020",
                     fmt::format("a directive is a fence of backticks: ```{{{}}}", name));
  }
  for (std::size_t open = literal.find("[^"); open != std::string_view::npos; open = literal.find("[^", open + 2)) {
    const std::size_t close = literal.find(']', open);
    if (close == std::string_view::npos || mode_ != WriteMode::kDocument) break;
    const std::string_view mark = literal.substr(open, close + 1 - open);
    if (mark.size() < 4 || mark.find(' ') != std::string_view::npos) continue;
    reporter_.Error(place(open, mark), "F040", fmt::format("there is no footnote {}", WithoutSeams(mark)));
  }
  for (const std::string_view formula : DollarFormulas(literal)) {
    const std::string shown = WithoutSeams(formula);
    reporter_.Warn(place(static_cast<std::size_t>(formula.data() - literal.data()), formula), "F053",
                   shown.size() > 1 && shown.ends_with('$')
                       ? fmt::format("dollars make no formula; write {{math}}`{}`",
                                     Trimmed(std::string_view(shown)
                                                 .substr(0, shown.find_last_not_of('$') + 1)
                                                 .substr(shown.find_first_not_of('$'))))
                       : "dollars make no formula, and this one has no end; write {math}`...`");
  }
  if (scene_.unbound == nullptr || quotes_ > 0) return;
  for (const UnboundNumber& number : scene_.unbound->Find(literal)) {
    const std::string_view words = literal.substr(number.offset, number.shown.size());
    reporter_.Warn(
        place(number.offset, words), "L001",
        number.metric.empty()
            ? fmt::format("{} looks like a measured value; bind it with {{metric}}, or say whose it is with "
                          "{{reported}} or {{claim}}",
                          Quoted(WithoutSeams(words)))
            : fmt::format("{} is what was measured; write {{metric}}`{}`", Quoted(WithoutSeams(words)), number.metric));
  }
}

void Writer::Code(cmark_node* node) {
  cmark_node* before = cmark_node_previous(node);
  const bool after_text = before != nullptr && cmark_node_get_type(before) == CMARK_NODE_TEXT;
  const std::string_view role = after_text ? RoleNameAtEnd(LiteralOf(before)) : std::string_view();
  if (role.empty()) {
    out_.Code(LiteralOf(node));
    return;
  }
  RoleOutput output =
      RenderRole(role, LiteralOf(node), scene_, reporter_, PlaceOfCode(node), mode_ != WriteMode::kHeadline);
  if (!links_.empty()) output.html = output.linkless;  // a link in a link is none
  out_.Role(output);
}

Place Writer::PlaceOfCode(cmark_node* node) const { return Nearest(PlaceOf(node), LiteralOf(node)); }

// cmark is off by the width of what it skipped in continuation lines of footnotes, and by what escapes took; the line
// itself knows better.
Place Writer::Nearest(Place place, std::string_view literal) const {
  constexpr std::size_t kWindow = 64;  // the skipped width is small; a line may be long
  const std::string_view line = reporter_.Line(place.line);
  const std::size_t told = std::min(static_cast<std::size_t>(std::max(place.byte, 1) - 1), line.size());
  if (literal.empty() || line.substr(told).starts_with(literal)) return place;
  const std::size_t from = told > kWindow ? told - kWindow : 0;
  const std::string_view window = line.substr(from, 2 * kWindow + literal.size());
  std::size_t nearest = std::string_view::npos;
  for (std::size_t at = window.find(literal); at != std::string_view::npos; at = window.find(literal, at + 1)) {
    const auto apart = [&](std::size_t x) { return x + from > told ? x + from - told : told - x - from; };
    if (nearest == std::string_view::npos || apart(at) < apart(nearest)) nearest = at;
  }
  if (nearest != std::string_view::npos) place.byte = static_cast<int>(from + nearest) + 1;
  return place;
}

void Writer::EnterLink(cmark_node* node) {
  const char* url = cmark_node_get_url(node);
  const Or<Target> target = CheckLink(WithoutSeams(url == nullptr ? "" : url), scene_.document, scene_.context);
  const bool tag = target.has_value() && mode_ != WriteMode::kHeadline;
  links_.push_back(tag);
  if (target) scene_.record.links.push_back({target->url, target->external, false, reporter_.SpotOf(PlaceOf(node))});
  if (!target) Problem(PlaceOf(node), target.error());
  if (!tag) return;
  const char* title = cmark_node_get_title(node);
  const std::string shown_title = WithoutSeams(title == nullptr ? "" : title);
  out_.LinkTag(fmt::format(R"(<a href="{}"{}{}>)", EscapeUrl(target->url),
                           shown_title.empty() ? "" : fmt::format(R"( title="{}")", EscapeAttribute(shown_title)),
                           target->external ? R"( rel="noopener")" : ""));
}

void Writer::Image(cmark_node* node) {
  const char* url = cmark_node_get_url(node);
  const Or<Target> target = CheckImage(WithoutSeams(url == nullptr ? "" : url));
  if (!target) return Problem(PlaceOf(node), target.error());
  const std::string alt = WordsBelow(node, WithCode::kYes);
  if (alt.empty())
    return Problem(PlaceOf(node), {"F033", "a picture needs words for those who don't see it: ![words](file)"});
  scene_.record.links.push_back({target->url, false, true, reporter_.SpotOf(PlaceOf(node))});
  const std::string html =
      fmt::format(R"(<img src="{}" alt="{}" loading="lazy">)",
                  EscapeUrl(PictureUrl(target->url, scene_.document, scene_.context)), EscapeAttribute(alt));
  out_.Role({html, html, alt});
}

void Writer::FootnoteReference(cmark_node* node) {
  const std::string number(LiteralOf(node));
  const int time = ++footnote_references_[number];
  out_.Role(
      {fmt::format(R"(<sup class="footnote" id="fnref-{0}-{1}"><a href="#fn-{0}" role="doc-noteref">{0}</a></sup>)",
                   EscapeAttribute(number), time),
       "", ""});
}

}  // namespace ferrotype::text
