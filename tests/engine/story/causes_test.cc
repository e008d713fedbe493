#include "engine/story/causes.h"

#include <gtest/gtest.h>

#include <boost/graph/topological_sort.hpp>
#include <random>
#include <set>

#include "engine/story/why.h"
#include "tests/support/runs.h"

namespace brink {
namespace {

Blocks<EventRecord> events_with(const std::vector<std::uint32_t>& causes) {
  Blocks<EventRecord> events;
  for (std::size_t i = 0; i < causes.size(); ++i) {
    EventRecord event;
    event.number = static_cast<std::uint32_t>(i + 1);
    event.cause = causes[i];
    events.push_back(event);
  }
  return events;
}

TEST(Causes, ChainLeadsToTheRoot) {
  const auto events = events_with({0, 1, 0, 2, 4});
  EXPECT_EQ(chain_of(events, 5), (std::vector<std::uint32_t>{5, 4, 2, 1}));
  EXPECT_EQ(chain_of(events, 3), (std::vector<std::uint32_t>{3}));
}

TEST(Causes, EffectsAreAllThatHaveTheEventInTheirChain) {
  std::mt19937 random(7);  // NOLINT
  std::vector<std::uint32_t> causes;
  for (std::uint32_t n = 1; n <= 300; ++n)
    causes.push_back(static_cast<std::uint32_t>(random() % n));
  const auto events = events_with(causes);
  for (const std::uint32_t asked : {1U, 2U, 17U, 300U}) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> expected;
    for (std::uint32_t n = 1; n <= 300; ++n) {
      const auto chain = chain_of(events, n);
      const auto at = std::find(chain.begin(), chain.end(), asked);
      if (at != chain.end()) expected.emplace(n, at - chain.begin());
    }
    std::set<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const auto& effect : effects_of(events, asked)) found.emplace(effect.event, effect.depth);
    EXPECT_EQ(found, expected);
  }
}

TEST(Causes, GraphHasParentsAndContributorsOnce) {
  const auto events = events_with({0, 1, 0, 2});
  const std::vector<std::uint32_t> chosen{1, 2, 3, 4};
  const std::vector<Contribution> contributions{{3, 4}, {3, 4}, {2, 4}, {1, 4}};
  const auto graph = cause_graph(events, chosen, contributions);
  std::set<std::tuple<std::uint32_t, std::uint32_t, CauseKind>> arrows;
  for (const auto e : boost::make_iterator_range(boost::edges(graph))) {
    arrows.emplace(graph[boost::source(e, graph)].event, graph[boost::target(e, graph)].event,
                   graph[e].kind);
  }
  EXPECT_EQ(arrows, (decltype(arrows){{1, 2, CauseKind::parent},
                                      {2, 4, CauseKind::parent},
                                      {3, 4, CauseKind::contributor},
                                      {1, 4, CauseKind::contributor}}));
  EXPECT_EQ(boost::num_edges(graph), arrows.size());
}

TEST(Causes, WholeRunsAreAcyclic) {
  for (const auto* name : {"open_letter", "border_war", "armistice", "coalition"}) {
    const auto program = test::shipped(name);
    const Overlay overlay;
    const auto why = explain(program, overlay, {4, 0}, parse_event_query("1"), {});
    const auto& events = why.log.events();
    std::vector<std::uint32_t> all;
    for (const auto& event : events) all.push_back(event.number);
    const auto last = explain(program, overlay, {4, 0},
                              parse_event_query(std::to_string(events.size())), {.depth = 99});
    const auto graph = cause_graph(events, all, last.contributions());
    std::vector<CauseGraph::vertex_descriptor> order;
    EXPECT_NO_THROW(boost::topological_sort(graph, std::back_inserter(order)));
    EXPECT_EQ(order.size(), events.size());
    EXPECT_GT(boost::num_edges(graph), 0U);
  }
}

}  // namespace
}  // namespace brink
