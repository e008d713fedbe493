// Acceptances on conditions, deadlines of single offers, and patterns `of` a type of offers.
#include <fmt/format.h>

#include "tests/engine/run/word_by_hands.h"

namespace brink {
namespace {

using namespace test;

TEST(ConditionalTest, IsACounterWithTheTermsOfTheOfferAndThoseAskedFor) {
  const auto program = compiled(feeler("", R"yaml(
rules:
  yes_if: {upon: feeler, by: target, after: 2 d, do: [{accept: offer, conditions: {land: 0.25, aid: 3}}]}
  parent: {upon: conditional, if: offer.parent.countered and offer.round == 1, do: [noted += 1]}
  terms: {upon: conditional, do: [noted += 10 * offer.talks + 100 * offer.land + 1000 * offer.aid]}
  both: {upon: counter of conditional to a, do: [noted += 10000]}
  agreed: {upon: conditional, by: target, after: 3 d, do: [accept: offer]}
measures:
  noted: {final: noted}
  talks: {time: "in_force(talks, a, b)"}
  land: {time: in_force(land)}
  aid: {time: in_force(aid)}
)yaml"));
  const auto run = run_once(program, {.seed = 1});
  EXPECT_EQ(story(program, run.log), "1 feeler a>b\n3 conditional b>a\n6 accept a>b\n");
  EXPECT_EQ(run.measures[0].value.number, 1 + 10 + 25 + 3000 + 10000);
  for (const int measure : {1, 2, 3}) {
    EXPECT_EQ(run.measures[measure].value.whole, 54 * kDay) << "it lasts until the end";
  }
  EXPECT_FALSE(run.log.events()[1].is_public) << "as private as what it answers";
}

TEST(ConditionalTest, LeavesOutATermAskedToBeNothing) {
  const auto all = told(feeler("", R"yaml(
rules:
  yes_if: {upon: feeler, by: target, do: [{accept: offer, conditions: {land: 0}}]}
  agreed: {upon: conditional, by: target, do: [accept: offer]}
measures:
  talks: {time: in_force(talks)}
  land: {time: in_force(land)}
)yaml"));
  EXPECT_EQ(days(all, 0), 59);
  EXPECT_EQ(days(all, 1), 0);
}

TEST(ConditionalTest, MayBeOfATypeOfItsOwn) {
  auto yaml = feeler("", R"yaml(
rules:
  yes_if:
    upon: feeler
    by: target
    do: [{accept: offer, as: aye_if, conditions: {land: 2}, with: {warmth: 0.5}}]
  noted: {upon: conditional, do: [noted += 1]}
  own: {upon: aye_if, do: [noted += 10 * event.warmth]}
  agreed: {upon: aye_if, by: target, after: 1 d, do: [accept: offer]}
measures: {noted: {final: noted}, land: {time: in_force(land)}}
)yaml");
  yaml.insert(yaml.find("  whisper:"),
              "  aye_if: {is: conditional, lapses: 3 d, lasts: 5 d, attributes: {warmth: 0}}\n");
  const auto all = told(yaml);
  EXPECT_EQ(all.story, "1 feeler a>b\n1 aye_if b>a\n2 accept a>b\n7 expire b>a\n");
  EXPECT_EQ(measure(all, 0), 6);
  EXPECT_EQ(days(all, 1), 5);
}

TEST(ConditionalTest, OfAnOfferToSeveralGoesToAllOthers) {
  EXPECT_EQ(told(word_by_hands("", R"yaml(
  send: {at: 1 d, emit: joint, from: a, to: [m, b]}
rules:
  m: {upon: joint to m, by: m, after: 1 d, do: [{accept: offer, conditions: {land: 1}}]}
  everybody: {upon: conditional, by: target, after: 1 d, do: [accept: offer]}
)yaml"))
                .story,
            "1 joint a>m\n1 joint a>b\n2 conditional m>a\n2 conditional m>b\n3 accept a>m\n3 "
            "accept b>m\n");
}

TEST(LapsesTest, OfOneOfferStandsInsteadOfItsTypes) {
  EXPECT_EQ(told(word_by_hands("", R"yaml(
  usual: {at: 1 d, emit: feeler, from: a, to: b}
  short: {at: 1 d, emit: feeler, from: a, to: m, lapses: 3 d}
  at_once: {at: 2 d, emit: feeler, from: a, to: out, lapses: 0 d}
)yaml"))
                .story,
            "1 feeler a>b\n1 feeler a>m\n2 feeler a>out\n2 lapse a>out\n4 lapse a>m\n21 lapse "
            "a>b\n");
}

TEST(LapsesTest, GoesWithWhateverMakesAnOffer) {
  EXPECT_EQ(told(word_by_hands("", R"yaml(
  ask: {at: 1 d, emit: sign, from: a, to: b}
processes:
  once: {every: 50 d, emit: letter, from: m, to: out, lapses: 1 d * (2 + noted)}
rules:
  emits: {upon: sign, by: source, do: [{emit: feeler, to: target, lapses: 4 d}]}
  counters: {upon: feeler, by: target, after: 1 d, do: [{counter: offer, lapses: 5 d}]}
  on_conditions: {upon: counter from b, by: target, after: 1 d, do: [{accept: offer, conditions: {land: 2}, lapses: 6 d}]}
)yaml"))
                .story,
            "1 sign a>b\n1 feeler a>b\n2 counter b>a\n3 conditional a>b\n9 lapse a>b\n"
            "50 letter m>out\n52 lapse m>out\n");
}

// the deadline runs from the sending, also while the message is under way
TEST(LapsesTest, PassesWhileTheMessageIsUnderWay) {
  const auto all = told(word_by_hands(kByM, R"yaml(
  send: {at: 1 d, emit: feeler, from: a, to: b, lapses: 4 d}
rules:
  yes: {upon: feeler, by: target, do: [accept: offer]}
  late: {upon: feeler, by: target, if: offer.lapsed, do: [{emit: nod, to: source}]}
  knows_it: {upon: lapse, by: target, do: [{emit: sign, to: self}]}
)yaml"));
  EXPECT_EQ(all.story, "1 feeler a>b\n5 lapse a>b\n6 nod b>a\n");
  EXPECT_EQ(notes_of(all, Note::Kind::void_answer), 1U);
}

TEST(OfTest, MeansEventsAboutAnOfferOfThatType) {
  const auto all = told(word_by_hands("", R"yaml(
  one: {at: 1 d, emit: feeler, from: a, to: b}
  two: {at: 2 d, emit: letter, from: a, to: b}
  three: {at: 3 d, emit: joint, from: a, to: [b, m]}
rules:
  no: {upon: offer, by: target, if: offer.round == 0, after: 1 d, do: [refuse: offer]}
  concerns: {upon: offer, by: source, do: [{emit: sign, to: target, concerning: offer}]}
  of_feelers: {upon: refuse of feeler, do: [noted += 1]}
  of_letters: {upon: refuse of letter from b to a, do: [noted += 10]}
  of_joint: {upon: refuse of joint, do: [noted += 100]}
  of_any: {upon: refuse of offer or accept of offer, do: [noted += 1000]}
  about: {upon: sign of joint, do: [noted += 10000]}
  none: {upon: refuse of counter, do: [noted += 1000000]}
measures:
  noted: {final: noted}
  refused: {count: refuse of feeler}
  letters: {count: "refuse of letter where offer.talks > 0"}
  sum: {sum: offer.talks + 10 * offer.land, of: refuse of feeler}
  seen: {time: "knows(a, refuse of letter)"}
  recent: {time: "count(refuse of letter, 4 d) > 0"}
)yaml"));
  // a feeler is refused by b, a joint one (which is a feeler) by b, which closes it
  EXPECT_EQ(measure(all, 0), 2 + 10 + 100 + 3000 + 20000);
  EXPECT_EQ(measure(all, 1), 2);
  EXPECT_EQ(measure(all, 2), 1);
  EXPECT_EQ(measure(all, 3), 12);
  EXPECT_EQ(days(all, 4), 57);
  EXPECT_EQ(days(all, 5), 4);
}

}  // namespace
}  // namespace brink
