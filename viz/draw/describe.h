#pragma once

#include <string>
#include <vector>

#include "engine/run/observers.h"

namespace brink::viz {

/// "Russia → Ukraine"; of one alone its name; "the world" where there is nobody.
std::string parties_text(const Program& program, const EventRecord& event);

/// "yes but", the event's type in words.
std::string type_words(const Program& program, const EventRecord& event);

/// "rule moscow answers, option refuse": what made the event, in the scenario's words.
std::string maker_text(const Program& program, const EventRecord& event);

/// "size 25 drones", one for each attribute.
std::vector<std::string> attribute_texts(const Program& program, const Log& log,
                                         const EventRecord& event);

/// "#23  8 Jun 02:38  Russia → Ukraine  accept", and its attributes and maker on lines of their
/// own.
std::string event_lines(const Program& program, const Log& log, const EventRecord& event);

/// "Thu 4 Jun 2026, 09:00"
std::string full_date(const Program& program, SimTime time);

/// A speed: "2 d/s", "12 h/s", "1 w/s".
std::string speed_text(double days_per_second);

}  // namespace brink::viz
