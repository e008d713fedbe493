#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracles: sums, products, races and order statistics of exponentials in closed form. Runs are
// independent; standard errors are those of their samples.
namespace brink::test {
namespace {

constexpr double kSent = 1;  // [day]

/// a sends b a private word on day 1; whoever gets it signs. `rest` are further entries of
/// `events`, and sections.
std::string word(const std::string& channels, const std::string& rest) {
  return R"(
brink: 1
title: A word
start: 2026-01-01
horizon: 300 d
actors: {a: {}, m: {}, n: {}, b: {}}
channels:
)" + channels +
         R"(
schedule: {word: {at: 1 d, emit: word, from: a, to: b}}
events:
  word: {is: request, visibility: private}
  sign: {is: consult}
)" + rest;
}

const std::string kSigns = R"(
rules: {signs: {upon: word, by: b, do: [{emit: sign, to: self}]}}
measures: {arrived: {first: sign}, delivered: {count: sign}}
)";

template <class Take>
void each_run(const Program& program, int all, std::uint64_t seed, const Take& take) {
  for (int r = 0; r < cases(all); ++r) {
    take(measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)}));
  }
}

double days(const MeasureValue& measure) { return in_days({measure.value.whole}); }

// Source: the hypoexponential law, Ross, Introduction to Probability Models, 5.2.4
TEST(ChannelTest, TheDelayIsTheSumOfItsHops) {
  const auto program = compiled(word(R"(
  one: {between: [a, m], delay: exponential(mean = 1 d)}
  two: {between: [n, m], delay: exponential(mean = 2 d)}
  three: {between: [n, b], delay: exponential(mean = 3 d)}
)",
                                     kSigns));
  Sample delay;
  each_run(program, 40'000, 31, [&](const auto& m) {
    ASSERT_TRUE(m[0].exists);
    delay.add(days(m[0]) - kSent);
  });
  expect_mean("delay of three hops", delay, 6);
  expect_variance("delay of three hops", delay, 1 + 4 + 9);
  expect_distribution("delay of three hops", delay.values, [](double t) {
    const double rates[] = {1, 1.0 / 2, 1.0 / 3};
    double above = 0;
    for (int i = 0; i < 3; ++i) {
      double weight = 1;
      for (int j = 0; j < 3; ++j) {
        if (j != i) weight *= rates[j] / (rates[j] - rates[i]);
      }
      above += weight * std::exp(-rates[i] * t);
    }
    return 1 - above;
  });
}

// each hop draws for itself, also on one channel between several
TEST(ChannelTest, HopsOnOneChannelAreIndependent) {
  const auto program = compiled(R"(
brink: 1
title: A chain of one channel
start: 2026-01-01
horizon: 300 d
actors: {a: {}, m: {}, b: {}}
groups: {left: [a, m], right: [m, b]}
channels:
  one: {between: left, delay: exponential(mean = 2 d)}
  two: {between: right, delay: exponential(mean = 2 d)}
schedule:
  word: {at: 1 d, emit: word, from: a, to: b}
  reply: {at: 1 d, emit: word, from: b, to: a}
events: {word: {is: request, visibility: private}, sign: {is: consult}}
rules: {signs: {upon: word, by: target, do: [{emit: sign, to: self}]}}
measures: {there: {first: sign to b}, back: {first: sign to a}}
)");
  Sample there;
  Sample back;
  each_run(program, 40'000, 32, [&](const auto& m) {
    there.add(days(m[0]) - kSent);
    back.add(days(m[1]) - kSent);
  });
  const auto erlang = [](double t) { return 1 - std::exp(-t / 2) * (1 + t / 2); };
  expect_distribution("two hops there", there.values, erlang);
  expect_distribution("two hops back", back.values, erlang);
  expect_uncorrelated("two messages on the same channels", there.values, back.values);
}

TEST(ChannelTest, ArrivesWithTheProductOfWhatTheChannelsSay) {
  const auto program = compiled(word(R"(
  one: {between: [a, m], delay: 1 d, reliability: 0.9, carries: 0.01}
  two: {between: [m, n], reliability: 0.8, carries: 0.85}
  three: {between: [n, b], delay: 1 h, reliability: 0.95, carries: 0.75}
)",
                                     R"(
rules: {signs: {upon: word, by: b, do: [{emit: sign, to: self}]}}
measures:
  delivered: {count: sign}
  lost: {count: undelivered where event.reason == lost}
  refused: {count: undelivered where event.reason == refused}
)"));
  double counts[3] = {};
  each_run(program, 40'000, 33, [&](const auto& m) {
    for (int i = 0; i < 3; ++i) counts[i] += m[i].value.number;
  });
  const double refused = 0.9 * 0.15 + 0.9 * 0.85 * 0.8 * 0.25;
  const double delivered = 0.9 * 0.8 * 0.95 * 0.85 * 0.75;
  expect_shares("delivered, lost or refused", counts,
                std::vector<double>{delivered, 1 - delivered - refused, refused});
}

// what leaks and what is lost are drawn apart: lost on the second it may have leaked there
TEST(ChannelTest, LeaksAtEachHandByItself) {
  const auto program = compiled(word(R"(
  one: {between: [a, m], leaks: 0.2}
  two: {between: [m, b], leaks: 0.3, reliability: 0.5}
)",
                                     R"(
rules: {signs: {upon: word, by: n, do: [{emit: sign, to: self}]}}
measures: {leaks: {count: leak}, known: {count: sign}, lost: {count: undelivered}}
)"));
  Sample leaks;
  Sample lost;
  each_run(program, 40'000, 34, [&](const auto& m) {
    EXPECT_EQ(m[0].value.number, m[1].value.number) << "the outsider knows when it has leaked";
    leaks.add(m[0].value.number);
    lost.add(m[2].value.number);
  });
  expect_mean("has leaked", leaks, 1 - 0.8 * 0.7);
  expect_mean("lost", lost, 0.5);
  expect_uncorrelated("leaks and losses", leaks.values, lost.values);
}

// the better road from m closes at rate 1/2 while the message is on its way there, at rate 1: it is
// closed first with probability (1/2) / (1/2 + 1)
TEST(ChannelTest, GoesAnotherWayWhenTheBetterOneHasClosed) {
  const auto program = compiled(R"(
brink: 1
title: Two roads
start: 2026-01-01
horizon: 300 d
world: {variables: {is_up: true}}
actors: {a: {}, m: {}, n: {}, b: {}}
channels:
  there: {between: [a, m], delay: exponential(mean = 1 d)}
  fast: {between: [m, b], delay: 1 d, open: is_up}
  around: {between: [m, n], delay: 1 d}
  back: {between: [n, b], delay: 3 d}
schedule: {word: {at: 0 d, emit: word, from: a, to: b}}
events: {word: {is: request, visibility: private}, sign: {is: consult}, cut: {is: consult}}
processes: {cuts: {rate: 0.5, while: is_up, emit: cut}}
rules:
  closes: {upon: cut, do: [is_up = false]}
  signs: {upon: word, by: b, do: [{emit: sign, to: self}]}
  by_n: {upon: word, by: n, do: [{emit: sign, to: m}]}
measures: {arrived: {first: sign to b}, around: {count: sign to m}}
)");
  Sample arrived;
  Sample around;
  each_run(program, 40'000, 35, [&](const auto& m) {
    arrived.add(days(m[0]));
    around.add(m[1].value.number);
  });
  expect_mean("re-routed", around, 1.0 / 3);
  expect_mean("arrives after", arrived, 1 + 1 + 3.0 / 3);
  // the first hop ends at rate 1; re-routed or not it is followed by 4 days or 1, and which depends
  // on how long it took: P(H + 1 <= t, T > H) + P(H + 4 <= t, T <= H)
  expect_distribution("arrives after", arrived.values, [](double t) {
    const double short_way = t < 1 ? 0 : (1 - std::exp(-1.5 * (t - 1))) / 1.5;
    const double h = t - 4;
    const double long_way = h < 0 ? 0 : (1 - std::exp(-h)) - (1 - std::exp(-1.5 * h)) / 1.5;
    return short_way + long_way;
  });
}

TEST(ChannelTest, MayBeTriedAgainByAnotherWay) {
  const auto program = compiled(word(R"(
  one: {between: [a, b], delay: 1 d, reliability: 0.6}
  two: {between: [a, b], delay: 2 d, reliability: 0.5}
)",
                                     R"(
  again: {is: word, via: two}
rules:
  retry: {upon: undelivered, by: source, if: total(again) == 0, after: 1 d, do: [{emit: again, to: target}]}
  signs: {upon: word, by: b, do: [{emit: sign, to: self}]}
measures: {delivered: {count: sign}, tries: {count: word}, failed: {count: undelivered}}
)"));
  Sample delivered;
  Sample tries;
  Sample failed;
  each_run(program, 40'000, 36, [&](const auto& m) {
    delivered.add(m[0].value.number);
    tries.add(m[1].value.number);
    failed.add(m[2].value.number);
  });
  expect_mean("delivered in the end", delivered, 1 - 0.4 * 0.5);
  expect_mean("tries", tries, 1.4);
  expect_mean("failures", failed, 0.4 + 0.4 * 0.5);
}

// a telegraph process: up at rate 0.3, down at rate 0.2 a day, down at first
TEST(ChannelTest, ThatOpensAndClosesCarriesWithTheProbabilityThatItIsOpen) {
  const auto program = compiled(R"(
brink: 1
title: A line that fails
start: 2026-01-01
horizon: 30 d
world: {variables: {is_up: false}}
actors: {a: {}, b: {}}
channels: {line: {between: [a, b], reliability: 0.8, open: is_up}}
schedule:
  early: {at: 1 d, emit: word, from: a, to: b}
  late: {at: 4 d, emit: word, from: a, to: b}
events: {word: {is: request, visibility: private}, sign: {is: consult}, up: {is: consult}, down: {is: consult}}
processes:
  repairs: {rate: 0.3, while: not is_up, emit: up}
  faults: {rate: 0.2, while: is_up, emit: down}
rules:
  repaired: {upon: up, do: [is_up = true]}
  failed: {upon: down, do: [is_up = false]}
  signs: {upon: word, by: b, do: [{emit: sign, to: self}]}
  no_way: {upon: undelivered where event.reason == no_route, by: a, do: [{emit: sign, to: self}]}
measures:
  early: {at: 1.5 d, of: total(sign to b)}
  both: {count: sign to b}
  no_way: {count: sign to a}
)");
  const auto open = [](double t) { return 0.6 * (1 - std::exp(-0.5 * t)); };
  Sample early;
  Sample late;
  Sample no_way;
  each_run(program, 40'000, 37, [&](const auto& m) {
    early.add(m[0].value.number);
    late.add(m[1].value.number - m[0].value.number);
    no_way.add(m[2].value.number);
  });
  expect_mean("delivered on day 1", early, 0.8 * open(1));
  expect_mean("delivered on day 4", late, 0.8 * open(4));
  expect_mean("no way on either day", no_way, 2 - open(1) - open(4));
}

TEST(ChannelTest, AnAnswerTakesDeliveryDeliberationAndTheWayBack) {
  const auto program = compiled(R"yaml(
brink: 1
title: An answer
start: 2026-01-01
horizon: 900 d
actors: {a: {}, b: {}}
channels: {line: {between: [a, b], delay: "gamma(shape = 2, scale = 1 d)"
}
}
schedule : {
send : {
at:
  1 d, emit : note, from : a, to : b
}
}
events : {
note : {
is:
  offer, visibility : private
}
  , sign : {
  is:
    consult
  }
}
rules:
  answers: {upon: note, by: b, after: exponential(mean = 3 d), do: [refuse: offer]}
  hears: {upon: refuse, by: target, do: [{emit: sign, to: self}]}
measures: {answered: {first: refuse}, heard: {first: sign}}
)yaml");
  Sample answered;
  Sample heard;
  each_run(program, 20'000, 38, [&](const auto& m) {
    answered.add(days(m[0]) - kSent);
    heard.add(days(m[1]) - kSent);
  });
  expect_mean("answered after", answered, 2 + 3);
  expect_variance("answered after", answered, 2 + 9);
  expect_mean("heard after", heard, 2 + 3 + 2);
  expect_variance("heard after", heard, 2 + 9 + 2);
}

// Source: Rényi (1953): the gaps between order statistics of exponentials are independent
TEST(ChannelTest, AnAudienceHearsOneAfterTheOther) {
  const auto program = compiled(R"(
brink: 1
title: News
start: 2026-01-01
horizon: 300 d
actors: {a: {}, b: {}, one: {}, two: {}, three: {}, four: {}}
groups: {press: [one, two, three, four]}
schedule: {news: {at: 1 d, emit: news, from: a, to: b}}
events: {news: {is: accuse, audience: exponential(mean = 2 d)}, sign: {is: consult}}
rules: {hears: {upon: news, by: each of press, do: [{emit: sign, to: self}]}}
measures:
  first: {time: total(sign) < 1}
  second: {time: total(sign) < 2}
  third: {time: total(sign) < 3}
  last: {time: total(sign) < 4}
)");
  Sample heard[4];
  each_run(program, 20'000, 39, [&](const auto& m) {
    for (int k = 0; k < 4; ++k) heard[k].add(days(m[k]) - kSent);
  });
  double mean = 0;
  double variance = 0;
  for (int k = 0; k < 4; ++k) {
    mean += 2.0 / (4 - k);
    variance += 4.0 / ((4 - k) * (4 - k));
    const auto what = fmt::format("{} of four have heard", k + 1);
    expect_mean(what, heard[k], mean);
    expect_variance(what, heard[k], variance);
  }
  expect_distribution("all four have heard", heard[3].values,
                      [](double t) { return std::pow(1 - std::exp(-t / 2), 4); });
}

// a race: delivery at rate 1/2, then deliberation at rate 1, against a deadline at rate 1/4
TEST(ChannelTest, ADeadlineRacesWithDeliveryAndDeliberation) {
  const auto program = compiled(R"(
brink: 1
title: A deadline
start: 2026-01-01
horizon: 300 d
actors: {a: {}, b: {}}
channels: {line: {between: [a, b], delay: exponential(mean = 2 d)}}
schedule: {ask: {at: 1 d, emit: ask, from: b, to: a}}
events: {ask: {is: request}, note: {is: offer, visibility: private}, sign: {is: consult}}
rules:
  sends: {upon: ask, by: target, do: [{emit: note, to: source, lapses: exponential(mean = 4 d)}]}
  in_time: {upon: note, by: b, if: offer.open, do: [{emit: sign, to: self}]}
  answers: {upon: note, by: b, after: exponential(mean = 1 d), do: [accept: offer]}
measures: {accepted: {count: accept}, lapsed: {count: lapse}, in_time: {count: sign}, when: {last: lapse}}
)");
  Sample accepted;
  Sample in_time;
  std::vector<double> when;
  each_run(program, 40'000, 40, [&](const auto& m) {
    EXPECT_EQ(m[0].value.number + m[1].value.number, 1);
    accepted.add(m[0].value.number);
    in_time.add(m[2].value.number);
    if (m[3].exists) when.push_back(days(m[3]) - kSent);
  });
  expect_mean("arrives in time", in_time, 0.5 / 0.75);
  expect_mean("is accepted in time", accepted, (0.5 / 0.75) * (1 / 1.25));
  // given that it lapses: density f(t) P(X > t) / (7/15), X = delivery + deliberation with
  // P(X > t) = 2 e^(-t/2) − e^(-t)
  expect_distribution("lapses after", when, [](double t) {
    const double part =
        0.25 * (2 * (1 - std::exp(-0.75 * t)) / 0.75 - (1 - std::exp(-1.25 * t)) / 1.25);
    return part / (7.0 / 15);
  });
}

}  // namespace
}  // namespace brink::test
