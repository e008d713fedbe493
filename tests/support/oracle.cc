#include "tests/support/oracle.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/samplers.h"
#include "engine/run/evaluate.h"

namespace brink::test {
namespace {

using Kind = Expr::Kind;

const VariableDecl* declared(const Program& program, SlotId slot) {
  for (const auto& variable : program.scenario.world) {
    if (variable.label.id == program.slots[slot].name) return &variable;
  }
  for (const auto& actor : program.scenario.actors) {
    for (const auto& variable : actor.variables) {
      if (actor.label.id + "." + variable.label.id == program.slots[slot].name) return &variable;
    }
  }
  for (const auto& pair : program.scenario.pairs) {
    if (program.slots[slot].name.starts_with(pair.variable.label.id + "(")) return &pair.variable;
  }
  return nullptr;
}

// laws that change with variables are not followed
bool reads_only_parameters(const Program& program, const Expr& e) {
  if (e.kind == Kind::call || e.kind == Kind::over || e.kind == Kind::pick) return false;
  if (e.kind == Kind::name) {
    return std::any_of(program.slots.begin(), program.slots.end(), [&](const SlotInfo& slot) {
      return slot.is_parameter && e.path.size() == 1 && slot.name == e.path[0];
    });
  }
  return std::all_of(e.args.begin(), e.args.end(),
                     [&](const Expr& part) { return reads_only_parameters(program, part); });
}

double whole_or_number(const Program& program, SlotId slot, Value value) {
  return is_whole(program.slots[slot].type) ? static_cast<double>(value.whole) : value.number;
}

}  // namespace

std::optional<double> Oracle::value(const Expr& e, const Asked& asked) const {
  try {
    return of(e, asked);
  } catch (const Unknown&) {
    return std::nullopt;
  }
}

double Oracle::of(const Expr& e, const Asked& a) const {
  switch (e.kind) {
    case Kind::number:
    case Kind::truth:
      return e.number;
    case Kind::duration:
      return static_cast<double>(e.us);
    case Kind::date:
      return static_cast<double>(e.us - program_.start.us);
    case Kind::name:
      return name(e, a);
    case Kind::unary:
      return e.text == "not" ? 1 - of(e.args[0], a) : -of(e.args[0], a);
    case Kind::binary:
      return binary(e, a);
    case Kind::call:
      return call(e, a);
    case Kind::over:
      return over(e, a);
    default:
      throw Unknown{};
  }
}

double Oracle::binary(const Expr& e, const Asked& a) const {
  const double x = of(e.args[0], a);
  if (e.text == "and") return x == 0 ? 0 : of(e.args[1], a);
  if (e.text == "or") return x == 1 ? 1 : of(e.args[1], a);
  const double y = of(e.args[1], a);
  const std::map<std::string, double> results{
      {"+", x + y},           {"-", x - y},           {"*", x * y},           {"/", x / y},
      {"^", std::pow(x, y)},  {"<", x < y ? 1 : 0},   {"<=", x <= y ? 1 : 0}, {">", x > y ? 1 : 0},
      {">=", x >= y ? 1 : 0}, {"==", x == y ? 1 : 0}, {"!=", x != y ? 1 : 0}};
  return results.at(e.text);
}

std::optional<ActorId> Oracle::actor_word(const std::string& word, const Asked& a) const {
  if (word == "self" && a.self != kNobody) return a.self;
  if (word == "other" && a.other != kNobody) return a.other;
  if (word == "each" && a.each != kNobody) return a.each;
  if (word == "rival") {
    for (const auto& group : program_.groups) {
      if (group.members.size() != 2 || group.id == "all") continue;
      if (group.members[0] == a.self) return group.members[1];
      if (group.members[1] == a.self) return group.members[0];
    }
  }
  if (a.event != 0 && (word == "source" || word == "target")) {
    const auto& event = why_.log.events()[a.event - 1];
    return word == "source" ? event.source : event.target;
  }
  for (std::size_t i = 0; i < program_.actors.size(); ++i) {
    if (program_.actors[i].id == word) return static_cast<ActorId>(i);
  }
  return std::nullopt;
}

double Oracle::name(const Expr& e, const Asked& a) const {
  if (e.path.size() > 1) return member(e, a);
  const auto& word = e.path[0];
  if (word == "now") return static_cast<double>(a.at.us);
  if (word == "offer") return a.offer;
  for (const auto& let : program_.scenario.lets) {
    if (let.label.id == word) return of(let.value, a);
  }
  for (SlotId s = 0; s < program_.slots.size(); ++s) {
    if (program_.slots[s].name == word) return slot(s, a);
  }
  if (const auto actor = actor_word(word, a)) return *actor;
  for (std::size_t i = 0; i < program_.symbols.size(); ++i) {
    if (program_.symbols[i] == word) return static_cast<double>(i);
  }
  throw Unknown{};
}

double Oracle::member(const Expr& e, const Asked& a) const {
  const auto& first = e.path[0];
  if (first == "offer") return offer_member(e, a);
  if (first == "event" || first == "this") {
    const auto number = first == "event" ? a.event : a.made;
    if (number == 0) throw Unknown{};
    const auto& event = why_.log.events()[number - 1];
    const auto& type = program_.types[event.type];
    if (first == "event" && e.path[1] == "rung") return type.rung;
    for (std::size_t i = 0; i < program_.scales.size(); ++i) {
      if (first == "event" && program_.scales[i] == e.path[1]) return type.scores[i];
    }
    for (std::size_t i = 0; i < type.attributes.size(); ++i) {
      if (type.attributes[i].id != e.path[1]) continue;
      const auto value = why_.log.attribute(event, i);
      return is_whole(type.attributes[i].type) ? static_cast<double>(value.whole) : value.number;
    }
    throw Unknown{};
  }
  const auto actor = actor_word(first, a);
  if (!actor || *actor == kNobody) throw Unknown{};
  const auto wanted = program_.actors[*actor].id + "." + e.path[1];
  for (SlotId s = 0; s < program_.slots.size(); ++s) {
    if (program_.slots[s].name == wanted) return slot(s, a);
  }
  throw Unknown{};
}

double Oracle::offer_member(const Expr& e, const Asked& a) const {
  auto offer = a.offer;
  std::size_t i = 1;
  for (; i < e.path.size() && e.path[i] == "parent"; ++i) {
    if (offer != kNone) offer = offer_state(*why_.run, offer).parent;
  }
  if (i == e.path.size()) return offer;
  auto word = e.path[i];
  if (word == "terms") word = e.path.at(i + 1);
  if (offer == kNone) return 0;
  const auto& state = offer_state(*why_.run, offer);
  if (word == "public") return state.is_public ? 1 : 0;
  if (word == "round") return state.round;
  if (word == "proposer") return state.proposer;
  if (word == "recipient") return state.recipient;
  if (word == "age") {
    return static_cast<double>((a.at - why_.log.events()[state.event - 1].time).us);
  }
  for (std::uint16_t t = 0; t < program_.terms.size(); ++t) {
    if (program_.terms[t] == word) return offer_term(*why_.run, offer, t);
  }
  return is_status(offer, word, a) ? 1 : 0;
}

double Oracle::slot(SlotId id, const Asked& a) const {
  const auto& info = program_.slots[id];
  if (info.is_parameter) {
    for (const auto& [set, value] : why_.run->overlay->settings) {
      if (set == id) return whole_or_number(program_, id, value);
    }
  }
  double x = 0;
  SimTime anchor;
  bool is_written = false;
  for (std::uint32_t i =
           std::min<std::uint32_t>(a.writes, static_cast<std::uint32_t>(why_.log.writes().size()));
       i-- > 0 && !is_written;) {
    const auto& [time, write] = why_.log.writes()[i];
    if (write.slot != id) continue;
    x = whole_or_number(program_, id, write.after);
    anchor = time;
    is_written = true;
  }
  if (!is_written) x = first_value(id);
  if (info.law == Law::constant) return x;
  const auto* variable = declared(program_, id);
  if (variable == nullptr || info.law == Law::flow) throw Unknown{};
  for (const auto* law : {&variable->trend, &variable->decay, &variable->rest}) {
    if (*law && !reads_only_parameters(program_, **law)) throw Unknown{};
  }
  const double days = in_days(a.at - anchor);
  if (variable->decay) {
    const double rest = variable->rest ? of(*variable->rest, a) : 0;
    x = rest + (x - rest) * std::exp(-days / (of(*variable->decay, a) / 86'400e6));
  } else if (variable->trend) {
    x += of(*variable->trend, a) * days;
  }
  return std::clamp(x, info.low, info.high);
}

double Oracle::first_value(SlotId id) const {
  const auto& info = program_.slots[id];
  const Asked start{.self = info.owner, .other = info.other, .key = info.path};
  for (const auto& parameter : program_.scenario.parameters) {
    if (info.is_parameter && parameter.label.id == info.name) return of(parameter.initial, start);
  }
  const auto* variable = declared(program_, id);
  if (variable == nullptr) throw Unknown{};
  return std::clamp(of(variable->initial, start), info.low, info.high);
}

double Oracle::drawn(const Expr& e, const Asked& a) const {
  const auto& places = program_.node_places;
  std::uint32_t site = kNone;
  for (NodeId n = 0; n < places.size(); ++n) {
    if (places[n] == e.at && program_.nodes[n].op == Op::distribution) site = program_.nodes[n].b;
  }
  if (site == kNone) throw Unknown{};
  Draws draws(why_.run->seed, a.key, 16 + site);
  std::map<std::string, double> named;
  for (const auto& argument : e.named) named[argument.name] = of(argument.value.front(), a);
  const auto& f = e.text;
  if (f == "uniform" && e.args.size() == 1) {
    return sample::uniform(draws, of(e.args[0].args[0], a), of(e.args[0].args[1], a));
  }
  if (f == "normal") return sample::normal(draws, named.at("mean"), named.at("sd"));
  if (f == "lognormal") return sample::lognormal(draws, named.at("median"), named.at("sdlog"));
  if (f == "gamma") return sample::gamma(draws, named.at("shape"), named.at("scale"));
  if (f == "negative_binomial") {
    return sample::negative_binomial(draws, named.at("mean"), named.at("dispersion"));
  }
  const auto only = [&] { return named.empty() ? of(e.args.at(0), a) : named.begin()->second; };
  if (f == "exponential") return sample::exponential(draws, only());
  if (f == "poisson") return sample::poisson(draws, only());
  if (f == "bernoulli") return sample::bernoulli(draws, only());
  if (f == "binomial" && e.args.size() == 2) {
    return sample::binomial(draws, of(e.args[0], a), of(e.args[1], a));
  }
  throw Unknown{};
}

double Oracle::call(const Expr& e, const Asked& a) const {
  const auto& f = e.text;
  if (e.pattern) return history(e, a);
  if (f == "rung") {
    return rung(static_cast<ActorId>(of(e.args[0], a)), static_cast<ActorId>(of(e.args[1], a)), a);
  }
  if (f == "in_force") {
    if (e.args[0].kind != Kind::name) throw Unknown{};
    if (e.args.size() == 1) return in_force(e.args[0].path[0], std::nullopt, a);
    return in_force(
        e.args[0].path[0],
        std::pair(static_cast<ActorId>(of(e.args[1], a)), static_cast<ActorId>(of(e.args[2], a))),
        a);
  }
  for (std::uint32_t p = 0; p < program_.pairs.size(); ++p) {
    if (program_.pairs[p].id != f) continue;
    const auto id = pair_slot(program_, p, static_cast<ActorId>(of(e.args[0], a)),
                              static_cast<ActorId>(of(e.args[1], a)));
    if (id == kNone) throw Unknown{};
    return slot(id, a);
  }
  const auto* info = find_function(f);
  if (info != nullptr && info->kind == FunctionKind::distribution) return drawn(e, a);
  if (f == "if") return of(e.args[0], a) == 1 ? of(e.args[1], a) : of(e.args[2], a);
  std::vector<double> x;
  for (const auto& argument : e.args) x.push_back(of(argument, a));
  if (f == "clamp") return x[0] < x[1] ? x[1] : x[0] > x[2] ? x[2] : x[0];
  if (f == "min") return *std::min_element(x.begin(), x.end());
  if (f == "max") return *std::max_element(x.begin(), x.end());
  if (f == "abs") return std::fabs(x[0]);
  if (f == "exp") return std::exp(x[0]);
  if (f == "log") return std::log(x[0]);
  if (f == "sqrt") return std::sqrt(x[0]);
  if (f == "floor") return std::floor(x[0]);
  if (f == "logistic") return 1 / (1 + std::exp(-x[0]));
  if (f == "bayes") return x[0] * x[1] / (x[0] * x[1] + (1 - x[0]) * x[2]);
  throw Unknown{};
}

double Oracle::over(const Expr& e, const Asked& a) const {
  std::vector<double> values;
  for (const auto& group : program_.groups) {
    if (group.id != e.group) continue;
    Asked inner = a;
    for (const auto member : group.members) {
      inner.each = member;
      if (e.args.size() > 1 && of(e.args[1], inner) == 0) continue;
      values.push_back(of(e.args[0], inner));
    }
  }
  double sum = 0;
  for (const double x : values) sum += x;
  const auto n = static_cast<double>(values.size());
  if (e.text == "sum" || e.text == "count") return sum;
  if (e.text == "any") return sum > 0 ? 1 : 0;
  if (e.text == "all") return sum == n ? 1 : 0;
  if (values.empty()) throw Unknown{};
  if (e.text == "mean") return sum / n;
  return e.text == "min" ? *std::min_element(values.begin(), values.end())
                         : *std::max_element(values.begin(), values.end());
}

}  // namespace brink::test
