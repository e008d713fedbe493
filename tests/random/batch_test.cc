// Batches of random scenarios: the same digest whatever threads and shards made it, and every row
// the run that its number says. Oracle: `run_once`.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/batch/partial_tree.h"
#include "engine/batch/scheduler.h"
#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink::test {
namespace {

constexpr std::uint64_t kMaxEvents = 20'000;

/// The first numeric parameter at two places of its range; empty where there is none.
std::vector<std::string> sweep_of(const Program& program) {
  for (const auto& slot : program.slots) {
    if (!slot.is_parameter || slot.type != ValueType::number) continue;
    const bool is_bounded = std::isfinite(slot.low) && std::isfinite(slot.high);
    const double low = is_bounded ? slot.low : 0.25;
    const double width = is_bounded ? slot.high - slot.low : 1;
    return {fmt::format("{}={},{}", slot.name, low + width / 4, low + width / 2)};
  }
  return {};
}

/// All variables that have a mean.
std::vector<std::string> followed(const Program& program) {
  std::vector<std::string> names;
  std::set<std::string> measures;
  for (const auto& measure : program.measures) measures.insert(measure.name);
  for (const auto& slot : program.slots) {
    const bool can = slot.type == ValueType::number || slot.type == ValueType::duration ||
                     slot.type == ValueType::truth;
    if (!slot.is_parameter && can && !measures.contains(slot.name)) names.push_back(slot.name);
  }
  return names;
}

/// Where a batch in memory keeps its spans: one shelf for each point.
class Shelves {
 public:
  explicit Shelves(std::uint64_t points) : points_(points) {}

  void add(std::uint64_t point, Span span, const Partial& partial) {
    points_.at(point).add(span, partial);
  }
  void take_in(const Shelves& other) {
    for (std::uint64_t point = 0; point < points_.size(); ++point) {
      for (const auto& [span, partial] : other.points_[point].spans()) add(point, span, partial);
    }
  }
  std::string digest(const Study& study) const {
    Digest digest(study);
    for (const auto& point : points_) digest.add(merged(study, point.spans()));
    return digest.text();
  }

 private:
  std::vector<SpanMap> points_;
};

/// The hash of each run by its number; nothing of one that failed.
using Hashes = std::map<std::uint64_t, std::optional<std::uint64_t>>;

Shelves made(const Study& study, const Shard& shard, unsigned threads, Hashes& hashes) {
  const auto points = study.design.points();
  Shelves shelves(points);
  const auto sink = [&](ChunkResult&& result) -> std::optional<std::string> {
    const auto& chunk = result.chunk;
    for (const auto& row : result.rows) {
      hashes[row.replication * points + chunk.point] = row.hash;
    }
    for (const auto& failed : result.failures) {
      hashes[failed.replication * points + chunk.point] = std::nullopt;
    }
    shelves.add(chunk.point, {0, chunk.block}, result.partial);
    return std::nullopt;
  };
  const auto range = chunks_of(study.design, shard);
  Scheduler scheduler(study, counted_chunks(study.design, range), sink, range.first, threads);
  while (!scheduler.wait_for(std::chrono::milliseconds(1'000))) {
  }
  EXPECT_EQ(scheduler.failure(), "");
  return shelves;
}

Hashes one_by_one(const Study& study) {
  Hashes hashes;
  for (std::uint64_t run = 0; run < study.design.runs(); ++run) {
    const auto point = run % study.design.points();
    const auto result = run_once(*study.program, {study.text.seed, run / study.design.points()},
                                 overlay_of(study.design, study.base, point));
    if (result.status == Status::ended) {
      hashes[run] = result.hash;
    } else {
      hashes[run] = std::nullopt;
    }
  }
  return hashes;
}

TEST(RandomBatches, AreTheSameWhateverMadeThem) {
  std::size_t swept = 0;
  std::size_t series = 0;
  std::set<std::uint64_t> different;
  std::set<std::string> digests;
  const auto count = static_cast<std::uint64_t>(cases(100));
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    const auto text = random_scenario(seed);
    const auto where = [&] { return kept(text, fmt::format("random_{}.yaml", seed)); };
    const auto program = compiled(text);
    auto study = make_study(program, {.seed = seed + 1,
                                      .replications = 7,
                                      .sweeps = sweep_of(program),
                                      .series = followed(program),
                                      .every = "7 d"});
    ASSERT_TRUE(study) << study.error() << ", " << where();
    study->base.max_events = kMaxEvents;
    study->design.chunk = 2;
    swept += study->design.factors.size();
    series += study->text.series.size();

    Hashes hashes;
    const auto digest = made(*study, {}, 1, hashes).digest(*study);
    EXPECT_EQ(hashes, one_by_one(*study)) << where();
    for (const auto& [run, hash] : hashes) different.insert(hash.value_or(0));
    digests.insert(digest);

    Hashes of_three;
    EXPECT_EQ(made(*study, {}, 3, of_three).digest(*study), digest) << where();
    EXPECT_EQ(of_three, hashes) << where();

    Hashes of_shards;
    auto whole = made(*study, {0, 2}, 3, of_shards);
    whole.take_in(made(*study, {1, 2}, 2, of_shards));
    EXPECT_EQ(whole.digest(*study), digest) << where();
    EXPECT_EQ(of_shards, hashes) << where();
  }
  // the batches must differ and do something, or the law would say nothing
  EXPECT_EQ(digests.size(), count);
  EXPECT_GT(different.size(), 7 * count);
  EXPECT_GT(swept, count / 2);
  EXPECT_GT(series, 3 * count);
}

}  // namespace
}  // namespace brink::test
