// `use:`: what a module's names become, and that nothing else changes.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/report/run_error.h"
#include "tests/support/module_folder.h"

namespace brink {
namespace {

using test::ModuleFolder;

constexpr const char* kCast = R"(actors:
  ukraine: {variables: {anger: {initial: 1, decay: 10 d}}}
  russia: {variables: {anger: {initial: 2, decay: 10 d}}}
  poland: {variables: {anger: 0}}
groups: {belligerents: [ukraine, russia]}
events: {strike: {is: assault}}
)";

template <class List>
std::string ids(const List& list) {
  std::string text;
  for (const auto& thing : list) text += (text.empty() ? "" : " ") + thing.label.id;
  return text;
}

const RuleDecl& rule(const Scenario& scenario, const std::string& id) {
  for (const auto& r : scenario.rules) {
    if (r.label.id == id) return r;
  }
  throw std::runtime_error("no rule " + id + " among " + ids(scenario.rules));
}

// the oracle is the same text pasted by hand, what the module declares first
TEST(ModulesTest, AUseIsTheTextWrittenOut) {
  const std::string parts = R"(let: {half: reprisal / 2}
processes: {quarrels: {for: GROUP, rate: 0.05 * (1 + self.anger), emit: strike, to: rival}}
rules:
  soreness: {upon: strike to GROUP, do: [target.grudge += 1, mood += 0.1]}
  answer: {upon: strike, by: each of GROUP, if: "target == self and self.anger > 0", chance: half * 1.5, after: exponential(mean = 3 d), do: [{emit: strike, to: source}]}
  counted: {upon: strike, if: "count(strike to GROUP, 20 d) > 2", do: [{emit: protest}]}
)";
  const auto spelt = [&](const std::string& group) {
    auto text = parts;
    for (auto at = text.find("GROUP"); at != std::string::npos; at = text.find("GROUP")) {
      text.replace(at, 5, group);
    }
    return text;
  };
  const std::string measures = "measures: {n: {count: strike}, g: {average: russia.grudge}}\n";
  ModuleFolder used;
  used.scenario("use: [{file: m.yaml, for: belligerents}]\n" + std::string(kCast) + measures);
  used.module("m.yaml", R"(expects: {events: [strike], variables: [anger]}
parameters: {reprisal: {default: 0.6, range: [0, 1]}}
world: {variables: {mood: {initial: 0, decay: 5 d}}}
variables: {grudge: {initial: uniform(0 .. 1), decay: 10 d}}
)" + spelt("members"));
  const auto modular = used.program();

  ModuleFolder pasted;
  auto cast = std::string(kCast);
  const std::string grudge = ", grudge: {initial: uniform(0 .. 1), decay: 10 d}}}\n";
  for (const auto* first : {"initial: 1, decay: 10 d}", "initial: 2, decay: 10 d}"}) {
    const auto at = cast.find(first) + std::string(first).size();
    cast.replace(at, 3, grudge);
  }
  pasted.scenario(
      "parameters: {reprisal: {default: 0.6, range: [0, 1]}}\n"
      "world: {variables: {mood: {initial: 0, decay: 5 d}}}\n" +
      cast + spelt("belligerents") + measures);
  const auto written = pasted.program();

  std::size_t events = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto run = test::run_once(modular, {seed, 0});
    EXPECT_EQ(run.hash, test::run_once(written, {seed, 0}).hash) << "seed " << seed;
    events += run.log.events().size();
  }
  EXPECT_GT(events, 20u * 5u);
}

TEST(ModulesTest, APrefixGoesBeforeEveryNameAModuleDeclares) {
  ModuleFolder folder;
  folder.scenario("use: [{file: m.yaml, for: belligerents, as: east}]\n" + std::string(kCast));
  folder.module("m.yaml", R"(parameters: {p: 1}
let: {l: p + w + self.v}
world: {variables: {w: 0}}
variables: {v: {initial: p}}
groups: {g: [members]}
pairs: {trust: {between: members, initial: 0.5}}
events: {e: {is: assault, attributes: {size: 1}}}
schedule: {s: {at: 3 d, emit: e, from: pick(each in g)}}
processes: {q: {for: pairs of members, rate: p, emit: e, to: other, with: {size: p}}}
rules: {r: {upon: e from g to members where event.size > w, do: ["trust(source, target) -= l"]}}
measures: {m: {count: e}}
)");
  const auto s = folder.read();
  EXPECT_EQ(ids(s.parameters), "east_p");
  EXPECT_EQ(ids(s.lets), "east_l");
  EXPECT_EQ(to_text(s.lets[0].value), "east_p + east_w + self.east_v");
  EXPECT_EQ(ids(s.world), "east_w");
  EXPECT_EQ(ids(s.actors[0].variables), "anger east_v");
  EXPECT_EQ(to_text(s.actors[1].variables[1].initial), "east_p");
  EXPECT_EQ(ids(s.actors[2].variables), "anger");
  EXPECT_EQ(ids(s.groups), "east_g belligerents");
  EXPECT_EQ(s.groups[0].members[0].value, "belligerents");
  EXPECT_EQ(s.pairs[0].variable.label.id, "east_trust");
  EXPECT_EQ(s.pairs[0].between.value, "belligerents");
  EXPECT_EQ(ids(s.events), "east_e strike");
  EXPECT_EQ(s.events[0].attributes[0].label.id, "size");
  EXPECT_EQ(ids(s.schedule), "east_s");
  EXPECT_EQ(to_text(*s.schedule[0].emit.from), "pick(each in east_g)");
  EXPECT_EQ(ids(s.processes), "east_q");
  EXPECT_EQ(s.processes[0].member_of.value, "belligerents");
  EXPECT_EQ(s.processes[0].emit.type.value, "east_e");
  EXPECT_EQ(to_text(*s.processes[0].emit.to), "other");
  EXPECT_EQ(s.processes[0].emit.with[0].name.value, "size");
  EXPECT_EQ(ids(s.rules), "east_r");
  EXPECT_EQ(s.rules[0].upon->text, "east_e from east_g to belligerents where event.size > east_w");
  EXPECT_EQ(to_text(*s.rules[0].deeds[0].target), "east_trust(source, target)");
  EXPECT_EQ(to_text(*s.rules[0].deeds[0].value), "east_l");
  EXPECT_EQ(ids(s.measures), "east_m");
}

TEST(ModulesTest, WordsLoopVariablesSymbolsAndTermsStayAsTheyAre) {
  ModuleFolder folder;
  folder.scenario(
      "use: [{file: m.yaml, for: belligerents, as: east, with: {season: time_of_year}}]\n"
      "world: {variables: {time_of_year: {initial: spring, values: [spring, summer]}}}\n" +
      std::string(kCast));
  folder.module("m.yaml", R"yaml(expects: {names: [season], variables: [anger]}
parameters: {mood: {default: calm, values: [calm, angry]}}
events: {letter: {is: offer, terms: {truce: 1}}}
rules:
  a: {upon: letter, by: target, if: "season == summer and mood == calm and in_force(truce, self, rival)", do: [{accept: offer, only: [truce]}]}
  b: {upon: letter, if: "offer.truce > 0 and now > 2026-07-01", do: [{for: x in members, do: [x.anger += 1]}]}
  c: {upon: accept, if: "sum(each.anger over members where each != source) > since(letter from members) / 1 d", do: [{end: truce}]}
)yaml");
  const auto s = folder.read();
  EXPECT_EQ(to_text(*rule(s, "east_a").condition),
            "time_of_year == summer and east_mood == calm and in_force(truce, self, rival)");
  EXPECT_EQ(rule(s, "east_a").deeds[0].only[0].value, "truce");
  EXPECT_EQ(to_text(*rule(s, "east_a").deeds[0].offer), "offer");
  EXPECT_EQ(to_text(*rule(s, "east_b").condition), "offer.truce > 0 and now > 2026-07-01");
  const auto& loop = rule(s, "east_b").deeds[0];
  EXPECT_EQ(loop.member_of.value, "belligerents");
  EXPECT_EQ(to_text(*loop.deeds[0].target), "x.anger");
  EXPECT_EQ(to_text(*rule(s, "east_c").condition),
            "sum(each.anger over belligerents where each != source) > "
            "since(east_letter from belligerents) / 1 d");
  EXPECT_EQ(rule(s, "east_c").deeds[0].term.value, "truce");
}

TEST(ModulesTest, WithBindsWhatIsExpectedAndSetsParameters) {
  ModuleFolder folder;
  folder.scenario(R"(use:
  - file: m.yaml
    for: belligerents
    with: {hit: assault.drone, wrath: anger, broker: poland, crowd: three, unrest: tension, patience: 20 d}
world: {variables: {tension: 0}}
actors: {ukraine: {variables: {anger: 1}}, russia: {variables: {anger: 1}}, poland: {}}
groups: {belligerents: [ukraine, russia], three: [ukraine, russia, poland]}
)");
  folder.module(
      "m.yaml",
      R"(expects: {events: [hit], variables: [wrath], actors: [broker], groups: [crowd], names: [unrest]}
parameters: {patience: {default: 3 d, range: [1 d, 30 d]}}
rules: {r: {upon: hit from broker to crowd, by: each of members, after: patience, if: self.wrath + unrest > 0, do: [{emit: hit, to: broker}]}}
schedule: {s: {at: 2 d, emit: hit, from: broker, to: broker}}
)");
  const auto s = folder.read();
  EXPECT_EQ(to_text(s.parameters[0].initial), "20 d");
  EXPECT_EQ(s.rules[0].upon->text, "assault.drone from poland to three");
  EXPECT_EQ(to_text(*s.rules[0].condition), "self.anger + tension > 0");
  EXPECT_EQ(s.rules[0].deeds[0].type.value, "assault.drone");
  EXPECT_EQ(to_text(*s.rules[0].deeds[0].to), "poland");
  EXPECT_EQ(folder.findings(), "");
}

TEST(ModulesTest, ModulesComeBeforeTheFileAndTheirOwnUsesBeforeThem) {
  ModuleFolder folder;
  folder.scenario("use: [{file: sub/b.yaml}, {file: c.yaml}]\n" + std::string(kCast) +
                  "rules: {own: {upon: strike, do: [{emit: protest}]}}\n");
  folder.module("sub/b.yaml",
                "use: [{file: a.yaml}]\nrules: {b: {upon: assault, do: [{emit: protest}]}}\n");
  folder.module("sub/a.yaml", "rules: {a: {upon: assault, do: [{emit: protest}]}}\n");
  folder.module("c.yaml", "rules: {c: {upon: assault, do: [{emit: protest}]}}\n");
  EXPECT_EQ(ids(folder.read().rules), "a b c own");
}

TEST(ModulesTest, AModuleHandsItsMembersItsBindingsAndItsPrefixOn) {
  ModuleFolder folder;
  folder.scenario(
      "use: [{file: outer.yaml, for: belligerents, as: east, with: {hit: strike, share: 0.5}}]\n" +
      std::string(kCast));
  folder.module("outer.yaml", R"(expects: {events: [hit], variables: [anger]}
use: [{file: inner.yaml, for: members, as: deep, with: {blow: hit, strength: share * 2}}]
parameters: {share: 0.1}
rules: {outer: {upon: hit to members, if: self.deep_grudge > deep_strength, by: target, do: [self.anger += 1]}}
)");
  folder.module("inner.yaml", R"(expects: {events: [blow], variables: [anger]}
parameters: {strength: 1}
variables: {grudge: 0}
rules: {inner: {upon: blow to members, do: [target.grudge += strength * target.anger]}}
)");
  const auto s = folder.read();
  EXPECT_EQ(ids(s.rules), "east_deep_inner east_outer");
  EXPECT_EQ(s.rules[0].upon->text, "strike to belligerents");
  EXPECT_EQ(to_text(*s.rules[0].deeds[0].target), "target.east_deep_grudge");
  EXPECT_EQ(to_text(*s.rules[0].deeds[0].value), "east_deep_strength * target.anger");
  EXPECT_EQ(to_text(*s.rules[1].condition), "self.east_deep_grudge > east_deep_strength");
  EXPECT_EQ(ids(s.parameters), "east_deep_strength east_share");
  EXPECT_EQ(to_text(s.parameters[0].initial), "east_share * 2");
  EXPECT_EQ(to_text(s.parameters[1].initial), "0.5");
  EXPECT_EQ(ids(s.actors[0].variables), "anger east_deep_grudge");
}

TEST(ModulesTest, AnActorKeepsTheVariableItDeclaresItself) {
  ModuleFolder folder;
  folder.scenario(
      "use: [{file: m.yaml, for: belligerents}]\n"
      "actors: {ukraine: {variables: {grudge: 5}}, russia: {}}\n"
      "groups: {belligerents: [ukraine, russia]}\n"
      "measures: {u: {final: ukraine.grudge}, r: {final: russia.grudge}}\n");
  folder.module("m.yaml", "variables: {grudge: {initial: 2}}\n");
  const auto measures = test::measures_of(folder.program(), {1, 0});
  EXPECT_EQ(measures[0].value.number, 5);
  EXPECT_EQ(measures[1].value.number, 2);
}

TEST(ModulesTest, OneActorIsAGroupOfOne) {
  ModuleFolder folder;
  folder.scenario("use: [{file: m.yaml, for: poland}, {file: m.yaml, for: russia, as: r}]\n" +
                  std::string(kCast) +
                  "schedule: {s: {at: 3 d, emit: strike, from: russia, to: poland}}\n"
                  "measures: {grudge: {final: poland.grudge}, hers: {final: russia.r_grudge}}\n");
  folder.module("m.yaml", R"(expects: {events: [strike]}
variables: {grudge: 0}
rules: {r: {upon: strike, by: each of members, do: [self.grudge += 1]}}
)");
  const auto scenario = folder.read();
  EXPECT_EQ(ids(scenario.groups), "belligerents poland_alone russia_alone");
  EXPECT_EQ(ids(scenario.actors[0].variables), "anger");
  const auto measures = test::measures_of(folder.program(), {1, 0});
  EXPECT_EQ(measures[0].value.number, 1);
  EXPECT_EQ(measures[1].value.number, 1);
}

// before patterns were written anew, two uses of one text shared one counter
TEST(ModulesTest, TwoUsesCountTheEventsOfTheirOwnMembers) {
  ModuleFolder folder;
  folder.scenario(R"(use: [{file: m.yaml, for: north}, {file: m.yaml, for: south, as: s}]
actors: {a: {}, b: {}, c: {}, d: {}}
groups: {north: [a, b], south: [c, d]}
events: {strike: {is: assault}}
schedule: {one: {at: 1 d, emit: strike, from: a, to: b}, two: {at: 2 d, emit: strike, from: c, to: d}, three: {at: 3 d, emit: strike, from: d, to: c}}
)");
  folder.module(
      "m.yaml",
      "expects: {events: [strike]}\nmeasures: {n: {final: total(strike from members)}}\n");
  const auto measures = test::measures_of(folder.program(), {1, 0});
  EXPECT_EQ(measures[0].value.number, 1);
  EXPECT_EQ(measures[1].value.number, 2);
}

TEST(ModulesTest, ARunErrorShowsTheLineOfTheModule) {
  ModuleFolder folder;
  folder.scenario(
      "use: [{file: sub/ok.yaml}, {file: sub/m.yaml, with: {n: zero}}]\nworld: {variables: {zero: "
      "0}}\n");
  folder.module("sub/ok.yaml", "parameters: {unused: 1}\n");
  folder.module("sub/m.yaml", R"(expects: {names: [n]}
world: {variables: {x: 1}}
rules: {r: {upon: protest, do: [x = log(n)]}}
schedule: {s: {at: 3 d, emit: protest}}
)");
  const auto program = folder.program();
  const Overlay overlay;
  brink::Run run(program, overlay, {1, 0});
  RunHash hash;
  ASSERT_EQ(run_to_end(run, hash), Status::error);
  auto text = run_error_text(run);
  text.erase(0, folder.path("").size());
  EXPECT_TRUE(text.starts_with("sub/m.yaml:5:37: error: the run stopped on 2026-06-04")) << text;
  EXPECT_NE(text.find("rule `r`"), std::string::npos) << text;
  EXPECT_NE(
      text.find("  rules: {r: {upon: protest, do: [x = log(n)]}}\n" + std::string(38, ' ') + "^"),
      std::string::npos)
      << text;
}

}  // namespace
}  // namespace brink
