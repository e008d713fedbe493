#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "engine/report/words.h"
#include "tools/bench/engine_play.h"
#include "tools/bench/families.h"
#include "tools/bench/hold.h"
#include "tools/bench/steady_play.h"
#include "tools/bench/suites.h"

namespace brink::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kSlice = 256;  // events that are played at a time

// one scenario of a family, in a steady state
struct Member {
  std::size_t size = 0;
  std::unique_ptr<const Program> program;
  std::unique_ptr<SteadyPlay> play;
  double begin_seconds = 0;
};

using MakeText = std::string (*)(std::size_t size);

std::vector<Member> members_of(const std::string& family, MakeText text,
                               const std::vector<std::size_t>& sizes, const Options& options) {
  std::vector<Member> members;
  for (const auto size : sizes) {
    if (options.effort.stopped()) break;
    if (options.effort.tell)
      options.effort.tell(fmt::format("{}: preparing {}", family, short_count(size)));
    auto& member = members.emplace_back();
    member.size = size;
    member.program = compiled_text(fmt::format("{}_{}.yaml", family, size), text(size));
    const Overlay overlay;
    member.begin_seconds = time_of(
        [&] {
          const Run run(*member.program, overlay, {kSeed, 0});
        },
        options.effort);
    member.play = std::make_unique<SteadyPlay>(*member.program, kSeed, 4 * size + 1000);
  }
  return members;
}

template <class Play>
Contender in_slices(std::string name, Play& play) {
  return {std::move(name),
          [&play](std::uint64_t, std::uint64_t slices) { return play.play(slices * kSlice); }};
}

std::vector<Contender> contenders_of(const std::vector<Member>& members) {
  std::vector<Contender> contenders;
  for (const auto& member : members)
    contenders.push_back(in_slices(short_count(member.size), *member.play));
  return contenders;
}

bool is_complete(const std::vector<Timed>& all, const std::vector<std::size_t>& sizes,
                 const Options& options) {
  return all.size() >= sizes.size() &&
         static_cast<int>(all[0].ns_per_event.size()) == options.effort.rounds;
}

double kibibytes(const Member& member) { return static_cast<double>(member.play->bytes()) / 1024; }

double log_ratio(std::size_t large, std::size_t small) {
  return std::log(static_cast<double>(large)) / std::log(static_cast<double>(small));
}

Group measure_family(Group group, MakeText text, const std::vector<std::size_t>& sizes,
                     const Options& options) {
  const auto members = members_of(group.key, text, sizes, options);
  const auto all = interleave(group.key, contenders_of(members), options.effort);
  group.columns = {{"ns_per_event", "ns/event", 1},
                   {"to_smallest", "× smallest", 2},
                   {"to_log_growth", "÷ growth of log n", 2},
                   {"begin_microseconds", "begin [µs]", 1},
                   {"kibibytes", "KiB", 1},
                   {"bytes_each", "bytes each", 0}};
  group.is_complete = is_complete(all, sizes, options);
  if (all.empty() || all[0].ns_per_event.empty()) return group;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& member = members[i];
    const double growth = ratio(all[i], all[0]);
    group.rows.push_back({all[i].name,
                          {all[i].ns(), growth, growth / log_ratio(member.size, members[0].size),
                           member.begin_seconds * 1e6, kibibytes(member),
                           kibibytes(member) * 1024 / static_cast<double>(member.size)}});
  }
  return group;
}

}  // namespace

Group measure_hold(const Options& options) {
  const std::vector<std::size_t> sizes = options.is_quick
                                             ? std::vector<std::size_t>{16, 256}
                                             : std::vector<std::size_t>{16, 256, 4'096, 65'536};
  const auto members = members_of("hold", hold_text, sizes, options);
  std::vector<std::unique_ptr<StandardHold>> standards;
  std::vector<std::unique_ptr<HeapHold>> heaps;
  auto contenders = contenders_of(members);
  for (const auto& member : members) {
    standards.push_back(std::make_unique<StandardHold>(member.size, kSeed));
    contenders.push_back(in_slices("std::priority_queue", *standards.back()));
  }
  for (const auto& member : members) {
    heaps.push_back(std::make_unique<HeapHold>(member.size, kSeed));
    contenders.push_back(in_slices("own heap", *heaps.back()));
  }
  const auto all = interleave("hold", contenders, options.effort);
  Group group{.key = "hold",
              .title = "hold models: jobs that always wait, each of which sets off the next"};
  group.about =
      "n jobs wait at every instant. By hand: the same with std::priority_queue, and with a heap "
      "of "
      "its own whose first item is replaced in one go; both draw as the engine does.";
  group.columns = {{"ns_per_event", "ns/event", 1},
                   {"to_smallest", "× smallest", 2},
                   {"standard_ns_per_event", "std::priority_queue", 1},
                   {"to_standard", "× that", 2},
                   {"heap_ns_per_event", "own heap", 1},
                   {"to_heap", "× that", 2},
                   {"kibibytes", "KiB", 1}};
  group.is_complete = is_complete(all, sizes, options);
  if (all.empty() || all[0].ns_per_event.empty()) return group;
  const auto n = members.size();
  for (std::size_t i = 0; i < n; ++i) {
    group.rows.push_back(
        {all[i].name,
         {all[i].ns(), ratio(all[i], all[0]), all[n + i].ns(), ratio(all[i], all[n + i]),
          all[2 * n + i].ns(), ratio(all[i], all[2 * n + i]), kibibytes(members[i])}});
  }
  return group;
}

Group measure_actors(const Options& options) {
  const std::vector<std::size_t> sizes = options.is_quick
                                             ? std::vector<std::size_t>{10, 100}
                                             : std::vector<std::size_t>{10, 100, 1'000, 10'000};
  Group group{.key = "actors", .title = "n actors in camps of ten, who raid within their camp"};
  group.about =
      "However many there are, an event concerns one camp. begin: how long a run takes to begin; "
      "KiB: its memory.";
  group = measure_family(std::move(group), actors_text, sizes, options);
  if (options.is_quick) return group;
  std::optional<double> growth;
  std::optional<double> memory;
  if (group.rows.size() == sizes.size()) {
    growth = group.rows[3].figures[2];
    memory = *group.rows[3].figures[5] / *group.rows[2].figures[5];
  }
  group.budgets = {
      {"growth", "growth of ns/event from 10 to 10,000 actors, over that of log n", growth, 2, "×"},
      {"memory", "memory of each of 10,000 actors, to each of 1,000 (arrays double)", memory, 2,
       "×"}};
  return group;
}

Group measure_channels(const Options& options) {
  const std::vector<std::size_t> sizes =
      options.is_quick ? std::vector<std::size_t>{12} : std::vector<std::size_t>{12, 120, 1'200};
  Group group{.key = "channels", .title = "letters by n channels, in rings of twelve"};
  group.about =
      "A letter goes about three channels far, each a hop with a drawn delay that is no event; "
      "ns/event "
      "is with its hops.";
  return measure_family(std::move(group), channels_text, sizes, options);
}

}  // namespace brink::bench
