#pragma once

#include <string>

namespace brink {

/// The JSON Schema (draft 07) of scenario files and modules, for editors: made from the tables of
/// keys and event types. A YAML file names it by a first line
/// `# yaml-language-server: $schema=scenario.schema.json`.
///
/// It knows keys, what must be there, and the form of each value; what expressions and patterns
/// say is for `brink check`. In one thing it asks for more than that does: a text that looks like a
/// number must stand in quotes, a number must not.
std::string schema_text();

}  // namespace brink
