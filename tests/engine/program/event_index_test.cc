#include "engine/program/event_index.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/run/history.h"
#include "tests/support/dice.h"
#include "tests/support/runs.h"

// Oracle: asking everything, with `matches`.
namespace brink {
namespace {

constexpr ActorId kActors = 5;

Program world() {
  return test::compiled(R"(
brink: 1
title: Types and groups
start: 2026-01-01
horizon: 9 d
actors: {a: {}, b: {}, c: {}, d: {}, e: {}}
groups: {some: [a, c, d], others: [b, e], one: [d]}
events:
  raid: {is: assault}
  night_raid: {is: raid}
  word: {is: accuse}
  letter: {is: offer, terms: {truce: 1}}
  note: {is: letter}
)");
}

/// Things with random patterns about few types and actors, so that they often meet.
class RandomThings {
 public:
  RandomThings(Program& program, std::uint64_t seed) : program_(program), dice_(seed) {
    for (const auto* name : {"assault", "raid", "night_raid", "word", "offer", "letter", "note"}) {
      types_.push_back(test::type_index(program, name));
    }
    for (const double truth : {0, 1}) {
      truths_.push_back(static_cast<NodeId>(program.nodes.size()));
      program.nodes.push_back({.op = Op::constant,
                               .type = ValueType::truth,
                               .constant = Value::of_whole(static_cast<std::int64_t>(truth))});
    }
    encode(program);
    for (auto n = dice_.below(30); n > 0; --n) patterns_.push_back(pattern());
  }

  const std::vector<TypeId>& types() const { return types_; }
  const std::vector<EventPattern>& patterns() const { return patterns_; }
  /// Of each type those that speak of it, in an order of their own.
  std::vector<std::vector<std::uint32_t>> ids_of_type() {
    std::vector<std::vector<std::uint32_t>> ids(program_.types.size());
    for (TypeId type = 0; type < ids.size(); ++type) {
      for (std::uint32_t id = 0; id < patterns_.size(); ++id) {
        if (!speaks_of(patterns_[id], type)) continue;
        const auto place = static_cast<std::ptrdiff_t>(dice_.below(ids[type].size() + 1));
        ids[type].insert(ids[type].begin() + place, id);
      }
    }
    return ids;
  }

 private:
  EventPattern pattern() {
    EventPattern result;
    for (auto n = dice_.below(3) + 1; n > 0; --n) {
      EventPattern::Alternative alternative{.type = dice_.pick(types_), .from = end(), .to = end()};
      if (dice_.chance(0.15)) alternative.of = dice_.pick(types_);
      if (dice_.chance(0.2)) alternative.where = dice_.pick(truths_);
      result.alternatives.push_back(alternative);
    }
    return result;
  }
  ActorMatch end() {
    using Kind = ActorMatch::Kind;
    const auto kind = dice_.pick(std::vector{Kind::anybody, Kind::anybody, Kind::actor, Kind::actor,
                                             Kind::group, Kind::picked});
    const auto most = kind == Kind::actor ? std::size_t{kActors} : program_.groups.size();
    return {kind, static_cast<std::uint16_t>(dice_.below(most))};
  }
  bool speaks_of(const EventPattern& pattern, TypeId type) const {
    return std::any_of(
        pattern.alternatives.begin(), pattern.alternatives.end(),
        [&](const auto& alternative) { return is_a(program_, type, alternative.type); });
  }

  Program& program_;
  test::Dice dice_;
  std::vector<TypeId> types_;
  std::vector<NodeId> truths_;
  std::vector<EventPattern> patterns_;
};

/// What the laws were about.
struct Seen {
  int called = 0;
  int sure = 0;
  int left_out = 0;
};

void expect_all_that_match(const brink::Run& run, const EventIndex& index,
                           const std::vector<EventPattern>& patterns,
                           const std::vector<std::uint32_t>& ids, const EventRecord& event,
                           Seen& seen) {
  const Attributes attributes{};
  std::map<std::uint32_t, bool> called;
  std::vector<std::uint32_t> order;
  index.for_each(event.type, event.source, event.target, [&](const EventIndex::Item& item) {
    order.push_back(item.id);
    called[item.id] = item.is_sure;
  });
  ASSERT_EQ(order.size(), called.size()) << "nothing is called twice";
  std::vector<std::uint32_t> expected;
  for (const auto id : ids) {
    const bool is_called = called.contains(id);
    if (is_called) expected.push_back(id);
    const bool is_match = matches(run, patterns[id], event, attributes);
    EXPECT_TRUE(is_called || !is_match) << "left out";
    EXPECT_TRUE(is_match || !is_called || !called[id]) << "not so sure";
    seen.called += is_called ? 1 : 0;
    seen.sure += is_called && called[id] ? 1 : 0;
    seen.left_out += is_called ? 0 : 1;
  }
  EXPECT_EQ(order, expected) << "in the order they are looked at";
}

TEST(EventIndexTest, CallsAllThatMatchInOrder) {
  Seen seen;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(test::cases(3'000)); ++seed) {
    auto program = world();
    RandomThings things(program, seed);
    const auto ids = things.ids_of_type();
    std::vector<const EventPattern*> patterns;
    for (const auto& pattern : things.patterns()) patterns.push_back(&pattern);
    const EventIndex index(program.types, ids, patterns);
    const Overlay overlay;
    const brink::Run run(program, overlay, {});
    for (const auto type : things.types()) {
      for (ActorId source = 0; source <= kActors; ++source) {
        for (ActorId target = 0; target <= kActors; ++target) {
          const EventRecord event{.type = type,
                                  .source = source < kActors ? source : kNobody,
                                  .target = target < kActors ? target : kNobody};
          expect_all_that_match(run, index, things.patterns(), ids[type], event, seen);
          if (HasFailure()) FAIL() << "seed " << seed;
        }
      }
    }
  }
  EXPECT_GT(seen.sure, 0);
  EXPECT_GT(seen.called, seen.sure);
  EXPECT_GT(seen.left_out, seen.called / 20) << "an index that leaves nothing out is none";
}

TEST(EventIndexTest, LeavesOutWhoseActorIsAnother) {
  auto program = world();
  const auto raid = test::type_index(program, "raid");
  const ActorMatch of_b{ActorMatch::Kind::actor, 1};
  const ActorMatch of_any;
  const auto made = [&](ActorMatch from, ActorMatch to) {
    EventPattern pattern;
    pattern.alternatives.push_back({.type = raid, .from = from, .to = to});
    return pattern;
  };
  const std::vector<EventPattern> patterns{made(of_b, of_any), made(of_any, of_b),
                                           made(of_any, of_any)};
  std::vector<std::vector<std::uint32_t>> ids(program.types.size());
  ids[raid] = {0, 1, 2};
  const EventIndex index(program.types, ids, {&patterns[0], &patterns[1], &patterns[2]});
  const auto called = [&](ActorId source, ActorId target) {
    std::vector<std::uint32_t> result;
    index.for_each(raid, source, target, [&](const auto& item) { result.push_back(item.id); });
    return result;
  };
  using Ids = std::vector<std::uint32_t>;
  EXPECT_EQ(called(0, 2), Ids({2}));
  EXPECT_EQ(called(1, 2), Ids({0, 2}));
  EXPECT_EQ(called(0, 1), Ids({1, 2}));
  EXPECT_EQ(called(1, 1), Ids({0, 1, 2}));
  EXPECT_EQ(called(kNobody, kNobody), Ids({2}));
}

}  // namespace
}  // namespace brink
