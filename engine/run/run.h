#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engine/base/dormand_prince.h"
#include "engine/base/drift.h"
#include "engine/base/random.h"
#include "engine/program/program.h"
#include "engine/run/agenda_state.h"
#include "engine/run/block.h"
#include "engine/run/event.h"
#include "engine/run/offer_state.h"
#include "engine/run/overlay.h"
#include "engine/run/trace_record.h"

namespace brink {

/// One number of the state: its value at `anchor`, from where its law carries it on.
struct SlotState {
  Value value{};
  SimTime anchor;
  double speed = 0;  // trend: slope [1/day]; decay: rate [1/day]
  double rest = 0;
};

/// A system of differential equations: its variables follow quartics from their common anchor until
/// the present step ends.
struct FlowState {
  SimTime until;
  double length = 0;  // of the next step as far as accuracy goes [day]; 0: not known yet
  std::uint32_t entry = kNone;
  std::uint32_t steps = 0;  // taken where the last one ended
  std::uint32_t tight = 0;  // place of the variable that last made a step shorter
  SimTime counted;          // when the mean length of steps was last looked at
  bool is_marked = false;   // begins anew now, and its step is still to be taken
};

/// A process's unit-rate clock: what is left of its Exp(1), spent as the integral of its rate.
struct ClockState {
  double remaining = 0;  // of a rate
  double rate = 0;       // [1/day] while it is constant
  SimTime since;         // until when `remaining` is accounted
  Duration left;         // of `every`
  std::uint64_t firings = 0;
  std::uint32_t form = kNone;  // the rate's closed form, where it moves
  std::uint32_t entry = kNone;
  std::uint32_t cause = 0;     // event that last re-timed it
  std::uint32_t negative = 0;  // times its rate was below 0
  std::uint32_t steps = 0;     // of a rate without closed form, since it last began anew
  double length = 0;           // of such a rate's next step [day]; 0: not known yet
  bool is_open = false;
  bool is_moving = false;
};

struct WatchState {
  std::uint32_t entry = kNone;
  std::uint32_t crossings = 0;
  std::uint32_t cause = 0;
  bool holds = false;
};

/// One counter of past events, see Tally.
struct CellState {
  SimTime last_time;
  std::uint32_t last_event = 0;  // number
  std::uint32_t total = 0;
  OfferId last_offer = kNone;
  std::uint32_t head = kNone;  // oldest within the window
  std::uint32_t tail = kNone;
  std::uint32_t in_window = 0;
  std::uint32_t entry = kNone;
};

struct WindowItem {
  SimTime time;
  std::uint32_t next = kNone;
  std::uint32_t event = 0;  // number
};

/// The last event of a pair of actors that stands on one rung of the ladder.
struct RungTime {
  SimTime time{-1};         // before the start: there was none
  std::uint32_t event = 0;  // number
};

/// How messages go on to one actor by the links of one route set, where it is known.
struct RouteTree {
  std::uint32_t row = kNone;      // first of its places among the routes
  std::uint32_t version = 0;      // of the channels when it was found
  SimTime at = SimTime::never();  // when it was found
};

/// A private event that may become known to all later.
struct Secret {
  EventRecord event;
  Attributes attributes;
  std::uint32_t carriers = kNone;  // who have handed it on, the last first
  std::uint32_t next = kNone;      // of an offer to several: the secret sent to the next
  bool is_known = false;           // to all
  bool is_lost = false;            // its message did not arrive
};

/// Somebody who has handed a message on, and so knows of it.
struct Carrier {
  std::uint32_t next = kNone;  // who had it before
  ActorId actor = kNobody;
};

struct OutcomeState {
  SimTime reached = SimTime::never();
};

/// Something that waits: an event to come, or a rule's response with the event it answers.
struct Pending {
  EventRecord event;      // the event itself, or the trigger
  std::uint64_t key = 0;  // of the response: what its draws are addressed by
  std::uint32_t next_free = kNone;
  RuleId rule = kNoId;
  ActorId self = kNobody;
  ActorId other = kNobody;
  std::uint8_t option = 0xFF;
  bool offer_was_open = false;
  bool has_leaked = false;         // a message: it is known to all, or about to be
  std::uint16_t hop = 0;           // a message: how many links it has been on
  std::uint32_t link = kNone;      // a message: that it is on, from `self` to `other`
  std::uint32_t secret = kNone;    // a message, or what makes one known: where it is kept
  std::uint32_t carriers = kNone;  // a message: who have handed it on, the last first
  Attributes attributes;           // of `event`; beyond as many as it has they mean nothing
};

/// All as by default but the attributes.
inline void clear(Pending& pending) {
  static constexpr Pending kFresh{};
  std::memcpy(static_cast<void*>(&pending), &kFresh, offsetof(Pending, attributes));
}

/// Copies a pending thing with the attributes its event has.
inline void copy_used(Pending& to, const Pending& from) {
  // two copies whose lengths are known beat one whose length is not
  std::memcpy(static_cast<void*>(&to), &from, offsetof(Pending, attributes));
  for (std::size_t i = 0; i < from.event.attributes; ++i) to.attributes[i] = from.attributes[i];
}

enum class RunStatus : std::uint8_t { running, ended, failed };

/// Why a run could not go on.
struct RunError {
  enum class Kind : std::uint8_t {
    none,
    not_finite,
    bad_delay,
    bad_temperature,
    bad_weights,
    zeno,
    too_many_events,
    too_many_pending,
    too_fast,
  };
  struct Operand {
    NodeId node = kNone;
    Value value{};
  };
  Kind kind = Kind::none;
  SimTime time;
  NodeId node = kNone;  // the expression
  Value value{};        // what it gave
  std::uint32_t operands = 0;
  std::array<Operand, 8> operand{};
  std::array<EventRecord, 8> chain{};  // zeno: the last events, oldest first
  RuleId rule = kNoId;                 // zeno: the last rule that acted
};

inline constexpr std::uint32_t kRecentEvents = 8;  // kept for the chain of an endless instant

struct RunHeader {
  SimTime now;
  SimTime end;
  SimTime instant;  // when `instant_events` began to count
  std::uint64_t instant_events = 0;
  std::uint64_t instant_entries = 0;
  std::uint64_t entries = 0;  // agenda entries done so far
  std::uint32_t events = 0;
  AgendaState agenda;
  std::uint32_t free_pending = kNone;
  std::uint32_t free_window = kNone;
  std::uint32_t free_secret = kNone;
  std::uint32_t free_carrier = kNone;
  std::uint32_t routes_version = 1;  // grows when channels open, close or change their delays
  std::uint64_t routes_overlay = 0;  // hash of the channels suppressed when routes were found
  std::uint32_t outcome = kNone;     // that ended the run, or holds at its end
  RuleId last_rule = kNoId;          // that acted
  RunStatus status = RunStatus::running;
};

/// The sections of a run's block.
enum Section : std::size_t {
  kHeader,
  kSlots,
  kCurves,
  kFlows,
  kMarkedFlows,
  kClamps,
  kClocks,
  kForms,
  kWatches,
  kCells,
  kWindows,
  kWindowItems,
  kRungTimes,
  kRungEntries,
  kOutcomes,
  kOffers,
  kOfferTerms,
  kOfferParties,
  kAgreements,
  kRouteTrees,
  kRoutes,
  kSecrets,
  kCarriers,
  kAgenda,
  kEntries,
  kFarItems,
  kFarTiers,
  kFarBuckets,
  kPending,
  kMarkedWatches,
  kMarkedProcesses,
  kRecent,
  kSections,
};

/// A change of the state, for observers.
struct Write {
  SlotId slot = 0;
  Value before{};
  Value after{};
  std::uint32_t cause = 0;  // number of the event it follows from; 0 = none
  RuleId rule = kNoId;      // that wrote it; kNoId: an intervention
  ActorId self = kNobody;   // who responded by that rule
};

/// True of an intervention: what no rule wrote.
constexpr bool is_intervention(const Write& write) { return write.rule == kNoId; }

/// Something worth knowing that is no event.
struct Note {
  enum class Kind : std::uint8_t {
    condition,    // a condition-rule acts
    decided,      // an option was chosen
    cancelled,    // a decision lapsed: the offer was closed
    given_up,     // `still` was false when the delay was over
    no_option,    // no option was possible
    void_answer,  // an answer to an offer that cannot be answered (any more)
    nobody,       // an event was not made: nobody could be picked
    outcome,      // an outcome was reached
    opened,       // a channel opened
    closed,       // a channel closed
    handed_on,    // a message reached a carrier
    arrived,      // a message reached its addressee
  };
  Kind kind = Kind::condition;
  std::uint32_t index = 0;  // rule, outcome or link
  std::uint32_t cause = 0;
  ActorId self = kNobody;
  std::uint8_t option = 0xFF;
  double probability = 0;  // decided: of that option
};

/// True if a note tells of a channel or of a message on it: then its index is a link.
constexpr bool is_of_channel(const Note& note) { return note.kind >= Note::Kind::opened; }

/// One timeline in the making: a Program, an Overlay, a seed, and all state in one block. Copying a
/// Run is a snapshot; continuing the copy under another Overlay is a fork.
///
/// Program and Overlay are borrowed and must outlive the Run.
/// Thread safety: a Run belongs to one thread.
/// Cost: copy O(bytes of the block).
struct Run {
  Run(const Program& the_program, const Overlay& the_overlay, RunSeed the_seed);

  const Program* program;
  const Overlay* overlay;
  RunSeed seed;
  Block<kSections> block;
  RunError error;

  // what the current step did, for its observers; not part of the state
  std::vector<Write> writes;
  std::vector<Note> notes;
  std::vector<Trace> traces;
  bool keep_journal = false;

  Pending current;  // what was taken from the agenda last, while the step lasts

  // room to work in
  std::vector<ActorId> listeners;
  std::vector<ActorId> recipients;  // of one offer
  std::vector<ActorId> bound;       // by one agreement
  std::vector<ActorId> told;        // of one secret
  std::vector<double> solver_room;  // of the solver of differential equations
  std::vector<bool> held;           // variables of a system, while it takes a step
  std::vector<bool> inward;
  mutable std::vector<Drift> forms;  // see FormStack
  // which of its own evaluations it records; nullptr: none. Borrowed, not part of the state
  const TraceFilter* trace = nullptr;

  RunHeader& header() { return *reinterpret_cast<RunHeader*>(block.data()); }
  const RunHeader& header() const { return *reinterpret_cast<const RunHeader*>(block.data()); }
  SimTime now() const { return header().now; }
};

/// Makes a run begin again with another seed, as one newly made by the constructor, in the memory
/// it has already.
///
/// fresh  a run of the same Program and Overlay that has not done a step
/// Cost: O(bytes of `fresh`); no allocation once the run has been through runs as large.
void begin_again(Run& run, const Run& fresh, RunSeed seed);

/// Lets a run, most often a copy of one, go on under another overlay: a fork. Nothing that was done
/// is done again or undone.
/// REQUIRES: `overlay` outlives the run, has the settings and the end that the run began with, and
/// the same interventions up to `run.now()`, that instant included: those count as made.
/// Cost: O(1).
inline void continue_under(Run& run, const Overlay& overlay) { run.overlay = &overlay; }

/// All slots, where they always stand in the block: right behind the header.
inline const SlotState* slots_of(const Run& run) {
  constexpr std::size_t kPlace = (sizeof(RunHeader) + 63) / 64 * 64;
  return reinterpret_cast<const SlotState*>(run.block.data() + kPlace);
}

/// Closed forms that are put together to one: a part of the room that all of a run share, which is
/// given back at the end of the object's life.
class FormStack {
 public:
  explicit FormStack(const Run& run) : all_(run.forms), first_(all_.size()) {}
  FormStack(const FormStack&) = delete;
  FormStack& operator=(const FormStack&) = delete;
  ~FormStack() { all_.resize(first_); }

  void push(const Drift& form) { all_.push_back(form); }
  std::span<const Drift> forms() const { return std::span(all_).subspan(first_); }

 private:
  std::vector<Drift>& all_;
  std::size_t first_;
};

/// A slot's value at an instant not before its last change, by its law.
Value slot_value(const Run& run, SlotId slot, SimTime at);

/// How a slot moves from `at` on, and until when that form holds (a trend ends at its range, a
/// flow's curve with its step).
Drift slot_drift(const Run& run, SlotId slot, SimTime at, SimTime& valid_until);

/// The parties and terms of an offer.
inline const OfferState& offer_state(const Run& run, OfferId offer) {
  return run.block.view<OfferState>(kOffers)[offer];
}
double offer_term(const Run& run, OfferId offer, std::uint16_t term);

/// The recipients of an offer to several; empty when it has one.
inline std::span<const OfferParty> parties_of(const Run& run, OfferId offer) {
  const auto& state = offer_state(run, offer);
  return run.block.view<OfferParty>(kOfferParties).subspan(state.first_party, state.parties);
}

/// Highest rung of any event between two actors within the ladder's window; 0 when none.
double pair_rung(const Run& run, ActorId a, ActorId b, SimTime at);

/// True while a term of an accepted offer holds, between anybody or between two actors.
bool term_in_force(const Run& run, std::uint16_t term);
bool term_in_force(const Run& run, std::uint16_t term, ActorId a, ActorId b);

/// How often assignments to a slot were held at its range.
inline std::uint32_t clamp_count(const Run& run, SlotId slot) {
  return run.block.view<std::uint32_t>(kClamps)[slot];
}

/// How often a process's rate was below 0 and counted as 0.
inline std::uint32_t negative_rate_count(const Run& run, std::uint32_t instance) {
  return run.block.view<ClockState>(kClocks)[instance].negative;
}

}  // namespace brink
