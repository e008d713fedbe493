#pragma once

#include <cstdint>

#include "engine/run/observers.h"
#include "engine/story/playhead.h"

namespace brink::viz {

/// Where the person is in the run, and how it goes on by itself.
///
/// speed     wanted [day of the story / s]
/// achieved  over the last second of playing [day / s]; less where the run is still being computed
struct Playback {
  Playhead place;
  bool is_playing = false;
  double speed = 2;
  double achieved = 0;
  double window_days = 0;     // played in the present window of measuring [day]
  double window_seconds = 0;  // [s]
  double rest_us = 0;         // of the last frame: less than a microsecond of the story
};

/// Speeds that the keys step through [day / s].
inline constexpr double kSpeeds[] = {0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};

/// How many events have happened up to and at an instant. Cost: O(log n).
std::uint32_t events_until(const Blocks<EventRecord>& events, SimTime time);

/// The place at which everything up to an instant has happened.
Playhead place_at(const Blocks<EventRecord>& events, SimTime time);
/// The place right after an event; of 0 the start. REQUIRES: it is in the log.
Playhead place_of_event(const Blocks<EventRecord>& events, std::uint32_t number);

/// One event on or back: forward to the next event, back to the one before (or to this place's
/// event, when time has gone on since). At the ends it stays.
Playhead step_event(const Blocks<EventRecord>& events, const Playhead& place, int direction);

/// Some time on or back, held between the start and `end`.
Playhead step_time(const Blocks<EventRecord>& events, const Playhead& place, Duration by,
                   SimTime end);

/// The next slower or faster of `kSpeeds`.
double next_speed(double speed, int direction);

/// Lets `seconds` of a person's time pass. Playing stops at `end` once nothing more is to come
/// (`is_over`), and waits there while there is.
void play(Playback& playback, const Blocks<EventRecord>& events, double seconds, SimTime end,
          bool is_over);

}  // namespace brink::viz
