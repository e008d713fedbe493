#include <fmt/format.h>

#include <algorithm>

#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/actors_now.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

// an actor's name and a bar for the worst that it did
void severity_row(AppState& state, ActorId actor, const ActorWorst& own) {
  const auto& program = *state.program;
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  const auto from = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 60.0F);
  ImGui::PushID(actor);
  ImGui::InvisibleButton("severity", {width, 20});
  ImGui::PopID();
  auto& list = *ImGui::GetWindowDrawList();
  const Rect bar{from.x + width * 0.42F, from.y + 2, width * 0.58F, 16};
  const float y = from.y + (20 - line_height(font)) / 2;
  list.AddRectFilled({from.x, bar.y}, {from.x + 4, bar.bottom()}, actor_colour(palette, actor), 2);
  cut_text(list, font, {from.x + 9, y}, palette.text, actor_name(program, actor),
           bar.x - from.x - 14);
  list.AddRectFilled(top_left(bar), bottom_right(bar), faded(palette.track, 0.5F), 3);
  if (own.event == 0) {
    text_at(list, font, {bar.x + 6, y}, palette.text_dim, "nothing");
    return;
  }
  const auto& event = state.events()[own.event - 1];
  const auto colour = severity_colour(palette, own.severity);
  const float length = std::max(bar.width * static_cast<float>(own.severity), 3.0F);
  list.AddRectFilled(top_left(bar), {bar.x + length, bar.bottom()}, faded(colour, 0.45F), 3);
  list.AddRectFilled({bar.x + length - 3, bar.y}, {bar.x + length, bar.bottom()}, colour, 1);
  cut_text(list, font, {bar.x + 6, y}, palette.text, type_words(program, event), bar.width - 10);
  mark(state, "severity-" + program.actors[actor].id);
  if (!ImGui::IsItemHovered()) return;
  point_at(state, own.event);
  show_tip(state,
           event_lines(program, state.recording().log, event) + "\nClick: why did it happen?");
  if (ImGui::IsMouseClicked(0)) select_event(state, own.event, false);
}

}  // namespace

void tension_list(AppState& state) {
  empty_note(state, fmt::format("This scenario has no ladder. Instead, the most severe thing that "
                                "each actor did in the last {}:",
                                look_back_text(*state.program)));
  const auto& worst = pairs_now(state).worst;
  std::vector<ActorId> order;
  for (ActorId a = 0; a < worst.size(); ++a) order.push_back(a);
  std::stable_sort(order.begin(), order.end(),
                   [&](ActorId a, ActorId b) { return worst[a].severity > worst[b].severity; });
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(order.size()), 22);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 2});
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto actor = order[static_cast<std::size_t>(i)];
      severity_row(state, actor, worst[actor]);
    }
  }
  ImGui::PopStyleVar();
}

}  // namespace brink::viz
