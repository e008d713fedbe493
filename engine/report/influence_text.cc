#include "engine/report/influence_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/influence_lines.h"
#include "engine/report/words.h"

namespace brink {
namespace {

constexpr std::size_t kWidestName = 28;
constexpr std::size_t kMaxReach = 20'000'000;  // parameters times the size of the graph

using Names = std::vector<std::string>;

// the neighbours of each node, by node
struct Sides {
  std::vector<std::vector<const InfluenceEdge*>> in;
  std::vector<std::vector<const InfluenceEdge*>> out;
};

class Writer {
 public:
  Writer(const Program& program, const Influence& graph, const InfluenceTextOptions& options)
      : program_(program), graph_(graph), options_(options), palette_(options.colour) {
    sides_.in.resize(graph.nodes.size());
    sides_.out.resize(graph.nodes.size());
    for (const auto& edge : graph.edges) {
      sides_.out[edge.from].push_back(&edge);
      sides_.in[edge.to].push_back(&edge);
    }
  }

  std::string text() {
    text_ = palette_.bold(fmt::format("{}: {}", program_.scenario.title, options_.heading)) + "\n";
    results();
    parameters();
    names(Thing::derived, "derived names: what they are made of; what reads them");
    names(Thing::variable, "variables: what changes them; what reads them");
    for (const auto thing : {Thing::term, Thing::offers, Thing::ladder}) {
      names(thing, thing == Thing::term     ? "terms in force: by what; what asks for them"
                   : thing == Thing::offers ? "offers: what becomes of them by; what asks"
                                            : "the ladder: what climbs it; what asks");
    }
    makers();
    names(Thing::event, "events: what makes them; what they set off, change or count for");
    names(Thing::channel, "channels: what goes by them; who learns by them");
    rules();
    if (graph_.nodes.empty()) text_ += "\nnothing in it\n";
    return text_;
  }

 private:
  std::vector<std::uint32_t> nodes_of(Thing thing) const {
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
      if (graph_.nodes[i].thing == thing) nodes.push_back(i);
    }
    return nodes;
  }

  std::string label(std::uint32_t node) const { return node_label(program_, graph_.nodes[node]); }

  // each once, in the order of the graph
  template <class Wanted>
  Names neighbours(std::uint32_t node, bool before, const Wanted& wanted) const {
    std::vector<std::uint32_t> found;
    for (const auto* edge : before ? sides_.in[node] : sides_.out[node]) {
      if (wanted(edge->link)) found.push_back(before ? edge->from : edge->to);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    Names names;
    for (const auto one : found) names.push_back(label(one));
    return names;
  }
  Names neighbours(std::uint32_t node, bool before) const {
    return neighbours(node, before, [](InfluenceKind) { return true; });
  }

  void heading(std::string_view words) { text_ += fmt::format("\n{}\n", palette_.bold(words)); }

  std::size_t column(const std::vector<std::uint32_t>& nodes) const {
    std::size_t widest = 0;
    for (const auto node : nodes) widest = std::max(widest, columns(label(node)));
    return std::min(widest, kWidestName) + 4;
  }

  // a name, and what is said of it, one line or more for each
  void entry(std::uint32_t node, std::size_t indent, const Names& lines) {
    std::string name = "  " + label(node);
    const auto wide = columns(name) + 2 > indent;
    text_ += wide || lines.empty() ? name + "\n" : name + std::string(indent - columns(name), ' ');
    bool first = !wide;
    for (const auto& line : lines) {
      if (!first) text_ += std::string(indent, ' ');
      text_ += wrapped(line, indent, options_.width) + "\n";
      first = false;
    }
  }

  void results() {
    for (const auto thing : {Thing::outcome, Thing::measure}) {
      const auto nodes = nodes_of(thing);
      if (nodes.empty()) continue;
      heading(thing == Thing::outcome ? "outcomes: what decides them at first hand"
                                      : "measures: what they are made of");
      const auto indent = column(nodes);
      for (const auto node : nodes) {
        const auto causes = neighbours(node, true);
        entry(node, indent, {causes.empty() ? "nothing here" : comma_list(causes)});
      }
    }
  }

  void parameters() {
    const auto nodes = nodes_of(Thing::parameter);
    if (nodes.empty()) return;
    heading("parameters: what reads them, and the outcomes and measures they reach");
    const auto indent = column(nodes);
    const bool reaches = nodes.size() * (graph_.edges.size() + 1) <= kMaxReach;
    for (const auto node : nodes) {
      const auto readers = neighbours(node, false);
      Names lines{readers.empty() ? "nothing reads it" : comma_list(readers)};
      if (reaches && !readers.empty()) lines.push_back(reach(node));
      entry(node, indent, lines);
    }
  }

  std::string reach(std::uint32_t node) const {
    const auto steps = steps_from(graph_, {node});
    Names yes;
    Names no;
    std::uint32_t fewest = kNone;
    for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
      if (!is_result(i)) continue;
      (steps[i] != kNone ? yes : no).push_back(label(i));
      fewest = std::min(fewest, steps[i]);
    }
    if (yes.empty()) return "reaches no outcome and no measure";
    if (no.size() >= yes.size()) return "reaches " + comma_list(yes);
    Names soonest;
    for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
      if (is_result(i) && steps[i] == fewest) soonest.push_back(label(i));
    }
    return fmt::format("reaches soonest {}; in the end every outcome and measure{}",
                       comma_list(soonest), no.empty() ? "" : " but " + comma_list(no));
  }

  bool is_result(std::uint32_t node) const {
    const auto thing = graph_.nodes[node].thing;
    return thing == Thing::outcome || thing == Thing::measure;
  }

  void names(Thing thing, std::string_view words) {
    const auto nodes = nodes_of(thing);
    if (nodes.empty()) return;
    heading(words);
    const auto indent = column(nodes);
    for (const auto node : nodes) {
      auto causes = neighbours(node, true);
      const bool moves =
          thing == Thing::variable && program_.slots[graph_.nodes[node].index].law != Law::constant;
      if (moves) causes.push_back("itself");
      const auto readers = comma_list(neighbours(node, false));
      entry(node, indent,
            {fmt::format("by {}", causes.empty() ? "nothing" : comma_list(causes)),
             readers.empty() ? "→ nothing" : "→ " + readers});
    }
  }

  void makers() {
    auto nodes = nodes_of(Thing::schedule);
    const auto processes = nodes_of(Thing::process);
    nodes.insert(nodes.end(), processes.begin(), processes.end());
    if (nodes.empty()) return;
    heading("what happens by itself");
    const auto indent = column(nodes);
    for (const auto node : nodes) {
      Names lines{fmt::format("{} → {}", maker_line(program_, graph_.nodes[node]),
                              comma_list(neighbours(node, false)))};
      add_dependence(node, lines);
      entry(node, indent, lines);
    }
  }

  void rules() {
    const auto nodes = nodes_of(Thing::rule);
    if (nodes.empty()) return;
    heading("rules");
    const auto indent = column(nodes);
    for (const auto node : nodes) {
      Names lines{rule_line(program_.scenario.rules[graph_.nodes[node].index])};
      add_dependence(node, lines);
      entry(node, indent, lines);
    }
  }

  void add_dependence(std::uint32_t node, Names& lines) const {
    const auto asks =
        neighbours(node, true, [](InfluenceKind link) { return link != InfluenceKind::triggers; });
    if (!asks.empty()) lines.push_back("depends on " + comma_list(asks));
  }

  const Program& program_;
  const Influence& graph_;
  const InfluenceTextOptions& options_;
  Palette palette_;
  Sides sides_;
  std::string text_;
};

}  // namespace

std::string influence_text(const Program& program, const Influence& graph,
                           const InfluenceTextOptions& options) {
  return Writer(program, graph, options).text();
}

}  // namespace brink
