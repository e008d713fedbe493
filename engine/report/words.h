#pragma once

#include <string>
#include <string_view>

#include "engine/program/program.h"
#include "engine/run/event.h"
#include "engine/run/observers.h"

namespace brink {

/// An id as words: `moscow_answers` → "moscow answers".
std::string words(std::string_view id);

/// A number for people: four digits that matter, whole numbers in full with commas: "1,240".
std::string short_number(double x);

/// Digits, a sign and a fraction aside, in groups of three: "-12345.6" → "-12,345.6".
std::string with_commas(std::string digits);

/// A count for people, with commas.
std::string short_count(std::uint64_t n);

/// A value of any type for people. `program` names symbols and actors; dates are counted from its
/// start.
std::string short_value(const Program& program, ValueType type, Value value);

/// A number in two digits that matter; whole numbers in full: "0.23".
std::string brief_number(double x);

/// The day of an instant: "6 Nov", or "6 Nov 2026".
std::string day_text(const Program& program, SimTime time, bool with_year = false);

/// An instant to the minute, or to the second: "06 Nov 14:05".
std::string moment_text(const Program& program, SimTime time, bool with_seconds = false);

/// The days from one instant to another: "06 Nov", "06–09 Nov", "06 Nov–02 Dec", "Nov 2026–Mar
/// 2027".
std::string days_text(const Program& program, SimTime from, SimTime to);

/// A month of the calendar, from 1: "Nov".
std::string_view month_name(std::size_t month);

/// Two values of one type, with as many digits as it takes to tell them apart: "0.60 → 0.55".
/// `rough`: three digits that matter at most; empty where they do not tell them apart.
std::string change_text(const Program& program, ValueType type, Value before, Value after,
                        bool rough = false);

/// "size 80 drones"; a unit that the name ends in already is not repeated.
std::string quantity_text(const std::string& name, const std::string& value,
                          const std::string& unit);

/// A word as a shell reads it: quoted where it must be.
std::string shell_word(const std::string& word);

/// The shortest text that reads back as the same double.
std::string exact_number(double x);

/// An actor as shown to people; empty for nobody.
std::string_view actor_name(const Program& program, ActorId actor);

/// A variable as shown to people: "Ukraine support", "phase".
std::string slot_name(const Program& program, SlotId slot);

/// Id of the rule, process or schedule entry that made the event; where the engine did, of the
/// channel that a message was on, or the event's type.
std::string_view maker_id(const Program& program, const EventRecord& event);

/// What its author says of that rule, process or schedule entry.
std::string_view maker_about(const Program& program, const EventRecord& event);

/// The name of the option an event follows from; empty where none was chosen.
std::string_view option_id(const Program& program, const EventRecord& event);

/// Columns a UTF-8 text takes, colour codes not counted; every character is taken to be one wide.
std::size_t columns(std::string_view text);

/// Breaks a text at spaces so that no line is wider than `width`; lines after the first begin with
/// `indent` spaces. The first line is taken to start at column `indent`.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

/// Colours by ANSI codes, or none at all.
class Palette {
 public:
  explicit Palette(bool on) : on_(on) {}
  std::string bold(std::string_view text) const { return coloured("1", text); }
  std::string dim(std::string_view text) const { return coloured("2", text); }
  std::string red(std::string_view text) const { return coloured("31", text); }
  std::string green(std::string_view text) const { return coloured("32", text); }
  std::string yellow(std::string_view text) const { return coloured("33", text); }

 private:
  std::string coloured(std::string_view code, std::string_view text) const;
  bool on_;
};

/// Why a message did not arrive, of an event `undelivered`: "lost on onward".
std::string failure_text(const Program& program, const Log& log, const EventRecord& event);

}  // namespace brink
