#include "tools/bench/group.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/report/text_table.h"
#include "engine/report/words.h"

namespace brink::bench {
namespace {

std::string figure_text(const std::optional<double>& figure, int decimals) {
  if (!figure || !std::isfinite(*figure)) return "–";
  if (decimals < 0) return short_number(*figure);
  return with_commas(fmt::format("{:.{}f}", *figure, decimals));
}

std::string budget_text(const Budget& budget) {
  const auto unit = budget.unit.empty() ? "" : " " + budget.unit;
  const auto limit = short_number(budget.limit) + unit;
  if (!budget.figure)
    return fmt::format("  budget: {}: at most {}; not measured\n", budget.about, limit);
  return fmt::format("  budget: {}: {}{}, at most {}: {}\n", budget.about,
                     short_number(*budget.figure), unit, limit,
                     budget.is_met() ? "met" : "NOT MET");
}

nlohmann::ordered_json number(const std::optional<double>& figure) {
  if (!figure || !std::isfinite(*figure)) return nullptr;
  return *figure;
}

}  // namespace

std::string group_text(const Group& group) {
  std::vector<std::vector<std::string>> table(1);
  table[0].emplace_back();
  for (const auto& column : group.columns) {
    if (column.in_table) table[0].push_back(column.heading);
  }
  for (const auto& row : group.rows) {
    auto& line = table.emplace_back();
    line.push_back(row.name);
    for (std::size_t i = 0; i < group.columns.size(); ++i) {
      const auto& column = group.columns[i];
      if (column.in_table) line.push_back(figure_text(row.figures.at(i), column.decimals));
    }
  }
  std::string text =
      group.title + "\n  " + wrapped(group.about, 2, 100) + "\n\n" + text_table(table);
  if (!group.is_complete) text += "  stopped before all of it was measured\n";
  if (!group.budgets.empty() || !group.checks.empty()) text += "\n";
  for (const auto& budget : group.budgets) text += budget_text(budget);
  for (const auto& check : group.checks) {
    text += fmt::format("  check: {}: {}{}\n", check.name, check.agrees ? "agree" : "DIFFER",
                        check.detail.empty() ? "" : ", " + check.detail);
  }
  return text;
}

nlohmann::ordered_json group_json(const Group& group) {
  nlohmann::ordered_json json{
      {"name", group.key}, {"title", group.title}, {"complete", group.is_complete}};
  json["rows"] = nlohmann::ordered_json::array();
  for (const auto& row : group.rows) {
    nlohmann::ordered_json figures{{"name", row.name}};
    for (std::size_t i = 0; i < group.columns.size(); ++i) {
      figures[group.columns[i].key] = number(row.figures.at(i));
    }
    json["rows"].push_back(std::move(figures));
  }
  json["budgets"] = nlohmann::ordered_json::array();
  for (const auto& budget : group.budgets) {
    json["budgets"].push_back({{"name", budget.key},
                               {"figure", number(budget.figure)},
                               {"limit", budget.limit},
                               {"unit", budget.unit},
                               {"met", budget.is_met()}});
  }
  json["checks"] = nlohmann::ordered_json::array();
  for (const auto& check : group.checks) {
    json["checks"].push_back(
        {{"name", check.name}, {"agrees", check.agrees}, {"detail", check.detail}});
  }
  return json;
}

}  // namespace brink::bench
