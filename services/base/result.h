// Errors are values. A function that can fail returns Result<T>; the kind says what a caller may do about it.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace ferrotype {

/// Only kUnavailable invites a retry of the same call.
enum class ErrorKind {
  kNotFound,         ///< what was named isn't there
  kInvalidArgument,  ///< the caller (or the user) asked for something that makes no sense
  kCorrupt,          ///< bytes that were read are not what they must be
  kUnavailable,      ///< the surroundings failed: disk, memory, network, broker
  kCancelled,        ///< somebody asked to stop (Ctrl-C, a failed sibling)
  kInternal,         ///< a promise inside this program is broken
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  /// One sentence for a person: where, what, what to do. No newline, no trailing full stop.
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Unexpected = tl::unexpected<Error>;

[[nodiscard]] inline Unexpected Fail(ErrorKind kind, std::string message) {
  return Unexpected(Error{kind, std::move(message)});
}

/// The same error with "`context`: " before its message, for a caller that knows more about the place.
[[nodiscard]] inline Unexpected Within(const Error& error, const std::string& context) {
  return Unexpected(Error{error.kind, context + ": " + error.message});
}

}  // namespace ferrotype

#define FERROTYPE_CONCAT_(a, b) a##b
#define FERROTYPE_CONCAT(a, b) FERROTYPE_CONCAT_(a, b)

/// Returns from the enclosing function when `expression` (a Result) failed.
#define TRY(expression)                                                                                                \
  do {                                                                                                                 \
    if (auto try_result_ = (expression); !try_result_) return ::ferrotype::Unexpected(std::move(try_result_).error()); \
  } while (false)

/// Declares `target` with the value of `expression` (a Result), or returns its error.
#define TRY_ASSIGN(target, expression)                                                          \
  auto FERROTYPE_CONCAT(try_assign_, __LINE__) = (expression);                                  \
  if (!FERROTYPE_CONCAT(try_assign_, __LINE__))                                                 \
    return ::ferrotype::Unexpected(std::move(FERROTYPE_CONCAT(try_assign_, __LINE__)).error()); \
  target = *std::move(FERROTYPE_CONCAT(try_assign_, __LINE__))
