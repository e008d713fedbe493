#include "engine/report/cause_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/graphml.hpp>
#include <boost/graph/graphviz.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <sstream>
#include <vector>

#include "engine/report/why_words.h"

namespace brink {
namespace {

using Vertex = CauseGraph::vertex_descriptor;
using Edge = CauseGraph::edge_descriptor;

/// What the two formats say of an event and an arrow.
struct Labels {
  const Explanation& why;
  const CauseGraph& graph;

  const Program& program() const { return *why.run->program; }
  const EventRecord& event(Vertex v) const { return why.log.events()[graph[v].event - 1]; }
  std::string actor(ActorId id) const {
    return id == kNobody ? std::string() : program().actors[id].id;
  }
  std::string shown(Vertex v) const {
    return fmt::format("#{} {}\n{}", graph[v].event, dated_moment(program(), event(v).time),
                       event_text(why, graph[v].event));
  }
  bool is_contributor(Edge e) const { return graph[e].kind == CauseKind::contributor; }
};

template <class Value, class Key, class Function>
auto property(Function function) {
  return boost::make_function_property_map<Key, Value, Function>(function);
}

}  // namespace

CauseGraph graph_of(const Explanation& explanation, bool effects, std::size_t depth) {
  std::vector<std::uint32_t> chosen;
  if (effects) {
    for (const auto& effect : effects_of(explanation.log.events(), explanation.event)) {
      if (effect.depth <= depth) chosen.push_back(effect.event);
    }
    return cause_graph(explanation.log.events(), chosen, {});
  }
  const auto contributions = explanation.contributions();
  for (const auto& link : explanation.links) chosen.push_back(link.event.number);
  for (const auto& contribution : contributions) chosen.push_back(contribution.from);
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return cause_graph(explanation.log.events(), chosen, contributions);
}

std::string cause_graph_dot(const Explanation& explanation, const CauseGraph& graph) {
  const Labels labels{explanation, graph};
  std::ostringstream out;
  out.imbue(std::locale::classic());
  boost::write_graphviz(
      out, graph,
      [&](std::ostream& o, Vertex v) {
        const bool is_asked = graph[v].event == explanation.event;
        o << "[label=" << boost::escape_dot_string(labels.shown(v)) << ", shape=box"
          << (is_asked ? ", style=bold" : "") << "]";
      },
      [&](std::ostream& o, Edge e) {
        o << (labels.is_contributor(e) ? "[kind=contributor, style=dashed]" : "[kind=parent]");
      },
      [](std::ostream& o) { o << "rankdir=TB;\n"; });
  return out.str();
}

std::string cause_graph_graphml(const Explanation& explanation, const CauseGraph& graph) {
  const Labels labels{explanation, graph};
  boost::dynamic_properties properties;
  const auto text = [&](const char* name, auto function) {
    properties.property(name, property<std::string, Vertex>(function));
  };
  properties.property(
      "number", property<int, Vertex>([&](Vertex v) { return static_cast<int>(graph[v].event); }));
  properties.property("time", property<double, Vertex>([&](Vertex v) {
                        return in_days(labels.event(v).time - SimTime{});
                      }));
  text("key", [&](Vertex v) { return fmt::format("{:016x}", labels.event(v).key); });
  text("type", [&](Vertex v) { return labels.program().types[labels.event(v).type].name; });
  text("source", [&](Vertex v) { return labels.actor(labels.event(v).source); });
  text("target", [&](Vertex v) { return labels.actor(labels.event(v).target); });
  text("rule", [&](Vertex v) { return std::string(maker_id(labels.program(), labels.event(v))); });
  text("shown", [&](Vertex v) { return labels.shown(v); });
  properties.property("kind", property<std::string, Edge>([&](Edge e) {
                        return std::string(labels.is_contributor(e) ? "contributor" : "parent");
                      }));
  std::ostringstream out;
  out.imbue(std::locale::classic());
  boost::write_graphml(out, graph, properties, true);
  return out.str();
}

}  // namespace brink
