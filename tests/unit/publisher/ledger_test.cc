// The ledger of what was published: canonical, never silently wrong, made again from the editions when lost.
#include "publisher/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "publisher/build_record.h"
#include "support/temp_dir.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;
using testing_support::TempDir;

Ledger Some() {
  Ledger ledger;
  ledger.Publish("0123456789abcdef", "inputs-1", "2026-11-20T00:00:00Z");
  ledger.Publish("fedcba9876543210", "inputs-2", "2026-11-21T00:00:00Z").withdrawn = true;
  AddToLedger(ledger, {{"en/index.html", ""}, {"assets/site.css", ""}, {"data/\"x\"\n.csv", ""}},
              {{"tag:a,2026:en/x", "articles", "en/articles/x/index.html", "2026-11-01", false},
               {"tag:a,2026:en/w", "releases", "en/releases/w/index.html", "2026-11-02", true}},
              "2026-11-21");
  return ledger;
}

TEST(Ledger, ReadsWhatItWrote) {
  const Ledger ledger = Some();
  const Result<Ledger> read = ParseLedger(WriteLedger(ledger));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, ledger);
  EXPECT_EQ(WriteLedger(*read), WriteLedger(ledger));
}

TEST(Ledger, KnowsEveryUrlButThoseThatPagesLoad) {
  EXPECT_TRUE(Some().urls.contains("en/index.html"));
  EXPECT_FALSE(Some().urls.contains("assets/site.css"));
}

TEST(Ledger, KeepsTheDayOfTheFirstPublication) {
  Ledger ledger = Some();
  AddToLedger(ledger, {{"en/index.html", ""}, {"en/new.html", ""}}, {}, "2027-01-01");
  EXPECT_EQ(ledger.urls.at("en/index.html"), "2026-11-21");
  EXPECT_EQ(ledger.urls.at("en/new.html"), "2027-01-01");
}

TEST(Ledger, PublishingAgainMovesAnEditionToTheEndAndEndsItsWithdrawal) {
  Ledger ledger = Some();
  ledger.Publish("fedcba9876543210", "inputs-2", "now");
  ledger.Publish("0123456789abcdef", "inputs-1", "now");
  ASSERT_EQ(ledger.editions.size(), 2U);
  EXPECT_EQ(ledger.editions.back().id, "0123456789abcdef");
  EXPECT_FALSE(ledger.editions.front().withdrawn);
}

TEST(Ledger, RefusesEveryTruncationAndEveryFlippedByte) {
  const std::string whole = WriteLedger(Some());
  for (std::size_t n = 0; n < whole.size(); ++n) {
    EXPECT_FALSE(ParseLedger(std::string_view(whole).substr(0, n))) << n;
    std::string flipped = whole;
    flipped[n] = static_cast<char>(flipped[n] ^ 1);
    EXPECT_FALSE(ParseLedger(flipped)) << n;
  }
}

TEST(Manifest, RefusesPathsThatLeaveTheEdition) {
  const std::string sum(64, 'a');
  EXPECT_TRUE(ParseManifest(sum + "  en/index.html\n"));
  for (const std::string path : {"../x", "/etc/passwd", "a//b", "a/../b", "a/.", ""})
    EXPECT_FALSE(ParseManifest(sum + "  " + path + "\n")) << path;
  EXPECT_FALSE(ParseManifest(sum + "  no-newline"));
  EXPECT_FALSE(ParseManifest("short  x\n"));
}

class InAFolder : public ::testing::Test {
 protected:
  std::string Put(Editions& editions, const std::string& text) {
    BuildRecord record;
    record.content = text;
    record.inputs = InputsOf(record);
    FileMap files = {{"en/index.html", text},
                     {"feeds/entries.json", R"({"entries":[{"id":"tag:)" + text +
                                                R"(","kind":"articles","path":"en/x","published":"2026-01-01"}]})"},
                     {"build.json", WriteBuildRecord(record)}};
    files["manifest.sha256"] = std::string(64, 'a') + "  en/index.html\n" + std::string(64, 'b') +
                               "  feeds/entries.json\n" + std::string(64, 'c') + "  en/only-" + text + ".html\n";
    const std::string id = EditionIdOf(files["build.json"]);
    const Result<void> added = editions.Add(id, files, StopFlag());
    EXPECT_TRUE(added) << added.error().message;
    return id;
  }

  TempDir folder_;
};

TEST_F(InAFolder, ALostLedgerIsMadeAgainFromTheEditions) {
  Result<Editions> editions = Editions::Open(folder_.path("site"));
  ASSERT_TRUE(editions);
  const std::string one = Put(*editions, "one");
  const std::string two = Put(*editions, "two");
  ASSERT_TRUE(editions->Switch(one));
  const Result<Ledger> ledger = LoadLedger(*editions);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_TRUE(ledger->urls.contains("en/only-one.html"));
  EXPECT_TRUE(ledger->urls.contains("en/only-two.html"));
  EXPECT_EQ(ledger->entries.size(), 2U);
  EXPECT_EQ(ledger->editions.back().id, one) << "what is served was published last";
}

TEST_F(InAFolder, ALostLedgerAndADamagedEditionRefuse) {
  Result<Editions> editions = Editions::Open(folder_.path("site"));
  ASSERT_TRUE(editions);
  const std::string one = Put(*editions, "one");
  ASSERT_TRUE(editions->Switch(one));
  folder_.Write("site/editions/" + one + "/manifest.sha256", "nonsense");
  const Result<Ledger> ledger = LoadLedger(*editions);
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().kind, ErrorKind::kCorrupt);
  EXPECT_THAT(ledger.error().message, HasSubstr("the ledger is lost"));
}

TEST_F(InAFolder, TheServedEditionIsInTheLedgerWhateverWasKilled) {
  Result<Editions> editions = Editions::Open(folder_.path("site"));
  ASSERT_TRUE(editions);
  const std::string one = Put(*editions, "one");
  ASSERT_TRUE(SaveLedger(*editions, Ledger()));
  ASSERT_TRUE(editions->Switch(one));
  const Result<Ledger> ledger = LoadLedger(*editions);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_NE(ledger->Find(one), nullptr);
  EXPECT_TRUE(ledger->urls.contains("en/only-one.html"));
}

TEST_F(InAFolder, OnePublisherAtATime) {
  const Result<Editions> first = Editions::Open(folder_.path("site"));
  ASSERT_TRUE(first);
  const Result<Editions> second = Editions::Open(folder_.path("site"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kUnavailable);
}

TEST_F(InAFolder, AFolderOfSomebodyElseIsLeftAlone) {
  folder_.Write("letters/dear.txt", "x");
  EXPECT_FALSE(Editions::Open(folder_.path("letters")));
  EXPECT_FALSE(std::filesystem::exists(folder_.path("letters/.lock")));
}

TEST_F(InAFolder, PruningKeepsTheCurrentOneAndWhatIsNotOurs) {
  Result<Editions> editions = Editions::Open(folder_.path("site"));
  ASSERT_TRUE(editions);
  const std::string one = Put(*editions, "one");
  const std::string two = Put(*editions, "two");
  const std::string three = Put(*editions, "three");
  folder_.Write("site/editions/notes.txt", "mine");
  folder_.Write("site/editions/0000000000000000.tmp/half", "left by a killed run");
  ASSERT_TRUE(editions->Switch(one));
  ASSERT_TRUE(editions->Prune({three}));
  EXPECT_TRUE(editions->Has(one));
  EXPECT_FALSE(editions->Has(two));
  EXPECT_TRUE(editions->Has(three));
  EXPECT_TRUE(std::filesystem::exists(folder_.path("site/editions/notes.txt")));
  EXPECT_FALSE(std::filesystem::exists(folder_.path("site/editions/0000000000000000.tmp")));
}

TEST_F(InAFolder, ACurrentThatIsNoEditionIsRefused) {
  Result<Editions> editions = Editions::Open(folder_.path("site"));
  ASSERT_TRUE(editions);
  std::filesystem::create_symlink("/etc", folder_.path("site/current"));
  const Result<std::optional<std::string>> current = editions->Current();
  ASSERT_FALSE(current);
  EXPECT_EQ(current.error().kind, ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace ferrotype
