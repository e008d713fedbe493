#include <gtest/gtest.h>

#include <array>
#include <boost/numeric/odeint.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "tests/support/runs.h"

// Oracles: solutions in closed form (Richardson 1935, Lanchester 1916, logistic growth), and
// Boost.Odeint's extrapolation of Bulirsch & Stoer with a tolerance of 1e-12.
//
// Tolerance: a step may be wrong by 1e-10 of the value. The runs below take at most a few hundred
// steps, and unless something else is said their equations do not amplify an error: 1e-10 · 300 of
// the value, and for an instant that divided by how fast the value passes.
namespace brink::test {
namespace {

constexpr double kShare = 3e-8;

template <std::size_t N>
using State = std::array<double, N>;

/// The solution at `to`, from `x` at `from`.
template <std::size_t N>
State<N> odeint(const std::function<void(const State<N>&, State<N>&, double)>& f, State<N> x,
                double from, double to) {
  namespace ode = boost::numeric::odeint;
  ode::bulirsch_stoer<State<N>> stepper(1e-12, 1e-12);
  ode::integrate_adaptive(std::ref(stepper), f, x, from, to, 1e-4);
  return x;
}

Program model(const std::string& rest) {
  return compiled("brink: 1\ntitle: Flows\nstart: 2026-01-01\nhorizon: 60 d\n" + rest);
}

double measure(const Program& program, const RunResult& result, std::string_view name) {
  const auto& value = result.measures[measure_index(program, name)];
  EXPECT_TRUE(value.exists) << name;
  return value.value.number;
}

double instant(const Program& program, const RunResult& result, std::string_view name) {
  const auto& value = result.measures[measure_index(program, name)];
  EXPECT_TRUE(value.exists) << name;
  return in_days({value.value.whole});
}

void expect_share(const std::string& what, double found, double exact, double share = kShare) {
  EXPECT_NEAR(found, exact, share * std::abs(exact)) << what;
  if (std::getenv("BRINK_TEST_FIGURES") != nullptr) {
    std::printf("%s: %.3g of the value off\n", what.c_str(), std::abs(found / exact - 1));
  }
}

void expect_instant(const std::string& what, double found, double exact, double days) {
  EXPECT_NEAR(found, exact, days) << what;
  if (std::getenv("BRINK_TEST_FIGURES") != nullptr) {
    std::printf("%s: %.3g microseconds off\n", what.c_str(), (found - exact) * 8.64e10);
  }
}

TEST(RichardsonTest, TheArmsRaceEndsWhereBothEquationsVanish) {
  const auto program = model(R"yaml(
parameters: {k: 0.2, l: 0.3, a: 0.5, b: 0.4, g: 1, h: 2}
world:
  variables:
    x: {initial: 1, flow: k * y - a * x + g}
    y: {initial: 3, flow: l * x - b * y + h}
measures:
  x: {final: x}
  y: {final: y}
  x_early: {at: 4 d, of: x}
  mean_x: {average: x}
)yaml");
  const double k = 0.2, l = 0.3, a = 0.5, b = 0.4, g = 1, h = 2;
  // k y − a x + g = 0 and l x − b y + h = 0: by Cramer's rule
  const double x = (b * g + k * h) / (a * b - k * l);
  const double y = (a * h + l * g) / (a * b - k * l);
  EXPECT_NEAR(x, 5.7143, 5e-5);
  EXPECT_NEAR(y, 9.2857, 5e-5);
  Overlay overlay;
  const auto result = run_once(program, {.seed = 1}, overlay);
  // the gap fades by the slower eigenvalue of [[−a, k], [l, −b]], 0.2: e^(−0.2 · 60) = 6e-6 of 8
  const double slow = (a + b) / 2 - std::sqrt((a - b) * (a - b) / 4 + k * l);
  const double gap = 10 * std::exp(-slow * 60);
  EXPECT_NEAR(measure(program, result, "x"), x, gap);
  EXPECT_NEAR(measure(program, result, "y"), y, gap);
  // and in between, with its average as a third equation
  const auto f = [&](const State<3>& s, State<3>& d, double) {
    d = {k * s[1] - a * s[0] + g, l * s[0] - b * s[1] + h, s[0] / 60};
  };
  const auto early = odeint<3>(f, {1, 3, 0}, 0, 4);
  const auto last = odeint<3>(f, {1, 3, 0}, 0, 60);
  expect_share("Richardson: x after 4 days", measure(program, result, "x_early"), early[0]);
  expect_share("Richardson: x after 60 days", measure(program, result, "x"), last[0]);
  expect_share("Richardson: y after 60 days", measure(program, result, "y"), last[1]);
  expect_share("Richardson: mean of x", measure(program, result, "mean_x"), last[2]);
}

TEST(LanchesterFlowTest, TheSquareLawAndItsInstants) {
  const auto program = model(R"yaml(
actors:
  one: {variables: {men: {initial: 1000, min: 0, flow: -0.08 * rival.men}}}
  two: {variables: {men: {initial: 600, min: 0, flow: -0.05 * rival.men}}}
groups: {sides: [one, two]}
events: {half: {is: accuse}, broken: {is: retreat}, gone: {is: retreat}}
rules:
  halves: {when: two.men <= 300, do: [{emit: half}]}
  breaks: {when: one.men - two.men > 500, do: [{emit: broken}]}
  ends: {when: two.men <= 0, do: [{emit: gone}]}
measures:
  half: {first: half}
  broken: {first: broken}
  gone: {first: gone}
  one_early: {at: 5 d, of: one.men}
  two_early: {at: 5 d, of: two.men}
  one_last: {final: one.men}
  two_last: {final: two.men}
)yaml");
  const auto result = run_once(program, {.seed = 1});
  // A' = −b B, B' = −a A: a A² − b B² never changes; with r = √(ab)
  const double a = 0.05, b = 0.08, one = 1000, two = 600, r = std::sqrt(a * b);
  const auto men_of_one = [&](double t) {
    return one * std::cosh(r * t) - std::sqrt(b / a) * two * std::sinh(r * t);
  };
  const auto men_of_two = [&](double t) {
    return two * std::cosh(r * t) - std::sqrt(a / b) * one * std::sinh(r * t);
  };
  const double early_one = measure(program, result, "one_early");
  const double early_two = measure(program, result, "two_early");
  expect_share("Lanchester: A after 5 days", early_one, men_of_one(5));
  expect_share("Lanchester: B after 5 days", early_two, men_of_two(5));
  EXPECT_NEAR(a * early_one * early_one - b * early_two * early_two, a * one * one - b * two * two,
              kShare * a * one * one);
  ASSERT_GT(a * one * one, b * two * two) << "so side one wins";
  // an error of 3e-8 of a thousand men, by how many are lost a day at the time
  const auto first = [&](const std::function<bool(double)>& holds) {
    double low = 0;
    double high = 15.7;
    for (int i = 0; i < 100; ++i) {
      const double middle = (low + high) / 2;
      (holds(middle) ? high : low) = middle;
    }
    return high;
  };
  const double half = first([&](double t) { return men_of_two(t) <= 300; });
  const double broken = first([&](double t) { return men_of_one(t) - men_of_two(t) > 500; });
  const double gone = std::atanh(std::sqrt(b / a) * two / one) / r;
  expect_instant("Lanchester: half of B", instant(program, result, "half"), half,
                 kShare * one / (a * men_of_one(half)));
  expect_instant("Lanchester: A leads by 500", instant(program, result, "broken"), broken,
                 2 * kShare * one / (a * men_of_one(broken) - b * men_of_two(broken)));
  expect_instant("Lanchester: B is gone", instant(program, result, "gone"), gone,
                 kShare * one / (a * men_of_one(gone)));
  EXPECT_EQ(measure(program, result, "two_last"), 0);
  expect_share("Lanchester: what is left of A", measure(program, result, "one_last"),
               std::sqrt(one * one - b / a * two * two));
}

TEST(ForcedFlowTest, AWaveARampAndTheClockDriveIt) {
  const auto program = model(R"yaml(
world:
  variables:
    wave: {initial: 4, rest: 1, decay: 6 d}
    ramp: {initial: 0, max: 3, trend: 0.25}
    x: {initial: 2, flow: 0.5 * wave * ramp - 0.3 * x + sqrt((now - 2026-01-01) / 1 d + 1)}
measures: {early: {at: 9 d, of: x}, late: {at: 33 d, of: x}, last: {final: x}}
)yaml");
  const auto result = run_once(program, {.seed = 1});
  // the ramp bends on day 12: integrated on either side
  const auto f = [](const State<1>& x, State<1>& d, double t) {
    const double wave = 1 + 3 * std::exp(-t / 6);
    d[0] = 0.5 * wave * std::min(3.0, 0.25 * t) - 0.3 * x[0] + std::sqrt(t + 1);
  };
  const auto bend = odeint<1>(f, {2}, 0, 12);
  expect_share("forced: after 9 days", measure(program, result, "early"),
               odeint<1>(f, {2}, 0, 9)[0]);
  expect_share("forced: after 33 days", measure(program, result, "late"),
               odeint<1>(f, bend, 12, 33)[0]);
  expect_share("forced: after 60 days", measure(program, result, "last"),
               odeint<1>(f, bend, 12, 60)[0]);
}

TEST(PredatorsTest, AKickOnTheWayStartsTheCycleAnew) {
  const auto program = model(R"yaml(
world:
  variables:
    prey: {initial: 10, min: 0, flow: prey * (1.1 - 0.4 * hunters)}
    hunters: {initial: 5, min: 0, flow: hunters * (0.1 * prey - 0.4)}
events: {plague: {is: mobilize}, many: {is: accuse}}
schedule: {plague: {at: 23.7 d, emit: plague}}
rules:
  kills: {upon: plague, do: [prey *= 0.3, hunters += 1]}
  swarm: {when: hunters > 4 and prey > 8, do: [{emit: many}]}
measures:
  prey_before: {at: 23.699 d, of: prey}
  prey_last: {final: prey}
  hunters_last: {final: hunters}
  swarm: {first: many}
  swarms: {count: many}
)yaml");
  const auto result = run_once(program, {.seed = 1});
  const auto f = [](const State<2>& x, State<2>& d, double) {
    d = {x[0] * (1.1 - 0.4 * x[1]), x[1] * (0.1 * x[0] - 0.4)};
  };
  // an error shifts the phase, and the shift grows with each of the seven turns: ten times as much
  const double share = 10 * kShare;
  const auto before = odeint<2>(f, {10, 5}, 0, 23.699);
  auto kicked = odeint<2>(f, {10, 5}, 0, 23.7);
  kicked = {0.3 * kicked[0], kicked[1] + 1};
  const auto last = odeint<2>(f, kicked, 23.7, 60);
  expect_share("predators: prey before", measure(program, result, "prey_before"), before[0], share);
  expect_share("predators: prey last", measure(program, result, "prey_last"), last[0], share);
  expect_share("predators: hunters last", measure(program, result, "hunters_last"), last[1], share);
  EXPECT_EQ(instant(program, result, "swarm"), 0) << "true at the start";
  // each later swarm begins where prey passes 8 upwards or hunters pass 4 upwards
  int swarms = 0;
  bool held = false;
  State<2> x{10, 5};
  for (int i = 0; i < 6000; ++i) {
    const double t = i * 0.01;
    const bool holds = x[1] > 4 && x[0] > 8;
    swarms += holds && !held ? 1 : 0;
    held = holds;
    x = odeint<2>(f, x, t, t + 0.01);
    if (i == 2369) x = {0.3 * x[0], x[1] + 1};
  }
  EXPECT_EQ(measure(program, result, "swarms"), swarms);
  EXPECT_GT(swarms, 3);
}

TEST(LogisticGrowthTest, FollowsItsClosedForm) {
  const auto program = model(R"yaml(
world: {variables: {x: {initial: 2, flow: 0.35 * x * (1 - x / 50)}}}
events: {most: {is: accuse}}
rules: {most: {when: x >= 45, do: [{emit: most}]}}
measures: {early: {at: 6 d, of: x}, last: {final: x}, most: {first: most}}
)yaml");
  const auto result = run_once(program, {.seed = 1});
  const auto x = [](double t) { return 50 / (1 + 24 * std::exp(-0.35 * t)); };
  expect_share("logistic growth: after 6 days", measure(program, result, "early"), x(6));
  expect_share("logistic growth: after 60 days", measure(program, result, "last"), x(60));
  // 1 + 24 e^(−0.35 t) = 50/45
  expect_instant("logistic growth: 45 reached", instant(program, result, "most"),
                 std::log(24 * 9.0) / 0.35, kShare * 45 / (0.35 * 45 * 0.1));
}

// a slow and a fast part, a thousand times apart: short steps, but no error
TEST(StiffFlowTest, AFastPartSettlesOnTheSlowOne) {
  const auto program = model(R"yaml(
world:
  variables:
    slow: {initial: 1, flow: -0.1 * slow}
    fast: {initial: 5, flow: 100 * (slow - fast)}
measures: {fast: {final: fast}}
)yaml");
  const auto result = run_once(program, {.seed = 1});
  // fast = slow / (1 − 0.1/100) once its own part e^(−100 t) has gone
  expect_share("fast and slow", measure(program, result, "fast"), std::exp(-6) / (1 - 0.001), 1e-8);
}

}  // namespace
}  // namespace brink::test
