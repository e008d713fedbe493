#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/program/program.h"
#include "engine/run/overlay.h"

namespace brink::tools {

/// What the command gives back to the shell.
enum ExitCode : int {
  kDone = 0,
  kBadScenario = 1,  // the scenario or a file is wrong, or the run could not go on
  kBadCommandLine = 2,
  kInterrupted = 3,  // what was finished is kept
};

/// `brink run`, as the command line gives it: not yet understood.
struct RunArguments {
  std::string file;
  std::string seed = "1";
  std::string replication = "0";
  std::vector<std::string> settings;  // name=value
  std::string variant;
  std::string until;
  std::string log;
  std::string format = "text";
  bool all = false;
  bool no_stop = false;
  bool quiet = false;
};

int check_command(const std::vector<std::string>& files);
int run_command(const RunArguments& arguments);
int help_command(const std::string& topic);
int schema_command();

/// Reads and compiles a scenario. Findings are printed to standard error, warnings too.
std::optional<Program> load(const std::string& file);

/// A whole number below 2^64, or why it is none.
tl::expected<std::uint64_t, std::string> parse_seed(std::string_view text);

/// Adds `name=value` to an overlay, over a variant's; the message where it cannot.
std::optional<std::string> add_setting(const Program& program, std::string_view text,
                                       Overlay& overlay);

/// Gives a variant's values to its parameters; the message where there is no such variant.
std::optional<std::string> set_variant(const Program& program, std::string_view name,
                                       Overlay& overlay);

/// Sets when the run ends, from a date or a length of time; the message where it cannot.
std::optional<std::string> set_until(const Program& program, std::string_view text,
                                     Overlay& overlay);

/// Prints to standard output. False once nobody reads it or it cannot be written.
bool print(std::string_view text);

/// kDone when all was written or its reader went away; otherwise kBadScenario, after a message.
int finish_output();

/// Prints `brink: error: ...` and an optional hint to standard error.
void complain(std::string_view message, std::string_view hint = {});

/// True if standard output may be coloured: a terminal, and NO_COLOR unset or empty.
bool wants_colour();

/// A file that appears under its name only when it is complete.
///
/// Errors: messages that name the file and say why.
class NewFile {
 public:
  explicit NewFile(std::string path) : path_(std::move(path)) {}
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  std::optional<std::string> open();
  std::optional<std::string> write_and_close(std::string_view text);

 private:
  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
};

}  // namespace brink::tools
