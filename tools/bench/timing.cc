#include "tools/bench/timing.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace brink::bench {
namespace {

// how many runs of a contender take about as long as a round should; what is tried is not counted
std::uint64_t runs_for(const Contender& contender, double seconds) {
  std::uint64_t runs = 1;
  for (std::uint64_t first = 0;; first += runs, runs *= 2) {
    const double before = cpu_seconds();
    contender.play(first, runs);
    const double took = cpu_seconds() - before;
    if (took < seconds / 8) continue;
    return std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(seconds / took * static_cast<double>(runs)));
  }
}

void play_round(const Contender& contender, std::uint64_t runs, Timed& timed) {
  const double before = cpu_seconds();
  const auto events = contender.play(timed.runs, runs);
  const double took = cpu_seconds() - before;
  timed.runs += runs;
  timed.events += events;
  timed.ns_per_event.push_back(took * 1e9 /
                               static_cast<double>(std::max<std::uint64_t>(events, 1)));
  timed.seconds_per_run.push_back(took / static_cast<double>(runs));
}

}  // namespace

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double ratio(const Timed& one, const Timed& other) {
  std::vector<double> ratios;
  const auto rounds = std::min(one.ns_per_event.size(), other.ns_per_event.size());
  for (std::size_t i = 0; i < rounds; ++i) {
    ratios.push_back(one.ns_per_event[i] / other.ns_per_event[i]);
  }
  return median(std::move(ratios));
}

std::vector<Timed> interleave(const std::string& what, const std::vector<Contender>& contenders,
                              const Effort& effort) {
  std::vector<Timed> all;
  std::vector<std::uint64_t> runs;
  for (const auto& contender : contenders) {
    all.push_back({.name = contender.name});
    if (effort.tell) effort.tell(what + ": warming up");
    runs.push_back(effort.stopped() ? 0 : runs_for(contender, effort.seconds));
  }
  for (int round = 0; round < effort.rounds && !effort.stopped(); ++round) {
    if (effort.tell) effort.tell(fmt::format("{}: round {} of {}", what, round + 1, effort.rounds));
    for (std::size_t i = 0; i < contenders.size(); ++i) play_round(contenders[i], runs[i], all[i]);
  }
  return all;
}

double time_of(const std::function<void()>& act, const Effort& effort) {
  std::vector<double> times;
  const double begin = cpu_seconds();
  do {
    const double before = cpu_seconds();
    act();
    times.push_back(cpu_seconds() - before);
  } while (!effort.stopped() && (static_cast<int>(times.size()) < effort.rounds ||
                                 cpu_seconds() - begin < effort.seconds));
  return median(std::move(times));
}

}  // namespace brink::bench
