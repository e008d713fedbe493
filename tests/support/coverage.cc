#include "tests/support/coverage.h"

#include <fmt/format.h>

#include "engine/language/functions.h"
#include "engine/language/keys.h"

namespace brink::test {
namespace {

// what the walker tells apart beyond the language's own tables
constexpr const char* kConstructs[] = {
    "deed assign",
    "deed emit",
    "deed accept",
    "deed refuse",
    "deed counter",
    "deed withdraw",
    "deed reveal",
    "deed end",
    "offer to several",
    "consent all",
    "consent one",
    "accept only",
    "accept on conditions",
    "conditions as",
    "reveal as",
    "lapses of emit",
    "lapses of counter",
    "lapses on conditions",
    "lapses of schedule entry",
    "lapses of process",
    "lapses drawn",
    "channel of two",
    "channel of a group",
    "channel of all",
    "channel directed",
    "channel public",
    "channel drawn",
    "via channels",
    "via one",
    "via several",
    "knows of self",
    "knows of each",
    "pattern of",
    "pattern undelivered",
    "pattern leak",
    "pattern reveal",
    "pattern conditional",
    "pattern of undelivered",
    "pattern of leak",
    "pattern of reveal",
    "field event.reason",
    "assign =",
    "assign +",
    "assign -",
    "assign *",
    "assign /",
    "deed for",
    "deed for in for",
    "deed for where",
    "operator +",
    "operator -",
    "operator *",
    "operator /",
    "operator ^",
    "operator <",
    "operator <=",
    "operator >",
    "operator >=",
    "operator ==",
    "operator !=",
    "operator and",
    "operator or",
    "unary -",
    "unary not",
    "literal number",
    "literal duration",
    "literal date",
    "literal truth",
    "literal range",
    "literal list",
    "argument named",
    "over where",
    "pick",
    "pick where",
    "pick weight",
    "pick to",
    "pick from",
    "pick assigned",
    "pick first value",
    "call pair",
    "call pair of self, other",
    "call pair of self, rival",
    "call pair of source, target",
    "call pair of each",
    "call pair of loop",
    "call pair of actors",
    "assign pair",
    "assign actor",
    "word self",
    "word other",
    "word each",
    "word loop",
    "word rival",
    "word source",
    "word target",
    "word now",
    "word offer",
    "field event.",
    "field this.",
    "field event.rung",
    "field event.goldstein",
    "field offer.open",
    "field offer.accepted",
    "field offer.refused",
    "field offer.countered",
    "field offer.withdrawn",
    "field offer.lapsed",
    "field offer.public",
    "field offer.round",
    "field offer.age",
    "field offer.proposer",
    "field offer.terms.",
    "field offer.parent",
    "field self.",
    "field rival.",
    "field other.",
    "field each.",
    "field loop.",
    "field source.",
    "field target.",
    "pattern from",
    "pattern to",
    "pattern where",
    "pattern or",
    "pattern from self",
    "pattern from rival",
    "pattern from source",
    "pattern from each",
    "pattern from other",
    "pattern from loop",
    "pattern from all",
    "pattern to all",
    "pattern to loop",
    "pattern to each",
    "pattern to other",
    "pattern to self",
    "pattern to rival",
    "pattern to target",
    "by nobody",
    "by actor",
    "by source",
    "by target",
    "by each of",
    "rule upon",
    "rule when",
    "rule when for",
    "rule when for pairs",
    "with expression",
    "with weights",
    "event private",
    "event public",
    "process rate",
    "process every",
    "process every drawn",
    "process for",
    "process for pairs",
    "schedule at date",
    "schedule at duration",
    "schedule at drawn",
    "schedule at month",
    "outcome otherwise",
    "outcome marks",
    "outcome stops",
    "group of 2",
    "group of more",
    "group of groups",
    "group all",
    "pair directed",
    "pair not directed",
    "pair number",
    "pair duration",
    "pair truth",
    "pair symbol",
    "pair trend",
    "pair decay",
    "pair rest",
    "pair still",
    "variable secret",
    "parameter number",
    "parameter duration",
    "parameter truth",
    "parameter symbol",
    "variable number",
    "variable duration",
    "variable truth",
    "variable symbol",
    "variable date",
    "variable actor",
    "variable drawn",
    "law trend",
    "law trend of state",
    "law decay",
    "law rest",
    "attribute number",
    "attribute duration",
    "attribute symbol",
    "measure count",
    "measure sum",
    "measure first",
    "measure last",
    "measure average",
    "measure highest",
    "measure lowest",
    "measure final",
    "measure at",
    "measure time",
    "measure series",
    "variant number",
    "variant duration",
    "variant truth",
    "variant symbol",
};

}  // namespace

Coverage::Coverage() {
  for (const auto& key : all_keys()) {
    // modules are files of their own: tests/engine/language/modules_test.cc
    if (key.section == "use" || key.section == "module" || key.section == "expects") continue;
    if (key.section == "scenario" && key.key == "use") continue;
    counts_.emplace(fmt::format("key {}.{}", key.section, key.key), 0);
  }
  for (const auto& function : all_functions()) {
    const bool over = function.kind == FunctionKind::over;
    counts_.emplace(fmt::format("{} {}", over ? "over" : "function", function.name), 0);
  }
  for (const auto* construct : kConstructs) counts_.emplace(construct, 0);
}

std::string Coverage::table() const {
  std::string out;
  for (const auto& [construct, count] : counts_)
    out += fmt::format("{:<32} {:>8}\n", construct, count);
  return out;
}

void Coverage::key(const char* section, const char* name, bool there) {
  if (there) add(fmt::format("key {}.{}", section, name));
}

void Coverage::label(const char* section, const Label& label) {
  key(section, "about", !label.about.empty());
  key(section, "sources", !label.sources.empty());
}

void Coverage::expression(const char* section, const char* name, const std::optional<Expr>& e) {
  key(section, name, e.has_value());
  if (e) expression(*e);
}

}  // namespace brink::test
