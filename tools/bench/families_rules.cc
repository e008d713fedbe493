#include <fmt/format.h>

#include "engine/base/check.h"
#include "engine/report/words.h"
#include "tools/bench/families.h"

namespace brink::bench {
namespace {

// puts a text behind a line that stands once in another one
void insert_after(std::string& text, std::string_view line, const std::string& added) {
  const auto at = text.find("\n" + std::string(line) + "\n");
  BRINK_CHECK(at != std::string::npos);
  text.insert(at + line.size() + 2, added);
}

// puts another text in the place of what stands from one line up to another
void replace_between(std::string& text, std::string_view from, std::string_view to,
                     const std::string& added) {
  const auto begin = text.find(from);
  const auto end = text.find(to, begin);
  BRINK_CHECK(begin != std::string::npos && end != std::string::npos);
  text.replace(begin, end - begin, added);
}

struct Parts {
  std::string variables;
  std::string events;
  std::string processes;
  std::string rules;
};

// four rules about something that never begins
void add_four(Parts& parts, std::size_t i, bool of_others) {
  parts.variables += fmt::format("    stir_{}: {{initial: 0, range: [0, 9]}}\n", i);
  const auto type = of_others ? std::string("raid") : fmt::format("stir_{}_rises", i);
  if (!of_others) parts.events += fmt::format("  {}: {{is: protest}}\n", type);
  parts.processes += fmt::format(
      "  stirs_{0}: {{while: stir_{0} > 0, rate: stir_{0}, emit: {1}, from: neighbour, to: "
      "north}}\n",
      i, type);
  parts.rules += fmt::format(
      "  stirs_{0}_more: {{upon: {1} from neighbour, do: [stir_{0} += 1]}}\n"
      "  stirs_{0}_less: {{upon: {1} from neighbour, if: stir_{0} > 5, do: [stir_{0} -= 2]}}\n"
      "  stirs_{0}_again: {{upon: {1} from neighbour, by: neighbour, chance: 0.5, after: 1 d, do: "
      "[stir_{0} += 1]}}\n"
      "  stirs_{0}_end: {{when: stir_{0} > 8, do: [stir_{0} = 0]}}\n",
      i, type);
}

}  // namespace

std::string rules_text(const std::string& tit_for_tat, std::size_t rules, Added added) {
  BRINK_CHECK(rules % 4 == 0);
  Parts parts;
  for (std::size_t i = 1; i <= rules / 4; ++i) {
    add_four(parts, i, added == Added::event_of_others);
  }
  auto text = tit_for_tat;
  replace_between(
      text, "title:", "start:",
      fmt::format(
          "title: Tit for tat, with {} rules that never act\nabout: >\n"
          "  The model of tit_for_tat.yaml, event for event, beside rules and conditions that "
          "wait for what never begins.\n"
          "  They should cost nothing.\n",
          short_count(rules)));
  insert_after(text, "    escalation: {initial: 0, range: [0, 2]}", parts.variables);
  const auto stock =
      added == Added::event_of_others ? ", variables: {stock: {initial: 1, min: 0}}" : "";
  insert_after(text, "  mediator: {name: Mediator, kind: mediator}",
               fmt::format("  neighbour: {{name: Neighbour, kind: state{}}}\n", stock));
  insert_after(text, "  settlement: {is: offer, terms: {ceasefire: 1}}", parts.events);
  insert_after(text, "    to: pick(each in sides)", parts.processes);
  insert_after(text, "    do: [escalation /= 2]", parts.rules);
  return text;
}

}  // namespace brink::bench
