// What is told of a series, where some of its values are infinite or none.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "engine/report/log_rows.h"
#include "engine/report/timeline.h"
#include "tests/engine/report/finished.h"

namespace brink {
namespace {

constexpr const char* kSeries = R"(brink: 1
title: Series
start: 2026-06-01
horizon: 10 d
world: {variables: {x: 0}}
schedule: {s: {at: 3 d, emit: aid}}
rules: {r: {upon: aid, do: [x = 2]}}
measures:
  ratio: {series: 1 / x, every: 1 d}
  root: {series: sqrt(x - 3), every: 1 d}
  lull: {series: since(aid), every: 1 d}
  never: {final: since(protest)}
)";

TEST(SeriesTest, ABarStandsForEachFiniteValueAndADotForTheOthers) {
  const test::Finished run(kSeries);
  const auto text = summary_text(run.report());
  EXPECT_NE(text.find("···▁▁▁▁▁▁▁▁  0.5 to 0.5, 11 values, one each 1 d, 3 not finite"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("···▁▂▃▄▅▆▇█  0 s to 7 d, 11 values, one each 1 d, 3 not finite"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("root   infinite, or not a number, all the time"), std::string::npos) << text;
}

TEST(SeriesTest, InJsonWhatIsNotFiniteIsNull) {
  const test::Finished run(kSeries);
  const auto measures = nlohmann::json::parse(json_summary(run.report()))["measures"];
  EXPECT_TRUE(measures["ratio"]["values"][2].is_null());
  EXPECT_EQ(measures["ratio"]["values"][3], 0.5);
  EXPECT_TRUE(measures["root"]["values"][10].is_null());
  EXPECT_TRUE(measures["lull"]["values"][2].is_null());
  EXPECT_EQ(measures["lull"]["values"][10], 7);
  EXPECT_TRUE(measures["never"].is_null());
}

}  // namespace
}  // namespace brink
