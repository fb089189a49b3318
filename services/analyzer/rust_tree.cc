#include "analyzer/rust_tree.h"

extern "C" const TSLanguage* tree_sitter_rust(void);

namespace ferrotype {
namespace {

struct ParserDeleter {
  void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
};

struct Input {
  std::string_view text;
  static const char* Read(void* payload, std::uint32_t byte, TSPoint, std::uint32_t* bytes_read) {
    const std::string_view text = static_cast<Input*>(payload)->text;
    if (byte >= text.size()) {
      *bytes_read = 0;
      return "";
    }
    *bytes_read = static_cast<std::uint32_t>(text.size() - byte);
    return text.data() + byte;
  }
};

// The parser asks every hundred of its operations. Of the 473 Rust files of Linux 7.2 none makes it ask more than 15
// times for each kilobyte; text that is no Rust makes it search and takes 50 and more, at some 25 microseconds each.
struct Budget {
  std::size_t left;
  static bool Spent(TSParseState* state) {
    auto& left = static_cast<Budget*>(state->payload)->left;
    if (left == 0) return true;
    --left;
    return false;
  }
};

}  // namespace

RustTree ParseRust(std::string_view text) {
  if (text.size() > kMaxParsedBytes) return nullptr;
  thread_local const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  ts_parser_reset(parser.get());
  if (!ts_parser_set_language(parser.get(), tree_sitter_rust())) return nullptr;
  Input input{text};
  Budget budget{100 + text.size() / 32};
  return RustTree(ts_parser_parse_with_options(parser.get(), nullptr,
                                               TSInput{&input, &Input::Read, TSInputEncodingUTF8, nullptr},
                                               TSParseOptions{&budget, &Budget::Spent}));
}

}  // namespace ferrotype
