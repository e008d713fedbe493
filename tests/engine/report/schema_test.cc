#include "engine/report/schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/language/event_roots.h"
#include "engine/language/keys.h"

namespace brink {
namespace {

using Json = nlohmann::json;

const Json& definitions() {
  static const Json all = Json::parse(schema_text())["definitions"];
  return all;
}

const Json& section(std::string_view name) {
  std::string definition(name);
  std::replace(definition.begin(), definition.end(), ' ', '_');
  return definitions().at(definition);
}

TEST(SchemaTextTest, EverySectionHasItsKeysAndNoOthers) {
  for (const auto& key : all_keys()) {
    const auto& definition = section(key.section);
    EXPECT_EQ(definition["additionalProperties"], false) << key.section;
    EXPECT_EQ(definition["properties"].size(), keys_of(key.section).size()) << key.section;
    const auto& property = definition["properties"].at(std::string(key.key));
    EXPECT_EQ(property["description"], key.meaning) << key.section << " " << key.key;
    const auto required = definition.value("required", std::set<std::string>{});
    EXPECT_EQ(required.contains(std::string(key.key)), key.required)
        << key.section << " " << key.key;
  }
}

TEST(SchemaTextTest, EveryReferenceLeadsSomewhere) {
  const auto text = schema_text();
  const std::string mark = "\"#/definitions/";
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto start = at + mark.size();
    const auto name = text.substr(start, text.find('"', start) - start);
    EXPECT_TRUE(definitions().contains(name)) << name;
  }
}

TEST(SchemaTextTest, BuiltInEventTypesAreOffered) {
  const auto examples = definitions()["event_type"]["examples"].get<std::set<std::string>>();
  for (const auto& root : event_roots()) EXPECT_TRUE(examples.contains(std::string(root.name)));
}

TEST(SchemaTextTest, OnlyAnActorLikeAnotherMayLeaveOutAFirstValue) {
  EXPECT_EQ(section("variable")["required"], Json({"initial"}));
  EXPECT_FALSE(section("changed variable").contains("required"));
  EXPECT_EQ(section("changed variable")["properties"], section("variable")["properties"]);
  EXPECT_EQ(section("actor")["if"]["required"], Json({"like"}));
}

}  // namespace
}  // namespace brink
