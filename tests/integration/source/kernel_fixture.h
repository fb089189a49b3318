// A kernel that fits on a page, with all that makes trees awkward, in a directory of a test's own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/tree.h"
#include "source/open.h"
#include "support/recording_sink.h"
#include "support/temp_dir.h"

namespace ferrotype::testing_support {

inline constexpr std::string_view kMakefile =
    "# SPDX-License-Identifier: GPL-2.0\nVERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 13\nEXTRAVERSION =\n";

/// Writes the tree below `top`.
inline void WriteKernel(const TempDir& dir, const std::string& top = "linux") {
  dir.Write(top + "/Makefile", kMakefile);
  dir.Write(top + "/rust/kernel/lib.rs", "//! The kernel crate.\n");
  dir.Write(top + "/rust/kernel/net.rs", "pub mod phy;\n");
  dir.Write(top + "/rust/kernel/net/phy.rs", "unsafe { x() }\n");
  dir.Write(top + "/drivers/net/a.c", "int a;\n");
  dir.Write(top + "/drivers/net-b.c", "int b;\n");  // sorts before net/
  dir.Write(top + "/drivers/net.h", "int h;\n");    // so does this
  dir.Write(top + "/drivers/net0", "text\n");       // and this after
  dir.Write(top + "/.gitignore", "");               // empty
  dir.Write(top + "/drivers/empty.py", "");         // the same blob in another language
  dir.Write(top + "/scripts/run.sh", "#!/bin/sh\n");
  dir.Write(top + "/names/\xe6\xba\x90\xe7\xa0\x81.txt", "source\n");
  dir.Write(top + "/names/e\xcc\x81.txt", "not normalized\n");
  dir.Write(top + "/names/with space, comma", "x\n");
  dir.Write(top + "/names/" + std::string(120, 'n') + "/" + std::string(120, 'm'), "long\n");
  dir.Write(top + "/big/table.c", std::string(300'000, '7') + "\n");
  std::filesystem::permissions(dir.path(top + "/scripts/run.sh"), std::filesystem::perms(0755));
  std::filesystem::create_symlink("../Makefile", dir.path(top + "/scripts/Makefile.link"));
  std::filesystem::create_symlink("../../nowhere/at/all", dir.path(top + "/scripts/dangling"));
  std::filesystem::create_symlink("/etc", dir.path(top + "/scripts/away"));
  std::filesystem::create_directories(dir.path(top + "/nothing/in/here"));
}

/// `git` in `top`: everything committed and tagged; gives the root tree's oid.
inline std::string CommitKernel(const TempDir& dir, const std::string& top = "linux",
                                const std::string& tag = "v7.2.13") {
  return dir.Run("cd " + top +
                 " && { test -d .git || git init -q; } && git add -A -f && git commit -q --allow-empty -m kernel && "
                 "git tag -a -m " +
                 tag + " " + tag + " && git rev-parse 'HEAD^{tree}'");
}

/// Opens or fails the test.
inline std::unique_ptr<Source> Open(const std::string& path) {
  auto source = OpenSource(path);
  if (!source) {
    ADD_FAILURE() << source.error().message;
    return nullptr;
  }
  return *std::move(source);
}

inline std::vector<std::string> NamesOf(const std::vector<SourceRelease>& releases) {
  std::vector<std::string> names;
  for (const SourceRelease& release : releases) names.push_back(release.name);
  return names;
}

/// Walks the only release that `source` offers under `names`.
inline Result<SourceRelease> WalkOnly(Source& source, TreeSink& sink, const std::vector<std::string>& names = {}) {
  const StopFlag stop;
  TRY_ASSIGN(const auto releases, source.Releases(names));
  EXPECT_EQ(releases.size(), 1U);
  return source.Walk(releases.front(), sink, stop);
}

/// The error of opening or walking what is at `path`, or "none".
inline Error TroubleWith(const std::string& path, const std::vector<std::string>& names = {}) {
  auto source = OpenSource(path);
  if (!source) return source.error();
  RecordingSink sink;
  const auto walked = WalkOnly(**source, sink, names);
  if (!walked) return walked.error();
  // What a walk told must be readable.
  auto reader = (*source)->OpenReader();
  if (!reader) return reader.error();
  for (const auto& blob : sink.blobs) {
    const auto bytes = (*reader)->Read(blob.oid, std::uint64_t{1} << 20);
    if (!bytes) return bytes.error();
  }
  return {ErrorKind::kInternal, "none"};
}

/// A message is one sentence: no newline, no full stop at its end, and it says where.
inline void ExpectGoodMessage(const Error& error, const std::string& where) {
  EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
  EXPECT_FALSE(error.message.ends_with('.')) << error.message;
  EXPECT_NE(error.message.find(where), std::string::npos) << error.message;
}

}  // namespace ferrotype::testing_support
