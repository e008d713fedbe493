#include "engine/report/offer_chains.h"

#include <fmt/format.h>

#include <map>

#include "engine/report/words.h"

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

std::string link_text(const FinishedRun& run, const EventRecord& event, bool with_year) {
  const auto& program = run.program();
  const bool offers = program.types[event.type].is_offer;
  const auto who = actor_name(program, event.source);
  const bool says_who = !who.empty() && event.origin != Origin::engine;
  return fmt::format("{} {}{}{}", day_text(program, event.time, with_year),
                     words(program.types[event.type].name),
                     offers ? changed_terms(*run.run, event.offer) : "",
                     says_who ? fmt::format(" ({})", who) : "");
}

std::string_view status_word(OfferStatus status) {
  switch (status) {
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
    default:
      return "open";
  }
}

}  // namespace

std::vector<std::string> offer_chains(const FinishedRun& run) {
  const auto& program = run.program();
  struct Chain {
    std::string text;
    OfferId last = kNone;  // of its offers
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
    auto& chain = chains[first.event];
    const int year = year_of(event.time);
    const bool with_year = year != (chain.text.empty() ? year_of({}) : chain.year);
    chain.text += (chain.text.empty() ? "" : " → ") + link_text(run, event, with_year);
    chain.year = year;
    if (program.types[event.type].is_offer) chain.last = event.offer;
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
