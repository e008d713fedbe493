#pragma once

#include <string>

#include "engine/report/finished_run.h"

namespace brink {

/// One row of the log, for other programs to read. Numbers are written so that they read back as
/// the same double.
///
///     number      from 1, in order
///     key         16 hex digits; names the event in every run with the same causes
///     time        [day] since the start
///     date        UTC, no more digits than it takes: `2026-06-04 09:00`
///     type        id of the event type
///     source      id of the actor, or empty
///     target      likewise
///     cause       number of the event that caused it, or empty
///     rule        id of the rule, process or schedule entry; by the engine that of the channel
///     that
///                 a message was on, or the type
///     option      that was chosen, or empty
///     offer       number of the event that made the offer it makes, answers or concerns, or empty
///     attributes  by name, and of an event that makes an offer its terms as `terms.NAME`;
///                 of one that ends a term that term, 0; durations in days, dates as text
///
/// CSV writes `a=1;b=energy` for the attributes, and quotes a cell by RFC 4180 where it must.
/// JSON writes null for what is empty.
std::string csv_header();
std::string csv_row(const FinishedRun& run, const EventRecord& event);
std::string json_row(const FinishedRun& run, const EventRecord& event);

/// First line of a JSONL log: schema, scenario, title, seed, replication, start, all parameters as
/// they were set at the start, and `what_if`, where there are any: the interventions by time (days
/// and date, name, value).
std::string json_header(const FinishedRun& run);

/// Last line of a JSONL log: outcome, end, events, hash, measures (durations in days, null for
/// what there is none of) and how it ended: "ended", "interrupted" or "failed".
std::string json_summary(const FinishedRun& run);

/// A whole log. Cost: O(events), in memory.
std::string csv_log(const FinishedRun& run);
std::string json_log(const FinishedRun& run);

/// A cell of a CSV file, quoted where it must be.
///
/// Source: RFC 4180 (2005), section 2, rules 5 to 7.
std::string csv_cell(std::string_view text);

}  // namespace brink
