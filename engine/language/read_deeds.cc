#include "engine/language/read_deeds.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <utility>

namespace brink {
namespace {

constexpr std::array<std::pair<std::string_view, Deed::Kind>, 8> kVerbs{
    {{"emit", Deed::Kind::emit},
     {"accept", Deed::Kind::accept},
     {"refuse", Deed::Kind::refuse},
     {"counter", Deed::Kind::counter},
     {"withdraw", Deed::Kind::withdraw},
     {"reveal", Deed::Kind::reveal},
     {"end", Deed::Kind::end},
     {"for", Deed::Kind::loop}}};

// place of the assignment's `=`: the first one that is not part of a comparison
std::size_t find_assignment(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') continue;
    if (i + 1 < text.size() && text[i + 1] == '=') return std::string_view::npos;
    if (i > 0 && (text[i - 1] == '<' || text[i - 1] == '>' || text[i - 1] == '!')) {
      return std::string_view::npos;
    }
    return i;
  }
  return std::string_view::npos;
}

// a part of a text, without blanks around it, at its own place
Text part(const Text& whole, std::size_t first, std::size_t length) {
  Text result = whole;
  result.value = whole.value.substr(first, length);
  const auto blanks = result.value.find_first_not_of(' ');
  if (blanks == std::string::npos) {
    result.value.clear();
    return result;
  }
  result.value.erase(0, blanks);
  result.value.erase(result.value.find_last_not_of(' ') + 1);
  if (whole.plain) result.at.column += static_cast<int>(first + blanks);
  return result;
}

std::string deed_hint(std::string_view text) {
  for (const auto& [verb, kind] : kVerbs) {
    if (!text.starts_with(verb) || text.size() < verb.size() + 2 || text[verb.size()] != ' ') {
      continue;
    }
    const auto rest = text.substr(verb.size() + 1);
    return fmt::format("write `{}: {}`, with further keys on lines of their own below", verb,
                       rest.substr(0, rest.find(' ')));
  }
  if (text.find("==") != std::string_view::npos) return "to set a variable, write a single `=`";
  return "a deed changes a variable (`target.anger += 0.1`) or is a map with a verb "
         "(`- emit: salvo`)";
}

std::optional<Deed> read_assignment(Findings& findings, const Text& text) {
  const auto equals = find_assignment(text.value);
  if (equals == std::string::npos) {
    findings.error(text.at, fmt::format("`{}` is not a deed", text.value), deed_hint(text.value));
    return std::nullopt;
  }
  Deed deed;
  deed.at = text.at;
  auto end = equals;
  if (end > 0 && std::string_view("+-*/").find(text.value[end - 1]) != std::string_view::npos) {
    deed.sign = text.value[--end];
  }
  const auto target = part(text, 0, end);
  const auto value = part(text, equals + 1, std::string::npos);
  deed.target = parse_expression(target, findings.file(text.at), findings.all());
  deed.value = parse_expression(value, findings.file(text.at), findings.all());
  if (!deed.target || !deed.value) return std::nullopt;
  // a pair's variable looks like a call
  if (deed.target->kind != Expr::Kind::name && deed.target->kind != Expr::Kind::call) {
    findings.error(target.at, "only a variable can be assigned to",
                   "for example `target.anger += 0.1`");
    return std::nullopt;
  }
  return deed;
}

std::optional<AttributeValue> read_attribute(Findings& findings, const Text& name,
                                             const YamlNode& node, const std::string& owner) {
  AttributeValue result;
  result.name = name;
  const auto what = fmt::format("`{}` of {}", name.value, owner);
  if (node.kind != YamlNode::Kind::map) {
    result.value = read_expression(findings, node, what);
    if (!result.value) return std::nullopt;
    return result;
  }
  for (const auto& [choice, weight] : node.entries) {
    auto value = read_expression(findings, weight, what);
    if (value) result.weights.push_back({choice, std::move(*value)});
  }
  if (result.weights.empty()) {
    findings.error(node.at, fmt::format("{} has no weights", what),
                   "for example `site: {energy: 0.5, logistics: 0.5}`");
    return std::nullopt;
  }
  return result;
}

// `for: x in GROUP` with its own `do:`
std::optional<Deed> read_loop(Findings& findings, const MapReader& map, const std::string& owner) {
  Deed deed;
  deed.kind = Deed::Kind::loop;
  deed.at = map.at();
  const auto text = map.text("for");
  const auto in = text.value.find(" in ");
  if (in == std::string::npos) {
    findings.error(text.at, fmt::format("`for: {}` of a deed names no group", text.value),
                   "for example `for: x in audiences`, with its own `do:`");
    return std::nullopt;
  }
  deed.name = part(text, 0, in);
  const auto where = text.value.find(" where ", in);
  deed.member_of = part(text, in + 4, where == std::string::npos ? where : where - in - 4);
  if (where != std::string::npos) {
    const auto condition = part(text, where + 7, std::string::npos);
    deed.condition = parse_expression(condition, findings.file(condition.at), findings.all());
    findings.stop_if_full();
    if (!deed.condition) return std::nullopt;
  }
  check_id(findings, deed.name);
  for (const auto* key : {"from", "to", "with", "terms", "after", "concerning", "as", "only",
                          "conditions", "lapses"}) {
    if (map.has(key)) {
      findings.error(map.node(key)->at, fmt::format("`{}` does not go with `for`", key),
                     "put it into the deeds of its `do:`");
    }
  }
  if (!map.has("do")) {
    findings.error(text.at, fmt::format("`for: {}` has no `do`", text.value),
                   "for example `do: [x.support -= 0.1]`");
    return std::nullopt;
  }
  deed.deeds = read_deeds(findings, *map.node("do"), owner);
  return deed;
}

// the offers answered: one, or several at once
bool read_answered(const MapReader& map, std::string_view verb, std::vector<Expr>& offers) {
  if (verb == "counter") {
    if (auto offer = map.expression(verb)) offers.push_back(std::move(*offer));
  } else {
    offers = map.expressions(verb);
  }
  return !offers.empty();
}

// an acceptance on conditions is a counter-offer: the same terms, and those asked for
void read_conditions(Findings& findings, const MapReader& map, std::string_view verb, Deed& deed) {
  if (!map.has("conditions")) return;
  const auto at = map.node("conditions")->at;
  if (deed.kind != Deed::Kind::accept) {
    findings.error(at, fmt::format("`conditions` does not go with `{}`", verb),
                   deed.kind == Deed::Kind::counter
                       ? "a counter has `terms:`"
                       : "an offer is accepted on conditions: `accept: offer` with `conditions:`");
    return;
  }
  for (const auto* key : {"only", "terms"}) {
    if (!map.has(key)) continue;
    findings.error(map.node(key)->at, fmt::format("`{}` does not go with `conditions`", key),
                   "what is said of terms stands under `conditions`; 0 leaves a term out");
  }
  deed.kind = Deed::Kind::counter;
  deed.conditional = true;
  deed.terms = read_terms(findings, map, "conditions");
  if (deed.terms.empty() && map.node("conditions")->kind == YamlNode::Kind::map) {
    findings.error(at, "`conditions` names no term", "`accept: offer` alone asks for none");
  }
}

// `answered` gets the offers of an answer: the deed is done to each
std::optional<Deed> read_verb(Findings& findings, const YamlNode& node, const std::string& owner,
                              std::vector<Expr>& answered) {
  const MapReader map(findings, node, "deed", "a deed of " + owner);
  if (!map.ok()) return std::nullopt;
  std::optional<Deed::Kind> kind;
  std::string_view verb;
  for (const auto& [name, candidate] : kVerbs) {
    if (!map.has(name)) continue;
    if (kind) {
      findings.error(node.at,
                     fmt::format("a deed has one verb, this one has `{}` and `{}`", verb, name),
                     "begin each deed with `- ` on a line of its own");
      return std::nullopt;
    }
    kind = candidate;
    verb = name;
  }
  if (!kind) {
    const bool torn = node.entries.size() == 1 && map.has(node.entries[0].key.value);
    findings.error(
        node.at, "a deed needs a verb",
        torn
            ? "the keys of one deed belong together: `{emit: salvo, to: source}`, or one "
              "`- ` with its keys below each other"
            : "one of emit, accept, refuse, counter, withdraw, reveal, end, for; or write a change "
              "such as `target.anger += 0.1`");
    return std::nullopt;
  }
  if (kind == Deed::Kind::loop) return read_loop(findings, map, owner);
  if (map.has("do")) {
    findings.error(map.node("do")->at, fmt::format("`do` does not go with `{}`", verb),
                   "`for: x in GROUP` has a `do` of its own");
  }
  if (map.has("only") && kind != Deed::Kind::accept) {
    findings.error(map.node("only")->at, fmt::format("`only` does not go with `{}`", verb),
                   "an offer is accepted in part: `accept: offer` with `only: [TERM]`");
  }
  Deed deed = read_emission(findings, map);
  deed.kind = *kind;
  deed.at = node.at;
  deed.only = map.texts("only");
  read_conditions(findings, map, verb, deed);
  if (deed.kind == Deed::Kind::emit) {
    if (map.has("as")) {
      findings.error(map.text("as").at, "`as` belongs to an answer, not to `emit`",
                     "`emit:` names the type itself");
    }
    deed.offer = map.expression("concerning");
    return deed;
  }
  for (const auto* key : {"from", "to", "after", "concerning"}) {
    if (map.has(key)) {
      findings.error(map.node(key)->at, fmt::format("`{}` does not go with `{}`", key, verb),
                     deed.kind == Deed::Kind::reveal
                         ? "all learn of what is revealed, at once"
                         : "an answer goes from who decides to the other party, at once");
    }
  }
  deed.type = map.text("as");
  if (deed.kind == Deed::Kind::end) {
    deed.term = map.text("end");
  } else if (!read_answered(map, verb, answered)) {
    return std::nullopt;
  }
  if (deed.conditional && answered.size() > 1) {
    findings.error(map.node("accept")->at, "one offer at a time is accepted on conditions",
                   "write one deed for each");
  }
  return deed;
}

}  // namespace

std::vector<TermDecl> read_terms(Findings& findings, const MapReader& map, std::string_view key) {
  std::vector<TermDecl> terms;
  const auto* node = map.node(key);
  if (node == nullptr || node->kind != YamlNode::Kind::map) return terms;
  for (const auto& [name, value] : node->entries) {
    check_id(findings, name);
    auto expression =
        read_expression(findings, value, fmt::format("term `{}` of {}", name.value, map.owner()));
    if (expression) terms.push_back({name, std::move(*expression)});
  }
  return terms;
}

Deed read_emission(Findings& findings, const MapReader& map) {
  Deed deed;
  deed.kind = Deed::Kind::emit;
  deed.at = map.at();
  deed.type = map.text("emit");
  if (!deed.type.value.empty()) deed.at = deed.type.at;
  deed.from = map.expression("from");
  auto recipients = map.expressions("to");
  if (!recipients.empty()) {
    deed.to = std::move(recipients.front());
    deed.others.assign(std::make_move_iterator(recipients.begin() + 1),
                       std::make_move_iterator(recipients.end()));
  }
  deed.after = map.expression("after");
  deed.lapses = map.expression("lapses");
  deed.terms = read_terms(findings, map, "terms");
  const auto* with = map.node("with");
  if (with == nullptr || with->kind != YamlNode::Kind::map) return deed;
  for (const auto& [name, value] : with->entries) {
    auto attribute = read_attribute(findings, name, value, map.owner());
    if (attribute) deed.with.push_back(std::move(*attribute));
  }
  return deed;
}

std::vector<Deed> read_deeds(Findings& findings, const YamlNode& node, const std::string& owner) {
  std::vector<Deed> deeds;
  if (node.kind != YamlNode::Kind::list) {
    findings.error(node.at, fmt::format("`do` of {} must be a list", owner),
                   "begin each deed with `- ` on a line of its own, or write `do: [...]`");
    return deeds;
  }
  for (const auto& item : node.items) {
    findings.stop_if_full();
    if (item.kind == YamlNode::Kind::null) {
      findings.error(item.at, fmt::format("an empty deed in {}", owner));
      continue;
    }
    std::vector<Expr> answered;
    auto deed = item.kind == YamlNode::Kind::scalar ? read_assignment(findings, item.as_text())
                                                    : read_verb(findings, item, owner, answered);
    if (!deed) continue;
    if (answered.empty()) deeds.push_back(std::move(*deed));
    for (auto& offer : answered) {
      deeds.push_back(*deed);
      deeds.back().offer = std::move(offer);
    }
  }
  return deeds;
}

}  // namespace brink
