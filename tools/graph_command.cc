#include <fmt/format.h>

#include <algorithm>

#include "engine/program/influence.h"
#include "engine/report/influence_graphs.h"
#include "engine/report/influence_text.h"
#include "tools/commands.h"

namespace brink::tools {
namespace {

// the nodes that an option names; empty: there are none, and that is said
std::vector<std::uint32_t> named(const Program& program, const Influence& graph,
                                 const std::string& option, const std::string& name) {
  auto nodes = nodes_named(program, graph, name);
  if (!nodes.empty()) return nodes;
  std::vector<std::string> known;
  for (const auto& node : graph.nodes) known.push_back(node.name);
  for (const auto& slot : program.slots) known.push_back(slot.name);
  const auto nearest = nearest_name(name, known);
  complain(fmt::format("--{}: `{}` stands for nothing in the graph of this scenario", option, name),
           nearest.empty() ? "name a parameter, a variable, an event type, a process, a rule, an "
                             "outcome or a measure"
                           : fmt::format("did you mean `{}`?", nearest));
  return {};
}

struct Part {
  Influence graph;
  std::string heading = "what can influence what";
};

// what --from and --to leave of the graph; nothing where a name means nothing
std::optional<Part> part(const Program& program, Influence graph, const GraphArguments& arguments) {
  std::vector<bool> keep(graph.nodes.size(), true);
  Part result;
  const auto narrow = [&](const std::optional<std::string>& name, const std::string& option) {
    if (!name) return true;
    const auto nodes = named(program, graph, option, *name);
    if (nodes.empty()) return false;
    const auto marks = reached(graph, nodes, option == "to");
    std::transform(keep.begin(), keep.end(), marks.begin(), keep.begin(),
                   [](bool a, bool b) { return a && b; });
    return true;
  };
  if (!narrow(arguments.from, "from") || !narrow(arguments.to, "to")) return std::nullopt;
  if (arguments.from && arguments.to) {
    result.heading = fmt::format("how `{}` can influence `{}`", *arguments.from, *arguments.to);
  } else if (arguments.from) {
    result.heading = fmt::format("what `{}` can influence", *arguments.from);
  } else if (arguments.to) {
    result.heading = fmt::format("what can influence `{}`", *arguments.to);
  }
  result.graph = part_of(graph, keep);
  return result;
}

}  // namespace

int graph_command(const GraphArguments& arguments) {
  const auto& format = arguments.format;
  if (format != "text" && format != "dot" && format != "graphml") {
    complain(fmt::format("--format: `{}` is no format of a graph", format),
             "there are: text, dot, graphml");
    return kBadCommandLine;
  }
  const auto program = load(arguments.file);
  if (!program) return kBadScenario;
  const auto shown = part(*program, influence_of(*program), arguments);
  if (!shown) return kBadCommandLine;
  if (format == "dot") {
    print(influence_dot(*program, shown->graph));
  } else if (format == "graphml") {
    print(influence_graphml(*program, shown->graph));
  } else {
    print(influence_text(
        *program, shown->graph,
        {.heading = shown->heading, .colour = wants_colour(), .width = text_width()}));
  }
  return finish_output();
}

}  // namespace brink::tools
