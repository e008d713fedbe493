#include "tests/support/random_scenario.h"

#include <fmt/format.h>

#include <stdexcept>

#include "tests/support/random_rules.h"

namespace brink::test {
namespace {

// all sections of a scenario, entries only
struct Sections {
  std::string parameters, lets, world, actors, groups, pairs, channels, events, schedule, processes,
      rules, outcomes, measures, variants;
};

void add_component(Sections& out, const std::string& prefix, Dice& dice, const Shape& shape) {
  const Cast cast(prefix, dice, !shape.two_components && !shape.may_grow);
  const auto declared = declare_cast(cast, dice);
  RuleWriter write(cast, dice);
  out.parameters += declared.parameters;
  out.lets += declared.lets;
  out.world += declared.world;
  out.actors += declared.actors;
  out.groups += declared.groups;
  out.pairs += declared.pairs;
  out.channels += declared.channels;
  out.events += declared.events;
  out.variants += declared.variants;
  out.schedule += write.schedule();
  out.processes += write.processes();
  out.rules += write.rules();
  out.outcomes += write.outcomes(!shape.two_components);
  out.measures += write.measures();
}

}  // namespace

std::string random_scenario(std::uint64_t seed, const Shape& shape) {
  Dice dice(seed);
  Sections all;
  add_component(all, shape.two_components ? "a_" : "", dice, shape);
  if (shape.two_components) add_component(all, "b_", dice, shape);
  auto out = fmt::format("brink: 1\ntitle: Random {}\nstart: 2026-01-01\nhorizon: {} d\n", seed,
                         dice.between(60, 200));
  if (dice.chance(0.3)) out += "about: >\n  two lines of words,\n  not an expression (at all\n";
  if (dice.chance(0.2)) out += "sources: [one, \"two, three\"]\n";
  out += "parameters:\n" + all.parameters + "let:\n" + all.lets;
  out += "world:\n  variables:\n" + all.world + "actors:\n" + all.actors + "groups:\n" + all.groups;
  out += "pairs:\n" + all.pairs;
  if (!all.channels.empty()) out += "channels:\n" + all.channels;
  out += "events:\n" + all.events + "schedule:\n" + all.schedule + "processes:\n" + all.processes;
  out += "rules:\n" + all.rules;
  out += fmt::format(
      "ladder: {{window: {} d, rungs: [{{at: 0, name: Calm}}, {{at: 4, name: War}}]}}\n",
      dice.between(2, 20));
  out += "outcomes:\n" + all.outcomes;
  if (dice.chance(0.6)) out += "  nothing: otherwise\n";
  return out + "measures:\n" + all.measures + "variants:\n" + all.variants;
}

std::string with_bystander(const std::string& scenario, std::uint64_t seed) {
  Dice dice(seed);
  struct Addition {
    const char* section;
    const char* entries;
  };
  constexpr Addition kAdditions[] = {
      {"parameters", "  z_pace: {default: 0.4, range: [0, 1]}\n"},
      {"let", "  z_double: 2 * z_pace\n"},
      {"world", ""},
      {"actors",
       "  z_nest: {}\n  z_bird:\n    variables:\n      z_mood: {initial: z_glad, values: [z_glad, "
       "z_sad]}\n"
       "      z_songs: {initial: uniform(0 .. 3), decay: 5 d}\n"},
      {"groups", "  z_birds: [z_bird]\n"},
      {"channels", "  z_perch: {between: [z_nest, z_bird], delay: 7 h, leaks: 0.5}\n"},
      {"events",
       "  z_song: {is: protest, rung: 3, attributes: {z_key: {values: [z_glad, z_sad]}}}\n"
       "  z_note: {is: offer, visibility: private, terms: {z_worm: 1}, lapses: 3 d}\n"},
      {"schedule", "  z_dawn: {at: 30 h, emit: z_note, from: z_nest, to: z_bird}\n"},
      {"processes", "  z_singing: {rate: z_double, emit: z_song, from: z_bird, to: z_bird}\n"},
      {"rules",
       "  z_listen: {upon: z_song, do: [z_bird.z_songs += 0.3]}\n"
       "  z_answer: {upon: z_note, by: target, after: exponential(1 d), do: [accept: offer]}\n"},
      {"measures", "  z_count: {count: z_song}\n"},
  };
  std::string out = "\n" + scenario;
  for (const auto& [section, entries] : kAdditions) {
    const auto head = fmt::format("\n{}:\n", section);
    auto at = out.find(head);
    const bool optional = std::string_view(section) == "channels";
    if (optional && at == std::string::npos) continue;
    if (at == std::string::npos) throw std::runtime_error(fmt::format("no section {}", section));
    at += head.size();
    if (dice.chance(0.5)) {
      // behind the last entry: before the next line that is not indented
      do at = out.find('\n', at) + 1;
      while (at < out.size() && out[at] == ' ');
    }
    out.insert(at, entries);
  }
  return out.substr(1);
}

}  // namespace brink::test
