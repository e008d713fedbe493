#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/calendar.h"
#include "engine/base/version.h"
#include "engine/report/help_text.h"
#include "tools/commands.h"

namespace {

using namespace brink::tools;

const std::vector<std::string> kCommands{"batch",  "bench", "check",  "graph", "help", "merge",
                                         "replay", "run",   "schema", "view",  "why"};

int short_usage() {
  std::fputs(
      "usage: brink check FILE...          is the scenario good?\n"
      "       brink run FILE [options]     one timeline and what came of it\n"
      "       brink view FILE [options]    the same in a window: see it, step it, ask it why\n"
      "       brink why FILE EVENT         why an event of it happened, and what followed\n"
      "       brink batch FILE [options]   many timelines: what comes of it, and how often\n"
      "       brink merge DIR...           the shards of a batch as one\n"
      "       brink replay DIR --run N     one timeline of a batch again\n"
      "       brink graph FILE [options]   what can influence what\n"
      "       brink bench [NAME...]        how fast this machine runs it\n"
      "       brink help [TOPIC]           the language, and the commands\n"
      "       brink schema                 the JSON Schema of scenarios, for editors\n"
      "`brink help` says more.\n",
      stderr);
  return kBadCommandLine;
}

int unknown_command(const std::string& name) {
  const auto nearest = brink::nearest_name(name, kCommands);
  complain(
      fmt::format("there is no command `{}`", name),
      nearest.empty()
          ? "there are: check, run, view, why, batch, merge, replay, graph, bench, help, schema"
          : fmt::format("did you mean `brink {}`?", nearest));
  return kBadCommandLine;
}

// what may be given again and again
CLI::Option* many(CLI::Option* option, const char* type) {
  return option->type_name(type)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

// how a run is shown
void declare_report(CLI::App& app, RunArguments& arguments) {
  app.add_option("--log", arguments.log, "writes every event to FILE.jsonl or FILE.csv")
      ->type_name("FILE");
  app.add_option("--format", arguments.format, "what is printed: text, jsonl or csv")
      ->type_name("FORMAT");
  app.add_flag("--all", arguments.all, "prints every event, nothing in summary");
  app.add_flag("--quiet", arguments.quiet, "prints only outcome, measures and hash");
  app.add_flag("--offers", arguments.offers, "prints what became of every offer, as a tree");
}

// which timeline of which scenario
void declare_which(CLI::App& app, WhichRun& arguments) {
  app.add_option("FILE", arguments.file, "a scenario")->required();
  app.add_option("--seed", arguments.text.seed, "which chance; a whole number")->type_name("N");
  app.add_option("--replication", arguments.text.replication, "which run of that seed")
      ->type_name("N");
  many(app.add_option("--set", arguments.text.settings, "a parameter's value; may be repeated"),
       "NAME=VALUE");
  many(app.add_option("--what-if", arguments.text.interventions,
                      "a parameter's or variable's value from a date on; may be repeated"),
       "'DATE: NAME = VALUE'")
      ->allow_extra_args(false);
  app.add_option("--variant", arguments.text.variant,
                 "the values of one of the scenario's variants")
      ->type_name("NAME");
  app.add_option("--until", arguments.text.until, "when it ends, instead of the scenario's horizon")
      ->type_name("DATE|DURATION");
  app.add_flag("--no-stop", arguments.text.no_stop, "outcomes are noted, but do not end the run");
}

void declare_run(CLI::App& app, RunArguments& arguments) {
  declare_which(app, arguments.which);
  declare_report(app, arguments);
}

void declare_why(CLI::App& app, WhyArguments& arguments) {
  declare_which(app, arguments.which);
  app.add_option("EVENT", arguments.event,
                 "its number (17 or #17), its key, first(PATTERN), last(PATTERN) or a pattern")
      ->required();
  app.add_flag("--effects", arguments.effects, "what followed from it, instead of why it happened");
  app.add_option("--depth", arguments.depth,
                 "how many links of the chain are told in full, 6 unless given; with --effects how "
                 "many levels, 3 unless given")
      ->type_name("N");
  app.add_option("--format", arguments.format, "what is printed: text, json, dot or graphml")
      ->type_name("FORMAT");
}

void declare_batch(CLI::App& app, BatchArguments& arguments) {
  app.add_option("FILE", arguments.file, "a scenario; may be left out with --resume");
  app.add_option("-n,--replications", arguments.replications,
                 "how many runs of each point; 1000 unless given")
      ->type_name("N");
  app.add_option("--seed", arguments.seed, "which chance; a whole number; 1 unless given")
      ->type_name("N");
  many(app.add_option("--set", arguments.settings, "a parameter's value; may be repeated"),
       "NAME=VALUE");
  many(app.add_option("--sweep", arguments.sweeps,
                      "a parameter's values in turn: NAME=LOW:HIGH:COUNT or NAME=A,B,C; several "
                      "give every combination"),
       "NAME=VALUES");
  app.add_option("--variant", arguments.variant, "the values of one of the scenario's variants")
      ->type_name("NAME");
  app.add_option("--until", arguments.until, "when runs end, instead of the scenario's horizon")
      ->type_name("DATE|DURATION");
  app.add_flag("--no-stop", arguments.no_stop, "outcomes are noted, but do not end a run");
  many(app.add_option("--series", arguments.series,
                      "variables to follow over time: their mean, sd and quantiles"),
       "NAME,...");
  app.add_option("--every", arguments.every, "how often they are looked at; 1 d unless given")
      ->type_name("DURATION");
  app.add_option("--threads", arguments.threads, "all cores unless given; results do not change")
      ->type_name("K");
  app.add_option("--out", arguments.out,
                 "the folder of the results; unless given SCENARIO-results, or that with -2, ...")
      ->type_name("DIR");
  app.add_option("--resume", arguments.resume, "goes on with the batch in a folder")
      ->type_name("DIR");
  app.add_option("--shard", arguments.shard, "the I-th of K shares of the runs; see `brink merge`")
      ->type_name("I/K");
  app.add_flag("--quiet", arguments.quiet, "no progress, and only the digest");
}

void declare_merge(CLI::App& app, MergeArguments& arguments) {
  app.add_option("DIR", arguments.folders, "the results of every shard")->required();
  app.add_option("--out", arguments.out,
                 "the folder of the whole; unless given SCENARIO-results, or that with -2, ...")
      ->type_name("DIR");
  app.add_flag("--quiet", arguments.quiet, "prints only the digest");
}

void declare_replay(CLI::App& app, ReplayArguments& arguments) {
  app.add_option("DIR", arguments.folder, "the results of a batch")->required();
  app.add_option("--run", arguments.run, "the run's number, as in runs.csv")
      ->type_name("N")
      ->required();
  declare_report(app, arguments.report);
}

void declare_graph(CLI::App& app, GraphArguments& arguments) {
  app.add_option("FILE", arguments.file, "a scenario")->required();
  app.add_option("--format", arguments.format, "what is printed: text, dot or graphml")
      ->type_name("FORMAT");
  app.add_option("--from", arguments.from, "only what a name of the scenario can influence")
      ->type_name("NAME");
  app.add_option("--to", arguments.to, "only what can influence a name of the scenario")
      ->type_name("NAME");
}

void declare_bench(CLI::App& app, BenchArguments& arguments) {
  app.add_option("NAME", arguments.names,
                 "what to measure; all unless given; see `brink help bench`");
  app.add_flag("--json", arguments.json, "prints the figures for programs");
  app.add_option("--rounds", arguments.rounds, "how often each is measured, odd; 7 unless given")
      ->type_name("N");
  app.add_option("--seconds", arguments.seconds,
                 "how long one round of one contender computes; 0.2 unless given")
      ->type_name("S");
  app.add_flag("--quick", arguments.quick, "short rounds and small sizes: does it work at all?");
  app.add_option("--scenarios", arguments.scenarios, "the folder of the shipped scenarios")
      ->type_name("DIR");
}

// an option or argument that the command does not take
void complain_of_extra(const CLI::App& app, const std::string& word, const std::string& hint) {
  if (!word.starts_with('-'))
    return complain(fmt::format("one argument too many: `{}`", word), hint);
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) names.push_back(option->get_name());
  const auto nearest = brink::nearest_name(word, names);
  complain(fmt::format("unknown option `{}`", word),
           nearest.empty() ? hint : fmt::format("did you mean `{}`?", nearest));
}

// `--until 10 d` without quotes: a length of time fell in two, or an intervention in several
std::optional<std::string> quoting_hint(const CLI::App& app, const std::string& word) {
  const auto* what_if = app.get_option_no_throw("--what-if");
  if (what_if != nullptr && what_if->count() > 0 &&
      what_if->results().back().find('=') == std::string::npos) {
    return "write it in quotes: `--what-if '2026-06-20: support = 0.4'`";
  }
  const auto* until = app.get_option_no_throw("--until");
  if (until == nullptr || until->count() == 0) return std::nullopt;
  const auto value = until->results().front();
  if (!brink::parse_duration(value + " " + word)) return std::nullopt;
  return fmt::format("write `--until {}{}`, or in quotes: `--until \"{} {}\"`", value, word, value,
                     word);
}

// what the command line lacks or has too much of, in one line
int explain(const CLI::App& app, const CLI::ParseError& error, const std::string& command) {
  const auto hint = fmt::format("`brink {} --help` lists the options", command);
  const auto extra = app.remaining();
  if (!extra.empty()) {
    complain_of_extra(app, extra.front(), quoting_hint(app, extra.front()).value_or(hint));
    return kBadCommandLine;
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    for (const auto* option : app.get_options()) {
      const bool takes_many = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
      if (option->count() < 2 || takes_many) continue;
      complain(fmt::format("{} is given twice", option->get_name()), hint);
      return kBadCommandLine;
    }
  }
  std::string message = error.what();
  std::replace(message.begin(), message.end(), '\n', ' ');
  if (const auto end = message.find(": 1 required"); end != std::string::npos) {
    message = message.substr(0, end) + " needs a value";
  }
  complain(message, hint);
  return kBadCommandLine;
}

template <class Declare, class Act>
int parsed(const std::string& name, const std::string& about, std::vector<std::string> words,
           const Declare& declare, const Act& act) {
  CLI::App app(about, "brink " + name);
  declare(app);
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
    return finish_output();
  } catch (const CLI::ParseError& error) {
    return explain(app, error, name);
  }
  return act();
}

int check(const std::vector<std::string>& words) {
  std::vector<std::string> files;
  return parsed(
      "check", "Reads scenarios and says what is wrong with them.", words,
      [&](CLI::App& app) { app.add_option("FILE", files, "scenarios")->required(); },
      [&] { return check_command(files); });
}

int run(const std::vector<std::string>& words) {
  RunArguments arguments;
  return parsed(
      "run", "Runs a scenario once: its timeline, its outcome and measures, its run hash.", words,
      [&](CLI::App& app) { declare_run(app, arguments); }, [&] { return run_command(arguments); });
}

int why(const std::vector<std::string>& words) {
  WhyArguments arguments;
  return parsed(
      "why", "Plays a run again and tells why an event happened, or what followed from it.", words,
      [&](CLI::App& app) { declare_why(app, arguments); }, [&] { return why_command(arguments); });
}

int batch(const std::vector<std::string>& words) {
  BatchArguments arguments;
  return parsed(
      "batch", "Runs a scenario many times: how often each outcome, and what the measures come to.",
      words, [&](CLI::App& app) { declare_batch(app, arguments); },
      [&] { return batch_command(arguments); });
}

int merge(const std::vector<std::string>& words) {
  MergeArguments arguments;
  return parsed(
      "merge", "Joins the shards of a batch; the result has the bits of one batch.", words,
      [&](CLI::App& app) { declare_merge(app, arguments); },
      [&] { return merge_command(arguments); });
}

int replay(const std::vector<std::string>& words) {
  ReplayArguments arguments;
  return parsed(
      "replay", "Makes one run of a batch again, as `brink run` prints it.", words,
      [&](CLI::App& app) { declare_replay(app, arguments); },
      [&] { return replay_command(arguments); });
}

int graph(const std::vector<std::string>& words) {
  GraphArguments arguments;
  return parsed(
      "graph", "Shows what in a scenario can influence what.", words,
      [&](CLI::App& app) { declare_graph(app, arguments); },
      [&] { return graph_command(arguments); });
}

int bench(const std::vector<std::string>& words) {
  BenchArguments arguments;
  return parsed(
      "bench", "Measures how fast the engine is, beside the same models written by hand.", words,
      [&](CLI::App& app) { declare_bench(app, arguments); },
      [&] { return bench_command(arguments); });
}

int help(const std::vector<std::string>& words) {
  std::vector<std::string> topic;
  return parsed(
      "help", "Explains the scenario language and the commands.", words,
      [&](CLI::App& app) { app.add_option("TOPIC", topic, "what about; none lists the topics"); },
      [&] { return help_command(fmt::format("{}", fmt::join(topic, " "))); });
}

int schema(const std::vector<std::string>& words) {
  return parsed(
      "schema", "Prints the JSON Schema of scenario files, by which editors complete and check.",
      words, [](CLI::App&) {}, [] { return schema_command(); });
}

// `brink help --seed`: options have their help elsewhere
int help_or_option(const std::vector<std::string>& words) {
  if (words.size() != 1 || words[0] == "--help" || words[0] == "-h" || words[0].size() < 2) {
    return help(words);
  }
  const bool dashed = words[0].starts_with("-");
  const auto name = dashed ? words[0] : "--" + words[0];
  if (!dashed && brink::help_text(words[0])) return help(words);
  std::vector<std::string> takers;
  const auto ask = [&](const char* command, const auto& declare, auto arguments) {
    CLI::App app;
    declare(app, arguments);
    if (app.get_option_no_throw(name) != nullptr) takers.emplace_back(command);
  };
  ask("run", declare_run, RunArguments());
  ask("why", declare_why, WhyArguments());
  ask("batch", declare_batch, BatchArguments());
  ask("merge", declare_merge, MergeArguments());
  ask("replay", declare_replay, ReplayArguments());
  ask("graph", declare_graph, GraphArguments());
  ask("bench", declare_bench, BenchArguments());
  if (takers.empty()) return help(words);
  print(fmt::format("{0} is an option of `brink {1}`: `brink {2} --help` explains it\n", name,
                    fmt::join(takers, "` and `brink "), takers.front()));
  return finish_output();
}

int dispatch(const std::vector<std::string>& words) {
  if (words.empty()) return short_usage();
  const auto& command = words.front();
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (command == "--version" || command == "-V") {
    print(fmt::format("brink {} (language 1)\n", brink::kVersion));
    return finish_output();
  }
  if (command == "--help" || command == "-h") return help_command("");
  if (command == "check") return check(rest);
  if (command == "run") return run(rest);
  if (command == "view") return view_command(rest);
  if (command == "why") return why(rest);
  if (command == "batch") return batch(rest);
  if (command == "merge") return merge(rest);
  if (command == "replay") return replay(rest);
  if (command == "graph") return graph(rest);
  if (command == "bench") return bench(rest);
  if (command == "help") return help_or_option(rest);
  if (command == "schema") return schema(rest);
  if (command.starts_with('-')) {
    complain(fmt::format("unknown option `{}`", command), "`brink help` lists the commands");
    return kBadCommandLine;
  }
  return unknown_command(command);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that leaves is no failure: writes are checked
  try {
    return dispatch({argv + 1, argv + argc});
  } catch (const std::bad_alloc&) {
    complain("out of memory");
    return kBadScenario;
  } catch (const std::exception& error) {
    complain(error.what());
    return kBadScenario;
  }
}
