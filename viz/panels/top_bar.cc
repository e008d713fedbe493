#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

void title(AppState& state, float room) {
  const auto& scenario = state.program->scenario;
  const auto name = scenario.title.empty() ? std::string(state.file) : scenario.title;
  ImGui::PushFont(state.fonts.large);
  const auto shown = shortened(state.fonts.large, name, room);
  ImGui::TextUnformatted(shown.c_str());
  ImGui::PopFont();
  mark(state, "title");
  tip(state, scenario.about.empty() ? name : name + "\n\n" + scenario.about);
}

void seed_picker(AppState& state) {
  const auto seed = state.scene->seed;
  if (!state.types_seed) {
    const auto text = fmt::format("{}", seed.seed);
    std::snprintf(state.seed_text.data(), state.seed_text.size(), "%s", text.c_str());
  }
  if (ImGui::GetWindowWidth() >= 800) {
    ImGui::PushFont(state.fonts.small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("seed");
    ImGui::PopFont();
    ImGui::SameLine(0, 6);
  }
  ImGui::SetNextItemWidth(76);
  const bool entered =
      ImGui::InputText("##seed", state.seed_text.data(), state.seed_text.size(),
                       ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CharsDecimal);
  state.types_seed = ImGui::IsItemActive();
  mark(state, "seed");
  tip(state,
      "The seed: which chance plays. Type a whole number and press Enter; the same number always "
      "gives the same timeline.");
  if (entered) {
    const char* end = state.seed_text.data() + std::strlen(state.seed_text.data());
    std::uint64_t number = 0;
    const auto read = std::from_chars(state.seed_text.data(), end, number);
    if (read.ec == std::errc{} && read.ptr == end) {
      state.worker->post(ask::Reseed{{number, seed.replication}});
    } else {
      tell(state, "A seed is a whole number, 0 or more");
    }
  }
  ImGui::SameLine(0, 4);
  command_button(state, Command::new_seed, Icon::random);
}

void transport(AppState& state) {
  command_button(state, Command::to_start, Icon::fast_backward);
  ImGui::SameLine(0, 4);
  command_button(state, Command::previous_event, Icon::step_back);
  ImGui::SameLine(0, 4);
  const bool playing = state.playback.is_playing;
  command_button(state, Command::play, playing ? Icon::pause : Icon::play,
                 playing ? "Pause" : "Play", true);
  ImGui::SameLine(0, 4);
  command_button(state, Command::next_event, Icon::step_forward);
  ImGui::SameLine(0, 4);
  command_button(state, Command::to_end, Icon::fast_forward);
}

void step_buttons(AppState& state) {
  const auto step = [&](const char* label, Command command) {
    if (ImGui::Button(label)) carry_out(state, command);
    const auto& entry = entry_of(command);
    mark(state, entry.name);
    tip(state, fmt::format("{}  ({})", entry.label, chord_text(entry.chord)));
    ImGui::SameLine(0, 4);
  };
  step("-1 w", Command::previous_week);
  step("-1 d", Command::previous_day);
  step("+1 d", Command::next_day);
  step("+1 w", Command::next_week);
}

void speed(AppState& state, float bar_width) {
  const auto& playback = state.playback;
  const auto wanted = speed_text(playback.speed);
  ImGui::SetNextItemWidth(92);
  if (ImGui::BeginCombo("##speed", wanted.c_str(), ImGuiComboFlags_HeightLarge)) {
    for (const double choice : kSpeeds) {
      if (ImGui::Selectable(speed_text(choice).c_str(), choice == playback.speed)) {
        state.playback.speed = choice;
      }
    }
    ImGui::EndCombo();
  }
  mark(state, "speed");
  tip(state,
      "Speed wanted, in days (d) or hours (h) of the story for each second of yours. Keys , and .");
  if (playback.is_playing && playback.achieved > 0 && bar_width >= 1000) {
    ImGui::SameLine(0, 6);
    ImGui::PushFont(state.fonts.small);
    ImGui::AlignTextToFramePadding();
    const bool is_slow = playback.achieved < 0.9 * playback.speed;
    ImGui::PushStyleColor(ImGuiCol_Text,
                          is_slow ? state.palette().warning : state.palette().text_dim);
    ImGui::TextUnformatted(speed_text(playback.achieved).c_str());
    ImGui::PopStyleColor();
    ImGui::PopFont();
    tip(state, "Speed achieved");
  }
}

void right_buttons(AppState& state, float width) {
  const bool is_wide = width >= 1500;
  const auto& style = ImGui::GetStyle();
  float room = 0;
  const auto add = [&](const char* label) {
    room += 30 + (is_wide ? text_width(state.fonts.text, label) + 14 : 0) + style.FramePadding.x;
  };
  add("Export");
  add("Theme");
  add("Keys");
  ImGui::SameLine(width - room - 8);
  if (icon_button(state, "export", Icon::camera, is_wide ? "Export" : "",
                  "Save a picture, the events as a table, or the reasons as text")) {
    state.shows_export = true;
  }
  ImGui::SameLine(0, 4);
  command_button(state, Command::toggle_theme, Icon::cog, is_wide ? "Theme" : "");
  ImGui::SameLine(0, 4);
  command_button(state, Command::help, Icon::question, is_wide ? "Keys" : "", state.shows_help);
}

}  // namespace

void top_bar(AppState& state, const Rect& rect) {
  begin_panel(rect, "##top");
  // what is named elsewhere too gives way first
  const bool has_title = rect.width >= 760;
  const bool has_seed = rect.width >= 600;
  const float left_room = std::max(rect.width * 0.5F - 560, rect.width * 0.15F);
  ImGui::SetCursorPosY(10);
  if (has_title) {
    title(state, left_room);
    ImGui::SameLine(left_room + 24);
    ImGui::SetCursorPosY(10);
  }
  if (has_seed) {
    seed_picker(state);
    ImGui::SameLine(0, rect.width >= 900 ? 18 : 8);
  }
  transport(state);
  ImGui::SameLine(0, rect.width >= 900 ? 12 : 6);
  if (rect.width >= 1200) step_buttons(state);
  speed(state, rect.width);
  right_buttons(state, rect.width);
  end_panel();
}

}  // namespace brink::viz
