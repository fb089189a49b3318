#include "analyzer/rust_syntax_patterns.h"

#include <algorithm>
#include <string>

namespace ferrotype {
namespace {

using Kind = RustExprKind;

class PatternReader {
 public:
  PatternReader(const RustTokens& tokens, int most_depth, RustBodyBuilder& out)
      : t_(tokens), most_depth_(most_depth), out_(out) {}

  void Pattern(std::uint32_t begin, std::uint32_t end, std::uint32_t value) {
    if (++depth_ <= most_depth_) {
      for (std::uint32_t i = begin; i < end;) {  // alternatives
        std::uint32_t stop = i;
        while (stop < end && !t_.Is(stop, "|")) stop = std::min(t_.After(stop), end);
        OnePattern(i, stop, value);
        i = stop + 1;
      }
    }
    --depth_;
  }

 private:
  void OnePattern(std::uint32_t i, std::uint32_t end, std::uint32_t value) {
    while (i < end && (t_.Is(i, "&") || t_.Is(i, "&&") || t_.Is(i, "mut") || t_.Is(i, "ref") || t_.Is(i, "box"))) ++i;
    if (i >= end) return;
    const std::uint32_t line = t_.tokens[i].line;
    if (t_.Is(i, RustTokenKind::kOpen)) {
      const std::uint32_t close = std::min(t_.tokens[i].match, end);
      if (t_.Is(i, "(")) {
        Elements(i + 1, close, value, {}, true);
      } else if (t_.Is(i, "[")) {
        SliceElements(i + 1, close, out_.Add(Kind::kElement, line, value));
      }
      return;
    }
    if (!t_.IsWord(i)) return;
    std::uint32_t after = i + 1;
    while (after < end && (t_.Is(after, "::") || t_.IsWord(after) || t_.Is(after, "<"))) {
      after = t_.Is(after, "<") ? AfterAngles(t_, after, end) : after + 1;
    }
    const std::string path = t_.Join(i, after);
    if (t_.Is(after, "(") && after < end) {
      Elements(after + 1, std::min(t_.tokens[after].match, end), value, path, false);
    } else if (t_.Is(after, "{") && after < end) {
      FieldPatterns(after + 1, std::min(t_.tokens[after].match, end), value, path);
    } else if (after == i + 1 && !BeginsUpper(path) && path != "_" && path != "true" && path != "false") {
      out_.Add(Kind::kBind, line, value, path);
      if (t_.Is(after, "@")) Pattern(after + 1, end, value);
    }
  }

  void Elements(std::uint32_t i, std::uint32_t end, std::uint32_t value, const std::string& path, bool tuple) {
    for (std::uint32_t number = 0; i < end; ++number) {
      std::uint32_t stop = i;
      while (stop < end && !t_.Is(stop, ",")) stop = std::min(t_.After(stop), end);
      if (t_.Is(i, "..")) return;  // which ones follow isn't known here
      if (tuple && number == 0 && stop == end) {
        Pattern(i, end, value);  // only brackets
        return;
      }
      if (!t_.Is(i, "_")) {
        Pattern(i, stop, out_.Add(Kind::kProject, t_.tokens[i].line, value, path, std::to_string(number)));
      }
      i = stop + 1;
    }
  }
  void SliceElements(std::uint32_t i, std::uint32_t end, std::uint32_t element) {
    while (i < end) {
      std::uint32_t stop = i;
      while (stop < end && !t_.Is(stop, ",")) stop = std::min(t_.After(stop), end);
      Pattern(i, stop, element);
      i = stop + 1;
    }
  }
  void FieldPatterns(std::uint32_t i, std::uint32_t end, std::uint32_t value, const std::string& path) {
    while (i < end) {
      std::uint32_t stop = i;
      while (stop < end && !t_.Is(stop, ",")) stop = std::min(t_.After(stop), end);
      while (i < stop && (t_.Is(i, "ref") || t_.Is(i, "mut"))) ++i;
      if (i < stop && (t_.IsWord(i) || t_.Is(i, RustTokenKind::kNumber))) {
        const std::string name(t_.Text(i));
        const std::uint32_t field = out_.Add(Kind::kProject, t_.tokens[i].line, value, path, name);
        if (t_.Is(i + 1, ":") && i + 1 < stop) {
          Pattern(i + 2, stop, field);
        } else {
          out_.Add(Kind::kBind, t_.tokens[i].line, field, name);
        }
      }
      i = stop + 1;
    }
  }

  const RustTokens& t_;
  const int most_depth_;
  RustBodyBuilder& out_;
  int depth_ = 0;
};

}  // namespace

void ReadRustPattern(const RustTokens& tokens, const RustTokenRange& pattern, std::uint32_t value, int most_depth,
                     RustBodyBuilder& out) {
  PatternReader(tokens, most_depth, out).Pattern(pattern.begin, pattern.end, value);
}

}  // namespace ferrotype
