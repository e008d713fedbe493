#include "viz/panels/actors_now.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/timeline_items.h"
#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/initials.h"

namespace brink::viz {
namespace {

constexpr std::size_t kMostVariables = 12;  // in a tooltip

void follow(AppState& state, PairWindow& window, const std::shared_ptr<const Recording>& recording,
            const Playhead& place) {
  const auto& program = *state.program;
  const auto& events = recording->log.events();
  const auto size = std::min<std::size_t>(place.event, events.size());
  const auto stretch = looking_back(events, size, place.time, look_back(program));
  if (window.recording == recording && window.stretch == stretch) return;
  if (state.caches.scores.empty()) state.caches.scores = goldstein_scores(program);
  window.recording = recording;
  window.stretch = stretch;
  window.pairs = pair_events(program, events, stretch, state.caches.scores);
  window.worst = worst_by_actor(program.actors.size(), events, stretch, state.looks);
}

}  // namespace

Duration look_back(const Program& program) {
  constexpr Duration kMonth{30 * kMicrosecondsPerDay};
  return program.has_ladder && program.ladder_window.us > 0 ? program.ladder_window : kMonth;
}

std::string look_back_text(const Program& program) { return format_duration(look_back(program)); }

const PairWindow& pairs_now(AppState& state) {
  auto& window = state.caches.pairs;
  follow(state, window, state.scene->current.recording, state.playback.place);
  return window;
}

const PairWindow& baseline_pairs_now(AppState& state) {
  auto& window = state.caches.baseline_pairs;
  const auto& recording = state.scene->baseline.recording;
  follow(state, window, recording, place_at(recording->log.events(), state.playback.place.time));
  return window;
}

void point_at(AppState& state, std::uint32_t event) {
  state.selection.hovered = event;
  state.selection.has_tip = event != 0;
}

const std::string& initials(AppState& state, ActorId actor) {
  auto& known = state.caches.initials;
  if (known.empty()) {
    std::vector<std::string> names;
    for (ActorId a = 0; a < state.program->actors.size(); ++a) {
      names.emplace_back(actor_name(*state.program, a));
    }
    known = initials_of(names);
  }
  return known[actor];
}

std::string actor_lines(const AppState& state, ActorId actor) {
  const auto& program = *state.program;
  const auto& info = program.actors[actor];
  std::string text(actor_name(program, actor));
  if (!info.kind.empty()) text += ", " + words(info.kind);
  if (state.scene->moment == nullptr) return text;
  const auto& run = state.scene->moment->run;
  std::size_t shown = 0;
  std::size_t left = 0;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto& slot = program.slots[s];
    if (slot.is_parameter || slot.owner != actor || slot.other != kNobody) continue;
    if (shown == kMostVariables) {
      ++left;
      continue;
    }
    ++shown;
    const auto value = short_value(program, slot.type, slot_value(run, s, run.now()));
    const auto name = words(slot.name.substr(slot.name.find('.') + 1));
    text += fmt::format("\n{}: {}{}", name, value, slot.unit.empty() ? "" : " " + slot.unit);
  }
  if (left > 0) text += fmt::format("\n… and {} more", left);
  return text;
}

std::string rung_text(const Program& program, double height) {
  const int index = rung_index(program, height);
  if (index < 0) return {};
  const auto& rung = program.rungs[static_cast<std::size_t>(index)];
  return fmt::format("{} ({})", rung.name, short_number(rung.at));
}

std::string pair_lines(const AppState& state, const PairEvents& pair) {
  const auto& program = *state.program;
  auto text = fmt::format(
      "{} and {}\n{} event{} within {}: {} of cooperation, {} of conflict\nnet Goldstein score {}",
      actor_name(program, pair.a), actor_name(program, pair.b), short_count(pair.count),
      pair.count == 1 ? "" : "s", look_back_text(program), short_count(pair.cooperative),
      short_count(pair.hostile), short_number(pair.balance));
  if (program.has_ladder && pair.rung_event > 0) {
    const auto rung = rung_text(program, pair.rung);
    text += "\non the ladder: " + (rung.empty() ? "below the lowest rung" : rung);
  }
  const auto& latest = state.events()[pair.latest - 1];
  text += fmt::format("\nlatest: #{} {}, {}, {}", latest.number, type_words(program, latest),
                      parties_text(program, latest), moment_text(program, latest.time));
  return text;
}

}  // namespace brink::viz
