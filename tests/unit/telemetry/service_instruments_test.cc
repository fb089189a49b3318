#include "telemetry/service_instruments.h"

#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace ferrotype {
namespace {

std::set<std::string> NamesIn(const std::string& text) {
  std::set<std::string> names;
  const std::regex name("\\bferrotype_[a-z_]+[a-z]\\b");
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it) names.insert(it->str());
  return names;
}

TEST(ServiceInstruments, OperatorsPageNamesEachAndNoOther) {
  Instruments all;
  ServiceInstruments service(all, "analyzer", "1.2.3");
  service.messages_in("ferrotype.work").Add();
  service.bytes_out("ferrotype.findings").Add(10);
  service.lag("ferrotype.work", 3).Set(7);
  service.queue_messages("producer").Set(1);
  service.queue_bytes("producer").Set(1);
  service.errors("broker").Add();
  service.dead_letters().Add();
  service.batches("analyze").Add();
  service.batch_seconds("analyze").Observe(1);
  service.blobs().Add();
  service.blob_bytes().Add();
  service.release_blobs("v6.1", "found").Set(1);
  service.release_quotes("v6.1", "found").Set(1);
  service.releases("complete").Set(1);
  service.publications("published").Add();
  service.last_publication().Set(1);
  std::set<std::string> told;
  std::istringstream lines(all.Text());
  for (std::string word, line; std::getline(lines, line);) {
    std::istringstream words(line);
    if (words >> word && word == "#" && words >> word && word == "TYPE" && words >> word) told.insert(word);
  }
  EXPECT_EQ(told.size(), 17U);

  std::ifstream file(FERROTYPE_SOURCE_DIR "/docs/operators-cluster.md");
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_EQ(NamesIn(page.str()), told);
}

TEST(ServiceInstruments, LagOfAPartitionThatWentIsGone) {
  Instruments all;
  ServiceInstruments service(all, "analyzer", "1");
  service.lag("ferrotype.work", 3).Set(7);
  EXPECT_THAT(all.Text(), ::testing::HasSubstr("ferrotype_lag_messages{topic=\"ferrotype.work\",partition=\"3\"} 7\n"));
  service.RemoveLag("ferrotype.work", 3);
  EXPECT_THAT(all.Text(), ::testing::Not(::testing::HasSubstr("ferrotype_lag")));
}

}  // namespace
}  // namespace ferrotype
