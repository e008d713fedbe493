#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/run/observers.h"
#include "engine/run/trace_record.h"
#include "engine/story/causes.h"
#include "engine/story/event_query.h"

namespace brink {

/// Who last changed something that an expression reads, before it was read.
struct Contributor {
  enum class Kind : std::uint8_t {
    none,       // it is no such thing, or the scenario says it
    initial,    // a variable that nothing has changed yet
    parameter,  // of the scenario, or set for this run from the start
    write,      // an assignment or an intervention: `write` is its place in the log
    event,      // the event itself: counted, on the ladder, an offer or its end
  };
  Kind kind = Kind::none;
  std::uint32_t event = 0;  // number; 0: it followed from none
  std::uint32_t write = 0;
};

/// One evaluation on the way to an event, with a contributor for each of its values. The writes
/// that came before it are counted from the start of the run.
struct Fact {
  Trace trace;
  std::vector<Contributor> contributors;  // as many as trace.values
};

/// An event of the chain, and everything the engine computed on the way to it, in order. `facts` is
/// empty where the event was not asked about.
struct Link {
  EventRecord event;
  bool is_asked = false;       // its facts were asked for
  std::uint64_t response = 0;  // key of the response, firing or schedule entry that made it
  std::vector<Fact> facts;
};

/// Why an event happened.
///
/// run    to its end: names, offers and what came of them
/// log    everything that happened
/// links  from the event to its root
struct Explanation {
  std::unique_ptr<Run> run;
  Log log;
  std::uint32_t event = 0;  // number
  std::vector<Link> links;
  bool interrupted = false;

  std::vector<Contribution> contributions() const;  // to each link that has facts
};

/// How much is asked: the facts of the first `depth` links, and of the root. `stop` is asked before
/// each step.
struct WhyOptions {
  std::size_t depth = 6;
  std::function<bool()> stop = [] { return false; };
};

/// Plays a run to its end and finds the event; then plays it again up to that event with the
/// engine's own evaluations recorded. Only what the engine computed is told, nothing is worked out
/// anew. `event` is 0 when there is no such event.
///
/// REQUIRES: `program` is that of `compile_with(..., query)`; it and the overlay outlive the
/// result. Cost: two runs; memory O(events) and the facts.
Explanation explain(const Program& program, const Overlay& overlay, RunSeed seed,
                    const EventQuery& query, const WhyOptions& options);

/// The same of an event of a run that was recorded before, so that it is played only once.
///
/// end     the run as far as it was recorded
/// log     everything that happened up to there
/// number  of the event; REQUIRES: it is in the log
/// Cost: one run up to the event; memory O(facts).
Explanation explain_recorded(const Run& end, Log log, std::uint32_t number,
                             const WhyOptions& options);

/// Why there is no such event, and what there is.
struct NoEvent {
  std::string message;
  std::string hint;
};
NoEvent no_event(const Explanation& explanation, const EventQuery& query);

}  // namespace brink
