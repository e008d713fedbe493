#include "engine/report/schema_values.h"

#include <algorithm>
#include <array>
#include <span>

namespace brink::schema {
namespace {

// names that are one of two words
struct Words {
  std::string_view key;
  std::array<std::string_view, 2> words;
};
constexpr Words kWords[] = {{"visibility", {"public", "private"}}, {"consent", {"all", "one"}}};

// sections whose entries may be one bare value
constexpr std::string_view kBare[] = {"parameter", "variable", "attribute"};

constexpr auto kNamePattern = "^[A-Za-z_][A-Za-z0-9_]*$";
constexpr auto kDatePattern = "^[0-9]{4}-[0-9]{2}(-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9.]+)?)?)?$";
constexpr auto kDurationPattern = "^([0-9.]+([eE][-+]?[0-9]+)? *(us|ms|s|min|h|d|w) *)+$";
constexpr auto kAssignmentPattern = "[^<>!=]=([^=]|$)";

bool one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }

Json one_or_list(const Json& item) { return any_of({item, list_of(item)}); }

Json typed(std::string_view type) { return {{"type", type}}; }

Json patterned(std::string_view pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

// a map with names for keys
Json named(Json value) {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", kNamePattern}, {"maxLength", 60}}},
          {"additionalProperties", std::move(value)}};
}

Json map_of(const KeyInfo& key) {
  if (key.of == "names") return named(one_or_list(typed("string")));
  if (key.of == "numbers") return named(typed("number"));
  // an event's attribute may be drawn by weights; a module takes names and values
  const bool weights = key.key == "with" && key.section != "use";
  const auto value = reference("expression");
  return named(weights ? any_of({value, named(value)}) : value);
}

Json name_of(const KeyInfo& key) {
  if (key.key == "emit" || key.key == "is") return reference("event type");
  for (const auto& known : kWords) {
    if (known.key == key.key) return {{"enum", known.words}};
  }
  return typed("string");
}

}  // namespace

std::string definition_name(std::string_view section) {
  std::string name(section);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

// in draft 07 what stands beside a `$ref` does not count: wrap it where more is said
Json reference(std::string_view section) {
  return {{"$ref", "#/definitions/" + definition_name(section)}};
}

Json any_of(std::initializer_list<Json> schemas) { return {{"anyOf", Json::array_t(schemas)}}; }

Json entries_of(std::string_view section) {
  if (section == "outcome") return named(any_of({reference(section), {{"const", "otherwise"}}}));
  if (one_of(section, kBare) || section == kChange) {
    return named(any_of({reference("expression"), reference(section)}));
  }
  return named(reference(section));
}

Json value_of(const KeyInfo& key) {
  switch (key.shape) {
    case Shape::name:
      return name_of(key);
    case Shape::names:
    case Shape::texts:
      return one_or_list(typed("string"));
    case Shape::date:
      return patterned(kDatePattern);
    case Shape::duration:
      return patterned(kDurationPattern);
    case Shape::truth:
      return typed("boolean");
    case Shape::number:
      return key.key == "brink" ? Json{{"const", 1}} : typed("number");
    case Shape::expression:
      return reference("expression");
    case Shape::expressions:
      return reference("expressions");
    case Shape::range:
      return {
          {"type", "array"}, {"items", reference("expression")}, {"minItems", 2}, {"maxItems", 2}};
    case Shape::section:
      return reference(key.of);
    case Shape::entries:
      return entries_of(key.section == "actor" && key.of == "variable" ? kChange : key.of);
    case Shape::map:
      return map_of(key);
    case Shape::list:
      return list_of(key.of == "deed" ? any_of({patterned(kAssignmentPattern), reference(key.of)})
                                      : reference(key.of));
    case Shape::text:
    case Shape::pattern:
      break;
  }
  return typed("string");
}

}  // namespace brink::schema
