#pragma once

#include <string>

#include "engine/language/scenario.h"

namespace brink {

/// The text of a scenario file or pipe, at most kMaxYamlBytes, or why there is none. Nothing is
/// read from devices, and a pipe is given up after ten seconds.
tl::expected<std::string, std::string> read_source(const std::string& path);

/// The same of a regular file alone; the last name of the path must be no link.
tl::expected<std::string, std::string> read_regular(const std::string& path);

/// Reads a scenario file and the modules that it uses. A module lies beside or below the scenario:
/// no symbolic link leads out of its folder, and nothing but a regular file is opened. A scenario
/// that comes through a pipe cannot use modules.
///
/// texts  gets all texts that findings may point into, by file number; empty when the scenario
///        itself could not be read
///
/// Errors: all findings at once.
Result<Scenario> read_scenario_file(const std::string& path, SourceTexts& texts);

/// Reads a scenario from texts that were kept: its own first, then the modules under the names that
/// `read_scenario_file` gave them. No file is opened.
Result<Scenario> read_scenario_texts(const SourceTexts& kept, SourceTexts& texts);

/// The texts that a scenario was read from: its own, then its modules', each once.
SourceTexts texts_of(const Scenario& scenario);

/// Renders a finding with the line it points to.
std::string render(const Diagnostic& diagnostic, const SourceTexts& texts);

}  // namespace brink
