#include <gtest/gtest.h>

#include "tests/support/runs.h"

namespace brink {
namespace {

Status ended(Run& run, Log& log) { return run_to_end(run, log); }

// two events that cause each other without delay while x < 100,000: stopped after 10,000
TEST(ZenoTest, TenThousandEventsInOneInstantEndTheRunWithTheirChain) {
  const auto program = test::compiled(R"(
brink: 1
title: Ping pong
start: 2026-01-01
horizon: 30 d
world: {variables: {x: 0}}
events: {ping: {is: request}, pong: {is: reject}}
schedule: {start: {at: 3 d, emit: ping}}
rules:
  there: {upon: ping, if: x < 100000, do: [x += 1, {emit: pong}]}
  back: {upon: pong, if: x < 100000, do: [x += 1, {emit: ping}]}
)");
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  Log log;
  ASSERT_EQ(ended(run, log), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::zeno);
  EXPECT_EQ(run.error.time.us, 3 * kMicrosecondsPerDay);
  EXPECT_EQ(log.events().size(), 10'001U);
  const auto ping = test::type_index(program, "ping");
  const auto pong = test::type_index(program, "pong");
  for (std::uint32_t i = 0; i < 8; ++i) {
    EXPECT_EQ(run.error.chain[i].number, 10'001 - 7 + i) << "the last events, oldest first";
    EXPECT_EQ(run.error.chain[i].cause + 1, run.error.chain[i].number);
    EXPECT_EQ(run.error.chain[i].type, run.error.chain[i].number % 2 == 1 ? ping : pong);
  }
  EXPECT_EQ(step(run, log), Status::error) << "a failed run stays failed";
}

TEST(ZenoTest, ManyEventsAreNoZenoWhenTimePasses) {
  const auto program = test::compiled(R"(
brink: 1
title: Ping
start: 2026-01-01
horizon: 1 d
world: {variables: {x: 0}}
events: {ping: {is: request}}
schedule: {start: {at: 0 d, emit: ping}}
rules: {again: {upon: ping, if: x < 30000, after: 1 us, do: [x += 1, {emit: ping}]}}
)");
  const auto result = test::run_once(program, {});
  EXPECT_EQ(result.status, Status::ended);
  EXPECT_EQ(result.log.events().size(), 30'001U);
}

TEST(ZenoTest, AProcessWithoutSpaceBetweenItsEventsIsStopped) {
  const auto program = test::compiled(R"(
brink: 1
title: Too fast
start: 2026-01-01
horizon: 1 d
parameters: {space: 0 d}
events: {ping: {is: request}}
processes: {pings: {every: space, emit: ping}}
)");
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  Log log;
  ASSERT_EQ(ended(run, log), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::bad_delay);
}

Program circle(const std::string& who) {
  return test::compiled(R"(
brink: 1
title: A circle of conditions
start: 2026-01-01
horizon: 1 d
world: {variables: {phase: {initial: one, values: [one, two, three]}}}
actors: {a: {}}
rules:
  to_two: {when: phase == one, do: [phase = two])" +
                        who + R"(}
  to_three: {when: phase == two, do: [phase = three])" +
                        who + R"(}
  to_one: {when: phase == three, do: [phase = one])" +
                        who + R"(}
)");
}

TEST(ZenoTest, ConditionsThatChaseEachOtherAtOnceAreStopped) {
  const auto program = circle("");
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  NullObserver nobody;
  ASSERT_EQ(run_to_end(run, nobody), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::zeno);
}

TEST(ZenoTest, ResponsesThatChaseEachOtherAreStopped) {
  const auto program = circle(", by: a");
  const Overlay overlay;
  brink::Run run(program, overlay, {});
  NullObserver nobody;
  ASSERT_EQ(run_to_end(run, nobody), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::zeno);
  EXPECT_EQ(run.error.time.us, 0);
}

TEST(ZenoTest, TooManyEventsInAllEndTheRun) {
  const auto program = test::compiled(R"(
brink: 1
title: Many
start: 2026-01-01
horizon: 1000 d
events: {ping: {is: request}}
processes: {pings: {rate: 100, emit: ping}}
)");
  Overlay overlay;
  overlay.max_events = 500;
  brink::Run run(program, overlay, {});
  Log log;
  ASSERT_EQ(ended(run, log), Status::error);
  EXPECT_EQ(run.error.kind, RunError::Kind::too_many_events);
  EXPECT_EQ(log.events().size(), 501U);
}

RunError failure(const std::string& parts) {
  const auto program = test::compiled(R"(
brink: 1
title: Bad numbers
start: 2026-01-01
horizon: 30 d
parameters: {zero: 0}
world: {variables: {x: 4}}
actors: {a: {}, b: {}}
events: {ask: {is: request, attributes: {size: 1}}}
schedule: {ask: {at: 2 d, emit: ask, from: a, to: b}}
)" + parts);
  const Overlay overlay;
  Run run(program, overlay, {});
  NullObserver nobody;
  EXPECT_EQ(run_to_end(run, nobody), Status::error) << parts;
  return run.error;
}

TEST(RunErrorTest, NumbersThatAreNoneEndTheRunAtTheirInstantWithTheirOperands) {
  const auto divided = failure("rules: {r: {upon: ask, do: [x = x / zero]}}\n");
  EXPECT_EQ(divided.kind, RunError::Kind::not_finite);
  EXPECT_EQ(divided.time.us, 2 * kMicrosecondsPerDay);
  ASSERT_EQ(divided.operands, 2U);
  EXPECT_EQ(divided.operand[0].value.number, 4);
  EXPECT_EQ(divided.operand[1].value.number, 0);
  for (const char* parts :
       {"rules: {r: {upon: ask, do: [x = log(zero)]}}\n",
        "rules: {r: {upon: ask, do: [x /= zero]}}\n",
        "rules: {r: {upon: ask, do: [x = sqrt(zero - 1)]}}\n",
        "rules: {r: {upon: ask, do: [x = exp(x * 1000)]}}\n",
        "rules: {r: {upon: ask, do: [x = poisson(mean = zero - 1)]}}\n",
        "rules: {r: {upon: ask, chance: zero / zero, do: [x = 1]}}\n",
        "rules: {r: {upon: ask, after: exponential(mean = -1 d), do: [x = 1]}}\n",
        "rules: {r: {upon: ask, by: a, choose: {options: {o: {utility: 1 / zero}}}}}\n",
        "rules: {r: {upon: ask, by: a, do: [{emit: ask, to: b, after: 1 d, with: {size: 0 / zero}}]}}\n",
        "processes: {p: {rate: 1 / zero, emit: ask}}\n",
        "processes: {p: {rate: x / (total(ask) - 1), emit: ask}}\n"}) {
    EXPECT_EQ(failure(parts).kind, RunError::Kind::not_finite) << parts;
  }
}

TEST(RunErrorTest, ANegativeConstantDelayEndsTheRun) {
  const auto error = failure("rules: {r: {upon: ask, after: 1 d - (x + 2) * 1 d, do: [x = 1]}}\n");
  EXPECT_EQ(error.kind, RunError::Kind::bad_delay);
}

}  // namespace
}  // namespace brink
