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

std::string_view list_of(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::function:
      return "functions";
    case FunctionKind::history:
      return "history";
    case FunctionKind::over:
      return "over";
    case FunctionKind::distribution:
      return "distributions";
  }
  return "";
}

TEST(HelpTextTest, EveryFunctionHasItsPageAndStandsInItsList) {
  for (const auto& function : all_functions()) {
    expect_says(function.name, function.meaning);
    expect_says(function.name, function.domain);
    expect_says(function.name, function.example);
    expect_says(function.name, call_form(function));
    expect_says(list_of(function.kind), function.meaning);
    expect_says(list_of(function.kind), call_form(function));
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

TEST(HelpTextTest, AWordOfTwoFunctionsExplainsBoth) {
  for (const auto* name : {"min", "max", "count"}) {
    expect_says(name, call_form(*find_function(name)));
    expect_says(name, call_form(*find_over(name)));
    expect_says(name, "(over the members of a group)");
  }
  expect_says("count", "(history function)");
  expect_says("count", "in a measure: an event pattern");  // the key too
  expect_says("pick", "(distribution)");
}

TEST(HelpTextTest, ALongCallHasItsMeaningBelowIt) {
  const auto text = *help_text("over");
  EXPECT_NE(text.find("\n  all(condition over GROUP where condition)\n" + std::string(40, ' ') +
                      "whether it holds for every member\n"),
            std::string::npos)
      << text;
  expect_says("over", "Each member of GROUP in turn is `each`");
}

TEST(HelpTextTest, SectionsAreNamedAsPeopleSayThem) {
  expect_says("use", "keys of an entry of `use`");
  expect_says("expects", "keys of `expects`");
  expect_says("module", "keys of a module, the file as a whole");
  expect_says("window", "in the ladder: a duration");
}

TEST(HelpTextTest, TheOverviewNamesTheTopics) {
  for (const auto* topic :
       {"keys", "functions", "history", "over", "distributions", "patterns", "time", "yaml",
        "events", "rule", "process", "use", "module", "pair", "variant", "brink schema"}) {
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

TEST(HelpTextTest, TheEventsStandAsATree) {
  const auto text = *help_text("events");
  for (const auto* line : {"\n  reject      ", "\n    refuse      ", "\n    counter      ",
                           "\n    violate     ", "\n      assault.drone   "}) {
    EXPECT_NE(text.find(line), std::string::npos) << line;
  }
  EXPECT_LT(text.find("\n  reject "), text.find("\n    refuse "));
  EXPECT_LT(text.find("\n    refuse "), text.find("\n  threaten "));
  expect_says("events", "`upon: reject` also catches refusals");
}

TEST(HelpTextTest, WordsOfTheLanguageAndCommandsHavePages) {
  for (const auto* topic : {"self", "rival", "source", "target", "other", "each", "members"}) {
    expect_says(topic, "the other member, in a group of two");
  }
  expect_says("offer", "offer.TERM");
  expect_says("offer", "makes an offer, which stays open");  // the event type too
  expect_says("offers", ".recipient");
  expect_says("goldstein", "event.goldstein");
  expect_says("precedence", "do not chain");
  expect_says("run", "--replication");
  expect_says("check", "brink check FILE...");
  expect_says("schema", "# yaml-language-server: $schema=scenario.schema.json");
  expect_says("seed", "bit for bit");
  expect_says("distributions", "a schedule's `at`");
  expect_says("units", "A bare number is no length of time");
}

TEST(HelpTextTest, AnUnknownTopicHasNone) {
  EXPECT_FALSE(help_text("gama"));
  EXPECT_EQ(nearest_name("gama", help_topics()), "gamma");
}

}  // namespace
}  // namespace brink
