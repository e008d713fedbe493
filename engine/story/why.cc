#include "engine/story/why.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "engine/base/hash.h"
#include "engine/run/step.h"
#include "engine/story/trace_collector.h"

namespace brink {
namespace {

constexpr std::uint64_t kMostRecipients = 64;  // of one offer, looked through for a firing's event

// which firing of its process made an event: its key is that of the firing with an ordinal
std::optional<std::uint64_t> firing_of(const Run& end, const EventRecord& event) {
  const auto& info = end.program->instances[event.maker];
  const auto firings = end.block.view<ClockState>(kClocks)[event.maker].firings;
  const auto& emission = end.program->processes[info.process].emission;
  const auto recipients = std::min<std::uint64_t>(emission.others.size() + 1, kMostRecipients);
  for (std::uint64_t n = 0; n < firings; ++n) {
    for (std::uint64_t ordinal = 0; ordinal < recipients; ++ordinal) {
      if (mix(mix(info.path, n), ordinal) == event.key) return n;
    }
  }
  return std::nullopt;
}

template <class T>
void sort_uniquely(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

TraceFilter filter_of(const Run& end, const std::vector<Link>& links,
                      const std::vector<bool>& wanted) {
  TraceFilter filter;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!wanted[i]) continue;
    const auto& event = links[i].event;
    switch (event.origin) {
      case Origin::rule:
        filter.responses.push_back({event.cause, event.maker});
        filter.messages.push_back(event.cause);
        break;
      case Origin::process:
        if (const auto n = firing_of(end, event)) filter.firings.push_back({event.maker, *n});
        break;
      case Origin::schedule:
        filter.schedule.push_back(event.maker);
        break;
      case Origin::engine:
        filter.events.push_back(event.cause);
        filter.messages.push_back(event.cause);
        break;
    }
  }
  sort_uniquely(filter.responses);
  sort_uniquely(filter.firings);
  sort_uniquely(filter.schedule);
  sort_uniquely(filter.events);
  sort_uniquely(filter.messages);
  return filter;
}

bool is_about_emission(TraceKind kind) {
  switch (kind) {
    case TraceKind::emission:
    case TraceKind::from:
    case TraceKind::to:
    case TraceKind::attribute:
    case TraceKind::weight:
    case TraceKind::term:
    case TraceKind::delay:
    case TraceKind::emitted:
      return true;
    default:
      return false;
  }
}

/// Finds the facts that belong to one event among those of all.
class FactsOf {
 public:
  FactsOf(const Program& program, const std::vector<Fact>& facts, Link& link)
      : program_(program), facts_(facts), link_(link) {}

  void take() {
    if (link_.event.origin == Origin::engine) {
      const bool is_message = link_.event.about != kNoId;
      if (is_message) take_messages(kNobody);
      if (!is_message) take_length();
      return;
    }
    const auto made = std::find_if(facts_.begin(), facts_.end(), [&](const Fact& fact) {
      return fact.trace.kind == TraceKind::emitted && fact.trace.event == link_.event.key;
    });
    if (made == facts_.end()) return;
    link_.response = made->trace.response;
    take_messages(made->trace.self);
    const auto end = static_cast<std::size_t>(made - facts_.begin());
    const auto emission = start_of_emission(end);
    const auto loop = last_loop(emission);
    for (std::size_t i = 0; i <= end; ++i) {
      const auto kind = facts_[i].trace.kind;
      if (facts_[i].trace.response != link_.response || is_of_message(kind)) continue;
      if (is_about_emission(kind) ? i >= emission && (kind != TraceKind::emitted || i == end)
                                  : kind != TraceKind::loop || i == loop) {
        link_.facts.push_back(facts_[i]);
      }
    }
  }

 private:
  // lapse, expire: from the event that made the offer or agreement
  void take_length() {
    for (const auto& fact : facts_) {
      const bool is_length =
          fact.trace.kind == TraceKind::lapses || fact.trace.kind == TraceKind::lasts;
      if (is_length && fact.trace.cause == link_.event.cause) link_.facts.push_back(fact);
    }
  }
  // how the event that is answered came to who answers it, or to where it failed or leaked
  void take_messages(ActorId reader) {
    if (link_.event.origin == Origin::rule && reader == kNobody) return;
    bool here = false;
    const bool becomes_known = is_a(program_, link_.event.type, program_.roots.reveal);
    for (const auto& fact : facts_) {
      const auto& trace = fact.trace;
      if (!is_of_message(trace.kind) || trace.cause != link_.event.cause) continue;
      if (trace.events >= link_.event.number) break;
      // of what becomes known no more than the link where it does
      const bool at_source = trace.self == link_.event.source;
      if (becomes_known && here && !at_source) break;
      if (becomes_known) here = here || at_source;
      if (link_.facts.empty() && trace.self == reader) return;  // it is the sender's own
      const bool goes_on = trace.kind == TraceKind::hop || trace.kind == TraceKind::carries;
      if (trace.time > link_.event.time || (here && goes_on && !becomes_known)) break;
      link_.facts.push_back(fact);
      here = here || (trace.kind == TraceKind::hop && reader != kNobody && trace.other == reader);
    }
  }
  std::size_t start_of_emission(std::size_t end) const {
    for (std::size_t i = end + 1; i-- > 0;) {
      const auto& trace = facts_[i].trace;
      if (trace.kind == TraceKind::emission && trace.response == link_.response) return i;
    }
    return end;
  }
  // a loop that began before another event of the response is not this one's, unless it is the last
  std::size_t last_loop(std::size_t before) const {
    for (std::size_t i = before; i-- > 0;) {
      const auto& trace = facts_[i].trace;
      if (trace.kind == TraceKind::loop && trace.response == link_.response) return i;
    }
    return facts_.size();
  }

  const Program& program_;
  const std::vector<Fact>& facts_;
  Link& link_;
};

void replay(Explanation& found, const WhyOptions& options) {
  auto& links = found.links;
  std::vector<bool> wanted(links.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    wanted[i] = i < options.depth || i + 1 == links.size();
  }
  const auto filter = filter_of(*found.run, links, wanted);
  Run run(*found.run->program, *found.run->overlay, found.run->seed);
  run.trace = &filter;
  TraceCollector collector(*run.program, found.log);
  run_until(run, collector, [&] {
    found.interrupted = found.interrupted || options.stop();
    return found.interrupted || run.header().events >= found.event;
  });
  for (std::size_t i = 0; i < links.size(); ++i) {
    links[i].is_asked = wanted[i];
    if (wanted[i]) FactsOf(*run.program, collector.facts(), links[i]).take();
  }
}

}  // namespace

std::vector<Contribution> Explanation::contributions() const {
  std::vector<Contribution> all;
  for (const auto& link : links) {
    for (const auto& fact : link.facts) {
      for (const auto& contributor : fact.contributors) {
        if (contributor.event == 0) continue;
        all.push_back({contributor.event, link.event.number});
      }
    }
  }
  sort_uniquely(all);
  return all;
}

namespace {

// what is known of the run and the event; the chain and its facts are added
void add_chain(Explanation& found, const WhyOptions& options) {
  for (const auto number : chain_of(found.log.events(), found.event)) {
    found.links.push_back({.event = found.log.events()[number - 1]});
  }
  if (found.event != 0 && !found.interrupted) replay(found, options);
}

}  // namespace

Explanation explain(const Program& program, const Overlay& overlay, RunSeed seed,
                    const EventQuery& query, const WhyOptions& options) {
  Explanation found;
  found.run = std::make_unique<Run>(program, overlay, seed);
  EventFinder finder(query);
  Together observers(found.log, finder);
  run_until(*found.run, observers, [&] { return found.interrupted = options.stop(); });
  found.event = finder.found();
  add_chain(found, options);
  return found;
}

Explanation explain_recorded(const Run& end, Log log, std::uint32_t number,
                             const WhyOptions& options) {
  Explanation found{.run = std::make_unique<Run>(end), .log = std::move(log), .event = number};
  add_chain(found, options);
  return found;
}

NoEvent no_event(const Explanation& explanation, const EventQuery& query) {
  const auto& program = *explanation.run->program;
  const auto n = explanation.log.events().size();
  const auto there_are = fmt::format("the run has {} event{}", n, n == 1 ? "" : "s");
  if (query.by == EventQuery::By::number) {
    return {fmt::format("there is no event #{}: {}",
                        query.text.starts_with('#') ? query.text.substr(1) : query.text, there_are),
            n > 0 ? fmt::format(
                        "numbers go from 1 to {}; `last(PATTERN)` finds an event by its type", n)
                  : ""};
  }
  if (query.by == EventQuery::By::key) {
    return {fmt::format("no event has the key {:016x}: {}", query.value, there_are),
            "keys stand in the log of `brink run --log`; another parameter or seed gives others"};
  }
  std::map<TypeId, std::size_t> counts;
  for (const auto& event : explanation.log.events()) ++counts[event.type];
  std::string types;
  for (const auto& [type, count] : counts) {
    types += fmt::format("{}{} {}", types.empty() ? "" : ", ", count, program.types[type].name);
  }
  return {fmt::format("no event matches `{}`: {}", query.pattern, there_are), types};
}

}  // namespace brink
