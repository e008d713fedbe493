#include "viz/timeline_layout.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace brink::viz {
namespace {

std::size_t first_at_or_after(const Blocks<EventRecord>& events, std::size_t size, SimTime time) {
  const auto begin = events.begin();
  const auto found =
      std::lower_bound(begin, begin + static_cast<std::ptrdiff_t>(size), time,
                       [](const EventRecord& event, SimTime t) { return event.time < t; });
  return static_cast<std::size_t>(found - begin);
}

std::size_t lane_of(const EventRecord& event, std::size_t actors) {
  return event.source == kNobody ? actors : std::min<std::size_t>(event.source, actors);
}

// block by block: finding the place of each item anew would cost more than what is done with it
template <class Visit>
void for_each_event(const Blocks<EventRecord>& events, std::size_t first, std::size_t last,
                    const Visit& visit) {
  constexpr auto kPerBlock = Blocks<EventRecord>::kPerBlock;
  while (first < last) {
    const auto n = std::min(kPerBlock - first % kPerBlock, last - first);
    const EventRecord* block = &events[first];
    for (std::size_t i = 0; i < n; ++i) visit(block[i]);
    first += n;
  }
}

// cheaper than std::floor where the instruction set has none
float bucket_left(float x) {
  const float share = x * (1 / kBucketWidth);
  const auto whole = static_cast<int>(share);
  return static_cast<float>(share < static_cast<float>(whole) ? whole - 1 : whole) * kBucketWidth;
}

void add_to_bucket(Lane& lane, float x, float severity, std::uint32_t number) {
  const float left = bucket_left(x);
  if (lane.buckets.empty() || lane.buckets.back().x != left) {
    lane.buckets.push_back({left, severity, 1, number});
    return;
  }
  auto& bucket = lane.buckets.back();
  ++bucket.count;
  if (severity > bucket.severity) {
    bucket.severity = severity;
    bucket.event = number;
  }
}

}  // namespace

std::vector<Lane> lay_out_lanes(const Blocks<EventRecord>& events, std::size_t size,
                                const TimeAxis& axis, const std::vector<EventLook>& looks,
                                std::size_t actors) {
  std::vector<Lane> lanes(actors + 1);
  // shapes whose middle is a little outside are still seen
  const float margin = kMarkerSpacing;
  const auto first = first_at_or_after(events, size, axis.time_at(axis.left - margin));
  const auto last = first_at_or_after(events, size, axis.time_at(axis.left + axis.width + margin));
  for_each_event(events, first, last, [&](const EventRecord& event) {
    auto& lane = lanes[lane_of(event, actors)];
    ++lane.events;
    lane.negotiations += is_negotiation(looks[event.type].shape) ? 1 : 0;
  });
  const PixelScale scale(axis);
  const auto is_too_many = [&](std::uint32_t n) {
    return static_cast<float>(n) * kMarkerSpacing > axis.width;
  };
  for_each_event(events, first, last, [&](const EventRecord& event) {
    const auto& look = looks[event.type];
    auto& lane = lanes[lane_of(event, actors)];
    const auto rivals = is_negotiation(look.shape) ? lane.negotiations : lane.events;
    const float x = scale.x_of(event.time);
    if (is_too_many(rivals)) {
      add_to_bucket(lane, x, static_cast<float>(look.severity), event.number);
    } else {
      lane.markers.push_back({x, event.number});
    }
  });
  return lanes;
}

namespace {

/// Gives each span the first row of its source that is free.
class Rows {
 public:
  std::uint8_t take(ActorId source, SimTime from, SimTime to) {
    auto& ends = ends_[source];
    for (std::size_t row = 0; row < ends.size(); ++row) {
      if (ends[row] > from) continue;
      ends[row] = to;
      return static_cast<std::uint8_t>(row);
    }
    if (ends.size() < 250) ends.push_back(to);
    return static_cast<std::uint8_t>(ends.size() - 1);
  }

 private:
  std::map<ActorId, std::vector<SimTime>> ends_;
};

bool came_to_nothing(OfferStatus status) {
  return status == OfferStatus::refused || status == OfferStatus::withdrawn ||
         status == OfferStatus::lapsed;
}

void add_offers(const OfferTree& tree, std::vector<Span>& spans) {
  for (const auto& node : tree.offers) {
    if (node.event == 0) continue;
    spans.push_back({.kind = Span::Kind::offer,
                     .from = node.sent,
                     .to = node.closed,
                     .event = node.event,
                     .closing = node.closing_event,
                     .source = node.proposer,
                     .target = node.recipients.empty() ? kNobody : node.recipients[0].actor,
                     .is_private = !node.is_public,
                     .failed = came_to_nothing(node.status)});
  }
}

void add_messages(const Program& program, const Log& log, std::vector<Span>& spans) {
  std::map<std::uint32_t, std::size_t> under_way;  // by the event that sent it
  for (const auto& event : log.events()) {
    const bool is_message = program.types[event.type].via != kNone && event.target != kNobody &&
                            event.source != event.target;
    if (is_message) {
      under_way[event.number] = spans.size();
      spans.push_back({.kind = Span::Kind::message,
                       .from = event.time,
                       .event = event.number,
                       .source = event.source,
                       .target = event.target,
                       .is_private = !event.is_public});
    }
    const auto lost = under_way.find(event.cause);
    if (lost == under_way.end() || !is_a(program, event.type, program.roots.undelivered)) continue;
    spans[lost->second].to = event.time;
    spans[lost->second].closing = event.number;
    spans[lost->second].failed = true;
  }
  for (const auto& timed : log.notes()) {
    if (timed.note.kind != Note::Kind::arrived) continue;
    const auto sent = under_way.find(timed.note.cause);
    if (sent != under_way.end()) spans[sent->second].to = timed.time;
  }
}

}  // namespace

std::vector<Span> spans_of(const Program& program, const Log& log, const OfferTree& offers) {
  std::vector<Span> spans;
  add_offers(offers, spans);
  add_messages(program, log, spans);
  std::stable_sort(spans.begin(), spans.end(),
                   [](const Span& a, const Span& b) { return a.from < b.from; });
  Rows rows;
  for (auto& span : spans) {
    if (span.kind == Span::Kind::offer) span.row = rows.take(span.source, span.from, span.to);
  }
  return spans;
}

std::optional<std::uint32_t> event_near(const Lane& lane, float x, float reach) {
  std::optional<std::uint32_t> nearest;
  float distance = reach;
  const auto first = std::lower_bound(lane.markers.begin(), lane.markers.end(), x - reach,
                                      [](const Marker& marker, float at) { return marker.x < at; });
  for (auto it = first; it != lane.markers.end() && it->x <= x + reach; ++it) {
    if (std::abs(it->x - x) > distance) continue;
    distance = std::abs(it->x - x);
    nearest = it->event;
  }
  if (nearest) return nearest;
  const auto after = std::upper_bound(lane.buckets.begin(), lane.buckets.end(), x,
                                      [](float at, const Bucket& bucket) { return at < bucket.x; });
  if (after == lane.buckets.begin()) return std::nullopt;
  const auto& bucket = *std::prev(after);
  return x - bucket.x > kBucketWidth + 1 ? std::nullopt : std::optional(bucket.event);
}

}  // namespace brink::viz
