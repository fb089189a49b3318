#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ferrotype {
namespace {

struct Case {
  std::string_view text;
  char32_t value;
  std::size_t bytes;
};

TEST(DecodeUtf8, ReadsTheEdgesOfEachLength) {
  const Case cases[] = {
      {std::string_view("\0", 1), 0, 1},
      {"\x7f", 0x7F, 1},
      {"\xc2\x80", 0x80, 2},
      {"\xdf\xbf", 0x7FF, 2},
      {"\xe0\xa0\x80", 0x800, 3},
      {"\xed\x9f\xbf", 0xD7FF, 3},
      {"\xee\x80\x80", 0xE000, 3},
      {"\xef\xbf\xbf", 0xFFFF, 3},
      {"\xf0\x90\x80\x80", 0x10000, 4},
      {"\xf4\x8f\xbf\xbf", 0x10FFFF, 4},
  };
  for (const Case& c : cases) {
    const DecodedRune rune = DecodeUtf8(c.text);
    EXPECT_TRUE(rune.valid) << static_cast<std::uint32_t>(c.value);
    EXPECT_EQ(rune.value, c.value);
    EXPECT_EQ(rune.bytes, c.bytes);
    const DecodedRune followed = DecodeUtf8(std::string(c.text) + "x");
    EXPECT_EQ(followed.bytes, c.bytes);
  }
}

TEST(DecodeUtf8, GoesOnByOneByteOverWhatIsNotUtf8) {
  for (const std::string_view bad : {
           "\x80",              // continuation without a lead
           "\xc0\xaf",          // '/' in two bytes
           "\xc1\xbf",          // overlong
           "\xe0\x9f\xbf",      // overlong
           "\xf0\x8f\xbf\xbf",  // overlong
           "\xed\xa0\x80",      // a surrogate
           "\xf4\x90\x80\x80",  // above U+10FFFF
           "\xf5\x80\x80\x80", "\xff",
           "\xe2\x82",      // cut
           "\xe2\x28\xa1",  // broken in the middle
           "\xf0\x9f\x98",  // cut
       }) {
    const DecodedRune rune = DecodeUtf8(bad);
    EXPECT_FALSE(rune.valid);
    EXPECT_EQ(rune.bytes, 1U);
    EXPECT_EQ(rune.value, U'\uFFFD');
  }
}

TEST(IsDeceptive, KnowsWhatCannotBeSeen) {
  for (const char32_t rune :
       {U'\n',     U'\t',     U'\x7f',   U'\x85',   U'\u00AD', U'\u034F', U'\u061C',    U'\u115F', U'\u1160',
        U'\u17B4', U'\u180E', U'\u200B', U'\u200D', U'\u200F', U'\u2028', U'\u2029',    U'\u202A', U'\u202E',
        U'\u2060', U'\u2066', U'\u2069', U'\u3164', U'\uFEFF', U'\uFFA0', U'\U000E0041'}) {
    EXPECT_TRUE(IsDeceptive(rune)) << std::hex << static_cast<std::uint32_t>(rune);
  }
  for (const char32_t rune : {U' ', U'a', U'é', U'—', U'…', U'源', U'。', U'한', U'\U0001F600'}) {
    EXPECT_FALSE(IsDeceptive(rune)) << std::hex << static_cast<std::uint32_t>(rune);
  }
}

}  // namespace
}  // namespace ferrotype
