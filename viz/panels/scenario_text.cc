#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "engine/report/why_words.h"
#include "viz/draw/describe.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

const SourceText& source_text(const AppState& state, int file) {
  const auto& scenario = state.program->scenario;
  return file <= 0 || file > static_cast<int>(scenario.modules.size())
             ? scenario.source
             : scenario.modules[static_cast<std::size_t>(file - 1)];
}

std::string file_name(const AppState& state, int file) {
  const auto& name = source_text(state, file).name;
  return name.empty() ? std::string("the scenario")
                      : std::filesystem::path(name).filename().string();
}

void open_file(AppState& state, int file) {
  auto& view = state.text;
  if (view.file == file) return;
  view.file = file;
  view.lines = lines_of(source_text(state, file).text);
  view.widest = 0;
  for (const auto line : view.lines) view.widest = std::max(view.widest, line.size());
}

// the picked event, or the last that has happened
std::uint32_t event_shown(const AppState& state) {
  const auto number =
      state.selection.event != 0 ? state.selection.event : state.playback.place.event;
  return number <= state.events().size() ? number : 0;
}

// finds the entry that made the event; true where it is another than before
bool find_entry(AppState& state) {
  auto& view = state.text;
  const auto number = event_shown(state);
  const auto key = number == 0 ? 0 : state.events()[number - 1].key;
  if (view.followed == number && view.followed_key == key && view.file >= 0) return false;
  view.followed = number;
  view.followed_key = key;
  view.entry = {};
  view.entry_file = -1;
  if (number == 0) return false;
  const auto at = maker_place(*state.program, state.events()[number - 1]);
  if (at.line == 0) return false;
  view.entry = entry_at(lines_of(source_text(state, at.file).text), at.line);
  view.entry_file = at.file;
  return true;
}

void search_again(AppState& state) {
  auto& view = state.text;
  const std::string_view wanted = view.typed.data();
  if (view.found_for == wanted && view.found_in == view.file) return;
  view.found = lines_with(view.lines, wanted);
  view.found_for = wanted;
  view.found_in = view.file;
  view.found_shown = 0;
}

// returns the line to be brought into sight; 0: none
int search_field(AppState& state, float width) {
  auto& view = state.text;
  ImGui::SetNextItemWidth(width);
  const auto flags = ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll;
  const bool entered = ImGui::InputTextWithHint("##text-search", "find in the text",
                                                view.typed.data(), view.typed.size(), flags);
  const bool edited = ImGui::IsItemEdited();
  mark(state, "text-search");
  tip(state, "Enter goes to the next place");
  if (entered) ImGui::SetKeyboardFocusHere(-1);
  search_again(state);
  if (view.found.empty()) return 0;
  if (entered) view.found_shown = (view.found_shown + 1) % view.found.size();
  return entered || edited ? view.found[view.found_shown] : 0;
}

void file_choice(AppState& state) {
  const auto files = static_cast<int>(state.program->scenario.modules.size()) + 1;
  const auto name = file_name(state, state.text.file);
  if (files == 1) return;
  ImGui::SetNextItemWidth(std::min(ImGui::GetContentRegionAvail().x * 0.3F, 190.0F));
  if (ImGui::BeginCombo("##text-file", name.c_str())) {
    for (int file = 0; file < files; ++file) {
      const auto label = file_name(state, file) + "##" + std::to_string(file);
      if (ImGui::Selectable(label.c_str(), file == state.text.file)) open_file(state, file);
      tip(state, source_text(state, file).name);
    }
    ImGui::EndCombo();
  }
  mark(state, "text-file");
  tip(state, "The scenario, and the modules it uses");
  ImGui::SameLine(0, 8);
}

std::string entry_remark(const AppState& state) {
  const auto number = event_shown(state);
  if (number == 0) return "no event has happened yet";
  const auto& event = state.events()[number - 1];
  return fmt::format("#{} {}: {}", number, type_words(*state.program, event),
                     maker_text(*state.program, event));
}

// returns the line to be brought into sight; 0: none
int header(AppState& state) {
  auto& view = state.text;
  file_choice(state);
  const float room = ImGui::GetContentRegionAvail().x;
  const int found = search_field(state, std::clamp(room * 0.25F, 90.0F, 200.0F));
  ImGui::PushFont(state.fonts.small);
  const auto dim = [&](const std::string& text, ImU32 colour) {
    ImGui::SameLine(0, 8);
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    const auto shown = shortened(state.fonts.small, text, ImGui::GetContentRegionAvail().x);
    ImGui::TextUnformatted(shown.c_str());
    ImGui::PopStyleColor();
    if (shown != text) tip(state, text);
  };
  if (view.typed[0] != 0) {
    dim(view.found.empty() ? std::string("not found")
                           : fmt::format("{} of {}", view.found_shown + 1, view.found.size()),
        view.found.empty() ? state.palette().warning : state.palette().text_dim);
  }
  ImGui::SameLine(0, 14);
  if (ImGui::Checkbox("follow the event", &view.follows)) view.followed = 0;
  mark(state, "text-follow");
  tip(state, "Bring the rule, process or schedule entry that made the picked event into sight");
  dim(entry_remark(state), state.palette().text_dim);
  ImGui::PopFont();
  return found;
}

struct TextPainter {
  AppState& state;
  ImDrawList& list;
  const Palette& palette;
  const ImFont* font;
  float digits;  // width of the line numbers

  void matches(std::string_view line, ImVec2 at) const {
    const std::string_view wanted = state.text.typed.data();
    for (auto i = find_words(line, wanted); i != std::string_view::npos;
         i = find_words(line, wanted, i + wanted.size())) {
      const float x0 = at.x + text_width(font, line.substr(0, i));
      const float x1 = x0 + text_width(font, line.substr(i, wanted.size()));
      list.AddRectFilled({x0 - 1, at.y - 1}, {x1 + 1, at.y + line_height(font) + 1},
                         faded(palette.changed, 0.35F), 2);
    }
  }

  // from the top of the first line
  void entry(ImVec2 top, float height, float width) const {
    const auto& view = state.text;
    if (view.entry_file != view.file || view.entry.first == 0) return;
    const float y0 = top.y + static_cast<float>(view.entry.first - 1) * height;
    const float y1 = top.y + static_cast<float>(view.entry.last) * height;
    list.AddRectFilled({top.x, y0}, {top.x + width, y1}, faded(palette.accent, 0.13F));
    list.AddRectFilled({top.x, y0}, {top.x + 4, y1}, palette.accent);
  }

  void line(int number, ImVec2 at) const {
    const auto& view = state.text;
    const auto text = view.lines[static_cast<std::size_t>(number - 1)];
    const auto label = std::to_string(number);
    text_at(list, font, {at.x + 8 + digits - text_width(font, label), at.y + 1}, palette.text_dim,
            label);
    ImVec2 place{at.x + 8 + digits + 14, at.y + 1};
    if (view.typed[0] != 0) matches(text, place);
    for (const auto& piece : yaml_pieces(text)) {
      const auto colour = piece.kind == YamlPiece::Kind::comment ? palette.text_dim
                          : piece.kind == YamlPiece::Kind::key   ? palette.accent
                                                                 : palette.text;
      text_at(list, font, place, colour, piece.text);
      place.x += text_width(font, piece.text);
    }
  }
};

void lines(AppState& state, int wanted) {
  const auto& view = state.text;
  const auto* font = state.fonts.mono;
  const float height = line_height(font) + 2;
  const float letter = text_width(font, "m");
  const float digits = letter * static_cast<float>(std::to_string(view.lines.size()).size());
  const float content = digits + 30 + letter * static_cast<float>(view.widest);
  ImGui::SetNextWindowContentSize({content, 0});
  ImGui::BeginChild("##text", {0, 0}, false, ImGuiWindowFlags_HorizontalScrollbar);
  mark(state, "text",
       {ImGui::GetWindowPos().x, ImGui::GetWindowPos().y, ImGui::GetWindowWidth(),
        ImGui::GetWindowHeight()});
  if (wanted > 0) {
    // the first third is where one reads
    const float top = static_cast<float>(wanted - 1) * height;
    ImGui::SetScrollY(std::max(top - ImGui::GetWindowHeight() * 0.25F, 0.0F));
    ImGui::SetScrollX(0);
  }
  const TextPainter painter{state, *ImGui::GetWindowDrawList(), state.palette(), font, digits};
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  painter.entry(ImGui::GetCursorScreenPos(), height, std::max(content, ImGui::GetWindowWidth()));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(view.lines.size()), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      painter.line(i + 1, at);
      ImGui::Dummy({content, height});
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

}  // namespace

void text_tab(AppState& state) {
  auto& view = state.text;
  int wanted = 0;
  if (find_entry(state) && view.follows) {
    open_file(state, view.entry_file);
    wanted = view.entry.first;
  }
  if (view.file < 0) open_file(state, 0);
  if (view.goes_to.line > 0) {
    open_file(state, view.goes_to.file);
    wanted = view.goes_to.line;
    view.goes_to = {};
  }
  const int found = header(state);
  if (found > 0) wanted = found;
  if (view.lines.empty()) return empty_note(state, "This scenario was not read from a text.");
  lines(state, wanted);
}

}  // namespace brink::viz
