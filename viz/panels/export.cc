#include "viz/draw/dialog.h"
#include "viz/draw/draw.h"
#include "viz/panels/panels.h"

namespace brink::viz {
namespace {

struct Offered {
  Command command;
  Icon icon;
  const char* name;
  const char* label;
  const char* about;
};

constexpr Offered kOffered[] = {
    {Command::export_picture, Icon::camera, "export-picture", "Save a picture (PNG)",
     "The window as it is now, without this box, into the folder that brink-view was started in."},
    {Command::export_table, Icon::bookmark, "export-table", "Save the events as a table (CSV)",
     "One row for each event up to the playhead: number, date, type, parties, cause, details."},
    {Command::copy_why, Icon::sitemap, "export-why", "Copy the reasons as text",
     "Why the picked event happened, step by step, to paste into a letter or a report."}};

}  // namespace

void export_window(AppState& state) {
  if (!begin_dialog(state, "export-window", "Export", state.shows_export, 520, 300)) return;
  ImGui::BeginChild("##export", {0, 0});
  const float keys = 70;
  for (const auto& offer : kOffered) {
    const float room = ImGui::GetContentRegionAvail().x;
    std::string text = icon(offer.icon, state.fonts.has_icons);
    text += "  " + std::string(offer.label) + "###" + offer.name;
    ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, {0, 0.5F});
    const bool is_pressed = ImGui::Button(text.c_str(), {room - keys, 0});
    ImGui::PopStyleVar();
    mark(state, offer.name);
    ImGui::SameLine(0, 10);
    ImGui::PushStyleColor(ImGuiCol_Text, state.palette().text_dim);
    ImGui::TextUnformatted(chord_text(entry_of(offer.command).chord).c_str());
    ImGui::PopStyleColor();
    empty_note(state, offer.about);
    ImGui::Dummy({0, 6});
    if (!is_pressed) continue;
    state.shows_export = false;
    carry_out_later(state, offer.command);
  }
  ImGui::EndChild();
  end_dialog();
}

}  // namespace brink::viz
