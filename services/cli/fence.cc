#include "cli/fence.h"

#include <fmt/format.h>

#include <tuple>
#include <vector>

#include "base/text.h"
#include "publisher/durable.h"

namespace ferrotype {
namespace {

constexpr const char* kFileName = "fence";

std::optional<Fence> Parse(std::string_view text) {
  const std::vector<std::string_view> parts = Split(TrimBlanks(text.substr(0, text.find('\n'))), ' ');
  if (parts.size() != 3) return std::nullopt;
  const auto epoch = ParseInt(parts[1]);
  const auto revision = ParseInt(parts[2]);
  if (!epoch || !revision || *epoch < 0 || *revision < 0) return std::nullopt;
  return Fence{std::string(parts[0]), static_cast<std::uint64_t>(*epoch), static_cast<std::uint64_t>(*revision)};
}

auto Rank(const Fence& fence) { return std::tuple(fence.epoch, fence.revision); }

}  // namespace

Result<void> PassFence(const std::filesystem::path& folder, const std::optional<Fence>& fence) {
  if (!fence) return {};
  const std::filesystem::path path = folder / kFileName;
  const Result<std::string> text = ReadWhole(path);
  if (!text && text.error().kind != ErrorKind::kNotFound) return Unexpected(text.error());
  const std::optional<Fence> last = text ? Parse(*text) : std::nullopt;
  if (last && last->cluster == fence->cluster) {
    if (Rank(*last) == Rank(*fence)) return {};
    if (Rank(*last) > Rank(*fence)) {
      return Fail(
          ErrorKind::kUnavailable,
          fmt::format("{}: a later state of the store was published there (epoch {}, and this is of epoch {}); if "
                      "the cluster's topics were made anew since, remove {}",
                      Printable(folder.string()), last->epoch, fence->epoch, Printable(path.string())));
    }
  }
  return ReplaceFile(path, fmt::format("{} {} {}\n", fence->cluster, fence->epoch, fence->revision));
}

}  // namespace ferrotype
