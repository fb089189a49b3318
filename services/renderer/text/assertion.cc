#include "renderer/text/assertion.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <vector>

#include "base/text.h"
#include "renderer/text/arguments.h"
#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/file_facts.h"
#include "renderer/text/fragment.h"
#include "renderer/text/runes.h"
#include "renderer/text/statements.h"

namespace ferrotype::text {
namespace {

__extension__ using Wide = __int128;

constexpr std::array<std::string_view, 6> kComparisons = {"<", "<=", ">", ">=", "==", "!="};

// A fraction in lowest terms that fits 64 bits, or nothing.
std::optional<MetricValue> Fraction(Wide numerator, Wide denominator) {
  if (denominator == 0) return std::nullopt;
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  Wide a = numerator < 0 ? -numerator : numerator;
  Wide b = denominator;
  while (b != 0) std::swap(a %= b, b);
  if (a != 0) {
    numerator /= a;
    denominator /= a;
  }
  constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
  if (numerator > kMost || numerator < -kMost || denominator > kMost) return std::nullopt;
  return MetricValue{static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

std::optional<MetricValue> Apply(MetricValue a, char op, MetricValue b) {
  const Wide an = a.numerator;
  const Wide ad = a.denominator;
  const Wide bn = b.numerator;
  const Wide bd = b.denominator;
  switch (op) {
    case '+':
      return Fraction(an * bd + bn * ad, ad * bd);
    case '-':
      return Fraction(an * bd - bn * ad, ad * bd);
    case '*':
      return Fraction(an * bn, ad * bd);
    default:
      return Fraction(an * bd, ad * bn);
  }
}

// drivers/net/phy/one.rs:unsafe, with @release or without.
Or<MetricValue> FileOperand(const TextContext& context, std::string_view word) {
  const std::size_t colon = word.rfind(':');
  if (colon == std::string_view::npos)
    return Bad("F021", fmt::format("what of the file {}? Write path:lines, path:code, ...", Quoted(word)));
  const std::string_view rest = word.substr(colon + 1);
  const std::size_t at = rest.find('@');
  const Or<const Report*> report =
      FindRelease(context, at == std::string_view::npos ? std::string_view() : rest.substr(at + 1));
  if (!report) return tl::unexpected(report.error());
  const Or<std::int64_t> value = FileFact(**report, word.substr(0, colon), rest.substr(0, at));
  if (!value) return tl::unexpected(value.error());
  return MetricValue{*value, 1};
}

Or<MetricValue> Operand(const TextContext& context, std::string_view word) {
  if (const std::optional<MetricValue> number = ParseDecimal(word)) return *number;
  if (word.find('/') < word.find('[')) return FileOperand(context, word);  // not the '/' of [directory=rust/kernel]
  std::string id(word);
  Slice slice;
  const std::size_t open = id.find('[');
  if (open != std::string::npos) {
    const std::size_t close = id.find(']', open);
    if (close == std::string::npos) return Bad("F021", fmt::format("{} lacks its ]", Quoted(word)));
    Arguments inside(std::string_view(id).substr(open + 1, close - open - 1));
    const Or<Slice> taken = TakeSlice(inside);
    if (!taken) return tl::unexpected(taken.error());
    if (auto trouble = inside.WantPositional(0, 0, "id[owner=drivers]")) return tl::unexpected(*trouble);
    if (auto trouble = inside.Unused({kDimensions.begin(), kDimensions.end()})) return tl::unexpected(*trouble);
    slice = *taken;
    id.erase(open, close + 1 - open);
  }
  const Or<Answer> answer = AskFor(context, id, slice);
  if (!answer) return tl::unexpected(answer.error());
  return answer->value;
}

// words[begin, end): operand op operand op operand ...
Or<MetricValue> Side(const TextContext& context, const std::vector<std::string_view>& words, std::size_t begin,
                     std::size_t end) {
  const auto wrong = [] {
    return Bad("F021", "a side is numbers and metrics with + - * / between them, set off by spaces");
  };
  if ((end - begin) % 2 == 0) return wrong();
  MetricValue sum;      // of the terms that are complete
  MetricValue product;  // of the one being read
  char sign = '+';
  for (std::size_t i = begin; i < end; i += 2) {
    Or<MetricValue> value = Operand(context, words[i]);
    if (!value) return value;
    const std::string_view op = i == begin ? std::string_view("+") : words[i - 1];
    if (op.size() != 1 || std::string_view("+-*/").find(op[0]) == std::string_view::npos) return wrong();
    std::optional<MetricValue> next;
    if (op[0] == '*' || op[0] == '/') {
      next = Apply(product, op[0], *value);
      if (!next) return Bad("F021", "a division by zero, or a number too large");
      product = *next;
      continue;
    }
    if (i != begin) {
      next = Apply(sum, sign, product);
      if (!next) return Bad("F021", "a number too large");
      sum = *next;
    }
    sign = op[0];
    product = *value;
  }
  const std::optional<MetricValue> total = Apply(sum, sign, product);
  if (!total) return Bad("F021", "a number too large");
  return *total;
}

std::string Shown(MetricValue value) {
  return value.denominator == 1 ? GroupThousands(value.numerator) : FormatRatio(value.numerator, value.denominator, 3);
}

}  // namespace

Or<Finding> JudgeCondition(const TextContext& context, std::string_view condition) {
  std::vector<std::string_view> words;
  for (const std::string_view word : Split(condition, ' ')) {
    if (!Trimmed(word).empty()) words.push_back(Trimmed(word));
  }
  if (const std::optional<Or<Finding>> in_words = JudgeWords(context, words)) return *in_words;
  std::size_t at = words.size();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::find(kComparisons.begin(), kComparisons.end(), words[i]) == kComparisons.end()) continue;
    if (at != words.size()) return Bad("F021", "one comparison only; write a second assert");
    at = i;
  }
  if (at == words.size())
    return Bad("F021", "write a comparison: metric > number (< <= > >= == !=), set off by spaces");
  const Or<MetricValue> left = Side(context, words, 0, at);
  if (!left) return tl::unexpected(left.error());
  const Or<MetricValue> right = Side(context, words, at + 1, words.size());
  if (!right) return tl::unexpected(right.error());
  const int order = Compare(*left, *right);
  const std::string_view op = words[at];
  const bool holds = op == "<"    ? order < 0
                     : op == "<=" ? order <= 0
                     : op == ">"  ? order > 0
                     : op == ">=" ? order >= 0
                     : op == "==" ? order == 0
                                  : order != 0;
  return Finding{holds, fmt::format("{} / {}", Shown(*left), Shown(*right))};
}

Or<std::string> AssertDirective(DirectiveCall& call) {
  Statement statement;
  statement.spot = call.reporter.SpotOf(call.place);
  statement.words = TidyPlain(WithoutSeams(Trimmed(call.body)), call.scene.lang());
  statement.condition = Trimmed(call.argument);
  const auto judge = [&](const TextContext& context) -> Or<Verdict> {
    const Or<Finding> finding = JudgeCondition(context, call.argument);
    if (finding) {
      return Verdict{finding->holds ? Judgement::Outcome::kHolds : Judgement::Outcome::kFalse, finding->measured, ""};
    }
    if (IsLack(finding.error())) return Verdict{Judgement::Outcome::kUnmeasured, "", finding.error().message};
    return tl::unexpected(finding.error());
  };
  if (auto trouble = JudgeOverReleases(call.scene.context, judge, statement)) return tl::unexpected(*trouble);
  if (const std::optional<Trouble> trouble = TroubleOf(statement)) call.reporter.Tell(call.place, *trouble);
  const bool holds = statement.state == StatementState::kHolds;
  const bool unmeasured = statement.state == StatementState::kUnmeasured;
  const std::string measured = statement.measured;
  const std::string_view label = statement.state == StatementState::kNoLonger
                                     ? call.scene.Say("No longer true", "此说法已不成立")
                                     : call.scene.Say("Not true", "此说法不成立");
  call.scene.record.bound.push_back({"assert " + statement.condition, statement.spot});
  call.scene.record.statements.push_back(std::move(statement));
  if (holds || unmeasured) return std::string();  // an open question is the editors', not the readers'
  Reporter inside = call.reporter.Inside(call.body, call.place.line + 1);
  const std::string words = Trimmed(call.body).empty()
                                ? std::string()
                                : RenderFragment(call.body, FragmentKind::kLine, call.scene, inside).html;
  return fmt::format(
      "<aside class=\"note warning stale\" role=\"note\">\n<p class=\"note-label\">{}</p>\n<p>{}{}<code>{}</code> "
      "({})</p>\n</aside>\n",
      label, words, words.empty() ? "" : call.scene.Say(" — ", "——"), EscapeText(call.argument), EscapeText(measured));
}

}  // namespace ferrotype::text
