#include <algorithm>

#include "tools/bench/floor_forms.h"
#include "tools/bench/floor_parts.h"

namespace brink::bench {
namespace {

/// A side's next raid is drawn when its last one is made.
template <class Random>
struct SampledFloor {
  using Key = typename Random::Key;

  Random random;
  SortedAgenda<Key> agenda;
  std::int32_t stock[2] = {kFullStock[0], kFullStock[1]};
  double escalation = 0;
  Played played{};

  explicit SampledFloor(Random the_random) : random(the_random) {}

  void await_raid(std::int64_t now, std::uint64_t side, Key key) {
    const double wait = random.at(key, kGoesOn).delay() * (kDay / kPace[side]) / (1 + escalation);
    agenda.insert(now + microseconds(wait), kRaid + side, Random::child(key, kGoesOn));
  }

  void strike(std::int64_t now, std::uint64_t side, bool is_raid, Key key) {
    if (stock[side] == 0) return;
    --stock[side];
    escalation = std::min(escalation + kStep, kMostEscalation);
    ++played.strikes;
    if (auto dice = random.at(key, kAnswers); dice.chance() < chance_below(kAnswerChance)) {
      agenda.insert(now + microseconds(dice.delay() * (kAnswerMean * kDay)), kAnswer + (1 - side),
                    Random::child(key, kAnswers));
    }
    if (is_raid) await_raid(now, side, key);
  }

  void await_offer(std::int64_t now, Key key) {
    auto dice = random.at(key, kNextOffer);
    const std::uint64_t side = dice.chance() >> 63;
    agenda.insert(now + offer_wait(dice.word()), kOffer + side, Random::child(key, kNextOffer));
  }

  // true if it is accepted
  bool offer(std::int64_t now, std::uint64_t side, Key key) {
    const double share = stock[side] * (1.0 / kFullStock[side]);
    const bool refused = refuses(random.at(key, kSettles).chance(), escalation, share);
    escalation *= 0.5;
    played.events += 2;
    if (refused) await_offer(now, key);
    return !refused;
  }

  Played play() {
    await_raid(0, 0, Random::root(0));
    await_raid(0, 1, Random::root(1));
    await_offer(0, Random::root(2));
    for (;;) {
      const auto next = agenda.earliest();  // there is always an offer to come
      const auto now = next.time();
      if (now > kEnd) break;
      agenda.pop();
      const auto what = next.what();
      if (what < kOffer) [[likely]] {
        strike(now, what & 1, what < kAnswer, next.key);
      } else if (offer(now, what & 1, next.key)) {
        played.agreement = true;
        played.end = static_cast<double>(now) / kDay;
        break;
      }
    }
    played.events += played.strikes;
    played.escalation = escalation;
    return played;
  }
};

}  // namespace

Played play_sampled_addressed(std::uint64_t seed, std::uint64_t replication) {
  return SampledFloor<Addressed>(Addressed(seed, replication)).play();
}

Played play_sampled_sequential(std::uint64_t seed, std::uint64_t replication) {
  return SampledFloor<Sequential>(Sequential(seed, replication)).play();
}

}  // namespace brink::bench
