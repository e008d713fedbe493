#include "viz/remember.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/report/new_file.h"

namespace brink::viz {
namespace {

std::filesystem::path kept_in() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0') {
    return std::filesystem::path(config) / "brink" / "view.json";
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr) return {};
  return std::filesystem::path(home) / ".config" / "brink" / "view.json";
}

}  // namespace

void recall(AppState& state) {
  std::ifstream file(kept_in());
  if (!file) return;
  const auto kept = nlohmann::json::parse(file, nullptr, false);
  if (!kept.is_object() || kept.value("schema", 0) != 1) return;
  const auto number = [&](const char* key, float& value, float low, float high) {
    if (kept.contains(key) && kept[key].is_number()) {
      value = std::clamp(kept[key].get<float>(), low, high);
    }
  };
  auto& d = state.division;
  number("left", d.left, 190, 520);
  number("right", d.right, 230, 640);
  number("lower", d.lower, 0.15F, 0.85F);
  number("ladder", d.ladder, 0.15F, 0.85F);
  number("relations", d.relations, 0.15F, 0.85F);
  number("zoom", state.zoom, 1, 2);
  if (kept.contains("theme") && kept["theme"] == "light") state.theme = Theme::light;
}

void remember(const AppState& state) {
  const auto path = kept_in();
  if (path.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  const auto& d = state.division;
  const nlohmann::json kept{
      {"schema", 1},        {"left", d.left},
      {"right", d.right},   {"lower", d.lower},
      {"ladder", d.ladder}, {"relations", d.relations},
      {"zoom", state.zoom}, {"theme", state.theme == Theme::light ? "light" : "dark"}};
  NewFile file(path.string());
  if (file.open()) return;
  (void)file.write_and_close(kept.dump(2) + "\n");
}

}  // namespace brink::viz
