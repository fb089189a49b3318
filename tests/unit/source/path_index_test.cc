#include "source/path_index.h"

#include <gtest/gtest.h>

#include "source/blob_hash.h"

namespace ferrotype {
namespace {

TEST(PathIndex, TheLastPathOfABlobIsTheOneThatIsFound) {
  PathIndex paths;
  EXPECT_EQ(paths.Find(BlobOidOf("a")), std::nullopt);
  paths.Add(BlobOidOf("b"), "drivers/b.c");
  paths.Add(BlobOidOf("a"), "a.c");
  paths.Add(BlobOidOf("b"), "lib/b.c");
  EXPECT_EQ(paths.Find(BlobOidOf("b")), "lib/b.c");
  EXPECT_EQ(paths.Find(BlobOidOf("a")), "a.c");
  // More may come after the first was asked for.
  paths.Add(BlobOidOf("a"), "zz/a.c");
  paths.Add(BlobOidOf("c"), "");
  EXPECT_EQ(paths.Find(BlobOidOf("a")), "zz/a.c");
  EXPECT_EQ(paths.Find(BlobOidOf("b")), "lib/b.c");
  EXPECT_EQ(paths.Find(BlobOidOf("c")), "");
  EXPECT_EQ(paths.Find(BlobOidOf("d")), std::nullopt);
}

}  // namespace
}  // namespace ferrotype
