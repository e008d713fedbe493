// What the relations and the ladder say of pairs is what the run itself says.
#include "viz/pair_events.h"

#include <gtest/gtest.h>

#include "engine/story/recorder.h"
#include "tests/support/runs.h"

namespace brink::viz {
namespace {

struct Recorded {
  Program program;
  Overlay overlay;
  Recorder recorder;
  explicit Recorded(const std::string& name)
      : program(test::shipped(name)), recorder(program, overlay, {5, 0}) {
    while (recorder.advance([] { return false; })) {
    }
  }
  const Blocks<EventRecord>& events() const { return recorder.recording()->log.events(); }
  std::size_t until(SimTime time) const {
    std::size_t n = 0;
    while (n < events().size() && events()[n].time <= time) ++n;
    return n;
  }
};

TEST(PairEvents, RungsAreThoseThatTheRunItselfKeeps) {
  Recorded recorded("features/history_and_ladder");
  const auto& program = recorded.program;
  ASSERT_TRUE(program.reads_rungs);
  const auto scores = goldstein_scores(program);
  std::size_t seen = 0;
  const double days = in_days(recorded.recorder.run().now() - SimTime{});
  for (int i = 1; i <= 40; ++i) {
    const SimTime at = SimTime{} + days_rounded_up(days * i / 40);
    const auto size = recorded.until(at);
    const auto& moment = recorded.recorder.moment({static_cast<std::uint32_t>(size), at});
    const auto stretch = looking_back(recorded.events(), size, at, program.ladder_window);
    const auto pairs = pair_events(program, recorded.events(), stretch, scores);
    for (ActorId a = 0; a < program.actors.size(); ++a) {
      for (ActorId b = a + 1; b < program.actors.size(); ++b) {
        double rung = 0;
        for (const auto& pair : pairs) {
          if (pair.a == a && pair.b == b) rung = pair.rung;
        }
        EXPECT_EQ(rung, pair_rung(moment.run, a, b, at)) << in_days(at - SimTime{});
        seen += rung > 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(seen, 5U);
}

TEST(PairEvents, CountsEachEventBetweenTwoActorsOnce) {
  Recorded recorded("open_letter");
  const auto& events = recorded.events();
  const auto scores = goldstein_scores(recorded.program);
  const auto pairs = pair_events(recorded.program, events, {0, events.size()}, scores);
  ASSERT_FALSE(pairs.empty());
  for (const auto& pair : pairs) {
    std::uint32_t count = 0;
    std::uint32_t latest = 0;
    double balance = 0;
    for (const auto& event : events) {
      const bool forth = event.source == pair.a && event.target == pair.b;
      const bool back = event.source == pair.b && event.target == pair.a;
      if (!forth && !back) continue;
      ++count;
      latest = event.number;
      balance += scores[event.type];
    }
    EXPECT_EQ(pair.count, count);
    EXPECT_EQ(pair.latest, latest);
    EXPECT_DOUBLE_EQ(pair.balance, balance);
    EXPECT_LE(pair.cooperative + pair.hostile, count);
  }
}

TEST(PairEvents, AWindowBeginsJustAfterItsAge) {
  Recorded recorded("open_letter");
  const auto& events = recorded.events();
  const Duration window{10 * kMicrosecondsPerDay};
  for (const std::size_t i : {std::size_t{3}, events.size() / 2}) {
    const auto exactly = events[i].time + window;
    const auto then = looking_back(events, events.size(), exactly, window);
    const auto before = looking_back(events, events.size(), exactly - Duration{1}, window);
    EXPECT_GT(then.first, i);
    EXPECT_LE(before.first, i);
  }
}

TEST(PairEvents, TheWorstOfAnActorIsNoLessSevereThanAnythingItDid) {
  Recorded recorded("open_letter");
  const auto& events = recorded.events();
  const auto looks = event_looks(recorded.program);
  const auto actors = recorded.program.actors.size();
  const auto worst = worst_by_actor(actors, events, {0, events.size()}, looks);
  ASSERT_EQ(worst.size(), actors);
  for (const auto& event : events) {
    if (event.source >= actors) continue;
    EXPECT_LE(looks[event.type].severity, worst[event.source].severity);
  }
  for (ActorId a = 0; a < actors; ++a) {
    EXPECT_TRUE(worst[a].event == 0 || events[worst[a].event - 1].source == a);
  }
}

}  // namespace
}  // namespace brink::viz
