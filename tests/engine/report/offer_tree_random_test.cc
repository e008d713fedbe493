// The tree of random runs against two slow and obvious readers: one of the JSON lines of the log,
// one that asks the run itself, before each of its steps, which terms are in force.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "engine/report/log_rows.h"
#include "engine/report/offer_tree.h"
#include "tests/engine/report/finished.h"
#include "tests/support/random_scenario.h"

namespace brink {
namespace {

using nlohmann::json;

std::vector<json> rows_of(const FinishedRun& run) {
  std::vector<json> rows;
  std::istringstream stream(json_log(run));
  for (std::string line; std::getline(stream, line);) rows.push_back(json::parse(line));
  rows.erase(rows.begin());
  rows.pop_back();
  return rows;
}

bool is_below(const Program& program, const json& row, const std::string& root) {
  for (TypeId t = test::type_index(program, row["type"].get<std::string>()); t != kNoId;
       t = program.types[t].parent) {
    if (program.types[t].name == root) return true;
  }
  return false;
}

/// What the log says of the offer that its event `number` sent.
struct Read {
  OfferStatus status = OfferStatus::open;
  std::uint32_t closing = 0;
  std::uint32_t agreement = 0;
};

Read read_offer(const Program& program, const std::vector<json>& rows, std::uint32_t number,
                std::size_t recipients, bool all, std::uint32_t counter) {
  Read read;
  std::set<std::string> accepted;
  std::set<std::string> refused;
  const auto close = [&](OfferStatus status, std::uint32_t by) {
    read.status = status;
    read.closing = by;
  };
  for (const auto& row : rows) {
    const auto event = row["number"].get<std::uint32_t>();
    if (event == counter) close(OfferStatus::countered, event);
    if (row["offer"].is_null() || row["offer"].get<std::uint32_t>() != number) continue;
    if (is_below(program, row, "accept")) {
      accepted.insert(row["source"]);
      const bool enough = !all || accepted.size() == recipients;
      if (enough) close(OfferStatus::accepted, event);
      if (enough) read.agreement = event;
    }
    if (is_below(program, row, "refuse")) {
      refused.insert(row["source"]);
      if (all || refused.size() == recipients) close(OfferStatus::refused, event);
    }
    if (is_below(program, row, "withdraw")) close(OfferStatus::withdrawn, event);
    if (is_below(program, row, "lapse")) close(OfferStatus::lapsed, event);
  }
  return read;
}

/// Which event of the log ends a term of that offer, after its agreement began; 0: none.
std::uint32_t read_end(const Program& program, const std::vector<json>& rows, std::uint32_t number,
                       std::uint32_t agreement, const std::string& term) {
  for (const auto& row : rows) {
    const auto event = row["number"].get<std::uint32_t>();
    if (event <= agreement || row["offer"].is_null()) continue;
    if (row["offer"].get<std::uint32_t>() != number) continue;
    const bool names_it = row["attributes"].contains("terms." + term);
    if (is_below(program, row, "expire") || (is_below(program, row, "end") && names_it)) {
      return event;
    }
  }
  return 0;
}

/// How long each term is in force between anybody [µs].
struct InForce : NullObserver {
  std::map<std::uint16_t, std::int64_t> lengths;
  void before(SimTime t0, SimTime t1, const Run& run) {
    for (std::uint16_t t = 0; t < run.program->terms.size(); ++t) {
      if (term_in_force(run, t)) lengths[t] += (t1 - t0).us;
    }
  }
};

// of a term, the length of the union of its times in the tree [µs]
std::int64_t length_in_tree(const OfferTree& tree, std::uint16_t term) {
  std::multimap<SimTime, int> steps;
  for (const auto& node : tree.offers) {
    for (const auto& agreed : node.agreement) {
      if (agreed.term != term) continue;
      steps.emplace(agreed.from, 1);
      steps.emplace(agreed.to, -1);
    }
  }
  std::int64_t length = 0;
  int depth = 0;
  SimTime last;
  for (const auto& [time, step] : steps) {
    if (depth > 0) length += (time - last).us;
    depth += step;
    last = time;
  }
  return length;
}

// from the first offers down, every offer is reached once
void expect_a_tree(const OfferTree& tree) {
  std::multiset<OfferId> reached;
  std::vector<OfferId> waiting;
  for (const auto& node : tree.offers) {
    if (node.parent == kNone) waiting.push_back(node.offer);
  }
  while (!waiting.empty()) {
    const auto& node = tree.offers[waiting.back()];
    waiting.pop_back();
    reached.insert(node.offer);
    for (const auto child : node.children) waiting.push_back(child);
  }
  EXPECT_EQ(reached.size(), tree.offers.size());
  EXPECT_EQ(std::set<OfferId>(reached.begin(), reached.end()).size(), tree.offers.size());
}

using Seen = std::map<std::string, int>;

void expect_as_read(const test::Finished& finished, const OfferTree& tree, const OfferNode& node,
                    const std::vector<json>& rows, Seen& seen) {
  const auto& program = finished.program;
  std::uint32_t counter = 0;
  for (const auto child : node.children) counter = tree.offers[child].event;
  const auto read = read_offer(program, rows, node.event, node.recipients.size(),
                               offer_state(finished.run, node.offer).consent_of_all, counter);
  // the run may have ended between an answer and its event; then the log knows of no answer
  if (node.closed.is_never()) {
    EXPECT_EQ(read.status, OfferStatus::open);
    return;
  }
  EXPECT_EQ(node.status, read.status);
  EXPECT_EQ(node.closing_event, read.closing);
  EXPECT_EQ(node.agreement_event, read.agreement);
  EXPECT_EQ(node.closed, finished.log.events()[read.closing - 1].time);
  for (const auto& agreed : node.agreement) {
    const auto& term = program.terms[agreed.term];
    const auto end = read_end(program, rows, node.event, read.agreement, term);
    EXPECT_EQ(agreed.event, end) << term;
    EXPECT_EQ(agreed.end == TermEnd::in_force, end == 0) << term;
    ++seen[std::string(term_end_word(agreed.end))];
  }
}

TEST(OfferTreeRandomTest, SaysWhatTheLogAndTheRunSay) {
  Seen seen;  // the test must not pass because nothing happens
  for (int seed = 0; seed < test::cases(2000); ++seed) {
    SCOPED_TRACE(seed);
    const test::Finished finished(test::random_scenario(static_cast<std::uint64_t>(seed)));
    const auto tree = offer_tree(finished.report());
    ASSERT_EQ(tree.offers.size(), finished.run.block.size(kOffers));
    expect_a_tree(tree);
    const auto rows = rows_of(finished.report());
    for (const auto& node : tree.offers) {
      EXPECT_EQ(node.status, offer_state(finished.run, node.offer).status);
      ++seen[std::string(status_word(node.status))];
      if (node.event > 0) expect_as_read(finished, tree, node, rows, seen);
    }
  }
  for (const auto* word : {"open", "accepted", "refused", "countered", "withdrawn", "lapsed",
                           "in force", "ended", "violated", "expired"}) {
    EXPECT_GT(seen[word], 0) << word;
  }
}

TEST(OfferTreeRandomTest, TermsAreInForceAsLongAsTheRunSays) {
  int agreements = 0;
  for (int seed = 0; seed < test::cases(600); ++seed) {
    SCOPED_TRACE(seed);
    const auto program = test::compiled(test::random_scenario(static_cast<std::uint64_t>(seed)));
    const Overlay overlay;
    brink::Run run(program, overlay, RunSeed{});
    InForce in_force;
    Log log;
    Together observers(in_force, log);
    run_to_end(run, observers);
    const std::vector<MeasureValue> measures;
    const auto tree = offer_tree({&run, &log, &measures, 0, false});
    for (std::uint16_t t = 0; t < program.terms.size(); ++t) {
      EXPECT_EQ(length_in_tree(tree, t), in_force.lengths[t]) << program.terms[t];
      agreements += in_force.lengths[t] > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(agreements, 0);
}

}  // namespace
}  // namespace brink
