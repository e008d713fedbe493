#include "engine/story/trace_collector.h"

#include <algorithm>

#include "engine/run/parties.h"

namespace brink {

TraceCollector::TraceCollector(const Program& program, const Log& log)
    : program_(&program), log_(&log), writes_of_(program.slots.size()) {
  for (std::uint32_t i = 0; i < log.writes().size(); ++i) {
    writes_of_[log.writes()[i].write.slot].push_back(i);
  }
}

// terms that came into force or ended by this event
void TraceCollector::on_event(const Run& run, const EventRecord& event, const Attributes&) {
  if (event.offer == kNone) return;
  const auto now = run.block.view<AgreementState>(kAgreements);
  agreements_.resize(std::max(agreements_.size(), now.size()));
  for (std::size_t i = 0; i < now.size(); ++i) {
    auto& old = agreements_[i];
    const bool same = old.offer == now[i].offer;
    const auto changed = same ? old.terms ^ now[i].terms : now[i].terms;
    if (!same && old.terms != 0) term_changes_.push_back({old.terms, old.offer, event.number});
    if (changed != 0) term_changes_.push_back({changed, now[i].offer, event.number});
    old = now[i];
  }
}

void TraceCollector::on_trace(const Run& run, const Trace& trace) {
  Fact fact{trace, {}};
  fact.contributors.reserve(trace.values.size());
  for (const auto& value : trace.values) {
    fact.contributors.push_back(contributor_of(run, trace, value));
  }
  fact.trace.writes += writes_;
  facts_.push_back(std::move(fact));
}

Contributor TraceCollector::contributor_of(const Run& run, const Trace& trace,
                                           const CapturedValue& value) const {
  const auto& program = *run.program;
  const auto event = [](std::uint32_t number) {
    return Contributor{number == 0 ? Contributor::Kind::none : Contributor::Kind::event, number, 0};
  };
  switch (program.nodes[value.node].op) {
    case Op::slot:
    case Op::actor_variable:
    case Op::pair_variable:
      if (value.read == kNone) return {};
      return writer_of(value.read, writes_ + trace.writes);
    case Op::in_force:
      return event(last_on_term(run, value));
    case Op::offer_field:
      return event(last_on_offer(run, value));
    default:
      return event(value.changed_by);
  }
}

Contributor TraceCollector::writer_of(SlotId slot, std::uint32_t writes) const {
  const auto& places = writes_of_[slot];
  const auto after = std::lower_bound(places.begin(), places.end(), writes);
  if (after == places.begin()) {
    const bool is_parameter = program_->slots[slot].is_parameter;
    return {is_parameter ? Contributor::Kind::parameter : Contributor::Kind::initial, 0, 0};
  }
  const auto place = *(after - 1);
  return {Contributor::Kind::write, log_->writes()[place].write.cause, place};
}

std::uint32_t TraceCollector::last_on_term(const Run& run, const CapturedValue& value) const {
  const auto& node = run.program->nodes[value.node];
  const auto term = std::uint32_t{1} << node.a;
  for (auto change = term_changes_.rbegin(); change != term_changes_.rend(); ++change) {
    if ((change->terms & term) == 0) continue;
    if (node.count == 0 || binds(run, change->offer, value.a, value.b)) return change->event;
  }
  return 0;
}

// its answer or end where the field tells of these, otherwise the event that made it
std::uint32_t TraceCollector::last_on_offer(const Run& run, const CapturedValue& value) const {
  const auto field = static_cast<OfferField>(run.program->nodes[value.node].a);
  const bool may_change = field <= OfferField::lapsed;
  if (value.read == kNone || !may_change) return value.changed_by;
  const auto status = offer_state(run, value.read).status;
  if (status == OfferStatus::open || status == OfferStatus::unsent) return value.changed_by;
  const auto& roots = run.program->roots;
  for (auto n = run.header().events; n > value.changed_by; --n) {
    const auto& event = log_->events()[n - 1];
    if (event.offer == kNone) continue;
    const bool counters = is_a(*run.program, event.type, roots.counter) &&
                          offer_state(run, event.offer).parent == value.read;
    const bool ends =
        event.offer == value.read && (is_a(*run.program, event.type, roots.accept) ||
                                      is_a(*run.program, event.type, roots.refuse) ||
                                      is_a(*run.program, event.type, roots.withdraw) ||
                                      is_a(*run.program, event.type, roots.lapse));
    if (counters || ends) return n;
  }
  return value.changed_by;
}

}  // namespace brink
