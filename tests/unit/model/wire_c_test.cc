#include <gtest/gtest.h>

#include <random>

#include "model/c_syntax.h"

namespace ferrotype {
namespace {

CSyntax Example() {
  CSyntax syntax;
  syntax.definitions = {{"mutex_lock", 7, CDefinitionKind::kFunction},
                        {"mutex_lock", 7, CDefinitionKind::kExport},
                        {"a", 300'000, CDefinitionKind::kMacro}};
  syntax.strings = {{"arm,mali", 3, CStringKind::kCompatible}, {"x", 0xFFFFFFFF, CStringKind::kDeviceId}};
  syntax.helper_calls = {{"rust_helper_a", "b", 9}, {"rust_helper_a", "c", 8}, {"rust_helper_d", "c", 1}};
  syntax.names = {{CNameHash("GFP_KERNEL"), 5, CNameKind::kMacro},
                  {0xFFFFFFFFFFFF, 5, CNameKind::kVariable},
                  {0, 300'000, CNameKind::kEnum}};
  syntax.functions = 12;
  return syntax;
}

TEST(WireC, GivesBackWhatItWasGiven) {
  const CSyntax syntax = Example();
  const Bytes message = Encode(syntax);
  const Result<CSyntax> back = DecodeCSyntax(message);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->definitions, syntax.definitions);
  EXPECT_EQ(back->strings, syntax.strings);
  EXPECT_EQ(back->helper_calls, syntax.helper_calls);
  EXPECT_EQ(back->names, syntax.names);
  EXPECT_EQ(back->functions, 12U);
  std::vector<CDefinition> definitions = {{"old", 1, CDefinitionKind::kMacro}};
  std::vector<CHashedName> names = {{1, 1, CNameKind::kEnum}};
  ASSERT_TRUE(DecodeCDefinitions(message, definitions, names).has_value());
  EXPECT_EQ(definitions, syntax.definitions);
  EXPECT_EQ(names, syntax.names);
}

TEST(WireC, NothingIsNoBytes) {
  EXPECT_TRUE(Encode(CSyntax()).empty());
  const Result<CSyntax> back = DecodeCSyntax("");
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(back->definitions.empty());
}

TEST(WireC, HostileBytesAreCorruptOrReadable) {
  const Bytes message = Encode(Example());
  for (std::size_t size = 1; size < message.size(); ++size) {
    const Bytes cut(message, 0, size);
    const Result<CSyntax> back = DecodeCSyntax(cut);
    EXPECT_TRUE(back || back.error().kind == ErrorKind::kCorrupt);
  }
  std::mt19937 random(1);
  std::size_t corrupt = 0;
  for (int i = 0; i < 20000; ++i) {
    Bytes broken = message;
    for (int changes = 0; changes < 3; ++changes) broken[random() % broken.size()] = static_cast<char>(random());
    const Result<CSyntax> back = DecodeCSyntax(broken);
    corrupt += back ? 0U : 1U;
    if (!back) continue;
    for (const CDefinition& found : back->definitions) {
      ASSERT_GE(found.name.data(), broken.data());
      ASSERT_LE(found.name.data() + found.name.size(), broken.data() + broken.size());
    }
  }
  EXPECT_GT(corrupt, 0U);
}

}  // namespace
}  // namespace ferrotype
