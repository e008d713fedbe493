#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/program.h"
#include "viz/event_filter.h"
#include "viz/event_look.h"
#include "viz/keys.h"
#include "viz/panel_caches.h"
#include "viz/playback.h"
#include "viz/plot_cache.h"
#include "viz/scene.h"
#include "viz/screen_layout.h"
#include "viz/slot_history.h"
#include "viz/text_view.h"
#include "viz/theme/fonts.h"
#include "viz/theme/icons.h"
#include "viz/theme/theme.h"
#include "viz/time_axis.h"
#include "viz/timeline_layout.h"
#include "viz/why_cards.h"
#include "viz/worker.h"

namespace brink::viz {

/// What the lower middle shows.
enum class LowerTab : std::uint8_t { plots, events, text };
/// What the upper right shows.
enum class ReasonsTab : std::uint8_t { why, offers, history };
/// What the lower right shows.
enum class RelationsTab : std::uint8_t { relations, channels };

/// A tab that a command or a click asks to be opened; it is done once by the panel.
template <class Tab>
struct TabChoice {
  Tab shown{};
  bool is_asked = false;
  void ask(Tab tab) {
    shown = tab;
    is_asked = true;
  }
};

/// What the person has picked out.
///
/// event   number in the current branch; 0: none. `key` tells whether it is still the same one
///         after a change
/// hovered what the mouse is on in this frame, in whatever panel; shown in all
/// has_tip the panel that the mouse is in says itself what `hovered` is
/// slot    whose history is shown; kNone: none
struct Selection {
  std::uint32_t event = 0;
  std::uint64_t key = 0;
  std::uint32_t hovered = 0;
  std::uint32_t hovered_before = 0;  // in the frame before
  bool has_tip = false;
  SlotId slot = kNone;
  OfferId offer = kNone;
};

struct Bookmark {
  Playhead place;
  std::string name;
};

/// The lanes of the visible stretch, laid out again only when something of these has changed.
struct LaneCache {
  const Recording* recording = nullptr;
  std::size_t events = 0;
  TimeAxis axis;
  std::vector<Lane> lanes;
};

/// What stands in the search box of the event table, and the events that match; where the table
/// stands.
///
/// matcher    null: everything matches
/// recording  that is searched; held, so that another's cannot be taken for it
/// looked_at  how many of its events have been
/// found      their numbers, rising
/// scroll     the row at the table's upper border
/// follows    the table keeps the playhead in sight
/// followed   the event of the playhead that it was last moved to
struct EventFilter {
  std::array<char, 128> text{};
  bool wants_focus = false;
  std::string found_for;
  std::unique_ptr<EventMatcher> matcher;
  std::shared_ptr<const Recording> recording;
  std::size_t looked_at = 0;
  std::vector<std::uint32_t> found;
  double scroll = 0;
  bool follows = true;
  std::uint32_t followed = 0;
};

/// A line that tells what has just been done, for a few seconds.
struct Message {
  std::string text;
  double until = 0;  // [s] of AppState::clock
};

/// Everything the viewer remembers from one frame to the next. Panels are functions over it.
///
/// length   of the run as it is shown [day]: the horizon, or what the run was cut to
/// view     the visible stretch; `left` and `width` are the lanes' of the last frame
/// marks    rectangle of each named thing of the last frame, for tests and `--keys`
/// clock    [s] since the start, by frames
struct AppState {
  std::shared_ptr<const Program> program;
  std::string file;  // as it was given
  double length = 1;
  Worker* worker = nullptr;
  std::shared_ptr<const Scene> scene;
  std::vector<EventLook> looks;

  Playback playback;
  TimeAxis view;
  bool view_follows = true;  // the playhead
  bool shows_future = true;  // dimmed; otherwise it is hidden
  Selection selection;
  std::vector<Bookmark> bookmarks;
  std::vector<SlotId> plotted;

  Theme theme = Theme::dark;
  Fonts fonts;
  float zoom = 1;
  Division division;
  TabChoice<LowerTab> lower;
  TabChoice<ReasonsTab> reasons;
  TabChoice<RelationsTab> relations;
  EventFilter filter;
  WhyView why;
  TextView text;
  HistoryView history;
  bool shows_help = false;
  bool shows_palette = false;
  bool shows_export = false;
  std::array<char, 64> variable_text{};  // that the chooser of plots is narrowed to
  std::array<char, 64> palette_text{};
  std::size_t palette_choice = 0;
  std::array<char, 24> seed_text{};
  bool types_seed = false;
  float lane_scroll = 0;  // [px]
  float lane_height = 0;  // [px] of the last frame
  Message message;

  std::map<std::string, Rect, std::less<>> marks;
  LaneCache lanes;
  LaneCache strip_lanes;           // of the whole run
  LaneCache strip_baseline_lanes;  // likewise of the baseline beside it
  PanelCaches caches;
  PlotCache plots;
  PlotCache baseline_plots;
  double clock = 0;
  bool wants_full_screen = false;
  bool is_full_screen = false;
  bool wants_quit = false;
  bool keeps_marks = true;
  std::optional<Command> later;  // carried out once the window that it was chosen in is gone
  int frames_until_later = 0;
  std::string wants_picture;  // path of a PNG to be written after this frame

  const Palette& palette() const { return palette_of(theme); }
  const Recording& recording() const { return *scene->current.recording; }
  const Blocks<EventRecord>& events() const { return recording().log.events(); }
  /// The latest instant that can be shown: what is recorded, or the run's end.
  SimTime end() const { return recording().reached_time(); }
};

/// Remembers the rectangle of the last ImGui item, or any, under a name.
void mark(AppState& state, std::string_view name);
void mark(AppState& state, std::string_view name, const Rect& rect);

/// Picks an event, shows it at the playhead if `goes_there`, and asks why it happened.
void select_event(AppState& state, std::uint32_t number, bool goes_there);

/// Moves the playhead, and the view with it where it would be lost from sight.
void go_to(AppState& state, const Playhead& place);

/// Says something to the person for a few seconds.
void tell(AppState& state, std::string text);

/// Gives a parameter or variable another value from the playhead on.
void change_slot(AppState& state, SlotId slot, Value value);

/// Adds a variable to those that are plotted, at most kMostPlots, or takes it away.
void plot_slot(AppState& state, SlotId slot, bool is_plotted);
inline constexpr std::size_t kMostPlots = 8;

/// Carries out a command, as its key, its button and the palette do.
void carry_out(AppState& state, Command command);

/// The same two frames later, when a window that closes now will not be in the picture any more.
void carry_out_later(AppState& state, Command command);

}  // namespace brink::viz
