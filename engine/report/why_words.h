#pragma once

#include <string>
#include <string_view>

#include "engine/report/timeline_lines.h"
#include "engine/story/why.h"

/// Words that every form of an explanation uses.
namespace brink {

/// The name of a kind of fact in JSON: "condition", "utility".
std::string_view kind_name(TraceKind kind);

/// Where in a scenario something stands: "open_letter.yaml:215"; empty where it is not known.
std::string place_text(const Program& program, Position at);

/// Where the rule, process or schedule entry that made an event stands.
Position maker_place(const Program& program, const EventRecord& event);

/// "21 Jun 2026 01:48"
std::string dated_moment(const Program& program, SimTime time);

/// "Russia → Ukraine  refuse (counter letter #84)", without colours.
std::string event_text(const Explanation& explanation, std::uint32_t number);

/// "counter letter": the type alone.
std::string type_text(const Explanation& explanation, std::uint32_t number);

/// Who last changed a value: "last changed by #990 ground attack, rule ground_gains: 5.3 → 5.1".
std::string contributor_text(const Explanation& explanation, const CapturedValue& value,
                             const Contributor& contributor);

}  // namespace brink
