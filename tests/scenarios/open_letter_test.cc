// The flagship is a model, not a script: whatever is taken out of it, something that is measured
// moves, and the way this table says. Runs are coupled (same seed and replication with and
// without), so that a difference is the doing of what was taken out; a mean difference counts when
// it is at least four of its standard errors from zero.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/support/runs.h"

namespace brink::test {
namespace {

constexpr int kRuns = 500;
constexpr double kClear = 4;  // standard errors; a false alarm once in 16,000 comparisons

const Program& flagship() {
  static const Program program = shipped("open_letter");
  return program;
}

double as_number(const Measure& measure, const MeasureValue& value) {
  if (!value.exists) return std::nan("");
  return measure.type == ValueType::duration ? in_days({value.value.whole}) : value.value.number;
}

using Table = std::vector<std::vector<double>>;  // [run][measure]

Table table_of(const Overlay& overlay) {
  Table table;
  for (int run = 0; run < kRuns; ++run) {
    const auto values = measures_of(flagship(), {1, static_cast<std::uint64_t>(run)}, overlay);
    auto& row = table.emplace_back();
    for (std::size_t i = 0; i < values.size(); ++i) {
      row.push_back(as_number(flagship().measures[i], values[i]));
    }
  }
  return table;
}

const Table& baseline() {
  static const Table table = table_of({});
  return table;
}

// mean of the paired differences of one measure, in standard errors
double paired_z(const Table& with, const Table& without, std::size_t measure) {
  Moments difference;
  for (int run = 0; run < kRuns; ++run) {
    const double d = with[static_cast<std::size_t>(run)][measure] -
                     without[static_cast<std::size_t>(run)][measure];
    if (!std::isnan(d)) difference.add(d);
  }
  if (difference.variance() == 0)
    return difference.mean == 0 ? 0 : std::copysign(99, difference.mean);
  return difference.mean / difference.standard_error();
}

struct Claim {
  const char* name;     // of a rule, process or schedule entry
  const char* measure;  // what moves when it is taken out
  int way;              // 1 up, -1 down
};

constexpr Claim kSchedule[] = {{"the_letter", "letters_sent", -1}};

constexpr Claim kProcesses[] = {
    {"nightly", "hits_on_ukraine", -1},   {"waves", "launches_by_ukraine", -1},
    {"offensive", "mean_gain_rate", -1},  {"counterattack", "mean_gain_rate", 1},
    {"narratives", "support_russia", -1}, {"quiet_channel", "quiet_agendas", -1},
    {"aid", "stock_ukraine", -1},         {"incidents", "incidents", -1}};

constexpr Claim kRules[] = {{"moscow_answers", "refusals", -1},
                            {"kyiv_answers", "refusals", -1},
                            {"moscow_last_word", "support_russia", 1},
                            {"letter_again", "letters_sent", -1},
                            {"new_attempt", "letters_sent", -1},
                            {"burden_of_refusal", "lowest_support_russia", 1},
                            {"coalition_rallies", "backing", -1},
                            {"coalition_tires", "backing", 1},
                            {"widening", "stock_ukraine", 1},
                            {"quiet_answer", "quiet_agendas", -1},
                            {"agenda_builds_trust", "mean_trust", -1},
                            {"indiscretion", "support_ukraine", 1},
                            {"preparation", "summit_held", -1},
                            {"protocols_sent", "security_agreed", -1},
                            {"protocols_agreed", "security_agreed", -1},
                            {"venue_settled", "summit_held", -1},
                            {"no_venue", "meetings_failed", -1},
                            {"disappointment", "ceasefire_days", 1},
                            {"launch", "stock_ukraine", 1},
                            {"damage_energy", "worst_energy_ukraine", -1},
                            {"damage_logistics", "mean_logistics_ukraine", -1},
                            {"damage_refineries", "mean_refining_russia", -1},
                            {"spiral", "mean_refining_russia", -1},
                            {"dark_winter_fears", "weariness_ukraine", -1},
                            {"fuel_crisis", "mean_gain_rate", 1},
                            {"fuel_returns", "weariness_russia", -1},
                            {"red_line_drawn", "threats", -1},
                            {"ground_gains", "mean_gain_rate", -1},
                            {"ground_losses", "mean_gain_rate", 1},
                            {"attrition", "manpower_ukraine", 1},
                            {"exhaustion", "weariness_ukraine", -1},
                            {"summer_begins", "spending_russia", -1},
                            {"home_audience", "support_russia", -1},
                            {"abroad_audience", "backing", -1},
                            {"aid_arrives", "stock_ukraine", -1},
                            {"incident_answered", "ceasefire_days", 1}};

// closed all through
constexpr Claim kChannels[] = {
    {"out", "letters_lost", 1}, {"onward", "letters_lost", 1}, {"back", "quiet_lost", 1}};

void expect_moves(const Claim& claim, const Overlay& overlay) {
  const auto without = table_of(overlay);
  const double z = paired_z(without, baseline(), measure_index(flagship(), claim.measure));
  EXPECT_GE(z * claim.way, kClear) << "without " << claim.name << ", " << claim.measure
                                   << " should go " << (claim.way > 0 ? "up" : "down");
}

std::vector<bool> only(std::size_t index) {
  std::vector<bool> bits(index + 1);
  bits[index] = true;
  return bits;
}

template <class List>
void expect_complete(const List& things, std::span<const Claim> claims) {
  for (const auto& thing : things) {
    EXPECT_TRUE(std::any_of(claims.begin(), claims.end(),
                            [&](const Claim& c) { return thing.name == c.name; }))
        << thing.name << " makes no claim in this test";
  }
}

TEST(OpenLetterTest, EveryPartOfTheFlagshipHasAClaimToTest) {
  expect_complete(flagship().rules, kRules);
  expect_complete(flagship().processes, kProcesses);
  expect_complete(flagship().schedule, kSchedule);
  expect_complete(flagship().channels, kChannels);
}

TEST(OpenLetterTest, WithoutAnyOneRuleSomeMeasureMoves) {
  for (const auto& claim : kRules) {
    Overlay overlay;
    overlay.suppressed_rules = only(rule_index(flagship(), claim.name));
    expect_moves(claim, overlay);
  }
}

TEST(OpenLetterTest, WithoutAnyOneProcessOrTheLetterSomeMeasureMoves) {
  for (const auto& claim : kProcesses) {
    Overlay overlay;
    overlay.suppressed_processes = only(process_index(flagship(), claim.name));
    expect_moves(claim, overlay);
  }
  Overlay overlay;
  overlay.suppressed_schedule = only(0);
  expect_moves(kSchedule[0], overlay);
}

TEST(OpenLetterTest, WithoutAnyOneChannelSomeMeasureMoves) {
  for (std::size_t i = 0; i < flagship().channels.size(); ++i) {
    Overlay overlay;
    overlay.suppressed_channels = only(i);
    ASSERT_EQ(flagship().channels[i].name, kChannels[i].name);
    expect_moves(kChannels[i], overlay);
  }
}

TEST(OpenLetterTest, EveryParameterMovesSomeMeasureTheWayItsTextSays) {
  struct Lever {
    const char* parameter;
    double value;
    const char* measure;
    int way;
  };
  const Lever levers[] = {{"territorial_demand", 0, "summit_held", 1},
                          {"reprisal", 0.5, "salvos_on_russia", 1},
                          {"reprisal", 0.5, "salvos_on_ukraine", 1},
                          {"interception", 0.85, "hits_on_ukraine", -1},
                          {"audience_cost", 0.15, "lowest_support_russia", -1},
                          {"carriers", 0.3, "letters_lost", 1},
                          {"security", 0.95, "summit_held", 1}};
  for (const auto& lever : levers) {
    const auto changed = table_of(with_setting(flagship(), lever.parameter, lever.value));
    const double z = paired_z(changed, baseline(), measure_index(flagship(), lever.measure));
    EXPECT_GE(z * lever.way, kClear)
        << lever.parameter << " = " << lever.value << ": " << lever.measure;
  }
}

// "rising in frequency" (claim 8): more salvos of both sides in the last sixty days than in the
// first
TEST(OpenLetterTest, TheCampaignsGrowInFrequency) {
  Overlay on;
  on.outcomes_stop = false;
  const auto salvo = type_index(flagship(), "salvo");
  for (const char* side : {"ukraine", "russia"}) {
    Moments growth;
    for (std::uint64_t run = 0; run < 250; ++run) {
      const auto log = run_once(flagship(), {1, run}, on).log;
      double change = 0;
      for (const auto& event : log.events()) {
        if (event.type != salvo || flagship().actors[event.source].id != side) continue;
        if (event.time.us < 60 * kMicrosecondsPerDay) change -= 1;
        if (event.time.us >= 120 * kMicrosecondsPerDay) change += 1;
      }
      growth.add(change);
    }
    EXPECT_GT(growth.mean / growth.standard_error(), kClear) << side;
  }
}

TEST(OpenLetterTest, PublicRefusalsCostTheRefuserSupport) {
  // each public refusal by Moscow is followed, in the same instant, by a loss of exactly
  // `audience_cost` of Russian support
  const auto slot = slot_index(flagship(), "russia.support");
  const auto rule = rule_index(flagship(), "burden_of_refusal");
  int refusals = 0;
  for (std::uint64_t run = 0; run < 40; ++run) {
    const auto log = run_once(flagship(), {7, run}).log;
    for (const auto& event : log.events()) {
      if (!is_a(flagship(), event.type, flagship().roots.refuse) || !event.is_public ||
          flagship().actors[event.source].id != "russia") {
        continue;
      }
      ++refusals;
      const auto cost = std::find_if(log.writes().begin(), log.writes().end(), [&](const auto& w) {
        return w.write.cause == event.number && w.write.slot == slot && w.write.rule == rule;
      });
      ASSERT_NE(cost, log.writes().end());
      EXPECT_EQ(cost->time, event.time);
      EXPECT_NEAR(cost->write.after.number, cost->write.before.number - 0.05, 1e-12);
    }
  }
  EXPECT_GT(refusals, 0);
}

// Daily launches by Russia in a year-long run in which outcomes do not stop the run, against the
// figures published for 2025. The year's maximum is a mean over runs of the largest day.
TEST(OpenLetterTest, DailyRussianLaunchesAreNearThePublishedOnes) {
  Overlay year;
  year.until = Duration{365 * kMicrosecondsPerDay};
  year.outcomes_stop = false;
  const auto salvo = type_index(flagship(), "salvo");
  std::vector<double> days;
  Moments largest;
  constexpr int kYears = 100;
  for (std::uint64_t run = 0; run < kYears; ++run) {
    const auto log = run_once(flagship(), {1, run}, year).log;
    std::vector<double> launched(366);
    for (const auto& event : log.events()) {
      if (event.type != salvo || flagship().actors[event.source].id != "russia") continue;
      launched[static_cast<std::size_t>(event.time.us / kMicrosecondsPerDay)] +=
          log.attribute(event, 0).number;
    }
    launched.pop_back();
    largest.add(*std::max_element(launched.begin(), launched.end()));
    days.insert(days.end(), launched.begin(), launched.end());
  }
  std::sort(days.begin(), days.end());
  Moments all;
  for (const double day : days) all.add(day);
  struct Figure {
    const char* name;
    double model;
    double published;
    double allowed;  // share of the published figure
  };
  const Figure figures[] = {{"mean", all.mean, 161, 0.05},
                            {"median", days[days.size() / 2], 116, 0.10},
                            {"p90", days[days.size() * 9 / 10], 351, 0.05},
                            {"largest day", largest.mean, 832, 0.15},
                            {"variance / mean", all.variance() / all.mean, 123, 0.15}};
  for (const auto& f : figures) {
    std::printf("  %-16s model %6.1f   published %4.0f   %+.0f %%\n", f.name, f.model, f.published,
                100 * (f.model / f.published - 1));
    EXPECT_NEAR(f.model, f.published, f.allowed * f.published) << f.name;
  }
}

}  // namespace
}  // namespace brink::test
