#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "engine/program/compiler.h"

// groups, which may hold groups, and variables of pairs
namespace brink::internal {

// fills a group's members, those of the groups in it first; false where it goes in a circle
bool Compiler::add_members(std::size_t index, std::vector<int>& states) {
  if (states[index] == 2) return true;
  if (states[index] == 1) return false;
  states[index] = 1;
  const auto& decl = scenario().groups[index];
  std::vector<ActorId> members;
  std::vector<bool> inside(program_.actors.size());
  std::set<std::string_view> written;
  const auto add = [&](ActorId actor) {
    if (!inside[actor]) members.push_back(actor);
    inside[actor] = true;
  };
  for (const auto& member : decl.members) {
    const auto entry = names_.find(member.value);
    const bool is_actor = entry != names_.end() && entry->second.kind == NameEntry::Kind::actor;
    const bool is_group = entry != names_.end() && entry->second.kind == NameEntry::Kind::group;
    if (!is_actor && !is_group) {
      std::vector<std::string> known;
      for (const auto& actor : program_.actors) known.push_back(actor.id);
      for (const auto& group : scenario().groups) known.push_back(group.label.id);
      error(member.at,
            fmt::format("group `{}`: `{}` is neither an actor nor a group", decl.label.id,
                        member.value),
            did_you_mean(member.value, known));
    } else if (!written.insert(member.value).second) {
      error(member.at, fmt::format("`{}` is in group `{}` twice", member.value, decl.label.id));
    } else if (is_actor) {
      add(static_cast<ActorId>(entry->second.index));
    } else if (!add_members(entry->second.index, states)) {
      error(member.at, fmt::format("group `{}` holds itself", decl.label.id),
            "groups in groups must not go in a circle");
    } else {
      for (const auto actor : program_.groups[entry->second.index].members) add(actor);
    }
  }
  if (decl.members.empty()) {
    error(decl.label.at, fmt::format("group `{}` has no members", decl.label.id),
          "list its actors, for example `[ukraine, russia]`");
  }
  memberships_ += members.size();
  if (memberships_ > kMaxMemberships) {
    error(decl.label.at,
          fmt::format("all groups together have more than {} members", kMaxMemberships),
          "use fewer groups, or smaller ones");
    throw TooManyErrors{};
  }
  program_.groups[index].members = std::move(members);
  states[index] = 2;
  return true;
}

void Compiler::declare_groups() {
  const auto& groups = scenario().groups;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    declare_name(groups[i].label, NameEntry::Kind::group, i);
    program_.groups.push_back({groups[i].label.id, {}});
  }
  std::vector<int> states(groups.size());  // 0 untouched, 1 being filled, 2 done
  for (std::size_t i = 0; i < groups.size(); ++i) add_members(i, states);
}

// the group of all actors, made when it is first asked for
std::optional<GroupId> Compiler::group_of_all() {
  if (program_.actors.empty()) return std::nullopt;
  if (program_.groups.empty() || program_.groups.back().id != "all") {
    GroupInfo all{"all", {}};
    for (std::size_t i = 0; i < program_.actors.size(); ++i) {
      all.members.push_back(static_cast<ActorId>(i));
    }
    program_.groups.push_back(std::move(all));
  }
  return static_cast<GroupId>(program_.groups.size() - 1);
}

std::optional<GroupId> Compiler::find_group(const Text& name) {
  if (name.value == "all") {
    const auto all = group_of_all();
    if (!all) error(name.at, "`all` means nobody: there are no actors", "declare some: `actors:`");
    return all;
  }
  const auto entry = names_.find(name.value);
  if (entry != names_.end() && entry->second.kind == NameEntry::Kind::group) {
    return static_cast<GroupId>(entry->second.index);
  }
  std::vector<std::string> known;
  for (const auto& group : program_.groups) known.push_back(group.id);
  const bool is_actor = entry != names_.end() && entry->second.kind == NameEntry::Kind::actor;
  error(name.at,
        fmt::format("`{}` is {}", name.value, is_actor ? "an actor, not a group" : "not a group"),
        known.empty() ? "declare it under `groups:`" : did_you_mean(name.value, known));
  return std::nullopt;
}

void Compiler::declare_pairs() {
  std::size_t total = 0;
  for (const auto& decl : scenario().pairs) {
    const auto& label = decl.variable.label;
    declare_name(label, NameEntry::Kind::pair, program_.pairs.size());
    const auto group = find_group(decl.between);
    if (find_function(label.id) != nullptr || find_over(label.id) != nullptr) {
      error(label.at, fmt::format("`{}` is a function of the language", label.id),
            "choose another name");
    }
    PairInfo pair{label.id, group.value_or(0), decl.directed,
                  static_cast<SlotId>(program_.slots.size()),
                  std::vector<std::uint16_t>(program_.actors.size(), kNoId)};
    if (!group) continue;
    const auto& members = program_.groups[*group].members;
    const auto n = members.size();
    total += decl.directed ? n * (n - 1) : n * (n - 1) / 2;
    if (n < 2 || total > kMaxPairSlots) {
      error(decl.between.at,
            n < 2 ? fmt::format("`{}` has no pairs: it needs two members", decl.between.value)
                  : fmt::format("all pair variables together have more than {} values",
                                kMaxPairSlots),
            n < 2 ? "" : "name a smaller group");
      program_.pairs.push_back(std::move(pair));
      continue;
    }
    for (std::size_t i = 0; i < n; ++i) pair.places[members[i]] = static_cast<std::uint16_t>(i);
    program_.pairs.push_back(std::move(pair));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < (decl.directed ? n : i); ++j) {
        if (i == j) continue;
        // of a pair without direction the first in the group's order is `self`
        const auto a = members[decl.directed ? i : j];
        const auto b = members[decl.directed ? j : i];
        const auto name =
            fmt::format("{}({}, {})", label.id, program_.actors[a].id, program_.actors[b].id);
        declare_slot(decl.variable, name, a, b);
      }
    }
  }
}

}  // namespace brink::internal
