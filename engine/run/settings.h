#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "engine/base/random.h"
#include "engine/run/overlay.h"

/// What people write to change a run, turned into an Overlay. Messages name the nearest valid
/// thing.
namespace brink {

/// A whole number below 2^64, or why it is none.
tl::expected<std::uint64_t, std::string> parse_seed(std::string_view text);

/// The slot of a parameter, or the message where none has that name.
tl::expected<SlotId, std::string> find_parameter(const Program& program, std::string_view name);

/// The slot of a parameter or a variable (`heat`, `ukraine.support`, `trust(a, b)`), or the message
/// where none has that name.
tl::expected<SlotId, std::string> find_slot(const Program& program, std::string_view name);

/// A parameter's or variable's value from its text, within its range, or why it cannot be.
tl::expected<Value, std::string> parse_value(const Program& program, SlotId slot,
                                             std::string_view text);

/// The text that `parse_value` reads back as the same value, as short as it can be.
std::string value_text(const Program& program, ValueType type, Value value);

/// Adds `name=value` to an overlay, over a variant's; the message where it cannot.
std::optional<std::string> add_setting(const Program& program, std::string_view text,
                                       Overlay& overlay);

/// Gives a variant's values to its parameters; the message where there is no such variant.
std::optional<std::string> set_variant(const Program& program, std::string_view name,
                                       Overlay& overlay);

/// Sets when the run ends, from a date or a length of time; the message where it cannot.
std::optional<std::string> set_until(const Program& program, std::string_view text,
                                     Overlay& overlay);

/// Which timeline of a scenario, as people write it.
///
/// settings       `name=value`, each name once
/// interventions  `DATE: NAME = VALUE`
/// until          a date or a length of time; empty: the scenario's horizon
/// no_stop        outcomes only mark
struct RunText {
  std::string seed = "1";
  std::string replication = "0";
  std::vector<std::string> settings;
  std::vector<std::string> interventions;
  std::string variant;
  std::string until;
  bool no_stop = false;
};

/// Which chance, or why that is none.
tl::expected<RunSeed, std::string> seed_of(const RunText& text);

/// What the run does otherwise than its scenario says, or the first thing that it cannot do.
tl::expected<Overlay, std::string> overlay_of(const Program& program, const RunText& text);

/// Adds `DATE: NAME = VALUE` to an overlay's interventions, where it belongs by time; the message
/// where it cannot. DATE is a date or a length of time from the start, after the start and at the
/// latest at the run's end: where the overlay says when that is (`until`), it must say so before.
std::optional<std::string> add_intervention(const Program& program, std::string_view text,
                                            Overlay& overlay);

/// The text that `add_intervention` reads back as the same intervention, to the microsecond.
std::string intervention_text(const Program& program, const Intervention& intervention);

}  // namespace brink
