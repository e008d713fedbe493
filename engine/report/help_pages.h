#pragma once

#include <span>
#include <string_view>

namespace brink {

/// A page of help that no table holds.
struct HelpPage {
  std::string_view topic;
  std::string_view text;
};

/// `patterns`, `time`, `yaml`.
std::span<const HelpPage> help_pages();

/// The commands and the topics, as `brink help` begins.
extern const std::string_view kOverview;

}  // namespace brink
