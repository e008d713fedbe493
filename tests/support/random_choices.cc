#include <fmt/format.h>

#include "tests/support/random_rules.h"

// decisions, and rules of pairs and groups
namespace brink::test {

std::string RuleWriter::option(const Scope& scope, const char* name, const std::string& deeds) {
  auto out = fmt::format("        {}:\n", n(name));
  if (dice_.chance(0.1)) out += "          about: another way\n";
  out += line("          ", "utility", write_.bounded(scope, -2, 2));
  if (dice_.chance(0.25)) out += line("          ", "if", write_.truth(scope, 1));
  if (!deeds.empty()) out += "          do:\n" + deeds;
  return out;
}

// an offer is answered, after deliberation
std::string RuleWriter::negotiation(const std::string& name) {
  const bool counter = dice_.chance(0.4);
  const char* pad = "            ";
  const auto scope = with_self({.parties = true, .event = true, .offer = true});
  auto out = fmt::format("  {}:\n    upon: {} from {} to {}\n    by: target\n", name,
                         counter             ? n("but")
                         : dice_.chance(0.6) ? n("letter")
                                             : "offer",
                         cast_.all, cast_.all) +
             label("    ");
  if (dice_.chance(0.3)) out += line("    ", "if", write_.truth(scope, 2));
  out += line("    ", "after", write_.delay(drawing(scope)));
  if (dice_.chance(0.6)) out += "    still: offer.open\n";
  out += "    choose:\n";
  if (dice_.chance(0.7)) out += line("      ", "temperature", write_.bounded(scope, 0, 1));
  const auto draws = drawing(scope);
  out += "      options:\n";
  out += option(scope, "agree_now",
                answer(draws, "accept", "offer", pad) + assignments(draws, pad, 1));
  out +=
      option(scope, "decline", assignments(draws, pad, 1) + answer(draws, "refuse", "offer", pad));
  out += fmt::format(
      "        {}:\n          utility: {}\n          if: offer.round < 3\n          do:\n{}",
      n("haggle"), write_.bounded(scope, -2, 2), answer(draws, "counter", "offer", pad));
  out += option(scope, "wait_on", dice_.chance(0.5) ? "" : emission(scope, pad, 4, false, true));
  return out;
}

// a decision that has nothing to do with offers
std::string RuleWriter::choice(const std::string& name) {
  const auto scope = with_self({.parties = true, .event = true, .clash = true});
  auto out = fmt::format("  {}:\n    upon: {}\n    by: target\n", name, dice_.pick(cast_.clashes));
  out += line("    ", "chance", write_.bounded(scope, 0.05, 0.4));
  if (dice_.chance(0.5)) out += line("    ", "after", write_.delay(drawing(scope)));
  out += "    choose:\n" +
         line("      ", "temperature", dice_.chance(0.3) ? "0" : write_.bounded(scope, 0.05, 2));
  out += "      options:\n";
  const char* pad = "            ";
  out += option(scope, "speak", emission(scope, pad, 1, false, true));
  out += option(scope, "brood", assignments(drawing(scope), pad, 2));
  if (dice_.chance(0.5)) out += option(scope, "sigh", "");
  return out;
}

// between each two of a group
std::string RuleWriter::pair_condition(const std::string& name) {
  Scope scope{.motion = Motion::closed, .self = true, .other = true};
  const auto level = ExpressionWriter::literal(dice_.uniform(0.2, 0.7));
  auto out = fmt::format("  {}:\n", name);
  if (dice_.chance(0.4)) {
    out += line("    ", "when", write_.truth(scope));
  } else {
    out += line("    ", "when",
                fmt::format("{} {} {}", write_.pair_variable(scope, "trust"),
                            dice_.chance(0.5) ? "<" : ">=", level));
  }
  out += fmt::format("    for: pairs of {}\n", dice_.chance(0.5) ? cast_.pair : write_.group(true));
  scope.motion = Motion::any;
  out += line("    ", "chance", write_.bounded(scope, 0.02, 0.2));
  out += line("    ", "after", write_.plain_duration(2, 100));
  out += "    do:\n" + assignments(drawing(scope), "      ", dice_.between(1, 2));
  return out + emission(scope, "      ", 0, true, true);
}

// the world goes through a group
std::string RuleWriter::loops(const std::string& name) {
  const Scope scope{.parties = true, .event = true, .clash = true, .secrets = true};
  auto out = fmt::format("  {}:\n    upon: {}\n", name, dice_.pick(cast_.clashes));
  out += line("    ", "chance", write_.bounded(scope, 0.02, 0.2));
  return out + "    do:\n" + loop(drawing(scope), "      ", 1, false);
}

// an event changes what its two parties are to each other
std::string RuleWriter::bond(const std::string& name) {
  Scope scope{.parties = true, .apart = true, .event = true, .clash = true};
  auto out =
      fmt::format("  {}:\n    upon: {} where source != target\n", name, dice_.pick(cast_.clashes));
  if (dice_.chance(0.5)) {
    out += "    by: target\n";
    scope = with_self(scope);
  }
  if (dice_.chance(0.5)) out += line("    ", "if", write_.truth(scope, 2));
  out += fmt::format("    do:\n      - {}(target, source) -= {}\n", n("trust"),
                     write_.bounded(scope, 0, 0.3));
  for (int i = dice_.between(0, 2); i > 0; --i) {
    out += fmt::format("      - {}\n", text(pair_assignment(drawing(scope))));
  }
  return out;
}

}  // namespace brink::test
