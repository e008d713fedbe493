#include "engine/report/timeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "engine/report/words.h"
#include "engine/run/settings.h"
#include "tests/engine/report/finished.h"

namespace brink {
namespace {

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string replaced(std::string text, const std::string& old, const std::string& by) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size())) {
    text.replace(at, old.size(), by);
  }
  return text;
}

// worked out by hand from the scenario: anger 0 + 0.75, + 0.75 held at 1, - 0.25 twenty days after
// each raid, 0 once below 0.6; the raid of 4 June 06:30 leaves the ladder's window on 18 June 06:30
TEST(TimelineTest, TellsWhatHappenedWhyAndWhatItChanged) {
  const test::Finished run(test::kLetters);
  const std::string expected = R"(Two neighbours
from 2026-06-01, 60 d at most · seed 1, replication 0

2026
02 Jun 00:00      #1  South → North  raid: size 80 drones, site rail · scheduled: strike
                      North anger 0 → 0.75
                      North – South rise: 0 Peace → 6 War
04 Jun 06:30      #2  South → North  raid: size 1,240 drones, site rail · scheduled: second strike
                      North anger 0.75 → 1.00
11 Jun 00:00      #3  South → North  letter: truce 1, share 0
                      scheduled: first letter (sent by post)
13 Jun 00:00      #4  North → South  feeler [private]: agenda 1 · scheduled: quiet word
14 Jun 00:00      #5  North → South  yes but (letter #3): truce 1, share 0.5
                      rule: north answers · chose conditions · 3 d after #3
)";
  EXPECT_EQ(timeline_text(run.report()).substr(0, expected.size()), expected);
  const std::string end =
      R"(18 Jun 00:00      #7  North → South  lapse (feeler #4) [private] · no answer in time · 5 d after #4
18 Jun 06:30          North – South fall: 6 War → 0 Peace
22 Jun 00:00          cooling · 20 d after #1
                      North anger 1.00 → 0.75
24 Jun 06:30          cooling · 20 d after #2
                      North anger 0.75 → 0.50
24 Jun 06:30          calm
                      North anger 0.5 → 0
)";
  const auto text = timeline_text(run.report());
  EXPECT_TRUE(text.ends_with(end)) << text;
}

// on the 14th the counter at that very instant reads the new price already
TEST(TimelineTest, TellsInterventionsInItsHeadAndBeforeAllElseOfTheirInstant) {
  const auto program = test::compiled(test::kLetters);
  Overlay overlay;
  for (const auto* text :
       {"13 d: price = 0.8", "2026-06-14: north.anger = 0.75", "2026-06-20: price = 0.8"}) {
    ASSERT_EQ(add_intervention(program, text, overlay), std::nullopt);
  }
  const test::Finished run(test::kLetters, {}, overlay);
  const auto text = timeline_text(run.report());
  EXPECT_TRUE(text.starts_with(R"(Two neighbours
from 2026-06-01, 60 d at most · seed 1, replication 0
what if 2026-06-14: price = 0.8
what if 2026-06-14: north.anger = 0.75
what if 2026-06-20: price = 0.8

2026
)")) << text;
  EXPECT_NE(text.find(R"(
14 Jun 00:00          what if: price 0.5 → 0.8, North anger 1.00 → 0.75
14 Jun 00:00      #5  North → South  yes but (letter #3): truce 1, share 0.8
)"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("20 Jun"), std::string::npos) << "it set what was there already: " << text;
}

TEST(TimelineTest, TheAcceptanceNamesItsOfferAndTerms) {
  const test::Finished run(test::kLetters);
  EXPECT_NE(timeline_text(run.report())
                .find("South → North  accept (yes but #5): truce 1, share 0.5\n"
                      "                      rule: south agrees · 12 h after #5\n"),
            std::string::npos);
}

// mean anger: (2 · 0.75 · 2.2708 d + 1 · 17.7292 d) / 60 d; truce from 13.5 d to 60 d
TEST(TimelineTest, SummaryAlignsMeasuresAndCountsWhatWasHeld) {
  const test::Finished run(test::kLetters);
  EXPECT_EQ(summary_text(run.report()),
            R"(  outcome  war
  reached  truce on 2026-06-14 12:00
  end      2026-07-31, after 60 d

measures
  raids          2
  drones         1,320 drones
  first answer   13 d
  first refusal  none
  mean anger     0.3523
  truce held     46 d 12 h

held at the end of its range
  North anger  once

  events  7: 2 raid, 1 yes but, 1 letter, 1 feeler, 1 accept, 1 lapse

)" + fmt::format("hash  {:016x}\n", run.hash.value()));
}

TEST(TimelineTest, BriefSummaryIsOutcomeMeasuresAndHash) {
  const test::Finished run(test::kLetters);
  const auto text = summary_text(run.report(), {}, true);
  EXPECT_TRUE(text.starts_with("  outcome  war\n"));
  EXPECT_EQ(text.find("events"), std::string::npos);
  EXPECT_EQ(text.find("held"), text.find("held     46"));
  EXPECT_NE(text.find("\nhash  "), std::string::npos);
}

TEST(TimelineTest, AChoiceByChanceShowsItsProbability) {
  // equal utilities: one half each
  const auto yaml =
      replaced(replaced(test::kLetters, "      options:", "      temperature: 1\n      options:"),
               "utility: self.anger", "utility: 0");
  std::string all;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const test::Finished run(yaml, {seed, 0});
    all += timeline_text(run.report());
  }
  EXPECT_NE(all.find("chose conditions 50 %"), std::string::npos);
  EXPECT_NE(all.find("North: north answers · chose no answer 50 % · 3 d after #3"),
            std::string::npos);
}

TEST(TimelineTest, ColourChangesNothingButCodes) {
  const test::Finished run(test::kLetters);
  auto coloured = timeline_text(run.report(), {.colour = true});
  EXPECT_NE(coloured.find("\x1b["), std::string::npos);
  for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  EXPECT_EQ(coloured, timeline_text(run.report()));
}

constexpr const char* kBusy = R"(brink: 1
title: Many raids
start: 2026-06-01
horizon: 180 d
actors: {a: {name: A, variables: {x: {initial: 0}}}, b: {name: B}}
events:
  raid: {is: assault, attributes: {size: {unit: drones, default: 10}}}
  letter: {is: offer, terms: {truce: 1}}
schedule: {letter: {at: 90 d, emit: letter, from: b, to: a}}
processes: {raids: {rate: 6, emit: raid, from: a, to: b}}
rules:
  harm: {upon: raid, do: [a.x += 1]}
  answer: {upon: letter, by: target, after: 3 d, do: [refuse: offer]}
)";

TEST(TimelineTest, AThousandEventsFitOnAScreenAndNothingImportantIsLost) {
  const test::Finished run(kBusy);
  ASSERT_GT(run.log.events().size(), 900U);
  const auto text = timeline_text(run.report());
  EXPECT_LE(lines_in(text), 20U);
  EXPECT_NE(text.find("letter: truce 1"), std::string::npos);
  EXPECT_NE(text.find("refuse (letter #"), std::string::npos);
}

// every raid is of ten drones, and raises x by one: folds must add up to the whole
TEST(TimelineTest, FoldsAddUp) {
  const test::Finished run(kBusy);
  const auto text = timeline_text(run.report());
  std::size_t told = 0;
  std::size_t folds = 0;
  for (auto at = text.find("… "); at != std::string::npos; at = text.find("… ", at + 1)) {
    const auto n = std::stoul(text.substr(at + std::string("… ").size()));
    const auto counted = fmt::format("… {} raid A → B", n);
    EXPECT_EQ(text.substr(at, counted.size()), counted);
    EXPECT_NE(text.find(fmt::format("(size {} drones)", short_count(n * 10)), at),
              std::string::npos);
    if (n >= 20) {  // a shorter one is one line
      const auto change = fmt::format("A x {} → {}\n", short_count(told), short_count(told + n));
      EXPECT_NE(text.find(change, at), std::string::npos) << change << text;
    }
    told += n;
    ++folds;
  }
  EXPECT_EQ(folds, 3U);  // before the letter, before its answer, after it
  EXPECT_EQ(told, run.log.events().size() - 2);
}

// too many events to tell in full; the feeler of day 40, 11 July, is accepted 30 h later
constexpr const char* kFeelers = R"(brink: 1
title: Quiet words
start: 2026-06-01
horizon: 90 d
actors: {a: {name: A, variables: {x: {initial: 1}}}, b: {name: B}, c: {name: C}}
events:
  feeler: {is: offer, visibility: private, terms: {agenda: 1}, lapses: 60 d}
  letter: {is: offer, terms: {truce: 1, share: 0}, lapses: 200 d}
  yes_but: {is: counter}
schedule: {letter: {at: 40 d, emit: letter, from: a, to: b}}
processes:
  protests: {every: 1 d, emit: protest, from: c}
  feelers: {every: 10 d, emit: feeler, from: a, to: b}
rules:
  answer: {upon: feeler, by: target, after: 30 h, if: "now > 2026-07-05 and now < 2026-07-15", do: [accept: offer]}
  hardly: {upon: accept, do: [a.x += 0.0001]}
  counters: {upon: letter, by: target, after: 5 d, do: [{counter: offer, as: yes_but, terms: {share: 0.123}}]}
  late: {upon: protest, if: "total(protest) == 50", do: [{end: truce}]}
)";

TEST(TimelineTest, WhatIsFoldedIsNamedByItsDayNotItsNumber) {
  const test::Finished run(kFeelers);
  const auto text = timeline_text(run.report());
  EXPECT_NE(text.find("accept (feeler of 11 Jul) [private]: agenda 1\n"
                      "                      rule: answer · 1 d 6 h later\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("A x "), std::string::npos) << "a change too small to see";
  EXPECT_NE(text.find("yes but (letter #"), std::string::npos);
  EXPECT_NE(text.find("): share 0.123"), std::string::npos);
}

// a feeler every 10 d to day 90: those of days 10, 20 and 30 lapse in time, that of day 40 is
// accepted
// a letter that is private and the only one is as telling on its arrival as when it was sent; the
// fiftieth report of fifty is not
TEST(TimelineTest, ALongRunStillTellsWhenARareOfferArrives) {
  const test::Finished run(R"(brink: 1
title: Post
start: 2026-06-01
horizon: 60 d
actors: {north: {}, south: {}}
channels: {post: {between: [north, south], delay: 2 d}}
events:
  letter: {is: offer, visibility: private, terms: {truce: 1}}
  report: {is: offer, visibility: private, terms: {news: 1}}
schedule: {letter: {at: 10 d, emit: letter, from: north, to: south}}
processes: {reports: {every: 1 d, emit: report, from: north, to: south}}
)");
  const auto text = timeline_text(run.report());
  EXPECT_NE(text.find("13 Jun 00:00          letter #"), std::string::npos) << text;
  EXPECT_EQ(text.find("report #"), std::string::npos) << text;
}

TEST(TimelineTest, ALongRunsSummaryTellsTheChainsOfItsOffers) {
  const test::Finished run(kFeelers);
  EXPECT_NE(summary_text(run.report())
                .find("\noffers\n"
                      "  11 Jul letter (A) → 16 Jul yes but: share 0.12 (B) → still open\n"
                      "  9 private offers: 5 open, 1 accepted, 3 lapsed\n"),
            std::string::npos)
      << summary_text(run.report());
}

TEST(TimelineTest, AnEndOfNothingSaysSoWhereEverythingIsTold) {
  const test::Finished run(kFeelers);
  const auto all = timeline_text(run.report(), {.all = true});
  EXPECT_NE(all.find("late had no effect: nothing was in force to end"), std::string::npos) << all;
  EXPECT_EQ(timeline_text(run.report()).find("had no effect"), std::string::npos);
}

TEST(TimelineTest, ARunStoppedEarlyHasNoOutcomeYet) {
  Overlay overlay;
  overlay.until = Duration{10LL * 86'400'000'000};
  const test::Finished run(test::kLetters, {}, overlay);
  EXPECT_TRUE(summary_text(run.report())
                  .starts_with("  outcome  none yet: the run was stopped at 2026-06-11\n"))
      << summary_text(run.report());
}

TEST(TimelineTest, AllTellsEveryEvent) {
  const test::Finished run(kBusy);
  const auto text = timeline_text(run.report(), {.all = true});
  for (const auto& event : run.log.events()) {
    EXPECT_NE(text.find(fmt::format(" #{}  ", event.number)), std::string::npos);
  }
  EXPECT_EQ(text.find("…"), std::string::npos);
}

TEST(TimelineTest, NoLineIsWiderThanAsked) {
  const test::Finished run(test::kLetters);
  for (const std::size_t width : {72U, 100U, 140U}) {
    std::istringstream text(timeline_text(run.report(), {.width = width}));
    for (std::string line; std::getline(text, line);) EXPECT_LE(columns(line), width) << line;
  }
}

TEST(TimelineTest, AnEmptyRunSaysSo) {
  const test::Finished run(
      "brink: 1\ntitle: Silence\nstart: 2026-06-01\nhorizon: 1 d\nactors: {a: {}}\n");
  EXPECT_EQ(timeline_text(run.report()),
            "Silence\nfrom 2026-06-01, 1 d at most · seed 1, replication 0\n\n"
            "Nothing happened.\n");
}

TEST(TimelineTest, SettingsAreTold) {
  const auto program = test::compiled(test::kLetters);
  const test::Finished run(test::kLetters, {}, test::with_setting(program, "price", 0.25));
  EXPECT_NE(timeline_text(run.report()).find("\nwith price = 0.25\n"), std::string::npos);
  EXPECT_NE(timeline_text(run.report()).find("share 0.25"), std::string::npos);
}

}  // namespace
}  // namespace brink
