#include <fmt/format.h>

#include <cstdio>

#include "engine/report/cause_graph.h"
#include "engine/report/run_error.h"
#include "engine/report/why_text.h"
#include "engine/run/settings.h"
#include "engine/story/why.h"
#include "tools/commands.h"
#include "tools/interrupt.h"

namespace brink::tools {
namespace {

constexpr std::size_t kLinksTold = 6;
constexpr std::size_t kLevelsTold = 3;

/// How it is to be told.
struct Telling {
  std::size_t depth = 0;
  std::string format;
  bool effects = false;
};

std::optional<std::string> understand(const WhyArguments& arguments, Telling& telling) {
  const auto& format = arguments.format;
  if (format != "text" && format != "json" && format != "dot" && format != "graphml") {
    return fmt::format("--format: `{}` is none of text, json, dot, graphml", format);
  }
  telling.format = format;
  telling.effects = arguments.effects;
  telling.depth = arguments.effects ? kLevelsTold : kLinksTold;
  if (!arguments.depth) return std::nullopt;
  const auto depth = parse_seed(*arguments.depth);
  if (!depth) return "--depth: " + depth.error();
  if (*depth == 0) return std::string("--depth: must be 1 or more");
  telling.depth = static_cast<std::size_t>(*depth);
  return std::nullopt;
}

std::string told(const Explanation& why, const Telling& telling) {
  if (telling.format == "json") {
    return telling.effects ? effects_json(why, telling.depth) : why_json(why);
  }
  if (telling.format == "text") {
    const WhyTextOptions options{.colour = wants_colour(), .width = text_width()};
    return telling.effects ? effects_text(why, telling.depth, options) : why_text(why, options);
  }
  const auto graph = graph_of(why, telling.effects, telling.depth);
  return telling.format == "dot" ? cause_graph_dot(why, graph) : cause_graph_graphml(why, graph);
}

// the scenario with the pattern in it; complains where the pattern is wrong
std::optional<Program> with_query(const Program& program, const EventQuery& query) {
  auto asked = compile_with(program, query);
  if (asked) return std::move(*asked);
  std::fputs(render_query(query, asked.error()).c_str(), stderr);
  return std::nullopt;
}

// a run that failed is told as far as it came, then why it went no further
int ending(const Explanation& why) {
  if (why.run->error.kind == RunError::Kind::none) return kDone;
  std::fputs(run_error_text(*why.run).c_str(), stderr);
  return kBadScenario;
}

int explained(const Program& program, const RunPlan& plan, const EventQuery& query,
              const Telling& telling) {
  const InterruptGuard guard;
  const auto why = explain(program, plan.overlay, plan.seed, query,
                           {.depth = telling.effects ? 1 : telling.depth,
                            .stop = [&] { return guard.is_interrupted(); }});
  if (why.interrupted) return kInterrupted;
  if (why.event == 0) {
    const auto [message, hint] = no_event(why, query);
    complain(message, hint);
    ending(why);
    return kBadCommandLine;
  }
  print(told(why, telling));
  const int written = finish_output();
  const int ended = ending(why);
  return ended == kDone ? written : ended;
}

}  // namespace

int why_command(const WhyArguments& arguments) {
  RunPlan plan;
  Telling telling;
  auto failure = understand_seed(arguments.which, plan);
  if (!failure) failure = understand(arguments, telling);
  if (failure) {
    complain(*failure);
    return kBadCommandLine;
  }
  const auto program = load(arguments.which.file);
  if (!program) return kBadScenario;
  failure = understand_settings(*program, arguments.which, plan);
  if (failure) {
    complain(*failure);
    return kBadCommandLine;
  }
  const auto query = parse_event_query(arguments.event);
  const auto asked = with_query(*program, query);
  if (!asked) return kBadCommandLine;
  return explained(*asked, plan, query, telling);
}

}  // namespace brink::tools
