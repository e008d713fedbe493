#pragma once

#include <functional>
#include <string_view>

#include "engine/language/map_reader.h"
#include "engine/language/scenario.h"

/// Readers of the sections of a scenario, for `read_scenario`.
namespace brink::sections {

/// The expression, or 0 where its absence is already reported.
Expr or_zero(std::optional<Expr> value);

/// Name, place, `about` and `sources` of a named thing.
Label read_label(Findings& findings, const Text& id, const MapReader& map);

/// Reads every entry of a map of named things; an entry without content is reported.
void for_each_entry(Findings& findings, const MapReader& owner, std::string_view key,
                    const std::function<void(const Text&, const YamlNode&)>& read);
void for_each_entry(Findings& findings, const YamlNode& entries, std::string_view key,
                    const std::function<void(const Text&, const YamlNode&)>& read);

// scenario.cc

/// Reports a version of the language that is not known.
void check_version(Findings& findings, const MapReader& map);
/// Everything that can be declared, under whichever of its keys the map has.
void read_declarations(Findings& findings, const MapReader& map, Scenario& scenario);

// things.cc
ParameterDecl read_parameter(Findings& findings, const Text& id, const YamlNode& node);
VariableDecl read_variable_keys(Findings& findings, const Text& id, const MapReader& map);
std::vector<VariableDecl> read_variables(Findings& findings, const MapReader& owner);
PairDecl read_pair(Findings& findings, const Text& id, const YamlNode& node);
ActorDecl read_actor(Findings& findings, const Text& id, const YamlNode& node);
ChannelDecl read_channel(Findings& findings, const Text& id, const YamlNode& node);
EventTypeDecl read_event_type(Findings& findings, const Text& id, const YamlNode& node);

// visibility.cc

/// `visibility: public` or `private`; nothing where the key is missing or reported.
std::optional<bool> read_visibility(Findings& findings, const MapReader& map);
std::vector<Text> read_via(Findings& findings, const MapReader& map);

// like.cc

/// The actors' declarations with every `like:` carried out: what an actor does not say is repeated
/// from the one it is like. Circles and unknown actors are reported.
YamlNode with_templates(Findings& findings, const YamlNode& actors);

// dynamics.cc
ScheduleDecl read_schedule(Findings& findings, const Text& id, const YamlNode& node);
ProcessDecl read_process(Findings& findings, const Text& id, const YamlNode& node);
RuleDecl read_rule(Findings& findings, const Text& id, const YamlNode& node);

// results.cc
LadderDecl read_ladder(Findings& findings, const YamlNode& node);
OutcomeDecl read_outcome(Findings& findings, const Text& id, const YamlNode& node);
VariantDecl read_variant(Findings& findings, const Text& id, const YamlNode& node);
MeasureDecl read_measure(Findings& findings, const Text& id, const YamlNode& node);

}  // namespace brink::sections
