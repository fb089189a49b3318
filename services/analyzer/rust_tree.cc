#include "analyzer/rust_tree.h"

#include <algorithm>
#include <cstdlib>

extern "C" const TSLanguage* tree_sitter_rust(void);

namespace ferrotype {
namespace {

struct ParserDeleter {
  void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
};

// What a parse may cost, in things that are counted and not timed, so that it is the same on every machine. Of the 473
// Rust files of Linux 7.2, in parentheses the most that any of them takes:
//  - steps: the parser asks every hundred of its operations (15 times for each kilobyte);
//  - reads: pages of text that its lexer takes, again and again where a raw string never ends (3 times the text);
//  - memory: bytes allocated, which is where it copies ever longer lists while it recovers from errors (47 for each
//    byte of text; `b'` again and again takes 40,000 at a length of 40 kB). It bounds the time of hostile texts too:
//    what `R"(` again and again takes grows with it.
constexpr std::size_t kBytesAStep = 32;
constexpr std::size_t kReads = 20;
constexpr std::size_t kMemory = 128;
constexpr std::size_t kPage = 4096;
constexpr std::size_t kFree = 1U << 16U;

thread_local std::size_t allocated = 0;

void* Allocate(std::size_t bytes) {
  allocated += bytes;
  return std::malloc(bytes);
}
void* AllocateCleared(std::size_t count, std::size_t bytes) {
  allocated += count * bytes;
  return std::calloc(count, bytes);
}
void* Reallocate(void* old, std::size_t bytes) {
  allocated += bytes;
  return std::realloc(old, bytes);
}

struct Budget {
  std::size_t steps;
  std::size_t reads;
  std::size_t memory;  // a value of `allocated` not to be passed
  [[nodiscard]] bool Spent() const { return steps == 0 || reads == 0 || allocated > memory; }
  static bool OnStep(TSParseState* state) {
    auto& budget = *static_cast<Budget*>(state->payload);
    if (budget.Spent()) return true;
    --budget.steps;
    return false;
  }
};

struct Input {
  std::string_view text;
  Budget& budget;
  static const char* Read(void* payload, std::uint32_t byte, TSPoint, std::uint32_t* bytes_read) {
    auto& input = *static_cast<Input*>(payload);
    *bytes_read = 0;
    if (byte >= input.text.size()) return "";
    if (input.budget.Spent()) {
      // The lexer asks again for a character that the end of a page may have cut, and follows the null pointer that it
      // makes of an empty answer (tree-sitter 0.25, ts_lexer__get_lookahead). Such a character begins with no ASCII.
      constexpr std::size_t kLongestCharacter = 4;
      if (static_cast<unsigned char>(input.text[byte]) < 0x80) return "";
      *bytes_read = static_cast<std::uint32_t>(std::min(kLongestCharacter, input.text.size() - byte));
      return input.text.data() + byte;
    }
    --input.budget.reads;
    *bytes_read = static_cast<std::uint32_t>(std::min(kPage, input.text.size() - byte));
    return input.text.data() + byte;
  }
};

TSParser* MakeParser() {
  // Once in a process, before the first parser: memory is the C library's before and after.
  static const bool counts = [] {
    ts_set_allocator(Allocate, AllocateCleared, Reallocate, std::free);
    return true;
  }();
  return counts ? ts_parser_new() : nullptr;
}

}  // namespace

RustTree ParseRust(std::string_view text) {
  if (text.size() > kMaxParsedBytes) return nullptr;
  thread_local const std::unique_ptr<TSParser, ParserDeleter> parser(MakeParser());
  ts_parser_reset(parser.get());
  if (!ts_parser_set_language(parser.get(), tree_sitter_rust())) return nullptr;
  Budget budget{100 + text.size() / kBytesAStep, 100 + kReads * text.size() / kPage,
                allocated + kFree + kMemory * text.size()};
  Input input{text, budget};
  RustTree tree(ts_parser_parse_with_options(parser.get(), nullptr,
                                             TSInput{&input, &Input::Read, TSInputEncodingUTF8, nullptr},
                                             TSParseOptions{&budget, &Budget::OnStep}));
  // A text that was cut short by the budget is another text.
  return budget.Spent() ? nullptr : std::move(tree);
}

}  // namespace ferrotype
