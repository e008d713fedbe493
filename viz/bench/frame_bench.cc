#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "viz/headless.h"

// What a frame costs, and how long a jump takes, on runs far larger than anybody looks at for long:
// CPU time of the interface's own thread, without drawing pixels. Each figure stands beside that of
// an empty scenario in the same process.
namespace brink::viz {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Twelve actors that strike each other; each strike moves five plotted numbers.
std::string crowded(int events) {
  const int actors = 12;
  const double rate = events * 1.01 / 1000.0 / actors;  // [1/day] of each
  std::string text = fmt::format(
      "brink: 1\ntitle: A crowd\nstart: 2026-01-01\nhorizon: 1000 d\n"
      "world:\n  variables:\n");
  for (int i = 0; i < 5; ++i) text += fmt::format("    level_{}: {{initial: 0, decay: 20 d}}\n", i);
  text += "actors:\n";
  std::string ids;
  for (int i = 0; i < actors; ++i) {
    text += fmt::format("  actor_{}: {{name: Actor number {}, kind: state}}\n", i, i);
    ids += fmt::format("{}actor_{}", i == 0 ? "" : ", ", i);
  }
  text += fmt::format(
      "groups:\n  everyone: [{}]\nevents:\n  strike: {{is: assault}}\n"
      "processes:\n  strikes:\n    for: everyone\n    rate: {}\n    emit: strike\n"
      "    to: pick(each in everyone where each != self)\n"
      "rules:\n  effects:\n    upon: strike\n    do:\n",
      ids, rate);
  for (int i = 0; i < 5; ++i) text += fmt::format("      - level_{} += 1\n", i);
  return text;
}

constexpr const char* kEmpty =
    "brink: 1\ntitle: Nothing\nstart: 2026-01-01\nhorizon: 1000 d\nactors:\n  a: {name: A}\n";

Opened opened(const std::string& text) {
  auto scenario = read_scenario({.name = "bench.yaml", .text = text});
  auto program = compile(std::move(*scenario));
  if (!program) throw std::runtime_error(program.error().front().message);
  return {std::make_shared<const Program>(std::move(*program)), {}, {1, 0}, "bench.yaml"};
}

struct Figures {
  double p50 = 0;
  double p95 = 0;
};

Figures figures_of(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return {all[all.size() / 2], all[all.size() * 95 / 100]};
}

// one frame as the window makes it, but for its pixels
double frame_ms(App& app) {
  ImGui::GetIO().DeltaTime = 1.0F / 60;
  const auto start = Clock::now();
  ImGui::NewFrame();
  app.frame(1.0F / 60);
  ImGui::Render();
  return ms_since(start);
}

template <class Move>
Figures frames(Headless& viewer, int count, const Move& move) {
  std::vector<double> all;
  for (int i = 0; i < count; ++i) {
    move(i);
    all.push_back(frame_ms(viewer.app()));
  }
  return figures_of(all);
}

std::size_t points_of(const AppState& state) {
  std::size_t n = 0;
  for (const auto& course : state.scene->current.courses->courses) n += course->points.size();
  return n;
}

void say(const char* what, const Figures& of, const Figures& base, double budget) {
  fmt::print(
      "{:<34} {:>7.2f} {:>7.2f} {:>9.1f} {:>9}\n", what, of.p50, of.p95, of.p50 / base.p50,
      budget > 0 ? fmt::format("{:.0f} ms {}", budget, of.p50 <= budget ? "met" : "missed") : "");
}

Figures measure_empty() {
  Headless viewer(opened(kEmpty), 1600, 900);
  viewer.frames(5);
  return frames(viewer, 200, [](int) {});
}

void measure_frames(int events, const Figures& base) {
  Headless viewer(opened(crowded(events)), 1600, 900);
  auto& state = viewer.state();
  state.plotted.clear();
  for (SlotId s = 0; s < 5; ++s) state.plotted.push_back(s);
  viewer.frames(10);
  carry_out(state, Command::fit);
  viewer.frames(5);
  fmt::print("{} events, {} plotted points\n", state.events().size(), points_of(state));
  say("  still", frames(viewer, 200, [](int) {}), base, 2);
  say("  moving the view",
      frames(viewer, 200,
             [&](int i) {
               state.view.from = i * 0.5;
               state.view.to = 700 + i * 0.5;
             }),
      base, 2);
  say("  zooming", frames(viewer, 200, [&](int i) { state.view.to = 1000 - i * 4; }), base, 2);
  carry_out(state, Command::fit);
  state.playback.speed = 20;
  state.playback.is_playing = true;
  say("  playing", frames(viewer, 200, [](int) {}), base, 2);
}

// from the wish to the moment: what a person waits for
void measure_jumps(int events, const Figures& base) {
  Headless viewer(opened(crowded(events)), 1600, 900);
  auto& state = viewer.state();
  viewer.app().settle();
  const auto n = static_cast<std::uint32_t>(state.events().size());
  fmt::print("{} events\n", n);
  std::vector<double> back;
  std::vector<double> anywhere;
  std::uint32_t event = n;
  std::uint32_t mixed = 1;
  const auto jump = [&](std::uint32_t to, std::vector<double>& all) {
    const auto place = place_of_event(state.events(), to);
    const auto start = Clock::now();
    state.worker->post(ask::Look{place});
    state.worker->wait_until_idle();
    all.push_back(ms_since(start));
  };
  for (int i = 0; i < 100; ++i) jump(--event, back);
  for (int i = 0; i < 100; ++i) {
    mixed = mixed * 1664525 + 1013904223;
    jump(1 + mixed % n, anywhere);
  }
  say("  back an event", figures_of(back), base, 50);
  say("  jump anywhere", figures_of(anywhere), base, 50);
}

}  // namespace
}  // namespace brink::viz

int main() {
  using namespace brink::viz;
  fmt::print("{:<34} {:>7} {:>7} {:>9} {:>9}\n", "CPU [ms]", "p50", "p95", "x empty", "budget");
  const auto base = measure_empty();
  say("empty scenario", base, base, 0);
  measure_frames(100'000, base);
  measure_jumps(1'000'000, base);
  return 0;
}
