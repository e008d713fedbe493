#include "viz/playback.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace brink::viz {

std::uint32_t events_until(const Blocks<EventRecord>& events, SimTime time) {
  const auto after =
      std::upper_bound(events.begin(), events.end(), time,
                       [](SimTime t, const EventRecord& event) { return t < event.time; });
  return static_cast<std::uint32_t>(after - events.begin());
}

Playhead place_at(const Blocks<EventRecord>& events, SimTime time) {
  return {events_until(events, time), time};
}

Playhead place_of_event(const Blocks<EventRecord>& events, std::uint32_t number) {
  return {number, number == 0 ? SimTime{} : events[number - 1].time};
}

Playhead step_event(const Blocks<EventRecord>& events, const Playhead& place, int direction) {
  if (direction > 0) {
    return place.event < events.size() ? place_of_event(events, place.event + 1) : place;
  }
  if (place.event == 0) return {};
  const auto here = place_of_event(events, place.event);
  return place.time > here.time ? here : place_of_event(events, place.event - 1);
}

Playhead step_time(const Blocks<EventRecord>& events, const Playhead& place, Duration by,
                   SimTime end) {
  const SimTime to = std::clamp(place.time + by, SimTime{}, std::max(end, SimTime{}));
  return to == SimTime{} ? Playhead{} : place_at(events, to);
}

double next_speed(double speed, int direction) {
  if (direction > 0) {
    const auto* next = std::upper_bound(std::begin(kSpeeds), std::end(kSpeeds), speed);
    return next == std::end(kSpeeds) ? speed : *next;
  }
  const auto* here = std::lower_bound(std::begin(kSpeeds), std::end(kSpeeds), speed);
  return here == std::begin(kSpeeds) ? kSpeeds[0] : *(here - 1);
}

namespace {

constexpr double kMicrosecondsPerDayF = static_cast<double>(kMicrosecondsPerDay);
constexpr double kWindow = 0.5;  // of measuring the speed [s]

void measure(Playback& playback, Duration passed, double seconds) {
  playback.window_days += in_days(passed);
  playback.window_seconds += seconds;
  if (playback.window_seconds < kWindow) return;
  playback.achieved = playback.window_days / playback.window_seconds;
  playback.window_days = 0;
  playback.window_seconds = 0;
}

}  // namespace

void play(Playback& playback, const Blocks<EventRecord>& events, double seconds, SimTime end,
          bool is_over) {
  if (!playback.is_playing) {
    playback.achieved = 0;
    playback.window_days = 0;
    playback.window_seconds = 0;
    playback.rest_us = 0;
    return;
  }
  const double us = playback.speed * seconds * kMicrosecondsPerDayF + playback.rest_us;
  const double whole = std::floor(us);
  playback.rest_us = us - whole;
  const SimTime from = playback.place.time;
  const SimTime to =
      std::min(from + Duration{static_cast<std::int64_t>(std::min(whole, 1e18))}, end);
  if (to > from) playback.place = place_at(events, to);
  measure(playback, std::max(to, from) - from, seconds);
  if (is_over && playback.place.time >= end) {
    playback.place = place_at(events, end);
    playback.is_playing = false;
  }
}

}  // namespace brink::viz
