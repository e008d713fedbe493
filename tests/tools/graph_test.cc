// `brink graph` as a user meets it, and as the programs it is for do: Graphviz and networkx.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/folder.h"
#include "tests/tools/ran.h"

namespace {

using brink::test::Ran;
using brink::test::shell;

Ran graph(const std::string& arguments) { return shell(BRINK_PROGRAM " graph " + arguments); }

const std::string kScenarios = BRINK_SOURCE_DIR "/scenarios/";

class GraphTest : public brink::test::Folder, public testing::Test {
 public:
  GraphTest() : Folder("brink_graph_test") {}
};

TEST_F(GraphTest, IsTextUnlessAskedOtherwise) {
  const auto ran = graph(kScenarios + "first.yaml");
  EXPECT_EQ(ran.code, 0);
  EXPECT_TRUE(ran.output.starts_with("Two neighbours: what can influence what\n")) << ran.output;
  EXPECT_EQ(graph(kScenarios + "first.yaml --format text").output, ran.output);
}

TEST_F(GraphTest, GraphvizDrawsItsDot) {
  for (const auto* name : {"first", "open_letter", "coalition", "features/offers"}) {
    const auto ran = shell(BRINK_PROGRAM " graph " + kScenarios + name + ".yaml --format dot > " +
                           path("g.dot") + " && dot -Tsvg " + path("g.dot") + " > " +
                           path("g.svg") + " && grep -c '<g id=\"node' " + path("g.svg"));
    EXPECT_EQ(ran.code, 0) << name << ": " << ran.output;
    EXPECT_GT(std::atoi(ran.output.c_str()), 5) << name << ": " << ran.output;
  }
}

TEST_F(GraphTest, NetworkxReadsItsGraphml) {
  write("read.py", R"(import sys
import networkx
graph = networkx.read_graphml(sys.argv[1])
names = {data["name"]: node for node, data in graph.nodes(data=True) if data["kind"] != "measure"}
print(graph.is_directed(), len(graph) > 5, networkx.has_path(graph, names[sys.argv[2]], names[sys.argv[3]]))
links = [data for _, _, data in graph.edges(data=True)]
print(all(isinstance(link["guarded"], bool) and isinstance(link["delayed"], bool) for link in links))
print(all(data["members"] >= 1 and data["label"] for _, data in graph.nodes(data=True)))
)");
  const auto read = [&](const std::string& name, const std::string& from, const std::string& to) {
    return shell(BRINK_PROGRAM " graph " + kScenarios + name + ".yaml --format graphml > " +
                 path("g.graphml") + " && /usr/bin/python3 " + path("read.py") + " " +
                 path("g.graphml") + " " + from + " " + to);
  };
  for (const auto& ran :
       {read("first", "raids", "answer"), read("open_letter", "reprisal", "escalation"),
        read("coalition", "trust_at_first", "most_join")}) {
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.output, "True True True\nTrue\nTrue\n");
  }
  const auto none = read("first", "answer", "anger_grows");
  EXPECT_EQ(none.output.substr(0, 10), "True True ");
}

TEST_F(GraphTest, FromAndToNarrowIt) {
  const auto from = graph(kScenarios + "open_letter.yaml --from carriers --to summit");
  EXPECT_EQ(from.code, 0);
  EXPECT_TRUE(from.output.starts_with("The open letter: how `carriers` can influence `summit`\n"));
  EXPECT_NE(from.output.find("  onward "), std::string::npos) << from.output;
  EXPECT_EQ(from.output.find("  ground_attacks "), std::string::npos) << from.output;

  const auto to = graph(kScenarios + "first.yaml --to raids");
  EXPECT_TRUE(to.output.starts_with("Two neighbours: what can influence `raids`\n")) << to.output;
  const auto after = graph(kScenarios + "first.yaml --from raid --format dot");
  EXPECT_NE(after.output.find("rule anger_grows"), std::string::npos) << after.output;
  EXPECT_EQ(after.output.find("schedule the_letter"), std::string::npos) << after.output;
}

TEST_F(GraphTest, TellsWhatIsWrongWithTheCommandLine) {
  const auto format = graph(kScenarios + "first.yaml --format svg");
  EXPECT_EQ(format.code, 2);
  EXPECT_EQ(format.output,
            "brink: error: --format: `svg` is no format of a graph\n"
            "  hint: there are: text, dot, graphml\n");
  const auto name = graph(kScenarios + "first.yaml --from angr_grows");
  EXPECT_EQ(name.code, 2);
  EXPECT_EQ(name.output,
            "brink: error: --from: `angr_grows` stands for nothing in the graph of this scenario\n"
            "  hint: did you mean `anger_grows`?\n");
  EXPECT_EQ(graph("").code, 2);
  EXPECT_EQ(graph(path("missing.yaml")).code, 1);
}

TEST_F(GraphTest, ABadScenarioHasNoGraph) {
  write("bad.yaml",
        "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 1 d\nrules: {r: {upon: rad}}\n");
  const auto ran = graph(path("bad.yaml"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.output.find("error:"), std::string::npos) << ran.output;
}

}  // namespace
