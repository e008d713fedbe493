// The graph of what can influence what, and what the check makes of it. Exact texts of single
// faults are in bad/influence.cases; here are laws: what must stay silent, what modules change, and
// that reachability in the graph agrees with a walk written anew.
#include "engine/program/influence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

const std::string kHead = "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\n";

std::uint32_t node(const Program& program, const Influence& graph, std::string_view name) {
  const auto found = nodes_named(program, graph, name);
  EXPECT_EQ(found.size(), 1U) << name;
  return found.empty() ? 0 : found.front();
}

// the edge between two nodes that have one name each; none: from and to are equal
InfluenceEdge edge(const Program& program, const Influence& graph, std::string_view from,
                   std::string_view to) {
  const auto a = node(program, graph, from);
  const auto b = node(program, graph, to);
  for (const auto& one : graph.edges) {
    if (one.from == a && one.to == b) return one;
  }
  ADD_FAILURE() << from << " does not lead to " << to;
  return {};
}

// reachability, without Boost
std::set<std::uint32_t> walked(const Influence& graph, std::uint32_t start, bool backwards) {
  std::set<std::uint32_t> seen{start};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& one : graph.edges) {
      const auto from = backwards ? one.to : one.from;
      const auto to = backwards ? one.from : one.to;
      grew = (seen.contains(from) && seen.insert(to).second) || grew;
    }
  }
  return seen;
}

TEST(InfluenceTest, ReachIsWhatAWalkOverTheEdgesFinds) {
  std::vector<Program> programs;
  programs.push_back(test::shipped("open_letter"));
  programs.push_back(test::shipped("coalition"));
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    programs.push_back(test::compiled(test::random_scenario(seed)));
  }
  for (const auto& program : programs) {
    const auto graph = influence_of(program);
    ASSERT_FALSE(graph.nodes.empty());
    const auto step = 1 + graph.nodes.size() / 12;
    for (std::uint32_t start = 0; start < graph.nodes.size();
         start += static_cast<std::uint32_t>(step)) {
      for (const bool backwards : {false, true}) {
        const auto marks = reached(graph, {start}, backwards);
        const auto known = walked(graph, start, backwards);
        for (std::uint32_t i = 0; i < marks.size(); ++i) {
          ASSERT_EQ(marks[i], known.contains(i)) << graph.nodes[start].name << " " << i;
        }
      }
    }
  }
}

TEST(InfluenceTest, EdgesRiseAndStandOnce) {
  for (const auto* name : {"open_letter", "coalition", "armistice", "two_doctrines"}) {
    const auto program = test::shipped(name);
    const auto graph = influence_of(program);
    for (std::size_t i = 1; i < graph.edges.size(); ++i) {
      const auto key = [&](std::size_t at) {
        return std::tuple(graph.edges[at].from, graph.edges[at].to, graph.edges[at].link);
      };
      EXPECT_LT(key(i - 1), key(i)) << name;
    }
    for (const auto& one : graph.edges) {
      EXPECT_LT(one.from, graph.nodes.size());
      EXPECT_LT(one.to, graph.nodes.size());
    }
  }
}

TEST(InfluenceTest, KnowsEachKindOfEdgeAndWhatStandsBetween) {
  const auto program = test::shipped("open_letter");
  const auto graph = influence_of(program);
  EXPECT_EQ(edge(program, graph, "reprisal", "spiral").link, InfluenceKind::gates);
  EXPECT_EQ(edge(program, graph, "front.gain_rate", "gains").link, InfluenceKind::reads);
  EXPECT_EQ(edge(program, graph, "ukraine.tempo", "nightly").link, InfluenceKind::rates);
  EXPECT_EQ(edge(program, graph, "russia.refining", "fuel_crisis").link, InfluenceKind::triggers);
  EXPECT_EQ(edge(program, graph, "damage_energy", "ukraine.energy").link, InfluenceKind::writes);
  EXPECT_EQ(edge(program, graph, "red_line", "threats").link, InfluenceKind::counts);

  const auto launch = edge(program, graph, "salvo", "launch");
  EXPECT_EQ(launch.link, InfluenceKind::triggers);
  EXPECT_FALSE(launch.guarded);
  EXPECT_FALSE(launch.delayed);
  const auto spiral = edge(program, graph, "salvo", "spiral");
  EXPECT_TRUE(spiral.guarded);
  EXPECT_TRUE(spiral.delayed);
  const auto damage = edge(program, graph, "salvo", "damage_energy");
  EXPECT_TRUE(damage.guarded) << "it asks for the site";
  EXPECT_FALSE(damage.delayed);
  const auto venue = edge(program, graph, "preparation", "venue_proposed");
  EXPECT_FALSE(venue.guarded);
  EXPECT_TRUE(venue.delayed) << "the emission has an `after`";
  EXPECT_TRUE(edge(program, graph, "moscow_answers", "yes_but").guarded) << "an option";
}

TEST(InfluenceTest, FollowsActorsAsFarAsTheTextTells) {
  const auto program = test::shipped("open_letter");
  const auto graph = influence_of(program);
  const auto links = [&](std::string_view from, std::string_view to) {
    const auto a = node(program, graph, from);
    const auto b = node(program, graph, to);
    return std::any_of(graph.edges.begin(), graph.edges.end(),
                       [&](const auto& one) { return one.from == a && one.to == b; });
  };
  // `statement from russia`: source.support is Russia's
  EXPECT_TRUE(links("home_audience", "russia.support"));
  EXPECT_FALSE(links("home_audience", "ukraine.support"));
  // `salvo`: from either to the other
  EXPECT_TRUE(links("damage_energy", "russia.energy"));
  EXPECT_TRUE(links("damage_energy", "ukraine.energy"));
}

TEST(InfluenceTest, ManyActorsShareOneNodeAndFewDoNot) {
  const auto program = test::shipped("coalition");
  const auto graph = influence_of(program);
  EXPECT_EQ(graph.nodes[node(program, graph, "caution")].members, 29U);
  EXPECT_EQ(graph.nodes[node(program, graph, "trust")].members, 29U * 28U);
  EXPECT_EQ(node(program, graph, "alder.caution"), node(program, graph, "caution"));
  EXPECT_LT(graph.nodes.size(), 60U) << "870 pairs and 116 variables fold into a readable graph";
}

TEST(InfluenceTest, GoesThroughOffersTermsAndTheLadder) {
  const auto program = test::compiled(kHead + R"y(
parameters: {share: 0.5, wait: 20 d, hold: 30 d, size: 1}
actors: {a: {}, b: {}}
events: {letter: {is: offer, terms: {truce: share}, lapses: wait, lasts: hold}, raid: {is: assault, rung: 3, attributes: {n: 0}}}
schedule: {one: {at: 1 d, emit: letter, from: a, to: b}}
processes: {raids: {rate: 1, while: not in_force(truce), emit: raid, from: a, to: b, with: {n: size}}}
rules:
  yes_of_b: {upon: letter, by: b, after: 1 d, if: offer.truce > 0.2, do: [accept: offer]}
  again: {upon: lapse, after: 1 d, do: [{emit: letter, from: a, to: b}]}
ladder: {window: 5 d, rungs: [{at: 0, name: Low}, {at: 3, name: High}]}
outcomes: {worst: {when: "rung(a, b) >= 3"}}
measures: {truce: {time: in_force(truce)}, raids: {count: raid}, answered: {time: "exists(last(letter))"
}
}
)y");
  const auto graph = influence_of(program);
  const auto result = [&](Thing thing, std::string_view name) {
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
      if (graph.nodes[i].thing == thing && graph.nodes[i].name == name) return i;
    }
    ADD_FAILURE() << name;
    return 0U;
  };
  const auto reaches = [&](std::string_view from, std::uint32_t to) {
    return bool{reached(graph, {node(program, graph, from)})[to]};
  };
  EXPECT_TRUE(reaches("share", result(Thing::measure, "truce"))) << "by way of the term";
  EXPECT_TRUE(reaches("share", result(Thing::rule, "yes_of_b"))) << "by way of the offer";
  EXPECT_TRUE(reaches("hold", result(Thing::measure, "truce"))) << "the agreement expires";
  EXPECT_TRUE(reaches("wait", result(Thing::rule, "again"))) << "the offer lapses";
  EXPECT_TRUE(reaches("yes_of_b", result(Thing::process, "raids"))) << "the truce ends the raids";
  EXPECT_TRUE(reaches("share", result(Thing::outcome, "worst"))) << "by way of the ladder";
  EXPECT_FALSE(reached(graph, {result(Thing::measure, "raids")})[result(Thing::outcome, "worst")]);
}

TEST(InfluenceTest, APartKeepsTheEdgesInsideIt) {
  const auto program = test::shipped("open_letter");
  const auto graph = influence_of(program);
  const auto keep = reached(graph, nodes_named(program, graph, "summit"), true);
  const auto part = part_of(graph, keep);
  const auto inside = std::count_if(graph.edges.begin(), graph.edges.end(), [&](const auto& one) {
    return keep[one.from] && keep[one.to];
  });
  EXPECT_EQ(part.nodes.size(),
            static_cast<std::size_t>(std::count(keep.begin(), keep.end(), true)));
  EXPECT_EQ(part.edges.size(), static_cast<std::size_t>(inside));
  EXPECT_LT(part.nodes.size(), graph.nodes.size());
  for (const auto& one : part.nodes) EXPECT_NE(one.thing, Thing::measure) << one.name;
}

}  // namespace
}  // namespace brink
