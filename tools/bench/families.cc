#include "tools/bench/families.h"

#include <fmt/format.h>

#include <bit>
#include <vector>

#include "engine/base/check.h"
#include "engine/report/words.h"

namespace brink::bench {
namespace {

constexpr std::string_view kSchemaLine =
    "# yaml-language-server: $schema=../scenario.schema.json\nbrink: 1\n";

// "w1, w2, ..., wn"
std::string listed(std::string_view letter, std::size_t first, std::size_t last) {
  std::vector<std::string> names;
  for (std::size_t i = first; i <= last; ++i) names.push_back(fmt::format("{}{}", letter, i));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string head(const std::string& title, const std::string& about) {
  return fmt::format("{}title: {}\nabout: >\n  {}\nstart: 2026-01-01\nhorizon: 365 d\n\n",
                     kSchemaLine, title, wrapped(about, 2, 120));
}

// sizes of at most three loops, one inside the other, that come to so many
std::vector<std::size_t> loop_sizes(std::size_t jobs) {
  const auto bits = static_cast<std::size_t>(std::bit_width(jobs)) - 1;
  if (bits <= 4) return {jobs};
  const auto third = bits / 3;
  return {std::size_t{1} << (bits - 2 * third), std::size_t{1} << third, std::size_t{1} << third};
}

}  // namespace

std::string hold_text(std::size_t pending) {
  BRINK_CHECK(std::has_single_bit(pending) && pending >= 2 && pending <= 1U << 18);
  const auto sizes = loop_sizes(pending);
  constexpr const char* kGroups[] = {"workers", "desks", "floors"};
  constexpr const char* kLoops[] = {"worker", "desk", "floor_of_it"};
  auto text =
      head(fmt::format("A hold model, {} jobs that always wait", short_count(pending)),
           "Every job that is done sets the next one off, which is done after a time drawn "
           "anew. So as many jobs wait at every instant: the simplest load on what keeps the "
           "order of things to come.");
  text += fmt::format("actors: {{{}}}\ngroups:\n", [&] {
    std::vector<std::string> all;
    for (std::size_t i = 1; i <= sizes[0]; ++i) all.push_back(fmt::format("w{}: {{}}", i));
    return fmt::format("{}", fmt::join(all, ", "));
  }());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    text += fmt::format("  {}: [{}]\n", kGroups[i], listed("w", 1, sizes[i]));
  }
  text += R"(
events:
  opening: {is: consult}
  job: {is: request}

schedule:
  opening: {at: 1 d, emit: opening, from: w1}

rules:
  begins:
    upon: opening
    do:
)";
  std::string indent(6, ' ');
  for (std::size_t i = 0; i < sizes.size(); ++i, indent += "    ") {
    text += fmt::format("{0}- for: {1} in {2}\n{0}  do:\n", indent, kLoops[i], kGroups[i]);
  }
  text += fmt::format("{0}- emit: job\n{0}  from: worker\n{0}  after: exponential(mean = 1 d)\n",
                      indent);
  return text + R"(  goes_on:
    upon: job
    do:
      - emit: job
        from: source
        after: exponential(mean = 1 d)

measures:
  jobs: {count: job}
)";
}

std::string actors_text(std::size_t actors) {
  constexpr std::size_t kCamp = 10;
  BRINK_CHECK(actors >= kCamp && actors % kCamp == 0);
  const auto camps = actors / kCamp;
  auto text =
      head(fmt::format("{} actors in camps of ten", short_count(actors)),
           "Each actor raids another of its camp, the more often the angrier itself and the "
           "camp are. What happens in one camp touches no other: with more actors there are "
           "more events, but none of them should take longer.");
  text += "actors:\n  a1: {variables: {anger: {initial: 0, range: [0, 10]}}}\n";
  for (std::size_t i = 2; i <= actors; ++i) text += fmt::format("  a{}: {{like: a1}}\n", i);
  text += "groups:\n";
  for (std::size_t i = 1; i <= camps; ++i) {
    text += fmt::format("  camp_{}: [{}]\n", i, listed("a", (i - 1) * kCamp + 1, i * kCamp));
  }
  text += "\nevents:\n  raid: {is: assault}\n\nprocesses:\n";
  for (std::size_t i = 1; i <= camps; ++i) {
    text += fmt::format(
        "  raids_{0}:\n    for: camp_{0}\n"
        "    rate: 0.5 + 0.1 * self.anger + 0.02 * sum(each.anger over camp_{0})\n"
        "    emit: raid\n    to: pick(each in camp_{0} where each != self)\n",
        i);
  }
  return text + R"(
rules:
  hurts: {upon: raid, do: [target.anger += 1, source.anger /= 2]}

measures:
  raids: {count: raid}
)";
}

std::string channels_text(std::size_t channels) {
  constexpr std::size_t kRing = 12;
  BRINK_CHECK(channels >= kRing && channels % kRing == 0);
  const auto rings = channels / kRing;
  auto text =
      head(fmt::format("Letters by {} channels", short_count(channels)),
           "Twelve actors stand in a ring, and each can hand a letter to the next only. They "
           "write to each other and answer; letters go the shorter way round, and some are "
           "lost. Larger ones are rings joined by one channel each.");
  text += "actors:\n";
  for (std::size_t i = 1; i <= channels; ++i) text += fmt::format("  p{}: {{}}\n", i);
  text += "groups:\n";
  for (std::size_t ring = 0; ring < rings; ++ring) {
    text += fmt::format("  ring_{}: [{}]\n", ring + 1,
                        listed("p", ring * kRing + 1, (ring + 1) * kRing));
  }
  text += "\nchannels:\n";
  const auto channel = [&](std::size_t from, std::size_t to) {
    text += fmt::format(
        "  c{0}_{1}: {{between: [p{0}, p{1}], delay: exponential(mean = 6 h), reliability: "
        "0.98}}\n",
        from, to);
  };
  for (std::size_t ring = 0; ring < rings; ++ring) {
    const auto first = ring * kRing + 1;
    for (std::size_t i = first; i < first + kRing - 1; ++i) channel(i, i + 1);
    channel(first + kRing - 1, first);
    if (ring + 1 < rings) channel(first, first + kRing);
  }
  text +=
      "\nevents:\n  letter: {is: request, visibility: private}\n"
      "  reply: {is: consult, visibility: private}\n\nprocesses:\n";
  for (std::size_t ring = 1; ring <= rings; ++ring) {
    text += fmt::format(
        "  letters_{0}: {{for: ring_{0}, rate: 0.5, emit: letter, to: pick(each in ring_{0} where "
        "each != self)}}\n",
        ring);
  }
  return text + R"(
rules:
  answers:
    upon: letter
    by: target
    chance: 0.5
    after: exponential(mean = 1 d)
    do:
      - emit: reply
        to: source

measures:
  letters: {count: letter}
  replies: {count: reply}
  lost: {count: undelivered}
)";
}

}  // namespace brink::bench
