#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

// offers to several, and what an acceptance covers
namespace brink::internal {

// true if two actor expressions can only mean one and the same
bool Compiler::is_same_actor(NodeId a, NodeId b, const Context& context) const {
  if (a == kNone || b == kNone) return false;
  Binding who;
  if (context.self != nullptr && !context.self->nobody) {
    const auto& members = context.self->members;
    const auto only = std::find(members.begin(), members.end(), true);
    if (std::count(members.begin(), members.end(), true) == 1) {
      who.self = static_cast<ActorId>(only - members.begin());
    }
  }
  const auto& one = program_.nodes[a];
  const auto& other = program_.nodes[b];
  if (one.op == other.op && one.op != Op::constant) return one.count == 0 && one.a == other.a;
  const auto is_known = [&](const Node& node) {
    return node.op == Op::constant || (node.op == Op::self && who.self != kNobody);
  };
  if (!is_known(one) || !is_known(other)) return false;
  return static_actor(a, who) == static_actor(b, who) && static_actor(a, who) != kNobody;
}

// the recipients of an offer beyond the first; any of them may not be the proposer
void Compiler::compile_others(const Deed& deed, const Context& context, Emission& emission) {
  const auto check = [&](NodeId recipient, const Expr& written) {
    if (!is_same_actor(recipient, emission.from, context)) return;
    error(written.at, fmt::format("`{}` makes this offer and cannot receive it", to_text(written)),
          "leave it out of `to`: who proposes has agreed already");
  };
  const bool is_offer = program_.types[emission.type].is_offer;
  if (is_offer && deed.to) check(emission.to, *deed.to);
  if (deed.others.empty()) return;
  if (!is_offer) {
    error(deed.others[0].at, "only an offer goes to several",
          "write one `emit` for each; in a rule also `for: x in GROUP` with its own `do:`");
    return;
  }
  for (const auto& other : deed.others) {
    emission.others.push_back(compile_as(other, ValueType::actor, context, "`to`"));
  }
  for (std::size_t i = 0; i < deed.others.size(); ++i) check(emission.others[i], deed.others[i]);
}

// the terms an acceptance covers, as bits; nothing when one is unknown
std::optional<std::uint32_t> Compiler::compile_only(const std::vector<Text>& only) {
  if (only.empty()) return kAllTerms;
  std::uint32_t bits = 0;
  bool good = true;
  for (const auto& name : only) {
    const auto term = term_ids_.find(name.value);
    if (term == term_ids_.end()) {
      unknown_term(name.value, name.at);
      good = false;
    } else {
      bits |= std::uint32_t{1} << term->second;
    }
  }
  return good ? std::optional(bits) : std::nullopt;
}

}  // namespace brink::internal
