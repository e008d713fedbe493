#include "engine/report/offer_tree_text.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/report/words.h"
#include "tests/engine/report/finished.h"

namespace brink {
namespace {

// without the heading, which the timeline has too
std::string tree_of(const std::string& yaml, const TimelineOptions& options = {}) {
  const test::Finished finished(yaml);
  const auto text = offer_tree_text(finished.report(), options);
  const auto heading = heading_text(finished.report(), options);
  EXPECT_TRUE(text.starts_with(heading)) << text;
  return text.substr(heading.size());
}

const std::string kHead = R"yaml(
brink: 1
title: Three
start: 2026-12-20
horizon: 60 d
actors: {a: {name: Alba}, b: {name: Bern}, c: {name: Cork}, m: {name: Mission, kind: mediator}}
events:
  letter: {is: offer, terms: {truce: 1, meeting: 1, land: 0}, lapses: 20 d, lasts: 30 d}
  pact: {is: offer, consent: all, terms: {truce: 1, meeting: 1}, lapses: 20 d}
  tender: {is: offer, terms: {truce: 1}, lapses: 10 d}
  feeler: {is: offer, visibility: private, terms: {agenda: 1}, lapses: 2 d}
  yes_but: {is: counter, lapses: 10 d, lasts: 30 d}
  cold_no: {is: refuse}
  breach: {is: violate}
  hint: {is: consult}
  raid: {is: assault}
)yaml";

TEST(OfferTreeTextTest, TellsAnOfferItsCounterAndWhatBecameOfTheAgreement) {
  EXPECT_EQ(tree_of(kHead + R"yaml(
schedule: {one: {at: 3 d, emit: letter, from: a, to: b}, raid: {at: 20 d, emit: raid, from: c, to: b}}
rules:
  m: {upon: letter, by: m, after: 1 d, do: [{emit: hint, to: target, concerning: offer}]}
  b: {upon: letter to b, by: b, after: 4 d, do: [{counter: offer, as: yes_but, terms: {land: 0.5}}]}
  a: {upon: yes_but to a, by: a, after: 2 d 12 h, do: [accept: offer]}
  anger: {upon: raid, by: b, after: 1 d, do: [{end: truce, as: breach}]}
)yaml"),
            R"(
2 offers in 1 negotiation: 1 accepted, 1 countered (#n: event n of the timeline)

2026
23 Dec 00:00      #1  Alba → Bern  letter: truce 1, meeting 1, land 0 · public ·
                      open until 12 Jan 2027
24 Dec 00:00      #2  hint, Mission → Bern
27 Dec 00:00      #3  └─ Bern → Alba  yes but: land 0 → 0.5, the rest as before · after 4 d,
                         with 16 d left · open until 6 Jan 2027
29 Dec 12:00      #4     accepted by Alba after 2 d 12 h, with 7 d 12 h left
                         now in force: truce, meeting, land 0.5, until 28 Jan 2027
2027
10 Jan 00:00      #6     truce broken by Bern (breach) after 11 d, 18 d before its time · in answer
                         to #5 raid
28 Jan 12:00      #7     meeting and land: time is over after 30 d
)");
}

TEST(OfferTreeTextTest, TellsWhoAnsweredAnOfferToSeveralAndWhoDidNot) {
  EXPECT_EQ(tree_of(kHead + R"yaml(
schedule:
  one: {at: 3 d, emit: pact, from: m, to: [a, b, c]}
  two: {at: 3 d, emit: tender, from: a, to: [b, c]}
  three: {at: 55 d, emit: pact, from: m, to: [a, b]}
rules:
  a: {upon: pact to a, by: a, after: 1 d, do: [{accept: offer, only: [truce]}]}
  b: {upon: pact to c, by: c, after: 2 d, do: [{refuse: offer, as: cold_no}]}
  c: {upon: tender to c, by: c, after: 3 d, do: [refuse: offer]}
)yaml"),
            R"(
3 offers in 3 negotiations: 1 refused, 1 lapsed, 1 still open (#n: event n of the timeline)

2026
23 Dec 00:00      #1  Mission → Alba, Bern and Cork  pact: truce 1, meeting 1 · public, by a
                      mediator · all 3 must accept · open until 12 Jan 2027
24 Dec 00:00      #6  accepted by Alba (1 of 3), truce only, after 1 d, with 19 d left
25 Dec 00:00      #7  refused by Cork (cold no) after 2 d, with 18 d left

23 Dec 00:00      #4  Alba → Bern and Cork  tender: truce 1 · public · the first to accept has it ·
                      open until 2 Jan 2027
26 Dec 00:00      #8  refused by Cork after 3 d, with 7 d left
2027
02 Jan 00:00      #9  lapsed after 10 d: no answer from Bern

13 Feb 00:00     #10  Mission → Alba and Bern  pact: truce 1, meeting 1 · public, by a mediator ·
                      both must accept · open until 5 Mar
14 Feb 00:00     #12  accepted by Alba (1 of 2), truce only, after 1 d, with 19 d left
                      still open at the end, with 15 d left: no answer yet from Bern
)");
}

const std::string kFeelers = kHead + R"yaml(
processes: {feelers: {every: 10 d, emit: feeler, from: a, to: b}}
rules: {b: {upon: feeler, by: b, if: now > 2027-01-30, after: 1 d, do: [accept: offer]}}
)yaml";

// sent every 10 d: the first four lapse; that of 8 February is accepted on the 9th, and in force to
// the end on the 18th, for 9 d; that of the 18th is open
TEST(OfferTreeTextTest, TellsPrivateOffersOfOneKindTogether) {
  const auto text = tree_of(kFeelers);
  EXPECT_EQ(text, R"(
6 offers in 6 negotiations: 1 accepted, 4 lapsed, 1 still open (#n: event n of the timeline)

2026
Dec 2026–Feb 2027     Alba → Bern  6 × feeler: agenda 1 · private · 1 accepted, 4 lapsed, 1 still
                      open
                      accepted on 9 Feb 2027; agenda in force once, 9 d in all, 1 still in force
)");
  const auto all = tree_of(kFeelers, {.all = true});
  EXPECT_EQ(all.find("×"), std::string::npos);
  EXPECT_NE(all.find("30 Dec 00:00      #1  Alba → Bern  feeler: agenda 1 · private · open until 1 "
                     "Jan 2027\n"),
            std::string::npos)
      << all;
}

// sent every 2 d, 30 times: those of the first 50 d lapse, the last 5 are open
TEST(OfferTreeTextTest, TellsPublicOffersThatCameToNothingTogetherWhereThereAreMany) {
  const auto many =
      tree_of(kHead + "processes: {tenders: {every: 2 d, emit: tender, from: a, to: b}}\n");
  EXPECT_NE(many.find("Alba → Bern  25 × tender: truce 1 · public · 25 lapsed\n"),
            std::string::npos)
      << many;
  EXPECT_NE(many.find("10 Feb 00:00     #"), std::string::npos) << many;
  const auto few =
      tree_of(kHead + "processes: {tenders: {every: 3 d, emit: tender, from: a, to: b}}\n");
  EXPECT_EQ(few.find("×"), std::string::npos) << few;
}

const std::string kHagglers = kHead + R"yaml(
schedule: {one: {at: 3 d, emit: letter, from: a, to: b}}
rules: {haggle: {upon: offer, by: target, after: 1 d, do: [{counter: offer, as: yes_but, terms: {land: offer.land + 1}}]}}
)yaml";

TEST(OfferTreeTextTest, TellsTheMiddleOfALongChainInShortAndIsNeverTooWide) {
  const auto text = tree_of(kHagglers, {.width = 72});
  // the letter of day 3 and a counter on each day from 4 to 60: of the 56 that are answered,
  // three are told at either end
  EXPECT_NE(text.find("…  50 more counters: land 4 → 53"), std::string::npos) << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 72U) << line;
  const auto all = tree_of(kHagglers, {.all = true, .width = 72});
  EXPECT_EQ(all.find("more counters"), std::string::npos);
  EXPECT_NE(all.find("land 30 → 31"), std::string::npos) << all;
}

TEST(OfferTreeTextTest, SaysSoWhereNothingWasOffered) {
  EXPECT_EQ(tree_of(kHead), "\nNo offers were made.\n");
}

}  // namespace
}  // namespace brink
