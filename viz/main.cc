#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "engine/base/calendar.h"
#include "engine/base/version.h"
#include "viz/open_run.h"
#include "viz/screenshot.h"
#include "viz/window.h"

namespace {

using namespace brink::viz;

/// The command line, not yet understood.
struct Arguments {
  RunToOpen run;
  std::string screenshot;
  std::string size = "1600x900";
  std::string at;
  std::string theme;
  std::string keys;
  double zoom = 0;
};

void declare(CLI::App& app, Arguments& a) {
  app.set_version_flag("--version", std::string(brink::kVersion));
  app.add_option("FILE", a.run.path, "A scenario, or a results folder of `brink batch`")
      ->required();
  app.add_option("--seed", a.run.text.seed, "Which chance plays: a whole number [1]");
  app.add_option("--replication", a.run.text.replication,
                 "Which run of the seed: a whole number [0]");
  app.add_option("--run", a.run.run, "Of a results folder: which of its runs [0]");
  app.add_option("--variant", a.run.text.variant, "Parameter values that the scenario names");
  app.add_option("--set", a.run.text.settings, "NAME=VALUE: a parameter's value from the start");
  app.add_option("--what-if", a.run.text.interventions,
                 "'DATE: NAME = VALUE': a parameter or variable from an instant on");
  app.add_option("--until", a.run.text.until,
                 "Where the run ends: a date, or a length such as 60 d");
  app.add_flag("--no-stop", a.run.text.no_stop, "Outcomes do not end the run");
  app.add_option("--at", a.at, "Where the playhead begins: a date, or a length from the start");
  app.add_option("--theme", a.theme, "dark or light")->check(CLI::IsMember({"dark", "light"}));
  app.add_option("--zoom", a.zoom, "Size of everything, 1 to 2")->check(CLI::Range(1.0, 2.0));
  app.add_option("--size", a.size, "Of the window or picture, in pixels [1600x900]");
  app.add_option("--screenshot", a.screenshot, "Write a picture (PNG) without opening a window");
  app.add_option("--keys", a.keys,
                 "With --screenshot: a file of keys and clicks to do first, one on each line");
  app.footer(
      "In the window: Space plays, → and ← step from event to event, Y asks why, ? lists all "
      "keys.\n"
      "Lines of a --keys file: a key (Space, Ctrl+P, Shift+Right), a command (next-event),\n"
      "`click NAME`, `double-click NAME`, `hover NAME`, `drag NAME DX DY`, `type TEXT`; # begins a "
      "remark.");
}

int complain(const std::string& text, int code) {
  std::fputs((text + "\n").c_str(), stderr);
  return code;
}

std::optional<brink::SimTime> parse_place(const brink::Program& program, const std::string& text) {
  if (const auto instant = brink::parse_instant(text)) {
    return brink::SimTime{instant->us - program.start.us};
  }
  if (const auto length = brink::parse_duration(text)) return brink::SimTime{length->us};
  return std::nullopt;
}

int view(const Arguments& a) {
  const auto size = parse_size(a.size);
  if (!size) {
    return complain(fmt::format("brink-view: error: --size: `{}` is no size from 640x400 to "
                                "7680x4320, such as 1280x720",
                                a.size),
                    2);
  }
  if (!a.keys.empty() && a.screenshot.empty()) {
    return complain("brink-view: error: --keys goes with --screenshot", 2);
  }
  auto opened = open_run(a.run);
  if (!opened) return complain(opened.error().text, opened.error().is_command_line ? 2 : 1);
  std::optional<brink::SimTime> at;
  if (!a.at.empty()) {
    at = parse_place(*opened->program, a.at);
    if (!at) {
      return complain(
          fmt::format("brink-view: error: --at: `{}` is neither a date (2026-06-20) nor "
                      "a length (16 d)",
                      a.at),
          2);
    }
  }
  const auto theme = a.theme == "light" ? Theme::light : Theme::dark;
  if (a.screenshot.empty()) {
    return show_window(std::move(*opened), {.theme = theme,
                                            .has_theme = !a.theme.empty(),
                                            .zoom = static_cast<float>(a.zoom),
                                            .width = size->first,
                                            .height = size->second,
                                            .at = at.value_or(brink::SimTime{-1})});
  }
  const Screenshot wanted{.path = a.screenshot,
                          .width = size->first,
                          .height = size->second,
                          .theme = theme,
                          .zoom = a.zoom == 0 ? 1 : static_cast<float>(a.zoom),
                          .at = at,
                          .keys = a.keys};
  if (const auto failure = take_screenshot(std::move(*opened), wanted)) {
    return complain("brink-view: error: " + *failure, 1);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Opens a run in a window: see it, step it, rewind it, ask it why.", "brink-view");
  Arguments arguments;
  declare(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return view(arguments);
}
