#include "engine/report/log_rows.h"

#include <gtest/gtest.h>

#include <bit>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/run/settings.h"
#include "tests/engine/report/finished.h"

namespace brink {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// keys are hashes: their place in the row is the law here, not their value
std::string without_key(std::string line) {
  const auto comma = line.find(',');
  return line.replace(comma + 1, 16, "KEY");
}

TEST(LogRowsTest, CsvHasOneRowPerEventWithTheNamedColumns) {
  const test::Finished run(test::kLetters);
  const auto lines = lines_of(csv_log(run.report()));
  ASSERT_EQ(lines.size(), 8U);
  EXPECT_EQ(lines[0], "number,key,time,date,type,source,target,cause,rule,option,offer,attributes");
  EXPECT_EQ(without_key(lines[1]),
            "1,KEY,1,2026-06-02,raid,south,north,,strike,,,size=80;site=rail");
  // 3 d 6 h 30 min = 3 + 6.5 / 24 d
  EXPECT_EQ(without_key(lines[2]),
            "2,KEY,3.2708333333333335,2026-06-04 06:30,raid,south,north,,second_strike,,,"
            "size=1240;site=rail");
  EXPECT_EQ(without_key(lines[5]),
            "5,KEY,13,2026-06-14,yes_but,north,south,3,north_answers,conditions,5,"
            "terms.truce=1;terms.share=0.5");
  // an acceptance names the offer's event, and leaves its terms there
  EXPECT_EQ(without_key(lines[6]),
            "6,KEY,13.5,2026-06-14 12:00,accept,south,north,5,south_agrees,,5,");
  EXPECT_EQ(without_key(lines[7]), "7,KEY,17,2026-06-18,lapse,north,south,4,lapse,,4,");
}

TEST(LogRowsTest, TheHeadOfAJsonLogHasTheParametersOfTheStartAndWhatWasSetLater) {
  const auto program = test::compiled(test::kLetters);
  Overlay overlay;
  ASSERT_EQ(add_intervention(program, "36 h: price = 0.8", overlay), std::nullopt);
  const test::Finished run(test::kLetters, {}, overlay);
  const auto head = nlohmann::json::parse(lines_of(json_log(run.report()))[0]);
  EXPECT_EQ(head["parameters"], nlohmann::json({{"price", 0.5}}));
  EXPECT_EQ(head["what_if"],
            nlohmann::json::parse(
                R"([{"time":1.5,"date":"2026-06-02 12:00","name":"price","value":0.8}])"));
  const test::Finished plain(test::kLetters);
  EXPECT_FALSE(nlohmann::json::parse(lines_of(json_log(plain.report()))[0]).contains("what_if"));
}

TEST(LogRowsTest, WhatBecomesOfMessagesNamesTheChannel) {
  const test::Finished run(R"(
brink: 1
title: Messages
start: 2026-06-01
horizon: 20 d
actors: {a: {}, b: {}, c: {}}
channels: {line: {between: [a, b]}, wire: {between: [a, b], delay: 1 d, leaks: 1, reliability: 0}}
events:
  note: {is: request, visibility: private, via: wire}
schedule:
  one: {at: 1 d, emit: note, from: a, to: b}
  two: {at: 5 d, emit: note, from: a, to: c}
)");
  const auto lines = lines_of(csv_log(run.report()));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(without_key(lines[2]), "2,KEY,2,2026-06-03,leak,a,b,1,wire,,,");
  EXPECT_EQ(without_key(lines[3]), "3,KEY,2,2026-06-03,undelivered,a,b,1,wire,,,reason=lost");
  EXPECT_EQ(without_key(lines[5]),
            "5,KEY,5,2026-06-06,undelivered,a,c,4,undelivered,,,reason=no_route");
}

TEST(LogRowsTest, KeysAreSixteenHexDigitsOfTheEventsKey) {
  const test::Finished run(test::kLetters);
  for (const auto& event : run.log.events()) {
    const auto row = nlohmann::json::parse(json_row(run.report(), event));
    const auto key = row["key"].get<std::string>();
    EXPECT_EQ(key.size(), 16U);
    EXPECT_EQ(std::stoull(key, nullptr, 16), event.key);
  }
}

TEST(LogRowsTest, JsonHasAHeaderARowPerEventAndASummary) {
  const test::Finished run(test::kLetters, {18446744073709551615ULL, 3});
  const auto lines = lines_of(json_log(run.report()));
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[0], R"({"schema":1,"scenario":"test.yaml","title":"Two neighbours",)"
                      R"("seed":18446744073709551615,"replication":3,"start":"2026-06-01",)"
                      R"("parameters":{"price":0.5}})");
  const auto strike = nlohmann::json::parse(lines[1]);
  EXPECT_EQ(strike["attributes"], (nlohmann::json{{"size", 80}, {"site", "rail"}}));
  EXPECT_TRUE(strike["cause"].is_null());
  EXPECT_TRUE(strike["offer"].is_null());
  const auto counter = nlohmann::json::parse(lines[5]);
  EXPECT_EQ(counter["cause"], 3);
  EXPECT_EQ(counter["option"], "conditions");
  EXPECT_EQ(counter["offer"], 5);
  EXPECT_EQ(counter["attributes"], (nlohmann::json{{"terms.truce", 1}, {"terms.share", 0.5}}));
  const auto summary = nlohmann::json::parse(lines[8]);
  EXPECT_EQ(summary["outcome"], "war");
  EXPECT_EQ(summary["end"], "2026-07-31");
  EXPECT_EQ(summary["status"], "ended");
  EXPECT_EQ(std::stoull(summary["hash"].get<std::string>(), nullptr, 16), run.hash.value());
  EXPECT_EQ(summary["measures"]["first_answer"], 13);
  EXPECT_TRUE(summary["measures"]["first_refusal"].is_null());
}

TEST(LogRowsTest, TheHeaderHasTheParametersAsSet) {
  const auto program = test::compiled(test::kLetters);
  const test::Finished run(test::kLetters, {}, test::with_setting(program, "price", 0.25));
  EXPECT_EQ(nlohmann::json::parse(json_header(run.report()))["parameters"],
            (nlohmann::json{{"price", 0.25}}));
}

TEST(LogRowsTest, CsvAndJsonSayTheSame) {
  const test::Finished run(test::kLetters);
  const auto csv = lines_of(csv_log(run.report()));
  const auto json = lines_of(json_log(run.report()));
  for (std::size_t i = 1; i + 1 < json.size(); ++i) {
    const auto row = nlohmann::json::parse(json[i]);
    std::istringstream cells(csv[i]);
    std::string number, key, time, date;
    std::getline(cells, number, ',');
    std::getline(cells, key, ',');
    std::getline(cells, time, ',');
    std::getline(cells, date, ',');
    EXPECT_EQ(row["number"].dump(), number);
    EXPECT_EQ(row["key"], key);
    EXPECT_EQ(row["date"], date);
    EXPECT_EQ(std::stod(time), row["time"].get<double>());
  }
}

TEST(LogRowsTest, NumbersReadBackAsTheSameDouble) {
  const test::Finished run(R"(brink: 1
title: Drawn sizes
start: 2026-06-01
horizon: 60 d
actors: {a: {}, b: {}}
events: {raid: {is: assault, attributes: {size: {default: 1}}}}
processes:
  raids:
    rate: 5
    emit: raid
    from: a
    to: b
    with:
      size: lognormal(median = 3, sdlog = 2)
)");
  ASSERT_GT(run.log.events().size(), 100U);
  for (const auto& event : run.log.events()) {
    const auto row = nlohmann::json::parse(json_row(run.report(), event));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(row["attributes"]["size"].get<double>()),
              std::bit_cast<std::uint64_t>(run.log.attribute(event, 0).number));
    EXPECT_EQ(row["time"].get<double>(), in_days(event.time - SimTime{}));
    EXPECT_EQ(parse_instant(row["date"].get<std::string>())->us,
              run.program.start.us + event.time.us);
  }
}

TEST(LogRowsTest, CellsAreQuotedByRfc4180) {
  EXPECT_EQ(csv_cell("plain text"), "plain text");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_cell("return\r"), "\"return\r\"");
  EXPECT_EQ(csv_cell(""), "");
}

TEST(LogRowsTest, ATitleWithQuotesAndLinesStaysOneJsonLine) {
  const test::Finished run(
      "brink: 1\ntitle: \"He said \\\"no\\\"\\nand left\"\nstart: 2026-06-01\nhorizon: 1 d\n"
      "actors: {a: {}}\n");
  const auto header = json_header(run.report());
  EXPECT_EQ(std::count(header.begin(), header.end(), '\n'), 1);
  EXPECT_EQ(nlohmann::json::parse(header)["title"], "He said \"no\"\nand left");
}

}  // namespace
}  // namespace brink
