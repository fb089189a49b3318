// Compressed twins: x.html.gz and x.html.br beside x.html, which web servers send as they are.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "publisher/durable.h"

namespace ferrotype {

/// Adds twins of the files of text that are smaller compressed, by `threads` threads; the same bytes for the same file
/// on any machine with the same libraries. What `before` (a folder written with twins; may be empty) holds in the same
/// bytes is not compressed again. kCancelled on `stop`.
[[nodiscard]] Result<void> AddTwins(FileMap& files, int threads, const StopFlag& stop,
                                    const std::filesystem::path& before = {});

/// The twins of one file, those that are smaller.
struct Twin {
  std::string_view ending;  ///< ".gz"
  std::string bytes;
  bool remembered = false;  ///< `before` has it
};
/// `before`: a folder written with twins that holds `path` in these very bytes; or empty.
[[nodiscard]] std::vector<Twin> TwinsOf(std::string_view path, std::string_view bytes,
                                        const std::filesystem::path& before = {});

/// Whether `path` is called like one: no other file of a site is.
[[nodiscard]] bool IsTwin(std::string_view path);

}  // namespace ferrotype
