#include "renderer/maths/tex.h"

#include <fmt/format.h>
#include <quickjs.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/maths/mathml.h"

// The script and the font, by cmake/maths_data.c.in; each followed by a byte 0.
extern "C" {
extern const char ferrotype_temml[];
extern const char ferrotype_temml_end[];
extern const char ferrotype_maths_font[];
extern const char ferrotype_maths_font_end[];
}

namespace ferrotype {
namespace {

using Kind = FormulaTrouble::Kind;
using Refused = tl::unexpected<FormulaTrouble>;

// Formulas of papers have some hundred characters, a matrix some thousand; their groups nest a handful deep.
constexpr std::size_t kMaxBytes = 8'000;
constexpr int kMaxDepth = 60;
// A check of the interrupt counter is some 10,000 calls or loops; a long formula takes about ten.
constexpr int kMaxChecks = 150;
constexpr std::size_t kMaxMemory = std::size_t{48} << 20U;
constexpr std::size_t kMaxStack = std::size_t{1} << 20U;
constexpr std::size_t kMaxOutput = std::size_t{256} << 10U;
constexpr std::size_t kMostRemembered = 2'000;

// "+<math ...>", or "-12|Expected '}'" where the library knows a place, or "!..." where the engine gave up.
constexpr std::string_view kGlue = R"js(
globalThis.console = {log() {}, warn() {}, error() {}};
globalThis.formula = (tex, block) => {
  try {
    return "+" + temml.renderToString(tex, {displayMode: block, annotate: true, throwOnError: true, trust: false,
                                            strict: true, maxSize: [25, 100], maxExpand: 200, macros: {}});
  } catch (e) {
    if (!(e instanceof temml.ParseError)) return "!" + e.message;
    return "-" + (e.position === undefined ? "" : e.position) + "|" + e.message;
  }
};
)js";

class Engine {
 public:
  static std::unique_ptr<Engine> Start() {
    std::unique_ptr<Engine> engine(new Engine());
    if (engine->context_ == nullptr) return nullptr;
    const std::string_view script(ferrotype_temml, static_cast<std::size_t>(ferrotype_temml_end - ferrotype_temml));
    if (!engine->Run(script) || !engine->Run(kGlue)) return nullptr;
    return engine;
  }
  ~Engine() {
    if (context_ != nullptr) JS_FreeContext(context_);
    JS_FreeRuntime(runtime_);
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // What the glue says; nullopt when the budget is spent, and then this engine is of no use any more.
  std::optional<std::string> Formula(std::string_view tex, FormulaPlace place) {
    JS_UpdateStackTop(runtime_);  // whoever calls may be another thread than the one before
    checks_ = 0;
    JSValue global = JS_GetGlobalObject(context_);
    JSValue function = JS_GetPropertyStr(context_, global, "formula");
    JSValue arguments[] = {JS_NewStringLen(context_, tex.data(), tex.size()),
                           JS_NewBool(context_, place == FormulaPlace::kBlock)};
    JSValue result = JS_Call(context_, function, global, 2, arguments);
    std::optional<std::string> told;
    std::size_t size = 0;
    if (const char* text = JS_IsException(result) ? nullptr : JS_ToCStringLen(context_, &size, result);
        text != nullptr) {
      told.emplace(text, size);
      JS_FreeCString(context_, text);
    }
    for (JSValue value : {result, arguments[0], function, global}) JS_FreeValue(context_, value);
    return told;
  }

 private:
  // Nothing but the language: no module, file, clock or network is there to be reached.
  Engine() : runtime_(JS_NewRuntime()) {
    JS_SetMemoryLimit(runtime_, kMaxMemory);
    JS_SetMaxStackSize(runtime_, kMaxStack);
    JS_SetInterruptHandler(
        runtime_, [](JSRuntime*, void* self) { return ++static_cast<Engine*>(self)->checks_ > kMaxChecks ? 1 : 0; },
        this);
    context_ = JS_NewContextRaw(runtime_);
    if (context_ == nullptr) return;
    JS_AddIntrinsicBaseObjects(context_);
    JS_AddIntrinsicEval(context_);  // reads the scripts below; formulas are strings that nobody runs
    JS_AddIntrinsicRegExp(context_);
    JS_AddIntrinsicRegExpCompiler(context_);
    JS_AddIntrinsicMapSet(context_);
    JS_AddIntrinsicJSON(context_);
  }

  bool Run(std::string_view script) {
    checks_ = 0;
    const JSValue value = JS_Eval(context_, std::string(script).c_str(), script.size(), "", JS_EVAL_TYPE_GLOBAL);
    const bool good = !JS_IsException(value);
    JS_FreeValue(context_, value);
    return good;
  }

  JSRuntime* runtime_;
  JSContext* context_ = nullptr;
  int checks_ = 0;
};

// JavaScript counts UTF-16 units.
std::size_t OffsetOf(std::string_view tex, std::int64_t units) {
  std::size_t offset = 0;
  for (std::string_view rest = tex; !rest.empty() && units > 0;) {
    const DecodedRune rune = DecodeUtf8(rest);
    units -= rune.value > 0xFFFF ? 2 : 1;
    offset += rune.bytes;
    rest.remove_prefix(rune.bytes);
  }
  return std::min(offset, tex.size());
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Too long or too deep, told before anything is run; and by places that are the same on every machine.
std::optional<FormulaTrouble> CheckSize(std::string_view tex) {
  if (TrimBlanks(tex).empty()) return FormulaTrouble{Kind::kSyntax, "there is no formula here", 0};
  if (tex.size() > kMaxBytes)
    return FormulaTrouble{Kind::kBudget, fmt::format("{} bytes; a formula has at most {}", tex.size(), kMaxBytes), 0};
  int depth = 0;
  for (std::size_t i = 0; i < tex.size(); ++i) {
    if (tex[i] == '{') ++depth;
    if (tex[i] == '}') --depth;
    if (tex[i] == '\\') {
      const std::size_t begin = i + 1;
      while (i + 1 < tex.size() && IsLetter(tex[i + 1])) ++i;
      const std::string_view command = tex.substr(begin, i + 1 - begin);
      if (command == "begin" || command == "left") ++depth;
      if (command == "end" || command == "right") --depth;
      if (command.empty()) ++i;  // \{ is a sign
    }
    if (depth > kMaxDepth)
      return FormulaTrouble{Kind::kBudget, fmt::format("nested more than {} deep", kMaxDepth), std::min(i, tex.size())};
  }
  return std::nullopt;
}

// The words of the library without its picture of the place, which a diagnostic draws itself.
FormulaTrouble SyntaxTrouble(std::string_view tex, std::string_view told) {
  const std::size_t bar = told.find('|');
  const std::optional<std::int64_t> units = ParseInt(told.substr(0, bar));
  std::string_view words = TrimBlanks(told.substr(bar + 1));
  for (const std::string_view tail : {" at position ", " at end of input"}) {
    if (const std::size_t at = words.find(tail); at != std::string_view::npos) words = words.substr(0, at);
  }
  const bool at_end = told.find(" at end of input") != std::string_view::npos;
  std::string message(words);
  if (message.starts_with("Unsupported function name: ")) message = "unknown command " + message.substr(27);
  if (at_end) message += " (the formula ends)";
  const bool forbidden = message.find("is not trusted") != std::string::npos ||
                         message.find("is disabled in strict mode") != std::string::npos;
  return {forbidden ? Kind::kForbidden : Kind::kSyntax, Printable(message), units ? OffsetOf(tex, *units) : 0};
}

class Formulas {
 public:
  tl::expected<std::string, FormulaTrouble> Render(std::string_view tex, FormulaPlace place) {
    const std::scoped_lock lock(mutex_);
    const std::pair<FormulaPlace, std::string> key(place, tex);
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    auto made = Make(tex, place);
    if (made || made.error().kind != Kind::kEngine) {
      if (known_.size() >= kMostRemembered) known_.clear();
      known_.emplace(key, made);
    }
    return made;
  }

 private:
  tl::expected<std::string, FormulaTrouble> Make(std::string_view tex, FormulaPlace place) {
    if (std::optional<FormulaTrouble> trouble = CheckSize(tex)) return Refused(*std::move(trouble));
    if (engine_ == nullptr) engine_ = Engine::Start();
    if (engine_ == nullptr) return Refused(FormulaTrouble{Kind::kEngine, "the engine of formulas can't be started", 0});
    const std::optional<std::string> told = engine_->Formula(tex, place);
    if (!told || told->starts_with('!') || told->size() > kMaxOutput) {
      engine_.reset();  // whatever state it is in
      return Refused(FormulaTrouble{Kind::kBudget, "this formula takes too many steps or too much memory", 0});
    }
    if (told->starts_with('-')) return Refused(SyntaxTrouble(tex, std::string_view(*told).substr(1)));
    auto clean = CleanMathMl(std::string_view(*told).substr(1));
    if (!clean) return Refused(FormulaTrouble{Kind::kForbidden, "formulas can't have " + clean.error(), 0});
    return *std::move(clean);
  }

  std::mutex mutex_;
  std::unique_ptr<Engine> engine_;
  std::map<std::pair<FormulaPlace, std::string>, tl::expected<std::string, FormulaTrouble>> known_;
};

}  // namespace

tl::expected<std::string, FormulaTrouble> MathMlOf(std::string_view tex, FormulaPlace place) {
  // One engine for all: starting one costs more than most sites' formulas, and what it gives depends on the formula
  // alone, so that sharing it shows nowhere.
  static Formulas formulas;
  return formulas.Render(tex, place);
}

std::string_view FormulaFont() {
  return {ferrotype_maths_font, static_cast<std::size_t>(ferrotype_maths_font_end - ferrotype_maths_font)};
}

bool HasFormula(std::string_view html) { return html.find("<math") != std::string_view::npos; }

}  // namespace ferrotype
