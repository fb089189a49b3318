#include "renderer/maths/mathml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "base/text.h"

namespace ferrotype {
namespace {

using Refused = tl::unexpected<std::string>;

constexpr std::array<std::string_view, 27> kElements = {
    "annotation", "math",        "menclose", "mfrac", "mi",  "mmultiscripts", "mn",        "mo",     "mover", "mpadded",
    "mphantom",   "mprescripts", "mroot",    "mrow",  "ms",  "mspace",        "msqrt",     "mstyle", "msub",  "msubsup",
    "msup",       "mtable",      "mtd",      "mtext", "mtr", "munder",        "munderover"};
constexpr std::array<std::string_view, 25> kAttributes = {
    "accent",    "accentunder", "columnspan",    "depth",    "display",       "displaystyle", "encoding",
    "fence",     "form",        "height",        "largeop",  "linethickness", "lspace",       "mathvariant",
    "maxsize",   "minsize",     "movablelimits", "notation", "rowspan",       "rspace",       "scriptlevel",
    "separator", "stretchy",    "symmetric",     "voffset"};
constexpr std::array<std::string_view, 4> kOwnAttributes = {"class", "style", "width", "xmlns"};

// Classes that site-templates/maths.css knows; others of the library mend other styles than ours and are left out.
constexpr std::array<std::string_view, 32> kClasses = {
    "chr-lrg",       "chr-lrg-vec", "chr-med",     "chr-med-vec", "chr-sml",     "chr-sml-vec", "downstrike",
    "mathcal",       "menclose",    "sout",        "tml-cancel",  "tml-display", "tml-hat-1",   "tml-hat-2",
    "tml-hat-3",     "tml-hat-4",   "tml-jot",     "tml-left",    "tml-lrg-pad", "tml-med-pad", "tml-overline",
    "tml-prime",     "tml-right",   "tml-small",   "tml-sml-pad", "tml-tilde-2", "tml-tilde-3", "tml-tilde-4",
    "tml-underline", "tml-vec",     "tml-xcancel", "upstrike"};

struct StyleClass {
  std::string_view style;
  std::string_view name;  // empty: said by the style sheet already
};
constexpr std::array kStyles = {StyleClass{"border-bottom:0.06em solid", "m-line-below"},
                                StyleClass{"border-left:0.06em solid", "m-line-left"},
                                StyleClass{"border-right:0.06em solid", "m-line-right"},
                                StyleClass{"border-top:0.06em solid", "m-line-above"},
                                StyleClass{"border:1px solid", "m-box"},
                                StyleClass{"display:block math", ""},
                                StyleClass{"font-weight:bold", "m-bold"},
                                StyleClass{"margin-left:-0.1667em", "m-thin"},
                                StyleClass{"math-depth:0", "m-depth"},
                                StyleClass{"math-depth:1", "m-depth-1"},
                                StyleClass{"math-depth:2", "m-depth-2"},
                                StyleClass{"padding-left:0.1389em", "m-left-small"},
                                StyleClass{"padding-left:0.25em", "m-left-quarter"},
                                StyleClass{"padding-left:0em", "m-left-none"},
                                StyleClass{"padding-left:0pt", "m-left-none"},
                                StyleClass{"padding-left:1em", "m-left-wide"},
                                StyleClass{"padding-left:2em", "m-left-wider"},
                                StyleClass{"padding-left:5.9776pt", "m-left"},
                                StyleClass{"padding-right:0.1389em", "m-right-small"},
                                StyleClass{"padding-right:0.25em", "m-right-quarter"},
                                StyleClass{"padding-right:0em", "m-right-none"},
                                StyleClass{"padding-right:0pt", "m-right-none"},
                                StyleClass{"padding-right:5.9776pt", "m-right"}};

template <std::size_t N>
bool Knows(const std::array<std::string_view, N>& set, std::string_view name) {
  return std::find(set.begin(), set.end(), name) != set.end();
}

// A length or a word: nothing that could leave an attribute, a style or a formula.
bool IsPlain(std::string_view value) {
  return value.size() <= 40 && std::all_of(value.begin(), value.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '+' || c == '%' || c == ' ' || c == '/';
         });
}

struct Attribute {
  std::string_view name;
  std::string_view value;
};

struct Tag {
  std::string_view name;
  bool closes = false;
  std::vector<Attribute> attributes;
};

// The tag at the head of `rest`, which is taken off; nullopt when it is none that we would read.
std::optional<Tag> TakeTag(std::string_view& rest) {
  Tag tag;
  rest.remove_prefix(1);
  if (rest.starts_with('/')) {
    tag.closes = true;
    rest.remove_prefix(1);
  }
  const std::size_t name = rest.find_first_of(" >");
  if (name == std::string_view::npos) return std::nullopt;
  tag.name = rest.substr(0, name);
  rest.remove_prefix(name);
  while (rest.starts_with(' ')) {
    rest.remove_prefix(1);
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos || equals + 1 >= rest.size()) return std::nullopt;
    const char quote = rest[equals + 1];
    const std::size_t end = rest.find(quote, equals + 2);
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos) return std::nullopt;
    tag.attributes.push_back({rest.substr(0, equals), rest.substr(equals + 2, end - equals - 2)});
    rest.remove_prefix(end + 1);
  }
  if (!rest.starts_with('>')) return std::nullopt;
  rest.remove_prefix(1);
  return tag;
}

std::string WordsFor(std::string_view element) {
  if (element == "a") return "a link";
  if (element == "img") return "a picture";
  if (element == "mtable") return "a table";
  return fmt::format("an element <{}>", Printable(element));
}

// Adds the classes that stand for `style`; the words of what is refused, or nothing.
std::string AddStyles(std::string_view style, std::set<std::string_view>& classes) {
  for (std::string_view declaration : Split(style, ';')) {
    declaration = TrimBlanks(declaration);
    if (declaration.empty()) continue;
    const auto known =
        std::find_if(kStyles.begin(), kStyles.end(), [&](const StyleClass& each) { return each.style == declaration; });
    if (known != kStyles.end()) {
      if (!known->name.empty()) classes.insert(known->name);
      continue;
    }
    const std::string_view property = declaration.substr(0, declaration.find(':'));
    if (property.starts_with("padding") || property.starts_with("margin") || property == "text-align") continue;
    if (property.find("color") != std::string_view::npos) return "a colour: the style sheets choose them";
    if (property == "width") return "a number beside an equation; write it in the text";
    return fmt::format("the style \"{}\"", Printable(declaration));
  }
  return "";
}

tl::expected<std::string, std::string> Rebuilt(const Tag& tag) {
  if (!Knows(kElements, tag.name) && tag.name != "semantics") return Refused(WordsFor(tag.name));
  if (tag.closes) return fmt::format("</{}>", tag.name);
  std::string out = fmt::format("<{}", tag.name);
  std::set<std::string_view> classes;
  for (const Attribute& attribute : tag.attributes) {
    if (attribute.name == "class") {
      for (const std::string_view name : Split(attribute.value, ' ')) {
        if (name == "tml-label" || name == "tml-tag" || name == "tml-tageqn")
          return Refused("a label or number of an equation; write it in the text");
        if (Knows(kClasses, name)) classes.insert(name);
      }
    } else if (attribute.name == "style") {
      if (const std::string refused = AddStyles(attribute.value, classes); !refused.empty()) return Refused(refused);
    } else if (attribute.name == "width" && (tag.name == "mtable" || tag.name == "mtd")) {
      return Refused("a number beside an equation; write it in the text");
    } else if (Knows(kAttributes, attribute.name) || Knows(kOwnAttributes, attribute.name)) {
      if (attribute.name == "xmlns") continue;
      if (!IsPlain(attribute.value))
        return Refused(fmt::format("{}=\"{}\"", attribute.name, Printable(attribute.value)));
      out += fmt::format(" {}=\"{}\"", attribute.name, attribute.value);
    } else if (attribute.name == "mathcolor" || attribute.name == "mathbackground") {
      return Refused("a colour: the style sheets choose them");
    } else if (attribute.name == "mathsize") {
      return Refused("a size of its own");
    } else {
      return Refused(fmt::format("the attribute {}", Printable(attribute.name)));
    }
  }
  if (!classes.empty()) {
    std::string joined;
    for (const std::string_view name : classes) joined += fmt::format("{}{}", joined.empty() ? "" : " ", name);
    out += fmt::format(" class=\"{}\"", joined);
  }
  return out + ">";
}

}  // namespace

tl::expected<std::string, std::string> CleanMathMl(std::string_view mathml) {
  std::string out;
  out.reserve(mathml.size());
  std::vector<std::string_view> open;
  while (!mathml.empty()) {
    const std::size_t text = std::min(mathml.find('<'), mathml.size());
    if (mathml.substr(0, text).find('>') != std::string_view::npos) return Refused("a stray >");
    out += mathml.substr(0, text);
    mathml.remove_prefix(text);
    if (mathml.empty()) break;
    const std::optional<Tag> tag = TakeTag(mathml);
    if (!tag) return Refused("something that is no element");
    const auto rebuilt = Rebuilt(*tag);
    if (!rebuilt) return Refused(rebuilt.error());
    if (!tag->closes) {
      open.push_back(tag->name);
    } else if (open.empty() || open.back() != tag->name) {
      return Refused("elements that cross");
    } else {
      open.pop_back();
    }
    out += *rebuilt;
  }
  if (!open.empty() || !out.starts_with("<math")) return Refused("something that is no formula");
  return out;
}

}  // namespace ferrotype
