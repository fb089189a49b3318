#include "base/base64.h"

#include <gtest/gtest.h>

#include <string_view>

namespace ferrotype {
namespace {

std::string Of(std::string_view text) {
  return ToBase64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// RFC 4648, section 10.
TEST(Base64, IsWhatTheStandardGives) {
  EXPECT_EQ(Of(""), "");
  EXPECT_EQ(Of("f"), "Zg==");
  EXPECT_EQ(Of("fo"), "Zm8=");
  EXPECT_EQ(Of("foo"), "Zm9v");
  EXPECT_EQ(Of("foob"), "Zm9vYg==");
  EXPECT_EQ(Of("fooba"), "Zm9vYmE=");
  EXPECT_EQ(Of("foobar"), "Zm9vYmFy");
}

}  // namespace
}  // namespace ferrotype
