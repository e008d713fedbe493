#pragma once

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "engine/report/finished_run.h"
#include "engine/report/offer_tree.h"
#include "viz/event_look.h"

namespace brink::viz {

/// What may be said of an offer's text, for its colour.
enum class OfferTone : std::uint8_t { plain, dim, good, bad, changed };

/// A text of a card, and the event that it tells of; 0: none.
struct OfferText {
  std::string text;
  OfferTone tone = OfferTone::dim;
  std::uint32_t event = 0;
};

/// One offer as it stands at the playhead, or a group of offers that are alike.
///
/// depth    0 for a first offer, one more for each counter
/// group    of a group, how many; `is_open` whether they stand below it one by one
/// status   "accepted", "lapsed"; its shape and tone say the same
/// texts    parties and dates, terms, answers, agreement: a line each, or more where they are long
struct OfferCard {
  OfferId offer = kNone;
  int depth = 0;
  std::size_t group = 0;
  bool is_open = false;
  bool is_private = false;
  std::string title;
  std::string status;
  Shape shape = Shape::diamond;
  bool is_hollow = false;
  OfferTone tone = OfferTone::plain;
  std::uint32_t event = 0;
  std::uint32_t closing = 0;
  std::vector<OfferText> texts;
};

/// One line of all cards below each other. `text` is kNone in a card's first line.
struct OfferCardLine {
  std::uint32_t card = 0;
  std::uint32_t text = kNone;
  std::string shown;
  bool is_last = false;  // of its card
};

/// The offers that were sent up to the moment `run` is at: negotiations by their start, the newest
/// first, each offer before those that counter it. Offers that are alike stand together, as in the
/// reports, unless their group is in `open_groups`. Once there are `most` cards, older negotiations
/// are left out.
///
/// Cost: O(offers · log offers + texts of the cards).
std::vector<OfferCard> offer_cards(const FinishedRun& run, const OfferTree& tree,
                                   const std::set<OfferId>& open_groups,
                                   std::size_t most = std::numeric_limits<std::size_t>::max());

/// "5 offers: 2 open, 1 accepted, 2 lapsed"
std::string offer_counts(const OfferTree& tree);

}  // namespace brink::viz
