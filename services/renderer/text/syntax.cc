#include "renderer/text/syntax.h"

extern "C" const TSLanguage* tree_sitter_rust(void);
extern "C" const TSLanguage* tree_sitter_c(void);

namespace ferrotype::text {
namespace {

struct ParserDeleter {
  void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
};

struct Input {
  std::string_view code;
  static const char* Read(void* payload, std::uint32_t byte, TSPoint, std::uint32_t* bytes_read) {
    const std::string_view code = static_cast<Input*>(payload)->code;
    if (byte >= code.size()) {
      *bytes_read = 0;
      return "";
    }
    *bytes_read = static_cast<std::uint32_t>(code.size() - byte);
    return code.data() + byte;
  }
};

// The parser asks every hundred of its operations. Real files of the kernel take at most some 10 for each hundred
// bytes.
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

SyntaxTree ParseSource(std::string_view code, Grammar grammar) {
  if (code.size() > kMaxSourceBytes) return nullptr;
  const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), grammar == Grammar::kRust ? tree_sitter_rust() : tree_sitter_c()))
    return nullptr;
  Input input{code};
  Budget budget{200 + code.size() / 20};
  return SyntaxTree(ts_parser_parse_with_options(parser.get(), nullptr,
                                                 TSInput{&input, &Input::Read, TSInputEncodingUTF8, nullptr},
                                                 TSParseOptions{&budget, &Budget::Spent}));
}

}  // namespace ferrotype::text
