#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <sstream>

#include "engine/report/offer_chains.h"
#include "engine/report/timeline.h"
#include "engine/report/timeline_fold.h"
#include "engine/report/words.h"
#include "engine/run/evaluate.h"

namespace brink {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kManyMeasures = 8;  // stand in two columns, and those that are 0 together

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
  if (outcome == kNone) {
    const auto& program = run.program();
    const auto end = run.run->header().end;
    if (end >= SimTime{} + program.horizon) return palette.bold("none");
    return palette.bold("none yet") + ": the run was stopped at " +
           format_exactly({program.start.us + end.us});
  }
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

// "▁▂▄▇ 0.2 to 0.8, every 1 d": a bar for each stretch of the series, from its least to its most;
// a dot where the value is infinite or none
std::string series_text(const Program& program, const Measure& measure,
                        const MeasureValue& result) {
  constexpr std::size_t kBars = 32;
  constexpr std::string_view kLevels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const auto number = [&](Value v) {
    return measure.type == ValueType::number ? v.number : static_cast<double>(v.whole);
  };
  const auto is_finite = [&](Value v) {
    const bool infinite = measure.type == ValueType::duration && Duration{v.whole}.is_infinite();
    return is_good(measure.type, v) && !infinite;
  };
  const auto& series = result.series;
  std::vector<Value> finite;
  std::copy_if(series.begin(), series.end(), std::back_inserter(finite), is_finite);
  if (finite.empty()) return "infinite, or not a number, all the time";
  const auto [least, most] = std::minmax_element(
      finite.begin(), finite.end(), [&](Value a, Value b) { return number(a) < number(b); });
  const double low = number(*least);
  const double span = number(*most) / 2 - low / 2;  // halves: the whole may be too large
  std::string bars;
  const auto count = std::min(kBars, series.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = series[i * (series.size() - 1) / std::max<std::size_t>(1, count - 1)];
    const double share = is_finite(value) && span > 0 ? (number(value) / 2 - low / 2) / span : 0;
    bars += is_finite(value) ? kLevels[static_cast<std::size_t>(share * 7.999)] : "·";
  }
  const auto unit = measure.unit.empty() ? "" : " " + measure.unit;
  const auto others = series.size() - finite.size();
  return fmt::format("{}  {} to {}{}, {} value{}, one each {}{}", bars,
                     short_value(program, measure.type, *least),
                     short_value(program, measure.type, *most), unit, short_count(series.size()),
                     series.size() == 1 ? "" : "s", format_duration(measure.every),
                     others == 0 ? "" : fmt::format(", {} not finite", short_count(others)));
}

std::string measure_text(const Program& program, const Measure& measure,
                         const MeasureValue& result) {
  if (!result.computable) return "cannot be computed";
  if (!result.exists) return "none";
  if (measure.form == MeasureDecl::Form::series) return series_text(program, measure, result);
  const bool no_time = measure.type == ValueType::duration && result.value.whole == 0;
  const auto text = no_time ? "0 d" : short_value(program, measure.type, result.value);
  return measure.unit.empty() ? text : text + " " + measure.unit;
}

bool is_zero(const Measure& measure, const MeasureValue& result) {
  if (!result.exists || measure.form == MeasureDecl::Form::series) return false;
  if (measure.type == ValueType::number) return result.value.number == 0;
  return measure.type == ValueType::duration && result.value.whole == 0;
}

// two columns, read downwards; empty where the width has no room for them
std::string in_two_columns(const Rows& rows, std::size_t width) {
  const auto half = (rows.size() + 1) / 2;
  std::istringstream left(aligned({rows.begin(), rows.begin() + half}, width));
  std::istringstream right(aligned({rows.begin() + half, rows.end()}, width));
  std::vector<std::string> lines;
  std::size_t widest = 0;
  for (std::string line; std::getline(left, line);) {
    widest = std::max(widest, columns(line));
    lines.push_back(line);
  }
  if (lines.size() != half) return {};
  std::size_t i = 0;
  for (std::string line; std::getline(right, line); ++i) {
    if (i >= half || widest + 2 + columns(line) > width) return {};
    lines[i] += std::string(widest + 2 - columns(lines[i]), ' ') + line;
  }
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

std::string measures_text(const FinishedRun& run, std::size_t width) {
  const auto& program = run.program();
  if (program.measures.empty()) return {};
  Rows rows;
  Rows others;  // but those that are 0
  std::string zeros;
  for (std::size_t i = 0; i < program.measures.size(); ++i) {
    const auto& measure = program.measures[i];
    const auto& result = (*run.measures)[i];
    rows.emplace_back(words(measure.name), measure_text(program, measure, result));
    if (is_zero(measure, result)) {
      zeros += (zeros.empty() ? "" : ", ") + rows.back().first;
    } else {
      others.push_back(rows.back());
    }
  }
  const auto title = run.has_ended() ? "\nmeasures\n" : "\nmeasures so far\n";
  if (rows.size() < kManyMeasures) return title + aligned(rows, width);
  auto text = in_two_columns(others, width);
  if (text.empty()) text = aligned(others, width);
  return title + text + (zeros.empty() ? "" : aligned({{"0 each:", zeros}}, width));
}

std::string offers_text(const FinishedRun& run, std::size_t width) {
  std::string text;
  for (const auto& chain : offer_chains(run)) {
    text += fmt::format("  {}\n", wrapped(chain, 4, width));
  }
  return text.empty() ? text : "\noffers\n" + text;
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

// outcome, marks and, unless `brief`, the end
Rows ending_rows(const FinishedRun& run, const Palette& palette, bool brief) {
  const auto& program = run.program();
  const auto& header = run.run->header();
  Rows rows{{"outcome", outcome_text(run, palette)}};
  if (const auto marks = marks_text(run); !marks.empty()) rows.emplace_back("reached", marks);
  if (brief) return rows;
  const Instant end{program.start.us + header.now.us};
  const bool to_the_minute = end.us % 60'000'000 == 0;
  rows.emplace_back(
      run.has_ended() ? "end" : "until",
      fmt::format("{}, after {}",
                  to_the_minute ? format_exactly(end) : format_instant(end, Precision::second),
                  format_duration(header.now - SimTime{})));
  return rows;
}

std::string hash_text(const FinishedRun& run) {
  return run.has_ended() ? fmt::format("\nhash  {:016x}\n", run.hash) : "";
}

}  // namespace

std::string ending_text(const FinishedRun& run, const TimelineOptions& options) {
  return aligned(ending_rows(run, Palette(options.colour), false), options.width) + hash_text(run);
}

std::string summary_text(const FinishedRun& run, const TimelineOptions& options, bool brief) {
  auto rows = ending_rows(run, Palette(options.colour), brief);
  // a run told in full needs no more than its measures; a long one is told again in short
  std::string middle;
  if (!brief && (options.all || is_long(run, options))) middle = offers_text(run, options.width);
  middle += measures_text(run, options.width);
  if (!brief) middle += held_text(run, options.width);
  const std::pair<std::string, std::string> events{"events", brief ? "" : events_text(run)};
  if (!brief && middle.empty()) rows.push_back(events);
  auto text = aligned(rows, options.width) + middle;
  if (!brief && !middle.empty()) text += "\n" + aligned({events}, options.width);
  return text + hash_text(run);
}

}  // namespace brink
