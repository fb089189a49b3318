#include "analyzer/c_table.h"

#include "analyzer/c_tokens.h"

namespace ferrotype {
namespace {

using namespace ctokens;

constexpr std::string_view kIds = "_device_id";
constexpr std::string_view kDriver = "_driver";

class Reader {
 public:
  Reader(std::string_view text, const CTable& table, const MacroValue& macro_value, std::vector<CString>& strings,
         std::deque<std::string>& made)
      : tokens_(text, table.begin, table.line),
        ids_(table.type.ends_with(kIds)),
        macro_value_(macro_value),
        strings_(strings),
        made_(made) {}

  std::size_t Run() {
    std::string_view before = "{";
    std::string_view token;
    for (int depth = 1; depth > 0 && tokens_.Next(token);) {
      if (token == "{") {
        ++depth;
      } else if (token == "}") {
        --depth;
      } else if (before == "." && tokens_.Following() == '=') {
        Field(token);
        token = "=";
      } else if (before == "{" && token.front() == '"' && ids_) {
        Add(CStringKind::kDeviceId, Resolved(token), tokens_.line());
      } else if ((before == "{" || before == "," || before == "}") && StartsName(token.front()) &&
                 tokens_.Following() == '(') {
        if (ids_ || token.starts_with("PHY_ID_MATCH")) {
          MacroCall(token);
        }
      }
      before = token;
    }
    return tokens_.position();
  }

 private:
  /// The tokens of one argument or value, up to (and with) the first of `,` `)` `}` outside of parentheses.
  std::string Value(char& end) {
    std::string value;
    std::string_view token;
    bool word_before = false;
    end = '\0';
    for (int depth = 0; tokens_.Next(token);) {
      const char c = token.front();
      if (depth == 0 && (c == ',' || c == ')' || c == '}' || c == ';')) {
        end = c;
        break;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      const bool word = IsWordByte(c);
      if (word && word_before) value += ' ';
      if (value.size() <= kMaxName) value += token;  // a longer one is left out
      word_before = word;
    }
    return value;
  }

  /// What a value stands for: the text of a string, or of the macro that it names.
  std::string Resolved(std::string_view value) {
    constexpr int kMostSteps = 4;
    for (int step = 0; step < kMostSteps && WordAt(value, 0).size() == value.size() && !value.empty(); ++step) {
      const std::string_view named = macro_value_(value);
      if (named.empty()) break;
      value = named;
    }
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return std::string(value);
  }

  void Field(std::string_view name) {
    const std::uint32_t line = tokens_.line();
    const bool compatible = name == "compatible" && ids_;
    if (!compatible && name != "name" && name != "phy_id") return;
    std::string_view equals;
    tokens_.Next(equals);
    std::string_view value;
    const char first = tokens_.Following();
    if (first != '"' && !IsWordByte(first)) return;
    tokens_.Next(value);
    const bool alone = tokens_.Following() == ',' || tokens_.Following() == '}';
    if (!alone) return;
    const std::string text = Resolved(value);
    if (text == value && value.front() != '"' && !IsDigit(value.front())) {
      if (name == "phy_id") Add(CStringKind::kDeviceId, text, line);
      return;  // a variable, or a macro of another file
    }
    Add(compatible                 ? CStringKind::kCompatible
        : name == "phy_id" || ids_ ? CStringKind::kDeviceId
                                   : CStringKind::kName,
        text, line);
  }

  void MacroCall(std::string_view name) {
    const std::uint32_t line = tokens_.line();
    std::string_view open;
    tokens_.Next(open);
    std::vector<std::string> arguments;
    char end = ',';
    while (end == ',') arguments.push_back(Value(end));
    // These two make the names of their ids.
    const bool vendor = name == "PCI_VDEVICE";
    const bool data = name == "PCI_DEVICE_DATA" && arguments.size() >= 2;
    if (data) {
      arguments[1] = "PCI_DEVICE_ID_" + arguments[0] + "_" + arguments[1];
      arguments.resize(2);
    }
    if (vendor || data) arguments[0] = "PCI_VENDOR_ID_" + arguments[0];
    std::string text;
    for (const std::string& argument : arguments) text += (text.empty() ? "" : ", ") + Resolved(argument);
    Add(CStringKind::kDeviceId, text, line);
  }

  void Add(CStringKind kind, const std::string& text, std::uint32_t line) {
    if (text.empty() || text.size() > kMaxName) return;
    strings_.push_back({made_.emplace_back(text), line, kind});
  }

  Tokens tokens_;
  bool ids_;
  const MacroValue& macro_value_;
  std::vector<CString>& strings_;
  std::deque<std::string>& made_;
};

}  // namespace

bool IsDriverTable(std::string_view type) { return type.ends_with(kIds) || type.ends_with(kDriver); }

std::size_t ReadTable(std::string_view text, const CTable& table, const MacroValue& macro_value,
                      std::vector<CString>& strings, std::deque<std::string>& made) {
  return Reader(text, table, macro_value, strings, made).Run();
}

}  // namespace ferrotype
