// Every offer that has been sent is told once, below what it counters, as it stands at that moment.
#include "viz/offer_cards.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/story/recorder.h"
#include "tests/support/runs.h"

namespace brink::viz {
namespace {

/// The cards at some day of a shipped scenario's run.
struct Told {
  Program program;
  Overlay overlay;
  Recorder recorder;
  explicit Told(const std::string& name, std::uint64_t seed = 17)
      : program(test::shipped(name)), recorder(program, overlay, {seed, 0}) {
    while (recorder.advance([] { return false; })) {
    }
  }

  template <class Check>
  void at_days(const Check& check) {
    const auto& events = recorder.recording()->log.events();
    const double days = in_days(recorder.run().now() - SimTime{});
    for (int i = 0; i <= 12; ++i) {
      const SimTime at = SimTime{} + days_rounded_up(days * i / 12);
      std::uint32_t n = 0;
      while (n < events.size() && events[n].time <= at) ++n;
      const auto& moment = recorder.moment({n, at});
      const auto log = recorder.recording()->log.prefix(moment.length);
      const FinishedRun run{.run = &moment.run, .log = &log};
      check(run, offer_tree(run));
    }
  }
};

std::set<OfferId> all_first(const OfferTree& tree) {
  return {tree.first.begin(), tree.first.end()};
}

TEST(OfferCards, EveryOfferThatWasSentIsToldOnce) {
  for (const auto* name : {"open_letter", "features/offers", "features/channels", "cuba_1962"}) {
    Told told(name);
    std::size_t most = 0;
    told.at_days([&](const FinishedRun& run, const OfferTree& tree) {
      std::map<OfferId, int> times;
      for (const auto& card : offer_cards(run, tree, all_first(tree))) {
        if (card.group == 0) ++times[card.offer];
      }
      std::size_t sent = 0;
      for (const auto& node : tree.offers) {
        if (node.event == 0) continue;
        ++sent;
        EXPECT_EQ(times[node.offer], 1) << name;
      }
      EXPECT_EQ(times.size(), sent) << name;
      most = std::max(most, sent);
    });
    EXPECT_GT(most, 0U) << name;
  }
}

TEST(OfferCards, ACounterStandsRightBelowWhatItAnswersOneStepIn) {
  Told told("features/offers");
  std::size_t counters = 0;
  told.at_days([&](const FinishedRun& run, const OfferTree& tree) {
    std::map<OfferId, int> depth;
    for (const auto& card : offer_cards(run, tree, all_first(tree))) {
      depth[card.offer] = card.depth;
      const auto parent = tree.offers[card.offer].parent;
      if (card.group > 0 || parent == kNone) continue;
      ++counters;
      ASSERT_TRUE(depth.contains(parent));
      EXPECT_EQ(card.depth, depth[parent] + 1);
    }
  });
  EXPECT_GT(counters, 0U);
}

TEST(OfferCards, SayTheStatusAndWhichEventBroughtItAbout) {
  Told told("open_letter");
  told.at_days([](const FinishedRun& run, const OfferTree& tree) {
    for (const auto& card : offer_cards(run, tree, all_first(tree))) {
      if (card.group > 0) continue;
      const auto& node = tree.offers[card.offer];
      EXPECT_EQ(card.status, status_word(node.status));
      EXPECT_EQ(card.event, node.event);
      EXPECT_LE(card.closing, run.log->events().size());
      const bool is_open = node.status == OfferStatus::open;
      EXPECT_TRUE(!is_open || card.closing == 0);
    }
  });
}

TEST(OfferCards, AClosedGroupStandsForAsManyAsItSays) {
  Told told("open_letter");
  bool any = false;
  told.at_days([&](const FinishedRun& run, const OfferTree& tree) {
    const auto closed = offer_cards(run, tree, {});
    std::size_t told_of = 0;
    for (const auto& card : closed) {
      told_of += card.group > 0 ? card.group : 1;
      any = any || card.group > 0;
    }
    std::size_t sent = 0;
    for (const auto& node : tree.offers) sent += node.event > 0 ? 1 : 0;
    EXPECT_EQ(told_of, sent);
  });
  EXPECT_TRUE(any);
}

TEST(OfferCards, CountsAddUp) {
  Told told("cuba_1962");
  told.at_days([](const FinishedRun&, const OfferTree& tree) {
    const auto text = offer_counts(tree);
    std::size_t sum = 0;
    std::size_t first = 0;
    std::size_t number = 0;
    for (const auto& word : text + " ") {
      if (word >= '0' && word <= '9') {
        number = number * 10 + static_cast<std::size_t>(word - '0');
        continue;
      }
      if (first == 0 && sum == 0 && number > 0) {
        first = number;
      } else {
        sum += number;
      }
      number = 0;
    }
    EXPECT_EQ(sum, first) << text;
  });
}

}  // namespace
}  // namespace brink::viz
