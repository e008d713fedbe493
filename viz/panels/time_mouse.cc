#include "viz/panels/time_mouse.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace brink::viz {
namespace {

constexpr double kNotch = 0.85;    // of the view's length that a notch leaves
constexpr double kSideways = 0.1;  // of the view's length that a notch moves it

void move_view(AppState& state, double notches) {
  const double view = state.view.to - state.view.from;
  state.view = panned(state.view, notches * kSideways * view, state.length);
}

}  // namespace

float zoom_by_wheel(AppState& state, bool can_scroll) {
  const auto& io = ImGui::GetIO();
  if (io.MouseWheelH != 0) move_view(state, static_cast<double>(io.MouseWheelH));
  if (io.MouseWheel == 0) return 0;
  if (io.KeyAlt && can_scroll) return io.MouseWheel;
  if (io.KeyShift) {
    move_view(state, -static_cast<double>(io.MouseWheel));
  } else {
    state.view = zoomed(state.view, std::pow(kNotch, static_cast<double>(io.MouseWheel)),
                        state.view.day_at(io.MousePos.x), state.length);
  }
  return 0;
}

void scrub(AppState& state, float x) {
  const auto end = std::max(state.end(), SimTime{});
  const auto time = std::clamp(state.view.time_at(x), SimTime{}, end);
  state.playback.is_playing = false;
  state.playback.place = time == SimTime{} ? Playhead{} : place_at(state.events(), time);
}

void drag_view(AppState& state) {
  const double moved = static_cast<double>(ImGui::GetIO().MouseDelta.x);
  state.view = panned(state.view, -moved * state.view.days_per_px(), state.length);
}

}  // namespace brink::viz
