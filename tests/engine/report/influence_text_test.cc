// The graph of a scenario as text, DOT and GraphML: whole texts of small scenarios, and on large
// ones that every node and edge of the graph is there.
#include "engine/report/influence_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/report/influence_graphs.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(InfluenceTextTest, TellsASmallScenarioWhole) {
  const auto program = test::shipped("first");
  EXPECT_EQ(influence_text(program, influence_of(program)),
            R"(Two neighbours: what can influence what

outcomes: what decides them at first hand
  truce  truce in force
  war    truce

variables: what changes them; what reads them
  north.anger  by anger_grows, itself
               → answer

terms in force: by what; what asks for them
  truce in force  by letter, accept
                  → raids, truce

what happens by itself
  the_letter  at 14 d → letter
  raids       at a rate of 0.15 → raid
              depends on truce in force

events: what makes them; what they set off, change or count for
  refuse  by answer
          → nothing
  raid    by raids
          → anger_grows
  letter  by the_letter
          → lapse, answer, truce in force
  accept  by answer
          → truce in force
  lapse   by letter
          → nothing

rules
  anger_grows  upon raid → changes north.anger
  answer       upon letter, by north, after 3 d → makes one of accept, refuse
               depends on north.anger
)");
}

TEST(InfluenceTextTest, SaysWhenThereIsNothing) {
  const auto program = test::compiled("brink: 1\ntitle: Empty\nstart: 2026-01-01\nhorizon: 1 d\n");
  EXPECT_EQ(influence_text(program, influence_of(program)),
            "Empty: what can influence what\n\nnothing in it\n");
}

TEST(InfluenceTextTest, TellsWhatEachParameterReachesAndWhatNot) {
  const auto program = test::compiled(R"(brink: 1
title: Two worlds
start: 2026-01-01
horizon: 10 d
parameters: {p: 1, q: 1, r: 1}
world: {variables: {x: {initial: p, trend: q}, y: r}}
measures: {x: {final: x}, x2: {average: x}, x3: {highest: x}, y: {final: y}}
)");
  const auto text = influence_text(program, influence_of(program));
  EXPECT_NE(text.find(R"(
  p  x
     reaches soonest x, x2, x3; in the end every outcome and measure but y
)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(
  r  y
     reaches y
)"),
            std::string::npos)
      << text;
}

TEST(InfluenceTextTest, IsNeverWiderThanAsked) {
  for (const auto* name : {"open_letter", "coalition", "border_war"}) {
    const auto program = test::shipped(name);
    const auto text = influence_text(program, influence_of(program), {.width = 80});
    std::size_t width = 0;
    for (const char c : text) {
      width = c == '\n' ? 0 : width + ((c & 0xC0) == 0x80 ? 0 : 1);
      ASSERT_LE(width, 80U) << name;
    }
  }
}

TEST(InfluenceGraphsTest, HaveEveryNodeAndEdge) {
  for (const auto* name : {"first", "open_letter", "coalition", "two_doctrines"}) {
    const auto program = test::shipped(name);
    const auto graph = influence_of(program);
    const auto dot = influence_dot(program, graph);
    EXPECT_EQ(count(dot, "shape="), graph.nodes.size()) << name;
    EXPECT_EQ(count(dot, "->"), graph.edges.size()) << name;
    const auto graphml = influence_graphml(program, graph);
    EXPECT_EQ(count(graphml, "<node id="), graph.nodes.size()) << name;
    EXPECT_EQ(count(graphml, "<edge id="), graph.edges.size()) << name;
    const auto guarded = std::count_if(
        graph.edges.begin(), graph.edges.end(),
        [](const InfluenceEdge& e) { return e.guarded || e.link == InfluenceKind::gates; });
    EXPECT_EQ(count(dot, "style=dashed"), static_cast<std::size_t>(guarded)) << name;
  }
}

TEST(InfluenceGraphsTest, QuoteWhatTitlesHold) {
  const auto program = test::compiled(
      "brink: 1\ntitle: 'A \"title\" & <more>'\nstart: 2026-01-01\nhorizon: 1 d\n"
      "processes: {p: {rate: 1, emit: assault}}\n");
  const auto graph = influence_of(program);
  EXPECT_NE(influence_dot(program, graph).find(R"(label="A \"title\" & <more>")"),
            std::string::npos);
}

}  // namespace
}  // namespace brink
