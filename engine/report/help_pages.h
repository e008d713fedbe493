#pragma once

#include <span>
#include <string_view>

namespace brink {

/// A page of help that no table holds.
struct HelpPage {
  std::string_view topic;
  std::string_view text;
};

/// `patterns`, `time`, `offers`, `precedence` and the like; one page may stand under several
/// topics.
std::span<const HelpPage> help_pages();

/// The page on `brink bench`, in help_bench.cc.
extern const std::string_view kBenchPage;

/// `brink help` begins with the commands, the options of `run` and the topics.
extern const std::string_view kCommands;
extern const std::string_view kRunOptions;
extern const std::string_view kTopics;

}  // namespace brink
