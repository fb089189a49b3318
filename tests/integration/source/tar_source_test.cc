#include "source/tar_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>
#include <thread>

#include "integration/source/kernel_fixture.h"
#include "integration/source/tar_writer.h"
#include "source/blob_hash.h"

namespace ferrotype {
namespace {

using namespace testing_support;  // NOLINT: fixtures of tests
using testing::HasSubstr;

TarWriter Kernel() {
  TarWriter tar;
  tar.Add("linux/", '5').File("linux/Makefile", kMakefile);
  return tar;
}

Error TroubleWithTar(const std::string& bytes) {
  const TempDir dir;
  dir.Write("linux.tar", bytes);
  Error error = TroubleWith(dir.path("linux.tar"));
  if (error.message != "none") ExpectGoodMessage(error, dir.path("linux.tar"));
  return error;
}

// The tree that a tarball gives, as "mode name" of its root.
std::string RootOf(const std::string& bytes) {
  const TempDir dir;
  dir.Write("linux.tar", bytes);
  RecordingSink sink;
  const auto walked = WalkOnly(*Open(dir.path("linux.tar")), sink);
  if (!walked) return walked.error().message;
  std::string list;
  const auto entries = ParseTree(sink.trees.back().second);
  for (const TreeEntry& entry : *entries) {
    char mode[16];
    std::snprintf(mode, sizeof mode, "%o ", static_cast<unsigned>(entry.mode));
    list += mode + std::string(entry.name) + ' ' + entry.AsBlob().Hex().substr(0, 8) + '\n';
  }
  return list;
}

TEST(HostileTar, NamesThatLeadOutAreRefused) {
  EXPECT_THAT(TroubleWithTar(Kernel().File("../evil").Finished()).message,
              HasSubstr("\"../evil\" has \"..\" in its name"));
  EXPECT_THAT(TroubleWithTar(Kernel().File("linux/../../evil").Finished()).message, HasSubstr(".."));
  EXPECT_THAT(TroubleWithTar(Kernel().File("/etc/passwd").Finished()).message, HasSubstr("absolute"));
  EXPECT_THAT(TroubleWithTar(Kernel().File("linux/.git/config").Finished()).message, HasSubstr("repository"));
  EXPECT_THAT(TroubleWithTar(Kernel().File("linux/\x1b[2Jevil/..").Finished()).message, HasSubstr("\\u{001b}[2Jevil"));
}

TEST(HostileTar, DevicesAndTheirKinAreRefused) {
  EXPECT_THAT(TroubleWithTar(Kernel().Add("linux/null", '3').Finished()).message, HasSubstr("is a device"));
  EXPECT_THAT(TroubleWithTar(Kernel().Add("linux/sda", '4').Finished()).message, HasSubstr("is a device"));
  EXPECT_THAT(TroubleWithTar(Kernel().Add("linux/pipe", '6').Finished()).message, HasSubstr("is a FIFO"));
}

TEST(HostileTar, ASymlinkIsALinkAndNeverFollowed) {
  // Unpacking this with a careless program writes /tmp/x; here a path can't be both a link and a directory.
  const auto error = TroubleWithTar(Kernel().Add("linux/out", '2', "", "/tmp").File("linux/out/x").Finished());
  EXPECT_THAT(error.message, HasSubstr("\"out\" is both a file and a directory"));
  EXPECT_THAT(RootOf(Kernel().Add("linux/out", '2', "", "/etc/passwd").Finished()),
              HasSubstr("120000 out " + BlobOidOf("/etc/passwd").Hex().substr(0, 8)));
}

TEST(Tar, AHardLinkIsTheFileBeforeIt) {
  EXPECT_THAT(RootOf(Kernel().File("linux/a.c", "int a;\n").Add("linux/b.c", '1', "", "linux/a.c").Finished()),
              HasSubstr("100644 b.c " + BlobOidOf("int a;\n").Hex().substr(0, 8)));
  EXPECT_THAT(TroubleWithTar(Kernel().Add("linux/b.c", '1', "", "linux/a.c").File("linux/a.c").Finished()).message,
              HasSubstr("\"linux/b.c\" is a hard link to \"linux/a.c\", which is no file before it"));
  EXPECT_THAT(TroubleWithTar(Kernel().Add("linux/b.c", '1', "", "/etc/passwd").Finished()).message,
              HasSubstr("absolute"));
  EXPECT_THAT(TroubleWithTar(Kernel().Add("linux/b.c", '1', "", "linux/b.c").Finished()).message,
              HasSubstr("no file before it"));
}

TEST(Tar, AHardLinkInAnotherLanguageGetsItsBytesWhenTheyHaveGoneBy) {
  const TempDir dir;
  dir.Write("linux.tar", Kernel().File("linux/a.c", "int a;\n").Add("linux/a.rs", '1', "", "linux/a.c").Finished());
  const auto source = Open(dir.path("linux.tar"));
  const auto reader = source->OpenReader();
  ASSERT_TRUE(reader);
  RecordingSink sink;
  int read = 0;
  sink.on_blob = [&](const RecordingSink::ToldBlob& blob) {  // reads at once, so nothing stays held
    const auto bytes = (*reader)->Read(blob.oid, 1 << 20);
    ASSERT_TRUE(bytes && *bytes);
    ++read;
  };
  const auto walked = WalkOnly(*source, sink);
  ASSERT_TRUE(walked) << walked.error().message;
  EXPECT_EQ(read, 3);
  EXPECT_EQ(sink.blobs.back().language, Language::kRust);
}

TEST(Tar, TheLastOfANameCounts) {
  EXPECT_THAT(RootOf(Kernel().File("linux/a", "first").File("linux/./a", "last").Finished()),
              HasSubstr("100644 a " + BlobOidOf("last").Hex().substr(0, 8)));
}

TEST(Tar, TheDateIsThatOfTheNewestMember) {
  const TempDir dir;
  dir.Write("linux.tar", Kernel().Finished());
  RecordingSink sink;
  const auto walked = WalkOnly(*Open(dir.path("linux.tar")), sink, {"v7.2.13-mine"});
  ASSERT_TRUE(walked);
  EXPECT_EQ(walked->date, "2026-09-21");
  EXPECT_EQ(walked->name, "v7.2.13-mine");
}

TEST(HostileTar, ATarballCutAnywhereIsRefused) {
  const std::string whole = Kernel().File("linux/a.c", std::string(2000, 'a')).File("linux/b.c").Finished();
  ASSERT_EQ(TroubleWithTar(whole).message, "none");
  const std::size_t end = whole.size() - 1024;  // without a block of the end marker
  for (std::size_t cut = 1; cut <= end; cut += cut % 512 == 0 ? 1 : 511) {
    const Error error = TroubleWithTar(whole.substr(0, cut));
    EXPECT_NE(error.message, "none") << cut;
    if (cut >= 512) {
      EXPECT_EQ(error.kind, ErrorKind::kCorrupt) << cut << ": " << error.message;
    }
  }
}

TEST(HostileTar, APackedTarballCutAnywhereIsRefused) {
  const TempDir dir;
  std::string noise;
  for (unsigned i = 0, x = 1; i < 60'000; ++i) noise += static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
  dir.Write("t.tar", Kernel().File("linux/a.c", noise).Finished());
  dir.Run("gzip -k t.tar && xz -k t.tar && zstd -q t.tar");
  for (const char* name : {"t.tar.gz", "t.tar.xz", "t.tar.zst"}) {
    const std::string whole = dir.Read(name);
    ASSERT_EQ(TroubleWith(dir.path(name)).message, "none") << name;
    for (const std::size_t cut :
         {std::size_t{1}, std::size_t{5}, std::size_t{30}, whole.size() / 2, whole.size() - 30, whole.size() - 1}) {
      dir.Write("cut", whole.substr(0, cut));
      const Error error = TroubleWith(dir.path("cut"));
      EXPECT_NE(error.message, "none") << name << " cut at " << cut;
      ExpectGoodMessage(error, "cut");
    }
    for (const std::size_t at : {whole.size() / 3, whole.size() / 2}) {
      std::string flipped = whole;
      flipped[at] = static_cast<char>(flipped[at] ^ 0x55);
      dir.Write("flipped", flipped);
      EXPECT_NE(TroubleWith(dir.path("flipped")).message, "none") << name << " flipped at " << at;
    }
  }
}

TEST(HostileTar, MembersBehindTheEndOfTheArchiveAreRefused) {
  const std::string archive = Kernel().Finished();
  EXPECT_EQ(TroubleWithTar(archive + std::string(8192, '\0')).message, "none");  // tar pads to 10 KiB
  EXPECT_THAT(TroubleWithTar(archive + TarWriter().File("linux/hidden.c").Finished()).message,
              HasSubstr("there are bytes behind the archive's end"));
  EXPECT_EQ(TroubleWithTar(archive + std::string(512, 'x')).kind, ErrorKind::kCorrupt);
}

TEST(HostileTar, AChecksumBehindTheEndOfTheArchiveIsCompared) {
  const TempDir dir;
  dir.Write("t.tar", Kernel().Finished() + std::string(1 << 20, '\0'));
  dir.Run("gzip -k t.tar && xz -k t.tar && zstd -q --check t.tar");
  for (const std::string name : {"t.tar.gz", "t.tar.xz", "t.tar.zst"}) {
    std::string bytes = dir.Read(name);
    ASSERT_EQ(TroubleWith(dir.path(name)).message, "none") << name;
    bytes[bytes.size() - 5] = static_cast<char>(bytes[bytes.size() - 5] ^ 1);
    dir.Write("flipped", bytes);
    EXPECT_EQ(TroubleWith(dir.path("flipped")).kind, ErrorKind::kCorrupt) << name;
  }
}

TEST(HostileTar, HeadersThatOnlyDescribeTheNextHeaderDoNotGoOnForever) {
  TarWriter tar;
  for (int i = 0; i < 20'000; ++i) tar.Add("pax", 'g', "13 comment=x\n");
  EXPECT_NE(TroubleWithTar(tar.File("linux/Makefile", kMakefile).Finished()).message, "none");
}

TEST(HostileTar, ADamagedHeaderIsRefused) {
  std::string bytes = Kernel().File("linux/a.c").File("linux/b.c").Finished();
  const std::size_t header = bytes.find("linux/b.c");
  bytes[header + 130] ^= 1;  // within the size
  EXPECT_EQ(TroubleWithTar(bytes).kind, ErrorKind::kCorrupt);
}

TEST(HostileTar, ASizeIsAPromiseAndNotBelieved) {
  // 8 MB of bytes say that they are 100 MB, 15 GiB, and exabytes.
  const std::string some(8 << 20, 'x');
  EXPECT_EQ(TroubleWithTar(Kernel().Add("linux/a.c", '0', some, "", 100'000'000).Unfinished()).kind,
            ErrorKind::kCorrupt);
  EXPECT_EQ(TroubleWithTar(Kernel().Add("linux/a.c", '0', some, "", 15ULL << 30).Unfinished()).kind,
            ErrorKind::kCorrupt);
  EXPECT_EQ(TroubleWithTar(Kernel().Add("linux/a.c", '0', some, "", 1ULL << 60).Unfinished()).kind,
            ErrorKind::kInvalidArgument);
  EXPECT_NE(TroubleWithTar(Kernel().Add("linux/a.c", '0', some, "", ~0ULL - 1).Unfinished()).message, "none");
}

TEST(HostileTar, AThousandfoldCompressionIsReadInBoundedMemory) {
  const TempDir dir;
  // 280 MB of zeros in some 40 kB.
  dir.Run("mkdir linux && head -c 280000000 /dev/zero >linux/zeros.c");
  dir.Write("linux/Makefile", kMakefile);
  dir.Run("tar -cf - linux | xz -0 >bomb.tar.xz && git hash-object linux/zeros.c >oid && rm -r linux");
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  const auto source = Open(dir.path("bomb.tar.xz"));
  RecordingSink sink;
  const auto walked = WalkOnly(*source, sink);
  ASSERT_TRUE(walked) << walked.error().message;
  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 100 * 1024) << "kilobytes";
  const auto zeros =
      std::find_if(sink.blobs.begin(), sink.blobs.end(), [](const auto& blob) { return blob.bytes == 280'000'000; });
  ASSERT_NE(zeros, sink.blobs.end());
  EXPECT_EQ(zeros->oid.Hex() + "\n", dir.Read("oid"));
  const auto bytes = (*source->OpenReader())->Read(zeros->oid, ~std::uint64_t{0});
  ASSERT_TRUE(bytes);
  EXPECT_FALSE(*bytes) << "too large to hold";
}

TEST(HostileTar, WhatIsNoTarballIsCalledThat) {
  for (const std::string& bytes :
       {std::string("hello\n"), std::string(100'000, 'x'), std::string(100'000, '\0'), std::string("\x1f")}) {
    const Error error = TroubleWithTar(bytes);
    EXPECT_NE(error.message, "none");
    EXPECT_EQ(error.kind, ErrorKind::kInvalidArgument) << error.message;
  }
}

TEST(HostileTar, OtherFormatsAndTarballsPackedTwiceAreRefused) {
  const TempDir dir;
  WriteKernel(dir);
  dir.Run("tar -cf t.tar linux && gzip -k t.tar && xz -k t.tar.gz && gzip -c linux/Makefile >make.gz");
  // First bytes as those programs write them.
  dir.Write("t.tar.bz2", "BZh91AY&SY" + std::string(600, '\x42'));
  dir.Write("x.zip", "PK\x03\x04" + std::string(600, '\x01'));
  dir.Write("x.cpio", "070701" + std::string(600, '0'));
  for (const char* name : {"t.tar.gz.xz", "t.tar.bz2", "make.gz", "x.zip", "x.cpio"}) {
    const Error error = TroubleWith(dir.path(name));
    EXPECT_EQ(error.kind, ErrorKind::kInvalidArgument) << name << ": " << error.message;
    EXPECT_THAT(error.message, HasSubstr("is not a tarball that can be read"));
    ExpectGoodMessage(error, name);
  }
}

TEST(HostileTar, ASparseFileIsRefused) {
  const TempDir dir;
  dir.Write("linux/Makefile", kMakefile);
  dir.Run("truncate -s 10M linux/sparse.bin && tar -S -cf t.tar linux");
  EXPECT_THAT(TroubleWith(dir.path("t.tar")).message, HasSubstr("is a sparse file"));
}

TEST(HostileTar, ATarballOfSomethingElseIsRefused) {
  EXPECT_THAT(TroubleWithTar(TarWriter().File("notes/readme.txt").Finished()).message, HasSubstr("is no kernel tree"));
  EXPECT_THAT(TroubleWithTar(TarWriter().File("notes/Makefile", "all:\n").Finished()).message,
              HasSubstr("is no kernel tree"));
  // Two kernels: neither is at the top.
  EXPECT_THAT(TroubleWithTar(Kernel().File("linux-2/Makefile", kMakefile).Finished()).message,
              HasSubstr("is no kernel tree"));
  EXPECT_NE(TroubleWithTar(std::string(1024, '\0')).message, "none");
}

TEST(HostileTar, AMillionMembersAreTooMany) {
  const TempDir dir;
  TarWriter one;
  one.Add("linux/d/", '5');
  std::string bytes = Kernel().Unfinished();
  const std::string thousand = [&] {
    std::string many;
    for (int i = 0; i < 1000; ++i) many += one.Unfinished();
    return many;
  }();
  {
    FILE* out = std::fopen(dir.path("many.tar").c_str(), "wb");
    ASSERT_NE(out, nullptr);
    std::fwrite(bytes.data(), 1, bytes.size(), out);
    for (int i = 0; i < 1001; ++i) std::fwrite(thousand.data(), 1, thousand.size(), out);
    std::fclose(out);
  }
  EXPECT_THAT(TroubleWith(dir.path("many.tar")).message, HasSubstr("over a million"));
}

TEST(Tar, HoldsNoMoreThanItsPoolWhileOthersRead) {
  const TempDir dir;
  TarWriter tar = Kernel();
  for (int i = 0; i < 300; ++i)
    tar.File("linux/f" + std::to_string(i) + ".c", std::to_string(i) + std::string(20'000, 'x'));
  tar.File("linux/huge.c", std::string(3'000'000, 'h'));
  dir.Write("linux.tar", tar.Finished());
  auto source = TarSource::Open(dir.path("linux.tar"), {.pool_bytes = 100'000, .max_blob_bytes = 4'000'000});
  ASSERT_TRUE(source);
  const auto reader = (*source)->OpenReader();
  ASSERT_TRUE(reader);
  RecordingSink sink;
  std::vector<RecordingSink::ToldBlob> waiting;
  sink.on_blob = [&](const RecordingSink::ToldBlob& blob) { waiting.push_back(blob); };
  std::size_t read = 0;
  sink.on_flush = [&] {  // as if the work had gone out and come back
    for (const auto& blob : waiting) {
      const auto bytes = (*reader)->Read(blob.oid, 4'000'000);
      ASSERT_TRUE(bytes && *bytes) << (bytes ? "too large" : bytes.error().message);
      EXPECT_EQ((*bytes)->bytes.size(), blob.bytes);
      ++read;
    }
    waiting.clear();
  };
  const auto walked = WalkOnly(**source, sink);
  ASSERT_TRUE(walked) << walked.error().message;
  sink.on_flush();
  EXPECT_EQ(read, 302U);
  EXPECT_GT(sink.flushes, 50);  // about four files fit
}

TEST(Tar, RecallNamesABlobThatItDoesNotHave) {
  const TempDir dir;
  dir.Write("linux.tar", Kernel().Finished());
  const auto source = Open(dir.path("linux.tar"));
  const std::vector<BlobOid> oids = {BlobOidOf("nowhere")};
  const auto recalled = source->Recall(oids, StopFlag());
  ASSERT_FALSE(recalled);
  EXPECT_EQ(recalled.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(recalled.error().message, HasSubstr(oids.front().Hex()));
}

}  // namespace
}  // namespace ferrotype
