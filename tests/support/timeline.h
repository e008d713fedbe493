#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/run/observers.h"

namespace brink::test {

/// A run's events and writes as lines of text that mean the same in every run: an event by time,
/// key, type, parties, attributes, option and its cause's key; a write by time, variable and the
/// bits before and after. Event numbers and offer ids, which other events may shift, are left out.
///
/// prefix  only what belongs to the names that begin so (or do not, see `others`); empty: all
std::vector<std::string> timeline(const Program& program, const Log& log,
                                  std::string_view prefix = {}, bool others = false);

/// What happened, one line an event: "day type source>target", `-` for nobody.
std::string story(const Program& program, const Log& log);

/// True if an event is of the component whose names begin with `prefix`: its type or a party is.
bool belongs(const Program& program, const EventRecord& event, std::string_view prefix);

/// Where two timelines part: the first differing lines with what is before them; empty when equal.
std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b);

/// Writes a text into the tests' folder for temporary files and gives its path, for messages.
std::string kept(const std::string& text, const std::string& name);

}  // namespace brink::test
