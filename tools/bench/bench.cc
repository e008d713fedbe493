#include "tools/bench/bench.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "engine/base/version.h"
#include "engine/report/words.h"

namespace brink::bench {
namespace {

// the most memory this process ever had [MiB]; VmHWM of /proc/self/status
double peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "gcc " __VERSION__;
#endif
}

#ifdef NDEBUG
constexpr bool kIsOptimised = true;
#else
constexpr bool kIsOptimised = false;
#endif

}  // namespace

bool Measured::agrees() const {
  return std::all_of(groups.begin(), groups.end(), [](const Group& group) {
    return std::all_of(group.checks.begin(), group.checks.end(),
                       [](const Check& check) { return check.agrees; });
  });
}

Measured measure_all(const std::vector<std::string>& names, const Options& options,
                     const std::function<void(const Group&)>& shown) {
  Measured measured;
  for (const auto& suite : suites()) {
    if (!names.empty() && std::find(names.begin(), names.end(), suite.name) == names.end())
      continue;
    if (options.effort.stopped()) break;
    measured.groups.push_back(suite.measure(options));
    if (shown) shown(measured.groups.back());
  }
  measured.is_stopped = options.effort.stopped();
  return measured;
}

std::string heading_text(const Options& options) {
  auto text = fmt::format("brink {} · {} · medians of {} rounds of {:.2g} s of computing each\n",
                          kVersion, compiler(), options.effort.rounds, options.effort.seconds);
  if (!kIsOptimised)
    text += "this build is not optimised: its figures say nothing (see --preset release)\n";
  return text + "\n";
}

std::string ending_text(const Measured& measured) {
  auto text =
      fmt::format("peak memory of the whole measurement: {} MiB\n", short_number(peak_mebibytes()));
  if (!measured.agrees()) {
    text +=
        "\nThe contenders marked DIFFER did not play the same model: their times must not be "
        "compared.\n";
  }
  return text;
}

std::string measured_json(const Measured& measured, const Options& options) {
  nlohmann::ordered_json json{{"schema", 1},
                              {"version", kVersion},
                              {"compiler", compiler()},
                              {"optimised", kIsOptimised},
                              {"rounds", options.effort.rounds},
                              {"seconds", options.effort.seconds},
                              {"complete", !measured.is_stopped},
                              {"agrees", measured.agrees()},
                              {"peak_memory_bytes", peak_mebibytes() * 1024 * 1024}};
  json["groups"] = nlohmann::ordered_json::array();
  for (const auto& group : measured.groups) json["groups"].push_back(group_json(group));
  return json.dump(2) + "\n";
}

}  // namespace brink::bench
