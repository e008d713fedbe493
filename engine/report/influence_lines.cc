#include "engine/report/influence_lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/influence_text.h"

namespace brink {
namespace {

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

std::string_view own_type(Deed::Kind kind) {
  switch (kind) {
    case Deed::Kind::accept:
      return "accept";
    case Deed::Kind::refuse:
      return "refuse";
    case Deed::Kind::counter:
      return "counter";
    case Deed::Kind::withdraw:
      return "withdraw";
    case Deed::Kind::reveal:
      return "reveal";
    case Deed::Kind::end:
      return "end";
    default:
      return "";
  }
}

// what deeds change and make, each once
void gather(const std::vector<Deed>& deeds, std::vector<std::string>& changes,
            std::vector<std::string>& makes) {
  for (const auto& deed : deeds) {
    if (deed.kind == Deed::Kind::loop) {
      gather(deed.deeds, changes, makes);
    } else if (deed.kind == Deed::Kind::assign) {
      add_once(changes, to_text(*deed.target));
    } else {
      const auto type = !deed.type.value.empty() ? deed.type.value
                        : deed.conditional       ? std::string("conditional")
                                                 : std::string(own_type(deed.kind));
      add_once(makes, deed.after ? fmt::format("{} after {}", type, to_text(*deed.after)) : type);
    }
  }
}

}  // namespace

std::string comma_list(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string rule_line(const RuleDecl& rule) {
  auto line = rule.upon   ? "upon " + rule.upon->text
              : rule.when ? "when " + to_text(*rule.when)
                          : "";
  if (!rule.by.value.empty()) line += (rule.by_each ? ", by each of " : ", by ") + rule.by.value;
  if (!rule.member_of.value.empty()) {
    line += (rule.pairs ? ", for pairs of " : ", for ") + rule.member_of.value;
  }
  if (rule.after) line += ", after " + to_text(*rule.after);
  std::vector<std::string> changes;
  std::vector<std::string> makes;
  gather(rule.deeds, changes, makes);
  bool idle = false;
  if (rule.choice) {
    for (const auto& option : rule.choice->options) {
      gather(option.deeds, changes, makes);
      idle = idle || option.deeds.empty();
    }
  }
  const bool chooses = makes.size() > 1 && rule.choice;
  line += " →";
  if (!changes.empty()) line += " changes " + comma_list(changes) + (makes.empty() ? "" : ";");
  if (!makes.empty())
    line += fmt::format(" makes{} {}", chooses ? " one of" : "", comma_list(makes));
  if (changes.empty() && makes.empty()) return line + " nothing";
  return line + (idle ? ", or nothing" : "");
}

std::string maker_line(const Program& program, const InfluenceNode& node) {
  const auto& scenario = program.scenario;
  if (node.thing == Thing::schedule) return "at " + to_text(scenario.schedule[node.index].at);
  const auto& process = scenario.processes[node.index];
  std::string line;
  if (!process.member_of.value.empty()) {
    line = fmt::format("each {} {}, ", process.pairs ? "pair of" : "of", process.member_of.value);
  }
  return line + (process.every ? "every " + to_text(*process.every)
                               : "at a rate of " + to_text(*process.rate));
}

std::string_view thing_name(Thing thing) {
  switch (thing) {
    case Thing::parameter:
      return "parameter";
    case Thing::derived:
      return "derived name";
    case Thing::variable:
      return "variable";
    case Thing::term:
      return "term";
    case Thing::offers:
      return "offers";
    case Thing::ladder:
      return "ladder";
    case Thing::schedule:
      return "schedule";
    case Thing::process:
      return "process";
    case Thing::event:
      return "event";
    case Thing::channel:
      return "channel";
    case Thing::rule:
      return "rule";
    case Thing::outcome:
      return "outcome";
    case Thing::measure:
      return "measure";
  }
  return "";
}

std::string node_label(const Program& program, const InfluenceNode& node) {
  if (node.thing == Thing::term) return node.name + " in force";
  if (node.thing == Thing::offers) return "what became of offers";
  if (node.thing == Thing::ladder) return "the ladder";
  if (node.members < 2) return node.name;
  const bool pairs = program.slots[node.index].other != kNobody;
  return fmt::format("{} ({} {})", node.name, node.members, pairs ? "pairs" : "actors");
}

}  // namespace brink
