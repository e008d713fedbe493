#include "engine/report/help_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "engine/base/diagnostic.h"
#include "engine/language/event_roots.h"
#include "engine/language/functions.h"
#include "engine/language/keys.h"
#include "engine/report/words.h"

namespace brink {
namespace {

// texts as one line, for wrapping may break them anywhere
std::string flat(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::string all;
  for (std::string word; stream >> word;) all += (all.empty() ? "" : " ") + word;
  return all;
}

void expect_says(std::string_view topic, std::string_view what) {
  const auto text = help_text(topic);
  ASSERT_TRUE(text) << topic;
  EXPECT_NE(flat(*text).find(flat(what)), std::string::npos) << topic << " lacks " << what;
}

TEST(HelpTextTest, EveryFunctionHasItsPageAndStandsInItsList) {
  for (const auto& function : all_functions()) {
    expect_says(function.name, function.meaning);
    expect_says(function.name, function.domain);
    expect_says(function.name, function.example);
    const auto list = function.kind == FunctionKind::function  ? "functions"
                      : function.kind == FunctionKind::history ? "history"
                                                               : "distributions";
    expect_says(list, function.meaning);
  }
}

TEST(HelpTextTest, EveryKeyHasItsPageAndStandsInItsSection) {
  for (const auto& key : all_keys()) {
    expect_says(key.key, key.meaning);
    expect_says(key.key, key.section);
    expect_says(key.section, key.meaning);
    expect_says(key.section, key.example);
    expect_says("keys", key.key);
  }
}

TEST(HelpTextTest, EveryEventRootHasItsPageAndStandsInTheList) {
  for (const auto& root : event_roots()) {
    expect_says(root.name, root.meaning);
    expect_says("events", root.meaning);
    if (!root.cameo.empty()) expect_says(root.name, root.cameo);
  }
}

TEST(HelpTextTest, EveryTopicHasHelpAndNoLineIsTooWide) {
  for (const auto& topic : help_topics()) {
    const auto text = help_text(topic);
    ASSERT_TRUE(text) << topic;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 103U) << line;
  }
}

TEST(HelpTextTest, TheOverviewNamesTheTopics) {
  for (const auto* topic : {"keys", "functions", "history", "distributions", "patterns", "time",
                            "yaml", "events", "rule", "process"}) {
    expect_says("", topic);
  }
}

TEST(HelpTextTest, AKeyOfSeveralSectionsListsThemAll) {
  EXPECT_EQ(help_text("after"),
            "`after:`\n\n"
            "  in a rule: an expression\n    delay: deliberation, or a physical delay\n"
            "    after: exponential(mean = 3 d)\n"
            "  in a deed: an expression\n    delay of an emitted event; may be drawn\n"
            "    after: 12 h\n");
}

TEST(HelpTextTest, AnUnknownTopicHasNone) {
  EXPECT_FALSE(help_text("gama"));
  EXPECT_EQ(nearest_name("gama", help_topics()), "gamma");
}

}  // namespace
}  // namespace brink
