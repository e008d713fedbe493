#pragma once

#include <string>
#include <vector>

#include "engine/program/influence.h"

namespace brink {

/// A rule in one line, as its author wrote it: "upon salvo, after 3 d → emits salvo, changes x".
std::string rule_line(const RuleDecl& rule);

/// When a schedule entry or a process acts: "at 10 d", "each of belligerents, every 7 d".
std::string maker_line(const Program& program, const InfluenceNode& node);

/// "a, b, c"
std::string comma_list(const std::vector<std::string>& names);

}  // namespace brink
