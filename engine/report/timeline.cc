#include "engine/report/timeline.h"

#include <fmt/format.h>

#include <utility>

#include "engine/report/timeline_fold.h"
#include "engine/report/timeline_lines.h"
#include "engine/run/settings.h"

namespace brink {
namespace {

std::string settings_of(const FinishedRun& run) {
  const auto& variant = run.run->overlay->variant;
  std::string text = variant.empty() ? "" : fmt::format("variant {}", words(variant));
  bool first = true;
  for (const auto& [slot, value] : run.run->overlay->settings) {
    const auto& info = run.program().slots[slot];
    const auto separator = first ? (text.empty() ? "with " : " with ") : ", ";
    first = false;
    text += fmt::format("{}{} = {}", separator, info.name,
                        short_value(run.program(), info.type, value));
  }
  if (!text.empty()) text += "\n";
  for (const auto& intervention : run.run->overlay->interventions) {
    text += fmt::format("what if {}\n", intervention_text(run.program(), intervention));
  }
  return text;
}

}  // namespace

std::string heading_text(const FinishedRun& run, const TimelineOptions& options) {
  const Palette palette(options.colour);
  const auto& program = run.program();
  const auto end = run.run->header().end - SimTime{};
  return fmt::format("{}\nfrom {}, {} at most · seed {}, replication {}\n{}",
                     palette.bold(program.scenario.title), format_exactly(program.start),
                     format_duration(end), run.run->seed.seed, run.run->seed.replication,
                     settings_of(run));
}

std::string timeline_text(const FinishedRun& run, const TimelineOptions& options) {
  auto items = timeline_items(run);
  const auto told = told_of(run, options, items);
  std::vector<bool> shown(run.log->events().size() + 1);  // by event number
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].event != nullptr) shown[items[i].event->number] = told[i] == Told::shown;
  }
  TimelineLines lines(run, options, std::move(shown));
  std::string text = heading_text(run, options);
  std::vector<const TimelineItem*> together;
  const auto tell = [&] {
    if (together.empty()) return;
    text += lines.year_of(together.front()->time) + lines.fold(together);
    together.clear();
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (told[i] == Told::folded) together.push_back(&items[i]);
    if (told[i] != Told::shown) continue;
    tell();
    text += lines.year_of(items[i].time) + lines.item(items[i]);
  }
  tell();
  if (items.empty()) text += "\nNothing happened.\n";
  return text;
}

}  // namespace brink
