#include <gtest/gtest.h>

#include <set>

#include "model/unsafe.h"

namespace ferrotype {
namespace {

UnsafeLedger Example() {
  UnsafeLedger ledger;
  ledger.doc_test_tokens = 3;
  ledger.sites.push_back({7,
                          9,
                          12,
                          UnsafeClass::kBlock,
                          UnsafeClass::kBlock,
                          SafetyState::kDocumented,
                          "Registration::new",
                          {1, 2, 3, 4},
                          5});
  ledger.sites.push_back({20,
                          1,
                          20,
                          UnsafeClass::kMacroRules,
                          UnsafeClass::kTraitImplMethod,
                          SafetyState::kExempt,
                          "<Device as Deref>::deref",
                          {},
                          0});
  ledger.sites.push_back({21, 1, 21, UnsafeClass::kQuoted, UnsafeClass::kImpl, SafetyState::kMissing, "", {}, 0});
  return ledger;
}

TEST(UnsafeWire, ALedgerComesBackAsItWas) {
  EXPECT_EQ(DecodeUnsafeLedger(Encode(Example())).value(), Example());
  EXPECT_EQ(DecodeUnsafeLedger(Encode(UnsafeLedger())).value(), UnsafeLedger());
  EXPECT_EQ(Encode(Example()), Encode(Example()));
}

TEST(UnsafeWire, ManySitesInOneItemHoldItsNameOnce) {
  UnsafeLedger ledger;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    ledger.sites.push_back(
        {i, 1, i, UnsafeClass::kBlock, UnsafeClass::kBlock, SafetyState::kMissing, std::string(200, 'n'), {}, 1});
  }
  const Bytes bytes = Encode(ledger);
  EXPECT_LT(bytes.size(), 60'000U);
  EXPECT_EQ(DecodeUnsafeLedger(bytes).value(), ledger);
}

TEST(UnsafeWire, DamagedBytesAreAnErrorOrALedgerAndNeverACrash) {
  const Bytes bytes = Encode(Example());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    (void)DecodeUnsafeLedger(std::string_view(bytes).substr(0, i));
    for (const int flip : {1, 0x80, 0xFF}) {
      Bytes damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      (void)DecodeUnsafeLedger(damaged);
    }
  }
}

TEST(UnsafeWire, EachClassAndStateHasAnIdOfItsOwn) {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < kUnsafeClasses; ++i) ids.insert(IdOf(static_cast<UnsafeClass>(i)));
  for (std::size_t i = 0; i < kSafetyStates; ++i) ids.insert(IdOf(static_cast<SafetyState>(i)));
  EXPECT_EQ(ids.size(), kUnsafeClasses + kSafetyStates);
  EXPECT_FALSE(ids.contains(""));
}

}  // namespace
}  // namespace ferrotype
