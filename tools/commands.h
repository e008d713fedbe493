#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/random.h"
#include "engine/language/source_text.h"
#include "engine/program/program.h"
#include "engine/run/overlay.h"
#include "engine/run/settings.h"

namespace brink::tools {

/// What the command gives back to the shell.
enum ExitCode : int {
  kDone = 0,
  kBadScenario = 1,  // the scenario or a file is wrong, or the run could not go on
  kBadCommandLine = 2,
  kInterrupted = 3,  // what was finished is kept
};

/// Which timeline of which scenario, as the command line gives it: not yet understood.
struct WhichRun {
  std::string file;
  RunText text;
};

/// `brink run`, likewise.
struct RunArguments {
  WhichRun which;
  std::string log;
  std::string format = "text";
  bool all = false;
  bool quiet = false;
  bool offers = false;
};

/// `brink why`, likewise; what was not given is not there.
struct WhyArguments {
  WhichRun which;
  std::string event;
  std::optional<std::string> depth;
  std::string format = "text";
  bool effects = false;
};

/// `brink batch`, likewise; what was not given is not there.
struct BatchArguments {
  std::optional<std::string> file;
  std::optional<std::string> replications;
  std::optional<std::string> seed;
  std::vector<std::string> settings;
  std::vector<std::string> sweeps;
  std::optional<std::string> variant;
  std::optional<std::string> until;
  std::vector<std::string> series;
  std::optional<std::string> every;
  std::optional<std::string> threads;
  std::optional<std::string> out;
  std::optional<std::string> resume;
  std::optional<std::string> shard;
  bool no_stop = false;
  bool quiet = false;
};

/// `brink merge`, likewise.
struct MergeArguments {
  std::vector<std::string> folders;
  std::optional<std::string> out;
  bool quiet = false;
};

/// `brink replay`, likewise; `report` says how the run is shown.
struct ReplayArguments {
  std::string folder;
  std::string run;
  RunArguments report;
};

/// `brink graph`, likewise.
struct GraphArguments {
  std::string file;
  std::string format = "text";
  std::optional<std::string> from;
  std::optional<std::string> to;
};

/// `brink bench`, likewise; what was not given is not there.
struct BenchArguments {
  std::vector<std::string> names;
  std::optional<std::string> rounds;
  std::optional<std::string> seconds;
  std::string scenarios = "scenarios";
  bool quick = false;
  bool json = false;
};

int check_command(const std::vector<std::string>& files);
int run_command(const RunArguments& arguments);
int why_command(const WhyArguments& arguments);
int batch_command(const BatchArguments& arguments);
int merge_command(const MergeArguments& arguments);
int replay_command(const ReplayArguments& arguments);
int graph_command(const GraphArguments& arguments);
int bench_command(const BenchArguments& arguments);
int help_command(const std::string& topic);
int schema_command();

/// Becomes `brink-view`, which lies beside this program or on the PATH, with the same words; comes
/// back only where it cannot.
int view_command(const std::vector<std::string>& words);

/// One run, ready to be made.
struct RunPlan {
  RunSeed seed;
  Overlay overlay;
  std::string log_format;                      // of --log; empty: none
  std::optional<std::uint64_t> expected_hash;  // of the timeline that must come out
};

/// Which chance, without the scenario; then what the run does otherwise. The message where it
/// cannot be so.
std::optional<std::string> understand_seed(const WhichRun& which, RunPlan& plan);
std::optional<std::string> understand_settings(const Program& program, const WhichRun& which,
                                               RunPlan& plan);

/// What is to be printed and logged; the message where options contradict each other.
std::optional<std::string> understand_reports(const RunArguments& arguments, RunPlan& plan);

/// Makes a run and reports it as `arguments` ask; what the command gives back.
int report_run(const Program& program, const RunArguments& arguments, const RunPlan& plan);

/// Reads and compiles a scenario. Findings are printed to standard error, warnings too; `by_graph`:
/// also of what it says and cannot mean.
std::optional<Program> load(const std::string& file, bool by_graph = false);

/// The same of texts that a results folder keeps.
std::optional<Program> load_kept(const SourceTexts& texts);

/// Prints to standard output. False once nobody reads it or it cannot be written.
bool print(std::string_view text);

/// kDone when all was written or its reader went away; otherwise kBadScenario, after a message.
int finish_output();

/// Prints `brink: error: ...` and an optional hint to standard error.
void complain(std::string_view message, std::string_view hint = {});

/// Columns of the terminal within what reads well; 100 where there is none to ask.
std::size_t text_width();

/// True if standard output may be coloured: a terminal, and NO_COLOR unset or empty.
bool wants_colour();

}  // namespace brink::tools
