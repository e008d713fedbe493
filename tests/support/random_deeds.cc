#include <fmt/format.h>

#include <algorithm>

#include "tests/support/random_rules.h"

// what rules do: assignments, emissions, answers
namespace brink::test {

std::string RuleWriter::number_assignment(const Scope& scope) {
  const auto party = write_.actor(scope);
  const std::string targets[] = {party + "." + n("pulse"),
                                 n("tension"),
                                 n("memory"),
                                 n("pressure"),
                                 party + "." + n("will"),
                                 party + "." + n("heat"),
                                 party + "." + n("stock"),
                                 party + "." + n("drift")};
  const auto& target = targets[dice_.below(8)];
  switch (dice_.between(0, 4)) {
    case 0:
      return fmt::format("{} -= {}", target, write_.bounded(scope, -0.2, 0.4));
    case 1:
      return fmt::format("{} *= {}", target, write_.bounded(scope, 0.5, 1.3));
    case 2:
      return fmt::format("{} /= {}", target, write_.bounded(scope, 0.8, 2));
    case 3:
      return fmt::format("{} = {}", target, write_.bounded(scope, 0, 1));
    default:
      return fmt::format("{} += {}", target, write_.bounded(scope, -0.2, 0.4));
  }
}

std::string RuleWriter::other_assignment(const Scope& scope) {
  const auto party = write_.actor(scope);
  switch (dice_.between(0, 12)) {
    case 9:
      if (scope.self) return fmt::format("self.{} += 0.1", n("hidden"));
      if (scope.secrets) return fmt::format("{}.{} *= 0.9", party, n("hidden"));
      [[fallthrough]];
    case 10:
      return actor_assignment(scope);
    case 11:
      return pair_assignment(scope);
    case 0:
      return fmt::format("{} = {}", n("phase"), write_.symbol(scope, "phase"));
    case 1:
      return fmt::format("{}.{} = {}", party, n("mood"), write_.symbol(scope, "mood"));
    case 2:
      return fmt::format("{} = {}", n("alarm"), write_.truth(scope, 2));
    case 3:
      return fmt::format("{}.{} = {}", party, n("armed"), write_.truth(scope, 1));
    case 4:
      return fmt::format("{} = {}", n("pause"), write_.duration(scope));
    case 5:
      return fmt::format("{} {}= {}", n("pause"), dice_.chance(0.5) ? "+" : "-",
                         write_.plain_duration(1, 9));
    case 6:
      return fmt::format("{}.{} {}= {}", party, n("lag"), dice_.chance(0.5) ? "*" : "/",
                         write_.bounded(scope, 0.6, 1.5));
    case 7:
      return fmt::format("{} {}= {}", n("deadline"), dice_.chance(0.5) ? "+" : "-",
                         write_.plain_duration(1, 40));
    case 8:
      return fmt::format("{}.{} = {}", party, n("since_day"), write_.date(scope));
    default:
      return fmt::format("{}.{} += {}", party, n("notes"), write_.bounded(scope, -1, 2));
  }
}

std::string RuleWriter::actor_assignment(const Scope& scope) {
  const auto value =
      scope.draws && dice_.chance(0.7) ? write_.pick(scope, true) : write_.anybody(scope);
  return dice_.chance(0.5) ? fmt::format("{} = {}", n("leader"), value)
                           : fmt::format("{}.{} = {}", write_.actor(scope), n("ally"), value);
}

std::string RuleWriter::pair_assignment(const Scope& scope) {
  switch (dice_.between(0, 5)) {
    case 0:
      return fmt::format("{} = {}", write_.pair_variable(scope, "stance"),
                         write_.symbol(scope, "stance"));
    case 1:
      return fmt::format("{} = {}", write_.pair_variable(scope, "bound"), write_.truth(scope, 1));
    case 2:
      return fmt::format("{} += {}", write_.pair_variable(scope, "patience"),
                         write_.plain_duration(1, 20));
    case 3:
      return fmt::format("{} *= {}", write_.pair_variable(scope, "grudge"),
                         write_.bounded(scope, 0.5, 1.4));
    case 4:
      return fmt::format("{} -= {}", write_.pair_variable(scope, "debt"),
                         write_.bounded(scope, -0.3, 0.3));
    default:
      return fmt::format("{} += {}", write_.pair_variable(scope, "trust"),
                         write_.bounded(scope, -0.3, 0.3));
  }
}

std::string RuleWriter::assignment(const Scope& scope) {
  return dice_.chance(0.55) ? number_assignment(scope) : other_assignment(scope);
}

std::string RuleWriter::assignments(const Scope& scope, const char* pad, int count) {
  std::string out;
  while (count-- > 0) out += fmt::format("{}- {}\n", pad, text(assignment(scope)));
  return out;
}

std::string RuleWriter::with(const Scope& scope, const std::string& pad) {
  Scope own = scope;
  own.draws = true;
  std::string out = pad + "with:\n";
  out += fmt::format("{}  {}: {}\n", pad, n("size"), text(write_.bounded(own, 0, 60)));
  own.made_clash = true;
  if (dice_.chance(0.6))
    out += fmt::format("{}  {}: {}\n", pad, n("length"), text(write_.duration(own)));
  if (dice_.chance(0.4)) {
    out += fmt::format("{}  {}: {}\n", pad, n("site"), write_.symbol(own, "site"));
  } else if (dice_.chance(0.7)) {
    out +=
        fmt::format("{0}  {1}:\n{0}    {2}: 0.5\n{0}    {3}: {4}\n{0}    {5}: 0\n", pad, n("site"),
                    n("energy"), n("port"), text(write_.bounded(own, 0, 1)), n("rail"));
  }
  return out;
}

std::string RuleWriter::terms(const Scope& scope, const std::string& pad) {
  Scope own = scope;
  own.draws = true;
  return fmt::format("{0}terms:\n{0}  {1}: {2}\n{0}  {3}: {4}\n", pad, n("land"),
                     text(write_.bounded(own, 0, 1)), n("truce"), dice_.chance(0.7) ? "1" : "0");
}

// the same for each member of a group; in it another loop, or an event
std::string RuleWriter::loop(const Scope& scope, const std::string& pad, int level, bool response) {
  Scope inner = scope;
  const auto name = fmt::format("{}_{}", n("one"), scope.loops.size());
  inner.loops.push_back(name);
  const bool others = dice_.chance(0.4);
  auto out = fmt::format("{}- for: {} in {}", pad, name, others ? cast_.others : write_.group());
  Scope asking = inner;
  asking.draws = false;
  if (dice_.chance(0.4)) out += fmt::format(" where {}", write_.truth(asking, 2));
  out += fmt::format("\n{}  do:\n", pad);
  const auto deeper = pad + "    ";
  if (others) {
    const char* variables[] = {"trust", "grudge", "debt"};
    const auto two =
        dice_.chance(0.5) ? cast_.actors[0] + ", " + name : name + ", " + cast_.actors[0];
    out += fmt::format("{}- {}({}) += {}\n", deeper, n(variables[dice_.below(3)]), two,
                       write_.bounded(inner, -0.2, 0.2));
  }
  out += assignments(inner, deeper.c_str(), others ? dice_.between(0, 1) : dice_.between(1, 2));
  if (scope.loops.size() < 2 && dice_.chance(0.3)) {
    out += loop(inner, deeper, level, response);
  } else if (scope.loops.empty() && dice_.chance(0.4)) {
    out += emission(inner, deeper, level, false, response);
  }
  return out;
}

// whom an event goes to: somebody, or one picked by chance
std::string RuleWriter::recipient(const Scope& scope) {
  if (scope.draws && dice_.chance(0.2)) return write_.pick(scope, false);
  return cast_.whole ? write_.anybody(scope) : write_.actor(scope);
}

// whom an offer of `from` goes to: nobody who is surely its proposer
std::string RuleWriter::other_than(const std::string& from, const Scope& scope) {
  const auto to = recipient(scope);
  const auto is_known = [&](const std::string& who) {
    return who == "self" ||
           std::find(cast_.actors.begin(), cast_.actors.end(), who) != cast_.actors.end();
  };
  return to == from || (is_known(to) && is_known(from)) ? write_.pick(scope, false) : to;
}

// an offer to several: none of them is surely its proposer
std::string RuleWriter::recipients(const std::string& from, const Scope& scope,
                                   const std::string& pad, bool response) {
  std::vector<std::string> all{write_.pick(scope, true), write_.pick(scope, false)};
  if (scope.parties && response) all.insert(all.end(), {"source", "target"});
  if (scope.other) all.emplace_back("other");
  if (scope.rival) all.emplace_back("rival");
  if (response && cast_.whole) all.push_back(n("leader"));
  all.erase(std::remove(all.begin(), all.end(), from), all.end());
  auto out = pad + "to:\n";
  for (int i = dice_.between(2, 3); i > 0; --i) {
    out += fmt::format("{}  - {}\n", pad, dice_.pick(all));
  }
  return out;
}

// one event made by a rule on a trigger of that level; `back`: it may go to a lower level, with a
// delay; `response`: somebody responds and is the source
std::string RuleWriter::emission(const Scope& scope, const std::string& pad, int level, bool back,
                                 bool response) {
  Scope own = scope;
  own.draws = true;
  struct Kind {
    int level;
    std::string type;
  };
  std::vector<Kind> kinds;
  const auto add = [&](int its_level, const std::string& type) {
    if (back || its_level > level) kinds.push_back({its_level, type});
  };
  add(1, dice_.pick(cast_.clashes));
  add(2, dice_.pick(cast_.words));
  add(3, n(dice_.chance(0.5) ? "letter" : "note"));
  if (scope.offer) add(5, n("talk"));
  add(6, n("echo"));
  const auto kind = dice_.pick(kinds);
  std::string out = fmt::format("{}- emit: {}\n", pad, kind.type);
  const auto inner = pad + "  ";
  const std::string from = response ? "self" : recipient(own);
  if (!response || dice_.chance(0.2)) out += fmt::format("{}from: {}\n", inner, from);
  if (kind.level == 3 && dice_.chance(0.3)) {
    out += recipients(from, own, inner, response);
  } else {
    const bool to_proposer = kind.level == 6 && scope.offer && dice_.chance(0.5);
    out += fmt::format("{}to: {}\n", inner,
                       to_proposer       ? "offer.proposer"
                       : kind.level == 3 ? other_than(from, own)
                                         : recipient(own));
  }
  if (kind.level <= level || dice_.chance(0.2))
    out += line(inner.c_str(), "after", write_.delay(own));
  if (kind.level == 1 && dice_.chance(0.7)) out += with(own, inner);
  if (kind.level == 2 && dice_.chance(0.5)) {
    out += fmt::format("{0}with: {{{1}: {2}}}\n", inner, n("tone"), write_.symbol(own, "tone"));
  }
  if (kind.level == 3 && dice_.chance(0.5)) out += terms(own, inner);
  if (kind.level == 3 && dice_.chance(0.25))
    out += line(inner.c_str(), "lapses", write_.delay(own));
  if (kind.level == 5)
    out += fmt::format("{}concerning: {}\n", inner, dice_.chance(0.8) ? "offer" : "offer.parent");
  if (kind.level == 6 && scope.offer && dice_.chance(0.3)) out += inner + "concerning: offer\n";
  return out;
}

std::string RuleWriter::answer(const Scope& scope, const char* verb, const std::string& offer,
                               const std::string& pad) {
  const std::string kind = verb;
  const bool conditional = kind == "counter" && dice_.chance(0.4);
  const auto type = n(conditional         ? "iff"
                      : kind == "accept"  ? "yea"
                      : kind == "refuse"  ? "nay"
                      : kind == "counter" ? "but"
                      : kind == "reveal"  ? "tell"
                                          : "back");
  auto out = fmt::format("{}- {}: {}\n", pad, conditional ? "accept" : verb, offer);
  const bool own_type = dice_.chance(0.6);
  if (own_type) out += fmt::format("{}  as: {}\n", pad, type);
  if (kind == "accept" && dice_.chance(0.2)) {
    out += fmt::format("{}  only: [{}{}]\n", pad, n("truce"),
                       dice_.chance(0.5) ? ", " + n("land") : "");
  }
  if (conditional) {
    auto asked = terms(scope, pad + "  ");
    out += asked.replace(asked.find("terms"), 5, "conditions");
  } else if (kind == "counter" && dice_.chance(0.7)) {
    out += terms(scope, pad + "  ");
  }
  if (kind == "counter" && dice_.chance(0.3)) {
    out += line((pad + "  ").c_str(), "lapses", write_.delay(drawing(scope)));
  }
  const bool warm = kind == "counter" || kind == "accept" || kind == "reveal";
  if (own_type && warm && dice_.chance(0.5)) {
    Scope own = scope;
    own.draws = true;
    out += fmt::format("{0}  with:\n{0}    {1}: {2}\n", pad, n("warmth"),
                       text(write_.bounded(own, 0, 1)));
  }
  return out;
}

}  // namespace brink::test
