#include <gtest/gtest.h>

#include <deque>

#include "tests/support/runs.h"

namespace brink {
namespace {

constexpr std::int64_t kDay = kMicrosecondsPerDay;

std::string struck(const std::string& schedule, const std::string& rules) {
  return R"(
brink: 1
title: Windows
start: 2026-01-01
horizon: 30 d
actors: {a: {}, b: {}}
world: {variables: {seen: 0}}
events: {strike: {is: assault, rung: 6}, threat: {is: threaten, rung: 3}}
schedule:
)" + schedule +
         "rules:\n" + rules +
         "ladder: {window: 4 d, rungs: [{at: 0, name: Calm}, {at: 6, name: War}]}\n";
}

struct Seen {
  std::vector<std::int64_t> fired;  // of condition-rules
  std::vector<double> written;      // to `seen`
};

Seen seen(const std::string& yaml) {
  const auto program = test::compiled(yaml);
  const auto result = test::run_once(program, {.seed = 1});
  Seen all;
  for (const auto& timed : result.log.notes()) {
    if (timed.note.kind == Note::Kind::condition) all.fired.push_back(timed.time.us);
  }
  for (const auto& timed : result.log.writes()) {
    all.written.push_back(timed.write.after.number);
  }
  return all;
}

// (t − w, t]: a strike three days ago to the microsecond is out, one microsecond less is in, and
// the current one counts
TEST(WindowTest, IsOpenAtItsOldEndAndClosedAtItsNewOne) {
  const std::string rule =
      "  counts: {upon: strike, do: [\"seen = seen * 10 + count(strike, 3 d)\"]}\n";
  EXPECT_EQ(seen(struck("  one: {at: 1 d, emit: strike}\n  two: {at: 4 d, emit: strike}\n", rule))
                .written,
            (std::vector<double>{1, 11}));
  EXPECT_EQ(
      seen(struck("  one: {at: 1 d 1 us, emit: strike}\n  two: {at: 4 d, emit: strike}\n", rule))
          .written,
      (std::vector<double>{1, 12}));
}

TEST(WindowTest, AWhenFiresTheMicrosecondAnEventLeaves) {
  const auto all = seen(struck("  one: {at: 2 d, emit: strike}\n  two: {at: 4 d, emit: strike}\n",
                               "  calm:\n    when: count(strike, 3 d) < 1\n    do: [seen += 1]\n"));
  EXPECT_EQ(all.fired, (std::vector<std::int64_t>{0, 7 * kDay}));
  const auto two =
      seen(struck("  one: {at: 2 d, emit: strike}\n  two: {at: 4 d, emit: strike}\n",
                  "  calmer:\n    when: count(strike, 3 d) == 1\n    do: [seen += 1]\n"));
  EXPECT_EQ(two.fired, (std::vector<std::int64_t>{2 * kDay, 5 * kDay}));
}

// both at one instant: what leaves is out before what comes is counted, so the count stays 1
TEST(WindowTest, LeavingComesBeforeComing) {
  const auto all =
      seen(struck("  one: {at: 2 d, emit: strike}\n  two: {at: 5 d, emit: strike}\n",
                  "  two_at_once:\n    when: count(strike, 3 d) > 1\n    do: [seen += 1]\n"));
  EXPECT_TRUE(all.fired.empty());
}

TEST(WindowTest, RungsRiseWithEventsAndFallWhenTheyLeave) {
  const std::string events =
      "  one: {at: 1 d, emit: threat, from: a, to: b}\n"
      "  two: {at: 2 d, emit: strike, from: b, to: a}\n"
      "  three: {at: 4 d, emit: threat, from: a, to: b}\n";
  const auto above = [&](const std::string& condition) {
    return seen(struck(events, "  r:\n    when: " + condition + "\n    do: [seen += 1]\n")).fired;
  };
  using Times = std::vector<std::int64_t>;
  EXPECT_EQ(above("rung(a, b) >= 3"), (Times{kDay}));
  EXPECT_EQ(above("rung(a, b) >= 6"), (Times{2 * kDay})) << "either direction";
  EXPECT_EQ(above("rung(b, a) < 6"), (Times{0, 6 * kDay}));
  EXPECT_EQ(above("rung(a, b) == 3"), (Times{kDay, 6 * kDay})) << "falls to the next rung";
  EXPECT_EQ(above("rung(a, b) < 3"), (Times{0, 8 * kDay}));
}

// one process, one window, a slow count beside it
TEST(WindowTest, CountsAgreeWithASlowCount) {
  const auto program = test::compiled(R"(
brink: 1
title: Many strikes
start: 2026-01-01
horizon: 2000 d
actors: {a: {}, b: {}}
groups: {both: [a, b]}
world: {variables: {own: 0, both_ways: 0, calm: 0}}
events: {strike: {is: assault}}
processes: {strikes: {for: both, rate: 0.8, emit: strike, to: rival}}
rules:
  counts:
    upon: strike
    do:
      - own = count(strike from source, 2 d)
      - both_ways = count(strike, 36 h) + 1000 * total(strike to target)
  calm:
    when: count(strike from a, 5 d) < 1
    do: [calm += 1]
)");
  const auto result = test::run_once(program, {.seed = 3});
  std::deque<EventRecord> recent;
  std::array<double, 2> totals{};
  std::size_t next = 0;
  double before = 0;
  const auto writes = [&](SlotId slot) {
    std::vector<double> values;
    for (const auto& timed : result.log.writes()) {
      if (timed.write.slot == slot) values.push_back(timed.write.after.number);
    }
    return values;
  };
  const auto all = writes(test::slot_index(program, "both_ways"));
  double calms = 1;  // from the start
  std::int64_t last_of_a = -10 * kDay;
  for (const auto& event : result.log.events()) {
    recent.push_back(event);
    totals[event.target] += 1;
    double count = 0;
    for (const auto& other : recent) count += other.time.us > event.time.us - kDay * 3 / 2 ? 1 : 0;
    const double expected = count + 1000 * totals[event.target];
    if (expected != before) {  // what stays the same is no write
      ASSERT_EQ(all[next++], expected);
    }
    before = expected;
    if (event.source == 0) {
      calms += last_of_a >= 0 && event.time.us - last_of_a >= 5 * kDay ? 1 : 0;
      last_of_a = event.time.us;
    }
  }
  calms += result.end.us - last_of_a >= 5 * kDay ? 1 : 0;
  ASSERT_GT(next, 1'000U);
  EXPECT_EQ(writes(test::slot_index(program, "calm")).back(), calms);
}

}  // namespace
}  // namespace brink
