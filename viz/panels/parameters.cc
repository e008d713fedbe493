#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "engine/run/settings.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

// what a slider runs over: the parameter's range, or twice its baseline where it has none
struct SliderRange {
  double low = 0;
  double high = 1;
  bool is_given = true;
};

SliderRange range_of(const SlotInfo& info, double baseline) {
  const bool is_duration = info.type == ValueType::duration;
  const double unit = is_duration ? static_cast<double>(kMicrosecondsPerDay) : 1;
  SliderRange range{info.low / unit, info.high / unit};
  const bool has_low = std::isfinite(info.low);
  const bool has_high = std::isfinite(info.high);
  range.is_given = has_low && has_high;
  const double reach = baseline == 0 ? 1 : 2 * std::abs(baseline);
  if (!has_low) range.low = baseline < 0 ? baseline - reach : 0;
  if (!has_high) range.high = std::max(baseline + reach, range.low + 1);
  return range;
}

double number_of(ValueType type, Value value) {
  return type == ValueType::duration ? in_days(Duration{value.whole}) : value.number;
}

Value value_of(ValueType type, double x) {
  return type == ValueType::duration ? Value::of_whole(days_rounded_up(x).us) : Value::of(x);
}

// a tidy number near what the mouse says: a thousandth of the range
double rounded_to(double x, const SliderRange& range) {
  const double step = std::pow(10, std::floor(std::log10((range.high - range.low) / 100)));
  return std::clamp(std::round(x / step) * step, range.low, range.high);
}

struct Row {
  SlotId slot;
  const SlotInfo& info;
  Value baseline;
  Value now;
  bool is_changed;
};

void draw_slider(AppState& state, const Row& row, const SliderRange& range, const Rect& rect) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const double baseline = number_of(row.info.type, row.baseline);
  const double now = number_of(row.info.type, row.now);
  const auto x_of = [&](double value) {
    const double share = (value - range.low) / (range.high - range.low);
    return rect.x + 7 + static_cast<float>(std::clamp(share, 0.0, 1.0)) * (rect.width - 14);
  };
  const float y = rect.y + rect.height / 2;
  list.AddRectFilled({rect.x, y - 2}, {rect.right(), y + 2}, palette.track, 2);
  const float tick_x = x_of(baseline);
  const float grip_x = x_of(now);
  if (row.is_changed) {
    list.AddRectFilled({std::min(tick_x, grip_x), y - 2}, {std::max(tick_x, grip_x), y + 2},
                       palette.changed, 2);
  }
  list.AddRectFilled({tick_x - 1, y - 7}, {tick_x + 1, y + 7}, palette.tick);
  const bool is_hot = ImGui::IsItemHovered() || ImGui::IsItemActive();
  const auto colour = row.is_changed ? palette.changed : palette.accent;
  list.AddCircleFilled({grip_x, y}, is_hot ? 8 : 7, colour);
  list.AddCircleFilled({grip_x, y}, 3, palette.panel);
  if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
    list.AddRect(top_left(rect), bottom_right(rect), palette.focus_ring, 3, 0, 2);
  }
}

void slider(AppState& state, const Row& row) {
  const double baseline = number_of(row.info.type, row.baseline);
  const auto range = range_of(row.info, baseline);
  const float width = std::max(ImGui::GetContentRegionAvail().x, 40.0F);
  ImGui::InvisibleButton("slider", {width, 20});
  const ImVec2 min = ImGui::GetItemRectMin();
  const Rect rect{min.x, min.y, width, 20};
  mark(state, "slider-" + row.info.name);
  draw_slider(state, row, range, rect);
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) {
    state.worker->post(ask::Reset{row.slot});
    return;
  }
  double wanted = number_of(row.info.type, row.now);
  const auto& io = ImGui::GetIO();
  const bool is_dragged = ImGui::IsItemActive() && ImGui::IsMouseDown(0) &&
                          (io.MouseDelta.x != 0 || ImGui::IsMouseClicked(0));
  if (is_dragged) {
    const double share = static_cast<double>((io.MousePos.x - rect.x - 7) / (rect.width - 14));
    wanted = rounded_to(range.low + std::clamp(share, 0.0, 1.0) * (range.high - range.low), range);
    // the baseline itself is easily found again
    const double near = 4.0 / static_cast<double>(rect.width) * (range.high - range.low);
    if (std::abs(wanted - baseline) < near) wanted = baseline;
  }
  if (wanted != number_of(row.info.type, row.now)) {
    const auto value = wanted == baseline ? row.baseline : value_of(row.info.type, wanted);
    change_slot(state, row.slot, value);
  }
}

void other_input(AppState& state, const Row& row) {
  const auto& program = *state.program;
  if (row.info.type == ValueType::truth) {
    bool value = row.now.whole != 0;
    if (ImGui::Checkbox("##truth", &value)) {
      change_slot(state, row.slot, Value::of_whole(value ? 1 : 0));
    }
  } else if (row.info.type == ValueType::symbol) {
    const auto now = short_value(program, row.info.type, row.now);
    ImGui::SetNextItemWidth(std::max(ImGui::GetContentRegionAvail().x, 40.0F));
    if (ImGui::BeginCombo("##symbol", now.c_str())) {
      for (const auto symbol : row.info.symbols) {
        const auto value = Value::of_whole(symbol);
        const auto text = short_value(program, row.info.type, value);
        if (ImGui::Selectable(text.c_str(), value.whole == row.now.whole)) {
          change_slot(state, row.slot, value);
        }
      }
      ImGui::EndCombo();
    }
  } else {
    ImGui::TextUnformatted("set by --set only");
  }
  mark(state, "slider-" + row.info.name);
}

std::string about_of(const Program& program, SlotId slot) {
  const auto& info = program.slots[slot];
  for (const auto& parameter : program.scenario.parameters) {
    if (parameter.label.id == info.name) return parameter.label.about;
  }
  return {};
}

void heading(AppState& state, const Row& row) {
  const auto& program = *state.program;
  const auto& palette = state.palette();
  const auto value = short_value(program, row.info.type, row.now);
  const float room = ImGui::GetContentRegionAvail().x;
  const float value_width = text_width(state.fonts.small, value);
  const auto name = words(row.info.name);
  const auto shown = shortened(state.fonts.text, name, room - value_width - 10);
  const float x = ImGui::GetCursorPosX();
  ImGui::TextUnformatted(shown.c_str());
  auto help = name;
  if (const auto about = about_of(program, row.slot); !about.empty()) help += "\n" + about;
  help += fmt::format("\nbaseline {}{}", short_value(program, row.info.type, row.baseline),
                      row.info.unit.empty() ? "" : " " + row.info.unit);
  if (std::isfinite(row.info.low) && std::isfinite(row.info.high) &&
      row.info.type == ValueType::number) {
    help +=
        fmt::format(", range {} to {}", short_number(row.info.low), short_number(row.info.high));
  }
  help += "\nDrag: the run is played again from the playhead on. Double click: as it was.";
  tip(state, help);
  ImGui::SameLine(x + room - value_width);
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, row.is_changed ? palette.changed : palette.text_dim);
  ImGui::TextUnformatted(value.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

std::string changes_text(const AppState& state) {
  const auto& program = *state.program;
  std::string text;
  for (const auto& change : state.scene->changes) {
    const auto& info = program.slots[change.slot];
    const auto when =
        change.at <= SimTime{} ? "from the start" : "from " + moment_text(program, change.at);
    text += fmt::format("{}{}: {} = {}", text.empty() ? "" : "\n", when, words(info.name),
                        short_value(program, info.type, change.value));
  }
  return text;
}

void changes_line(AppState& state) {
  const auto n = state.scene->changes.size();
  const auto& palette = state.palette();
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, n == 0 ? palette.text_dim : palette.changed);
  const auto text =
      n == 0 ? std::string("no change") : fmt::format("{} change{}", n, n == 1 ? "" : "s");
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
  mark(state, "changes");
  if (n > 0) tip(state, changes_text(state));
  ImGui::PopFont();
  if (n == 0) return;
  ImGui::SameLine(0, 10);
  command_button(state, Command::reset_changes, Icon::undo, "Reset");
  ImGui::SameLine(0, 4);
  command_button(state, Command::next_difference, Icon::search);
}

// where the run and its baseline part, and what each does there
void difference_line(AppState& state) {
  const auto& scene = *state.scene;
  const auto& first = scene.first_different;
  const auto& program = *state.program;
  std::string text = scene.is_working ? "comparing…" : "no event is different so far";
  std::string more = text;
  if (first && *first <= state.events().size()) {
    const auto& now = state.events()[*first - 1];
    const auto& baseline = scene.baseline.recording->log;
    text = fmt::format("from {}: {}", day_text(program, now.time),
                       type_words(program, now));
    more = "First different event (X goes there):\n" +
           event_lines(program, state.recording().log, now);
    if (*first <= baseline.events().size()) {
      const auto& before = baseline.events()[*first - 1];
      text += fmt::format(", not {}", type_words(program, before));
      more += "\n\nIn the baseline there is instead:\n" + event_lines(program, baseline, before);
    }
  }
  ImGui::PushFont(state.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().changed);
  const auto shown = shortened(state.fonts.small, text, ImGui::GetContentRegionAvail().x);
  ImGui::TextUnformatted(shown.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  mark(state, "difference");
  tip(state, more);
}

// what came of the run, and of the baseline beside it
void outcome_lines(AppState& state) {
  const auto& program = *state.program;
  const auto line = [&](const char* label, const Recording& recording, ImU32 colour) {
    std::string text = label;
    if (recording.is_running()) {
      text += "…";
    } else if (recording.status.load() == RunStatus::failed) {
      text += "the run failed";
    } else {
      const auto outcome = recording.outcome.load();
      text += outcome == kNone ? "no outcome" : words(program.outcomes[outcome].name);
      text += ", " + day_text(program, recording.end, true);
    }
    ImGui::PushFont(state.fonts.small);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    const auto shown = shortened(state.fonts.small, text, ImGui::GetContentRegionAvail().x);
    ImGui::TextUnformatted(shown.c_str());
    ImGui::PopStyleColor();
    ImGui::PopFont();
    tip(state, text);
  };
  const auto& scene = *state.scene;
  if (!state.shows_future && state.playback.place.time < state.end()) return;
  if (scene.is_changed) {
    line("with changes: ", *scene.current.recording, state.palette().changed);
    mark(state, "outcome-changed");
    line("baseline: ", *scene.baseline.recording, state.palette().text_dim);
    mark(state, "outcome");
    difference_line(state);
  } else {
    line("ends: ", *scene.current.recording, state.palette().text_dim);
    mark(state, "outcome");
  }
}

}  // namespace

void parameters_panel(AppState& state, const Rect& rect) {
  begin_panel(rect, "##parameters");
  panel_title(state, "Parameters", "drag: from the playhead on");
  changes_line(state);
  outcome_lines(state);
  ImGui::Separator();
  ImGui::Dummy({0, 2});
  ImGui::BeginChild("##sliders", {0, 0}, false);
  const auto& program = *state.program;
  const auto* run = state.scene->moment == nullptr ? nullptr : &state.scene->moment->run;
  bool has_any = false;
  for (SlotId s = 0; s < program.slots.size(); ++s) {
    const auto& info = program.slots[s];
    if (!info.is_parameter) continue;
    has_any = true;
    const auto baseline = (*state.scene->initial)[s];
    const auto now = run == nullptr ? baseline : slot_value(*run, s, run->now());
    const bool changed_later =
        std::any_of(state.scene->changes.begin(), state.scene->changes.end(), [&](const Change& c) {
          return c.slot == s && c.at <= state.playback.place.time + Duration{1};
        });
    Row row{s, info, baseline, now, now.whole != baseline.whole};
    // a change made here holds from the next microsecond on
    if (changed_later) {
      for (const auto& c : state.scene->changes) {
        if (c.slot == s && c.at <= state.playback.place.time + Duration{1}) row.now = c.value;
      }
      row.is_changed = row.now.whole != baseline.whole;
    }
    ImGui::PushID(static_cast<int>(s));
    heading(state, row);
    if (info.type == ValueType::number || info.type == ValueType::duration) {
      slider(state, row);
    } else {
      other_input(state, row);
    }
    ImGui::PopID();
  }
  if (!has_any) {
    empty_note(
        state,
        "This scenario has no parameters to change. A variable can be changed on the History tab.");
  }
  ImGui::EndChild();
  end_panel();
}

}  // namespace brink::viz
