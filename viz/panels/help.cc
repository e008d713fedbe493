#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "viz/draw/dialog.h"
#include "viz/draw/draw.h"
#include "viz/panels/help_parts.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

constexpr float kLeastColumn = 290;  // [px]
constexpr int kMostColumns = 3;
constexpr float kKeys = 118;  // width of the keys before what they do [px]

struct Step {
  Command command;
  const char* text;
};
// an event is clicked: no key
constexpr std::array<Step, 5> kBeginning = {
    {{Command::play, "plays the run, → goes from event to event."},
     {Command::close, "Click an event in the lanes or the table: it is picked."},
     {Command::why, "asks why it happened; [ and ] walk along the chain of causes."},
     {Command::reset_changes, "Move a slider: the run is played again from the playhead on."},
     {Command::next_difference, "goes to the first event that your change made different."}}};

void heading(const AppState& state, std::string_view text) {
  ImGui::PushFont(state.fonts.bold);
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().accent);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void wrapped_text(const AppState& state, std::string_view text) {
  ImGui::PushFont(state.fonts.small);
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
}

void beginning(AppState& state) {
  heading(state, "How to begin");
  int number = 1;
  for (const auto& [command, text] : kBeginning) {
    const bool has_key = command != Command::close && command != Command::reset_changes;
    const auto key = has_key ? chord_text(entry_of(command).chord) + " " : std::string();
    wrapped_text(state, fmt::format("{}.  {}{}", number++, key, text));
  }
  ImGui::Dummy({1, 6});
}

void key_line(AppState& state, const KeyEntry& entry) {
  auto keys = chord_text(entry.chord);
  if (entry.other.key != Key::none) keys += " or " + chord_text(entry.other);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  cut_text(*ImGui::GetWindowDrawList(), state.fonts.small, at, state.palette().text, keys,
           kKeys - 8);
  ImGui::SetCursorScreenPos({at.x + kKeys, at.y});
  ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
  wrapped_text(state, entry.label);
  ImGui::PopStyleColor();
}

/// A heading with lines, that stays together in one column.
struct Section {
  std::string_view title;
  float height = 0;  // about [lines]
  std::function<void(AppState&)> draw;
};

std::vector<Section> sections() {
  std::vector<Section> all;
  for (const auto& entry : key_table()) {
    const auto group = entry.group;
    const auto same = [&](const Section& s) { return s.title == group; };
    if (std::any_of(all.begin(), all.end(), same)) continue;
    Section section{group, 2, [group](AppState& state) {
                      for (const auto& e : key_table()) {
                        if (e.group == group) key_line(state, e);
                      }
                    }};
    for (const auto& e : key_table()) section.height += e.group == group ? 1.2F : 0;
    all.push_back(std::move(section));
  }
  all.push_back({"Shapes: what kind of event", 24, legend_of_shapes});
  all.push_back({"Lines and marks", 20, legend_of_lines});
  return all;
}

// the longest first, each below the shortest column; then in the order of the table
std::vector<std::vector<Section>> in_columns(std::size_t count) {
  const auto all = sections();
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return all[a].height > all[b].height; });
  std::vector<std::vector<std::size_t>> places(count);
  std::vector<float> heights(count, 0);
  for (const auto i : order) {
    const auto shortest = static_cast<std::size_t>(
        std::min_element(heights.begin(), heights.end()) - heights.begin());
    heights[shortest] += all[i].height;
    places[shortest].push_back(i);
  }
  for (auto& column : places) std::sort(column.begin(), column.end());
  std::sort(places.begin(), places.end());
  std::vector<std::vector<Section>> columns(count);
  for (std::size_t c = 0; c < count; ++c) {
    for (const auto i : places[c]) columns[c].push_back(all[i]);
  }
  return columns;
}

}  // namespace

void help_window(AppState& state) {
  if (!begin_dialog(state, "help-window", "Keys and colours", state.shows_help, 1140, 860)) return;
  ImGui::BeginChild("##help");
  beginning(state);
  const float room = ImGui::GetContentRegionAvail().x;
  const int count = std::clamp(static_cast<int>(room / kLeastColumn), 1, kMostColumns);
  if (ImGui::BeginTable("##columns", count, ImGuiTableFlags_SizingStretchSame)) {
    ImGui::TableNextRow();
    for (const auto& column : in_columns(static_cast<std::size_t>(count))) {
      ImGui::TableNextColumn();
      ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {8, 3});
      for (const auto& section : column) {
        heading(state, section.title);
        section.draw(state);
        ImGui::Dummy({1, 8});
      }
      ImGui::PopStyleVar();
    }
    ImGui::EndTable();
  }
  ImGui::EndChild();
  end_dialog();
}

}  // namespace brink::viz
