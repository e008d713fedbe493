#include "engine/report/offer_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "engine/report/words.h"

namespace brink {
namespace {

constexpr std::size_t kFewAlike = 4;     // that are told together
constexpr std::size_t kManyAlone = 24;   // that make a report long
constexpr std::size_t kLongChain = 10;   // of counters
constexpr std::size_t kEndsOfChain = 3;  // told at either end of it

using Kind = std::tuple<bool, TypeId, ActorId, std::vector<ActorId>>;

Kind kind_of(const OfferNode& node) {
  std::vector<ActorId> recipients;
  for (const auto& recipient : node.recipients) recipients.push_back(recipient.actor);
  return {node.is_public, node.type, node.proposer, recipients};
}

bool is_alone(const OfferNode& node) { return node.children.empty() && node.concerning.empty(); }

bool came_to_nothing(const OfferNode& node) {
  return node.status != OfferStatus::open && node.agreement.empty();
}

// groups of offers that are alike, as far as they are enough; the number of those that are left
std::size_t group_alike(const OfferTree& tree, bool with_public,
                        std::map<OfferId, OfferGroup>& groups) {
  std::map<Kind, OfferGroup> alike;
  for (const auto first : tree.first) {
    const auto& node = tree.offers[first];
    const bool is_meant = !node.is_public || (with_public && came_to_nothing(node));
    if (is_alone(node) && is_meant) alike[kind_of(node)].push_back(first);
  }
  groups.clear();
  auto left = tree.first.size();
  for (const auto& [kind, group] : alike) {
    if (group.size() < kFewAlike) continue;
    groups.emplace(group.front(), group);
    left -= group.size();
  }
  return left;
}

// nothing is to be told of it but its counter
bool is_plain(const OfferTree& tree, const OfferNode& node) {
  if (node.status != OfferStatus::countered || node.children.size() != 1) return false;
  const auto answers = std::count_if(
      node.recipients.begin(), node.recipients.end(),
      [](const OfferRecipient& recipient) { return recipient.answer != RecipientAnswer::none; });
  return tree.offers[node.children.front()].event > 0 && node.concerning.empty() && answers == 1;
}

}  // namespace

std::vector<OfferGroup> grouped_offers(const OfferTree& tree, bool all) {
  std::map<OfferId, OfferGroup> alike;
  if (!all && group_alike(tree, false, alike) > kManyAlone) group_alike(tree, true, alike);
  std::vector<bool> is_told(tree.offers.size());
  std::vector<OfferGroup> groups;
  for (const auto first : tree.first) {
    if (is_told[first]) continue;
    const auto known = alike.find(first);
    groups.push_back(known == alike.end() ? OfferGroup{first} : known->second);
    for (const auto offer : groups.back()) is_told[offer] = true;
  }
  return groups;
}

std::map<OfferId, std::vector<OfferId>> middles_of_chains(const OfferTree& tree) {
  std::map<OfferId, std::vector<OfferId>> middles;
  const auto continues = [&](OfferId offer) {
    return tree.offers[offer].parent != kNone && is_plain(tree, tree.offers[offer]);
  };
  for (const auto& node : tree.offers) {
    if (!continues(node.offer) || continues(node.parent)) continue;
    std::vector<OfferId> chain;
    for (auto offer = node.offer; continues(offer); offer = tree.offers[offer].children.front()) {
      chain.push_back(offer);
    }
    if (chain.size() <= kLongChain) continue;
    const std::vector<OfferId> middle(chain.begin() + kEndsOfChain, chain.end() - kEndsOfChain);
    middles.emplace(middle.front(), middle);
  }
  return middles;
}

std::string status_counts(const OfferTree& tree, std::span<const OfferId> offers) {
  std::map<OfferStatus, std::size_t> counts;
  for (const auto offer : offers) {
    const auto status = tree.offers[offer].status;
    ++counts[status == OfferStatus::void_ ? OfferStatus::unsent : status];
  }
  std::string text;
  for (const auto status :
       {OfferStatus::accepted, OfferStatus::countered, OfferStatus::refused, OfferStatus::withdrawn,
        OfferStatus::lapsed, OfferStatus::open, OfferStatus::unsent}) {
    if (counts[status] == 0) continue;
    text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", short_count(counts[status]),
                        status == OfferStatus::open ? "still " : "", status_word(status));
  }
  return text;
}

}  // namespace brink
