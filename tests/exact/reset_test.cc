#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>

#include "tests/support/runs.h"
#include "tests/support/statistics.h"

// Oracle: a plain simulation of the same model, written here (Gillespie 1977, J. Phys. Chem.
// 81:2340) with the standard library's generator: two samples, compared by means and variances at
// grid times. Every run also keeps what no draw can change: whole numbers, the total between
// resets.
namespace brink::test {
namespace {

constexpr double kTotalAtFirst = 100;    // singles + 2 couples
constexpr double kTotalAfterSplit = 60;  // a couple rate of 30 is out of reach then

constexpr int kGridPoints = 8;
constexpr double kGridStep = 5;  // [day]

struct Counts {
  double singles = 100;
  double couples = 0;
};

/// One run at times 5, 10, ..., 40 days. At 20 days the value is the one after the reset.
std::array<Counts, kGridPoints> gillespie(std::mt19937_64& generator) {
  std::exponential_distribution<double> unit;
  std::uniform_real_distribution<double> share;
  std::array<Counts, kGridPoints> grid;
  Counts now;
  double t = 0;
  int next = 0;
  bool renewed = false;
  while (next < kGridPoints) {
    const double meetings = 0.002 * now.singles * (now.singles - 1) / 2;
    const double partings = 0.05 * now.couples;
    t += unit(generator) / (meetings + partings);
    const double stop = renewed ? 1e9 : 20;
    while (next < kGridPoints && (next + 1) * kGridStep < std::min(t, stop)) grid[next++] = now;
    if (t >= stop) {  // without memory: the clocks start again
      t = stop;
      now = {80, 10};
      renewed = true;
      continue;
    }
    const double way = share(generator) * (meetings + partings) < meetings ? 1 : -1;
    now = {now.singles - 2 * way, now.couples + way};
    if (now.couples >= 30) now = {50, 5};
  }
  return grid;
}

void expect_alike(const std::string& name, const Sample& a, const Sample& b) {
  expect_estimate(name + ", means differ by", a.mean() - b.mean(), 0,
                  std::hypot(a.mean_error(), b.mean_error()));
  expect_estimate(name + ", variances differ by", a.variance() - b.variance(), 0,
                  std::hypot(a.variance_error(), b.variance_error()));
}

TEST(ResetTest, DimersWithTimedAndThresholdResetsAgreeWithAPlainSimulation) {
  const auto program = shipped("models/dimers");
  const auto singles = measure_index(program, "singles");
  const auto couples = measure_index(program, "couples");
  std::array<Sample, 2 * kGridPoints> ours;
  std::array<Sample, 2 * kGridPoints> theirs;
  std::mt19937_64 generator(211);
  for (int r = 0; r < cases(40'000); ++r) {
    const auto m =
        measures_of(program, {.seed = 211, .replication = static_cast<std::uint64_t>(r)});
    const auto plain = gillespie(generator);
    ASSERT_EQ(m[singles].series.size(), kGridPoints + 1U);
    for (std::size_t i = 0; i < kGridPoints; ++i) {
      ours[2 * i].add(m[singles].series[i + 1].number);
      ours[2 * i + 1].add(m[couples].series[i + 1].number);
      theirs[2 * i].add(plain[i].singles);
      theirs[2 * i + 1].add(plain[i].couples);
    }
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const auto name = (i % 2 == 0 ? "singles, point " : "couples, point ") + std::to_string(i / 2);
    if (i / 2 == 3) {  // the instant of the timed reset
      EXPECT_EQ(ours[i].variance(), 0) << name;
      EXPECT_EQ(ours[i].mean(), i % 2 == 0 ? 80 : 10) << name;
      EXPECT_EQ(theirs[i].variance(), 0) << name;
    } else {
      expect_alike(name, ours[i], theirs[i]);
    }
  }
}

/// Reads one run's log: the counts after each instant, and what may have changed them.
class Ledger {
 public:
  explicit Ledger(const Program& program)
      : singles_(slot_index(program, "singles")),
        couples_(slot_index(program, "couples")),
        renewal_(type_index(program, "renewal")),
        split_(type_index(program, "split")) {}

  /// Checks every instant; returns how often the couples split.
  int check(const Log& log) {
    const auto& writes = log.writes();
    std::size_t next = 0;
    for (const auto& event : log.events()) {
      // its own writes and, of a crossing it makes, those that come before the event of the split
      while (next < writes.size() && writes[next].time < event.time) take(writes[next++]);
      expect_instant();
      if (event.type == renewal_) total_ = kTotalAtFirst;
      if (event.type == split_) {
        total_ = kTotalAfterSplit;
        ++splits_;
        EXPECT_EQ(log.events()[event.cause - 1].time, event.time);
        EXPECT_EQ(event.cause + 1, event.number);
      }
    }
    while (next < writes.size()) take(writes[next++]);
    expect_instant();
    return splits_;
  }

 private:
  void take(const Log::TimedWrite& timed) {
    if (timed.write.slot == singles_) now_.singles = timed.write.after.number;
    if (timed.write.slot == couples_) now_.couples = timed.write.after.number;
  }
  void expect_instant() const {
    EXPECT_EQ(now_.singles, std::floor(now_.singles));
    EXPECT_EQ(now_.couples, std::floor(now_.couples));
    EXPECT_GE(now_.singles, 0);
    EXPECT_GE(now_.couples, 0);
    EXPECT_LT(now_.couples, 30);
    EXPECT_EQ(now_.singles + 2 * now_.couples, total_);
  }

  SlotId singles_;
  SlotId couples_;
  TypeId renewal_;
  TypeId split_;
  Counts now_;
  double total_ = kTotalAtFirst;
  int splits_ = 0;
};

TEST(ResetTest, TotalsChangeOnlyAtResetsAndNoThresholdIsPassed) {
  const auto program = shipped("models/dimers");
  int splits = 0;
  for (int r = 0; r < cases(1'000); ++r) {
    const auto result =
        run_once(program, {.seed = 212, .replication = static_cast<std::uint64_t>(r)});
    ASSERT_EQ(result.status, Status::ended);
    splits += Ledger(program).check(result.log);
    ASSERT_FALSE(HasFailure()) << "replication " << r;
  }
  EXPECT_GT(splits, cases(1'000) / 4);
}

}  // namespace
}  // namespace brink::test
