#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

constexpr const char* kHead = "brink: 1\ntitle: Small\nstart: 2026-01-01\n";

double first_measure(const std::string& text, RunSeed seed = {1, 0}) {
  const auto program = compiled(kHead + text);
  return measures_of(program, seed).at(0).value.number;
}

// more crossings than fit into one search: the latest were found and the earliest lost
TEST(ExactnessRegression, AConditionWithManyCrossingsMissesNone) {
  std::string bands;
  for (int i = 40; i >= 1; --i) {
    bands += "(x > " + std::to_string(i) + " and x < " + std::to_string(i) + ".5)";
    if (i > 1) bands += " or ";
  }
  EXPECT_EQ(first_measure("horizon: 60 d\nworld: {variables: {x: {initial: 0, trend: 1}, n: 0}}\n"
                          "rules: {r: {when: '" +
                          bands +
                          "', do: [n += 1]}}\n"
                          "measures: {n: {final: n}}\n"),
            40);
}

// firing times round up to the microsecond: what that overspends comes off the next waiting time
TEST(ExactnessRegression, AVeryHighRateIsNotBiasedByRounding) {
  // 10 minutes at 1e9 a day: mean 1e9 / 144, standard error its root
  const double mean = 1e9 / 144;
  EXPECT_NEAR(first_measure("horizon: 10 min\nevents: {tick: {is: request}}\n"
                            "processes: {p: {rate: 1e9, emit: tick}}\n"
                            "measures: {n: {count: tick}}\n"),
              mean, 4 * std::sqrt(mean));
}

TEST(ExactnessRegression, NobodyIsNoPartyOfAnAgreement) {
  EXPECT_EQ(first_measure("horizon: 9 d\nactors: {a: {}, b: {}}\nworld: {variables: {n: 0}}\n"
                          "events: {l: {is: offer, terms: {truce: 1}}, e: {is: request}}\n"
                          "schedule:\n  l: {at: 1 d, emit: l, from: a, to: b}\n"
                          "  e: {at: 5 d, emit: e}\n"
                          "rules:\n  yes_b: {upon: l, by: b, do: [accept: offer]}\n"
                          "  seen: {upon: e, if: 'in_force(truce, source, target)', do: [n += 1]}\n"
                          "measures: {n: {final: n}}\n"),
            0);
}

TEST(ExactnessRegression, AFirstValueIsHeldInItsRangeWhateverItsType) {
  const auto program =
      compiled(std::string(kHead) +
               "horizon: 9 d\nworld: {variables: {d: {initial: uniform(5 d .. 9 d), "
               "max: 3 d}}}\nmeasures: {d: {final: d}}\n");
  EXPECT_EQ(measures_of(program, {1, 0})[0].value.whole, 3 * kMicrosecondsPerDay);
}

TEST(ExactnessRegression, AFirstValueCannotReadWhatHasNoneYet) {
  EXPECT_EQ(findings(std::string(kHead) +
                     "horizon: 9 d\nworld: {variables: {z: {initial: x + 1}, x: 5}}\n"),
            "test.yaml:5:36: error: the first value of `z` reads `x`, which has none yet\n"
            "  world: {variables: {z: {initial: x + 1}, x: 5}}\n"
            "                                     ^\n"
            "  hint: declare what it reads above it: parameters, the world, then the actors in "
            "order\n");
}

TEST(ExactnessRegression, ADerivedNameGivesAVariableItsType) {
  EXPECT_EQ(
      findings(std::string(kHead) + "horizon: 9 d\nparameters: {base: 4 d}\nlet: {lead: base * 2}\n"
                                    "world: {variables: {wait: {initial: lead}}}\n"
                                    "measures: {waited: {final: wait}}\n"),
      "");
}

TEST(ExactnessRegression, TheEndOfAPrivateAgreementIsPrivate) {
  EXPECT_EQ(first_measure("horizon: 9 d\nactors: {a: {}, b: {}, c: {}}\n"
                          "world: {variables: {n: 0}}\n"
                          "events: {l: {is: offer, visibility: private, terms: {truce: 1}}}\n"
                          "schedule: {l: {at: 1 d, emit: l, from: a, to: b}}\n"
                          "rules:\n  yes_b: {upon: l, by: b, do: [accept: offer]}\n"
                          "  enough: {upon: accept, by: source, after: 1 d, do: [end: truce]}\n"
                          "  outsider: {upon: end, by: c, do: [n += 1]}\n"
                          "measures: {n: {final: n}}\n"),
            0);
}

TEST(ExactnessRegression, TheHashReadsTheTermsOfOffers) {
  const auto hash = [](const char* land) {
    return run_once(compiled(std::string(kHead) +
                             "horizon: 9 d\nactors: {a: {}, b: {}}\n"
                             "events: {l: {is: offer, terms: {land: " +
                             land +
                             "}}}\n"
                             "schedule: {l: {at: 1 d, emit: l, from: a, to: b}}\n"),
                    {1, 0})
        .hash;
  };
  EXPECT_NE(hash("0.5"), hash("0.25"));
}

}  // namespace
}  // namespace brink::test
