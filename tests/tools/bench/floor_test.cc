// The hand-written models are the bar for the engine, so they must be the same model: by the
// figures that were published for it, and by each other.
#include "tools/bench/floor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tools/bench/idiomatic.h"
#include "tools/bench/tally.h"

namespace brink::bench {
namespace {

constexpr std::uint64_t kRuns = 10'000;

using Play = std::function<Played(std::uint64_t run)>;

struct Author {
  std::string name;
  Play play;
};

std::vector<Author> authors(Form form) {
  return {{"addressed", [form](std::uint64_t run) { return play_addressed(form, 7, run); }},
          {"sequential", [form](std::uint64_t run) { return play_sequential(form, 7, run); }},
          {"idiomatic", [form](std::uint64_t run) { return play_idiomatic(form, 7, run); }}};
}

Tally tally_of(const Play& play) {
  Tally tally;
  for (std::uint64_t run = 0; run < kRuns; ++run) tally.add(play(run));
  return tally;
}

class FloorTest : public testing::TestWithParam<Form> {};

// design/performance.md: 572 strikes, 290.7 d, P(agreement) 0.466, escalation 0.380, which are
// rounded and themselves sampled: half a unit of the last digit goes beside 4.5 standard errors
TEST_P(FloorTest, GivesThePublishedFigures) {
  struct Published {
    std::size_t place;
    double figure;
    double rounding;
  };
  constexpr Published kPublished[] = {
      {1, 572, 0.5}, {2, 290.7, 0.05}, {3, 0.466, 0.0005}, {4, 0.380, 0.0005}};
  for (const auto& [name, play] : authors(GetParam())) {
    const auto tally = tally_of(play);
    for (const auto& published : kPublished) {
      const auto& moments = tally.moments[published.place];
      const double error = std::sqrt(moments.variance() / static_cast<double>(kRuns));
      EXPECT_NEAR(moments.mean, published.figure, 4.5 * error + published.rounding)
          << name << ": " << Tally::kNames[published.place];
    }
    // "about 596 events": the offers may have been counted in another way
    EXPECT_NEAR(tally.moments[0].mean, 596, 0.02 * 596) << name;
  }
}

TEST_P(FloorTest, AllAuthorsWroteTheSameModel) {
  const auto all = authors(GetParam());
  const auto first = tally_of(all[0].play);
  for (std::size_t i = 1; i < all.size(); ++i) {
    for (const auto& difference : differences(first, tally_of(all[i].play))) {
      EXPECT_LT(difference.standard_errors, kMostStandardErrors)
          << all[i].name << ": " << difference.name << " " << difference.one << " and "
          << difference.other;
    }
  }
}

TEST_P(FloorTest, EveryRunKeepsTheModelsBounds) {
  for (const auto& [name, play] : authors(GetParam())) {
    for (std::uint64_t run = 0; run < 2'000; ++run) {
      const auto played = play(run);
      EXPECT_EQ((played.events - played.strikes) % 2, 0U) << "an offer and its answer are two";
      EXPECT_LE(played.strikes, 700U) << name << ": both stocks";
      EXPECT_GE(played.escalation, 0);
      EXPECT_LE(played.escalation, 2);
      EXPECT_TRUE(played.agreement ? played.end < 365 && played.end >= 24 : played.end == 365)
          << name << ": " << played.end;
    }
  }
}

TEST_P(FloorTest, ARunIsAFunctionOfItsNumber) {
  for (const auto& [name, play] : authors(GetParam())) {
    int same = 0;
    for (std::uint64_t run = 0; run < 50; ++run) {
      const auto one = play(run);
      const auto again = play(run);
      EXPECT_EQ(one.events, again.events) << name;
      EXPECT_EQ(one.escalation, again.escalation) << name;
      same += one.escalation == play(run + 1).escalation;
    }
    EXPECT_EQ(same, 0) << name << ": runs repeat each other";
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, FloorTest, testing::Values(Form::sampled, Form::rate),
                         [](const auto& form) {
                           return form.param == Form::rate ? "rate" : "sampled";
                         });

}  // namespace
}  // namespace brink::bench
