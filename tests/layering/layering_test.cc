// Laws about the source tree itself: which room may include what, one step function, no libm calls,
// file sizes, a README in every room. Each checker is a function of one line, so that a test can
// show that it does complain.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = BRINK_SOURCE_DIR;

// from the bottom up: a room includes itself and the rooms before it
constexpr std::array<std::string_view, 7> kRooms = {"base",  "language", "program", "run",
                                                    "story", "batch",    "report"};

struct SourceLine {
  std::string path;  // relative to the repository
  int number = 0;    // from 1
  std::string text;
};

bool is_source(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cc";
}

std::vector<fs::path> sources_under(const std::vector<std::string>& folders) {
  std::vector<fs::path> sources;
  for (const std::string& folder : folders) {
    if (!fs::exists(kRoot / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      if (entry.is_regular_file() && is_source(entry.path())) sources.push_back(entry.path());
    }
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

std::vector<SourceLine> lines_under(const std::vector<std::string>& folders) {
  std::vector<SourceLine> lines;
  for (const fs::path& source : sources_under(folders)) {
    std::ifstream in(source);
    std::string text;
    for (int number = 1; std::getline(in, text); ++number) {
      lines.push_back({fs::relative(source, kRoot).string(), number, text});
    }
  }
  return lines;
}

std::string place(const SourceLine& line) { return line.path + ":" + std::to_string(line.number); }

/// Place in kRooms of the room that `path` lies in; absent outside engine/.
std::optional<std::size_t> rank_of(std::string_view path) {
  for (std::size_t i = 0; i < kRooms.size(); ++i) {
    if (path.starts_with("engine/" + std::string(kRooms[i]) + "/")) return i;
  }
  return std::nullopt;
}

// an outside header and the only folders that may include it
struct Confined {
  std::string_view header;  // the start of its include path
  std::vector<std::string_view> allowed;
};

const std::vector<Confined>& confined_headers() {
  static const std::vector<Confined> table = {
      {"yaml-cpp/", {"engine/language/"}},
      {"imgui", {"viz/"}},
      {"implot", {"viz/"}},
      {"GLFW/", {"viz/"}},
      {"GL/", {"viz/"}},
      {"CLI/", {"tools/", "viz/"}},
      {"SQLiteCpp/", {"engine/report/"}},
      {"sqlite3.h", {"engine/report/"}},
      {"boost/math/", {"engine/report/"}},
  };
  return table;
}

// what would let the machine's files, clock or output into a run
constexpr std::array<std::string_view, 5> kNeverInARun = {"iostream", "fstream", "filesystem",
                                                          "chrono", "ctime"};

std::string confined_complaint(const std::string& path, const std::string& header) {
  for (const Confined& rule : confined_headers()) {
    if (!header.starts_with(rule.header)) continue;
    const bool allowed =
        std::any_of(rule.allowed.begin(), rule.allowed.end(),
                    [&](std::string_view folder) { return path.starts_with(folder); });
    if (!allowed)
      return "<" + header + "> belongs in " + std::string(rule.allowed.front()) + " only";
  }
  const bool in_a_run = path.starts_with("engine/run/") || path.starts_with("engine/program/");
  if (in_a_run &&
      std::find(kNeverInARun.begin(), kNeverInARun.end(), header) != kNeverInARun.end()) {
    return "<" + header + "> never in engine/program and engine/run";
  }
  return "";
}

std::string room_complaint(const std::string& path, const std::string& header, bool quoted) {
  const auto starts = [&](std::string_view from, std::string_view to) {
    return path.starts_with(from) && header.starts_with(to);
  };
  if (starts("engine/", "viz/") || starts("engine/", "tools/") || starts("engine/", "tests/")) {
    return "the engine knows nothing of " + header.substr(0, header.find('/'));
  }
  if (starts("viz/", "tools/") || starts("tools/", "viz/"))
    return "viz and tools never include each other";
  if (starts("viz/", "tests/") || starts("tools/", "tests/")) return "only tests include tests";
  if (quoted && path.starts_with("engine/") && !header.starts_with("engine/")) {
    return "write the path from the repository's root";
  }
  const auto from = rank_of(path);
  const auto to = rank_of(header);
  if (from && to && *to > *from) {
    return std::string(kRooms[*from]) + " lies below " + std::string(kRooms[*to]) +
           ": includes run downhill";
  }
  return "";
}

/// What is wrong with the include on this line; empty when nothing is, or when it is no include.
std::string include_complaint(const SourceLine& line) {
  static const std::regex include(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
  std::smatch match;
  if (!std::regex_search(line.text, match, include)) return "";
  const std::string header = match[2];
  const std::string complaint = room_complaint(line.path, header, match[1] == "\"");
  return complaint.empty() ? confined_complaint(line.path, header) : complaint;
}

/// Outside engine/run a Run is advanced by calling step, and by nothing else.
std::string step_complaint(const SourceLine& line) {
  static const std::regex agenda(R"re(^\s*#\s*include\s*"engine/run/agenda\.h")re");
  static const std::regex pop(R"re(\bRun::pop\b|\b(run|run_)\s*(\.|->)\s*pop\s*\()re");
  static const std::regex definition(R"re(\bstep\s*\(\s*Run\s*&)re");
  if (line.path.starts_with("engine/run/")) return "";
  // instruments of single parts look inside; they never advance a run
  const bool is_instrument = line.path.starts_with("tools/bench/micro/");
  if (std::regex_search(line.text, agenda) && !is_instrument) {
    return "the agenda is private to engine/run";
  }
  if (std::regex_search(line.text, pop)) return "only engine/run takes entries off a run";
  if (std::regex_search(line.text, definition)) return "there is one step function, in engine/run";
  return "";
}

/// The libm function that a line of `nm -u` names, if it names one other than sqrt.
/// Their results depend on the library and on the processor's extensions.
std::optional<std::string> libm_call(const std::string& nm_line) {
  static const std::regex call(
      R"re(\bU (?:__)?((?:exp|exp2|exp10|expm1|log|log2|log10|log1p|logb|ilogb|pow|cbrt|hypot|sin|cos|tan|sincos|asin|acos|atan|atan2)re"
      R"re(|sinh|cosh|tanh|asinh|acosh|atanh|erf|erfc|lgamma|tgamma|gamma|lgamma_r|floor|ceil|round|roundeven|trunc|rint|nearbyint)re"
      R"re(|lround|llround|lrint|llrint|fmod|remainder|remquo|fma|fdim|fmax|fmin|ldexp|frexp|modf|scalbn|scalbln|nextafter)re"
      R"re(|nexttoward|j0|j1|jn|y0|y1|yn)[fl]?)(?:_finite)?(?:@.*)?\s*$)re");
  std::smatch match;
  if (!std::regex_search(nm_line, match, call)) return std::nullopt;
  return match[1].str();
}

struct CommandOutput {
  int status = -1;
  std::vector<std::string> lines;
};

CommandOutput output_of(const std::string& command) {
  CommandOutput output;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  std::string text;
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), n);
  output.status = pclose(pipe);
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) output.lines.push_back(line);
  return output;
}

std::vector<std::string> archives() {
  std::vector<std::string> paths;
  std::istringstream in(BRINK_ARCHIVES);
  for (std::string path; std::getline(in, path, ':');) paths.push_back(path);
  return paths;
}

int line_count(const fs::path& source) {
  std::ifstream in(source);
  return static_cast<int>(std::count(std::istreambuf_iterator<char>(in), {}, '\n'));
}

bool complains(const std::string& path, const std::string& text) {
  return !include_complaint({path, 1, text}).empty();
}

TEST(LayeringTest, IncludesRunDownhill) {
  const auto lines = lines_under({"engine", "viz", "tools"});
  ASSERT_FALSE(lines.empty()) << "no sources under " << kRoot;
  for (const SourceLine& line : lines) {
    const std::string complaint = include_complaint(line);
    EXPECT_TRUE(complaint.empty()) << place(line) << ": " << complaint << "\n  " << line.text;
  }
}

TEST(LayeringTest, TheIncludeCheckComplains) {
  EXPECT_TRUE(complains("engine/base/a.cc", "#include \"engine/run/run.h\""));
  EXPECT_TRUE(complains("engine/story/a.h", "  #  include \"engine/batch/batch.h\""));
  EXPECT_TRUE(complains("engine/run/a.h", "#include \"tools/options.h\""));
  EXPECT_TRUE(complains("engine/run/a.h", "#include \"agenda.h\""));
  EXPECT_TRUE(complains("viz/a.cc", "#include \"tools/options.h\""));
  EXPECT_TRUE(complains("tools/a.cc", "#include \"viz/app.h\""));
  EXPECT_TRUE(complains("engine/report/a.cc", "#include <yaml-cpp/yaml.h>"));
  EXPECT_TRUE(complains("tools/a.cc", "#include <imgui.h>"));
  EXPECT_TRUE(complains("engine/report/a.cc", "#include <CLI/CLI.hpp>"));
  EXPECT_TRUE(complains("engine/run/a.cc", "#include <chrono>"));
  EXPECT_TRUE(complains("engine/program/a.cc", "#include <fstream>"));
}

TEST(LayeringTest, TheIncludeCheckLetsDownhillIncludesPass) {
  EXPECT_FALSE(complains("engine/batch/a.cc", "#include \"engine/story/why.h\""));
  EXPECT_FALSE(complains("engine/run/a.cc", "#include \"engine/run/agenda.h\""));
  EXPECT_FALSE(complains("engine/language/a.cc", "#include <yaml-cpp/yaml.h>"));
  EXPECT_FALSE(complains("tools/a.cc", "#include <CLI/CLI.hpp>"));
  EXPECT_FALSE(complains("tools/a.cc", "#include <chrono>"));
  EXPECT_FALSE(complains("engine/base/a.cc", "// see engine/run/run.h"));
}

TEST(OneStepFunction, OnlyTheRunRoomAdvancesARun) {
  for (const SourceLine& line : lines_under({"engine", "viz", "tools"})) {
    const std::string complaint = step_complaint(line);
    EXPECT_TRUE(complaint.empty()) << place(line) << ": " << complaint << "\n  " << line.text;
  }
}

TEST(OneStepFunction, TheCheckComplains) {
  EXPECT_NE(step_complaint({"engine/story/a.cc", 1, "#include \"engine/run/agenda.h\""}), "");
  EXPECT_NE(step_complaint({"tools/bench/a.cc", 1, "#include \"engine/run/agenda.h\""}), "");
  EXPECT_NE(step_complaint({"viz/a.cc", 1, "  auto entry = run.pop();"}), "");
  EXPECT_NE(
      step_complaint({"tools/a.cc", 1, "Status my_step(int); Status step(Run& run, Log& log) {"}),
      "");
  EXPECT_EQ(step_complaint({"engine/run/a.cc", 1, "#include \"engine/run/agenda.h\""}), "");
  EXPECT_EQ(step_complaint({"viz/a.cc", 1, "  commands.pop(); step(run, log);"}), "");
}

TEST(NoLibmCalls, TheRoomsOfTheResultPathCallNoneButSqrt) {
  ASSERT_FALSE(archives().empty()) << "no libraries were built";
  for (const std::string& archive : archives()) {
    const CommandOutput nm = output_of(std::string(BRINK_NM) + " -u -A '" + archive + "'");
    ASSERT_EQ(nm.status, 0) << "nm failed on " << archive;
    ASSERT_FALSE(nm.lines.empty()) << "nm found nothing in " << archive;
    for (const std::string& line : nm.lines) {
      const auto function = libm_call(line);
      EXPECT_FALSE(function.has_value())
          << *function << " is called in " << line
          << "\n  use engine/base's own functions: libm's bits vary"
          << (*function == "ceil"
                  ? " (ceil also comes with unordered_map::reserve and range constructors)"
                  : "");
    }
  }
}

TEST(NoLibmCalls, TheCheckComplains) {
  EXPECT_EQ(libm_call("libbrink_run.a:hawkes.cc.o:                 U exp"), "exp");
  EXPECT_EQ(libm_call("libbrink_run.a:hawkes.cc.o:                 U floorf"), "floorf");
  EXPECT_EQ(libm_call("libbrink_run.a:hawkes.cc.o:                 U lgamma_r@GLIBC_2.23"),
            "lgamma_r");
  EXPECT_EQ(libm_call("                 U __log_finite"), "log");
  EXPECT_EQ(libm_call("libbrink_run.a:hawkes.cc.o:                 U sqrt"), std::nullopt);
  EXPECT_EQ(libm_call("libbrink_run.a:hawkes.cc.o:                 U _ZN5brink3expEd"),
            std::nullopt);
  EXPECT_EQ(libm_call("libbrink_run.a:power.cc.o:                 U powder"), std::nullopt);
}

TEST(FileSizes, NoSourceIsLongerThan600Lines) {
  constexpr int kAim = 400;
  constexpr int kLimit = 600;
  for (const fs::path& source : sources_under({"engine", "viz", "tools", "tests"})) {
    const int lines = line_count(source);
    const std::string name = fs::relative(source, kRoot).string();
    EXPECT_LE(lines, kLimit) << name << " has " << lines << " lines; split it";
    if (lines > kAim && lines <= kLimit)
      std::printf("note: %s has %d lines; past 400 it splits\n", name.c_str(), lines);
  }
}

/// False for a room that has no sources yet, only its line for the build.
bool holds_something(const fs::path& folder) {
  const auto entries = fs::directory_iterator(folder);
  return std::any_of(begin(entries), end(entries), [](const fs::directory_entry& entry) {
    return entry.path().filename() != "CMakeLists.txt";
  });
}

TEST(Readme, EveryFolderHasOne) {
  std::vector<fs::path> folders;
  for (const char* name : {"engine", "viz", "tools", "tests", "scenarios"}) {
    if (fs::exists(kRoot / name)) folders.push_back(kRoot / name);
  }
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "engine")) {
    if (entry.is_directory() && holds_something(entry.path())) folders.push_back(entry.path());
  }
  for (const fs::path& folder : folders) {
    EXPECT_TRUE(fs::exists(folder / "README.md"))
        << fs::relative(folder, kRoot) << " has no README.md";
  }
}

}  // namespace
