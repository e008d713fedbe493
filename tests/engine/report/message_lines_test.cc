#include <gtest/gtest.h>

#include <string>

#include "engine/report/offer_rows.h"
#include "engine/report/offer_tree_text.h"
#include "engine/report/timeline.h"
#include "tests/engine/report/finished.h"

// what reports tell of messages: every date is counted by hand, nothing here is drawn
namespace brink {
namespace {

std::string scenario(const std::string& channels, const std::string& rest) {
  return R"yaml(
brink: 1
title: By other hands
start: 2026-06-01
horizon: 40 d
world: {variables: {quiet: true}}
actors: {a: {name: Alba}, b: {name: Bern}, m: {name: Mission}}
channels:
)yaml" + channels +
         R"yaml(
events:
  feeler: {is: offer, visibility: private, terms: {talks: 1, land: 0}, lapses: 10 d}
  yes_if: {is: conditional, lapses: 10 d}
  noise: {is: protest}
schedule:
  word: {at: 2 d, emit: feeler, from: a, to: b}
)yaml" + rest;
}

constexpr const char* kTwoHops =
    "  out: {between: [a, m], delay: 1 d}\n"
    "  onward: {between: [m, b], delay: 12 h, open: quiet, leaks: 0}\n";

std::string offers(const test::Finished& run) {
  return offer_tree_text(run.report(), {.width = 100});
}

std::string timeline(const test::Finished& run) {
  return timeline_text(run.report(), {.all = true, .width = 100});
}

void expect_holds(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

TEST(MessageLinesTest, AnOfferArrivesByTheChannelsItWentBy) {
  const test::Finished run(scenario(kTwoHops, R"yaml(
rules: {answer: {upon: feeler to b, by: b, after: 2 d, do: [{accept: offer, as: yes_if, conditions: {land: 0.5}}]}}
)yaml"));
  expect_holds(offers(run), "reaches Bern by out and onward after 1 d 12 h");
  expect_holds(offers(run), "yes if: yes, if land 0 → 0.5");
  expect_holds(offers(run), "reaches Alba by onward and out after 1 d 12 h");
  expect_holds(timeline(run), "04 Jun 00:00          feeler #1 reaches Mission by out, on its way");
  expect_holds(timeline(run), "04 Jun 12:00          feeler #1 reaches Bern by onward");
  const auto rows = offer_json(run.report());
  expect_holds(rows, R"("arrived":3.5)");
  expect_holds(rows, R"("conditional":true)");
}

TEST(MessageLinesTest, WhatDoesNotArriveSaysWhy) {
  const test::Finished lost(scenario("  out: {between: [a, b], delay: 6 h, reliability: 0}\n", ""));
  expect_holds(offers(lost), "does not reach Bern: lost on out");
  expect_holds(timeline(lost), "undelivered (feeler #1) [private]: reason lost");
  const test::Finished refused(
      scenario("  out: {between: [a, m]}\n  onward: {between: [m, b], carries: 0}\n", ""));
  expect_holds(offers(refused), "does not reach Bern: refused by who should hand it on by onward");
  const test::Finished nowhere(scenario("  out: {between: [a, m]}\n", ""));
  expect_holds(offers(nowhere), "does not reach Bern: no channel leads there");
  expect_holds(offer_json(nowhere.report()), R"("undelivered":2)");
}

TEST(MessageLinesTest, WhatBecomesKnownSaysByWhom) {
  const test::Finished leaked(scenario("  out: {between: [a, b], delay: 6 h, leaks: 1}\n", ""));
  expect_holds(offers(leaked), "leaked on out: known to all");
  expect_holds(offer_json(leaked.report()), R"("known":2.25)");
  const test::Finished revealed(scenario("  out: {between: [a, b]}\n", R"yaml(
rules: {tell: {upon: feeler to b, by: b, after: 1 d, do: [reveal: offer]}}
)yaml"));
  expect_holds(offers(revealed), "revealed by Bern: known to all");
}

TEST(MessageLinesTest, ChannelsOpenAndClose) {
  const test::Finished run(scenario(kTwoHops, R"yaml(
  noise: {at: 3 d, emit: noise, from: b, to: a}
  calm: {at: 9 d, emit: noise, from: a, to: b}
rules:
  falls_silent: {upon: noise from b, do: [quiet = false]}
  speaks_again: {upon: noise from a, do: [quiet = true]}
)yaml"));
  expect_holds(timeline(run), "04 Jun 00:00          channel onward closes: Mission – Bern");
  expect_holds(timeline(run), "10 Jun 00:00          channel onward opens: Mission – Bern");
}

}  // namespace
}  // namespace brink
