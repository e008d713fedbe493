#include "engine/report/offer_chains.h"

#include <fmt/format.h>

#include <map>

#include "engine/report/offer_tree.h"
#include "engine/report/words.h"
#include "engine/run/parties.h"

namespace brink {
namespace {

OfferId first_of(const Run& run, OfferId offer) {
  while (offer_state(run, offer).parent != kNone) offer = offer_state(run, offer).parent;
  return offer;
}

// the terms of a counter that are not those of what it answers
std::string changed_terms(const Run& run, OfferId offer) {
  const auto& state = offer_state(run, offer);
  if (state.parent == kNone) return {};
  std::string text;
  for (std::uint16_t t = 0; t < run.program->terms.size(); ++t) {
    if ((state.terms >> t & 1U) == 0) continue;
    const double value = offer_term(run, offer, t);
    if (value == offer_term(run, state.parent, t)) continue;
    text += fmt::format("{}{} {}", text.empty() ? ": " : ", ", words(run.program->terms[t]),
                        brief_number(value));
  }
  return text;
}

bool belongs_to_chain(const Program& program, const EventRecord& event) {
  if (event.offer == kNone) return false;
  if (program.types[event.type].is_offer) return true;
  const auto& roots = program.roots;
  for (const auto root :
       {roots.accept, roots.refuse, roots.withdraw, roots.lapse, roots.expire, roots.end}) {
    if (is_a(program, event.type, root)) return true;
  }
  return false;
}

// "A", "A and B", "A, B and C"
std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  return text;
}

// the names of an offer's recipients, of those that have not answered alone where `waiting`
std::string recipient_names(const Run& run, OfferId offer, bool waiting) {
  std::vector<std::string> names;
  for (const auto& party : parties_of(run, offer)) {
    const bool waits = party.status == PartyStatus::asked || party.status == PartyStatus::unsent;
    if (waiting && !waits) continue;
    names.emplace_back(actor_name(*run.program, party.actor));
  }
  return joined(names);
}

bool is_partial(const Run& run, const EventRecord& event) {
  if (!is_a(*run.program, event.type, run.program->roots.accept)) return false;
  return (offer_state(run, event.offer).terms & ~covered_by(run, event.offer, event.source)) != 0;
}

// " (meeting only)" behind who accepted in part
std::string part_accepted(const Run& run, const EventRecord& event) {
  if (!is_partial(run, event)) return {};
  const auto covered = covered_by(run, event.offer, event.source);
  std::vector<std::string> names;
  for (std::uint16_t t = 0; t < run.program->terms.size(); ++t) {
    const auto both = offer_state(run, event.offer).terms & covered;
    if ((both >> t & 1U) != 0) names.push_back(words(run.program->terms[t]));
  }
  return names.empty() ? " (no terms)" : fmt::format(" ({} only)", joined(names));
}

// of an offer to several, and of what is accepted in part: "accepted by A and B (meeting only)";
// `accepted` are those who did so before, and gets who does now
std::string answer_text(const FinishedRun& run, const EventRecord& event,
                        std::vector<std::string>& accepted) {
  const auto& program = run.program();
  const auto& roots = program.roots;
  const auto who = std::string(actor_name(program, event.source)) + part_accepted(*run.run, event);
  if (is_a(program, event.type, roots.accept)) accepted.push_back(who);
  const auto by = is_a(program, event.type, roots.accept) ? joined(accepted) : who;
  const auto verb = event.type == roots.accept   ? "accepted"
                    : event.type == roots.refuse ? "refused"
                                                 : words(program.types[event.type].name);
  return fmt::format("{} by {}", verb, by);
}

std::string link_text(const FinishedRun& run, const EventRecord& event, bool with_year,
                      std::vector<std::string>& accepted) {
  const auto& program = run.program();
  const bool offers = program.types[event.type].is_offer;
  const bool to_several = offer_state(*run.run, event.offer).parties > 0;
  auto text = day_text(program, event.time, with_year) + " ";
  const bool answers = is_a(program, event.type, program.roots.accept) ||
                       is_a(program, event.type, program.roots.refuse);
  if (answers && (to_several || is_partial(*run.run, event))) {
    return text + answer_text(run, event, accepted);
  }
  const auto who = actor_name(program, event.source);
  const bool says_who = !who.empty() && event.origin != Origin::engine;
  text += words(program.types[event.type].name);
  if (offers) text += changed_terms(*run.run, event.offer);
  if (offers && to_several) {
    return text + fmt::format(" ({} to {})", who, recipient_names(*run.run, event.offer, false));
  }
  if (event.type == program.roots.lapse && to_several) {
    return text + fmt::format(" (no answer from {})", recipient_names(*run.run, event.offer, true));
  }
  return text + (says_who ? fmt::format(" ({})", who) : "");
}

}  // namespace

std::vector<std::string> offer_chains(const FinishedRun& run) {
  const auto& program = run.program();
  struct Chain {
    std::string text;
    OfferId last = kNone;               // of its offers
    std::vector<std::string> accepted;  // who accepted that one
    int year = 0;
  };
  std::map<std::uint32_t, Chain> chains;  // by the first offer's event
  std::map<OfferStatus, std::size_t> statuses;
  std::size_t hidden = 0;
  const auto year_of = [&](SimTime time) {
    return std::stoi(format_instant({program.start.us + time.us}, Precision::day));
  };
  for (const auto& event : run.log->events()) {
    if (!belongs_to_chain(program, event)) continue;
    const auto& first = offer_state(*run.run, first_of(*run.run, event.offer));
    if (!first.is_public) {
      if (event.number != first.event) continue;
      ++hidden;
      ++statuses[first.status];
      continue;
    }
    const bool offers = program.types[event.type].is_offer;
    // the other events that send an offer to several
    if (offers && event.number != offer_state(*run.run, event.offer).event) continue;
    auto& chain = chains[first.event];
    if (offers) chain.accepted.clear();
    const int year = year_of(event.time);
    const bool with_year = year != (chain.text.empty() ? year_of({}) : chain.year);
    chain.text +=
        (chain.text.empty() ? "" : " → ") + link_text(run, event, with_year, chain.accepted);
    chain.year = year;
    if (offers) chain.last = event.offer;
  }
  std::vector<std::string> texts;
  for (const auto& [number, chain] : chains) {
    const bool open =
        chain.last != kNone && offer_state(*run.run, chain.last).status == OfferStatus::open;
    texts.push_back(chain.text + (open ? " → still open" : ""));
  }
  if (hidden == 0) return texts;
  std::string what;
  for (const auto& [status, count] : statuses) {
    what +=
        fmt::format("{}{} {}", what.empty() ? ": " : ", ", short_count(count), status_word(status));
  }
  texts.push_back(
      fmt::format("{} private {}{}", short_count(hidden), hidden == 1 ? "offer" : "offers", what));
  return texts;
}

}  // namespace brink
