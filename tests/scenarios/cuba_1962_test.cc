// scenarios/cuba_1962.yaml from the script gives the dated rows of the record, one for one, in
// their order and whatever the seed; the oracle is the record's own CSV. When the actors decide it
// is a model: the historical end is the most frequent and not certain, nothing can be taken out of
// it without something measured moving, and hotlines, secrets and batteries act as its text says.
// Runs are coupled, the same seed and replication with and without.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <sstream>

#include "engine/base/calendar.h"
#include "tests/support/runs.h"
#include "tests/support/statistics.h"

namespace brink::test {
namespace {

const Program& crisis() {
  static const Program program = shipped("cuba_1962");
  return program;
}

// --- as it happened ---

const std::string kRecord = "tests/scenarios/data/cuba1962.csv";

/// What a row of the record and an event of the run have in common.
struct Row {
  std::string date;
  std::string source;
  std::string target;
  std::string code;   // empty: an internal act, without a code
  std::string score;  // as the record writes it: one decimal
  friend auto operator<=>(const Row&, const Row&) = default;
  friend void PrintTo(const Row& row, std::ostream* out) {
    *out << row.date << " " << row.source << " > " << row.target << " " << row.code << " "
         << row.score;
  }
};

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

/// The record: date, actor, action, target, cameo, goldstein, sources, note.
std::vector<Row> recorded() {
  const std::map<std::string, std::string> names = {
      {"USA", "usa"}, {"SUN", "ussr"}, {"CUB", "cuba"}, {"OAS", "oas"}};
  std::istringstream lines(file_text(kRecord));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "date,actor,action,target,cameo,goldstein,sources,note");
  std::vector<Row> rows;
  while (std::getline(lines, line)) {
    const auto fields = fields_of(line);
    rows.push_back(
        {fields.at(0), names.at(fields.at(1)), names.at(fields.at(3)), fields.at(4), fields.at(5)});
  }
  return rows;
}

Row row_of(const EventRecord& event) {
  const auto& program = crisis();
  const auto& type = program.types[event.type];
  const auto date = format_instant({program.start.us + event.time.us}, Precision::day);
  const auto name = [&](ActorId id) { return id == kNobody ? "" : program.actors[id].id; };
  if (type.cameo == "---") return {date, name(event.source), name(event.target), "", ""};
  std::ostringstream score;
  score << std::fixed;
  score.precision(1);
  score << type.scores.at(0);
  return {date, name(event.source), name(event.target), type.cameo, score.str()};
}

Overlay with_truth(const char* parameter, bool truth) {
  Overlay overlay;
  overlay.settings.emplace_back(slot_index(crisis(), parameter), Value::of_whole(truth ? 1 : 0));
  return overlay;
}

RunResult played(std::uint64_t seed) {
  return run_once(crisis(), {seed, 0}, with_truth("scripted", true));
}

TEST(Cuba1962Test, TheRecordIsTheSharedOneWhereThatIsThere) {
  const std::filesystem::path shared =
      std::filesystem::path(BRINK_SOURCE_DIR) / "../shared/data/timelines/cuba1962.csv";
  EXPECT_EQ(recorded().size(), 23U);
  if (!std::filesystem::exists(shared)) return;
  std::ifstream file(shared);
  std::ostringstream text;
  text << file.rdbuf();
  auto record = text.str();
  std::erase(record, '\r');
  EXPECT_EQ(file_text(kRecord), record);
}

// the only events beside the rows are the two acceptances that the last row stands for
TEST(Cuba1962Test, TheScriptGivesTheRowsOfTheRecordAndNothingElse) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto run = played(seed);
    std::vector<Row> rows;
    std::vector<EventRecord> others;
    for (const auto& event : run.log.events()) {
      if (event.origin == Origin::schedule) {
        rows.push_back(row_of(event));
      } else {
        others.push_back(event);
      }
    }
    EXPECT_EQ(rows, recorded()) << "seed " << seed;
    ASSERT_EQ(others.size(), 2U) << "seed " << seed;
    for (const auto& event : others) {
      EXPECT_EQ(event.type, crisis().roots.accept);
      EXPECT_EQ(event.time, run.log.events()[event.cause - 1].time);
      EXPECT_EQ(crisis().types[run.log.events()[event.cause - 1].type].name, "radio_moscow");
    }
    EXPECT_EQ(run.outcome, "settlement");
    EXPECT_EQ(run.hash, played(1).hash) << "all seeds give the same, to the last bit";
  }
}

TEST(Cuba1962Test, WhatWasSecretIsPrivateInTheScript) {
  const std::set<std::string> secret = {"overflight",     "excomm",       "long_range_sites",
                                        "warning",        "denial",       "letter_1",
                                        "kennedy_letter", "secret_offer", "quarantine_decided"};
  const auto run = played(1);
  std::size_t found = 0;
  for (const auto& event : run.log.events()) {
    if (event.origin != Origin::schedule) continue;
    const auto& name = crisis().types[event.type].name;
    EXPECT_EQ(!event.is_public, secret.contains(name)) << name;
    found += secret.contains(name) ? 1 : 0;
  }
  EXPECT_EQ(found, secret.size());
}

// --- as the actors decide ---

TEST(Cuba1962Test, TheHistoricalEndIsTheMostFrequentAndFarFromCertain) {
  std::map<std::string, int> ends;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) ++ends[run_once(crisis(), {seed, 0}).outcome];
  // the shares that the file's first lines state, give or take four standard errors of 1,000 runs
  EXPECT_NEAR(ends["settlement"], 620, 61);
  EXPECT_NEAR(ends["war"] + ends["nuclear_use"], 333, 60);
  for (const auto& outcome : crisis().outcomes) EXPECT_GT(ends[outcome.name], 10) << outcome.name;
}

constexpr std::uint64_t kRuns = 250;
constexpr std::uint64_t kMany = 1000;  // where what moves is in fewer runs
constexpr std::uint64_t kMost = 2500;  // where it is in a few in a hundred

/// [run][measure]; NaN where a run has none. The last column is 1 where the missiles go, else 0.
using Table = std::vector<std::vector<double>>;

double as_number(const Measure& measure, const MeasureValue& value) {
  if (!value.exists) return std::nan("");
  return measure.type == ValueType::duration ? in_days({value.value.whole}) : value.value.number;
}

Table table_of(const Overlay& overlay, std::uint64_t runs) {
  const auto settled = measure_index(crisis(), "settled");
  Table table;
  for (std::uint64_t run = 0; run < runs; ++run) {
    const auto values = measures_of(crisis(), {1, run}, overlay);
    auto& row = table.emplace_back();
    for (std::size_t i = 0; i < values.size(); ++i) {
      row.push_back(as_number(crisis().measures[i], values[i]));
    }
    row.push_back(values[settled].exists ? 1 : 0);
  }
  return table;
}

struct Claim {
  const char* name;     // of a rule, process, schedule entry or parameter
  const char* measure;  // what moves when it is taken out, or changed
  int way;              // 1 up, -1 down
  std::uint64_t runs = kRuns;
};

/// The measure moves the way the claim says, by four standard errors of its paired differences.
void expect_moves(const Claim& claim, const Overlay& changed) {
  static const Table as_shipped = table_of({}, kMost);
  const std::string measure = claim.measure;
  const auto column =
      measure == "settlement" ? crisis().measures.size() : measure_index(crisis(), claim.measure);
  const auto other = table_of(changed, claim.runs);
  Sample difference;
  for (std::size_t run = 0; run < claim.runs; ++run) {
    const double d = claim.way * (other[run][column] - as_shipped[run][column]);
    if (!std::isnan(d)) difference.add(d);
  }
  expect_above(std::string(claim.name) + ", " + measure + (claim.way > 0 ? " up" : " down"),
               difference);
}

std::vector<bool> only(std::size_t index) {
  std::vector<bool> bits(index + 1);
  bits[index] = true;
  return bits;
}

constexpr Claim kRules[] = {{"what_is_seen", "seen", -1},
                            {"alarm", "pressure", -1},
                            {"caught_lying", "trust", 1},
                            {"in_the_open", "nerves", -1},
                            {"alerts", "fear_in_moscow", -1},
                            {"called_up", "aircraft_lost", -1, kMany},
                            {"word_given", "pride", -1},
                            {"no_split", "pride", 1},
                            {"room_to_turn", "pride", 1},
                            {"first_relief", "pressure", 1},
                            {"firmness_read", "fear_in_moscow", -1},
                            {"faster", "ready", -1},
                            {"demand_made", "pride", -1},
                            {"out_of_hand", "fear_in_moscow", -1},
                            {"defied", "pressure", -1, kMost},
                            {"humbled", "fear_in_moscow", -1, kMost},
                            {"near_miss", "fear_in_washington", -1},
                            {"hint_heard", "trust", -1},
                            {"plea_read", "fear_in_moscow", -1, kMost},
                            {"crews_killed", "nerves", -1, kMost},
                            {"allies_angry", "pressure", -1, kMost},
                            {"headlines", "pressure", -1},
                            {"war", "seen", 1},
                            {"dismantling", "secret_deal", -1},
                            {"excomm_decides", "quarantined", -1},
                            {"finds_more", "pressure", -1},
                            {"gromyko_answers", "trust", 1},
                            {"moscow_on_the_demand", "refusals", -1, kMany},
                            {"demand_failed", "highest_rung", -1, kMost},
                            {"story_breaks", "highest_rung", -1, kMost},
                            {"television", "quarantined", -1},
                            {"castro_mobilises", "nerves", -1},
                            {"khrushchev_denounces", "pride", -1},
                            {"oas_meets", "friendly_acts", -1},
                            {"line_drawn", "friendly_acts", -1},
                            {"takes_effect", "quarantined", -1},
                            {"bombers_in_the_air", "fear_in_moscow", -1},
                            {"at_the_line", "friendly_acts", -1},
                            {"board_or_let_pass", "boardings", -1, kMany},
                            {"blame", "fear_in_moscow", -1},
                            {"hurry", "ready", -1},
                            {"battery_fires", "aircraft_lost", -1},
                            {"torpedo", "nuclear", -1, kMost},
                            {"khrushchev_writes", "letters", -1},
                            {"another_hand", "two_letters", -1},
                            {"lunch_at_the_occidental", "trust", -1},
                            {"castro_writes", "fear_in_moscow", -1, kMost},
                            {"washington_answers", "settled", 1, kMany},
                            {"secret_visit", "secret_deal", -1},
                            {"moscow_answers", "settled", 1, kMany},
                            {"think_again", "settled", 1},
                            {"allies_protest", "pressure", -1, kMost},
                            {"promise_denied", "secret_deal", 1, kMost},
                            {"ask_u_thant", "un_trade", -1, kMany},
                            {"moscow_on_the_plan", "un_trade", -1, kMany},
                            {"daily_council", "strikes", -1, kMany},
                            {"after_the_loss", "battery_struck", -1, kMany},
                            {"moscow_strikes_back", "reprisals", -1},
                            {"field_commanders", "nuclear", -1, kMany},
                            {"alliance_keeps_its_word", "nuclear", -1, kMany}};

constexpr Claim kProcesses[] = {{"flights", "seen", -1},
                                {"sessions", "strikes", -1, kMany},
                                {"presidium_meets", "letters", -1},
                                {"word_gets_out", "pressure", -1},
                                {"submarines", "fear_in_washington", -1}};

// what is given, whoever decides; all other entries are the script's
constexpr Claim kGiven[] = {{"photographs", "pressure", -1},
                            {"excomm_convened", "highest_rung", -1},
                            {"gromyko_warned", "trust", 1}};

template <class List>
void expect_complete(const List& things, std::span<const Claim> claims) {
  for (const auto& thing : things) {
    EXPECT_TRUE(std::any_of(claims.begin(), claims.end(),
                            [&](const Claim& c) { return thing.name == c.name; }))
        << thing.name << " makes no claim in this test";
  }
}

TEST(Cuba1962Test, EveryRuleAndProcessHasAClaimToTest) {
  expect_complete(crisis().rules, kRules);
  expect_complete(crisis().processes, kProcesses);
}

TEST(Cuba1962Test, WithoutAnyOneRuleSomeMeasureMoves) {
  for (const auto& claim : kRules) {
    Overlay overlay;
    overlay.suppressed_rules = only(rule_index(crisis(), claim.name));
    expect_moves(claim, overlay);
  }
}

TEST(Cuba1962Test, WithoutAnyOneProcessOrGivenFactSomeMeasureMoves) {
  for (const auto& claim : kProcesses) {
    Overlay overlay;
    overlay.suppressed_processes = only(process_index(crisis(), claim.name));
    expect_moves(claim, overlay);
  }
  for (const auto& claim : kGiven) {
    const auto& entries = crisis().schedule;
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& e) { return e.name == claim.name; });
    ASSERT_NE(entry, entries.end()) << claim.name;
    Overlay overlay;
    overlay.suppressed_schedule = only(static_cast<std::size_t>(entry - entries.begin()));
    expect_moves(claim, overlay);
  }
}

TEST(Cuba1962Test, AHotlineShortensTheCrisisAndForestallsTheSecondLetter) {
  Overlay hotline;
  constexpr std::int64_t kTenMinutes = 10 * 60 * 1'000'000LL;
  hotline.settings.emplace_back(slot_index(crisis(), "cable"), Value::of_whole(kTenMinutes));
  expect_moves({"cable", "settled", -1, kMost}, hotline);
  expect_moves({"cable", "two_letters", -1, kMany}, hotline);
}

TEST(Cuba1962Test, WithoutTheSecretPromiseFewerSettleAndLater) {
  const auto aloud = with_truth("secret_deal", false);
  expect_moves({"secret_deal", "settlement", -1, kMany}, aloud);
  expect_moves({"secret_deal", "settled", 1, kMany}, aloud);
  expect_moves({"secret_deal", "strikes", 1, kMany}, aloud);
}

TEST(Cuba1962Test, EveryOtherParameterMovesWhatItsTextSays) {
  struct Lever {
    Claim claim;
    double value;
  };
  const Lever levers[] = {{{"leak", "leaks", 1, kMany}, 0.5},
                          {{"leak", "secret_deal", -1, kMany}, 0.5},
                          {{"shoot_down", "aircraft_lost", 1}, 0.3},
                          {{"shoot_down", "highest_rung", 1, kMany}, 0.3},
                          {{"shoot_down", "battery_struck", 1, kMany}, 0.3},
                          {{"hawks_washington", "strikes", 1, kMany}, 0.8},
                          {{"hawks_washington", "settlement", -1, kMany}, 0.8},
                          {{"hawks_moscow", "refusals", 1, kMost}, 1},
                          {{"hawks_moscow", "settlement", -1, kMost}, 1},
                          {{"captain", "nuclear", 1, kMany}, 0.05},
                          {{"spark", "nuclear", 1, kMany}, 0.8},
                          {{"un_refuses", "un_trade", -1, kMany}, 1}};
  for (const auto& lever : levers) {
    expect_moves(lever.claim, with_setting(crisis(), lever.claim.name, lever.value));
  }
}

}  // namespace
}  // namespace brink::test
