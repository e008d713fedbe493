#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/base/hash.h"
#include "engine/base/samplers.h"
#include "engine/run/evaluate.h"
#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: random time change. Whatever the rate, its integral from one firing to the next is Exp(1)
// and independent of the others (Papangelou 1972; Brown et al. 2002, Neural Computation 14:325).
// The rate is integrated here from the logged writes alone, by the midpoint rule with 256 pieces a
// stretch: its error, at most 1e-3 where a rate jumps within a stretch, is far below what 5,000
// waiting times can show (the Kolmogorov limit 2.23 / √5000 = 0.03).
namespace brink::test {
namespace {

using Law = std::function<double(double value, double days)>;

double stays(double value, double) { return value; }
Law decays(double days) {
  return [days](double value, double t) { return value * std::exp(-t / days); };
}
Law climbs(double slope) {
  return [slope](double value, double t) { return value + slope * t; };
}

/// A variable as the log tells it: its writes, and between them the law the scenario states.
class Trace {
 public:
  Trace(const Program& program, const Log& log, std::string_view name, double initial, Law law)
      : law_(std::move(law)), anchors_{{0, initial}} {
    const auto slot = slot_index(program, name);
    for (const auto& timed : log.writes()) {
      if (timed.write.slot != slot) continue;
      const auto& value = timed.write.after;
      const bool whole = is_whole(program.slots[slot].type);
      anchors_.push_back({in_days(timed.time - SimTime{}),
                          whole ? static_cast<double>(value.whole) : value.number});
    }
  }
  /// From now on times are at or after `from`, and before the next write.
  void move_to(double from) {
    while (next_ < anchors_.size() && anchors_[next_].time <= from) ++next_;
  }
  double at(double t) const {
    const auto& anchor = anchors_[next_ - 1];
    return law_(anchor.value, t - anchor.time);
  }
  void add_times(std::vector<double>& times) const {
    for (const auto& anchor : anchors_) times.push_back(anchor.time);
  }

 private:
  struct Anchor {
    double time;
    double value;
  };
  Law law_;
  std::vector<Anchor> anchors_;
  std::size_t next_ = 1;
};

using Traces = std::vector<Trace>;
using Rate = std::function<double(const Traces&, double t)>;

std::vector<double> compensated(std::vector<double> firings, Traces traces, const Rate& rate) {
  std::vector<double> times = firings;
  times.push_back(0);
  for (const auto& trace : traces) trace.add_times(times);
  std::sort(times.begin(), times.end());
  std::vector<double> waits;
  double area = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i + 1 < times.size() && next < firings.size(); ++i) {
    const double width = (times[i + 1] - times[i]) / 256;
    if (width > 0) {
      for (auto& trace : traces) trace.move_to(times[i]);
      for (int k = 0; k < 256; ++k) area += width * rate(traces, times[i] + (k + 0.5) * width);
    }
    if (times[i + 1] == firings[next]) {
      waits.push_back(area);
      area = 0;
      ++next;
    }
  }
  return waits;
}

struct Variable {
  std::string name;
  double initial;
  Law law;
};

/// The integrals must be the very Exp(1) draws of the process's clock, and those must be Exp(1).
void expect_clock(const std::string& what, const Program& program, std::uint64_t seed,
                  const std::vector<double>& waits) {
  const auto path = program.instances[process_index(program, "strikes")].path;
  for (std::size_t k = 0; k < waits.size(); ++k) {
    Draws draws({.seed = seed}, mix(path, k), static_cast<std::uint32_t>(Purpose::clock));
    // the midpoint rule's error, and what rounding up to a microsecond loses
    ASSERT_NEAR(waits[k], sample::standard_exponential(draws), 2e-3 * (1 + waits[k]))
        << what << ", firing " << k;
  }
  expect_distribution(what, waits, exp1);
  const auto all = std::span(waits);
  expect_uncorrelated(what + ", neighbours", all.first(all.size() - 1), all.subspan(1));
}

/// Runs a model whose watched process emits `strike`, and checks its compensated waiting times.
void expect_exact(const std::string& what, const std::string& model,
                  const std::vector<Variable>& variables, const Rate& rate) {
  const std::uint64_t seed = 91 + what.size();
  const auto program = compiled(R"(
brink: 1
title: A process
start: 2026-01-01
horizon: 3000 d
events: {strike: {is: assault}, shift: {is: mobilize}}
)" + model);
  Overlay overlay;
  overlay.until = Duration{cases(30'000) * kMicrosecondsPerDay};
  const auto result = run_once(program, {.seed = seed}, overlay);
  ASSERT_EQ(result.status, Status::ended);
  std::vector<double> firings;
  const auto strike = type_index(program, "strike");
  for (const auto& event : result.log.events()) {
    if (event.type == strike) firings.push_back(in_days(event.time - SimTime{}));
  }
  Traces traces;
  for (const auto& v : variables)
    traces.emplace_back(program, result.log, v.name, v.initial, v.law);
  expect_clock(what, program, seed, compensated(firings, std::move(traces), rate));
}

TEST(CompensatorTest, ConstantRate) {
  expect_exact("constant rate", "processes: {strikes: {rate: 1.7, emit: strike}}", {},
               [](const Traces&, double) { return 1.7; });
}

TEST(CompensatorTest, RateChangedByEvents) {
  expect_exact("rate changed by events", R"(
world: {variables: {level: 1}}
processes:
  strikes: {rate: 0.3 + level, emit: strike}
  shifts: {every: uniform(1 h .. 2 d), emit: shift}
rules:
  moves: {upon: shift, do: [level = uniform(0 .. 4)]}
  calms: {upon: strike, do: [level *= 0.8]}
)",
               {{"level", 1, stays}}, [](const Traces& v, double t) { return 0.3 + v[0].at(t); });
}

TEST(CompensatorTest, DecayingRate) {
  expect_exact("decaying rate", R"(
world: {variables: {anger: {initial: 0, min: 0, decay: 18 h}}}
processes: {strikes: {rate: 0.8 + anger, emit: strike}}
rules: {excites: {upon: strike, do: [anger += 0.7]}}
)",
               {{"anger", 0, decays(0.75)}},
               [](const Traces& v, double t) { return 0.8 + v[0].at(t); });
}

TEST(CompensatorTest, DriftingRate) {
  expect_exact("drifting rate", R"(
world: {variables: {arms: {initial: 0, trend: 0.6}}}
processes: {strikes: {rate: 0.2 + arms, emit: strike}}
rules: {spends: {upon: strike, do: [arms *= 0.7]}}
)",
               {{"arms", 0, climbs(0.6)}},
               [](const Traces& v, double t) { return 0.2 + v[0].at(t); });
}

// two lines and two decays of different length, multiplied and added
TEST(CompensatorTest, TrendTimesDecay) {
  expect_exact("trend times decay", R"(
world:
  variables:
    arms: {initial: 1, trend: 0.3}
    anger: {initial: 0, min: 0, decay: 1 d}
    grief: {initial: 0, min: 0, decay: 10 d}
processes:
  strikes: {rate: 0.3 + 0.5 * arms * (anger + 0.2 * grief) + 0.1 * anger * grief, emit: strike}
  shifts: {rate: 0.25, emit: shift}
rules:
  excites: {upon: strike, do: [anger += 0.3, grief += 0.1, arms *= 0.75]}
)",
               {{"arms", 1, climbs(0.3)}, {"anger", 0, decays(1)}, {"grief", 0, decays(10)}},
               [](const Traces& v, double t) {
                 return 0.3 + 0.5 * v[0].at(t) * (v[1].at(t) + 0.2 * v[2].at(t)) +
                        0.1 * v[1].at(t) * v[2].at(t);
               });
}

// the line saturates at its range after 2.5 days, or is pushed down before
TEST(CompensatorTest, SaturatingTrend) {
  expect_exact("saturating trend", R"(
world: {variables: {readiness: {initial: 0, range: [0, 1], trend: 0.4}}}
processes:
  strikes: {rate: 0.1 + 1.8 * readiness, emit: strike}
  shifts: {every: 4 d, emit: shift}
rules: {falls: {upon: shift, do: [readiness = 0]}, tires: {upon: strike, do: [readiness -= 0.3]}}
)",
               {{"readiness", 0, [](double x, double t) { return std::min(1.0, x + 0.4 * t); }}},
               [](const Traces& v, double t) { return 0.1 + 1.8 * v[0].at(t); });
}

// below 0 a rate counts as 0: here for more than half of the time
TEST(CompensatorTest, RateThatGoesBelowZero) {
  expect_exact("rate below zero", R"(
world: {variables: {patience: {initial: 1, trend: -1}}}
processes:
  strikes: {rate: 2 * patience * patience - 1, emit: strike}
  shifts: {every: 3 d, emit: shift}
rules: {calms: {upon: shift, do: [patience = 1.5]}}
)",
               {{"patience", 1, climbs(-1)}}, [](const Traces& v, double t) {
                 return std::max(0.0, 2 * v[0].at(t) * v[0].at(t) - 1);
               });
}

TEST(CompensatorTest, GatedByAnEvent) {
  expect_exact("gate moved by events", R"(
world: {variables: {truce: {initial: false}, anger: {initial: 0, min: 0, decay: 2 d}}}
processes:
  strikes: {rate: 1 + anger, while: not truce, emit: strike}
  shifts: {every: uniform(1 h .. 3 d), emit: shift}
rules: {turns: {upon: shift, do: [truce = not truce]}, excites: {upon: strike, do: [anger += 0.4]}}
)",
               {{"truce", 0, stays}, {"anger", 0, decays(2)}},
               [](const Traces& v, double t) { return v[0].at(t) != 0 ? 0 : 1 + v[1].at(t); });
}

// the gate opens by itself, as anger decays below 1, and shuts at once when a strike adds to it
TEST(CompensatorTest, GatedByADecay) {
  expect_exact("gate moved by a decay", R"(
world: {variables: {anger: {initial: 0, min: 0, decay: 1 d}}}
processes: {strikes: {rate: 3 - anger, while: anger < 1, emit: strike}}
rules: {excites: {upon: strike, do: [anger += 0.45]}}
)",
               {{"anger", 0, decays(1)}},
               [](const Traces& v, double t) { return v[0].at(t) < 1 ? 3 - v[0].at(t) : 0; });
}

// rates without closed form: integrated by the engine, recomputed here from the same motions
TEST(CompensatorTest, RateThroughAnExponential) {
  expect_exact("exponential rate", R"yaml(
world: {variables: {strain: {initial: 0, trend: 0.5}, anger: {initial: 1, min: 0, decay: 2 d}}}
processes: {strikes: {rate: exp(strain - anger), emit: strike}}
rules: {eases: {upon: strike, do: [strain -= 0.6, anger += 0.2]}}
)yaml",
               {{"strain", 0, climbs(0.5)}, {"anger", 1, decays(2)}},
               [](const Traces& v, double t) { return std::exp(v[0].at(t) - v[1].at(t)); });
}

TEST(CompensatorTest, RateThroughALogisticOfAFlow) {
  expect_exact(
      "logistic of a flow", R"yaml(
world: {variables: {mood: {initial: 1, flow: 0.8 * mood * (1 - mood / 4)}}}
processes:
  strikes: {rate: 3 * logistic(2 * mood - 3), emit: strike}
  shifts: {every: uniform(1 h .. 5 d), emit: shift}
rules: {calms: {upon: strike or shift, do: [mood *= 0.6]}}
)yaml",
      {{"mood", 1, [](double x, double t) { return 4 / (1 + (4 / x - 1) * std::exp(-0.8 * t)); }}},
      [](const Traces& v, double t) { return 3 / (1 + std::exp(3 - 2 * v[0].at(t))); });
}

TEST(CompensatorTest, RateAsARatioOfWhatMoves) {
  expect_exact("ratio", R"yaml(
world: {variables: {arms: {initial: 1, trend: 0.4}, will: {initial: 3, rest: 1, decay: 5 d}}}
processes: {strikes: {rate: sqrt(arms) / will, emit: strike}}
rules: {spends: {upon: strike, do: [arms *= 0.6, will += 0.5]}}
)yaml",
               {{"arms", 1, climbs(0.4)},
                {"will", 3, [](double x, double t) { return 1 + (x - 1) * std::exp(-t / 5); }}},
               [](const Traces& v, double t) { return std::sqrt(v[0].at(t)) / v[1].at(t); });
}

// the rate is below 0 for a part of the time, and jumps where a condition says so
TEST(CompensatorTest, IntegratedRateThatJumpsAndGoesBelowZero) {
  expect_exact("integrated rate below zero", R"yaml(
world: {variables: {patience: {initial: 0.12, trend: -1}}}
processes:
  strikes: {rate: "if(patience > 0, 0.95, 2.4) - exp(patience - 0.1)", emit: strike}
  shifts: {every: 6 h, emit: shift}
rules: {calms: {upon: shift, do: [patience = 0.12]}}
)yaml",
               {{"patience", 0.12, climbs(-1)}}, [](const Traces& v, double t) {
                 const double x = v[0].at(t);
                 return std::max(0.0, (x > 0 ? 0.95 : 2.4) - std::exp(x - 0.1));
               });
}

TEST(CompensatorTest, RateInPieces) {
  expect_exact("rate in pieces", R"yaml(
world: {variables: {arms: {initial: 0, trend: 0.6}, anger: {initial: 2, min: 0, decay: 3 d}}}
processes:
  strikes:
    rate: min(arms, 1.5) + max(anger - 0.5, 0) + clamp(arms - anger, 0, 0.4)
    emit: strike
rules: {spends: {upon: strike, do: [arms *= 0.5, anger += 0.3]}}
)yaml",
               {{"arms", 0, climbs(0.6)}, {"anger", 2, decays(3)}}, [](const Traces& v, double t) {
                 const double arms = v[0].at(t);
                 const double anger = v[1].at(t);
                 return std::min(arms, 1.5) + std::max(anger - 0.5, 0.0) +
                        std::clamp(arms - anger, 0.0, 0.4);
               });
}

// a window moves the rate without any write: recomputed from the firings themselves
TEST(CompensatorTest, RateOfRecentEvents) {
  const auto program = compiled(R"(
brink: 1
title: A process that heats up
start: 2026-01-01
horizon: 3000 d
events: {strike: {is: assault}}
processes:
  strikes:
    rate: 0.4 + 0.3 * count(strike, 2 d)
    emit: strike
)");
  Overlay overlay;
  overlay.until = Duration{cases(30'000) * kMicrosecondsPerDay};
  const auto result = run_once(program, {.seed = 100}, overlay);
  std::vector<double> fired{0};
  std::vector<double> waits;
  std::size_t oldest = 1;  // first firing that may still be in the window
  for (const auto& event : result.log.events()) {
    const double now = in_days(event.time - SimTime{});
    double area = 0;
    double from = fired.back();
    while (oldest < fired.size() && fired[oldest] + 2 <= from) ++oldest;
    for (; oldest < fired.size() && fired[oldest] + 2 < now; ++oldest) {
      const auto recent = static_cast<double>(fired.size() - oldest);
      area += (0.4 + 0.3 * recent) * (fired[oldest] + 2 - from);
      from = fired[oldest] + 2;
    }
    area += (0.4 + 0.3 * static_cast<double>(fired.size() - oldest)) * (now - from);
    waits.push_back(area);
    fired.push_back(now);
  }
  expect_clock("rate of recent events", program, 100, waits);
}

}  // namespace
}  // namespace brink::test
