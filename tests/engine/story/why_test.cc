#include "engine/story/why.h"

#include <gtest/gtest.h>

#include "tests/support/runs.h"

namespace brink {
namespace {

TEST(EventQuery, ReadsEveryForm) {
  using By = EventQuery::By;
  EXPECT_EQ(parse_event_query("17").by, By::number);
  EXPECT_EQ(parse_event_query(" #17 ").value, 17U);
  EXPECT_EQ(parse_event_query("99999999999999999999999").value, ~std::uint64_t{0});
  EXPECT_EQ(parse_event_query("00ab77c1901d4BE5").by, By::key);
  EXPECT_EQ(parse_event_query("00ab77c1901d4BE5").value, 0x00ab77c1901d4be5U);
  EXPECT_EQ(parse_event_query("first(raid from a)").pattern, "raid from a");
  EXPECT_EQ(parse_event_query("first(raid from a)").column, 7);
  EXPECT_EQ(parse_event_query("last(raid)").by, By::last);
  EXPECT_EQ(parse_event_query("raid where (event.size > 3)").pattern,
            "raid where (event.size > 3)");
  EXPECT_EQ(parse_event_query("").by, By::last);
}

TEST(EventQuery, FindsWhatItMeans) {
  const auto program = test::shipped("open_letter");
  const auto result = test::run_once(program, {3, 0});
  const auto found = [&](const std::string& text) {
    const auto query = parse_event_query(text);
    const auto asked = compile_with(program, query);
    if (!asked) throw std::runtime_error(render_query(query, asked.error()));
    const Overlay overlay;
    return explain(*asked, overlay, {3, 0}, query, {}).event;
  };
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  for (const auto& event : result.log.events()) {
    const bool meant = program.types[event.type].name == "salvo" &&
                       program.actors[event.source].id == "russia" &&
                       result.log.attribute(event, 0).number > 200;
    if (!meant) continue;
    if (first == 0) first = event.number;
    last = event.number;
  }
  ASSERT_NE(first, last);
  EXPECT_EQ(found("first(salvo from russia where event.size > 200)"), first);
  EXPECT_EQ(found("last(salvo from russia where event.size > 200)"), last);
  EXPECT_EQ(found("salvo from russia where event.size > 200"), last);
  EXPECT_EQ(found(fmt::format("{:016x}", result.log.events()[41].key)), 42U);
  EXPECT_EQ(found("0"), 0U);
  EXPECT_EQ(found("summit_held"), 0U);
}

TEST(EventQuery, PointsAtWhatIsWrongWithAPattern) {
  const auto program = test::shipped("open_letter");
  const auto complaint = [&](const std::string& text) {
    const auto query = parse_event_query(text);
    const auto asked = compile_with(program, query);
    return asked ? std::string() : render_query(query, asked.error());
  };
  EXPECT_EQ(complaint("last(refuse from rusia)"),
            "EVENT:1:18: error: `rusia` is neither an actor nor a group\n"
            "  last(refuse from rusia)\n"
            "                   ^\n"
            "  hint: did you mean `russia`?\n");
  for (const auto* wrong : {"", "last()", "refuse where", "salvo where event.no == 1", "(", "😀"}) {
    EXPECT_NE(complaint(wrong), "") << wrong;
  }
}

TEST(Why, HasTheChainOfTheLogAndTheFactsOfTheFirstLinksAndTheRoot) {
  const auto program = test::shipped("open_letter");
  const auto result = test::run_once(program, {3, 0});
  const Overlay overlay;
  // the event with the longest chain
  std::vector<std::size_t> lengths{0};
  for (const auto& event : result.log.events()) lengths.push_back(lengths[event.cause] + 1);
  const auto last = static_cast<std::uint32_t>(std::max_element(lengths.begin(), lengths.end()) -
                                               lengths.begin());
  const auto why =
      explain(program, overlay, {3, 0}, parse_event_query(std::to_string(last)), {.depth = 3});
  ASSERT_GT(why.links.size(), 10U);
  auto number = last;
  for (std::size_t i = 0; i < why.links.size(); ++i) {
    EXPECT_EQ(why.links[i].event.number, number);
    EXPECT_EQ(why.links[i].facts.empty(), i >= 3 && i + 1 < why.links.size());
    number = result.log.events()[number - 1].cause;
  }
  EXPECT_EQ(number, 0U);
}

// several members respond by one rule to one event: each event has the facts of its own responder
TEST(Why, TellsResponsesOfOneRuleApart) {
  const auto program = test::compiled(R"yaml(brink: 1
title: t
start: 2026-01-01
horizon: 10 d
actors:
  a: {}
  b: {variables: {x: {initial: 1}}}
  c: {variables: {x: {initial: 2}}}
  d: {variables: {x: {initial: 3}}}
groups: {others: [b, c, d]}
events: {call: {is: consult}, reply: {is: consult, attributes: {size: {default: 0}}}}
schedule: {s: {at: 1 d, emit: call, from: a, to: a}}
rules:
  answer:
    upon: call
    by: each of others
    after: self.x * 1 d
    do:
      - for: o in others where o.x < self.x
        do: [{emit: reply, to: o, with: {size: 10 * self.x + o.x}}]
outcomes: {done: otherwise}
)yaml");
  const auto result = test::run_once(program, {1, 0});
  ASSERT_EQ(result.log.events().size(), 4U);  // c to b; d to b, to c
  const Overlay overlay;
  for (std::uint32_t n = 2; n <= 4; ++n) {
    const auto why = explain(program, overlay, {1, 0}, parse_event_query(std::to_string(n)), {});
    const auto& link = why.links.front();
    int sizes = 0;
    int loops = 0;
    for (const auto& fact : link.facts) {
      EXPECT_EQ(fact.trace.self, link.event.source);
      if (fact.trace.kind == TraceKind::attribute) {
        ++sizes;
        EXPECT_EQ(fact.trace.value.number, result.log.attribute(link.event, 0).number);
      }
      if (fact.trace.kind == TraceKind::loop) {
        ++loops;
        EXPECT_EQ(fact.trace.index, link.event.target);
      }
    }
    EXPECT_EQ(sizes, 1);
    EXPECT_EQ(loops, 1);
  }
}

TEST(Why, ContributorOfATermIsWhatBeganOrEndedIt) {
  const auto program = test::compiled(R"yaml(brink: 1
title: t
start: 2026-01-01
horizon: 30 d
actors: {a: {}, b: {}}
events: {deal: {is: offer, terms: {truce: 1}, lasts: 5 d}, ask: {is: consult}, yes_: {is: consult}, no_: {is: consult}}
schedule:
  early: {at: 1 d, emit: ask, from: a, to: b}
  offer_: {at: 2 d, emit: deal, from: a, to: b}
  middle: {at: 3 d, emit: ask, from: a, to: b}
  late: {at: 9 d, emit: ask, from: a, to: b}
rules:
  agree: {upon: deal, by: b, do: [accept: offer]}
  there: {upon: ask, if: "in_force(truce, a, b)", do: [{emit: yes_, from: a, to: b}]}
  away: {
upon:
  ask, if : not in_force(truce), do : [ {emit : no_, from : a, to : b} ]
}
outcomes: {done: otherwise}
)yaml");
  const auto result = test::run_once(program, {1, 0});
  const Overlay overlay;
  std::vector<std::string> seen;
  for (const auto& event : result.log.events()) {
    const auto name = program.types[event.type].name;
    if (name != "yes_" && name != "no_") continue;
    const auto why =
        explain(program, overlay, {1, 0}, parse_event_query(std::to_string(event.number)), {});
    for (const auto& fact : why.links.front().facts) {
      for (std::size_t i = 0; i < fact.trace.values.size(); ++i) {
        if (program.nodes[fact.trace.values[i].node].op != Op::in_force) continue;
        const auto by = fact.contributors[i].event;
        seen.push_back(name + " " +
                       (by == 0 ? "none" : program.types[result.log.events()[by - 1].type].name));
      }
    }
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"no_ none", "yes_ accept", "no_ expire"}));
}

TEST(Why, OfAFailedRunTellsAsFarAsItCame) {
  const auto program = test::compiled(R"yaml(brink: 1
title: t
start: 2026-01-01
horizon: 10 d
world: {variables: {x: {initial: 1}}}
actors: {a: {}}
events: {e: {is: consult}}
schedule: {s: {at: 1 d, emit: e, from: a, to: a}, t: {at: 2 d, emit: e, from: a, to: a}}
rules: {r: {upon: e, do: [x = x - 0.5, x = 1 / x + log(x - 0.25)]}}
outcomes: {done: otherwise}
)yaml");
  const Overlay overlay;
  const auto why = explain(program, overlay, {1, 0}, parse_event_query("2"), {});
  EXPECT_NE(why.run->error.kind, RunError::Kind::none);
  EXPECT_EQ(why.event, 2U);
  EXPECT_FALSE(why.links.front().facts.empty());
}

TEST(Why, NamesAnInterventionAsWhoChangedAValueFromItsInstantOn) {
  const auto program = test::compiled(R"(
brink: 1
title: One who waits
start: 2026-06-01
horizon: 60 d
parameters: {price: 0.5}
actors: {a: {}, b: {}}
events: {raid: {is: assault, attributes: {size: 0}}}
schedule:
  early: {at: 5 d, emit: raid, from: a, to: b, with: {size: price}}
  late: {at: 20 d, emit: raid, from: a, to: b, with: {size: price}}
)");
  const Overlay overlay{.interventions = {{{20 * kMicrosecondsPerDay}, 0, Value::of(0.8)}}};
  const auto contributor = [&](const std::string& event) {
    const auto query = parse_event_query(event);
    const auto why = explain(*compile_with(program, query), overlay, {}, query, {});
    for (const auto& fact : why.links.at(0).facts) {
      if (fact.trace.kind != TraceKind::attribute) continue;
      const auto& found = fact.contributors.at(0);
      if (found.kind == Contributor::Kind::write) {
        EXPECT_TRUE(is_intervention(why.log.writes()[found.write].write));
        EXPECT_EQ(fact.trace.value.number, 0.8);
      }
      return found.kind;
    }
    return Contributor::Kind::none;
  };
  EXPECT_EQ(contributor("1"), Contributor::Kind::parameter);
  EXPECT_EQ(contributor("2"), Contributor::Kind::write);
}

}  // namespace
}  // namespace brink
