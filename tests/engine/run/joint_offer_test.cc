// One offer to several: who is asked, and whose consent makes the agreement.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/engine/run/talks_of_four.h"

namespace brink {
namespace {

using namespace test;

TEST(JointOfferTest, IsOneOfferSentByOneEventForEachRecipient) {
  const auto all =
      pact("rules: {none: {upon: pact, by: target, if: noted > 5, do: [noted = 1]}}\n");
  EXPECT_EQ(all.story, kSent + "11 lapse a>b\n");
  const auto& events = all.log.events();
  ASSERT_EQ(events.size(), 4U);
  std::set<std::uint64_t> keys;
  for (const auto& event : events) {
    EXPECT_EQ(event.offer, events[0].offer);
    EXPECT_TRUE(keys.insert(event.key).second);
  }
  EXPECT_EQ(events[3].time.us, 11 * kDay) << "`lapses` runs from the first";
  EXPECT_EQ(events[3].cause, 1U);
}

TEST(JointOfferTest, TheFirstEventIsThatOfAnOfferToItsFirstRecipientAlone) {
  // an offer to one has the key it always had; other deeds keep theirs whoever else is asked
  const auto joint = pact("  next: {at: 2 d, emit: sign, from: a, to: b}\n");
  const auto single = told(talks("", R"yaml(
  letter: {at: 1 d, emit: pact, from: a, to: b}
  next: {at: 2 d, emit: sign, from: a, to: b}
)yaml"));
  EXPECT_EQ(joint.log.events()[0].key, single.log.events()[0].key);
  EXPECT_EQ(joint.log.events()[3].key, single.log.events()[1].key);
}

TEST(JointOfferTest, RepeatedRecipientsCountOnceAndTheProposerIsSkipped) {
  const auto all = told(talks("", R"yaml(
  start: {at: 1 d, emit: sign, from: b, to: c}
rules:
  offers: {upon: sign, by: d, do: [{emit: pact, to: [source, target, b, source, c]}]}
  to_itself: {upon: sign, by: source, do: [{emit: pact, to: [source, target]}]}
  to_nobody: {upon: sign, by: target, do: [{emit: pact, to: [target, target]}]}
)yaml"));
  EXPECT_EQ(all.story,
            "1 sign b>c\n1 pact b>c\n1 pact d>b\n1 pact d>c\n11 lapse b>c\n11 lapse d>b\n");
}

TEST(JointOfferTest, EveryRecipientIsATarget) {
  const auto all = pact(R"yaml(
rules:
  each_as_target: {upon: pact, by: target, do: [noted += 1]}
  the_last_as_itself: {upon: pact to d, by: d, do: [noted += 10]}
  a_group: {upon: pact to last_two, do: [noted += 100]}
measures: {noted: {final: noted}, sent: {count: pact}, to_c: {count: pact to c}}
)yaml");
  EXPECT_EQ(measure(all, 0), 213);
  EXPECT_EQ(measure(all, 1), 3);
  EXPECT_EQ(measure(all, 2), 1);
}

TEST(JointOfferTest, AllMustAcceptAndThenItHoldsBetweenAnyTwo) {
  const auto all = pact(R"yaml(
rules:
  b: {upon: pact to b, by: b, after: 2 d, do: [accept: offer]}
  c: {upon: pact to c, by: c, after: 4 d, do: [accept: offer]}
  d: {upon: pact to d, by: d, after: 1 d, do: [accept: offer]}
  open: {upon: accept, if: offer.open, do: [noted += 1]}
  closed: {upon: accept from c, if: offer.accepted, do: [noted += 10]}
)yaml" + kPairs + "  noted: {final: noted}\n");
  EXPECT_EQ(all.story, kSent + "2 accept d>a\n3 accept b>a\n5 accept c>a\n25 expire a>b\n");
  EXPECT_EQ(pair_days(all), std::vector<double>(6, 20));
  EXPECT_EQ(days(all, 6), 0) << "nobody agrees with itself";
  EXPECT_EQ(measure(all, 9), 12) << "open upon the first two answers, accepted upon the last";
  EXPECT_EQ(all.log.events()[6].cause, all.log.events()[5].number)
      << "what expires began with the last acceptance";
}

TEST(JointOfferTest, OneRefusalClosesItForAll) {
  const auto all = pact(R"yaml(
rules:
  b: {upon: pact to b, by: b, after: 2 d, do: [accept: offer]}
  spoiler: {upon: pact to c, by: c, after: 3 d, do: [refuse: offer]}
  d: {upon: pact to d, by: d, after: 4 d, choose: {options: {yes: {utility: 1, do: [accept: offer]}}}}
  refused: {upon: refuse, if: offer.refused, do: [noted += 1]}
)yaml" + kPairs + "  noted: {final: noted}\n");
  EXPECT_EQ(all.story, kSent + "3 accept b>a\n4 refuse c>a\n");
  EXPECT_EQ(notes_of(all, Note::Kind::cancelled), 1U) << "d need not decide any more";
  EXPECT_EQ(days(all, 7), 0);
  EXPECT_EQ(measure(all, 9), 1);
}

TEST(JointOfferTest, ACounterGoesToAllOtherPartiesUnderTheSameConsent) {
  const auto all = pact(R"yaml(
rules:
  b: {upon: pact to b, by: b, after: 2 d, do: [accept: offer]}
  c: {upon: pact to c, by: c, after: 3 d, do: [{counter: offer, as: yes_but, terms: {land: 0.25}}, {emit: sign, to: a}]}
  again: {upon: yes_but, by: target, after: 1 d, do: [accept: offer]}
  terms: {upon: yes_but to d, do: [noted = 100 * offer.round + 10 * offer.land + offer.truce]}
  parent: {upon: accept, if: exists(offer.parent) and offer.parent.countered, do: [noted += 1000]}
)yaml" + kPairs + "  noted: {final: noted}\n");
  EXPECT_EQ(all.story, kSent +
                           "3 accept b>a\n"
                           "4 yes_but c>a\n4 yes_but c>b\n4 yes_but c>d\n4 sign c>a\n"
                           "5 accept a>c\n5 accept b>c\n5 accept d>c\n11 expire c>a\n");
  EXPECT_EQ(pair_days(all), std::vector<double>(6, 6)) << "the counter's own `lasts`";
  EXPECT_EQ(measure(all, 9), 3103.5);
  const auto& events = all.log.events();
  std::set<std::uint64_t> keys;
  for (const auto& event : events) EXPECT_TRUE(keys.insert(event.key).second);
  EXPECT_EQ(events[4].offer, events[6].offer);
  EXPECT_NE(events[4].offer, events[0].offer);
}

TEST(JointOfferTest, TheCounterToAllNeedsAllAgain) {
  const auto all = pact(R"yaml(
rules:
  c: {upon: pact to c, by: c, do: [{counter: offer, as: yes_but}]}
  a: {upon: yes_but to a, by: a, do: [accept: offer]}
  b: {upon: yes_but to b, by: b, do: [accept: offer]}
)yaml" + kPairs);
  EXPECT_EQ(all.story, kSent +
                           "1 yes_but c>a\n1 yes_but c>b\n1 yes_but c>d\n"
                           "1 accept a>c\n1 accept b>c\n6 lapse c>d\n");
  EXPECT_EQ(days(all, 7), 0);
}

TEST(JointOfferTest, ConsentOfOneBindsTheFirstToAcceptAlone) {
  const auto all = tender(R"yaml(
rules:
  b: {upon: tender to b, by: b, after: 4 d, do: [accept: offer]}
  c: {upon: tender to c, by: c, after: 2 d, do: [accept: offer]}
  d: {upon: tender to d, by: d, after: 3 d, do: [refuse: offer]}
)yaml" + kPairs);
  EXPECT_EQ(all.story, kTendered + "3 accept c>a\n23 expire a>c\n");
  EXPECT_EQ(notes_of(all, Note::Kind::cancelled), 2U);
  EXPECT_EQ(pair_days(all), (std::vector<double>{0, 20, 0, 0, 0, 0}));
}

TEST(JointOfferTest, ConsentOfOneIsWhatAnOfferHasWhenItSaysNothing) {
  const auto all = told(talks("plain", R"yaml(
rules: {c: {upon: plain to c, by: c, do: [accept: offer]}}
)yaml" + kPairs));
  EXPECT_EQ(all.story, "1 plain a>b\n1 plain a>c\n1 plain a>d\n1 accept c>a\n");
  EXPECT_EQ(pair_days(all), (std::vector<double>{0, 59, 0, 0, 0, 0}));
}

TEST(JointOfferTest, UnderConsentOfOneARefusalLeavesItToTheOthers) {
  const std::string first_two = R"yaml(
rules:
  b: {upon: tender to b, by: b, after: 2 d, do: [refuse: offer]}
  c: {upon: tender to c, by: c, after: 3 d, do: [refuse: offer]}
  open: {upon: refuse, if: offer.open, do: [noted += 1]}
  refused: {upon: refuse, if: offer.refused, do: [noted += 100]}
)yaml";
  const auto refused =
      tender(first_two + "  d: {upon: tender to d, by: d, after: 4 d, do: [refuse: offer]}\n" +
             kPairs + "  noted: {final: noted}\n");
  EXPECT_EQ(refused.story, kTendered + "3 refuse b>a\n4 refuse c>a\n5 refuse d>a\n");
  EXPECT_EQ(measure(refused, 9), 102);
  const auto accepted = tender(
      first_two + "  d: {upon: tender to d, by: d, after: 4 d, do: [accept: offer]}\n" + kPairs);
  EXPECT_EQ(pair_days(accepted), (std::vector<double>{0, 0, 20, 0, 0, 0}));
}

TEST(JointOfferTest, UnderConsentOfOneACounterGoesToTheProposer) {
  const auto all = tender(R"yaml(
rules:
  b: {upon: tender to b, by: b, after: 2 d, do: [{counter: offer, as: yes_but}]}
  c: {upon: tender to c, by: c, after: 3 d, do: [accept: offer]}
  a: {upon: yes_but, by: a, after: 1 d, do: [accept: offer]}
)yaml" + kPairs);
  EXPECT_EQ(all.story, kTendered + "3 yes_but b>a\n4 accept a>b\n10 expire b>a\n");
  EXPECT_EQ(pair_days(all), (std::vector<double>{6, 0, 0, 0, 0, 0}));
  EXPECT_EQ(notes_of(all, Note::Kind::cancelled), 1U);
}

TEST(JointOfferTest, EachRecipientAnswersOnce) {
  const auto all = pact(R"yaml(
rules:
  b: {upon: pact to b, by: b, do: [{accept: offer}, {refuse: offer}, {counter: offer}]}
  stranger: {upon: pact to b, by: a, do: [accept: offer]}
)yaml");
  EXPECT_EQ(all.story, kSent + "1 accept b>a\n11 lapse a>c\n")
      << "what lapses says who first left it unanswered";
  EXPECT_EQ(notes_of(all, Note::Kind::void_answer), 3U);
}

TEST(JointOfferTest, OnlyTheProposerWithdrawsIt) {
  const auto all = pact(R"yaml(
rules:
  c: {upon: pact to c, by: c, after: 1 d, do: [withdraw: offer]}
  a: {upon: pact to d, by: a, after: 2 d, do: [withdraw: offer]}
  d: {upon: pact to d, by: d, after: 3 d, do: [accept: offer]}
)yaml");
  EXPECT_EQ(all.story, kSent + "3 withdraw a>b\n");
  EXPECT_EQ(notes_of(all, Note::Kind::void_answer), 1U);
  EXPECT_EQ(notes_of(all, Note::Kind::cancelled), 1U);
}

TEST(JointOfferTest, AnyPartyEndsIt) {
  const std::string signed_by_all =
      "rules:\n  yes: {upon: pact, by: target, do: [accept: offer]}\n  ends: ";
  const auto ended = [&](const std::string& who, const std::string& rule) {
    return told(talks("pact", "  raid: {at: 5 d, emit: raid, from: " + who + ", to: a}\n" +
                                  signed_by_all + rule + kPairs));
  };
  const std::string accepted = kSent + "1 accept b>a\n1 accept c>a\n1 accept d>a\n";
  const auto by_recipient = ended("c", "{upon: raid, by: c, do: [end: truce]}\n");
  EXPECT_EQ(by_recipient.story, accepted + "5 raid c>a\n5 end c>a\n21 expire a>b\n");
  EXPECT_EQ(pair_days(by_recipient), std::vector<double>(6, 4)) << "it ends between all";
  EXPECT_EQ(days(by_recipient, 8), 20) << "land goes on";
  const auto by_proposer = ended("c", "{upon: raid, by: a, do: [end: truce]}\n");
  EXPECT_EQ(by_proposer.story, accepted + "5 raid c>a\n5 end a>b\n21 expire a>b\n");
}

TEST(JointOfferTest, WhoIsNotBoundCannotEndIt) {
  const auto all = told(talks("tender", R"yaml(
  raid: {at: 5 d, emit: raid, from: b, to: a}
rules:
  yes: {upon: tender to c, by: c, do: [accept: offer]}
  ends: {upon: raid, by: b, do: [end: truce]}
  ends_too: {upon: raid, by: a, after: 1 d, do: [end: truce]}
)yaml"));
  EXPECT_EQ(all.story, kTendered + "1 accept c>a\n5 raid b>a\n6 end a>c\n21 expire a>c\n");
  EXPECT_EQ(notes_of(all, Note::Kind::void_answer), 1U);
}

}  // namespace
}  // namespace brink
