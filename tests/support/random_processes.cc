#include <fmt/format.h>

#include "tests/support/random_rules.h"

// schedule, processes, outcomes, measures
namespace brink::test {

std::string RuleWriter::schedule() {
  std::string out;
  const Scope draws{.motion = Motion::still, .draws = true, .lets = false};
  const Scope world{.secrets = true};
  out += fmt::format("  {}: {{at: 2026-01-{:02} 09:00, emit: {}, from: {}, to: {}}}\n",
                     n("first_letter"), dice_.between(2, 28), n("letter"), cast_.actors[0],
                     cast_.actors[1]);
  const std::string instants[] = {write_.plain_duration(24, 900),
                                  "2026-02-01 + uniform(0 d .. 20 d)",
                                  "2026-02 + uniform(0 d .. 3 d)", "2026-03"};
  out += ranked(fmt::format("  {}:\n    at: {}\n    emit: {}\n", n("sign"),
                            instants[dice_.below(4)], n("omen"))) +
         label("    ");
  out += ranked(fmt::format(
             "  {}:\n    at: {}\n    emit: {}\n    from: {}\n    to: {}\n", n("blow"),
             write_.delay(draws), dice_.pick(cast_.clashes), dice_.pick(cast_.actors),
             dice_.chance(0.3) ? write_.pick({.draws = true}, false) : dice_.pick(cast_.actors))) +
         label("    ");
  if (dice_.chance(0.3)) out += line("    ", "if", write_.truth(world, 2));
  if (dice_.chance(0.6)) out += with(world, "    ");
  out += ranked(fmt::format("  {}:\n    at: 2026-02\n    emit: {}\n    from: {}\n    to: {}\n",
                            n("second_letter"), n(dice_.chance(0.5) ? "note" : "letter"),
                            cast_.actors[1], cast_.actors[0]));
  if (dice_.chance(0.6)) out += terms(world, "    ");
  if (dice_.chance(0.3)) out += line("    ", "lapses", write_.delay(drawing(world)));
  if (cast_.actors.size() > 2) {
    out += fmt::format("  {}: {{at: 20 d, emit: {}, from: {}, to: [{}, {}]}}\n", n("third_letter"),
                       n("letter"), cast_.actors[2], cast_.actors[1], cast_.actors[0]);
  }
  return out;
}

std::string RuleWriter::rate(const Scope& scope) {
  const auto variable = [&](const char* name) {
    return dice_.chance(0.7) || !scope.self ? n(name) : std::string();
  };
  const auto heat = fmt::format("{}.{}", write_.actor(scope), n("heat"));
  const auto drift = fmt::format("{}.{}", write_.actor(scope), n("drift"));
  switch (dice_.between(0, 15)) {
    case 11:
      return fmt::format("0.2 * min({}, 0.5)", heat);
    case 12:
      return fmt::format("0.1 * exp(-abs({}))", drift);
    case 13:
      return fmt::format("0.1 + 0.1 * {}.{}", write_.actor(scope), n("pulse"));
    case 14:
      return fmt::format("0.1 * max(0, {})", write_.pair_variable(scope, "affinity"));
    case 8:
      return fmt::format("0.05 * sum(each.{} over {})", n("heat"), write_.group());
    case 9:
      return fmt::format("0.2 * {}", write_.pair_variable(scope, "trust"));
    case 10:
      return fmt::format("0.02 + 0.1 * {} * {}", write_.pair_variable(scope, "grudge"), heat);
    case 0:
      return ExpressionWriter::literal(dice_.uniform(0.02, 0.3));
    case 1:
      return fmt::format("0.25 * {}", heat);
    case 2:
      return fmt::format("0.06 * {}", n("pressure"));
    case 3:
      return fmt::format("0.05 * {} * {}", heat, n("pressure"));
    case 4:
      return fmt::format("0.1 + 0.15 * {}", drift);
    case 5:
      return fmt::format("0.05 * ({} + {}) + {}", variable("memory").empty() ? heat : n("memory"),
                         drift, n("share"));
    case 6:
      return fmt::format("0.02 * rung({}, {}) + 0.05", write_.actor(scope), write_.actor(scope));
    case 7:
      return fmt::format("0.2 - 0.3 * {}.{}", write_.actor(scope), n("will"));
    default: {
      Scope still = scope;
      still.motion = Motion::still;
      return fmt::format("clamp({}, 0, 0.3)", write_.number(still));
    }
  }
}

std::string RuleWriter::gate(const Scope& scope) {
  Scope closed = scope;
  closed.motion = Motion::closed;
  switch (dice_.between(0, 4)) {
    case 0:
      return fmt::format("not in_force({})", n("truce"));
    case 1:
      return fmt::format("count({}, {}) < {}", write_.pattern(closed, true),
                         write_.plain_duration(12, 200), dice_.between(1, 5));
    case 2:
      return fmt::format("{}.{} < {}", write_.actor(closed), n("heat"),
                         ExpressionWriter::literal(dice_.uniform(0.2, 1)));
    default:
      return write_.truth(closed, 2);
  }
}

std::string RuleWriter::every(const Scope& scope) {
  if (dice_.chance(0.3)) return write_.plain_duration(24, 200);
  if (dice_.chance(0.3)) return fmt::format("clamp({}, 1 d, 9 d)", write_.duration(scope));
  const char* drawn[] = {"uniform(1 d .. 5 d)", "1 d + exponential(2 d)",
                         "gamma(shape = 3, scale = 1 d)",
                         "max(12 h, normal(mean = 3 d, sd = 1 d))"};
  return drawn[dice_.below(4)];
}

std::string RuleWriter::process(const std::string& name, bool member, const std::string& pace) {
  const bool pair = dice_.chance(0.7);
  const Scope scope{.self = member, .rival = member && pair, .secrets = !member};
  auto out = fmt::format("  {}:\n", name) + label("    ");
  if (member) out += fmt::format("    for: {}\n", pair ? cast_.pair : write_.group());
  if (dice_.chance(0.5)) out += line("    ", "while", gate(scope));
  const bool recurs = pace == "every";
  out += line("    ", pace.c_str(), recurs ? every(scope) : rate(scope));
  return ranked(out + emitted(scope, member));
}

// what a process makes
std::string RuleWriter::emitted(const Scope& scope, bool member) {
  const int kind = dice_.between(0, 5);
  Scope drawing = scope;
  drawing.draws = true;
  const auto type = kind == 0   ? n("letter")
                    : kind <= 2 ? dice_.pick(cast_.words)
                                : dice_.pick(cast_.clashes);
  auto out = fmt::format("    emit: {}\n", type);
  const std::string from = member && dice_.chance(0.8) ? "self" : recipient(drawing);
  if (from != "self") out += fmt::format("    from: {}\n", from);
  const char* known = scope.other ? "other" : scope.rival ? "rival" : "";
  out += fmt::format("    to: {}\n", *known != 0 && (kind != 0 || from != known) ? known
                                     : kind == 0 ? other_than(from, drawing)
                                                 : recipient(drawing));
  if (kind == 0 && dice_.chance(0.6)) out += terms(scope, "    ");
  if (kind == 0 && dice_.chance(0.3)) out += line("    ", "lapses", write_.delay(drawing));
  if (kind > 2 && dice_.chance(0.7)) out += with(scope, "    ");
  return out;
}

// one of each two members of a group
std::string RuleWriter::pair_process(const std::string& name) {
  const Scope scope{.self = true, .other = true};
  auto out = fmt::format("  {}:\n    for: pairs of {}\n", name,
                         dice_.chance(0.5) ? cast_.pair : cast_.nested);
  if (dice_.chance(0.5)) out += line("    ", "while", gate(scope));
  if (dice_.chance(0.3)) {
    out += line("    ", "every", "2 d + exponential(9 d)");
  } else {
    out += line("    ", "rate", fmt::format("0.2 * ({})", rate(scope)));
  }
  return ranked(out + emitted(scope, true));
}

std::string RuleWriter::processes() {
  std::string out = process(n("campaign"), true, "rate");
  const int count = dice_.between(1, 4);
  for (int i = 0; i < count; ++i) {
    out += process(fmt::format("{}_{}", n("process"), i), dice_.chance(0.5),
                   dice_.chance(0.4) ? "every" : "rate");
  }
  if (dice_.chance(0.5)) out += pair_process(n("exchange"));
  return out;
}

std::string RuleWriter::outcomes(bool may_stop) {
  const Scope closed{.motion = Motion::closed, .secrets = true};
  std::string out;
  out += fmt::format("  {}:\n    when: {}\n    stop: false\n", n("marked"), write_.truth(closed)) +
         label("    ");
  if (may_stop && dice_.chance(0.6)) {
    out += fmt::format("  {}: {{when: total({}) > {}}}\n", n("exhausted"), n("clash"),
                       dice_.between(5, 60));
  }
  return out;
}

std::string RuleWriter::measures() {
  const Scope closed{.motion = Motion::closed, .secrets = true};
  const Scope any{.secrets = true};
  const Scope clash{.parties = true, .event = true, .clash = true};
  std::string out;
  const auto add = [&](const char* name, const std::string& form, const std::string& of = {}) {
    out += fmt::format("  {}:\n    {}\n", n(name), form);
    if (!of.empty()) out += fmt::format("    of: {}\n", of);
    if (dice_.chance(0.2)) out += "    unit: events\n";
    out += label("    ");
  };
  Scope plain = any;
  plain.pickers = false;
  add("m_count", "count: " + write_.pattern(plain, false));
  add("m_sum", "sum: " + write_.number(clash, 2), dice_.pick(cast_.clashes));
  add("m_terms", fmt::format("sum: offer.{0} + 2 * offer.terms.{0}", n("land")),
      dice_.chance(0.5) ? n("letter") : fmt::format("accept of {}", n("letter")));
  add("m_known", fmt::format("time: \"knows({}, {})\"", dice_.pick(cast_.actors),
                             write_.pattern(plain, false)));
  add("m_first", "first: " + write_.pattern(plain, false));
  add("m_last", "last: " + write_.pattern(plain, false));
  add("m_average", "average: " + write_.number(closed, 2));
  add("m_highest", "highest: " + write_.number(closed, 2));
  add("m_lowest", fmt::format("lowest: {}.{}", dice_.pick(cast_.actors), n("stock")));
  add("m_final", "final: " + (dice_.chance(0.5) ? write_.number(any, 2) : write_.duration(any)));
  add("m_at", dice_.chance(0.5) ? "at: 2026-02-15" : "at: 40 d", write_.number(any, 2));
  add("m_time", "time: " + write_.truth(closed, 2));
  add("m_series",
      "series: " + (dice_.chance(0.7) ? write_.number(any, 2) : write_.duration(any, 1)) +
          fmt::format("\n    every: {}", write_.plain_duration(24, 400)));
  add("m_sink", "final: " + n("sink"));
  return out;
}

}  // namespace brink::test
