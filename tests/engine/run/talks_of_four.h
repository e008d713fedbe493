#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink::test {

inline constexpr std::int64_t kDay = kMicrosecondsPerDay;

/// A scenario of four who talk: `pact` needs the consent of all, `tender` of one. `sends` is what a
/// offers to b, c and d on day 1, nothing when empty; `rest` are further entries and sections.
inline std::string talks(const std::string& sends, const std::string& rest) {
  return R"yaml(
brink: 1
title: Talks of four
start: 2026-01-01
horizon: 60 d
world: {variables: {noted: 0}}
actors: {a: {}, b: {}, c: {}, d: {}}
groups: {everyone: [a, b, c, d], guests: [b, c, d], last_two: [c, d]}
events:
  pact: {is: offer, consent: all, terms: {truce: 1, land: 0.5, aid: 0}, lapses: 10 d, lasts: 20 d}
  tender: {is: offer, consent: one, terms: {truce: 1, land: 0.5}, lapses: 10 d, lasts: 20 d}
  plain: {is: offer, terms: {truce: 1}, lapses: 10 d}
  whisper: {is: pact, visibility: private}
  yes_but: {is: counter, lapses: 5 d, lasts: 6 d}
  raid: {is: assault}
  sign: {is: request}
schedule:
)yaml" +
         (sends.empty() ? ""
                        : "  letter: {at: 1 d, emit: " + sends + ", from: a, to: [b, c, d]}\n") +
         rest;
}

/// One run of it.
struct Told {
  std::string story;
  Log log;
  std::vector<MeasureValue> measures;
};

inline Told told(const std::string& yaml, const Overlay& overlay = {}) {
  const auto program = compiled(yaml);
  auto result = run_once(program, {.seed = 1}, overlay);
  EXPECT_EQ(result.status, Status::ended);
  return {story(program, result.log), std::move(result.log), std::move(result.measures)};
}

/// The talks in which a sends a pact, or a tender.
inline Told pact(const std::string& rest) { return told(talks("pact", rest)); }
inline Told tender(const std::string& rest) { return told(talks("tender", rest)); }

inline std::size_t notes_of(const Told& all, Note::Kind kind) {
  const auto& notes = all.log.notes();
  return static_cast<std::size_t>(std::count_if(
      notes.begin(), notes.end(), [&](const auto& timed) { return timed.note.kind == kind; }));
}

/// A measure's number, or its length of time in days.
inline double measure(const Told& all, std::size_t index) {
  return all.measures[index].value.number;
}
inline double days(const Told& all, std::size_t index) {
  return static_cast<double>(all.measures[index].value.whole) / static_cast<double>(kDay);
}

inline Overlay without(std::uint64_t key) {
  Overlay overlay;
  overlay.suppressed_events = {key};
  return overlay;
}

inline const std::string kSent = "1 pact a>b\n1 pact a>c\n1 pact a>d\n";
inline const std::string kTendered = "1 tender a>b\n1 tender a>c\n1 tender a>d\n";

/// How long the truce holds between each two, and how long land does.
inline const std::string kPairs = R"yaml(
measures:
  ab: {time: "in_force(truce, a, b)"}
  ac: {time: "in_force(truce, c, a)"}
  ad: {time: "in_force(truce, a, d)"}
  bc: {time: "in_force(truce, b, c)"}
  bd: {time: "in_force(truce, d, b)"}
  cd: {time: "in_force(truce, c, d)"}
  aa: {time: "in_force(truce, a, a)"}
  any: {time: in_force(truce)}
  land: {time: in_force(land)}
)yaml";

/// Of `kPairs`: between ab, ac, ad, bc, bd, cd.
inline std::vector<double> pair_days(const Told& all) {
  std::vector<double> result;
  for (std::size_t i = 0; i < 6; ++i) result.push_back(days(all, i));
  return result;
}

}  // namespace brink::test
