#pragma once

#include <string>

#include "engine/report/offer_tree.h"

namespace brink {

/// One row per offer for other programs, in order of making. Offers are named as in the log, by the
/// number of the event that sent them. Lengths and instants are in days, instants since the start;
/// what there is none of is null in JSON and an empty cell in CSV.
///
///   - offer: number of the event that sent it; none: it was never sent
///   - key: 16 hex digits; names the offer in every run with the same causes
///   - type: id of its event type
///   - first: the offer its negotiation began with
///   - parent: the offer it counters
///   - children: the offers that counter it
///   - round: 0 for a first offer, one more for each counter
///   - proposer: id of the actor
///   - recipients: ids, in order
///   - consent: all: every recipient must accept; one: the first to accept has it
///   - mediated: true where the proposer's kind or id says that it is a mediator
///   - conditional: true where it is a yes on conditions
///   - public: true unless it was sent in private
///   - known: when a private one became known to all
///   - terms: by name
///   - before: terms that a counter changed: their values in the parent
///   - sent: when
///   - sent_date: the same as a date
///   - deadline: when it lapses unless it is answered, or would have
///   - status: open, accepted, refused, countered, withdrawn, lapsed, not sent
///   - closed, closed_date: when
///   - closed_event, closed_by: by which event, by whom
///   - took: from `sent` to `closed`
///   - left: from `closed` to `deadline`
///   - answers: one for each recipient: who (`by`), `answer` (accepted, refused, countered, none,
///     never asked), `event`, `time`, when the offer `arrived` by channels or the number of the
///     event `undelivered`, and of an acceptance the `terms` it covers
///   - agreed, agreed_event: when its agreement began, with which acceptance
///   - until: when the agreement's time is over, or would have been
///   - agreement: one for each term: `term`, `value`, `from`, `to`, `held`, `end` (in force, ended,
///     violated, expired), `event` that ended it, `by` whom, and the `cause` of that event
///   - concerning: events that speak of it
///
/// CSV writes lists with `;`, terms as `a=1;b=0`, answers as `b=accepted@5` and an agreement's
/// terms as `a=violated@12` (`a=in force`), where the number is the event's; its last column,
/// `held`, says how many days each term was in force: `a=60.5`.
std::string offer_csv(const FinishedRun& run);
std::string offer_json(const FinishedRun& run);

}  // namespace brink
