#include "engine/report/timeline.h"

#include <fmt/format.h>

#include "engine/report/timeline_fold.h"
#include "engine/report/timeline_lines.h"

namespace brink {
namespace {

std::string settings_of(const FinishedRun& run) {
  std::string text;
  for (const auto& [slot, value] : run.run->overlay->settings) {
    const auto& info = run.program().slots[slot];
    text += fmt::format("{}{} = {}", text.empty() ? "with " : ", ", info.name,
                        short_value(run.program(), info.type, value));
  }
  return text.empty() ? text : text + "\n";
}

std::string heading(const FinishedRun& run, const Palette& palette) {
  const auto& program = run.program();
  const auto end = run.run->header().end - SimTime{};
  return fmt::format("{}\nfrom {}, {} at most · seed {}, replication {}\n{}",
                     palette.bold(program.scenario.title), format_exactly(program.start),
                     format_duration(end), run.run->seed.seed, run.run->seed.replication,
                     settings_of(run));
}

// what is told together never spans more than a month (year, decade, century) of the calendar
std::string period_of(const FinishedRun& run, SimTime time) {
  const double days = in_days(run.run->header().end - SimTime{});
  const std::size_t digits = days <= 400 ? 7 : days <= 15'000 ? 4 : days <= 150'000 ? 3 : 2;
  return format_instant({run.program().start.us + time.us}, Precision::day).substr(0, digits);
}

}  // namespace

std::string timeline_text(const FinishedRun& run, const TimelineOptions& options) {
  const auto& program = run.program();
  const auto items = timeline_items(run);
  std::vector<bool> folded(items.size());
  if (!options.all) folded = folded_items(program, items, options.lines);
  TimelineLines lines(run, options);
  std::string text = heading(run, Palette(options.colour));
  std::vector<const TimelineItem*> together;
  const auto tell = [&] {
    if (together.empty()) return;
    text += lines.year_of(together.front()->time) + lines.fold(together);
    together.clear();
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool goes_on = folded[i] && !together.empty() &&
                         period_of(run, together.back()->time) == period_of(run, items[i].time);
    if (!goes_on) tell();
    if (folded[i]) {
      together.push_back(&items[i]);
    } else {
      text += lines.year_of(items[i].time) + lines.item(items[i]);
    }
  }
  tell();
  if (items.empty()) text += "\nNothing happened.\n";
  return text;
}

}  // namespace brink
