#include "tests/support/random_rules.h"

#include <fmt/format.h>

namespace brink::test {
// an expression as a YAML value: now and then in quotes
std::string RuleWriter::text(const std::string& expression) {
  return dice_.chance(0.15) ? "\"" + expression + "\"" : expression;
}

std::string RuleWriter::line(const char* pad, const char* key, const std::string& expression) {
  return fmt::format("{}{}: {}\n", pad, key, text(expression));
}

std::string RuleWriter::label(const char* pad) {
  std::string out;
  if (dice_.chance(0.1)) out += fmt::format("{}about: why this is so (roughly\n", pad);
  if (dice_.chance(0.05)) out += fmt::format("{}sources: [\"a paper\"]\n", pad);
  return out;
}

// a rule, process or entry with its priority
std::string RuleWriter::ranked(const std::string& entry) {
  if (!dice_.chance(0.2)) return entry;
  auto out = entry;
  out.insert(out.find('\n') + 1, fmt::format("    priority: {}\n", dice_.between(-3, 3)));
  return out;
}

RuleWriter::Trigger RuleWriter::offer_trigger() {
  const auto narrow = fmt::format(" from {0} to {0}", dice_.chance(0.7) ? cast_.all : cast_.pair);
  Scope scope{.parties = true, .event = true, .offer = true};
  Scope apart = scope;
  apart.apart = true;
  const auto of = " of " + n(dice_.chance(0.5) ? "letter" : "note");
  switch (dice_.between(0, 16)) {
    case 11:
      return {fmt::format("{}{}{}", dice_.chance(0.5) ? "accept" : "refuse", of, narrow), scope, 4};
    case 12:
      return {fmt::format("lapse{0}{1} or withdraw{0}{1}", of, narrow), scope, 4};
    case 13:
      return {fmt::format("{}{}{}", dice_.chance(0.5) ? n("tell") : "reveal", of, narrow), scope,
              4};
    case 14:
      return {fmt::format("leak{}{}", of, narrow), scope, 4};
    case 15: {
      auto pattern = fmt::format("undelivered{}{}", of, narrow);
      const char* reasons[] = {"no_route", "refused", "lost"};
      if (!cast_.channels.empty() && dice_.chance(0.4)) {
        pattern += fmt::format(" where event.reason != {}", reasons[dice_.below(3)]);
      }
      return {pattern, scope, 4};
    }
    case 16:
      return {fmt::format("conditional{} or {}{}", narrow, n("iff"), narrow), scope, 4};
    case 9:
      return {n("letter") + " where target != source", apart, 3};
    case 0:
      return {n("note"), scope, 3};
    case 1:
      return {"offer" + narrow, scope, 4};
    case 2:
      return {n("but") + narrow, scope, 4};
    case 3:
      return {"accept" + narrow, scope, 4};
    case 4:
      return {fmt::format("{0}{1} or withdraw{1}", n("nay"), narrow), scope, 4};
    case 5:
      return {"lapse" + narrow, scope, 4};
    case 6:
      return {"expire" + narrow, scope, 4};
    case 7:
      return {"end" + narrow, scope, 4};
    case 8:
      return {n("talk") + narrow, scope, 5};
    default:
      return {n("letter"), scope, 3};
  }
}

RuleWriter::Trigger RuleWriter::trigger() {
  const Scope clash{.parties = true, .event = true, .clash = true};
  const Scope any{.parties = true, .event = true};
  Scope apart = clash;
  apart.apart = true;
  switch (dice_.between(0, 8)) {
    case 7:
      return {fmt::format("{} where source != target and ({})", dice_.pick(cast_.clashes),
                          write_.truth(apart, 1)),
              apart, 1};
    case 0:
      return {dice_.pick(cast_.words), {.parties = true, .event = true, .word = true}, 2};
    case 1:
      return {fmt::format("{} or {}", dice_.pick(cast_.clashes), dice_.pick(cast_.words)), any, 2};
    case 2:
      return {n("omen"), {.event = true}, 0};
    case 3:
      return {fmt::format("assault from {} to {}", cast_.all, cast_.pair), any, 1};
    case 4:
      return offer_trigger();
    default: {
      auto pattern = dice_.pick(cast_.clashes);
      if (dice_.chance(0.3)) pattern += " from " + write_.group();
      if (dice_.chance(0.3)) pattern += " to " + dice_.pick(cast_.actors);
      if (dice_.chance(0.4)) pattern += fmt::format(" where ({})", write_.truth(clash, 2));
      return {pattern, clash, 1};
    }
  }
}

std::string RuleWriter::bookkeeping(const std::string& name) {
  auto on = trigger();
  on.scope.secrets = true;
  auto out = fmt::format("  {}:\n    upon: {}\n", name, text(on.pattern)) + label("    ");
  const bool back = dice_.chance(0.2);
  if (dice_.chance(0.4)) out += line("    ", "if", write_.truth(on.scope));
  if (back || dice_.chance(0.4)) {
    out += line("    ", "chance", write_.bounded(on.scope, 0, back ? 0.06 : 0.3));
  }
  if (dice_.chance(0.3)) out += line("    ", "after", write_.delay(drawing(on.scope)));
  if (dice_.chance(0.2)) out += line("    ", "still", write_.truth(on.scope, 2));
  out += "    do:\n" + assignments(drawing(on.scope), "      ", dice_.between(1, 3));
  const bool rare = out.find("chance:") != std::string::npos;
  if (rare && dice_.chance(0.4)) out += loop(drawing(on.scope), "      ", on.level, false);
  if (rare) out += emission(on.scope, "      ", on.level, back, false);
  return out;
}

std::string RuleWriter::response(const std::string& name) {
  auto on = trigger();
  auto out = fmt::format("  {}:\n    upon: {}\n", name, text(on.pattern)) + label("    ");
  const bool back = dice_.chance(0.3);
  double chance = back ? 0.06 : 0.4;
  switch (dice_.between(0, 4)) {
    case 0:
    case 1:
      if (on.scope.parties) {
        out += fmt::format("    by: {}\n", dice_.chance(0.5) ? "source" : "target");
        on.scope = with_self(on.scope);
        break;
      }
      [[fallthrough]];
    case 2:
      out += fmt::format("    by: {}\n", dice_.pick(cast_.actors));
      on.scope = with_self(on.scope);
      break;
    default: {
      const bool pair = dice_.chance(0.5);
      out += fmt::format("    by: each of {}\n", pair ? cast_.pair : write_.group());
      on.scope = with_self(on.scope, pair);
      chance /= 3;
    }
  }
  if (dice_.chance(0.4)) out += line("    ", "if", write_.truth(on.scope));
  out += line("    ", "chance", write_.bounded(on.scope, chance / 4, chance));
  if (dice_.chance(0.6)) out += line("    ", "after", write_.delay(drawing(on.scope)));
  if (dice_.chance(0.3)) out += line("    ", "still", write_.truth(on.scope, 2));
  out += "    do:\n" + assignments(drawing(on.scope), "      ", dice_.between(0, 2));
  if (dice_.chance(0.25)) out += loop(drawing(on.scope), "      ", on.level, true);
  out += emission(on.scope, "      ", on.level, back, true);
  return out;
}

std::string RuleWriter::withdrawal(const std::string& name) {
  const auto scope = with_self({.parties = true, .event = true, .offer = true});
  auto out = fmt::format("  {}:\n    upon: {}\n    by: source\n", name,
                         n(dice_.chance(0.7) ? "letter" : "note"));
  out += line("    ", "chance", write_.bounded(scope, 0.1, 0.5));
  out += line("    ", "after", write_.delay(drawing(scope)));
  if (dice_.chance(0.5)) out += "    still: offer.open\n";
  return out + "    do:\n" + answer(drawing(scope), "withdraw", "offer", "      ");
}

std::string RuleWriter::ending(const std::string& name) {
  const bool world = dice_.chance(0.4);
  Scope scope{.parties = true, .event = true, .clash = true};
  auto out = fmt::format("  {}:\n    upon: {}\n", name, dice_.pick(cast_.clashes));
  if (!world) {
    out += "    by: source\n";
    scope = with_self(scope);
  }
  out += fmt::format("    if: in_force({}, source, target)\n", n("truce"));
  out += line("    ", "chance", write_.bounded(scope, 0.2, 0.9));
  out += fmt::format("    do:\n      - end: {}\n", n(dice_.chance(0.6) ? "truce" : "land"));
  if (dice_.chance(0.6)) out += fmt::format("        as: {}\n", n("breach"));
  return out;
}

// a party tells all, or all learn of it
std::string RuleWriter::exposure(const std::string& name) {
  const auto scope = with_self({.parties = true, .event = true, .offer = true});
  const bool answer_of = dice_.chance(0.3);
  auto out = fmt::format("  {}:\n    upon: {}{} from {} to {}\n    by: {}\n", name,
                         answer_of ? "accept of " : "", n(dice_.chance(0.7) ? "note" : "letter"),
                         cast_.all, cast_.all, dice_.chance(0.5) ? "source" : "target");
  out += line("    ", "chance", write_.bounded(scope, 0.1, 0.6));
  out += line("    ", "after", write_.delay(drawing(scope)));
  if (dice_.chance(0.3)) out += "    still: not offer.public\n";
  return out + "    do:\n" + answer(drawing(scope), "reveal", "offer", "      ");
}

std::string RuleWriter::follow_up(const std::string& name) {
  auto on = offer_trigger();
  on.level = 4;
  auto out = fmt::format("  {}:\n    upon: {}\n", name, on.pattern);
  const bool world = dice_.chance(0.5);
  on.scope.secrets = world;
  if (!world) {
    out += "    by: target\n";
    on.scope = with_self(on.scope);
  }
  if (dice_.chance(0.4)) out += line("    ", "if", write_.truth(on.scope));
  out += line("    ", "chance", write_.bounded(on.scope, 0.1, 0.5));
  out += "    do:\n" + assignments(drawing(on.scope), "      ", 1);
  // a talk upon a talk would go in a circle
  if (!on.pattern.starts_with(n("talk")))
    out += emission(on.scope, "      ", on.level, false, !world);
  return out;
}

std::string RuleWriter::condition(const std::string& name) {
  const bool actor = dice_.chance(0.3);
  Scope scope{.motion = Motion::closed, .self = actor, .secrets = !actor};
  auto out = fmt::format("  {}:\n", name) + line("    ", "when", write_.truth(scope));
  scope.motion = Motion::any;
  if (!actor && dice_.chance(0.6)) {
    return out + fmt::format("    do: [{} += 1]\n", n("sink"));
  }
  if (actor) out += fmt::format("    by: {}\n", dice_.pick(cast_.actors));
  if (dice_.chance(0.3)) out += line("    ", "if", write_.truth(scope, 2));
  out += line("    ", "chance", write_.bounded(scope, 0.01, 0.1));
  out += line("    ", "after", write_.plain_duration(2, 100));
  if (dice_.chance(0.3)) out += line("    ", "still", write_.truth(scope, 2));
  out += "    do:\n" + assignments(drawing(scope), "      ", 1);
  return out + emission(scope, "      ", 0, true, actor);
}

std::string RuleWriter::member_condition(const std::string& name) {
  const bool pair = dice_.chance(0.7);
  Scope scope = with_self({.motion = Motion::closed}, pair);
  auto out = fmt::format("  {}:\n", name) + line("    ", "when", write_.truth(scope));
  out += fmt::format("    for: {}\n", pair ? cast_.pair : write_.group());
  scope.motion = Motion::any;
  out += line("    ", "after", write_.plain_duration(2, 100));
  if (dice_.chance(0.5)) {
    const char* verbs[] = {"accept", "refuse", "counter", "withdraw"};
    const char* verb = verbs[dice_.below(4)];
    const bool own = std::string(verb) == "withdraw";
    auto offer = fmt::format("last({} {} self)", n("letter"), own ? "from" : "to");
    if (std::string(verb) != "counter" && dice_.chance(0.4)) {
      offer = fmt::format("[{}, last({} {} self)]", offer, n("but"), own ? "from" : "to");
    }
    return out + "    do:\n" + answer(drawing(scope), verb, offer, "      ");
  }
  out += "    choose:\n      options:\n";
  const auto draws = drawing(scope);
  out += option(scope, "stir", assignments(draws, "            ", 2));
  return out + option(scope, "rest_now", "");
}

std::string RuleWriter::rules() {
  using Make = std::string (RuleWriter::*)(const std::string&);
  constexpr Make kMakers[] = {
      &RuleWriter::bookkeeping,      &RuleWriter::response,  &RuleWriter::negotiation,
      &RuleWriter::withdrawal,       &RuleWriter::exposure,  &RuleWriter::ending,
      &RuleWriter::follow_up,        &RuleWriter::condition, &RuleWriter::choice,
      &RuleWriter::member_condition, &RuleWriter::loops,     &RuleWriter::bond,
      &RuleWriter::pair_condition};
  std::string out = negotiation(n("rule_0"));
  out += fmt::format(
      "  {}:\n    upon: {}\n    by: target\n    chance: 0.4\n    do:\n"
      "      - emit: {}\n        to: source\n        concerning: offer\n",
      n("courtesy"), n("letter"), n("talk"));
  const int count = dice_.between(5, 14);
  for (int i = 1; i <= count; ++i) {
    const auto make = kMakers[dice_.below(std::size(kMakers))];
    out += ranked((this->*make)(fmt::format("{}_{}", n("rule"), i)));
  }
  return out;
}

}  // namespace brink::test
