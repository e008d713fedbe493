#include "viz/offer_cards.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/report/offer_groups.h"
#include "engine/report/offer_lines.h"
#include "engine/report/words.h"

namespace brink::viz {
namespace {

constexpr OfferStatus kInOrder[] = {OfferStatus::open,      OfferStatus::accepted,
                                    OfferStatus::refused,   OfferStatus::countered,
                                    OfferStatus::withdrawn, OfferStatus::lapsed};

void set_status(OfferCard& card, OfferStatus status) {
  card.status = status_word(status);
  switch (status) {
    case OfferStatus::open:
      card.shape = Shape::diamond;
      card.tone = OfferTone::plain;
      return;
    case OfferStatus::accepted:
      card.shape = Shape::tick;
      card.tone = OfferTone::good;
      return;
    case OfferStatus::refused:
    case OfferStatus::withdrawn:
      card.shape = Shape::cross;
      card.is_hollow = status == OfferStatus::withdrawn;
      card.tone = status == OfferStatus::refused ? OfferTone::bad : OfferTone::changed;
      return;
    case OfferStatus::countered:
      card.shape = Shape::diamond;
      card.is_hollow = true;
      card.tone = OfferTone::changed;
      return;
    default:
      card.shape = Shape::bar;
      card.tone = OfferTone::dim;
  }
}

/// Writes the cards of one moment.
class Writer {
 public:
  Writer(const FinishedRun& run, const OfferTree& tree)
      : run_(run), tree_(tree), lines_(run_, tree_, plain_) {}

  OfferCard card_of(const OfferNode& node, int depth) const {
    OfferCard card;
    card.offer = node.offer;
    card.depth = depth;
    card.is_private = !node.is_public;
    card.title = words(program().types[node.type].name);
    card.event = node.event;
    card.closing = node.closing_event;
    set_status(card, node.status);
    card.texts.push_back({lines_.parties(node), OfferTone::plain, node.event});
    card.texts.push_back({dates(node), OfferTone::dim, node.event});
    if (auto terms = lines_.terms(node); !terms.empty()) {
      card.texts.push_back({(node.is_conditional ? "yes, if " : "") + std::move(terms),
                            OfferTone::plain, node.event});
    }
    tell_messages(node, card);
    tell_answers(node, card);
    tell_agreement(node, card);
    return card;
  }

  OfferCard group_card(const OfferGroup& group) const {
    const auto& first = tree_.offers[group.front()];
    OfferCard card;
    card.offer = first.offer;
    card.group = group.size();
    card.is_private = !first.is_public;
    card.title = fmt::format("{} × {}", group.size(), words(program().types[first.type].name));
    card.is_hollow = true;
    card.tone = OfferTone::dim;
    card.texts.push_back({lines_.parties(first), OfferTone::plain, 0});
    card.texts.push_back(
        {days_text(program(), first.sent, tree_.offers[group.back()].sent), OfferTone::dim, 0});
    card.texts.push_back({status_counts(tree_, group), OfferTone::dim, 0});
    return card;
  }

 private:
  const Program& program() const { return run_.program(); }
  SimTime now() const { return run_.run->now(); }

  // "4 Jun → 8 Jun, after 4 d 2 h", "4 Jun, lapses in 12 d"
  std::string dates(const OfferNode& node) const {
    const auto sent = day_text(program(), node.sent);
    if (node.status == OfferStatus::open) {
      return node.deadline.is_never()
                 ? sent + ", no deadline"
                 : fmt::format("{}, lapses in {}", sent, passed_text(node.deadline - now()));
    }
    if (node.closed.is_never()) return sent;
    return fmt::format("{} → {}, after {}", sent, day_text(program(), node.closed),
                       passed_text(node.closed - node.sent));
  }

  void tell_messages(const OfferNode& node, OfferCard& card) const {
    for (const auto& recipient : node.recipients) {
      const auto who = actor_name(program(), recipient.actor);
      if (recipient.undelivered_event > 0) {
        card.texts.push_back(
            {fmt::format("never reached {}", who), OfferTone::bad, recipient.undelivered_event});
      } else if (!recipient.arrived.is_never() && recipient.arrived > node.sent) {
        card.texts.push_back(
            {fmt::format("reached {} after {}", who, passed_text(recipient.arrived - node.sent)),
             OfferTone::dim, 0});
      }
    }
    const bool under_way = node.recipients.size() == 1 && node.status == OfferStatus::open &&
                           !offer_state(*run_.run, node.offer).is_delivered &&
                           node.recipients[0].arrived.is_never() &&
                           node.recipients[0].undelivered_event == 0;
    if (under_way) card.texts.push_back({"on its way: not yet arrived", OfferTone::changed, 0});
    if (node.known_event > 0) {
      card.texts.push_back({"became known to all", OfferTone::changed, node.known_event});
    }
  }

  // of an offer to several, each; of one to one the status says it
  void tell_answers(const OfferNode& node, OfferCard& card) const {
    if (node.recipients.size() < 2) return;
    for (const auto& recipient : node.recipients) {
      const auto who = actor_name(program(), recipient.actor);
      switch (recipient.answer) {
        case RecipientAnswer::accepted:
          card.texts.push_back(
              {fmt::format("{}: accepted", who), OfferTone::good, recipient.event});
          break;
        case RecipientAnswer::refused:
          card.texts.push_back({fmt::format("{}: refused", who), OfferTone::bad, recipient.event});
          break;
        case RecipientAnswer::countered:
          card.texts.push_back(
              {fmt::format("{}: countered", who), OfferTone::changed, recipient.event});
          break;
        case RecipientAnswer::never_asked:
          card.texts.push_back({fmt::format("{}: was never asked", who), OfferTone::dim, 0});
          break;
        case RecipientAnswer::none:
          card.texts.push_back(
              {fmt::format("{}: no answer{}", who, node.status == OfferStatus::open ? " yet" : ""),
               OfferTone::dim, 0});
          break;
      }
    }
  }

  // terms that ended together are one line
  void tell_agreement(const OfferNode& node, OfferCard& card) const {
    std::map<std::pair<TermEnd, std::uint32_t>, std::vector<const AgreedTerm*>> ends;
    for (const auto& term : node.agreement) ends[{term.end, term.event}].push_back(&term);
    for (const auto& [key, terms] : ends) {
      std::vector<std::string> names;
      for (const auto* term : terms) names.push_back(agreed_term_text(program(), *term));
      const auto& first = *terms.front();
      const bool is_held = key.first == TermEnd::in_force;
      auto text = fmt::format("{}: {}", joined_names(names), term_end_word(key.first));
      if (!is_held && first.by != kNobody) {
        text += fmt::format(" by {}", actor_name(program(), first.by));
      }
      const auto until = is_held ? now() : first.to;
      if (!until.is_never()) {
        text += fmt::format("{} {}", is_held ? " for" : " after", passed_text(until - first.from));
      }
      if (is_held && !node.until.is_never()) {
        text += fmt::format(", {} left", passed_text(node.until - now()));
      }
      const auto tone = is_held                          ? OfferTone::good
                        : key.first == TermEnd::violated ? OfferTone::bad
                                                         : OfferTone::dim;
      card.texts.push_back({std::move(text), tone, is_held ? node.agreement_event : first.event});
    }
  }

  const FinishedRun& run_;
  const OfferTree& tree_;
  brink::Palette plain_{false};
  OfferLines lines_;
};

}  // namespace

std::vector<OfferCard> offer_cards(const FinishedRun& run, const OfferTree& tree,
                                   const std::set<OfferId>& open_groups, std::size_t most) {
  const Writer writer(run, tree);
  std::vector<OfferCard> cards;
  // a stack instead of recursion: chains of counters may be long
  std::vector<std::pair<OfferId, int>> waiting;
  const auto add_with_counters = [&](OfferId first, int depth) {
    waiting.emplace_back(first, depth);
    while (!waiting.empty()) {
      const auto [offer, at] = waiting.back();
      waiting.pop_back();
      const auto& node = tree.offers[offer];
      if (node.event == 0) continue;
      cards.push_back(writer.card_of(node, at));
      for (auto i = node.children.size(); i-- > 0;) {
        waiting.emplace_back(node.children[i], at + 1);
      }
    }
  };
  const auto groups = grouped_offers(tree, false);
  for (auto i = groups.size(); i-- > 0 && cards.size() < most;) {
    const auto& group = groups[i];
    if (group.size() == 1) {
      add_with_counters(group.front(), 0);
      continue;
    }
    cards.push_back(writer.group_card(group));
    cards.back().is_open = open_groups.contains(group.front());
    if (!cards.back().is_open) continue;
    for (auto j = group.size(); j-- > 0;) add_with_counters(group[j], 1);
  }
  return cards;
}

std::string offer_counts(const OfferTree& tree) {
  std::map<OfferStatus, std::size_t> counts;
  std::size_t sent = 0;
  for (const auto& node : tree.offers) {
    if (node.event == 0) continue;
    ++sent;
    ++counts[node.status];
  }
  auto text = fmt::format("{} offer{}", short_count(sent), sent == 1 ? "" : "s");
  const char* joint = ": ";
  for (const auto status : kInOrder) {
    if (counts[status] == 0) continue;
    text += fmt::format("{}{} {}", joint, short_count(counts[status]), status_word(status));
    joint = ", ";
  }
  return text;
}

}  // namespace brink::viz
