// Laws of the reasons as cards: every line of the engine's text is kept, and nothing is listed that
// did not follow.
#include "viz/why_cards.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/report/why_facts.h"
#include "tests/support/runs.h"

namespace brink::viz {
namespace {

std::shared_ptr<SceneWhy> why_of(const Program& program, const Overlay& overlay, std::uint64_t seed,
                                 std::uint32_t number) {
  auto why = std::make_shared<SceneWhy>();
  why->event = number;
  EventQuery query;
  query.value = number;
  why->explanation = explain(program, overlay, {seed, 0}, query, {.depth = 12});
  why->effects = effects_of(why->explanation.log.events(), number);
  return why;
}

TEST(FactLines, ALineIsTakenApartIntoDepthTextAndWhoChangedIt) {
  const auto lines = fact_lines(
      "    while: not peace = true\n"
      "      self.drones = 3,537  (Russia; last changed by #29 salvo, rule launch: 3 → 2)\n"
      "    chance: p = 0.3  (of trust(A, B); parameter); drawn 0.2: it goes on\n"
      "    #7 goes from A to B by post, at once\n");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].level, 0);
  EXPECT_EQ(lines[0].text, "while: not peace = true");
  EXPECT_EQ(lines[0].event, 0U);
  EXPECT_EQ(lines[1].level, 1);
  EXPECT_EQ(lines[1].text, "self.drones = 3,537");
  EXPECT_EQ(lines[1].about, "Russia; last changed by #29 salvo, rule launch: 3 → 2");
  EXPECT_EQ(lines[1].event, 29U);
  EXPECT_EQ(lines[2].text, "chance: p = 0.3; drawn 0.2: it goes on");
  EXPECT_EQ(lines[2].about, "of trust(A, B); parameter");
  EXPECT_EQ(lines[3].event, 7U);
}

TEST(FactLines, NothingThatTheEngineSaysIsLost) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  const auto why = why_of(program, overlay, 17, 119);
  WhyView view;
  take_up(view, why);
  ASSERT_GT(view.cards.size(), 2U);
  for (std::size_t i = 0; i < view.cards.size(); ++i) {
    const auto said = facts_text(why->explanation, why->explanation.links[i],
                                 {.colour = false, .width = 1U << 20U});
    std::size_t letters = 0;
    for (const auto& line : made_card(view, i).facts) {
      letters += line.text.size() + line.about.size();
    }
    std::size_t blanks = 0;
    std::size_t brackets = 0;
    bool is_indent = true;
    for (const char c : said) {
      if (c == '\n' || (is_indent && c == ' ')) ++blanks;
      is_indent = c == '\n' || (is_indent && c == ' ');
    }
    for (const auto& line : made_card(view, i).facts) brackets += line.about.empty() ? 0 : 4;
    EXPECT_EQ(letters + blanks + brackets, said.size()) << "link " << i;
  }
}

TEST(WhyCards, TheChosenOptionHasTheProbabilityThatItsRuleGaveIt) {
  const auto program = test::shipped("open_letter");
  const Overlay overlay;
  WhyView view;
  take_up(view, why_of(program, overlay, 17, 119));
  const auto& card = made_card(view, 0);
  EXPECT_EQ(card.option, "refuse");
  EXPECT_EQ(card.maker, "rule moscow last word");
  EXPECT_GT(card.probability, 0);
  EXPECT_LE(card.probability, 1);
  EXPECT_LT(made_card(view, view.cards.size() - 1).probability, 0);  // it was scheduled
}

TEST(EffectRows, EachDirectEffectStandsBeforeItsOwnAndAllAreCounted) {
  const auto program = test::shipped("open_letter");
  const auto run = test::run_once(program, {17, 0});
  const auto& events = run.log.events();
  for (std::uint32_t number = 1; number <= events.size(); number += 13) {
    const auto effects = effects_of(events, number);
    const auto listed = effect_rows(events, effects, 50);
    EXPECT_EQ(listed.rows.size() + listed.left_out + 1, effects.size());
    EXPECT_LE(listed.rows.size(), 50U);
    std::uint32_t direct = 0;
    std::set<std::uint32_t> seen;
    for (const auto& row : listed.rows) {
      EXPECT_TRUE(seen.insert(row.event).second);
      const auto cause = events[row.event - 1].cause;
      if (row.is_direct) direct = row.event;
      EXPECT_EQ(cause, row.is_direct ? number : direct);
    }
  }
}

TEST(FoldedLinks, AShortChainIsWholeAndALongOneKeepsItsRoot) {
  for (std::size_t links = 0; links < 40; ++links) {
    const auto folded = folded_links(links, false);
    EXPECT_FALSE(folded_links(links, true).contains(links / 2));
    EXPECT_FALSE(folded.contains(0));
    EXPECT_TRUE(links == 0 || !folded.contains(links - 1));
    EXPECT_TRUE(links > 8 || folded.first == folded.last);
  }
  EXPECT_TRUE(folded_links(20, false).contains(10));
}

TEST(SeenEvents, GoBackInTheOrderInWhichTheyWereLookedAt) {
  WhyView view;
  for (const std::uint32_t number : {3U, 3U, 5U, 7U, 3U}) note_seen(view, {number, number});
  ASSERT_EQ(view.seen.size(), 3U);
  EXPECT_EQ(view.seen.back().event, 7U);
  EXPECT_EQ(view.last.event, 3U);
  for (std::uint32_t number = 100; number < 300; ++number) note_seen(view, {number, number});
  EXPECT_LE(view.seen.size(), 50U);
}

TEST(RoughDuration, LosesLessThanItsLastUnit) {
  EXPECT_EQ(rough_duration({500}), "at once");
  EXPECT_EQ(rough_duration({59'999'999}), "59 s");
  EXPECT_EQ(rough_duration({3 * kMicrosecondsPerDay + 5 * 3'600'000'000LL + 61'000'000}),
            "3 d 5 h");
  EXPECT_EQ(rough_duration({40 * kMicrosecondsPerDay + 5}), "40 d");
}

}  // namespace
}  // namespace brink::viz
