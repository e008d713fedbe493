#include "viz/export.h"

#include <fmt/format.h>
#include <imgui.h>

#include <filesystem>

#include "engine/report/log_rows.h"
#include "engine/report/new_file.h"
#include "engine/report/why_text.h"

namespace brink::viz {
namespace {

namespace fs = std::filesystem;

std::string path_for(const AppState& state, std::string_view what, const std::string& ending) {
  return free_path(".", export_name(state.file) + std::string(what), ending);
}

void save(AppState& state, const std::string& path, std::string_view text,
          const std::string& what) {
  NewFile file(path);
  auto failure = file.open();
  if (!failure) failure = file.write_and_close(text);
  tell(state, failure ? *failure : fmt::format("Saved {} as {}", what, path));
}

// the reasons of the picked event; null, and told, where there are none yet
const SceneWhy* reasons_at_hand(AppState& state) {
  const auto& why = state.scene->why;
  if (state.selection.event == 0) {
    tell(state, "No event is picked: click one, or press Y");
    return nullptr;
  }
  if (why == nullptr || why->event != state.selection.event) {
    tell(state, "The reasons are still being worked out: try again in a moment");
    return nullptr;
  }
  return why.get();
}

}  // namespace

std::string export_name(std::string_view file) {
  fs::path path(file);
  if (!path.has_filename()) path = path.parent_path();
  auto name = path.stem().string();
  return name.empty() || name == "." || name == ".." ? "brink" : name;
}

std::string free_path(const std::string& folder, const std::string& stem,
                      const std::string& ending) {
  std::error_code error;
  auto base = fs::absolute(folder, error).lexically_normal();
  if (error) base = folder;
  auto path = base / (stem + ending);
  for (int n = 2; fs::exists(path, error); ++n) {
    path = base / fmt::format("{}-{}{}", stem, n, ending);
  }
  return path.string();
}

void export_table(AppState& state) {
  const auto& moment = state.scene->moment;
  if (moment == nullptr || moment->at != state.playback.place) {
    return tell(state, "The run is still being computed up to here: try again in a moment");
  }
  const auto count = moment->log.events().size();
  if (count == 0) return tell(state, "No event has happened yet: there is nothing to save");
  const FinishedRun run{&moment->run, &moment->log, nullptr};
  save(state, path_for(state, "-events", ".csv"), csv_log(run),
       fmt::format("{} event{}", count, count == 1 ? "" : "s"));
}

void export_picture(AppState& state) { state.wants_picture = path_for(state, "", ".png"); }

void copy_why(AppState& state) {
  const auto* why = reasons_at_hand(state);
  if (why == nullptr) return;
  ImGui::SetClipboardText(why_text(why->explanation).c_str());
  tell(state, fmt::format("Copied why #{} happened, as text", why->event));
}

void save_why(AppState& state) {
  const auto* why = reasons_at_hand(state);
  if (why == nullptr) return;
  save(state, path_for(state, fmt::format("-why-{}", why->event), ".txt"),
       why_text(why->explanation), fmt::format("why #{} happened", why->event));
}

}  // namespace brink::viz
