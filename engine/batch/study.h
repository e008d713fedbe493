#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/batch/design.h"
#include "engine/program/program.h"
#include "engine/run/run.h"

namespace brink {

/// A study as a person writes it on the command line, and as a manifest keeps it.
struct StudyText {
  std::uint64_t seed = 1;
  std::uint64_t replications = 1000;  // of each point
  std::vector<std::string> settings;  // `name=value`
  std::vector<std::string> sweeps;    // `name=low:high:count` or `name=a,b,c`
  std::string variant;
  std::string until;  // a date or a length of time; empty: the scenario's horizon
  bool outcomes_stop = true;
  std::vector<std::string> series;  // variables to follow
  std::string every = "1 d";        // how often
  bool operator==(const StudyText&) const = default;
};

/// A number followed over time in every run: a variable, or a measure of form `series`.
struct Series {
  std::string name;
  std::string unit;
  ValueType type = ValueType::number;
  Duration every{};
  SlotId slot = kNone;            // of a variable
  std::uint32_t measure = kNone;  // or a measure's index
  std::size_t times = 0;  // values of a run that lasts as long as it may: 0, every, 2 every, ...
};

/// Most values of series in one run, all series together. The memory of a batch grows with it: up
/// to 100 KB a value where tens of thousands of runs all differ, so about a gigabyte at most.
inline constexpr std::uint64_t kMaxSeriesValues = 10'000;

/// Why a run could not go on, in words.
struct FailureText {
  std::string place;  // in the scenario: "war.yaml:12:5"; the same for like failures
  std::string message;
};

/// What a batch is to do: immutable, shared by its threads.
struct Study {
  const Program* program = nullptr;  // borrowed
  StudyText text;                    // in its one canonical form
  Overlay base;
  Design design;
  std::vector<Series> series;        // the scenario's own first
  std::vector<std::uint32_t> marks;  // outcomes that do not end a run: their first instant is kept
  /// What is kept of a run that could not go on; empty: its time alone.
  std::function<FailureText(const Run&)> describe_failure;

  Duration length() const { return base.until.value_or(program->horizon); }
};

/// Makes a study of what was written.
///
/// Errors: the first thing that is wrong, with the nearest valid name; a setting that is swept too,
///         a value given twice, more points, runs or values of series than the limits.
tl::expected<Study, std::string> make_study(const Program& program, const StudyText& text);

}  // namespace brink
