#include "engine/batch/partial.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "engine/batch/bytes.h"
#include "tests/support/dice.h"
#include "tests/support/runs.h"

namespace brink::test {
namespace {

constexpr const char* kHead = "brink: 1\ntitle: Partial\nstart: 2026-06-01\nhorizon: 10 d\n";

// everything a partial can hold: outcomes, numbers, words, actors, series, clamps, rates
constexpr const char* kAll = R"(
actors: {north: {variables: {anger: {initial: 0, range: [0, 1]}}}, south: {}}
world: {variables: {x: 0, mood: {initial: calm, values: [calm, tense]}, ally: north}}
processes: {raids: {for: all, rate: 1 - x, emit: assault}}
outcomes: {won: {when: x > 9}, calm_days: {when: x < -9, stop: false}, lost: otherwise}
measures:
  raids: {count: assault}
  mood_at_last: {final: mood}
  ally_at_last: {final: ally}
  first_raid: {first: assault}
  followed: {series: x, every: 2 d}
)";

/// A study and the program it borrows.
struct Shape {
  explicit Shape(const std::string& rest, const StudyText& text = {})
      : program(compiled(kHead + rest)), study(made(text)) {}
  Shape(const Shape&) = delete;

  Program program;
  Study study;

 private:
  Study made(const StudyText& text) const {
    auto result = make_study(program, text);
    if (!result) throw std::runtime_error(result.error());
    return std::move(*result);
  }
};

const Study& study() {
  static const Shape shape(kAll, {.series = {"north.anger"}, .every = "5 d"});
  return shape.study;
}

Numbers random_numbers(Dice& dice) {
  std::vector<double> values(dice.below(20));
  for (double& x : values) {
    x = dice.chance(0.5) ? dice.between(-3, 300)
                         : dice.uniform(-1, 1) * std::exp2(dice.between(-60, 60));
    x += 0.0;  // no -0
  }
  Numbers numbers;
  for (const double x : values) numbers.moments.add(x);
  numbers.histogram = Histogram::of(values);
  return numbers;
}

std::uint64_t random_count(Dice& dice) { return dice.next() >> dice.between(16, 63); }

Partial random_partial(const Study& of, Dice& dice) {
  auto partial = empty_partial(of);
  const auto fill = [&](std::vector<std::uint64_t>& counts) {
    for (auto& count : counts) count = dice.chance(0.8) ? dice.below(3) : random_count(dice);
  };
  const auto hold = [&](std::vector<Held>& all) {
    for (auto& held : all) {
      held.runs = dice.below(2) * random_count(dice);
      held.times = held.runs * (1 + dice.below(5));
    }
  };
  partial.ended = random_count(dice);
  partial.failed = random_count(dice);
  partial.hash = dice.next();
  partial.end_time = random_numbers(dice);
  fill(partial.outcomes);
  for (auto& measure : partial.measures) {
    fill(measure.choices);
    if (measure.choices.empty()) measure.numbers = random_numbers(dice);
  }
  for (auto& series : partial.series) {
    for (auto& numbers : series) numbers = random_numbers(dice);
  }
  for (auto& counts : partial.incidence) {
    fill(counts.events);
    fill(counts.competing);
    fill(counts.censored);
  }
  hold(partial.clamps);
  hold(partial.negative_rates);
  return partial;
}

std::vector<std::uint64_t> bits_of(const Numbers& numbers) {
  const auto& m = numbers.moments;
  std::vector<std::uint64_t> bits{m.n};
  for (const double x : {m.mean, m.m2, m.least, m.most}) {
    bits.push_back(std::bit_cast<std::uint64_t>(x));
  }
  return bits;
}

void expect_same(const Numbers& a, const Numbers& b) {
  EXPECT_EQ(bits_of(a), bits_of(b));
  EXPECT_EQ(a.histogram, b.histogram);
}

void expect_same(const std::vector<Held>& a, const std::vector<Held>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].runs, b[i].runs);
    EXPECT_EQ(a[i].times, b[i].times);
  }
}

void expect_same(const Partial& a, const Partial& b) {
  EXPECT_EQ(a.ended, b.ended);
  EXPECT_EQ(a.failed, b.failed);
  EXPECT_EQ(a.hash, b.hash);
  EXPECT_EQ(a.outcomes, b.outcomes);
  expect_same(a.end_time, b.end_time);
  ASSERT_EQ(a.measures.size(), b.measures.size());
  for (std::size_t i = 0; i < a.measures.size(); ++i) {
    expect_same(a.measures[i].numbers, b.measures[i].numbers);
    EXPECT_EQ(a.measures[i].choices, b.measures[i].choices);
  }
  ASSERT_EQ(a.series.size(), b.series.size());
  for (std::size_t i = 0; i < a.series.size(); ++i) {
    ASSERT_EQ(a.series[i].size(), b.series[i].size());
    for (std::size_t t = 0; t < a.series[i].size(); ++t)
      expect_same(a.series[i][t], b.series[i][t]);
  }
  EXPECT_EQ(a.incidence, b.incidence);
  expect_same(a.clamps, b.clamps);
  expect_same(a.negative_rates, b.negative_rates);
}

/// Bytes with a check sum that fits.
std::string sealed(std::string content) {
  ByteWriter sum;
  sum.fixed(hash_text(content));
  return content + sum.bytes();
}

std::string digest_of(const Study& of, const std::vector<Partial>& points) {
  Digest digest(of);
  for (const auto& point : points) digest.add(point);
  return digest.text();
}

TEST(PartialTest, AnEmptyOneHasThePlacesOfTheStudy) {
  const auto partial = empty_partial(study());
  EXPECT_EQ(partial.outcomes.size(), 4U) << "three, and none";
  EXPECT_EQ(partial.measures.size(), 5U);
  EXPECT_EQ(partial.measures[1].choices.size(), study().program->symbols.size());
  EXPECT_EQ(partial.measures[2].choices.size(), 2U);
  EXPECT_EQ(partial.series[0].size(), 6U) << "0, 2, ..., 10 days";
  EXPECT_EQ(partial.series[1].size(), 3U) << "0, 5, 10 days";
  EXPECT_EQ(partial.incidence[1].events.size(), 200U);
  EXPECT_EQ(partial.incidence[2].events.size(), 0U) << "`otherwise` is never reached";
  EXPECT_EQ(partial.negative_rates.size(), 2U) << "one process for each actor";
}

TEST(PartialTest, BytesKeepEveryBit) {
  Dice dice(1);
  const auto empty = empty_partial(study());
  expect_same(decode(study(), encode(empty)).value(), empty);
  for (int round = 0; round < 200; ++round) {
    const auto partial = random_partial(study(), dice);
    const auto bytes = encode(partial);
    const auto back = decode(study(), bytes);
    ASSERT_TRUE(back);
    expect_same(*back, partial);
    EXPECT_EQ(encode(*back), bytes);
  }
}

TEST(PartialTest, ExtremeNumbersKeepEveryBit) {
  auto partial = empty_partial(study());
  partial.ended = partial.failed = partial.hash = UINT64_MAX;
  partial.outcomes[0] = UINT64_MAX;
  const std::vector<double> values = {-1.7976931348623157e308, -5e-324, 0, 5e-324,
                                      1.7976931348623157e308};
  for (const double x : values) partial.end_time.moments.add(x);
  partial.end_time.histogram = Histogram::of(values);
  EXPECT_FALSE(std::isfinite(partial.end_time.moments.m2)) << "a spread beyond 1e154 overflows";
  const auto back = decode(study(), encode(partial));
  ASSERT_TRUE(back);
  expect_same(*back, partial);
}

TEST(PartialTest, AFlippedBitAnywhereIsSeen) {
  Dice dice(2);
  const auto bytes = encode(random_partial(study(), dice));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      ASSERT_FALSE(decode(study(), changed)) << "bit " << bit << " of byte " << i;
    }
  }
}

TEST(PartialTest, ACutOrAnAdditionAnywhereIsSeen) {
  Dice dice(3);
  const auto bytes = encode(random_partial(study(), dice));
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    ASSERT_FALSE(decode(study(), bytes.substr(0, n))) << n << " bytes are left";
    ASSERT_FALSE(decode(study(), bytes.substr(bytes.size() - n))) << n << " last bytes";
  }
  EXPECT_FALSE(decode(study(), bytes + '\0'));
  EXPECT_FALSE(decode(study(), bytes + bytes));
  const auto content = bytes.substr(0, bytes.size() - 8);
  EXPECT_TRUE(decode(study(), sealed(content)));
  EXPECT_FALSE(decode(study(), sealed(content + '\0'))) << "a check sum of more than there is";
  EXPECT_FALSE(decode(study(), sealed(content.substr(0, content.size() - 1))));
}

// in a process of their own, as what breaks a BRINK_CHECK ends it
TEST(PartialDeathTest, BytesOfAnotherStudyAreRefusedOrHarmless) {
  const Shape bare("");
  const Shape outcome("world: {variables: {x: 0}}\noutcomes: {won: {when: x > 0}}\n");
  const Shape measure("measures: {raids: {count: assault}, ends: {first: assault}}\n");
  const Shape follows("world: {variables: {x: 0}}\n", {.series = {"x"}});
  const Shape words(
      "world: {variables: {m: {initial: a, values: [a, b]}}}\nmeasures: {m: {final: m}}\n");
  const std::vector<const Study*> studies = {&study(),       &bare.study,    &outcome.study,
                                             &measure.study, &follows.study, &words.study};
  for (std::size_t from = 0; from < studies.size(); ++from) {
    for (std::size_t to = 0; to < studies.size(); ++to) {
      const auto decode_many = [&] {
        Dice dice(4);
        for (int round = 0; round < 100; ++round) {
          const auto bytes = encode(random_partial(*studies[from], dice));
          const auto read = decode(*studies[to], bytes);
          if (from == to && !read) std::exit(1);
        }
        std::exit(0);
      };
      EXPECT_EXIT(decode_many(), ::testing::ExitedWithCode(0), "") << from << " read as " << to;
    }
  }
}

// what a faulty program may have written: the check sum fits, the numbers do not
TEST(PartialDeathTest, BytesThatMakeNoSenseAreRefusedOrHarmless) {
  const auto decode_many = [] {
    Dice dice(5);
    const auto bytes = encode(random_partial(study(), dice));
    for (std::size_t i = 0; i + 8 < bytes.size(); ++i) {
      auto content = bytes.substr(0, bytes.size() - 8);
      content[i] = static_cast<char>(content[i] ^ (1 << dice.below(8)));
      const auto read = decode(study(), sealed(content));
      if (read) encode(*read);
    }
    std::exit(0);
  };
  EXPECT_EXIT(decode_many(), ::testing::ExitedWithCode(0), "");
}

TEST(PartialTest, TheDigestSeesEveryCountMomentAndHash) {
  Dice dice(6);
  auto partial = random_partial(study(), dice);
  const auto nudge = [](double& x) { x = std::nextafter(x, 1e300); };
  const auto some = [&](Numbers& numbers) {
    numbers = {};
    for (const double x : {1.5, 2.5}) numbers.moments.add(x);
    numbers.histogram = Histogram::of(std::vector<double>{1.5, 2.5});
  };
  some(partial.end_time);
  some(partial.measures[0].numbers);
  some(partial.series[1][2]);
  partial.clamps[0] = partial.negative_rates[1] = {3, 4};
  using Change = std::function<void(Partial&)>;
  const std::vector<Change> changes = {
      [](Partial& p) { ++p.ended; },
      [](Partial& p) { ++p.failed; },
      [](Partial& p) { p.hash ^= 1; },
      [](Partial& p) { ++p.outcomes[0]; },
      [](Partial& p) { ++p.outcomes[3]; },
      [&](Partial& p) { nudge(p.end_time.moments.mean); },
      [&](Partial& p) { nudge(p.end_time.moments.m2); },
      [&](Partial& p) { nudge(p.end_time.moments.least); },
      [&](Partial& p) { nudge(p.end_time.moments.most); },
      [](Partial& p) { p.end_time.histogram.merge(Histogram::of(std::vector<double>{2})); },
      [&](Partial& p) { nudge(p.measures[0].numbers.moments.mean); },
      [](Partial& p) { ++p.measures[1].choices[0]; },
      [](Partial& p) { ++p.measures[2].choices[1]; },
      [&](Partial& p) { nudge(p.series[1][2].moments.m2); },
      [](Partial& p) { std::swap(p.series[0][0], p.series[0][1]); },
      [](Partial& p) { ++p.incidence[0].events[199]; },
      [](Partial& p) { ++p.incidence[0].competing[0]; },
      [](Partial& p) { ++p.incidence[1].censored[7]; },
      [](Partial& p) { ++p.clamps[0].runs; },
      [](Partial& p) { ++p.clamps[0].times; },
      [](Partial& p) { ++p.negative_rates[1].runs; },
      [](Partial& p) { ++p.negative_rates[1].times; },
  };
  std::set<std::string> digests{digest_of(study(), {partial})};
  for (const auto& change : changes) {
    auto changed = partial;
    change(changed);
    digests.insert(digest_of(study(), {changed}));
  }
  EXPECT_EQ(digests.size(), changes.size() + 1);
}

TEST(PartialTest, TheDigestSeesScenarioSeedAndTheOrderOfPoints) {
  Dice dice(8);
  const auto a = random_partial(study(), dice);
  const auto b = random_partial(study(), dice);
  const Shape seed(kAll, {.seed = 2, .series = {"north.anger"}, .every = "5 d"});
  const Shape text(std::string(kAll) + "# a remark\n", study().text);
  const std::set<std::string> digests = {digest_of(study(), {}),     digest_of(study(), {a}),
                                         digest_of(study(), {a, b}), digest_of(study(), {b, a}),
                                         digest_of(seed.study, {a}), digest_of(text.study, {a})};
  EXPECT_EQ(digests.size(), 6U);
  for (const auto& digest : digests) {
    EXPECT_EQ(digest.size(), 16U);
    EXPECT_EQ(digest.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
}

TEST(PartialTest, MergingCountsTheRunsOfBothInTheirOrder) {
  Dice dice(7);
  const auto a = random_partial(study(), dice);
  const auto b = random_partial(study(), dice);
  auto ab = a;
  merge(ab, b);
  EXPECT_EQ(ab.ended, a.ended + b.ended);
  EXPECT_EQ(ab.failed, a.failed + b.failed);
  EXPECT_EQ(ab.outcomes[1], a.outcomes[1] + b.outcomes[1]);
  EXPECT_EQ(ab.measures[1].choices[1], a.measures[1].choices[1] + b.measures[1].choices[1]);
  EXPECT_EQ(ab.incidence[1].events[9], a.incidence[1].events[9] + b.incidence[1].events[9]);
  EXPECT_EQ(ab.incidence[0].competing[8],
            a.incidence[0].competing[8] + b.incidence[0].competing[8]);
  EXPECT_EQ(ab.incidence[0].censored[0], a.incidence[0].censored[0] + b.incidence[0].censored[0]);
  for (std::size_t i = 0; i < ab.clamps.size(); ++i) {
    EXPECT_EQ(ab.clamps[i].times, a.clamps[i].times + b.clamps[i].times);
  }
  auto moments = a.series[0][3].moments;
  moments.merge(b.series[0][3].moments);
  auto histogram = a.series[0][3].histogram;
  histogram.merge(b.series[0][3].histogram);
  expect_same(ab.series[0][3], Numbers{moments, histogram});
  auto ba = b;
  merge(ba, a);
  EXPECT_EQ(ba.outcomes, ab.outcomes);
  EXPECT_NE(ba.hash, ab.hash) << "the order of the runs is part of the hash";
}

}  // namespace
}  // namespace brink::test
