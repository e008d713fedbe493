// scenarios/armistice.yaml claims that the armistice takes all three, that none of the three
// attacks another while it holds, and that the spoiler keeps it from holding. The first two are
// exact: what is in force is worked out again from the answers in the log.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

namespace brink::test {
namespace {

const Program& armistice() {
  static const Program program = shipped("armistice");
  return program;
}

constexpr Duration kLasts{150 * kMicrosecondsPerDay};
constexpr Duration kLapses{30 * kMicrosecondsPerDay};

/// Reads one run's log, and keeps its own account of who has signed what.
class Account {
 public:
  explicit Account(const RunResult& run) : run_(run) {}

  void check() {
    for (const auto& event : run_.log.events()) {
      const auto& type = armistice().types[event.type].name;
      const auto index = event.source;
      if (holds_since_) {
        EXPECT_LE(event.time, *holds_since_ + kLasts) << "it has expired by then";
      }
      if (type == "attack") {
        EXPECT_FALSE(holds_since_) << "attack #" << event.number << " during the armistice";
        ++attacks;
      }
      if (type == "armistice") offers_[event.offer].sent = event.time;
      if (type == "accept") accept(event);
      if (type == "refuse") offers_[event.offer].refused = true;
      if (type == "armistice_begins") begins(event);
      if (type == "breach") ends(event, index);
      if (type == "expire") expires(event);
    }
    if (holds_since_) stop(run_.end);
    EXPECT_EQ(measured("calm"), calm_.us);
    EXPECT_EQ(measured("inspected"), inspected_.us);
  }

  int begun = 0;
  int begun_without_inspection = 0;
  int attacks = 0;
  int broken = 0;

 private:
  struct Offer {
    SimTime sent;
    std::map<ActorId, std::string> signed_by;  // and which option each chose
    bool refused = false;
  };

  void accept(const EventRecord& event) {
    auto& offer = offers_[event.offer];
    EXPECT_FALSE(offer.refused) << "a refusal by one closes it for all";
    EXPECT_LT(event.time, offer.sent + kLapses);
    const auto& option = armistice().rules[event.maker].options.at(event.option).name;
    EXPECT_TRUE(offer.signed_by.emplace(event.source, option).second) << "signs once";
    if (offer.signed_by.size() < 3) return;
    holds_since_ = event.time;
    with_inspection_ = std::all_of(offer.signed_by.begin(), offer.signed_by.end(),
                                   [](const auto& party) { return party.second == "sign"; });
    inspected_since_ = event.time;
    due_ = true;
  }
  void begins(const EventRecord& event) {
    ASSERT_TRUE(due_) << "it begins without all three";
    EXPECT_EQ(event.time, *holds_since_);
    due_ = false;
    ++begun;
    if (!with_inspection_) ++begun_without_inspection;
  }
  void stop(SimTime now) {
    EXPECT_FALSE(due_) << "all three have signed, and it does not begin";
    calm_.us += (now - *holds_since_).us;
    if (with_inspection_) inspected_.us += (now - inspected_since_).us;
    holds_since_.reset();
    with_inspection_ = false;
  }
  // each term ends by an event of its own, both at one instant
  void ends(const EventRecord& event, ActorId source) {
    EXPECT_EQ(armistice().actors[source].kind, "army");
    if (!holds_since_) {
      EXPECT_EQ(event.time, last_end_);
      return;
    }
    stop(event.time);
    last_end_ = event.time;
    ++broken;
  }
  void expires(const EventRecord& event) {
    ASSERT_TRUE(holds_since_);
    EXPECT_EQ(event.time, *holds_since_ + kLasts);
    stop(event.time);
  }
  std::int64_t measured(const char* measure) const {
    return run_.measures[measure_index(armistice(), measure)].value.whole;
  }

  const RunResult& run_;
  std::map<OfferId, Offer> offers_;
  std::optional<SimTime> holds_since_;
  SimTime inspected_since_;
  SimTime last_end_;
  bool with_inspection_ = false;
  bool due_ = false;
  Duration calm_{};
  Duration inspected_{};
};

TEST(ArmisticeTest, ItTakesAllThreeAndNobodyAttacksWhileItHolds) {
  int begun = 0;
  int partly = 0;
  int attacks = 0;
  int broken = 0;
  for (std::uint64_t run = 0; run < 300; ++run) {
    const auto result = run_once(armistice(), {61, run});
    Account account(result);
    account.check();
    ASSERT_FALSE(HasFailure()) << "replication " << run;
    begun += account.begun;
    partly += account.begun_without_inspection;
    attacks += account.attacks;
    broken += account.broken;
  }
  EXPECT_GT(begun, 300);
  EXPECT_GT(partly, 30);
  EXPECT_GT(begun - partly, 30);
  EXPECT_GT(broken, 100);
  EXPECT_GT(attacks, 10'000);
}

TEST(ArmisticeTest, WithoutTheSpoilerThereIsPeaceMoreOften) {
  Overlay calm;
  calm.suppressed_processes.resize(armistice().processes.size());
  calm.suppressed_processes[process_index(armistice(), "outrages")] = true;
  Sample lasting;
  Sample within_a_year;
  const auto first = measure_index(armistice(), "first_armistice");
  for (std::uint64_t run = 0; run < 300; ++run) {
    const auto with = run_once(armistice(), {62, run});
    const auto without = run_once(armistice(), {62, run}, calm);
    const auto early = [&](const RunResult& result) {
      const auto& value = result.measures[first];
      return value.exists && in_days({value.value.whole}) < 365 ? 1 : 0;
    };
    within_a_year.add(early(without) - early(with));
    lasting.add((without.outcome == "lasting_peace") - (with.outcome == "lasting_peace"));
  }
  expect_above("armistice without the spoiler: within a year", within_a_year);
  expect_above("armistice without the spoiler: a lasting one", lasting);
}

// inspectors halve the blame and more: with certain blame under inspections fewer armistices last
TEST(ArmisticeTest, InspectorsMakeItLast) {
  Sample lasting;
  const auto blind = with_setting(armistice(), "inspectors", 0.5);  // as without inspections
  for (std::uint64_t run = 0; run < 300; ++run) {
    const auto seen = run_once(armistice(), {63, run});
    const auto unseen = run_once(armistice(), {63, run}, blind);
    lasting.add((seen.outcome == "lasting_peace") - (unseen.outcome == "lasting_peace"));
  }
  expect_above("armistice: inspections", lasting);
}

}  // namespace
}  // namespace brink::test
