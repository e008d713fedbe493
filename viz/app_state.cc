#include "viz/app_state.h"

#include <fmt/format.h>

#include <imgui.h>
#include <algorithm>

#include "engine/report/words.h"
#include "viz/export.h"

namespace brink::viz {

void mark(AppState& state, std::string_view name, const Rect& rect) {
  if (!state.keeps_marks) return;
  state.marks.insert_or_assign(std::string(name), rect);
}

void mark(AppState& state, std::string_view name) {
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 max = ImGui::GetItemRectMax();
  mark(state, name, {min.x, min.y, max.x - min.x, max.y - min.y});
}

void tell(AppState& state, std::string text) { state.message = {std::move(text), state.clock + 5}; }

void go_to(AppState& state, const Playhead& place) {
  state.playback.place = place;
  state.view = showing(state.view, in_days(place.time - SimTime{}), state.length);
}

void select_event(AppState& state, std::uint32_t number, bool goes_there) {
  auto& selection = state.selection;
  if (number == 0 || number > state.events().size()) {
    selection.event = 0;
    state.worker->post(ask::Why{0});
    return;
  }
  const auto& event = state.events()[number - 1];
  const bool is_new = selection.event != number || selection.key != event.key;
  selection.event = number;
  selection.key = event.key;
  if (is_new) state.worker->post(ask::Why{number});
  if (goes_there) {
    state.playback.is_playing = false;
    go_to(state, place_of_event(state.events(), number));
  }
}

void change_slot(AppState& state, SlotId slot, Value value) {
  state.playback.is_playing = false;
  state.worker->post(ask::ChangeSlot{slot, value, state.playback.place});
}

void plot_slot(AppState& state, SlotId slot, bool is_plotted) {
  std::erase(state.plotted, slot);
  if (!is_plotted) return;
  if (state.plotted.size() >= kMostPlots) {
    return tell(state, fmt::format("{} variables are plotted already: take one away first (x)",
                                   state.plotted.size()));
  }
  state.plotted.push_back(slot);
}

namespace {

void step_by(AppState& state, double days) {
  state.playback.is_playing = false;
  go_to(state, step_time(state.events(), state.playback.place, days_rounded_up(days), state.end()));
}

void step_by_event(AppState& state, int direction) {
  state.playback.is_playing = false;
  const auto place = step_event(state.events(), state.playback.place, direction);
  go_to(state, place);
  if (place.event != 0) select_event(state, place.event, false);
}

void zoom_by(AppState& state, double factor) {
  const double day = in_days(state.playback.place.time - SimTime{});
  const bool is_seen = day >= state.view.from && day <= state.view.to;
  const double about = is_seen ? day : (state.view.from + state.view.to) / 2;
  state.view = zoomed(state.view, factor, about, state.length);
}

void pan_by(AppState& state, double share) {
  state.view = panned(state.view, share * (state.view.to - state.view.from), state.length);
}

// the event that is picked out, or the last one that has happened
std::uint32_t event_meant(const AppState& state) {
  return state.selection.event != 0 ? state.selection.event : state.playback.place.event;
}

void ask_why(AppState& state) {
  const auto event = event_meant(state);
  if (event == 0) {
    tell(state, "No event has happened yet: press → for the first one");
    return;
  }
  select_event(state, event, false);
  state.division.has_sides = true;
  state.reasons.ask(ReasonsTab::why);
}

void walk_causes(AppState& state, bool back) {
  const auto number = event_meant(state);
  if (number == 0) return ask_why(state);
  const auto& events = state.events();
  std::uint32_t next = 0;
  if (back) {
    next = events[number - 1].cause;
  } else {
    for (std::size_t i = number; i < events.size() && next == 0; ++i) {
      if (events[i].cause == number) next = events[i].number;
    }
  }
  if (next == 0) {
    tell(state,
         back ? "Nothing before it: this is where the chain begins" : "Nothing followed from it");
    return;
  }
  select_event(state, next, true);
  state.reasons.ask(ReasonsTab::why);
}

void toggle_bookmark(AppState& state) {
  auto& marks = state.bookmarks;
  const auto& place = state.playback.place;
  const auto here =
      std::find_if(marks.begin(), marks.end(), [&](const Bookmark& b) { return b.place == place; });
  if (here != marks.end()) {
    marks.erase(here);
    tell(state, "Bookmark removed");
    return;
  }
  auto name = moment_text(*state.program, place.time);
  if (place.event != 0) {
    const auto& type = state.program->types[state.events()[place.event - 1].type];
    name += "  after #" + std::to_string(place.event) + " " + words(type.name);
  }
  const auto after =
      std::find_if(marks.begin(), marks.end(), [&](const Bookmark& b) { return place < b.place; });
  marks.insert(after, {place, name});
  tell(state, "Bookmark set: Shift+M goes to the next one, Ctrl+M to the one before");
}

void go_to_bookmark(AppState& state, bool next) {
  const auto& here = state.playback.place;
  const Bookmark* found = nullptr;
  for (const auto& b : state.bookmarks) {
    if (next && here < b.place && found == nullptr) found = &b;
    if (!next && b.place < here) found = &b;
  }
  if (found == nullptr) {
    return tell(state, state.bookmarks.empty() ? "No bookmark yet: M sets one here"
                                               : "No further bookmark on this side");
  }
  state.playback.is_playing = false;
  go_to(state, found->place);
}

void go_to_difference(AppState& state) {
  const auto& scene = *state.scene;
  if (!scene.is_changed) return tell(state, "Nothing is changed: move a slider first");
  if (!scene.first_different || *scene.first_different > state.events().size()) {
    return tell(state,
                scene.is_working ? "Still comparing" : "The change has made no event different");
  }
  select_event(state, *scene.first_different, true);
}

void change_zoom(AppState& state, float by) {
  state.zoom = by == 0 ? 1 : std::clamp(state.zoom + by, 1.0F, 2.0F);
}

void close_something(AppState& state) {
  if (state.shows_palette || state.shows_help || state.shows_export) {
    state.shows_palette = state.shows_help = state.shows_export = false;
    return;
  }
  select_event(state, 0, false);
}

void play_or_pause(AppState& state) {
  auto& playback = state.playback;
  if (!playback.is_playing && !state.recording().is_running() &&
      playback.place.time >= state.end()) {
    tell(state, "This is the end of the run: Home goes back to the start");
    return;
  }
  playback.is_playing = !playback.is_playing;
}

void carry_out_time(AppState& state, Command command) {
  auto& playback = state.playback;
  switch (command) {
    case Command::play:
      return play_or_pause(state);
    case Command::next_event:
      return step_by_event(state, 1);
    case Command::previous_event:
      return step_by_event(state, -1);
    case Command::next_day:
      return step_by(state, 1);
    case Command::previous_day:
      return step_by(state, -1);
    case Command::next_week:
      return step_by(state, 7);
    case Command::previous_week:
      return step_by(state, -7);
    case Command::to_start:
      playback.is_playing = false;
      return go_to(state, {});
    case Command::to_end:
      playback.is_playing = false;
      return go_to(state, place_at(state.events(), state.end()));
    case Command::slower:
    case Command::faster:
      playback.speed = next_speed(playback.speed, command == Command::faster ? 1 : -1);
      return;
    default:
      return;
  }
}

void carry_out_view(AppState& state, Command command) {
  switch (command) {
    case Command::zoom_in:
      return zoom_by(state, 0.7);
    case Command::zoom_out:
      return zoom_by(state, 1 / 0.7);
    case Command::pan_left:
      return pan_by(state, -0.2);
    case Command::pan_right:
      return pan_by(state, 0.2);
    case Command::fit:
      state.view.from = 0;
      state.view.to = state.length;
      return;
    case Command::toggle_future:
      state.shows_future = !state.shows_future;
      return tell(state, state.shows_future ? "What is still to come is shown, dimmed"
                                            : "What is still to come is hidden");
    case Command::toggle_panels:
      state.division.has_sides = !state.division.has_sides;
      return;
    case Command::toggle_theme:
      state.theme = state.theme == Theme::dark ? Theme::light : Theme::dark;
      return;
    case Command::larger:
      return change_zoom(state, 0.25F);
    case Command::smaller:
      return change_zoom(state, -0.25F);
    case Command::normal_size:
      return change_zoom(state, 0);
    case Command::full_screen:
      state.wants_full_screen = !state.wants_full_screen;
      return;
    default:
      return;
  }
}

void reseed(AppState& state, std::uint64_t seed) {
  state.playback.is_playing = false;
  state.worker->post(ask::Reseed{{seed, state.scene->seed.replication}});
  tell(state, fmt::format("Seed {}: the same story by another chance", seed));
}

}  // namespace

void export_table(AppState& state);    // export.cc
void export_picture(AppState& state);  // export.cc
void copy_why(AppState& state);        // export.cc

void carry_out(AppState& state, Command command) {
  if (state.scene == nullptr) return;
  switch (command) {
    case Command::why:
      return ask_why(state);
    case Command::go_to_cause:
    case Command::go_to_effect:
      return walk_causes(state, command == Command::go_to_cause);
    case Command::bookmark:
      return toggle_bookmark(state);
    case Command::next_bookmark:
    case Command::previous_bookmark:
      return go_to_bookmark(state, command == Command::next_bookmark);
    case Command::reset_changes:
      state.worker->post(ask::Reset{});
      return tell(state, "All changes are taken back");
    case Command::new_seed:
      return reseed(state, state.scene->seed.seed + 1);
    case Command::next_difference:
      return go_to_difference(state);
    case Command::palette:
      state.shows_palette = !state.shows_palette;
      state.shows_help = state.shows_export = false;
      state.palette_text = {};
      state.palette_choice = 0;
      return;
    case Command::search:
      state.lower.ask(LowerTab::events);
      state.filter.wants_focus = true;
      return;
    case Command::help:
      state.shows_help = !state.shows_help;
      state.shows_palette = state.shows_export = false;
      return;
    case Command::close:
      return close_something(state);
    case Command::export_picture:
      return export_picture(state);
    case Command::export_table:
      return export_table(state);
    case Command::copy_why:
      return copy_why(state);
    default:
      carry_out_time(state, command);
      carry_out_view(state, command);
  }
}

void carry_out_later(AppState& state, Command command) {
  state.later = command;
  state.frames_until_later = 2;
}

}  // namespace brink::viz
