#include "viz/window.h"

// OpenGL's functions come with the backend's own loader
#include <imgui.h>

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#define GLFW_INCLUDE_NONE
#include <GL/gl.h>
#include <GLFW/glfw3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

#include "viz/export.h"
#include "viz/raster/align.h"
#include "viz/raster/png.h"
#include "viz/raster/raster.h"
#include "viz/remember.h"

namespace brink::viz {
namespace {

Key key_of_glfw(int key) {
  if (key >= GLFW_KEY_SPACE && key <= GLFW_KEY_GRAVE_ACCENT) return static_cast<Key>(key);
  if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) {
    return static_cast<Key>(static_cast<int>(Key::f1) + key - GLFW_KEY_F1);
  }
  switch (key) {
    case GLFW_KEY_LEFT:
      return Key::left;
    case GLFW_KEY_RIGHT:
      return Key::right;
    case GLFW_KEY_UP:
      return Key::up;
    case GLFW_KEY_DOWN:
      return Key::down;
    case GLFW_KEY_HOME:
      return Key::home;
    case GLFW_KEY_END:
      return Key::end;
    case GLFW_KEY_PAGE_UP:
      return Key::page_up;
    case GLFW_KEY_PAGE_DOWN:
      return Key::page_down;
    case GLFW_KEY_TAB:
      return Key::tab;
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
      return Key::enter;
    case GLFW_KEY_ESCAPE:
      return Key::escape;
    case GLFW_KEY_BACKSPACE:
      return Key::backspace;
    case GLFW_KEY_DELETE:
      return Key::remove;
    case GLFW_KEY_KP_ADD:
      return key_of('+');
    case GLFW_KEY_KP_SUBTRACT:
      return key_of('-');
    default:
      return Key::none;
  }
}

// the character that a key of this keyboard makes: `?` is not the same key everywhere
Chord chord_of(int key, int scancode, int mods) {
  Chord chord{key_of_glfw(key), (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_CONTROL) != 0};
  const char* name = glfwGetKeyName(key, scancode);
  if (name == nullptr || name[1] != '\0') return chord;
  const char c = name[0];
  chord.key = key_of(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  const bool is_letter = c >= 'a' && c <= 'z';
  if (chord.shift && !is_letter) {
    if (c == '/') chord = {key_of('?'), false, chord.control};
    if (c == '=') chord = {key_of('+'), false, chord.control};
  }
  return chord;
}

struct Glfw {
  Glfw() : is_ready(glfwInit() == GLFW_TRUE) {}
  ~Glfw() {
    if (is_ready) glfwTerminate();
  }
  bool is_ready;
};

/// The window, its OpenGL context and ImGui's.
class Window {
 public:
  Window(Opened opened, const WindowOptions& options) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    window_ = glfwCreateWindow(options.width, options.height, "Brink", nullptr, nullptr);
    if (window_ == nullptr) return;
    glfwSetWindowSizeLimits(window_, 800, 500, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    app_ = std::make_unique<App>(std::move(opened));
    recall(app_->state());
    if (options.has_theme) app_->state().theme = options.theme;
    if (options.zoom >= 1) app_->state().zoom = options.zoom;
    wanted_place_ = options.at;
    glfwSetWindowUserPointer(window_, this);
    // before the backend's, which calls it in turn: a quick tap is never lost
    glfwSetKeyCallback(window_, on_key);
    ImGui_ImplGlfw_InitForOpenGL(window_, true);
    ImGui_ImplOpenGL3_Init("#version 130");
  }
  ~Window() {
    if (window_ == nullptr) return;
    remember(app_->state());
    app_.reset();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window_);
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  bool is_open() const { return window_ != nullptr; }

  void stay() {
    auto last = std::chrono::steady_clock::now();
    while (glfwWindowShouldClose(window_) == GLFW_FALSE && !app_->state().wants_quit) {
      rest();
      const auto now = std::chrono::steady_clock::now();
      const float seconds = std::chrono::duration<float>(now - last).count();
      last = now;
      frame(std::min(seconds, 0.25F));
    }
  }

 private:
  static void on_key(GLFWwindow* window, int key, int scancode, int action, int mods) {
    auto* self = static_cast<Window*>(glfwGetWindowUserPointer(window));
    self->busy_frames_ = kBusyFrames;
    if (action == GLFW_RELEASE) return;
    self->app_->press(chord_of(key, scancode, mods));
  }

  // nothing moves: wait for the person, and look now and then whether the worker has news
  void rest() {
    const auto& state = app_->state();
    const bool moves =
        state.playback.is_playing || state.scene->is_working || state.clock < state.message.until;
    if (moves) busy_frames_ = kBusyFrames;
    if (busy_frames_ > 0) {
      --busy_frames_;
      glfwPollEvents();
      return;
    }
    glfwWaitEventsTimeout(0.25);
    busy_frames_ = kBusyFrames;
  }

  void frame(float seconds) {
    if (app_->refresh_fonts() && has_device_) {
      ImGui_ImplOpenGL3_DestroyFontsTexture();
      ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    ImGui_ImplOpenGL3_NewFrame();
    has_device_ = true;
    ImGui_ImplGlfw_NewFrame();
    auto& io = ImGui::GetIO();
    const float zoom = app_->state().zoom;
    io.DisplaySize = {io.DisplaySize.x / zoom, io.DisplaySize.y / zoom};
    io.MousePos = {io.MousePos.x / zoom, io.MousePos.y / zoom};
    io.DisplayFramebufferScale = {io.DisplayFramebufferScale.x * zoom,
                                  io.DisplayFramebufferScale.y * zoom};
    ImGui::NewFrame();
    if (wanted_place_ >= SimTime{} && !app_->state().recording().is_running()) {
      app_->go_to_time(std::exchange(wanted_place_, SimTime{-1}));
    }
    app_->frame(seconds);
    ImGui::Render();
    present();
    show_title();
    save_picture();
    follow_full_screen();
  }

  void present() {
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    const auto ground = ImGui::ColorConvertU32ToFloat4(app_->state().palette().window);
    glViewport(0, 0, width, height);
    glClearColor(ground.x, ground.y, ground.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    const auto texture = texture_of(*ImGui::GetIO().Fonts);
    align_glyphs(*ImGui::GetDrawData(), texture.width, texture.height);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window_);
  }

  // where the person is, for the list of windows
  void show_title() {
    const auto title = window_title(app_->state());
    if (title == title_) return;
    title_ = title;
    glfwSetWindowTitle(window_, title.c_str());
  }

  // the frame that was shown, drawn once more on the processor
  void save_picture() {
    auto& state = app_->state();
    if (state.wants_picture.empty()) return;
    const auto path = std::exchange(state.wants_picture, {});
    const auto image =
        render(*ImGui::GetDrawData(), texture_of(*ImGui::GetIO().Fonts), state.palette().window);
    const auto failure = write_png(image, path);
    tell(state, failure ? *failure : "Saved " + path);
  }

  void follow_full_screen() {
    auto& state = app_->state();
    if (state.wants_full_screen == state.is_full_screen) return;
    state.is_full_screen = state.wants_full_screen;
    if (state.is_full_screen) {
      glfwGetWindowPos(window_, &x_, &y_);
      glfwGetWindowSize(window_, &width_, &height_);
      GLFWmonitor* monitor = glfwGetPrimaryMonitor();
      const GLFWvidmode* mode = glfwGetVideoMode(monitor);
      glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    } else {
      glfwSetWindowMonitor(window_, nullptr, x_, y_, width_, height_, GLFW_DONT_CARE);
    }
  }

  static constexpr int kBusyFrames = 4;  // after anything happened

  GLFWwindow* window_ = nullptr;
  std::unique_ptr<App> app_;
  std::string title_;
  SimTime wanted_place_{-1};
  int busy_frames_ = kBusyFrames;
  bool has_device_ = false;
  int x_ = 0;
  int y_ = 0;
  int width_ = 1600;
  int height_ = 900;
};

}  // namespace

int show_window(Opened opened, const WindowOptions& options) {
  glfwSetErrorCallback([](int, const char*) {});
  const Glfw glfw;
  if (!glfw.is_ready) {
    std::fputs(
        "brink-view: error: there is no display to open a window on\n"
        "  hint: `brink-view FILE --screenshot out.png` draws a picture without one, and `brink "
        "run "
        "FILE` prints the timeline\n",
        stderr);
    return 1;
  }
  Window window(std::move(opened), options);
  if (!window.is_open()) {
    std::fputs(
        "brink-view: error: the display has no OpenGL 3\n"
        "  hint: `brink-view FILE --screenshot out.png` draws a picture without it\n",
        stderr);
    return 1;
  }
  window.stay();
  return 0;
}

}  // namespace brink::viz
