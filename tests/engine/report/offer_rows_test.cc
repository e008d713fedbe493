#include "engine/report/offer_rows.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/engine/report/finished.h"

namespace brink {
namespace {

using nlohmann::json;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// see `kLetters`: South's letter of day 10 is countered on day 13 and agreed on day 13.5; the
// counter does not inherit `lasts`; North's private feeler of day 12 lapses on day 17
TEST(OfferRowsTest, JsonHasALineForEachOffer) {
  const test::Finished finished(test::kLetters);
  const auto lines = lines_of(offer_json(finished.report()));
  ASSERT_EQ(lines.size(), 3U);
  const auto letter = json::parse(lines[0]);
  EXPECT_EQ(letter["offer"], 3);
  EXPECT_EQ(letter["type"], "letter");
  EXPECT_EQ(letter["children"], json::array({5}));
  EXPECT_TRUE(letter["parent"].is_null());
  EXPECT_EQ(letter["proposer"], "south");
  EXPECT_EQ(letter["recipients"], json::array({"north"}));
  EXPECT_EQ(letter["status"], "countered");
  EXPECT_EQ(letter["sent"], 10);
  EXPECT_EQ(letter["deadline"], 30);
  EXPECT_EQ(letter["took"], 3);
  EXPECT_EQ(letter["left"], 17);
  EXPECT_EQ(letter["closed_by"], "north");
  EXPECT_EQ(letter["agreement"], json::array());
  const auto feeler = json::parse(lines[1]);
  EXPECT_EQ(feeler["public"], false);
  EXPECT_EQ(feeler["status"], "lapsed");
  EXPECT_EQ(feeler["closed"], 17);
  EXPECT_EQ(feeler["left"], 0);
  EXPECT_TRUE(feeler["closed_by"].is_null());
  const auto counter = json::parse(lines[2]);
  EXPECT_EQ(counter["parent"], 3);
  EXPECT_EQ(counter["first"], 3);
  EXPECT_EQ(counter["round"], 1);
  EXPECT_EQ(counter["terms"], json::parse(R"({"truce": 1, "share": 0.5})"));
  EXPECT_EQ(counter["before"], json::parse(R"({"share": 0})"));
  EXPECT_TRUE(counter["deadline"].is_null());
  EXPECT_TRUE(counter["left"].is_null());
  EXPECT_EQ(counter["took"], 0.5);
  EXPECT_EQ(counter["agreed"], 13.5);
  EXPECT_EQ(counter["answers"],
            json::parse(R"([{"by": "south", "answer": "accepted", "event": 6, "time": 13.5,
                             "arrived": null, "undelivered": null,
                             "terms": ["truce", "share"]}])"));
  ASSERT_EQ(counter["agreement"].size(), 2U);
  EXPECT_EQ(counter["agreement"][0],
            json::parse(R"({"term": "truce", "value": 1, "from": 13.5, "to": 60, "held": 46.5,
                            "end": "in force", "event": null, "by": null, "cause": null})"));
}

TEST(OfferRowsTest, CsvSaysTheSameInOneRowEach) {
  const test::Finished finished(test::kLetters);
  const auto lines = lines_of(offer_csv(finished.report()));
  ASSERT_EQ(lines.size(), 4U);
  const auto count = [](const std::string& line) {
    return std::count(line.begin(), line.end(), ',');
  };
  for (const auto& line : lines) EXPECT_EQ(count(line), count(lines[0])) << line;
  EXPECT_TRUE(lines[0].starts_with("offer,key,type,first,parent,children,round,proposer,"));
  EXPECT_TRUE(lines[0].ends_with(",agreement,concerning,held"));
  const auto tail = lines[3].substr(lines[3].find(",yes_but,"));
  EXPECT_EQ(
      tail,
      ",yes_but,3,3,,1,north,south,,false,false,true,,truce=1;share=0.5,share=0,13,2026-06-14,,"
      "accepted,13.5,2026-06-14 12:00,6,south,0.5,,south=accepted@6,13.5,6,,"
      "truce=in force;share=in force,,truce=46.5;share=46.5");
}

// the columns of CSV are the keys of JSON, and `held`
TEST(OfferRowsTest, CsvColumnsAreTheKeysOfJson) {
  const test::Finished finished(test::kLetters);
  const auto row = nlohmann::ordered_json::parse(lines_of(offer_json(finished.report()))[0]);
  std::string names;
  for (const auto& [name, value] : row.items()) names += name + ",";
  EXPECT_EQ(lines_of(offer_csv(finished.report()))[0], names + "held");
}

}  // namespace
}  // namespace brink
