// The code of expressions against the plain walk through them: every expression of random
// scenarios, in the middle of their runs, for actors, events, offers and instants of all kinds.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "tests/support/dice.h"
#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace brink::test {
namespace {

/// The last events, with their attributes.
struct Recent : NullObserver {
  void on_event(const Run&, const EventRecord& event, const Attributes& attributes) {
    events.emplace_back(event, attributes);
    if (events.size() > 8) events.erase(events.begin());
  }
  std::vector<std::pair<EventRecord, Attributes>> events;
};

/// Contexts as an expression may be asked in, and as none will be.
class RandomContexts {
 public:
  RandomContexts(const brink::Run& run, const Recent& recent, Dice& dice)
      : run_(run), program_(*run.program), recent_(recent), dice_(dice) {}

  EvalContext draw() {
    EvalContext context{.run = &run_,
                        .at = instant(),
                        .self = actor(),
                        .other = actor(),
                        .each = actor(),
                        .loop = {actor(), actor(), actor()},
                        .offer = offer(),
                        .key = dice_.next(),
                        .means = dice_.chance(0.2)};
    const auto& [event, attributes] = dice_.pick(recent_.events);
    context.event = &event;
    context.attributes = &attributes;
    context.made = event.type;
    context.own = &dice_.pick(recent_.events).second;
    if (!program_.systems.empty() && dice_.chance(0.3)) context.stage = stage();
    return context;
  }

 private:
  ActorId actor() {
    if (dice_.chance(0.15)) return kNobody;
    return static_cast<ActorId>(dice_.below(program_.actors.size()));
  }
  OfferId offer() {
    const auto count = run_.block.size(kOffers);
    return count == 0 || dice_.chance(0.2) ? kNone : static_cast<OfferId>(dice_.below(count));
  }
  // now, or before anything else happens
  SimTime instant() {
    const auto left = static_cast<std::uint64_t>((peek(run_) - run_.now()).us);
    if (left == 0 || dice_.chance(0.5)) return run_.now();
    return run_.now() + Duration{static_cast<std::int64_t>(dice_.below(left))};
  }
  const Stage* stage() {
    stage_.system = static_cast<std::uint32_t>(dice_.below(program_.systems.size()));
    values_.clear();
    for (std::size_t i = 0; i < program_.systems[stage_.system].slots.size(); ++i) {
      values_.push_back(dice_.chance(0.05) ? std::nan("") : dice_.uniform(-20, 20));
    }
    stage_.values = values_;
    return &stage_;
  }

  const brink::Run& run_;
  const Program& program_;
  const Recent& recent_;
  Dice& dice_;
  Stage stage_;
  std::vector<double> values_;
};

bool is_same(ValueType type, Value a, Value b) {
  return a.whole == b.whole ||
         (type == ValueType::number && std::isnan(a.number) && std::isnan(b.number));
}

TEST(CodeOfRandomScenarios, GivesWhatAPlainWalkDoes) {
  std::set<std::uint16_t> met;
  std::uint64_t compared = 0;
  std::uint64_t good = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(cases(1'000)); ++seed) {
    const auto program = random_program(seed);
    Overlay overlay;
    overlay.max_events = 2'000;
    Dice dice(seed);
    brink::Run run(program, overlay, {seed, 6});
    Recent recent;
    for (int stops = 0; stops < 6 && run.header().status == RunStatus::running; ++stops) {
      for (auto left = dice.below(100) + 1; left > 0; --left) step(run, recent);
      if (recent.events.empty()) continue;
      RandomContexts contexts(run, recent, dice);
      for (NodeId node = 0; node < program.nodes.size(); ++node) {
        const auto context = contexts.draw();
        const auto type = program.nodes[node].type;
        const Value fast = evaluate(node, context);
        const Value slow = evaluate_tree(node, context);
        ASSERT_TRUE(is_same(type, fast, slow))
            << "seed " << seed << ", node " << node << ", op "
            << static_cast<int>(program.nodes[node].op) << ": " << fast.whole << " (" << fast.number
            << ") and " << slow.whole << " (" << slow.number << ")";
        met.insert(program.code[node].handler);
        ++compared;
        good += is_good(type, fast) ? 1 : 0;
      }
    }
  }
  EXPECT_GT(good, compared / 2) << "most were asked nonsense";
  // each step, and each kind of operand on each side, comes from what compiles
  std::set<std::size_t> steps;
  std::set<std::size_t> left;
  std::set<std::size_t> right;
  constexpr std::size_t kPaired = handler_of(Step::read);
  for (const std::size_t handler : met) {
    if (handler >= kPaired) {
      steps.insert(kPairedSteps + (handler - kPaired) / kOperands);
      continue;
    }
    steps.insert(handler / (kOperands * kOperands));
    left.insert(handler / kOperands % kOperands);
    right.insert(handler % kOperands);
  }
  for (std::size_t step = 0; step <= static_cast<std::size_t>(Step::tree); ++step) {
    // random scenarios do not ask whether numbers are equal; coded_test does
    if (step == static_cast<std::size_t>(Step::equal) ||
        step == static_cast<std::size_t>(Step::not_equal))
      continue;
    EXPECT_TRUE(steps.contains(step)) << "no random scenario has step " << step;
  }
  EXPECT_EQ(left.size(), kOperands);
  EXPECT_EQ(right.size(), kOperands);
}

}  // namespace
}  // namespace brink::test
