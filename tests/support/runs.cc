#include "tests/support/runs.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/language/scenario_file.h"
#include "engine/program/influence_checks.h"

namespace brink::test {
namespace {

std::string rendered(const Diagnostics& diagnostics, const SourceTexts& texts) {
  std::string all;
  for (const auto& d : diagnostics) all += render(d, texts);
  return all;
}

template <class List, class Name>
std::size_t index_in(const List& list, std::string_view name, const Name& name_of) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (name_of(list[i]) == name) return i;
  }
  throw std::runtime_error("no such thing: " + std::string(name));
}

const auto kName = [](const auto& thing) -> const std::string& { return thing.name; };

}  // namespace

Program compiled(std::string yaml, std::string name) {
  const SourceTexts texts{{name, yaml}};
  auto scenario = read_scenario({std::move(name), std::move(yaml)});
  if (!scenario) throw std::runtime_error(rendered(scenario.error(), texts));
  auto program = compile(std::move(*scenario));
  if (!program) throw std::runtime_error(rendered(program.error(), texts));
  return std::move(*program);
}

Program compiled_file(const std::string& path) {
  SourceTexts texts;
  auto scenario = read_scenario_file(path, texts);
  if (!scenario) throw std::runtime_error(rendered(scenario.error(), texts));
  auto program = compile(std::move(*scenario));
  if (!program) throw std::runtime_error(rendered(program.error(), texts));
  return std::move(*program);
}

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(BRINK_SOURCE_DIR) + "/" + path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Program shipped(const std::string& name) {
  return compiled_file(std::string(BRINK_SOURCE_DIR) + "/scenarios/" + name + ".yaml");
}

std::string findings(const std::string& yaml, const std::string& name) {
  const SourceTexts texts{{name, yaml}};
  auto scenario = read_scenario({name, yaml});
  if (!scenario) return rendered(scenario.error(), texts);
  auto program = compile(std::move(*scenario));
  if (program) add_influence_warnings(*program);
  return rendered(program ? program->warnings : program.error(), texts);
}

std::string errors(const std::string& yaml, const std::string& name) {
  const SourceTexts texts{{name, yaml}};
  auto scenario = read_scenario({name, yaml});
  if (!scenario) return rendered(scenario.error(), texts);
  const auto program = compile(std::move(*scenario));
  return rendered(program ? program->warnings : program.error(), texts);
}

std::string findings_of_file(const std::string& path) {
  SourceTexts texts;
  auto scenario = read_scenario_file(path, texts);
  if (!scenario) return rendered(scenario.error(), texts);
  auto program = compile(std::move(*scenario));
  if (program) add_influence_warnings(*program);
  return rendered(program ? program->warnings : program.error(), texts);
}

RunResult run_once(const Program& program, RunSeed seed, const Overlay& overlay) {
  Run run(program, overlay, seed);
  RunResult result;
  RunHash hash;
  Measures measures(program);
  Together all(hash, result.log, measures);
  result.status = run_to_end(run, all);
  result.hash = hash.value();
  result.end = run.now();
  result.measures = measures.results();
  const auto outcome = run.header().outcome;
  if (outcome != kNone) result.outcome = program.outcomes[outcome].name;
  return result;
}

std::vector<MeasureValue> measures_of(const Program& program, RunSeed seed,
                                      const Overlay& overlay) {
  Run run(program, overlay, seed);
  Measures measures(program);
  if (run_to_end(run, measures) == Status::error) throw std::runtime_error("the run failed");
  return measures.results();
}

std::size_t measure_index(const Program& program, std::string_view name) {
  return index_in(program.measures, name, kName);
}
std::size_t rule_index(const Program& program, std::string_view name) {
  return index_in(program.rules, name, kName);
}
std::size_t process_index(const Program& program, std::string_view name) {
  return index_in(program.processes, name, kName);
}
TypeId type_index(const Program& program, std::string_view name) {
  return static_cast<TypeId>(index_in(program.types, name, kName));
}
SlotId slot_index(const Program& program, std::string_view name) {
  return static_cast<SlotId>(index_in(program.slots, name, kName));
}

Overlay with_setting(const Program& program, std::string_view name, double value) {
  Overlay overlay;
  overlay.settings.emplace_back(slot_index(program, name), Value::of(value));
  return overlay;
}

int cases(int all) { return std::getenv("BRINK_TEST_ALL") != nullptr ? all : (all + 9) / 10; }

void Moments::add(double x) {
  n += 1;
  const double gap = x - mean;
  mean += gap / n;
  m2 += gap * (x - mean);
}
double Moments::variance() const { return n > 1 ? m2 / (n - 1) : 0; }
double Moments::standard_error() const { return std::sqrt(variance() / n); }

}  // namespace brink::test
