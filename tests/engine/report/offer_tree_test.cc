#include "engine/report/offer_tree.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/engine/report/finished.h"

namespace brink {
namespace {

// every date below is counted by hand from these texts: nothing in them is drawn
std::string scenario(const std::string& schedule, const std::string& rules) {
  return R"yaml(
brink: 1
title: Three
start: 2026-06-01
horizon: 60 d
actors: {a: {name: Alba}, b: {name: Bern}, c: {name: Cork}, m: {name: Mission, kind: mediator}}
events:
  letter: {is: offer, terms: {truce: 1, meeting: 1, land: 0}, lapses: 20 d, lasts: 30 d}
  pact: {is: offer, consent: all, terms: {truce: 1, meeting: 1}, lapses: 20 d}
  tender: {is: offer, terms: {truce: 1, meeting: 1}, lapses: 20 d}
  feeler: {is: offer, visibility: private, terms: {agenda: 1}}
  yes_but: {is: counter, lapses: 10 d}
  no_but: {is: counter, lapses: 5 d, lasts: 4 d}
  cold_no: {is: refuse}
  breach: {is: violate}
  hint: {is: consult}
  raid: {is: assault}
schedule:
)yaml" + schedule +
         "\nrules:\n" + rules + "\n";
}

struct Tree {
  Tree(const std::string& schedule, const std::string& rules, Overlay overlay = {})
      : finished(scenario(schedule, rules), {}, std::move(overlay)),
        tree(offer_tree(finished.report())) {}

  const OfferNode& operator[](std::size_t offer) const { return tree.offers[offer]; }
  std::size_t size() const { return tree.offers.size(); }
  ActorId actor(const std::string& id) const {
    for (ActorId i = 0; i < finished.program.actors.size(); ++i) {
      if (finished.program.actors[i].id == id) return i;
    }
    return kNobody;
  }
  std::string type(std::uint32_t event) const {
    return finished.program.types[finished.log.events()[event - 1].type].name;
  }
  std::string term(const AgreedTerm& agreed) const { return finished.program.terms[agreed.term]; }

  test::Finished finished;
  OfferTree tree;
};

double day(SimTime time) { return in_days(time - SimTime{}); }

constexpr const char* kLetter = "  one: {at: 3 d, emit: letter, from: a, to: b}";

TEST(OfferTreeTest, ACounterOfACounterStandsBelowWhatItAnswers) {
  const Tree tree(kLetter, R"yaml(
  b: {upon: letter to b, by: b, after: 4 d, do: [{counter: offer, as: yes_but, terms: {land: 0.5}}]}
  a: {upon: yes_but to a, by: a, after: 2 d, do: [{counter: offer, as: no_but, terms: {land: 0.25, meeting: 0}}]}
  last: {upon: no_but to b, by: b, after: 1 d, do: [accept: offer]}
)yaml");
  ASSERT_EQ(tree.size(), 3U);
  EXPECT_EQ(tree.tree.first, (std::vector<OfferId>{0}));
  EXPECT_EQ(tree[0].children, (std::vector<OfferId>{1}));
  EXPECT_EQ(tree[1].children, (std::vector<OfferId>{2}));
  EXPECT_TRUE(tree[2].children.empty());
  EXPECT_EQ(tree[0].parent, kNone);
  EXPECT_EQ(tree[1].parent, 0U);
  EXPECT_EQ(tree[2].parent, 1U);
  EXPECT_EQ(tree[2].first, 0U);
  EXPECT_EQ(tree[2].round, 2);
  EXPECT_EQ(tree[0].status, OfferStatus::countered);
  EXPECT_EQ(tree[1].status, OfferStatus::countered);
  EXPECT_EQ(tree[2].status, OfferStatus::accepted);
  // sent on day 3, countered on days 7 and 9, accepted on day 10
  EXPECT_EQ(day(tree[0].sent), 3);
  EXPECT_EQ(day(tree[0].deadline), 23);
  EXPECT_EQ(day(tree[0].closed), 7);
  EXPECT_EQ(tree[0].closing_event, tree[1].event);
  EXPECT_EQ(tree[0].closed_by, tree.actor("b"));
  EXPECT_EQ(day(tree[1].deadline), 17);
  EXPECT_EQ(day(tree[1].closed), 9);
  EXPECT_EQ(tree[1].closing_event, tree[2].event);
  EXPECT_EQ(day(tree[2].deadline), 14);
  EXPECT_EQ(day(tree[2].closed), 10);
  EXPECT_EQ(tree[0].recipients[0].answer, RecipientAnswer::countered);
  // the first counter changed the land, the second land and meeting
  ASSERT_EQ(tree[1].terms.size(), 3U);
  EXPECT_FALSE(tree[1].terms[0].before);
  EXPECT_FALSE(tree[1].terms[1].before);
  EXPECT_EQ(tree[1].terms[2].before, 0);
  EXPECT_EQ(tree[1].terms[2].value, 0.5);
  EXPECT_FALSE(tree[2].terms[0].before);
  EXPECT_EQ(tree[2].terms[1].before, 1);
  EXPECT_EQ(tree[2].terms[2].before, 0.5);
  EXPECT_EQ(tree[2].terms[2].value, 0.25);
  // in force by the last counter's own `lasts`: 4 d; the meeting, 0 in it, is not
  ASSERT_EQ(tree[2].agreement.size(), 2U);
  EXPECT_EQ(day(tree[2].until), 14);
  for (const auto& agreed : tree[2].agreement) {
    EXPECT_EQ(day(agreed.from), 10);
    EXPECT_EQ(day(agreed.to), 14);
    EXPECT_EQ(agreed.end, TermEnd::expired);
    EXPECT_EQ(tree.type(agreed.event), "expire");
    EXPECT_EQ(agreed.by, kNobody);
  }
  EXPECT_EQ(tree.term(tree[2].agreement[0]), "truce");
  EXPECT_EQ(tree.term(tree[2].agreement[1]), "land");
}

TEST(OfferTreeTest, WhatIsAcceptedInPartIsInForceInPart) {
  const Tree tree(kLetter,
                  "  b: {upon: letter to b, by: b, after: 1 d, do: [{accept: offer, only: "
                  "[meeting, land]}]}");
  ASSERT_EQ(tree.size(), 1U);
  EXPECT_EQ(tree[0].status, OfferStatus::accepted);
  ASSERT_EQ(tree[0].agreement.size(), 1U);  // land is 0
  EXPECT_EQ(tree.term(tree[0].agreement[0]), "meeting");
  EXPECT_EQ(tree[0].recipients[0].covered, 0b110U);
}

TEST(OfferTreeTest, WhereAllMustConsentTheLastAcceptanceBeginsTheAgreement) {
  const Tree tree("  one: {at: 3 d, emit: pact, from: m, to: [b, c]}", R"yaml(
  b: {upon: pact to b, by: b, after: 1 d, do: [{accept: offer, only: [meeting]}]}
  c: {upon: pact to c, by: c, after: 2 d, do: [accept: offer]}
)yaml");
  ASSERT_EQ(tree.size(), 1U);
  EXPECT_TRUE(tree[0].is_mediated);
  EXPECT_TRUE(tree[0].consent_of_all);
  ASSERT_EQ(tree[0].recipients.size(), 2U);
  EXPECT_EQ(day(tree[0].recipients[0].time), 4);
  EXPECT_EQ(day(tree[0].recipients[1].time), 5);
  EXPECT_EQ(tree[0].recipients[0].answer, RecipientAnswer::accepted);
  EXPECT_EQ(tree[0].recipients[1].answer, RecipientAnswer::accepted);
  EXPECT_EQ(day(tree[0].closed), 5);
  EXPECT_EQ(tree[0].closed_by, tree.actor("c"));
  EXPECT_EQ(tree[0].agreement_event, tree[0].recipients[1].event);
  ASSERT_EQ(tree[0].agreement.size(), 1U);
  EXPECT_EQ(tree.term(tree[0].agreement[0]), "meeting");
  EXPECT_EQ(tree[0].agreement[0].end, TermEnd::in_force);
  EXPECT_EQ(day(tree[0].agreement[0].to), 60);  // the run's end
  EXPECT_TRUE(tree[0].until.is_never());
}

TEST(OfferTreeTest, OneRefusalClosesWhatAllMustAccept) {
  const Tree tree("  one: {at: 3 d, emit: pact, from: a, to: [b, c, m]}", R"yaml(
  b: {upon: pact to b, by: b, after: 1 d, do: [accept: offer]}
  c: {upon: pact to c, by: c, after: 2 d, do: [{refuse: offer, as: cold_no}]}
  m: {upon: pact to m, by: m, after: 3 d, do: [accept: offer]}
)yaml");
  EXPECT_EQ(tree[0].status, OfferStatus::refused);
  EXPECT_FALSE(tree[0].is_mediated);
  EXPECT_EQ(day(tree[0].closed), 5);
  EXPECT_EQ(tree[0].closed_by, tree.actor("c"));
  EXPECT_EQ(tree.type(tree[0].closing_event), "cold_no");
  EXPECT_EQ(tree[0].recipients[0].answer, RecipientAnswer::accepted);
  EXPECT_EQ(tree[0].recipients[1].answer, RecipientAnswer::refused);
  EXPECT_EQ(tree[0].recipients[2].answer, RecipientAnswer::none);
  EXPECT_TRUE(tree[0].agreed.is_never());
  EXPECT_TRUE(tree[0].agreement.empty());
}

TEST(OfferTreeTest, TheFirstToAcceptHasWhatOneMayAccept) {
  const Tree tree("  one: {at: 3 d, emit: tender, from: a, to: [b, c, m]}", R"yaml(
  b: {upon: tender to b, by: b, after: 1 d, do: [refuse: offer]}
  c: {upon: tender to c, by: c, after: 2 d, do: [accept: offer]}
)yaml");
  EXPECT_EQ(tree[0].status, OfferStatus::accepted);
  EXPECT_FALSE(tree[0].consent_of_all);
  EXPECT_EQ(day(tree[0].agreed), 5);
  EXPECT_EQ(tree[0].closed_by, tree.actor("c"));
  EXPECT_EQ(tree[0].agreement.size(), 2U);
  EXPECT_EQ(tree[0].recipients[2].answer, RecipientAnswer::none);
}

TEST(OfferTreeTest, WhatOneMayAcceptIsOpenUntilAllHaveRefused) {
  const Tree tree("  one: {at: 50 d, emit: tender, from: a, to: [b, c]}",
                  "  b: {upon: tender to b, by: b, after: 1 d, do: [refuse: offer]}");
  EXPECT_EQ(tree[0].status, OfferStatus::open);
  EXPECT_EQ(tree[0].recipients[0].answer, RecipientAnswer::refused);
  EXPECT_TRUE(tree[0].closed.is_never());
  EXPECT_EQ(tree[0].closing_event, 0U);
  const Tree both("  one: {at: 50 d, emit: tender, from: a, to: [b, c]}",
                  "  all_of_them: {upon: tender, by: target, after: 1 d, do: [refuse: offer]}");
  EXPECT_EQ(both[0].status, OfferStatus::refused);
  EXPECT_EQ(both[0].closing_event, both[0].recipients[1].event);
  EXPECT_EQ(day(both[0].closed), 51);
}

TEST(OfferTreeTest, AnOfferIsWithdrawnOrLapses) {
  const Tree tree(R"yaml(
  one: {at: 3 d, emit: letter, from: a, to: b}
  two: {at: 5 d, emit: tender, from: a, to: [b, c]}
)yaml",
                  R"yaml(
  regret: {upon: letter, by: a, after: 6 d, do: [withdraw: offer]}
  b: {upon: tender to b, by: b, after: 1 d, do: [refuse: offer]}
)yaml");
  ASSERT_EQ(tree.size(), 2U);
  EXPECT_EQ(tree[0].status, OfferStatus::withdrawn);
  EXPECT_EQ(day(tree[0].closed), 9);
  EXPECT_EQ(day(tree[0].deadline), 23);
  EXPECT_EQ(tree[0].closed_by, tree.actor("a"));
  EXPECT_EQ(tree.type(tree[0].closing_event), "withdraw");
  EXPECT_EQ(tree[1].status, OfferStatus::lapsed);
  EXPECT_EQ(day(tree[1].closed), 25);
  EXPECT_EQ(tree[1].closed, tree[1].deadline);
  EXPECT_EQ(tree[1].closed_by, kNobody);
  EXPECT_EQ(tree[1].recipients[0].answer, RecipientAnswer::refused);
  EXPECT_EQ(tree[1].recipients[1].answer, RecipientAnswer::none);
}

// of two terms that one rule ends, each end names its term; the third lives on
TEST(OfferTreeTest, EachTermOfAnAgreementHasItsOwnEnd) {
  const Tree tree(R"yaml(
  one: {at: 3 d, emit: letter, from: a, to: b, terms: {land: 0.5}}
  raid: {at: 10 d, emit: raid, from: c, to: a}
)yaml",
                  R"yaml(
  b: {upon: letter to b, by: b, after: 1 d, do: [accept: offer]}
  anger: {upon: raid, by: b, after: 1 d, do: [{end: meeting, as: breach}, {end: truce, as: breach}]}
  calm: {upon: raid, by: a, after: 12 d, do: [end: land]}
)yaml");
  ASSERT_EQ(tree[0].agreement.size(), 3U);
  const auto& truce = tree[0].agreement[0];
  const auto& meeting = tree[0].agreement[1];
  const auto& land = tree[0].agreement[2];
  EXPECT_EQ(truce.end, TermEnd::violated);
  EXPECT_EQ(meeting.end, TermEnd::violated);
  EXPECT_EQ(truce.event, meeting.event + 1);
  EXPECT_EQ(day(truce.to), 11);
  EXPECT_EQ(truce.by, tree.actor("b"));
  EXPECT_EQ(tree.type(truce.event), "breach");
  EXPECT_EQ(land.value, 0.5);
  EXPECT_EQ(land.end, TermEnd::ended);
  EXPECT_EQ(land.by, tree.actor("a"));
  EXPECT_EQ(day(land.to), 22);
  EXPECT_EQ(day(tree[0].until), 34);
}

TEST(OfferTreeTest, APlaceThatAnEndedAgreementLeftIsAnothersAfterwards) {
  const Tree tree(R"yaml(
  one: {at: 3 d, emit: letter, from: a, to: b}
  raid: {at: 10 d, emit: raid, from: c, to: a}
  two: {at: 20 d, emit: letter, from: a, to: b}
)yaml",
                  R"yaml(
  b: {upon: letter to b, by: b, after: 1 d, do: [accept: offer]}
  anger: {upon: raid, by: b, do: [{end: truce, as: breach}, {end: meeting}]}
)yaml");
  ASSERT_EQ(tree.size(), 2U);
  EXPECT_EQ(tree[0].agreement[0].end, TermEnd::violated);
  EXPECT_EQ(tree[0].agreement[1].end, TermEnd::ended);
  EXPECT_EQ(day(tree[0].agreement[1].to), 10);
  EXPECT_EQ(tree[1].agreement[0].end, TermEnd::expired);
  EXPECT_EQ(day(tree[1].agreement[0].from), 21);
  EXPECT_EQ(day(tree[1].agreement[0].to), 51);
}

TEST(OfferTreeTest, OffersOfOneInstantAreKeptApart) {
  const Tree tree(R"yaml(
  one: {at: 3 d, emit: letter, from: a, to: b}
  two: {at: 3 d, emit: letter, from: b, to: a, terms: {land: 0.5}}
  three: {at: 3 d, emit: feeler, from: a, to: c}
)yaml",
                  "  both: {upon: letter, by: target, do: [accept: offer]}");
  ASSERT_EQ(tree.size(), 3U);
  EXPECT_EQ(tree.tree.first, (std::vector<OfferId>{0, 1, 2}));
  EXPECT_EQ(tree[0].agreement.size(), 2U);
  EXPECT_EQ(tree[1].agreement.size(), 3U);
  EXPECT_EQ(tree[0].closed_by, tree.actor("b"));
  EXPECT_EQ(tree[1].closed_by, tree.actor("a"));
  EXPECT_EQ(tree[2].status, OfferStatus::open);
  EXPECT_FALSE(tree[2].was_public);
  EXPECT_TRUE(tree[2].deadline.is_never());
  EXPECT_TRUE(tree[2].closed.is_never());
  EXPECT_EQ(day(tree[0].closed), 3);
}

TEST(OfferTreeTest, EventsThatSpeakOfAnOfferAreKeptWithIt) {
  const Tree tree(kLetter,
                  "  m: {upon: letter, by: m, after: 1 d, do: [{emit: hint, to: target, "
                  "concerning: offer}]}");
  ASSERT_EQ(tree[0].concerning.size(), 1U);
  EXPECT_EQ(tree.type(tree[0].concerning[0]), "hint");
}

std::uint64_t key_of(const test::Finished& finished, const std::string& type) {
  for (const auto& event : finished.log.events()) {
    if (finished.program.types[event.type].name == type) return event.key;
  }
  throw std::runtime_error("no " + type);
}

// an answer or an expiry that is left out of a run has no event, and the tree says so
TEST(OfferTreeTest, WhatWasLeftOutOfTheRunHasNoEvent) {
  const std::string rules = "  b: {upon: letter to b, by: b, after: 1 d, do: [accept: offer]}";
  const Tree whole(kLetter, rules);
  EXPECT_EQ(day(whole[0].agreement[0].to), 34);
  const Tree unsent(kLetter, rules, {.suppressed_events = {key_of(whole.finished, "letter")}});
  EXPECT_EQ(unsent[0].status, OfferStatus::void_);
  EXPECT_TRUE(unsent.tree.first.empty());
  EXPECT_TRUE(unsent[0].sent.is_never());
  const Tree unheard(kLetter, rules, {.suppressed_events = {key_of(whole.finished, "accept")}});
  EXPECT_EQ(unheard[0].status, OfferStatus::accepted);
  EXPECT_TRUE(unheard[0].closed.is_never());
  EXPECT_TRUE(unheard[0].agreed.is_never());
  const Tree endless(kLetter, rules, {.suppressed_events = {key_of(whole.finished, "expire")}});
  EXPECT_EQ(endless[0].agreement[0].end, TermEnd::expired);
  EXPECT_EQ(day(endless[0].agreement[0].to), 34);
  EXPECT_EQ(endless[0].agreement[0].event, 0U);
}

}  // namespace
}  // namespace brink
