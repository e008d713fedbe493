#include "engine/report/help_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/language/event_roots.h"
#include "engine/language/functions.h"
#include "engine/language/keys.h"
#include "engine/report/help_pages.h"
#include "engine/report/words.h"

namespace brink {
namespace {

constexpr std::size_t kWidth = 100;

struct ListTopic {
  std::string_view name;
  FunctionKind kind;
};
constexpr ListTopic kLists[] = {{"functions", FunctionKind::function},
                                {"history", FunctionKind::history},
                                {"over", FunctionKind::over},
                                {"distributions", FunctionKind::distribution}};

std::string padded(std::string_view text, std::size_t width) {
  return fmt::format("{:<{}}", text, width);
}

// what stands below a list of functions
std::string_view list_notes(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::distribution:
      return "\nArguments have names: normal(mean = 10, sd = 2); of uniform a range: "
             "uniform(2 d .. 5 d).\nDraws may stand in `after`, `every`, `do`, `with`, "
             "`initial` and a schedule's `at` only.\n";
    case FunctionKind::over:
      return "\nEach member of GROUP in turn is `each`; `where` leaves out those for whom its "
             "condition is false,\nand may be left out itself.\n";
    default:
      return "\n";
  }
}

// the call and its meaning beside it, or below it where the call is long
std::string function_line(const FunctionInfo& function) {
  constexpr std::size_t kRoom = 37;
  const auto call = call_form(function);
  const auto gap = call.size() > kRoom ? fmt::format("\n{:40}", "") : " ";
  return fmt::format("  {}{}{}\n", padded(call, kRoom), gap, wrapped(function.meaning, 40, kWidth));
}

std::string function_list(const ListTopic& topic) {
  std::string text = fmt::format("{}\n\n", topic.name);
  for (const auto& function : all_functions()) {
    if (function.kind == topic.kind) text += function_line(function);
  }
  return fmt::format("{}{}`brink help NAME` says more about each.\n", text, list_notes(topic.kind));
}

std::string_view kind_name(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::function:
      return "function";
    case FunctionKind::history:
      return "history function";
    case FunctionKind::over:
      return "over the members of a group";
    case FunctionKind::distribution:
      return "distribution";
  }
  return "";
}

std::string function_page(const FunctionInfo& function) {
  const auto* limits = function.kind == FunctionKind::over ? "group:    " : "arguments:";
  return fmt::format("{}  ({})\n  {}\n  {} {}\n  example:   {}\n", call_form(function),
                     kind_name(function.kind), wrapped(function.meaning, 2, kWidth), limits,
                     wrapped(function.domain, 13, kWidth), function.example);
}

std::string key_line(const KeyInfo& key) {
  const auto room = kWidth - std::min(kWidth, key.example.size());
  return fmt::format("  {} {} {}{}\n{}{}\n", padded(key.key, 13),
                     padded(with_article(key.shape), 24), key.required ? "required: " : "",
                     wrapped(key.meaning, key.required ? 51 : 41, kWidth),
                     padded("", std::min<std::size_t>(41, room)), key.example);
}

// the name of a kind of map with its article: "a rule", "an event", "the world"
std::string section_name(std::string_view section) {
  if (section == "world" || section == "ladder") return fmt::format("the {}", section);
  if (section == "use") return "an entry of `use`";
  if (section == "expects") return "`expects`";
  const bool vowel = std::string_view("aeiou").find(section.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", section);
}

std::string section_page(std::string_view section) {
  std::string text =
      fmt::format("keys of {}{}\n\n", section_name(section),
                  section == "scenario" || section == "module" ? ", the file as a whole" : "");
  for (const auto& key : keys_of(section)) text += key_line(key);
  return text;
}

std::vector<std::string_view> sections() {
  std::vector<std::string_view> names;
  for (const auto& key : all_keys()) {
    if (names.empty() || names.back() != key.section) names.push_back(key.section);
  }
  return names;
}

std::string keys_page() {
  std::string text = "keys, by section\n\n";
  for (const auto& section : sections()) {
    std::string names;
    for (const auto& key : keys_of(section)) names += fmt::format("{} ", key.key);
    names.pop_back();
    text += fmt::format("  {} {}\n", padded(section, 15), wrapped(names, 18, kWidth));
  }
  return text + "\n`brink help SECTION` or `brink help KEY` says more about each.\n";
}

std::string key_page(std::string_view name) {
  std::string text = fmt::format("`{}:`\n\n", name);
  for (const auto& key : all_keys()) {
    if (key.key != name) continue;
    text += fmt::format("  in {}: {}{}\n    {}\n    {}\n", section_name(key.section),
                        with_article(key.shape), key.required ? ", required" : "",
                        wrapped(key.meaning, 4, kWidth), key.example);
  }
  return text;
}

std::string score_of(const EventRoot& root) { return fmt::format("{:+.1f}", root.goldstein); }

// a built-in type and all below it, each a step to the right
void add_tree(std::string& text, const EventRoot& root, std::size_t depth) {
  const auto name = std::string(2 * depth, ' ') + std::string(root.name);
  text += fmt::format("  {} {} {:>5}  {}\n", padded(name, 25), padded(root.cameo, 4),
                      score_of(root), root.meaning);
  for (const auto& below : event_roots()) {
    if (below.parent == root.name) add_tree(text, below, depth + 1);
  }
}

std::string events_page() {
  std::string text = "built-in event types; your own stand below one of them (`is: assault`)\n";
  std::vector<std::string_view> groups;
  for (const auto& root : event_roots()) {
    if (std::find(groups.begin(), groups.end(), root.group) == groups.end()) {
      groups.push_back(root.group);
    }
  }
  for (const auto& group : groups) {
    text += fmt::format("\n{}\n", group);
    for (const auto& root : event_roots()) {
      if (root.group == group && root.parent.empty()) add_tree(text, root, 0);
    }
  }
  return text +
         "\nA pattern means a type and all below it: `upon: reject` also catches refusals "
         "(`refuse`),\n"
         "`upon: offer` counters, `upon: end` violations.\n"
         "Columns: CAMEO code, score on the Goldstein scale (-10 conflict to +10).\n";
}

std::string root_page(const EventRoot& root) {
  std::string text = fmt::format("{}  (event type)\n  {}\n", root.name, root.meaning);
  text += fmt::format("  {}; Goldstein {}{}{}\n", root.group, score_of(root),
                      root.cameo.empty() ? "" : "; CAMEO ", root.cameo);
  if (!root.parent.empty()) text += fmt::format("  is: {}\n", root.parent);
  std::string below;
  for (const auto& other : event_roots()) {
    if (other.parent == root.name) below += fmt::format(" {}", other.name);
  }
  return below.empty() ? text : text + fmt::format("  below it:{}\n", below);
}

std::string overview() {
  std::string names;
  for (const auto& section : sections()) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", section);
  }
  return fmt::format(
      "{}{}{}\n  sections       {}\n  and every key, function and event type by its name\n",
      kCommands, kRunOptions, kTopics, wrapped(names, 17, kWidth));
}

void append(std::string& text, const std::string& page) {
  text += (text.empty() ? "" : "\n") + page;
}

}  // namespace

std::optional<std::string> help_text(std::string_view topic) {
  if (topic.empty()) return overview();
  std::string text;
  for (const auto& page : help_pages()) {
    if (page.topic == topic) append(text, std::string(page.text));
  }
  if (topic == "run") {
    append(text, fmt::format("run: one timeline, its outcome and measures, its run hash\n\n"
                             "  brink run FILE [options]\n\n{}",
                             kRunOptions));
  }
  for (const auto& list : kLists) {
    if (list.name == topic) append(text, function_list(list));
  }
  if (topic == "events") append(text, events_page());
  if (topic == "keys") append(text, keys_page());
  if (!keys_of(topic).empty()) append(text, section_page(topic));
  for (const auto* function : {find_function(topic), find_over(topic)}) {
    if (function != nullptr) append(text, function_page(*function));
  }
  for (const auto& root : event_roots()) {
    if (root.name == topic) append(text, root_page(root));
  }
  const auto keys = all_keys();
  if (std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return key.key == topic; })) {
    append(text, key_page(topic));
  }
  if (text.empty()) return std::nullopt;
  return text;
}

std::vector<std::string> help_topics() {
  std::vector<std::string> topics{"functions", "history", "over", "distributions",
                                  "events",    "keys",    "run"};
  for (const auto& page : help_pages()) topics.emplace_back(page.topic);
  for (const auto& section : sections()) topics.emplace_back(section);
  for (const auto& function : all_functions()) topics.emplace_back(function.name);
  for (const auto& root : event_roots()) topics.emplace_back(root.name);
  for (const auto& key : all_keys()) topics.emplace_back(key.key);
  return topics;
}

}  // namespace brink
