#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/run/overlay.h"
#include "viz/app_state.h"

namespace brink::viz {

/// Which run is opened.
struct Opened {
  std::shared_ptr<const Program> program;
  Overlay overlay;
  RunSeed seed;
  std::string file;  // as it was given, for headings and names of exported files
};

/// The viewer over one run: everything but the window. Needs an ImGui context, whose fonts it
/// loads.
///
/// Thread safety: one thread; the worker has its own.
class App {
 public:
  explicit App(Opened opened);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// One frame: takes the newest scene, carries out what keys asked for, draws. Between ImGui's
  /// NewFrame and Render. `seconds` since the last frame.
  void frame(float seconds);

  /// A key was pressed, by whom the window hears it. Queued until the next frame.
  void press(const Chord& chord) { chords_.push_back(chord); }

  /// Until the worker has nothing left to do, so that the next frame shows it all.
  void settle();

  /// Loads fonts where the zoom has changed. Outside of a frame. True if the atlas is new.
  bool refresh_fonts();

  /// Goes to an instant, as the person would by the strip.
  void go_to_time(SimTime time);

  AppState& state() { return state_; }

 private:
  void follow_scene();
  void follow_keys();
  void follow_playhead();
  void hold_playhead();
  void draw();
  void splitters(const ScreenLayout& layout);

  std::unique_ptr<Worker> worker_;
  AppState state_;
  std::vector<Chord> chords_;
  Playhead looked_at_{0, SimTime{-1}};
  const Recording* looked_in_ = nullptr;
  // kept until others are shown, so that no new one can lie where these did
  std::shared_ptr<const Recording> shown_;
  std::shared_ptr<const Recording> shown_baseline_;
  float fonts_zoom_ = 0;
};

/// "The open letter · seed 17 · 4 Jun 2026, 09:00 · #3 · 1 change · playing", for the window.
std::string window_title(const AppState& state);

}  // namespace brink::viz
