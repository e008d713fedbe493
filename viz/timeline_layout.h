#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/report/offer_tree.h"
#include "engine/run/observers.h"
#include "viz/event_look.h"
#include "viz/time_axis.h"

namespace brink::viz {

/// One event in a lane. x [px]
struct Marker {
  float x = 0;
  std::uint32_t event = 0;  // number
};

/// Events too close to tell apart: those of a stretch of kBucketWidth px.
struct Bucket {
  float x = 0;         // its left end [px]
  float severity = 0;  // of the most hostile
  std::uint32_t count = 0;
  std::uint32_t event = 0;  // number of the most hostile, the first of several
};

inline constexpr float kBucketWidth = 3;     // [px]
inline constexpr float kMarkerSpacing = 14;  // [px] for each event below which they are bucketed

/// What one actor did in the visible stretch. Where it is too much for markers, most of it stands
/// in buckets; offers and answers keep their markers as long as these alone are not too many.
struct Lane {
  std::vector<Marker> markers;
  std::vector<Bucket> buckets;
  std::uint32_t events = 0;        // visible
  std::uint32_t negotiations = 0;  // of them: offers, answers, withdrawals
};

/// Lanes of all actors, and one more, the last, for events without a source.
///
/// Cost: O(visible events); found by binary search.
std::vector<Lane> lay_out_lanes(const Blocks<EventRecord>& events, std::size_t size,
                                const TimeAxis& axis, const std::vector<EventLook>& looks,
                                std::size_t actors);

/// A message or an offer that takes time, from its source's lane to its target's.
///
/// to       never: it is open or under way at the end of what is recorded
/// event    number of the event that sent it
/// closing  number of the event that ended it; 0: none
/// row      among the offers of its source's lane that overlap in time, from 0
struct Span {
  enum class Kind : std::uint8_t { message, offer };
  Kind kind = Kind::offer;
  SimTime from;
  SimTime to = SimTime::never();
  std::uint32_t event = 0;
  std::uint32_t closing = 0;
  ActorId source = kNobody;
  ActorId target = kNobody;
  bool is_private = false;
  bool failed = false;  // an offer refused, withdrawn or lapsed; a message undelivered
  std::uint8_t row = 0;
};

/// The offers and messages of a log, by `from`. `offers` is the tree of the same run.
///
/// Cost: O(events + notes + offers · rows).
std::vector<Span> spans_of(const Program& program, const Log& log, const OfferTree& offers);

/// The event nearest to a point in a lane, within `reach` px: its number. Cost: O(log visible).
std::optional<std::uint32_t> event_near(const Lane& lane, float x, float reach);

}  // namespace brink::viz
