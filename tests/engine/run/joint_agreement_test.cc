// What an offer to several puts in force: between whom, which terms, from which acceptance on.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/engine/run/talks_of_four.h"

namespace brink {
namespace {

using namespace test;

TEST(JointAgreementTest, SuppressingOneAcceptanceSuppressesTheAgreement) {
  const auto yaml =
      talks("pact", "rules: {yes: {upon: pact, by: target, do: [accept: offer]}}\n" + kPairs);
  const auto all = told(yaml);
  ASSERT_EQ(pair_days(all), std::vector<double>(6, 20));
  for (std::size_t i = 3; i < 6; ++i) {
    const auto less = told(yaml, without(all.log.events()[i].key));
    EXPECT_EQ(less.log.events().size(), 5U);
    EXPECT_EQ(pair_days(less), std::vector<double>(6, 0));
  }
}

TEST(JointAgreementTest, WhoIsNotReachedIsNotAsked) {
  const auto yaml = talks("pact", R"yaml(
rules:
  yes: {upon: pact, by: target, do: [accept: offer]}
  overhears: {upon: pact to d, by: b, do: [{emit: sign, to: c, concerning: offer}]}
  tries: {upon: sign, by: c, do: [accept: offer]}
)yaml");
  const auto all = told(yaml);
  ASSERT_EQ(all.story.substr(0, kSent.size()), kSent);
  const auto no_first = told(yaml, without(all.log.events()[0].key));
  EXPECT_EQ(no_first.story,
            "1 pact a>c\n1 pact a>d\n1 accept c>a\n1 sign b>c\n1 accept d>a\n11 lapse a>b\n")
      << "it opens with the first event that happens, and lacks b's consent";
  const auto no_second = told(yaml, without(all.log.events()[1].key));
  EXPECT_EQ(no_second.story,
            "1 pact a>b\n1 pact a>d\n1 accept b>a\n1 sign b>c\n1 accept d>a\n11 lapse a>b\n");
  EXPECT_EQ(notes_of(no_second, Note::Kind::void_answer), 1U) << "c was never asked";
  Overlay none;
  for (std::size_t i = 0; i < 3; ++i) none.suppressed_events.push_back(all.log.events()[i].key);
  std::sort(none.suppressed_events.begin(), none.suppressed_events.end());
  EXPECT_EQ(told(yaml, none).story, "");
}

TEST(JointAgreementTest, WhoseLastRecipientIsNeverReachedIsRefusedIfTheOthersHaveRefused) {
  const auto yaml = talks("tender", R"yaml(
rules:
  refuses: {upon: tender, by: target, priority: 10, do: [refuse: offer]}
)yaml");
  const auto all = told(yaml);
  const std::string two = "1 tender a>b\n1 refuse b>a\n1 tender a>c\n1 refuse c>a\n";
  ASSERT_EQ(all.story, two + "1 tender a>d\n1 refuse d>a\n");
  const auto no_third = told(yaml, without(all.log.events()[4].key));
  EXPECT_EQ(no_third.story, two) << "nobody waits: it must not lapse on day 11";
}

TEST(JointAgreementTest, AProcessBetweenTwoRecipientsStopsWhenTheLastAgrees) {
  // every 6 h, from 6 h on, while b and d have no truce: they get one at 5 d and lose it at 25 d
  const auto all = pact(R"yaml(
processes:
  raids: {while: "not in_force(truce, d, b)", every: 6 h, emit: raid, from: d, to: b}
  others: {while: "in_force(truce, c, d)", every: 1 d, emit: sign, from: c, to: d}
rules:
  b: {upon: pact to b, by: b, after: 2 d, do: [accept: offer]}
  c: {upon: pact to c, by: c, after: 4 d + 1 h, do: [accept: offer]}
  d: {upon: pact to d, by: d, after: 3 d, do: [accept: offer]}
  marks: {when: "in_force(truce, b, c)", do: [noted = 1]}
measures: {raids_before: {count: raid}, signs: {count: sign}}
)yaml");
  std::vector<std::int64_t> raids;
  std::vector<std::int64_t> signs;
  const std::int64_t hour = kDay / 24;
  for (const auto& event : all.log.events()) {
    const auto at = event.time.us;
    if (event.source == 3 && event.target == 1) raids.push_back(at / hour);
    if (event.source == 2 && event.target == 3) signs.push_back(at / hour);
  }
  // the clock has run for 1 h of its 6 h when it stops at 121 h, and goes on at 601 h
  std::vector<std::int64_t> expected;
  for (std::int64_t h = 6; h < 121; h += 6) expected.push_back(h);
  for (std::int64_t h = 606; h <= 60 * 24; h += 6) expected.push_back(h);
  EXPECT_EQ(raids, expected);
  std::vector<std::int64_t> expected_signs;
  for (std::int64_t h = 145; h <= 601; h += 24) expected_signs.push_back(h);
  // the last would fire at the very instant the truce expires: the expiry comes first
  expected_signs.pop_back();
  EXPECT_EQ(signs, expected_signs);
  ASSERT_EQ(all.log.writes().size(), 1U);
  EXPECT_EQ(all.log.writes()[0].time.us, 121 * hour);
}

TEST(JointAgreementTest, OnlyTheTermsAcceptedComeInForce) {
  const auto all = told(talks("", R"yaml(
  letter: {at: 1 d, emit: pact, from: a, to: b}
rules:
  yes: {upon: pact, by: b, after: 2 d, do: [{accept: offer, only: [land, aid]}]}
  accepted: {upon: accept, if: offer.accepted, do: [noted += 1]}
)yaml" + kPairs + "  noted: {final: noted}\n"));
  EXPECT_EQ(all.story, "1 pact a>b\n3 accept b>a\n23 expire a>b\n");
  EXPECT_EQ(days(all, 7), 0) << "the truce was not accepted";
  EXPECT_EQ(days(all, 8), 20);
  EXPECT_EQ(measure(all, 9), 1);
}

TEST(JointAgreementTest, AnAcceptanceOfWhatIsNotOfferedPutsNothingInForce) {
  const auto all = told(talks("", R"yaml(
  letter: {at: 1 d, emit: pact, from: a, to: b}
rules:
  yes: {upon: pact, by: b, do: [{accept: offer, only: [aid]}]}
  accepted: {upon: accept, if: offer.accepted, do: [noted += 1]}
  any: {when: in_force(aid) or in_force(truce), do: [noted += 100]}
measures: {noted: {final: noted}}
)yaml"));
  EXPECT_EQ(all.story, "1 pact a>b\n1 accept b>a\n") << "and nothing expires";
  EXPECT_EQ(measure(all, 0), 1);
}

TEST(JointAgreementTest, JointConsentPutsInForceWhatEveryAcceptanceCovers) {
  const auto answered = [](const std::string& b, const std::string& d) {
    return pact("rules:\n  b: {upon: pact to b, by: b, do: [{accept: offer" + b +
                "}]}\n  c: {upon: pact to c, by: c, after: 1 d, do: [accept: offer]}\n" +
                "  d: {upon: pact to d, by: d, do: [{accept: offer" + d + "}]}\n" + kPairs);
  };
  const auto truce = answered(", only: [truce]", ", only: [land, truce]");
  EXPECT_EQ(pair_days(truce), std::vector<double>(6, 20));
  EXPECT_EQ(days(truce, 8), 0);
  const auto nothing = answered(", only: [truce]", ", only: [land]");
  EXPECT_EQ(nothing.story, kSent + "1 accept b>a\n1 accept d>a\n2 accept c>a\n");
  EXPECT_EQ(days(nothing, 7) + days(nothing, 8), 0);
}

TEST(JointAgreementTest, SeveralOffersAreAnsweredAtOnce) {
  const auto all = told(talks("", R"yaml(
  one: {at: 1 d, emit: pact, from: a, to: [b, c]}
  two: {at: 2 d, emit: tender, from: d, to: [b, c]}
rules:
  c: {upon: pact to c, by: c, do: [accept: offer]}
  b: {upon: tender to b, by: b, do: [{accept: [offer, last(pact to b)], only: [truce]}]}
)yaml" + kPairs));
  EXPECT_EQ(all.story,
            "1 pact a>b\n1 pact a>c\n1 accept c>a\n2 tender d>b\n2 tender d>c\n"
            "2 accept b>d\n2 accept b>a\n22 expire a>b\n22 expire d>b\n");
  EXPECT_EQ(pair_days(all), (std::vector<double>{20, 20, 0, 20, 20, 0}));
  EXPECT_EQ(days(all, 8), 0);
}

TEST(JointAgreementTest, RecipientIsTheFirst) {
  const auto all = pact(R"yaml(
rules: {note: {upon: pact to d where offer.recipient == b and offer.proposer == a, do: [noted += 1]}}
measures: {noted: {final: noted}}
)yaml");
  EXPECT_EQ(measure(all, 0), 1);
}

TEST(JointAgreementTest, APrivateOfferIsKnownToEachRecipientByItsOwnEvent) {
  const auto all = told(talks("whisper", R"yaml(
rules:
  hears: {upon: whisper, by: each of everyone, do: [noted += 1]}
  yes: {upon: whisper, by: target, do: [accept: offer]}
measures: {noted: {final: noted}}
)yaml"));
  EXPECT_EQ(measure(all, 0), 6) << "a hears its three, each other its own";
  for (const auto& event : all.log.events()) EXPECT_FALSE(event.is_public);
  EXPECT_EQ(all.log.events().size(), 7U);
}

TEST(JointAgreementTest, AttributesAndDelaysAreDrawnOnceForAll) {
  const auto all = told(R"yaml(
brink: 1
title: Drawn
start: 2026-01-01
horizon: 60 d
actors: {a: {}, b: {}, c: {}}
events: {pact: {is: offer, terms: {x: 1}, attributes: {size: 0}}, go: {is: request}}
schedule: {go: {at: 1 d, emit: go, from: a}}
rules:
  send:
    upon: go
    by: a
    do:
      - emit: pact
        to: [b, c]
        with: {size: uniform(0 .. 1)}
        after: uniform(1 d .. 2 d)
)yaml");
  const auto& events = all.log.events();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[1].time, events[2].time);
  EXPECT_EQ(events[1].inline_values[0].whole, events[2].inline_values[0].whole);
  EXPECT_GT(events[1].inline_values[0].number, 0);
}

}  // namespace
}  // namespace brink
