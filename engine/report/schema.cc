#include "engine/report/schema.h"

#include <string_view>
#include <vector>

#include "engine/language/event_roots.h"
#include "engine/language/keys.h"
#include "engine/language/yaml_tree.h"
#include "engine/report/schema_values.h"

namespace brink {
namespace {

using namespace schema;

// of each list exactly one key must be there
struct Alternatives {
  std::string_view section;
  std::vector<std::string_view> keys;
};
const std::vector<Alternatives>& alternatives() {
  static const std::vector<Alternatives> all{
      {"process", {"rate", "every"}},
      {"rule", {"upon", "when"}},
      {"rule", {"do", "choose"}},
      {"deed", {"emit", "accept", "refuse", "counter", "withdraw", "reveal", "end", "for"}},
      {"measure",
       {"count", "sum", "first", "last", "average", "highest", "lowest", "final", "at", "time",
        "series"}}};
  return all;
}

// as an editor reads it: plain numbers and truths are no texts
Json json_of(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::list) {
    auto list = Json::array();
    for (const auto& item : node.items) list.push_back(json_of(item));
    return list;
  }
  if (node.kind == YamlNode::Kind::map) {
    auto map = Json::object();
    for (const auto& [key, value] : node.entries) map[key.value] = json_of(value);
    return map;
  }
  const auto plain = node.plain ? Json::parse(node.text, nullptr, false) : Json();
  return plain.is_number() || plain.is_boolean() ? plain : Json(node.text);
}

Json property_of(const KeyInfo& key) {
  auto value = value_of(key);
  Json property{{"description", key.meaning}};
  if (value.contains("$ref")) value = {{"allOf", Json::array({value})}};
  property.update(value);
  if (const auto example = read_yaml({"example", std::string(key.example)})) {
    property["examples"] = Json::array({json_of(example->entries.front().value)});
  }
  return property;
}

Json section_of(std::string_view section) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const auto& key : keys_of(section)) {
    properties[std::string(key.key)] = property_of(key);
    if (key.required) required.push_back(key.key);
  }
  Json result{{"title", section},
              {"type", "object"},
              {"additionalProperties", false},
              {"properties", std::move(properties)}};
  if (!required.empty()) result["required"] = std::move(required);
  for (const auto& [where, keys] : alternatives()) {
    if (where != section) continue;
    Json choices = Json::array();
    for (const auto& key : keys) choices.push_back({{"required", Json::array({key})}});
    result["allOf"].push_back({{"oneOf", std::move(choices)}});
  }
  return result;
}

Json event_type() {
  Json names = Json::array();
  for (const auto& root : event_roots()) names.push_back(root.name);
  return {{"title", "event type"},
          {"description", "an event type: your own, or a built-in one"},
          {"type", "string"},
          {"examples", std::move(names)}};
}

Json definitions() {
  Json all;
  const auto expression = reference("expression");
  all["expression"] = {{"title", "expression"},
                       {"type", Json::array({"string", "number", "boolean"})}};
  all["expressions"] =
      any_of({expression, {{"type", "array"}, {"items", expression}, {"minItems", 1}}});
  all["event_type"] = event_type();
  for (const auto& key : all_keys()) {
    const auto name = definition_name(key.section);
    if (!all.contains(name)) all[name] = section_of(key.section);
  }
  Json change = all["variable"];
  change["title"] = kChange;
  change.erase("required");
  all[definition_name(kChange)] = std::move(change);
  all["actor"]["if"] = {{"required", Json::array({"like"})}};
  all["actor"]["else"] = {{"properties", {{"variables", entries_of("variable")}}}};
  return all;
}

}  // namespace

std::string schema_text() {
  // a file with the key `module` is a module; `if` lets an editor complain about that form alone
  const Json text{{"$schema", "http://json-schema.org/draft-07/schema#"},
                  {"title", "Brink scenario"},
                  {"description", "a scenario of Brink, or a module for scenarios; language 1"},
                  {"type", "object"},
                  {"if", {{"required", Json::array({"module"})}}},
                  {"then", reference("module")},
                  {"else", reference("scenario")},
                  {"definitions", definitions()}};
  return text.dump(2) + "\n";
}

}  // namespace brink
