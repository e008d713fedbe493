#pragma once

#include <string>
#include <vector>

#include "engine/language/map_reader.h"

namespace brink {

/// Reads the list under `do:`. Each deed is an assignment (`target.anger += 0.1`) or a map with one
/// verb (`- emit: salvo`).
std::vector<Deed> read_deeds(Findings& findings, const YamlNode& node, const std::string& owner);

/// Reads `emit`, `from`, `to`, `with`, `terms` as they stand in a schedule entry, a process or a
/// deed.
Deed read_emission(Findings& findings, const MapReader& map);

/// Reads a map of terms, or of anything else that is `name: expression`.
std::vector<TermDecl> read_terms(Findings& findings, const MapReader& map, std::string_view key);

}  // namespace brink
