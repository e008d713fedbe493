// Every value that `why` prints is computed again: from the log, the journal, the expression's tree
// and addressed draws.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/base/hash.h"
#include "engine/base/samplers.h"
#include "engine/report/expression_owner.h"
#include "engine/report/value_lines.h"
#include "engine/report/why_text.h"
#include "engine/report/words.h"
#include "tests/support/oracle.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

using test::Asked;
using test::Oracle;

double as_double(ValueType type, Value value) {
  return is_whole(type) ? static_cast<double>(value.whole) : value.number;
}

bool is_close(double a, double b) {
  return a == b || std::fabs(a - b) <= 1e-9 * std::max({1.0, std::fabs(a), std::fabs(b)});
}

/// Computes the facts of explanations again, and counts how many there were.
class Recomputed {
 public:
  Recomputed(const Program& program, RunSeed seed) : program_(program), seed_(seed) {}

  std::size_t compared = 0;
  std::size_t unknown = 0;
  std::size_t travelled = 0;  // answers to what came by channels
  std::map<TraceKind, std::size_t> kinds;

  void check(const std::string& event, std::size_t depth = 3) {
    const auto query = parse_event_query(event);
    const auto why = explain(program_, overlay_, seed_, query, {.depth = depth});
    ASSERT_NE(why.event, 0U) << event;
    const Oracle oracle(why);
    for (const auto& link : why.links) {
      for (const auto& fact : link.facts) check_fact(why, oracle, link, fact);
      check_choice(link);
      check_message(why, link);
      check_time(why, link);
    }
  }

 private:
  // what the fact's expressions may refer to, by what kind it is
  Asked asked_of(const Explanation& why, const Link& link, const Fact& fact) const {
    const auto& trace = fact.trace;
    Asked asked{.at = trace.time,
                .writes = trace.writes,
                .events = trace.events,
                .self = trace.self,
                .other = trace.other};
    if (link.event.origin == Origin::rule && trace.cause != 0 &&
        program_.rules[trace.maker].has_pattern) {
      asked.event = trace.cause;
      asked.offer = why.log.events()[trace.cause - 1].offer;
    }
    asked.key = trace.response;
    switch (trace.kind) {
      case TraceKind::upon:
        asked.self = asked.other = kNobody;
        break;
      case TraceKind::from:
      case TraceKind::to:
      case TraceKind::attribute:
      case TraceKind::weight:
      case TraceKind::delay:
        asked.made = link.event.number;
        asked.key = link.event.key;
        break;
      case TraceKind::term:
        if (!is_a(program_, link.event.type, program_.roots.counter)) asked.key = link.event.key;
        break;
      default:
        break;
    }
    return asked;
  }

  void check_fact(const Explanation& why, const Oracle& oracle, const Link& link,
                  const Fact& fact) {
    const auto& trace = fact.trace;
    ++kinds[trace.kind];
    EXPECT_EQ(fact.contributors.size(), trace.values.size());
    check_key(why, link, trace);
    check_draw(link, trace);
    const auto asked = asked_of(why, link, fact);
    std::vector<Position> seen;
    for (std::size_t i = 0; i < trace.values.size(); ++i) {
      const auto& value = trace.values[i];
      const auto place = program_.node_places[value.node];
      // `self` of `self.support` has no text of its own
      if (!seen.empty() && seen.back() == place) continue;
      seen.push_back(place);
      const auto owner = find_owner(program_.scenario, place);
      if (!owner) {  // who makes an event need not be written
        EXPECT_EQ(program_.nodes[value.node].type, ValueType::actor);
        continue;
      }
      auto inner = asked;
      if (value.member != kNobody) inner.each = value.member;
      compare(*owner->part, oracle.value(*owner->part, inner), value, link, trace);
      check_contributor(why, oracle, *owner->part, inner, fact, i);
    }
  }

  void compare(const Expr& part, std::optional<double> expected, const CapturedValue& value,
               const Link& link, const Trace& trace) {
    if (!expected) {
      ++unknown;
      return;
    }
    ++compared;
    const auto type = program_.nodes[value.node].type;
    const double found = as_double(type, value.value);
    // durations that are computed are rounded to the microsecond
    const bool same = type == ValueType::duration
                          ? std::fabs(found - *expected) <= 1.0 + 1e-9 * found
                          : is_close(found, *expected);
    EXPECT_TRUE(same) << to_text(part) << " is " << found << ", not " << *expected << " (#"
                      << link.event.number << ", kind " << static_cast<int>(trace.kind) << ")";
  }

  // the last assignment before, or the last event counted
  void check_contributor(const Explanation& why, const Oracle& oracle, const Expr& part,
                         const Asked& asked, const Fact& fact, std::size_t i) {
    const auto& value = fact.trace.values[i];
    const auto& found = fact.contributors[i];
    const auto op = program_.nodes[value.node].op;
    if (op == Op::slot || op == Op::actor_variable || op == Op::pair_variable) {
      std::uint32_t last = kNone;
      for (std::uint32_t w = 0; w < fact.trace.writes; ++w) {
        if (why.log.writes()[w].write.slot == value.read) last = w;
      }
      EXPECT_EQ(found.kind == Contributor::Kind::write, last != kNone) << to_text(part);
      if (last == kNone) return;
      EXPECT_EQ(found.write, last) << to_text(part);
      EXPECT_EQ(found.event, why.log.writes()[last].write.cause);
    }
    if ((op == Op::tally_count || op == Op::tally_total) && part.pattern) {
      std::uint32_t last = 0;
      try {
        for (std::uint32_t n = 1; n <= asked.events; ++n) {
          if (oracle.matches(*part.pattern, n, asked)) last = n;
        }
      } catch (...) {
        return;
      }
      EXPECT_EQ(found.event, last) << to_text(part);
    }
  }

  // a response's key: its trigger's, the rule's and the actor's paths
  void check_key(const Explanation& why, const Link& link, const Trace& trace) {
    if (link.event.origin != Origin::rule || link.event.cause == 0) return;
    if (is_of_message(trace.kind)) return;  // see check_message
    const auto& rule = program_.rules[trace.maker];
    if (!rule.has_pattern) return;
    const auto trigger = why.log.events()[link.event.cause - 1].key;
    const auto self = trace.self == kNobody ? 0 : program_.actors[trace.self].path;
    EXPECT_EQ(trace.response, mix(mix(trigger, rule.path), self));
  }

  void check_draw(const Link& link, const Trace& trace) {
    const auto purpose = trace.kind == TraceKind::chance   ? Purpose::chance
                         : trace.kind == TraceKind::choice ? Purpose::choice
                                                           : Purpose::clock;
    const bool draws_one = trace.kind == TraceKind::chance ||
                           (trace.kind == TraceKind::choice && trace.drawn != 0) ||
                           (trace.kind == TraceKind::clock && trace.node == kNone);
    if (!draws_one) return;
    Draws draws(seed_, trace.response, static_cast<std::uint32_t>(purpose));
    if (trace.kind == TraceKind::clock) {
      EXPECT_EQ(trace.drawn, sample::standard_exponential(draws));
    } else {
      EXPECT_EQ(trace.drawn, draws.uniform()) << link.event.number;
    }
    ++compared;
  }

  // the dice of each hop are addressed by message, link and the hop's number; each is its own draw
  void check_message(const Explanation& why, const Link& link) {
    std::uint64_t hop = 0;
    bool asked_carrier = false;
    for (const auto& fact : link.facts) {
      const auto& trace = fact.trace;
      if (!is_of_message(trace.kind)) continue;
      const auto& message = why.log.events()[trace.cause - 1];
      const bool begins =
          trace.kind == TraceKind::carries || (trace.kind == TraceKind::hop && !asked_carrier);
      hop += begins ? 1 : 0;
      asked_carrier = trace.kind == TraceKind::carries;
      const auto key = mix(mix(message.key, path_of_link(trace)), hop);
      EXPECT_EQ(trace.response, key) << message.number;
      if (trace.kind == TraceKind::hop) continue;
      const auto purpose = trace.kind == TraceKind::carries ? Purpose::carries
                           : trace.kind == TraceKind::leak  ? Purpose::leak
                                                            : Purpose::loss;
      Draws draws(seed_, key, static_cast<std::uint32_t>(purpose));
      EXPECT_EQ(trace.drawn, draws.uniform()) << message.number;
      ++compared;
    }
  }

  std::uint64_t path_of_link(const Trace& trace) const {
    for (const auto& link : program_.links) {
      const bool joins = (link.a == trace.self && link.b == trace.other) ||
                         (link.b == trace.self && link.a == trace.other);
      if (link.channel != trace.index || !joins) continue;
      auto path = mix(hash_text("channel"), hash_text(program_.channels[link.channel].name));
      path = mix(path, program_.actors[link.a].path);
      return mix(path, program_.actors[link.b].path);
    }
    return 0;
  }

  // logit: e^(u / T) over the sum of them; the draw falls into the chosen option's share
  void check_choice(const Link& link) {
    std::map<std::size_t, double> utility;
    std::map<std::size_t, double> probability;
    double temperature = 0;
    const Trace* choice = nullptr;
    for (const auto& fact : link.facts) {
      const auto& trace = fact.trace;
      if (trace.kind == TraceKind::utility) utility[trace.index] = trace.value.number;
      if (trace.kind == TraceKind::option) probability[trace.index] = trace.drawn;
      if (trace.kind == TraceKind::temperature) temperature = trace.value.number;
      if (trace.kind == TraceKind::choice) choice = &trace;
    }
    if (choice == nullptr) return;
    EXPECT_EQ(choice->index, link.event.option);
    if (temperature == 0) {
      for (const auto& [i, u] : utility) EXPECT_LE(u, utility.at(choice->index));
      return;
    }
    double total = 0;
    for (const auto& [i, u] : utility) total += std::exp(u / temperature);
    double below = 0;
    ASSERT_EQ(utility.size(), probability.size());
    for (const auto& [i, u] : utility) {
      const double share = std::exp(u / temperature) / total;
      EXPECT_NEAR(probability.at(i), share, 1e-12);
      if (i < choice->index) below += share;
    }
    EXPECT_GE(choice->drawn, below - 1e-12);
    EXPECT_LE(choice->drawn, below + probability.at(choice->index) + 1e-12);
    ++compared;
  }

  // trigger + wait + way = the event's time, by the captured lengths
  void check_time(const Explanation& why, const Link& link) {
    if (link.event.origin != Origin::rule || link.event.cause == 0 || link.facts.empty()) return;
    const auto& rule = program_.rules[link.event.maker];
    if (!rule.has_pattern) return;
    std::int64_t us = why.log.events()[link.event.cause - 1].time.us;
    bool travels = false;
    for (const auto& fact : link.facts) {
      if (fact.trace.kind == TraceKind::hop) {
        travels = true;
        const bool drawn = program_.channels[fact.trace.index].delay_is_drawn;
        if (fact.trace.node != kNone) us += std::max<std::int64_t>(drawn, fact.trace.value.whole);
      }
      const bool drawn = fact.trace.kind == TraceKind::after && rule.after_is_drawn;
      if (fact.trace.kind == TraceKind::after || fact.trace.kind == TraceKind::delay) {
        us += std::max<std::int64_t>(drawn ? 1 : 0, fact.trace.value.whole);
      }
    }
    EXPECT_EQ(us, link.event.time.us) << link.event.number;
    travelled += travels ? 1 : 0;
    ++compared;
  }

  const Program& program_;
  RunSeed seed_;
  Overlay overlay_;
};

std::vector<std::string> scenarios() {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  const fs::path root = fs::path(BRINK_SOURCE_DIR) / "scenarios";
  for (const auto* folder : {"", "features", "models"}) {
    for (const auto& entry : fs::directory_iterator(root / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      names.push_back((fs::path(folder) / entry.path().stem()).string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(Why, EveryValueOfTheFlagshipIsRecomputed) {
  const auto program = test::shipped("open_letter");
  std::size_t compared = 0;
  std::size_t unknown = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto events = test::run_once(program, {seed, 0}).log.events().size();
    Recomputed again(program, {seed, 0});
    for (std::size_t n = 1; n <= events; n += events / 8) again.check(std::to_string(n));
    again.check(std::to_string(events), 8);
    compared += again.compared;
    unknown += again.unknown;
  }
  EXPECT_GT(compared, 1'500U);
  EXPECT_EQ(unknown, 0U);
}

TEST(Why, TheAnswersOfTheFlagshipAreRecomputed) {
  std::map<TraceKind, std::size_t> kinds;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto program = test::shipped("open_letter");
    const auto result = test::run_once(program, {seed, 0});
    Recomputed again(program, {seed, 0});
    for (const auto& event : result.log.events()) {
      if (event.offer != kNone) again.check(std::to_string(event.number), 9);
    }
    EXPECT_EQ(again.unknown, 0U);
    for (const auto& [kind, count] : again.kinds) kinds[kind] += count;
  }
  for (const auto kind :
       {TraceKind::upon,     TraceKind::chance,      TraceKind::after,  TraceKind::still,
        TraceKind::utility,  TraceKind::temperature, TraceKind::option, TraceKind::choice,
        TraceKind::at,       TraceKind::clock,       TraceKind::gate,   TraceKind::rate,
        TraceKind::term,     TraceKind::delay,       TraceKind::lapses, TraceKind::assigned,
        TraceKind::emission, TraceKind::emitted,     TraceKind::hop,    TraceKind::carries,
        TraceKind::leak,     TraceKind::arrives}) {
    EXPECT_GT(kinds[kind], 0U) << static_cast<int>(kind);
  }
}

TEST(Why, EveryShippedScenarioIsRecomputed) {
  std::size_t compared = 0;
  std::size_t unknown = 0;
  for (const auto& name : scenarios()) {
    SCOPED_TRACE(name);
    const auto program = test::shipped(name);
    const auto events = test::run_once(program, {5, 0}).log.events().size();
    if (events == 0) continue;
    Recomputed again(program, {5, 0});
    const auto step = std::max<std::size_t>(1, events / 6);
    for (std::size_t n = 1; n <= events; n += step) again.check(std::to_string(n));
    again.check(std::to_string(events), 5);
    compared += again.compared;
    unknown += again.unknown;
  }
  EXPECT_GT(compared, 1'000U);
  EXPECT_LT(unknown, compared / 10);
}

TEST(Why, JsonHasEveryValueToTheLastBit) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  const auto why = explain(program, overlay, {3, 0}, parse_event_query("55"), {.depth = 9});
  const auto json = nlohmann::json::parse(why_json(why));
  ASSERT_EQ(json["links"].size(), why.links.size());
  std::size_t numbers = 0;
  for (std::size_t i = 0; i < why.links.size(); ++i) {
    const auto& facts = why.links[i].facts;
    ASSERT_EQ(json["links"][i]["facts"].size(), facts.size());
    for (std::size_t f = 0; f < facts.size(); ++f) {
      const auto& values = facts[f].trace.values;
      for (std::size_t v = 0; v < values.size(); ++v) {
        if (program.nodes[values[v].node].type != ValueType::number) continue;
        EXPECT_EQ(json["links"][i]["facts"][f]["values"][v]["value"].get<double>(),
                  values[v].value.number);
        ++numbers;
      }
    }
  }
  EXPECT_GT(numbers, 50U);
}

TEST(Why, TextHasTheValuesOfTheCapture) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  const auto log = test::run_once(program, {3, 0}).log;
  const auto chosen = std::find_if(log.events().rbegin(), log.events().rend(),
                                   [](const EventRecord& event) { return event.option != 0xFF; });
  ASSERT_NE(chosen, log.events().rend());
  const auto why = explain(program, overlay, {3, 0},
                           parse_event_query(std::to_string(chosen->number)), {.depth = 9});
  const auto text = why_text(why, {.width = 10'000});
  for (const auto& link : why.links) {
    for (const auto& fact : link.facts) {
      const auto& trace = fact.trace;
      if (trace.kind == TraceKind::choice || trace.kind == TraceKind::chance) {
        EXPECT_NE(text.find("drawn " + short_number(trace.drawn)), std::string::npos);
      }
      if (trace.kind == TraceKind::utility) {
        const auto value = short_number(trace.value.number) + "\n";  // `: ` of one written out
        const bool told = text.find(" = " + value) != std::string::npos ||
                          text.find("utility: " + value) != std::string::npos;
        EXPECT_TRUE(told) << value << text;
      }
      if (trace.kind == TraceKind::option) {
        EXPECT_NE(text.find(": " + brief_number(trace.drawn * 100) + " %\n"), std::string::npos);
      }
    }
  }
}

}  // namespace
}  // namespace brink
