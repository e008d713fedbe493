#include <fmt/format.h>

#include <algorithm>

#include "engine/report/timeline.h"
#include "engine/report/words.h"

namespace brink {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string aligned(const Rows& rows, std::size_t width) {
  std::size_t widest = 0;
  for (const auto& row : rows) widest = std::max(widest, columns(row.first));
  std::string text;
  for (const auto& [name, value] : rows) {
    const auto indent = widest + 4;
    text += fmt::format("  {}{}{}\n", name, std::string(widest + 2 - columns(name), ' '),
                        wrapped(value, indent, width));
  }
  return text;
}

std::string outcome_text(const FinishedRun& run, const Palette& palette) {
  const auto outcome = run.run->header().outcome;
  if (!run.has_ended()) {
    return palette.yellow(run.interrupted ? "none: the run was interrupted"
                                          : "none: the run failed");
  }
  if (outcome == kNone) return palette.bold("none");
  const auto& info = run.program().outcomes[outcome];
  auto text = palette.bold(words(info.name));
  auto about = info.about;
  while (about.ends_with('\n')) about.pop_back();
  return about.empty() ? text : text + " – " + about;
}

// outcomes that were reached and did not end the run
std::string marks_text(const FinishedRun& run) {
  const auto& program = run.program();
  const auto states = run.run->block.view<OutcomeState>(kOutcomes);
  std::string text;
  for (std::uint32_t i = 0; i < program.outcomes.size(); ++i) {
    if (states[i].reached.is_never() || i == run.run->header().outcome) continue;
    const Instant at{program.start.us + states[i].reached.us};
    text += fmt::format("{}{} on {}", text.empty() ? "" : ", ", words(program.outcomes[i].name),
                        format_instant(at, Precision::minute));
  }
  return text;
}

std::string measure_text(const Program& program, const Measure& measure,
                         const MeasureValue& result) {
  const bool is_time =
      measure.form == MeasureDecl::Form::first || measure.form == MeasureDecl::Form::last;
  if (!result.exists) return is_time ? "never" : "none";
  const auto text = short_value(program, measure.type, result.value);
  return measure.unit.empty() ? text : text + " " + measure.unit;
}

std::string measures_text(const FinishedRun& run, std::size_t width) {
  const auto& program = run.program();
  if (program.measures.empty()) return {};
  Rows rows;
  for (std::size_t i = 0; i < program.measures.size(); ++i) {
    rows.emplace_back(words(program.measures[i].name),
                      measure_text(program, program.measures[i], (*run.measures)[i]));
  }
  return (run.has_ended() ? "\nmeasures\n" : "\nmeasures so far\n") + aligned(rows, width);
}

// what the ranges held back, and rates that would have been negative
std::string held_text(const FinishedRun& run, std::size_t width) {
  const auto& program = run.program();
  const auto times = [](std::uint32_t n) { return n == 1 ? "once" : short_count(n) + " times"; };
  Rows rows;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto n = clamp_count(*run.run, s);
    if (n > 0) rows.emplace_back(slot_name(program, s), times(n));
  }
  std::string text = rows.empty() ? "" : "\nheld at the end of its range\n" + aligned(rows, width);
  rows.clear();
  for (std::uint32_t i = 0; i < program.instances.size(); ++i) {
    const auto n = negative_rate_count(*run.run, i);
    const auto& instance = program.instances[i];
    if (n == 0) continue;
    auto name = words(program.processes[instance.process].name);
    if (instance.self != kNobody) {
      name = fmt::format("{} {}", actor_name(program, instance.self), name);
    }
    rows.emplace_back(name, times(n));
  }
  if (!rows.empty()) text += "\nnegative rate, counted as 0\n" + aligned(rows, width);
  return text;
}

// "1,024: 612 salvo, 300 raid, ..."
std::string events_text(const FinishedRun& run) {
  const auto& program = run.program();
  std::vector<std::size_t> counts(program.types.size());
  for (const auto& event : run.log->events()) ++counts[event.type];
  std::vector<std::size_t> order;
  for (std::size_t t = 0; t < counts.size(); ++t) {
    if (counts[t] > 0) order.push_back(t);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  auto text = short_count(run.run->header().events);
  for (std::size_t i = 0; i < order.size() && order.size() > 1; ++i) {
    text += fmt::format("{}{} {}", i == 0 ? ": " : ", ", short_count(counts[order[i]]),
                        words(program.types[order[i]].name));
  }
  return text;
}

}  // namespace

std::string summary_text(const FinishedRun& run, const TimelineOptions& options, bool brief) {
  const auto& program = run.program();
  const Palette palette(options.colour);
  const auto& header = run.run->header();
  Rows rows{{"outcome", outcome_text(run, palette)}};
  if (const auto marks = marks_text(run); !marks.empty()) rows.emplace_back("reached", marks);
  if (!brief) {
    const Instant end{program.start.us + header.now.us};
    const bool to_the_minute = end.us % 60'000'000 == 0;
    rows.emplace_back(
        run.has_ended() ? "end" : "until",
        fmt::format("{}, after {}",
                    to_the_minute ? format_exactly(end) : format_instant(end, Precision::second),
                    format_duration(header.now - SimTime{})));
    rows.emplace_back("events", events_text(run));
  }
  auto text = aligned(rows, options.width) + measures_text(run, options.width);
  if (!brief) text += held_text(run, options.width);
  if (run.has_ended()) text += fmt::format("\nhash  {:016x}\n", run.hash);
  return text;
}

}  // namespace brink
