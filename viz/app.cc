#include "viz/app.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/first_plots.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

constexpr float kTopHeight = 50;    // [px]
constexpr float kHintsHeight = 28;  // [px]
constexpr double kFirstView = 45;   // [day] of a longer run, when it is opened

double length_of(const Program& program, const Overlay& overlay) {
  return std::max(in_days(overlay.until.value_or(program.horizon)), kShortestView);
}

// the story's first days: after the first event there is something to ask about
Playhead first_place(const Blocks<EventRecord>& events) {
  return events.empty() ? Playhead{} : place_of_event(events, 1);
}

}  // namespace

std::string window_title(const AppState& state) {
  const auto& scene = *state.scene;
  const auto& place = state.playback.place;
  auto title = fmt::format("{} · seed {} · {} · #{}", state.program->scenario.title,
                           scene.seed.seed, full_date(*state.program, place.time), place.event);
  const auto n = scene.changes.size();
  if (n > 0) title += fmt::format(" · {} change{}", n, n == 1 ? "" : "s");
  if (state.selection.event != 0) title += fmt::format(" · why #{}", state.selection.event);
  if (state.playback.is_playing) title += " · playing";
  return title + " - Brink";
}

App::App(Opened opened) {
  state_.program = opened.program;
  state_.file = opened.file;
  state_.length = length_of(*opened.program, opened.overlay);
  state_.view.to = std::min(state_.length, kFirstView);
  state_.looks = event_looks(*opened.program);
  auto session = std::make_unique<Session>(opened.program, std::move(opened.overlay), opened.seed);
  state_.plotted = first_plots(*opened.program);
  session->plot(state_.plotted);
  worker_ = std::make_unique<Worker>(std::move(session));
  state_.worker = worker_.get();
  state_.scene = worker_->scene();
}

App::~App() = default;

void App::settle() {
  worker_->wait_until_idle();
  follow_scene();
}

bool App::refresh_fonts() {
  if (fonts_zoom_ == state_.zoom) return false;
  auto& io = ImGui::GetIO();
  io.Fonts->Clear();
  state_.fonts = load_fonts(*io.Fonts, state_.zoom);
  io.Fonts->Build();
  io.FontDefault = state_.fonts.text;
  fonts_zoom_ = state_.zoom;
  return true;
}

void App::go_to_time(SimTime time) {
  state_.playback.is_playing = false;
  const auto end = std::max(state_.end(), SimTime{});
  go_to(state_, place_at(state_.events(), std::clamp(time, SimTime{}, end)));
  const double day = in_days(state_.playback.place.time - SimTime{});
  const double view = state_.view.to - state_.view.from;
  if (day < state_.view.from || day > state_.view.to) {
    state_.view = panned(state_.view, day - view / 2 - state_.view.from, state_.length);
  }
}

// what was picked out may be no more in another branch
void App::follow_scene() {
  state_.scene = worker_->scene();
  const auto& scene = *state_.scene;
  if (scene.current.recording != shown_ || scene.baseline.recording != shown_baseline_) {
    for (auto* cache : {&state_.lanes, &state_.strip_lanes, &state_.strip_baseline_lanes}) {
      cache->recording = nullptr;
    }
    shown_ = scene.current.recording;
    shown_baseline_ = scene.baseline.recording;
  }
  hold_playhead();
  auto& selection = state_.selection;
  const auto& events = state_.events();
  const bool is_known = selection.event <= events.size();
  if (selection.event != 0 && is_known && events[selection.event - 1].key != selection.key) {
    selection.event = 0;
    worker_->post(ask::Why{0});
  } else if (selection.event != 0 && !is_known && !state_.recording().is_running()) {
    selection.event = 0;
    worker_->post(ask::Why{0});
  }
  if (state_.plotted != state_.scene->plotted && !state_.scene->is_working) {
    worker_->post(ask::Plot{state_.plotted});
  }
}

void App::follow_keys() {
  const auto& io = ImGui::GetIO();
  for (const auto& chord : std::exchange(chords_, {})) {
    const auto command = command_of(chord);
    if (!command) continue;
    // what is typed belongs to the text field, but for leaving it
    const bool is_text = io.WantTextInput && !chord.control && chord.key != Key::escape;
    const bool is_function = chord.key >= Key::f1;
    if (is_text && !is_function) continue;
    // Space, arrows and Tab move among widgets while the keyboard's focus ring is shown
    const bool is_navigation = chord.key == Key::space || chord.key == Key::tab;
    if (io.NavVisible && is_navigation && ImGui::IsAnyItemFocused()) continue;
    if (state_.shows_palette && command != Command::palette && command != Command::close) continue;
    carry_out(state_, *command);
  }
}

// the playhead may stand where another branch had an event, or behind the end of this one
void App::hold_playhead() {
  auto& place = state_.playback.place;
  const auto& events = state_.events();
  const bool is_over = !state_.recording().is_running();
  if (is_over && place.time > state_.end()) place.time = std::max(state_.end(), SimTime{});
  const bool fits = place.event <= events.size() &&
                    place.time >= place_of_event(events, place.event).time;
  if (!fits) place = place_at(events, place.time);
}

void App::follow_playhead() {
  hold_playhead();
  auto& place = state_.playback.place;
  const auto& recording = state_.recording();
  if (looked_at_.time < SimTime{} && (!state_.events().empty() || !recording.is_running())) {
    place = first_place(state_.events());
  }
  if (looked_at_ == place && looked_in_ == &recording) return;
  worker_->post(ask::Look{place});
  looked_at_ = place;
  looked_in_ = &recording;
}

void App::frame(float seconds) {
  state_.clock += seconds;
  state_.marks.clear();
  state_.selection.hovered_before = std::exchange(state_.selection.hovered, 0);
  follow_scene();
  follow_keys();
  if (state_.later && --state_.frames_until_later == 0) {
    carry_out(state_, *std::exchange(state_.later, std::nullopt));
  }
  play(state_.playback, state_.events(), seconds, state_.end(), !state_.recording().is_running());
  if (state_.playback.is_playing) {
    const double day = in_days(state_.playback.place.time - SimTime{});
    state_.view = showing(state_.view, day, state_.length);
  }
  follow_playhead();
  apply(state_.theme, state_.zoom);
  draw();
}

void App::splitters(const ScreenLayout& layout) {
  struct Splitter {
    const char* name;
    Rect rect;
    bool is_vertical;
    float* value;
    float scale;
  };
  auto& d = state_.division;
  const auto share = [](const Rect& upper, const Rect& lower) {
    return -1 / (upper.height + lower.height);
  };
  const auto below = [](const Rect& r) { return Rect{r.x, r.bottom(), r.width, kGap}; };
  const auto beside = [](const Rect& r) { return Rect{r.right(), r.y, kGap, r.height * 3}; };
  std::vector<Splitter> all;
  if (layout.parameters.width > 0) {
    all.push_back({"split-left", beside(layout.parameters), true, &d.left, 1});
    all.push_back({"split-right", beside(layout.timeline), true, &d.right, -1});
    all.push_back({"split-ladder", below(layout.parameters), false, &d.ladder,
                   share(layout.parameters, layout.ladder)});
    all.push_back({"split-relations", below(layout.reasons), false, &d.relations,
                   share(layout.reasons, layout.relations)});
  }
  all.push_back({"split-lower", below(layout.timeline), false, &d.lower,
                 share(layout.timeline, layout.lower)});
  const auto& size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("##ground", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNavFocus |
                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
  for (const auto& s : all) {
    ImGui::SetCursorScreenPos(top_left(s.rect));
    ImGui::InvisibleButton(s.name, {s.rect.width, s.rect.height});
    mark(state_, s.name);
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
      ImGui::SetMouseCursor(s.is_vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
      ImGui::GetWindowDrawList()->AddRectFilled(top_left(s.rect), bottom_right(s.rect),
                                                faded(state_.palette().accent, 0.4F), 3);
    }
    if (ImGui::IsItemActive()) {
      const auto moved = ImGui::GetIO().MouseDelta;
      *s.value += s.scale * (s.is_vertical ? moved.x : moved.y);
    }
  }
  ImGui::End();
  ImGui::PopStyleVar();
  d.left = std::clamp(d.left, 190.0F, 520.0F);
  d.right = std::clamp(d.right, 230.0F, 640.0F);
  for (auto* s : {&d.lower, &d.ladder, &d.relations}) *s = std::clamp(*s, 0.15F, 0.85F);
}

void App::draw() {
  const auto& size = ImGui::GetIO().DisplaySize;
  const auto layout = lay_out(size.x, size.y, state_.division, kTopHeight, kHintsHeight);
  top_bar(state_, layout.top);
  if (layout.parameters.width > 0) {
    parameters_panel(state_, layout.parameters);
    ladder_panel(state_, layout.ladder);
    reasons_panel(state_, layout.reasons);
    relations_panel(state_, layout.relations);
  }
  timeline_panel(state_, layout.timeline);
  lower_panel(state_, layout.lower);
  hints_bar(state_, layout.hints);
  splitters(layout);  // ImGui puts each new window of this kind behind those before it
  help_window(state_);
  palette_window(state_);
  export_window(state_);
}

}  // namespace brink::viz
