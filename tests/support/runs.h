#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/run/observers.h"
#include "engine/run/step.h"

namespace brink::test {

/// Compiles a scenario that must be good; throws its rendered diagnostics otherwise.
Program compiled(std::string yaml, std::string name = "test.yaml");

/// The same of a file, with the modules it uses.
Program compiled_file(const std::string& path);

/// Reads a file below the source folder, whole; throws when there is none.
std::string file_text(const std::string& path);

/// A shipped scenario, compiled: `shipped("open_letter")`.
Program shipped(const std::string& name);

/// Everything `brink check` would print about a text: errors, or the warnings of a good one.
std::string findings(const std::string& yaml, const std::string& name = "test.yaml");

/// The same without what `brink graph` knows better: of a text that only has to compile.
std::string errors(const std::string& yaml, const std::string& name = "test.yaml");

/// `findings` of a file; the folders in the names of files are as in `path`.
std::string findings_of_file(const std::string& path);

/// One run to its end, with all that the engine's own observers see.
struct RunResult {
  Status status = Status::ended;
  std::uint64_t hash = 0;
  std::string outcome;  // empty when none
  SimTime end;
  Log log;
  std::vector<MeasureValue> measures;
};
RunResult run_once(const Program& program, RunSeed seed, const Overlay& overlay = {});

/// Only the measures (and the hash), for many runs: no log is kept.
std::vector<MeasureValue> measures_of(const Program& program, RunSeed seed,
                                      const Overlay& overlay = {});

/// Index of a measure, rule, process, type, actor or slot by its name; throws when there is none.
std::size_t measure_index(const Program& program, std::string_view name);
std::size_t rule_index(const Program& program, std::string_view name);
std::size_t process_index(const Program& program, std::string_view name);
TypeId type_index(const Program& program, std::string_view name);
SlotId slot_index(const Program& program, std::string_view name);

/// A parameter set for one overlay: `with_setting(program, "reprisal", 0.4)`.
Overlay with_setting(const Program& program, std::string_view name, double value);

/// The number of random cases to run: all when BRINK_TEST_ALL is set, a tenth otherwise.
int cases(int all);

/// Mean and standard error of a sample.
struct Moments {
  double n = 0;
  double mean = 0;
  double m2 = 0;
  void add(double x);
  double variance() const;        // sample variance
  double standard_error() const;  // of the mean
};

}  // namespace brink::test
