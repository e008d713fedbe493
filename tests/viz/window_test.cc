#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <thread>

#include "tests/support/folder.h"
#include "viz/raster/png.h"

// the program itself, in a window on a display of its own, with keys and mouse as a person has them
namespace brink::viz {
namespace {

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  char part[4096];
  while (const auto n = std::fread(part, 1, sizeof part, pipe)) text.append(part, n);
  pclose(pipe);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// runs a program until it is told to end
class Process {
 public:
  explicit Process(const std::string& command) {
    pid_ = fork();
    if (pid_ != 0) return;
    execl("/bin/sh", "sh", "-c", ("exec " + command).c_str(), nullptr);
    std::_Exit(127);
  }
  ~Process() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

 private:
  pid_t pid_ = -1;
};

class WindowTest : public ::testing::Test {
 protected:
  void SetUp() override {
    number_ = 200 + static_cast<int>(getpid() % 700);
    setenv("DISPLAY", (":" + std::to_string(number_)).c_str(), 1);
    setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
    setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
    display_ = std::make_unique<Process>("Xvfb :" + std::to_string(number_) +
                                         " -screen 0 1600x900x24 -nolisten tcp 2>/dev/null");
    viewer_ =
        std::make_unique<Process>("sh -c 'cd " + folder_.string() +
                                  "; for i in 1 2 3 4 5 6 7 8 9 10; do xdotool getmouselocation "
                                  ">/dev/null 2>&1 && break; sleep 0.2; done; exec " +
                                  BRINK_VIEW_PROGRAM + " " + BRINK_SOURCE_DIR +
                                  "/scenarios/open_letter.yaml --seed 17 2>viewer.txt'");
    window_ = wait_for("xdotool search --onlyvisible --name ' - Brink' 2>/dev/null", ".+");
    ASSERT_FALSE(window_.empty()) << output_of("cat " + (folder_ / "viewer.txt").string());
    output_of("xdotool windowfocus " + window_);
    ASSERT_NE(wait_for_title("#1 "), "") << title();
  }
  void TearDown() override {
    viewer_.reset();
    display_.reset();
  }

  // until the command's output matches; empty when it does not within 20 s
  static std::string wait_for(const std::string& command, const std::string& pattern) {
    const std::regex wanted(pattern);
    for (int i = 0; i < 200; ++i) {
      auto text = output_of(command);
      if (std::regex_search(text, wanted)) return text;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return {};
  }
  std::string title() const { return output_of("xdotool getwindowname " + window_); }
  std::string wait_for_title(const std::string& pattern) const {
    return wait_for("xdotool getwindowname " + window_, pattern);
  }
  static void press(const std::string& keys) { output_of("xdotool key " + keys); }
  static void hold_mouse(int x, int y) {
    output_of("xdotool mousemove " + std::to_string(x) + " " + std::to_string(y) +
              " sleep 0.1 mousedown 1 sleep 0.25 mouseup 1");
  }
  std::string wait_for_file(const std::string& pattern) const {
    return wait_for("ls " + folder_.string(), pattern);
  }

  test::Folder held_{"brink_window"};
  std::filesystem::path folder_ = held_.path("");
  int number_ = 0;
  std::unique_ptr<Process> display_;
  std::unique_ptr<Process> viewer_;
  std::string window_;
};

TEST_F(WindowTest, IsPlayedSteppedAskedChangedAndExported) {
  press("space");
  ASSERT_NE(wait_for_title("#([3-9]|[1-9][0-9]+) .*playing"), "") << title();
  press("space");
  ASSERT_NE(wait_for_title("#[0-9]+ - Brink"), "") << title();
  const std::regex event("#([0-9]+)");
  std::smatch found;
  auto text = title();
  ASSERT_TRUE(std::regex_search(text, found, event));
  const int here = std::stoi(found[1]);
  EXPECT_GT(here, 2);
  press("Left");
  press("Left");
  // one key goes back to this event where time had gone on since
  EXPECT_NE(wait_for_title("#(" + std::to_string(here - 1) + "|" + std::to_string(here - 2) + ") "),
            "")
      << title();
  press("y");
  EXPECT_NE(wait_for_title("why #[0-9]+"), "") << title();
  hold_mouse(40, 178);  // the first slider, near its left end
  EXPECT_NE(wait_for_title("1 change"), "") << title();
  press("r");
  EXPECT_NE(wait_for_title("#[0-9]+ · why #[0-9]+ - Brink"), "") << title();
  press("ctrl+e");
  const auto table = wait_for_file("open_letter-events[^\n]*csv");
  EXPECT_NE(table, "");
  press("ctrl+s");
  ASSERT_NE(wait_for_file("open_letter[^\n]*png"), "");
  const auto picture = read_png((folder_ / "open_letter.png").string());
  ASSERT_TRUE(picture.has_value()) << picture.error();
  EXPECT_EQ(picture->width, 1600);
  EXPECT_EQ(picture->height, 900);
}

}  // namespace
}  // namespace brink::viz
