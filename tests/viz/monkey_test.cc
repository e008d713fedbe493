#include <gtest/gtest.h>
#include <imgui.h>

#include <filesystem>
#include <random>

#include "tests/support/folder.h"
#include "tests/viz/viewers.h"

// somebody who presses and clicks whatever there is
namespace brink::viz {
namespace {

using test::opened;
using test::run_once;
using test::shown_hash;

class Monkey {
 public:
  Monkey(Headless& viewer, std::uint32_t seed) : viewer_(viewer), random_(seed) {}

  void act() {
    auto& io = ImGui::GetIO();
    switch (random_() % 12) {
      case 0:
      case 1:
        viewer_.app().press(any_chord());
        break;
      case 2:
        io.AddInputCharacter(static_cast<unsigned>(32 + random_() % 95));
        break;
      case 3:
        io.KeysDown[random_() % ImGuiKey_COUNT] = random_() % 2 == 0;
        break;
      case 4:
        io.MouseWheel = static_cast<float>(random_() % 7) - 3;
        break;
      case 5:
        io.KeyShift = random_() % 4 == 0;
        io.KeyCtrl = random_() % 4 == 0;
        io.KeyAlt = random_() % 4 == 0;
        break;
      case 6:
        resize();
        break;
      case 7:
      case 8:
        io.MouseDown[random_() % 3] = random_() % 2 == 0;
        break;
      case 9:
        move_to_mark();
        break;
      default:
        viewer_.place_mouse(static_cast<float>(random_() % 1700) - 20,
                            static_cast<float>(random_() % 950) - 20);
    }
    viewer_.frames(1, random_() % 8 == 0);
  }

  void let_go() {
    auto& io = ImGui::GetIO();
    for (auto& down : io.KeysDown) down = false;
    for (auto& down : io.MouseDown) down = false;
    io.KeyShift = io.KeyCtrl = io.KeyAlt = false;
    viewer_.move_to(5, 5);
    for (int i = 0; i < 4; ++i) viewer_.press({Key::escape});
  }

 private:
  Chord any_chord() {
    const auto table = key_table();
    return table[random_() % table.size()].chord;
  }
  void resize() {
    constexpr std::pair<int, int> kSizes[] = {
        {1600, 900}, {1280, 720}, {1024, 768}, {640, 400}, {2560, 1440}};
    const auto [width, height] = kSizes[random_() % std::size(kSizes)];
    viewer_.resize(width, height);
  }
  // where there is something to be hit
  void move_to_mark() {
    const auto& marks = viewer_.state().marks;
    if (marks.empty()) return;
    auto chosen = marks.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(random_() % marks.size()));
    const auto& rect = chosen->second;
    const float zoom = viewer_.state().zoom;
    viewer_.place_mouse((rect.x + rect.width * static_cast<float>(random_() % 100) / 100) * zoom,
                        (rect.y + rect.height * static_cast<float>(random_() % 100) / 100) * zoom);
  }

  Headless& viewer_;
  std::mt19937 random_;
};

// what must hold whatever was done
void expect_sound(const AppState& state) {
  const auto& place = state.playback.place;
  const auto n = state.events().size();
  ASSERT_LE(place.event, n);
  ASSERT_GE(place.time, place_of_event(state.events(), place.event).time);
  ASSERT_GE(place.time, SimTime{});
  ASSERT_GE(state.view.from, 0);
  ASSERT_LE(state.view.to, state.length * (1 + 1e-12));
  ASSERT_LT(state.view.from, state.view.to);
  ASSERT_GE(state.zoom, 1);
  ASSERT_LE(state.zoom, 2);
  ASSERT_LE(state.plotted.size(), 8U);
}

class MonkeyTest : public ::testing::TestWithParam<const char*> {
 protected:
  MonkeyTest() { std::filesystem::current_path(folder_.path("")); }
  ~MonkeyTest() override { std::filesystem::current_path(before_); }
  test::Folder folder_{"brink_monkey"};
  std::filesystem::path before_ = std::filesystem::current_path();
};

TEST_P(MonkeyTest, NothingCrashesAndEveryHashIsThatOfARunAlone) {
  Headless viewer(opened(GetParam(), 3), 1600, 900);
  Monkey monkey(viewer, 77);
  for (int i = 0; i < 5'000; ++i) {
    monkey.act();
    expect_sound(viewer.state());
    if (HasFatalFailure()) FAIL() << "after input " << i;
  }
  monkey.let_go();
  auto& state = viewer.state();
  const auto seed = state.scene->seed;
  EXPECT_EQ(shown_hash(viewer), run_once(*state.program, seed, *state.scene->current.overlay).hash);
  viewer.press({key_of('R')});
  EXPECT_EQ(shown_hash(viewer), run_once(*state.program, seed).hash);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, MonkeyTest, ::testing::Values("open_letter", "coalition"));

}  // namespace
}  // namespace brink::viz
