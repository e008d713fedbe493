#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/report/offer_groups.h"
#include "engine/report/offer_lines.h"

namespace brink {
namespace {

constexpr std::size_t kFewDays = 5;  // that are listed

struct Span {
  double least = 0;
  double most = 0;
  double last = 0;
  double first = 0;
};

// of each term that any of the offers has, in the program's order
std::map<std::uint16_t, Span> spans_of(const OfferTree& tree, std::span<const OfferId> offers) {
  std::map<std::uint16_t, Span> spans;
  for (const auto offer : offers) {
    for (const auto& term : tree.offers[offer].terms) {
      const auto [known, is_new] =
          spans.emplace(term.term, Span{term.value, term.value, term.value, term.value});
      auto& span = known->second;
      span.least = std::min(span.least, term.value);
      span.most = std::max(span.most, term.value);
      span.last = term.value;
    }
  }
  return spans;
}

}  // namespace

std::string OfferLines::between(std::span<const OfferId> offers) const {
  const auto& program = run_.program();
  std::string text;
  for (const auto& [term, span] : spans_of(tree_, offers)) {
    if (span.least == span.most) continue;
    text += fmt::format("{}{} {} → {}", text.empty() ? ": " : ", ", words(program.terms[term]),
                        short_number(span.first), short_number(span.last));
  }
  return fmt::format("{} more counters{}", short_count(offers.size()), text);
}

std::string OfferLines::group(std::span<const OfferId> offers) const {
  const auto& program = run_.program();
  const auto& first = tree_.offers[offers.front()];
  std::string terms;
  for (const auto& [term, span] : spans_of(tree_, offers)) {
    const auto value = span.least == span.most ? short_number(span.least)
                                               : fmt::format("{} to {}", short_number(span.least),
                                                             short_number(span.most));
    terms += fmt::format("{}{} {}", terms.empty() ? ": " : ", ", words(program.terms[term]), value);
  }
  return fmt::format("{}  {} × {}{} · {} · {}", parties(first), short_count(offers.size()),
                     palette_.bold(words(program.types[first.type].name)), terms,
                     first.was_public ? "public" : "private", status_counts(tree_, offers));
}

// "accepted on 12 Jul and 3 Sep", or the first and the last day of many
std::string OfferLines::accepted_days(std::span<const OfferId> offers) const {
  std::vector<SimTime> times;
  for (const auto offer : offers) {
    if (!tree_.offers[offer].agreed.is_never()) times.push_back(tree_.offers[offer].agreed);
  }
  std::sort(times.begin(), times.end());
  std::vector<std::string> days;
  for (const auto time : times) days.push_back(day(time, tree_.offers[offers.front()].sent));
  if (days.size() <= kFewDays) return "accepted on " + joined_names(days);
  return fmt::format("accepted from {} to {}", days.front(), days.back());
}

std::string OfferLines::group_in_force(std::span<const OfferId> offers) const {
  std::map<std::uint16_t, std::vector<const AgreedTerm*>> held;
  for (const auto offer : offers) {
    for (const auto& term : tree_.offers[offer].agreement) held[term.term].push_back(&term);
  }
  if (held.empty()) return {};
  auto text = accepted_days(offers);
  for (const auto& [term, times] : held) {
    Duration total;
    std::map<TermEnd, std::size_t> ends;
    for (const auto* time : times) {
      if (!time->to.is_never()) total.us = saturating_add(total.us, (time->to - time->from).us);
      ++ends[time->end];
    }
    text += fmt::format("; {} in force {}, {} in all", words(run_.program().terms[term]),
                        times.size() == 1 ? "once" : short_count(times.size()) + " times",
                        passed_text(total));
    for (const auto& [end, count] : ends) {
      if (end == TermEnd::expired) continue;
      text += fmt::format(", {} {}", short_count(count),
                          end == TermEnd::in_force ? "still in force" : term_end_word(end));
    }
  }
  return text;
}

}  // namespace brink
