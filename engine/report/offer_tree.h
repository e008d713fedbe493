#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/report/finished_run.h"

namespace brink {

/// What an event does to the offer it names. The tree, its text and its rows tell offers by these:
/// a new kind of event that matters to an offer is a line here, in `step_of` and in the text.
enum class OfferStep : std::uint8_t {
  sent,  // makes it; a counter also closes what it answers
  accepted,
  refused,
  withdrawn,
  lapsed,
  ended,        // a term of its agreement
  expired,      // its agreement
  revealed,     // becomes known to all
  undelivered,  // does not reach a recipient
  concerning,
};

/// A term as an offer has it. `before`: of a counter that changes it, its value in the offer that
/// is answered; 0 where that did not have it.
struct OfferTerm {
  std::uint16_t term = 0;
  double value = 0;
  std::optional<double> before;
};

/// How a recipient answered.
enum class RecipientAnswer : std::uint8_t { none, accepted, refused, countered, never_asked };

struct OfferRecipient {
  ActorId actor = kNobody;
  RecipientAnswer answer = RecipientAnswer::none;
  std::uint32_t covered = kAllTerms;    // accepted: bits of the terms it covers
  std::uint32_t event = 0;              // number of the answer; 0: none
  SimTime time = SimTime::never();      // of that event
  SimTime arrived = SimTime::never();   // by channels; never also where it needed none
  std::vector<std::uint32_t> by;        // the links it went by, in order
  std::uint32_t undelivered_event = 0;  // 0: it arrived, was under way at the end, or needed none
};

enum class TermEnd : std::uint8_t { in_force, ended, violated, expired };

/// A term of an agreement: how long it held, and what ended it. `to` is the run's end while it is
/// in force, and never where nobody knows: its end was left out of the run.
struct AgreedTerm {
  std::uint16_t term = 0;
  double value = 0;
  SimTime from;
  SimTime to = SimTime::never();
  TermEnd end = TermEnd::in_force;
  std::uint32_t event = 0;  // number of the event that ended it; 0: none
  ActorId by = kNobody;     // who ended it; nobody where its time was over
};

/// One offer with all that became of it. Numbers of events are those of the log; 0 stands for none.
///
/// parent, children   the offer it counters, and those that counter it
/// first              the offer its negotiation began with
/// is_mediated        the proposer's kind or id says that it is a mediator
/// was_public         when it was sent; `is_public` at the end of the run
/// deadline, until    when it lapses unless it is answered; when its agreement's time is over
/// unless
///                    that is ended; or when they would have been. never: not limited
/// closed             when it was answered for good, withdrawn or lapsed; never: it was not, or the
///                    event did not come to pass (it was left out, or the run ended first)
/// agreed             when its agreement began; never: there is none
/// is_conditional     a yes on conditions
/// known_event        that made a private one known to all; 0: none
/// concerning         events that speak of it and do nothing to it
struct OfferNode {
  OfferId offer = kNone;
  OfferId parent = kNone;
  OfferId first = kNone;
  std::vector<OfferId> children;
  TypeId type = 0;
  ActorId proposer = kNobody;
  std::vector<OfferRecipient> recipients;  // in the order they are named
  std::vector<OfferTerm> terms;            // in the program's order
  std::uint32_t event = 0;                 // that sent it; 0: it was never sent
  std::uint32_t closing_event = 0;
  std::uint32_t agreement_event = 0;
  std::uint32_t known_event = 0;
  ActorId closed_by = kNobody;
  OfferStatus status = OfferStatus::unsent;
  std::uint16_t round = 0;  // 0 for a first offer, one more for each counter
  bool was_public = true;
  bool is_public = true;
  bool consent_of_all = false;  // of several recipients
  bool is_mediated = false;
  bool is_conditional = false;
  SimTime sent = SimTime::never();
  SimTime deadline = SimTime::never();
  SimTime closed = SimTime::never();
  SimTime agreed = SimTime::never();
  SimTime until = SimTime::never();
  std::vector<AgreedTerm> agreement;
  std::vector<std::uint32_t> concerning;
};

/// All offers of a run.
struct OfferTree {
  std::vector<OfferNode> offers;  // by OfferId
  std::vector<OfferId> first;     // offers that counter none and were sent, in order of sending
};

/// Reads from the log and the run's state at its end what became of each offer.
///
/// Cost: O(events + offers · terms).
OfferTree offer_tree(const FinishedRun& run);

/// What an event does to its offer; nothing where it names none.
std::optional<OfferStep> step_of(const Program& program, const EventRecord& event);

/// "accepted", "open", ...; of an offer whose event was left out or still to come "not sent".
std::string_view status_word(OfferStatus status);

/// "in force", "ended", "violated", "expired".
std::string_view term_end_word(TermEnd end);

}  // namespace brink
