#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include "tools/bench/bench.h"
#include "tools/commands.h"
#include "tools/interrupt.h"

namespace brink::tools {
namespace {

template <class Number>
std::optional<Number> whole_text(const std::string& text) {
  Number number{};
  const auto* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || last != end) return std::nullopt;
  return number;
}

std::vector<std::string> suite_names() {
  std::vector<std::string> names;
  for (const auto& suite : bench::suites()) names.emplace_back(suite.name);
  return names;
}

// the message where a name on the command line is none
std::string no_benchmark(const std::string& name) {
  const auto names = suite_names();
  const auto nearest = nearest_name(name, names);
  if (!nearest.empty()) {
    return fmt::format("there is no benchmark `{}`; did you mean `{}`?", name, nearest);
  }
  return fmt::format("there is no benchmark `{}`; there are: {}", name, fmt::join(names, ", "));
}

// the message where the command line cannot be so
std::optional<std::string> understand(const BenchArguments& arguments, bench::Options& options) {
  const auto names = suite_names();
  for (const auto& name : arguments.names) {
    if (std::find(names.begin(), names.end(), name) == names.end()) return no_benchmark(name);
  }
  options.is_quick = arguments.quick;
  options.scenarios = arguments.scenarios;
  if (arguments.quick) options.effort.seconds = 0.01;
  if (arguments.quick) options.effort.rounds = 3;
  if (arguments.rounds) {
    const auto rounds = whole_text<int>(*arguments.rounds);
    if (!rounds || *rounds < 1 || *rounds > 999 || *rounds % 2 == 0) {
      return fmt::format("--rounds: `{}` is no odd number from 1 to 999", *arguments.rounds);
    }
    options.effort.rounds = *rounds;
  }
  if (arguments.seconds) {
    const auto seconds = whole_text<double>(*arguments.seconds);
    if (!seconds || !(*seconds >= 0.001) || !(*seconds <= 60)) {
      return fmt::format("--seconds: `{}` is no number from 0.001 to 60", *arguments.seconds);
    }
    options.effort.seconds = *seconds;
  }
  return std::nullopt;
}

// one line on standard error that says what is being measured; only on a terminal
class Progress {
 public:
  void tell(const std::string& text) {
    if (is_terminal_) std::fputs(("\r" + text + "\x1b[K").c_str(), stderr);
  }
  void clear() {
    if (is_terminal_) std::fputs("\r\x1b[K", stderr);
  }

 private:
  bool is_terminal_ = isatty(STDERR_FILENO) != 0;
};

}  // namespace

int bench_command(const BenchArguments& arguments) {
  bench::Options options;
  if (const auto failure = understand(arguments, options)) {
    complain(*failure);
    return kBadCommandLine;
  }
  if (!std::filesystem::exists(options.scenarios + "/benchmarks")) {
    complain(fmt::format("there is no folder {}/benchmarks", options.scenarios),
             "run this where the folder `scenarios` is, or say where: --scenarios DIR");
    return kBadCommandLine;
  }
  const InterruptGuard guard;
  Progress progress;
  options.effort.tell = [&](const std::string& text) { progress.tell(text); };
  options.effort.is_stopped = [&] { return guard.is_interrupted(); };
  if (!arguments.json) print(bench::heading_text(options));
  const auto measured =
      bench::measure_all(arguments.names, options, [&](const bench::Group& group) {
        progress.clear();
        if (!arguments.json) print(bench::group_text(group) + "\n");
      });
  progress.clear();
  print(arguments.json ? bench::measured_json(measured, options) : bench::ending_text(measured));
  const int written = finish_output();
  if (!measured.agrees()) {
    complain("contenders that should play the same model differ", "see DIFFER in what was printed");
    return kBadScenario;
  }
  if (!measured.is_stopped) return written;
  std::fputs("brink: interrupted; what was measured before is shown\n", stderr);
  return kInterrupted;
}

}  // namespace brink::tools
