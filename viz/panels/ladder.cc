#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/timeline_items.h"
#include "engine/report/words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/actors_now.h"
#include "viz/panels/panels.h"
#include "viz/theme/contrast.h"

namespace brink::viz {
namespace {

constexpr float kLowestRow = 17;   // [px]
constexpr float kHighestRow = 34;  // [px]
constexpr float kRowGap = 2;       // [px]

// the pairs that stand on one rung, those with the latest events first
using OnRung = std::vector<const PairEvents*>;

// pairs between whom nothing of the ladder happened are not among them, see rung_of_rest
std::vector<OnRung> by_rung(const Program& program, const PairWindow& window) {
  std::vector<OnRung> rungs(program.rungs.size());
  for (const auto& pair : window.pairs) {
    const int index = rung_index(program, pair.rung);
    if (index >= 0 && pair.rung_event != 0) rungs[static_cast<std::size_t>(index)].push_back(&pair);
  }
  for (auto& rung : rungs) {
    std::sort(rung.begin(), rung.end(), [](const PairEvents* x, const PairEvents* y) {
      return x->rung_event > y->rung_event;
    });
  }
  return rungs;
}

// the highest rung on which anybody stands; -1: none
int highest(const std::vector<OnRung>& rungs) {
  for (std::size_t i = rungs.size(); i-- > 0;) {
    if (!rungs[i].empty()) return static_cast<int>(i);
  }
  return -1;
}

// where all other pairs stand; -1: below the lowest rung
int rung_of_rest(const Program& program) { return rung_index(program, 0); }

// how many these are
std::size_t rest_of(const Program& program, const std::vector<OnRung>& rungs) {
  std::size_t rest = program.actors.size() * (program.actors.size() - 1) / 2;
  for (const auto& rung : rungs) rest -= std::min(rest, rung.size());
  return rest;
}

double severity_of(const Program& program, std::size_t rung) {
  const auto count = program.rungs.size();
  return count < 2 ? 1 : static_cast<double>(rung) / static_cast<double>(count - 1);
}

std::string token_text(const AppState& state, const PairEvents& pair) {
  const auto& program = *state.program;
  auto text = fmt::format("{} and {}", actor_name(program, pair.a), actor_name(program, pair.b));
  if (pair.rung_event == 0) return text;
  const auto& event = state.events()[pair.rung_event - 1];
  text += fmt::format("\nbecause of #{} {}, {}, {}", event.number, type_words(program, event),
                      parties_text(program, event), moment_text(program, event.time));
  return text + fmt::format("\nuntil {} if nothing as high follows",
                            day_text(program, event.time + look_back(program)));
}

/// One row of the ladder.
struct RungRow {
  AppState& state;
  std::size_t rung;
  Rect rect;
  bool is_highest;
  bool has_baseline;  // the baseline's highest rung is this one
  std::size_t rest;   // pairs that stand here because nothing happened

  const RungDecl& info() const { return state.program->rungs[rung]; }

  void ground() const {
    auto& list = *ImGui::GetWindowDrawList();
    const auto& palette = state.palette();
    const auto colour = severity_colour(palette, severity_of(*state.program, rung));
    list.AddRectFilled(top_left(rect), bottom_right(rect), palette.card, 3);
    list.AddRectFilled(top_left(rect), bottom_right(rect),
                       faded(colour, is_highest ? 0.42F : 0.16F), 3);
    list.AddRectFilled(top_left(rect), {rect.x + 4, rect.bottom()}, colour, 2);
    if (is_highest) list.AddRect(top_left(rect), bottom_right(rect), palette.text, 3, 0, 1.5F);
  }

  // two halves with the initials of the two; its width
  float token(const PairEvents& pair, float right) const {
    auto& list = *ImGui::GetWindowDrawList();
    const auto& palette = state.palette();
    const auto* font = state.fonts.small;
    const auto& left_text = initials(state, pair.a);
    const auto& right_text = initials(state, pair.b);
    const float height = std::min(rect.height - 2, 20.0F);
    const float half = std::max(
        {height / 2 + 1, text_width(font, left_text) + 6, text_width(font, right_text) + 6});
    const float x = right - 2 * half;
    const float y = rect.y + (rect.height - height) / 2;
    const float round = height / 2;
    const auto a = actor_colour(palette, pair.a);
    const auto b = actor_colour(palette, pair.b);
    list.AddRectFilled({x, y}, {x + half, y + height}, a, round, ImDrawFlags_RoundCornersLeft);
    list.AddRectFilled({x + half, y}, {right, y + height}, b, round, ImDrawFlags_RoundCornersRight);
    list.AddRect({x, y}, {right, y + height}, palette.mark_outline, round);
    const float text_y = y + (height - line_height(font)) / 2;
    text_at(list, font, {x + half / 2 - text_width(font, left_text) / 2 + 1, text_y}, text_on(a),
            left_text);
    text_at(list, font, {x + half * 1.5F - text_width(font, right_text) / 2 - 1, text_y},
            text_on(b), right_text);
    return 2 * half;
  }

  // a ring where the baseline stands; its width
  float baseline_token(float right) const {
    auto& list = *ImGui::GetWindowDrawList();
    const auto* font = state.fonts.small;
    const auto colour = branch_colour(state.palette(), 0);
    const float width = text_width(font, "baseline") + 12;
    const float height = std::min(rect.height - 2, 20.0F);
    const float y = rect.y + (rect.height - height) / 2;
    list.AddRect({right - width, y}, {right, y + height}, colour, height / 2, 0, 1.5F);
    text_at(list, font, {right - width + 6, y + (height - line_height(font)) / 2},
            state.palette().text_dim, "baseline");
    return width;
  }

  // "9 quiet pairs"; where it begins
  float rest_text(float right) const {
    const auto* font = state.fonts.small;
    const auto text = fmt::format("{} quiet pair{}", short_count(rest), rest == 1 ? "" : "s");
    const ImVec2 at{right - text_width(font, text), rect.y + (rect.height - line_height(font)) / 2};
    text_at(*ImGui::GetWindowDrawList(), font, at, state.palette().text_dim, text);
    return at.x - 6;
  }

  // tokens from the right as far as there is room, then "+n"; where the name must end
  float tokens(const OnRung& pairs, bool& on_token) const {
    const auto* font = state.fonts.small;
    float right = rect.right() - 5;
    if (has_baseline) right -= baseline_token(right) + 4;
    if (rest > 0) right = rest_text(right);
    const float least = rect.x + rect.width * 0.42F;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const float more = i + 1 < pairs.size() ? 30.0F : 0.0F;
      if (right - 54 - more < least && i > 0) {
        const auto text = fmt::format("+{}", pairs.size() - i);
        right -= text_width(font, text);
        text_at(*ImGui::GetWindowDrawList(), font,
                {right, rect.y + (rect.height - line_height(font)) / 2}, state.palette().text,
                text);
        return right - 6;
      }
      const float width = token(*pairs[i], right);
      const Rect place{right - width, rect.y, width, rect.height};
      const auto& actors = state.program->actors;
      mark(state, fmt::format("token-{}-{}", actors[pairs[i]->a].id, actors[pairs[i]->b].id),
           place);
      const auto mouse = ImGui::GetIO().MousePos;
      if (ImGui::IsItemHovered() && place.contains(mouse.x, mouse.y)) {
        on_token = true;
        point_at(state, pairs[i]->rung_event);
        show_tip(state, token_text(state, *pairs[i]) + "\nClick: why did it happen?");
        if (ImGui::IsMouseClicked(0)) select_event(state, pairs[i]->rung_event, false);
      }
      right -= width + 4;
    }
    return right - 4;
  }

  // number and name; true if the name was cut
  bool name(float until) const {
    auto& list = *ImGui::GetWindowDrawList();
    const auto& palette = state.palette();
    const auto* font = state.fonts.small;
    const float y = rect.y + (rect.height - line_height(font)) / 2;
    const auto number = short_number(info().at);
    const float numbers = std::max(text_width(font, "00"), text_width(font, number));
    text_at(list, font, {rect.x + 10 + numbers - text_width(font, number), y}, palette.text_dim,
            number);
    const float x = rect.x + 16 + numbers;
    return cut_text(list, font, {x, y}, palette.text, info().name, until - x);
  }
};

std::string row_text(const AppState& state, const RungRow& row, const OnRung& pairs) {
  auto text = fmt::format("{} ({})", row.info().name, short_number(row.info().at));
  if (row.rest > 0) {
    text += fmt::format("\n{} pair{} with no event of the ladder", short_count(row.rest),
                        row.rest == 1 ? "" : "s");
  } else if (pairs.empty()) {
    text += "\nNobody stands on it now";
  }
  if (row.has_baseline) text += "\nThe highest rung of the baseline at this time";
  if (pairs.empty()) return text;
  for (std::size_t i = 0; i < pairs.size() && i < 20; ++i) {
    text += fmt::format("\n{} and {}", actor_name(*state.program, pairs[i]->a),
                        actor_name(*state.program, pairs[i]->b));
  }
  if (pairs.size() > 20) text += fmt::format("\n… and {} more pairs", pairs.size() - 20);
  return text;
}

void rungs(AppState& state) {
  const auto& program = *state.program;
  const auto on = by_rung(program, pairs_now(state));
  const int top = highest(on);
  const int baseline =
      state.scene->is_changed ? highest(by_rung(program, baseline_pairs_now(state))) : -1;
  const int quiet = rung_of_rest(program);
  const auto rest = rest_of(program, on);
  const auto room = ImGui::GetContentRegionAvail();
  const auto count = static_cast<float>(program.rungs.size());
  const float height = std::clamp(std::floor(room.y / count) - kRowGap, kLowestRow, kHighestRow);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, kRowGap});
  for (std::size_t i = program.rungs.size(); i-- > 0;) {
    ImGui::PushID(static_cast<int>(i));
    const auto from = ImGui::GetCursorScreenPos();
    ImGui::InvisibleButton("rung", {std::max(room.x, 1.0F), height});
    const RungRow row{state,
                      i,
                      {from.x, from.y, room.x, height},
                      static_cast<int>(i) == top,
                      static_cast<int>(i) == baseline,
                      static_cast<int>(i) == quiet ? rest : 0};
    mark(state, "rung-" + short_number(program.rungs[i].at), row.rect);
    if (ImGui::IsItemVisible()) {
      row.ground();
      bool on_token = false;
      row.name(row.tokens(on[i], on_token));
      if (!on_token) tip(state, row_text(state, row, on[i]));
    }
    ImGui::PopID();
  }
  ImGui::PopStyleVar();
}

}  // namespace

void ladder_panel(AppState& state, const Rect& rect) {
  begin_panel(rect, "##ladder_panel");
  const auto& program = *state.program;
  const bool has_rungs = program.has_ladder && !program.rungs.empty();
  panel_title(
      state, has_rungs ? "Ladder" : "Tension",
      has_rungs ? fmt::format("highest in the last {}", look_back_text(program)) : "severity now");
  ImGui::BeginChild("##rungs", {0, 0}, false);
  mark(state, "ladder", {rect.x, rect.y, rect.width, rect.height});
  if (has_rungs) {
    rungs(state);
  } else {
    tension_list(state);
  }
  ImGui::EndChild();
  end_panel();
}

}  // namespace brink::viz
