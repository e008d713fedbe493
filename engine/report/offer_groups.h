#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/report/offer_tree.h"

namespace brink {

/// First offers that are told together, in order of sending; one that is told by itself is alone.
using OfferGroup = std::vector<OfferId>;

/// The first offers of a run as they are told, by the first of each group. Unless `all`, four or
/// more of one private kind between the same actors, none of them countered, are a group; where
/// more than 24 are left, so are public ones that came to nothing.
///
/// Cost: O(n log n).
std::vector<OfferGroup> grouped_offers(const OfferTree& tree, bool all);

/// Of chains of more than ten counters of which nothing else is to be told: the middle ones, by the
/// first of them; three at either end are left.
///
/// Cost: O(offers).
std::map<OfferId, std::vector<OfferId>> middles_of_chains(const OfferTree& tree);

/// "2 accepted, 1 refused, 1 still open", in the order of a life.
std::string status_counts(const OfferTree& tree, std::span<const OfferId> offers);

}  // namespace brink
