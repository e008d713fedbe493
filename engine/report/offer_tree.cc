#include "engine/report/offer_tree.h"

#include <algorithm>

#include "engine/run/parties.h"

namespace brink {
namespace {

bool has_bit(std::uint32_t bits, std::uint16_t term) { return (bits >> term & 1U) != 0; }

std::vector<OfferTerm> terms_of(const Run& run, OfferId offer) {
  const auto& state = offer_state(run, offer);
  std::vector<OfferTerm> terms;
  for (std::uint16_t t = 0; t < run.program->terms.size(); ++t) {
    if (!has_bit(state.terms, t)) continue;
    OfferTerm term{.term = t, .value = offer_term(run, offer, t)};
    const double before = state.parent == kNone ? term.value : offer_term(run, state.parent, t);
    if (before != term.value) term.before = before;
    terms.push_back(term);
  }
  return terms;
}

std::vector<OfferRecipient> recipients_of(const Run& run, OfferId offer) {
  std::vector<OfferRecipient> recipients;
  for (const auto& party : parties_of(run, offer)) {
    const bool missed = party.status == PartyStatus::missed;
    recipients.push_back({.actor = party.actor,
                          .answer = missed ? RecipientAnswer::never_asked : RecipientAnswer::none});
  }
  if (recipients.empty()) recipients.push_back({.actor = offer_state(run, offer).recipient});
  return recipients;
}

// what the run's state still knows of an offer at the end
OfferNode node_of(const Run& run, OfferId offer) {
  const auto& state = offer_state(run, offer);
  OfferNode node;
  node.offer = offer;
  node.parent = state.parent;
  node.type = state.type;
  node.proposer = state.proposer;
  node.recipients = recipients_of(run, offer);
  node.terms = terms_of(run, offer);
  node.event = state.event;
  node.status = state.status;
  node.round = state.round;
  node.was_public = state.is_public;
  node.is_public = state.is_public;
  node.consent_of_all = state.parties > 0 && state.consent_of_all;
  node.is_conditional = is_a(*run.program, state.type, run.program->roots.conditional);
  const auto& proposer = run.program->actors[state.proposer];
  node.is_mediated = proposer.kind.find("mediator") != std::string::npos ||
                     proposer.id.find("mediator") != std::string::npos;
  if (state.event > 0) node.sent = state.sent;
  node.deadline = state.deadline;
  node.until = state.until;
  return node;
}

/// Follows the log and tells each offer what happened to it.
class Builder {
 public:
  explicit Builder(const FinishedRun& run) : run_(run) {
    const auto offers = static_cast<OfferId>(run.run->block.size(kOffers));
    for (OfferId i = 0; i < offers; ++i) {
      auto node = node_of(*run.run, i);
      // what an offer counters was made before it
      node.first = node.parent == kNone ? i : tree_.offers[node.parent].first;
      if (node.parent != kNone) tree_.offers[node.parent].children.push_back(i);
      tree_.offers.push_back(std::move(node));
    }
  }

  OfferTree build() {
    for (const auto& event : run_.log->events()) {
      if (const auto step = step_of(run_.program(), event)) take(event, *step);
    }
    for (const auto& timed : run_.log->notes()) follow_message(timed);
    for (auto& node : tree_.offers) finish(node);
    return std::move(tree_);
  }

 private:
  void take(const EventRecord& event, OfferStep step) {
    auto& node = tree_.offers[event.offer];
    switch (step) {
      case OfferStep::sent:
        send(event, node);
        break;
      case OfferStep::accepted:
        answer(event, node, RecipientAnswer::accepted);
        if (node.status == OfferStatus::accepted) close(event, node);
        agree(event, node);
        break;
      case OfferStep::refused:
        answer(event, node, RecipientAnswer::refused);
        if (node.status == OfferStatus::refused) close(event, node);
        break;
      case OfferStep::withdrawn:
      case OfferStep::lapsed:
        close(event, node);
        break;
      case OfferStep::ended: {
        const bool broken = is_a(run_.program(), event.type, violate_);
        end(event, node, event.ends, broken ? TermEnd::violated : TermEnd::ended);
        break;
      }
      case OfferStep::expired:
        end(event, node, kNoId, TermEnd::expired);
        break;
      case OfferStep::revealed:
        node.known_event = event.number;
        break;
      case OfferStep::undelivered:
        // of an answer to the offer it is the answer's sender who hears of it
        if (OfferRecipient* recipient = sent_by(event.cause, node)) {
          recipient->undelivered_event = event.number;
          break;
        }
        [[fallthrough]];
      case OfferStep::concerning:
        node.concerning.push_back(event.number);
        break;
    }
  }

  // the recipient to whom an event sent the offer; null where the event did something else
  OfferRecipient* sent_by(std::uint32_t number, OfferNode& node) {
    if (number == 0) return nullptr;
    const auto& event = run_.log->events()[number - 1];
    if (event.offer != node.offer || !run_.program().types[event.type].is_offer) return nullptr;
    for (auto& recipient : node.recipients) {
      if (recipient.actor == event.target) return &recipient;
    }
    return nullptr;
  }

  // the message that brings an offer comes to the end of a link
  void follow_message(const Log::TimedNote& timed) {
    const auto& note = timed.note;
    if (note.kind != Note::Kind::handed_on && note.kind != Note::Kind::arrived) return;
    const auto offer = run_.log->events()[note.cause - 1].offer;
    if (offer == kNone) return;
    auto* recipient = sent_by(note.cause, tree_.offers[offer]);
    if (recipient == nullptr) return;
    recipient->by.push_back(note.index);
    if (note.kind == Note::Kind::arrived) recipient->arrived = timed.time;
  }

  // of the events that send an offer to several, the first counts
  void send(const EventRecord& event, OfferNode& node) {
    if (event.number != node.event) return;
    node.was_public = event.is_public;
    if (node.parent == kNone) {
      tree_.first.push_back(node.offer);
      return;
    }
    auto& parent = tree_.offers[node.parent];
    answer(event, parent, RecipientAnswer::countered);
    close(event, parent);
  }

  static void answer(const EventRecord& event, OfferNode& node, RecipientAnswer answer) {
    for (auto& recipient : node.recipients) {
      if (recipient.actor != event.source) continue;
      recipient.answer = answer;
      recipient.event = event.number;
      recipient.time = event.time;
    }
  }

  static void close(const EventRecord& event, OfferNode& node) {
    node.closing_event = event.number;
    node.closed = event.time;
    node.closed_by = event.origin == Origin::engine ? kNobody : event.source;
  }

  // an agreement begins with the last acceptance that it needs
  void agree(const EventRecord& event, OfferNode& node) const {
    for (auto& recipient : node.recipients) {
      if (recipient.actor != event.source) continue;
      recipient.covered = covered_by(*run_.run, node.offer, recipient.actor);
    }
    const bool by_all =
        std::all_of(node.recipients.begin(), node.recipients.end(),
                    [](const OfferRecipient& r) { return r.answer == RecipientAnswer::accepted; });
    if (!node.agreed.is_never() || (node.consent_of_all && !by_all)) return;
    node.agreed = event.time;
    node.agreement_event = event.number;
    const auto covered = offer_state(*run_.run, node.offer).covered;
    for (const auto& term : node.terms) {
      if (term.value == 0 || !has_bit(covered, term.term)) continue;
      node.agreement.push_back({.term = term.term, .value = term.value, .from = event.time});
    }
  }

  // ends one term, or all that are left
  static void end(const EventRecord& event, OfferNode& node, std::uint16_t term, TermEnd how) {
    for (auto& agreed : node.agreement) {
      if (agreed.end != TermEnd::in_force || (term != kNoId && agreed.term != term)) continue;
      agreed.end = how;
      agreed.to = event.time;
      agreed.event = event.number;
      agreed.by = event.origin == Origin::engine ? kNobody : event.source;
    }
  }

  bool is_in_force(OfferId offer, std::uint16_t term) const {
    const auto agreements = run_.run->block.view<AgreementState>(kAgreements);
    return std::any_of(agreements.begin(), agreements.end(), [&](const AgreementState& a) {
      return a.offer == offer && has_bit(a.terms, term);
    });
  }

  // what is left in force; an expiry that was left out of the run has no event
  void finish(OfferNode& node) const {
    for (auto& agreed : node.agreement) {
      if (agreed.end != TermEnd::in_force) continue;
      agreed.to = run_.run->now();
      if (is_in_force(node.offer, agreed.term)) continue;
      agreed.end = TermEnd::expired;
      agreed.to = node.until;
    }
  }

  TypeId find_violate() const {
    const auto& types = run_.program().types;
    const auto known = std::find_if(types.begin(), types.end(),
                                    [](const EventType& type) { return type.name == "violate"; });
    return static_cast<TypeId>(known - types.begin());
  }

  FinishedRun run_;
  OfferTree tree_;
  TypeId violate_ = find_violate();
};

}  // namespace

std::optional<OfferStep> step_of(const Program& program, const EventRecord& event) {
  if (event.offer == kNone) return std::nullopt;
  if (program.types[event.type].is_offer) return OfferStep::sent;
  const auto& roots = program.roots;
  const auto is = [&](TypeId root) { return is_a(program, event.type, root); };
  if (is(roots.accept)) return OfferStep::accepted;
  if (is(roots.refuse)) return OfferStep::refused;
  if (is(roots.withdraw)) return OfferStep::withdrawn;
  if (is(roots.lapse)) return OfferStep::lapsed;
  if (is(roots.end)) return OfferStep::ended;
  if (is(roots.expire)) return OfferStep::expired;
  if (is(roots.reveal)) return OfferStep::revealed;
  if (is(roots.undelivered)) return OfferStep::undelivered;
  return OfferStep::concerning;
}

OfferTree offer_tree(const FinishedRun& run) { return Builder(run).build(); }

std::string_view status_word(OfferStatus status) {
  switch (status) {
    case OfferStatus::open:
      return "open";
    case OfferStatus::accepted:
      return "accepted";
    case OfferStatus::refused:
      return "refused";
    case OfferStatus::countered:
      return "countered";
    case OfferStatus::withdrawn:
      return "withdrawn";
    case OfferStatus::lapsed:
      return "lapsed";
    case OfferStatus::unsent:
    case OfferStatus::void_:
      break;
  }
  return "not sent";
}

std::string_view term_end_word(TermEnd end) {
  switch (end) {
    case TermEnd::ended:
      return "ended";
    case TermEnd::violated:
      return "violated";
    case TermEnd::expired:
      return "expired";
    case TermEnd::in_force:
      break;
  }
  return "in force";
}

}  // namespace brink
