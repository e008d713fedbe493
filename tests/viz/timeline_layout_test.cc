#include "viz/timeline_layout.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/story/session.h"
#include "tests/support/runs.h"

namespace brink::viz {
namespace {

constexpr std::int64_t kDay = kMicrosecondsPerDay;

// type 0 is a circle of low severity, 1 a burst of high, 2 an offer
const std::vector<EventLook> kLooks{
    {Shape::circle, 0.1}, {Shape::burst, 0.9}, {Shape::diamond, 0.3}};

Blocks<EventRecord> random_events(std::size_t n, std::mt19937& random) {
  Blocks<EventRecord> events;
  std::int64_t time = 0;
  for (std::size_t i = 0; i < n; ++i) {
    time += static_cast<std::int64_t>(random() % 1000) * kDay / 5000;
    EventRecord event;
    event.time = {time};
    event.number = static_cast<std::uint32_t>(i + 1);
    event.type = static_cast<TypeId>(random() % 20 == 0 ? 2 : random() % 2);
    event.source = random() % 10 == 0 ? kNobody : static_cast<ActorId>(random() % 3);
    events.push_back(event);
  }
  return events;
}

// a slow and obvious model: every event is asked for itself
TEST(TimelineLayoutTest, EveryVisibleEventStandsInItsLaneOnce) {
  std::mt19937 random(4);  // NOLINT
  for (const std::size_t n : {0U, 5U, 100U, 3000U}) {
    const auto events = random_events(n, random);
    const double length = n == 0 ? 10 : in_days(events.back().time - SimTime{}) + 1;
    for (const double part : {1.0, 0.3, 0.01}) {
      const TimeAxis axis{length * 0.2, length * 0.2 + length * 0.7 * part, 100, 700};
      const auto lanes = lay_out_lanes(events, n, axis, kLooks, 3);
      ASSERT_EQ(lanes.size(), 4U);
      std::vector<std::uint32_t> expected(4);
      for (const auto& event : events) {
        const float x = axis.x_of(event.time);
        const bool is_seen = x >= 100 - kMarkerSpacing && x <= 800 + kMarkerSpacing;
        if (is_seen) ++expected[event.source == kNobody ? 3 : event.source];
      }
      for (std::size_t i = 0; i < 4; ++i) {
        std::uint32_t found = static_cast<std::uint32_t>(lanes[i].markers.size());
        for (const auto& bucket : lanes[i].buckets) found += bucket.count;
        // a pixel more or less at the edges
        EXPECT_NEAR(found, expected[i], 2);
        EXPECT_EQ(found, lanes[i].events);
      }
    }
  }
}

TEST(TimelineLayoutTest, ABucketHasTheSeverityOfItsMostHostileEvent) {
  std::mt19937 random(5);  // NOLINT
  const auto events = random_events(4000, random);
  const TimeAxis axis{0, in_days(events.back().time - SimTime{}) + 1, 0, 300};
  const auto lanes = lay_out_lanes(events, events.size(), axis, kLooks, 3);
  ASSERT_FALSE(lanes[0].buckets.empty());
  for (const auto& bucket : lanes[0].buckets) {
    float worst = 0;
    std::uint32_t count = 0;
    for (const auto& event : events) {
      if (event.source != 0) continue;
      const float left = std::floor(axis.x_of(event.time) * (1 / kBucketWidth)) * kBucketWidth;
      if (left != bucket.x) continue;
      ++count;
      worst = std::max(worst, static_cast<float>(kLooks[event.type].severity));
    }
    EXPECT_EQ(bucket.count, count);
    EXPECT_EQ(bucket.severity, worst);
  }
}

TEST(TimelineLayoutTest, OffersKeepTheirMarkersInACrowd) {
  Blocks<EventRecord> events;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    EventRecord event;
    event.time = {i * kDay / 100};
    event.number = i + 1;
    event.type = i == 500 ? 2 : 1;
    event.source = 0;
    events.push_back(event);
  }
  const auto lanes = lay_out_lanes(events, 1000, {0, 10, 0, 800}, kLooks, 1);
  ASSERT_EQ(lanes[0].markers.size(), 1U);
  EXPECT_EQ(lanes[0].markers[0].event, 501U);
  EXPECT_GT(lanes[0].buckets.size(), 100U);
  EXPECT_EQ(event_near(lanes[0], lanes[0].markers[0].x + 3, 5), 501U);
}

TEST(TimelineLayoutTest, TheNearestEventIsFoundAndNoneThatIsFar) {
  Lane lane;
  lane.markers = {{10, 1}, {20, 2}, {50, 3}};
  EXPECT_EQ(event_near(lane, 14, 9), 1U);
  EXPECT_EQ(event_near(lane, 16, 9), 2U);
  EXPECT_FALSE(event_near(lane, 35, 9));
}

TEST(TimelineLayoutTest, SpansOfTheFlagshipBeginAndEndWhereTheOfferTreeSays) {
  const auto program = std::make_shared<const Program>(test::shipped("open_letter"));
  for (const std::uint64_t seed : {1, 2, 17}) {
    Session session(program, {}, {seed, 0});
    session.advance([] { return false; });
    const auto& recorder = *session.current().recorder;
    const auto& log = recorder.recording()->log;
    const auto tree = offer_tree({.run = &recorder.run(), .log = &log});
    const auto spans = spans_of(*program, log, tree);
    std::size_t offers = 0;
    std::map<std::pair<ActorId, int>, SimTime> free;  // of each row
    for (const auto& span : spans) {
      EXPECT_LE(span.from, span.to);
      EXPECT_EQ(span.from, log.events()[span.event - 1].time);
      if (span.kind != Span::Kind::offer) continue;
      ++offers;
      auto& until = free[{span.source, span.row}];
      EXPECT_LE(until, span.from) << "two offers of one row overlap";
      until = span.to;
      if (span.closing == 0) continue;
      EXPECT_EQ(span.to, log.events()[span.closing - 1].time);
    }
    std::size_t sent = 0;
    for (const auto& node : tree.offers) sent += node.event != 0 ? 1 : 0;
    EXPECT_EQ(offers, sent);
  }
}

}  // namespace
}  // namespace brink::viz
