#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/report/offer_tree.h"
#include "engine/report/words.h"

namespace brink {

/// One line of an offer's life, or the place where a counter's own lines stand.
struct OfferLine {
  SimTime time;
  std::uint32_t event = 0;  // 0: no event of its own
  std::uint32_t after = 0;  // of such a line, the event it follows
  OfferId child = kNone;
  std::string text;
};

/// Writes what became of an offer, line by line.
class OfferLines {
 public:
  OfferLines(const FinishedRun& run, const OfferTree& tree, const Palette& palette)
      : run_(run), tree_(tree), palette_(palette) {}

  /// Who offers what to whom, and how long it is open.
  std::string head(const OfferNode& node) const;
  /// What followed, in order of time, and where it stands at the end.
  std::vector<OfferLine> life(const OfferNode& node) const;
  /// Counters that follow each other, in short: how many, and how their terms went.
  std::string between(std::span<const OfferId> offers) const;
  /// Offers of one kind together: how many, what they offered, what became of them.
  std::string group(std::span<const OfferId> offers) const;
  /// How long the terms of those that were accepted held, and what ended them; empty where none
  /// did.
  std::string group_in_force(std::span<const OfferId> offers) const;
  /// "ceasefire 1, meeting 1, territory 0"; of a counter "territory 0 → 0.23, the rest as before".
  std::string terms(const OfferNode& node) const;
  /// "Alba → Bern and Cork"
  std::string parties(const OfferNode& node) const;

 private:
  std::string why_silent(const OfferNode& node, const std::string& silent) const;
  bool is_on_its_way(const OfferNode& node) const;
  void tell_messages(const OfferNode& node, std::vector<OfferLine>& lines) const;
  void tell_answers(const OfferNode& node, std::vector<OfferLine>& lines) const;
  void tell_closing(const OfferNode& node, std::vector<OfferLine>& lines) const;
  void tell_agreement(const OfferNode& node, std::vector<OfferLine>& lines) const;
  void tell_ends(const OfferNode& node, std::vector<OfferLine>& lines) const;
  void tell_concerning(const OfferNode& node, std::vector<OfferLine>& lines) const;
  void tell_standing(const OfferNode& node, std::vector<OfferLine>& lines) const;

  std::string answer_text(const OfferNode& node, const OfferRecipient& recipient,
                          std::size_t accepted) const;
  std::string end_text(const OfferNode& node, const std::vector<const AgreedTerm*>& terms) const;
  std::string consent(const OfferNode& node) const;
  std::string accepted_days(std::span<const OfferId> offers) const;
  std::string waiting(const OfferNode& node) const;
  std::string timing(const OfferNode& offer, SimTime at) const;
  std::string day(SimTime time, SimTime beside) const;
  std::string custom_name(std::uint32_t event) const;
  std::string in_answer_to(std::uint32_t event) const;
  const EventRecord& event(std::uint32_t number) const { return run_.log->events()[number - 1]; }

  const FinishedRun& run_;
  const OfferTree& tree_;
  const Palette& palette_;
};

/// "A", "A and B", "A, B and C".
std::string joined_names(const std::vector<std::string>& names);

/// A length of time to the minute, from 10 d on to the day: "4 d 5 h", "17 d".
std::string passed_text(Duration length);

/// "territory 0.2"; of a term that is simply there, 1, only its name.
std::string agreed_term_text(const Program& program, const AgreedTerm& term);

}  // namespace brink
