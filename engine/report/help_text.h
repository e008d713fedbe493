#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brink {

/// Help on a topic, made from the tables of the language: `functions`, `distributions`, `history`,
/// `over`, `events`, `keys`, `run`; a page such as `patterns`, `offers` or `precedence`; a section
/// such as `rule`; a key such as `after`; a function such as `gamma`; an event root such as
/// `assault`. Empty: what topics there are. Nothing for an unknown topic.
std::optional<std::string> help_text(std::string_view topic);

/// Every topic that `help_text` knows.
std::vector<std::string> help_topics();

}  // namespace brink
