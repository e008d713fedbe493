#pragma once

#include <string>
#include <string_view>

#include "viz/app.h"
#include "viz/raster/image.h"

struct ImGuiContext;

namespace brink::viz {

/// The viewer without a window: for screenshots and tests. Frames take 1/60 s of its own time each,
/// and the worker is waited for, so that the same input gives the same pictures.
///
/// Thread safety: one at a time in a process, since ImGui has one context.
class Headless {
 public:
  Headless(Opened opened, int width, int height);
  ~Headless();
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  App& app() { return *app_; }
  AppState& state() { return app_->state(); }

  /// Draws `count` frames. `settles`: each waits for the worker first.
  void frames(int count = 1, bool settles = true);

  /// Presses a key for one frame.
  void press(const Chord& chord);
  /// Types characters into the field that has the keyboard.
  void type(std::string_view text);
  /// Enter, Backspace and arrows for a text field, as ImGui sees them.
  void press_in_field(Key key);

  /// The mouse, in pixels of the screen; `place_mouse` draws no frame.
  void place_mouse(float x, float y);
  void move_to(float x, float y);
  void click(float x, float y, int button = 0);
  void double_click(float x, float y);
  void drag(float x0, float y0, float x1, float y1);
  void wheel(float x, float y, float notches);

  /// The middle of something marked in the last frame; false where there is no such mark.
  bool click(std::string_view mark);
  /// Shown and settled: the picture of the last frame.
  Image picture();

  void resize(int width, int height);

 private:
  void frame(bool settles);
  void save_picture();

  ImGuiContext* context_ = nullptr;
  std::unique_ptr<App> app_;
  float mouse_x_ = -1;
  float mouse_y_ = -1;
};

}  // namespace brink::viz
