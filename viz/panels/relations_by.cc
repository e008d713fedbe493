#include "viz/panels/relations_by.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/words.h"
#include "viz/panels/actors_now.h"

namespace brink::viz {
namespace {

constexpr float kReach = 5;                    // of the mouse to a line [px]
constexpr float kBend = 9;                     // between the two directions of one pair [px]
constexpr std::size_t kMostValues = 16;        // in a tooltip
constexpr std::size_t kMostLineTargets = 120;  // lines beyond which only a node shows its own

double number_of(const SlotInfo& info, Value value) {
  if (info.type == ValueType::duration) return in_days(Duration{value.whole});
  return info.type == ValueType::number ? value.number : static_cast<double>(value.whole);
}

const PairInfo& chosen(const AppState& state) {
  return state.program->pairs[state.caches.relations.by - 1];
}

struct PairValue {
  ActorId a = kNobody;
  ActorId b = kNobody;
  SlotId slot = kNone;
  double value = 0;
};

struct ValueRange {
  double low = 0;
  double high = 1;
  float share(double value) const {
    return high > low ? static_cast<float>(std::clamp((value - low) / (high - low), 0.0, 1.0)) : 1;
  }
};

std::vector<PairValue> values_now(const AppState& state) {
  const auto& program = *state.program;
  const auto& info = chosen(state);
  const auto& members = program.groups[info.group].members;
  const auto* run = state.scene->moment == nullptr ? nullptr : &state.scene->moment->run;
  std::vector<PairValue> values;
  const auto index = static_cast<std::uint32_t>(state.caches.relations.by - 1);
  for (const auto a : members) {
    for (const auto b : members) {
      if (a == b || (!info.directed && a > b)) continue;
      const auto slot = pair_slot(program, index, a, b);
      if (slot == kNone) continue;
      const auto value =
          run == nullptr ? (*state.scene->initial)[slot] : slot_value(*run, slot, run->now());
      values.push_back({a, b, slot, number_of(program.slots[slot], value)});
    }
  }
  return values;
}

// the variable's own range, or what its values span now
ValueRange range_of(const AppState& state, const std::vector<PairValue>& values) {
  if (values.empty()) return {};
  const auto& slot = state.program->slots[values.front().slot];
  if (slot.type == ValueType::truth) return {0, 1};
  ValueRange range{slot.low, slot.high};
  const auto less = [](const PairValue& x, const PairValue& y) { return x.value < y.value; };
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end(), less);
  if (!std::isfinite(range.low)) range.low = std::min(lowest->value, 0.0);
  if (!std::isfinite(range.high)) range.high = highest->value;
  return range;
}

ImU32 colour_of(const AppState& state, float share) {
  return faded(state.palette().accent, 0.12F + 0.88F * share * share);
}

std::string value_text(const AppState& state, const PairValue& value) {
  const auto& program = *state.program;
  const auto& slot = program.slots[value.slot];
  const auto* run = state.scene->moment == nullptr ? nullptr : &state.scene->moment->run;
  const auto now = run == nullptr ? (*state.scene->initial)[value.slot]
                                  : slot_value(*run, value.slot, run->now());
  return fmt::format("{}: {}{}", slot_name(program, value.slot),
                     short_value(program, slot.type, now),
                     slot.unit.empty() ? "" : " " + slot.unit);
}

// each way of a pair, one line each
std::string pair_text(const AppState& state, const std::vector<PairValue>& values, ActorId a,
                      ActorId b) {
  std::string text;
  for (const auto& value : values) {
    const bool is_meant = (value.a == a && value.b == b) || (value.a == b && value.b == a);
    if (is_meant) text += (text.empty() ? "" : "\n") + value_text(state, value);
  }
  return text;
}

std::string node_text(const AppState& state, const std::vector<PairValue>& values, ActorId actor) {
  std::string text(actor_name(*state.program, actor));
  std::size_t shown = 0;
  // the greatest first
  for (auto i = values.size(); i-- > 0;) {
    if (values[i].a != actor && values[i].b != actor) continue;
    if (++shown <= kMostValues) text += "\n" + value_text(state, values[i]);
  }
  if (shown > kMostValues) text += fmt::format("\n… and {} smaller ones", shown - kMostValues);
  return text;
}

}  // namespace

void choose_relation(AppState& state) {
  const auto& pairs = state.program->pairs;
  auto& by = state.caches.relations.by;
  if (by > pairs.size()) by = 0;
  if (pairs.empty()) return;
  const auto label = [&](std::uint32_t choice) {
    return choice == 0 ? "events of the last " + look_back_text(*state.program)
                       : words(pairs[choice - 1].id);
  };
  ImGui::PushFont(state.fonts.small);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("by");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(std::max(ImGui::GetContentRegionAvail().x, 60.0F));
  if (ImGui::BeginCombo("##by", label(by).c_str())) {
    for (std::uint32_t i = 0; i <= pairs.size(); ++i) {
      // symbols have no more and less
      const bool has_order =
          i == 0 || state.program->slots[pairs[i - 1].first_slot].type != ValueType::symbol;
      if (!has_order) continue;
      if (ImGui::Selectable(label(i).c_str(), i == by)) by = i;
      mark(state, "relations-by-" + (i == 0 ? std::string("events") : pairs[i - 1].id));
    }
    ImGui::EndCombo();
  }
  mark(state, "relations-by");
  ImGui::PopFont();
}

void relation_legend(AppState& state) {
  auto& list = *ImGui::GetWindowDrawList();
  const auto& palette = state.palette();
  const auto* font = state.fonts.small;
  const auto range = range_of(state, values_now(state));
  const auto from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const auto low = short_number(range.low);
  const auto high = short_number(range.high);
  float x = from.x;
  text_at(list, font, {x, from.y}, palette.text, low);
  x += text_width(font, low) + 6;
  for (int i = 0; i < 12; ++i) {
    const float share = static_cast<float>(i) / 11;
    const float y = from.y + line_height(font) / 2;
    const float half = 0.5F + 2 * share;
    list.AddRectFilled({x, y - half}, {x + 6, y + half}, colour_of(state, share));
    x += 6;
  }
  x += 6;
  text_at(list, font, {x, from.y}, palette.text, high);
  x += text_width(font, high) + 10;
  const auto* rest =
      chosen(state).directed ? "one curve for each direction" : "a line for each pair";
  if (from.x + width - x > 40)
    cut_text(list, font, {x, from.y}, palette.text_dim, rest, from.x + width - x);
  ImGui::Dummy({width, line_height(font)});
  mark(state, "relations-legend");
  tip(state,
      "The stronger the line, the greater the value at the playhead. Of a variable with a "
      "direction the arrow goes from the first to the second: trust(a, b) from a to b. "
      "Rest the mouse on an actor to see its lines alone.");
}

void relations_by_variable(AppState& state, const GraphFit& fit, bool is_hovered) {
  auto values = values_now(state);
  const auto range = range_of(state, values);
  const auto mouse = ImGui::GetIO().MousePos;
  const ActorId node = is_hovered ? node_at(fit, mouse) : kNobody;
  const bool on_node = node != kNobody;
  // the strongest above the rest
  std::stable_sort(values.begin(), values.end(),
                   [](const PairValue& x, const PairValue& y) { return x.value < y.value; });
  const bool is_many = values.size() > kMostLineTargets;
  const PairValue* hot = nullptr;
  float nearest = kReach;
  auto& list = *ImGui::GetWindowDrawList();
  for (const auto& value : values) {
    const auto line = line_between(fit, value.a, value.b, chosen(state).directed ? kBend : 0);
    const bool is_own = on_node && (value.a == node || value.b == node);
    const float share = range.share(value.value);
    const auto colour = colour_of(state, share);
    const LineLook look{.colour = on_node && !is_own ? faded(colour, 0.15F) : colour,
                        .width = 1 + 3 * share,
                        .has_arrow = chosen(state).directed && (!is_many || is_own)};
    draw_line(list, line, look);
    if (!is_hovered || on_node || is_many) continue;
    const float far = distance_to(line, mouse);
    if (far > nearest) continue;
    nearest = far;
    hot = &value;
  }
  if (hot != nullptr) {
    const auto line = line_between(fit, hot->a, hot->b, chosen(state).directed ? kBend : 0);
    draw_line(list, line, {.colour = state.palette().playhead, .width = 2});
  }
  draw_nodes(state, fit, node);
  if (on_node) show_tip(state, node_text(state, values, node));
  if (hot != nullptr) show_tip(state, pair_text(state, values, hot->a, hot->b));
}

}  // namespace brink::viz
