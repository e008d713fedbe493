// What a batch tells: its summary, its failures and the commands that replay them, its progress.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include "tests/tools/batch_helpers.h"

namespace brink {
namespace {

namespace fs = std::filesystem;

using Row = std::map<std::string, std::string>;

// rows of a CSV file, whose cells may stand in quotes
std::vector<Row> rows_of(const std::string& text) {
  std::vector<std::vector<std::string>> lines(1, {""});
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      lines.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      lines.push_back({""});
    } else {
      lines.back().back() += c;
    }
  }
  std::vector<Row> rows;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    auto& row = rows.emplace_back();
    for (std::size_t j = 0; j < lines[0].size(); ++j) row[lines[0][j]] = lines[i].at(j);
  }
  return rows;
}

// the groups of the first line that matches
std::vector<std::string> found(const std::string& output, const std::string& line) {
  std::smatch match;
  const bool is_there = std::regex_search(output, match, std::regex("(?:^|\n)" + line + "\n"));
  EXPECT_TRUE(is_there) << "no line " << line << " in\n" << output;
  std::vector<std::string> groups(6, "-1");
  for (std::size_t i = 0; i < match.size(); ++i) groups[i] = match[i];
  return groups;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

using BatchOutputTest = test::BatchFolder;

// Source: Wilson (1927), JASA 22:209; 1.959964 is the normal quantile at 97.5 %.
std::pair<double, double> wilson(double k, double n) {
  const double z = 1.959964;
  const double middle = (k + z * z / 2) / (n + z * z);
  const double half = z / (n + z * z) * std::sqrt(k * (n - k) / n + z * z / 4);
  return {100 * (middle - half), 100 * (middle + half)};
}

// each number printed is that of runs.csv within half a unit of its last digit
TEST_F(BatchOutputTest, TheSummaryIsWhatTheRowsComeTo) {
  const auto output = done("batch parley.yaml -n 200 --seed 3 --threads 2 --out r");
  EXPECT_TRUE(output.starts_with("Parley\n200 replications · seed 3\n")) << output;
  found(output, "200 runs in \\d+\\.\\d s on 2 threads, [\\d,.]+ runs/s");
  found(output, "results: r/ \\(results\\.db, manifest\\.json, \\*\\.csv\\)");
  const auto rows = rows_of(read("r/runs.csv"));
  ASSERT_EQ(rows.size(), 200U);
  for (const std::string outcome : {"truce", "war"}) {
    const auto k = std::count_if(rows.begin(), rows.end(),
                                 [&](const Row& row) { return row.at("outcome") == outcome; });
    const auto line = found(
        output, "  " + outcome + " +([\\d.]+) % +([\\d.]+) to ([\\d.]+) % +" + std::to_string(k));
    const auto [low, high] = wilson(static_cast<double>(k), 200);
    EXPECT_NEAR(std::stod(line[1]), static_cast<double>(k) / 2, 0.051);
    EXPECT_NEAR(std::stod(line[2]), low, 0.051);
    EXPECT_NEAR(std::stod(line[3]), high, 0.051);
  }
  found(output, "  measures +mean +sd +95 % interval +median +5 to 95 % +of runs");
  for (const auto& [name, shown] : {std::pair<std::string, std::string>{"raids", "raids"},
                                    {"harm", "harm \\[tons\\]"},
                                    {"first_letter", "first letter \\[d\\]"}}) {
    std::vector<double> values;
    for (const auto& row : rows) {
      if (!row.at(name).empty()) values.push_back(std::stod(row.at(name)));
    }
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double x : values) mean += x / n;
    double squares = 0;
    for (const double x : values) squares += (x - mean) * (x - mean);
    const auto line =
        found(output, "  " + shown +
                          " +([\\d.]+) +([\\d.]+) +[\\d.]+ to [\\d.]+ +([\\d.]+) .* +([\\d.]+) %");
    const auto half_unit = [](const std::string& text) {
      const auto point = text.find('.');
      const auto decimals = point == std::string::npos ? 0 : text.size() - point - 1;
      return 0.5001 * std::pow(10, -static_cast<double>(decimals));
    };
    EXPECT_NEAR(std::stod(line[1]), mean, half_unit(line[1])) << name;
    EXPECT_NEAR(std::stod(line[2]), std::sqrt(squares / (n - 1)), half_unit(line[2])) << name;
    EXPECT_NEAR(std::stod(line[4]), n / 2, 0.051) << name;
  }
  EXPECT_TRUE(contains(output, "\n  mood then: calm 100 %\n"));
  const auto held = rows_of(read("r/held.csv")).at(0);
  const auto line = found(output, "  a\\.x at its range +([\\d.]+) % +([\\d.]+)");
  EXPECT_NEAR(std::stod(line[1]), std::stod(held.at("runs")) / 2, 0.051);
  EXPECT_NEAR(std::stod(line[2]), std::stod(held.at("times")) / 200, 0.001);
  const auto digest = found(output, "digest  ([0-9a-f]{16})");
  EXPECT_TRUE(contains(read("r/manifest.json"), "\"digest\": \"" + digest[1] + "\""));
}

TEST_F(BatchOutputTest, SeveralPointsStandBesideEachOther) {
  auto output = done("batch parley.yaml -n 40 --sweep price=0:1:2 --sweep mood=calm,angry --out r");
  found(output, "4 points × 40 replications = 160 runs · seed 1");
  found(output, "outcomes, share of runs \\(95 % interval\\)");
  found(output, "  price, mood +truce +war");
  const auto share = " +[\\d.]+ % \\([\\d.]+ to [\\d.]+ %\\)";
  for (const std::string point : {"0, calm", "0, angry", "1, calm", "1, angry"}) {
    found(output, "  " + point + share + share);
    found(output, "  mood then at " + point + ": " + point.substr(3) + " 100 %");
  }
  found(output, "measures, mean ± half of the 95 % interval \\(sd\\)");
  found(output, "  price, mood +0, calm +0, angry +1, calm +1, angry");
  const std::string mean = " +[\\d.]+ ± [\\d.]+ \\([\\d.]+\\)";
  found(output, "  harm \\[tons\\]" + mean + mean + mean + mean);
  output = done("batch parley.yaml -n 2 --sweep price=0:1:14 --out s");
  found(output, "12 of 14 points are shown; all are in outcomes.csv");
  found(output, "measures of more than 6 points are in measures.csv alone");
  EXPECT_FALSE(contains(output, "±"));
  EXPECT_FALSE(std::regex_search(output, std::regex("[^\n]{110}"))) << "a line is too wide";
}

TEST_F(BatchOutputTest, AScenarioMayHaveNothingToTell) {
  write("bare.yaml",
        "brink: 1\ntitle: Bare\nstart: 2026-06-01\nhorizon: 10 d\nactors: {a: {}, b: {}}\n"
        "events: {raid: {is: assault}}\nprocesses: {raids: {rate: 1, emit: raid, to: b}}\n");
  auto output = done("batch bare.yaml -n 10 --out r");
  EXPECT_FALSE(contains(output, "outcome"));
  found(output, "  end time \\[d\\] +10 +0 .*");
  EXPECT_FALSE(contains(output, "held"));
  EXPECT_FALSE(contains(output, "failed"));
  EXPECT_EQ(rows_of(read("r/runs.csv")).size(), 10U);
  write("negative.yaml",
        "brink: 1\ntitle: N\nstart: 2026-06-01\nhorizon: 100 d\n"
        "actors: {a: {variables: {x: {initial: 0}}}, b: {}}\n"
        "events: {raid: {is: assault}}\n"
        "processes: {raids: {rate: 0.4 - a.x, emit: raid, from: a, to: b}}\n"
        "rules: {harm: {upon: raid, do: [a.x += 3]}}\n");
  output = done("batch negative.yaml -n 10 --out s");
  found(output, "  raids: negative rate, counted as 0 +100 % +1");
}

TEST_F(BatchOutputTest, FailuresAreCountedToldAndReproducedByTheirCommands) {
  const std::string out = "it's  here";
  const auto output =
      done("batch brittle.yaml -n 100 --sweep mood=calm,angry --out \"" + out + "\"");
  const auto failures = rows_of(read(out + "/failures.csv"));
  const auto n = std::to_string(failures.size());
  ASSERT_GE(failures.size(), 4U);
  found(output, n + " of 200 runs failed and count in no share and no mean:");
  EXPECT_TRUE(contains(output, "\n  " + n + " × spoil.yaml:9:26: the run stopped on 2026-"));
  EXPECT_EQ(rows_of(read(out + "/runs.csv")).size() + failures.size(), 200U);
  for (const auto& row : failures) {
    const auto& command = row.at("command");
    EXPECT_EQ(command, "brink replay 'it'\\''s  here' --run " + row.at("run"));
    const auto first = &row == &failures.front();
    EXPECT_EQ(contains(output, "\n    " + command + "\n"), first);
    const auto ran = run_in(".", BRINK_PROGRAM + command.substr(5));
    EXPECT_EQ(ran.code, 1);
    auto message = row.at("message").substr(0, row.at("message").find("; `log` needs"));
    EXPECT_TRUE(message.starts_with("the run stopped on 2026-")) << message;
    EXPECT_EQ(row.at("place"), "spoil.yaml:9:26");
    message = "spoil.yaml:9:26: error: " + message;
    EXPECT_TRUE(contains(ran.output, "\n" + message + "\n")) << ran.output;
  }
}

TEST_F(BatchOutputTest, EveryRowIsReplayedAsTheRunItWas) {
  const std::string rest = " --seed 11 --until 50d --no-stop --variant furious ";
  done("batch brittle.yaml -n 8 --sweep price=0.1,0.7 --sweep busy=0,1 --out r --quiet" + rest);
  const auto hashes =
      python("r",
             "for row in database.execute(\"SELECT run || ' ' || printf('%016x', hash) FROM "
             "runs\"): print(*row)\n");
  std::vector<std::string> expected;
  for (int run = 0; run < 32; ++run) {
    const auto n = std::to_string(run);
    const auto replayed = brink("replay r --run " + n);
    const auto point = run % 4;
    expected.push_back(brink("run brittle.yaml --replication " + std::to_string(run / 4) + rest +
                             (point < 2 ? "--set price=0.1" : "--set price=0.7") +
                             (point % 2 == 0 ? " --set busy=0" : " --set busy=1"))
                           .output);
    EXPECT_EQ(replayed.output, expected.back());
    const auto hash = replayed.output.find("\nhash  ");
    EXPECT_EQ(replayed.code, hash == std::string::npos ? 1 : 0);
    if (replayed.code == 0) {
      EXPECT_TRUE(contains("\n" + hashes, "\n" + n + " " + replayed.output.substr(hash + 7, 16)));
    }
  }
  EXPECT_EQ(done("replay r --run 6 --format jsonl"),
            brink("run brittle.yaml --replication 1 --format jsonl" + rest +
                  "--set price=0.7 --set busy=0")
                .output);
  write("brittle.yaml", "changed");
  fs::remove(path("spoil.yaml"));
  fs::create_directories(path("else"));
  fs::rename(path("r"), path("else/moved"));
  for (const int run : {0, 5, 31}) {
    EXPECT_EQ(run_in("else", BRINK_PROGRAM " replay moved --run " + std::to_string(run)).output,
              expected[static_cast<std::size_t>(run)]);
  }
}

TEST_F(BatchOutputTest, QuietPrintsOnlyTheDigest) {
  const std::regex digest(
      "brink: \\d of 50 runs failed: see r/failures.csv\ndigest  [0-9a-f]{16}\n");
  EXPECT_TRUE(std::regex_match(done("batch brittle.yaml -n 50 --quiet --out r"), digest));
  EXPECT_TRUE(std::regex_match(done("batch --resume r --quiet"), digest));
  EXPECT_EQ(brink("batch brittle.yaml -n 50 --out t 2>&1 >/dev/null").output, "")
      << "no progress of a short batch in a pipe";
  const auto full = brink("batch brittle.yaml -n 50 --out u > /dev/full");
  EXPECT_EQ(full.code, 1);
  EXPECT_EQ(full.output, "brink: error: cannot write the output: No space left on device\n");
}

TEST_F(BatchOutputTest, HelpNamesEveryOption) {
  const auto topic = done("help batch");
  for (const std::string command : {"batch", "merge", "replay"}) {
    const auto help = done(command + " --help");
    const std::regex option("--[a-z]+");
    int options = 0;
    for (std::sregex_iterator i(help.begin(), help.end(), option), end; i != end; ++i) {
      if (i->str() == "--help" || i->str() == "--replications") continue;
      EXPECT_TRUE(contains(topic, i->str())) << command << " " << i->str();
      ++options;
    }
    EXPECT_GE(options, 2) << command;
    EXPECT_EQ(done("help " + command), topic);
  }
  EXPECT_TRUE(contains(topic, "-n N"));
}

TEST_F(BatchOutputTest, ATerminalShowsABarThatIsGoneAtTheEnd) {
  const auto on_terminal = [&](const std::string& arguments) {
    return run_in(".", "script -qec 'timeout --preserve-status -s INT 2 " BRINK_PROGRAM " batch " +
                           arguments + "' /dev/null");
  };
  const auto ran = on_terminal("parley.yaml --set busy=20 -n 1000000 --threads 2 --out r");
  EXPECT_EQ(ran.code, 3);
  const std::regex bar(
      "\r +\\d+ % \\[[# ]{24}\\] [\\d,]+ of 1,000,000 runs, [\\d,.]+ runs/s, [^\r]+ left");
  EXPECT_TRUE(std::regex_search(ran.output, bar)) << ran.output;
  EXPECT_TRUE(contains(ran.output, "\r\x1b[KParley\r\n")) << ran.output;
  EXPECT_FALSE(contains(on_terminal("parley.yaml -n 100 --out s").output, "left"));
  EXPECT_FALSE(contains(on_terminal("--resume r --quiet").output, "left"));
}

TEST_F(BatchOutputTest, OddCommandLinesAreRefused) {
  const std::string batch = "batch parley.yaml ";
  const auto refused = [&](const std::string& arguments, const std::string& text) {
    expect_refused(batch + arguments, 2, text);
  };
  const std::string hint = "\n  hint: `brink batch --help` lists the options";
  expect_refused("batch", 2, "FILE is required" + hint);
  expect_refused("batch none.yaml", 1,
                 "cannot read the scenario `none.yaml`: No such file or directory");
  refused("--threads 0", "--threads: from 1 to 1024");
  refused("--threads 1025", "--threads: from 1 to 1024");
  refused("--threads x", "--threads: `x` is not a whole number from 0 on");
  refused("-n x", "-n: `x` is not a whole number from 0 on");
  refused("-n 0", "-n: at least 1 replication");
  refused("-n 1 -n 2", "--replications is given twice" + hint);
  refused("-n 1000000000001", "-n 1000000000001: more than 1000000000000 runs");
  refused("--sweep nonsense",
          "--sweep takes name=low:high:count or name=a,b,c; `nonsense` is neither");
  refused("--sweep prise=1,2", "--sweep: no parameter is called `prise`; did you mean `price`?");
  refused("--sweep price=0,0.5,0", "--sweep price: 0 is there twice");
  refused("--sweep price=0.1 --set price=0.2", "`price` is both set and swept; choose one");
  refused("--sweep mood=calm:angry:2",
          "--sweep mood: a symbol has no range; list its values: mood=a,b,c");
  refused("--series a.z", "--series: no variable is called `a.z`; did you mean `a.x`?");
  refused("--every 2d", "--every says how often variables are followed: name them by --series");
  refused("--shard 5/4", "--shard: `5/4` is no shard: write which of how many, 1/4 to 4/4");
  refused("--resume", "--resume needs a value" + hint);
  refused("brittle.yaml", "one argument too many: `brittle.yaml`" + hint);
  refused("--treads 2", "unknown option `--treads`\n  hint: did you mean `--threads`?");
  done(batch + "-n 4 --quiet --out r");
  expect_refused("replay r --run 4", 2, "--run: there is no run 4: `r` has the runs 0 to 3");
  expect_refused("replay r --run x", 2, "--run: `x` is not a whole number from 0 on");
  expect_refused("replay r", 2,
                 "--run is required\n  hint: `brink replay --help` lists the options");
  expect_refused("merge", 2, "DIR is required\n  hint: `brink merge --help` lists the options");
}

}  // namespace
}  // namespace brink
