#include "source/makefile_version.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace ferrotype {
namespace {

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::optional<std::int64_t> VersionNumber(std::string_view text) {
  constexpr std::size_t kMostDigits = 6;
  if (text.empty() || text.size() > kMostDigits || text.front() < '0' || text.front() > '9') return std::nullopt;
  return ParseInt(text);
}

bool IsExtraVersion(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '+' || c == '-';
         });
}

}  // namespace

std::optional<std::string> ReleaseNameFromMakefile(std::string_view makefile) {
  std::optional<std::int64_t> version;
  std::optional<std::int64_t> patchlevel;
  std::optional<std::int64_t> sublevel;
  std::string_view extra;
  for (const std::string_view line : Split(makefile.substr(0, kMakefileHeadBytes), '\n')) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = Trimmed(line.substr(0, equals));
    const std::string_view value = Trimmed(line.substr(equals + 1));
    // The first word is the one: further down a Makefile only tests these names.
    if (key == "VERSION" && !version) version = VersionNumber(value);
    if (key == "PATCHLEVEL" && !patchlevel) patchlevel = VersionNumber(value);
    if (key == "SUBLEVEL" && !sublevel) sublevel = VersionNumber(value);
    if (key == "EXTRAVERSION" && extra.empty()) extra = value;
  }
  if (!version || !patchlevel || !sublevel || !IsExtraVersion(extra)) return std::nullopt;
  std::string name = fmt::format("v{}.{}", *version, *patchlevel);
  if (*sublevel != 0) name += fmt::format(".{}", *sublevel);
  return name + std::string(extra);
}

}  // namespace ferrotype
