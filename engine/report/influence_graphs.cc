#include "engine/report/influence_graphs.h"

#include <fmt/format.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <boost/graph/graphviz.hpp>
#include <sstream>
#include <string>

#include "engine/report/influence_text.h"

namespace brink {
namespace {

struct NodeFacts {
  std::string id;
  std::string name;
  std::string kind;
  std::string label;
  std::string place;
  int members = 1;
};

struct EdgeFacts {
  std::string link;
  bool guarded = false;
  bool delayed = false;
};

using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, NodeFacts, EdgeFacts>;

std::string_view link_name(InfluenceKind link) {
  switch (link) {
    case InfluenceKind::reads:
      return "reads";
    case InfluenceKind::gates:
      return "gates";
    case InfluenceKind::rates:
      return "rates";
    case InfluenceKind::triggers:
      return "triggers";
    case InfluenceKind::emits:
      return "emits";
    case InfluenceKind::writes:
      return "writes";
    case InfluenceKind::carries:
      return "carries";
    case InfluenceKind::counts:
      return "counts";
  }
  return "";
}

std::string place_of(const Program& program, Position at) {
  if (at.line == 0) return "";
  return fmt::format("{}:{}", source_of(program.scenario, at).name, at.line);
}

Graph boost_graph(const Program& program, const Influence& graph) {
  Graph result(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& node = graph.nodes[i];
    const std::string kind(thing_name(node.thing));
    result[i] = {kind + " " + node.name,
                 node.name,
                 kind,
                 node_label(program, node),
                 place_of(program, node.at),
                 static_cast<int>(node.members)};
  }
  for (const auto& edge : graph.edges) {
    boost::add_edge(edge.from, edge.to,
                    EdgeFacts{std::string(link_name(edge.link)), edge.guarded, edge.delayed},
                    result);
  }
  return result;
}

// shape and colour of each kind
std::string_view look_of(Thing thing) {
  switch (thing) {
    case Thing::parameter:
      return "shape=invhouse, fillcolor=\"#fff2cc\"";
    case Thing::derived:
      return "shape=note, fillcolor=\"#f5f5f5\"";
    case Thing::variable:
      return "shape=ellipse, fillcolor=\"#dae8fc\"";
    case Thing::term:
    case Thing::offers:
    case Thing::ladder:
      return "shape=hexagon, fillcolor=\"#dae8fc\"";
    case Thing::schedule:
      return "shape=cds, fillcolor=\"#e1d5e7\"";
    case Thing::process:
      return "shape=octagon, fillcolor=\"#e1d5e7\"";
    case Thing::event:
      return "shape=box, fillcolor=\"#f8cecc\"";
    case Thing::channel:
      return "shape=cylinder, fillcolor=\"#e1d5e7\"";
    case Thing::rule:
      return "shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\"";
    case Thing::outcome:
      return "shape=doubleoctagon, fillcolor=\"#d5e8d4\"";
    case Thing::measure:
      return "shape=parallelogram, fillcolor=\"#d5e8d4\"";
  }
  return "";
}

// what an arrow does not say by itself
std::string words_of(const InfluenceEdge& edge) {
  const std::string_view word = edge.link == InfluenceKind::gates    ? "if"
                                : edge.link == InfluenceKind::rates  ? "rate"
                                : edge.link == InfluenceKind::counts ? "counts"
                                                                     : "";
  if (!edge.delayed) return std::string(word);
  return word.empty() ? "later" : fmt::format("{}, later", word);
}

std::string colour_of(InfluenceKind link) {
  switch (link) {
    case InfluenceKind::triggers:
    case InfluenceKind::emits:
      return "#b85450";
    case InfluenceKind::carries:
      return "#9673a6";
    case InfluenceKind::writes:
      return "#6c8ebf";
    default:
      return "#808080";
  }
}

std::string quoted_label(const std::string& text) { return boost::escape_dot_string(text); }

}  // namespace

std::string influence_dot(const Program& program, const Influence& graph) {
  const auto facts = boost_graph(program, graph);
  std::ostringstream out;
  const auto node = [&](std::ostream& to, std::size_t v) {
    to << fmt::format("[label={}, {}]", quoted_label(facts[v].label),
                      look_of(graph.nodes[v].thing));
  };
  const auto edge = [&](std::ostream& to, const boost::graph_traits<Graph>::edge_descriptor& e) {
    const auto& one = facts[e];
    InfluenceEdge as_edge;
    as_edge.delayed = one.delayed;
    for (const auto link : {InfluenceKind::reads, InfluenceKind::gates, InfluenceKind::rates,
                            InfluenceKind::triggers, InfluenceKind::emits, InfluenceKind::writes,
                            InfluenceKind::carries, InfluenceKind::counts}) {
      if (link_name(link) == one.link) as_edge.link = link;
    }
    const auto words = words_of(as_edge);
    to << fmt::format("[color=\"{}\"{}{}]", colour_of(as_edge.link),
                      one.guarded || as_edge.link == InfluenceKind::gates ? ", style=dashed" : "",
                      words.empty() ? "" : fmt::format(", label={}", quoted_label(words)));
  };
  const auto whole = [&](std::ostream& to) {
    to << fmt::format(
        "graph [rankdir=LR, label={}, labelloc=t, fontname=\"sans-serif\", nslimit=1, nslimit1=1, "
        "mclimit=0.1];\n"
        "node [style=filled, fontname=\"sans-serif\", fontsize=11];\n"
        "edge [fontname=\"sans-serif\", fontsize=9];\n",
        quoted_label(program.scenario.title));
  };
  boost::write_graphviz(out, facts, node, edge, whole, boost::get(&NodeFacts::id, facts));
  return out.str();
}

std::string influence_graphml(const Program& program, const Influence& graph) {
  auto facts = boost_graph(program, graph);
  boost::dynamic_properties properties;
  properties.property("name", boost::get(&NodeFacts::name, facts));
  properties.property("kind", boost::get(&NodeFacts::kind, facts));
  properties.property("label", boost::get(&NodeFacts::label, facts));
  properties.property("place", boost::get(&NodeFacts::place, facts));
  properties.property("members", boost::get(&NodeFacts::members, facts));
  properties.property("link", boost::get(&EdgeFacts::link, facts));
  properties.property("guarded", boost::get(&EdgeFacts::guarded, facts));
  properties.property("delayed", boost::get(&EdgeFacts::delayed, facts));
  std::ostringstream out;
  boost::write_graphml(out, facts, properties, true);
  return out.str();
}

}  // namespace brink
