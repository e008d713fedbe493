#include <gtest/gtest.h>

#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: Cobham (1954), Operations Research 2:70. One server, two classes, no interruption: with
// ρᵢ = λᵢ E[Sᵢ], ρ = ρ₁ + ρ₂ and the mean residual service R = Σ λᵢ E[Sᵢ²] / 2, the mean waits are
//   W₁ = R / (1 − ρ₁),  W₂ = R / ((1 − ρ₁)(1 − ρ)),
// and by Little's law λᵢ Wᵢ wait on average. Services of mean sᵢ: exponential E[S²] = 2 s²,
// constant E[S²] = s². The work in the system forgets its empty start at the rate
// max over θ of θ − Σ λᵢ (E e^(θ Sᵢ) − 1) = 0.05 a day: 300 days are left out.
namespace brink::test {
namespace {

constexpr double kUrgentRate = 0.3;
constexpr double kRoutineRate = 0.4;
constexpr double kUrgentService = 0.5;
constexpr double kRoutineService = 1.125;
constexpr double kLeftOut = 300;
constexpr double kLength = 1'300;

/// The desk's work, whichever way it is said: a process or a rule that makes `done` happen.
struct Service {
  std::string process;
  std::string rule;
};

std::string desk(const Service& service) {
  return R"(
brink: 1
title: Urgent cases first
start: 2026-01-01
horizon: 1300 d
world:
  variables:
    at_the_desk: {initial: nobody, values: [nobody, urgent_case, routine_case]}
    urgent_waiting: {initial: 0, min: 0}
    routine_waiting: {initial: 0, min: 0}
    urgent_days: {initial: 0, trend: urgent_waiting}       # areas below the two above
    routine_days: {initial: 0, trend: routine_waiting}
let:
  desk_is_free: at_the_desk == nobody
  mean_service: if(at_the_desk == urgent_case, 0.5, 1.125)
events: {urgent: {is: request}, routine: {is: request}, begin: {is: consult}, done: {is: aid}}
processes:
  urgent_arrivals: {rate: 0.3, emit: urgent}
  routine_arrivals: {rate: 0.4, emit: routine}
)" + service.process +
         R"(
rules:
  urgent_comes: {upon: urgent, do: [urgent_waiting += 1]}
  routine_comes: {upon: routine, do: [routine_waiting += 1]}
  leaves: {upon: done, do: [at_the_desk = nobody]}
  urgent_first:
    upon: urgent or routine or done
    if: desk_is_free and urgent_waiting > 0
    do: [urgent_waiting -= 1, at_the_desk = urgent_case, emit: begin]
  then_routine:
    upon: urgent or routine or done
    if: desk_is_free and routine_waiting > 0
    do: [routine_waiting -= 1, at_the_desk = routine_case, emit: begin]
)" + service.rule +
         R"(
measures:
  urgent_then: {at: 300 d, of: urgent_days}
  routine_then: {at: 300 d, of: routine_days}
  urgent_at_last: {final: urgent_days}
  routine_at_last: {final: routine_days}
)";
}

/// second_moment: E[S²] / E[S]²
void expect_cobham(const std::string& name, const Service& service, double second_moment,
                   std::uint64_t seed) {
  const auto program = compiled(desk(service));
  Sample urgent;
  Sample routine;
  for (int r = 0; r < cases(6'000); ++r) {
    const auto m =
        measures_of(program, {.seed = seed, .replication = static_cast<std::uint64_t>(r)});
    urgent.add((m[2].value.number - m[0].value.number) / (kLength - kLeftOut));
    routine.add((m[3].value.number - m[1].value.number) / (kLength - kLeftOut));
  }
  const double use_1 = kUrgentRate * kUrgentService;
  const double use = use_1 + kRoutineRate * kRoutineService;
  const double residual = (kUrgentRate * kUrgentService * kUrgentService +
                           kRoutineRate * kRoutineService * kRoutineService) *
                          second_moment / 2;
  expect_mean(name + ": urgent waiting", urgent, kUrgentRate * residual / (1 - use_1));
  expect_mean(name + ": routine waiting", routine,
              kRoutineRate * residual / ((1 - use_1) * (1 - use)));
}

TEST(PriorityTest, UrgentCasesWaitAsCobhamSays) {
  expect_cobham("exponential service", {.process = R"(
  service: {while: not desk_is_free, rate: 1 / mean_service, emit: done}
)"},
                2, 121);
  expect_cobham("exponential service, by a delay", {.rule = R"(
  service:
    upon: begin
    after: exponential(mean = mean_service * 1 d)
    do: [emit: done]
)"},
                2, 122);
  expect_cobham("constant service", {.rule = R"(
  service: {upon: begin, after: mean_service * 1 d, do: [emit: done]}
)"},
                1, 123);
}

}  // namespace
}  // namespace brink::test
