#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/language/keys.h"

/// How the value of a key looks in JSON Schema, for `schema_text`.
namespace brink::schema {

using Json = nlohmann::ordered_json;

/// An actor's variables where `like:` repeats another's: `initial` may be left out.
inline constexpr std::string_view kChange = "changed variable";

/// A section's name among the definitions: "schedule_entry".
std::string definition_name(std::string_view section);

/// `{"$ref": ...}`. In draft 07 what stands beside it does not count: wrap it where more is said.
Json reference(std::string_view section);

Json any_of(std::initializer_list<Json> schemas);

/// A map of named things, each of the section; where the language allows it also bare values.
Json entries_of(std::string_view section);

/// The form of a key's value, without its meaning.
Json value_of(const KeyInfo& key);

}  // namespace brink::schema
