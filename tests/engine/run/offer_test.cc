#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink {
namespace {

constexpr std::int64_t kDay = kMicrosecondsPerDay;

std::string talks(const std::string& rest) {
  return R"(
brink: 1
title: Talks
start: 2026-01-01
horizon: 60 d
world: {variables: {noted: 0, heard: 0}}
actors: {a: {}, b: {}, c: {}}
groups: {parties: [a, b], everyone: [a, b, c]}
events:
  letter: {is: offer, terms: {truce: 1, land: 0.5, aid: 0}, lapses: 10 d, lasts: 20 d}
  whisper: {is: offer, visibility: private, terms: {truce: 1}, lapses: 10 d}
  yes_but: {is: counter, lapses: 5 d}
  nudge: {is: request}
  remark: {is: accuse}
schedule:
  letter: {at: 1 d, emit: letter, from: a, to: b}
)" + rest;
}

struct Told {
  std::string story;
  std::vector<Note::Kind> notes;
  Log log;
};

Told told(const std::string& rest) {
  const auto program = test::compiled(talks(rest));
  auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(result.status, Status::ended);
  Told all{test::story(program, result.log), {}, std::move(result.log)};
  for (const auto& timed : all.log.notes()) all.notes.push_back(timed.note.kind);
  return all;
}

std::size_t count_of(const Told& all, Note::Kind kind) {
  return static_cast<std::size_t>(std::count(all.notes.begin(), all.notes.end(), kind));
}

TEST(OfferTest, LapsesFromItsSendingWhenNobodyAnswers) {
  const auto all = told("rules: {none: {upon: letter, if: not offer.open, do: [noted += 1]}}\n");
  EXPECT_EQ(all.story, "1 letter a>b\n11 lapse a>b\n");
  EXPECT_EQ(all.log.events()[1].time.us, 11 * kDay);
  EXPECT_EQ(all.log.events()[1].cause, 1U);
  EXPECT_EQ(all.log.events()[1].offer, all.log.events()[0].offer);
  EXPECT_TRUE(all.log.writes().empty());
}

TEST(OfferTest, AcceptedTermsAreInForceUntilTheyExpire) {
  const auto all = told(R"(
rules:
  yes: {upon: letter, by: b, after: 2 d, do: [accept: offer]}
  begins: {when: in_force(truce), do: [noted += 1]}
  between:
    when: in_force(truce, b, a) and not in_force(truce, a, c)
    do: [noted += 10]
  ends: {when: not in_force(land), do: [heard += 1]}
  never: {when: in_force(aid), do: [noted += 1000]}
)");
  EXPECT_EQ(all.story, "1 letter a>b\n3 accept b>a\n23 expire a>b\n");
  EXPECT_EQ(all.log.events()[2].time.us, 23 * kDay) << "`lasts` runs from the acceptance";
  double noted = 0;
  std::vector<std::int64_t> heard;
  for (const auto& w : all.log.writes()) {
    if (w.write.slot == 0) noted = w.write.after.number;
    if (w.write.slot == 1) heard.push_back(w.time.us / kDay);
  }
  EXPECT_EQ(noted, 11);
  EXPECT_EQ(heard, (std::vector<std::int64_t>{0, 23}));
}

TEST(OfferTest, ACounterInheritsTermsAndCountsRounds) {
  const auto program = test::compiled(talks(R"(
rules:
  but:
    upon: letter
    by: b
    do: [{counter: offer, as: yes_but, terms: {land: 0.25}}]
  again:
    upon: yes_but to a
    by: a
    after: 1 d
    do: [{counter: offer, terms: {aid: 3}}]
  reads:
    upon: counter
    do: [noted = 100 * offer.round + 10 * offer.land + offer.truce + offer.aid + offer.parent.land]
measures: {last: {final: noted}}
)"));
  const auto result = test::run_once(program, {.seed = 1});
  EXPECT_EQ(test::story(program, result.log), "1 letter a>b\n1 yes_but b>a\n2 counter a>b\n");
  // the second counter has no `lapses` of its own; parent's land was 0.25
  EXPECT_EQ(result.measures[0].value.number, 200 + 2.5 + 1 + 3 + 0.25);
  const auto& first = result.log.writes()[0];
  EXPECT_EQ(first.write.after.number, 100 + 2.5 + 1 + 0 + 0.5);
}

TEST(OfferTest, OnlyTheProposerWithdraws) {
  const auto all = told(R"(
rules:
  cannot: {upon: letter, by: b, do: [withdraw: offer]}
  nor_this: {upon: letter, by: a, do: [accept: offer]}
  nor_a_third: {upon: letter, by: c, do: [refuse: offer]}
  can: {upon: letter, by: a, after: 3 d, do: [withdraw: offer]}
)");
  EXPECT_EQ(all.story, "1 letter a>b\n4 withdraw a>b\n");
  EXPECT_EQ(count_of(all, Note::Kind::void_answer), 3U);
}

TEST(OfferTest, AClosedOfferCannotBeAnsweredAgain) {
  // the second answer is cancelled: its offer was open when the response began
  const auto cancelled = told(R"(
rules:
  first: {upon: letter, by: b, after: 2 d, do: [refuse: offer]}
  second: {upon: letter, by: b, after: 3 d, choose: {options: {yes: {utility: 1, do: [accept: offer]}}}}
)");
  EXPECT_EQ(cancelled.story, "1 letter a>b\n3 refuse b>a\n");
  EXPECT_EQ(cancelled.notes, (std::vector{Note::Kind::cancelled}));
  // two in one list: the second finds it closed
  const auto twice =
      told("rules: {both: {upon: letter, by: b, do: [{refuse: offer}, {accept: offer}]}}\n");
  EXPECT_EQ(twice.story, "1 letter a>b\n1 refuse b>a\n");
  EXPECT_EQ(twice.notes, (std::vector{Note::Kind::void_answer}));
  // at the very microsecond of the lapse it is too late
  const auto late =
      told("rules: {late: {upon: letter, by: b, after: 10 d, do: [accept: offer]}}\n");
  EXPECT_EQ(late.story, "1 letter a>b\n11 lapse a>b\n");
  EXPECT_EQ(late.notes, (std::vector{Note::Kind::cancelled}));
}

TEST(OfferTest, PrivateEventsAreKnownToTheirPartiesOnly) {
  const auto all = told(R"(
  whisper: {at: 2 d, emit: whisper, from: a, to: b}
rules:
  everyone_hears: {upon: whisper, by: each of everyone, do: [heard += 1]}
  everyone_reads: {upon: letter, by: each of everyone, do: [noted += 1]}
  answer: {upon: whisper, by: b, after: 1 d, do: [refuse: offer]}
  hears_the_answer: {upon: refuse, by: c, do: [heard += 100]}
  the_world_keeps_books: {upon: refuse, if: not offer.public, do: [noted += 100]}
)");
  double noted = 0;
  double heard = 0;
  for (const auto& w : all.log.writes()) (w.write.slot == 0 ? noted : heard) = w.write.after.number;
  EXPECT_EQ(heard, 2) << "c must not hear the offer, nor its answer";
  EXPECT_EQ(noted, 103);
  EXPECT_FALSE(all.log.events()[1].is_public);
}

TEST(OfferTest, AnEventMayConcernAnOffer) {
  const auto all = told(R"(
rules:
  nudges: {upon: letter, by: a, do: [{emit: nudge, to: b, after: 2 d, concerning: offer}]}
  yields: {upon: nudge, by: b, do: [accept: offer]}
)");
  EXPECT_EQ(all.story, "1 letter a>b\n3 nudge a>b\n3 accept b>a\n23 expire a>b\n");
  EXPECT_EQ(all.log.events()[1].offer, all.log.events()[0].offer);
}

TEST(OfferTest, EndingATermEndsItAlone) {
  const auto all = told(R"(
  trigger: {at: 5 d, emit: remark, from: b, to: a}
rules:
  yes: {upon: letter, by: b, do: [accept: offer]}
  breaks: {upon: remark, by: b, do: [{end: truce, as: violate}]}
  again: {upon: violate, by: a, do: [end: truce]}
  truce_over: {when: not in_force(truce), do: [noted += 1]}
  land_over: {when: not in_force(land), do: [heard += 1]}
)");
  EXPECT_EQ(all.story, "1 letter a>b\n1 accept b>a\n5 remark b>a\n5 violate b>a\n21 expire a>b\n");
  EXPECT_EQ(count_of(all, Note::Kind::void_answer), 1U) << "there was nothing left to end";
  std::vector<std::pair<SlotId, std::int64_t>> writes;
  for (const auto& w : all.log.writes()) writes.emplace_back(w.write.slot, w.time.us / kDay);
  EXPECT_EQ(writes,
            (std::vector<std::pair<SlotId, std::int64_t>>{{0, 0}, {1, 0}, {0, 5}, {1, 21}}));
}

TEST(OfferTest, TheExpiryIsCausedByTheAcceptance) {
  const auto all = told("rules: {yes: {upon: letter, by: b, after: 2 d, do: [accept: offer]}}\n");
  ASSERT_EQ(all.log.events().size(), 3U);
  EXPECT_EQ(all.log.events()[2].cause, all.log.events()[1].number);
}

TEST(OfferTest, OffersThatLapseAtOneInstantLapseInTheOrderOfTheirSending) {
  std::string rest;
  for (int i = 0; i < 9; ++i) {
    rest += "  n" + std::to_string(i) + ": {at: 1 d, emit: letter, from: a, to: b}\n";
  }
  const auto all = told(rest);
  OfferId lapses = 0;
  for (const auto& event : all.log.events()) {
    if (event.time.us < 2 * kDay) continue;
    EXPECT_EQ(event.offer, lapses++);
  }
  EXPECT_EQ(lapses, 10U);
}

}  // namespace
}  // namespace brink
