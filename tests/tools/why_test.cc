// brink why as its users run it: every shipped scenario, every format, every mistake.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/tools/ran.h"

namespace brink {
namespace {

const std::string kBrink = BRINK_PROGRAM;
const std::string kScenarios = std::string(BRINK_SOURCE_DIR) + "/scenarios/";
const std::string kFlagship = kScenarios + "open_letter.yaml";

test::Ran why(const std::string& words) { return test::shell(kBrink + " why " + words); }

std::size_t events_of(const std::string& file) {
  const auto ran = test::shell(kBrink + " run " + file + " --seed 5 --quiet --format jsonl");
  const auto at = ran.output.find("\"events\":");
  return at == std::string::npos ? 0 : std::stoul(ran.output.substr(at + 9));
}

TEST(WhyCommand, TellsTheFirstAndLastEventOfEveryShippedScenario) {
  namespace fs = std::filesystem;
  int told = 0;
  for (const auto* folder : {"", "features/", "models/"}) {
    for (const auto& entry : fs::directory_iterator(kScenarios + folder)) {
      if (entry.path().extension() != ".yaml") continue;
      const auto file = entry.path().string();
      const auto n = events_of(file);
      if (n == 0) continue;
      for (const auto& event : {std::string("1"), std::to_string(n)}) {
        const auto ran = why(file + " --seed 5 " + event);
        EXPECT_EQ(ran.code, 0) << file << "\n" << ran.output;
        EXPECT_NE(ran.output.find("\n#" + event + " "), std::string::npos) << ran.output;
        EXPECT_EQ(ran.output.find("not a number"), std::string::npos) << ran.output;
        const auto json = why(file + " --seed 5 --format json --depth 2 " + event);
        EXPECT_TRUE(nlohmann::json::accept(json.output)) << file;
        EXPECT_EQ(why(file + " --seed 5 --effects " + event).code, 0) << file;
        ++told;
      }
    }
  }
  EXPECT_GT(told, 50);
}

TEST(WhyCommand, TellsWhatWasSetOnTheWay) {
  const auto what_if = " --seed 17 --what-if '2026-06-20: territorial_demand = 0.05' ";
  const auto text = why(kFlagship + what_if + "'last(accept)'");
  EXPECT_EQ(text.code, 0) << text.output;
  EXPECT_NE(text.output.find("territorial_demand = 0.05  (what if, on 20 Jun 2026: 0.20 → 0.05)"),
            std::string::npos)
      << text.output;
  const auto json = why(kFlagship + what_if + "'last(accept)' --format json");
  EXPECT_NE(json.output.find("\"what_if\": true"), std::string::npos) << json.output;
}

TEST(WhyCommand, TakesTheOptionsOfRun) {
  const auto softer = why(kFlagship + " --seed 17 --set territorial_demand=0.05 summit_held");
  EXPECT_EQ(softer.code, 0) << softer.output;
  const auto harder = why(kFlagship + " --seed 17 summit_held");
  EXPECT_EQ(harder.code, 2);
  EXPECT_NE(harder.output.find("no event matches `summit_held`"), std::string::npos);
  EXPECT_NE(why(kFlagship + " --until 1d --seed 1 9").output.find("no event #9"),
            std::string::npos);
}

TEST(WhyCommand, EveryMistakeIsToldInWords) {
  const std::pair<std::string, std::string> mistakes[] = {
      {" 99999", "there is no event #99999"},
      {" 0", "there is no event #0"},
      {" 0123456789abcdef", "no event has the key 0123456789abcdef"},
      {" 'last(refus)'", "did you mean `refuse`?"},
      {" ''", "EVENT"},
      {"", "EVENT is required"},
      {" 1 --format svg", "`svg` is none of text, json, dot, graphml"},
      {" 1 --depth 0", "--depth: must be 1 or more"},
      {" 1 --depth x", "--depth"},
      {" 1 --seed x", "--seed"},
      {" 1 --set no=1", "no"},
      {" 1 2", "one argument too many"}};
  for (const auto& [words, message] : mistakes) {
    const auto ran = why(kFlagship + words);
    EXPECT_EQ(ran.code, 2) << words << ran.output;
    EXPECT_NE(ran.output.find(message), std::string::npos) << words << "\n" << ran.output;
  }
}

TEST(WhyCommand, DotDrawsAndNetworkxReadsADag) {
  const std::string check =
      "/usr/bin/python3 -c 'import sys, networkx as nx; g = nx.read_graphml(sys.stdin.buffer); "
      "kinds = {d[\"kind\"] for _, _, d in g.edges(data=True)}; "
      "print(nx.is_directed_acyclic_graph(g), g.number_of_nodes(), sorted(kinds), "
      "all(g.nodes[a][\"number\"] < g.nodes[b][\"number\"] for a, b in g.edges))'";
  const auto asked = kFlagship + " --seed 3 'last(refuse)'";
  const auto graph = why(asked + " --format graphml | " + check);
  EXPECT_EQ(graph.output, "True 7 ['contributor', 'parent'] True\n");
  const auto svg = why(asked + " --format dot | dot -Tsvg");
  EXPECT_EQ(svg.code, 0);
  EXPECT_NE(svg.output.find("<svg"), std::string::npos);
  EXPECT_NE(svg.output.find("refuse"), std::string::npos);
  EXPECT_EQ(svg.output.find("rror"), std::string::npos) << svg.output;
  const auto effects = why(asked + " --effects --depth 50 --format graphml | " + check);
  EXPECT_TRUE(effects.output.starts_with("True ")) << effects.output;
}

TEST(WhyCommand, SaysWhatItCuts) {
  const auto file = kFlagship;
  const auto last = std::to_string(events_of(file));
  const auto cut = why(file + " --seed 5 " + last);
  ASSERT_NE(cut.output.find("more link"), std::string::npos) << cut.output;
  const auto at = cut.output.find("`--depth ") + 9;
  const auto depth = cut.output.substr(at, cut.output.find('`', at) - at);
  const auto whole = why(file + " --seed 5 " + last + " --depth " + depth);
  EXPECT_EQ(whole.output.find("more link"), std::string::npos) << whole.output;
}

}  // namespace
}  // namespace brink
