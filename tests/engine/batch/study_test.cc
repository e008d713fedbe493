#include "engine/batch/study.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/run/settings.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

using Texts = std::vector<std::string>;

constexpr const char* kScenario = R"(brink: 1
title: Study
start: 2026-06-01
horizon: 30 d
parameters:
  share: {default: 0.2, range: [0, 1]}
  free: 5
  pause: {default: 2 d, range: [0 d, 30 d]}
  gap: 2 d
  day: 2026-06-10
  mood: {default: calm, values: [calm, tense]}
  letter: true
  who: north
actors: {north: {variables: {anger: 0}}, south: {}}
pairs: {trust: {between: all, directed: true, initial: 0.5}}
world: {variables: {
  x: 0, phase: {initial: talks, values: [talks, war]}, ready: false, wait: 1 d, by_then: 2026-07-01, chief: north, follow: 0}}
measures: {follow: {series: 2 * x, every: 1 d}, last_x: {final: x}}
variants: {softer: {parameters: {share: 0.1, pause: 1 d}}}
)";

const Program& program() {
  static const Program made = compiled(kScenario);
  return made;
}

StudyText swept(const Texts& sweeps) { return {.sweeps = sweeps}; }
StudyText followed(const Texts& series, const std::string& every = "1 d") {
  return {.series = series, .every = every};
}

std::string error_of(const StudyText& text) {
  const auto study = make_study(program(), text);
  return study ? "no error" : study.error();
}
std::string sweep_error(const std::string& sweep) { return error_of(swept({sweep})); }
std::string series_error(const std::string& series) { return error_of(followed({series})); }

Study good(const StudyText& text) {
  auto study = make_study(program(), text);
  if (!study) throw std::runtime_error(study.error());
  return std::move(*study);
}

/// The values of the only factor.
std::vector<Value> values_of(const std::string& sweep) {
  return good(swept({sweep})).design.factors.at(0).values;
}
std::vector<double> numbers_of(const std::string& sweep) {
  std::vector<double> numbers;
  for (const auto value : values_of(sweep)) numbers.push_back(value.number);
  return numbers;
}
std::vector<double> hours_of(const std::string& sweep) {
  std::vector<double> hours;
  for (const auto value : values_of(sweep)) hours.push_back(24 * in_days({value.whole}));
  return hours;
}
/// As a manifest keeps it.
std::string canonical(const std::string& sweep) { return good(swept({sweep})).text.sweeps.at(0); }

TEST(StudyTest, ARangeOfNumbersIsEvenAndHasNoRoundingErrors) {
  EXPECT_EQ(numbers_of("share=0:0.5:6"), (std::vector<double>{0, 0.1, 0.2, 0.3, 0.4, 0.5}));
  EXPECT_EQ(numbers_of("free=0.1:0.7:7"), (std::vector<double>{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}));
  EXPECT_EQ(numbers_of("share=1:0:3"), (std::vector<double>{1, 0.5, 0})) << "downwards";
  EXPECT_EQ(numbers_of("free=-1e308:1e308:3"), (std::vector<double>{-1e308, 0, 1e308}));
  EXPECT_EQ(canonical("share=0:1:11"), "share=0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1");
}

TEST(StudyTest, TheEndsOfARangeComeOutExactly) {
  // neither has a text of 12 digits
  const double low = 0.1 + 0.2;
  const double high = 2.0 / 3;
  const auto numbers = numbers_of("share=0.30000000000000004:0.6666666666666666:4");
  ASSERT_EQ(numbers.size(), 4U);
  EXPECT_EQ(numbers.front(), low);
  EXPECT_EQ(numbers.back(), high);
  for (std::size_t i = 1; i < 3; ++i) {
    // 12 digits: half a unit of the last is 5e-13
    EXPECT_NEAR(numbers[i], low + (high - low) * static_cast<double>(i) / 3, 5e-13);
  }
}

TEST(StudyTest, LengthsAndDatesHaveRangesToTheMicrosecond) {
  EXPECT_EQ(hours_of("pause=1 d:10 d:4"), (std::vector<double>{24, 96, 168, 240}));
  EXPECT_EQ(canonical("pause=1 d:10 d:4"), "pause=1 d,4 d,7 d,10 d");
  EXPECT_EQ(canonical("pause=0 d:1 s:4"), "pause=0 s,333 ms 333 us,666 ms 666 us,1 s");
  EXPECT_EQ(canonical("gap=1 d:-1 d:3"), "gap=1 d,0 s,-1 d");
  EXPECT_EQ(canonical("day=2026-06-01:2026-06-03:5"),
            "day=2026-06-01,2026-06-01 12:00,2026-06-02,2026-06-02 12:00,2026-06-03");
  EXPECT_EQ(hours_of("day=2026-06-01 09:00:2026-06-02 10:30:2"), (std::vector<double>{9, 34.5}));
  EXPECT_EQ(hours_of("day=2026-06-01 09:00:30:2026-06-01:2"),
            (std::vector<double>{9 + 30.0 / 3600, 0}));
}

TEST(StudyTest, AListKeepsItsOrder) {
  EXPECT_EQ(numbers_of("share=0.5, 0 ,1e-3"), (std::vector<double>{0.5, 0, 0.001}));
  EXPECT_EQ(canonical("mood=tense,calm"), "mood=tense,calm");
  EXPECT_EQ(canonical("letter=true,false"), "letter=true,false");
  EXPECT_EQ(canonical("who=south,north"), "who=south,north");
  EXPECT_EQ(canonical("pause=36 h,1 w"), "pause=1 d 12 h,7 d");
  EXPECT_EQ(canonical("day=2026-06-05T09:00,2026-06-06 00:00"), "day=2026-06-05 09:00,2026-06-06");
  EXPECT_EQ(canonical("day=2026-06-05 09:00"), "day=2026-06-05 09:00") << "one value, not a range";
}

TEST(StudyTest, SettingsGoOverAVariantAndAreWrittenInOrder) {
  const auto study = good({.settings = {"share=0.50", "free=1e0"}, .variant = "softer"});
  EXPECT_EQ(study.text.settings, (Texts{"free=1", "share=0.5"}));
  EXPECT_EQ(study.text.variant, "softer");
  const auto overlay = overlay_of(study.design, study.base, 0);
  std::vector<std::string> set;
  for (const auto& [slot, value] : overlay.settings) {
    const auto& info = program().slots[slot];
    set.push_back(info.name + "=" + value_text(program(), info.type, value));
  }
  std::sort(set.begin(), set.end());
  EXPECT_EQ(set, (Texts{"free=1", "pause=1 d", "share=0.5"}));
}

TEST(StudyTest, SeriesAreTheScenariosOwnThenThoseAskedFor) {
  const auto study =
      good(followed({"x,ready", "trust(north, south)", "wait, north.anger"}, "36 h"));
  Texts names;
  for (const auto& series : study.series) names.push_back(series.name);
  EXPECT_EQ(names, (Texts{"follow", "x", "ready", "trust(north, south)", "wait", "north.anger"}));
  EXPECT_EQ(study.text.series, (Texts(names.begin() + 1, names.end())));
  EXPECT_EQ(study.text.every, "1 d 12 h");
  EXPECT_EQ(study.series[0].times, 31U) << "0, 1, ..., 30 days";
  EXPECT_EQ(study.series[1].times, 21U) << "0, 1.5, ..., 30 days";
  EXPECT_EQ(good({.until = "25 h", .series = {"x"}, .every = "8 h"}).series[1].times, 4U);
}

TEST(StudyTest, TheCanonicalFormIsItsOwn) {
  const std::vector<StudyText> texts = {
      {},
      swept({"share=0:0.5:6", "pause=1 d:10 d:4", "mood=calm,tense"}),
      swept({"free=0.1:0.7:7", "day=2026-06-01 09:00:2026-06-02 10:00:7"}),
      swept({"free=-1e300:1e-300:17", "gap=0 d:1 d:7", "letter=false", "who=south"}),
      swept({"gap=-3 d:100 d:97", "day=2026-01-01:2026-12-31 23:59:59.999999:13"}),
      swept({"gap=1 us:1 h:11", "free=3.3333333333333335,1e22,-0.1"}),
      {.settings = {"who=south", "gap=1 w 1 us", "mood=tense", "day=2026-06-05T10:20:30.5"}},
      {.variant = "softer", .until = "2026-06-20 00:00:01", .outcomes_stop = false},
      {.until = "2 w", .series = {"x, ready ,wait", "trust(south, north)"}, .every = "90 min"},
      {.settings = {"share=+0.25"}, .sweeps = {"free=1,2"}, .variant = "softer"},
  };
  for (const auto& text : texts) {
    const auto once = good(text);
    const auto twice = good(once.text);
    EXPECT_EQ(twice.text, once.text);
    EXPECT_EQ(twice.base.until, once.base.until);
    EXPECT_EQ(twice.design.chunk, once.design.chunk);
    ASSERT_EQ(twice.design.points(), once.design.points());
    for (std::uint64_t point = 0; point < once.design.points(); ++point) {
      const auto a = overlay_of(once.design, once.base, point).settings;
      auto b = overlay_of(twice.design, twice.base, point).settings;
      ASSERT_EQ(a.size(), b.size());
      for (const auto& [slot, value] : a) {
        const auto same = [&, s = slot, v = value](const auto& other) {
          return other.first == s && other.second.whole == v.whole;
        };
        EXPECT_EQ(std::count_if(b.begin(), b.end(), same), 1) << program().slots[slot].name;
      }
    }
  }
}

// a length beyond 2^52 µs (142 years) must survive its text, or a batch cannot be resumed
TEST(StudyTest, LongLengthsAreCanonicalToo) {
  for (const char* sweep : {"gap=0 d:200000 d:8", "gap=-200000 d:0 d:8"}) {
    EXPECT_EQ(canonical(canonical(sweep)), canonical(sweep));
  }
  const auto bare = compiled("brink: 1\ntitle: Long\nstart: 2026-06-01\nhorizon: 3 d\n");
  const auto once = make_study(bare, {.until = "5000-01-01 00:00:00.000001"});
  ASSERT_TRUE(once);
  const auto twice = make_study(bare, once->text);
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->text.until, once->text.until);
  EXPECT_EQ(twice->base.until, once->base.until);
}

// the distance of the ends is beyond 64 bits
TEST(StudyTest, ARangeOfLengthsMayBeAsWideAsLengthsAre) {
  EXPECT_EQ(sweep_error("gap=-100000000 d:100000000 d:3"), "no error");
  EXPECT_EQ(hours_of("gap=-100000000 d:100000000 d:3").at(1), 0);
}

TEST(StudyTest, AnUnknownParameterIsSaidWithTheNearest) {
  EXPECT_EQ(sweep_error("shrae=0,1"),
            "--sweep: no parameter is called `shrae`; did you mean `share`?");
  EXPECT_EQ(sweep_error("qqqqqq=0,1"),
            "--sweep: no parameter is called `qqqqqq`; there are: share, free, pause, gap, day, "
            "mood, letter, who");
  EXPECT_EQ(sweep_error("x=0,1"), "--sweep: `x` is a variable; only parameters can be set");
  EXPECT_EQ(error_of({.settings = {"shrae=0"}}),
            "no parameter is called `shrae`; did you mean `share`?");
  const auto bare = compiled("brink: 1\ntitle: Bare\nstart: 2026-06-01\nhorizon: 3 d\n");
  EXPECT_EQ(make_study(bare, swept({"a=1"})).error(),
            "--sweep: no parameter is called `a`: the scenario has none");
  EXPECT_EQ(make_study(bare, followed({"a"})).error(), "--series a: the scenario has no variables");
}

TEST(StudyTest, AValueThatCannotBeIsSaid) {
  EXPECT_EQ(sweep_error("share=0,2"), "--sweep `share` cannot be 2: it must be from 0 to 1");
  EXPECT_EQ(sweep_error("share=0:2:3"),
            "--sweep share: `share` cannot be 2: it must be from 0 to 1");
  EXPECT_EQ(sweep_error("pause=31 d"),
            "--sweep `pause` cannot be 31 d: it must be from 0 s to 30 d");
  EXPECT_EQ(sweep_error("free=a"), "--sweep `free` must be a number, such as 0.2; `a` is none");
  EXPECT_EQ(sweep_error("free=1,,2"), "--sweep `free` must be a number, such as 0.2; `` is none");
  EXPECT_EQ(sweep_error("free=1e999"),
            "--sweep `free` must be a number, such as 0.2; `1e999` is none");
  EXPECT_EQ(sweep_error("gap=3"),
            "--sweep `gap` must be a duration, such as `3 d 12 h`; `3` is none");
  EXPECT_EQ(sweep_error("day=2026-06-31"),
            "--sweep `day` must be a date, such as 2026-06-04; `2026-06-31` is none");
  EXPECT_EQ(sweep_error("mood=calm,clam"),
            "--sweep `mood` cannot be `clam`: it is one of calm, tense");
  EXPECT_EQ(sweep_error("letter=yes"), "--sweep `letter` must be true or false; `yes` is neither");
  EXPECT_EQ(sweep_error("who=nort"),
            "--sweep `who` must be an actor; `nort` is none: north, south");
}

TEST(StudyTest, ASweepThatIsNoneIsSaid) {
  EXPECT_EQ(sweep_error("share"),
            "--sweep takes name=low:high:count or name=a,b,c; `share` is neither");
  EXPECT_EQ(sweep_error("=1,2"),
            "--sweep takes name=low:high:count or name=a,b,c; `=1,2` is neither");
  const auto bad_count = [](const std::string& name, const std::string& count) {
    return "--sweep " + name + ": `" + count +
           "` must be how many values there are from the first to the last, 2 to 100000";
  };
  for (const char* count : {"0", "1", "100001", "x", "2.5", "-3", ""}) {
    EXPECT_EQ(sweep_error(std::string("share=0:1:") + count), bad_count("share", count));
  }
  EXPECT_EQ(sweep_error("share=0:0.5"), "--sweep share: write low:high:count, such as 0:0.5:5");
  EXPECT_EQ(sweep_error("day=2026-06-01:2026-06-02 10:00"), bad_count("day", "00"));
}

TEST(StudyTest, WhatHasNoOrderHasNoRange) {
  EXPECT_EQ(sweep_error("mood=calm:tense:2"),
            "--sweep mood: a symbol has no range; list its values: mood=a,b,c");
  EXPECT_EQ(sweep_error("letter=false:true:2"),
            "--sweep letter: a truth (true or false) has no range; list its values: letter=a,b,c");
  EXPECT_EQ(sweep_error("who=north:south:2"),
            "--sweep who: an actor has no range; list its values: who=a,b,c");
}

TEST(StudyTest, ASettingTakesOneValueOrASweep) {
  EXPECT_EQ(error_of(swept({"share=0,1", "share=0.5"})), "--sweep: `share` is swept twice");
  EXPECT_EQ(error_of({.settings = {"share=0.1"}, .sweeps = {"share=0,1"}}),
            "`share` is both set and swept; choose one");
  EXPECT_EQ(error_of({.settings = {"share=0.1", "share=0.1"}}), "`share` is set twice");
  EXPECT_EQ(error_of({.settings = {"share"}}), "--set takes name=value; `share` is none");
  EXPECT_EQ(error_of({.settings = {"share=2"}}), "`share` cannot be 2: it must be from 0 to 1");
}

TEST(StudyTest, AValueStandsOnceInASweep) {
  EXPECT_EQ(sweep_error("share=0.1,0.2,0.10"), "--sweep share: 0.1 is there twice");
  EXPECT_EQ(sweep_error("pause=1 d,24 h"), "--sweep pause: 1 d is there twice");
  EXPECT_EQ(sweep_error("mood=calm,calm"), "--sweep mood: calm is there twice");
  EXPECT_EQ(sweep_error("free=1:1:2"), "--sweep free: 1 is there twice");
}

TEST(StudyTest, ZeroHasNoSign) {
  EXPECT_NE(sweep_error("free=0,-0").find("is there twice"), std::string::npos);
}

TEST(StudyTest, VariantsAndEndsAreCheckedAsOnTheCommandLine) {
  EXPECT_EQ(error_of({.variant = "sofer"}),
            "--variant: there is no variant `sofer`; did you mean `softer`?");
  EXPECT_EQ(error_of({.until = "0 d"}), "--until 0 d: a run must last longer than 0 s");
  EXPECT_EQ(error_of({.until = "2026-05-01"}),
            "--until 2026-05-01: the scenario starts on 2026-06-01");
}

TEST(StudyTest, ASeriesIsAVariableThatHasAMean) {
  EXPECT_EQ(series_error("north.angr"),
            "--series: no variable is called `north.angr`; did you mean `north.anger`?");
  EXPECT_EQ(series_error("share"),
            "--series: no variable is called `share`; there are: x, phase, ready, wait, by_then, "
            "chief, follow, north.anger, trust(north, south), trust(south, north)")
      << "a parameter does not change";
  EXPECT_EQ(series_error("phase"),
            "--series: `phase` is a symbol; only numbers, truths and lengths of time have a mean");
  EXPECT_EQ(series_error("by_then"),
            "--series: `by_then` is a date; only numbers, truths and lengths of time have a mean");
  EXPECT_EQ(series_error("chief"),
            "--series: `chief` is an actor; only numbers, truths and lengths of time have a mean");
  EXPECT_EQ(series_error("x,x"), "--series: `x` is there twice");
  EXPECT_EQ(series_error("follow"),
            "--series: the scenario has a measure `follow` that is followed already");
}

TEST(StudyTest, ManyVariablesAreNotAllListed) {
  std::string yaml =
      "brink: 1\ntitle: Many\nstart: 2026-06-01\nhorizon: 3 d\nworld:\n  variables:\n";
  for (char c = 'a'; c <= 'm'; ++c) yaml += std::string("    v_") + c + c + c + c + ": 0\n";
  EXPECT_EQ(make_study(compiled(yaml), followed({"share_of_land"})).error(),
            "--series: no variable is called `share_of_land`; there are: v_aaaa, v_bbbb, v_cccc, "
            "v_dddd, v_eeee, v_ffff, v_gggg, v_hhhh, v_iiii, v_jjjj, v_kkkk, v_llll, ...");
}

TEST(StudyTest, AStepIsALengthAboveZero) {
  for (const std::string every : {"0 d", "-1 d", "1", "", "d", "often"}) {
    EXPECT_EQ(error_of(followed({"x"}, every)),
              "--every takes a length of time above 0, such as `1 d`; `" + every + "` is none");
  }
}

TEST(StudyTest, ABatchHasLimits) {
  EXPECT_EQ(error_of({.replications = 0}), "-n: at least 1 replication");
  EXPECT_EQ(error_of({.replications = 1'000'000'000'000}), "no error");
  EXPECT_EQ(error_of({.replications = 1'000'000'000'001}),
            "-n 1000000000001: more than 1000000000000 runs");
  EXPECT_EQ(error_of({.replications = 600'000'000'000, .sweeps = {"free=0,1"}}),
            "-n 600000000000: more than 1000000000000 runs");
  EXPECT_EQ(error_of(swept({"share=0:1:1000", "free=1:100:100"})), "no error");
  EXPECT_EQ(error_of(swept({"share=0:1:1000", "free=1:101:101"})),
            "--sweep: more than 100000 combinations; sweep fewer values");
  // `follow` has 31 values; 9,969 are left: 30 d / 9,968 = 260.03 s
  const std::string too_many =
      "the series have more than 10000 values a run; follow fewer, or each less often (--every, or "
      "`every:` in the scenario)";
  EXPECT_EQ(error_of(followed({"x"}, "260 s")), too_many);
  EXPECT_EQ(error_of(followed({"x"}, "261 s")), "no error");
  EXPECT_EQ(error_of(followed({"x,ready"}, "261 s")), too_many) << "all together";
}

}  // namespace
}  // namespace brink::test
