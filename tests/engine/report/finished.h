#pragma once

#include <string>

#include "engine/report/finished_run.h"
#include "tests/support/runs.h"

namespace brink::test {

/// A run to its end (or an error) with everything the reports read; kept together and in place.
struct Finished {
  explicit Finished(const std::string& yaml, RunSeed seed = {}, Overlay the_overlay = {})
      : program(compiled(yaml)),
        overlay(std::move(the_overlay)),
        run(program, overlay, seed),
        measures(program) {
    Together observers(hash, log, measures);
    run_to_end(run, observers);
    if (run.header().status != RunStatus::ended) measures.on_end(run);
  }
  Finished(const Finished&) = delete;
  Finished& operator=(const Finished&) = delete;

  FinishedRun report() const { return {&run, &log, &measures.results(), hash.value(), false}; }

  Program program;
  Overlay overlay;
  Run run;
  Log log;
  RunHash hash;
  Measures measures;
};

/// A scenario without chance: every date and number in its reports can be worked out by hand.
inline constexpr const char* kLetters = R"(brink: 1
title: Two neighbours
start: 2026-06-01
horizon: 60 d
parameters: {price: {default: 0.5, range: [0, 1]}}
actors:
  north: {name: North, variables: {anger: {initial: 0, range: [0, 1]}}}
  south: {name: South}
events:
  raid:
    is: assault
    rung: 6
    attributes: {size: {unit: drones, default: 80}, site: {values: [energy, rail], default: rail}}
  letter: {is: offer, terms: {truce: 1, share: 0}, lapses: 20 d, lasts: 30 d}
  yes_but: {is: counter}
  feeler: {is: offer, visibility: private, terms: {agenda: 1}, lapses: 5 d}
schedule:
  strike: {at: 1 d, emit: raid, from: south, to: north}
  second_strike: {at: 2026-06-04 06:30, emit: raid, from: south, to: north, with: {size: 1240}}
  first_letter: {at: 10 d, emit: letter, from: south, to: north, about: sent by post}
  quiet_word: {at: 12 d, emit: feeler, from: north, to: south}
rules:
  anger: {upon: raid, about: raids make angry, do: [target.anger += 0.75]}
  north_answers:
    upon: letter
    by: north
    after: 3 d
    choose:
      options:
        conditions:
          utility: self.anger
          do:
            - counter: offer
              as: yes_but
              terms: {share: price}
        no_answer: {utility: 0}
  south_agrees: {upon: yes_but, by: target, after: 12 h, do: [accept: offer]}
  cooling: {upon: raid, after: 20 d, do: [target.anger -= 0.25]}
  calm: {when: north.anger < 0.6, do: [north.anger = 0]}
ladder: {window: 14 d, rungs: [{at: 0, name: Peace}, {at: 6, name: War}]}
outcomes:
  truce: {when: in_force(truce), about: the raids end, stop: false}
  war: otherwise
measures:
  raids: {count: raid}
  drones: {sum: event.size, of: raid, unit: drones}
  first_answer: {first: accept or counter}
  first_refusal: {first: refuse}
  mean_anger: {average: north.anger}
  truce_held: {time: in_force(truce)}
)";

}  // namespace brink::test
